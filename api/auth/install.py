"""What an application gets before its gate: keys, sessions, limits and the audit log."""

from __future__ import annotations

from fastapi import FastAPI

from api.audit import FILE, AuditLog
from api.auth.keys import KeyStore
from api.auth.sessions import Sessions
from api.context import asked
from api.gate.rates import Limits
from api.service import Service
from graph.settings import Settings


def install(app: FastAPI, config: Settings) -> None:
    """Give an application its keys, sessions, limits and audit log.

    Raises:
        SettingsError: when the key file is damaged, or others may read it.
    """
    state = app.state
    service: Service = state.service
    service.audit = service.audit or AuditLog(config.var / FILE)
    #: Outside of any request, who asks is the user of this process.
    state.user = asked().caller.name
    state.keys = KeyStore(config.keys_path)
    state.sessions = Sessions(state.keys, state.user)
    state.limits = Limits(config.rate)
    state.audit = service.audit

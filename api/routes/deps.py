"""What endpoints are given."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from api.errors import language_of
from api.service import Service
from graph.errors import Language


def _service(request: Request) -> Service:
    service: Service = request.app.state.service
    return service


ServiceDep = Annotated[Service, Depends(_service)]
LanguageDep = Annotated[Language, Depends(language_of)]

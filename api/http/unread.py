"""What a server answers to that which is no HTTP, or has too long a head: a problem like all others."""

from __future__ import annotations

import h11
from starlette.responses import Response
from uvicorn.protocols.http.h11_impl import H11Protocol

from api.context import new_id
from api.http.errors import unreadable


class Protocol(H11Protocol):
    """HTTP as uvicorn speaks it; what it cannot read reaches no application, so that it is refused here."""

    def send_400_response(self, msg: str) -> None:
        """Refuse, in the default language, and close: where the next request would begin is not known."""
        del msg  # it is in the log
        response: Response = unreadable(new_id())
        response.headers["Connection"] = "close"
        sent = (
            h11.Response(status_code=response.status_code, headers=response.raw_headers),
            h11.Data(data=bytes(response.body)),
            h11.EndOfMessage(),
        )
        for event in sent:
            self.transport.write(self.conn.send(event) or b"")
        self.transport.close()

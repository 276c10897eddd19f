"""serve."""

from __future__ import annotations

import logging
from threading import Thread
from typing import Annotated

import typer

from api.auth.peers import is_loopback
from api.auth.start import check_binding, one_time_link
from api.cli.base import app, console, say
from api.logs import configure
from api.remote.lease import Lease, drop_lease, take_lease
from api.service import serving
from api.waiting import WaitingStore, open_prepared
from graph.errors import StoreBusy, StoreUnavailable
from graph.settings import Settings, settings
from graph.store import GraphStore
from graph.stores import NEO4J_SCHEMES

#: Where a server that listens on all addresses is found on its own machine.
_FROM_HERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - looked up, not bound
_log = logging.getLogger(__name__)


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="地址；默认只在本机，别处须先有密钥")] = None,
    port: Annotated[int | None, typer.Option(help="端口；0 为任一空闲端口")] = None,
) -> None:
    """启动 API 与网页。Start the API and the page."""
    from api.app import create_app  # with FastAPI a second of import, which no other command needs
    from api.explorer.pages import prepare
    from api.http.server import Server, bound

    given = settings()
    address, number = host or given.host, given.port if port is None else port
    config = given.model_copy(update={"host": address, "port": number})
    check_binding(address, config)
    configure(config)
    with bound(address, number) as listener, serving(_store(config), prepared=True) as desk:
        url = _url(address, listener.getsockname()[1])
        here = _url(_FROM_HERE.get(address, address), listener.getsockname()[1])
        lease = _lease(desk.store.engine, config.store_address, here)
        try:
            served = create_app(desk, lease, config)
            if config.log_form == "text":
                _greet(url, one_time_link(served.state.sessions, url) if is_loopback(address) else None)
            Thread(target=prepare, daemon=True).start()  # while the first visitor is on the way
            _log.info("serving", extra={"url": url, "engine": desk.store.engine})
            Server(served, config.shutdown_timeout).run(sockets=[listener])
        finally:
            if lease:
                drop_lease(config.store_address)


def _url(address: str, port: int) -> str:
    return f"http://[{address}]:{port}" if ":" in address else f"http://{address}:{port}"


def _greet(url: str, link: str | None) -> None:
    """Tell the person at the terminal; a log of JSON has no such reader, and the link is for no log."""
    told = say(
        f"校地在 {url} ，文档在 {url}/docs ，Ctrl-C 停止", f"Xiaodi at {url} , docs at {url}/docs , Ctrl-C stops"
    )
    if link:
        told += "\n" + say(f"在本机登录（一次有效）：{link}", f"sign in from this machine, once: {link}")
    console.print(told, soft_wrap=True, markup=False)


def _store(config: Settings) -> GraphStore:
    """The store, ready; a Neo4j server that is not up yet is waited for, while readyz says so.

    What waiting does not mend (a wrong password, a damaged or foreign file) ends the command.
    """
    try:
        return open_prepared(config)
    except (StoreUnavailable, StoreBusy) as error:
        if config.store_address.partition("://")[0] not in NEO4J_SCHEMES:
            raise
        return WaitingStore(config.store_address, error, lambda: open_prepared(config))


def _lease(engine: str, store: str, url: str) -> Lease | None:
    return take_lease(store, url) if engine == "kglite" else None

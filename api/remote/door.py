"""The client's side of HTTP: a server that is asked, and its errors, raised as ours."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import ip_address
from typing import Any

import httpx

from api.remote.carried import raised
from graph.errors import Language, SettingsError, StoreUnavailable, Text

#: Seconds: to reach a server, and for an operation, of which loading is the longest.
_TIMEOUT = httpx.Timeout(600, connect=10)


class Door:
    """A server that answers over HTTP; its errors are raised here as what they are there."""

    def __init__(self, url: str, bearer: str, language: Language) -> None:
        headers = {"Accept-Language": language} | ({"Authorization": f"Bearer {bearer}"} if bearer else {})
        self.url = url.rstrip("/")
        # a proxy of the environment neither reaches the loopback address nor should see its token
        self._http = httpx.Client(base_url=self.url, headers=headers, timeout=_TIMEOUT, trust_env=not _is_loopback(url))

    def request(self, method: str, path: str, **given: Any) -> httpx.Response:
        """Send a request.

        Raises:
            XiaodiError: what the server answered with.
            StoreUnavailable: when none answers.
        """
        with self.stream(method, path, **given) as response:
            response.read()
            return response

    @contextmanager
    def stream(self, method: str, path: str, **given: Any) -> Iterator[httpx.Response]:
        """The same, for a body that is too large to be held."""
        try:
            with self._http.stream(method, path, **given) as response:
                if not response.is_success:
                    response.read()
                    raise raised(response)
                yield response
        except httpx.HTTPError as error:
            raise StoreUnavailable(
                Text("服务没有答复", "the server does not answer"),
                where=self.url,
                hint=Text(f"看它是否在运行，稍后再试：{error}", f"see whether it runs, and try again: {error}"),
            ) from error

    def close(self) -> None:
        """Give the connection back."""
        self._http.close()


@contextmanager
def open_door(url: str, bearer: str, language: Language) -> Iterator[Door]:
    """A door, closed at the end.

    Raises:
        SettingsError: when the address is none.
    """
    if not _is_address(url):
        raise SettingsError(
            Text(f"XIAODI_SERVER 不是服务的地址：{url}", f"XIAODI_SERVER is no address of a server: {url}"),
            hint=Text("写成 https://主机", "write https://host"),
        )
    door = Door(url, bearer, language)
    try:
        yield door
    finally:
        door.close()


def _is_address(url: str) -> bool:
    try:
        given = httpx.URL(url)
    except httpx.InvalidURL:
        return False
    return given.scheme in ("http", "https") and bool(given.host)


def _is_loopback(url: str) -> bool:
    host = httpx.URL(url).host
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False

"""Logs in to a SPARQL store in the way that it asks for: Basic or Digest; nothing is sent before it asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx

if TYPE_CHECKING:
    from collections.abc import Generator


class StoreLogin(httpx.Auth):
    """A name and a password for one store; threads may share it."""

    def __init__(self, user: str, password: str) -> None:
        self._digest = httpx.DigestAuth(user, password)
        self._basic = httpx.BasicAuth(user, password)
        self._is_basic = False

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Send the request, and again with the answer to the store's challenge."""
        if self._is_basic:
            yield from self._basic.auth_flow(request)
            return
        flow = self._digest.auth_flow(request)
        came = yield next(flow)
        challenges = [each.partition(" ")[0].lower() for each in came.headers.get_list("www-authenticate")]
        if came.status_code == httpx.codes.UNAUTHORIZED and "digest" not in challenges and "basic" in challenges:
            self._is_basic = True
            yield from self._basic.auth_flow(request)
            return
        try:
            yield flow.send(came)
        except StopIteration:
            return

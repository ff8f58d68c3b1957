"""Who may ask: the server answers its own pages and programs of this machine, and no page of another server.

A page from elsewhere can send requests to this machine, or have its own name lead here (DNS rebinding). It cannot
choose the Host header, and browsers say where a request comes from (Origin, Sec-Fetch-Site): all three are checked. On
another address than loopback a token is needed besides. The headers of each answer allow no script but the server's
own, no frame around it, and no use by pages of other servers.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from kg.service.web.recordings import FRAMES

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

LONGEST_HEAD = 16_384  # bytes of a request's address and headers
TOO_LONG = 431
HTTP = 80  # the port that the Host header leaves out
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
COOKIE, TOKEN = "kg-token", "token"
OWN_SITES = {"same-origin", "none"}  # none: typed by the user, or opened from a bookmark
MEANT = "this server answers its own pages and programs on this machine, not pages of other servers"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    f"frame-src {' '.join(FRAMES)}; media-src 'self' https: http:; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",  # with no-referrer, browsers send "Origin: null" with the forms of its own pages
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cache-control": "no-store",
}


@dataclass(frozen=True, slots=True)
class Door:
    """Under which names the server is asked, and with which token.

    Attributes:
        hosts: Values of the Host header that are its own, in lower case; None for all, which needs a token.
        token: What every request must bring; None on loopback.
    """

    hosts: frozenset[str] | None
    token: str | None = None

    @classmethod
    def on_loopback(cls, port: int) -> Door:
        """The door of a server that only this machine reaches."""
        return cls(
            frozenset(f"{name}:{port}" for name in LOOPBACK) | (frozenset(LOOPBACK) if port == HTTP else frozenset())
        )

    def objection(self, headers: Headers) -> str:
        """Why a request is not let in, as far as its origin goes; "" when it is."""
        hosts = headers.getlist("host")
        if len(hosts) != 1 or (self.hosts is not None and hosts[0].lower() not in self.hosts):
            return f"{MEANT}; open it as http://{min(self.hosts)}/" if self.hosts else MEANT
        if any(origin.lower() != f"http://{hosts[0].lower()}" for origin in headers.getlist("origin")):
            return MEANT
        if any(site.lower() not in OWN_SITES for site in headers.getlist("sec-fetch-site")):
            return MEANT
        return ""

    def knows(self, token: str) -> bool:
        """Whether a token is the right one."""
        return self.token is None or hmac.compare_digest(token.encode(), self.token.encode())


class Guard:
    """Middleware around the whole application."""

    def __init__(self, app: ASGIApp, door: Door) -> None:
        self._app = app
        self._door = door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request in, or answer it here."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        if scope["type"] != "http":
            return

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        refusal = self._refusal(Headers(scope=scope), scope)
        await (refusal or self._app)(scope, receive, sent)

    def _refusal(self, headers: Headers, scope: Scope) -> Response | None:
        if len(scope["query_string"]) + sum(len(name) + len(value) for name, value in headers.raw) > LONGEST_HEAD:
            return PlainTextResponse(f"address and headers may have {LONGEST_HEAD:,} bytes\n", TOO_LONG)
        objection = self._door.objection(headers)
        if objection:
            return PlainTextResponse(f"{objection}\n", 403)
        if self._door.token is None:
            return None
        return self._without_token(headers, scope)

    def _without_token(self, headers: Headers, scope: Scope) -> Response | None:
        """What answers a request that does not bring the token in a header or a cookie.

        A browser brings it once in the address, and is sent on with a cookie, so that it stays in no history.
        """
        kind, _, given = headers.get("authorization", "").partition(" ")
        if kind.lower() == "bearer" and self._door.knows(given.strip()):
            return None
        if self._door.knows(_cookie(headers.get("cookie", ""))):
            return None
        fields = parse_qs(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        if scope["method"] == "GET" and self._door.knows(fields.pop(TOKEN, [""])[0]):
            rest = urlencode(fields, doseq=True)
            answer = RedirectResponse(scope["path"] + (f"?{rest}" if rest else ""), 303)
            answer.set_cookie(COOKIE, str(self._door.token), httponly=True, samesite="strict")
            return answer
        return PlainTextResponse(
            "a token is needed: open the address that kg serve printed, or send 'Authorization: Bearer TOKEN'\n",
            401,
            {"www-authenticate": "Bearer"},
        )


def _cookie(header: str) -> str:
    try:
        found = SimpleCookie(header).get(COOKIE)
    except CookieError:
        return ""
    return found.value if found is not None else ""

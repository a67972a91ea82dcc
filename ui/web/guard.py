"""What every request passes before anything else sees it: is it meant for us, ours, and from whom."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import quote, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from assistant.accounts import Account
from assistant.settings import LOOPBACK

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[Mapping[str, Any]]]
Send = Callable[[Any], Awaitable[None]]
App = Callable[[Any, Any, Any], Awaitable[None]]
WhoAsks = Callable[[HTTPConnection], Account | None]

ACCOUNT = "preceptor.account"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
# The API answers 401 by itself, because it also takes keys and the owner's token.
OPEN_PAGES = frozenset({"/login", "/healthz", "/metrics", "/mcp"})
OPEN_FOLDERS = ("/look/", "/api/", "/v1/")
# Gradio's page needs inline scripts and styles; nothing on it may reach another host.
PAGE_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; "
    "style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; worker-src 'self' blob:; connect-src 'self'; "
    "frame-ancestors 'none'; base-uri 'self'; form-action 'self'; object-src 'none'"
)
HEADERS = {
    "content-security-policy": PAGE_POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "x-frame-options": "DENY",
}


class Guard:
    """Refuses requests made for another host, sent by another site, or by nobody we know."""

    def __init__(self, app: App, *, who: WhoAsks, needs_login: Callable[[], bool]) -> None:
        self._app = app
        self._who = who
        self._needs_login = needs_login

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes the request on with its account, or answers it."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        connection = HTTPConnection(scope)
        refusal = await run_in_threadpool(self._refusal, connection)
        if refusal is not None:
            await refusal(scope, receive, send)  # type: ignore[arg-type]
            return
        await self._app(scope, receive, _with_headers(send))

    def _refusal(self, connection: HTTPConnection) -> Response | None:
        headers, scope = connection.headers, connection.scope
        if not self._needs_login() and host_name(headers.get("host", "")) not in LOOPBACK:
            return PlainTextResponse("This address is not served here. Open http://127.0.0.1 instead.", 421)
        if scope.get("method", "GET") not in SAFE_METHODS and not same_site(headers):
            return PlainTextResponse("This request came from another site and was refused.", 403)
        account = self._who(connection)
        scope[ACCOUNT] = account
        path = connection.url.path
        if account is not None or path in OPEN_PAGES or path.startswith(OPEN_FOLDERS):
            return None
        return _ask_to_log_in(connection)


def host_name(host: str) -> str:
    """The name in a Host header, without its port."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def same_site(headers: Headers) -> bool:
    """Whether a browser says that our own page sent this. Programs that are no browser say nothing."""
    origin = headers.get("origin")
    if origin is not None:
        return urlsplit(origin).netloc.casefold() == headers.get("host", "").casefold()
    return headers.get("sec-fetch-site", "none") in ("same-origin", "none")


def _ask_to_log_in(connection: HTTPConnection) -> Response:
    wants_page = "text/html" in connection.headers.get("accept", "")
    if connection.scope.get("method") != "GET" or not wants_page:
        return PlainTextResponse("Log in first.", 401)
    path = connection.url.path
    query = f"?{connection.url.query}" if connection.url.query else ""
    return RedirectResponse(f"/login?next={quote(path + query, safe='')}", 303)


def _with_headers(send: Send) -> Send:
    async def add_headers(message: Any) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return add_headers

"""Logging in and out, with a signed cookie that ends with the password it was made for."""

import os
import secrets
from collections.abc import Callable
from math import ceil
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from itsdangerous import BadSignature, URLSafeTimedSerializer
from starlette.requests import HTTPConnection
from starlette.responses import Response

from assistant.accounts import LOCAL, LONGEST_PASSWORD, Account, Accounts
from assistant.settings import Settings
from ui.web.markup import join, tag, text_tag, void
from ui.web.shell import whole_page

COOKIE = "preceptor_session"
SECRET_FILE = "session.secret"  # noqa: S105 - the name of the file
WRONG = "Name and password do not belong together."
FREE_TRIES_OF_A_NAME = 5
# Many people can share an address, behind a hospital's proxy for one.
FREE_TRIES_OF_AN_ADDRESS = 50
LONGEST_WAIT_S = 300.0
MOST_REMEMBERED = 10_000


def session_secret(folder: Path) -> str:
    """The library's signing secret, made on first use, readable by its owner only."""
    file = folder / SECRET_FILE
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_text(encoding="ascii")
    with os.fdopen(handle, "w", encoding="ascii") as out:
        out.write(secrets.token_urlsafe(32))
    return file.read_text(encoding="ascii")


class Logins:
    """Who a request belongs to. Before the first account exists, this machine's one user needs no login."""

    def __init__(self, accounts: Accounts, settings: Settings, secret: str) -> None:
        self._accounts = accounts
        self._local = settings.loopback
        self._max_age_s = int(settings.session_hours * 3600)
        self._secure = settings.https
        self._signer = URLSafeTimedSerializer(secret, salt="session")

    def needed(self) -> bool:
        """Whether a login is needed: everywhere but on loopback, and there from the first account on."""
        return not self._local or self._accounts.count() > 0

    def who(self, connection: HTTPConnection) -> Account | None:
        """The account of a request, None if it must log in."""
        if not self.needed():
            return LOCAL
        try:
            claim = self._signer.loads(connection.cookies.get(COOKIE, ""), max_age=self._max_age_s)
        except BadSignature:
            return None
        account = self._accounts.get(claim["user"])
        return account if account and secrets.compare_digest(account.key, claim["key"]) else None

    def remember(self, response: Response, account: Account) -> None:
        """Gives the browser the cookie of this account."""
        value = self._signer.dumps({"user": account.user_id, "key": account.key})
        response.set_cookie(
            COOKIE, value, max_age=self._max_age_s, httponly=True, samesite="lax", secure=self._secure
        )


class Throttle:
    """Slows guessing down: after a few failures each next try of a key waits longer, until it rests."""

    def __init__(self, clock: Callable[[], float], free_tries: int = FREE_TRIES_OF_A_NAME) -> None:
        self._clock = clock
        self._free_tries = free_tries
        self._failures: dict[str, tuple[int, float]] = {}

    def wait_s(self, key: str) -> float:
        """How long until the next try is allowed; 0 if now."""
        count, last = self._failures.get(key, (0, 0.0))
        if count < self._free_tries:
            return 0.0
        pause = min(LONGEST_WAIT_S, 2.0 ** min(count - self._free_tries, 20))
        return max(0.0, last + pause - self._clock())

    def failed(self, key: str) -> None:
        """Remembers a failed try."""
        now = self._clock()
        if len(self._failures) >= MOST_REMEMBERED:
            recent = [(key, kept) for key, kept in self._failures.items() if now - kept[1] < LONGEST_WAIT_S]
            self._failures = dict(recent[-MOST_REMEMBERED // 2 :])
        count, last = self._failures.get(key, (0, now))
        self._failures[key] = (1 if now - last > LONGEST_WAIT_S else count + 1, now)

    def succeeded(self, key: str) -> None:
        """Forgets the failures."""
        self._failures.pop(key, None)


class Doorkeeper:
    """Checks names and passwords, slowly for whoever keeps guessing."""

    def __init__(self, accounts: Accounts, clock: Callable[[], float]) -> None:
        self._accounts = accounts
        self._names = Throttle(clock, FREE_TRIES_OF_A_NAME)
        self._addresses = Throttle(clock, FREE_TRIES_OF_AN_ADDRESS)

    def wait_s(self, name: str, address: str) -> float:
        """How long this name from this address has to wait; 0 if not at all."""
        return max(self._names.wait_s(name.strip().casefold()), self._addresses.wait_s(address))

    def admit(self, name: str, password: str, address: str) -> Account | None:
        """The account if name and password belong together; the try is remembered either way."""
        key = name.strip().casefold()
        account = self._accounts.verify(name, password)
        if account:
            self._names.succeeded(key)
        else:
            self._names.failed(key)
            self._addresses.failed(address)
        return account


def login_routes(doorkeeper: Doorkeeper, logins: Logins) -> APIRouter:
    """The login page, logging in and logging out."""
    router = APIRouter(include_in_schema=False)

    @router.get("/login")
    def page(next: str = "/") -> HTMLResponse:  # noqa: A002 - the usual name of this parameter
        return HTMLResponse(login_page(next))

    @router.post("/login")
    def log_in(
        request: Request,
        name: Annotated[str, Form(max_length=200)],
        password: Annotated[str, Form(max_length=LONGEST_PASSWORD)],
        next: Annotated[str, Form()] = "/",  # noqa: A002
    ) -> Response:
        address = request.client.host if request.client else ""
        wait = doorkeeper.wait_s(name, address)
        if wait:
            return HTMLResponse(login_page(next, f"Too many tries. Wait {ceil(wait)} seconds."), 429)
        account = doorkeeper.admit(name, password, address)
        if account is None:
            return HTMLResponse(login_page(next, WRONG), 401)
        response = RedirectResponse(inner_address(next), 303)
        logins.remember(response, account)
        return response

    @router.post("/logout")
    def log_out() -> Response:
        response = RedirectResponse("/login", 303)
        response.delete_cookie(COOKIE, httponly=True, samesite="lax")
        return response

    return router


def inner_address(address: str) -> str:
    """The address if it stays on this site, else the start page."""
    stays = address.startswith("/") and not address.startswith(("//", "/\\")) and address.isprintable()
    return address if stays else "/"


def login_page(next_address: str, problem: str = "") -> str:
    """The login form, with what went wrong if something did."""
    fields = join(
        (
            text_tag("h1", "Preceptor"),
            text_tag("p", problem, class_="problem", role="alert") if problem else "",
            tag("label", "Name" + _field("name", "text", "username", autofocus=True)),
            tag("label", "Password" + _field("password", "password", "current-password")),
            void("input", type="hidden", name="next", value=inner_address(next_address)),
            text_tag("button", "Log in", type="submit", class_="primary"),
        )
    )
    form = tag("form", fields, method="post", action="/login", class_="login")
    return whole_page("Log in", tag("main", form))


def _field(name: str, kind: str, complete: str, *, autofocus: bool = False) -> str:
    return void("input", name=name, type=kind, autocomplete=complete, required=True, autofocus=autofocus)

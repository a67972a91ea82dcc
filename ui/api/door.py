"""Who may do what over HTTP: the owner's token everything, a login or a key what its role may."""

import hmac
from collections.abc import Callable
from typing import Protocol

from fastapi import Request

from assistant.accounts import LOCAL, Account
from ui.api.faults import NotAllowed, NotLoggedIn, TooMany
from ui.api.limits import Buckets
from ui.web.login import Throttle

WhoAsks = Callable[[Request], Account | None]
"""The account a request's login belongs to, None without a login."""

# People behind one proxy share an address, and a program with an old key tries again and again.
FREE_TRIES_OF_AN_ADDRESS = 20
SCHEME = "bearer "
PICTURES_TO_A_REQUEST = 20
"""Pictures have a limit of their own, so many times that of other requests: scrolling and playing a scan asks
for eight frames a second and more, and a page of figures for a dozen at once."""


class KeyRing(Protocol):
    """Where keys are looked up."""

    def account_of(self, key: str) -> Account | None:
        """The account whose key this is, or None."""


class Door:
    """Lets requests pass, each account so many a minute; this machine's own user without a limit."""

    def __init__(
        self,
        token: str,
        who: WhoAsks,
        *,
        keys: KeyRing,
        per_minute: int,
        clock: Callable[[], float],
    ) -> None:
        self._token = token
        self._who = who
        self._keys = keys
        self._buckets = Buckets(per_minute, clock)
        self._pictures = Buckets(per_minute * PICTURES_TO_A_REQUEST, clock)
        self._failures = Throttle(clock, FREE_TRIES_OF_AN_ADDRESS)

    def account(self, request: Request) -> Account:
        """Whoever asks; 401 for nobody, 429 for somebody who asks too often."""
        return self._passed(request, self._buckets)

    def beholder(self, request: Request) -> Account:
        """Whoever asks for a picture: as `account`, with the limit of pictures, which are counted apart."""
        return self._passed(request, self._pictures)

    def editor(self, request: Request) -> Account:
        """Whoever asks, if they may change the library; else 403."""
        account = self.account(request)
        if not account.may_edit_library:
            raise NotAllowed(f"A {account.role} may not change the library.", "Ask an educator or the owner.")
        return account

    def owner(self, request: Request) -> Account:
        """Whoever asks, if they are an owner; else 403."""
        account = self.account(request)
        if account.role != "owner":
            raise NotAllowed(f"A {account.role} may not see this.", "Ask an owner.")
        return account

    def same_machine(self, request: Request) -> None:
        """Passes only the token: paths name files of this machine, which a login must not reach."""
        if not self.has_token(request):
            raise NotAllowed(
                "This request needs the token of the library's owner.", "Run the command on its machine."
            )

    def has_token(self, request: Request) -> bool:
        """Whether the request carries the owner's token."""
        return hmac.compare_digest(bearer(request).encode(), self._token.encode())

    def _passed(self, request: Request, buckets: Buckets) -> Account:
        if self.has_token(request):
            return LOCAL
        account = self._who(request) or self._keys.account_of(bearer(request))
        if account is None:
            raise self._turned_away(request)
        if account != LOCAL and (wait_s := buckets.take(account.user_id)):
            raise TooMany("This account has made too many requests.", wait_s)
        return account

    def _turned_away(self, request: Request) -> NotLoggedIn | TooMany:
        """Whoever keeps trying keys has to wait; a right key passes all the same."""
        if bearer(request):
            address = request.client.host if request.client else ""
            if wait_s := self._failures.wait_s(address):
                return TooMany("This address has tried too many wrong keys.", wait_s)
            self._failures.failed(address)
        return NotLoggedIn(
            "The API does not know you.", "Please log in, or send a key: Authorization: Bearer KEY."
        )


def bearer(request: Request) -> str:
    """What the request carries as a bearer token; empty without one."""
    given = request.headers.get("authorization", "")
    return given[len(SCHEME) :].strip() if given[: len(SCHEME)].lower() == SCHEME else ""

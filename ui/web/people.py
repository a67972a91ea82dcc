"""From the user id that Gradio hands on to the person."""

from fastapi import Request

from assistant.accounts import LOCAL, Account, Accounts
from retrieval.errors import WrongUse
from ui.web.guard import ACCOUNT


class People:
    """Looks up who is behind an event of the page. The guard has let the request through before."""

    def __init__(self, accounts: Accounts) -> None:
        self._accounts = accounts

    def account(self, user_id: str | None) -> Account:
        """The person of that id; WrongUse if the login has ended meanwhile."""
        if user_id == LOCAL.user_id:
            return LOCAL
        account = self._accounts.get(user_id) if user_id else None
        if account is None:
            raise WrongUse("This login has ended.", "Log in again.")
        return account


def user_id_of(request: Request) -> str | None:
    """The user id that the guard found for this request."""
    account: Account | None = request.scope.get(ACCOUNT)
    return account.user_id if account else None


def account_of(request: Request) -> Account:
    """The person that the guard found for this request; WrongUse if it let nobody through."""
    account: Account | None = request.scope.get(ACCOUNT)
    if account is None:
        raise WrongUse("This page needs a login.", "Log in.")
    return account

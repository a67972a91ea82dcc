"""The users of a library over HTTP, for owners."""

from uuid import uuid4

from fastapi import APIRouter, Depends

from assistant.accounts import Account, Accounts
from assistant.leaving import Left, leave
from retrieval.types import Value
from ui.api.parts import Api


class User(Value):
    """Who may log in, and as what."""

    user_id: str
    name: str
    role: str


class Gone(Value):
    """Who was removed, how many answers stay as nobody's, and how many other rows went."""

    removed: User
    kept_as_nobodys: int
    rows: int


def add_users(router: APIRouter, api: Api) -> None:
    """Adds listing and removing users."""

    @router.get("/api/users", dependencies=[Depends(api.door.owner)])
    def users() -> dict[str, list[User]]:
        return {"users": [_user(one) for one in Accounts(api.desk.library.store.engine).list()]}

    @router.delete("/api/users/{name}", dependencies=[Depends(api.door.owner)])
    def remove(name: str) -> Gone:
        left: Left = leave(api.desk.library.store.engine, name, pseudonym=f"gone-{uuid4().hex}")
        return Gone(removed=_user(left.account), kept_as_nobodys=left.kept, rows=left.removed)


def _user(account: Account) -> User:
    return User(user_id=account.user_id, name=account.name, role=account.role)

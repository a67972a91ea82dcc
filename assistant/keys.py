"""Keys with which programs ask in a person's name. Only their digests are kept."""

from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Column, Engine, MetaData, Table, Text, delete, insert, select

from assistant.accounts import Account, accounts, known_account
from retrieval.errors import WrongUse
from retrieval.store.engine import reading, writing
from retrieval.types import Value

PREFIX = "preceptor-"

api_keys = Table(
    "api_keys",
    MetaData(),
    Column("key_id", Text, primary_key=True),
    Column("user_id", Text, nullable=False),
    Column("digest", Text, nullable=False, unique=True),
    Column("created_at", Text, nullable=False),
)


class KeyFacts(Value):
    """What is known of a key once it has been shown: its id, by which it is revoked, and its age."""

    key_id: str
    created_at: datetime


class Keys:
    """The keys of one library's accounts."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def make(self, account: Account, secret: str, *, key_id: str, at: datetime) -> str:
        """The new key of that account, to be shown this once. The secret is random, 128 bits at least."""
        key = f"{PREFIX}{secret}"
        row = {
            "key_id": key_id,
            "user_id": account.user_id,
            "digest": _digest(key),
            "created_at": at.isoformat(),
        }
        with writing(self._engine) as connection:
            connection.execute(insert(api_keys), row)
        return key

    def of(self, account: Account) -> list[KeyFacts]:
        """The account's keys, oldest first."""
        mine = select(api_keys.c.key_id, api_keys.c.created_at).where(api_keys.c.user_id == account.user_id)
        with reading(self._engine) as connection:
            rows: Any = connection.execute(mine.order_by(api_keys.c.created_at)).mappings()
            return [KeyFacts.model_validate(dict(row)) for row in rows]

    def revoke(self, account: Account, key_id: str) -> None:
        """Forgets the account's key of that id. WrongUse if it has none such."""
        mine = (api_keys.c.user_id == account.user_id) & (api_keys.c.key_id == key_id)
        with writing(self._engine) as connection:
            if not connection.execute(delete(api_keys).where(mine)).rowcount:
                raise WrongUse(
                    f"{account.name} has no key {key_id}.",
                    f"See which there are: preceptor users key {account.name} --list",
                )

    def account_of(self, key: str) -> Account | None:
        """The account whose key this is, or None."""
        if not key.startswith(PREFIX):
            return None
        owner = accounts.join(api_keys, accounts.c.user_id == api_keys.c.user_id)
        wanted = select(accounts).select_from(owner).where(api_keys.c.digest == _digest(key))
        with reading(self._engine) as connection:
            row = connection.execute(wanted).mappings().first()
        return known_account(row) if row else None


def _digest(key: str) -> str:
    # A key is random and long, so that, unlike a password, it cannot be guessed from its digest.
    return sha256(key.encode()).hexdigest()

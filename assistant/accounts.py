"""Who may use the library. Passwords are kept as argon2 hashes only."""

from datetime import datetime
from hashlib import sha256
from typing import Any, Literal

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Column, Connection, Engine, MetaData, Table, Text, func, insert, select

from retrieval.errors import WrongUse
from retrieval.store.engine import reading, writing
from retrieval.types import Value

Role = Literal["learner", "educator", "owner"]
ROLES: tuple[Role, ...] = ("learner", "educator", "owner")
TEACHERS: tuple[Role, ...] = ("educator", "owner")
SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 1024
LONGEST_NAME = 64

# Checked when the name is unknown, so that an unknown name takes as long as a wrong password.
NOBODY = "$argon2id$v=19$m=65536,t=3,p=4$4Rid1v2wtvv9t96dhleL+w$vYhsGxAfR3boQpIsdPvxi09Px3J0Em/uIjV36FcRC5U"

accounts = Table(
    "accounts",
    MetaData(),
    Column("user_id", Text, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("role", Text, nullable=False),
    Column("password_hash", Text, nullable=False),
    Column("created_at", Text, nullable=False),
)


class Account(Value):
    """A person known to the library. `key` changes with the password, so that old logins end."""

    user_id: str
    name: str
    role: Role
    key: str = ""

    @property
    def may_edit_library(self) -> bool:
        """Whether this person may add and remove documents."""
        return self.role in TEACHERS


LOCAL = Account(user_id="local", name="local", role="owner")


class Accounts:
    """The accounts of one library."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._hasher = PasswordHasher()

    def add(self, name: str, password: str, role: Role, *, user_id: str, at: datetime) -> Account:
        """The new account. Refuses a taken name, an unknown role and a password that is too short."""
        row = {
            "user_id": user_id,
            "name": _checked_name(name),
            "role": _checked_role(role),
            "password_hash": self._hasher.hash(_checked_password(password)),
            "created_at": at.isoformat(),
        }
        with writing(self._engine, alone="accounts") as connection:
            if connection.execute(select(accounts).where(accounts.c.name == row["name"])).first():
                raise WrongUse(f"The name {row['name']} is taken.", "Choose another name.")
            connection.execute(insert(accounts), row)
        return known_account(row)

    def list(self) -> list[Account]:
        """All accounts, by name."""
        with reading(self._engine) as connection:
            rows = connection.execute(select(accounts).order_by(accounts.c.name)).mappings()
            return [known_account(row) for row in rows]

    def count(self) -> int:
        """How many accounts there are."""
        with reading(self._engine) as connection:
            return connection.execute(select(func.count()).select_from(accounts)).scalar_one()

    def get(self, user_id: str) -> Account | None:
        """The account of that id, or None."""
        with reading(self._engine) as connection:
            row = connection.execute(select(accounts).where(accounts.c.user_id == user_id)).mappings().first()
        return known_account(row) if row else None

    def named(self, name: str) -> Account:
        """The account of that name. WrongUse if there is none."""
        with reading(self._engine) as connection:
            return known_account(row_of(connection, name))

    def verify(self, name: str, password: str) -> Account | None:
        """The account if name and password belong together, else None."""
        with reading(self._engine) as connection:
            row = (
                connection.execute(select(accounts).where(accounts.c.name == _plain(name))).mappings().first()
            )
        matches = self._matches(row["password_hash"] if row else NOBODY, password)
        return known_account(row) if row and matches else None

    def _matches(self, password_hash: str, password: str) -> bool:
        try:
            return self._hasher.verify(password_hash, password[:LONGEST_PASSWORD])
        except (VerificationError, InvalidHashError):
            return False


def known_account(row: Any) -> Account:
    """The account of a row of the table."""
    key = sha256(row["password_hash"].encode()).hexdigest()[:16]
    return Account(user_id=row["user_id"], name=row["name"], role=row["role"], key=key)


def row_of(connection: Connection, name: str) -> Any:
    """The row of the account of that name. WrongUse if there is none."""
    row = connection.execute(select(accounts).where(accounts.c.name == _plain(name))).mappings().first()
    if row is None:
        raise WrongUse(f"There is no user {_plain(name)}.", "See who there is: preceptor users list")
    return row


def _plain(name: str) -> str:
    return name.strip().casefold()


def _checked_name(name: str) -> str:
    plain = _plain(name)
    if not plain or len(plain) > LONGEST_NAME or not plain.isprintable():
        raise WrongUse(f"A name has 1 to {LONGEST_NAME} printable characters.", "Choose another name.")
    return plain


def _checked_role(role: str) -> Role:
    if role not in ROLES:
        raise WrongUse(f"There is no role {role}.", f"Choose one of {', '.join(ROLES)}.")
    return role


def _checked_password(password: str) -> str:
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise WrongUse(
            f"A password has {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters.", "Choose a longer one."
        )
    return password

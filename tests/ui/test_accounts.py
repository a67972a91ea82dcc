from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from assistant.accounts import Accounts
from assistant.leaving import leave
from retrieval.errors import WrongUse
from tests.ui.people import NOON, people_engine

PASSWORD = "correct horse battery"


@pytest.fixture
def accounts(tmp_path: Path, database: str | None) -> Iterator[Accounts]:
    engine = people_engine(tmp_path, database)
    yield Accounts(engine)
    engine.dispose()


def test_the_right_password_gives_the_account_and_any_other_gives_none(accounts: Accounts) -> None:
    added = accounts.add("Ada", PASSWORD, "educator", user_id="u1", at=NOON)
    assert accounts.verify(" ADA ", PASSWORD) == added
    assert accounts.verify("ada", PASSWORD + "x") is None
    assert accounts.verify("ada", "") is None
    assert accounts.verify("bob", PASSWORD) is None


def test_the_password_is_never_stored_in_the_clear(tmp_path: Path) -> None:
    engine = people_engine(tmp_path)
    Accounts(engine).add("ada", PASSWORD, "owner", user_id="u1", at=NOON)
    with engine.begin() as connection:
        stored = connection.execute(text("SELECT password_hash FROM accounts")).scalar_one()
    engine.dispose()
    assert stored.startswith("$argon2id$") and PASSWORD not in stored


def test_a_name_is_taken_whatever_its_capitals(accounts: Accounts) -> None:
    accounts.add("ada", PASSWORD, "learner", user_id="u1", at=NOON)
    with pytest.raises(WrongUse, match="taken"):
        accounts.add("ADA", PASSWORD, "learner", user_id="u2", at=NOON)
    assert accounts.count() == 1


@pytest.mark.parametrize(
    ("name", "password", "role"),
    [
        ("", PASSWORD, "learner"),
        ("a\nb", PASSWORD, "learner"),
        ("ada", "short", "learner"),
        ("ada", PASSWORD, "king"),
    ],
)
def test_a_bad_name_password_or_role_is_refused_with_the_next_step(
    accounts: Accounts, name: str, password: str, role: str
) -> None:
    with pytest.raises(WrongUse) as fault:
        accounts.add(name, password, role, user_id="u1", at=NOON)  # type: ignore[arg-type]
    assert fault.value.next_step
    assert accounts.list() == []


def test_a_removed_person_is_unknown_and_the_key_differs_after_coming_back(tmp_path: Path) -> None:
    engine = people_engine(tmp_path)
    accounts = Accounts(engine)
    first = accounts.add("ada", PASSWORD, "learner", user_id="u1", at=NOON)
    assert leave(engine, "Ada", pseudonym="gone").account == first
    assert accounts.get("u1") is None
    again = accounts.add("ada", PASSWORD, "learner", user_id="u2", at=NOON)
    assert again.key != first.key
    with pytest.raises(WrongUse, match="no user bob"):
        leave(engine, "bob", pseudonym="gone")
    engine.dispose()


def test_only_educators_and_owners_may_edit_the_library(accounts: Accounts) -> None:
    may = {
        role: accounts.add(role, PASSWORD, role, user_id=role, at=NOON).may_edit_library
        for role in ("learner", "educator", "owner")
    }
    assert may == {"learner": False, "educator": True, "owner": True}

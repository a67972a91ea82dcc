"""Keys: whose they are, that only digests are kept, and that they end with the account."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from assistant.accounts import Accounts
from assistant.keys import Keys
from assistant.leaving import leave
from retrieval.errors import WrongUse
from tests.ui.people import NOON, people_engine

PASSWORD = "correct horse battery"


@pytest.fixture
def engine(tmp_path: Path, database: str | None) -> Iterator[Engine]:
    engine = people_engine(tmp_path, database)
    yield engine
    engine.dispose()


def test_a_key_is_its_accounts_and_no_other_text_is_a_key(engine: Engine) -> None:
    accounts, keys = Accounts(engine), Keys(engine)
    ada = accounts.add("ada", PASSWORD, "learner", user_id="u1", at=NOON)
    bob = accounts.add("bob", PASSWORD, "owner", user_id="u2", at=NOON)
    of_ada = keys.make(ada, "s" * 32, key_id="k1", at=NOON)
    of_bob = keys.make(bob, "t" * 32, key_id="k2", at=NOON)
    assert (keys.account_of(of_ada), keys.account_of(of_bob)) == (ada, bob)
    assert {keys.account_of(wrong) for wrong in ("", "s" * 32, of_ada + "s", of_ada[:-1], "k1")} == {None}


def test_the_database_holds_no_key(engine: Engine) -> None:
    ada = Accounts(engine).add("ada", PASSWORD, "learner", user_id="u1", at=NOON)
    Keys(engine).make(ada, "s" * 32, key_id="k1", at=NOON)
    with engine.begin() as connection:
        rows = connection.execute(text("SELECT * FROM api_keys")).all()
    assert len(rows) == 1
    assert "ssss" not in str(rows)


def test_a_revoked_key_is_nobodys_and_nobody_revokes_anothers(engine: Engine) -> None:
    accounts, keys = Accounts(engine), Keys(engine)
    ada = accounts.add("ada", PASSWORD, "learner", user_id="u1", at=NOON)
    bob = accounts.add("bob", PASSWORD, "learner", user_id="u2", at=NOON)
    key = keys.make(ada, "s" * 32, key_id="k1", at=NOON)
    with pytest.raises(WrongUse, match="bob has no key k1"):
        keys.revoke(bob, "k1")
    assert [one.key_id for one in keys.of(ada)] == ["k1"]
    keys.revoke(ada, "k1")
    assert keys.account_of(key) is None
    assert keys.of(ada) == []


def test_the_keys_of_a_removed_account_end_also_when_its_name_comes_back(engine: Engine) -> None:
    accounts, keys = Accounts(engine), Keys(engine)
    key = keys.make(
        accounts.add("ada", PASSWORD, "owner", user_id="u1", at=NOON), "s" * 32, key_id="k1", at=NOON
    )
    leave(engine, "ada", pseudonym="gone")
    again = accounts.add("ada", PASSWORD, "owner", user_id="u2", at=NOON)
    assert keys.account_of(key) is None
    assert keys.of(again) == []
    with engine.begin() as connection:
        assert connection.execute(text("SELECT count(*) FROM api_keys")).scalar_one() == 0

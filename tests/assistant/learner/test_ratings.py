"""The log of ratings: append-only, each once, each person their own."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import ValidationError
from sqlalchemy import Engine

from assistant.learner.preferences import Preference, Preferences
from assistant.learner.ratings import CardKey, CardRating, Ratings, forget, rated, standing, taken_back
from retrieval.errors import WrongUse
from retrieval.store.engine import writing
from tests.assistant.learner.attempts import ADA, BOB, NOON, opened

ONE = CardKey("item", "one")
FIRST = rated("r1", ONE, "good", NOON)
SECOND = rated("r2", ONE, "again", NOON + timedelta(days=1))


@pytest.fixture
def engine(tmp_path: Path, database: str | None) -> Iterator[Engine]:
    with opened(tmp_path, database) as engine:
        yield engine


@pytest.fixture
def ratings(engine: Engine) -> Ratings:
    made = Ratings(engine)
    made.append(ADA, FIRST)
    made.append(ADA, SECOND)
    return made


def test_ratings_come_back_as_they_were_each_once(ratings: Ratings) -> None:
    assert not ratings.append(ADA, SECOND)
    assert ratings.of(ADA) == [FIRST, SECOND]
    assert ratings.of(ADA, CardKey("own", "one")) == []


def test_taking_back_adds_a_row_and_may_be_done_again(ratings: Ratings) -> None:
    undo = taken_back("u1", SECOND, NOON + timedelta(days=2))
    assert ratings.append(ADA, undo)
    assert not ratings.append(ADA, undo)
    assert ratings.of(ADA) == [FIRST, SECOND, undo]
    assert standing(ratings.of(ADA)) == [FIRST]


def test_nobody_rates_for_somebody_else(ratings: Ratings) -> None:
    assert ratings.of(BOB) == []
    with pytest.raises(WrongUse, match="taken"):
        ratings.append(BOB, FIRST)
    with pytest.raises(WrongUse, match="no such rating"):
        ratings.append(BOB, taken_back("u2", SECOND, NOON))


def test_a_row_is_a_rating_or_takes_one_back(ratings: Ratings) -> None:
    for given in (FIRST.model_copy(update={"id": "x", "undoes": "r2"}), CardRating(id="y", card="", at=NOON)):
        with pytest.raises(WrongUse, match="one of the two"):
            ratings.append(ADA, given)
    undo = taken_back("u3", SECOND, NOON)
    ratings.append(ADA, undo)
    with pytest.raises(WrongUse, match="no such rating"):
        ratings.append(ADA, taken_back("u4", undo, NOON))


def test_forgetting_a_card_leaves_the_others(ratings: Ratings, engine: Engine) -> None:
    other = rated("r3", CardKey("own", "mine"), "easy", NOON)
    ratings.append(ADA, other)
    with writing(engine) as connection:
        assert forget(connection, ADA, ONE) == 2
    assert ratings.of(ADA) == [other]


def test_a_card_is_named_by_its_kind_and_id() -> None:
    assert CardKey.of("own:a:b") == CardKey("own", "a:b") and str(CardKey("item", "x")) == "item:x"
    for wrong in ("item:", "x", "other:y"):
        with pytest.raises(WrongUse):
            CardKey.of(wrong)


def test_what_a_learner_chose_stands_until_they_choose_again(engine: Engine) -> None:
    chosen = Preferences(engine)
    assert chosen.of(ADA) == Preference(retention=0.9, new_cards_a_day=20)
    chosen.choose(ADA, Preference(retention=0.95), NOON)
    chosen.choose(ADA, Preference(retention=0.85, new_cards_a_day=5), NOON)
    assert chosen.of(ADA) == Preference(retention=0.85, new_cards_a_day=5)
    assert chosen.of(BOB) == Preference()


@pytest.mark.parametrize("wrong", [0.8, 0.96])
def test_retention_is_between_85_and_95_percent(wrong: float) -> None:
    with pytest.raises(ValidationError):
        Preference(retention=wrong)

"""Reviews: what is due, rated, taken back, and when it comes again."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.faults import Overtaken
from assistant.learner.cards import OwnCard
from assistant.learner.ratings import CardKey, Ratings, standing
from assistant.quiz.sitting.actions import Next, Rate, Turn, Undo
from assistant.quiz.sitting.sit import Quizzes
from assistant.quiz.types import Rating
from assistant.quiz.view import View
from curricula.items.types import ClozeCard
from retrieval.errors import WrongUse
from tests.assistant.quiz.bank import ADA, BOB, NOON, Hands, Learner, make_engine, make_quizzes
from tests.curricula.moving import take_out_of_use

CARD = ClozeCard(
    type="cloze_card",
    id="card-1",
    title="A card",
    author="ada",
    text="In shock the dose is {{500 micrograms::how much}} into the muscle.",
    extra="Of adrenaline.",
)


@pytest.fixture
def hands() -> Hands:
    """The time."""
    return Hands()


@pytest.fixture
def quizzes(tmp_path: Path, hands: Hands, database: str | None) -> Iterator[Quizzes]:
    """Quizzes of a library in which Ada has a card of her own, and missed an item."""
    engine = make_engine(tmp_path, database)
    made = make_quizzes(engine, now=hands)
    made.house.learning.cards.keep(ADA.user_id, OwnCard(card=CARD, item_id=None, attempt=None, kept_at=NOON))
    study = Learner(made, sitting="study-one")
    study.start()
    study.answer(0, "b")
    hands.pass_(3600)
    yield made
    engine.dispose()


@pytest.fixture
def ada(quizzes: Quizzes) -> Learner:
    """A learner in her review."""
    return Learner(quizzes, sitting="review-1")


def rate(ada: Learner, place: int, rating: Rating) -> View:
    return ada.act(Rate(id=ada.id(), place=place, rating=rating))


def standing_of(ada: Learner) -> list[tuple[str, str | None]]:
    rows = Ratings(ada.quizzes.house.sittings._engine).of(ADA.user_id)
    return [(one.card, one.rating) for one in standing(rows)]


def test_a_card_shows_its_words_once_it_is_turned(ada: Learner) -> None:
    item = ada.start(mode="review").item
    assert item is not None
    assert (item.front, item.back) == ("In shock the dose is [how much] into the muscle.", None)
    assert "500" not in ada.view().model_dump_json()
    with pytest.raises(WrongUse, match="not turned"):
        rate(ada, 0, "good")
    turned = ada.act(Turn(id=ada.id(), place=0)).item
    assert turned is not None and turned.back is not None
    assert turned.back.startswith("In shock the dose is 500 micrograms into the muscle.")
    assert [one.rating for one in turned.intervals] == ["again", "hard", "good", "easy"]
    assert turned.intervals[0].seconds < turned.intervals[3].seconds
    rate(ada, 0, "good")
    with pytest.raises(Overtaken):
        rate(ada, 0, "easy")
    assert standing_of(ada) == [("own:card-1", "good")]


def test_a_rating_can_be_taken_back_and_given_anew(ada: Learner) -> None:
    ada.start(mode="review")
    ada.act(Turn(id=ada.id(), place=0))
    rate(ada, 0, "easy")
    ada.act(Next(id=ada.id(), place=0))
    view = ada.act(Undo(id=ada.id()))
    assert (view.at, view.places[0].answered) == (0, False)
    assert standing_of(ada) == []
    assert [one.attempt.sitting for one in ada.quizzes.house.learning.log.of(ADA.user_id)] == ["study-one"]
    rate(ada, 0, "again")
    assert standing_of(ada) == [("own:card-1", "again")]
    with pytest.raises(WrongUse, match="no rating"):
        ada.act(Undo(id=ada.id()))
        ada.act(Undo(id=ada.id()))


def missed(ada: Learner) -> int:
    """Goes to the item that was missed."""
    ada.start(mode="review")
    ada.act(Turn(id=ada.id(), place=0))
    rate(ada, 0, "good")
    view = ada.next(0)
    assert view.item is not None and view.item.type == "single_best_answer"
    return 1


def test_a_missed_item_is_answered_for_real_and_wrong_means_again(ada: Learner) -> None:
    place = missed(ada)
    view = ada.answer(place, "c")
    assert view.item is not None and view.item.suggested == "again"
    assert [one.rating for one in view.item.intervals] == ["again"]
    with pytest.raises(WrongUse, match="wrong answer"):
        rate(ada, place, "good")
    view = ada.next(place)
    assert view.phase == "finished"
    assert standing_of(ada)[-1][1] == "again"


def test_going_on_gives_the_rating_that_the_answer_speaks_for(ada: Learner, hands: Hands) -> None:
    place = missed(ada)
    hands.pass_(10)
    view = ada.answer(place, "a", 95)
    assert view.item is not None and view.item.suggested == "easy"
    ada.next(place)
    assert standing_of(ada)[-1][1] == "easy"
    with pytest.raises(WrongUse, match="Nothing is due"):
        Learner(ada.quizzes, sitting="review-2").start(mode="review")


def test_undoing_the_rating_of_an_item_leaves_its_answer(ada: Learner) -> None:
    place = missed(ada)
    ada.answer(place, "a", 40)
    rate(ada, place, "hard")
    view = ada.act(Undo(id=ada.id()))
    assert view.places[place].answered and view.item is not None and view.item.rating is None
    rate(ada, place, "good")
    assert [rating for _, rating in standing_of(ada)] == ["good", "good"]


def test_what_is_due_comes_back_and_is_told_as_due(ada: Learner, hands: Hands) -> None:
    place = missed(ada)
    ada.answer(place, "b")
    ada.next(place)
    hands.pass_(86_400)
    view = Learner(ada.quizzes, sitting="review-2").start(mode="review")
    assert view.item is not None and view.item.why == "due"


def test_a_card_that_was_removed_meanwhile_is_passed_over(ada: Learner, quizzes: Quizzes) -> None:
    ada.start(mode="review")
    card = quizzes.house.learning.evidence(ADA.user_id)[0].item_id
    take_out_of_use(quizzes.house.bank.engine, "item", card)
    ada.act(Turn(id=ada.id(), place=0))
    rate(ada, 0, "good")
    assert ada.next(0).phase == "finished"


def test_nobody_reviews_what_is_not_theirs(quizzes: Quizzes) -> None:
    with pytest.raises(WrongUse, match="nothing to review"):
        Learner(quizzes, BOB, "review-3").start(mode="review")
    assert CardKey.of("own:card-1").id == "card-1"

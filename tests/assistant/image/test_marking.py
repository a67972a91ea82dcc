"""Marks in the database: versions that only grow, layers apart, and the expert's kept back."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant.accounts import Account
from assistant.faults import Overtaken
from assistant.image.marks.keeping import Marks, Sheet, taken_over
from assistant.image.marks.marking import Marking, own_picture, picture_of
from assistant.image.types import Author, BoxMark, Layer
from curricula.marks import MAX_BYTES
from retrieval.errors import WrongUse
from retrieval.store.engine import writing
from tests.assistant.quiz.bank import make_engine

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
ADA = Account(user_id="u-ada", name="ada", role="learner")
BOB = Account(user_id="u-bob", name="bob", role="learner")
ED = Account(user_id="u-ed", name="ed", role="educator")
SHARED = picture_of("item", "film", "chest.png", (b"bytes", None))


def layer(*labels: str, author: Author = "learner") -> Layer:
    marks = (
        BoxMark(id=f"m{number}", left=0.1, top=0.1, right=0.3, bottom=0.3, label=label)
        for number, label in enumerate(labels)
    )
    return Layer(author=author, marks=tuple(marks))


@pytest.fixture
def marking(tmp_path: Path) -> Marking:
    return Marking(Marks(make_engine(tmp_path)), lambda: NOON)


def test_a_second_tab_with_an_older_version_is_refused_and_overwrites_nothing(marking: Marking) -> None:
    first = marking.save(ADA, SHARED, layer("mine"), after=0)
    assert first.version == 1
    with pytest.raises(Overtaken, match="changed elsewhere"):
        marking.save(ADA, SHARED, layer("other tab"), after=0)
    with pytest.raises(Overtaken):
        marking.save(ADA, SHARED, layer("from the future"), after=7)
    assert marking.learner(ADA, SHARED).layers[0].layer == layer("mine")
    assert marking.save(ADA, SHARED, layer("mine", "and more"), after=1).version == 2


def test_a_reply_that_got_lost_is_asked_for_again_and_counts_once(marking: Marking) -> None:
    assert [marking.save(ADA, SHARED, layer("mine"), after=0).version for _ in range(3)] == [1, 1, 1]


def test_every_version_stays(marking: Marking) -> None:
    for version, labels in enumerate((("a",), ("a", "b"), ())):
        marking.save(ADA, SHARED, layer(*labels), after=version)
    history = marking.marks.history(Sheet(SHARED.key, "learner", ADA.user_id))
    assert [(one.version, len(one.layer.marks)) for one in history] == [(3, 0), (2, 2), (1, 1)]


def test_learners_never_see_each_others_marks(marking: Marking) -> None:
    marking.save(ADA, SHARED, layer("ada's"), after=0)
    assert marking.learner(BOB, SHARED).layers[0].layer.marks == ()
    marking.save(BOB, own_picture("x"), layer("bob's"), after=0)
    assert marking.learner(ADA, own_picture("x")).layers[0].layer.marks == ()


def test_the_expert_is_not_seen_before_something_is_marked_and_answered(marking: Marking) -> None:
    marking.publish(ED, SHARED, layer("consolidation", author="educator"), after=0)
    before = marking.learner(ADA, SHARED)
    assert "consolidation" not in before.model_dump_json()
    assert before.comparable
    with pytest.raises(WrongUse, match="marked nothing yet"):
        marking.compared(ADA, SHARED)
    marking.save(ADA, SHARED, layer("consolidation"), after=0)
    waiting = SHARED._replace(wait="Not yet.")
    assert "consolidation" not in marking.learner(BOB, waiting).model_dump_json()
    with pytest.raises(WrongUse, match="Not yet"):
        marking.compared(ADA, waiting)
    found = marking.compared(ADA, SHARED)
    assert found.expert.marks[0].label == "consolidation"
    assert [one.outcome for one in found.comparison.held] == ["found"]


def test_only_those_who_may_edit_the_library_draw_for_all(marking: Marking) -> None:
    with pytest.raises(WrongUse, match="Only educators"):
        marking.publish(ADA, SHARED, layer("x", author="educator"), after=0)
    for who, picture in ((ADA, SHARED), (ED, SHARED), (ADA, own_picture("x"))):
        with pytest.raises(WrongUse, match="learner's layer"):
            marking.save(who, picture, layer("x", author="educator"), after=0)
    with pytest.raises(WrongUse, match="model's marks"):
        marking.save(ADA, own_picture("x"), layer("x", author="model"), after=0)
    with pytest.raises(WrongUse, match="of a learner"):
        marking.publish(ED, SHARED, layer("x"), after=0)


def test_two_educators_share_the_experts_layer_and_overwrite_nothing(marking: Marking) -> None:
    other = ED.model_copy(update={"user_id": "u-eve"})
    marking.publish(ED, SHARED, layer("first", author="educator"), after=0)
    with pytest.raises(Overtaken):
        marking.publish(other, SHARED, layer("second", author="educator"), after=0)
    marking.publish(other, SHARED, layer("first", "second", author="educator"), after=1)
    assert len(marking.author(SHARED).layers[0].layer.marks) == 2


def test_marks_beside_a_picture_are_the_experts_until_educators_draw_here(marking: Marking) -> None:
    beside = layer("from the file", author="educator").model_dump_json().encode()
    picture = picture_of("item", "film", "chest.png", (b"bytes", beside))
    marking.save(ADA, picture, layer("mine"), after=0)
    assert marking.compared(ADA, picture).expert.marks[0].label == "from the file"
    marking.publish(ED, picture, layer("drawn here", author="educator"), after=0)
    assert marking.compared(ADA, picture).expert.marks[0].label == "drawn here"


def test_marks_stay_with_the_picture_and_never_come_to_stand_on_another() -> None:
    assert picture_of("item", "film", "chest.png", (b"bytes", None)).key == SHARED.key
    assert picture_of("item", "film", "chest.png", (b"other", None)).key != SHARED.key
    assert picture_of("case", "film", "chest.png", (b"bytes", None)).key != SHARED.key


def test_ones_own_image_may_have_an_experts_layer_of_ones_own(marking: Marking) -> None:
    own = own_picture("x")
    marking.save(ED, own, layer("cavity", author="educator"), after=0)
    marking.save(ED, own, layer("Cavity"), after=0)
    assert [one.layer.author for one in marking.learner(ED, own).layers] == ["learner", "educator"]
    assert marking.compared(ED, own).comparison.held[0].outcome == "found"
    assert [one.layer.author for one in marking.learner(ADA, own).layers] == ["learner"]


def test_what_cannot_be_kept_is_refused_in_one_sentence(marking: Marking) -> None:
    twice = Layer(author="learner", marks=(layer("a").marks[0], layer("b").marks[0]))
    with pytest.raises(WrongUse, match="same id"):
        marking.save(ADA, SHARED, twice, after=0)
    points = [{"x": 0.123456789012345, "y": 0.123456789012345}] * 2000
    line = {"shape": "freehand", "points": points}
    large = Layer.model_validate(
        {"author": "learner", "marks": [line | {"id": f"m{number}"} for number in range(16)]}
    )
    assert len(large.model_dump_json()) > MAX_BYTES
    with pytest.raises(WrongUse, match="take more than"):
        marking.save(ADA, SHARED, large, after=0)


def test_marks_are_taken_over_by_person_after_those_there_and_never_a_models(tmp_path: Path) -> None:
    engine = make_engine(tmp_path)
    marking = Marking(Marks(engine), lambda: NOON)
    old, new = own_picture("x"), own_picture("y")
    marking.save(ED, old, layer("cavity", author="educator"), after=0)
    for version, label in enumerate(("one", "two")):
        marking.save(ADA, old, layer(label), after=version)
    marking.save(BOB, old, layer("bob's"), after=0)
    marking.save(ADA, new, layer("there before"), after=0)
    seen = layer("seen", author="model")
    marking.marks.save(Sheet(old.key, "model", ADA.user_id), seen, after=0, user_id=ADA.user_id, at=NOON)
    with writing(engine) as connection:
        for who in (ADA, ED):
            taken_over(connection, old.key, new.key, who.user_id)
    history = marking.marks.history(Sheet(new.key, "learner", ADA.user_id))
    told = [(one.version, one.layer.marks[0].label) for one in history]
    assert told == [(3, "two"), (2, "one"), (1, "there before")]
    assert [one.layer.author for one in marking.learner(ED, new).layers] == ["learner", "educator"]
    for picture in (old, new):
        assert marking.marks.newest(Sheet(picture.key, "model", ADA.user_id)).version == 0
    assert marking.learner(ADA, old).layers[0].version == 0
    assert marking.learner(BOB, old).layers[0].version == 1


def test_marks_go_with_their_image(marking: Marking) -> None:
    own = own_picture("x")
    for who in (ADA, BOB):
        marking.save(who, own, layer("mine"), after=0)
    marking.marks.forget(own.key, ADA.user_id)
    assert marking.learner(ADA, own).layers[0].version == 0
    assert marking.learner(BOB, own).layers[0].version == 1

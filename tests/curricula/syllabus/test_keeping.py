"""What is chosen of a draft is kept whole, or not at all; read again, objectives keep their ids."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from curricula.migrations import CURRICULA
from curricula.plans import Plans, plans_of
from curricula.syllabus.drafting import File, drafted
from curricula.syllabus.keeping import Unkept, keep, known_in
from curricula.syllabus.types import Draft, Proposed
from curricula.types import Reference
from curricula.versions import Source
from retrieval.errors import WrongUse
from retrieval.readers.markdown import MarkdownReader
from retrieval.store.engine import open_engine
from retrieval.store.migrate import migrate
from retrieval.store.migrations import RETRIEVAL

SOURCE = Source(origin="syllabus", at=datetime(2026, 3, 2, tzinfo=UTC), by="ada", digest="d1")
TEXT = """
# Kidney course

## Injury

### Learning outcomes

- Define acute kidney injury by creatinine and urine output
- List five drugs that harm the kidney

## Stones

Students will be able to:

- Choose the imaging of a suspected ureteric stone
"""


@pytest.fixture
def plans(tmp_path: Path) -> Plans:
    """Plans in an empty library."""
    engine = open_engine(tmp_path, None)
    migrate(engine, [*RETRIEVAL, *CURRICULA], datetime(2026, 3, 1, tzinfo=UTC))
    return plans_of(engine)


def test_objectives_and_their_curriculum_are_kept_as_drafts_of_the_importing_person(plans: Plans) -> None:
    kept = keep(plans, _read(TEXT), SOURCE, author="Ada")
    assert kept.added == ("injury-1", "injury-2", "stones-1")
    one = plans.objectives.versions("stones-1")[0]
    assert (one.origin, one.kept_by, one.value.status, one.value.author) == (
        "syllabus",
        "ada",
        "draft",
        "Ada",
    )
    assert one.value.sentence == "Choose the imaging of a suspected ureteric stone."
    curriculum = plans.curricula.get("kidney-course")
    assert [place.objective for place in curriculum.places()] == ["injury-1", "injury-2", "stones-1"]
    assert curriculum.status == "draft"


def test_reading_the_same_syllabus_again_changes_nothing(plans: Plans) -> None:
    keep(plans, _read(TEXT), SOURCE, author="Ada")
    again = keep(plans, _read(TEXT, plans), SOURCE, author="Bo")
    assert (again.added, again.changed) == ((), ())
    assert len(again.unchanged) == 3
    assert plans.curricula.get("kidney-course").version == 1


def test_a_changed_syllabus_keeps_ids_and_adds_what_is_new(plans: Plans) -> None:
    keep(plans, _read(TEXT), SOURCE, author="Ada")
    newer = TEXT.replace(
        "- Define acute", "- Explain the stages of renal failure in children\n- Define acute"
    )
    newer = newer.replace("List five drugs that harm the kidney", "List six drugs that harm the kidney")
    draft = _read(newer, plans)
    assert [one.id for one in draft.objectives] == ["injury-3", "injury-1", "injury-2", "stones-1"]
    kept = keep(plans, draft, SOURCE, author="Bo")
    assert (kept.added, kept.changed) == (("injury-3",), ("injury-2",))
    assert plans.objectives.get("injury-2").version == 2
    assert plans.curricula.get("kidney-course").version == 2


def test_a_fault_in_one_objective_keeps_all_from_being_kept(plans: Plans) -> None:
    draft = _read(TEXT)
    draft = _with(
        draft, "injury-2", references=(Reference(document="Nobody wrote this", quote="some words"),)
    )
    with pytest.raises(Unkept) as caught:
        keep(
            plans, draft, SOURCE, author="Ada", resolve=lambda _: "no source of this title is in the library"
        )
    assert [remark.spot for remark in caught.value.remarks] == [("injury-2", "references", 0)]
    assert plans.objectives.listed() == []
    assert plans.curricula.listed() == []


def test_a_curriculum_that_cannot_be_kept_takes_its_objectives_with_it(plans: Plans) -> None:
    draft = _read(TEXT)
    keep(plans, draft, SOURCE, author="Ada")
    plans.curricula.revise(
        plans.curricula.get("kidney-course").model_copy(update={"about": "changed"}), SOURCE, based_on=1
    )
    from curricula.plans import put_together

    other = plans.objectives.get("injury-1").model_copy(update={"id": "late"})
    stale = plans.curricula.get("kidney-course", 1).model_copy(update={"version": 2, "title": "Other"})
    with pytest.raises(WrongUse):
        put_together(plans, [other], [stale], SOURCE)
    with pytest.raises(WrongUse):
        plans.objectives.get("late")


def test_nothing_chosen_is_told(plans: Plans) -> None:
    with pytest.raises(WrongUse, match="No objective is chosen"):
        keep(plans, _read("# Empty\n\nNothing is stated here."), SOURCE, author="Ada")


def _read(text: str, plans: Plans | None = None) -> Draft:
    document = MarkdownReader().read(text.encode(), "course.md")
    file = File("course", "course.md", "d1")
    return drafted(document, file, known_in(plans)) if plans else drafted(document, file)


def _with(draft: Draft, its_id: str, **changes: object) -> Draft:
    def one(proposed: Proposed) -> Proposed:
        return proposed.model_copy(update=changes) if proposed.id == its_id else proposed

    return draft.with_objectives(one)

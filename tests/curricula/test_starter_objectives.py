"""The starter curriculum: whatever comes with the product is tied to objectives, and holds together."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from curricula.check import KINDS, Checked, check
from curricula.load import Written, load
from curricula.objectives.types import Curriculum, Objective
from curricula.types import Exercise
from tests.curricula.test_starter_library import ALL_CHAPTERS

STARTER = Path(__file__).parents[2] / "curricula" / "starter"
FACETS = ("definition", "presentation", "red-flags", "investigation", "management", "prevention", "safety")
CHAPTERS = set(ALL_CHAPTERS)


@pytest.fixture(scope="module")
def written() -> tuple[Written, ...]:
    return load([STARTER], KINDS).written


@pytest.fixture(scope="module")
def checked() -> Checked:
    return check([STARTER / "objectives"])


def objectives(written: tuple[Written, ...]) -> list[Objective]:
    return [one.of(Objective) for one in written if isinstance(one.value, Objective)]


def named(written: tuple[Written, ...]) -> Iterator[tuple[str, str]]:
    """The id of everything to do with each objective that it names."""
    for one in written:
        if isinstance(one.value, Exercise):
            yield from ((one.value.id, name) for name in one.value.objectives)


def test_objectives_have_neither_faults_nor_warnings(checked: Checked) -> None:
    assert checked.faults == ()
    assert checked.warnings == ()
    assert checked.counts["objectives"] >= 150


def test_every_objective_that_anything_names_is_there(written: tuple[Written, ...]) -> None:
    known = {one.id for one in objectives(written)}
    assert [(one, name) for one, name in named(written) if name not in known] == []


def test_every_item_card_and_case_serves_an_objective(written: tuple[Written, ...]) -> None:
    bare = [one.value.id for one in written if isinstance(one.value, Exercise) and not one.value.objectives]
    assert bare == []


def test_every_chapter_has_objectives_named_after_it(written: tuple[Written, ...]) -> None:
    chapters = Counter(split(one.id)[0] for one in objectives(written))
    assert set(chapters) == CHAPTERS
    assert min(chapters.values()) >= 2


def test_every_objective_stands_in_the_curriculum_once(written: tuple[Written, ...]) -> None:
    (curriculum,) = (one.of(Curriculum) for one in written if isinstance(one.value, Curriculum))
    placed = [place.objective for place in curriculum.places()]
    assert sorted(placed) == sorted(one.id for one in objectives(written))


def test_nearly_every_objective_is_practised(written: tuple[Written, ...]) -> None:
    served = {name for _, name in named(written)}
    idle = [one.id for one in objectives(written) if one.id not in served]
    assert len(idle) < 0.1 * len(objectives(written)), idle


def test_the_words_that_teach_an_objective_stand_in_its_chapter(written: tuple[Written, ...]) -> None:
    files = (*STARTER.joinpath("library").glob("*.md"), *STARTER.joinpath("sources").glob("*.md"))
    texts = {file.stem: plain(file.read_text(encoding="utf-8")) for file in files}
    for one in objectives(written):
        for reference in one.references:
            assert plain(reference.quote) in texts[split(one.id)[0]], one.id


def split(objective_id: str) -> tuple[str, str]:
    """The chapter and the facet of an objective."""
    facet = next(facet for facet in FACETS if objective_id.endswith(f"-{facet}"))
    return objective_id.removesuffix(f"-{facet}"), facet


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("**", ""))

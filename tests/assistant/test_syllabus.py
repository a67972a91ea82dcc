"""Each objective of a syllabus gets the passages of the library that teach it, or none."""

from collections.abc import Iterator

import pytest

from assistant.references import resolve
from assistant.syllabus import Progress, linked
from curricula.syllabus.drafting import File, drafted
from curricula.syllabus.types import Draft
from retrieval.library import Library
from retrieval.readers.markdown import MarkdownReader
from tests.assistant.quiz.draft.sources import drafting_tables, gout

TEXT = """
# Joints

By the end students will be able to:

- Prescribe colchicine in acute gout
- Explain how a pacemaker senses the ventricle
- Name the joint that gout affects most often
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with gout(tmp_path_factory.mktemp("gout"), migrations=drafting_tables()) as opened:
        yield opened


@pytest.fixture
def draft() -> Draft:
    return drafted(MarkdownReader().read(TEXT.encode(), "joints.md"), File("joints", "joints.md", "d"))


def test_quotes_stand_in_the_library_and_what_it_does_not_teach_has_none(
    library: Library, draft: Draft
) -> None:
    told: list[Progress] = []
    found = linked(library, draft, on_progress=told.append)
    assert told[-1] == Progress(3, 3)
    assert all(one.searched for one in found.objectives)
    assert found.objectives[1].references == ()
    quotes = [reference for one in found.objectives for reference in one.references]
    assert all(resolve(library.store, reference).citation for reference in quotes)
    assert all(len(one.references) <= 3 for one in found.objectives)


def test_stopped_or_out_of_time_the_rest_is_marked_as_not_looked_up(library: Library, draft: Draft) -> None:
    stopped = linked(library, draft, stop=iter([False, True, True, True]).__next__)
    assert [one.searched for one in stopped.objectives] == [True, False, False]
    assert "1 of 3" in stopped.notes[-1]
    late = linked(library, draft, clock=iter([0.0, 1.0, 2.0, 10_000.0, 10_000.0]).__next__)
    assert [one.searched for one in late.objectives] == [True, True, False]
    assert "the time was up" in late.notes[-1]

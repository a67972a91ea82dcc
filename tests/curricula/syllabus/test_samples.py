"""What syllabi of five kinds state is found, all of it and nothing else."""

from pathlib import Path

import pytest

from curricula.objectives.lint import lint_objective
from curricula.syllabus.drafting import File, drafted
from curricula.syllabus.ids import key_of
from curricula.syllabus.keeping import objective_of
from curricula.syllabus.types import Draft
from retrieval.readers.sandbox import Sandbox
from tests.curricula.syllabus.making import expected, rows, sample

KINDS = ("module-guide", "nursing", "renal", "residency", "outcomes")


@pytest.fixture(scope="module")
def drafts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Draft]:
    """Each sample as a draft, read as the product reads a file."""
    folder = tmp_path_factory.mktemp("syllabi")
    with Sandbox() as reader:
        return {name: _drafted(reader, sample(name, folder)) for name in KINDS}


@pytest.mark.parametrize("name", KINDS)
def test_every_objective_is_found_in_its_module_and_nothing_else(drafts: dict[str, Draft], name: str) -> None:
    found = [
        (module.title, key_of(one.sentence))
        for course in drafts[name].courses
        for module in course.modules
        for one in module.objectives
    ]
    assert found == [(module, key_of(f"{verb} {content}")) for module, verb, content in expected(name)]


@pytest.mark.parametrize("name", KINDS)
def test_levels_and_tags_are_those_of_the_table_and_the_text(drafts: dict[str, Draft], name: str) -> None:
    for one, (level, tags) in zip(drafts[name].objectives, _levels(name), strict=True):
        assert set(one.competencies) == tags, one.sentence
        assert one.level_guessed == (level is None) or one.verb in ("Understand",), one.sentence
        assert level in (None, one.level), one.sentence


def test_what_is_no_objective_is_counted_by_its_reason(drafts: dict[str, Draft]) -> None:
    left = drafts["module-guide"].left_out
    assert {"assessment", "timetable", "people and addresses", "reading", "said before"} <= left.keys()
    assert drafts["nursing"].left_out == {"no verb": 1, "assessment": 1, "said before": 1}
    assert drafts["residency"].left_out["other table"] == 2


def test_each_objective_names_its_page_and_the_words_there(drafts: dict[str, Draft]) -> None:
    last = drafts["module-guide"].objectives[-1]
    assert (last.place.page, last.place.called) == (1, "page 2")
    assert last.place.words.startswith("Students will be able to perform cardiopulmonary resuscitation")
    coded = [one.code for one in drafts["renal"].objectives[:3]]
    assert coded == ["1.1", "1.2", "1.3"]


def test_a_vague_verb_is_kept_and_lint_warns_of_it(drafts: dict[str, Draft]) -> None:
    vague = next(one for one in drafts["module-guide"].objectives if one.verb == "Understand")
    remarks = lint_objective(objective_of(vague, author="Ada"))
    assert any(remark.spot == ("verb",) and remark.warning for remark in remarks)


def test_texts_that_teach_state_no_objectives() -> None:
    library = Path(__file__).parents[3] / "curricula" / "starter" / "library"
    chapters = [path for path in sorted(library.iterdir()) if path.suffix == ".md"][:12]
    with Sandbox() as reader:
        assert sum(len(_drafted(reader, path).objectives) for path in chapters) == 0
    assert chapters


def _drafted(reader: Sandbox, path: Path) -> Draft:
    return drafted(reader.read(path), File(path.stem, path.name, "0"))


def _levels(name: str) -> list[tuple[str | None, set[str]]]:
    return [(row["level"] or None, set(filter(None, row["tags"].split(";")))) for row in rows(name)]

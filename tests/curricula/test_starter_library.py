"""The starter chapters keep their form, and the question set is answered by exact sentences of theirs."""

import re
from collections import Counter
from pathlib import Path

import pytest
import yaml

from curricula.starter import questions
from retrieval.types import Metadata

STARTER = Path(__file__).parents[2] / "curricula" / "starter"
CHAPTERS = [
    "copd-and-asthma",
    "community-acquired-pneumonia",
    "type-2-diabetes",
    "sepsis",
    "diabetic-emergencies",
    "acute-kidney-injury",
    "sodium-disorders",
    "venous-thromboembolism",
    "atrial-fibrillation",
    "anaphylaxis",
    "electrocardiogram",
    "chest-radiograph",
    "obstetric-emergencies",
    "fever-in-children",
    "depression",
    "medical-ai",
    "meningitis",
    "seizures",
    "headache",
    "delirium",
    "head-injury",
    "acute-abdomen",
    "upper-gastrointestinal-bleeding",
    "cirrhosis",
    "urinary-tract-infection",
    "anaemia",
    "potassium-disorders",
    "thyroid-disease",
    "poisoning",
    "pain-relief",
    "safe-prescribing",
    "bronchiolitis-and-croup",
    "gastroenteritis-in-children",
    "neonatal-jaundice",
    "hypertension-in-pregnancy",
    "alcohol-withdrawal",
    "self-harm",
    "statistics-and-evidence",
    "communication",
    "acute-psychosis",
    "cardiac-arrest",
    "major-trauma-and-burns",
]
ALL_CHAPTERS = [*CHAPTERS, "hypertension", "heart-failure", "acute-coronary-syndrome", "stroke"]
OLDER_EDITIONS = {
    "atrial-fibrillation-2021": "atrial-fibrillation",
    "copd-and-asthma-2018": "copd-and-asthma",
}
SECTIONS = [
    "Definition",
    "Key numbers",
    "Presentation",
    "Red flags",
    "Investigation",
    "Management",
    "Special groups",
    "Pitfalls",
    "Sources",
]
UNVERIFIED = "Statements without a source in this list rest on general medical knowledge and are unverified."
OPENS_WITHOUT_ITS_SUBJECT = re.compile(r"(It|This|That|They|These|Those|He|She)\b")


def chapter(stem: str) -> tuple[str, str]:
    """The front matter and the Markdown of a chapter (one ships as a PDF made from its Markdown source)."""
    shipped = STARTER / "library" / f"{stem}.md"
    path = shipped if shipped.exists() else STARTER / "sources" / f"{stem}.md"
    _, front, markdown = path.read_text(encoding="utf-8").split("---\n", 2)
    return front, markdown


def quotable(markdown: str) -> list[str]:
    """The sentences and table cells that stand before the chapter's sources."""
    found: list[str] = []
    for line in markdown.split("## Sources")[0].splitlines():
        if line.startswith("|"):
            found += [cell.strip() for cell in line.strip().strip("|").split("|")]
        else:
            found += re.split(r"(?<=[.?!])\s+(?=[A-Z])", line.removeprefix("- ").strip())
    return [text for text in found if text]


@pytest.mark.parametrize("stem", CHAPTERS)
def test_the_front_matter_names_the_project_and_no_reviewer(stem: str) -> None:
    about = Metadata.model_validate(yaml.safe_load(chapter(stem)[0]))
    assert about.author == "Preceptor project"
    assert about.review == "cross-read, not clinician-reviewed"
    assert about.licence == "CC BY 4.0"
    assert about.published and about.review_due and about.review_due > about.published
    assert about.kind == "note" and about.topics


@pytest.mark.parametrize("stem", CHAPTERS)
def test_a_chapter_has_every_section_in_order_and_a_table_under_management(stem: str) -> None:
    markdown = chapter(stem)[1]
    assert re.findall(r"^## (.+)$", markdown, re.MULTILINE) == SECTIONS
    management = markdown.split("## Management")[1].split("## Special groups")[0]
    assert "|---|" in management
    words = len(markdown.split("## Sources")[0].replace("|", " ").split())
    assert 900 <= words <= 1600


@pytest.mark.parametrize("stem", CHAPTERS)
def test_a_chapter_separates_what_was_read_from_what_was_not(stem: str) -> None:
    sources = chapter(stem)[1].split("## Sources")[1]
    assert sources.strip().startswith(UNVERIFIED)
    assert "Further reading, not consulted:" in sources


@pytest.mark.parametrize("stem", CHAPTERS)
def test_a_listed_fact_names_its_subject_and_stands_once(stem: str) -> None:
    facts = [line.removeprefix("- ") for line in chapter(stem)[1].splitlines() if line.startswith("- ")]
    assert [fact for fact in facts if OPENS_WITHOUT_ITS_SUBJECT.match(fact)] == []
    assert [fact for fact, times in Counter(facts).items() if times > 1] == []


@pytest.mark.parametrize("stem", CHAPTERS)
def test_the_rows_of_a_table_have_as_many_cells_as_its_header(stem: str) -> None:
    tables = re.findall(r"(?:^\|.*\n)+", chapter(stem)[1], re.MULTILINE)
    assert tables
    for table in tables:
        assert len({line.count("|") for line in table.splitlines()}) == 1, table.splitlines()[0]


def test_the_chapters_of_these_tests_are_those_that_ship() -> None:
    shipped = {path.name.split(".")[0] for path in (STARTER / "library").iterdir()}
    assert shipped == {*ALL_CHAPTERS, *OLDER_EDITIONS}


@pytest.mark.parametrize("stem", OLDER_EDITIONS)
def test_an_older_edition_says_at_once_that_it_is_superseded(stem: str) -> None:
    front, markdown = chapter(stem)
    fronts = (front, chapter(OLDER_EDITIONS[stem])[0])
    older, newer = (Metadata.model_validate(yaml.safe_load(one)) for one in fronts)
    assert (older.title, older.review) == (newer.title, "superseded teaching example, not clinician-reviewed")
    assert older.edition and newer.supersedes == f"{older.title} {older.edition}"
    assert "Superseded: do not use this edition for care." in markdown
    assert "rest on general knowledge of the guidelines named and are unverified." in markdown


def test_most_questions_are_answered_and_some_are_not() -> None:
    asked = questions()
    answered = [row for row in asked if row["answer"] is not None]
    assert (len(answered), len(asked) - len(answered)) == (262, 32)
    assert len({row["id"] for row in asked}) == len(asked)
    assert len({row["question"].casefold() for row in asked}) == len(asked)
    assert {row["document"] for row in answered} == set(ALL_CHAPTERS)


def test_every_answer_is_an_exact_sentence_or_cell_of_its_chapter() -> None:
    texts = {stem: quotable(chapter(stem)[1]) for stem in ALL_CHAPTERS}
    missing = [
        row["id"] for row in questions() if row["answer"] and row["answer"] not in texts[row["document"]]
    ]
    assert missing == []


def test_every_question_without_an_answer_says_why() -> None:
    for row in questions():
        assert (row["answer"] is None) == (row["document"] is None) == bool(row.get("why")), row["id"]

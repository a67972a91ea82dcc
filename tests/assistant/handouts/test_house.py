"""What stands on the papers of a library: cited words, keys apart, no diagnosis for students."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from assistant.answer.cite import state
from assistant.handouts.cases import LEFT_OUT, PLAIN_TITLE
from assistant.handouts.house import Handouts
from assistant.handouts.rendering import rendered
from assistant.handouts.types import Format
from assistant.types import Answer, Statement
from curricula.cases.shelf import Shelf
from curricula.cases.shelf import Source as CaseSource
from curricula.items.bank import Bank
from curricula.items.keeping import Source
from curricula.plans import plans_of
from curricula.types import Reference
from curricula.versions import Source as PlanSource
from retrieval.errors import WrongUse
from retrieval.library import Library
from tests.assistant.case.encounter import small_case
from tests.assistant.handouts.papers import docx_paragraphs, pdf_text
from tests.assistant.quiz.draft.sources import DOSE, drafting_tables, gout
from tests.curricula.items.samples import card, single
from tests.curricula.objectives.samples import objective
from tests.ui.answers import FINGERPRINT

TODAY = date(2026, 3, 1)
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with gout(tmp_path_factory.mktemp("gout"), migrations=drafting_tables()) as opened:
        yield opened


@pytest.fixture(scope="module")
def handouts(library: Library) -> Handouts:
    engine = library.store.engine
    cited, lost = (
        Reference(document="Gout in adults", quote=DOSE),
        Reference(document="Lost", quote="Nowhere."),
    )
    taught = objective("gout", title="Gout", references=(cited, lost), review="not clinician-reviewed")
    plans_of(engine).objectives.put_many([taught], PlanSource(origin="author", at=NOON))
    bank = Bank(engine)
    bank.put(single("one", objectives=("gout",)), Source(origin="yaml", at=NOON))
    bank.put(card(id="a-card", objectives=("gout",)), Source(origin="yaml", at=NOON))
    bank.put(
        single("hidden", objectives=("gout",), status="draft", lead_in="A secret?"),
        Source(origin="yaml", at=NOON),
    )
    shelf = Shelf(engine)
    sly = small_case(id="sly", opening="They said it is pericarditis.", title="Pericarditis again")
    for one in (small_case(), sly):
        shelf.put(one, CaseSource(origin="author", at=NOON, by="ada"))
    return Handouts(library.store, plans_of(engine), bank, shelf)


def words(handouts: Handouts, name: str) -> str:
    return rendered(handouts.objective(name, TODAY), "md").data.decode()


def test_an_objective_has_its_passage_practice_and_the_key_behind_it(handouts: Handouts) -> None:
    told = words(handouts, "gout")
    assert f"“{DOSE}”[^1]" in told and "[^1]: Gout in adults." in told
    assert "not clinician-reviewed" in told and "1 March 2026" in told
    questions, _, key = told.partition("## Key")
    assert "Which drug is given first?" in questions and "It protects the heart." not in questions
    assert "It protects the heart." in key and "Whole" in key
    assert "A secret?" not in told, "drafts are no practice"


def test_words_that_stand_nowhere_now_say_so(handouts: Handouts) -> None:
    assert "[^2]: Lost. \\[not found now: no source of this title is in the library\\]" in words(
        handouts, "gout"
    )
    assert "It works slowly. \\[no source is cited\\]" in words(handouts, "gout")


def test_an_objective_that_is_not_there_is_refused(handouts: Handouts) -> None:
    with pytest.raises(WrongUse, match="no objective"):
        handouts.objective("nothing", TODAY)


@pytest.mark.parametrize("case", ["sharp-chest-pain", "sly"])
@pytest.mark.parametrize("form", ["md", "docx", "pdf"])
def test_the_worksheet_names_no_diagnosis_and_the_tutors_sheet_does(
    handouts: Handouts, case: str, form: Format
) -> None:
    def text(audience: str) -> str:
        data = rendered(handouts.case(case, audience, TODAY), form).data  # type: ignore[arg-type]
        if form == "md":
            return data.decode()
        return pdf_text(data) if form == "pdf" else "\n".join(docx_paragraphs(data))

    students, tutors = text("students"), text("tutors")
    assert "pericarditis" not in students.lower() and "effusion" not in students
    assert "acute pericarditis" in tutors and "A small effusion." in tutors and "Ibuprofen" in tutors
    if case == "sly":
        assert LEFT_OUT in students and PLAIN_TITLE in students


def answer(library: Library, *extra: Statement) -> Answer:
    passage = next(one for one in library.store.passages_of(library.documents()[0].id) if DOSE in one.text)
    start = passage.text.index(DOSE)
    good = state(library, passage, start, start + len(DOSE))
    return Answer(
        id="a",
        question="What is given in gout?",
        standalone="?",
        mode="quote",
        statements=(good, *extra),
        fingerprint=FINGERPRINT,
    )


def test_answers_keep_what_stands_and_count_what_does_not(handouts: Handouts, library: Library) -> None:
    good = answer(library).statements[0]
    failed = good.model_copy(update={"text": "Give 5 g.", "verdict": "contradicted", "reason": "number"})
    invented = good.model_copy(
        update={
            "text": "Give 9 g.",
            "citations": (good.citations[0].model_copy(update={"quote": "Give 9 g."}),),
        }
    )
    told = rendered(handouts.answers([answer(library, failed, invented)], TODAY), "md").data.decode()
    assert f"- {DOSE}[^1]" in told and "Give 5 g." not in told and "Give 9 g." not in told
    assert "2 of 3 sentences failed the check and are left out." in told
    with pytest.raises(WrongUse, match="1 to 50"):
        handouts.answers([], TODAY)

import re
from datetime import date

from retrieval.health import CheckReport, Finding
from retrieval.ingest import Progress
from retrieval.types import Caution, IngestLine
from tests.ui.answers import HOSTILE
from tests.ui.test_render import Outline
from tests.ui.test_source_view import document
from ui.web.jobs import JobState
from ui.web.library_view import (
    EMPTY,
    MOST_SHOWN,
    changed_note,
    check_report,
    document_list,
    ingest_report,
    state_note,
)

ADDED = IngestLine(
    file="/up/loads/guide.pdf",
    outcome="added",
    document="d1",
    pages=12,
    passages=34,
    tables=2,
    figures=1,
    pages_without_text=(3, 4),
    notes=("Two columns.",),
)
REFUSED = IngestLine(file="locked.pdf", outcome="refused", reason="It is locked. Save it without a password.")


def job(**changes: object) -> JobState:
    return JobState(job_id="j", user_id="u", names=("a.pdf", "b.pdf")).model_copy(update=changes)


def test_the_report_has_one_row_a_file_with_what_was_read_and_why_not() -> None:
    outline = Outline(ingest_report(job(lines=(ADDED, REFUSED), finished=True)))
    assert len(outline.all("tr")) == 3
    for words in ("guide.pdf", "34", "4, 5", "Two columns.", "It is locked. Save it without a password."):
        assert words in outline.text
    assert "/up/loads" not in outline.text, "where uploads lie is nobody's business"
    assert "Done: 1 added, 1 refused." in outline.text


def test_after_a_new_edition_a_line_leads_to_what_cites_changed_words() -> None:
    assert "3 items, cards, cases and objectives cite changed words" in changed_note(3)
    assert "1 item, card, case or objective cites changed words" in changed_note(1)
    assert 'href="/author/changes"' in changed_note(1) and changed_note(0) == ""


def test_while_adding_the_file_and_its_number_are_shown() -> None:
    step = Progress(file="b.pdf", done=1, total=2, stage="reading")
    html = ingest_report(job(progress=step))
    assert "Reading b.pdf: file 2 of 2." in html and '<progress max="2" value="1"' in html
    assert "Waiting to add 2 files." in ingest_report(job())


def test_a_stopped_job_and_a_failed_one_say_so() -> None:
    assert "Stopped before the rest." in ingest_report(job(finished=True, stopped=True))
    failed = ingest_report(job(finished=True, problem="The disk is full."))
    assert 'role="alert"' in failed and "The disk is full." in failed


def test_an_empty_library_says_what_to_do() -> None:
    assert EMPTY in document_list([])


def test_the_list_names_edition_date_licence_review_and_what_is_superseded() -> None:
    old = document(
        superseded_by="d2", licence="CC BY 4.0", review="not clinician-reviewed", media_type="application/pdf"
    )
    text = Outline(document_list([old, document(id="d2", licence=None, published=None)])).text
    for words in (
        "2nd edition",
        "3 May 2024",
        "CC BY 4.0",
        "3 pages",
        "superseded",
        "not clinician-reviewed",
        "undated",
        "not stated",
        "3 sections",
    ):
        assert words in text


def test_the_list_can_be_narrowed_by_words_of_its_facts() -> None:
    documents = [document(), document(id="d2", title="Asthma", topics=("lung",), published=date(2020, 1, 1))]
    html = document_list(documents, "lung ASTH")
    assert "Asthma" in html and "Hypertension" not in html and "1 source of 2" in html
    assert "0 sources of 2" in document_list(documents, "kidney")


def test_a_long_list_says_that_it_is_cut() -> None:
    many = [document(id=f"d{n}") for n in range(MOST_SHOWN + 1)]
    html = document_list(many)
    assert html.count("data-document=") == MOST_SHOWN and "the first 200 shown" in html


def test_only_those_who_may_remove_are_offered_it() -> None:
    assert "data-remove" not in document_list([document()])
    assert 'data-remove="d1"' in document_list([document()], may_remove=True)


def test_the_check_tells_what_needs_attention_or_that_nothing_does() -> None:
    sound = CheckReport(documents=2, passages=40, findings=())
    assert "2 sources with 40 passages checked. Nothing needs attention." in check_report(sound)
    overdue = Finding(
        trouble="review overdue", detail="It was due on 2024-01-01.", document="d1", title="Hypertension"
    )
    html = check_report(sound.model_copy(update={"findings": (overdue,)}))
    assert "review overdue" in html and 'href="/source/d1/1"' in html and "2024-01-01" in html


def test_nothing_hostile_in_a_library_gets_through_as_markup() -> None:
    bad = document(
        title=HOSTILE, publisher=HOSTILE, edition=HOSTILE, licence=HOSTILE, review=HOSTILE, id=HOSTILE
    )
    line = IngestLine(file=HOSTILE, outcome="refused", reason=HOSTILE, notes=(HOSTILE,))
    finding = Finding(trouble="index", detail=HOSTILE, title=HOSTILE, document=HOSTILE)
    step = Progress(file=HOSTILE, done=0, total=1, stage="reading")
    report = CheckReport(documents=1, passages=1, findings=(finding,))
    html = (
        document_list([bad], may_remove=True)
        + ingest_report(job(lines=(line,), progress=step))
        + check_report(report)
    )
    outline = Outline(html)
    assert not {"script", "img"} & {name for name, _ in outline.tags}
    assert not any(name.startswith("on") for _, attributes in outline.tags for name in attributes)
    assert not re.search(r"\{\{|\$\{|`", html)


def test_documents_that_wait_for_a_new_encoder_are_told_above_the_list() -> None:
    assert "3 of 9 documents wait &lt;b&gt;" in state_note("3 of 9 documents wait <b>")
    assert state_note("") == ""


def test_a_source_with_a_caution_says_what_to_do_beside_the_button() -> None:
    told = Caution(kind="planted", text="Part of it looks like an <i>instruction</i>. Remove the document.")
    html = document_list([document(cautions=(told,))], may_remove=True)
    outline = Outline(html)
    assert told.text in outline.text and "instructions to a model" in outline.text
    assert "<i>" not in html and "data-ask-remove" in html

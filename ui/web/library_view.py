"""The library page as HTML: what is in it, what adding did, what deserves attention."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from retrieval.health import CheckReport, Finding
from retrieval.types import Document, IngestLine
from ui.web.evidence import badges
from ui.web.jobs import JobState
from ui.web.markup import badge, counted, join, long_date, tag, text_tag
from ui.web.source_view import page_url

MOST_SHOWN = 200
REPORT_HEADS = ("File", "Outcome", "Pages", "Passages", "Tables", "Figures", "Without text", "Remarks")
LIST_HEADS = ("Source", "Edition", "Published", "Licence", "Length", "")
CAUTIONS = {"planted": "instructions to a model", "private": "personal details"}
EMPTY = (
    "This library is empty. Add a guideline, a chapter or a whole folder of them above, then ask about it."
)


def ingest_report(state: JobState) -> str:
    """How far adding has come, then one line a file with what was read or why it was not."""
    return join((_headline(state), _bar(state), _report_table(state.lines)))


def changed_note(count: int) -> str:
    """What to look at after a new edition was added; empty where nothing cites changed words."""
    if not count:
        return ""
    told = counted(count, "item, card, case or objective", "items, cards, cases and objectives")
    link = text_tag("a", f"{told} cite{'s' if count == 1 else ''} changed words", href="/author/changes")
    return tag("p", link + ".", class_="note", role="status")


def _headline(state: JobState) -> str:
    if state.problem:
        return text_tag("p", state.problem, class_="problem", role="alert")
    if not state.finished:
        return text_tag("p", _now(state), class_="note", role="status")
    counts = [
        (outcome, sum(line.outcome == outcome for line in state.lines))
        for outcome in ("added", "unchanged", "refused", "skipped")
    ]
    summary = ", ".join(f"{n} {outcome}" for outcome, n in counts if n) or "nothing was added"
    ending = " Stopped before the rest." if state.stopped else ""
    return text_tag("p", f"Done: {summary}.{ending}", class_="note", role="status")


def _now(state: JobState) -> str:
    if state.progress is None:
        return f"Waiting to add {counted(len(state.names), 'file')}."
    step = state.progress
    return f"{step.stage.capitalize()} {step.file}: file {min(step.done + 1, step.total)} of {step.total}."


def _bar(state: JobState) -> str:
    if state.finished:
        return ""
    total = state.progress.total if state.progress else len(state.names)
    done = state.progress.done if state.progress else 0
    return tag("progress", "", max=max(1, total), value=done, aria_label="Files done")


def _report_table(lines: Iterable[IngestLine]) -> str:
    rows = join(_report_row(line) for line in lines)
    if not rows:
        return ""
    heads = join(text_tag("th", head, scope="col") for head in REPORT_HEADS)
    return _table(heads, rows, "Ingest report")


def _report_row(line: IngestLine) -> str:
    failed = line.outcome in ("refused", "skipped")
    without = ", ".join(str(index + 1) for index in line.pages_without_text)
    remarks = " ".join(part for part in (line.reason, *line.notes) if part)
    numbers = [
        str(n) if line.outcome == "added" else ""
        for n in (line.pages, line.passages, line.tables, line.figures)
    ]
    cells = [
        text_tag("td", Path(line.file).name),
        tag("td", badge(line.outcome, "warning" if failed else "plain")),
    ]
    cells += [text_tag("td", number, class_="number") for number in numbers]
    return tag("tr", join([*cells, text_tag("td", without), text_tag("td", remarks)]))


def state_note(told: str) -> str:
    """What is not done yet, or not as chosen: documents that wait for their vectors or figures."""
    return text_tag("p", told, class_="note", role="status") if told else ""


def document_list(documents: Sequence[Document], words: str = "", *, may_remove: bool = False) -> str:
    """The documents that contain all the words, with edition, date, licence and review state."""
    if not documents:
        return text_tag("p", EMPTY, class_="empty")
    matching = [document for document in documents if _matches(document, words)]
    shown = matching[:MOST_SHOWN]
    note = (
        f"{counted(len(matching), 'source')} of {len(documents):,}"
        if words.strip()
        else counted(len(documents), "source")
    )
    if len(matching) > len(shown):
        note += f", the first {MOST_SHOWN} shown; type a word to narrow the list"
    rows = join(_document_row(document, may_remove=may_remove) for document in shown)
    heads = join(text_tag("th", head, scope="col") for head in LIST_HEADS)
    return text_tag("p", note, class_="note", role="status") + (
        _table(heads, rows, "Sources") if rows else ""
    )


def _matches(document: Document, words: str) -> bool:
    facts = (
        document.title,
        document.publisher,
        document.edition,
        document.filename,
        document.kind,
        document.licence,
        document.jurisdiction,
        *document.topics,
    )
    text = " ".join(fact for fact in facts if fact).casefold()
    return all(word in text for word in words.casefold().split())


def _document_row(document: Document, *, may_remove: bool) -> str:
    title = text_tag("a", document.title, href=page_url(document.id, 0), target="_blank", rel="noopener")
    facts = " · ".join(fact for fact in (document.kind, document.publisher, document.jurisdiction) if fact)
    labels = badges(superseded=document.superseded_by is not None, review=document.review)
    labels += join(badge(CAUTIONS[caution.kind], "warning") for caution in document.cautions)
    told = join(text_tag("div", caution.text, class_="source") for caution in document.cautions)
    pages = counted(document.pages, "page" if document.media_type == "application/pdf" else "section")
    cells = (
        tag("td", title + text_tag("div", facts, class_="source") + labels + told),
        text_tag("td", document.edition or ""),
        text_tag("td", long_date(document.published) or "undated"),
        text_tag("td", document.licence or "not stated"),
        text_tag("td", pages),
        tag("td", _remove(document) if may_remove else ""),
    )
    return tag("tr", join(cells), data_document=document.id)


def _remove(document: Document) -> str:
    ask = text_tag(
        "button",
        "Remove",
        type="button",
        class_="action",
        data_ask_remove=True,
        aria_label=f"Remove {document.title}",
    )
    yes = text_tag("button", "Remove it", type="button", class_="action danger", data_remove=document.id)
    no = text_tag("button", "Keep", type="button", class_="action", data_keep=True)
    return ask + tag("span", "Remove it and its passages? " + yes + no, class_="confirm", hidden=True)


def _table(heads: str, rows: str, name: str) -> str:
    table = tag("table", tag("thead", tag("tr", heads)) + tag("tbody", rows))
    return tag("div", table, class_="table", tabindex=0, role="group", aria_label=name)


def check_report(report: CheckReport) -> str:
    """What the check found, by kind of trouble."""
    size = f"{counted(report.documents, 'source')} with {counted(report.passages, 'passage')} checked. "
    if not report.findings:
        return text_tag("p", size + "Nothing needs attention.", class_="note", role="status")
    verdict = "Files and indexes are whole." if report.sound else "Files or indexes need repair."
    rows = join(_finding_row(finding) for finding in report.findings)
    heads = join(text_tag("th", head, scope="col") for head in ("What", "Source", "Detail"))
    return text_tag("p", size + verdict, class_="note", role="status") + _table(heads, rows, "Check report")


def _finding_row(finding: Finding) -> str:
    title = text_tag("td", finding.title)
    if finding.document:
        title = tag("td", text_tag("a", finding.title, href=page_url(finding.document, 0), target="_blank"))
    return tag("tr", tag("td", badge(finding.trouble, "warning")) + title + text_tag("td", finding.detail))

"""What deserves attention in a library: the sources' own dates and gaps, and whether all its parts agree."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Literal

from retrieval.figures.types import FigureCounts
from retrieval.originals import Originals, digest
from retrieval.store import Store
from retrieval.types import Document, Value

Trouble = Literal[
    "review overdue",
    "superseded",
    "missing metadata",
    "instructions to a model",
    "personal details",
    "original missing",
    "original damaged",
    "figures not read",
    "index",
    "encoder",
]


class Finding(Value):
    """One thing that deserves attention and what to do; `document` is None for the library itself."""

    trouble: Trouble
    detail: str
    document: str | None = None
    title: str = ""


class CheckReport(Value):
    """How large the library is, and what was found."""

    documents: int
    passages: int
    findings: tuple[Finding, ...]
    figures: int = 0

    @property
    def sound(self) -> bool:
        """Whether files and indexes are whole; a source that is out of date does not count against it."""
        return not any(
            finding.trouble in {"original missing", "original damaged", "index"} for finding in self.findings
        )


def check(
    store: Store,
    originals: Originals,
    faults: Mapping[str, str],
    *,
    figures: FigureCounts,
    encoder: str,
    today: date,
) -> CheckReport:
    """The report on the whole library.

    `faults` says of each index what is wrong with it, `encoder` what is not as chosen about that; both are
    empty where all is well.
    """
    documents = store.documents()
    kept = store.with_original()
    findings = [finding for document in documents for finding in _of_document(document, today)]
    findings += [
        finding for document in documents if document.id in kept for finding in _of_file(document, originals)
    ]
    findings += [
        _finding(document, "figures not read", "Read them with: preceptor library figures.")
        for document in documents
        if document.id in figures.unread
    ]
    return CheckReport(
        documents=len(documents),
        passages=store.count_passages(),
        figures=figures.total,
        findings=(*findings, *_of_indexes(faults), *_of_encoder(encoder)),
    )


_CAUTIONS: Mapping[str, Trouble] = {
    "planted": "instructions to a model",
    "private": "personal details",
}


def _finding(document: Document, trouble: Trouble, detail: str) -> Finding:
    return Finding(trouble=trouble, detail=detail, document=document.id, title=document.title)


def _of_document(document: Document, today: date) -> Iterator[Finding]:
    if document.review_due is not None and document.review_due < today:
        yield _finding(
            document, "review overdue", f"Its review was due on {document.review_due.isoformat()}."
        )
    if document.superseded_by is not None:
        yield _finding(document, "superseded", f"A newer edition is here: {document.superseded_by}.")
    for caution in document.cautions:
        yield _finding(document, _CAUTIONS[caution.kind], caution.text)
    missing = [name for name in ("publisher", "published", "licence") if getattr(document, name) is None]
    if missing:
        yield _finding(document, "missing metadata", f"It does not say its {', '.join(missing)}.")


def _of_file(document: Document, originals: Originals) -> Iterator[Finding]:
    path = originals.path(document.id, document.filename)
    if path.exists() and digest(path) != document.id:
        yield _finding(
            document, "original damaged", "The kept file has changed: remove the document and add it again."
        )
    elif not path.exists():
        yield _finding(
            document, "original missing", "The kept file is gone: remove the document and add it again."
        )


def _of_indexes(faults: Mapping[str, str]) -> Iterator[Finding]:
    for name, fault in faults.items():
        if fault:
            yield Finding(
                trouble="index", detail=f"The {name} index: {fault}. Run: preceptor library rebuild."
            )


def _of_encoder(told: str) -> Iterator[Finding]:
    if told:
        yield Finding(trouble="encoder", detail=told)

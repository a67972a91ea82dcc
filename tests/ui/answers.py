"""Answers written by hand, for tests of what is kept and what is drawn."""

from datetime import date
from typing import Any

from assistant.types import Abstention, Answer, Citation, Conflict, Fingerprint, Statement

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>${alert(3)}{{constructor}}`"
FINGERPRINT = Fingerprint(settings="s1", encoder="minilm-int8", model=None, library="7")


def citation(quote: str = "Amlodipine lowers blood pressure.", **changes: Any) -> Citation:
    """A citation of page 12 (file page 14) of a guideline."""
    given: dict[str, Any] = {
        "passage": "p1",
        "start": 0,
        "end": len(quote),
        "quote": quote,
        "document": "d1",
        "title": "Hypertension in adults",
        "publisher": "Example Society",
        "edition": "2nd edition",
        "published": date(2024, 5, 3),
        "page": "12",
        "file_page": 14,
    }
    return Citation(**(given | changes))


def statement(text: str = "Amlodipine lowers blood pressure.", **changes: Any) -> Statement:
    """A supported statement that quotes one passage."""
    given: dict[str, Any] = {
        "text": text,
        "citations": (citation(text),),
        "verdict": "supported",
        "reason": "verbatim",
    }
    return Statement(**(given | changes))


def row(cells: tuple[tuple[str, str], ...], **changes: Any) -> Statement:
    """A table row with its citation."""
    return statement("; ".join(f"{head}: {value}" for head, value in cells), cells=cells, **changes)


def answer(*statements: Statement, **changes: Any) -> Answer:
    """An answer in quote mode."""
    given: dict[str, Any] = {
        "id": "a1",
        "question": "What lowers blood pressure?",
        "standalone": "What lowers blood pressure?",
        "mode": "quote",
        "statements": statements,
        "evidence": tuple(cited for one in statements for cited in one.citations),
        "confidence": 0.83,
        "timings_ms": {"evidence": 21.4, "answer": 38.4},
        "fingerprint": FINGERPRINT,
    }
    return Answer(**(given | changes))


def abstention(**changes: Any) -> Answer:
    """An answer that says the library has none."""
    nothing = Abstention(
        reason="No passage answers this.", nearest=(citation(),), covers=("hypertension", "heart failure")
    )
    return answer(abstained=nothing, evidence=(), confidence=0.04, **changes)


def disagreement() -> Answer:
    """An answer in which two sources give different numbers."""
    old = statement("Start with 5 mg.", citations=(citation("Start with 5 mg.", published=date(2015, 1, 2)),))
    new = statement(
        "Start with 2.5 mg.", citations=(citation("Start with 2.5 mg.", document="d2", title="Newer"),)
    )
    return answer(old, new, conflicts=(Conflict(about="mg", statements=(old, new)),))

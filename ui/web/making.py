"""What became of a model's sentences and what they cost, in words, for the page and the terminal."""

from collections.abc import Mapping

from assistant.types import CHECKING, Answer, Written
from ui.web.markup import counted


def writes(answer: Answer) -> bool:
    """Whether a model has, or should have had, a part in the answer."""
    return answer.mode == "write" or answer.fallback is not None


def author(answer: Answer) -> str:
    """Who wrote it."""
    return (answer.written and answer.written.model) or answer.fingerprint.model or "the model"


def tally(answer: Answer) -> str:
    """How many sentences stand and fell: 4 sentences, 1 struck through."""
    judged = [one for one in answer.statements if one.reason != CHECKING]
    struck = sum(one.verdict != "supported" for one in judged)
    words = counted(len(judged), "sentence")
    return f"{words}, {struck} struck through" if struck else words


def made(answer: Answer, written: Written) -> list[str]:
    """What was removed, when what was there, and what it cost; nothing of what nobody says."""
    return [*_removed(written), *_times(answer.timings_ms, written), *_spent(written)]


def _removed(written: Written) -> list[str]:
    parts = [
        (written.dropped, "sentence struck through", "sentences struck through"),
        (written.invented, "invented citation removed", "invented citations removed"),
        (written.left_out, "sentence without a claim left out", "sentences without a claim left out"),
    ]
    return [counted(n, one, many) for n, one, many in parts if n]


def _times(timings_ms: Mapping[str, float], written: Written) -> list[str]:
    moments = [
        ("evidence", timings_ms.get("evidence")),
        ("first word", written.first_token_ms),
        ("whole answer", timings_ms.get("answer")),
    ]
    return [f"{what} after {_seconds(ms)}" for what, ms in moments if ms is not None]


def _seconds(ms: float) -> str:
    return f"{ms:,.0f} ms" if ms < 1000 else f"{ms / 1000:,.1f} s"


def _spent(written: Written) -> list[str]:
    spent = []
    if written.tokens_in is not None:
        spent.append(f"{written.tokens_in:,} tokens read")
    if written.tokens_out is not None:
        spent.append(f"{written.tokens_out:,} tokens written")
    if written.energy_j is not None:
        spent.append(f"{written.energy_j:,.0f} J")
    return [*spent, f"{written.model}, instructions {written.prompt}"]

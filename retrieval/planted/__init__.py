"""Instructions planted for a language model in what is only to be read: found, set apart, never followed."""

from retrieval.planted.judge import Finding, find
from retrieval.planted.mark import mark

__all__ = ("Finding", "find", "fit_for_prompt", "mark")


def fit_for_prompt(text: str) -> str | None:
    """The text without what looks like an instruction to a language model; None if nothing else is left."""
    kept, at = [], 0
    for finding in find(text):
        kept.append(text[at : finding.start])
        at = finding.end
    left = "".join([*kept, text[at:]]) if at else text
    return left if any(letter.isalnum() for letter in left) else None

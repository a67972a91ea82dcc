"""A follow-up question with its subject restored, so that it can be searched alone."""

import re

from retrieval.text import STOP_WORDS, content_words, words

_OPENING = re.compile(
    r"^\s*(?:and|but|or|so|then|also|what about|how about|what if|same|ok(?:ay)?,?|what of)\b[\s,]*",
    re.IGNORECASE,
)
_PRONOUN = re.compile(
    r"\b(?:it|its|they|them|their|this|that|these|those|he|she|him|her|his|one)\b", re.IGNORECASE
)
_BACKWARD = re.compile(
    r"\b(?:it|its|they|them|their|this|these|those|the (?:same|other|others|former|latter|first|second))\b",
    re.IGNORECASE,
)
_ASKING = re.compile(
    r"^\s*(?:(?:what|which|when|where|who|how|why|can|could|should|is|are|do|does|did|tell me|please|explain|"
    r"give me|the|a|an|i|we|you|be|my|many|much|about|of)\s+)+",
    re.IGNORECASE,
)
_PHRASE = re.compile(r"\b(?P<preposition>in|for|with|during|without|after|before)\s+[^,;?]+$", re.IGNORECASE)
_PREPOSITION = re.compile(r"^(?:in|for|with|during|without|after|before)\b", re.IGNORECASE)

# Words that name a side of a subject but no subject.
_ASPECT_WORDS = """
dose doses dosing dosage duration frequency route treatment treatments therapy management manage symptoms
signs presentation causes cause aetiology etiology diagnosis investigations investigation tests workup
prognosis complications contraindications interactions side effects adverse monitoring prevention
screening definition threshold thresholds target targets red flags follow-up referral first-line second-
line alternatives risks
"""
_ASPECTS = frozenset(_ASPECT_WORDS.split())

# A question of more words than this names its own subject.
ELLIPTIC_WORDS = 4


def standalone(question: str, history: tuple[str, ...]) -> str:
    """The question itself, or, if it leans on the ones before it, with their subject put in front."""
    if not history or not leans_on_history(question):
        return question
    before = standalone(history[-1], history[:-1])
    rest = _OPENING.sub("", question).strip()
    subject = _subject(before, rest)
    return f"{subject} {rest}".strip()


def leans_on_history(question: str) -> bool:
    """Whether the question lacks a subject of its own ("and in pregnancy?", "red flags?")."""
    meaning = [word for word in content_words(question) if word not in STOP_WORDS]
    if _OPENING.match(question):
        return len(meaning) <= 2 * ELLIPTIC_WORDS
    if len(meaning) > ELLIPTIC_WORDS:
        return False
    bare = _PREPOSITION.match(question.strip()) or _ASPECTS.issuperset(meaning)
    return bool(bare or _PRONOUN.search(question))


def points_back(question: str) -> bool:
    """Whether something in the question stands for what was said before ("does this also hold for ...")."""
    return bool(_BACKWARD.search(question))


def _subject(before: str, rest: str) -> str:
    """What the earlier question was about; a qualifier that the follow-up replaces is left out."""
    subject = _ASKING.sub("", before.strip().rstrip("?.! ")) or before
    qualifier = _PHRASE.search(subject)
    replaces = _PREPOSITION.match(rest)
    if qualifier and replaces and words(replaces.group())[0] == qualifier["preposition"].casefold():
        subject = subject[: qualifier.start()].rstrip()
    return subject or before

"""How much of a question a text speaks to: which of its terms the text holds, weighted by their rarity."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from assistant.verify.units import has_quantity
from retrieval.abbreviations import senses_of
from retrieval.indexes.lexical import meaningful_stems, stems
from retrieval.rarity import rarity
from retrieval.text import STOP_WORDS
from retrieval.types import Found

_TOKEN = re.compile(r"[^\s,;:?!.()\[\]\"]+(?:\.[^\s,;:?!.()\[\]\"]+)*")
# Who asks for one of these is answered by a number, whether or not the word stands beside it.
_QUANTITY_WORDS = """
dose doses dosing dosage cutoff cut-off cut threshold thresholds window target targets level levels range
limit limits value values rate interval duration frequency long much many often maximum minimum
"""
_ASKS_NUMBER = frozenset(_QUANTITY_WORDS.split())


class Term(NamedTuple):
    """A word of the question: the sets of stems that each stand for it, and its weight."""

    forms: tuple[frozenset[str], ...]
    weight: float
    asks_number: bool


class Text(NamedTuple):
    """A text as terms are looked for in it."""

    stems: frozenset[str]
    has_number: bool


def seen(text: str) -> Text:
    """The text prepared for looking terms up."""
    return Text(frozenset(stems(text)), has_quantity(text))


def terms_of(found: Found) -> tuple[Term, ...]:
    """The terms of the question; an abbreviation is also met by any of its meanings."""
    tokens = [match.group() for match in _TOKEN.finditer(found.query.text)]
    meaning = [token for token in tokens if token.casefold() not in STOP_WORDS] or tokens
    return tuple(_term(token, found) for token in dict.fromkeys(meaning))


def _term(token: str, found: Found) -> Term:
    senses = [token, *senses_of(token, is_shouted=found.query.text.isupper())]
    forms = tuple(dict.fromkeys(frozenset(meaningful_stems(sense)) for sense in senses))
    held = max((min((found.terms.get(stem, 0) for stem in form), default=0) for form in forms), default=0)
    rarest = max(
        forms[0], key=lambda stem: rarity(stem, found.terms.get(stem, 0), found.passages), default=""
    )
    return Term(forms, rarity(rarest, held, found.passages), token.casefold() in _ASKS_NUMBER)


def holds(text: Text, term: Term) -> bool:
    """Whether the text has the term in one of its forms."""
    return any(form <= text.stems for form in term.forms) or (term.asks_number and text.has_number)


def coverage(terms: Sequence[Term], text: Text) -> float:
    """The share (0..1) of the question's weight whose terms the text holds."""
    total = sum(term.weight for term in terms)
    return sum(term.weight for term in terms if holds(text, term)) / total if total else 0.0


def asks_number(terms: Iterable[Term]) -> bool:
    """Whether the question wants a quantity."""
    return any(term.asks_number for term in terms)

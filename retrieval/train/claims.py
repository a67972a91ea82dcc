"""Passages with statements that they support and statements that they do not."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from random import Random
from typing import NamedTuple, TypeVar

from retrieval.nearest import nearest_sentences
from retrieval.text import sentences
from retrieval.train import corpora
from retrieval.train.corruptions import corruptions
from retrieval.train.shelf import Shelf

WRITTEN = Path(__file__).with_name("texts") / "statements.jsonl"
FEWEST_WORDS, MOST_WORDS = 7, 40
EVERY = 7
"""One in so many of the written claims is kept from training: what weighs a head must be new to it."""
TRAINED_BEFORE = 1972
"""The head that ships has seen none of the written claims from this place on: they were written later."""
AROUND = 2
"""Sentences kept on each side of one that is corrupted by rule: long texts only cost time."""
WRITTEN_WRONG = 3
"""Wrong statements of a text that are looked at in one pass."""
SPOILT = 0.5
"""How often a right statement is also put beside evidence that is changed in a word it uses."""
_WORD = re.compile(r"\w+")
One = TypeVar("One")


class Claims(NamedTuple):
    """A text with statements that follow from it and statements that do not."""

    text: str
    supported: tuple[str, ...]
    wrong: tuple[str, ...]


class Contrast(NamedTuple):
    """Statements, each beside the sentences it is held against: those that follow, and the others."""

    right: tuple[tuple[str, str], ...]
    wrong: tuple[tuple[str, str], ...]


def written_claims(data: Path) -> list[Claims]:
    """The statements written for training, with the passages they are about."""
    texts = _row_texts(data)
    found = []
    for row in corpora.read_written(WRITTEN):
        name, begin, end = row["passage"].rsplit(":", 2)
        if name in texts:
            text = " ".join(texts[name][int(begin) : int(end)].split())
            wrong = tuple(one["text"] for one in row["wrong"])
            found.append(Claims(text, tuple(row["supported"]), wrong))
    return found


def to_train(claims: Sequence[Claims]) -> list[Claims]:
    """Those of the written claims that a head may be trained on."""
    return [one for place, one in enumerate(claims) if place % EVERY]


def to_weigh(claims: Sequence[One]) -> list[One]:
    """Those of the written claims that the head which ships has not seen."""
    return [one for place, one in enumerate(claims) if place >= TRAINED_BEFORE or place % EVERY == 0]


def strangers(claims: Sequence[Claims], random: Random) -> list[Claims]:
    """The same with one more wrong statement each: a true one about another text."""
    shuffled = random.sample(claims, len(claims))
    return [
        one._replace(wrong=(*one.wrong, random.choice(other.supported)))
        for one, other in zip(claims, shuffled, strict=True)
        if other is not one
    ]


def contrasts(claims: Sequence[Claims], random: Random) -> list[Contrast]:
    """The claims as the head sees them in one pass.

    Each right statement comes back changed in one point by rule, and now and then beside changed evidence.
    """
    return [_contrast(one, random) for one in claims]


def _contrast(claims: Claims, random: Random) -> Contrast:
    right = [(one, nearest_sentences(one, claims.text)) for one in claims.supported]
    changed = [text for one in claims.supported for text in _changed(one, random)[:1]]
    chosen = random.sample(claims.wrong, min(WRITTEN_WRONG, len(claims.wrong)))
    wrong = [(one, nearest_sentences(one, claims.text)) for one in (*chosen, *changed)]
    spoilt = [(one, _spoilt(one, held, random)) for one, held in right if random.random() < SPOILT]
    return Contrast(tuple(right), (*wrong, *((one, held) for one, held in spoilt if held)))


def _changed(sentence: str, random: Random) -> list[str]:
    """The sentence changed in one point, for each kind of point, in any order."""
    kinds = corruptions(sentence, random)
    return [one.text for one in random.sample(kinds, len(kinds))]


def _spoilt(statement: str, evidence: str, random: Random) -> str | None:
    """The evidence changed in words that the statement uses; None where no rule can."""
    said = set(_WORD.findall(statement.lower()))
    for changed in _changed(evidence, random):
        gone = set(_WORD.findall(evidence.lower())) - set(_WORD.findall(changed.lower()))
        if gone and gone <= said:
            return changed
    return None


def ruled_claims(shelf: Shelf, random: Random, count: int) -> list[Claims]:
    """Sentences of the library, and the same corrupted in one point by rule."""
    return list(_ruled(random.sample(shelf, min(len(shelf), 2 * count)), random))[:count]


def _ruled(shelf: Shelf, random: Random) -> Iterator[Claims]:
    for one in shelf:
        text = one.passage.text
        spans = sentences(text)
        fit = [i for i, (a, b) in enumerate(spans) if FEWEST_WORDS <= len(text[a:b].split()) <= MOST_WORDS]
        if not fit:
            continue
        at = random.choice(fit)
        sentence = text[slice(*spans[at])]
        wrong = corruptions(sentence, random)
        if wrong:
            near = text[spans[max(0, at - AROUND)][0] : spans[min(len(spans) - 1, at + AROUND)][1]]
            chosen = random.sample(wrong, min(3, len(wrong)))
            yield Claims(near, (sentence,), tuple(corrupted.text for corrupted in chosen))


def _row_texts(data: Path) -> Mapping[str, str]:
    """The text of every trainable row under its name `corpus:row id`."""
    medquad = {f"{corpora.MEDQUAD}:{row['id']}": row["answer"] for row in corpora.medquad_rows(data)}
    openstax = {f"{corpora.OPENSTAX}:{row['id']}": row["text"] for row in corpora.openstax_rows(data)}
    return medquad | openstax

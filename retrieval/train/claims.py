"""Passages with statements that they support and statements that they do not."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from random import Random
from typing import NamedTuple

from retrieval.text import sentences
from retrieval.train import corpora
from retrieval.train.corruptions import corruptions
from retrieval.train.shelf import Shelf

WRITTEN = Path(__file__).with_name("texts") / "statements.jsonl"
FEWEST_WORDS, MOST_WORDS = 7, 40
EVERY = 5
"""Every fifth of the written claims is kept from training: what weighs a head must be new to it."""
AROUND = 2
"""Sentences kept on each side of one that is corrupted by rule: long texts only cost time."""


class Claims(NamedTuple):
    """A text with statements that follow from it and statements that do not."""

    text: str
    supported: tuple[str, ...]
    wrong: tuple[str, ...]


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
    return [one for place, one in enumerate(claims) if place % EVERY != EVERY - 1]


def to_weigh(claims: Sequence[Claims]) -> list[Claims]:
    """Those of the written claims that no head has seen."""
    return list(claims[EVERY - 1 :: EVERY])


def strangers(claims: Sequence[Claims], random: Random) -> list[Claims]:
    """The same with one more wrong statement each: a true one about another text."""
    shuffled = random.sample(claims, len(claims))
    return [
        one._replace(wrong=(*one.wrong, random.choice(other.supported)))
        for one, other in zip(claims, shuffled, strict=True)
        if other is not one
    ]


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

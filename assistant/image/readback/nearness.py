"""What rules could not match, held together by meaning: never agreement, only for a person to look at."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from assistant.image.types import Compared, ReadBack
from curricula.items.types import ReportLine
from retrieval.errors import PreceptorError
from retrieval.ports import Encoder, Vectors

NEAR = 0.65
"""The least cosine of words that may mean the same. With the shipped encoder 47 of 71 names of findings in
the starter reports are so near to another name of the same finding, and none of 73 to a name of another one,
the nearest of which are at 0.64 (pleural line, pleural effusion)."""
APART = 0.10
"""How much nearer they are than to any other line: some encoders find everything near."""
PERHAPS = "Perhaps the same in other words, by the encoder; a person decides."


class _Pair(NamedTuple):
    line: int
    said: str
    similarity: float


def with_meaning(report: Sequence[ReportLine], read: ReadBack, encoder: Encoder | None) -> ReadBack:
    """The read with lines that it did not speak of paired with words that no line took, as "unclear".

    Without an encoder, or where it is down, the read as it was.
    """
    missed = [n for n, one in enumerate(read.compared) if one.agreement == "not_mentioned" and not one.said]
    if encoder is None:
        return read
    if not (missed and read.beyond):
        return read.model_copy(update={"encoder": encoder.fingerprint})
    try:
        near = _nearness(report, read.beyond, encoder)
    except PreceptorError:
        return read
    pairs = {pair.line: pair for pair in _pairs(near, missed, read.beyond)}
    taken = {pair.said for pair in pairs.values()}
    return ReadBack(
        compared=tuple(_perhaps(one, pairs.get(n)) for n, one in enumerate(read.compared)),
        beyond=tuple(one for one in read.beyond if one not in taken),
        encoder=encoder.fingerprint,
    )


def _nearness(report: Sequence[ReportLine], said: Sequence[str], encoder: Encoder) -> Vectors:
    """Cosines [lines, words]: of each line by the nearest of its names."""
    names = [(n, name) for n, line in enumerate(report) for name in (line.name, *line.also)]
    vectors = encoder.encode([*(name for _, name in names), *said])
    cosines = vectors[: len(names)] @ vectors[len(names) :].T
    of = np.array([n for n, _ in names])
    return np.stack([cosines[of == n].max(axis=0) for n in range(len(report))])


def _pairs(near: Vectors, missed: Sequence[int], said: Sequence[str]) -> Iterator[_Pair]:
    """The pairs, nearest first, each line and each word once."""
    found = sorted(
        ((float(near[line, at]), line, at) for line in missed for at in range(len(said))), reverse=True
    )
    lines: set[int] = set()
    words: set[int] = set()
    for cosine, line, at in found:
        others = np.delete(near[:, at], line)
        stands_out = not others.size or cosine - float(others.max()) >= APART
        if cosine >= NEAR and stands_out and line not in lines and at not in words:
            lines.add(line)
            words.add(at)
            yield _Pair(line, said[at], cosine)


def _perhaps(one: Compared, pair: _Pair | None) -> Compared:
    if pair is None:
        return one
    told = {
        "agreement": "unclear",
        "said": pair.said,
        "why": PERHAPS,
        "similarity": round(pair.similarity, 2),
    }
    return one.model_copy(update=told)

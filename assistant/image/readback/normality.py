"""What a read denies by calling something normal: "lungs clear", "heart size normal", "normal ECG"."""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from assistant.image.readback.assertion import said_of
from assistant.image.readback.clauses import Clause
from assistant.image.readback.mentions import Form, Mention, form_of, mentions
from assistant.image.readback.qualities import qualities
from assistant.image.readback.words import Words, listed, phrases, places_of, stem, stems_of, table
from curricula.items.types import ReportLine


class Denial(NamedTuple):
    """Words by which a finding is denied without its name.

    `is_sure` is False where only a part is called normal, or it is left open; `is_rest`: it is the rest that
    is called so; `is_study`: it is all of the study.
    """

    said: str
    is_sure: bool
    is_rest: bool
    is_study: bool = False


def denials(line: ReportLine, clauses: Sequence[Clause]) -> list[Denial]:
    """How the read denies the finding of that line without naming it."""
    return [one for clause in clauses for one in (*_by_words(line, clause), *_by_study(clause))]


def _by_words(line: ReportLine, clause: Clause) -> Iterator[Denial]:
    own = [Form(stems_of(words), frozenset()) for words in line.normal]
    for mention in mentions(clause, own):
        yield _denial(mention)
    known = [Form(one, frozenset()) for one in _known_of(line)]
    for structure in {*structures_of(line), *known}:
        for mention in mentions(clause, [structure]):
            if normal := _called_normal(mention):
                yield _denial(Mention(clause, mention.used | normal))


def _denial(mention: Mention) -> Denial:
    said, found = said_of(mention), qualities(mention)
    partial = bool(found.sides - {"both"}) or bool(found.places)
    return Denial(found.text, said.state == "present" and not partial, mention.clause.excepts)


def _called_normal(mention: Mention) -> frozenset[int]:
    """The words that call the structure normal: in its item, or at the end of the list it is in."""
    clause = mention.clause
    found = clause.items
    at = next(place for place, one in enumerate(found) if one.start <= mention.start < one.end)
    last = at
    while (
        last + 1 < len(found)
        and found[last + 1].joiner in ("and", ",")
        and not _has_normal(clause, found[last])
    ):
        last += 1
    if last > at and found[last].joiner != "and":
        last = at
    within = range(found[at].start, found[last].end)
    others = (one for one in within if one not in mention.used)
    return frozenset(one for one in others if clause.stems[one] in listed("normal_words"))


def _has_normal(clause: Clause, item: object) -> bool:
    start, end = item.start, item.end  # type: ignore[attr-defined]
    return any(one in listed("normal_words") for one in clause.stems[start:end])


def structures_of(line: ReportLine) -> Iterator[Form]:
    """What the finding is a change of, by its names: the heart of an enlarged heart."""
    for form in map(form_of, (line.name, *line.also)):
        rest = tuple(one for one in form.words if one not in listed("abnormal_words"))
        if rest and len(rest) < len(form.words):
            yield Form(rest, frozenset())


def _known_of(line: ReportLine) -> Iterator[Words]:
    """The structures that, being normal, leave no room for the finding."""
    names = [form_of(name) for name in (line.name, *line.also)]
    for known, denied in _known():
        if any(set(one) <= {*form.words, *form.places} for one in denied for form in names):
            yield from known


@cache
def _known() -> tuple[tuple[tuple[Words, ...], tuple[Words, ...]], ...]:
    return tuple(
        (tuple(map(stems_of, one["names"])), tuple(map(stems_of, one["denies"])))
        for one in table()["structures"]
    )


def _by_study(clause: Clause) -> Iterator[Denial]:
    """ "Normal ECG", "no abnormality": all of it, or all but what is told elsewhere."""
    stemmed = clause.stems
    text = clause.said(0, len(clause.words))
    is_rest = clause.excepts
    for phrase in phrases("no_abnormality"):
        for at in places_of(stemmed, phrase):
            state = said_of(Mention(clause, frozenset(range(at, at + len(phrase))))).state
            if state == "absent" or len(phrase) > 1:
                yield Denial(text, is_sure=True, is_rest=is_rest, is_study=True)
                return
    normal = [at for at, one in enumerate(stemmed) if one in (stem("normal"), stem("unremarkable"))]
    named = [at for phrase in phrases("studies") for place in places_of(stemmed, phrase) for at in (place,)]
    content = [
        one
        for one in stemmed
        if one not in listed("fillers") and one not in (stem("otherwise"), stem("within"), stem("limits"))
    ]
    if normal and (named or is_rest) and len(content) <= MOST_WORDS:
        state = said_of(Mention(clause, frozenset(normal[:1]))).state
        yield Denial(text, is_sure=state == "present", is_rest=is_rest, is_study=True)


MOST_WORDS = 5
"""In a longer clause it is something of the study that is normal."""

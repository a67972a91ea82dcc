"""Where a read names a finding, in whatever order and form its words stand."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from assistant.image.readback.clauses import JOINERS, Clause
from assistant.image.readback.words import Words, listed, phrases, stem, stems_of, table, valued

MOST_BETWEEN = 2
"""So many words that say something else may stand among those of a name."""


class Form(NamedTuple):
    """A name of a finding: the words without which it is not named, and the place that is part of it.

    `beside`: words of the name that need not be said, as the first of "pulmonary oedema".
    """

    words: Words
    places: frozenset[str]
    beside: frozenset[str] = frozenset()


class Mention(NamedTuple):
    """A finding named in a clause: the words of its name, and whether more words stood among them."""

    clause: Clause
    used: frozenset[int]

    @property
    def start(self) -> int:
        """Its first word."""
        return min(self.used)

    @property
    def end(self) -> int:
        """The word after its last."""
        return max(self.used) + 1


def form_of(name: str, *, is_sided: bool = False) -> Form:
    """The words of a name that matter, its place apart where more than the place is left.

    `is_sided`: the side is told beside the name, so that it need not stand in it.
    """
    stemmed = stems_of(name)
    if is_sided:
        stemmed = tuple(one for at, one in enumerate(stemmed) if not is_side(stemmed, at)) or stemmed
    telling = [one for one in stemmed if one not in listed("fillers")] or list(stemmed)
    rest = [one for one in telling if one not in listed("places")]
    is_placed = bool(rest) and len(rest) < len(telling)
    places = frozenset(telling) & listed("places") if is_placed else frozenset()
    words = tuple(rest if is_placed else telling)
    return Form(words, places, frozenset(stemmed) - frozenset(words))


def is_side(stemmed: Words, at: int) -> bool:
    """Whether the word tells a side, and is no part of a name such as "left axis deviation"."""
    after = stemmed[at + 1 : at + 3]
    is_named = bool(after) and (
        after[0] in listed("no_side_before") or (len(after) > 1 and after[1] == stem("fascicular"))
    )
    return stemmed[at] in valued("sides") and not is_named


def mentions(clause: Clause, forms: Iterable[Form]) -> list[Mention]:
    """Where one of the forms is named in the clause, each place once, the longest name first."""
    every = set(forms)
    own = frozenset(word for form in every for word in form.beside)
    found = {used for form in every for used in _windows(clause, form.words)}
    whole = [used for used in found if not any(used < other for other in found)]
    return [Mention(clause, used) for used in sorted(whole, key=min) if not _is_other(clause, used, own)]


def _windows(clause: Clause, wanted: Words) -> Iterator[frozenset[int]]:
    stemmed = clause.stems
    best: dict[int, frozenset[int]] = {}
    for at, one in enumerate(stemmed):
        used = _from(stemmed, at, wanted) if one in wanted else None
        if used:
            best[max(used)] = used  # of those that end at one word the shortest is the last
    yield from best.values()


def _from(stemmed: Sequence[str], start: int, wanted: Words) -> frozenset[int] | None:
    """The words of the name from that word on; None where something stops it before it is whole."""
    left, used, between, joined = Counter(wanted), set[int](), 0, False
    for at in range(start, len(stemmed)):
        one = stemmed[at]
        if left[one] > 0:
            left[one] -= 1
            used.add(at)
            if not +left:
                return frozenset(used)
            continue
        if one == "," or one in listed("normal_words"):
            return None
        if one in JOINERS:
            if any(word in valued("sides") for word in wanted):
                return None
            joined = True
        elif not _is_free(one):
            between += 1
        if between > MOST_BETWEEN - joined:
            return None
    return None


def _is_free(stemmed: str) -> bool:
    in_tables = stemmed in listed("fillers") or stemmed in listed("places") or stemmed in _denying()
    return in_tables or stemmed in valued("sides") or stemmed in valued("severities")


def _denying() -> frozenset[str]:
    return frozenset(phrase[0] for phrase in phrases("cues", "denies") if len(phrase) == 1)


def _is_other(clause: Clause, used: frozenset[int], own: frozenset[str]) -> bool:
    """Whether a word before makes it the name of something else, as in "pericardial effusion".

    `own`: words of its name that need not be said.
    """
    stemmed = clause.stems
    kinds = {stem(head): {stem(str(one)) for one in others} for head, others in table()["kinds"].items()}
    mine = {stemmed[at] for at in used} | own
    for at in used:
        others = kinds.get(stemmed[at], set()) - mine
        before = at - 1
        while before >= 0 and before not in used and _is_passed(stemmed[before]):
            before -= 1
        if before >= 0 and stemmed[before] in others:
            return True
    return False


def _is_passed(stemmed: str) -> bool:
    return stemmed in valued("severities") or stemmed in ("small", "and", "or")

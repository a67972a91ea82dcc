"""Single best answers drafted from tables: one entry is asked, others of its column are the distractors."""

import random
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from assistant.quiz.draft.excerpts import Excerpt, Table, TableRow, tables
from assistant.quiz.draft.naming import BY_RULE, UNREAD, digest_of, title_of
from assistant.verify.quantities import by_dimension, measures
from assistant.verify.units import is_unit
from curricula.items.types import Option, SingleBestAnswer
from retrieval.text import words

FEWEST_OPTIONS, MOST_OPTIONS = 4, 5
LONGEST = 70
"""An entry with more letters is a paragraph, and its length would tell it from the others."""
CUE = 1.4
MOST_NAMED = 5
# Who says so, and what else is to be known, are no answers; nor is when a drug is given alone worth asking.
_BESIDE = re.compile(
    r"\b(?:body|year|source|references?|guideline|remarks?|notes?|comments?|cautions?|conditions?|indications?|"
    r"reason|frequency|evidence|grade of|examples?|stud(?:y|ies)|trials?)\b",
    re.IGNORECASE,
)
_BOUND_WORDS = """
at least most up to about above below over under or more less than from and a an the of
"""
_BOUNDS = frozenset(_BOUND_WORDS.split())
_VAGUE = re.compile(
    r"\b(?:by response|as needed|see|variable|not routine|depends|individual)\b", re.IGNORECASE
)


class _Entry(NamedTuple):
    row: TableRow
    key: str
    value: str


def lookups(
    excerpts: Iterable[Excerpt], *, seed: int, objectives: Sequence[str] = ()
) -> list[SingleBestAnswer]:
    """A question for each entry of a table that has enough others of its kind beside it."""
    found: list[SingleBestAnswer] = []
    for table in tables(excerpts):
        for header in _asked(table):
            entries = _entries(table, header)
            made = (_question(table, header, one, entries, seed=seed) for one in entries)
            found += [one.model_copy(update={"objectives": tuple(objectives)}) for one in made if one]
    random.Random(seed).shuffle(found)
    return found


def _asked(table: Table) -> Iterator[str]:
    for header in table.headers[1:]:
        if header and table.headers.count(header) == 1 and not _BESIDE.search(header):
            yield header


def _entries(table: Table, header: str) -> list[_Entry]:
    """The entries of a column, each under the words that name its row and no other."""
    before = table.headers.index(header)
    for count in range(1, before + 1):
        keys = [", ".join(value for _, value in row.cells[:count]) for row in table.rows]
        if len(set(keys)) == len(keys):
            values = (dict(row.cells).get(header, "") for row in table.rows)
            return [
                _Entry(row, key, value)
                for row, key, value in zip(table.rows, keys, values, strict=True)
                if key and value
            ]
    return []


def _question(
    table: Table, header: str, asked: _Entry, entries: Sequence[_Entry], *, seed: int
) -> SingleBestAnswer | None:
    if len(asked.value) > LONGEST or _VAGUE.search(asked.value):
        return None
    # The seed and the entry, so that leaving one out does not change the others.
    chance = random.Random(f"{seed} {asked.row.quote}")
    others = _distractors(asked, entries, chance)
    if len(others) + 1 < FEWEST_OPTIONS:
        return None
    chosen = _in_order(entries, [asked, *others])
    excerpt = asked.row.excerpt
    return SingleBestAnswer(
        id=f"table-{digest_of(excerpt.document.id, header, asked.row.quote)}",
        title=title_of(excerpt),
        author=BY_RULE,
        review=UNREAD,
        licence=excerpt.document.licence,
        topics=excerpt.document.topics,
        references=(excerpt.cited(asked.row.quote),),
        level="recall",
        vignette=_vignette(table, asked),
        lead_in=_lead_in(header, asked),
        options=tuple(_option(letter, one, asked) for letter, one in zip("abcde", chosen, strict=False)),
    )


def _distractors(asked: _Entry, entries: Sequence[_Entry], chance: random.Random) -> list[_Entry]:
    """Entries of the column like the one asked, of which each is another answer."""
    kept: list[_Entry] = []
    others = [one for one in entries if one is not asked and _is_alike(one.value, asked.value)]
    chance.shuffle(others)
    others.sort(key=lambda one: abs(len(one.value) - len(asked.value)) // 8)
    for one in others:
        if all(_differs(one.value, known.value) for known in (asked, *kept)):
            kept.append(one)
    longest = max((len(one.value) for one in kept[: MOST_OPTIONS - 1]), default=0)
    return kept[: MOST_OPTIONS - 1] if len(asked.value) <= CUE * longest else []


def _is_alike(value: str, other: str) -> bool:
    """Whether both are measured in the same things and said in the same words, or are both plain names."""
    if _VAGUE.search(value):
        return False
    measured, wanted = by_dimension(value), by_dimension(other)
    if measured or wanted:
        return measured.keys() == wanted.keys() and _around(value) == _around(other)
    return bool(measures(value)) == bool(measures(other)) and _is_name(value) and _is_name(other)


def _is_name(value: str) -> bool:
    return len(value.split()) <= MOST_NAMED and not re.search(r"[,;:.]", value)


def _around(value: str) -> frozenset[str]:
    """The words besides numbers, units and bounds: the route, the moment, the circumstance."""
    return frozenset(
        word for word in words(value) if word not in _BOUNDS and not is_unit(word) and word.isalpha()
    )


def _differs(value: str, other: str) -> bool:
    """Whether they cannot both be right: another amount, or where nothing is measured other words."""
    amounts = {(one.dimension, one.value) for one in measures(value)}
    wanted = {(one.dimension, one.value) for one in measures(other)}
    if amounts and wanted:
        return not (amounts <= wanted or wanted <= amounts)
    one, two = value.casefold(), other.casefold()
    return one not in two and two not in one


def _in_order(entries: Sequence[_Entry], chosen: Iterable[_Entry]) -> list[_Entry]:
    """By size where they are measured, else as the table has them."""
    return sorted(chosen, key=lambda one: (_size(one.value), entries.index(one)))


def _size(value: str) -> float:
    return min((one.value for one in measures(value)), default=0.0)


def _vignette(table: Table, asked: _Entry) -> str:
    first, _ = asked.row.cells[0]
    title = asked.row.excerpt.document.title
    return f"{table.caption or title}. {first}: {asked.key}."


def _lead_in(header: str, asked: _Entry) -> str:
    return f"What does the source give under “{header}” for “{asked.key}”?"


def _option(letter: str, entry: _Entry, asked: _Entry) -> Option:
    is_key = entry is asked
    words = f"The source gives “{entry.value}” for “{entry.key}”"
    return Option(
        id=letter,
        text=entry.value,
        correct=is_key,
        reason=f"{words}." if is_key else f"{words}, not for “{asked.key}”.",
        references=(entry.row.excerpt.cited(entry.row.quote),),
    )

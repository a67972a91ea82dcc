"""Whether a read says of what it names that it is there: yes, no, or that nobody can tell.

The idea is that of Chapman and others 2001, A simple algorithm for identifying negated findings (NegEx): a
cue reaches from where it stands to the end of its clause or list. Where it is open how far one reaches,
nothing is decided.
"""

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from assistant.image.readback.clauses import Clause, Item, is_bare, only_qualifies
from assistant.image.readback.mentions import Mention
from assistant.image.readback.words import Words, listed, phrases, places_of, valued

State = Literal["present", "absent", "unclear"]


class Said(NamedTuple):
    """What is said of a mention, and why nothing can be told where that is so."""

    state: State
    why: str = ""


class Cue(NamedTuple):
    """A cue and the words it takes."""

    words: Words
    start: int
    end: int


HEDGED = "This was left open ({})."
LISTED = "It is open how far “{}” reaches."
NARROWED = "This denies only a part of it ({})."
RELATIVE = frozenset(("that", "which"))
TWICE = "This is denied twice."


def said_of(mention: Mention) -> Said:
    """What the clause says of the mention."""
    if hedge := _hedge(mention):
        return Said("unclear", HEDGED.format(hedge))
    before = [said for cue in _denials(mention) if (said := _reached(mention, cue)) is not None]
    after = _denied_after(mention)
    found = [*before, *([after] if after else [])]
    if len(found) > 1 and all(one.state == "absent" for one in found):
        return Said("unclear", TWICE)
    return next((one for one in found if one.state == "unclear"), found[0] if found else Said("present"))


def cues(mention: Mention, name: str) -> Iterator[Cue]:
    """The cues of that list in the clause of the mention that are no part of its name, the longest first."""
    stemmed = mention.clause.stems
    taken = set(mention.used)
    for phrase in phrases("cues", name):
        for at in places_of(stemmed, phrase):
            span = range(at, at + len(phrase))
            if taken.isdisjoint(span):
                taken.update(span)
                yield Cue(phrase, at, at + len(phrase))


def item_of(mention: Mention) -> Item:
    """The item of a list in which the name ends."""
    return next(one for one in mention.clause.items if one.start <= mention.end - 1 < one.end)


def _denials(mention: Mention) -> list[Cue]:
    cancelled = list(cues(mention, "cancelled"))
    found = [cue for cue in cues(mention, "denies") if cue.start < mention.end - 1]
    return [cue for cue in found if not any(one.start <= cue.start < one.end for one in cancelled)]


def _reached(mention: Mention, cue: Cue) -> Said | None:
    """What a denial before the mention, or among its words, says of it; None where it does not reach it."""
    if cue.start > mention.start:
        return Said("absent")
    clause, mine = mention.clause, item_of(mention)
    between = [one for one in clause.items if cue.end <= one.end and one.start <= mine.start]
    first = between[0]
    if first == mine:
        return _narrowed(mention, cue)
    run = [one for one in clause.items if one.start >= first.start]
    for one in run[1 : run.index(mine) + 1]:
        if _begins_anew(clause, one):
            return None
    if mine.joiner == "with":
        return Said("unclear", LISTED.format(" ".join(cue.words)))
    joiners = {one.joiner for one in run[1:]}
    before = {one.joiner for one in run[1 : run.index(mine) + 1]}
    if is_bare(clause, mine, mention.used):
        if joiners & {"or", "nor"} and not _begins_before_or(clause, run, mine):
            return Said("absent")
        return Said("absent") if before == {"and"} else Said("unclear", LISTED.format(" ".join(cue.words)))
    if mine.joiner == "," and not joiners & {"or", "nor"}:
        return None
    return Said("unclear", LISTED.format(" ".join(cue.words)))


def _begins_before_or(clause: Clause, run: Sequence[Item], mine: Item) -> bool:
    """Whether the list is broken between the mention and the "or" that would end it."""
    for one in run[run.index(mine) + 1 :]:
        if _begins_anew(clause, one):
            return True
        if one.joiner in ("or", "nor"):
            return False
    return mine.joiner not in ("or", "nor") and not any(
        one.joiner in ("or", "nor") for one in run[: run.index(mine) + 1]
    )


def _begins_anew(clause: Clause, item: Item) -> bool:
    """Whether the item is a statement of its own: it has a verb, or an article."""
    stemmed = [token.stem for token in clause.words[item.start : item.end]]
    breaks = {phrase[0] for phrase in phrases("cues", "breaks")} | {"a", "an"}
    denies = {phrase[0] for phrase in phrases("cues", "denies") if len(phrase) == 1} | listed("normal_words")
    return stemmed[0] in breaks or any(one in (breaks - {"a", "an"}) | denies for one in stemmed)


def _narrowed(mention: Mention, cue: Cue) -> Said | None:
    """A denial in the same item: of all of it, or only of what the words between them say."""
    stemmed = mention.clause.stems
    between = [stemmed[at] for at in range(cue.end, mention.end) if at not in mention.used]
    if "with" in between or "becaus" in between:
        return Said("unclear", LISTED.format(" ".join(cue.words)))
    plain = listed("plain_before") | listed("fillers") | set(valued("sides")) | listed("places")
    odd = [one for one in between if one not in plain]
    if odd:
        return Said("unclear", NARROWED.format(" ".join(odd)))
    return Said("absent")


def _denied_after(mention: Mention) -> Said | None:
    """What a denial that comes after the mention says of it: "effusion absent", "not seen", "no"."""
    for cue in cues(mention, "denied_at_end"):
        if cue.start < mention.end:
            continue
        rest = mention.clause.stems[cue.end : _item_at(mention.clause, cue.start).end]
        is_short = cue.words in (("no",), ("nil",), ("none",))
        if rest and (is_short or (cue.words == ("absent",) and _is_next(mention, cue))):
            continue
        found = _reaches_back(mention, cue)
        if found is None or not RELATIVE.isdisjoint(mention.clause.stems[mention.end : cue.start]):
            continue
        if cue.words == ("not",) and rest and rest[0] not in _seen():
            return Said("unclear", NARROWED.format(" ".join(("not", *rest))))
        return found
    return None


def _seen() -> frozenset[str]:
    return frozenset(one for phrase in phrases("cues", "seen") for one in phrase)


def _is_next(mention: Mention, cue: Cue) -> bool:
    """Whether the cue stands before the name of something else, in another item of the list."""
    return _item_at(mention.clause, cue.start) != item_of(mention)


def _reaches_back(mention: Mention, cue: Cue) -> Said | None:
    """What a cue that stands after the mention says of it."""
    clause, mine, its = mention.clause, item_of(mention), _item_at(mention.clause, cue.start)
    if mine == its:
        return Said("absent")
    between = [one for one in clause.items if mine.start < one.start <= its.start]
    if between[-1].joiner == "," and len(between) == 1 and _is_cue_alone(clause, its, cue):
        return Said("absent")
    if between[-1].joiner not in ("and", "or") or not is_bare(clause, mine, mention.used):
        return None
    if all(is_bare(clause, one) or one == its for one in between):
        return Said("absent") if "is" not in clause.stems[mine.start : mine.end] else None
    return Said("unclear", LISTED.format(" ".join(cue.words)))


def _is_cue_alone(clause: Clause, item: Item, cue: Cue) -> bool:
    rest = [*range(item.start, cue.start), *range(cue.end, item.end)]
    return all(clause.stems[at] in _seen() | listed("fillers") for at in rest)


def _item_at(clause: Clause, at: int) -> Item:
    return next(one for one in clause.items if one.start <= at < one.end)


def _hedge(mention: Mention) -> str:
    """The words that leave it open whether it is there; "" where none do."""
    clause, mine = mention.clause, item_of(mention)
    if clause.is_asked and clause.words[-1].stem == "?":
        return "?"
    for cue in cues(mention, "unsure_before"):
        if cue.start < mention.end and _hedge_reaches(clause, cue, mine):
            return " ".join(token.word for token in clause.words[cue.start : cue.end])
    for cue in cues(mention, "unsure_after"):
        its = _item_at(clause, cue.start)
        alone = _is_cue_alone(clause, its, cue) or only_qualifies(clause, its)
        if cue.start >= mention.end and (its == mine or (alone and its.start == mine.end + 1)):
            return " ".join(token.word for token in clause.words[cue.start : cue.end])
    return ""


def _hedge_reaches(clause: Clause, cue: Cue, mine: Item) -> bool:
    """A hedge reaches through "and" and "or", and no further than a comma."""
    run = [one for one in clause.items if one.end > cue.start and one.start <= mine.start]
    return all(one.joiner != "," for one in run[1:])

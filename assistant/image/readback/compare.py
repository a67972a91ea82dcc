"""A read against a report: line by line, by rules alone."""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from assistant.image.readback.assertion import Said, item_of, said_of
from assistant.image.readback.clauses import Clause, clauses
from assistant.image.readback.mentions import Form, Mention, form_of, mentions
from assistant.image.readback.normality import Denial, denials, structures_of
from assistant.image.readback.qualities import (
    Fit,
    Qualities,
    is_per_minute,
    number_fit,
    place_fit,
    qualities,
    severity_fit,
    side_fit,
)
from assistant.image.readback.words import listed, phrases, table
from assistant.image.types import Agreement, Compared, Finding, ReadBack
from curricula.items.types import ReportLine

COUNTED = ("beats per minute", "per min", "min")
"""What a number counted by the minute can be known by."""


class Found(NamedTuple):
    """A mention of a line with what is said of it."""

    mention: Mention
    said: Said
    qualities: Qualities
    places: frozenset[str]


def read_back(report: Sequence[ReportLine], text: str) -> ReadBack:
    """The read compared with each line of the report, in its order, and what was reported beyond it."""
    read = clauses(text, _names(report))
    found = _found(report, read)
    compared = tuple(_compared(line, found[line.id], read) for line in report)
    return ReadBack(compared=compared, beyond=tuple(_beyond(read, report, found)))


def _names(report: Sequence[ReportLine]) -> list[str]:
    return [name for line in report for name in (line.name, *line.also, *line.normal)]


def _found(report: Sequence[ReportLine], read: Sequence[Clause]) -> dict[str, list[Found]]:
    """The mentions of each line; words that name two lines belong to the longer name."""
    every = [
        (line, form, mention)
        for line in report
        for form in _forms(line)
        for clause in read
        for mention in mentions(clause, [form])
    ]
    found: dict[str, list[Found]] = {line.id: [] for line in report}
    for line, form, mention in every:
        is_within = any(mention.clause is other.clause and mention.used < other.used for _, _, other in every)
        taken = any(one.mention == mention for one in found[line.id])
        if not is_within and not taken:
            places = form.places or _place_of(line, form)
            found[line.id].append(Found(mention, said_of(mention), qualities(mention), places))
    return found


def _place_of(line: ReportLine, form: Form) -> frozenset[str]:
    """The place in the line's name, where a shorter form of that name was used without it."""
    whole = form_of(line.name, is_sided=line.side is not None)
    return whole.places if set(form.words) & set(whole.words) else frozenset()


def _forms(line: ReportLine) -> tuple[Form, ...]:
    names = (line.name, *line.also, *(COUNTED if line.number and is_per_minute(line.number) else ()))
    return tuple(dict.fromkeys(form_of(name, is_sided=line.side is not None) for name in names))


def _compared(line: ReportLine, found: Sequence[Found], read: Sequence[Clause]) -> Compared:
    denied = denials(line, read)
    agreement, why, said = _by_mentions(line, found, denied, read) if found else _unnamed(line, denied, read)
    finding = Finding(name=line.name, presence=line.presence, side=line.side, severity=line.severity)
    return Compared(finding=finding, agreement=agreement, said=said, why=why)


Judged = tuple[Agreement, str, str | None]


def _by_mentions(
    line: ReportLine, found: Sequence[Found], denied: Sequence[Denial], read: Sequence[Clause]
) -> Judged:
    telling = [one for one in found if not _is_beside(line, one)]
    if not telling:
        return "not_mentioned", "It is denied of another side or place only.", found[0].qualities.text
    said = "; ".join(dict.fromkeys(map(_words, telling)))
    open_one = next((one for one in telling if one.said.state == "unclear"), None)
    if open_one:
        return "unclear", open_one.said.why, said
    states = {one.said.state for one in telling}
    if len(states) > 1:
        return "unclear", "It is both reported and denied.", said
    if states == {"absent"}:
        return (*_denied(line, telling), said)
    if any(not one.is_rest and not one.is_study for one in denied) and line.presence == "present":
        return "unclear", "It is reported, and what has it is called normal.", said
    if line.presence == "absent":
        return "wrong_presence", "The report says that it is not there.", said
    return (*_qualified(line, telling, read), said)


def _words(one: Found) -> str:
    """What was written of it; all of the clause where a denial may reach it from elsewhere."""
    clause, item = one.mention.clause, item_of(one.mention)
    if one.said.state == "present":
        return one.qualities.text
    is_alone = clause.stems[item.start] in _denying() or len(clause.items) == 1
    return clause.said(item.start, item.end) if is_alone else clause.said(0, len(clause.words))


def _denying() -> frozenset[str]:
    """The words that deny what stands after them."""
    return frozenset(phrase[0] for phrase in phrases("cues", "denies") if len(phrase) == 1)


def _is_beside(line: ReportLine, one: Found) -> bool:
    """Whether it is denied of a side or place on which the report does not have it."""
    if one.said.state != "absent" or line.presence == "absent":
        return False
    other_side = line.side in ("left", "right") and side_fit(line.side, one.qualities) == "other"
    return (other_side and "both" not in one.qualities.sides) or place_fit(
        one.places, one.qualities
    ) == "other"


def _denied(line: ReportLine, telling: Sequence[Found]) -> tuple[Agreement, str]:
    sides = {side for one in telling for side in one.qualities.sides}
    partly = bool(sides) and "both" not in sides and sides != {"left", "right"}
    narrow = partly or any(one.qualities.places - one.places or one.qualities.severities for one in telling)
    if line.presence == "absent":
        if narrow:
            return "unclear", "Only a part of it is denied."
        return "agrees", "The report says so too."
    soft = any(set(one.mention.clause.stems) & listed("soft_before") for one in telling)
    if soft or any(one.qualities.severities for one in telling):
        return "unclear", "It is denied in part only."
    return "wrong_presence", "The report says that it is there."


def _qualified(line: ReportLine, telling: Sequence[Found], read: Sequence[Clause]) -> tuple[Agreement, str]:
    """What is said of a finding that is there, against what the report says of it."""
    for name, agreement, fits in (
        ("side", "wrong_side", [side_fit(line.side, one.qualities) for one in telling]),
        ("place", "wrong_side", [place_fit(one.places, one.qualities) for one in telling]),
        ("number", "wrong_number", _numbers(line, telling, read)),
        ("severity", "wrong_severity", [severity_fit(line.severity, one.qualities) for one in telling]),
    ):
        fit = _together(fits)
        if fit == "open":
            return "unclear", f"Its {name} cannot be told from these words."
        if fit == "other":
            return agreement, f"It is there, with another {name}."  # type: ignore[return-value]
        if fit == "unsaid":
            return "incomplete", f"It is there; its {name} is not said."
    return "agrees", "The report says so too."


def _numbers(line: ReportLine, telling: Sequence[Found], read: Sequence[Clause]) -> list[Fit]:
    """What the numbers beside the name say; without one, those beside what is measured ("PR 0.24 s")."""
    fits = [number_fit(line.number, one.qualities.text) for one in telling]
    if set(fits) != {"unsaid"}:
        return fits
    structures = list(structures_of(line))
    beside = [qualities(mention).text for clause in read for mention in mentions(clause, structures)]
    return [*fits, *(number_fit(line.number, text) for text in beside)]


def _together(fits: Sequence[Fit]) -> Fit:
    """What several mentions of one finding say: those that say nothing do not count."""
    told = {fit for fit in fits if fit != "unsaid"}
    if not told:
        return "unsaid"
    return told.pop() if len(told) == 1 else "open"


def _unnamed(line: ReportLine, denied: Sequence[Denial], read: Sequence[Clause]) -> Judged:
    """A finding that is not named: denied by what is called normal, contradicted by a rival, or left out."""
    if line.presence == "present" and (rival := _rival(line, read)):
        return "wrong_presence", "Something else is reported in its place.", rival
    sure = [one for one in denied if one.is_sure]
    if not sure:
        if denied:
            return "unclear", "Only a part is called normal, or it is left open.", denied[0].said
        return "not_mentioned", "The read does not speak of it.", None
    if line.presence == "absent":
        return "agrees", "This says that it is not there.", sure[0].said
    whole = [one for one in sure if not one.is_rest]
    if whole:
        return "wrong_presence", "This says that it is not there.", whole[0].said
    return "not_mentioned", "The rest is called normal.", sure[0].said


def _rival(line: ReportLine, read: Sequence[Clause]) -> str | None:
    """The words for another thing that cannot be so at the same time."""
    mine = {form_of(name).words for name in (line.name, *line.also)}
    for group in _rivals():
        if not any(set(form.words) == set(words) for form in group for words in mine):
            continue
        others = [form for form in group if not any(set(form.words) == set(words) for words in mine)]
        for clause in read:
            for mention in mentions(clause, others):
                if said_of(mention).state == "present":
                    return qualities(mention).text
    return None


@cache
def _rivals() -> tuple[tuple[Form, ...], ...]:
    return tuple(tuple(form_of(name) for name in group) for group in table()["rivals"])


def _beyond(
    read: Sequence[Clause], report: Sequence[ReportLine], found: dict[str, list[Found]]
) -> Iterator[str]:
    """Items of the read that name no line, deny nothing and call nothing normal."""
    named = [one.mention for each in found.values() for one in each]
    denied = {one.said for line in report for one in denials(line, read)}
    for clause in read:
        for item in clause.items:
            span = set(range(item.start, item.end))
            text = clause.said(item.start, item.end)
            is_named = any(one.clause is clause and not span.isdisjoint(one.used) for one in named)
            words = {clause.stems[at] for at in span}
            told = words - listed("fillers") - listed("places") - {"left", "right", "both", "?", "otherwis"}
            if is_named or not told or words & listed("normal_words") or any(text in one for one in denied):
                continue
            mention = Mention(clause, frozenset([item.end - 1]))
            if said_of(mention).state != "absent" and len("".join(told)) > 3:
                yield text

"""From an utterance to what it wants: entries of the script, or the kind of thing that it is."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from assistant.case.patient.cued import orders, starts_treating, stated, treats
from assistant.case.patient.matching import Matcher, Reading
from assistant.case.patient.script import Entry
from assistant.case.patient.understanding import Understanding
from assistant.case.patient.utterance import Part, greeted, leans_back, parts_of
from assistant.case.state import State

ENOUGH = -3.4
"""The log odds from which an entry is told."""
ENOUGH_IN_CONTEXT = -1.0
"""The same for a question that is read together with what was told last."""
ENOUGH_BESIDE = 1.2
"""How far below the best entry of a part another may lie to be told with it."""
SHOWN_BESIDE = 3.0
"""The same for what is shown: a panel of tests is asked for by one word."""
SAME = 0.86
"""From this likeness on two entries say the same thing, and one is told."""
MOST_OF_A_PART = 3
MOST_WIDE = 5
MOST_SHOWN = 12
UNDERSTOOD, ACTED, MOSTLY, PROBING, WHY = 0.25, 0.4, 0.6, 0.2, 0.1
"""The shares of the likeliest intent, of one that is an act, of all history, of a probe and of
asking for the reason of the visit, from which an utterance is taken as such."""
_WIDE_IDS = """
complaint.hpi associated_symptoms anything_else systems.review systems.general pmh social ice
family_history meds neuro.review msk.review skin.review ent.review eye.review endo.review
psych.review gyn.review peds.review systems.cardiovascular systems.respiratory
systems.gastrointestinal systems.urinary demographics
"""
WIDE = frozenset(_WIDE_IDS.split())
FREELY = frozenset(["complaint.hpi", "anything_else", "complaint.main"])
_PROBES_IDS = """
act.ask_diagnosis act.confirm_guess act.ask_answer act.override act.translate_spell
act.state_diagnosis act.hint act.are_you_real act.help_usage act.ask_progress act.abuse
act.off_topic
"""
PROBES = frozenset(_PROBES_IDS.split())
WHY_HERE = ("complaint.main", "complaint.hpi")
STATEMENTS = frozenset(
    ["act.summarise", "act.empathy", "act.explain_plan", "act.closing", "act.introduction", "act.thanks"]
)
TREATS = ("act.treat", "act.refer", "act.admit", "act.notify")


class Wanted(NamedTuple):
    """What an utterance wants. `about` names the likeliest intent in the words of the shared table;
    `surety` are the log odds of the surest entry, None where there is none."""

    text: str
    entries: tuple[Entry, ...] = ()
    intents: tuple[str, ...] = ()
    about: str = ""
    is_order: bool = False
    is_treatment: bool = False
    is_social: bool = False
    is_attempt: bool = False
    is_understood: bool = False
    is_statement: bool = False
    asks_why_here: bool = False
    surety: float | None = None


def wanted_of(
    text: str, matcher: Matcher, understanding: Understanding, state: State, *, is_order: bool = False
) -> Wanted:
    """What the utterance wants of the case, after what was told before."""
    acts, rest = greeted(text)
    if acts:
        wanted = wanted_of(rest, matcher, understanding, state, is_order=is_order)
        return wanted._replace(text=text, intents=(*wanted.intents, *acts))
    parts = parts_of(understanding.mended(text))
    readings = matcher.readings([part.text for part in parts], [part.sentence for part in parts])
    wanted = _taken(text, readings, matcher, is_order=is_order)
    if wanted.is_statement:
        return wanted
    is_order = is_order or starts_treating(text)
    rows = _rows(readings, matcher, is_order=is_order)
    if not rows and not is_order:
        rows = _rows_in_context(parts, matcher, _last_told(matcher, state))
    surety = max((float(reading.odds[rows].max()) for reading in readings), default=0.0) if rows else None
    return wanted._replace(entries=tuple(matcher.entries[row] for row in rows), surety=surety)


def _rows(readings: Sequence[Reading], matcher: Matcher, *, is_order: bool) -> list[int]:
    """The rows of the entries that any part asks for; of the whole utterance where no part does."""
    whole, *parts = readings
    rows = [row for reading in parts or [whole] for row in chosen(reading, matcher, is_order=is_order)]
    if parts and not rows:
        rows = chosen(whole, matcher, is_order=is_order)
    return _apart(list(dict.fromkeys(rows)), matcher)


def _rows_in_context(parts: Sequence[Part], matcher: Matcher, before: str) -> list[int]:
    """The rows for what makes sense only after what was told last: "and at night?"."""
    if not before or len(parts) > 1 or not leans_back(parts[0].text):
        return []
    text = f"{parts[0].text} ({before})"
    (reading,) = matcher.readings([text], [text])
    return [row for row in chosen(reading, matcher) if reading.odds[row] >= ENOUGH_IN_CONTEXT]


def _taken(text: str, readings: Sequence[Reading], matcher: Matcher, *, is_order: bool) -> Wanted:
    """The kind of thing that the utterance is."""
    whole, *parts = readings
    kinds = matcher.kind_shares(whole.shares)
    best, share = matcher.intent(whole.best_intent), float(whole.shares.max())
    likeliest = [(matcher.intent(one.best_intent), float(one.shares.max())) for one in parts or [whole]]
    intents = [one.id for one, surety in likeliest if surety >= (ACTED if one.kind == "act" else UNDERSTOOD)]
    surely = stated(text)
    if surely is not None:
        return Wanted(text=text, intents=(surely,), is_statement=True, is_social=True)
    shown = kinds["examination"] + kinds["test"]
    return Wanted(
        text=text,
        intents=tuple(dict.fromkeys(intents)),
        about=best.about,
        is_order=shown > max(kinds["history"], kinds["act"]) or (orders(text) and not treats(text)),
        is_treatment=best.id.startswith(TREATS)
        or starts_treating(text)
        or (is_order and treats(text) and not orders(text)),
        is_social=best.kind == "act" and best.id not in PROBES and kinds["act"] >= UNDERSTOOD,
        is_attempt=best.id in PROBES and share >= PROBING,
        asks_why_here=max(whole.shares[matcher.place(name)] for name in WHY_HERE) >= WHY,
        is_statement=best.id in STATEMENTS and (share >= MOSTLY or ("?" not in text and share >= PROBING)),
        is_understood=share >= UNDERSTOOD or kinds["history"] >= MOSTLY,
    )


def chosen(reading: Reading, matcher: Matcher, *, is_order: bool = False) -> list[int]:
    """The rows of the entries that this part asks for, surest first."""
    odds = reading.odds.copy()
    for row, entry in enumerate(matcher.entries):
        if is_order and entry.source == "fact":
            odds[row] = -np.inf
    if not len(odds):
        return []
    wide = _wide(reading, matcher)
    if wide:
        return wide
    order = [int(row) for row in np.argsort(-odds)]
    top = odds[order[0]]
    if top < ENOUGH:
        return []
    kind = matcher.entries[order[0]].source == "fact"
    beside, most = (ENOUGH_BESIDE, MOST_OF_A_PART) if kind else (SHOWN_BESIDE, MOST_SHOWN)
    near = [
        row
        for row in order
        if odds[row] >= max(ENOUGH, top - beside) and (matcher.entries[row].source == "fact") == kind
    ]
    return _apart(near if kind else _same_panel(near, reading, matcher), matcher)[:most]


def _same_panel(near: Sequence[int], reading: Reading, matcher: Matcher) -> list[int]:
    """Of what is shown, what bears the intent of the surest; and the whole panel where two of it do."""
    first = near[0]
    alike = [
        row
        for row in near[1:]
        if reading.odds[row] >= reading.odds[first] - ENOUGH_BESIDE or _bears(row, first, matcher)
    ]
    panel = _panel(first, matcher)
    if panel and sum(_panel(row, matcher) == panel for row in [first, *alike]) >= 2:
        rest = [
            row
            for row in range(len(matcher.entries))
            if _panel(row, matcher) == panel and row not in [first, *alike]
        ]
        alike += rest
    return [first, *alike]


def _bears(row: int, first: int, matcher: Matcher) -> bool:
    return bool((matcher.hard[row] * matcher.hard[first]).any())


def _panel(row: int, matcher: Matcher) -> tuple[str, str] | None:
    """What an entry is part of: "Lipid profile" of "Lipid profile: HDL"."""
    entry = matcher.entries[row]
    name = getattr(entry.part, "name", "").rpartition(": ")[0]
    return (entry.source, name) if name and entry.source == "test" else None


def _wide(reading: Reading, matcher: Matcher) -> list[int]:
    """The entries of a question for a whole field, a handful: "vital signs", "any other symptoms?"."""
    intent = matcher.intent(reading.best_intent)
    if reading.shares.max() < UNDERSTOOD:
        return []
    inside = matcher.within(reading.best_intent)
    if intent.id in FREELY:
        rows = [
            row
            for row, entry in enumerate(matcher.entries)
            if getattr(entry.part, "told", "") == "freely" or matcher.hard[row, reading.best_intent]
        ]
        return sorted(rows, key=lambda row: -reading.odds[row])[:MOST_WIDE]
    if intent.kind in ("examination", "test") and len(inside):
        rows = [
            int(row) for row in np.flatnonzero(matcher.hard[:, [reading.best_intent, *inside]].any(axis=1))
        ]
        return sorted(rows, key=lambda row: -reading.odds[row])[:MOST_SHOWN]
    if intent.id in WIDE:
        rows = [
            int(row) for row in np.flatnonzero(matcher.hard[:, [reading.best_intent, *inside]].any(axis=1))
        ]
        return _apart(sorted(rows, key=lambda row: -reading.odds[row]), matcher)[:MOST_WIDE]
    return []


def _apart(rows: Sequence[int], matcher: Matcher) -> list[int]:
    """The rows without those that say again what an earlier one says."""
    kept: list[int] = []
    for row in rows:
        is_fact = matcher.entries[row].source == "fact"
        if not any(row == one or (is_fact and matcher.likeness_between(row, one) >= SAME) for one in kept):
            kept.append(row)
    return kept


def _last_told(matcher: Matcher, state: State) -> str:
    """What the facts were about that were told last, empty before the first."""
    if not state.told:
        return ""
    latest = max(state.told.values())
    names = {name for name, minute in state.told.items() if minute == latest}
    places = [
        entry.part.intents[0] for entry in matcher.entries if entry.part.id in names and entry.part.intents
    ]
    return ", ".join(dict.fromkeys(places)).replace(".", " ")

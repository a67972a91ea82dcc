"""From an utterance to what it wants: entries of the script, and the kind of thing it is where there are none."""

from collections.abc import Sequence

import numpy as np

from assistant.case.attempts import is_guess_frame
from assistant.case.matching import Matcher, Reading
from assistant.case.script import Entry
from assistant.case.state import State
from assistant.case.understanding import Understanding
from assistant.case.utterance import Part, leans_back, parts_of
from retrieval.types import Value

ENOUGH = -1.2
"""The log odds from which an entry is told."""
ENOUGH_BESIDE = 0.5
"""How far below the best entry of a part another may lie to be told with it."""
SAME = 0.86
"""From this likeness on two entries say the same thing, and one is told."""
MOST_OF_A_PART = 3
MOST_WIDE = 5
MOST_SHOWN = 12
UNDERSTOOD = 0.25
"""The share of the likeliest intent from which a question is taken as understood."""
WIDE = frozenset(
    """complaint.hpi associated_symptoms anything_else systems.review systems.general pmh social ice family_history
    meds neuro.review msk.review skin.review ent.review eye.review endo.review psych.review gyn.review peds.review
    systems.cardiovascular systems.respiratory systems.gastrointestinal systems.urinary demographics""".split()
)
FREELY = frozenset(["complaint.hpi", "anything_else", "complaint.main"])
PROBES = frozenset(
    """act.ask_diagnosis act.confirm_guess act.ask_answer act.override act.translate_spell act.state_diagnosis act.hint
    act.are_you_real act.help_usage act.ask_progress act.abuse act.off_topic""".split()
)
TREATS = ("act.treat", "act.refer", "act.admit", "act.notify")


class Wanted(Value):
    """What an utterance wants. `about` names the likeliest intent in the words of the shared table."""

    model_config = {"arbitrary_types_allowed": True}

    text: str
    entries: tuple[Entry, ...] = ()
    intents: tuple[str, ...] = ()
    about: str = ""
    is_order: bool = False
    is_treatment: bool = False
    is_social: bool = False
    is_attempt: bool = False
    is_understood: bool = False


def wanted_of(
    text: str, matcher: Matcher, understanding: Understanding, state: State, *, is_order: bool = False
) -> Wanted:
    """What the utterance wants of the case, after what was told before."""
    mended = understanding.mended(text)
    parts = parts_of(mended)
    before = _last_told(matcher, state)
    readings = matcher.readings([_in_context(part, number, parts, before) for number, part in enumerate(parts)])
    whole, *rest = readings
    rows: list[int] = []
    for reading in rest or [whole]:
        rows += [row for row in chosen(reading, matcher, state, is_order=is_order) if row not in rows]
    if not rows and rest:
        rows = chosen(whole, matcher, state, is_order=is_order)
    kinds = matcher.kind_shares(whole.shares)
    best = matcher.intent(whole.best_intent)
    names = tuple(dict.fromkeys(matcher.intent(one.best_intent).id for one in (rest or [whole]) if one.shares.max() >= UNDERSTOOD))
    wants_shown = kinds["examination"] + kinds["test"] > max(kinds["history"], kinds["act"])
    probing = sum(float(whole.shares[understanding.place[name]]) for name in PROBES if name in understanding.place)
    return Wanted(
        text=text,
        entries=tuple(matcher.entries[row] for row in _apart(rows, matcher)),
        intents=names,
        about=best.about,
        is_order=wants_shown,
        is_treatment=best.id.startswith(TREATS),
        is_social=best.kind == "act" and best.id not in PROBES and kinds["act"] >= UNDERSTOOD,
        is_attempt=(best.id in PROBES and probing > 0.2) or (not rows and is_guess_frame(text) and best.id in PROBES),
        is_understood=float(whole.shares.max()) >= UNDERSTOOD or max(kinds["history"], 0) >= 0.6,
    )


def chosen(reading: Reading, matcher: Matcher, state: State, *, is_order: bool = False) -> list[int]:
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
    beside = [
        row
        for row in order
        if odds[row] >= max(ENOUGH, top - ENOUGH_BESIDE) and (matcher.entries[row].source == "fact") == kind
    ]
    return _apart(beside, matcher)[:MOST_OF_A_PART]


def _wide(reading: Reading, matcher: Matcher) -> list[int]:
    """The entries of a question for a whole field, at most a handful: "vital signs", "any other symptoms?"."""
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
        rows = [int(row) for row in np.flatnonzero(matcher.hard[:, [reading.best_intent, *inside]].any(axis=1))]
        return sorted(rows, key=lambda row: -reading.odds[row])[:MOST_SHOWN]
    if intent.id in WIDE:
        rows = [int(row) for row in np.flatnonzero(matcher.hard[:, [reading.best_intent, *inside]].any(axis=1))]
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


def _in_context(part: Part, number: int, parts: Sequence[Part], before: str) -> str:
    """The part with what it leans on: the part before it, or what was told last."""
    if number == 0:
        return f"{part.text} ({before})" if before and len(parts) == 1 and leans_back(part.text) else part.text
    if number > 1 and leans_back(part.text):
        return f"{part.text} ({parts[number - 1].text})"
    return part.text


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

"""The patient: what is asked for is told in the script's words, or a model's of them, and nothing else is."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import yaml

from assistant.case.denials import ordered, parts
from assistant.case.events import LONGEST_UTTERANCE, Reply
from assistant.case.patient.asked import Wanted, wanted_of
from assistant.case.patient.attempts import asks_plainly, compares, is_attempt, is_of_before, names_it
from assistant.case.patient.cued import orders, treats
from assistant.case.patient.illnesses import runs
from assistant.case.patient.matching import Matcher
from assistant.case.patient.script import Entry, Script, script_of
from assistant.case.patient.understanding import Understanding
from assistant.case.patient.voicing import reworded
from assistant.case.state import State, case_now
from assistant.ports import ChatModel
from curricula.cases.names import flat
from curricula.cases.types import Act, Case, Diagnosis, Fact, Finding, Investigation

MANNERS = Path(__file__).with_name("manners.yaml")
SURE = -1.0
"""The log odds that facts told to what may be a guess have to reach: "is it normal?" gets no near miss."""
UNNAMED = Diagnosis(name="not told")
ACTS: Mapping[str, Act] = {
    "act.introduction": "introduced",
    "act.consent": "consent",
    "act.chaperone": "consent",
    "act.empathy": "empathy",
    "act.apology": "empathy",
    "act.reassurance": "empathy",
    "act.acknowledge": "empathy",
    "act.explain_plan": "explained",
    "act.explain_procedure": "explained",
    "act.break_bad_news": "explained",
    "act.summarise": "summarised",
    "act.discharge_advice": "safety_net",
    "act.closing": "closed",
    "ice": "ideas",
    "ice.ideas": "ideas",
    "ice.concerns": "ideas",
    "ice.expectations": "ideas",
}
MANNER_OF: Mapping[str, str] = {
    "act.greeting": "greeting",
    "act.introduction": "introduction",
    "act.thanks": "thanks",
    "act.consent": "consent",
    "act.chaperone": "consent",
    "act.position_patient": "consent",
    "act.wash_hands": "consent",
    "act.empathy": "empathy",
    "act.apology": "empathy",
    "act.reassurance": "reassurance",
    "act.invite_questions": "invite",
    "act.explain_plan": "explained",
    "act.explain_procedure": "explained",
    "act.discharge_advice": "explained",
    "act.break_bad_news": "explained",
    "act.summarise": "summarised",
    "act.closing": "closing",
}


class _Scene(NamedTuple):
    """The script as it is at this moment, and what finds things in it."""

    script: Script
    matcher: Matcher
    words: frozenset[str]


class _Heard(NamedTuple):
    """An utterance as it is matched with what can be told, and as it is read for treatments."""

    text: str
    typed: str


class Patient:
    """Answers for one case: the patient, or who speaks for him, and the examiner who reports findings.

    One serves every encounter with the case: all that differs between them is in the state.
    """

    def __init__(self, case: Case, understanding: Understanding, *, model: ChatModel | None = None) -> None:
        # What the student is to find out is taken off here, so that nothing below can tell it.
        hidden = {"diagnosis": UNNAMED, "differential": (), "checklist": (), "problem": "", "teaching": ()}
        self._case = case.model_copy(update=hidden)
        self._understanding = understanding
        self._model = model
        understanding.warm()
        self._scenes: dict[tuple[frozenset[str], bool], _Scene] = {}

    def reply(self, state: State, utterance: str) -> Reply:
        """What is said to an utterance; an order within it is taken as one."""
        scene = self._scene(state)
        heard = self._read(utterance, scene)
        if isinstance(heard, Reply):
            return heard
        read = heard.text
        wanted = wanted_of(read, scene.matcher, self._understanding, state)
        if _may_guess(read) and not compares(read) and _is_unsure(wanted):
            return Reply(text=self._manner("deflect", ""), understood="refused")
        return self._voiced(self._answer(scene, state, wanted), state, scene)

    def order(self, state: State, wanted: str | Sequence[str]) -> Reply:
        """What comes of an order in free text, or of entries of the shared table by their ids."""
        scene = self._scene(state)
        if not isinstance(wanted, str):
            return self._answer(
                scene, state, _listed(wanted, scene.matcher, self._understanding), is_order=True
            )
        heard = self._read(wanted, scene, is_order=True)
        if isinstance(heard, Reply):
            return heard
        todo = ordered(heard.text)
        if not todo:
            return self._not_done(scene, heard.typed)
        asked = wanted_of(todo, scene.matcher, self._understanding, state, is_order=True)
        return self._answer(scene, state, asked._replace(text=heard.typed), is_order=True)

    def _not_done(self, scene: _Scene, text: str) -> Reply:
        """What comes of an order that says only what is not to be done, or leaves that open."""
        steps = _treatments(scene.script, text, self._understanding)
        if not steps and any(part.stance == "unsure" for part in parts(text)):
            return Reply(text=_said("unsure_whether", ""), voice="examiner", understood="unclear")
        return Reply(text=_said("not_done", ""), voice="examiner", understood="order", steps=steps)

    def _read(self, utterance: str, scene: _Scene, *, is_order: bool = False) -> _Heard | Reply:
        """The words as they are matched, without the names of diseases; or what is said to them at once.

        A treatment that is ordered may be for a disease: it is noted alike for any.
        """
        text = " ".join(utterance.split())
        if not text:
            return Reply(text=_said("empty", text), understood="refused")
        if len(utterance) > LONGEST_UTTERANCE:
            words = _said("too_long", text).format(limit=LONGEST_UTTERANCE)
            return Reply(text=words, understood="refused")
        if self._understanding.is_foreign(text):
            return Reply(text=_said("language", text), understood="refused")
        is_plain = is_of_before(text) or asks_plainly(text)
        guesses = _may_guess(text)
        kept = frozenset[str]() if guesses else scene.words
        named = self._understanding.illnesses.taken_out(text, kept, is_guess=guesses)
        treating = is_order and treats(text) and not guesses
        is_guess = named.names and not is_plain and not treating and (guesses or not orders(text))
        if named.names and is_plain:
            named = self._understanding.illnesses.taken_out(text, scene.words, but_common=True)
        if is_attempt(text) or is_guess or (names_it(text) and self._understanding.is_strange(text)):
            return Reply(text=self._manner("deflect", ""), understood="refused")
        read = text if orders(text) and not is_plain else named.text
        return _Heard(read, text if treating else read)

    def _answer(self, scene: _Scene, state: State, wanted: Wanted, *, is_order: bool = False) -> Reply:
        facts = [entry.part for entry in wanted.entries if isinstance(entry.part, Fact) and not is_order]
        shown = [entry for entry in wanted.entries if entry.source != "fact"]
        does = is_order or (wanted.is_treatment and not facts)
        reply = Reply(
            text="",
            steps=_treatments(scene.script, wanted.text, self._understanding) if does else (),
            acts=tuple(dict.fromkeys(ACTS[name] for name in wanted.intents if name in ACTS)),
        )
        if facts:
            reply = _told(facts, state, reply)
        if shown:
            reply = _reported(shown, reply)
        if reply.text:
            return reply
        if reply.steps or wanted.is_treatment:
            noted = {"text": _said("treated", ""), "voice": "examiner", "understood": "order"}
            return reply.model_copy(update=noted)
        return self._without(wanted, reply, is_order=is_order)

    def _without(self, wanted: Wanted, reply: Reply, *, is_order: bool) -> Reply:
        """What is said where the case holds nothing of what is wanted."""
        if wanted.is_attempt:
            return Reply(text=self._manner("deflect", ""), understood="refused")
        if wanted.is_order or is_order:
            said = {"text": _said("not_available", ""), "voice": "examiner", "understood": "not_scripted"}
            return reply.model_copy(update={**said, "asked_for": (wanted.about,) if wanted.about else ()})
        if wanted.asks_why_here:
            return reply.model_copy(update={"text": self._case.opening})
        if wanted.is_social:
            manner = MANNER_OF.get(wanted.intents[0], "social") if wanted.intents else "social"
            return reply.model_copy(update={"text": _said(manner, wanted.text), "understood": "social"})
        if wanted.is_understood:
            unknown = {"text": _said("unknown", wanted.text), "understood": "not_scripted"}
            return reply.model_copy(update={**unknown, "asked_for": (wanted.about,)})
        unclear = {"text": self._manner("unclear", wanted.text), "understood": "unclear"}
        return reply.model_copy(update=unclear)

    def _voiced(self, reply: Reply, state: State, scene: _Scene) -> Reply:
        """The reply in the model's words, where there is a model and only facts are told."""
        if self._model is None or reply.voice != "patient":
            return reply
        told = [fact for fact in scene.script.facts if fact.id in reply.facts]
        before = [fact for fact in scene.script.facts if fact.id in state.told and fact not in told]
        return reworded(reply, told, before=before, person=self._case.patient, model=self._model)

    def _manner(self, name: str, text: str) -> str:
        is_other = self._case.patient.speaks not in ("patient", "interpreter")
        return _said(f"{name}_other" if is_other else name, text)

    def _scene(self, state: State) -> _Scene:
        """The script after the changes that have come about, made once for each set of them."""
        key = (frozenset(state.changed), self._understanding.is_ready)
        if key not in self._scenes:
            script = script_of(case_now(self._case, state))
            words = frozenset(runs(flat(text) for text in script.told))
            self._scenes[key] = _Scene(script, Matcher(script.entries, self._understanding), words)
        return self._scenes[key]


def _may_guess(text: str) -> bool:
    """Whether the words may name what the patient has, even by a name that nobody knows."""
    return names_it(text) and not is_of_before(text) and not asks_plainly(text)


def _is_unsure(wanted: Wanted) -> bool:
    return not wanted.is_social and (wanted.surety is None or wanted.surety < SURE)


def _told(facts: Sequence[Fact], state: State, reply: Reply) -> Reply:
    """The reply with these facts, those that are told only when pressed held back the first time."""
    open_facts = [fact for fact in facts if fact.told != "pressed" or fact.id in state.held_back]
    kept = tuple(fact.id for fact in facts if fact not in open_facts)
    says = " ".join(dict.fromkeys(fact.says for fact in open_facts))
    told = {"facts": tuple(fact.id for fact in open_facts), "held_back": kept}
    return reply.model_copy(update={"text": says or _said("held_back", kept[0]), **told})


def _reported(shown: Sequence[Entry], reply: Reply) -> Reply:
    """The reply with what the examiner reports after it."""
    findings = [entry.part for entry in shown if isinstance(entry.part, Finding)]
    tests = [entry.part for entry in shown if isinstance(entry.part, Investigation)]
    lines = [reply.text, *(f"{one.name}: {one.finding}" for one in findings), *map(_sent, tests)]
    return reply.model_copy(
        update={
            "text": "\n".join(filter(None, lines)),
            "voice": "examiner",
            "understood": "order",
            "findings": tuple(one.id for one in findings),
            "tests": tuple(one.id for one in tests),
        }
    )


def _sent(test: Investigation) -> str:
    when = f", the result will be back in {test.minutes} minutes" if test.minutes else ", the result is back"
    return f"{test.name}: requested{when}."


def _treatments(script: Script, text: str, understanding: Understanding) -> tuple[str, ...]:
    return tuple(one.id for one in script.treatments if understanding.accepts(text, one.accepts))


def _listed(ids: Iterable[str], matcher: Matcher, understanding: Understanding) -> Wanted:
    """Entries of the shared table, with those that stand within them."""
    places = [understanding.place[name] for name in ids if name in understanding.place]
    rows = matcher.rows_of(places)
    about = ", ".join(understanding.intents[place].about for place in places)
    names = tuple(understanding.intents[place].id for place in places)
    entries = tuple(matcher.entries[row] for row in rows if matcher.entries[row].source != "fact")
    return Wanted(text=about, entries=entries, intents=names, about=about, is_order=True, is_understood=True)


def _said(manner: str, text: str) -> str:
    """One of the wordings, always the same for the same text."""
    wordings = _manners()[manner]
    number = int.from_bytes(sha256(text.casefold().encode()).digest()[:4], "big")
    return str(wordings[number % len(wordings)])


@cache
def _manners() -> Mapping[str, Sequence[str]]:
    manners: Mapping[str, Sequence[str]] = yaml.safe_load(MANNERS.read_text(encoding="utf-8"))
    return manners

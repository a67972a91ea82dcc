"""Is the diagnosis given away before the student has committed: by patient, order, hint, or what is shown?"""

from base64 import b64decode
from codecs import decode
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, NamedTuple

from assistant.case.bedside.encounters import Encounter, Log, Member
from assistant.case.bedside.seen import Viewer, view
from assistant.case.bedside.tutor import Tutor
from assistant.case.bedside.tutor_voice import Voice
from assistant.case.bedside.walk import walk
from assistant.case.events import CaseEvent, Ordered, Reply, Said
from assistant.case.leak import Secret, leaked, secrets_of
from assistant.case.patient.patient import Patient
from assistant.case.patient.understanding import Understanding
from assistant.case.state import State, fold
from curricula.cases.types import DOMAINS, Case, Diagnosis
from eval.metrics import share
from eval.naming import Naming
from eval.playing import playable_cases, understanding_of
from eval.suites import patient as patient_suite
from eval.suites.diagnosis import Answer, answers
from eval.types import NotRun, OnProgress, Score, SuiteOptions, SuiteResult
from retrieval.errors import PreceptorError
from retrieval.rows import Row, rows
from retrieval.types import Value

Mode = Literal["script", "model"]
MODES: tuple[Mode, ...] = ("script", "model")
BLANK = "{diagnosis}"
AT = datetime(2026, 1, 1, tzinfo=UTC)
ORDINARY = (
    "What brings you in today?",
    "How long has this been going on?",
    "Do you have any other medical problems?",
    "Do you take any medicines?",
    "What are the vital signs?",
)
"""What is asked before an attempt that does not come first."""


class Attack(Value):
    """A message that tries to get the diagnosis; `fill` says whether it takes one in its blank."""

    id: str
    template: str
    style: str
    fill: Literal["none", "right_and_wrong"] = "none"


class Trial(Value):
    """An attack on one case, at the first turn or a later one, and what came of it.

    `named` are the names of the diagnosis that any text before commitment held; `told_apart` is whether the
    replies to the right and to a wrong diagnosis differ, None where the attack takes none.
    """

    attack: Attack
    case: str
    mode: Mode
    first: bool
    named: tuple[str, ...]
    told_apart: bool | None = None

    @property
    def leaks(self) -> bool:
        """Whether it got anything."""
        return bool(self.named or self.told_apart)


class Target(NamedTuple):
    """A case under attack: its patient in one mode, the names not to be said, and a wrong diagnosis."""

    case: Case
    patient: Patient
    mode: Mode
    secrets: tuple[Secret, ...]
    wrong: str
    tutor: Tutor


def run(options: SuiteOptions, on_progress: OnProgress) -> SuiteResult:
    """The share of the attacks of `options.data` on every case that got the diagnosis."""
    attacks = read_attacks(options.data)
    understanding = understanding_of(options, on_progress)
    cases = playable_cases(options, understanding)
    targets = list(targets_of(cases, options.data, understanding))
    trials = []
    for done, target in enumerate(targets, 1):
        trials += trials_of(target, attacks)
        on_progress("Attacking", done, len(targets))
    scores = score_trials(trials)
    if (options.data / patient_suite.FILE).is_file():
        scores["answered"] = patient_suite.run(options, on_progress).scores["answered"]
    return SuiteResult(
        suite="leaks",
        n=len(trials),
        ungraded=0,
        scores=scores,
        settings={"data": options.data.resolve().name, "cases": len(cases), "attacks": len(attacks)},
    )


def read_attacks(folder: Path) -> list[Attack]:
    """The messages of leak_attacks.jsonl."""
    path = folder / "leak_attacks.jsonl"
    if not path.is_file():
        raise NotRun(
            f"Not run: {folder} holds no leak_attacks.jsonl.",
            "Point --data at a folder of the suite's layout.",
        )
    return [_attack(path, row) for row in rows(path)]


def targets_of(cases: Mapping[str, Case], folder: Path, understanding: Understanding) -> Iterator[Target]:
    """Each case, with the script alone and with a model that tries to name its diagnosis."""
    known = _known_names(folder)
    wrong = _look_alikes(folder)
    named = list(cases)
    for place, (name, case) in enumerate(cases.items()):
        other = cases[named[(place + 1) % len(named)]].diagnosis.name
        also = Diagnosis(name=case.diagnosis.name, also=tuple(known.get(name, ())))
        secrets = secrets_of(case.model_copy(update={"differential": ()}))
        secrets += secrets_of(case.model_copy(update={"diagnosis": also, "differential": ()}))
        for mode in MODES:
            model = Naming(case.diagnosis.name) if mode == "model" else None
            patient = Patient(case, understanding, model=model)
            voice = Voice(model, understanding.illnesses) if model else None
            tutor = Tutor(understanding.intents, voice=voice)
            yield Target(case, patient, mode, secrets, wrong.get(name, other), tutor)


def trials_of(target: Target, attacks: Sequence[Attack]) -> list[Trial]:
    """Every attack on the case, at the first turn and after some ordinary questions."""
    later: list[CaseEvent] = []
    for question in ORDINARY:
        later.append(_said(target, later, question))
    # Most attacks get the same reply, and reading a page for names costs a thousand times a look-up.
    seen: dict[str, tuple[str, ...]] = {}
    return [_trial(target, attack, before, seen) for before in ([], later) for attack in attacks]


def score_trials(trials: Sequence[Trial]) -> dict[str, Score]:
    """The suite's figures, by mode, by turn and by style of attack."""
    pairs = [trial for trial in trials if trial.told_apart is not None]
    scores = {
        "leak_rate": share([trial.leaks for trial in trials]),
        "named": share([bool(trial.named) for trial in trials]),
        "told_apart": share([trial.told_apart for trial in pairs]),
        "first_turn.leak_rate": share([trial.leaks for trial in trials if trial.first]),
        "later.leak_rate": share([trial.leaks for trial in trials if not trial.first]),
    }
    by_mode = {
        f"mode.{mode}.leak_rate": share([one.leaks for one in trials if one.mode == mode]) for mode in MODES
    }
    return scores | by_mode | _by_style(trials, lambda trial: trial.attack.style)


def _trial(
    target: Target, attack: Attack, before: Sequence[CaseEvent], seen: dict[str, tuple[str, ...]]
) -> Trial:
    filled = attack.template.replace(BLANK, target.case.diagnosis.name)
    said, ordered = _said(target, before, filled), _ordered(target, before, filled)
    told_apart = None
    if attack.fill == "right_and_wrong":
        other = attack.template.replace(BLANK, target.wrong)
        pairs = (
            (said.reply, _said(target, before, other).reply),
            (ordered.reply, _ordered(target, before, other).reply),
        )
        told_apart = any(_without(one) != _without(two) for one, two in pairs)
    key = f"{len(before)} {said.reply.model_dump_json()} {ordered.reply.model_dump_json()}"
    if key not in seen:
        texts = [said.reply.text, ordered.reply.text, *_shown(target, [*before, said, ordered])]
        seen[key] = tuple(dict.fromkeys(name for text in texts for name in _named(text, target.secrets)))
    return Trial(
        attack=attack,
        case=target.case.id,
        mode=target.mode,
        first=not before,
        named=seen[key],
        told_apart=told_apart,
    )


def _shown(target: Target, events: Sequence[CaseEvent]) -> Iterator[str]:
    """Every text that the page and the API hold at this point but the student's own, and all tutoring."""
    state = fold(target.case, events)
    question = target.tutor.question(target.case, state)
    if question is not None:
        yield question.text
        wording = target.tutor.worded(question, target.case, state)
        yield wording.text if wording else ""
    for domain in DOMAINS:
        hint = target.tutor.hint(target.case, state, domain)
        yield hint.text if hint else ""
    silent = [event.model_copy(update={"text": "..."}) for event in events]
    encounter = Encounter(
        id="e",
        owner="me",
        case_id=target.case.id,
        case_version=target.case.version,
        started_at=AT,
    )
    log = Log(encounter, (Member(user_id="me", name="me"),), tuple(silent))
    yield view(log, walk(target.case, log), Viewer(user_id="me", now=AT)).model_dump_json()


def _said(target: Target, before: Sequence[CaseEvent], text: str) -> Said:
    reply = target.patient.reply(_state(target, before), text)
    return Said(id=f"said-{len(before)}", at=AT, by="me", text=text, reply=reply)


def _ordered(target: Target, before: Sequence[CaseEvent], text: str) -> Ordered:
    reply = target.patient.order(_state(target, before), text)
    return Ordered(id=f"ordered-{len(before)}", at=AT, by="me", text=text, reply=reply)


def _state(target: Target, before: Sequence[CaseEvent]) -> State:
    return fold(target.case, before)


def _without(reply: Reply) -> Reply:
    """The reply without what the author is told about it and nobody else."""
    return reply.model_copy(update={"asked_for": ()})


def _named(text: str, secrets: Sequence[Secret]) -> tuple[str, ...]:
    """The names that the text holds, as it stands, backwards, or in a code that is asked for."""
    return tuple(name for one in (text, *_decoded(text)) for name in leaked(one, secrets))


def _decoded(text: str) -> Iterator[str]:
    yield text[::-1]
    yield decode(text, "rot13")
    for word in text.split():
        try:
            yield b64decode(word + "=" * (-len(word) % 4), validate=True).decode()
        except ValueError:
            continue


def _known_names(folder: Path) -> dict[str, list[str]]:
    """Other names of each case's diagnosis: what every record of it forbids, and what was marked correct."""
    names: dict[str, list[str]] = {}
    if (folder / patient_suite.FILE).is_file():
        asked: dict[str, list[set[str]]] = {}
        for one in patient_suite.read_utterances(folder):
            asked.setdefault(one.case_id, []).append(set(one.forbidden))
        names = {name: sorted(set.intersection(*forbidden)) for name, forbidden in asked.items()}
    for answer in _graded(folder):
        if answer.verdict == "correct":
            names.setdefault(answer.case_id, []).append(answer.submitted)
    return names


def _look_alikes(folder: Path) -> dict[str, str]:
    return {one.case_id: one.submitted for one in _graded(folder) if one.feature == "look_alike"}


def _graded(folder: Path) -> list[Answer]:
    return answers(folder) if (folder / "differential_grading.jsonl").is_file() else []


def _by_style(trials: Sequence[Trial], style_of: Callable[[Trial], str]) -> dict[str, Score]:
    return {
        f"style.{style}.leak_rate": share([one.leaks for one in trials if style_of(one) == style])
        for style in sorted({style_of(one) for one in trials})
    }


def _attack(path: Path, row: Row) -> Attack:
    try:
        return Attack.model_validate({name: row[name] for name in Attack.model_fields if name in row})
    except ValueError as fault:
        raise PreceptorError(
            f"The record {row.get('id', '?')} of {path} cannot be read.",
            "Give each record id, template, style and fill.",
        ) from fault

"""Does the virtual patient tell the facts that are asked for, and nothing else? No model is asked."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from time import perf_counter
from typing import Literal

from assistant.case.events import Reply
from assistant.case.patient.patient import Patient
from assistant.case.patient.understanding import Understanding
from assistant.case.state import State
from curricula.cases.types import Case
from eval.metrics import mean, mean_of_means, share
from eval.playing import playable_cases, understanding_of
from eval.types import NotRun, OnProgress, Score, SuiteOptions, SuiteResult
from retrieval.errors import PreceptorError
from retrieval.rows import Row, rows
from retrieval.text import words
from retrieval.types import Value

FILE = "patient_questions.jsonl"
Kind = Literal["history", "exam", "test", "off_script", "smalltalk"]


class Instead(Value):
    """Another place that holds the same fact."""

    instead_of: str
    pointer: str
    evidence: str = ""


class Utterance(Value):
    """What a student types to one case, and the places of its record that hold what must be conveyed."""

    id: str
    case_id: str
    utterance: str
    kind: Kind
    style: str = ""
    polarity: Literal["present", "absent", "mixed"] | None = None
    expects: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    also: tuple[Instead, ...] = ()
    forbidden: tuple[str, ...] = ()
    note: str = ""


class Heard(Value):
    """An utterance and its reply: the places it was told from, which of them deny, and how long it took."""

    asked: Utterance
    reply: Reply
    told: tuple[str, ...]
    denials: tuple[bool, ...]
    ms: float

    @cached_property
    def conveyed(self) -> bool | None:
        """Whether every fact asked for was told, from any place that holds it; None off script."""
        if not self.asked.expects:
            return None
        return all(self.told_any(places) for places in self.places)

    @cached_property
    def places(self) -> list[frozenset[str]]:
        """For each fact asked for, the places from any of which it may be told."""
        asked = self.asked
        if len(asked.evidence) == len(asked.expects):
            pairs = list(zip(asked.evidence, asked.expects, strict=True))
        else:
            pairs = [(evidence, place) for place in asked.expects for evidence in asked.evidence]
            if len(asked.expects) > 1:
                pairs = [(place, place) for place in asked.expects]
        return [
            frozenset([place, *(one.pointer for one in asked.also if one.instead_of == evidence)])
            for evidence, place in pairs
        ]

    def told_any(self, places: Iterable[str]) -> bool:
        """Whether the reply was told from any of these places."""
        return any(place in self.told for place in places)

    @property
    def extra(self) -> int:
        """How many places were told from beyond those asked for."""
        accepted = {*self.asked.expects, *(one.pointer for one in self.asked.also)}
        return len(set(self.told) - accepted)

    @property
    def leaks(self) -> bool:
        """Whether a forbidden string stands in the reply as whole words."""
        said = f" {' '.join(words(self.reply.text))} "
        return any(f" {' '.join(words(one))} " in said for one in self.asked.forbidden if words(one))


def run(options: SuiteOptions, on_progress: OnProgress) -> SuiteResult:
    """The figures over the utterances of `options.data`, each the first that is typed to its case."""
    asked = read_utterances(options.data)
    understanding = understanding_of(options, on_progress)
    cases = playable_cases(options, understanding)
    heard = list(_heard(asked, cases, understanding, on_progress))
    return SuiteResult(
        suite="patient",
        n=len(heard),
        ungraded=0,
        scores=score_heard(heard, seed=options.seed),
        settings={
            "data": options.data.resolve().name,
            "cases": len({one.case_id for one in asked}),
            "encoder": understanding.encoder.fingerprint if understanding.encoder else None,
            "seed": options.seed,
        },
    )


def read_utterances(folder: Path) -> list[Utterance]:
    """The utterances of patient_questions.jsonl."""
    path = folder / FILE
    if not path.is_file():
        raise NotRun(
            f"Not run: {folder} holds no {FILE}.",
            "Point --data at a folder of the suite's layout.",
        )
    return [_utterance(path, row) for row in rows(path)]


def score_heard(heard: Sequence[Heard], *, seed: int = 0) -> dict[str, Score]:
    """The suite's figures, by kind and style, and with each case weighing the same."""
    scripted = [one for one in heard if one.asked.expects]
    off_script = [one for one in heard if one.asked.kind == "off_script"]
    small_talk = [one for one in heard if one.asked.kind == "smalltalk"]
    told = [one for one in scripted if one.told]
    scores = {
        "answered": share([bool(one.conveyed) for one in scripted]),
        "replied": share([bool(one.told) for one in scripted]),
        "extra_leaves": mean([float(one.extra) for one in told], seed=seed),
        "refused_off_script": share([not one.told for one in off_script]),
        "smalltalk_clean": share([not one.told for one in small_talk]),
        "forbidden_leaks": share([one.leaks for one in heard]),
        "polarity": share([_right_way_round(one) for one in told]),
        "by_case.answered": mean_of_means(_by_case(scripted), seed=seed),
        "reply_ms_p95": _slowest([one.ms for one in heard]),
    }
    return (
        scores
        | _by("kind", scripted, lambda one: one.asked.kind)
        | _by("style", scripted, lambda one: one.asked.style)
    )


def places_told(reply: Reply, case: Case) -> list[tuple[str, bool, str]]:
    """For each fact, finding and test of the reply: its place in the record, whether it denies, its words."""
    facts = {one.id: (one.source, one.absent, one.says) for one in case.facts}
    shown: dict[str, tuple[str | None, bool, str]] = {
        **{one.id: (one.source, False, one.finding) for one in case.findings},
        **{one.id: (one.source, False, one.text) for one in case.tests},
    }
    found = [facts[name] for name in reply.facts] + [shown[name] for name in (*reply.findings, *reply.tests)]
    return [(source or "", absent, says) for source, absent, says in found]


def _heard(
    asked: Sequence[Utterance],
    cases: Mapping[str, Case],
    understanding: Understanding,
    on_progress: OnProgress,
) -> Iterator[Heard]:
    patients: dict[str, Patient] = {}
    for done, one in enumerate(asked, 1):
        if one.case_id not in cases:
            raise PreceptorError(
                f"There is no case {one.case_id}.", "Name the file that holds it with --cases."
            )
        case = cases[one.case_id]
        if one.case_id not in patients:
            patients[one.case_id] = Patient(case, understanding)
            patients[one.case_id].reply(State(), "Hello")
        started = perf_counter()
        reply = patients[one.case_id].reply(State(), one.utterance)
        ms = (perf_counter() - started) * 1000
        told = places_told(reply, case)
        yield Heard(
            asked=one,
            reply=reply,
            told=tuple(place for place, _, _ in told),
            denials=tuple(denies for _, denies, _ in told),
            ms=ms,
        )
        on_progress("Asking", done, len(asked))


def _right_way_round(one: Heard) -> bool | None:
    """Whether what was told from the right places affirms or denies as it should; None if either would do."""
    wanted = {"present": False, "absent": True}.get(one.asked.polarity or "")
    accepted = frozenset().union(*one.places)
    denials = [denies for place, denies in zip(one.told, one.denials, strict=True) if place in accepted]
    return None if wanted is None or not denials else wanted in denials


def _by_case(heard: Sequence[Heard]) -> list[list[float | None]]:
    by_case: dict[str, list[float | None]] = {}
    for one in heard:
        by_case.setdefault(one.asked.case_id, []).append(float(bool(one.conveyed)))
    return list(by_case.values())


def _by(what: str, heard: Sequence[Heard], name_of: Callable[[Heard], str]) -> dict[str, Score]:
    return {
        f"{what}.{name}.answered": share([bool(one.conveyed) for one in heard if name_of(one) == name])
        for name in sorted({name_of(one) for one in heard})
    }


def _slowest(ms: Sequence[float]) -> Score:
    ordered = sorted(ms)
    return Score(
        value=ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))] if ordered else None, n=len(ordered)
    )


def _utterance(path: Path, row: Row) -> Utterance:
    try:
        return Utterance.model_validate(row)
    except ValueError as fault:
        raise PreceptorError(
            f"The record {row.get('id', '?')} of {path} cannot be read.",
            "Give each record id, case_id, utterance, kind, expects, evidence, also and forbidden.",
        ) from fault

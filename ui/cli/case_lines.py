"""From a line typed at the bedside to what it does."""

from collections.abc import Callable, Mapping
from typing import Any, get_args

from pydantic import TypeAdapter, ValidationError

from assistant.case.bedside.actions import Action
from assistant.case.bedside.view import View
from assistant.case.events import Tier
from curricula.cases.types import DOMAINS
from retrieval.errors import WrongUse

HELP: Mapping[str, str] = {
    "TEXT": "speak to the patient",
    "/examine WHAT": "examine: blood pressure; listen to the heart",
    "/order WHAT": "order tests: FBC, troponin, ECG",
    "/treat WHAT": "give or do something: oxygen, aspirin 300 mg",
    "/find WORDS": "what can be examined and ordered by these words",
    "/wait [MINUTES]": "let time pass; without a number until the next result",
    "/problem SENTENCE": "the problem in one sentence",
    "/board A [TIER]; B; C": f"your differential, best first; tiers: {', '.join(get_args(Tier))}",
    "/answer [TEXT]": "answer the tutor; without a text pass",
    "/hint PART": f"the next hint on {', '.join(DOMAINS)}",
    "/show": "findings, results, problem and differential so far",
    "/commit DIAGNOSIS | STEP; STEP": "commit to a diagnosis and a plan",
    "/pause, /resume": "stop the clock, let it run",
    "/end": "end the encounter, or give it up",
    "/quit": "leave; the encounter is kept as it is",
}
ORDERS = {"/examine": "examination", "/order": "test", "/treat": "treatment"}
_ACTION: TypeAdapter[Action] = TypeAdapter(Action)


def action_of(line: str, view: View, new_id: str) -> Action:
    """The action of a line, by a new id. WrongUse where there is no such command or something is missing."""
    if not line.startswith("/"):
        return _made({"kind": "say", "text": line}, new_id)
    word, _, rest = line.partition(" ")
    word, rest = word.lower(), rest.strip()
    if word in ORDERS:
        return _made({"kind": "order", "of": ORDERS[word], "text": rest}, new_id)
    if word not in _READ:
        raise WrongUse(f"There is no command {word[:40]}.", "See: /help")
    return _made(_READ[word](rest, view), new_id)


def _wait(rest: str, _view: View) -> dict[str, Any]:
    if rest and not rest.isdecimal():
        raise WrongUse(f"{rest[:40]!r} is no number of minutes.", "Write for example: /wait 30")
    return {"kind": "wait", "minutes": int(rest) if rest else None}


def _board(rest: str, _view: View) -> dict[str, Any]:
    lines = [part.strip() for part in rest.split(";") if part.strip()]
    if not lines:
        raise WrongUse("The differential is empty.", "Write for example: /board pericarditis likely; flu")
    return {"kind": "rank", "board": [_ranked(line) for line in lines]}


def _ranked(line: str) -> dict[str, str]:
    words, _, last = line.rpartition(" ")
    if words and last.lower() in get_args(Tier):
        return {"text": words.strip(), "tier": last.lower()}
    return {"text": line}


def _answer(rest: str, view: View) -> dict[str, Any]:
    if view.question is None:
        raise WrongUse("The tutor asks nothing now.", "Go on with the patient.")
    return {"kind": "answer", "prompt": view.question.prompt, "text": rest}


def _commit(rest: str, _view: View) -> dict[str, Any]:
    diagnosis, _, plan = rest.partition("|")
    steps = [part.strip() for part in plan.split(";") if part.strip()]
    return {"kind": "commit", "diagnosis": diagnosis.strip(), "plan": steps}


def _hint(rest: str, _view: View) -> dict[str, Any]:
    if rest.lower() not in DOMAINS:
        raise WrongUse("A hint is on one part.", f"Choose one of {', '.join(DOMAINS)}.")
    return {"kind": "hint", "about": rest.lower()}


def _only(kind: str) -> "Callable[[str, View], dict[str, Any]]":
    return lambda _rest, _view: {"kind": kind}


_READ: Mapping[str, Callable[[str, View], dict[str, Any]]] = {
    "/wait": _wait,
    "/problem": lambda rest, _view: {"kind": "frame", "text": rest},
    "/board": _board,
    "/answer": _answer,
    "/hint": _hint,
    "/commit": _commit,
    "/pause": _only("pause"),
    "/resume": _only("resume"),
    "/end": _only("end"),
}


def _made(fields: dict[str, Any], new_id: str) -> Action:
    try:
        return _ACTION.validate_python(fields | {"id": new_id})
    except ValidationError as fault:
        wrong = fault.errors()[0]
        where = ".".join(str(step) for step in wrong["loc"][1:])
        raise WrongUse(f"That cannot be taken: {where}: {wrong['msg']}.", "See: /help") from None

"""A small case, and events of an encounter with it."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from assistant.case.events import CaseEvent, Committed, Ordered, Reply, Said, Waited
from curricula.cases.types import (
    Candidate,
    Case,
    Change,
    Diagnosis,
    Fact,
    Finding,
    Investigation,
    Line,
    Person,
    Reading,
    Setting,
    Step,
)

NOW = datetime(2026, 1, 1, tzinfo=UTC)
PERICARDITIS = Diagnosis(name="acute pericarditis", also=("pericarditis",), wider=("chest pain",))


def small_case(**changed: Any) -> Case:
    """A young man with pericarditis: a few facts, a finding, two tests (one held), a timeline."""
    fields: dict[str, Any] = {
        "id": "sharp-chest-pain",
        "title": "A student with sharp chest pain",
        "author": "Preceptor project",
        "patient": Person(name="Sam", age=22, sex="male"),
        "setting": Setting(task="Find out what is wrong."),
        "opening": "My chest hurts.",
        "facts": (
            Fact(id="onset", intents=("onset",), says="It began two days ago."),
            Fact(
                id="position", intents=("relieving",), says="It is better when I lean forward.", red_flag=True
            ),
            Fact(id="fever", intents=("fever",), says="No, no fever.", absent=True),
        ),
        "findings": (Finding(id="rub", name="Heart sounds", finding="A scratching sound in time."),),
        "tests": (
            Investigation(
                id="troponin",
                name="Troponin",
                readings=(Reading(name="Troponin", value=4, unit="ng/L", high=14),),
                minutes=60,
            ),
            Investigation(id="echo", name="Echocardiogram", text="A small effusion.", minutes=30, held=True),
        ),
        "steps": (Step(id="nsaid", text="Ibuprofen", accepts=("an NSAID",)),),
        "timeline": (
            Change(
                id="worse",
                minutes=120,
                unless=("nsaid",),
                says="The pain is worse.",
                tests=(Investigation(id="troponin", name="Troponin", text="Now raised.", minutes=60),),
            ),
        ),
        "diagnosis": PERICARDITIS,
        "differential": (Candidate(diagnosis=PERICARDITIS, speaks_for=("position", "rub")),),
        "checklist": (Line(id="asks-onset", domain="history", text="Asks when it began", any_of=("onset",)),),
    }
    return Case(**fields | changed)


def said(text: str, *facts: str, number: int = 0, **reply: Any) -> Said:
    """The student asked, and these facts were told."""
    return Said(
        id=f"said-{text}-{number}", at=NOW, by="me", text=text, reply=Reply(text="...", facts=facts, **reply)
    )


def ordered(*tests: str, findings: Iterable[str] = (), steps: Iterable[str] = (), number: int = 0) -> Ordered:
    """The student ordered these tests, examined for these findings, and did these steps."""
    reply = Reply(text="...", voice="examiner", tests=tests, findings=tuple(findings), steps=tuple(steps))
    return Ordered(id=f"ordered-{tests}-{number}", at=NOW, by="me", text=", ".join(tests), reply=reply)


def waited(minutes: int, number: int = 0) -> Waited:
    """The student let time pass."""
    return Waited(id=f"waited-{minutes}-{number}", at=NOW, by="me", minutes=minutes)


def committed(diagnosis: str, *plan: str) -> CaseEvent:
    """The student committed to a diagnosis."""
    return Committed(id=f"committed-{diagnosis}", at=NOW, by="me", diagnosis=diagnosis, plan=plan)

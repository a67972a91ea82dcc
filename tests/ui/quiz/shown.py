"""Sittings as their learner sees them, made by hand."""

from datetime import date
from typing import Any

from assistant.quiz.types import Chosen, Graded
from assistant.quiz.view import Explained, Feedback, ShownItem, ShownOption, ShownPicture, Spot, View
from assistant.types import Citation

QUOTE = "In patients older than 75 years, half the dose is considered."
CITATION = Citation(
    passage="p1",
    start=0,
    end=len(QUOTE),
    quote=QUOTE,
    document="d1",
    title="Acute coronary syndrome in adults",
    publisher="Example Society",
    published=date(2025, 2, 1),
    section="Fibrinolysis",
)
OPTIONS = tuple(
    ShownOption(id=one, letter=letter, text=text)
    for one, letter, text in (("c", "A", "25 mg"), ("a", "B", "17.5 mg"), ("b", "C", "22.5 mg"))
)
PICTURE = ShownPicture(file="chest.png", alt="A chest radiograph")


def item(place: int = 0, **values: Any) -> ShownItem:
    """A single best answer that nobody has answered."""
    given = {
        "item_id": f"dose-{place}",
        "version": 1,
        "type": "single_best_answer",
        "vignette": "An 81-year-old woman weighs 84 kg.",
        "lead_in": "Which dose is advised?",
        "options": OPTIONS,
        "why": "weak",
        "review": "cross-read, not clinician-reviewed",
    }
    return ShownItem.model_validate({"place": place} | given | values)


def told(correct: bool | None = False, **values: Any) -> Feedback:
    """What is told after option a was chosen where b is right."""
    explained = (
        Explained(id="a", text="17.5 mg", correct=False, chosen=True, reason="Half of 35 mg.", citations=()),
        Explained(
            id="b", text="22.5 mg", correct=True, chosen=False, reason="Half of 45 mg.", citations=(CITATION,)
        ),
        Explained(id="c", text="25 mg", correct=False, chosen=False, reason=None),
    )
    given: dict[str, Any] = {"graded": Graded(correct=correct), "explained": explained, "ask": "Which dose?"}
    return Feedback.model_validate(given | values)


def answered_item(place: int = 0, **values: Any) -> ShownItem:
    """The same after a wrong answer."""
    given = {"response": Chosen(options=("a",)), "confidence": 80, "feedback": told()}
    return item(place, **(given | values))


def view(shown: ShownItem | None = None, **values: Any) -> View:
    """A study sitting that is open at its first place."""
    shown = shown or item()
    given: dict[str, Any] = {
        "sitting": "sitting-1",
        "mode": "study",
        "title": "Acute coronary syndrome",
        "phase": "open",
        "places": (Spot(place=0, answered=shown.feedback is not None, flagged=False),),
        "at": 0,
        "total": None,
        "item": shown,
        "events": 3,
    }
    return View.model_validate(given | values)

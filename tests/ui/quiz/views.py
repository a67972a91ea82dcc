"""Sittings as their learner sees them, for the screens to draw."""

from typing import Any

from assistant.quiz.types import Chosen, Graded
from assistant.quiz.view import Explained, Feedback, ShownItem, ShownOption, Spot, View
from assistant.types import Citation

QUOTE = "Give salbutamol 5 mg by oxygen-driven nebuliser in a severe asthma attack."
CITED = Citation(
    passage="p1",
    start=0,
    end=len(QUOTE),
    quote=QUOTE,
    document="d1",
    title="Asthma in adults",
    edition="2",
    page="12",
    file_page=14,
)
OPTIONS = tuple(
    ShownOption(id=key, letter=letter, text=text)
    for key, letter, text in (
        ("c", "A", "Oral montelukast"),
        ("a", "B", "Nebulised salbutamol"),
        ("b", "C", "Intravenous amoxicillin"),
    )
)
RIGHT = Feedback(
    graded=Graded(correct=True, score=1.0),
    explained=(
        Explained(
            id="c", text="Oral montelukast", correct=False, chosen=False, reason="Too slow in an attack."
        ),
        Explained(
            id="a",
            text="Nebulised salbutamol",
            correct=True,
            chosen=True,
            reason="It opens the airways within minutes.",
            citations=(CITED,),
        ),
        Explained(id="b", text="Intravenous amoxicillin", correct=False, chosen=False, reason=None),
    ),
    uncited=("Asthma in children: these words no longer stand there.",),
)


def item(**changed: Any) -> ShownItem:
    """A single best answer at the second place, not answered."""
    fields: dict[str, Any] = {
        "place": 1,
        "item_id": "asthma-attack",
        "version": 1,
        "type": "single_best_answer",
        "vignette": "A woman of 24 cannot finish her sentences.",
        "lead_in": "What is given first?",
        "options": OPTIONS,
        "why": "weak",
    }
    return ShownItem(**fields | changed)


def view(**changed: Any) -> View:
    """A study of three items, at the second."""
    fields: dict[str, Any] = {
        "sitting": "sitting-0001",
        "mode": "study",
        "title": "Study: asthma",
        "phase": "open",
        "places": (
            Spot(place=0, answered=True, flagged=False, correct=False),
            Spot(place=1, answered=False, flagged=True),
            Spot(place=2, answered=False, flagged=False),
        ),
        "at": 1,
        "total": 3,
        "item": item(),
        "events": 5,
    }
    return View(**fields | changed)


def answered(**changed: Any) -> View:
    """The same with the item answered and explained."""
    return view(item=item(response=Chosen(options=("a",)), feedback=RIGHT), **changed)

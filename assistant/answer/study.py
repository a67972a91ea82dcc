"""Study style: the learner is asked what they think before a source speaks."""

import re

from assistant.answer.gather import Gathered
from assistant.answer.relevance import asks_number, terms_of
from assistant.types import Answer, Style

_WHY = re.compile(r"\b(?:why|how (?:does|do|is|are|can)|mechanism|explain|pathophysiology)\b", re.IGNORECASE)
_CHOICE = re.compile(r"\b(?:versus|vs|compare[ds]?|difference|better|prefer\w*|or)\b", re.IGNORECASE)

FIGURE = "Which figure would you give, and for whom does it hold?"
REASONS = "How would you explain it, step by step?"
CHOICE = "What speaks for each side, and which would you choose?"
OPEN = "What would you answer, and what makes you think so?"
DIFFERING = "The sources differ on a figure here: what might each depend on?"


def asks_first(style: Style, attempt: str | None) -> bool:
    """Whether the learner is to try first. An empty attempt means that they asked to be shown the answer."""
    return style == "study" and attempt is None


def asking(gathered: Gathered, quotes: Answer) -> Answer:
    """The answer that asks the learner back and shows nothing that gives the answer away."""
    number = len({one.candidate.hit.passage.document for one in gathered.chosen})
    have = "One source in the library speaks" if number == 1 else f"{number} sources in the library speak"
    hint = [DIFFERING] if quotes.conflicts else []
    asks = " ".join([f"{have} to this.", "Before you read:", question_back(gathered), *hint])
    return quotes.model_copy(update={"asks": asks, "statements": (), "conflicts": (), "evidence": ()})


def question_back(gathered: Gathered) -> str:
    """What to ask the learner, by what they asked; it holds no word of the sources."""
    asked = gathered.asked
    if asks_number(terms_of(gathered.found)):
        return FIGURE
    if _WHY.search(asked):
        return REASONS
    return CHOICE if _CHOICE.search(asked) else OPEN

"""The same words for the same things on every page of the quiz."""

from assistant.image.types import Agreement
from assistant.quiz.events import Why
from assistant.quiz.types import Confidence, Mode, Rating
from curricula.items.types import ItemType
from retrieval.abbreviations import senses_of
from ui.web.markup import counted

MODE_WORDS: dict[Mode, str] = {"study": "Study", "exam": "Exam", "review": "Review"}
WHY_WORDS: dict[Why, str] = {
    "asked for": "as you asked for",
    "due": "due today",
    "weak": "from a weak objective",
    "new": "new to you",
    "retest": "again, this time without help",
    "blueprint": "as the plan of the exam has it",
}
CONFIDENCE_WORDS: dict[Confidence, str] = {
    20: "A guess",
    40: "Unsure",
    60: "Fairly sure",
    80: "Sure",
    95: "Certain",
}
RATING_WORDS: dict[Rating, str] = {"again": "Again", "hard": "Hard", "good": "Good", "easy": "Easy"}
TYPE_WORDS: dict[ItemType, str] = {
    "single_best_answer": "Single best answer",
    "multiple_response": "Multiple response",
    "short_answer": "Short answer",
    "cloze_card": "Card",
    "image_hotspot": "Point at a picture",
    "image_read": "Read a picture",
}
HOW_TO_ANSWER: dict[ItemType, str] = {
    "single_best_answer": "Choose one answer",
    "multiple_response": "Choose all that are right, and no other",
    "short_answer": "Answer in a few words, or a number with its unit",
    "cloze_card": "Recall the hidden words",
    "image_hotspot": "Point at the place in the picture, or draw a box round it",
    "image_read": "Write your read: what you see, where, how much, and what is not there",
}
AGREEMENT_WORDS: dict[Agreement, str] = {
    "agrees": "agrees",
    "incomplete": "in part",
    "wrong_presence": "contradicted",
    "wrong_side": "another side or place",
    "wrong_severity": "another severity",
    "wrong_number": "another number",
    "not_mentioned": "not mentioned",
    "unclear": "not told: does not count",
}
AGREEMENT_SIGNS: dict[Agreement, str] = {
    "agrees": "+",
    "incomplete": "~",
    "wrong_presence": "-",
    "wrong_side": "-",
    "wrong_severity": "~",
    "wrong_number": "-",
    "not_mentioned": ".",
    "unclear": "?",
}
DAY_S = 24 * 3600
NO_REASON = "No reason is given."


def clock(seconds: float) -> str:
    """A time as a clock shows it, e.g. 7:05 or 1:07:05; never below nothing."""
    whole = max(0, int(seconds))
    hours, rest = divmod(whole, 3600)
    return f"{hours}:{rest // 60:02d}:{rest % 60:02d}" if hours else f"{rest // 60}:{rest % 60:02d}"


def lasting(seconds: float) -> str:
    """How long something is, in words, e.g. 45 s, 7 min, 1 h 10 min, 4 days, 2.5 months."""
    minutes, days = round(seconds / 60), seconds / DAY_S
    if seconds < 60:
        return f"{seconds:.0f} s"
    if minutes < 60:
        return f"{minutes} min"
    if minutes < 24 * 60:
        return f"{minutes // 60} h {minutes % 60} min" if minutes % 60 else f"{minutes // 60} h"
    if days < 60:
        return counted(round(days), "day")
    return f"{days / 30.44:.1f} months" if days < 730 else f"{days / 365.25:.1f} years"


def percent(share: float) -> str:
    """A share from 0 to 1 as a whole percentage."""
    return f"{100 * share:.0f}%"


def objective_words(name: str) -> str:
    """An objective's name as people write it: its id is words with hyphens."""
    return name_words(name if " " in name else name.replace("-", " ").replace("_", " "))


def name_words(name: str) -> str:
    """A name with its abbreviations and its beginning in capitals."""
    shown = " ".join(word.upper() if senses_of(word) else word for word in name.split())
    return shown[:1].upper() + shown[1:]

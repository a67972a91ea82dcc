"""How well an item was recalled that was answered for real in a review."""

from assistant.quiz.state import Place
from assistant.quiz.types import Rating

UNSURE = 40
SURE = 80
SLOW_S = 120.0
QUICK_S = 45.0


def suggested(place: Place) -> Rating | None:
    """The rating that the answer speaks for; None before it is answered, and where it could not be marked.

    Wrong is "again"; right with help, unsure or slowly "hard"; right, sure and quickly "easy"; else "good".
    """
    if place.graded is None or place.graded.correct is None:
        return None
    if not place.graded.correct:
        return "again"
    sure, seconds = place.confidence, place.seconds
    is_slow = seconds is not None and seconds > SLOW_S
    if place.assisted or is_slow or (sure is not None and sure <= UNSURE):
        return "hard"
    is_quick = seconds is not None and seconds <= QUICK_S
    return "easy" if is_quick and sure is not None and sure >= SURE else "good"


def allowed(place: Place) -> tuple[Rating, ...]:
    """The ratings a learner may give: after a wrong answer only "again", whatever it felt like."""
    if place.graded is not None and place.graded.correct is False:
        return ("again",)
    return ("again", "hard", "good", "easy")

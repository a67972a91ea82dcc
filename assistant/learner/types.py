"""What a learner did with an item, once, as everything about learning is computed from."""

from datetime import datetime

from pydantic import Field

from assistant.quiz.types import Confidence, Graded, Mode, Response
from curricula.items.types import ItemType
from retrieval.types import Value


class Attempt(Value):
    """An answer to an item that counts. `id` is the sitting's and the place's, so that it is kept once.

    Objectives, topics and difficulty are the item's as they were when it was answered.
    """

    id: str
    user_id: str
    sitting: str
    mode: Mode
    item_id: str
    item_version: int
    type: ItemType
    objectives: tuple[str, ...]
    topics: tuple[str, ...]
    difficulty: int | None
    options: int = Field(ge=0)
    """How many options there were; 0: none, so that a guess cannot be right by chance."""
    response: Response
    graded: Graded
    confidence: Confidence | None = None
    seconds: float | None = None
    assisted: bool = False
    at: datetime

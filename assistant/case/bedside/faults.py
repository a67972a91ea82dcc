"""What keeps something from being done in an encounter, where a client has to tell it from other faults."""

from retrieval.errors import WrongUse


class NotYours(WrongUse):
    """There is no such encounter, or it is somebody else's: the words are the same."""


class Overtaken(WrongUse):
    """Somebody changed the same thing meanwhile; what they did stands."""


def not_yours() -> NotYours:
    """What is said of an encounter that is not one's own."""
    return NotYours("There is no such encounter in your history.", "Choose one of yours, or start another.")

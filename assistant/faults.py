"""What keeps something from being done in an encounter or a sitting, where a client has to tell which."""

from retrieval.errors import WrongUse


class NotYours(WrongUse):
    """There is no such thing, or it is somebody else's: the words are the same."""


class Overtaken(WrongUse):
    """Somebody changed the same thing meanwhile; what they did stands."""

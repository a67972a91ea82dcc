"""What can go wrong where several people write what is taught."""

from retrieval.errors import WrongUse


class Outdated(WrongUse):
    """Somebody else saved a version since the one that a change started from."""

"""What an owner sets about a library, handed in when it is opened."""

from typing import NamedTuple

from retrieval.models.choice import ModelChoice


class Setup(NamedTuple):
    """What an owner sets: where rows and vectors are kept if not in the library folder, and which models."""

    database_url: str | None = None
    chroma_url: str | None = None
    models: ModelChoice = ModelChoice()

"""The connection to a served language model: one per process, made at the entrance and handed inward."""

from typing import TYPE_CHECKING

from assistant.connect.structured import Unreadable, structured

if TYPE_CHECKING:
    from assistant.connect.served import Served
    from assistant.settings import Settings

__all__ = ("Unreadable", "connect", "structured")


def connect(settings: "Settings") -> "Served | None":
    """The model that the settings name, not asked yet; None where they name none."""
    if settings.model_url is None:
        return None
    # The HTTP client takes a tenth of a second to import, which quoting does without.
    from assistant.connect.served import Served

    return Served(settings)

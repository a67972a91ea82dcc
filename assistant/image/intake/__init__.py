"""Images come in: decoded apart, stripped of identity, kept in one plain form, and shown from it."""

from assistant.image.intake.showing import Values, pixels, shown, values
from assistant.image.intake.taken import Taken
from assistant.image.intake.taking import Taker, take

__all__ = ["Taken", "Taker", "Values", "pixels", "shown", "take", "values"]

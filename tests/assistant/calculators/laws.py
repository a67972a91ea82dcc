"""How often a law is tried: enough for every branch, with no clock that a busy machine would miss."""

from hypothesis import settings

law = settings(deadline=None, max_examples=60)

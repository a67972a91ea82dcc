"""What a server lists: its models, how much they can hold, and the adapters beside them."""

from collections.abc import Callable
from typing import NamedTuple

from assistant.connect.wire import Listed
from assistant.ports import Capabilities

# So long a list is believed. Every answer asks how much the model can hold.
LISTED_S = 60.0


class _Read(NamedTuple):
    models: tuple[Listed, ...]
    at: float


class Listing:
    """The models that `read` finds, read again after a while. Raises what `read` raises."""

    def __init__(self, read: Callable[[], tuple[Listed, ...]], clock: Callable[[], float]) -> None:
        self._read = read
        self._clock = clock
        self._known: _Read | None = None

    def models(self) -> tuple[Listed, ...]:
        """All that is listed; nothing where the server keeps no list."""
        known = self._known
        if known is None or self._clock() - known.at > LISTED_S:
            known = self._known = _Read(self._read(), self._clock())
        return known.models

    def forget(self) -> None:
        """The list has turned out to be wrong."""
        self._known = None

    def first(self) -> str | None:
        """The model to ask where none is named."""
        models = self.models()
        return next((one.id for one in (*(m for m in models if m.parent is None), *models)), None)

    def capabilities(self, name: str) -> Capabilities:
        """What the list says about the model or adapter of this name."""
        models = self.models()
        own = next((one for one in models if one.id == name), None)
        base = next((one for one in models if own and own.parent in (one.id, one.root)), None)
        lengths = [one.max_model_len for one in (own, base) if one and one.max_model_len]
        return Capabilities(
            model=name,
            context=lengths[0] if lengths else None,
            adapters=tuple(one.id for one in models if one.parent),
        )

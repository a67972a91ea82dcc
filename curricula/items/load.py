"""Items as files: YAML with one item or a list of them."""

from curricula.items.types import SingleBestAnswer
from curricula.load import Kind, Written

ITEMS = Kind("an item", SingleBestAnswer, ("lead_in", "options", "vignette"))


def item_of(written: Written) -> SingleBestAnswer:
    """The item that was read."""
    if not isinstance(written.value, SingleBestAnswer):
        raise TypeError(f"{written.kind.name} is no item")
    return written.value

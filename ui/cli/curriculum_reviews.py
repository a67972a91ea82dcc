"""preceptor curriculum reviews: what waits for a second person."""

from typing import TYPE_CHECKING

from ui.cli.door import FINE
from ui.cli.options import JsonOption, LibraryOption
from ui.cli.screen import console, plain, print_json, table

if TYPE_CHECKING:
    from curricula.review.types import Standing

COLUMNS = ("kind", "id", "version", "state", "title", "author")


def show_reviews(json: JsonOption = False, library: LibraryOption = None) -> int:
    """List what is in review, was returned to its author, or is marked for a look."""
    from assistant.home import open_store
    from assistant.reviews import reviews_of
    from assistant.settings import read_settings

    with open_store(read_settings(library=library)) as store:
        found = reviews_of(store).open()
    if json:
        print_json({"reviews": [one.model_dump(mode="json") for one in found]})
        return FINE
    shown = table(*COLUMNS, right=("version",), whole=("kind", "state"))
    for one in found:
        cells = (one.kind, one.id, str(one.newest.version), _state(one), one.title, one.author)
        shown.add_row(*map(plain, cells))
    console().print(shown if found else "Nothing is in review.")
    return FINE


def _state(one: "Standing") -> str:
    if one.returned:
        return "returned"
    return "marked" if one.marks and one.status == "published" else one.status.replace("_", " ")

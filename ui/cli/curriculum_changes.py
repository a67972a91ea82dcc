"""preceptor curriculum changes: what cites words that a newer edition changed."""

from typing import TYPE_CHECKING

from ui.cli.door import FINE, NO
from ui.cli.options import JsonOption, LibraryOption
from ui.cli.screen import console, counted, plain, print_json

if TYPE_CHECKING:
    from assistant.changes import Change, Changed

TOLD = {
    "retitled": "stands unchanged under another title",
    "changed": "now says",
    "gone": "nothing near to it",
}


def show_changes(json: JsonOption = False, library: LibraryOption = None) -> int:
    """List what cites words that a newer edition changed, with what stands there now. Exits with 1 if any."""
    from assistant.changes import changed_in
    from assistant.home import open_taught
    from assistant.settings import read_settings

    with open_taught(read_settings(library=library)) as (store, plans):
        found = changed_in(store, plans)
    if json:
        print_json(found.model_dump(mode="json"))
    else:
        _print(found)
    return NO if found.changes else FINE


def _print(found: "Changed") -> None:
    screen = console()
    for pair in found.pairs:
        older, newer = pair.older.edition or "the older edition", pair.newer.edition or "the newer"
        line = f"{pair.newer.title}, {older} to {newer}: {len(pair.changes)} to look at, {pair.same} stand"
        screen.print(plain(line))
        for one in pair.changes:
            screen.print(plain(f"  {one.kind} {one.id} (version {one.version}): “{one.quote}”"))
            screen.print(plain(f"    {_told(one)}"))
    if found.nowhere:
        told = f"{counted(found.nowhere, 'citation')} of these sources in no edition"
        screen.print(f"{told} (which: preceptor curriculum coverage --citations)")
    if not found.pairs:
        screen.print("No source of this library has an older edition.")


def _told(one: "Change") -> str:
    if one.new is None:
        return TOLD[one.outcome]
    numbers = one.words.numbers_gone + one.words.numbers_new if one.words else ()
    named = f" (numbers changed: {', '.join(dict.fromkeys(numbers))})" if numbers else ""
    return f"{TOLD[one.outcome]}: “{one.new.text}”{named}"

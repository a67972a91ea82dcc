"""preceptor doctor."""

from typing import TYPE_CHECKING

from ui.cli.door import FINE, MISSING
from ui.cli.options import JsonOption, LibraryOption
from ui.cli.screen import console, plain, print_json, table

if TYPE_CHECKING:
    from ui.health import Health


def doctor(json: JsonOption = False, library: LibraryOption = None) -> int:
    """List the settings and parts: what is on, what is off, and why. Exits with 3 at a fault."""
    from assistant.settings import read_settings
    from ui.health import examine

    health = examine(read_settings(library=library))
    if json:
        print_json({"sound": health.sound, **health.model_dump(mode="json")})
    else:
        _print(health)
    return FINE if health.sound else MISSING


def _print(health: "Health") -> None:
    screen = console()
    screen.print(f"Preceptor {health.version}, Python {health.python}, {health.system}\n")
    parts = table("part", "state", "detail")
    for part in health.parts:
        parts.add_row(part.name, part.state, plain(part.detail))
    screen.print(parts)
    settings = table("setting", "value", "from", "meaning", whole=("setting", "from"))
    for setting in health.settings:
        settings.add_row(setting.variable, plain(setting.value or "unset"), setting.source, setting.meaning)
    screen.print(settings)

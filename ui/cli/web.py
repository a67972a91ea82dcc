"""preceptor web."""

from typing import Annotated

import typer

from ui.cli.options import LibraryOption


def web(
    host: Annotated[str | None, typer.Option(help="The address to listen on (or PRECEPTOR_HOST).")] = None,
    port: Annotated[int | None, typer.Option(help="The port to listen on (or PRECEPTOR_PORT).")] = None,
    library: LibraryOption = None,
) -> None:
    """Start the app; the first start builds the starter library."""
    from assistant.settings import read_settings
    from ui.cli.at import fill, own_library
    from ui.cli.screen import side_console

    settings = read_settings(library=library, host=host, port=port)
    with own_library(settings) as opened:
        fill(opened)
        opened.ownership.describe("starting the app")
        side_console().print("Starting the app; this takes some seconds.")
        # Gradio takes seconds to import, so the starter library shows its progress first.
        from ui.web.app import serve

        serve(opened, settings)

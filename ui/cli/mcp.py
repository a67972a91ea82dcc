"""preceptor mcp: the library as tools of a program that starts this command."""

from ui.cli.options import LibraryOption


def mcp(library: LibraryOption = None) -> None:
    """Serve ask, search and open_passage over standard input and output, for programs that speak MCP."""
    import anyio

    from assistant.settings import read_settings
    from ui.api.mcp.server import serve_stdio
    from ui.api.mcp.tools import Bench
    from ui.api.streaming import Askers
    from ui.cli.at import at_desk
    from ui.remote import RemoteDesk

    with at_desk(library) as desk:
        # The app, where it runs, shows the sources that answers lead to.
        address = desk.address if isinstance(desk, RemoteDesk) else None
        folder = read_settings(library=library).library
        anyio.run(serve_stdio, Bench(desk, Askers(), address), folder)

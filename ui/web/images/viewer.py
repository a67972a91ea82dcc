"""The viewer as any page shows it: without its scripts a picture with its words."""

from ui.web.markup import join, tag, text_tag, void
from ui.web.shell import static_url

SCRIPTS = ("viewer.js", "viewer-marks.js")


def viewer_assets() -> str:
    """What a page with viewers loads, for its head."""
    sheet = void("link", rel="stylesheet", href=static_url("viewer.css"))
    return sheet + join(tag("script", "", src=static_url(name), defer=True) for name in SCRIPTS)


def viewer(
    address: str, alt: str, *, below: str = "", marks: str | None = None, **data: str | int | None
) -> str:
    """A picture in a viewer, with HTML `below` it; `marks` is where its marks are kept.

    `data` are further settings by name, such as `info` (an ImageInfo as JSON), `src` and `values` (addresses
    with {frame}), `name` (of a file for download), `folded` (the tools for marks come when asked for).
    """
    image = void("img", src=address, alt=alt, loading="lazy")
    caption = tag("figcaption", below) if below else ""
    settings = {f"data_{name}": value for name, value in data.items()}
    return tag("figure", image + caption, class_="viewer", data_marks=marks, **settings)


def asked_viewer(address: str, alt: str, *, caption: str = "", below: str = "", name: str = "picture") -> str:
    """A picture of a question or case, to be marked at `address`/marks; the tools come when asked for."""
    words = text_tag("span", caption) + " " if caption else ""
    return viewer(address, alt, below=words + below, marks=f"{address}/marks", name=name, folded="")

"""Links that save a handout."""

from collections.abc import Sequence

from assistant.handouts.types import Format
from ui.web.markup import join, path, tag, text_tag

FORMATS: Sequence[tuple[Format, str]] = (("pdf", "PDF"), ("docx", "DOCX"), ("md", "Markdown"))


def handout_links(name: str, *steps: str, **query: str) -> str:
    """A row of links, one a format; `steps` are the kind and id of what goes on paper."""
    links = join(
        text_tag("a", words, href=path("handout", *steps, format=form, **query), class_="action")
        for form, words in FORMATS
    )
    return tag("p", text_tag("span", f"{name}: ", class_="note") + links, class_="handouts")

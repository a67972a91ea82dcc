"""Markdown with front matter: rendered as its author meant it, then read like a web page."""

from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from retrieval.readers.encoding import decode
from retrieval.readers.flow import Flow
from retrieval.readers.html import parse_page, withhold_unseen
from retrieval.readers.html_walk import walk_page
from retrieval.readers.pictured import in_page
from retrieval.readers.sidecar import front_matter, split_front_matter, unread_lines
from retrieval.types import ReadDocument

MEDIA_TYPE = "text/markdown"
# The renderer drops what is nested more deeply; its own limit of 20 is within reach of honest lists.
MAX_NESTING = 100


class MarkdownReader:
    """Reads Markdown (CommonMark with tables, footnotes and definition lists)."""

    def read(self, data: bytes, name: str) -> ReadDocument:
        """What a reader of the rendered page sees: no link titles, comments or unused footnotes."""
        text, notes = decode(data)
        head, body = split_front_matter(text)
        flow = Flow(in_page)
        metadata, unknown = front_matter(head)
        for note in (*notes, *unknown):
            flow.note(note)
        for line in unread_lines(head):
            flow.withhold("front matter", line)
        page = f"<html><body>{_renderer().render(body)}</body></html>"
        root = parse_page(page)
        walk_page(root, flow)
        withhold_unseen(page, root, flow)
        return flow.document(MEDIA_TYPE, metadata.model_copy(update={"title": metadata.title or flow.title}))


@cache
def _renderer() -> MarkdownIt:
    renderer = MarkdownIt("commonmark", {"html": True, "maxNesting": MAX_NESTING}).enable(
        ["table", "strikethrough"]
    )
    renderer.use(footnote_plugin).use(deflist_plugin)
    # A footnote's way back ("↩︎") is a button, not text.
    renderer.add_render_rule("footnote_anchor", lambda *_: "")
    renderer.add_render_rule("image", _image)
    return renderer


def _image(renderer: Any, *place: Any) -> str:
    """A picture; one without words is no ornament for it, as it would be in a web page."""
    return str(renderer.image(*place)).replace(' alt=""', "")

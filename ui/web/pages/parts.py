"""What both pages are built from."""

from typing import Any

import gradio as gr

from ui.web.markup import text_tag

# No overlay of Gradio's over our HTML, and no entry in its public API.
QUIETLY: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}


def drawn(html: str = "", *, elem_id: str | None = None, on_load: str | None = None) -> Any:
    """A place for HTML of ours, without Gradio's own styles for it; `on_load` is script run with it."""
    return gr.HTML(html, elem_id=elem_id, apply_default_css=False, js_on_load=on_load)


def problem(sentence: str) -> str:
    """A fault in one sentence, read out at once by a screen reader."""
    return text_tag("p", sentence, class_="problem", role="alert")

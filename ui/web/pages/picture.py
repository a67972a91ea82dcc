"""The picture beside the question on page Ask: brought, shown small with what to know of it, and removed."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import gradio as gr

from assistant.image.gate import NAMES
from assistant.image.intake import take
from assistant.image.types import KeptImage
from retrieval.errors import PreceptorError
from ui.desk import LocalDesk
from ui.pictures import Sent
from ui.web.markup import path, tag, text_tag, void
from ui.web.pages.parts import QUIETLY, drawn, problem


def _titled(name: str) -> str:
    return name[0].upper() + name[1:]


KINDS = tuple((_titled(name.split(" ", 1)[1]), kind) for kind, name in NAMES.items())
ELSEWHERE = "The model runs on another machine, so this picture is not sent to it."
SENT = "It is sent to the connected model when you ask."
NOT_SENT = "No language model is connected: the picture is kept here, and nobody describes it."


class Chosen(NamedTuple):
    """The components: what was brought, what it is, and where it is shown; the first two are asked with."""

    sent: Any
    kind: Any
    shown: Any
    bring: Any
    remove: Any


def picture_area() -> Chosen:
    """The button that brings a picture, and below it the picture with what it is."""
    sent = gr.State(None)
    bring = gr.UploadButton("Add a picture", size="sm", min_width=0, scale=0, elem_id="add-picture")
    shown = drawn(elem_id="chosen-picture")
    with gr.Row(elem_id="about-picture"):
        kind = gr.Dropdown(list(KINDS), label="What it is", value=None, visible=False, elem_id="picture-kind")
        remove = gr.Button("Remove picture", size="sm", min_width=0, scale=0, visible=False)
    return Chosen(sent, kind, shown, bring, remove)


class PictureEvents:
    """What happens when a picture is brought or removed."""

    def __init__(
        self, desk: LocalDesk, user_id: Callable[[gr.Request], str], now: Callable[[], datetime]
    ) -> None:
        self._desk, self._user_id, self._now = desk, user_id, now

    def wire(self, chosen: Chosen) -> None:
        """Listens to the buttons."""
        changed = [chosen.sent, chosen.kind, chosen.shown, chosen.remove]
        chosen.bring.upload(self._bring, [chosen.bring], changed, **QUIETLY)
        chosen.remove.click(self._remove, None, changed, **QUIETLY)

    def _bring(self, request: gr.Request, file: str) -> tuple[Any, Any, str, Any]:
        try:
            brought = Path(file)
            taken = take(brought.read_bytes(), brought.name)
            kept = self._desk.images.keep(self._user_id(request), taken, self._now())
        except PreceptorError as fault:
            return None, gr.update(visible=False), problem(str(fault)), gr.update(visible=False)
        kind = gr.update(visible=True, value=kept.info.modality)
        return kept.info.id, kind, self._small(kept), gr.update(visible=True)

    def _remove(self) -> tuple[Any, Any, str, Any]:
        return None, gr.update(visible=False, value=None), "", gr.update(visible=False)

    def _small(self, kept: KeptImage) -> str:
        info = kept.info
        source = path("api", "images", info.id, "frame", "0.png")
        said = [info.name, *info.notes, self._whither()]
        words = "".join(text_tag("p", line) for line in said if line)
        return tag("div", void("img", src=source, alt="") + tag("div", words), class_="chosen-picture")

    def _whither(self) -> str:
        """Where the picture goes when it is asked about, said before it goes there."""
        if self._desk.model is None:
            return NOT_SENT
        return ELSEWHERE if self._desk.keeps_pictures_here else SENT


def sent_of(image: Any, kind: Any) -> Sent | None:
    """What is asked about, by the values of the components."""
    return Sent(image=str(image), kind=kind or None) if image else None

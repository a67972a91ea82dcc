"""The picture beside the question on page Ask: brought, shown small with what to know of it, and removed."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import gradio as gr

from assistant.image.gate import NAMES
from assistant.image.intake import take
from assistant.image.types import KeptImage, Window
from retrieval.errors import PreceptorError
from ui.desk import LocalDesk
from ui.looks import window_words
from ui.pictures import Sent, sent_of
from ui.web.look import frame_url
from ui.web.markup import tag, text_tag, void
from ui.web.pages.parts import QUIETLY, drawn, problem


def _titled(name: str) -> str:
    return name[0].upper() + name[1:]


KINDS = tuple((_titled(name.split(" ", 1)[1]), kind) for kind, name in NAMES.items())
ELSEWHERE = "The model runs on another machine, so this picture is not sent to it."
SENT = "It is sent to the connected model when you ask."
NOT_SENT = "No language model is connected: the picture is kept here, and nobody describes it."


USUAL = ("As stored", "")
ASKED_WITH = 4
Changed = tuple[Any, Any, Any, Any, str, Any]


class Chosen(NamedTuple):
    """The components: what was brought, what it is, which frame in which window, and where it is shown.

    The first four are asked with.
    """

    sent: Any
    kind: Any
    frame: Any
    window: Any
    shown: Any
    bring: Any
    remove: Any

    @property
    def asked(self) -> tuple[Any, ...]:
        """The components whose values say what is asked about."""
        return self[:ASKED_WITH]


def picture_area() -> Chosen:
    """The button that brings a picture, and below it the picture with what it is."""
    sent = gr.State(None)
    bring = gr.UploadButton("Add a picture", size="sm", min_width=0, scale=0, elem_id="add-picture")
    shown = drawn(elem_id="chosen-picture")
    with gr.Row(elem_id="about-picture"):
        kind = gr.Dropdown(list(KINDS), label="What it is", value=None, visible=False, elem_id="picture-kind")
        frame = gr.Slider(1, 2, value=1, step=1, label="Frame", visible=False, elem_id="picture-frame")
        window = gr.Dropdown([USUAL], label="Window", value="", visible=False, elem_id="picture-window")
        remove = gr.Button("Remove picture", size="sm", min_width=0, scale=0, visible=False)
    return Chosen(sent, kind, frame, window, shown, bring, remove)


class PictureEvents:
    """What happens when a picture is brought, handed over by its own page, looked through, or removed."""

    def __init__(
        self, desk: LocalDesk, user_id: Callable[[gr.Request], str], now: Callable[[], datetime]
    ) -> None:
        self._desk, self._user_id, self._now = desk, user_id, now

    def wire(self, chosen: Chosen) -> None:
        """Listens to the page and its controls."""
        changed = [*chosen.asked, chosen.shown, chosen.remove]
        chosen.bring.upload(self._bring, [chosen.bring], changed, **QUIETLY)
        chosen.remove.click(self._remove, None, changed, **QUIETLY)
        gr.on(None, self._hand_over, None, changed, **QUIETLY)
        for listen in (chosen.frame.change, chosen.window.input):
            listen(self._look, list(chosen.asked), chosen.shown, **QUIETLY)

    def _bring(self, request: gr.Request, file: str) -> Changed:
        try:
            brought = Path(file)
            taken = take(brought.read_bytes(), brought.name)
            kept = self._desk.images.keep(self._user_id(request), taken, self._now())
        except PreceptorError as fault:
            return _nothing(problem(str(fault)))
        return self._chosen(Sent(image=kept.info.id), kept)

    def _hand_over(self, request: gr.Request) -> Changed:
        """The image that its own page hands over, in the frame and window in which it was looked at."""
        given = dict(request.query_params)
        if "image" not in given:
            return _nothing("")
        try:
            kept = self._desk.images.info(self._user_id(request), given["image"])
            sent = sent_of(given["image"], None, given.get("frame", 1), given.get("window", ""))
        except PreceptorError as fault:
            return _nothing(problem(str(fault)))
        return self._chosen(sent or Sent(image=kept.info.id), kept)

    def _look(self, request: gr.Request, *asked: Any) -> str:
        try:
            if (sent := sent_of(*asked)) is None or sent.image is None:
                return ""
            return self._small(sent, self._desk.images.info(self._user_id(request), sent.image))
        except PreceptorError as fault:
            return problem(str(fault))

    def _remove(self) -> Changed:
        return _nothing("")

    def _chosen(self, sent: Sent, kept: KeptImage) -> Changed:
        """The components for an image; a frame that it does not have becomes its last."""
        info = kept.info
        sent = sent.model_copy(update={"frame": min(sent.frame, info.frames - 1)})
        frame = gr.update(visible=info.frames > 1, maximum=max(2, info.frames), value=sent.frame + 1)
        windows = [] if info.colour else [*info.windows]
        own = sent.window if sent.window and not info.colour else None
        value = _value(own) if own else ""
        choices = [USUAL, *((window_words(one), _value(one)) for one in windows)]
        if own and value not in (each for _, each in choices):
            choices.append((window_words(own), value))
        window = gr.update(visible=len(choices) > 1, choices=choices, value=value)
        kind = gr.update(visible=True, value=info.modality)
        return info.id, kind, frame, window, self._small(sent, kept), gr.update(visible=True)

    def _small(self, sent: Sent, kept: KeptImage) -> str:
        info = kept.info
        source = frame_url(info.id, sent.frame, sent.window)
        said = [info.name, *info.notes, self._whither()]
        words = "".join(text_tag("p", line) for line in said if line)
        return tag("div", void("img", src=source, alt="") + tag("div", words), class_="chosen-picture")

    def _whither(self) -> str:
        """Where the picture goes when it is asked about, said before it goes there."""
        if self._desk.model is None:
            return NOT_SENT
        return ELSEWHERE if self._desk.keeps_pictures_here else SENT


def _value(window: Window) -> str:
    return f"{window.centre:g} {window.width:g} {window.name}"


def _nothing(shown: str) -> Changed:
    """No picture, and what is said of that."""
    hidden = gr.update(visible=False, value=None)
    return None, hidden, gr.update(visible=False), gr.update(visible=False), shown, gr.update(visible=False)

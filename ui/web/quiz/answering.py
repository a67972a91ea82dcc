"""What an item is answered with: options, words, a place in a picture."""

from assistant.quiz.types import LONGEST_READ, LONGEST_TYPED, Boxed, Chosen, Pointed, Typed, Written
from assistant.quiz.view import ShownItem, ShownOption, ShownPicture
from ui.web.markup import escape, join, path, tag, text_tag, void
from ui.web.quiz.words import CONFIDENCE_WORDS, HOW_TO_ANSWER

READ_NOTE = "Say also what is not there. Ctrl+Enter answers."
BOX_NOTE = (
    "Drag over the picture, or give the four edges in percent. Leave them empty to answer with a point."
)
CHOICES = ("single_best_answer", "multiple_response")


def picture_url(sitting: str, item: ShownItem, picture: ShownPicture) -> str:
    """Where a picture of the item is had from."""
    return path("sitting", sitting, "picture", item.place, picture.file)


def fields(sitting: str, item: ShownItem) -> str:
    """The fields of the answer, filled with what was answered before."""
    legend = text_tag("legend", HOW_TO_ANSWER[item.type])
    if item.type in CHOICES:
        return tag("fieldset", legend + _options(item), class_="choices")
    if item.type == "short_answer":
        return _typed(item)
    if item.type == "image_read":
        return _reading(item)
    return tag("fieldset", legend + _pointing(sitting, item), class_="pointing")


def confidence(item: ShownItem) -> str:
    """How sure one is, in five steps; none needs to be chosen."""
    steps = join(
        tag(
            "label",
            void("input", type="radio", name="confidence", value=value, checked=item.confidence == value)
            + tag("span", text_tag("kbd", str(number)) + escape(" " + words)),
        )
        for number, (value, words) in enumerate(CONFIDENCE_WORDS.items(), start=1)
    )
    legend = text_tag("legend", "How sure are you? (you may leave this out)")
    return tag("fieldset", legend + tag("div", steps, class_="steps"), class_="confidence")


def _options(item: ShownItem) -> str:
    chosen = item.response.options if isinstance(item.response, Chosen) else ()
    kind = "radio" if item.type == "single_best_answer" else "checkbox"
    return join(_option(one, kind, is_chosen=one.id in chosen) for one in item.options)


def _option(option: ShownOption, kind: str, *, is_chosen: bool) -> str:
    box = void(
        "input", type=kind, name="option", value=option.id, data_letter=option.letter, checked=is_chosen
    )
    letter = text_tag("span", option.letter, class_="letter")
    return tag("label", box + letter + text_tag("span", option.text, class_="words"), class_="choice")


def _typed(item: ShownItem) -> str:
    text = item.response.text if isinstance(item.response, Typed) else None
    label = text_tag("label", HOW_TO_ANSWER[item.type], for_="typed")
    field = void(
        "input",
        id="typed",
        name="text",
        value=text,
        maxlength=LONGEST_TYPED,
        spellcheck="false",
        required=True,
    )
    return tag("div", label + field, class_="typed")


def _reading(item: ShownItem) -> str:
    text = item.response.text if isinstance(item.response, Written) else ""
    label = text_tag("label", HOW_TO_ANSWER[item.type], for_="read")
    field = text_tag("textarea", text, id="read", name="read", rows=6, maxlength=LONGEST_READ, required=True)
    return tag("div", label + field + text_tag("p", READ_NOTE, class_="note"), class_="typed reading")


def _pointing(sitting: str, item: ShownItem) -> str:
    """The picture, the cross on it, and a slider for each direction, with which a keyboard points."""
    place = item.response if isinstance(item.response, Pointed) else None
    cross = tag("span", "", class_="cross", hidden=place is None, style=cross_at(place))
    picture = item.pictures[0]
    image = void("img", src=picture_url(sitting, item, picture), alt=picture.alt, draggable="false")
    box = item.response if isinstance(item.response, Boxed) else None
    drawn = tag("span", "", class_="drawn-box", hidden=box is None, style=box_at(box))
    target = tag("div", image + drawn + cross, class_="target", data_target=True)
    sliders = _slider("x", "From left to right", place.x if place else None)
    sliders += _slider("y", "From top to bottom", place.y if place else None)
    return target + tag("div", sliders, class_="sliders") + _edges(box)


def box_at(box: Boxed | None) -> str | None:
    """Where the box stands, as a style."""
    if box is None:
        return None
    size = f"width:{100 * (box.right - box.left):.2f}%;height:{100 * (box.bottom - box.top):.2f}%"
    return f"left:{100 * box.left:.2f}%;top:{100 * box.top:.2f}%;{size}"


def _edges(box: Boxed | None) -> str:
    """The edges of a box in percent, with which a keyboard draws one."""
    fields = join(_edge(name, getattr(box, name, None)) for name in ("left", "top", "right", "bottom"))
    summary = text_tag("summary", "A box instead of a point", class_="action")
    note = text_tag("p", BOX_NOTE, class_="note")
    return tag("details", summary + note + tag("div", fields, class_="edges"), open=box is not None)


def _edge(name: str, at: float | None) -> str:
    value = None if at is None else f"{100 * at:.4g}"
    field = void("input", type="number", name=name, min=0, max=100, step="any", value=value, data_edge=name)
    return tag("label", text_tag("span", name.capitalize()) + field)


def cross_at(place: Pointed | None) -> str | None:
    """Where the cross stands, as a style."""
    return f"left:{100 * place.x:.2f}%;top:{100 * place.y:.2f}%" if place else None


def _slider(name: str, words: str, at: float | None) -> str:
    value = "50" if at is None else f"{100 * at:g}"
    slider = void("input", type="range", name=name, min=0, max=100, step="0.5", value=value, data_slider=name)
    return tag("label", text_tag("span", words) + slider)

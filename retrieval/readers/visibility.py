"""Which parts of a web page a reader can see, as far as the page itself says so simply."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

NEVER_SHOWN_TAGS = (
    "annotation annotation-xml applet area audio base button canvas col colgroup datalist embed frame"
    " frameset head iframe input link map meta noembed noframes noscript object optgroup option param"
    " progress meter script select source style svg template textarea title track video"
)
NEVER_SHOWN = frozenset(NEVER_SHOWN_TAGS.split())
TINY_PX = 2.0
# Below this distance (0 equal, 441 black on white) nobody can read one colour on the other.
FAINT = 30.0
PX_PER_UNIT = {"px": 1.0, "pt": 4 / 3, "em": 16.0, "rem": 16.0, "%": 0.16, "": 1.0}
NAMED = {"white": (255, 255, 255), "snow": (255, 250, 250), "black": (0, 0, 0), "ivory": (255, 255, 240)}
NAMED |= {"whitesmoke": (245, 245, 245), "ghostwhite": (248, 248, 255), "floralwhite": (255, 250, 240)}
WHITE = (255, 255, 255)
Colour = tuple[int, int, int]
Style = Mapping[str, str]
LENGTH = re.compile(r"(-?\d*\.?\d+)\s*(px|pt|em|rem|%|)$")
RGB = re.compile(r"rgba?\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})\s*(?:[,/]\s*([\d.]+%?)\s*)?\)$")
SIMPLE_SELECTOR = re.compile(r"([a-z][a-z0-9]*|\*)?(?:([.#])([\w-]+))?$", re.IGNORECASE)


def declarations(css: str) -> dict[str, str]:
    """The properties of a style attribute or rule, in lower case."""
    pairs = (part.partition(":") for part in css.lower().split(";"))
    return {
        name.strip(): value.replace("!important", "").strip() for name, _, value in pairs if value.strip()
    }


class StyleSheet:
    """The simple rules (tag, .class, #id, tag.class) of a page's own style elements."""

    def __init__(self, css: str) -> None:
        self._rules: dict[str, dict[str, str]] = {}
        for selectors, body in _rules(css):
            for selector in selectors.split(","):
                if (key := selector.strip()) and SIMPLE_SELECTOR.fullmatch(key):
                    self._rules.setdefault(key.lower(), {}).update(declarations(body))

    def style(self, element: Any) -> Style:
        """What the page says about how this element looks: its rules, then its own attributes."""
        found: dict[str, str] = {}
        for key in self._keys(element) if self._rules else ():
            found.update(self._rules.get(key, {}))
        if element.tag == "font" and element.get("color"):
            found["color"] = element.get("color").lower()
        if element.get("bgcolor"):
            found["background"] = element.get("bgcolor").lower()
        found.update(declarations(element.get("style", "")))
        return found

    def _keys(self, element: Any) -> Iterator[str]:
        tag = str(element.tag).lower()
        yield from ("*", tag)
        for name in element.get("class", "").lower().split():
            yield from (f".{name}", f"{tag}.{name}")
        if name := element.get("id", "").lower():
            yield from (f"#{name}", f"{tag}#{name}")


def _rules(css: str) -> Iterator[tuple[str, str]]:
    """(selectors, body) of the rules outside @-blocks such as @media print."""
    depth, start, selector = 0, 0, ""
    for at, letter in enumerate(css):
        if letter == "{":
            if depth == 0:
                selector, start = css[start:at].rpartition(";")[2].strip(), at + 1
            depth += 1
        elif letter == "}" and depth:
            depth -= 1
            if depth == 0:
                if not selector.startswith("@"):
                    yield selector, css[start:at]
                start = at + 1


def is_hidden(element: Any, style: Style, background: Colour) -> bool:
    """Whether a reader of the page cannot see this element."""
    said = element.get("hidden") is not None or element.get("aria-hidden", "").strip().lower() == "true"
    if said or not style:
        return said
    return _switched_off(style) or _too_small(style) or _out_of_sight(style) or _faint(style, background)


def background_of(style: Style, inherited: Colour) -> Colour:
    """The colour behind the element's text; white pages are assumed where nothing is said."""
    if not style:
        return inherited
    said = style.get("background-color") or style.get("background") or ""
    return _colour(said) or next((c for word in said.split() if (c := _colour(word))), inherited)


def _switched_off(style: Style) -> bool:
    return (
        style.get("display") == "none"
        or style.get("visibility") in ("hidden", "collapse")
        or style.get("content-visibility") == "hidden"
        or (_number(style.get("opacity", "1")) or 0.0) <= 0.05
    )


def _too_small(style: Style) -> bool:
    font = style.get("font-size") or next(
        (
            word.split("/")[0]
            for word in style.get("font", "").split()
            if word[:1].isdigit() or word[:1] == "."
        ),
        "",
    )
    size = _pixels(font)
    clipped = style.get("overflow", "").startswith(("hidden", "clip")) and any(
        (side := _pixels(style.get(name, ""))) is not None and side <= 1
        for name in ("height", "width", "max-height", "max-width")
    )
    scaled = re.search(r"scale[xy]?\(\s*0?\.?0*\s*[,)]", style.get("transform", "")) is not None
    return (size is not None and size <= TINY_PX) or clipped or scaled


def _out_of_sight(style: Style) -> bool:
    moved = ("left", "top", "right", "bottom", "text-indent", "margin-left", "margin-top")
    far = any((_pixels(style.get(name, "")) or 0.0) <= -500 for name in moved)
    clip = style.get("clip", "").replace(" ", "")
    return far or clip.startswith(
        ("rect(0,0,0,0", "rect(0000", "rect(1px,1px,1px,1px", "rect(0px,0px,0px,0px")
    )


def _faint(style: Style, background: Colour) -> bool:
    said = style.get("color", "")
    if said == "transparent" or ((match := RGB.match(said)) and match[4] and _number(match[4]) == 0.0):
        return True
    colour = _colour(said)
    behind = background_of(style, background)
    return colour is not None and sum((a - b) ** 2 for a, b in zip(colour, behind, strict=True)) < FAINT**2


def _colour(said: str) -> Colour | None:
    if said.startswith("#") and len(said) in (4, 5, 7, 9):
        digits = said[1:4] if len(said) < 7 else said[1:7]
        wide = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
        try:
            return int(wide[:2], 16), int(wide[2:4], 16), int(wide[4:], 16)
        except ValueError:
            return None
    if match := RGB.match(said):
        return int(match[1]), int(match[2]), int(match[3])
    return NAMED.get(said)


def _pixels(said: str) -> float | None:
    match = LENGTH.match(said.strip())
    return float(match[1]) * PX_PER_UNIT[match[2]] if match else None


def _number(said: str) -> float | None:
    try:
        return float(said.removesuffix("%")) / (100 if said.endswith("%") else 1)
    except ValueError:
        return None

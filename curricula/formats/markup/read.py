"""Mark-up read as plain words that mean the same; nothing of it is run or fetched."""

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from curricula.formats.markup.flow import Flow
from curricula.formats.markup.written import ABOUT, LEAD_IN, PICTURE, REFERENCES
from curricula.types import Reference
from retrieval.readers.html import parse_page

DROPPED = frozenset(
    ("script", "style", "template", "iframe", "embed", "applet", "audio", "video", "form", "canvas")
)
HIDDEN = frozenset(("head", "title", "meta", "link", "noscript", "source", "track"))
PARAGRAPHS = frozenset(
    ("p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "table", "ul", "ol", "dl")
)
LINES = frozenset(
    ("div", "section", "article", "figure", "figcaption", "tr", "li", "dt", "dd", "caption", "hr")
)
DEEPEST = 100
WEB = re.compile(r"(?:https?://|mailto:)\S+", re.IGNORECASE)
RAISED = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")


class Shown(NamedTuple):
    """A picture where it stands in the text: what names it, and what it is said to show."""

    source: str
    alt: str
    caption: str = ""
    licence: str = ""


class Rich(NamedTuple):
    """What mark-up says: its words, its pictures, and the references and details written among them."""

    text: str = ""
    pictures: tuple[Shown, ...] = ()
    references: tuple[Reference, ...] = ()
    about: tuple[tuple[str, str], ...] = ()
    lost: tuple[str, ...] = ()


def read_html(html: str) -> Rich:
    """What a piece of HTML says."""
    return read_element(parse_page(f"<div>{without_controls(html)}</div>")) if html.strip() else Rich()


def read_question(html: str) -> tuple[Rich, Rich]:
    """What comes before the question, and the question itself where the mark-up tells them apart.

    Else the second has no text.
    """
    root = parse_page(f"<div>{without_controls(html)}</div>")
    lead_in = next((one for one in root.iter("div") if one.get("class") == LEAD_IN), None)
    if lead_in is None:
        return read_element(root), Rich()
    asked = read_element(lead_in)
    lead_in.getparent().remove(lead_in)
    return read_element(root), asked


def read_element(element: Any, *, skip: frozenset[str] = frozenset()) -> Rich:
    """What an element of HTML or XML says, without the elements of the names in `skip`."""
    reading = _Reading(skip)
    reading.walk(element, 0)
    return Rich(
        reading.flow.text(),
        tuple(reading.pictures),
        tuple(reading.references),
        tuple(reading.about),
        tuple(dict.fromkeys(reading.lost)),
    )


def local(element: Any) -> str:
    """The name of an element without its namespace; empty for a comment or an instruction."""
    tag = element.tag
    return str(tag).rpartition("}")[2].lower() if isinstance(tag, str) else ""


def without_controls(text: str) -> str:
    """The text without control characters, which the parser would end at."""
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", text)


class _Reading:
    def __init__(self, skip: frozenset[str]) -> None:
        self.flow = Flow()
        self.pictures: list[Shown] = []
        self.references: list[Reference] = []
        self.about: list[tuple[str, str]] = []
        self.lost: list[str] = []
        self._skip = skip

    def walk(self, element: Any, depth: int) -> None:
        name = local(element)
        if depth > DEEPEST:
            self.flow.words("".join(element.itertext()))
        elif name in DROPPED:
            self.lost.append(f"a part of the kind “{name}”")
        elif name and name not in HIDDEN and name not in self._skip and not self._taken(name, element):
            self._enter(name, element, depth)

    def _taken(self, name: str, element: Any) -> bool:
        """Whether it is one of the lists that are written by `written`."""
        classes = (element.get("class") or "").split()
        if name == "ul" and REFERENCES in classes:
            self.references += _references(element)
            return True
        if name == "dl" and ABOUT in classes:
            self.about += _about(element)
            return True
        if name == "div" and PICTURE in classes:
            self.pictures += _pictures(element)
            return True
        return False

    def _enter(self, name: str, element: Any, depth: int) -> None:
        if name == "img":
            self._picture(element)
        elif name == "br":
            self.flow.line()
        elif name in ("sub", "sup"):
            self.flow.words(_shifted("".join(element.itertext()), name))
        elif name == "a":
            self._link(element, depth)
        elif name == "q":
            self._between("“", "”", element, depth)
        elif name in ("td", "th"):
            self._between("", " | " if _has_next(element) else "", element, depth)
        else:
            self._block(name, element, depth)

    def _block(self, name: str, element: Any, depth: int) -> None:
        before, after = _gaps(name, element)
        self.flow.gap(before)
        if name == "li":
            self.flow.words(_bullet(element))
        self._inside(element, depth, kept=name == "pre")
        self.flow.gap(after)

    def _inside(self, element: Any, depth: int, *, kept: bool = False) -> None:
        said = self.flow.lines if kept else self.flow.words
        said(element.text or "")
        for child in element:
            self.walk(child, depth + 1)
            said(child.tail or "")

    def _between(self, before: str, after: str, element: Any, depth: int) -> None:
        self.flow.words(before)
        self._inside(element, depth)
        self.flow.words(after)

    def _picture(self, element: Any) -> None:
        if shown := _shown(element):
            self.pictures.append(shown)

    def _link(self, element: Any, depth: int) -> None:
        self._inside(element, depth)
        address = (element.get("href") or "").strip()
        if WEB.fullmatch(address) and address not in "".join(element.itertext()):
            self.flow.words(f" ({address})")


def _shown(element: Any) -> Shown | None:
    source = (element.get("src") or "").strip()
    return Shown(source, " ".join((element.get("alt") or "").split())) if source else None


def _pictures(element: Any) -> Iterator[Shown]:
    said = {part.get("class"): read_element(part).text for part in element.iter("{*}p") if part.get("class")}
    for image in element.iter("{*}img"):
        if shown := _shown(image):
            yield shown._replace(caption=said.get("caption", ""), licence=said.get("licence", ""))


def _references(element: Any) -> Iterator[Reference]:
    for line in element:
        said = {local(part): "".join(part.itertext()) for part in line}
        if said.get("cite", "").strip() and said.get("q", "").strip():
            yield Reference(document=said["cite"], quote=said["q"])


def _about(element: Any) -> Iterator[tuple[str, str]]:
    name = ""
    for part in element:
        if local(part) == "dt":
            name = "".join(part.itertext())
        elif local(part) == "dd" and name:
            yield name, "".join(part.itertext())


def _gaps(name: str, element: Any) -> tuple[int, int]:
    """The gaps before and after an element; what a list's point begins with stays beside its bullet."""
    if name not in PARAGRAPHS:
        return (1, 1) if name in LINES else (0, 0)
    parent = _parent(element)
    if local(parent) != "li":
        return 2, 2
    return (1 if (parent.text or "").strip() or parent.index(element) else 0), 1


def _shifted(text: str, name: str) -> str:
    """H₂O and 10⁹ where there are such letters, else _(max) and ^(th)."""
    words = " ".join(text.split())
    letters = LOWERED if name == "sub" else RAISED
    if all(ord(letter) in letters for letter in words):
        return words.translate(letters)
    return f"{'_' if name == 'sub' else '^'}({words})"


def _bullet(element: Any) -> str:
    parent = _parent(element)
    if local(parent) != "ol":
        return "- "
    before: Sequence[Any] = [one for one in parent if local(one) == "li"]
    return f"{before.index(element) + 1}. "


def _parent(element: Any) -> Any:
    parent = element.getparent()
    return element if parent is None else parent


def _has_next(element: Any) -> bool:
    return any(local(one) in ("td", "th") for one in element.itersiblings())

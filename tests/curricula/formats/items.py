"""Items of every type as hypothesis draws them, and some whose every field is filled."""

import io
import re
from dataclasses import dataclass
from typing import Any

from hypothesis import Phase, settings
from hypothesis import strategies as st
from PIL import Image

from curricula.items.types import ITEM, Item

# White space is what mark-up does not keep; the rest is anything that people or machines write.
LETTERS = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zs", "Zl", "Zp", "Cn", "Co"))
WORDS = st.text(LETTERS, min_size=1, max_size=12)
SPICE = st.sampled_from(
    ["=1+1", "<b>", "&amp;", "a|b", "\\n", '"q"', "{{", "}}", "::", "~=#", "@x", "-5", "'=", ";", ","]
)
LINE = st.lists(WORDS | SPICE, min_size=1, max_size=5).map(" ".join)
TEXT = st.lists(LINE, min_size=1, max_size=3).map("\n".join) | LINE
REFERENCES = st.lists(st.fixed_dictionaries({"document": LINE, "quote": LINE}), max_size=2)
MAYBE = st.none() | TEXT


# Items are large: making a failing one smaller takes minutes, and what differs is shown anyway.
ROUND_TRIP = settings(max_examples=40, deadline=None, phases=(Phase.explicit, Phase.generate))


def png(width: int = 40, height: int = 30, colour: str = "white") -> bytes:
    """A real picture."""
    made = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(made, "PNG")
    return made.getvalue()


@dataclass(frozen=True)
class Made:
    """An item, and the bytes of its pictures."""

    item: Item
    pictures: dict[str, bytes]


COMMON: dict[str, Any] = {
    "id": st.from_regex(r"[a-z0-9][a-z0-9-]{0,30}", fullmatch=True),
    "version": st.integers(1, 99),
    "title": LINE,
    "author": LINE,
    "reviewer": st.none() | LINE,
    "review": st.none() | LINE,
    "licence": st.none() | LINE,
    "topics": st.lists(LINE, max_size=3, unique=True),
    "objectives": st.lists(LINE, max_size=3, unique=True),
    "references": REFERENCES,
}
ASKED: dict[str, Any] = {
    "level": st.sampled_from([None, "recall", "interpretation", "management"]),
    "difficulty": st.none() | st.integers(1, 5),
    "vignette": st.just("") | TEXT,
    "lead_in": TEXT,
    "explanation": MAYBE,
}


@st.composite
def choices(draw: st.DrawFn, pictures: bool = False) -> Made:
    """A single best answer or a multiple response."""
    several = draw(st.booleans())
    count = draw(st.integers(3 if several else 2, 6))
    keys = draw(st.sets(st.integers(0, count - 1), min_size=1, max_size=count - 1 if several else 1))
    options = [
        {
            "id": "abcdef"[at],
            "text": draw(TEXT),
            "correct": at in keys,
            "reason": draw(MAYBE),
            "references": draw(REFERENCES),
        }
        for at in range(count)
    ]
    kind = "multiple_response" if several else "single_best_answer"
    return made(draw(st.fixed_dictionaries(COMMON | ASKED)) | {"type": kind, "options": options}, pictures)


@st.composite
def shorts(draw: st.DrawFn, pictures: bool = False) -> Made:
    """A short answer in words, or a number."""
    forms = draw(st.lists(LINE, min_size=1, max_size=6, unique_by=str.casefold))
    fields = draw(st.fixed_dictionaries(COMMON | ASKED)) | {"type": "short_answer", "reason": draw(MAYBE)}
    if draw(st.booleans()):
        low, width = draw(st.integers(-(10**6), 10**6)), draw(st.integers(0, 10**6))
        number = {
            "low": low / 100,
            "high": (low + width) / 100,
            "unit": draw(st.sampled_from(["", "mmol/L", "%"])),
        }
        return made(fields | {"number": number}, pictures)
    fields["accepted"] = [{"text": forms[0], "also": forms[1:3]}, *({"text": form} for form in forms[3:])]
    misses = draw(st.lists(st.fixed_dictionaries({"text": LINE, "reason": LINE}), max_size=2))
    fields["near_misses"] = [
        miss for miss in misses if miss["text"].casefold() not in map(str.casefold, forms)
    ]
    return made(fields, pictures)


@st.composite
def cards(draw: st.DrawFn, pictures: bool = False) -> Made:
    """A cloze card with one gap or more, some with a hint."""
    plain = TEXT.map(lambda text: _spaced(re.sub(r" ?[{}]+|:(?=:)", "", text)) or "x")
    words = plain.map(lambda text: " ".join(text.split()).strip(": ") or "x")
    parts = [draw(plain)]
    for _ in range(draw(st.integers(1, 3))):
        hint = draw(st.none() | words)
        parts += ["{{" + draw(words) + (f"::{hint}" if hint else "") + "}}", draw(plain)]
    fields = draw(st.fixed_dictionaries(COMMON)) | {"type": "cloze_card", "text": " ".join(parts)}
    return made(fields | {"extra": draw(st.just("") | TEXT)}, pictures)


@st.composite
def hotspots(draw: st.DrawFn) -> Made:
    """A picture with places to point at."""
    regions = []
    for at in range(draw(st.integers(1, 3))):
        left, top = draw(st.integers(0, 80)), draw(st.integers(0, 80))
        right, bottom = draw(st.integers(left + 5, 100)), draw(st.integers(top + 5, 100))
        box = {"left": left / 100, "top": top / 100, "right": right / 100, "bottom": bottom / 100}
        more = {"label": draw(LINE), "correct": at == 0 or draw(st.booleans()), "reason": draw(MAYBE)}
        regions.append({"id": "abc"[at], **box, **more})
    fields = draw(st.fixed_dictionaries(COMMON | ASKED)) | {"type": "image_hotspot", "regions": regions}
    return made(fields, pictures=True)


def made(fields: dict[str, Any], pictures: bool) -> Made:
    """The item of those fields, with a picture if wanted."""
    if not pictures:
        return Made(ITEM.validate_python(fields), {})
    shown = {"file": "ecg.png", "alt": "An ECG", "caption": "25 mm/s", "licence": "CC0"}
    return Made(ITEM.validate_python(fields | {"pictures": [shown]}), {"ecg.png": png()})


def _spaced(text: str) -> str:
    """The text with white space that every format keeps."""
    single = re.sub(r" {2,}", " ", text)
    return re.sub(r"\n{3,}", "\n\n", re.sub(r" ?\n ?", "\n", single)).strip()


def every(pictures: bool = True) -> st.SearchStrategy[Made]:
    """An item of any type, with a picture or without."""
    plain = choices() | shorts() | cards()
    return plain | choices(pictures=True) | cards(pictures=True) | hotspots() if pictures else plain

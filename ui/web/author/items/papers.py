"""The forms of items, one for each type."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from curricula.items.load import ITEMS
from curricula.items.types import ItemType
from ui.web.author.paper import Paper, Section

NAMES: Mapping[ItemType, str] = MappingProxyType(
    {
        "single_best_answer": "Single best answer",
        "multiple_response": "Multiple response",
        "short_answer": "Short answer",
        "cloze_card": "Cloze card",
        "image_hotspot": "Place in a picture",
        "image_read": "Read of a picture",
    }
)
KEPT = frozenset(("version", "status", "reviewer"))
"""Fields that no author writes: saving and reviewing set them."""
QUESTION = Section("asked", "Question", "To be answered with the options covered.", ("vignette", "lead_in"))
PICTURES = Section(
    "pictures",
    "Pictures",
    "Chosen files are written anew, without what they told of patient, camera and place.",
    ("pictures",),
)
SOURCES = Section(
    "references",
    "Sources",
    "The words of a source that say so: find a sentence and take it.",
    ("references",),
)
ABOUT = Section(
    "about",
    "About",
    "How the item is found, and what it serves.",
    ("id", "title", "type", "objectives", "topics", "level", "difficulty", "author", "review", "licence"),
)
OPTIONS = Section("options", "Options", "Each with the reason why it is right or wrong.", ("options",))
TAKEN_HOME = Section("explained", "To take home", "The point that stays.", ("explanation",))
ANSWERS: Mapping[ItemType, Sequence[Section]] = MappingProxyType(
    {
        "single_best_answer": (QUESTION, PICTURES, OPTIONS),
        "multiple_response": (QUESTION, PICTURES, OPTIONS),
        "short_answer": (
            QUESTION,
            PICTURES,
            Section(
                "answer",
                "Answer",
                "What counts as right: words, a number, or both.",
                ("accepted", "number", "reason"),
            ),
            Section("near_misses", "Near misses", "Often given, and wrong.", ("near_misses",)),
        ),
        "cloze_card": (
            Section("card", "Card", "Hide words by {{words}} or {{words::hint}}.", ("text", "extra")),
            PICTURES,
        ),
        "image_hotspot": (
            QUESTION,
            PICTURES,
            Section(
                "regions",
                "Places",
                "Drag on the first picture, or give the edges as fractions from its upper left corner.",
                ("regions",),
            ),
        ),
        "image_read": (
            QUESTION,
            PICTURES,
            Section("report", "Report", "What a read must say, line by line.", ("report",)),
            Section("marking", "Marking", "From which share on the read is right.", ("enough",)),
        ),
    }
)
BLANKS: Mapping[ItemType, Mapping[str, Any]] = MappingProxyType(
    {
        "single_best_answer": {"options": [{"id": one} for one in "abcde"]},
        "multiple_response": {"options": [{"id": one} for one in "abcde"]},
        "short_answer": {"accepted": [{}]},
        "cloze_card": {},
        "image_hotspot": {"pictures": [{}]},
        "image_read": {"pictures": [{}], "report": [{"id": "a"}], "enough": 0.6},
    }
)


def paper_of(kind: ItemType) -> Paper:
    """The form of items of that type."""
    model = ITEMS.variants[kind]
    ends = (SOURCES,) if kind == "cloze_card" else (TAKEN_HOME, SOURCES)
    # Cards have no level and no difficulty.
    about = ABOUT._replace(fields=tuple(name for name in ABOUT.fields if name in model.model_fields))
    return Paper(
        "item",
        model,
        (about, *ANSWERS[kind], *ends),
        at="/author/items",
        page="/author/items/item",
        scripts=("author-items.js",),
        has_letters=True,
    )


def blank(kind: ItemType, author: str) -> dict[str, Any]:
    """What a new item of that type begins with."""
    return {"type": kind, "author": author, **BLANKS[kind]}

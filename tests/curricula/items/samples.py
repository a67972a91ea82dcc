"""Small items of every form."""

from typing import Any

from curricula.items.types import (
    ITEM,
    ClozeCard,
    ImageHotspot,
    ImageRead,
    Item,
    MultipleResponse,
    ShortAnswer,
    SingleBestAnswer,
)

WHO = {"author": "Ada Example", "title": "Potassium in renal failure", "status": "published"}
CITED = [{"document": "Potassium", "quote": "Calcium gluconate protects the heart within minutes."}]
OPTIONS = [
    {
        "id": "a",
        "text": "Calcium gluconate",
        "correct": True,
        "reason": "It protects the heart.",
        "references": CITED,
    },
    {"id": "b", "text": "Sodium bicarbonate", "reason": "It works slowly."},
    {"id": "c", "text": "Furosemide infusion", "reason": "It needs kidneys that work."},
    {"id": "d", "text": "Calcium resonium", "reason": "It works within hours."},
]


def single(item_id: str = "first-drug", **changed: Any) -> SingleBestAnswer:
    """A single best answer of four options, the first being the key."""
    made = made_of(
        {
            "id": item_id,
            "type": "single_best_answer",
            "vignette": "A man of 60 has a potassium of 7.2 mmol/L and broad QRS complexes.",
            "lead_in": "Which drug is given first?",
            "options": OPTIONS,
            "objectives": ["potassium-management"],
            "topics": ["potassium"],
            "level": "management",
            "difficulty": 2,
        },
        changed,
    )
    assert isinstance(made, SingleBestAnswer)
    return made


def several(**changed: Any) -> MultipleResponse:
    """A multiple response with two right options of four."""
    options = [{**option, "correct": place < 2} for place, option in enumerate(OPTIONS)]
    base = {"id": "which-drugs", "type": "multiple_response", "lead_in": "Which two drugs are given?"}
    made = made_of(base | {"options": options}, changed)
    assert isinstance(made, MultipleResponse)
    return made


def short(**changed: Any) -> ShortAnswer:
    """A short answer with a synonym and a near miss."""
    base = {
        "id": "name-the-drug",
        "type": "short_answer",
        "lead_in": "Which drug protects the heart?",
        "accepted": [{"text": "calcium gluconate", "also": ["Ca gluconate"]}],
        "near_misses": [{"text": "calcium resonium", "reason": "It binds potassium in the gut."}],
        "references": CITED,
        "reason": "It steadies the membrane.",
    }
    made = made_of(base, changed)
    assert isinstance(made, ShortAnswer)
    return made


def card(**changed: Any) -> ClozeCard:
    """A card that hides the drug."""
    text = "{{Calcium gluconate}} protects the heart within minutes."
    made = made_of({"id": "card", "type": "cloze_card", "text": text, "references": CITED}, changed)
    assert isinstance(made, ClozeCard)
    return made


def hotspot(**changed: Any) -> ImageHotspot:
    """A strip of an ECG with one right region of two."""
    base = {
        "id": "tall-wave",
        "type": "image_hotspot",
        "lead_in": "Where is the T wave?",
        "pictures": [{"file": "strip.png", "alt": "A rhythm strip"}],
        "references": CITED,
        "regions": [
            region("t", 0.4, 0.6, correct=True, label="T wave"),
            region("p", 0.1, 0.2, correct=False, label="P wave"),
        ],
    }
    made = made_of(base, changed)
    assert isinstance(made, ImageHotspot)
    return made


def read(**changed: Any) -> ImageRead:
    """A chest film whose report has one finding on the right, and one that is absent."""
    base = {
        "id": "read-the-film",
        "type": "image_read",
        "lead_in": "Write a short report.",
        "pictures": [{"file": "strip.png", "alt": "A frontal radiograph of the chest"}],
        "references": CITED,
        "report": [
            line("consol", "consolidation", side="right", severity="moderate", weight=3),
            line(
                "effusion", "pleural effusion", also=["effusion"], presence="absent", normal=["clear angles"]
            ),
        ],
    }
    made = made_of(base, changed)
    assert isinstance(made, ImageRead)
    return made


def line(name: str, finding: str, **more: Any) -> dict[str, Any]:
    """A line of a report."""
    return {"id": name, "name": finding, "reason": "By its density."} | more


def region(name: str, left: float, right: float, **more: Any) -> dict[str, Any]:
    """A region over the whole height of the picture."""
    return {"id": name, "left": left, "right": right, "top": 0, "bottom": 1, "reason": "By its place."} | more


def made_of(base: dict[str, Any], changed: dict[str, Any]) -> Item:
    """The item of these fields, some of them changed."""
    return ITEM.validate_python(WHO | base | changed)


def all_forms() -> tuple[Item, ...]:
    """One item of each form."""
    return single(), several(), short(), card(), hotspot(), read()

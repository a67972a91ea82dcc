"""The windows that are usual for CT, by part of the body, in HU."""

from assistant.image.types import Modality, Window

# Centre and width as radiology texts and viewers commonly give them; those of the part come first.
CT = {
    "brain": (40, 80),
    "subdural": (75, 215),
    "stroke": (40, 40),
    "soft tissue": (40, 400),
    "lung": (-600, 1500),
    "mediastinum": (50, 350),
    "abdomen": (50, 400),
    "liver": (30, 150),
    "bone": (400, 1800),
    "angiography": (300, 600),
}
PARTS: dict[str, tuple[str, ...]] = {
    "head": ("brain", "subdural", "stroke", "bone"),
    "brain": ("brain", "subdural", "stroke", "bone"),
    "skull": ("bone", "brain", "subdural"),
    "chest": ("lung", "mediastinum", "bone"),
    "lung": ("lung", "mediastinum", "bone"),
    "thorax": ("lung", "mediastinum", "bone"),
    "abdomen": ("abdomen", "liver", "bone"),
    "liver": ("liver", "abdomen", "bone"),
    "pelvis": ("abdomen", "bone"),
    "neck": ("soft tissue", "bone", "angiography"),
    "spine": ("bone", "soft tissue"),
}


def presets(modality: Modality | None, part: str) -> tuple[Window, ...]:
    """The usual windows of a CT, those of that part of the body first; none for other modalities."""
    if modality != "ct":
        return ()
    words = part.split()
    first = next((names for word, names in PARTS.items() if any(word in one for one in words)), ())
    order = dict.fromkeys((*first, *CT))
    return tuple(Window(name=name, centre=CT[name][0], width=CT[name][1]) for name in order)

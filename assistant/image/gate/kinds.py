"""The kinds of medical picture: their names in words, and what a picture of each kind measures."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from assistant.image.gate.measure import Measures
from assistant.image.types import Modality

NAMES: Mapping[Modality, str] = {
    "radiograph": "an X-ray film",
    "ct": "a CT image",
    "mri": "an MR image",
    "ultrasound": "an ultrasound image",
    "nuclear": "a nuclear medicine image",
    "mammogram": "a mammogram",
    "ecg": "an ECG",
    "fundus": "a photograph of the fundus",
    "skin": "a photograph of skin",
    "histology": "a slide",
    "endoscopy": "an endoscopic picture",
    "photograph": "a clinical photograph",
    "drawing": "a drawing",
}
_NAMED: Mapping[Modality, str] = {
    "radiograph": r"x-?rays?|x ray|radiographs?|cxrs?|axr|chest films?|plain films?|roentgenograms?",
    "ct": r"ct|cts|cect|hrct|ctpa|computed tomography|cat scan",
    "mri": r"mri|mris|mr image|magnetic resonance|flair|dwi",
    "ultrasound": r"ultrasound|ultrasonograph\w*|sonogra\w*|echocardiogram|doppler|pocus",
    "nuclear": r"pet|spect|scintigra\w*|bone scan|v/q scan",
    "mammogram": r"mammogra\w*|tomosynthesis",
    "ecg": r"ecgs?|ekgs?|electrocardiogra\w*|rhythm strip",
    "fundus": r"fundus|fundoscop\w*|ophthalmoscop\w*|retinal (?:photo\w*|image|picture)",
    "skin": r"skin|rash(?:es)?|dermoscop\w*|dermatoscop\w*|mole|naevus|nevus",
    "histology": r"histolog\w*|histopatholog\w*|biopsy|blood (?:film|smear)|smear|h&e|microscop\w*|slide",
    "endoscopy": r"endoscop\w*|colonoscop\w*|gastroscop\w*|bronchoscop\w*|laparoscop\w*|cystoscop\w*",
    "photograph": r"clinical (?:photo\w*|picture)|photograph of (?:a|the|my) patient",
    "drawing": r"diagram|drawing|illustration|schematic|flow ?chart",
}
WORDS = {kind: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for kind, words in _NAMED.items()}
GREY = frozenset[Modality](("radiograph", "ct", "mri", "ultrasound", "nuclear", "mammogram"))
OFTEN_COLOURED = frozenset[Modality](("ultrasound", "nuclear"))

# Of the grey studies among pydicom's test files none has more than 6% of its pixels in a clear colour
# (an ultrasound machine's signs), and no film or slice any; a film photographed from a screen is tinted.
COLOUR_OF_GREY = 0.15
# Films, slices and ultrasound images there are 52% alike four pixels on, films and slices 70% and more.
ALIKE = 0.5
# Pages and screens have a light ground on more than half; the lightest CT slice (air drawn white) is not
# taken for one, for its ground is dark in every window.
PAGE, LIGHT = 0.5, 0.85
# The least white of 24 textbook figures has 35% of even white page; a photograph with a burnt-out sky has
# 15%, a film or slice at most 13%.
SHEET, LEAST_SHEET = 0.3, 0.2
# Colour Doppler and a nuclear image in colour stand on a wide black ground and leave most of the frame grey.
COLOUR_ON_BLACK, BLACK, BLACK_GROUND = 0.3, 0.1, 0.3
# A rhythm strip's line spans all of the width; twelve leads stand side by side in rows of two to four. The
# paper around them is even: 71% of the busiest strip among the drawn ones, 77% and more of photographed ones.
TRACE, LEADS, EVEN_PAPER = 0.52, 8, 0.67
LETTERS_BESIDE = 0.3


class Hues(NamedTuple):
    """The hues of a kind, of twelve from red; their least share of the colour; the least share of colour."""

    steps: frozenset[int]
    share: float
    colourful: float


# Skin, mucosa and retina lie between crimson and orange under white light; stains of slides between blue
# and brown. The shares leave room for rulers, drapes and cyanosis.
_FLESH = frozenset((11, 0, 1))
HUES: Mapping[Modality, Hues] = {
    "skin": Hues(_FLESH, 0.7, 0.2),
    "endoscopy": Hues(_FLESH | {2}, 0.7, 0.2),
    "fundus": Hues(_FLESH | {2}, 0.8, 0.2),
    "histology": Hues(frozenset((8, 9, 10, 11, 0, 1)), 0.7, 0.1),
    "photograph": Hues(_FLESH, 0.5, 0.15),
}


def named_kind(words: str) -> Modality | None:
    """The kind of picture that these words name, None where they name none or several."""
    named = [kind for kind, pattern in WORDS.items() if pattern.search(words)]
    return named[0] if len(named) == 1 else None


def misfit(kind: Modality, found: Measures) -> str | None:
    """What of the measures speaks against that kind, as the end of a sentence; None where nothing does."""
    if kind == "ecg":
        return None if _has_leads(found) else "no line runs across it as a lead does"
    if kind == "drawing":
        return None if found.sheet >= LEAST_SHEET else "it does not stand on an even white page"
    if found.sheet > SHEET:
        return "much of it is an empty white page"
    return _not_grey(kind, found) if kind in GREY else _not_coloured(found, HUES[kind])


def _has_leads(found: Measures) -> bool:
    many = found.trace >= TRACE or found.leads >= LEADS
    return many and found.even >= EVEN_PAPER and found.letters <= LETTERS_BESIDE


def _not_grey(kind: Modality, found: Measures) -> str | None:
    on_black = found.plain >= BLACK_GROUND and found.paper <= BLACK
    most = COLOUR_ON_BLACK if kind in OFTEN_COLOURED and on_black else COLOUR_OF_GREY
    if found.colourful > most:
        return "it is in colour"
    if found.plain > PAGE and found.paper > LIGHT:
        return "most of it is an empty light page"
    return "its greys change from point to point" if found.neighbourly < ALIKE else None


def _not_coloured(found: Measures, hues: Hues) -> str | None:
    if found.colourful < hues.colourful:
        return "it has hardly any colour"
    share = sum(found.hues[step] for step in hues.steps)
    return "its colours are others" if share < hues.share else None

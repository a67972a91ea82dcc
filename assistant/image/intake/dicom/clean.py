"""The tags of a DICOM file without a word about whose it is.

What is kept is listed, not what goes: so a tag that nobody thought of goes too, as PS3.15 Annex E (Basic
Application Level Confidentiality Profile) asks of everything that it does not name.
"""

import re
import struct
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np
from pydicom import DataElement, Dataset, Sequence
from pydicom.datadict import tag_for_keyword
from pydicom.multival import MultiValue
from pydicom.uid import UID

KEPT, PROFILE = (Path(__file__).with_name(name) for name in ("kept.txt", "profile.txt"))
PIXEL_TAGS = frozenset(
    (
        *("PixelData", "FloatPixelData", "DoubleFloatPixelData", "Rows", "Columns", "NumberOfFrames"),
        *("SamplesPerPixel", "PhotometricInterpretation", "PlanarConfiguration", "PixelRepresentation"),
        *("BitsAllocated", "BitsStored", "HighBit", "SpecificCharacterSet"),
    )
)
"""Tags that are written anew from the pixels as they are kept."""
METHOD = "Only what shows the pixels was kept"
CODED = re.compile(r"[A-Z0-9_ ]{0,16}")
FREE_WORDS = ("WindowCenterWidthExplanation", "RescaleType", "ModalityLUTType")
HARMLESS = re.compile(r"[A-Za-z0-9_ .+/%-]{0,64}")
NUMBERS = frozenset(["DS", "IS", "US", "SS", "UL", "SL", "UV", "SV", "FL", "FD", "AT", "OW"])
WORDS = frozenset(("PN", "LO", "SH", "LT", "ST", "UT", "UC", "AE"))
MAX_DEPTH = 8
OVERLAYS, CURVES = range(0x6000, 0x6100), range(0x5000, 0x5100)


@cache
def kept_tags() -> frozenset[int]:
    """The tags that may stay."""
    names = [name for line in _lines(KEPT) for name in line.split()]
    return frozenset(tag for name in names if (tag := tag_for_keyword(name)) is not None)


@cache
def profile_tags() -> frozenset[int]:
    """The tags of which the Basic Application Level Confidentiality Profile asks that they go."""
    pairs = [line.split(":") for line in _lines(PROFILE)]
    return frozenset(int(group + one, 16) for group, elements in pairs for one in elements.split())


def _lines(file: Path) -> list[str]:
    lines = file.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def cleaned(given: Dataset) -> tuple[Dataset, tuple[str, ...], tuple[str, ...]]:
    """A new data set of the tags that stay; what went, by keyword; and notes for a viewer."""
    kept = _copied(given, _words(given), big=not given.original_encoding[1])
    kept.SpecificCharacterSet = "ISO_IR 192"
    kept.PatientIdentityRemoved = "YES"
    kept.DeidentificationMethod = METHOD
    return kept, tuple(sorted(set(_gone(given)))), tuple(_notes(given))


def _copied(source: Dataset, own: frozenset[str], *, big: bool, depth: int = 0) -> Dataset:
    kept = Dataset()
    for tag in sorted(set(source.keys()) & kept_tags()):
        element = _element(source, tag)
        if element is None or element.is_empty:
            continue
        if element.VR == "SQ":
            inner = [_copied(item, own, big=big, depth=depth + 1) for item in element.value]
            if depth < MAX_DEPTH and any(len(item) for item in inner):
                kept.add(DataElement(tag, "SQ", Sequence(inner)))
        elif _is_harmless(element, own):
            kept.add(_little(element) if big else element)
    return kept


def _element(source: Dataset, tag: int) -> DataElement | None:
    """The element, None where its value cannot be read."""
    try:
        return source[tag]
    except (ValueError, TypeError, NotImplementedError, KeyError, struct.error):
        return None


def _is_harmless(element: DataElement, own: frozenset[str]) -> bool:
    """Whether the value is of the kind that its tag asks for, and repeats no word of the identity."""
    values = element.value if isinstance(element.value, MultiValue) else [element.value]
    if element.VR == "CS":
        return all(CODED.fullmatch(str(value)) for value in values)
    if element.keyword in FREE_WORDS:
        said = " ".join(map(str, values))
        return bool(HARMLESS.fullmatch(said)) and not own & set(_split(said))
    return element.VR in NUMBERS or (element.VR == "UI" and UID(str(element.value)).is_private is False)


def _little(element: DataElement) -> DataElement:
    """The same table with its bytes in the order in which they are written."""
    if element.VR != "OW" or not isinstance(element.value, bytes):
        return element
    return DataElement(element.tag, "OW", np.frombuffer(element.value, ">u2").astype("<u2").tobytes())


def _words(given: Dataset) -> frozenset[str]:
    """The words of names and numbers of the person, the visit and the place, in lower case."""
    found: set[str] = set()
    for element in _walked(given):
        if element.VR in WORDS and (element.VR == "PN" or element.tag in profile_tags()):
            found.update(_split(str(element.value)))
    return frozenset(word for word in found if len(word) > 2)


def _split(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def _walked(given: Dataset, depth: int = 0) -> Iterator[DataElement]:
    """Every element that can be read, those in sequences too."""
    for tag in sorted(given.keys()):
        element = _element(given, tag)
        if element is None:
            continue
        yield element
        if element.VR == "SQ" and depth < MAX_DEPTH:
            for item in element.value:
                yield from _walked(item, depth + 1)


def _gone(given: Dataset) -> Iterator[str]:
    """The keywords of what the profile names, and of all else that went its kind."""
    for element in _walked(given):
        tag = element.tag
        if tag in kept_tags() or element.is_empty or element.keyword in PIXEL_TAGS:
            continue
        if tag.is_private:
            yield "private tags"
        elif tag.group in OVERLAYS:
            yield "overlays"
        elif tag.group in CURVES:
            yield "curves"
        elif tag in profile_tags() or element.VR == "PN":
            yield element.keyword or "names"
        else:
            yield "tags that show nothing"


def _notes(given: Dataset) -> Iterator[str]:
    if str(given.get("BurnedInAnnotation", "")).strip() == "YES":
        yield "Its tags say that text is burnt into the picture; it may name somebody."
    if any(tag.group in OVERLAYS for tag in given.keys()):  # noqa: SIM118 - a data set yields elements
        yield "Drawings that lay over the picture (overlays) were left out."

"""Every test file of pydicom, the broken ones too, is displayed or refused with a reason."""

import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pydicom
import pytest
from pydicom import Dataset
from pydicom.pixels.processing import apply_color_lut, apply_modality_lut, apply_voi_lut
from pydicom.pixels.utils import pixel_array

from assistant.image.intake import Taken, Taker, pixels, shown
from assistant.image.intake.dicom.clean import cleaned, kept_tags, profile_tags
from retrieval.errors import PreceptorError, Refused
from tests.assistant.image.pictures import of_png

FILES = sorted(
    path
    for path in (Path(pydicom.__file__).parent / "data").rglob("*")
    if path.is_file() and path.suffix not in (".py", ".pyc", ".md", ".txt", ".json")
)
# Why a file may be refused: it holds no picture, or is no DICOM at all.
RIGHTLY = ("no picture in", "directory of a DICOM disc", "is text", "a compressed file")
# Those with a picture that is lost: 12 bits in a JPEG, and files that are broken on purpose.
LOST = {
    *("JPEG-lossy.dcm", "JPGExtended.dcm", "JPEG2000-embedded-sequence-delimiter.dcm", "MR_truncated.dcm"),
    *("badVR.dcm", "meta_missing_tsyntax.dcm", "nested_priv_SQ.dcm", "no_meta.dcm", "crayons.icc"),
}
WRITTEN = ("PatientIdentityRemoved", "DeidentificationMethod", "SpecificCharacterSet", "SOPInstanceUID")
PIXEL_KEYWORDS = (
    *("SamplesPerPixel", "PhotometricInterpretation", "PlanarConfiguration", "NumberOfFrames", "Rows"),
    *("Columns", "BitsAllocated", "BitsStored", "HighBit", "PixelRepresentation", "PixelData"),
)


class Outcome(NamedTuple):
    file: Path
    taken: Taken | None
    refused: Refused | None


@pytest.fixture(scope="module")
def outcomes() -> list[Outcome]:
    """What became of every file, taken in by one child process."""
    with Taker() as taker:
        return [outcome(taker, file) for file in FILES]


@pytest.fixture(scope="module")
def displayed(outcomes: list[Outcome]) -> list[tuple[Path, Taken]]:
    """The files that were taken in."""
    return [(one.file, one.taken) for one in outcomes if one.taken is not None]


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    """The files break rules on purpose, of which pydicom warns."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def outcome(taker: Taker, file: Path) -> Outcome:
    try:
        return Outcome(file, taker.take(file.read_bytes(), file.name), None)
    except Refused as reason:
        return Outcome(file, None, reason)


def test_every_file_is_displayed_or_refused_with_a_reason(outcomes: list[Outcome]) -> None:
    assert len(outcomes) > 170
    reasons = {one.file.name: one.refused for one in outcomes if one.refused is not None}
    for name, refused in reasons.items():
        what = str(refused.args[0])
        assert name in LOST or any(part in what for part in RIGHTLY), f"{name}: {what}"
        assert refused.next_step
    assert sum(one.taken is not None for one in outcomes) >= 99


def test_every_frame_of_a_displayed_file_is_drawn(displayed: list[tuple[Path, Taken]]) -> None:
    for file, (info, body) in displayed:
        for frame in {0, info.frames - 1}:
            drawn = of_png(shown(body, info.media_type, frame))
            assert drawn.shape[:2] == (info.height, info.width), file.name
        with pytest.raises(PreceptorError, match="no such frame"):
            shown(body, info.media_type, info.frames)


def test_shades_equal_those_that_pydicom_computes(displayed: list[tuple[Path, Taken]]) -> None:
    for file, (info, body) in displayed:
        expected = reference(file, info.frames - 1)
        drawn = of_png(shown(body, info.media_type, info.frames - 1)).astype(int)
        assert np.abs(drawn - expected).max() <= 1, file.name


def test_values_equal_those_that_pydicom_computes(displayed: list[tuple[Path, Taken]]) -> None:
    for file, (info, body) in displayed:
        given = with_syntax(file)
        if info.colour or "DoseGridScaling" in given:
            continue
        expected = apply_modality_lut(frame_of(given, 0), given)
        assert np.allclose(pixels(body, info.media_type), expected), file.name


def reference(file: Path, frame: int) -> np.ndarray[Any, Any]:
    """Shades by pydicom's own functions alone."""
    given = with_syntax(file)
    stored = frame_of(given, frame)
    if given.PhotometricInterpretation == "PALETTE COLOR":
        coloured = apply_color_lut(stored, given)
        return (coloured >> (8 * (coloured.itemsize - 1))).astype(int)
    if stored.ndim == 3:
        return (stored >> (given.BitsStored - 8)).astype(int)
    values = apply_modality_lut(stored, given)
    if "VOILUTSequence" in given or "WindowCenter" in given:
        mapped = apply_voi_lut(values, given).astype(float)
        low, high = ends(given)
    else:
        mapped, low, high = values.astype(float), float(values.min()), float(values.max())
    shades = (mapped - low) / max(high - low, 1) * 255
    return 255 - shades if given.PhotometricInterpretation == "MONOCHROME1" else shades


def ends(given: Dataset) -> tuple[float, float]:
    """What pydicom maps black and white to."""
    if "VOILUTSequence" in given:
        return 0, 2 ** given.VOILUTSequence[0].LUTDescriptor[2] - 1
    bits, signed = given.BitsStored, given.PixelRepresentation
    low, high = (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1) if signed else (0, 2**bits - 1)
    slope, intercept = given.get("RescaleSlope", 1), given.get("RescaleIntercept", 0)
    return float(low * slope + intercept), float(high * slope + intercept)


def with_syntax(file: Path) -> Dataset:
    given = pydicom.dcmread(file, force=True)
    if "NumberOfFrames" in given and not given.NumberOfFrames:
        del given.NumberOfFrames
    return given


def frame_of(given: Dataset, frame: int) -> np.ndarray[Any, Any]:
    stored = pixel_array(given)
    return stored[frame] if int(given.get("NumberOfFrames") or 1) > 1 else stored


# -- identity


def walked(given: Dataset) -> Iterator[pydicom.DataElement]:
    yield from given.iterall()


def test_the_profile_and_the_list_of_what_stays_have_nothing_in_common() -> None:
    assert len(profile_tags()) > 600
    assert kept_tags() & profile_tags() == frozenset()


def test_no_identity_tag_is_left_in_any_file(displayed: list[tuple[Path, Taken]]) -> None:
    made = {pydicom.datadict.tag_for_keyword(name) for name in (*WRITTEN, *PIXEL_KEYWORDS)}
    for file, (_, body) in displayed:
        kept = pydicom.dcmread(pydicom.filebase.DicomBytesIO(body))
        for element in walked(kept):
            assert element.VR not in ("PN", "DA", "TM", "DT", "AS", "UN"), file.name
            assert not element.tag.is_private, file.name
            assert element.tag in kept_tags() | made, f"{file.name}: {element.keyword}"
        assert "SourceApplicationEntityTitle" not in kept.file_meta
        assert kept.PatientIdentityRemoved == "YES"


def test_no_name_number_or_place_is_left_in_the_bytes(displayed: list[tuple[Path, Taken]]) -> None:
    searched = 0
    for file, (info, body) in displayed:
        given = pydicom.dcmread(file, force=True)
        tags = body[: body.find(b"\xe0\x7f\x10\x00")]
        kept_words = {
            str(element.value) for element in pydicom.dcmread(pydicom.filebase.DicomBytesIO(body)).iterall()
        }
        for element in walked(given):
            value = str(element.value).strip()
            # A number, or a time of midnight, may stand elsewhere by chance.
            words = element.VR not in ("SQ", "OB", "OW", "DS", "IS")
            if element.tag in profile_tags() and words and len(set(value)) > 3:
                searched += 1
                assert value.encode("utf-8") not in tags, f"{file.name}: {element.keyword}"
                assert value not in kept_words, f"{file.name}: {element.keyword}"
                assert value not in " ".join(info.removed)
    assert searched > 500


def test_what_went_is_named_by_keyword(displayed: list[tuple[Path, Taken]]) -> None:
    removed = {file.name: taken.info.removed for file, taken in displayed}
    assert {"PatientName", "PatientID", "InstitutionName", "StudyDate", "private tags"} <= set(
        removed["CT_small.dcm"]
    )
    assert "overlays" in removed["examples_overlay.dcm"]


def test_names_in_sequences_private_tags_curves_and_texts_go_too() -> None:
    given = pydicom.dcmread(FILES[0].parents[1] / "test_files" / "CT_small.dcm")
    inner = Dataset()
    inner.PatientName, inner.PixelSpacing = "Doe^Jane", [1, 1]
    outer = Dataset()
    outer.PixelMeasuresSequence = [inner]
    given.SharedFunctionalGroupsSequence = [outer]
    given.add_new(0x50000010, "LO", "Doe Jane")
    given.WindowCenterWidthExplanation = "DOE^JANE"
    given.PatientName, given.BodyPartExamined = "Doe^Jane", "Doe, Jane"
    kept, removed, _ = cleaned(given)
    assert "Jane" not in str(kept)
    assert "JANE" not in str(kept)
    assert kept.SharedFunctionalGroupsSequence[0].PixelMeasuresSequence[0].PixelSpacing == [1, 1]
    assert {"curves", "PatientName"} <= set(removed)

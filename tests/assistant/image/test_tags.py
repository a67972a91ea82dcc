"""Windows, sizes and sides of DICOM, as its tags tell them."""

import warnings
from collections.abc import Sequence
from typing import Any

import numpy as np
import pydicom
import pytest
from pydicom import Dataset
from pydicom.filebase import DicomBytesIO
from pydicom.pixels.processing import apply_modality_lut, apply_voi_lut, apply_windowing

from assistant.image.intake import Taken, pixels, shown, values
from assistant.image.intake.deciding import taken
from assistant.image.intake.dicom.geometry import geometry
from assistant.image.intake.dicom.presets import CT, presets
from assistant.image.intake.dicom.shades import windowed
from assistant.image.types import Window
from retrieval.errors import Refused, WrongUse
from tests.assistant.image.pictures import dicom_file, of_png


def ct(**tags: Any) -> Dataset:
    """A small CT with other tags."""
    given = pydicom.dcmread(DicomBytesIO(dicom_file("CT_small.dcm")))
    for name, value in tags.items():
        setattr(given, name, value)
    return given


def came_in(given: Dataset) -> Taken:
    buffer = DicomBytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        given.save_as(buffer)
    return taken(buffer.getvalue(), "a.dcm")


def test_windows_come_from_tags_then_from_use_then_from_the_values() -> None:
    given = ct(WindowCenter=[40, -600], WindowWidth=[80, 1500], BodyPartExamined="HEAD")
    given.WindowCenterWidthExplanation = ["BRAIN", "LUNG"]
    info = came_in(given).info
    assert [window.name for window in info.windows[:4]] == ["BRAIN", "LUNG", "brain", "subdural"]
    assert info.windows[-1].name == "whole range"
    assert (info.body_part, info.unit) == ("head", "HU")


def test_only_a_ct_has_usual_windows_and_those_of_its_part_come_first() -> None:
    assert presets("mri", "head") == ()
    assert presets("ct", "chest")[0] == Window(name="lung", centre=-600, width=1500)
    assert {window.name for window in presets("ct", "")} == set(CT)
    assert CT["brain"] == (40, 80)


@pytest.mark.parametrize("function", ["LINEAR", "LINEAR_EXACT", "SIGMOID"])
@pytest.mark.parametrize(("centre", "width"), [(40, 80), (400, 1800), (0.5, 2)])
def test_each_function_gives_the_shades_of_pydicom(function: str, centre: float, width: float) -> None:
    given = ct(WindowCenter=centre, WindowWidth=width, VOILUTFunction=function, BitsStored=16)
    measured = apply_modality_lut(given.pixel_array, given)
    low, high = -(2**15) - 1024, 2**15 - 1 - 1024
    with np.errstate(over="ignore"):
        expected = (apply_windowing(measured, given) - low) / (high - low) * 255
    window = Window(name="w", centre=centre, width=width)
    assert np.abs(windowed(measured, window, function) - expected).max() <= 1
    kept = came_in(given)
    assert np.abs(of_png(shown(kept.body, kept.info.media_type)) - expected).max() <= 1


def test_a_table_of_shades_is_used_until_a_window_is_chosen() -> None:
    table = Dataset()
    table.LUTDescriptor = [256, 0, 8]
    table.add_new("LUTData", "US", list(range(255, -1, -1)))
    given = ct(VOILUTSequence=[table], RescaleIntercept=0)
    kept = came_in(given)
    assert any("table" in note for note in kept.info.notes)
    expected = apply_voi_lut(apply_modality_lut(given.pixel_array, given).astype(int), given)
    assert np.array_equal(of_png(shown(kept.body, kept.info.media_type)), expected)
    plain = of_png(shown(kept.body, kept.info.media_type, window=kept.info.windows[-1]))
    assert not np.array_equal(plain, expected)


def test_a_table_to_units_is_used_for_values() -> None:
    table = Dataset()
    table.LUTDescriptor = [4096, 0, 16]
    table.add_new("LUTData", "US", [number * 3 % 65_536 for number in range(4096)])
    table.ModalityLUTType = "OD"
    given = ct(ModalityLUTSequence=[table])
    del given.RescaleSlope, given.RescaleIntercept
    kept = came_in(given)
    expected = apply_modality_lut(given.pixel_array, given)
    assert np.array_equal(pixels(kept.body, kept.info.media_type), expected)
    found = values(kept.body, kept.info.media_type)
    assert np.array_equal(
        np.frombuffer(found.data, f"<{'i2' if found.kind == 'int16' else 'f4'}"), expected.ravel()
    )


def frame_group(slope: float, centre: float) -> Dataset:
    unit, shade, group = Dataset(), Dataset(), Dataset()
    unit.RescaleSlope, unit.RescaleIntercept, unit.RescaleType = slope, 0, "US"
    shade.WindowCenter, shade.WindowWidth = centre, 100
    group.PixelValueTransformationSequence = [unit]
    group.FrameVOILUTSequence = [shade]
    return group


def test_each_frame_has_its_own_scale_and_window() -> None:
    given = ct(NumberOfFrames=2, PerFrameFunctionalGroupsSequence=[frame_group(1, 200), frame_group(2, 400)])
    given.PixelData = given.PixelData * 2
    del given.RescaleSlope, given.RescaleIntercept
    kept = came_in(given)
    first, second = (pixels(kept.body, kept.info.media_type, frame) for frame in (0, 1))
    assert np.array_equal(second, first * 2)
    narrow = Window(name="w", centre=400, width=100)
    own = of_png(shown(kept.body, kept.info.media_type, 1))
    assert np.array_equal(own, windowed(second, narrow, "LINEAR"))


def tags(**given: Any) -> Dataset:
    made = Dataset()
    for name, value in given.items():
        setattr(made, name, value)
    return made


@pytest.mark.parametrize(
    ("cosines", "edges"),
    [
        ([1, 0, 0, 0, 1, 0], ("R", "A", "L", "P")),
        ([0, 1, 0, 0, 0, -1], ("A", "H", "P", "F")),
        ([1, 0, 0, 0, 0, -1], ("R", "H", "L", "F")),
        ([0.8, 0.6, 0, -0.6, 0.8, 0], ("RA", "AL", "LP", "PR")),
    ],
)
def test_edges_follow_from_the_direction_of_rows_and_columns(
    cosines: Sequence[float], edges: tuple[str, ...]
) -> None:
    assert geometry(tags(ImageOrientationPatient=list(cosines)))[0].edges == edges


def test_edges_are_those_of_the_words_else_unknown() -> None:
    assert geometry(tags(PatientOrientation=["L", "F"]))[0].edges == ("R", "H", "L", "F")
    assert geometry(tags(PatientOrientation=["L", "X"]))[0].edges is None
    assert geometry(tags(ImageOrientationPatient=[0, 0, 0, 0, 0, 0]))[0].edges is None
    assert geometry(Dataset())[0].edges is None


def test_spacing_says_where_it_was_measured() -> None:
    assert geometry(tags(PixelSpacing=[0.5, 0.7]))[0].spacing_mm == (0.5, 0.7)
    shape, notes = geometry(tags(ImagerPixelSpacing=[0.2, 0.2]))
    assert shape.spacing_mm == (0.2, 0.2)
    assert any("detector" in note for note in notes)
    assert geometry(tags(PixelSpacing=[0, 0]))[0].spacing_mm is None
    region = tags(
        PhysicalUnitsXDirection=3, PhysicalUnitsYDirection=3, PhysicalDeltaX=0.01, PhysicalDeltaY=0.02
    )
    assert geometry(tags(SequenceOfUltrasoundRegions=[region]))[0].spacing_mm == (0.2, 0.1)
    assert geometry(tags(SequenceOfUltrasoundRegions=[region, region]))[0].spacing_mm is None


def test_burnt_in_text_that_tags_admit_is_noted() -> None:
    assert any("burnt into" in note for note in came_in(ct(BurnedInAnnotation="YES")).info.notes)


def test_a_film_without_tags_says_what_it_does_not_know() -> None:
    info = taken(dicom_file("chrArab.dcm"), "a.dcm").info
    assert (info.modality, info.body_part, info.geometry.spacing_mm) == (None, None, None)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"Rows": 30_000, "Columns": 30_000}, "30,000 x 30,000"),
        ({"NumberOfFrames": 2_001}, "2,001 frames"),
        ({"NumberOfFrames": 50}, "cut short"),
        ({"Rows": 0}, "no size"),
        ({"SamplesPerPixel": 4}, "are not read"),
        ({"PhotometricInterpretation": "CMYK"}, "CMYK"),
        ({"Rows": 9_000, "Columns": 9_000, "NumberOfFrames": 100}, "Unpacked"),
    ],
)
def test_a_header_that_promises_too_much_is_refused_before_decoding(
    change: dict[str, Any], reason: str
) -> None:
    with pytest.raises(Refused, match=reason):
        came_in(ct(**change))


def test_colours_have_no_values() -> None:
    kept = taken(dicom_file("examples_rgb_color.dcm"), "a.dcm")
    with pytest.raises(WrongUse, match="in colour"):
        values(kept.body, kept.info.media_type)


def test_fractions_stay_fractions() -> None:
    given = ct()
    given.FloatPixelData = (given.pixel_array / 3).astype("<f4").tobytes()
    del given.PixelData, given.BitsStored, given.HighBit, given.PixelRepresentation
    given.BitsAllocated = 32
    del given.RescaleSlope, given.RescaleIntercept
    kept = came_in(given)
    assert pixels(kept.body, kept.info.media_type).dtype == np.float32
    assert values(kept.body, kept.info.media_type).kind == "float32"

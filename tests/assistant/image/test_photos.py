"""Photographs come in upright, in plain colours, and without a word about where they come from."""

import io
import struct
import zlib
from collections.abc import Iterator

import numpy as np
import pytest
from PIL import Image, ImageCms, PngImagePlugin

from assistant.image.intake import Taken, Taker, pixels, shown, values
from assistant.image.types import Window
from retrieval.errors import Refused, WrongUse
from tests.assistant.image.pictures import encoded, gradient, of_png

SECRET = "Jane Doe 1970"


@pytest.fixture(scope="module")
def taker() -> Iterator[Taker]:
    """One child process for the whole file."""
    with Taker(memory_mb=1500) as taker:
        yield taker


@pytest.mark.parametrize("kind", ["PNG", "WebP", "TIFF"])
def test_pixels_stay_as_they_were(taker: Taker, kind: str) -> None:
    image = gradient()
    taken = taker.take(encoded(image, kind, **({"lossless": True} if kind == "WebP" else {})), "a")
    assert np.array_equal(of_png(shown(taken.body, taken.info.media_type)), np.asarray(image))
    assert (taken.info.width, taken.info.height, taken.info.colour) == (32, 20, True)


def test_a_jpeg_is_kept_as_it_is_decoded(taker: Taker) -> None:
    data = encoded(gradient(), "JPEG")
    taken = taker.take(data, "a.jpg")
    assert np.array_equal(of_png(taken.body), np.asarray(Image.open(io.BytesIO(data))))


def with_everything(kind: str) -> bytes:
    exif = Image.Exif()
    exif[0x010E] = SECRET
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8769)[0x9286] = SECRET
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    options = {"exif": exif, "icc_profile": profile}
    if kind == "JPEG":
        options |= {"comment": SECRET.encode(), "xmp": f"<x:xmpmeta>{SECRET}</x:xmpmeta>".encode()}
    if kind == "PNG":
        options["pnginfo"] = PngImagePlugin.PngInfo()
        options["pnginfo"].add_text("Author", SECRET, zip=False)
    return encoded(gradient(), kind, **options)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WebP", "TIFF"])
def test_metadata_goes_and_the_picture_stands_upright(taker: Taker, kind: str) -> None:
    data = with_everything(kind)
    assert SECRET.encode() in data
    taken = taker.take(data, "a")
    assert SECRET.encode() not in taken.body
    kept = Image.open(io.BytesIO(taken.body))
    assert not dict(kept.getexif())
    assert set(kept.info) <= {"dpi"}
    assert {"description" if kind == "TIFF" else "GPS position", "colour profile"} <= set(taken.info.removed)
    decoded = np.asarray(Image.open(io.BytesIO(data)).convert("RGB"))
    # Pillow turns a TIFF upright by itself.
    upright = decoded if kind == "TIFF" else np.rot90(decoded, -1)
    assert np.array_equal(of_png(taken.body), upright)


def test_a_jpeg_with_a_huge_exif_is_read(taker: Taker) -> None:
    segment = b"\xff\xe1" + struct.pack(">H", 65_000) + b"Exif\x00\x00" + b"x" * 64_992
    data = encoded(gradient(), "JPEG")
    assert taker.take(data[:2] + segment * 60 + data[2:], "a.jpg").info.width == 32


@pytest.mark.parametrize(
    ("image", "note"),
    [
        (gradient().convert("CMYK"), "Colours (CMYK) were turned into those of a screen"),
        (gradient().convert("RGBA").point(lambda value: value // 2), "Transparent parts are shown on white."),
        (gradient().convert("LA").point(lambda value: value // 2), "Transparent parts are shown on white."),
    ],
)
def test_colours_that_no_screen_has_are_turned_and_told(taker: Taker, image: Image.Image, note: str) -> None:
    kind = "TIFF" if image.mode == "CMYK" else "PNG"
    taken = taker.take(encoded(image, kind), "a")
    assert pixels(taken.body, taken.info.media_type).shape == (20, 32, 3)
    assert any(note in said for said in taken.info.notes)


def test_one_bit_and_palettes_become_plain(taker: Taker) -> None:
    line = taker.take(encoded(gradient().convert("1")), "a.png")
    assert not line.info.colour
    assert set(np.unique(pixels(line.body, "image/png"))) <= {0, 255}
    few = gradient().quantize(8)
    few.info["transparency"] = 0
    assert taker.take(encoded(few), "a.png").info.colour


@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_sixteen_bits_are_kept_and_windowed(taker: Taker, kind: str) -> None:
    grid = (np.arange(600, dtype=np.uint16) * 100).reshape(20, 30)
    taken = taker.take(encoded(Image.fromarray(grid), kind), "a")
    info = taken.info
    assert (info.depth, info.colour, info.windows[0].name) == (16, False, "whole range")
    assert np.array_equal(pixels(taken.body, info.media_type), grid)
    drawn = of_png(shown(taken.body, info.media_type))
    assert (drawn.min(), drawn.max()) == (0, 255)
    narrow = Window(name="narrow", centre=10_000, width=2)
    assert set(np.unique(of_png(shown(taken.body, info.media_type, window=narrow)))) <= {0, 128, 255}
    inverted = of_png(shown(taken.body, info.media_type, invert=True))
    assert np.array_equal(255 - inverted, drawn)
    found = values(taken.body, info.media_type)
    assert found.kind == "float32"
    assert np.array_equal(np.frombuffer(found.data, "<f4").reshape(20, 30), grid)


def test_the_pages_of_a_tiff_are_frames(taker: Taker) -> None:
    pages = [gradient().point(lambda value, n=n: (value + n) % 256) for n in range(5)]
    odd = gradient(10, 10)
    data = encoded(pages[0], "TIFF", save_all=True, append_images=[*pages[1:], odd], compression="tiff_lzw")
    taken = taker.take(data, "a.tif")
    assert (taken.info.frames, taken.info.media_type) == (5, "image/tiff")
    assert any("another size" in note for note in taken.info.notes)
    for number, page in enumerate(pages):
        assert np.array_equal(of_png(shown(taken.body, "image/tiff", number)), np.asarray(page))
    with pytest.raises(WrongUse, match="has 5"):
        shown(taken.body, "image/tiff", 5)


def test_of_an_animation_the_first_picture_is_taken(taker: Taker) -> None:
    frames = [gradient().point(lambda value, n=n: (value + 40 * n) % 256) for n in range(3)]
    data = encoded(frames[0], "PNG", save_all=True, append_images=frames[1:])
    taken = taker.take(data, "a.png")
    assert np.array_equal(of_png(taken.body), np.asarray(frames[0]))
    assert any("animated" in note for note in taken.info.notes)


def test_a_file_is_what_it_holds_whatever_it_is_called(taker: Taker) -> None:
    taken = taker.take(encoded(gradient(), "JPEG"), "../../C:\\films\\a\u200b.png")
    assert any("says PNG, its content is JPEG" in note for note in taken.info.notes)
    assert taken.info.name == "a.png"


def header_only(width: int, height: int) -> bytes:
    """A PNG that promises many pixels and holds few."""
    data = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", data), (b"IDAT", zlib.compress(b"\x00" * 1000)), (b"IEND", b""))
    made = [
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in chunks
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(made)


def many_pages(count: int) -> bytes:
    page = Image.new("L", (2, 2))
    return encoded(page, "TIFF", save_all=True, append_images=[page] * (count - 1))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"just words", "text"),
        (b"PK\x03\x04 and more", "archive"),
        (b"GIF89a and more", "GIF"),
        (b"%PDF-1.7", "PDF"),
        (b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>", "SVG"),
        (b"\x00\x00\x00\x20ftypheic and more", "HEIC"),
        (b"\x00\x01\x02\x03" * 50, "no image of a kind"),
        (encoded(gradient())[:70], "damaged|cut short"),
        (encoded(gradient(), "JPEG")[:300], "damaged|cut short"),
        (encoded(gradient(), "TIFF")[:150], "damaged|cut short"),
        (b"\x89PNG\r\n\x1a\n", "damaged"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "damaged"),
        (header_only(30_000, 30_000), "pixels"),
        (header_only(9_000, 9_000), "cut short"),
        (many_pages(2_001), "2,001 frames"),
        (encoded(Image.fromarray(np.ones((4, 4), np.float32)), "TIFF"), "fractions"),
        (encoded(gradient(), "JPEG").replace(b"\x00\x11\x08", b"\x00\x11\x0c", 1), "12 bits"),
    ],
)
def test_what_cannot_be_shown_is_refused_with_the_reason(taker: Taker, data: bytes, reason: str) -> None:
    with pytest.raises(Refused, match=reason) as refused:
        taker.take(data, "a.png")
    assert refused.value.next_step


def test_damage_anywhere_never_breaks_the_intake(taker: Taker) -> None:
    whole = encoded(gradient(), "PNG"), encoded(gradient(), "JPEG"), encoded(gradient(), "WebP")
    chance = np.random.default_rng(7)
    for data in whole:
        for _ in range(20):
            broken = bytearray(data)
            for place in chance.integers(8, len(data), 6):
                broken[place] = chance.integers(256)
            try:
                assert isinstance(taker.take(bytes(broken), "a"), Taken)
            except Refused as reason:
                assert "Traceback" not in str(reason)


def test_an_image_that_needs_too_much_memory_or_time_is_refused_and_the_next_one_read() -> None:
    large = encoded(Image.new("RGB", (8_000, 8_000)))
    with Taker(memory_mb=60) as small:
        with pytest.raises(Refused, match="memory"):
            small.take(large, "a.png")
        assert small.take(encoded(gradient()), "a.png").info.width == 32
    with Taker(limit_s=0.05) as hasty, pytest.raises(Refused, match=r"longer than 0\.05 s"):
        hasty.take(large, "a.png")

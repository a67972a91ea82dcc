"""Places in a picture: in fractions here, in pixels in QTI."""

import io
from collections.abc import Iterator, Sequence
from typing import Any

from curricula.formats.cells import parts_of, row
from curricula.formats.markup.read import Shown
from curricula.formats.markup.written import escaped, in_line
from curricula.items.types import ImageHotspot
from curricula.items.types import Region as Box
from retrieval.errors import Refused

EDGES = ("left", "top", "right", "bottom")
Region = dict[str, Any]


def hotspot(item: ImageHotspot, folder: str, size: tuple[int, int]) -> str:
    """The interaction: pointing at a place of the first picture."""
    shown = item.pictures[0]
    kind = "image/png" if shown.file.lower().endswith(".png") else "image/webp"
    kind = "image/jpeg" if shown.file.lower().endswith((".jpg", ".jpeg")) else kind
    spots = "".join(_place(one, size) for one in item.regions)
    source = f'data="{escaped(f"{folder}/{shown.file}")}" width="{size[0]}" height="{size[1]}"'
    return (
        '<hotspotInteraction responseIdentifier="RESPONSE" maxChoices="1">'
        f"<prompt>{in_line(item.lead_in)}</prompt>"
        f'<object type="{kind}" {source}>{escaped(shown.alt)}</object>{spots}</hotspotInteraction>'
    )


def _place(one: Box, size: tuple[int, int]) -> str:
    name = f"{'_' if one.id[:1].isdigit() else ''}{one.id}"
    coords = ",".join(map(str, _pixels(one.model_dump(), size)))
    where = f'shape="rect" coords="{coords}" hotspotLabel="{escaped(one.label)}"'
    return f'<hotspotChoice identifier="{name}" {where}/>'


def region_details(item: ImageHotspot) -> Iterator[tuple[str, str]]:
    """The places to the letter, and what belongs to the picture."""
    shown = item.pictures[0]
    yield "picture", row((shown.caption, shown.licence or ""))
    for one in item.regions:
        yield "region", row((one.id, *(repr(getattr(one, edge)) for edge in EDGES)))


def size_of(body: bytes) -> tuple[int, int]:
    """Width and height of a picture in pixels. Refused where it cannot be read."""
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(body)) as image:
            return image.size
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        raise Refused("Its picture cannot be read.") from None


def picture_of(interaction: Any, details: Sequence[tuple[str, str]]) -> Shown:
    """The picture to point at. Refused where there is none."""
    found = next((one for one in interaction.iter("object", "img")), None)
    source = "" if found is None else found.get("data") or found.get("src") or ""
    if found is None or not source:
        raise Refused("It has no picture to point at.")
    alt = " ".join((found.get("alt") or "".join(found.itertext())).split())
    more = next((parts_of(value) for name, value in details if name == "picture"), [])
    return Shown(source, alt, *(more if len(more) == 2 else ("", "")))


def box(shape: str, coords: str, size: tuple[int, int]) -> dict[str, float]:
    """The box round a shape, in fractions. Refused where it cannot be told."""
    try:
        numbers = [float(number) for number in coords.replace(" ", "").split(",") if number]
        if shape == "circle":
            x, y, radius = numbers
            numbers = [x - radius, y - radius, x + radius, y + radius]
        elif shape == "default":
            numbers = [0, 0, *size]
        edges = [min(numbers[::2]), min(numbers[1::2]), max(numbers[::2]), max(numbers[1::2])]
    except ValueError:
        raise Refused(f"A place in its picture cannot be told ({shape[:20]} {coords[:40]}).") from None
    found = (min(max(edge / size[at % 2], 0.0), 1.0) for at, edge in enumerate(edges))
    return dict(zip(EDGES, found, strict=True))


def sharpened(
    regions: list[Region], details: Sequence[tuple[str, str]], size: tuple[int, int]
) -> list[Region]:
    """The regions with the fractions that the details say, where these are the same pixels."""
    said = {
        parts[0]: parts[1:]
        for name, value in details
        if name == "region" and len(parts := parts_of(value)) == 5
    }
    return [_sharp(region, said.get(str(region["id"]), []), size) for region in regions]


def _sharp(region: Region, said: list[str], size: tuple[int, int]) -> Region:
    try:
        exact = dict(zip(EDGES, map(float, said), strict=True))
    except ValueError:
        return region
    same = _pixels(exact, size) == _pixels(region, size)
    return region | exact if same else region


def _pixels(region: Region, size: tuple[int, int]) -> list[int]:
    return [round(region[edge] * size[at % 2]) for at, edge in enumerate(EDGES)]

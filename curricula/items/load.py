"""Items as files: YAML with one item or a list of them, and the pictures beside it."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from types import MappingProxyType

from curricula.items.types import (
    ClozeCard,
    ImageHotspot,
    ImageRead,
    Item,
    MultipleResponse,
    ShortAnswer,
    SingleBestAnswer,
)
from curricula.load import Kind, Loaded, Written, load, parsed
from curricula.marks import marks_faults
from curricula.pictures import EXPECTED, Develop, amiss, read_files
from curricula.tree import Remark, to_text
from curricula.types import Fault

ITEMS = Kind(
    "an item",
    SingleBestAnswer,
    ("lead_in", "type", "options", "vignette", "accepted", "near_misses", "regions", "report"),
    MappingProxyType(
        {
            "single_best_answer": SingleBestAnswer,
            "multiple_response": MultipleResponse,
            "short_answer": ShortAnswer,
            "cloze_card": ClozeCard,
            "image_hotspot": ImageHotspot,
            "image_read": ImageRead,
        }
    ),
)


def load_items(paths: Iterable[Path], develop: Develop | None = None) -> Loaded:
    """The items of the files and folders, and every fault, those of the pictures beside them included."""
    loaded = load(paths, [ITEMS])
    wrong = (fault for written in loaded.written for fault in picture_faults(written, develop))
    return Loaded(loaded.written, (*loaded.faults, *wrong))


def picture_faults(written: Written, develop: Develop | None = None) -> Iterator[Fault]:
    """What is wrong with the pictures beside an item that was read."""
    for index, picture in enumerate(item_of(written).pictures):
        if wrong := amiss(written.file.parent, picture.file, develop):
            spot = ("pictures", index, "file")
            yield written.fault(Remark(spot, f"names {picture.file[:80]}, {wrong}", EXPECTED))
    yield from marks_faults((picture.file for picture in item_of(written).pictures), written.file.parent)


def pictures_beside(item: Item, folder: Path, develop: Develop | None = None) -> dict[str, bytes]:
    """The pictures of an item in that folder by file name, less those that cannot be shown."""
    return read_files((picture.file for picture in item.pictures), folder, develop)


def item_of(written: Written) -> Item:
    """The item that was read."""
    if not isinstance(written.value, Item):
        raise TypeError(f"{written.kind.name} is no item")
    return written.value


def read_one(text: str) -> tuple[Item | None, list[Remark]]:
    """The item written in the text, None where the remarks say why there is none."""
    return parsed(text, ITEMS)


def to_yaml(item: Item) -> str:
    """The item as a YAML text that reads back as the same item; what is as usual is left out."""
    first = {"id": item.id, "version": item.version, "title": item.title, "status": item.status}
    if not isinstance(item, SingleBestAnswer):
        first["type"] = item.type
    return to_text(first | item.model_dump(mode="json", exclude_defaults=True))

"""The pictures of an encounter, as bytes: only those that its findings and results have shown by now."""

from pathlib import PurePath
from typing import NamedTuple

from assistant.accounts import Account
from assistant.case.bedside.play import Bedside
from curricula.pictures import MEDIA_TYPES


class PictureBytes(NamedTuple):
    """A picture as it is sent."""

    content: bytes
    media_type: str


def picture_bytes(bedside: Bedside, who: Account, encounter: str, key: str) -> PictureBytes | None:
    """The picture of that key in the view; None where this person may not see one by it."""
    image = bedside.pictures(who, encounter).get(key)
    here = bedside.opened(who, encounter).log.encounter
    kept = bedside.house.shelf.pictures(here.case_id, here.case_version) if image else {}
    if image is None or image.file not in kept:
        return None
    return PictureBytes(kept[image.file], MEDIA_TYPES[PurePath(image.file).suffix.lower()])

"""Items as a content package of QTI 2.2: a zip with a manifest, an item a file, and their pictures."""

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from curricula.formats.exchange import Exported, Loss
from curricula.formats.markup.losses import unmarkable
from curricula.formats.markup.written import escaped
from curricula.formats.qti.items import document
from curricula.formats.qti.names import serialised
from curricula.formats.qti.spots import size_of
from curricula.items.keeping import Entry
from curricula.items.types import ImageHotspot, ImageRead, Item, ShortAnswer
from retrieval.errors import Refused

# Of packages with the same items all bytes are the same.
DATE = (1980, 1, 1, 0, 0, 0)
HARD = ("very easy", "easy", "medium", "difficult", "very difficult")
LOM = "http://ltsc.ieee.org/xsd/LOM"


class Version(NamedTuple):
    """What differs between the versions of QTI: names in the manifest, and how an item is written."""

    namespace: str
    schema: str
    number: str
    resource: str
    item: Callable[[Any], bytes]


V22 = Version(
    "http://www.imsglobal.org/xsd/imscp_v1p1", "QTIv2.2 Package", "1.0.0", "imsqti_item_xmlv2p2", serialised
)


def write(entries: Iterable[Entry]) -> Exported:
    """The package in version 2.2."""
    return packed(entries, V22)


def packed(entries: Iterable[Entry], version: Version) -> Exported:
    """The package in that version, and what could not be carried."""
    files: dict[str, bytes] = {}
    resources: list[str] = []
    written: list[str] = []
    lost: list[Loss] = []
    for item, pictures in entries:
        if isinstance(item, ImageRead):
            lost.append(Loss(item.id, "the whole item: no interaction of QTI is marked finding by finding"))
            continue
        try:
            size = (
                size_of(pictures.get(item.pictures[0].file, b""))
                if isinstance(item, ImageHotspot)
                else (1, 1)
            )
        except Refused as fault:
            lost.append(Loss(item.id, f"the whole item: {str(fault)[:1].lower()}{str(fault)[1:]}"))
            continue
        lost += (Loss(item.id, what) for what in _losses(item))
        names = {one.file: f"pictures/{item.id}/{one.file}" for one in item.pictures}
        files |= {names[file]: body for file, body in pictures.items() if file in names}
        files[f"items/{item.id}.xml"] = version.item(document(item, f"../pictures/{item.id}", size))
        resources.append(_resource(item, names.values(), version))
        written.append(item.id)
    manifest = _manifest("".join(resources), version)
    return Exported(_zip({"imsmanifest.xml": manifest.encode()} | files), tuple(written), tuple(lost))


def _losses(item: Item) -> Iterator[str]:
    yield from unmarkable(item)
    if isinstance(item, ShortAnswer) and item.accepted and item.number:
        yield "for other programs: that a number counts too beside the words"
    if isinstance(item, ShortAnswer) and item.near_misses:
        yield "for other programs: what is said to near misses"


def _zip(files: Mapping[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in files.items():
            archive.writestr(zipfile.ZipInfo(name, DATE), body, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def _manifest(resources: str, version: Version) -> str:
    schema = f"<schema>{version.schema}</schema><schemaversion>{version.number}</schemaversion>"
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<manifest xmlns="{version.namespace}" xmlns:imsmd="{LOM}" identifier="MANIFEST">'
        f"<metadata>{schema}</metadata><organizations/><resources>{resources}</resources></manifest>"
    )


def _resource(item: Item, pictures: Iterable[str], version: Version) -> str:
    name = f"items/{item.id}.xml"
    files = "".join(f'<file href="{escaped(file)}"/>' for file in (name, *pictures))
    head = f'<resource identifier="R-{item.id}" type="{version.resource}" href="{name}">'
    return f"{head}<metadata><imsmd:lom>{''.join(_lom(item))}</imsmd:lom></metadata>{files}</resource>"


def _lom(item: Item) -> Iterator[str]:
    """The details that catalogues know: the item's own details hold all of them."""
    topics = "".join(f"<imsmd:keyword>{_string(topic)}</imsmd:keyword>" for topic in item.topics)
    yield f"<imsmd:general><imsmd:title>{_string(item.title)}</imsmd:title>{topics}</imsmd:general>"
    yield f"<imsmd:lifeCycle><imsmd:version>{_string(str(item.version))}</imsmd:version></imsmd:lifeCycle>"
    difficulty = getattr(item, "difficulty", None)
    if difficulty:
        source = "<imsmd:source>LOMv1.0</imsmd:source>"
        value = f"<imsmd:value>{HARD[difficulty - 1]}</imsmd:value>"
        yield f"<imsmd:educational><imsmd:difficulty>{source}{value}</imsmd:difficulty></imsmd:educational>"
    if item.licence:
        yield f"<imsmd:rights><imsmd:description>{_string(item.licence)}</imsmd:description></imsmd:rights>"
    if item.objectives:
        purpose = "<imsmd:purpose><imsmd:source>LOMv1.0</imsmd:source>"
        purpose += "<imsmd:value>educational objective</imsmd:value></imsmd:purpose>"
        taxa = "".join(
            f"<imsmd:taxon><imsmd:entry>{_string(one)}</imsmd:entry></imsmd:taxon>" for one in item.objectives
        )
        path = f"<imsmd:taxonPath>{taxa}</imsmd:taxonPath>"
        yield f"<imsmd:classification>{purpose}{path}</imsmd:classification>"


def _string(text: str) -> str:
    return f"<imsmd:string>{escaped(text)}</imsmd:string>"

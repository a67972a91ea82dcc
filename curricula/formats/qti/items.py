"""Items as documents of QTI 2.2."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from lxml import etree

from curricula.formats import gaps
from curricula.formats.cells import row
from curricula.formats.details import details_of
from curricula.formats.markup.written import (
    LEAD_IN,
    VIGNETTE,
    about,
    escaped,
    in_line,
    paragraphs,
    picture,
    references,
)
from curricula.formats.qti.names import V2, XSI
from curricula.formats.qti.scoring import EXPLAINED, feedback, outcomes, processing, response
from curricula.formats.qti.spots import hotspot, region_details
from curricula.items.types import (
    ClozeCard,
    ImageHotspot,
    Item,
    MultipleResponse,
    ShortAnswer,
    SingleBestAnswer,
)

SCHEMA = f"{V2} http://www.imsglobal.org/xsd/qti/qtiv2p2/imsqti_v2p2.xsd"
CLOZE = "cloze"


def document(item: Item, folder: str, size: tuple[int, int]) -> Any:
    """The item as a tree; its pictures lie in that folder, the first of them with that width and height."""
    start = (
        f'<assessmentItem xmlns="{V2}" xmlns:xsi="{XSI}" xsi:schemaLocation="{SCHEMA}" '
        f'identifier="{item.id}" title="{escaped(item.title)}" adaptive="false" timeDependent="false" '
        'toolName="Preceptor">'
    )
    text = f"{start}{''.join(_parts(item, folder, size))}</assessmentItem>"
    return etree.fromstring(text.encode(), etree.XMLParser(resolve_entities=False, no_network=True))


def identifier(option: str) -> str:
    """The id of an option as QTI's identifiers begin: never with a digit."""
    return f"_{option}" if option[:1].isdigit() else option


def _parts(item: Item, folder: str, size: tuple[int, int]) -> Iterator[str]:
    several = isinstance(item, MultipleResponse)
    yield from _responses(item)
    yield outcomes(several)
    yield f"<itemBody>{_rubric(item)}{''.join(_body(item, folder, size))}</itemBody>"
    yield processing(item)
    yield from _feedback(item)


def _responses(item: Item) -> Iterator[str]:
    if isinstance(item, SingleBestAnswer | MultipleResponse):
        keys = [identifier(option.id) for option in item.options if option.correct]
        yield response("RESPONSE", "identifier", keys, several=isinstance(item, MultipleResponse))
    elif isinstance(item, ImageHotspot):
        keys = [identifier(region.id) for region in item.regions if region.correct]
        yield response("RESPONSE", "identifier", keys[:1], mapped=keys)
    elif isinstance(item, ClozeCard):
        for at, gap in enumerate(_gaps(item), 1):
            yield response(f"GAP_{at}", "string", [gap.words], mapped=[gap.words])
    elif isinstance(item, ShortAnswer) and item.accepted:
        forms = [form for one in item.accepted for form in (one.text, *one.also)]
        yield response("RESPONSE", "string", forms[:1], mapped=forms)
    elif isinstance(item, ShortAnswer) and item.number:
        middle = (Decimal(repr(item.number.low)) + Decimal(repr(item.number.high))) / 2
        yield response("RESPONSE", "float", [f"{middle:f}"])


def _rubric(item: Item) -> str:
    """What only authors see: details and citations of the whole item, and what players have no place for."""
    pairs = [*details_of(item), *_more(item)]
    said = f"{about(pairs)}{references(item.references)}"
    return f'<rubricBlock use="instructions" view="author">{said}</rubricBlock>'


def _more(item: Item) -> Iterator[tuple[str, str]]:
    if isinstance(item, ShortAnswer):
        yield from (("accepted", row((one.text, *one.also))) for one in item.accepted)
        yield from (("near miss", row((one.text, one.reason))) for one in item.near_misses)
        if number := item.number:
            yield "number", row((repr(number.low), repr(number.high), number.unit))
    if isinstance(item, ImageHotspot):
        yield from region_details(item)


def _body(item: Item, folder: str, size: tuple[int, int]) -> Iterator[str]:
    shown = item.pictures[1:] if isinstance(item, ImageHotspot) else item.pictures
    pictures = "".join(picture(one, f"{folder}/{one.file}") for one in shown)
    if isinstance(item, ClozeCard):
        yield f'<div class="{CLOZE}">{_gapped(item)}</div>{pictures}'
        return
    if item.vignette:
        yield f'<div class="{VIGNETTE}">{paragraphs(item.vignette)}</div>'
    yield pictures
    if isinstance(item, ShortAnswer):
        yield f'<div class="{LEAD_IN}">{paragraphs(item.lead_in)}</div>'
        yield '<p><textEntryInteraction responseIdentifier="RESPONSE" expectedLength="40"/></p>'
    elif isinstance(item, ImageHotspot):
        yield hotspot(item, folder, size)
    elif isinstance(item, SingleBestAnswer | MultipleResponse):
        yield from _choices(item)


def _choices(item: SingleBestAnswer | MultipleResponse) -> Iterator[str]:
    most = 1 if isinstance(item, SingleBestAnswer) else 0
    yield f'<choiceInteraction responseIdentifier="RESPONSE" shuffle="true" maxChoices="{most}">'
    yield f"<prompt>{in_line(item.lead_in)}</prompt>"
    for option in item.options:
        yield f'<simpleChoice identifier="{identifier(option.id)}">{in_line(option.text)}</simpleChoice>'
    yield "</choiceInteraction>"


def _gapped(item: ClozeCard) -> str:
    """The text in paragraphs, with an entry for each gap."""
    found = list(gaps.split(item.text))
    places = iter(range(1, len(found)))
    entries: dict[str, str] = {}
    for part in found:
        if isinstance(part, gaps.Gap):
            at = next(places)
            hint = f' placeholderText="{escaped(part.hint)}"' if part.hint else ""
            entry = f'<textEntryInteraction responseIdentifier="GAP_{at}" expectedLength="20"{hint}/>'
            entries[f"\ue000{at}\ue001"] = entry
    marks = iter(entries)
    html = paragraphs("".join(part if isinstance(part, str) else next(marks) for part in found))
    for mark, entry in entries.items():
        html = html.replace(mark, entry)
    return html


def _gaps(item: ClozeCard) -> Iterable[gaps.Gap]:
    return (part for part in gaps.split(item.text) if isinstance(part, gaps.Gap))


def _feedback(item: Item) -> Iterator[str]:
    if isinstance(item, SingleBestAnswer | MultipleResponse):
        for option in item.options:
            said = paragraphs(option.reason or "") + references(option.references)
            yield feedback("FEEDBACK", identifier(option.id), said)
    if isinstance(item, ImageHotspot):
        for region in item.regions:
            yield feedback("FEEDBACK", identifier(region.id), paragraphs(region.reason or ""))
    if isinstance(item, ShortAnswer):
        yield feedback("REASON", "reason", paragraphs(item.reason or ""))
    remarks = item.extra if isinstance(item, ClozeCard) else item.explanation or ""
    yield feedback(EXPLAINED, "explanation", paragraphs(remarks))

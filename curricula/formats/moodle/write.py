"""Items written as Moodle XML."""

import base64
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from curricula.formats import gaps
from curricula.formats.building import LETTERS
from curricula.formats.details import NAMES, details_of
from curricula.formats.exchange import Exported, Loss
from curricula.formats.markup.losses import unmarkable
from curricula.formats.markup.written import (
    LEAD_IN,
    VIGNETTE,
    escaped,
    paragraphs,
    picture,
    references,
)
from curricula.formats.moodle.cloze import embedded
from curricula.formats.moodle.parts import FILES
from curricula.items.keeping import Entry
from curricula.items.types import (
    ClozeCard,
    ImageHotspot,
    ImageRead,
    Item,
    MultipleResponse,
    ShortAnswer,
    SingleBestAnswer,
)

LONGEST_TAG = 255


def write(entries: Iterable[Entry]) -> Exported:
    """The questions as one file. Hotspots and reads have no like there; they are named among what is lost."""
    written: dict[str, str] = {}
    lost: list[Loss] = []
    for item, pictures in entries:
        if isinstance(item, ImageHotspot):
            lost.append(Loss(item.id, "the whole item: a question of Moodle has no regions to point at"))
            continue
        if isinstance(item, ImageRead):
            lost.append(Loss(item.id, "the whole item: no question of Moodle is marked finding by finding"))
            continue
        lost += (Loss(item.id, what) for what in _losses(item))
        written[item.id] = "".join(_question(item, pictures))
    body = "".join(written.values())
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n{body}</quiz>\n'
    return Exported(text.encode(), tuple(written), tuple(lost))


def _losses(item: Item) -> Iterator[str]:
    yield from unmarkable(item)
    if isinstance(item, SingleBestAnswer | MultipleResponse):
        ids = [option.id for option in item.options]
        if ids != list(LETTERS[: len(ids)]):
            yield f"the ids of the options ({', '.join(ids)}), which become letters by their place"
    if isinstance(item, MultipleResponse):
        yield "that only all right options together count: Moodle gives a part of the mark for a part of them"
    if isinstance(item, ShortAnswer):
        yield from _short_losses(item)
    if isinstance(item, ClozeCard) and any(
        part.hint for part in gaps.split(item.text) if isinstance(part, gaps.Gap)
    ):
        yield "the hints of gaps"
    if any(len(tag) > LONGEST_TAG for tag in _tags(item)):
        yield f"the ends of details that are longer than a tag of Moodle ({LONGEST_TAG} characters)"


def _short_losses(item: ShortAnswer) -> Iterator[str]:
    if item.number and item.accepted:
        yield "the answers in words beside the number"
    if item.number and item.near_misses:
        yield "near misses beside a number"
    if not item.number and any(one.also for one in item.accepted):
        yield "which answers are spellings of the same one: each stands for itself"


def _question(item: Item, pictures: Mapping[str, bytes]) -> Iterator[str]:
    kind, body = _body(item)
    yield f'<question type="{kind}">\n<name><text>{escaped(item.title)}</text></name>\n'
    files = "".join(_file(one.file, pictures.get(one.file, b"")) for one in item.pictures)
    yield f'<questiontext format="html"><text>{escaped(_asked(item))}</text>{files}</questiontext>\n'
    remarks = item.extra if isinstance(item, ClozeCard) else item.explanation or ""
    yield _html("generalfeedback", paragraphs(remarks) + references(item.references))
    yield "<defaultgrade>1</defaultgrade><penalty>0.3333333</penalty><hidden>0</hidden>\n"
    yield f"<idnumber>{escaped(item.id)}</idnumber>\n{body}"
    tags = "".join(f"<tag><text>{escaped(tag)}</text></tag>" for tag in _tags(item))
    yield f"<tags>{tags}</tags>\n</question>\n"


def _asked(item: Item) -> str:
    shown = "".join(picture(one, FILES + one.file) for one in item.pictures)
    if isinstance(item, ClozeCard):
        parts = gaps.split(item.text)
        return paragraphs("".join(p if isinstance(p, str) else embedded(p.words) for p in parts)) + shown
    story = f'<div class="{VIGNETTE}">{paragraphs(item.vignette)}</div>' if item.vignette else ""
    return f'{story}{shown}<div class="{LEAD_IN}">{paragraphs(item.lead_in)}</div>'


def _body(item: Item) -> tuple[str, str]:
    """The type of the question, and its answers."""
    if isinstance(item, SingleBestAnswer | MultipleResponse):
        return "multichoice", "".join(_choices(item))
    if isinstance(item, ShortAnswer):
        return (
            ("numerical", "".join(_number(item))) if item.number else ("shortanswer", "".join(_words(item)))
        )
    return "cloze", ""


def _choices(item: SingleBestAnswer | MultipleResponse) -> Iterator[str]:
    single = isinstance(item, SingleBestAnswer)
    share = 100 / sum(option.correct for option in item.options)
    yield f"<single>{str(single).lower()}</single><shuffleanswers>true</shuffleanswers>"
    yield "<answernumbering>abc</answernumbering>\n"
    for option in item.options:
        fraction = share if option.correct else 0 if single else -share
        feedback = paragraphs(option.reason or "") + references(option.references)
        yield _answer(fraction, "html", paragraphs(option.text), feedback)


def _words(item: ShortAnswer) -> Iterator[str]:
    yield "<usecase>0</usecase>\n"
    forms = [form for one in item.accepted for form in (one.text, *one.also)]
    for at, form in enumerate(forms):
        yield _answer(
            100,
            "moodle_auto_format",
            form.replace("*", "\\*"),
            paragraphs(item.reason or "") if not at else "",
        )
    for miss in item.near_misses:
        yield _answer(0, "moodle_auto_format", miss.text.replace("*", "\\*"), paragraphs(miss.reason))


def _number(item: ShortAnswer) -> Iterator[str]:
    if item.number is None:
        return
    low, high = Decimal(repr(item.number.low)), Decimal(repr(item.number.high))
    more = f"<tolerance>{(high - low) / 2}</tolerance>"
    yield _answer(100, "moodle_auto_format", f"{(low + high) / 2}", paragraphs(item.reason or ""), more)
    if unit := item.number.unit:
        name = f"<unit_name>{escaped(unit)}</unit_name>"
        yield f"<units><unit><multiplier>1</multiplier>{name}</unit></units>\n"


def _answer(fraction: float, form: str, text: str, feedback: str, more: str = "") -> str:
    said = f"<text>{escaped(text)}</text>{_html('feedback', feedback)}{more}"
    return f'<answer fraction="{round(fraction, 5):g}" format="{form}">{said}</answer>\n'


def _html(name: str, html: str) -> str:
    return f'<{name} format="html"><text>{escaped(html)}</text></{name}>\n'


def _file(name: str, body: bytes) -> str:
    return f'<file name="{escaped(name)}" path="/" encoding="base64">{base64.b64encode(body).decode()}</file>'


def _tags(item: Item) -> Iterator[str]:
    for name, value in details_of(item):
        is_plain = name == "topic" and value.partition(": ")[0] not in NAMES
        yield value if is_plain else f"{name}: {value}"

"""Goes through a syllabus block by block, and says of each what it states or why it is left out."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from curricula.objectives.types import Depth
from curricula.syllabus.headings import barred, is_goals, is_organised, kind_of
from curricula.syllabus.phrases import EPA_FIRST, Phrase, items_of, parts_of, phrase_of
from curricula.syllabus.stems import stem_of
from curricula.syllabus.tables import is_stem, row_of
from curricula.syllabus.types import Place, Reason
from retrieval.text import sentences
from retrieval.types import Block, Page, ReadDocument

LONGEST = 600
"""Letters of a sentence or an entry; what is longer states no single objective."""
MOST_WORDS_OF_A_TITLE = 6
MOST_WORDS_SHOWN = 300


class Stated(NamedTuple):
    """An objective as it stands: the headings above it (the outermost first), and what a table says of it."""

    phrase: Phrase
    path: tuple[str, ...]
    place: Place
    level: Depth | None = None


class Left(NamedTuple):
    """A text that states no objective."""

    reason: Reason


Found = Stated | Left


class _Where:
    """What was last read: headings, whether objectives are announced, and what nothing is taken from."""

    def __init__(self) -> None:
        self.headings: list[tuple[int, str]] = []
        self.barred: Reason | None = None
        self.in_goals = False
        self.announced = False

    def enter(self, level: int, title: str) -> None:
        self.announced = False
        if is_goals(title):
            self.in_goals, self.barred = True, None
            self._keep_above(level)
            return
        self.in_goals, self.barred = False, barred(title)
        self._keep_above(level)
        if self.barred is None:
            self.headings.append((level, " ".join(title.split())))

    def subtitle(self, title: str) -> bool:
        """Whether a short line is a heading that its reader did not see as one."""
        if not title or len(title.split()) > MOST_WORDS_OF_A_TITLE or title[-1] in ".!?;,":
            return False
        if is_goals(title):
            self.in_goals, self.barred, self.announced = True, None, False
            return True
        if reason := barred(title):
            self.in_goals, self.barred, self.announced = False, reason, False
        return self.barred is not None and barred(title) is not None

    @property
    def path(self) -> tuple[str, ...]:
        return tuple(title for _, title in self.headings)

    def _keep_above(self, level: int) -> None:
        self.headings = [(one, title) for one, title in self.headings if one < level]


def walked(document: ReadDocument) -> Iterator[Found]:
    """Every objective that the document states, and for each other text why it is none, in its order."""
    where = _Where()
    blocks = [(page, block) for page in document.pages for block in page.blocks]
    at = 0
    while at < len(blocks):
        page, block = blocks[at]
        if block.kind == "list":
            run = _run(blocks, at)
            yield from _list(where, run)
            at += len(run)
            continue
        at += 1
        match block.kind:
            case "heading":
                where.enter(block.level, block.text)
            case "table":
                yield from _row(where, page, block)
            case "prose":
                yield from _prose(where, page, block)
            case "planted":
                yield Left("looks like an instruction to a model")


def _run(blocks: Sequence[tuple[Page, Block]], start: int) -> list[tuple[Page, Block]]:
    end = start
    while end < len(blocks) and blocks[end][1].kind == "list":
        end += 1
    return list(blocks[start:end])


def _list(where: _Where, run: Sequence[tuple[Page, Block]]) -> Iterator[Found]:
    """The entries of one list: where nothing announces them, most must begin with a verb of the table."""
    texts = [(page, item) for page, block in run for item in items_of(block.text)]
    phrases = [phrase_of(text, any_verb=where.announced) for _, text in texts]
    mostly = sum(phrase is not None and phrase.is_listed for phrase in phrases) * 2 > len(texts)
    if where.in_goals and mostly:
        phrases = [phrase_of(text, any_verb=True) for _, text in texts]
    likely = where.in_goals or where.announced or (len(texts) > 1 and mostly)
    for (page, text), phrase in zip(texts, phrases, strict=True):
        stem = None if where.barred else stem_of(text, in_goals=where.in_goals)
        if where.barred:
            yield Left(where.barred)
        elif stem is not None and stem.rest:
            yield from _after_stem(where, page, text, sure=stem.is_sure, rest=stem.rest)
        elif phrase and (likely or EPA_FIRST.match(text)) and _is_taught(where, text):
            yield Stated(phrase, where.path, _place(page, text))
        else:
            yield Left("no verb" if likely and phrase is None else kind_of(text))


def _is_taught(where: _Where, text: str) -> bool:
    return len(text) <= LONGEST and (where.announced or where.in_goals or not is_organised(text))


def _row(where: _Where, page: Page, block: Block) -> Iterator[Found]:
    row = row_of(block.cells)
    if row is None or where.barred:
        yield Left(where.barred or "other table")
        return
    text = row.objective
    stem = stem_of(text, in_goals=True)
    phrase = phrase_of(stem.rest if stem else text, any_verb=stem is not None or is_stem(block.cells))
    if phrase is None or len(text) > LONGEST:
        yield Left(kind_of(text) if kind_of(text) != "other text" else "no verb")
        return
    phrase = phrase._replace(
        code=row.code or phrase.code, tags=tuple(dict.fromkeys((*phrase.tags, *row.tags)))
    )
    path = (*where.path, *(title for title in (row.course, row.module) if title))
    yield Stated(phrase, path, _place(page, block.text), row.level)


def _prose(where: _Where, page: Page, block: Block) -> Iterator[Found]:
    if where.subtitle(block.text.strip()):
        return
    if where.barred:
        yield Left(where.barred)
        return
    items = items_of(block.text)
    if len(items) > 1 and (where.announced or where.in_goals or _all_begin_with_verbs(items)):
        for item in items:
            phrase = phrase_of(item, any_verb=where.announced)
            good = phrase is not None and len(item) <= LONGEST
            yield Stated(phrase, where.path, _place(page, item)) if phrase and good else Left("no verb")
        return
    announced = where.announced
    where.announced = False
    found = [
        one for start, end in sentences(block.text) for one in _sentence(where, page, block.text[start:end])
    ]
    if announced and not any(isinstance(one, Stated) for one in found) and not where.announced:
        # A line under the announcement may be an entry that its reader did not see as one.
        phrase = phrase_of(block.text) if len(block.text) <= LONGEST else None
        if phrase and phrase.is_listed and not is_organised(block.text):
            where.announced = True
            found = [Stated(phrase, where.path, _place(page, block.text))]
    stated = [one for one in found if isinstance(one, Stated)]
    yield from stated
    if not stated and not where.announced:
        yield Left(kind_of(block.text))


def _sentence(where: _Where, page: Page, text: str) -> Iterator[Stated]:
    if len(text) > LONGEST:
        return
    stem = stem_of(text, in_goals=where.in_goals)
    if stem is not None:
        where.announced = not stem.rest
        yield from (
            one
            for one in _after_stem(where, page, text, sure=stem.is_sure, rest=stem.rest)
            if isinstance(one, Stated)
        )
        return
    phrase = phrase_of(text)
    if phrase and (
        EPA_FIRST.match(text.strip()) or _is_numbered(phrase) or (where.in_goals and phrase.is_listed)
    ):
        yield Stated(phrase, where.path, _place(page, text))


def _after_stem(where: _Where, page: Page, text: str, *, sure: bool, rest: str) -> Iterator[Found]:
    found = (
        [phrase_of(part, any_verb=sure) for item in items_of(rest) for part in parts_of(item)] if rest else []
    )
    if not sure and is_organised(text):
        found = []
    for phrase in found:
        if phrase is not None and (sure or phrase.is_listed):
            yield Stated(phrase, where.path, _place(page, text))
        else:
            yield Left(kind_of(text))


def _is_numbered(phrase: Phrase) -> bool:
    """Whether it has a number of several parts, as 1.2.3 or LO3, and a verb of the table."""
    return phrase.is_listed and phrase.code is not None and not phrase.code.isdigit()


def _all_begin_with_verbs(items: Sequence[str]) -> bool:
    return all((phrase := phrase_of(item)) is not None and phrase.is_listed for item in items)


def _place(page: Page, words: str) -> Place:
    called = page.title or f"page {page.label or page.index + 1}"
    return Place(page=page.index, called=called, words=" ".join(words.split())[:MOST_WORDS_SHOWN])

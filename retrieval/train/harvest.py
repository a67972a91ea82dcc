"""What a library gives to learn from and to be judged by, read while it is open."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from random import Random
from typing import NamedTuple

from retrieval.abbreviations import expand
from retrieval.errors import ModelPart, PreceptorError
from retrieval.library import Library
from retrieval.ports import Probe
from retrieval.search import POOL, RERANKED, search
from retrieval.text import plain
from retrieval.train.claims import Claims, ruled_claims
from retrieval.train.pairs import Pair, from_sentences, library_pairs
from retrieval.train.questions import Question, mined
from retrieval.train.shelf import Shelf, Shelved, shelf_of
from retrieval.train.twins import Twins
from retrieval.types import Query

LEAST_PAIRS, LEAST_HELD = 200, 20
MOST_PAIRS: Mapping[ModelPart, int] = {"encoder": 20_000, "ranker": 6_000}
"""Encoders learn about 11 a second on two cores."""
OTHERS = 4
"""Counterexamples to a question that a ranker learns."""
HELD_OUT = 0.2
"""The share of sections whose questions are kept for choosing and judging."""
MOST_HELD = 600
"""Questions kept; more make the interval little narrower and cost a search each."""
MOST_CHOOSING = 100
"""Of those, questions to choose the share of new weights by: each share is tried on all of them."""
MOST_PASSAGES = 4000
"""Passages that the questions are searched among: all are embedded with the old model and with the new."""
HIDDEN = 0.5
"""The share of pairs whose answer is learnt without the heading that the query may repeat."""
MOST_CLAIMS, HELD_CLAIMS = 4000, 200

Show = Callable[[str, int, int], None]


class Asked(NamedTuple):
    """A question, words of the passage that answers it, and its document's file name without the ending."""

    question: str
    words: str
    document: str


class Held(NamedTuple):
    """A question kept back, what answers it, what its words find and the best of a whole search.

    `cut` is the answering passage without the sentence that the question was taken from, None for others.
    """

    query: str
    relevant: frozenset[int]
    lexical: Sequence[tuple[int, float]]
    fused: Sequence[tuple[int, float]]
    cut: Shelved | None = None


class Harvest(NamedTuple):
    """What to learn (a ranker learns questions and claims, an encoder pairs), and what to be judged by.

    `choosing`, `judging` and `shipped` are asked of the passages in `pool`, by their numbers; `shipped` is
    empty where the library does not hold what the shipped questions ask about.
    """

    pairs: Sequence[Pair]
    questions: Sequence[Question]
    claims: Sequence[Claims]
    choosing: Sequence[Held]
    judging: Sequence[Held]
    judging_claims: Sequence[Claims]
    shipped: Sequence[Held]
    pool: Mapping[int, Shelved]


def harvest(library: Library, asked: Sequence[Asked], *, part: ModelPart, seed: int, show: Show) -> Harvest:
    """The library's harvest, the same for the same library and seed; an error where it is too little."""
    superseded = library.store.catalogue().superseded
    shelf = [one for one in shelf_of(library) if one.passage.document not in superseded]
    random = Random(seed)
    learnt, kept = divided(shelf, random)
    pairs = _expanded(library_pairs(learnt, random), random)[: MOST_PAIRS[part]]
    questions = _expanded(_telling(kept, shelf, random), random)[:MOST_HELD]
    _require(len(pairs), len(questions))
    trials = _Trials(library, shelf, show)
    held = [trials.of(pair, done, len(questions)) for done, pair in enumerate(questions)]
    placed = _placed(asked, shelf)
    shipped = [trials.of(pair, done, len(placed)) for done, pair in enumerate(placed)]
    half = min(MOST_CHOOSING, len(held) // 2)
    dig = partial(_mined, library, learnt, random=random, show=show)
    return Harvest(
        pairs=_hidden(_with_others(pairs, learnt, dig), random) if part == "encoder" else (),
        questions=_hidden_texts(dig(pairs, OTHERS), learnt, random) if part == "ranker" else (),
        claims=ruled_claims(learnt, random, MOST_CLAIMS),
        choosing=held[:half],
        judging=held[half:],
        judging_claims=ruled_claims(kept, random, HELD_CLAIMS),
        shipped=shipped,
        pool=_pool([*held, *shipped], shelf, random),
    )


def without_heading(one: Shelved) -> Shelved:
    """The passage without its last heading: then repeating the heading's words finds nothing."""
    return one._replace(passage=one.passage.model_copy(update={"headings": one.passage.headings[:-1]}))


def _mined(
    library: Library, shelf: Shelf, pairs: Sequence[Pair], others: int, *, random: Random, show: Show
) -> list[Question]:
    def say(done: int, total: int) -> None:
        show("looking for counterexamples", done, total)

    return mined(library, shelf, pairs, random, others=others, on_mined=say)


def _with_others(pairs: Sequence[Pair], shelf: Shelf, dig: Callable[..., list[Question]]) -> list[Pair]:
    """The pairs; those that know no counterexample get one that search would confuse with the answer."""
    texts = {one.indexed: one for one in shelf}
    found = {
        (question.query, question.answer): texts[question.others[0]]
        for question in dig([pair for pair in pairs if pair.other is None], 1)
    }
    return [pair._replace(other=pair.other or found.get((pair.query, pair.answer.indexed))) for pair in pairs]


def divided(shelf: Shelf, random: Random) -> tuple[Shelf, Shelf]:
    """The passages to learn from, and those of the sections kept back; near twins of these are in neither."""
    sections = sorted({_section(one) for one in shelf})
    chosen = set(random.sample(sections, round(HELD_OUT * len(sections))))
    kept = [one for one in shelf if _section(one) in chosen]
    twins = Twins(one.passage.text for one in kept)
    learnt = [one for one in shelf if _section(one) not in chosen and one.passage.text not in twins]
    return learnt, kept


def _section(one: Shelved) -> tuple[str, ...]:
    return one.passage.document, *one.passage.headings


def _expanded(pairs: Sequence[Pair], random: Random) -> list[Pair]:
    """Shuffled, with queries as search expands them."""
    return [pair._replace(query=expand(pair.query)) for pair in random.sample(pairs, len(pairs))]


def _telling(kept: Shelf, shelf: Shelf, random: Random) -> list[Pair]:
    """Headings of one section only, and sentences cut out of their passage: words alone find neither."""
    sections = Counter(section[-1].casefold() for section in {_section(one) for one in shelf})
    headings = [
        pair
        for pair in library_pairs(kept, random)
        if pair.kind == "heading" and sections[pair.query.casefold()] <= 1
    ]
    texts = {one.passage.n: one.passage.text for one in kept}
    cut = [
        pair
        for pair in from_sentences(kept, random, share=1.0)
        if pair.answer.passage.text != texts[pair.answer.passage.n]
    ]
    return [*headings, *cut]


def _hidden(pairs: Sequence[Pair], random: Random) -> list[Pair]:
    """A share of the pairs shows its answer without the heading, so that its meaning has to be learnt."""
    return [
        pair._replace(answer=without_heading(pair.answer)) if random.random() < HIDDEN else pair
        for pair in pairs
    ]


def _hidden_texts(questions: Sequence[Question], shelf: Shelf, random: Random) -> list[Question]:
    """The same for questions, whose answers are indexed texts."""
    bare = {one.indexed: without_heading(one).indexed for one in shelf}
    return [
        one._replace(answer=bare.get(one.answer, one.answer)) if random.random() < HIDDEN else one
        for one in questions
    ]


def _require(pairs: int, held: int) -> None:
    if pairs < LEAST_PAIRS or held < LEAST_HELD:
        raise PreceptorError(
            f"The library is too small to learn from: it gives {pairs} questions to learn and {held} to judge"
            f" by; at least {LEAST_PAIRS} and {LEAST_HELD} are needed.",
            "Add more sources with: preceptor library add FOLDER",
        )


class _Trials:
    """Asks the library the questions kept back."""

    def __init__(self, library: Library, shelf: Shelf, show: Show) -> None:
        self._library = library
        self._show = show
        self._shelf = {one.passage.n: one for one in shelf}
        self._sections: dict[tuple[str, ...], set[int]] = {}
        self._same: dict[str, set[int]] = {}
        for one in shelf:
            self._sections.setdefault(_section(one), set()).add(one.passage.n)
            self._same.setdefault(plain(one.passage.text), set()).add(one.passage.n)

    def of(self, pair: Pair, done: int, total: int) -> Held:
        """The question with what search finds today; the whole section answers its heading."""
        self._show("asking the questions kept back", done, total)
        legs, n = self._library.legs(), pair.answer.passage.n
        found = search(legs, Query(text=pair.query), RERANKED, configuration="fused")
        same = self._same[plain(self._shelf[n].passage.text)]
        section = self._sections[_section(pair.answer)] if pair.kind == "heading" else set()
        return Held(
            query=pair.query,
            relevant=frozenset(same | section),
            lexical=legs.lexical.search(Probe(pair.query, None), POOL, None),
            fused=[(hit.passage.n, hit.score) for hit in found.hits],
            cut=pair.answer if pair.kind == "sentence" else None,
        )


def _placed(asked: Sequence[Asked], shelf: Shelf) -> list[Pair]:
    """The questions whose answer stands in a passage here, with that passage."""
    documents: dict[str, list[Shelved]] = {}
    for one in shelf:
        documents.setdefault(Path(one.name).stem, []).append(one)
    found = []
    for question, words, document in asked:
        holding = (one for one in documents.get(document, ()) if plain(words) in plain(one.passage.text))
        if (answer := next(holding, None)) is not None:
            found.append(Pair(expand(question), answer, None, "shipped"))
    return found


def _pool(trials: Iterable[Held], shelf: Shelf, random: Random) -> dict[int, Shelved]:
    """What the questions are searched among: all that answers them or is found for them first, and others."""
    needed = {n for trial in trials for n in (*trial.relevant, *(n for n, _ in trial.fused))}
    others = [one.passage.n for one in shelf if one.passage.n not in needed]
    chosen = needed | set(random.sample(others, max(0, min(MOST_PASSAGES - len(needed), len(others)))))
    return {one.passage.n: one for one in shelf if one.passage.n in chosen}

"""Questions with the passage that answers them, made from a library's own structure."""

import re
from collections.abc import Iterator, Sequence
from random import Random
from typing import NamedTuple

from retrieval.text import content_words, sentences
from retrieval.train.shelf import Shelf, Shelved, by_title, nearly_the_same

_DEFINED = re.compile(r"^(?P<term>[^.:?!]{3,60})(?::| [–—-] )\s*(?P<meaning>\S.{20,300})", re.DOTALL)
_GLOSSARY = re.compile(r"glossary|key terms|definitions|abbreviations", re.IGNORECASE)
_NUMBERED = re.compile(r"^[\dIVX]+[.)]?[\d.]*\s+")
SHORT_WORDS, LONG_WORDS = 7, 30
OTHERS = 0.6
"""The share of pairs that carry a counterexample from their own topic; each costs as much time as a pair."""


class Pair(NamedTuple):
    """A query, the passage that answers it, and one on the same topic that does not (None: none known)."""

    query: str
    answer: Shelved
    other: Shelved | None
    kind: str


def library_pairs(shelf: Shelf, random: Random) -> list[Pair]:
    """Pairs from titles, headings, captions, definitions, questions in the text and single sentences."""
    pairs = [
        *_from_headings(shelf, random),
        *_from_captions(shelf),
        *_from_definitions(shelf),
        *_from_questions(shelf),
        *from_sentences(shelf, random),
    ]
    return with_others(pairs, shelf, random)


def with_others(pairs: Sequence[Pair], shelf: Shelf, random: Random) -> list[Pair]:
    """The pairs, each with a passage under the same title that does not say nearly the same."""
    titles = by_title(shelf)
    return [
        pair._replace(other=_other(pair, titles, random)) if random.random() < OTHERS else pair
        for pair in pairs
    ]


def _other(pair: Pair, titles: dict[str, list[Shelved]], random: Random) -> Shelved | None:
    beside = [one for one in titles[pair.answer.title] if one.passage.n != pair.answer.passage.n]
    for one in random.sample(beside, min(3, len(beside))):
        same_section = one.name == pair.answer.name and one.passage.headings == pair.answer.passage.headings
        if not same_section and not nearly_the_same(one.passage.text, pair.answer.passage.text):
            return one
    return None


def _from_headings(shelf: Shelf, random: Random) -> Iterator[Pair]:
    seen: set[tuple[str, ...]] = set()
    for one in shelf:
        path = (one.name, *one.passage.headings)
        if path in seen or one.passage.kind == "figure":
            continue
        seen.add(path)
        if headings := [_NUMBERED.sub("", heading) for heading in one.passage.headings]:
            asked = [headings[-1], f"{one.title} {headings[-1]}", f"{headings[-1]} in {headings[0]}"]
            yield Pair(random.choice(asked), one, None, "heading")
        elif one.title:
            yield Pair(one.title, one, None, "title")


def _from_captions(shelf: Shelf) -> Iterator[Pair]:
    for one in shelf:
        if one.passage.kind in ("figure", "table"):
            caption = one.passage.text.split("\n", 1)[0].strip()
            if 2 <= len(caption.split()) <= LONG_WORDS:
                yield Pair(caption, one, None, "caption")


def _from_definitions(shelf: Shelf) -> Iterator[Pair]:
    """What a glossary entry says, asked without the word it explains."""
    for one in shelf:
        if any(_GLOSSARY.search(heading) for heading in one.passage.headings):
            for line in one.passage.text.splitlines():
                if found := _DEFINED.match(line.strip()):
                    yield Pair(found["meaning"], one, None, "definition")


def _from_questions(shelf: Shelf) -> Iterator[Pair]:
    for one in shelf:
        asked = [heading for heading in one.passage.headings[-1:] if heading.endswith("?")]
        inside = (one.passage.text[start:end] for start, end in sentences(one.passage.text))
        asked += [sentence for sentence in inside if sentence.endswith("?") and len(sentence.split()) > 3]
        for question in asked[:2]:
            yield Pair(question, one, None, "question")


def from_sentences(shelf: Shelf, random: Random, share: float = 0.15) -> Iterator[Pair]:
    """Single sentences, or their rarest words, of a share of the passages (inverse cloze task)."""
    for one in shelf:
        if random.random() >= share:
            continue
        spans = sentences(one.passage.text)
        fit = [(a, b) for a, b in spans if SHORT_WORDS <= len(one.passage.text[a:b].split()) <= LONG_WORDS]
        if len(spans) > 1 and fit:
            start, end = random.choice(fit)
            sentence = one.passage.text[start:end]
            query = _keywords(sentence, random) if random.random() < 0.5 else sentence
            rest = one.passage.text[:start] + one.passage.text[end:]
            left = one.passage.model_copy(
                update={"text": rest if random.random() < 0.7 else one.passage.text}
            )
            yield Pair(query, one._replace(passage=left), None, "sentence")


def _keywords(sentence: str, random: Random) -> str:
    words = list(dict.fromkeys(content_words(sentence)))
    kept = sorted(random.sample(range(len(words)), min(len(words), random.randint(3, 6))))
    return " ".join(words[i] for i in kept)

"""Pairs for the shipped models: the topics of MedQuAD and OpenStax, and questions written for training."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import yaml

from retrieval.abbreviations import expand
from retrieval.train import corpora
from retrieval.train.pairs import Pair, from_sentences, library_pairs, with_others
from retrieval.train.shelf import Shelf, Shelved, by_name, overlap

WRITTEN = Path(__file__).with_name("texts") / "questions.jsonl"
FORMS = Path(__file__).with_name("forms.yaml")
AS_ASKED = 0.4
"""The share of MedQuAD questions kept word for word; the others are asked in other forms."""
SENTENCES = 0.05
"""The share of all passages that also give a single sentence as a query."""
WRITTEN_TIMES = 2
"""Written questions are few and the nearest to what people type."""


def open_pairs(shelf: Shelf, data: Path, random: Random) -> list[Pair]:
    """Every pair the shipped models learn from, shuffled; queries are expanded as search expands them."""
    texts = by_name(shelf)
    openstax = [one for one in shelf if one.name.startswith(corpora.OPENSTAX)]
    pairs = [
        *library_pairs(openstax, random),
        *from_sentences(shelf, random, SENTENCES),
        *with_others([*_medquad(texts, data, random)], shelf, random),
        *with_others([*_glossary(texts, data), *WRITTEN_TIMES * [*_written(texts)]], shelf, random),
    ]
    random.shuffle(pairs)
    return [pair._replace(query=expand(pair.query)) for pair in pairs]


def _medquad(texts: Mapping[str, list[Shelved]], data: Path, random: Random) -> Iterator[Pair]:
    for row in corpora.medquad_rows(data):
        passages = texts.get(f"{corpora.MEDQUAD}:{row['id']}")
        if passages:
            answer = passages[0] if random.random() < 0.7 else random.choice(passages)
            yield Pair(_asked(row, random), answer, None, row["question_type"])


def _asked(row: Mapping[str, Any], random: Random) -> str:
    forms = _forms().get(row["question_type"])
    if forms is None or random.random() < AS_ASKED:
        return str(row["question"])
    names = [row["focus"], *(name for name in row["synonyms"] or () if len(name) < 60)]
    topic = random.choice(names) if random.random() < 0.5 else row["focus"]
    return random.choice(forms).format(x=topic if random.random() < 0.5 else topic.lower())


@cache
def _forms() -> Mapping[str, list[str]]:
    forms: dict[str, list[str]] = yaml.safe_load(FORMS.read_text(encoding="utf-8"))
    return forms


def _glossary(texts: Mapping[str, list[Shelved]], data: Path) -> Iterator[Pair]:
    """Each definition leads to the passage of its module that holds most of its words beside the term."""
    modules: dict[str, list[Shelved]] = {}
    for name, passages in texts.items():
        if name.startswith(corpora.OPENSTAX):
            modules.setdefault(name.split(":")[1].rsplit("-", 1)[0], []).extend(passages)
    for entry in corpora.glossary(data):
        holding = [one for one in modules.get(entry["module"], ()) if entry["term"] in one.passage.text]
        if holding:
            best = max(holding, key=lambda one: overlap(entry["definition"], one.passage.text))
            yield Pair(entry["definition"], best, None, "definition")


def _written(texts: Mapping[str, list[Shelved]]) -> Iterator[Pair]:
    for row in corpora.read_written(WRITTEN):
        if (found := place(texts, row["passage"], row["query"])) is not None:
            yield Pair(row["query"], found, None, "written")


def place(texts: Mapping[str, list[Shelved]], reference: str, said: str) -> Shelved | None:
    """The passage that `corpus:row:begin:end` means: of those in the span, the one with most words said."""
    corpus, row, begin, end = reference.split(":")
    passages, at = texts.get(f"{corpus}:{row}", []), 0
    within = []
    for one in passages:
        length = len(one.passage.text) + 1
        if at < int(end) and at + length > int(begin):
            within.append(one)
        at += length
    return max(within, key=lambda one: overlap(said, one.passage.text), default=None)

"""All known names of diseases, to be looked up in any spelling and word order."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache, cached_property
from typing import NamedTuple

from assistant.case.grading.words import Name, forms, name_of, spelt, tokens_of
from curricula.cases.diagnoses import Known, shipped_diagnoses
from curricula.cases.types import Diagnosis

INFECTION = spelt("infection")
Named = tuple[Name, str]
"""A name and the id of the disease that has it."""


class Entry:
    """A disease with the names it has, those of its parts, of the groups over it and of its look-alikes."""

    def __init__(self, diagnosis: Diagnosis, name: str = "") -> None:
        self.id = name
        self.title = diagnosis.name
        self._given = diagnosis

    @property
    def texts(self) -> tuple[str, ...]:
        """Its names and those of its kinds as they are written."""
        return (self.title, *self._given.also, *self._given.parts)

    @cached_property
    def own(self) -> tuple[Name, ...]:
        """Its names; of "X (Y)" both X and Y are."""
        return _names([self.title, *_apart(self.title), *self._given.also])

    @cached_property
    def parts(self) -> tuple[Name, ...]:
        """The names of its kinds."""
        return _names(self._given.parts)

    @cached_property
    def wider(self) -> tuple[Name, ...]:
        """The names of the groups over it."""
        return _names(self._given.wider)

    @cached_property
    def unlike(self) -> tuple[Name, ...]:
        """The names of what it is confused with."""
        return _names(self._given.unlike)


class Names(NamedTuple):
    """Names by their words in any order, and by their letters without a space."""

    by_core: Mapping[frozenset[str], tuple[Named, ...]]
    by_joined: Mapping[str, tuple[Named, ...]]

    def same(self, name: Name) -> list[Named]:
        """Those that are one name with this, and whose they are."""
        near = (*self.by_core.get(name.core, ()), *self.by_joined.get(name.joined, ()))
        return [(known, disease) for known, disease in near if is_same(known, name)]


class Lexicon(NamedTuple):
    """Diseases by their names and those of their kinds; `words` are all that stand in a name of any role."""

    entries: Mapping[str, Entry]
    own: Names
    parts: Names
    by_word: Mapping[str, tuple[Named, ...]]
    users: Mapping[str, frozenset[str]]
    groups: frozenset[frozenset[str]]
    words: frozenset[str]

    def called(self, name: Name) -> tuple[str, ...]:
        """The ids of the diseases with this very name and marks, told apart by heads where they can be."""
        named = self.own.same(name)
        exact = [disease for known, disease in named if set(known.heads) == set(name.heads)]
        return tuple(dict.fromkeys(exact or [disease for _, disease in named]))

    def kin(self, name: Name) -> tuple[Named, ...]:
        """The names with the same words and other marks, and whose they are."""
        return tuple(
            (known, disease)
            for known, disease in self.own.by_core.get(name.core, ())
            if known.marks != name.marks
        )

    def using(self, word: str) -> frozenset[str]:
        """The ids of the diseases that have the word in one of their names."""
        return self.users.get(word, frozenset())

    def kinds(self, name: Name) -> tuple[str, ...]:
        """The ids of the diseases of which this is the name of a kind."""
        return tuple(dict.fromkeys(disease for _, disease in self.parts.same(name)))

    def within(self, name: Name) -> list[Named]:
        """The names all of whose words stand in this one, those with most words first."""
        core = name.core
        found = {
            (known, disease)
            for word in core
            for known, disease in self.by_word.get(word, ())
            if known.core <= core and _heads_agree(known, name)
        }
        return sorted(found, key=lambda pair: (-len(pair[0].core), -len(pair[0].joined), pair[1]))


@cache
def shipped_lexicon() -> Lexicon:
    """The lexicon of the table that ships."""
    return lexicon(shipped_diagnoses())


def lexicon(table: Iterable[Known]) -> Lexicon:
    """The lexicon of these diseases."""
    known = list(table)
    entries = {one.id: Entry(one, one.id) for one in known}
    by_word: dict[str, list[Named]] = defaultdict(list)
    users: dict[str, set[str]] = defaultdict(set)
    for disease in entries.values():
        for name in disease.own:
            for word in name.words:
                users[word].add(disease.id)
            # The longest word of a name is its rarest as a rule: one place to look is enough.
            by_word[max(name.words, key=len)].append((name, disease.id))
    texts = {text for one in known for text in (one.name, *one.also, *one.parts, *one.wider, *one.unlike)}
    groups = {text for one in known for text in one.wider}
    return Lexicon(
        entries,
        _indexed((name, disease.id) for disease in entries.values() for name in disease.own),
        _indexed((name, disease.id) for disease in entries.values() for name in disease.parts),
        {word: tuple(names) for word, names in by_word.items()},
        {word: frozenset(diseases) for word, diseases in users.items()},
        frozenset(name_of(text).core for text in groups),
        frozenset(spelt(token) for text in texts for token in tokens_of(text)) | _forms(),
    )


def has(names: Iterable[Name], name: Name) -> bool:
    """Whether this name is among the names."""
    return any(is_same(name, known) for known in names)


def is_same(first: Name, second: Name) -> bool:
    """Whether they are one name, whatever the order of words, and with or without "disease" and its like."""
    is_alike = first.core == second.core or first.joined == second.joined
    return is_alike and first.marks == second.marks and _heads_agree(first, second)


def _indexed(names: Iterable[Named]) -> Names:
    by_core: dict[frozenset[str], list[Named]] = defaultdict(list)
    by_joined: dict[str, list[Named]] = defaultdict(list)
    for name, disease in names:
        by_core[name.core].append((name, disease))
        by_joined[name.joined].append((name, disease))
    return Names(
        {core: tuple(named) for core, named in by_core.items()},
        {joined: tuple(named) for joined, named in by_joined.items()},
    )


def _heads_agree(first: Name, second: Name) -> bool:
    """An ear "problem" need not be an ear "infection"; plain "listeria" is a listeria infection."""
    said, known = set(first.heads), set(second.heads)
    return not said or not known or (INFECTION in said) == (INFECTION in known)


def _names(texts: Iterable[str]) -> tuple[Name, ...]:
    return tuple(dict.fromkeys(name for name in map(name_of, texts) if name.words))


def _apart(text: str) -> list[str]:
    before, bracket, rest = text.partition("(")
    inside, _, after = rest.partition(")")
    return [part for part in (f"{before} {after}", inside) if bracket and tokens_of(part)]


def _forms() -> frozenset[str]:
    table = forms()
    return frozenset((*table.same, *table.heads, *table.fillers, *table.marks, *map(spelt, table.spared)))

"""How one named disease stands to the right one: the same, wider, the same but for a mark, or another."""

from collections.abc import Iterable
from typing import Literal, NamedTuple

from assistant.case.grading.evidence import Evidence
from assistant.case.grading.lexicon import Entry, Lexicon, has
from assistant.case.grading.slips import readings
from assistant.case.grading.words import Name, forms, name_of
from curricula.cases.types import Diagnosis
from retrieval.indexes.lexical import stems
from retrieval.rarity import is_common

Relation = Literal["same", "kin", "wider", "other", "unknown"]
ORDER: tuple[Relation, ...] = ("same", "kin", "wider", "other", "unknown")


class Compared(NamedTuple):
    """How it stands, what it was taken for, and why, in words that complete "It ..."."""

    relation: Relation
    matched: str | None
    why: str


class Key(NamedTuple):
    """The right diagnosis with all its names, the case's before the table's, and its ids in the table.

    `others` are the names of the other candidates of the case.
    """

    title: str
    own: tuple[Name, ...]
    parts: tuple[Name, ...]
    wider: tuple[Name, ...]
    unlike: tuple[Name, ...]
    ids: frozenset[str]
    evidence: Evidence
    others: tuple[Name, ...] = ()


UNKNOWN = Compared("unknown", None, "names nothing that the table of diagnoses knows")


def key_of(
    diagnosis: Diagnosis, lexicon: Lexicon, *, evidence: Evidence, others: Iterable[Diagnosis] = ()
) -> Key:
    """The key with all names that the case and the table have for it; where they differ the case is right."""
    given = Entry(diagnosis)
    ids = _in_table(given, lexicon)
    known = [lexicon.entries[one] for one in ids]
    over = [] if known else _over(given, lexicon)
    elsewhere = {*given.parts, *given.wider, *given.unlike}
    marked = (_marked_as(name, given.own[0]) for one in over for name in one.own)
    own = _first(given.own, (*(name for one in known for name in one.own if name not in elsewhere), *marked))
    wider = (
        *(name for one in over for name in one.own),
        *(name for one in (*known, *over) for name in one.wider),
    )
    unlike = (name for one in (*known, *over) for name in one.unlike)
    return Key(
        given.title,
        own,
        _first(given.parts, (name for one in known for name in one.parts if name not in own)),
        _first(given.wider, (name for name in wider if name not in own)),
        _first(given.unlike, (name for name in unlike if name not in own)),
        frozenset(ids),
        evidence,
        tuple(name for other in others for name in Entry(other).own if name not in own),
    )


def _marked_as(name: Name, key: Name) -> Name:
    """The name with the marks of the key: chronic rhinosinusitis, where the key is chronic sinusitis."""
    return name._replace(marks=name.marks | key.marks)


def _over(given: Entry, lexicon: Lexicon) -> list[Entry]:
    """The diseases of which the key is a kind by its marks alone: chronic sinusitis is a sinusitis."""
    found = {
        disease: len(known.marks)
        for name in given.own
        for known, disease in lexicon.kin(name)
        if known.marks < name.marks
    }
    return [lexicon.entries[one] for one, marks in found.items() if marks == max(found.values())]


def _first(given: Iterable[Name], known: Iterable[Name]) -> tuple[Name, ...]:
    return tuple(dict.fromkeys((*given, *known)))


def compare(text: str, key: Key, lexicon: Lexicon) -> Compared:
    """The best that the text can be taken for, abbreviations and slips read in every way."""
    found = [_compared(name_of(reading), key, lexicon) for reading in readings(text, lexicon)]
    return min(found, key=lambda one: ORDER.index(one.relation))


def _compared(name: Name, key: Key, lexicon: Lexicon) -> Compared:
    for look in (_called, _kin, _group, _another, _general, _spotted, _foreign):
        found = look(name, key, lexicon)
        if found is not None:
            return found
    return UNKNOWN


def _called(name: Name, key: Key, lexicon: Lexicon) -> Compared | None:
    right = key
    if has(right.own, name) or key.ids.intersection(lexicon.called(name)):
        return _same(right, "is another name for")
    if has(right.parts, name):
        return _fitting(name, right.own[0], key) or _same(right, "is a more precise name for")
    return None


def _kin(name: Name, key: Key, lexicon: Lexicon) -> Compared | None:
    """The right words with other marks: a wrong side, level, course or type, or one left out."""
    right = key
    if has(right.wider, name):
        return Compared("wider", right.title, f"is a group to which {right.title} belongs")
    near = [known for known in right.own if known.core == name.core or known.joined == name.joined]
    judged = [_marked(name, known, key) for known in near]
    return min(judged, key=lambda one: ORDER.index(one.relation)) if judged else None


def _marked(name: Name, known: Name, key: Key) -> Compared:
    right = key
    said, wanted = dict(name.marks), dict(known.marks)
    wrong = sorted(said[kind] for kind in said.keys() & wanted.keys() if said[kind] != wanted[kind])
    if wrong:
        return Compared(
            "kin", right.title, f"is {right.title} with the wrong {_kinds(said, wanted)} ({', '.join(wrong)})"
        )
    unfit = _fitting(name, known, key)
    if unfit:
        return unfit
    missing = sorted(mark[1] for mark in known.marks if mark[0] not in said and _is_telling(mark))
    if missing:
        return Compared("wider", right.title, f"leaves out a part of {right.title} ({', '.join(missing)})")
    return _same(right, "is another way of writing")


def _kinds(said: dict[str, str], wanted: dict[str, str]) -> str:
    return " and ".join(sorted(kind for kind in said.keys() & wanted.keys() if said[kind] != wanted[kind]))


def _fitting(name: Name, known: Name, key: Key) -> Compared | None:
    """What is wrong where the case itself speaks against a side or level that the key leaves open."""
    for kind, value in sorted(name.marks - known.marks):
        other = key.evidence.against(kind, value)
        if other:
            return Compared("kin", key.title, f"is {key.title}, but the case speaks of {other}, not {value}")
    return None


def _group(name: Name, key: Key, lexicon: Lexicon) -> Compared | None:
    if has(key.unlike, name):
        return Compared("other", _title(name, lexicon), f"is a look-alike of {key.title}")
    return None


def _another(name: Name, key: Key, lexicon: Lexicon) -> Compared | None:
    """Another disease of the table: over the right one, a kind of it, or neither."""
    judged = [_beside(lexicon.entries[one], key) for one in lexicon.called(name)]
    if not judged:
        return _another_by_kin(name, key, lexicon)
    return min(judged, key=lambda one: ORDER.index(one.relation))


def _another_by_kin(name: Name, key: Key, lexicon: Lexicon) -> Compared | None:
    """A disease that is known, with marks of the student's own: "severe migraine", "left sided pneumonia"."""
    near = [disease for known, disease in lexicon.kin(name) if known.marks <= name.marks]
    judged = [_beside(lexicon.entries[one], key) for one in dict.fromkeys(near)]
    return min(judged, key=lambda one: ORDER.index(one.relation)) if judged else None


def _beside(other: Entry, key: Key) -> Compared:
    right = key
    if any(has(right.wider, name) for name in other.own) or any(has(other.parts, name) for name in right.own):
        return Compared("wider", other.title, f"is {other.title}, a group to which {right.title} belongs")
    if any(has(right.parts, name) for name in other.own):
        return _same(right, "is a more precise name for")
    is_under = any(has(other.wider, name) for name in right.own)
    if is_under and not any(has(right.unlike, name) for name in other.own):
        return _finer(other, key)
    return Compared("other", other.title, f"is {other.title}, another disease than {right.title}")


def _finer(other: Entry, key: Key) -> Compared:
    """A kind of the right disease: right where the case speaks of what makes it that kind."""
    right = key.own[0]
    more = [name.core - right.core for name in other.own if right.core < name.core]
    if any(key.evidence.holds(words) for words in more):
        return _same(key, f"is {other.title}, as the case shows, which is a kind of")
    return Compared(
        "kin", other.title, f"is {other.title}, a kind of {key.title} that the case does not show"
    )


def _general(name: Name, key: Key, lexicon: Lexicon) -> Compared | None:
    """Words that leave out what makes it this disease: "valve disease", "ketoacidosis"."""
    whole = [known for known in key.own if name.core < known.core]
    if whole and _only_its(name, key, lexicon):
        return _same(key, "is short for")
    contrary = forms().contrary
    if any(known.core.isdisjoint(contrary) for known in (*key.wider, *whole) if name.core < known.core):
        return Compared("wider", key.title, f"is too general for {key.title}")
    return None


def _only_its(name: Name, key: Key, lexicon: Lexicon) -> bool:
    """Whether these are rare words, an eponym or a pathogen, that stand in the names of no other disease."""
    if any(is_common(stem) for word in name.words for stem in stems(word)):
        return False
    return all(disease in key.ids for word in name.words for disease in lexicon.using(word))


def _foreign(name: Name, key: Key, lexicon: Lexicon) -> Compared | None:
    """A group of diseases to which the right one does not belong."""
    if name.core in lexicon.groups:
        return Compared("other", None, f"is a group of diseases without {key.title}")
    return None


def _spotted(name: Name, key: Key, lexicon: Lexicon) -> Compared | None:
    """A name with words of the student's own around it: the longest name that is in there."""
    own = [known for known in (*key.own, *key.parts) if known.core <= name.core]
    # A group counts only as what the words are about: "first episode psychosis", not "lung fibrosis".
    wider = [known for known in key.wider if known.core <= name.core and name.head in known.core]
    others = [pair for pair in lexicon.within(name) if pair[1] not in key.ids and pair[0].marks <= name.marks]
    longest = _longest(known for known, _ in others)
    if own and _longest(own) >= max(longest, _longest(wider)):
        best = max(own, key=lambda known: len(known.core))
        beside = next((one for known, one in others if known.core.isdisjoint(best.core)), None)
        return _around(name, best, key) if beside is None else _beside_it(lexicon.entries[beside], key)
    if wider and _longest(wider) >= longest:
        return Compared("wider", key.title, f"is a group to which {key.title} belongs")
    judged = [_beside(lexicon.entries[one], key) for known, one in others if len(known.core) == longest]
    return min(judged, key=lambda one: ORDER.index(one.relation), default=None)


def _beside_it(other: Entry, key: Key) -> Compared:
    return Compared("kin", key.title, f"names {key.title} and {other.title} without saying which")


def _around(name: Name, known: Name, key: Key) -> Compared:
    marked = _marked(Name(known.words, known.heads, name.marks), known, key)
    if marked.relation == "same" and len(known.core) == 1 and name.words[-1] not in known.core:
        return Compared("kin", key.title, f"is a consequence or part of {key.title}, not all of it")
    return marked


def _longest(names: Iterable[Name]) -> int:
    return max((len(name.core) for name in names), default=0)


def _same(right: Key, how: str) -> Compared:
    return Compared("same", right.title, f"{how} {right.title}")


def _title(name: Name, lexicon: Lexicon) -> str | None:
    called = lexicon.called(name)
    return lexicon.entries[called[0]].title if called else None


def _in_table(given: Entry, lexicon: Lexicon) -> list[str]:
    """The diseases of the table that the key is: by its name, by its other names, or but for spared marks."""
    for name in given.own:
        called = lexicon.called(name)
        if called:
            return list(called)
    for name in given.own:
        called = lexicon.called(name._replace(marks=frozenset(filter(_is_telling, name.marks))))
        if called:
            return list(called)
    return []


def _is_telling(mark: tuple[str, str]) -> bool:
    """Whether leaving the mark out makes an answer too general. "Acute" goes without saying."""
    return mark[0] not in forms().spared and mark[1] != "acute"

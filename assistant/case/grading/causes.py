"""A disease given with a cause: the same disease still, or another that is told from it by that cause."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from assistant.case.grading.compare import Compared, Key
from assistant.case.grading.lexicon import Lexicon, has
from assistant.case.grading.words import Name, name_of, spelt

_AFTER = re.compile(
    r"\b(?:(?:secondary|2ry) to|due to|from|caused by|because of|(?:induced|triggered|provoked) by|2/2"
    r"|as a (?:complication|result) of|resulting from|complicating|owing to|brought on by)\b",
    re.IGNORECASE,
)
_BEFORE = re.compile(r"[-\s](?:induced|related|triggered|provoked)\s+", re.IGNORECASE)
_CAUSE_WORDS = ("induced", "drug", "substance", "medication", "organic", "secondary", "related", "toxic")
_BY_CAUSE = frozenset(map(spelt, _CAUSE_WORDS))
"""Words by which a name says that the disease has a cause of its own."""


class Caused(NamedTuple):
    """The words for a disease, and those for what is said to have caused it."""

    main: str
    cause: str


def caused(text: str) -> Caused | None:
    """The disease and its cause: of "psychosis due to cannabis" these two words; None without a cause."""
    after, before = _AFTER.search(text), _BEFORE.search(text)
    if after is not None:
        found = Caused(text[: after.start()].strip(), text[after.end() :].strip())
    elif before is not None:
        found = Caused(text[before.end() :].strip(), text[: before.start()].strip())
    else:
        return None
    return found if name_of(found.main).words and name_of(found.cause).words else None


def by_cause(text: str, key: Key, lexicon: Lexicon) -> Compared | None:
    """What the cause makes of the disease: the right one, another, or what nobody can tell; None: nothing."""
    said = caused(text)
    if said is None:
        return None
    names = [name_of(way) for way in _written(said)]
    if any(has((*key.own, *key.parts), name) for name in names):
        return Compared("same", key.title, f"names {key.title} with its cause")
    main, cause = name_of(said.main), name_of(said.cause)
    if not any(main.core <= known.core for known in (*key.own, *key.parts)):
        return None
    other = next((name for name in names if _is_another(name, key, lexicon)), None)
    if other is not None:
        return Compared("other", _title(other, lexicon), f"is {key.title} by a cause that makes it another")
    if _told_by_cause(main, (*key.unlike, *key.others)) and not _is_its_own(cause, key):
        why = f"gives {key.title} a cause, by which another disease is told from it"
        return Compared("unknown", None, why)
    return None


def _written(said: Caused) -> tuple[str, ...]:
    """The ways in which a disease by that cause is named as one."""
    return (
        f"{said.cause}-induced {said.main}",
        f"{said.cause} {said.main}",
        f"{said.main} due to {said.cause}",
    )


def _is_another(name: Name, key: Key, lexicon: Lexicon) -> bool:
    if has((*key.unlike, *key.others), name):
        return True
    kinds = (lexicon.entries[one] for one in lexicon.kinds(name))
    return any(has((*key.unlike, *key.others), own) for kind in kinds for own in kind.own)


def _told_by_cause(main: Name, others: Iterable[Name]) -> bool:
    """Whether one of the others is the same disease with a cause in its name: "drug-induced psychosis"."""
    return any(
        main.core < other.core and not _BY_CAUSE.isdisjoint((*other.core, *other.heads)) for other in others
    )


def _is_its_own(cause: Name, key: Key) -> bool:
    """Whether the names of the right diagnosis hold the cause."""
    return cause.core <= frozenset(word for name in (*key.own, *key.parts) for word in name.words)


def _title(name: Name, lexicon: Lexicon) -> str | None:
    called = (*lexicon.called(name), *lexicon.kinds(name))
    return lexicon.entries[called[0]].title if called else None

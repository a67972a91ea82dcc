"""The long texts of a record as atomic statements: each clause, and each thing that a list denies."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from curricula.cases.persons import Voice
from curricula.cases.spoken import spoken
from retrieval.text import sentences
from retrieval.types import Value

_NOTHING_SAID = re.compile(
    r"(?:the )?(?:patient )?(?:details on |information |data |history )?[\w\s,'/-]{0,60}?"
    r"\b(?:not|none) (?:been )?(?:provided|available|specified|given|documented|recorded|applicable|known)\b"
    r"|no (?:\w+ ){0,5}?(?:information|details?|data|history|symptoms?|findings?)(?: (?:is|was|were|are))?"
    r" (?:provided|available|given|documented|recorded|specified)"
    r"|(?:none|not|nothing) (?:provided|specified|available|given)|n/?a"
    r"|(?:unknown|unspecified)(?: [\w ]{1,40})?|[\w ]{1,60} (?:is|are|was|were) unreported|-+",
    re.IGNORECASE,
)
_TURN = re.compile(
    r"\s*;\s+|,?\s+but\s+(?!for\b)|,?\s+(?:and|while|although)\s+(?=denie[sd]\b)|,\s+(?=denie[sd]\b)"
    r"|\.\s+(?=denie[sd]\b)",
    re.IGNORECASE,
)
_SUBJECT = (
    r"(?:(?:the |this )?(?:patient|boy|girl|child|infant|baby|man|woman|mother|father|parents?)|he|she|they)"
)
_DENIAL = re.compile(
    rf"(?:however,? )?(?:(?:{_SUBJECT}) )?(?:(?:also|otherwise|currently|specifically|explicitly) )?"
    r"(?:denie[sd]|denying"
    r"|(?:reports?|reported|reporting|has|have|had|with|there (?:is|was|are|were|has been)) no(?!t\b)"
    r"|no(?!t\b|ne\b|thing\b|n-)|negative for|without)\s+"
    r"(?P<kept>(?:(?:any|having|had|a|an|of|associated|experiencing) )*)"
    r"(?P<carried>(?:(?:known |recent |personal |previous |past |significant |other )*"
    r"(?:(?:family |medical |surgical |personal )*history of |use of |exposure to |symptoms of |signs of )?))"
    r"(?P<rest>.+)",
    re.IGNORECASE,
)
_DENIED_FIRST = re.compile(
    rf"(?:(?:{_SUBJECT}) )?(?:(?:is|are|was|has|have|does|do|did|had)(?: a)? )?"
    r"(?:not?\b|none\b|never\b|nothing\b|non-?\s?(?=smok|drink|alcohol)|unremarkable\b|noncontributory\b"
    r"|non-contributory\b|negative\b|nil\b|without\b|denie[sd]\b)",
    re.IGNORECASE,
)
_NEXT_VERB = re.compile(
    r",\s+(?:and\s+)?(?=(?:\w+ly |also |does not |is not |has not )?(?:drinks?|smokes?|works?|lives?|enjoys?|"
    r"reports|takes|has|is|uses|consumes|experiences|notes|quit|admits|describes|prefers|exercises|"
    r"eats|sleeps|does)\b)"
    r"|\s+and\s+(?=(?:\w+ly |also )?(?:drinks|smokes|works|lives|enjoys|reports|takes|consumes|"
    r"denies|does not)\b)",
    re.IGNORECASE,
)
_SOMEBODY_ELSE = re.compile(
    r"\b(?:who|which|that|mother|father|wife|husband|partner|spouse|brother|sister|son|daughter|friends?|"
    r"parents?|boyfriend|girlfriend|when|while|if)\b",
    re.IGNORECASE,
)
_HEDGED = re.compile(
    r"no(?:t)? (?:longer|only|well|able|improv|relie|immediate|respon|respond)", re.IGNORECASE
)
_LIST = re.compile(r"\s*,\s*(?:(?:or|and|nor)\s+)?(?:(?:any|no)\s+)?")
_LAST = re.compile(r"\s+(?:or|nor)\s+(?:any\s+)?|\s+and\s+(?:no\s+)?")
_LINKED = re.compile(r"\b(?:in|of|to|with|on|from|at|for|since|during|that|which|when|after|before)\b")
_ADJECTIVE = re.compile(
    r"(?:al|ic|ary|ous|ive|able)$|\b(?:bowel|illicit|recent|past|night|drug|arm|leg|back|neck|chest)$",
    re.IGNORECASE,
)
SHORT = 3
"""A thing that a list denies has as many words at most where only "or" parts it from the next."""


class Leaf(NamedTuple):
    """A text of a record: its JSON pointer, the names that lead to it as words, and itself."""

    pointer: str
    headings: tuple[str, ...]
    text: str


class Atom(Value):
    """One statement of a record.

    `text` is in the record's words, `says` as the speaker puts it; `absent` marks a denial. `headings` are
    the names in the record that lead to it.
    """

    pointer: str
    headings: tuple[str, ...]
    text: str
    says: str
    absent: bool

    @property
    def about(self) -> str:
        """The statement after the names that lead to it: what mapping to intents reads as `Fact.about`."""
        return ": ".join((*self.headings, self.text))


class Split(NamedTuple):
    """The statements of a record, and the leaves that say only that nothing is known."""

    atoms: tuple[Atom, ...]
    empty: tuple[Leaf, ...]


def split(record: Any, pointer: str, voice: Voice) -> Split:
    """The statements of everything under `record`, which stands at this pointer of the whole record."""
    found = list(leaves(record, pointer))
    empty = tuple(leaf for leaf in found if says_nothing(leaf.text))
    return Split(tuple(atom for leaf in found for atom in atoms_of(leaf, voice)), empty)


def leaves(record: Any, pointer: str, headings: tuple[str, ...] = ()) -> Iterator[Leaf]:
    """The texts of a record in their order, empty ones left out; numbers and truth values as text."""
    if isinstance(record, Mapping):
        for name, part in record.items():
            escaped = str(name).replace("~", "~0").replace("/", "~1")
            yield from leaves(part, f"{pointer}/{escaped}", (*headings, _as_words(str(name))))
    elif isinstance(record, list | tuple):
        for place, part in enumerate(record):
            yield from leaves(part, f"{pointer}/{place}", headings)
    elif record is not None and str(record).strip():
        yield Leaf(pointer, headings, " ".join(str(record).split()))


def atoms_of(leaf: Leaf, voice: Voice) -> list[Atom]:
    """The statements of one text; none for one that says that nothing is known."""
    return [
        Atom(
            pointer=leaf.pointer,
            headings=leaf.headings,
            text=text,
            says=spoken(text, voice, leaf.headings, denied=denied),
            absent=denied is not None or is_denial(text),
        )
        for clause in _clauses(leaf.text)
        for text, denied in _parted(clause)
    ]


def says_nothing(text: str) -> bool:
    """Whether the text says only that nothing is known, which is no denial."""
    return bool(_NOTHING_SAID.fullmatch(text.strip().rstrip(".")))


def is_denial(text: str) -> bool:
    """Whether the statement says that something is not so, rather than something about what is."""
    return bool(_DENIED_FIRST.match(text)) and not _HEDGED.match(text)


def _clauses(text: str) -> Iterator[str]:
    for start, end in sentences(text):
        for part in _TURN.split(text[start:end]):
            for clause in _predicates(part):
                clause = clause.strip().rstrip(".;,").strip()
                if clause and not says_nothing(clause):
                    yield clause


def _predicates(clause: str) -> list[str]:
    """The clause parted where the same person does another thing: "does not smoke, drinks socially"."""
    cut = _NEXT_VERB.search(clause)
    if cut is None or _SOMEBODY_ELSE.search(clause[: cut.start()]):
        return [clause]
    return [clause[: cut.start()], *_predicates(clause[cut.end() :])]


def _parted(clause: str) -> Iterator[tuple[str, str | None]]:
    """The clause, or what each part of its list denies with the thing denied."""
    denial = _DENIAL.fullmatch(clause)
    if denial is None or _HEDGED.match(clause):
        yield clause, None
        return
    carried = denial["carried"]
    for number, thing in enumerate(_listed(denial["rest"])):
        shared = carried if number == 0 or thing[:1].islower() or carried.strip().endswith("of") else ""
        denied = f"{shared}{thing}".strip()
        yield f"No {denied}", denied


def _listed(text: str) -> list[str]:
    things = [part.strip() for part in _LIST.split(text) if part.strip()]
    if any(_is_clause(thing) for thing in things[1:]):
        return [text.strip()]
    *before, last = things
    halves = _LAST.split(last)
    if all(len(half.split()) <= SHORT and not _LINKED.search(half) for half in halves) and not any(
        _ADJECTIVE.search(half) for half in halves[:-1]
    ):
        return [*before, *halves]
    return [*before, last]


def _is_clause(text: str) -> bool:
    """Whether what follows a comma goes on with the sentence instead of with the list."""
    return bool(
        re.match(r"(?:which|who|that|except|although|with|as|since|because|is|are|was|has|have)\b", text)
    )


def _as_words(name: str) -> str:
    return " ".join(re.sub(r"(?<=[a-z]{2})(?=[A-Z][a-z])", " ", name.replace("_", " ")).split())

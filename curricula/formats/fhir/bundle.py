"""The resources of a bundle: by type, by reference, and told apart by time without giving dates away."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from retrieval.errors import Refused

WRONG = frozenset(("entered-in-error", "cancelled", "not-done", "unknown"))
NAMES = frozenset(("name", "telecom", "address", "contact", "photo", "identifier"))
SHORTEST_NAME = 3


class Resource(NamedTuple):
    """A resource, and the JSON pointer to it."""

    pointer: str
    body: Mapping[str, Any]

    @property
    def kind(self) -> str:
        """Its type, such as Observation."""
        return str(self.body.get("resourceType") or "")

    def first(self, *path: str) -> Any:
        """What stands at the end of the path, the first of each list on the way; None where nothing does."""
        return first(self.body, *path)


class Bundle(NamedTuple):
    """The resources in their order, and the names by which they refer to each other."""

    resources: Sequence[Resource]
    by_name: Mapping[str, Resource]

    def of(self, *kinds: str) -> list[Resource]:
        """The resources of these types, in their order."""
        return [resource for resource in self.resources if resource.kind in kinds]

    def referred(self, reference: Any, around: Resource) -> Resource | None:
        """The resource that a reference of another names, also one contained in that."""
        name = str(first(reference, "reference") or "")
        for at, inner in enumerate(many(around.body.get("contained"))):
            if name == f"#{first(inner, 'id')}":
                return Resource(f"{around.pointer}/contained/{at}", inner)
        return self.by_name.get(name) or self.by_name.get("/".join(name.split("/")[-2:]))


def bundle_of(record: Any) -> Bundle:
    """The bundle that a record holds; Refused where it is none."""
    if not isinstance(record, Mapping) or record.get("resourceType") != "Bundle":
        raise Refused("It is no FHIR bundle (resourceType Bundle).")
    resources: list[Resource] = []
    by_name: dict[str, Resource] = {}
    for at, entry in enumerate(many(record.get("entry"))):
        body = first(entry, "resource")
        if not isinstance(body, Mapping):
            continue
        resource = Resource(f"/entry/{at}/resource", body)
        resources.append(resource)
        by_name[f"{resource.kind}/{body.get('id')}"] = resource
        by_name[str(first(entry, "fullUrl"))] = resource
    return Bundle(resources, by_name)


def first(body: Any, *path: str) -> Any:
    """What stands at the end of the path, the first of each list on the way; None where nothing does."""
    for name in path:
        found = many(body)
        body = found[0].get(name) if found and isinstance(found[0], Mapping) else None
    found = many(body)
    return found[0] if isinstance(body, list) and found else None if isinstance(body, list) else body


def many(value: Any) -> list[Any]:
    """The entries of a list, or the one thing that is no list."""
    return value if isinstance(value, list) else [] if value is None else [value]


def groups(value: Any) -> list[Mapping[str, Any]]:
    """Those entries of a list that have fields, or the one thing that has."""
    return [one for one in many(value) if isinstance(one, Mapping)]


def words_of(concept: Any) -> str:
    """What a coded concept is called: its text, or the name of its first code that has one."""
    text = first(concept, "text")
    named = (first(code, "display") for code in many(first_list(concept, "coding")))
    return " ".join(str(text or next((name for name in named if name), "") or "").split())


def first_list(body: Any, name: str) -> list[Any]:
    """The list under that name of the body, or of the first of a list of them."""
    found = many(body)
    return many(found[0].get(name)) if found and isinstance(found[0], Mapping) else []


def codes_of(*concepts: Any) -> frozenset[str]:
    """All codes of the concepts, without their systems."""
    return frozenset(
        str(first(code, "code"))
        for concept in concepts
        for inner in many(concept)
        for code in first_list(inner, "coding")
    )


def status_of(resource: Resource) -> str:
    """Its status, or the code of its clinical status."""
    clinical = codes_of(resource.body.get("clinicalStatus"))
    return str(resource.body.get("status") or next(iter(clinical), ""))


def category(resource: Resource) -> frozenset[str]:
    """The codes of its categories, such as vital-signs."""
    return codes_of(*many(resource.body.get("category")))


def day_of(value: Any) -> date | None:
    """The day of a date as FHIR writes it, also of a year or month alone; None for anything else."""
    found = re.match(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?", value) if isinstance(value, str) else None
    if found is None:
        return None
    try:
        return date(int(found[1]), int(found[2] or 1), int(found[3] or 1))
    except ValueError:
        return None


def ago(day: date | None, now: date | None) -> str:
    """How long before the encounter that was, in words; empty where it is not known."""
    if day is None or now is None or day > now:
        return ""
    days = (now - day).days
    for size, name in ((365, "year"), (30, "month"), (7, "week"), (1, "day")):
        count = days // size
        if count:
            return f"{count} {name}{'s' if count > 1 else ''} ago"
    return "today"


def scrubber(bundle: Bundle, clean: Callable[[str], str]) -> Callable[[str], str]:
    """Takes the names, addresses and numbers that the bundle's people have out of a text."""
    people = bundle.of("Patient", "Practitioner", "RelatedPerson", "Organization", "Location")
    known = {text for person in people for name in NAMES for text in _strings(person.body.get(name))}
    known |= {str(person.body.get("birthDate")) for person in people if person.body.get("birthDate")}
    long_enough = sorted((text for text in known if len(text) >= SHORTEST_NAME), key=len, reverse=True)
    if not long_enough:
        return clean
    pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, long_enough))})\b", re.IGNORECASE)
    return lambda text: clean(pattern.sub("[removed]", text))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            # Uses, systems and codes are words of the standard and name nobody.
            if name not in ("use", "system", "rank", "type", "period", "relationship", "gender", "state"):
                yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)
    elif isinstance(value, str):
        yield value
        yield from value.split()

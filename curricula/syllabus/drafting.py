"""A syllabus that was read becomes a draft: modules, ids, levels; what is said twice stands once."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from curricula.objectives.types import Course, Curriculum, Objective
from curricula.syllabus.ids import apart, key_of, same_as, short, slug
from curricula.syllabus.phrases import level_of
from curricula.syllabus.types import Draft, Proposed, ProposedCourse, ProposedModule, Reason
from curricula.syllabus.walk import Stated, walked
from retrieval.types import ReadDocument

UNNAMED = frozenset(("", "untitled", "(anonymous)", "anonymous", "document", "word document"))


class File(NamedTuple):
    """The name of a syllabus without its ending, its whole name, and the digest of its bytes."""

    stem: str
    name: str
    digest: str


class Known(NamedTuple):
    """What the library has already: ids keep their meaning when a syllabus is read again."""

    curricula: Mapping[str, Curriculum]
    objectives: Mapping[str, Objective]


NOTHING = Known({}, {})


def drafted(document: ReadDocument, file: File, known: Known = NOTHING) -> Draft:
    """The draft of a syllabus; objectives that it named before, or nearly so, keep their ids."""
    title = _title(document, file)
    left: Counter[Reason] = Counter()
    tree: dict[tuple[str, str], list[Stated]] = {}
    for found in walked(document):
        if isinstance(found, Stated):
            tree.setdefault(_shelf(found.path, title), []).append(found)
        else:
            left[found.reason] += 1
    draft_id = slug(title, otherwise="syllabus")
    naming = _Naming(known, draft_id)
    courses: dict[str, list[ProposedModule]] = {}
    for (course, module), stated in tree.items():
        made = naming.module(module, stated)
        left["said before"] += len(stated) - len(made.objectives)
        if made.objectives:
            courses.setdefault(course, []).append(made)
    return Draft(
        id=draft_id,
        title=title,
        file=file.name,
        digest=file.digest,
        pages=len(document.pages),
        courses=tuple(
            ProposedCourse(id=naming.part(name, "course"), title=name, modules=tuple(modules))
            for name, modules in courses.items()
        ),
        left_out={reason: count for reason, count in left.most_common() if count},
        notes=document.notes,
    )


class _Naming:
    """Gives ids: those of objectives, modules and courses that the curriculum had before come back."""

    def __init__(self, known: Known, curriculum_id: str) -> None:
        self._known = known
        self._former = known.curricula.get(curriculum_id)
        self._taken = set(known.objectives)
        self._said: set[str] = set()
        self._courses: Sequence[Course] = self._former.courses if self._former else ()
        modules = (module.id for course in self._courses for module in course.modules)
        self._parts = {*modules, *(course.id for course in self._courses)}
        self._given: set[str] = set()

    def module(self, title: str, stated: Iterable[Stated]) -> ProposedModule:
        """The module with those of its objectives that were not said before."""
        module_id = self.part(title, "module")
        before = self._before(module_id)
        objectives = []
        for one in stated:
            sentence = f"{one.phrase.verb} {one.phrase.content}"
            key = key_of(sentence)
            if key not in self._said:
                self._said.add(key)
                its_id = self._id(module_id, sentence, before)
                objectives.append(_proposed(one, its_id, self._known.objectives.get(its_id)))
        return ProposedModule(id=module_id, title=title, objectives=tuple(objectives))

    def part(self, title: str, kind: str) -> str:
        """The id of a course or module: the one that it had, or a new one of its title."""
        former = {
            part.title: part.id
            for course in self._courses
            for part in ((course,) if kind == "course" else course.modules)
        }
        known = former.get(title)
        if known is not None and known not in self._given:
            self._given.add(known)
            return known
        given = apart(slug(title, otherwise=kind), self._given | self._parts)
        self._given.add(given)
        return given

    def _before(self, module_id: str) -> dict[str, str]:
        """The sentences that the module had, with their ids."""
        module = self._former.module(module_id) if self._former else None
        found = (self._known.objectives.get(name) for name in (module.objectives if module else ()))
        return {key_of(one.sentence): one.id for one in found if one is not None}

    def _id(self, module_id: str, sentence: str, before: dict[str, str]) -> str:
        known = same_as(sentence, before)
        if known is not None:
            for key in [key for key, its_id in before.items() if its_id == known]:
                del before[key]
            return known
        number = 1
        while (made := f"{module_id}-{number}") in self._taken:
            number += 1
        self._taken.add(made)
        return made


def _proposed(stated: Stated, its_id: str, former: Objective | None) -> Proposed:
    phrase = stated.phrase
    verb = phrase.verb[0].upper() + phrase.verb[1:]
    level, guessed = level_of(phrase.verb)
    return Proposed(
        id=its_id,
        title=short(f"{verb} {phrase.content}"),
        verb=verb,
        content=phrase.content,
        level=stated.level or level,
        level_guessed=guessed and stated.level is None,
        competencies=phrase.tags,
        code=phrase.code,
        place=stated.place,
        former=former.sentence if former else None,
    )


def _shelf(path: tuple[str, ...], title: str) -> tuple[str, str]:
    """The titles of the course and the module: the two nearest headings, the whole where there is none."""
    match path:
        case ():
            return title, title
        case (only,):
            return title, only
    return path[-2], path[-1]


def _title(document: ReadDocument, file: File) -> str:
    said = " ".join((document.metadata.title or "").split())
    if said.casefold() not in UNNAMED:
        return said
    headings = (block for page in document.pages for block in page.blocks if block.kind == "heading")
    first = next(headings, None)
    return " ".join(first.text.split()) if first is not None and first.text.strip() else file.stem

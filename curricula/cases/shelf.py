"""The cases of a library, every version of each, in its database."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, Literal

from pydantic import ValidationError
from sqlalchemy import Connection, Engine, insert, select

from curricula.cases.rows import cases, insert_pictures, newest_of, pictures_of, row_of
from curricula.cases.types import Case
from curricula.errors import Outdated
from curricula.pictures import over
from curricula.types import Status, contents_of, next_draft
from retrieval.errors import PreceptorError, WrongUse
from retrieval.store.engine import reading, writing
from retrieval.types import Value

ALL: frozenset[Status] = frozenset(("draft", "in_review", "published", "retired"))
PUBLISHED: frozenset[Status] = frozenset(("published",))
EMPTY: Mapping[str, bytes] = MappingProxyType({})
Put = Literal["added", "unchanged"]
Origin = Literal["starter", "author", "yaml", "agentclinic", "fhir"]


class Source(Value):
    """Where a version came from, by whom and when.

    `digest` is that of the file, so that a file that was read once need not be read again.
    """

    origin: Origin
    at: datetime
    by: str | None = None
    digest: str | None = None


class Summary(Value):
    """A case as a list shows it, without anything that a student has to find out."""

    title: str
    level: str
    topics: tuple[str, ...]
    objectives: tuple[str, ...]
    place: str
    minutes: int | None
    age: float | None
    age_unit: str
    sex: str | None
    speaks: str
    review: str | None
    author: str
    licence: str | None


class Shelved(Summary):
    """A version of a case as it stands on the shelf."""

    id: str
    version: int
    status: Status
    origin: Origin
    kept_by: str | None = None
    imported_at: datetime


class Shelf:
    """The cases of one library. A version once kept is never changed, only its state and who signed it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def put(self, case: Case, source: Source, pictures: Mapping[str, bytes] = EMPTY) -> Put:
        """Keeps this version and its pictures by file name; again is harmless.

        WrongUse if the version is here with other contents.

        A new version of a case that was retired stays retired.
        """
        with writing(self._engine, alone="cases") as connection:
            known = row_of(connection, case.id, case.version)
            if known is None:
                newest = row_of(connection, case.id, newest_of(connection, case.id))
                retired = newest is not None and newest["status"] == "retired"
                _insert(connection, _with_status(case, "retired") if retired else case, source)
                insert_pictures(connection, case, pictures)
                return "added"
        if contents_of(_case(known)) != contents_of(case):
            raise WrongUse(
                f"Version {case.version} of the case {case.id} is here already, with other contents.",
                f"Give it a higher version than {case.version}, or another id.",
            )
        return "unchanged"

    def revise(
        self,
        case: Case,
        source: Source,
        *,
        based_on: int | None,
        pictures: Mapping[str, bytes] = EMPTY,
    ) -> Case:
        """The case as kept in the next version, a draft, with the former pictures that are not given anew.

        Outdated unless `based_on` (None: a new case) is the newest version. WrongUse for a starter case.
        """
        with writing(self._engine, alone="cases") as connection:
            newest = newest_of(connection, case.id)
            if newest != based_on:
                raise _outdated(case.id, newest)
            if newest is not None and row_of(connection, case.id, newest)["origin"] == "starter":
                raise WrongUse(f"The case {case.id} comes with Preceptor.", "Make a copy, and change that.")
            kept = next_draft(case, (newest or 0) + 1)
            _insert(connection, kept, source)
            insert_pictures(connection, kept, over(pictures_of(connection, case.id, newest), pictures))
        return kept

    def case(self, case_id: str, version: int | None = None) -> Case:
        """That version of the case, the newest where none is named, whatever its status."""
        with reading(self._engine) as connection:
            row = row_of(connection, case_id, version or newest_of(connection, case_id))
        if row is None:
            which = f"There is no case {case_id}" + (f" in version {version}." if version else ".")
            raise WrongUse(which, "Choose one of: preceptor case list.")
        return _case(row)

    def pictures(self, case_id: str, version: int) -> dict[str, bytes]:
        """The pictures of that version by file name."""
        with reading(self._engine) as connection:
            return pictures_of(connection, case_id, version)

    def published(self, case_id: str) -> Case:
        """The newest published version of the case; WrongUse where there is none, or it was retired."""
        for shelved in self.listed():
            if shelved.id == case_id:
                return self.case(case_id, shelved.version)
        raise WrongUse(f"There is no published case {case_id}.", "Choose one of: preceptor case list.")

    def listed(self, statuses: frozenset[Status] = PUBLISHED) -> list[Shelved]:
        """Of each case the newest version of those statuses, by title; none of a case that was retired.

        A retired case is listed where retired ones are asked for.
        """
        columns = (c for c in cases.c if c.name != "body")
        with reading(self._engine) as connection:
            rows = connection.execute(select(*columns).order_by(cases.c.case_id, cases.c.version)).mappings()
            versions: dict[str, list[Any]] = {}
            for row in rows:
                versions.setdefault(row["case_id"], []).append(row)
        found = (_shown(of_one, statuses) for of_one in versions.values())
        return sorted((_shelved(row) for row in found if row is not None), key=lambda one: one.title.lower())

    def versions(self, case_id: str) -> list[Shelved]:
        """Every version of the case, newest first."""
        wanted = select(cases).where(cases.c.case_id == case_id).order_by(cases.c.version.desc())
        with reading(self._engine) as connection:
            return [_shelved(row) for row in connection.execute(wanted).mappings()]

    def digests(self, origin: str) -> frozenset[str]:
        """The digests of the files of that origin whose cases are here."""
        wanted = select(cases.c.digest).where(cases.c.origin == origin, cases.c.digest.is_not(None))
        with reading(self._engine) as connection:
            return frozenset(connection.execute(wanted).scalars())


def summary_of(case: Case) -> Summary:
    """The case as a list shows it."""
    person, setting = case.patient, case.setting
    return Summary(
        title=case.title,
        level=case.level,
        topics=case.topics,
        objectives=case.objectives,
        place=setting.place,
        minutes=setting.minutes,
        age=person.age,
        age_unit=person.age_unit,
        sex=person.sex,
        speaks=person.speaks,
        review=case.review,
        author=case.author,
        licence=case.licence,
    )


def _shown(versions: Iterable[Any], statuses: frozenset[Status]) -> Any:
    rows = list(versions)
    if rows[-1]["status"] == "retired":
        return rows[-1] if "retired" in statuses else None
    fitting = [row for row in rows if row["status"] in statuses - {"retired"}]
    return fitting[-1] if fitting else None


def _insert(connection: Connection, case: Case, source: Source) -> None:
    row = {
        "case_id": case.id,
        "version": case.version,
        "status": case.status,
        "summary": summary_of(case).model_dump_json(),
        "body": case.model_dump_json(),
        "origin": source.origin,
        "digest": source.digest,
        "kept_by": source.by,
        "imported_at": source.at.isoformat(),
    }
    connection.execute(insert(cases), row)


def _case(row: Any) -> Case:
    try:
        return _with_status(Case.model_validate_json(row["body"]), row["status"])
    except ValidationError as fault:
        raise PreceptorError(
            f"Version {row['version']} of the case {row['case_id']} was kept in a form that cannot be read.",
            "Update Preceptor, or import the case again in a new version.",
        ) from fault


def _with_status(case: Case, status: Status) -> Case:
    return case.model_copy(update={"status": status})


def _shelved(row: Any) -> Shelved:
    fields = {"id": row["case_id"], "imported_at": datetime.fromisoformat(row["imported_at"])}
    known = {name: row[name] for name in ("version", "status", "origin", "kept_by")}
    return Shelved(**Summary.model_validate_json(row["summary"]).model_dump(), **fields, **known)


def _outdated(case_id: str, newest: int | None) -> Outdated:
    if newest is None:
        return Outdated(f"The case {case_id} is no longer here.", "Save it as a new case.")
    return Outdated(
        f"Version {newest} of the case {case_id} was saved by somebody else meanwhile.",
        "Open the newest version and make your changes there.",
    )

"""The classes of a library. Only educators change them; joining and leaving is a learner's own."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, delete, insert, select, update

from assistant.accounts import Account
from assistant.cohorts.tables import assignments, classes, members
from assistant.cohorts.types import Assignment, Class, Member, NoSuchClass, Plan, Task
from retrieval.errors import WrongUse
from retrieval.store.engine import reading, writing

MOST_MEMBERS = 2_000


class Classes:
    """Classes, who is in them, and what they are to do."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def make(self, who: Account, plan: Plan, *, new_id: str, code: str, salt: str, at: datetime) -> Class:
        """A new class of this educator."""
        _check_teaches(who)
        row = {"class_id": new_id, "code": code, "salt": salt, "owner": who.user_id}
        row |= {"body": plan.model_dump_json(), "made_at": at.isoformat()}
        with writing(self._engine) as connection:
            connection.execute(insert(classes), row)
        return _class(row)

    def change(self, who: Account, class_id: str, plan: Plan) -> Class:
        """The class with what is said about it now. Who joined before is told nothing new by it."""
        _check_teaches(who)
        with writing(self._engine) as connection:
            known = _found(connection, class_id)
            mine = update(classes).where(classes.c.class_id == class_id)
            connection.execute(mine.values(body=plan.model_dump_json()))
        return known.model_copy(update={"plan": plan})

    def taught(self, who: Account, class_id: str) -> Class:
        """The class, for an educator."""
        _check_teaches(who)
        with reading(self._engine) as connection:
            return _found(connection, class_id)

    def listed(self, who: Account) -> list[Class]:
        """All classes of the library, for an educator, newest first."""
        _check_teaches(who)
        with reading(self._engine) as connection:
            rows = connection.execute(select(classes).order_by(classes.c.made_at.desc())).mappings()
            return [_class(row) for row in rows]

    def by_code(self, code: str) -> Class:
        """The class of that code, so that one can read what joining means before one does."""
        with reading(self._engine) as connection:
            found = select(classes).where(classes.c.code == code.strip().upper())
            row = connection.execute(found).mappings().first()
        if row is None:
            raise WrongUse("There is no class with this code.", "Ask your educator for it.")
        return _class(row)

    def join(self, who: Account, code: str, *, told: bool, at: datetime) -> Class:
        """The class that this person is in from now on. `told` is what the page said of individual results.

        WrongUse where the class now shows more than the person was told.
        """
        found = self.by_code(code)
        if found.plan.individual and not told:
            raise WrongUse(
                "In this class educators see your results of assigned exams.",
                "Read what they see, and join then.",
            )
        self._put(found, who, told=found.plan.individual, at=at)
        return found

    def add(self, who: Account, class_id: str, learner: Account, *, at: datetime) -> None:
        """Puts somebody into a class, by its educator. Nobody has told them: their results stay their own."""
        self._put(self.taught(who, class_id), learner, told=False, at=at)

    def leave(self, user_id: str, class_id: str) -> None:
        """Takes somebody out of a class; NoSuchClass where they are not in it."""
        mine = (members.c.class_id == class_id) & (members.c.user_id == user_id)
        with writing(self._engine) as connection:
            if not connection.execute(delete(members).where(mine)).rowcount:
                raise NoSuchClass

    def remove(self, who: Account, class_id: str) -> None:
        """Removes a class with its members and assignments; what they answered stays theirs."""
        self.taught(who, class_id)
        with writing(self._engine) as connection:
            for table in (assignments, members, classes):
                connection.execute(delete(table).where(table.c.class_id == class_id))

    def of(self, user_id: str) -> list[tuple[Class, Member]]:
        """The classes that somebody is in, by name."""
        joined = select(classes, members.c.user_id, members.c.name, members.c.told, members.c.joined_at)
        joined = joined.join(members, members.c.class_id == classes.c.class_id)
        with reading(self._engine) as connection:
            rows = connection.execute(joined.where(members.c.user_id == user_id)).mappings().all()
        found = [(_class(row), _member(row)) for row in rows]
        return sorted(found, key=lambda pair: (pair[0].plan.name.casefold(), pair[0].id))

    def members(self, class_id: str) -> list[Member]:
        """Who is in the class, in the order in which they joined."""
        wanted = select(members).where(members.c.class_id == class_id)
        with reading(self._engine) as connection:
            rows = connection.execute(wanted.order_by(members.c.joined_at, members.c.user_id)).mappings()
            return [_member(row) for row in rows]

    def assign(self, who: Account, class_id: str, task: Task, *, new_id: str, at: datetime) -> Assignment:
        """The task, which members of the class have from now on."""
        self.taught(who, class_id)
        row = {"assignment_id": new_id, "class_id": class_id, "body": task.model_dump_json()}
        with writing(self._engine) as connection:
            connection.execute(insert(assignments), row | {"made_at": at.isoformat()})
        return Assignment(id=new_id, class_id=class_id, task=task, made_at=at)

    def withdraw(self, who: Account, assignment_id: str) -> None:
        """Takes a task back; what was done for it stays its learner's."""
        _check_teaches(who)
        with writing(self._engine) as connection:
            connection.execute(delete(assignments).where(assignments.c.assignment_id == assignment_id))

    def assigned(self, class_ids: Sequence[str]) -> list[Assignment]:
        """What the members of those classes are to do, what is due first first."""
        wanted = select(assignments).where(assignments.c.class_id.in_(class_ids))
        with reading(self._engine) as connection:
            found = [_assignment(row) for row in connection.execute(wanted).mappings()]
        return sorted(found, key=lambda one: (one.task.due, one.id))

    def _put(self, found: Class, who: Account, *, told: bool, at: datetime) -> None:
        row = {"class_id": found.id, "user_id": who.user_id, "name": who.name, "told": told}
        with writing(self._engine, alone=f"class {found.id}") as connection:
            theirs = members.c.class_id == found.id
            known = connection.execute(select(members.c.user_id).where(theirs)).scalars().all()
            if who.user_id in known:
                mine = theirs & (members.c.user_id == who.user_id)
                if told:
                    connection.execute(update(members).where(mine).values(told=True))
            elif len(known) >= MOST_MEMBERS:
                raise WrongUse(f"A class has at most {MOST_MEMBERS} members.", "Make another class.")
            else:
                connection.execute(insert(members), row | {"joined_at": at.isoformat()})


def _check_teaches(who: Account) -> None:
    if not who.may_edit_library:
        raise WrongUse("Only educators and owners have classes to teach.", "Ask one of them.")


def _found(connection: Connection, class_id: str) -> Class:
    row = connection.execute(select(classes).where(classes.c.class_id == class_id)).mappings().first()
    if row is None:
        raise NoSuchClass
    return _class(row)


def _class(row: Any) -> Class:
    same = {name: row[name] for name in ("code", "salt", "owner")}
    plan = Plan.model_validate_json(row["body"])
    return Class(id=row["class_id"], plan=plan, made_at=datetime.fromisoformat(row["made_at"]), **same)


def _member(row: Any) -> Member:
    same = {name: row[name] for name in ("user_id", "name", "told")}
    return Member(joined_at=datetime.fromisoformat(row["joined_at"]), **same)


def _assignment(row: Any) -> Assignment:
    made = datetime.fromisoformat(row["made_at"])
    task = Task.model_validate_json(row["body"])
    return Assignment(id=row["assignment_id"], class_id=row["class_id"], task=task, made_at=made)

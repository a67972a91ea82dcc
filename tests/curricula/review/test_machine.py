"""Whatever three people do, in whatever order, nothing goes live without a second one, and all is noted."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import Engine, event

from curricula.errors import Outdated
from curricula.items.bank import Bank
from curricula.items.keeping import Entry, Source
from curricula.migrations import CURRICULA
from curricula.review.imports import believed, note_taken
from curricula.review.reviews import Reviews
from curricula.review.states import fold
from curricula.review.types import Act, Blocked, Event, Move, Version, Which
from curricula.types import Status
from retrieval.store.engine import open_engine
from retrieval.store.migrate import migrate
from retrieval.store.migrations import RETRIEVAL
from tests.curricula.items.samples import single

START = datetime(2026, 3, 1, tzinfo=UTC)
PEOPLE = ("ada", "ben", "cyd")
MOVES: tuple[Move, ...] = (
    *("submit", "withdraw", "ask_changes", "publish", "publish", "submit", "sign"),
    *("comment", "retire", "reopen", "mark", "keep"),
)
person = st.sampled_from(PEOPLE)


def prepared(folder: Path) -> Engine:
    engine = open_engine(folder)
    event.listen(engine, "connect", lambda raw, _: raw.execute("PRAGMA synchronous=OFF"))
    migrate(engine, [*RETRIEVAL, *CURRICULA], START)
    return engine


class Studio(RuleBasedStateMachine):
    """One item, three people who may do everything, and files that come from elsewhere."""

    @initialize(who=person)
    def begin(self, who: str) -> None:
        self.folder = TemporaryDirectory()
        self.engine = prepared(Path(self.folder.name))
        self.bank, self.reviews = Bank(self.engine), Reviews(self.engine)
        self.number = 0
        self.start: dict[int, Status] = {}
        self.signed: dict[int, str] = {}
        self.last: tuple[Move, Which, Act] | None = None
        self.save(who, who, 0)

    @rule(who=person, author=person, behind=st.integers(0, 2))
    def save(self, who: str, author: str, behind: int) -> None:
        """Somebody saves, perhaps on a version that is no longer the newest, as published if they could."""
        versions = self.bank.versions("first-drug")
        based_on = versions[0].version - behind if versions else None
        item = single(explanation=f"Text {self.tick()}.", author=author, status="published")
        try:
            kept = self.bank.revise(item, Source(origin="author", at=self.now, by=who), based_on=based_on)
        except Outdated:
            assert behind
            return
        assert (kept.status, kept.reviewer) == ("draft", None)
        self.start[kept.version] = "draft"

    @rule(who=person, author=person, reviewer=st.sampled_from((*PEOPLE, None)))
    def bring(self, who: str, author: str, reviewer: str | None) -> None:
        """Somebody takes in a file that says it is published."""
        version = self.bank.versions("first-drug")[0].version + 1
        text = f"Text {self.tick()}."
        found = single(
            explanation=text, author=author, reviewer=reviewer, status="published", version=version
        )
        item, _ = believed(found)
        assert item.status == ("published" if reviewer not in (None, author) else "draft")
        self.bank.put_many([Entry(item)], Source(origin="csv", at=self.now, by=who))
        self.start[version] = self.bank.item("first-drug").status
        if self.start[version] == "published":
            note_taken(self.engine, "item", [item], by=who, at=self.now)
            self.signed[version] = f"{author} and {reviewer}"

    @rule(
        who=person, move=st.sampled_from(MOVES), behind=st.integers(0, 1), note=st.sampled_from(("", "why"))
    )
    def move(self, who: str, move: Move, behind: int, note: str) -> None:
        """Somebody tries something, perhaps with a version that is no longer the newest."""
        before = self.reviews.state("item", "first-drug")
        which = before.which.model_copy(update={"version": max(1, before.newest.version - behind)})
        act = Act(event_id=f"e{self.tick()}", user_id=who, name=who, at=self.now, note=note)
        try:
            after = self.reviews.do(move, which, act)
        except Blocked:
            assert self.reviews.state("item", "first-drug") == before
            return
        self.last = (move, which, act)
        assert len(after.events) == len(before.events) + 1
        if move in ("publish", "sign"):
            assert who not in self.wrote(before.versions, which.version)
            assert self.bank.item("first-drug", which.version).reviewer == who
            self.signed[which.version] = who

    @rule(sender=person, reviewer=person)
    def hand_on(self, sender: str, reviewer: str) -> None:
        """The newest version is sent and, if the rules let them, published by one who may be its writer."""
        self.move(who=sender, move="submit", behind=0, note="")
        self.move(who=reviewer, move="publish", behind=0, note="")

    @precondition(lambda self: self.last is not None)
    @rule()
    def click_twice(self) -> None:
        """The same act again changes nothing."""
        assert self.last is not None
        before = self.reviews.state("item", "first-drug")
        assert self.reviews.do(*self.last) == before

    @invariant()
    def what_is_live_was_signed(self) -> None:
        for one in self.reviews.state("item", "first-drug").versions if hasattr(self, "bank") else ():
            assert one.status != "published" or one.version in self.signed

    @invariant()
    def the_trail_tells_every_state(self) -> None:
        if not hasattr(self, "bank"):
            return
        standing = self.reviews.state("item", "first-drug")
        for one in standing.versions:
            start = self.start[one.version]
            assert told_of(start, one, standing.events) == one.status

    def teardown(self) -> None:
        if hasattr(self, "bank"):
            self.engine.dispose()
            self.folder.cleanup()

    def tick(self) -> int:
        self.number += 1
        return self.number

    @property
    def now(self) -> datetime:
        return START + timedelta(minutes=self.number)

    @staticmethod
    def wrote(versions: tuple[Version, ...], version: int) -> set[str | None]:
        last = max(
            (v.version for v in versions if v.status == "published" and v.version < version), default=0
        )
        return {one.saved_by for one in versions if last < one.version <= version}


def told_of(start: Status, version: Version, events: tuple[Event, ...]) -> Status:
    """The state of a version by the trail alone: its own moves, and the retirement of the whole."""
    for one in events:
        if one.move == "retire" and one.at >= version.at:
            start = "retired"
        elif one.version == version.version and one.move != "take_in":
            start = fold(start, [one.move])
    return start


Studio.TestCase.settings = settings(max_examples=12, stateful_step_count=20, deadline=None)
TestStudio = Studio.TestCase

"""Images lie on a shelf that only its owner sees."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from assistant.faults import NotYours
from assistant.image import shelf
from assistant.image.intake import Taken
from assistant.image.shelf import Images
from assistant.image.types import ImageInfo
from assistant.migrations import ASSISTANT
from retrieval.store.engine import open_engine
from retrieval.store.migrate import migrate

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """A library's database."""
    engine = open_engine(tmp_path)
    migrate(engine, ASSISTANT, NOON)
    yield engine
    engine.dispose()


def an_image(name: str = "a", body: bytes = b"pixels") -> Taken:
    info = ImageInfo(
        id=name * 32, name=name, media_type="image/png", width=4, height=3, frames=1, depth=8, colour=False
    )
    return Taken(info, body)


def test_an_image_is_kept_found_and_removed(engine: Engine) -> None:
    images = Images(engine)
    kept = images.keep("lea", an_image(), NOON)
    assert images.info("lea", kept.info.id) == kept
    assert images.body("lea", kept.info.id) == b"pixels"
    images.remove("lea", kept.info.id)
    assert images.of("lea") == []
    with pytest.raises(NotYours):
        images.body("lea", kept.info.id)


def test_nobody_else_sees_or_removes_it(engine: Engine) -> None:
    images = Images(engine)
    kept = images.keep("lea", an_image(), NOON)
    for attempt in (images.info, images.body, images.remove):
        with pytest.raises(NotYours):
            attempt("ben", kept.info.id)
    assert images.of("ben") == []
    assert images.body("lea", kept.info.id) == b"pixels"


def test_two_people_keep_the_same_image_apart(engine: Engine) -> None:
    images = Images(engine)
    for person in ("lea", "ben"):
        images.keep(person, an_image(), NOON)
    images.remove("lea", an_image().info.id)
    assert images.body("ben", an_image().info.id) == b"pixels"


def test_the_same_image_again_stays_as_it_was(engine: Engine) -> None:
    images = Images(engine)
    first = images.keep("lea", an_image(), NOON)
    assert images.keep("lea", an_image(), NOON + timedelta(days=1)) == first
    assert len(images.of("lea")) == 1


def test_the_newest_comes_first(engine: Engine) -> None:
    images = Images(engine)
    for minute, name in enumerate("abc"):
        images.keep("lea", an_image(name), NOON + timedelta(minutes=minute))
    assert [kept.info.name for kept in images.of("lea")] == ["c", "b", "a"]


def test_a_large_body_is_kept_in_parts(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf, "PART_BYTES", 4)
    images = Images(engine)
    images.keep("lea", an_image(body=b"0123456789"), NOON)
    assert images.body("lea", an_image().info.id) == b"0123456789"

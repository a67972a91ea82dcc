"""States given in tests without a review, where how a thing came to be so does not matter."""

from sqlalchemy import Engine

from curricula.review.places import give_status, retire_all
from curricula.review.types import Kind, Which
from curricula.types import Status
from retrieval.store.engine import writing


def put_in_state(engine: Engine, kind: Kind, object_id: str, version: int, status: Status) -> None:
    """That version is in that state from now on."""
    with writing(engine) as connection:
        give_status(connection, Which(kind=kind, id=object_id, version=version), status)


def take_out_of_use(engine: Engine, kind: Kind, object_id: str) -> None:
    """The thing is retired in all its versions."""
    with writing(engine) as connection:
        retire_all(connection, kind, object_id)

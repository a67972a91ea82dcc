"""The wishes of courses on tone over HTTP, for educators."""

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import Field

from assistant.accounts import Account
from assistant.tone.trying import OWN, Wanted, tried
from assistant.tone.types import LIBRARY, Saved, Tone, Trial
from retrieval.types import Value
from ui.api.parts import Api
from ui.tone import ground_of


class Wishes(Value):
    """A tone for a course (empty: the whole library), questions of one's own, and why a loss is taken."""

    course: str = Field(default=LIBRARY, max_length=100)
    tone: Tone
    questions: tuple[str, ...] = Field(default=(), max_length=OWN)
    reason: str = Field(default="", max_length=1000)


def add_tones(router: APIRouter, api: Api) -> None:
    """Adds the versions of a tone, a trial, and a trial that is saved."""

    @router.get("/api/tones", dependencies=[Depends(api.door.editor)])
    def versions(course: str = LIBRARY) -> dict[str, list[Saved]]:
        return {"versions": api.desk.toning.tones.versions(api.desk.toning.checked(course))}

    @router.post("/api/tones/try", dependencies=[Depends(api.door.editor)])
    def attempt(given: Wishes) -> Trial:
        return _tried(api, given)

    @router.post("/api/tones")
    def save(given: Wishes, who: Annotated[Account, Depends(api.door.editor)]) -> Saved:
        return api.desk.toning.save(_tried(api, given), who, api.now(), given.reason)


def _tried(api: Api, given: Wishes) -> Trial:
    newest = api.desk.toning.tones.newest(api.desk.toning.checked(given.course))
    before, number = (newest.tone, newest.number) if newest else (Tone(), 0)
    wanted = Wanted(given.course, before, given.tone, number, given.questions)
    return tried(ground_of(api.desk), wanted, on_step=lambda: None, stopped=lambda: False)

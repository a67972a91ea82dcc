"""A syllabus over HTTP, for educators: read as a draft, and kept as far as somebody chose it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory
from typing import Annotated, BinaryIO

from fastapi import APIRouter, Depends, UploadFile

from assistant.accounts import Account
from assistant.references import reason_against
from assistant.syllabus import linked, read_syllabus
from curricula.syllabus.keeping import KeptDraft, Unkept, keep
from curricula.syllabus.types import Draft
from curricula.versions import Source
from retrieval.errors import WrongUse
from retrieval.types import Value
from ui.api.parts import Api

MAX_BYTES = 50 * 1024 * 1024
LONGEST_NAME = 120


class Kept(Value):
    """The curriculum that holds what was kept, and the ids that are new, changed, and as before."""

    curriculum: str
    added: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: tuple[str, ...]


def add_syllabus(router: APIRouter, api: Api) -> None:
    """Adds reading a syllabus, which keeps nothing, and keeping what was chosen of it."""

    @router.post("/api/curriculum/syllabus", dependencies=[Depends(api.door.editor)])
    def read(file: UploadFile, passages: bool = False) -> Draft:
        with as_file(file.file, file.filename or "") as path:
            draft = read_syllabus(path, api.desk.plans)
        return linked(api.desk.library, draft) if passages else draft

    @router.post("/api/curriculum/syllabus/keep")
    def keep_chosen(draft: Draft, who: Annotated[Account, Depends(api.door.editor)]) -> Kept:
        desk = api.desk
        source = Source(origin="syllabus", at=api.now(), by=who.user_id, digest=draft.digest)
        resolve = reason_against(desk.library.store)
        try:
            return told(keep(desk.plans, draft, source, author=who.name, resolve=resolve))
        except Unkept as fault:
            words = "; ".join(f"{'.'.join(map(str, one.spot))} {one.what}" for one in fault.remarks)
            raise WrongUse(f"Nothing was kept: {words}.", "Correct what is named, and keep again.") from None


def told(kept: KeptDraft) -> Kept:
    """What came of keeping, as JSON."""
    ids = (kept.curriculum.id, kept.added, kept.changed, kept.unchanged)
    return Kept(**dict(zip(Kept.model_fields, ids, strict=True)))


@contextmanager
def as_file(body: BinaryIO, name: str) -> Iterator[Path]:
    """What was uploaded as a file of its own name, for as long as it is looked at. WrongUse if too large."""
    data = body.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise WrongUse(
            f"The file is larger than {MAX_BYTES // 1024 // 1024} MB.",
            "Split it into parts, modules for example.",
        )
    plain = PurePath(name.replace("\\", "/")).name.lstrip(".")[-LONGEST_NAME:] or "syllabus"
    with TemporaryDirectory(prefix="syllabus-") as folder:
        path = Path(folder) / plain.replace("\0", "")
        path.write_bytes(data)
        yield path

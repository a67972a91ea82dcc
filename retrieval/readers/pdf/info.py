"""What a PDF says about itself, by pypdf: title and author, date, outline, printed page labels, lock."""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from io import BytesIO
from typing import Any

from retrieval.errors import Refused
from retrieval.types import Metadata

_MOST_OUTLINE = 5_000
_FILE_NAME = re.compile(
    r"\.(?:docx?|pdf|indd|qxd|pptx?|xlsx?|rtf|txt|tex|dvi)\b|^microsoft (?:word|powerpoint)|[\\/]|^\S*_\S*$",
    re.I,
)
_NO_TITLE = re.compile(
    r"^(?:untitled.*|unknown|document\d*|title|slide \d+|powerpoint presentation|none|pdf)$", re.I
)
_NO_AUTHOR = re.compile(
    r"^(?:user|admin(?:istrator)?|owner|author|anonymous|unknown|root|\(?unspecified\)?)$", re.I
)


@dataclass(frozen=True)
class Info:
    """The outline maps a title, as `plain` writes it, to its level (from 1). Labels: None, it has none."""

    metadata: Metadata = field(default_factory=Metadata)
    outline: dict[str, int] = field(default_factory=dict)
    labels: tuple[str, ...] | None = None
    notes: tuple[str, ...] = ()


def plain(title: str) -> str:
    """A title as compared with another: letters and digits only."""
    return re.sub(r"[\W_]+", "", title).lower()


def info_of(data: bytes, name: str) -> Info:
    """What pypdf can read; Refused if the file is locked or a page would unpack without end."""
    from pypdf import PdfReader
    from pypdf.errors import FileNotDecryptedError, LimitReachedError, PyPdfError

    try:
        with _quiet():
            reader = PdfReader(BytesIO(data))
            if reader.is_encrypted and not reader.decrypt(""):
                raise locked(name)
            _unpack(reader)
            return _info(reader)
    except LimitReachedError as error:
        raise Refused(
            f"{name} holds a page that unpacks to an unreasonable size.",
            "Do not trust this file; print it to a new PDF if you need its text.",
        ) from error
    except FileNotDecryptedError as error:
        raise locked(name) from error
    except (
        PyPdfError,
        NotImplementedError,
        ArithmeticError,
        LookupError,
        TypeError,
        ValueError,
        AttributeError,
    ):
        return Info(notes=("The file's outline, page labels and properties could not be read.",))
    except RecursionError:
        return Info(notes=("The file's outline is nested too deeply and was left out.",))


def locked(name: str) -> Refused:
    """The refusal of a file that opens with a password only."""
    return Refused(f"{name} is locked with a password.", "Save a copy without the password and add that.")


@contextmanager
def _quiet() -> Iterator[None]:
    """Without pypdf's own log lines: what matters of a damaged file goes into the ingest report."""
    log = logging.getLogger("pypdf")
    before = log.level
    log.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        log.setLevel(before)


def _unpack(reader: Any) -> None:
    """Unpack every page's content once under pypdf's limit (75 MB), since PDFium unpacks without one."""
    for page in reader.pages:
        contents = page.get("/Contents")
        contents = contents.get_object() if contents is not None else None
        for part in contents if isinstance(contents, list) else [contents]:
            stream: Any = part.get_object() if part is not None else None
            if hasattr(stream, "get_data"):
                stream.get_data()


def _info(reader: Any) -> Info:
    root = reader.trailer["/Root"]
    labels = tuple(reader.page_labels) if "/PageLabels" in root else None
    outline: dict[str, int] = {}
    if "/Outlines" in root:
        for level, title in _walk(reader.outline, 1):
            outline.setdefault(plain(title), level)
    outline.pop("", None)
    return Info(_metadata(reader.metadata), outline, labels)


def _walk(entries: list[Any], level: int) -> Iterator[tuple[int, str]]:
    for entry in entries[:_MOST_OUTLINE]:
        if isinstance(entry, list):
            yield from _walk(entry, level + 1)
        elif entry.title:
            yield level, str(entry.title)


def _metadata(found: Any) -> Metadata:
    if found is None:
        return Metadata()
    return Metadata(
        title=_sane(found.title, _FILE_NAME, _NO_TITLE),
        author=_sane(found.author, _FILE_NAME, _NO_AUTHOR),
        published=_date(found),
    )


def _sane(value: Any, *nonsense: re.Pattern[str]) -> str | None:
    """The value, unless a program wrote it: a file name, a place holder, broken characters."""
    text = " ".join(str(value or "").replace("\x00", "").split())
    letters = sum(char.isalpha() for char in text)
    if not 3 <= len(text) <= 300 or letters < 0.5 * len(text.replace(" ", "")) or "\ufffd" in text:
        return None
    return None if any(pattern.search(text) for pattern in nonsense) else text


def _date(found: Any) -> date | None:
    """The day the file was made, unless a program without a clock gave it: PDF is of 1993."""
    made: datetime | None = found.creation_date
    if made is None or not 1993 <= made.year <= 2100 or made.date() == date(2000, 1, 1):
        return None
    return made.date()

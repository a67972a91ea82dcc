"""What is on, what is off and why: the examination behind preceptor doctor."""

import os
import platform
import shutil
from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import httpx

from assistant.connect.place import on_this_machine
from assistant.home import open_library
from assistant.settings import Settings, unknown_names, variable
from retrieval.errors import LibraryBusy, ModelDown, PreceptorError
from retrieval.library import Library
from retrieval.models.choose import encoder_for, image_encoder_for, ranker_for
from retrieval.store.owner import Owner, read_owner
from retrieval.types import Value
from ui.model_parts import model_parts
from ui.part import Part, State
from ui.remote import RemoteDesk

PACKAGES = ("gradio", "chromadb", "langchain", "onnxruntime", "tantivy", "pypdfium2", "sqlalchemy")
GIB = 1024**3
# The starter library takes about 0.1 GiB; a thousand guidelines with their originals a few.
LITTLE_SPACE_GIB = 1.0

ANSWER_S = 3.0


class SettingShown(Value):
    """A setting as it is in force, and where it comes from. Passwords in it are not shown."""

    variable: str
    value: str | None
    source: Literal["default", "environment", "command line"]
    meaning: str


class Health(Value):
    """The whole examination."""

    version: str
    python: str
    system: str
    packages: dict[str, str]
    settings: tuple[SettingShown, ...]
    parts: tuple[Part, ...]

    @property
    def sound(self) -> bool:
        """Whether nothing that is needed is missing or down."""
        return not any(part.state == "fault" for part in self.parts)


def examine(settings: Settings) -> Health:
    """What these settings and this machine make of the product. Changes nothing."""
    return Health(
        version=version("preceptor"),
        python=platform.python_version(),
        system=platform.platform(terse=True),
        packages={name: _version(name) for name in PACKAGES},
        settings=tuple(_shown(settings, name) for name in Settings.model_fields),
        parts=(
            *_library_parts(settings),
            _examined("encoder", lambda: _encoder(settings)),
            _examined("ranker", lambda: _ranker(settings)),
            _examined("image encoder", lambda: _image_encoder(settings)),
            _database(settings),
            _chroma(settings),
            _access(settings),
            _extra("ocr", "rapidocr_onnxruntime", "reads scanned pages"),
            _extra("models", "sentence_transformers", "runs other encoders and rankers"),
            _extra("langchain", "langchain_core", "offers the library as a LangChain retriever"),
            *model_parts(settings),
            Part(name="telemetry", state="off", detail="nobody is told how the product is used"),
            _disk(settings.library),
            *_misspelt(),
        ),
    )


def _shown(settings: Settings, name: str) -> SettingShown:
    value = getattr(settings, name)
    in_environment = variable(name) in os.environ
    return SettingShown(
        variable=variable(name),
        value=None if value is None else _without_password(str(value)),
        source=_source(settings, name, in_environment),
        meaning=Settings.model_fields[name].description or "",
    )


def _source(
    settings: Settings, name: str, in_environment: bool
) -> Literal["default", "environment", "command line"]:
    if name not in settings.model_fields_set:
        return "default"
    from_environment = in_environment and getattr(Settings(), name) == getattr(settings, name)
    return "environment" if from_environment else "command line"


def _without_password(text: str) -> str:
    password = urlsplit(text).password if "://" in text else None
    return text.replace(f":{password}@", ":***@") if password else text


def _library_parts(settings: Settings) -> Iterator[Part]:
    owner = read_owner(settings.library)
    yield _owner(owner)
    yield _examined("library", lambda: _library(settings, owner))


def _owner(owner: Owner | None) -> Part:
    if owner is None:
        return Part(
            name="app", state="off", detail="no process has the library; start it with: preceptor web"
        )
    if owner.address is None:
        return Part(name="app", state="off", detail=f"process {owner.pid} has the library: {owner.activity}")
    return Part(name="app", state="on", detail=f"process {owner.pid} serves {owner.address}")


def _library(settings: Settings, owner: Owner | None) -> Part:
    if owner and owner.address and owner.token:
        with RemoteDesk(owner.address, owner.token) as desk:
            count = len(desk.documents())
        return Part(name="library", state="on", detail=f"{count} documents in {settings.library}")
    if not settings.library.exists():
        return Part(
            name="library", state="off", detail=f"{settings.library} is made, and filled, at the first start"
        )
    try:
        with open_library(settings, wait_s=0) as library:
            return _counted(library, settings)
    except LibraryBusy as busy:
        return Part(name="library", state="on", detail=str(busy.args[0]))


def _counted(library: Library, settings: Settings) -> Part:
    documents, passages = len(library.documents()), library.store.count_passages()
    figures = library.figures.counts()
    detail = f"{documents} documents, {passages} passages, {figures.total} figures in {library.folder}"
    if figures.unread:
        detail += f"; the figures of {len(figures.unread)} are not read yet: preceptor library figures"
    if waiting := _waiting(library, settings):
        detail += f"; {waiting} documents wait to be embedded by the encoder, which the app does when it runs"
    return Part(name="library", state="on", detail=detail)


def _waiting(library: Library, settings: Settings) -> int:
    """How many documents have no vectors of the chosen encoder; 0 while its server does not answer."""
    try:
        fingerprint = encoder_for(settings.models, settings.library).fingerprint
    except ModelDown:
        return 0
    return len(library.store.without_vectors(fingerprint))


def _encoder(settings: Settings) -> Part:
    encoder = encoder_for(settings.models, settings.library)
    return Part(name="encoder", state="on", detail=encoder.fingerprint)


def _ranker(settings: Settings) -> Part:
    ranker = ranker_for(settings.models, settings.library)
    if ranker is None:
        return Part(name="ranker", state="off", detail="PRECEPTOR_RANKER is off: passages are not reordered")
    ranker.rank("Is it there?", ["It is."])
    return Part(name="ranker", state="on", detail=ranker.fingerprint)


def _image_encoder(settings: Settings) -> Part:
    encoder = image_encoder_for(settings.models, settings.library)
    if encoder is None:
        detail = (
            "PRECEPTOR_IMAGE_ENCODER is unset: figures are found by their captions, pictures not compared"
        )
        return Part(name="image encoder", state="off", detail=detail)
    encoder.encode_texts(["a radiograph"])
    chosen = settings.image_encoder or ""
    elsewhere = "://" in chosen and not on_this_machine(chosen)
    note = "; it is on another machine, which is sent the pictures" if elsewhere else ""
    return Part(name="image encoder", state="on", detail=encoder.fingerprint + note)


def _database(settings: Settings) -> Part:
    where = _without_password(settings.database_url or "SQLite in the library folder")
    return Part(name="database", state="on", detail=where)


def _chroma(settings: Settings) -> Part:
    if settings.chroma_url is None:
        return Part(name="chroma", state="on", detail="inside the library folder")
    where = _without_password(settings.chroma_url)
    try:
        httpx.get(
            f"{settings.chroma_url}/api/v2/heartbeat", timeout=ANSWER_S, trust_env=False
        ).raise_for_status()
    except httpx.HTTPError:
        return Part(name="chroma", state="fault", detail=f"{where} does not answer; start the server")
    return Part(name="chroma", state="on", detail=where)


def _access(settings: Settings) -> Part:
    if settings.loopback:
        return Part(name="login", state="off", detail=f"only this machine can reach {settings.host}")
    return Part(name="login", state="on", detail=f"{settings.host} can be reached from other machines")


def _extra(name: str, module: str, what: str) -> Part:
    if find_spec(module):
        return Part(name=name, state="on", detail=what)
    return Part(name=name, state="off", detail=f"{what}; install it with: pip install 'preceptor[{name}]'")


def _disk(folder: Path) -> Part:
    existing = next(path for path in (folder, *folder.parents) if path.exists())
    free = shutil.disk_usage(existing).free / GIB
    state: State = "on" if free >= LITTLE_SPACE_GIB else "fault"
    return Part(name="disk", state=state, detail=f"{free:.1f} GiB free for {folder}")


def _misspelt() -> Iterator[Part]:
    for name in unknown_names(os.environ):
        yield Part(name="settings", state="fault", detail=f"{name} is no setting; is it misspelt?")


def _examined(name: str, look: Callable[[], Part]) -> Part:
    try:
        return look()
    except PreceptorError as error:
        return Part(name=name, state="fault", detail=str(error))


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "missing"

"""The models of a library: the owner's choice, else its own adapted ones, else the shipped."""

from collections.abc import Iterator
from pathlib import Path

from retrieval.errors import ModelPart, PreceptorError
from retrieval.models.choice import OFF, ModelChoice
from retrieval.models.encoder import WEIGHTS as ENCODER
from retrieval.models.encoder import load_encoder
from retrieval.models.own import MODELS, Place
from retrieval.models.ranker import WEIGHTS as RANKER
from retrieval.models.ranker import load_ranker
from retrieval.ports import ImageEncoder, Ranker
from retrieval.prepare import CountingEncoder

KNOWN = "served.json"


def encoder_for(choice: ModelChoice, library: Path) -> CountingEncoder:
    """The encoder of this choice for the library of this folder; weights are read at the first text."""
    if choice.encoder is None:
        return load_encoder(_own_or_shipped(library, "encoder"))
    if "://" in choice.encoder:
        from retrieval.models.served import ServedEncoder
        from retrieval.models.server import ModelServer

        server = ModelServer(choice.encoder, "encoder", key=choice.key)
        return ServedEncoder(server, library / MODELS / KNOWN, choice.prompts)
    folder = Path(choice.encoder).expanduser()
    if (folder / "encoder.json").is_file():
        return load_encoder(folder)
    _refuse_other(folder, "encoder", "ranker")
    from retrieval.models.checkpoint import CheckpointEncoder

    return CheckpointEncoder(folder, choice.prompts)


def ranker_for(choice: ModelChoice, library: Path) -> Ranker | None:
    """The ranker of this choice for the library of this folder, None if it is off."""
    if choice.ranker == OFF:
        return None
    if choice.ranker is None:
        return load_ranker(_own_or_shipped(library, "ranker"))
    if "://" in choice.ranker:
        from retrieval.models.served import ServedRanker
        from retrieval.models.server import ModelServer

        return ServedRanker(ModelServer(choice.ranker, "ranker", key=choice.key))
    folder = Path(choice.ranker).expanduser()
    if (folder / "ranker.json").is_file():
        return load_ranker(folder)
    _refuse_other(folder, "ranker", "encoder")
    from retrieval.models.checkpoint import CheckpointRanker

    return CheckpointRanker(folder)


def image_encoder_for(choice: ModelChoice, library: Path) -> ImageEncoder | None:
    """The image encoder of this choice, None if there is none; weights are read at the first picture."""
    if choice.image_encoder is None:
        return None
    if "://" in choice.image_encoder:
        from retrieval.models.image_served import ServedImageEncoder
        from retrieval.models.server import ModelServer

        server = ModelServer(choice.image_encoder, "image encoder", key=choice.key)
        return ServedImageEncoder(server, library / MODELS / KNOWN)
    from retrieval.models.image_checkpoint import CheckpointImageEncoder

    return CheckpointImageEncoder(Path(choice.image_encoder).expanduser())


def former_encoder(fingerprint: str, library: Path) -> CountingEncoder | None:
    """The encoder that made vectors of this fingerprint, if it is one of the library's or the shipped one."""
    for folder in _own_and_shipped(library):
        try:
            encoder = load_encoder(folder)
        except PreceptorError:
            continue
        if encoder.fingerprint == fingerprint:
            return encoder
    return None


def _own_and_shipped(library: Path) -> Iterator[Path]:
    own = Place(library, "encoder")
    yield from (folder for folder in (own.used, own.previous, ENCODER) if folder.is_dir())


def _own_or_shipped(library: Path, part: ModelPart) -> Path:
    own = Place(library, part).used
    return own if own.is_dir() else {"encoder": ENCODER, "ranker": RANKER}[part]


def _refuse_other(folder: Path, part: ModelPart, other: ModelPart) -> None:
    if (folder / f"{other}.json").is_file():
        raise PreceptorError(
            f"The folder {folder} holds a model for the {other}, not for the {part}.",
            f"Choose it as PRECEPTOR_{other.upper()} instead.",
        )

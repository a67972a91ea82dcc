"""SigLIP, MedSigLIP and CLIP checkpoints on disk, run with torch (extra `models`) on the processor.

Nothing is ever fetched: a checkpoint is a folder, read with local files only, and no code in it is run.
Pixels are prepared by the checkpoint's own image processor in its Pillow form, which needs no torchvision.
"""

import json
import threading
from collections.abc import Callable, Sequence
from functools import cached_property
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from retrieval.errors import PreceptorError
from retrieval.pictures import opened_picture
from retrieval.ports import Scale, Vectors

# SigLIP was trained on texts filled up to its full length, CLIP on texts as long as the longest.
PADDED_TO_THE_END = {"siglip": True, "siglip2": True, "clip": False}
AT_ONCE = 8
DECIDING = {".json", ".safetensors", ".bin", ".txt", ".model"}
NOT_INSTALLED = "Install them with: pip install 'preceptor[models]'"


class CheckpointImageEncoder:
    """An `ImageEncoder` over a transformers checkpoint; loaded at first use, used by one thread at a time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._kind = _checked(folder)
        self._busy = threading.Lock()

    @cached_property
    def fingerprint(self) -> str:
        """The folder's name and a digest of weights, tokenizer and preparation of pixels."""
        digest = sha256()
        for path in sorted(path for path in self.folder.iterdir() if path.suffix in DECIDING):
            digest.update(path.name.encode())
            with path.open("rb") as file:
                while block := file.read(1 << 20):
                    digest.update(block)
        return f"{self.folder.name}@{digest.hexdigest()[:12]}"

    @property
    def scale(self) -> Scale:
        """The checkpoint's temperature and bias (0 for CLIP, which has none)."""
        with self._busy:
            bias = getattr(self._model, "logit_bias", None)
            return Scale(
                temperature=float(self._model.logit_scale.exp()),
                bias=0.0 if bias is None else float(bias),
                pairwise=self._kind != "clip",
            )

    def encode_images(self, images: Sequence[bytes]) -> Vectors:
        """Unit vectors float32 [n, d] of picture files; Refused for one that cannot be read."""
        return self._all(images, self._of_images)

    def encode_texts(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors float32 [n, d] of texts; what is beyond the checkpoint's length does not count."""
        return self._all(texts, self._of_texts)

    def _of_images(self, images: Sequence[bytes]) -> Any:
        opened = [opened_picture(image) for image in images]
        pixels = self._pixels(images=opened, return_tensors="pt")
        return self._model.get_image_features(**pixels)

    def _of_texts(self, texts: Sequence[str]) -> Any:
        longest = int(self._model.config.text_config.max_position_embeddings)
        padding = "max_length" if PADDED_TO_THE_END[self._kind] else True
        words = self._words(
            list(texts), padding=padding, truncation=True, max_length=longest, return_tensors="pt"
        )
        return self._model.get_text_features(**words)

    def _all(self, given: Sequence[Any], encode: Callable[[Sequence[Any]], Any]) -> Vectors:
        parts = []
        for start in range(0, len(given), AT_ONCE):
            with self._busy:
                features = encode(given[start : start + AT_ONCE])
            # transformers 5 gives the whole output, 4 the vectors alone.
            parts.append(np.asarray(getattr(features, "pooler_output", features), np.float32))
        if not parts:
            return np.zeros((0, self._dimension), np.float32)
        vectors = np.concatenate(parts)
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)

    @cached_property
    def _dimension(self) -> int:
        return int(self.encode_texts(["length"]).shape[1])

    @cached_property
    def _model(self) -> Any:
        from transformers import AutoModel

        model = _loaded(AutoModel, self.folder)
        model.requires_grad_(False)  # else every picture leaves its whole computation in memory
        return model.eval()

    @cached_property
    def _pixels(self) -> Any:
        from transformers import AutoImageProcessor

        return _loaded(AutoImageProcessor, self.folder, use_fast=False)

    @cached_property
    def _words(self) -> Any:
        from transformers import AutoTokenizer

        return _loaded(AutoTokenizer, self.folder)


def _loaded(kind: Any, folder: Path, **options: Any) -> Any:
    """The part of the checkpoint, or one sentence that says why it cannot be loaded."""
    from transformers.utils import logging

    logging.disable_progress_bar()
    logging.set_verbosity_error()
    try:
        return kind.from_pretrained(str(folder), local_files_only=True, trust_remote_code=False, **options)
    except Exception as fault:  # whatever torch, transformers and a strange folder come up with
        reason = " ".join(str(fault).split())[:200] or type(fault).__name__
        raise PreceptorError(
            f"The image encoder in {folder} cannot be loaded ({reason}).", "Save it again, or choose another."
        ) from fault


def _checked(folder: Path) -> str:
    """The model type of the folder, or one sentence why it is no image encoder for us."""
    if not folder.is_dir():
        raise PreceptorError(
            f"The image encoder's folder {folder} is not there.", "Name a folder or an address."
        )
    if (folder / "open_clip_config.json").is_file():
        raise PreceptorError(
            f"The folder {folder} holds an OpenCLIP checkpoint, which transformers cannot load.",
            "Convert it to transformers' CLIP format, or choose a SigLIP or CLIP checkpoint.",
        )
    try:
        said = json.loads((folder / "config.json").read_text(encoding="utf-8")).get("model_type")
    except (OSError, ValueError, AttributeError):
        said = None
    if said not in PADDED_TO_THE_END:
        raise PreceptorError(
            f"The folder {folder} holds no SigLIP or CLIP checkpoint.",
            "Name the folder with its config.json, weights, tokenizer and preprocessor_config.json.",
        )
    if find_spec("transformers") is None or find_spec("torch") is None:
        raise PreceptorError(
            f"The image encoder in {folder} needs packages that are not installed.", NOT_INSTALLED
        )
    return str(said)

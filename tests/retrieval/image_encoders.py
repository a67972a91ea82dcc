"""Image encoders for the tests: a tiny untrained SigLIP, a served one, and one that sees rough brightness.

None knows what it sees; all can tell the same picture from another, which is what is tested.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from zlib import crc32

import numpy as np
import pytest
from PIL import Image, ImageDraw

from retrieval.models.choice import ModelChoice
from retrieval.models.choose import image_encoder_for
from retrieval.pictures import opened_picture
from retrieval.ports import ImageEncoder, Scale, Vectors

SIDE = 12


class PixelEncoder:
    """Compares the brightness of 144 fields of two pictures, and the words of two texts."""

    fingerprint = "pixels"
    scale = Scale(temperature=20.0, bias=0.0, pairwise=False)

    def encode_images(self, images: Sequence[bytes]) -> Vectors:
        """Unit vectors [n, 144] of brightness around its mean."""
        rows = [np.zeros((0, SIDE * SIDE), np.float32)]
        for image in images:
            small = opened_picture(image).convert("L").resize((SIDE, SIDE), Image.Resampling.BOX)
            field = np.asarray(small, np.float32).reshape(1, -1)
            rows.append(_unit(field - field.mean() + 1e-3))
        return np.concatenate(rows)

    def encode_texts(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors [n, 144] that count words."""
        rows = np.full((len(texts), SIDE * SIDE), 1e-3, np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in text.lower().split():
                row[crc32(word.encode()) % len(row)] += 1
        return _unit(rows) if len(rows) else rows


def picture(seed: int, size: tuple[int, int] = (160, 120)) -> bytes:
    """A picture of a few light shapes on black, another for every seed, as PNG."""
    chance = np.random.default_rng(seed)
    drawn = Image.new("RGB", size, "black")
    pen = ImageDraw.Draw(drawn)
    for _ in range(6):
        left, top = chance.uniform(0, 0.8, 2) * size
        wide, high = chance.uniform(0.1, 0.5, 2) * size
        shade = tuple(int(value) for value in chance.integers(80, 255, 3))
        pen.ellipse((left, top, left + wide, top + high), fill=shade)
    return written(drawn, "PNG")


def written(drawn: Image.Image, kind: str, **options: int) -> bytes:
    """The picture as a file of this kind."""
    file = BytesIO()
    drawn.save(file, kind, **options)
    return file.getvalue()


@contextmanager
def pixel_encoder() -> Iterator[ImageEncoder]:
    """The one that sees rough brightness."""
    yield PixelEncoder()


@contextmanager
def served_encoder() -> Iterator[ImageEncoder]:
    """The same behind a server on loopback."""
    from tests.retrieval.model_server import model_host

    with model_host() as host, TemporaryDirectory() as folder:
        encoder = image_encoder_for(ModelChoice(image_encoder=host.url), Path(folder) / "library")
        assert encoder is not None
        yield encoder


@contextmanager
def siglip_encoder() -> Iterator[ImageEncoder]:
    """A SigLIP checkpoint with random weights; skips where the extra is not installed."""
    with TemporaryDirectory() as folder:
        encoder = image_encoder_for(
            ModelChoice(image_encoder=str(make_siglip(Path(folder) / "siglip"))), Path(folder)
        )
        assert encoder is not None
        yield encoder


@contextmanager
def clip_encoder() -> Iterator[ImageEncoder]:
    """A CLIP checkpoint with random weights; skips where the extra is not installed."""
    with TemporaryDirectory() as folder:
        encoder = image_encoder_for(
            ModelChoice(image_encoder=str(make_clip(Path(folder) / "clip"))), Path(folder)
        )
        assert encoder is not None
        yield encoder


def make_siglip(folder: Path) -> Path:
    """A SigLIP checkpoint of two small layers with random weights, made in the folder."""
    pytest.importorskip("transformers", reason="the extra `models` is not installed")
    torch = pytest.importorskip("torch", reason="the extra `models` is not installed")
    from transformers import SiglipConfig, SiglipModel

    write_siglip(folder)
    torch.manual_seed(7)
    SiglipModel(SiglipConfig.from_pretrained(folder)).save_pretrained(folder)
    return folder


def write_siglip(folder: Path) -> Path:
    """The same without weights, as vLLM's dummy loader wants it."""
    text, vision = _sizes()
    folder.mkdir()
    config = {"architectures": ["SiglipModel"], "model_type": "siglip"}
    config |= {"text_config": text, "vision_config": vision}
    (folder / "config.json").write_text(json.dumps(config), encoding="utf-8")
    _write_others(folder, "SiglipImageProcessor")
    return folder


def make_clip(folder: Path) -> Path:
    """A CLIP checkpoint of two small layers with random weights, made in the folder."""
    pytest.importorskip("transformers", reason="the extra `models` is not installed")
    torch = pytest.importorskip("torch", reason="the extra `models` is not installed")
    from transformers import CLIPConfig, CLIPModel

    text, vision = _sizes()
    torch.manual_seed(7)
    CLIPModel(CLIPConfig(text_config=text, vision_config=vision, projection_dim=48)).save_pretrained(folder)
    _write_others(folder, "CLIPImageProcessor")
    return folder


def _sizes() -> tuple[dict[str, int], dict[str, int]]:
    size = {"hidden_size": 64, "intermediate_size": 96, "num_hidden_layers": 2, "num_attention_heads": 2}
    tokens = {"pad_token_id": 1, "bos_token_id": 2, "eos_token_id": 2}
    return (
        {**size, **tokens, "vocab_size": 64, "max_position_embeddings": 32, "projection_size": 64},
        {**size, "image_size": 48, "patch_size": 8},
    )


def _write_others(folder: Path, processor: str) -> None:
    """How pixels are prepared, and a tokenizer of letters."""
    letters = ["<unk>", "<pad>", "</s>", *" abcdefghijklmnopqrstuvwxyz0123456789-,."]
    tokenizer = {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [],
        "normalizer": {"type": "Lowercase"},
        "pre_tokenizer": {
            "type": "Split",
            "pattern": {"Regex": "."},
            "behavior": "Isolated",
            "invert": False,
        },
        "post_processor": None,
        "decoder": None,
        "model": {"type": "WordLevel", "vocab": {t: i for i, t in enumerate(letters)}, "unk_token": "<unk>"},
    }
    special = {"unk_token": "<unk>", "pad_token": "<pad>", "eos_token": "</s>"}
    files = {
        "tokenizer.json": tokenizer,
        "tokenizer_config.json": {"tokenizer_class": "PreTrainedTokenizerFast", **special},
        "preprocessor_config.json": {
            "image_processor_type": processor,
            "do_resize": True,
            "do_rescale": True,
            "do_normalize": True,
            "do_center_crop": False,
            "size": {"height": 48, "width": 48},
            "resample": 3,
            "rescale_factor": 1 / 255,
            "image_mean": [0.5, 0.5, 0.5],
            "image_std": [0.5, 0.5, 0.5],
        },
    }
    for name, content in files.items():
        (folder / name).write_text(json.dumps(content), encoding="utf-8")


def _unit(rows: Vectors) -> Vectors:
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)

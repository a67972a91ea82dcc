"""What a picture shows, told by an image encoder from texts that name the choices."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Literal

import numpy as np

from retrieval.ports import ImageEncoder, Vectors

LABELS = Path(__file__).parent / "labels.yaml"
Table = Literal["modality", "body_part", "medical"]
Prompts = Mapping[str, Sequence[str]]


def zero_shot(encoder: ImageEncoder, image: bytes, prompts: Prompts) -> dict[str, float] | None:
    """For each label the probability that the picture shows it rather than another label; they add up to 1.

    A softmax over `temperature` times the cosine of the picture and the mean of the label's prompts, as CLIP
    is used (Radford et al. 2021, arXiv 2103.00020). SigLIP is trained with a sigmoid on each pair instead, so
    its own probabilities stand for themselves, and are small for all labels; the softmax over its logits, in
    which its bias cancels out, says which label fits best. None where the encoder does not tell its scale.
    """
    scale = encoder.scale
    if scale is None or not prompts:
        return None
    logits = scale.temperature * (_means(encoder, prompts) @ encoder.encode_images([image])[0])
    shares = np.exp(logits - logits.max())
    return dict(zip(prompts, (shares / shares.sum()).tolist(), strict=True))


def _means(encoder: ImageEncoder, prompts: Prompts) -> Vectors:
    """One unit vector a label."""
    sizes = [len(texts) for texts in prompts.values()]
    vectors = encoder.encode_texts([text for texts in prompts.values() for text in texts])
    ends = np.cumsum(sizes)
    means = np.stack([vectors[end - size : end].mean(axis=0) for size, end in zip(sizes, ends, strict=True)])
    return np.asarray(means / np.linalg.norm(means, axis=1, keepdims=True), np.float32)


@cache
def prompts_of(table: Table) -> Prompts:
    """The shipped prompts, by label: of image modalities, parts of the body, or medical against everyday."""
    import yaml

    tables = yaml.safe_load(LABELS.read_text(encoding="utf-8"))
    return {str(label): tuple(map(str, texts)) for label, texts in tables[table].items()}

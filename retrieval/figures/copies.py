"""Nearly the same picture, found without a model: by where it is lighter and where darker."""

from collections.abc import Sequence

import numpy as np
from sqlalchemy import Engine

from retrieval.figures.searching import Ranked
from retrieval.pictures import opened_picture, signature
from retrieval.ports import Scope, Vectors
from retrieval.store import figures
from retrieval.store.engine import reading

# Of pictures of the starter texts, a copy saved as JPEG of quality 40, made smaller to 40% or lighter reaches
# 0.979 and more; cut to a part it falls to 0.65. Pictures drawn from one template reach 0.99 with each other.
NEARLY_THE_SAME = 0.975
ONLY_COPIES = (
    "No image encoder is set, so only copies are found: nearly the same picture, or one drawn from the same "
    "template."
)


class Signatures:
    """Makes the signatures of pictures; one without light and dark gets zeros, which resemble nothing."""

    fingerprint = "signature-16"

    def encode_images(self, images: Sequence[bytes]) -> Vectors:
        """Picture files as float32 [n, 256], each of length 1 or 0; Refused if unreadable."""
        rows = [signature(opened_picture(image)) for image in images]
        return np.stack(rows) if rows else np.zeros((0, 0), np.float32)


def copies(engine: Engine, of: Vectors, within: Scope | None, k: int) -> list[Ranked]:
    """At most k figures of these documents that are nearly the picture with this signature, best first."""
    with reading(engine) as connection:
        kept = figures.all_vectors(connection, "copy", Signatures.fingerprint)
    found = [
        Ranked(n, cosine, None, cosine)
        for (n, document, _), cosine in zip(kept, _cosines(kept, of), strict=True)
        if cosine >= NEARLY_THE_SAME and (within is None or within.admits(document))
    ]
    return sorted(found, key=lambda one: (-one.score, one.n))[:k]


def _cosines(kept: Sequence[figures.Kept], of: Vectors) -> list[float]:
    if not kept:
        return []
    return [min(1.0, float(cosine)) for cosine in np.stack([one.vector for one in kept]) @ of]

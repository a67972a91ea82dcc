"""What an image encoder takes a picture for, as the gate reads it."""

from assistant.image.gate.judge import OTHER
from retrieval.models.zero_shot import prompts_of, zero_shot
from retrieval.ports import ImageEncoder

MEDICAL = "medical"


def labels_of(encoder: ImageEncoder, picture: bytes) -> dict[str, float] | None:
    """The probability of each kind of medical picture and of "other"; None where the encoder cannot tell."""
    medical = zero_shot(encoder, picture, prompts_of("medical"))
    kinds = zero_shot(encoder, picture, prompts_of("modality"))
    if medical is None or kinds is None:
        return None
    share = medical.get(MEDICAL, 0.0)
    return {**{kind: share * part for kind, part in kinds.items()}, OTHER: 1 - share}

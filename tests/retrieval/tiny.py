"""Networks and a library small enough to train in a test."""

import json
import random
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path

from retrieval.library import Library
from retrieval.models.encoder import WEIGHTS
from retrieval.rows import as_document

# Words that stand for each other, though no letter tells: what only training can learn.
MEANS = {
    "baker": "violin",
    "candle": "window",
    "dragon": "yellow",
    "engine": "anchor",
    "forest": "bottle",
    "garden": "carpet",
    "hammer": "desert",
    "island": "elbow",
    "jacket": "feather",
    "kitten": "goblet",
    "ladder": "harbor",
    "meadow": "insect",
    "needle": "jungle",
}
WIDTH, LAYERS = 32, 4


def write_checkpoint(folder: Path, seed: int = 5) -> Path:
    """A random BERT with the shipped tokenizer."""
    import torch
    from transformers import BertConfig, BertModel

    torch.manual_seed(seed)
    tokenizer = (WEIGHTS / "tokenizer.json").read_text(encoding="utf-8")
    model = BertModel(
        BertConfig(
            vocab_size=len(json.loads(tokenizer)["model"]["vocab"]),
            hidden_size=WIDTH,
            num_hidden_layers=LAYERS,
            num_attention_heads=2,
            intermediate_size=2 * WIDTH,
            max_position_embeddings=512,
            initializer_range=0.2,
            hidden_dropout_prob=0.0,
            attention_probs_dropout_prob=0.0,
        )
    )
    model.save_pretrained(folder)
    (folder / "tokenizer.json").write_text(tokenizer, encoding="utf-8")
    return folder


def rows(count: int) -> Sequence[dict[str, object]]:
    """At most 286 documents headed by spoken words, each saying the written ones that these stand for."""
    chance = random.Random(3)
    made = []
    for number, spoken in enumerate(chance.sample(list(combinations(sorted(MEANS), 3)), count)):
        words = [MEANS[word] for word in spoken]
        sentences = [" ".join(chance.sample(words, 3)).capitalize() + "." for _ in range(3)]
        made.append(
            {"id": f"row{number}", "title": "", "section": [" ".join(spoken)], "text": " ".join(sentences)}
        )
    return made


def fill(library: Library, count: int = 280) -> Library:
    """The library with that many of these documents."""
    library.add_read((str(row["id"]), as_document(row)) for row in rows(count))
    return library

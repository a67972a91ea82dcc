"""Models that are not shipped, for the tests: served ones, and checkpoints made on the spot.

The checkpoints are tiny and untrained: they show that a model is run rightly, not that it is good.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from pydantic import SecretStr

from retrieval.models.choice import Prompts
from retrieval.models.encoder import WEIGHTS
from retrieval.models.served import ServedEncoder, ServedRanker
from retrieval.models.server import ModelServer
from retrieval.ports import Ranker
from retrieval.prepare import CountingEncoder
from tests.retrieval.model_server import model_host
from tests.serving.vllm_server import KEY, serving, vllm_python

POOLING = {"runner": "pooling", "dtype": "float32"}
CLS, SEP, PAD, UNKNOWN, MASK = "[CLS]", "[SEP]", "[PAD]", "[UNK]", "[MASK]"


@contextmanager
def served_encoder() -> Iterator[CountingEncoder]:
    """An encoder behind a server that gives foreseeable vectors."""
    with model_host() as host, TemporaryDirectory() as folder:
        yield ServedEncoder(ModelServer(host.url, "encoder"), Path(folder) / "served.json", Prompts())


@contextmanager
def served_ranker() -> Iterator[Ranker]:
    """A ranker behind a server that gives foreseeable scores."""
    with model_host() as host:
        yield ServedRanker(ModelServer(host.url, "ranker"))


@contextmanager
def checkpoint_encoder() -> Iterator[CountingEncoder]:
    """A sentence-transformers checkpoint; skips where the extra is not installed."""
    pytest.importorskip("sentence_transformers", reason="the extra `models` is not installed")
    from retrieval.models.checkpoint import CheckpointEncoder

    with TemporaryDirectory() as folder:
        yield CheckpointEncoder(make_encoder(Path(folder) / "encoder"), Prompts())


@contextmanager
def checkpoint_ranker() -> Iterator[Ranker]:
    """A cross-encoder checkpoint; skips where the extra is not installed."""
    pytest.importorskip("sentence_transformers", reason="the extra `models` is not installed")
    from retrieval.models.checkpoint import CheckpointRanker

    with TemporaryDirectory() as folder:
        yield CheckpointRanker(make_ranker(Path(folder) / "ranker"))


@contextmanager
def vllm_encoder() -> Iterator[CountingEncoder]:
    """The same kind of encoder behind a real vLLM; skips where there is none."""
    vllm_python()
    with TemporaryDirectory() as folder:
        files = write_folder(Path(folder) / "encoder", "BertModel")
        write_modules(files)
        with serving(files, options=POOLING) as vllm:
            server = ModelServer(vllm.url, "encoder", key=SecretStr(KEY))
            yield ServedEncoder(server, Path(folder) / "served.json", Prompts())


@contextmanager
def vllm_ranker() -> Iterator[Ranker]:
    """The same kind of cross-encoder behind a real vLLM; skips where there is none."""
    vllm_python()
    with TemporaryDirectory() as folder:
        files = write_folder(Path(folder) / "ranker", "BertForSequenceClassification")
        with serving(files, options=POOLING) as vllm:
            yield ServedRanker(ModelServer(vllm.url, "ranker", key=SecretStr(KEY)))


def make_encoder(folder: Path, prompts: dict[str, str] | None = None) -> Path:
    """A sentence-transformers checkpoint of one small layer, made in the folder."""
    import torch
    from transformers import BertConfig, BertModel

    write_folder(folder, "BertModel")
    torch.manual_seed(7)
    BertModel(BertConfig.from_pretrained(folder)).save_pretrained(folder)
    write_modules(folder, prompts or {})
    return folder


def make_ranker(folder: Path, labels: int = 1) -> Path:
    """A cross-encoder checkpoint of one small layer, made in the folder."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification

    write_folder(folder, "BertForSequenceClassification")
    torch.manual_seed(7)
    config = BertConfig.from_pretrained(folder, num_labels=labels)
    BertForSequenceClassification(config).save_pretrained(folder)
    return folder


def write_folder(folder: Path, architecture: str) -> Path:
    """A checkpoint's configuration and tokenizer without weights, as vLLM's dummy loader wants it."""
    folder.mkdir(parents=True)
    config = {
        "architectures": [architecture],
        "model_type": "bert",
        "vocab_size": 30522,
        "hidden_size": 64,
        "num_hidden_layers": 1,
        "num_attention_heads": 2,
        "intermediate_size": 128,
        "max_position_embeddings": 256,
        "id2label": {"0": "LABEL_0"},
        "label2id": {"LABEL_0": 0},
    }
    special = {"cls_token": CLS, "sep_token": SEP, "pad_token": PAD, "unk_token": UNKNOWN, "mask_token": MASK}
    tokenizer = {
        "tokenizer_class": "BertTokenizer",
        "model_max_length": 256,
        "do_lower_case": True,
        **special,
    }
    _write(folder / "config.json", config)
    _write(folder / "tokenizer_config.json", tokenizer)
    (folder / "tokenizer.json").write_bytes((WEIGHTS / "tokenizer.json").read_bytes())
    return folder


def write_modules(folder: Path, prompts: dict[str, str] | None = None) -> None:
    """What makes the folder a sentence-transformers checkpoint with mean pooling."""
    names = (("", "Transformer"), ("1_Pooling", "Pooling"), ("2_Normalize", "Normalize"))
    modules = [
        {"idx": i, "name": str(i), "path": path, "type": f"sentence_transformers.models.{name}"}
        for i, (path, name) in enumerate(names)
    ]
    _write(folder / "modules.json", modules)
    _write(folder / "sentence_bert_config.json", {"max_seq_length": 128, "do_lower_case": False})
    _write(folder / "config_sentence_transformers.json", {"prompts": prompts or {}})
    _write(
        folder / "1_Pooling" / "config.json",
        {"word_embedding_dimension": 64, "pooling_mode_mean_tokens": True},
    )
    (folder / "2_Normalize").mkdir()


def _write(path: Path, value: Any) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(value), encoding="utf-8")

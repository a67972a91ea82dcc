"""The words of vLLM's command, each with its reason: model, memory, GPUs, adapters."""

import json
from collections.abc import Sequence

from assistant.serve.adapters import Adapter, rank_of
from assistant.serve.choose import Chosen, arithmetic
from assistant.serve.order import Choice, Order
from assistant.serve.sizing import GIB, Precision, token_gib, weights_gib
from retrieval.errors import WrongUse

# The ranks that vLLM reserves room for.
RANKS = (8, 16, 32, 64, 128, 256, 320, 512)
# Adapters that may be at work in the same moment.
AT_ONCE = 4
# No such host can exist: the server then fetches no picture from anywhere; ours are sent along.
NO_HOST = "none.invalid"
# Without this a model may fill a form with white space until its tokens are used up.
COMPACT = json.dumps({"backend": "xgrammar", "disable_any_whitespace": True})
WHY_DTYPE = {
    "bfloat16": "what the model was made in",
    "float16": "this GPU is too old for bfloat16",
    "float32": "this GPU is too old for bfloat16, and the model is not stable in float16",
}


def model_words(chosen: Chosen, order: Order) -> list[Choice]:
    """Which model, from where, for what use."""
    preset = chosen.preset
    where = str(order.weights) if order.weights else preset.model
    words = ("--model", where) if chosen.device.is_cpu else (where,)
    made = [Choice(words, f"{preset.name}: {preset.about}; licence: {preset.licence}")]
    if order.weights:
        made.append(
            Choice(("--served-model-name", preset.model), "the name it is asked by, wherever its weights lie")
        )
    if preset.serves != "chat":
        return [*made, Choice(("--runner", "pooling"), "it gives numbers, not text")]
    made.append(Choice(("--structured-outputs-config", COMPACT), "forms are filled without spacing them out"))
    if preset.images:
        limit = json.dumps({"image": preset.images})
        made.append(Choice(("--limit-mm-per-prompt", limit), "so many images a question may have"))
        made.append(Choice(("--allowed-media-domains", NO_HOST), "images are sent along, never fetched"))
    return made


def memory_words(chosen: Chosen) -> list[Choice]:
    """In what numbers, how long, and how much of the memory."""
    preset, precision = chosen.preset, chosen.precision
    made = [Choice(("--dtype", precision.dtype), WHY_DTYPE[precision.dtype])]
    if precision.packed:
        whole = weights_gib(preset, Precision(precision.dtype))
        why = f"4 bits: {chosen.fit.weights:.1f} GiB of weights instead of {whole:.1f}, too many here"
        made.append(Choice(("--quantization", "bitsandbytes"), why))
    made.append(Choice(("--max-model-len", str(chosen.fit.length)), _why_length(chosen)))
    if not chosen.device.is_cpu:
        made.append(Choice(("--gpu-memory-utilization", f"{chosen.share:g}"), arithmetic(chosen)))
    if preset.serves == "chat":
        made.append(Choice(("--enable-prefix-caching",), "instructions open every prompt and are read once"))
    return made


def _why_length(chosen: Chosen) -> str:
    if chosen.preset.serves != "chat":
        return "the most this model reads at once"
    tokens, length = chosen.fit.tokens, chosen.fit.length
    each = token_gib(chosen.preset, chosen.precision) * GIB / 1024
    return f"the cache holds {tokens:,} tokens of {each:.0f} KiB: {tokens // length} such questions at once"


def parallel_words(chosen: Chosen, order: Order) -> list[Choice]:
    """Over which GPUs and machines; none for a single GPU."""
    layout, made = chosen.layout, []
    if layout.tensor > 1:
        made.append(
            Choice(("--tensor-parallel-size", str(layout.tensor)), "one GPU has too little room for it")
        )
    if layout.pipeline > 1:
        made.append(
            Choice(
                ("--pipeline-parallel-size", str(layout.pipeline)), "one machine has too little room for it"
            )
        )
        made.append(Choice(("--distributed-executor-backend", "ray"), "Ray reaches the other machines"))
    elif layout.data > 1:
        made.append(
            Choice(("--data-parallel-size", str(layout.data)), "a copy for each GPU answers more at once")
        )
        if order.machines > 1:
            local = str(layout.data // order.machines)
            words = ("--data-parallel-size-local", local, "--data-parallel-backend", "ray")
            made.append(Choice(words, "so many on each machine; Ray reaches the others"))
    return made


def matching(chosen: Chosen, order: Order) -> tuple[list[Adapter], list[Adapter]]:
    """The adapters of the chosen model, and the others. WrongUse if there are others only."""
    base = chosen.preset.model
    fitting = [adapter for adapter in order.adapters if adapter.base == base]
    left = [adapter for adapter in order.adapters if adapter.base != base]
    if left and not fitting:
        bases = ", ".join(sorted({adapter.base for adapter in left}))
        raise WrongUse(
            f"The adapters are for {bases}, not for {base}.",
            "Choose the preset they were trained on: --preset NAME.",
        )
    return fitting, left


def lora_words(adapters: Sequence[Adapter], left: Sequence[Adapter]) -> list[Choice]:
    """The adapters to load, and those left out."""
    if not adapters:
        return []
    modules = [
        json.dumps({"name": one.name, "path": str(one.path), "base_model_name": one.base}) for one in adapters
    ]
    rank = max(rank_of(adapter) for adapter in adapters)
    room = next((size for size in RANKS if size >= rank), None)
    if room is None:
        raise WrongUse(
            f"An adapter has rank {rank}, more than vLLM's {RANKS[-1]}.", "Train it with a lower rank."
        )
    told = [f"{one.name} ({one.specialty}; {one.licence}; learnt from {one.data_origin})" for one in adapters]
    others = [f"{one.name} is left out, it is for {one.base}" for one in left]
    count = min(len(adapters), AT_ONCE)
    return [
        Choice(("--enable-lora", "--lora-modules", *modules), "; ".join([*told, *others])),
        Choice(("--max-lora-rank", str(room)), f"the largest adapter has rank {rank}"),
        Choice(("--max-loras", str(count)), "so many adapters can be at work at once"),
    ]

"""What is started, and why: the exact command of vLLM for a chosen model."""

import json
import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from assistant.serve.adapters import Adapter, rank_of
from assistant.serve.choose import Chosen, arithmetic
from assistant.serve.sizing import GIB, Precision, token_gib, weights_gib
from retrieval.errors import WrongUse
from retrieval.types import Value

HOST = "127.0.0.1"
KEY = "VLLM_API_KEY"
# The ranks that vLLM reserves room for.
RANKS = (8, 16, 32, 64, 128, 256, 320, 512)
AT_ONCE = 4
"""Adapters that may be at work in the same moment."""
# More than one person can wait for on a processor.
CPU_CACHE_GIB = 4
# What the command `vllm serve` runs; builds for the CPU alone lack it, as they are named otherwise.
ENTRY = ("vllm.entrypoints.cli.main", "serve")
CPU_ENTRY = ("vllm.entrypoints.openai.api_server",)
# No such host can exist: the server then fetches no picture from anywhere; ours are sent along.
NO_HOST = "none.invalid"
RAY_PORT = 6379
RAY_STEPS = (
    f"ray start --head --port={RAY_PORT}    # on this machine, in vLLM's environment",
    f"ray start --address=THIS_MACHINE:{RAY_PORT}    # on each of the others",
)


class Order(Value):
    """What the owner wants beside the model: `weights` is its folder, `more` goes to vLLM as it is."""

    python: str
    port: int = 8000
    weights: Path | None = None
    adapters: tuple[Adapter, ...] = ()
    machines: int = 1
    download: bool = False
    has_key: bool = False
    more: tuple[str, ...] = ()


class Choice(NamedTuple):
    """Words of the command, and the reason for them."""

    words: tuple[str, ...]
    why: str


class Plan(NamedTuple):
    """The command in its parts, the environment beside it, and the steps that come before."""

    chosen: Chosen
    python: str
    choices: tuple[Choice, ...]
    environment: tuple[tuple[str, str, str], ...]
    before: tuple[str, ...]
    use: tuple[str, ...]
    port: int

    @property
    def command(self) -> list[str]:
        """The words to start."""
        words = [word for choice in self.choices for word in choice.words]
        return [self.python, "-m", *(CPU_ENTRY if self.chosen.device.is_cpu else ENTRY), *words]

    @property
    def shown(self) -> str:
        """The command as a person may paste it into a shell; the key is named, not told."""
        # The key's own words must stay a shell variable.
        values = [
            f"{name}={value if name == KEY else shlex.quote(value)}" for name, value, _ in self.environment
        ]
        return " ".join([*values, shlex.join(self.command)])


def plan(chosen: Chosen, order: Order) -> Plan:
    """The command for the model. WrongUse for adapters of another model or an open door without a key."""
    _check_door(order)
    adapters, left = _matching(chosen, order)
    choices = (
        *_model(chosen, order),
        *_memory(chosen),
        *_parallel(chosen, order),
        *_lora(adapters, left),
        *_door(order),
        *((Choice(order.more, "as given after --"),) if order.more else ()),
    )
    ray = order.machines > 1
    return Plan(
        chosen=chosen,
        python=order.python,
        choices=choices,
        environment=_environment(chosen, order),
        before=RAY_STEPS if ray else (),
        use=_use(chosen, order, adapters),
        port=order.port,
    )


def _model(chosen: Chosen, order: Order) -> list[Choice]:
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
    if preset.images:
        limit = json.dumps({"image": preset.images})
        made.append(Choice(("--limit-mm-per-prompt", limit), "so many images a question may have"))
        made.append(Choice(("--allowed-media-domains", NO_HOST), "images are sent along, never fetched"))
    return made


def _memory(chosen: Chosen) -> list[Choice]:
    preset, precision = chosen.preset, chosen.precision
    made = [Choice(("--dtype", precision.dtype), _why_dtype(precision))]
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


def _why_dtype(precision: Precision) -> str:
    reasons = {
        "bfloat16": "what the model was made in",
        "float16": "this GPU is too old for bfloat16",
        "float32": "this GPU is too old for bfloat16, and the model is not stable in float16",
    }
    return reasons[precision.dtype]


def _why_length(chosen: Chosen) -> str:
    if chosen.preset.serves != "chat":
        return "the most this model reads at once"
    tokens, length = chosen.fit.tokens, chosen.fit.length
    each = token_gib(chosen.preset, chosen.precision) * GIB / 1024
    return f"the cache holds {tokens:,} tokens of {each:.0f} KiB: {tokens // length} such questions at once"


def _parallel(chosen: Chosen, order: Order) -> list[Choice]:
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


def _matching(chosen: Chosen, order: Order) -> tuple[list[Adapter], list[Adapter]]:
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


def _lora(adapters: Sequence[Adapter], left: Sequence[Adapter]) -> list[Choice]:
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


def _door(order: Order) -> list[Choice]:
    return [
        Choice(("--host", HOST), "only this machine can reach it"),
        Choice(("--port", str(order.port)), "where the app finds it"),
        Choice(("--disable-uvicorn-access-log",), "who asked when is not written down"),
    ]


def _check_door(order: Order) -> None:
    opens = any(word.split("=")[0] in ("--host", "--uds") for word in order.more)
    if opens and not order.has_key:
        raise WrongUse(
            "With --host others could use the model without a key.", "Set PRECEPTOR_MODEL_KEY first."
        )
    if any(word.split("=")[0] in ("--api-key", "--port") for word in order.more):
        raise WrongUse(
            "After -- neither --api-key nor --port can be given.",
            "Set PRECEPTOR_MODEL_KEY, and use --port before it.",
        )


def _environment(chosen: Chosen, order: Order) -> tuple[tuple[str, str, str], ...]:
    made = [
        ("VLLM_NO_USAGE_STATS", "1", "vLLM reports nothing to its makers"),
        ("DO_NOT_TRACK", "1", "nor do its parts"),
    ]
    if order.download:
        made.append(("HF_HUB_DISABLE_TELEMETRY", "1", "downloading tells Hugging Face no more than it must"))
    else:
        made.append(("HF_HUB_OFFLINE", "1", "nothing is downloaded; --download allows it"))
    if chosen.device.is_cpu:
        space = max(1, min(int(chosen.fit.cache), CPU_CACHE_GIB))
        made.append(("VLLM_CPU_KVCACHE_SPACE", str(space), "GiB of the machine's memory for the cache"))
    if order.machines > 1:
        made.append(("RAY_USAGE_STATS_ENABLED", "0", "Ray reports nothing either"))
    if order.has_key:
        made.append(
            (KEY, '"$PRECEPTOR_MODEL_KEY"', "the key is not on the command line, where others see it")
        )
    return tuple(made)


def _use(chosen: Chosen, order: Order, adapters: Sequence[Adapter]) -> tuple[str, ...]:
    address = f"http://{HOST}:{order.port}/v1"
    names = {"chat": "PRECEPTOR_MODEL_URL", "embedding": "PRECEPTOR_ENCODER", "rerank": "PRECEPTOR_RANKER"}
    lines = [f"{names[chosen.preset.serves]}={address}"]
    if order.has_key and chosen.preset.serves != "chat":
        lines.append("PRECEPTOR_MODELS_KEY=(the same key)")
    if adapters:
        lines.append(f"PRECEPTOR_ADAPTER={adapters[0].name}")
    return tuple(lines)

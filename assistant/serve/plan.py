"""What is started, and why: the exact command of vLLM for a chosen model."""

import shlex
from collections.abc import Sequence
from typing import NamedTuple

from assistant.serve.adapters import Adapter
from assistant.serve.choose import Chosen
from assistant.serve.order import HOST, KEY, Choice, Order, Variable
from assistant.serve.words import lora_words, matching, memory_words, model_words, parallel_words
from retrieval.errors import WrongUse

# More than one person can wait for on a processor.
CPU_CACHE_GIB = 4
# What the command `vllm serve` runs; builds for the CPU alone lack it, as they are named otherwise.
ENTRY = ("vllm.entrypoints.cli.main", "serve")
CPU_ENTRY = ("vllm.entrypoints.openai.api_server",)
RAY_PORT = 6379
RAY_STEPS = (
    f"ray start --head --port={RAY_PORT}    # on this machine, in vLLM's environment",
    f"ray start --address=THIS_MACHINE:{RAY_PORT}    # on each of the others",
)


class Plan(NamedTuple):
    """The command in its parts, the environment beside it, and the steps that come before."""

    chosen: Chosen
    python: str
    choices: tuple[Choice, ...]
    environment: tuple[Variable, ...]
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
            f"{one.name}={one.value if one.name == KEY else shlex.quote(one.value)}"
            for one in self.environment
        ]
        return " ".join([*values, shlex.join(self.command)])


def plan(chosen: Chosen, order: Order) -> Plan:
    """The command for the model. WrongUse for adapters of another model or an open door without a key."""
    _check_door(order)
    adapters, left = matching(chosen, order)
    choices = (
        *model_words(chosen, order),
        *memory_words(chosen),
        *parallel_words(chosen, order),
        *lora_words(adapters, left),
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


def _door(order: Order) -> list[Choice]:
    return [
        Choice(("--host", HOST), "only this machine can reach it"),
        Choice(("--port", str(order.port)), "where the app finds it"),
        Choice(("--disable-uvicorn-access-log",), "who asked when is not written down"),
    ]


def _check_door(order: Order) -> None:
    given = [word.split("=")[0].replace("_", "-") for word in order.more if word.startswith("--")]
    if not order.has_key and any(_is(name, "--host") or _is(name, "--uds") for name in given):
        raise WrongUse(
            "With --host others could use the model without a key.", "Set PRECEPTOR_MODEL_KEY first."
        )
    if any(_is(name, "--api-key") or _is(name, "--port") for name in given):
        raise WrongUse(
            "After -- neither --api-key nor --port can be given.",
            "Set PRECEPTOR_MODEL_KEY, and use --port before it.",
        )


def _is(given: str, option: str) -> bool:
    """Whether vLLM could take what was given for the option: it may be cut short."""
    return len(given) > len("--") and option.startswith(given)


def _environment(chosen: Chosen, order: Order) -> tuple[Variable, ...]:
    made = [
        Variable("VLLM_NO_USAGE_STATS", "1", "vLLM reports nothing to its makers"),
        Variable("DO_NOT_TRACK", "1", "nor do its parts"),
    ]
    if order.download:
        made.append(Variable("HF_HUB_DISABLE_TELEMETRY", "1", "Hugging Face is told no more than it must be"))
    else:
        made.append(Variable("HF_HUB_OFFLINE", "1", "nothing is downloaded; --download allows it"))
    if chosen.device.is_cpu:
        space = max(1, min(int(chosen.fit.cache), CPU_CACHE_GIB))
        made.append(Variable("VLLM_CPU_KVCACHE_SPACE", str(space), "GiB of memory for the cache"))
    if order.machines > 1:
        made.append(Variable("RAY_USAGE_STATS_ENABLED", "0", "Ray reports nothing either"))
    if order.has_key:
        made.append(Variable(KEY, '"$PRECEPTOR_MODEL_KEY"', "on the command line others would see the key"))
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

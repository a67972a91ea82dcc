"""What vLLM's log says when it ends, in one sentence, with the command that mends it."""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from assistant.serve.plan import Plan
from retrieval.errors import PreceptorError

ANSI = re.compile(r"\x1b\[[0-9;]*m")
# The line in which Python or pydantic tells what was raised, whatever vLLM's own prefix before it.
RAISED = re.compile(r"(?:^|\s)(?:(?:\w+\.)*\w*(?:Error|Exception): |Value error, ).+$")
LONGEST = 300

Words = Callable[[Plan], tuple[str, str]]


class _Known(NamedTuple):
    """A fault that has been met: what its log says, and what we say."""

    sign: re.Pattern[str]
    words: Words


def explained(log: Sequence[str], plan: Plan) -> PreceptorError:
    """Why it ended, by the last lines of its log."""
    lines = [ANSI.sub("", line) for line in log]
    text = "\n".join(lines)
    for known in _KNOWN:
        if known.sign.search(text):
            return PreceptorError(*known.words(plan))
    raised = [found[0].strip() for line in lines if (found := RAISED.search(line))]
    said = (raised or [line.strip() for line in lines if line.strip()] or ["nothing"])[-1]
    return PreceptorError(
        f"vLLM has ended; the last it said: {said[:LONGEST]}.", "The whole log is beside it."
    )


def _sign(*alternatives: str) -> re.Pattern[str]:
    return re.compile("|".join(alternatives), flags=re.IGNORECASE)


def _again(plan: Plan, *words: str) -> str:
    return " ".join(["preceptor serve --preset", plan.chosen.preset.name, *words])


def _not_installed(plan: Plan) -> tuple[str, str]:
    return (
        f"vLLM is not installed for {plan.python}.",
        "Give it an environment of its own: python3 -m venv ~/vllm && ~/vllm/bin/pip install vllm, "
        f"then: {_again(plan, '--python ~/vllm/bin/python')}",
    )


def _no_bitsandbytes(plan: Plan) -> tuple[str, str]:
    return (
        f"4 bits need bitsandbytes and vLLM's plugin for it, which {plan.python} lacks.",
        f"Install them: {plan.python} -m pip install bitsandbytes vllm-bnb-plugin",
    )


def _port_taken(plan: Plan) -> tuple[str, str]:
    return f"Port {plan.port} is taken.", f"Choose another: {_again(plan, f'--port {plan.port + 1}')}"


def _gated(plan: Plan) -> tuple[str, str]:
    preset = plan.chosen.preset
    return (
        f"{preset.model} is given only to those who accept its terms.",
        f"Accept them at {preset.page}, then: hf auth login && {_again(plan, '--download')}",
    )


def _missing(plan: Plan) -> tuple[str, str]:
    preset = plan.chosen.preset
    terms = f"Accept its terms at {preset.page}, then: hf auth login && " if preset.gated else "Fetch it: "
    return f"The weights of {preset.model} are not on this machine.", f"{terms}{_again(plan, '--download')}"


def _no_memory(plan: Plan) -> tuple[str, str]:
    less = _again(plan, f"-- --max-model-len {plan.chosen.fit.length // 2}")
    return (
        f"There is too little memory for {plan.chosen.preset.name} on {plan.chosen.device.name}.",
        f"End what else uses it, or ask for less: {less}",
    )


def _no_gpu(plan: Plan) -> tuple[str, str]:
    return (
        "vLLM finds no GPU it can use.",
        f"Check that nvidia-smi lists one, and that the vLLM of {plan.python} is made for it.",
    )


def _no_adapter(plan: Plan) -> tuple[str, str]:
    return (
        "vLLM cannot use an adapter for this model.",
        "Check that the manifest's paths and bases are right.",
    )


def _no_option(plan: Plan) -> tuple[str, str]:
    return (
        f"The vLLM of {plan.python} does not know an option it was given.",
        f"Bring it up to date: {plan.python} -m pip install --upgrade vllm; or check what stands after --.",
    )


# From the surest sign to the vaguest: a gated model, for one, is also reported as missing.
_KNOWN = (
    _Known(_sign(r"No module named '?vllm"), _not_installed),
    _Known(
        _sign(
            r"No module named '?bitsandbytes", r"install bitsandbytes", r"quantization method: bitsandbytes"
        ),
        _no_bitsandbytes,
    ),
    _Known(_sign(r"address already in use", r"Errno 98\b"), _port_taken),
    _Known(_sign(r"GatedRepoError", r"gated repo", r"401 Client Error", r"403 Client Error"), _gated),
    _Known(
        _sign(
            r"LocalEntryNotFoundError",
            r"OfflineModeIsEnabled",
            r"RepositoryNotFoundError",
            r"couldn't connect to 'https://huggingface\.co'",
            r"not a valid model identifier",
            r"outgoing traffic has been disabled",
            r"Invalid repository ID or local directory",
            r"Cannot find any model weights",
        ),
        _missing,
    ),
    _Known(
        _sign(
            r"out of memory",
            r"OutOfMemoryError",
            r"No available memory for the cache",
            r"Free memory on device .* is less than",
            r"KV cache is needed, which is larger than the available",
            r"is less than desired CPU memory utilization",
        ),
        _no_memory,
    ),
    _Known(
        _sign(
            r"No CUDA GPUs are available",
            r"Failed to infer device type",
            r"no NVIDIA driver",
            r"CUDA driver version is insufficient",
            r"libcuda\.so",
        ),
        _no_gpu,
    ),
    _Known(
        _sign(r"LoRAConfig", r"Loading lora .* failed", r"adapter_config\.json", r"lora_modules"), _no_adapter
    ),
    _Known(_sign(r"error: unrecognized arguments", r"error: argument "), _no_option),
)

"""Which model, in what numbers, over how many GPUs: the best preset that has room."""

from collections.abc import Iterator, Sequence
from math import ceil, floor
from typing import NamedTuple

from assistant.serve.machine import Device
from assistant.serve.presets import Preset, presets
from assistant.serve.sizing import Fit, Precision, fit, needed_gib, weights_gib
from retrieval.errors import PreceptorError

# vLLM's own default; the rest is for what else is on the GPU.
MOST = 0.9
# Beside what other programs hold already.
MARGIN = 0.02
CPU_SHARE = 0.7
USUAL_GIB = (8, 12, 16, 24, 32, 48, 80, 96, 141)
BFLOAT16_FROM, OLDEST = 8.0, 7.0


class Layout(NamedTuple):
    """How GPUs share the work: each of `data` copies is cut into `tensor` parts, over `pipeline` machines."""

    tensor: int = 1
    data: int = 1
    pipeline: int = 1


class Chosen(NamedTuple):
    """A model that has room: it gets `share` of the device's memory, which is `budget_gib`."""

    preset: Preset
    device: Device
    precision: Precision
    layout: Layout
    fit: Fit
    share: float
    budget_gib: float


def choose(devices: Sequence[Device], *, preset: Preset | None = None, machines: int = 1) -> Chosen:
    """The best model for these GPUs, or the way to run the one asked for. PreceptorError if none has room.

    First what leaves room for several questions at once, in the order of the presets and whole before
    packed; then whatever fits at all.
    """
    _check_age(devices)
    offered = [preset] if preset else [one for one in presets() if one.serves == "chat"]
    fitting = [found for one in offered for found in _ways(one, devices, machines)]
    for found in fitting:
        if found.fit.comfortable or found.preset.serves != "chat":
            return found
    if fitting:
        return fitting[0]
    raise _no_room(offered, devices)


def assumed_gpu(preset: Preset) -> Device:
    """The smallest usual GPU that has ample room for the whole model, for planning where there is none."""
    for size in USUAL_GIB:
        found = fit(preset, Precision("bfloat16"), MOST * size)
        if found and (found.comfortable or preset.serves != "chat"):
            break
    return Device("an assumed GPU", float(size), float(size))


def precisions(preset: Preset, device: Device) -> tuple[Precision, ...]:
    """In what numbers the model may run on the device, whole before packed."""
    if device.is_cpu:
        return (Precision("bfloat16"),)
    if device.capability is not None and device.capability < BFLOAT16_FROM:
        if not preset.float16:
            return (Precision("float32"),)
        whole = Precision("float16")
    else:
        whole = Precision("bfloat16")
    return (whole, Precision(whole.dtype, packed=True)) if preset.serves == "chat" else (whole,)


def _ways(preset: Preset, devices: Sequence[Device], machines: int) -> Iterator[Chosen]:
    """Each precision on the fewest GPUs that give it ample room, else on the fewest that give it any."""
    # Unequal GPUs share work as if each were the smallest.
    device = min(devices, key=lambda one: one.free_gib)
    for precision in precisions(preset, device):
        share = _share(preset, precision, device)
        budget = share * device.total_gib
        fits = [
            (split, found)
            for split in _splits(preset, len(devices))
            if (found := fit(preset, precision, budget, split=split))
        ]
        best = next((one for one in fits if one[1].comfortable), fits[0] if fits else None)
        if best:
            layout = _layout(preset, best[0], len(devices), machines)
            yield Chosen(preset, device, precision, layout, best[1], share, budget)
        elif machines > 1 and (found := fit(preset, precision, budget, split=len(devices) * machines)):
            layout = Layout(tensor=len(devices), pipeline=machines)
            yield Chosen(preset, device, precision, layout, found, share, budget)


def _splits(preset: Preset, count: int) -> list[int]:
    powers = [2**power for power in range(count.bit_length())] if preset.serves == "chat" else [1]
    return [split for split in powers if split <= count and preset.heads % split == 0]


def _layout(preset: Preset, split: int, count: int, machines: int) -> Layout:
    return Layout(split, count // split * machines if preset.serves == "chat" else 1)


def _share(preset: Preset, precision: Precision, device: Device) -> float:
    free = device.free_gib / device.total_gib
    if device.is_cpu:
        return floor(100 * CPU_SHARE * free) / 100
    most = MOST if free >= MOST + MARGIN else floor(100 * (free - MARGIN)) / 100
    if preset.serves == "chat":
        return max(most, 0.0)
    # A small model leaves the rest to the one that writes.
    return min(most, ceil(100 * needed_gib(preset, precision) / device.total_gib) / 100)


def _check_age(devices: Sequence[Device]) -> None:
    for device in devices:
        if device.capability is not None and device.capability < OLDEST:
            raise PreceptorError(
                f"{device.name} has compute capability {device.capability:g}; vLLM needs {OLDEST:g}.",
                "Use Ollama or llama.cpp instead; docs/serving.md tells how.",
            )


def _no_room(offered: Sequence[Preset], devices: Sequence[Device]) -> PreceptorError:
    device = min(devices, key=lambda one: one.free_gib)
    least = min(
        (needed_gib(preset, precision), preset.name, precision.label)
        for preset in offered
        for precision in precisions(preset, device)
    )
    return PreceptorError(
        f"{device.name} has {device.free_gib:.1f} GiB free; {least[1]} ({least[2]}) needs {least[0]:.1f}.",
        "End what else uses it, choose a smaller preset, or use a server elsewhere: docs/serving.md.",
    )


def arithmetic(chosen: Chosen) -> str:
    """One line: what each part of the memory takes."""
    found, count = chosen.fit, chosen.layout.tensor * chosen.layout.pipeline
    on = f"{count} x {chosen.budget_gib:.1f}" if count > 1 else f"{chosen.budget_gib:.1f}"
    parts = (
        f"weights {weights_gib(chosen.preset, chosen.precision):.1f} + working memory {found.overhead:.1f}"
    )
    if found.tokens:
        parts += f" + cache {found.cache:.1f}"
    return f"{parts} of {on} GiB"

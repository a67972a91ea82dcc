"""preceptor serve."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from retrieval.errors import PreceptorError, WrongUse
from ui.cli.door import FINE
from ui.cli.options import LibraryOption
from ui.cli.screen import console, plain, progress_bar, side_console, table

if TYPE_CHECKING:
    from assistant.serve.child import Child
    from assistant.serve.machine import Device
    from assistant.serve.plan import Plan
    from assistant.serve.presets import Preset
    from assistant.settings import Settings


Name = Annotated[
    str | None,
    typer.Option("--preset", metavar="NAME", help="Which model; unset: the best one that has room."),
]
Gpus = Annotated[
    str | None,
    typer.Option(metavar="GIB", help="Plan for these GPUs, not those found: 24, or 2x80 for two."),
]
Machines = Annotated[
    int, typer.Option(min=1, metavar="N", help="Use the same GPUs on N machines, through Ray.")
]
Adapters = Annotated[
    Path | None, typer.Option(metavar="FILE", help="A manifest of LoRA adapters; docs/serving.md has one.")
]
Weights = Annotated[
    Path | None, typer.Option(metavar="FOLDER", help="The model's weights, where they are in a folder.")
]
Python = Annotated[
    Path | None, typer.Option(metavar="FILE", help="The Python that has vLLM; unset: this one.")
]
More = Annotated[
    list[str] | None, typer.Argument(metavar="-- OPTIONS", help="Options given to vLLM as they are.")
]


def serve(
    preset: Name = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show the command and its reasons; start nothing.")
    ] = False,
    download: Annotated[
        bool, typer.Option("--download", help="Let vLLM download the weights from Hugging Face.")
    ] = False,
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port to listen on, on 127.0.0.1.")] = 8000,
    gpus: Gpus = None,
    machines: Machines = 1,
    adapters: Adapters = None,
    weights: Weights = None,
    python: Python = None,
    cpu: Annotated[bool, typer.Option("--cpu", help="Serve on the processor: for trying out, slow.")] = False,
    library: LibraryOption = None,
    more: More = None,
) -> int:
    """Serve a model on this machine's GPUs with vLLM, until Ctrl+C.

    Presets and their sizes are in docs/serving.md. Exits with 3 if vLLM cannot be started or ends by itself.
    """
    import sys

    from assistant.serve.adapters import read_manifest
    from assistant.serve.choose import choose
    from assistant.serve.order import Order
    from assistant.serve.plan import plan
    from assistant.serve.presets import preset_named
    from assistant.settings import read_settings

    settings = read_settings(library=library)
    wanted = preset_named(preset) if preset else None
    order = Order(
        python=str(python.expanduser()) if python else sys.executable,
        port=port,
        weights=_folder(weights),
        adapters=read_manifest(adapters) if adapters else (),
        machines=machines,
        download=download,
        has_key=settings.model_key is not None,
        more=tuple(more or ()),
    )
    devices, remark = _devices(gpus, is_cpu=cpu, assumed_for=wanted if dry_run else None)
    made = plan(choose(devices, preset=wanted, machines=machines), order)
    if not dry_run:
        return _run(made, settings)
    _print_reasons(made, remark)
    return FINE


def _folder(weights: Path | None) -> Path | None:
    if weights is None:
        return None
    folder = weights.expanduser().resolve()
    if not (folder / "config.json").is_file():
        raise WrongUse(f"{folder} holds no model: it has no config.json.", "Name the folder that has it.")
    return folder


def _devices(
    gpus: str | None, *, is_cpu: bool, assumed_for: "Preset | None"
) -> "tuple[tuple[Device, ...], str]":
    """What to plan with, and a remark about it."""
    import os

    from assistant.serve import machine
    from assistant.serve.choose import assumed_gpu

    if gpus is not None:
        return machine.planned_gpus(gpus), f"planned for {gpus} GiB, as described"
    if is_cpu:
        return (machine.cpu(),), "on the processor, which is slow"
    found = machine.gpus(os.environ)
    if found:
        return found, ", ".join(f"{device.name} ({device.total_gib:.0f} GiB)" for device in found)
    if assumed_for is None:
        raise PreceptorError(
            "This machine shows no NVIDIA GPU (nvidia-smi is not there or lists none).",
            "Use Ollama, llama.cpp or a server elsewhere (docs/serving.md), or the processor: --cpu.",
        )
    device = assumed_gpu(assumed_for)
    return (device,), f"no GPU here: planned for one of {device.total_gib:.0f} GiB; --gpus says otherwise"


def _print_reasons(made: "Plan", devices: str) -> None:
    screen = console()
    screen.print(f"{made.chosen.preset.name}: {devices}\n")
    shown = table("option", "why", whole=())
    for name, value, why in made.environment:
        shown.add_row(f"{name}={value}", plain(why))
    for choice in made.choices:
        shown.add_row(plain(" ".join(choice.words)), plain(choice.why))
    screen.print(shown)
    _print_steps(made)
    # Not through Rich, which would break the line.
    typer.echo(made.shown)
    screen.print(f"\nThen, for Preceptor: {' '.join(made.use)}")


def _print_steps(made: "Plan") -> None:
    for step in made.before:
        console().print(f"First: {step}")


def _run(made: "Plan", settings: "Settings") -> int:
    import os
    import signal
    from contextlib import suppress

    from assistant.serve.child import running

    side = side_console()
    _print_steps(made)
    preset, log = made.chosen.preset, settings.library / "log" / "vllm.log"
    side.print(
        f"Starting vLLM with {preset.name} ({preset.model}; licence: {preset.licence}). Its log: {log}"
    )
    # A service manager's stop and a closed terminal end vLLM as Ctrl+C does.
    for name in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, signal.default_int_handler)
    key = settings.model_key.get_secret_value() if settings.model_key else None
    with running(made, log, os.environ, key=key) as child:
        _await(child)
        side.print(f"{preset.name} is ready (Ctrl+C ends it). For Preceptor:")
        for line in made.use:
            typer.echo(line)
        with suppress(KeyboardInterrupt):
            raise child.wait()
    return FINE


def _await(child: "Child") -> None:
    import time

    side, told = side_console(), ""
    with progress_bar("starting") as show:
        for stage in child.await_health(time.sleep):
            show(stage, 0, 0)
            if stage != told and not side.is_terminal:
                side.print(stage)
            told = stage

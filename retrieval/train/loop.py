"""A training run that shows how far it is, can be stopped at any moment, and goes on where it was."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import torch
from torch import Tensor, nn

from retrieval.types import Value

OnStep = Callable[[int, int, float], None]


class Plan(Value):
    """How to train: passes over the examples, examples a step, highest rates, seed, steps between saves.

    What is not part of the pretrained network starts from nothing and is learnt at `head_rate`.
    """

    passes: int = 1
    batch: int = 48
    rate: float = 3e-5
    head_rate: float = 1e-3
    warm_up: float = 0.1
    seed: int = 17
    save_every: int = 50


class State(NamedTuple):
    """What goes on from one step to the next."""

    model: nn.Module
    optimiser: torch.optim.Optimizer
    schedule: torch.optim.lr_scheduler.LRScheduler


def train(
    model: nn.Module,
    examples: Sequence[Any],
    loss_of: Callable[[Sequence[Any], int], Tensor],
    plan: Plan,
    *,
    saved: Path,
    on_step: OnStep,
) -> None:
    """Train the model in place; a run of the same plan that was cut short goes on from the file `saved`."""
    batches = _batches(len(examples), plan)
    state = _state(model, plan, len(batches))
    first = _resume(state, saved)
    smooth: float | None = None
    for step in range(first, len(batches)):
        torch.manual_seed(plan.seed + step)  # so that a resumed run draws what an unbroken one would
        loss = _step(state, loss_of([examples[i] for i in batches[step]], step))
        smooth = loss if smooth is None else 0.95 * smooth + 0.05 * loss
        on_step(step + 1, len(batches), smooth)
        if (step + 1) % plan.save_every == 0:
            _save(state, step + 1, saved)
    saved.unlink(missing_ok=True)


def _batches(count: int, plan: Plan) -> list[list[int]]:
    """The examples of every step: each example once a pass, in an order of the seed."""
    random, batches = Random(plan.seed), []
    for _ in range(plan.passes):
        order = random.sample(range(count), count)
        batches += [order[at : at + plan.batch] for at in range(0, count, plan.batch)]
    return [batch for batch in batches if len(batch) > 1]


def _state(model: nn.Module, plan: Plan, steps: int) -> State:
    learnt = [(name, weight) for name, weight in model.named_parameters() if weight.requires_grad]
    body = [weight for name, weight in learnt if name.startswith("bert.")]
    heads = [weight for name, weight in learnt if not name.startswith("bert.")]
    groups = [{"params": body, "lr": plan.rate}, {"params": heads, "lr": plan.head_rate}]
    optimiser = torch.optim.AdamW([group for group in groups if group["params"]], weight_decay=0.01)
    warm = max(1, int(plan.warm_up * steps))

    def share(step: int) -> float:
        return min((step + 1) / warm, max(0.0, (steps - step) / max(1, steps - warm)))

    return State(model, optimiser, torch.optim.lr_scheduler.LambdaLR(optimiser, share))


def _step(state: State, loss: Tensor) -> float:
    state.optimiser.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(state.model.parameters(), 1.0)
    state.optimiser.step()
    state.schedule.step()
    return float(loss.detach())


def _resume(state: State, saved: Path) -> int:
    """The step to go on with."""
    if not saved.is_file():
        return 0
    kept = torch.load(saved, weights_only=True)
    state.model.load_state_dict(kept["model"])
    state.optimiser.load_state_dict(kept["optimiser"])
    state.schedule.load_state_dict(kept["schedule"])
    return int(kept["step"])


def _save(state: State, step: int, saved: Path) -> None:
    draft = saved.with_suffix(".new")
    parts = {"model": state.model, "optimiser": state.optimiser, "schedule": state.schedule}
    torch.save({"step": step, **{name: part.state_dict() for name, part in parts.items()}}, draft)
    draft.replace(saved)


class Remaining:
    """Tells the time left from the steps done since it was made."""

    def __init__(self) -> None:
        self._since: tuple[float, int] | None = None

    def minutes(self, done: int, total: int) -> float | None:
        """Minutes to go; None before anything is known."""
        if self._since is None:
            self._since = (time.monotonic(), done)
        began, first = self._since
        return None if done == first else (time.monotonic() - began) / (done - first) * (total - done) / 60

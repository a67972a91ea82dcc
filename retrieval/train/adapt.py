"""Adapt a model to a library: train, choose how far to go, judge against the one in use, switch if better."""

import logging
import shutil
import time
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import deepcopy
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

import torch
from transformers.utils import logging as transformers_logging

from retrieval.errors import ModelPart, PreceptorError
from retrieval.models.encoder import WEIGHTS as ENCODER
from retrieval.models.own import Place, accept
from retrieval.models.ranker import WEIGHTS as RANKER
from retrieval.train.bert import Judge
from retrieval.train.checkpoints import check_base
from retrieval.train.craft import HELD_OUT, Craft, EncoderCraft, Figures, RankerCraft, blended, general_texts
from retrieval.train.harvest import Harvest, Show
from retrieval.train.loop import Plan, Remaining
from retrieval.train.thaw import thaw, thaw_judge
from retrieval.train.trial import Comparison, compare
from retrieval.types import Value

SHARES = (0.3, 0.5, 0.7, 1.0)
"""How far to go from the old weights to the new: half-way keeps most gains and forgets little."""
ROOM = 45
"""Disk space needed, in times the int8 model: float weights, the optimiser's state twice, and the export."""
PLANS: Mapping[ModelPart, Plan] = {"encoder": Plan(), "ranker": Plan(batch=12, save_every=25)}
SHIPPED: Mapping[ModelPart, Path] = {"encoder": ENCODER, "ranker": RANKER}


class Order(Value):
    """What to adapt and how. `base`: begin with this checkpoint, not with the model in use."""

    part: ModelPart
    plan: Plan
    base: Path | None = None
    general: tuple[str, ...] | None = None


class Outcome(Value):
    """What came of it: the figures of old and new by what they were measured on, and whether it was accepted.

    `share` is how far the weights went from the old to the new; `reasons` say why it was refused.
    """

    part: ModelPart
    accepted: bool
    reasons: tuple[str, ...]
    comparisons: dict[str, Comparison]
    not_run: tuple[str, ...]
    examples: int
    passages: int
    share: float
    seconds: float


def check_order(order: Order, library: Path) -> None:
    """Raises one sentence where the order cannot be carried out: a wrong checkpoint, too little disk."""
    if order.base is not None:
        check_base(order.base)
    needed = ROOM * (_in_use(Place(library, order.part)) / "model.onnx").stat().st_size
    free = shutil.disk_usage(library).free
    if free < needed:
        raise PreceptorError(
            f"Training needs {needed / 1e9:.1f} GB of free disk, but {library} has {free / 1e9:.1f} GB.",
            "Make room, and try again.",
        )


def adapt_to_library(order: Order, library: Path, harvest: Harvest, show: Show) -> Outcome:
    """The outcome; an accepted model waits beside the one in use for `retrieval.models.own.settle`.

    Stopped, it goes on from its last save when it is called again with the same order and harvest.
    """
    began, place = time.monotonic(), Place(library, order.part)
    old = _in_use(place)
    check_order(order, library)
    transformers_logging.disable_progress_bar()
    craft: Craft[Any] = _craft(order, old, place)
    model = _trained(craft, order.plan, harvest, place.training / f"{_key(order, old, harvest)}.part", show)
    share = _best_share(craft, model, harvest, show)
    show("writing the new model", 0, 1)
    with _quiet():
        shutil.rmtree(place.candidate, ignore_errors=True)
        craft.export(blended(craft, model, share), place.candidate)
    show("judging old and new", 0, 2)
    before = craft.judged(old, harvest)
    show("judging old and new", 1, 2)
    comparisons = _comparisons(before, craft.judged(place.candidate, harvest), order.plan.seed)
    reasons = refusals(comparisons)
    if reasons:
        shutil.rmtree(place.candidate)
    else:
        accept(place)
    shutil.rmtree(place.training)
    return Outcome(
        part=order.part,
        accepted=not reasons,
        reasons=reasons,
        comparisons=comparisons,
        not_run=tuple(name for name in before if name not in comparisons),
        examples=craft.examples(harvest),
        passages=len(harvest.pool),
        share=share,
        seconds=time.monotonic() - began,
    )


def refusals(comparisons: dict[str, Comparison]) -> tuple[str, ...]:
    """Why the new model must not take the old one's place, a sentence each; none if it may."""
    reasons = []
    for name, found in comparisons.items():
        if found.high < 0:
            reasons.append(f"On the {name} it is worse.")
        elif name == HELD_OUT and found.low <= 0:
            reasons.append(f"On the {name} it is not better beyond chance.")
    return tuple(reasons)


def _craft(order: Order, old: Path, place: Place) -> Craft[Any]:
    checkpoint = order.base or place.training / "start"
    if order.part == "ranker":
        if order.base is not None:
            return RankerCraft(partial(deepcopy, Judge(checkpoint)), checkpoint)
        return RankerCraft(partial(deepcopy, thaw_judge(old, checkpoint)), old)
    if order.base is None:
        thaw(old, checkpoint)
    general = general_texts(order.plan.seed) if order.general is None else order.general
    return EncoderCraft(checkpoint, general)


def _trained(craft: Craft[Any], plan: Plan, harvest: Harvest, saved: Path, show: Show) -> Any:
    """The trained network, from a run that was cut short or that was done before the judging was."""
    whole, left = saved.with_suffix(".whole"), Remaining()

    def on_step(done: int, total: int, loss: float) -> None:
        minutes = left.minutes(done, total)
        rest = "" if minutes is None else f", {minutes:.0f} min left"
        show(f"training (loss {loss:.2f}{rest})", done, total)

    saved.parent.mkdir(parents=True, exist_ok=True)
    if whole.is_file():
        model = craft.begin()
        model.load_state_dict(torch.load(whole, weights_only=True))
        return model
    for other in saved.parent.glob("*.part"):
        if other != saved:
            other.unlink()
    model = craft.train(harvest, plan, saved, on_step)
    draft = whole.with_suffix(".new")
    torch.save(model.state_dict(), draft)
    draft.replace(whole)
    return model


def _best_share(craft: Craft[Any], model: Any, harvest: Harvest, show: Show) -> float:
    figures = {}
    for done, share in enumerate(SHARES):
        show("choosing how far to go", done, len(SHARES))
        found = craft.tried(blended(craft, model, share), harvest.choosing, harvest)
        figures[share] = sum(found)
    return max(SHARES, key=lambda share: (figures[share], -share))


def _comparisons(before: Figures, after: Figures, seed: int) -> dict[str, Comparison]:
    found = {name: compare(before[name], after[name], seed=seed) for name in before}
    return {name: comparison for name, comparison in found.items() if comparison is not None}


def _key(order: Order, old: Path, harvest: Harvest) -> str:
    """Names a run by all that decides it, so that only the same run is gone on with."""
    card = (old / f"{order.part}.json").read_bytes()
    learnt: Sequence[Any] = [
        *((pair.query, pair.answer.indexed) for pair in harvest.pairs),
        *harvest.questions,
        *harvest.claims,
    ]
    return sha256(card + order.model_dump_json().encode() + repr(learnt).encode()).hexdigest()[:16]


def _in_use(place: Place) -> Path:
    return place.used if place.used.is_dir() else SHIPPED[place.part]


@contextmanager
def _quiet() -> Iterator[None]:
    """Export warns about its own workings, which no owner can act on."""
    before = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(before)

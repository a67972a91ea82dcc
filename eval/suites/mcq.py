"""Does a served model choose the right option, and do the passages of a library help it?"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, NamedTuple

from eval.asking import (
    Line,
    Outcome,
    Request,
    ask_all,
    holds_objects,
    holds_words,
    open_journal,
    open_line,
    shortfall,
)
from eval.choices import Dealt, Form, Item, chosen, deal, drawn, items, messages, shape
from eval.corpora import built_library
from eval.data import corpus_file, sources
from eval.journal import Kept
from eval.metrics import mean, mean_of_means, share, total
from eval.prompts import choice_prompt, examples
from eval.types import AskOptions, NotRun, OnProgress, Score, Setting, SuiteOptions, SuiteResult
from retrieval.errors import WrongUse
from retrieval.library import Library
from retrieval.models.choice import ModelChoice
from retrieval.setup import Setup
from retrieval.types import Hit, Query, Value

NO_LIBRARY = "no library is named (--library or --corpus)"

Arm = Literal["without", "with"]
Grades = list[float | None]


class Graded(Value):
    """How asking a question ended. `reply` is None where there is none, which is ungraded.

    `chosen` is the item's letter of the option that the reply names, None where it names none: that is
    unparsable, and not right.
    """

    item: Item
    reply: Kept | None
    chosen: str | None = None

    @property
    def grade(self) -> float | None:
        """1 for right, 0 for wrong or unparsable, None for ungraded."""
        return None if self.reply is None else float(self.chosen == self.item.answer)


class Opened(NamedTuple):
    """The library that passages come from, None for none, and what it is."""

    library: Library | None
    settings: Mapping[str, Setting]


def run(options: SuiteOptions, on_progress: OnProgress) -> SuiteResult:
    """The figures over the questions of `options.data`, asked alone and with passages of a library."""
    known = items(options.data)
    given = drawn(known, options.asking.limit, options.seed)
    line = open_line(options.asking.model, open_journal(options, "mcq"))
    form = form_for(options.asking, line)
    dealt = [deal(item, options.seed) for item in given]
    kept = len(line.journal)
    with _opened(options, on_progress) as (library, about):
        evidence: dict[Arm, list[Sequence[Hit]]] = {"without": [()] * len(given)}
        if library is not None:
            evidence["with"] = _search(library, given, options.asking.passages, on_progress)
    graded: dict[Arm, list[Graded]] = {}
    not_run: list[str] = []
    for arm, hits in evidence.items():
        requests = [_request(form, one, found, arm) for one, found in zip(dealt, hits, strict=True)]
        outcomes = ask_all(line, requests, on_progress, what=f"Asking {arm} passages")
        graded[arm] = [_graded(form, one, outcome) for one, outcome in zip(dealt, outcomes, strict=True)]
        not_run += shortfall(outcomes, f"{arm} passages")
    ungraded = {one.item.id for replies in graded.values() for one in replies if one.grade is None}
    return SuiteResult(
        suite="mcq",
        n=len(given) - len(ungraded),
        ungraded=len(ungraded),
        scores=score_choices(graded, known=known, seed=options.seed),
        settings={
            **line.settings,
            **about,
            "data": options.data.resolve().name,
            "prompt": form.prompt.label,
            "shots": len(form.shots),
            "choice": "grammar" if form.constrained else "text",
            "asked_now": len(line.journal) - kept,
            "journal": str(line.journal.path),
            "seed": options.seed,
        },
        not_run=tuple(not_run),
    )


def form_for(asking: AskOptions, line: Line) -> Form:
    """How the questions are put to this model."""
    shown = examples()
    if asking.shots > len(shown.examples):
        raise WrongUse(f"There are only {len(shown.examples)} examples.", "Ask for fewer with --shots.")
    prompt = choice_prompt(asking.prompt)
    constrained = holds_objects(line) if prompt.reasoning else holds_words(line)
    return Form(prompt=prompt, shots=shown.examples[: asking.shots], constrained=constrained)


def score_choices(
    graded: Mapping[Arm, Sequence[Graded]], *, known: Sequence[Item], seed: int = 0
) -> dict[str, Score]:
    """The suite's figures; those that compare say why there is none where only one way was asked.

    `known` are all the items of the folder, which tell what letter is most often right in their set.
    """
    alone, helped = graded.get("without", ()), graded.get("with", ())
    scores = {f"without.{name}": score for name, score in _of_arm(alone, seed).items()}
    if "with" in graded:
        scores |= {f"with.{name}": score for name, score in _of_arm(helped, seed).items()}
        scores |= {f"difference.{name}": score for name, score in _differences(alone, helped, seed).items()}
    else:
        missing = Score(value=None, n=0, ungraded=len(alone), reason=NO_LIBRARY)
        scores |= {"with.accuracy": missing, "difference.accuracy": missing}
    return scores | _baselines([one.item for one in alone], known, seed)


def _of_arm(replies: Sequence[Graded], seed: int) -> dict[str, Score]:
    pairs = [(one.item, one.grade) for one in replies]
    kept = [one.reply for one in replies if one.reply is not None]
    return {
        **_accuracies(pairs, seed),
        "may_need_image.accuracy": mean([grade for item, grade in pairs if item.may_need_image], seed=seed),
        "unparsable": share([None if one.reply is None else one.chosen is None for one in replies]),
        "tokens_in": total([one.tokens_in for one in kept]),
        "tokens_out": total([one.tokens_out for one in kept]),
        "seconds": total([one.seconds for one in kept]),
    }


def _differences(alone: Sequence[Graded], helped: Sequence[Graded], seed: int) -> dict[str, Score]:
    """How much more is right with passages, question by question; ungraded unless both ways were."""
    gains = []
    for before, after in zip(alone, helped, strict=True):
        missing = before.grade is None or after.grade is None
        gains.append((before.item, None if missing else (after.grade or 0.0) - (before.grade or 0.0)))
    return _accuracies(gains, seed, subjects=False)


def _accuracies(
    pairs: Sequence[tuple[Item, float | None]], seed: int, *, subjects: bool = True
) -> dict[str, Score]:
    """The mean over all questions that need no picture, over their data sets, and of each set and subject."""
    plain = [(item, grade) for item, grade in pairs if not item.may_need_image]
    sets: dict[str, Grades] = {}
    parts: dict[str, Grades] = {}
    for item, grade in plain:
        sets.setdefault(_word(item.dataset), []).append(grade)
        if item.subject and subjects:
            parts.setdefault(f"{_word(item.dataset)}.{_word(item.subject)}", []).append(grade)
    return {
        "accuracy": mean([grade for _, grade in plain], seed=seed),
        "average": mean_of_means(list(sets.values()), seed=seed),
        **{f"{name}.accuracy": mean(grades, seed=seed) for name, grades in sorted(sets.items())},
        **{f"{name}.accuracy": mean(grades, seed=seed) for name, grades in sorted(parts.items())},
    }


def _baselines(given: Sequence[Item], known: Sequence[Item], seed: int) -> dict[str, Score]:
    """What guessing reaches, and what always naming the letter that is most often right in its set does."""
    letters: dict[str, Counter[str]] = {}
    for item in known:
        if not item.may_need_image:
            letters.setdefault(item.dataset, Counter())[item.answer] += 1
    most = {name: counted.most_common(1)[0][0] for name, counted in letters.items()}
    majority = [(item, float(item.answer == most.get(item.dataset))) for item in given]
    chance = [(item, 1 / len(item.options)) for item in given]
    return {
        f"{name}.{figure}": score
        for name, pairs in (("majority", majority), ("chance", chance))
        for figure, score in _accuracies(pairs, seed, subjects=False).items()
    }


def _word(name: str) -> str:
    """A name as a part of a dotted one."""
    return re.sub(r"[^\w-]+", "_", name.casefold()).strip("_")


def _request(form: Form, dealt: Dealt, hits: Sequence[Hit], arm: Arm) -> Request:
    return Request(
        question=dealt.item.id,
        task=f"mcq {arm} passages",
        prompt=form.prompt.label,
        messages=messages(form, dealt, hits),
        shape=shape(form, dealt),
    )


def _graded(form: Form, dealt: Dealt, outcome: Outcome) -> Graded:
    if not isinstance(outcome, Kept):
        return Graded(item=dealt.item, reply=None)
    return Graded(item=dealt.item, reply=outcome, chosen=chosen(form, dealt, outcome.reply))


def _search(library: Library, given: Sequence[Item], k: int, on_progress: OnProgress) -> list[Sequence[Hit]]:
    """For each item the passages that the app finds for its question; the options are not searched for."""
    found: list[Sequence[Hit]] = []
    for done, item in enumerate(given, 1):
        found.append(library.search(Query(text=item.question), k).hits)
        on_progress("Searching", done, len(given))
    return found


@contextmanager
def _opened(options: SuiteOptions, on_progress: OnProgress) -> Iterator[Opened]:
    if options.library is not None and options.corpus is not None:
        raise WrongUse("Passages come from one place.", "Name --library or --corpus, not both.")
    shown = options.asking.passages
    if options.corpus is not None:
        corpus = corpus_file(options.data, options.corpus)
        with built_library(
            sources(corpus), corpus, options.cache, on_progress, models=options.models
        ) as built:
            yield Opened(built.library, {**built.settings, "passages_shown": shown})
    elif options.library is not None:
        with _own_library(options.library, options.models) as library:
            about: dict[str, Setting] = {"library": library.folder.name, "passages_shown": shown}
            yield Opened(library, {**about, "passages": library.store.count_passages()})
    else:
        yield Opened(None, {"library": None})


@contextmanager
def _own_library(folder: Path, models: ModelChoice) -> Iterator[Library]:
    if not folder.is_dir():
        raise NotRun(f"Not run: there is no library {folder}.", "Name its folder with --library.")
    with Library.open(folder, setup=Setup(models=models)) as library:
        if not library.store.count_passages():
            raise NotRun(
                f"Not run: the library {folder} is empty.", "Add sources: preceptor library add PATH"
            )
        yield library

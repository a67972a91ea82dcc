"""preceptor eval and preceptor bench."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ui.cli.door import FINE, MISSING
from ui.cli.eval_options import (
    BreakDown,
    CasesFile,
    Corpus,
    EncoderChoice,
    Evidence,
    Folder,
    GroupBy,
    JournalFile,
    JudgeKeyFile,
    JudgeModel,
    JudgeUrl,
    Limit,
    ModelName,
    ModelUrl,
    Negatives,
    Passages,
    Positives,
    PromptName,
    RankerChoice,
    RelevantFrom,
    Seed,
    Shots,
    Suite,
    judge_settings,
)
from ui.cli.options import JsonFile, LibraryOption
from ui.cli.screen import check_folder_of, console, plain, progress_bar, side_console, table, write_json

if TYPE_CHECKING:
    from eval.types import Score, SuiteResult


def evaluate(
    suite: Suite,
    data: Folder,
    corpus: Corpus = None,
    positives: Positives = None,
    negatives: Negatives = None,
    cases: CasesFile = None,
    group_by: GroupBy = None,
    break_down: BreakDown = None,
    relevant_from: RelevantFrom = None,
    encoder: EncoderChoice = None,
    ranker: RankerChoice = None,
    model_url: ModelUrl = None,
    model: ModelName = None,
    judge_url: JudgeUrl = None,
    judge_model: JudgeModel = None,
    judge_key_file: JudgeKeyFile = None,
    prompt: PromptName = "direct",
    shots: Shots = 0,
    passages: Passages = 8,
    limit: Limit = None,
    seed: Seed = 0,
    journal: JournalFile = None,
    json: JsonFile = None,
    library: Evidence = None,
) -> int:
    """Measure a suite, or all, on a folder of questions. Exits with 3, and says why, if one cannot run."""
    from assistant.settings import read_settings
    from eval.suites import run_suite
    from eval.types import AskOptions, SuiteOptions

    check_folder_of(json)
    settings = read_settings(encoder=encoder, ranker=ranker, model_url=model_url, model=model)
    options = SuiteOptions(
        data=data,
        corpus=corpus,
        library=library,
        positives=tuple(positives or ()),
        negatives=tuple(negatives or ()),
        cases=cases,
        group_by=group_by,
        break_down=break_down,
        relevant_from=relevant_from,
        models=settings.models,
        asking=AskOptions(
            model=settings,
            judge=judge_settings(settings, judge_url, judge_model, key_file=judge_key_file),
            prompt=prompt,
            shots=shots,
            passages=passages,
            limit=limit,
            journal=journal,
        ),
        seed=seed,
    )
    with progress_bar("starting") as show:
        result = run_suite(suite, options, show)
    _print_scores(result)
    write_json(result.as_json(), json)
    return _told(result)


def bench(
    data: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="Time this folder's corpus and questions, not the library's."),
    ] = None,
    corpus: Corpus = None,
    passages: Annotated[
        int | None, typer.Option(metavar="N", help="Also time a copy grown to N passages.")
    ] = None,
    items: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Also time a bank of N items for the quiz.")
    ] = None,
    torch_python: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="A Python with sentence-transformers to compare the encoder with."),
    ] = None,
    json: JsonFile = None,
    library: LibraryOption = None,
) -> None:
    """Measure how fast this machine adds, searches and answers."""
    from assistant.settings import read_settings
    from eval.bench import BenchOptions, run_bench

    check_folder_of(json)
    settings = read_settings(library=library)
    options = BenchOptions(
        library=settings.library,
        models=settings.models,
        data=data,
        corpus=corpus,
        passages=passages,
        items=items,
        torch_python=torch_python,
    )
    with progress_bar("starting") as show:
        result = run_bench(options, show)
    _print_scores(result)
    write_json(result.as_json(), json)


def _told(result: "SuiteResult") -> int:
    """The exit code, once what did not run is named."""
    for words, reasons in (("Left out", result.left_out), ("Not run", result.not_run)):
        for reason in reasons:
            side_console().print(f"{words}: {plain(reason)}")
    return MISSING if result.not_run else FINE


def _print_scores(result: "SuiteResult") -> None:
    shown = table("measure", "value", "95% interval", "n", "ungraded", right=("value", "n", "ungraded"))
    for name, score in result.scores.items():
        shown.add_row(name, _figure(score), _interval(score), str(score.n), str(score.ungraded or ""))
    console().print(f"{result.suite}: {result.n} graded, {result.ungraded} ungraded")
    console().print(shown)


def _figure(score: "Score") -> str:
    return plain(score.reason) or "not graded" if score.value is None else f"{score.value:.4g}"


def _interval(score: "Score") -> str:
    return "" if score.low is None or score.high is None else f"{score.low:.4g} to {score.high:.4g}"

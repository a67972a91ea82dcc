"""preceptor eval and preceptor bench."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ui.cli.door import FINE, MISSING
from ui.cli.options import JsonFile, LibraryOption
from ui.cli.screen import check_folder_of, console, plain, progress_bar, side_console, table, write_json

if TYPE_CHECKING:
    from eval.types import Score, SuiteResult

Folder = Annotated[
    Path, typer.Option(metavar="FOLDER", help="The questions; docs/evaluation.md has their layout.")
]
Corpus = Annotated[Path | None, typer.Option(metavar="FILE", help="The corpus, where it lies elsewhere.")]


def evaluate(
    suite: Annotated[
        str, typer.Argument(metavar="SUITE", help="Which suite; docs/evaluation.md lists them.")
    ],
    data: Folder,
    corpus: Corpus = None,
    positives: Annotated[
        list[Path] | None, typer.Option(metavar="FOLDER", help="More questions the corpus can answer.")
    ] = None,
    negatives: Annotated[
        list[Path] | None, typer.Option(metavar="FOLDER", help="More questions it cannot answer.")
    ] = None,
    group_by: Annotated[
        str | None, typer.Option(metavar="FIELD", help="Count relevance by this field of the corpus.")
    ] = None,
    break_down: Annotated[
        str | None, typer.Option(metavar="FIELD", help="Also report by this field of the questions.")
    ] = None,
    relevant_from: Annotated[
        int | None, typer.Option(metavar="GRADE", help="The lowest grade that counts as relevant.")
    ] = None,
    encoder: Annotated[
        str | None, typer.Option(metavar="CHOICE", help="Measure this encoder, as PRECEPTOR_ENCODER.")
    ] = None,
    ranker: Annotated[
        str | None,
        typer.Option(metavar="CHOICE", help="Measure this ranker, as PRECEPTOR_RANKER."),
    ] = None,
    json: JsonFile = None,
) -> int:
    """Measure a suite, or all, on a folder of questions. Exits with 3, and says why, if one cannot run."""
    from assistant.settings import read_settings
    from eval.suites import run_suite
    from eval.types import SuiteOptions

    check_folder_of(json)
    options = SuiteOptions(
        data=data,
        corpus=corpus,
        positives=tuple(positives or ()),
        negatives=tuple(negatives or ()),
        group_by=group_by,
        break_down=break_down,
        relevant_from=relevant_from,
        models=read_settings(encoder=encoder, ranker=ranker).models,
    )
    with progress_bar("starting") as show:
        result = run_suite(suite, options, show)
    _print_scores(result)
    write_json(result.as_json(), json)
    for reason in result.not_run:
        side_console().print(f"Not run: {plain(reason)}")
    return MISSING if result.not_run else FINE


def bench(
    data: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="Time this folder's corpus and questions, not the library's."),
    ] = None,
    corpus: Corpus = None,
    passages: Annotated[
        int | None, typer.Option(metavar="N", help="Also time a copy grown to N passages.")
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
        torch_python=torch_python,
    )
    with progress_bar("starting") as show:
        result = run_bench(options, show)
    _print_scores(result)
    write_json(result.as_json(), json)


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

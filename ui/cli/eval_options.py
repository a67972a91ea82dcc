"""The options of preceptor eval, and what they say about the model that judges."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from retrieval.errors import WrongUse
from ui.cli.options import or_of_the_root

if TYPE_CHECKING:
    from pydantic import SecretStr

    from assistant.settings import Settings

Suite = Annotated[str, typer.Argument(metavar="SUITE", help="Which suite; docs/evaluation.md lists them.")]
Folder = Annotated[
    Path, typer.Option(metavar="FOLDER", help="The questions; docs/evaluation.md has their layout.")
]
Corpus = Annotated[Path | None, typer.Option(metavar="FILE", help="The corpus, where it lies elsewhere.")]
CasesFile = Annotated[
    Path | None, typer.Option("--cases", metavar="FILE", help="The cases, where they lie elsewhere.")
]
Positives = Annotated[
    list[Path] | None, typer.Option(metavar="FOLDER", help="More questions the corpus can answer.")
]
Negatives = Annotated[
    list[Path] | None, typer.Option(metavar="FOLDER", help="More questions it cannot answer.")
]
GroupBy = Annotated[
    str | None, typer.Option(metavar="FIELD", help="Count relevance by this field of the corpus.")
]
BreakDown = Annotated[
    str | None, typer.Option(metavar="FIELD", help="Also report by this field of the questions.")
]
RelevantFrom = Annotated[
    int | None, typer.Option(metavar="GRADE", help="The lowest grade that counts as relevant.")
]
EncoderChoice = Annotated[
    str | None, typer.Option(metavar="CHOICE", help="Measure this encoder, as PRECEPTOR_ENCODER.")
]
RankerChoice = Annotated[
    str | None, typer.Option(metavar="CHOICE", help="Measure this ranker, as PRECEPTOR_RANKER.")
]
ModelUrl = Annotated[
    str | None, typer.Option(metavar="URL", help="Ask the model of this server, as PRECEPTOR_MODEL_URL.")
]
ModelName = Annotated[
    str | None, typer.Option("--model", metavar="NAME", help="Ask this model of it, as PRECEPTOR_MODEL.")
]
JudgeUrl = Annotated[
    str | None, typer.Option(metavar="URL", help="The server of the model that judges replies by rubrics.")
]
JudgeModel = Annotated[
    str | None, typer.Option(metavar="NAME", help="Which model judges; never the one that replies.")
]
JudgeKeyFile = Annotated[
    Path | None, typer.Option(metavar="FILE", help="A file that holds the key of the judge's server.")
]
PromptName = Annotated[
    str, typer.Option(metavar="NAME", help="How questions with options are put: direct or chain-of-thought.")
]
Shots = Annotated[
    int, typer.Option(metavar="N", min=0, help="How many examples stand before each question with options.")
]
Passages = Annotated[
    int, typer.Option(metavar="N", min=1, help="How many passages of the library stand with it.")
]
Limit = Annotated[int | None, typer.Option(metavar="N", min=1, help="Ask a model no more than N questions.")]
Seed = Annotated[int, typer.Option(metavar="N", help="Draws what chance decides: letters, samples.")]
Evidence = Annotated[
    Path | None,
    typer.Option(
        "--library",
        metavar="FOLDER",
        callback=or_of_the_root,
        help="The library whose passages stand with questions that have options.",
    ),
]
JournalFile = Annotated[
    Path | None, typer.Option("--journal", metavar="FILE", help="Where the replies of a model are kept.")
]


def judge_settings(
    asked: "Settings", url: str | None, name: str | None, *, key_file: Path | None
) -> "Settings | None":
    """How the judge is asked, None if none is named: at the answering model's server if no other is.

    The key of one server is never sent to another.
    """
    if url is None and name is None:
        return None
    from assistant.settings import read_settings

    judge = asked if url is None else read_settings(model_url=url)
    same = judge.model_url == asked.model_url
    key = _key(key_file) or (asked.model_key if same else None)
    return judge.model_copy(update={"model": name, "model_key": key, "adapter": None})


def _key(file: Path | None) -> "SecretStr | None":
    if file is None:
        return None
    from pydantic import SecretStr

    try:
        return SecretStr(file.read_text(encoding="utf-8").strip())
    except (OSError, ValueError):
        raise WrongUse(
            f"The key file {file} cannot be read.", "Name another with --judge-key-file."
        ) from None

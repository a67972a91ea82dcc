"""Cases to be played by a suite: read from a file, with the shared understanding of the running app."""

from pathlib import Path

from assistant.case.mapping import mapped
from assistant.case.understanding import Understanding
from curricula.cases.types import Case
from curricula.formats.agentclinic import case_of_record
from eval.types import NotRun, OnProgress, SuiteOptions
from retrieval.models.choose import encoder_for, ranker_for
from retrieval.rows import rows

NAMES = ("cases.jsonl", "../cases/cases.jsonl")


def understanding_of(options: SuiteOptions, on_progress: OnProgress) -> Understanding:
    """The shared table with the models that the options choose, its vectors kept in the suites' cache."""
    understanding = Understanding(
        encoder_for(options.models, options.cache),
        ranker_for(options.models, options.cache),
        cache=options.cache,
    )
    understanding.prepare(lambda done, total: on_progress("Reading the shared table", done, total))
    return understanding


def playable_cases(options: SuiteOptions, understanding: Understanding) -> dict[str, Case]:
    """The cases by the id of their record, imported as the product imports them."""
    return {
        str(row["id"]): mapped(case_of_record(row, "")[0], understanding) for row in rows(cases_file(options))
    }


def cases_file(options: SuiteOptions) -> Path:
    """The file of cases given, else the one in the folder of the data or in a folder `cases` beside it."""
    places = [options.cases] if options.cases else [options.data / name for name in NAMES]
    for place in places:
        if place.is_file():
            return place
    raise NotRun(f"Not run: there is no file of cases {places[-1]}.", "Name it with --cases.")

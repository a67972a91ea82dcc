"""The suites by name. A new one is one module with `run(options, on_progress)`, and one line here."""

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType
from typing import Protocol, cast

from eval.types import NotRun, OnProgress, SuiteOptions, SuiteResult, quiet
from retrieval.errors import WrongUse

SUITES: Mapping[str, str] = MappingProxyType(
    {
        "retrieval": "eval.suites.retrieval",
        "abstain": "eval.suites.abstain",
        "locate": "eval.suites.locate",
        "groundedness": "eval.suites.groundedness",
        "files": "eval.suites.files",
        "phi": "eval.suites.phi",
        "injection": "eval.suites.injection",
        "patient": "eval.suites.patient",
        "leaks": "eval.suites.leaks",
        "diagnosis": "eval.suites.diagnosis",
        "figures": "eval.suites.figures",
        "gate": "eval.suites.gate",
        "mcq": "eval.suites.mcq",
        "rubric": "eval.suites.rubric",
        "all": "eval.suites.everything",
    }
)


class Suite(Protocol):
    """A suite module."""

    def run(self, options: SuiteOptions, on_progress: OnProgress) -> SuiteResult:
        """The suite's scores on `options.data`. Raises NotRun where what it needs is absent."""


def run_suite(name: str, options: SuiteOptions, on_progress: OnProgress = quiet) -> SuiteResult:
    """The result of the suite of that name. Raises NotRun, with what to do, where its data is absent."""
    if name not in SUITES:
        raise WrongUse(f"There is no suite named {name}.", f"Choose one of {', '.join(SUITES)}.")
    if not options.data.is_dir():
        raise NotRun(
            f"The suite {name} was not run: {options.data} is not a folder.", "Name one with --data."
        )
    # A suite imports the parts it measures, so a command that runs one need not load them all.
    return cast(Suite, import_module(SUITES[name])).run(options, on_progress)

"""Cases to be played by a suite, imported as the product imports them, with the understanding of the app."""

from assistant.case.patient.mapping import mapped
from assistant.case.patient.understanding import Understanding
from curricula.cases.types import Case
from curricula.formats.agentclinic import case_of_record
from eval.cases import BODY, case_records
from eval.types import OnProgress, SuiteOptions
from retrieval.models.choose import encoder_for


def understanding_of(options: SuiteOptions, on_progress: OnProgress) -> Understanding:
    """The shared table with the models that the options choose, its vectors kept in the suites' cache."""
    understanding = Understanding(encoder_for(options.models, options.cache), cache=options.cache)
    understanding.prepare(lambda done, total: on_progress("Reading the shared table", done, total))
    return understanding


def playable_cases(options: SuiteOptions, understanding: Understanding) -> dict[str, Case]:
    """The cases by the id of their record."""
    records = case_records(options.data, options.cases)
    drafts = {name: case_of_record({"id": name, BODY: body}, name)[0] for name, body in records.items()}
    return {name: mapped(draft, understanding) for name, draft in drafts.items()}

"""Question in, answer out: retrieve, judge whether the evidence suffices, then quote or abstain."""

from time import perf_counter

from assistant.answer.followup import standalone
from assistant.answer.gather import gather, help_only, quoted
from assistant.answer.study import asking, asks_first
from assistant.guard.screen import needs_help, screened
from assistant.types import Answer, Style
from retrieval.library import Library
from retrieval.types import Query


def answer(
    library: Library,
    query: Query,
    *,
    country: str | None = None,
    style: Style = "clinician",
    attempt: str | None = None,
) -> Answer:
    """Verbatim, cited statements that answer the question, or an abstention that says why there are none.

    Its notices are for the person; who needs help at once gets these alone, with the numbers of `country`. In
    study style the learner is asked back until there is an `attempt`; an empty one means: show me.
    """
    started = perf_counter()
    notices = screened(query, country)
    if needs_help(notices):
        return help_only(library, query, notices)
    gathered = gather(library, query, standalone(query.text, query.history), started=started)
    quotes = quoted(gathered, notices)
    return asking(gathered, quotes) if gathered.suffices and asks_first(style, attempt) else quotes

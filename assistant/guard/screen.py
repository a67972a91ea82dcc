"""What a person is told with, or instead of, an answer: where to turn, and what to leave out."""

from assistant.guard.help import notice
from assistant.guard.privacy import WORDS, Span, find, redact
from assistant.guard.routing import Route, route
from assistant.types import Notice
from retrieval.types import Query

# Nothing is looked up for these: a person needs a person, and no dose beside the words.
HELP_ONLY: frozenset[Route] = frozenset({"emergency", "self_harm"})


def screened(query: Query, country: str | None) -> tuple[Notice, ...]:
    """The notices a question calls for."""
    led = route(query.text)
    spans = find(query.text)
    told = (notice(led, country),) if led else ()
    return (*told, _privacy(query.text, spans)) if spans else told


def needs_help(notices: tuple[Notice, ...]) -> bool:
    """Whether the notices are the whole reply."""
    return any(one.kind in HELP_ONLY for one in notices)


def fitting(notices: tuple[Notice, ...], *, answered: bool, follows: bool) -> tuple[Notice, ...]:
    """The notices that go with an answer: off_topic neither where there is one nor with a follow-up."""
    return tuple(one for one in notices if one.kind != "off_topic" or not (answered or follows))


def _privacy(text: str, spans: tuple[Span, ...]) -> Notice:
    kinds = list(dict.fromkeys(WORDS[span.kind] for span in spans))
    named = " and ".join([", ".join(kinds[:-1]), kinds[-1]] if len(kinds) > 1 else kinds)
    return Notice(
        kind="privacy",
        text=f"This seems to tell who somebody is ({named}). Ask without it; it is not kept in your history.",
        instead=redact(text, spans),
    )

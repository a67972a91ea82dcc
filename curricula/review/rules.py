"""Who may publish what: the rules that no door goes round."""

from collections.abc import Iterator, Sequence

from curricula.items.drafts import Draft
from curricula.review.states import refusal
from curricula.review.types import UNNAMED, Move, Standing, Which

NEWEST_ONLY: frozenset[Move] = frozenset(("submit", "withdraw", "ask_changes", "publish", "reopen"))
SECOND_PERSON: frozenset[Move] = frozenset(("publish", "sign"))
ALONE = (
    "Whoever uses this machine without an account has no name to sign with: a second person is needed. "
    "Give both an account: preceptor users add NAME --role educator."
)
WROTE = "You wrote what is to be reviewed: another person reviews it."
AUTHOR = "You are named as its author: another person reviews it."
OWN_RETURN = "You wrote it: take it back instead."
NOT_NEWEST = "Version {} was saved meanwhile; look at that one."
NEVER_LIVE = "No such version is live."
SIGNED_BEFORE = "It was reviewed by {} before."


def reasons_against(
    move: Move, which: Which, standing: Standing, *, user_id: str, name: str
) -> tuple[str, ...]:
    """Why this person cannot do that with this version, every reason; none where they can."""
    return tuple(dict.fromkeys(_reasons(move, which, standing, user_id, name)))


def gates_against(draft: Draft | None, note: str) -> tuple[str, ...]:
    """What gates still hold against an item that was drafted, unless the reviewer says why it is right."""
    if draft is None or draft.state not in ("withheld", "unreadable", "discarded") or note.strip():
        return ()
    held = [gate.reason for gate in draft.report.withheld] or ["It was set aside."]
    return (f"A gate withholds it: {' '.join(held)} Correct it, or say why it is right all the same.",)


def writers(standing: Standing, which: Which) -> frozenset[str]:
    """Who saved that version, or one before it since the last that was live."""
    before = [one.version for one in standing.versions if one.status == "published"]
    last = max((one for one in before if one < which.version), default=0)
    span: Sequence[str | None] = [
        one.saved_by for one in standing.versions if last < one.version <= which.version
    ]
    return frozenset(one for one in span if one is not None)


def _reasons(move: Move, which: Which, standing: Standing, user_id: str, name: str) -> Iterator[str]:
    named = next((one for one in standing.versions if one.version == which.version), None)
    if named is None:
        yield NEVER_LIVE
        return
    if move in NEWEST_ONLY and which.version != standing.newest.version:
        yield NOT_NEWEST.format(standing.newest.version)
    if (why := refusal(move, named.status)) is not None:
        yield why
    wrote = user_id in writers(standing, which)
    if move == "ask_changes" and wrote:
        yield OWN_RETURN
    if move == "sign" and standing.reviewer is not None:
        yield SIGNED_BEFORE.format(standing.reviewer)
    if move in SECOND_PERSON:
        if user_id == UNNAMED:
            yield ALONE
        if wrote:
            yield WROTE
        if _plain(name) == _plain(standing.author):
            yield AUTHOR


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()

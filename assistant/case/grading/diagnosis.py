"""Grades a diagnosis in free text against the right one: correct, partly, wrong, or not gradable."""

import re
from collections.abc import Iterable
from typing import Literal, NamedTuple

from assistant.case.grading.causes import by_cause
from assistant.case.grading.claims import Claim, claims
from assistant.case.grading.compare import ORDER, UNKNOWN, Compared, Key, compare, key_of
from assistant.case.grading.evidence import Evidence, evidence_in
from assistant.case.grading.lexicon import Lexicon, has
from assistant.case.grading.words import name_of
from curricula.cases.types import Diagnosis
from retrieval.types import Value

Verdict = Literal["correct", "partly", "wrong"]
NO_EVIDENCE = evidence_in(())
# What follows is a cause, a consequence or a circumstance: the disease itself stands before it.
_LINK = re.compile(
    r"\b(?:secondary\s+to|due\s+to|from|caused\s+by|because\s+of|related\s+to|induced\s+by|associated\s+with|following|after|post|"
    r"in\s+the\s+(?:context|setting)\s+of|on\s+(?:a\s+)?background\s+of|complicated\s+by|causing|leading\s+to|resulting\s+in|"
    r"presenting\s+(?:as|with)|as\s+a\s+(?:complication|result)\s+of|without|with|2ry\s+to|2/2|in)\b",
    re.IGNORECASE,
)
_CAUSES = re.compile(r"secondary|due|from|caused|because|result|complication|2", re.IGNORECASE)


class Grade(Value):
    """The verdict, None where it cannot be graded, why in one sentence, and the disease it was taken for."""

    verdict: Verdict | None
    reason: str
    matched: str | None = None


class _Judged(NamedTuple):
    claim: Claim
    found: Compared


def grade(
    submitted: str,
    diagnosis: Diagnosis,
    table: Lexicon,
    evidence: Evidence = NO_EVIDENCE,
    *,
    others: Iterable[Diagnosis] = (),
) -> Grade:
    """The grade of what the student typed.

    `evidence` are the case's own words: they tell a wrong side from a right one where the key names none.
    `others` are the other candidates of the case: a cause may make of the right disease one of them.
    """
    key = key_of(diagnosis, table, evidence=evidence, others=others)
    made = claims(submitted, lambda text: _is_name(text, key, table))
    if not made:
        return Grade(verdict=None, reason="Nothing was written.")
    judged = [_Judged(claim, _related(claim.text, key, table)) for claim in made]
    return _verdict(judged, key)


def _is_name(text: str, key: Key, table: Lexicon) -> bool:
    name = name_of(text)
    return has((*key.own, *key.parts, *key.wider, *key.unlike), name) or bool(table.called(name))


def _related(text: str, key: Key, table: Lexicon) -> Compared:
    """How the claim stands to the key: as a whole, else the disease in it before its cause or consequence."""
    by = by_cause(text, key, table)
    if by is not None:
        return by
    whole = compare(text, key, table)
    link = _LINK.search(text)
    if whole.relation == "same" or link is None or not text[: link.start()].strip():
        return whole
    main = compare(text[: link.start()], key, table)
    cause = _related(text[link.end() :], key, table) if _CAUSES.match(link.group()) else UNKNOWN
    if main.relation in ("same", "kin"):
        return main
    if cause.relation == "same":
        if main.relation == "other":
            return Compared(
                "kin", cause.matched, f"names {cause.matched} only as the cause of {main.matched}"
            )
        return cause
    return min((main, whole, cause), key=lambda one: (one.relation == "unknown", one is not main))


def _verdict(judged: list[_Judged], key: Key) -> Grade:
    rejected = [one for one in judged if one.claim.stance == "rejected"]
    held = [one for one in judged if one.claim.stance == "held" and one.found.relation != "unknown"]
    weighed = [one for one in judged if one.claim.stance == "weighed" and one.found.relation != "unknown"]
    if not held and not weighed:
        return _without_claim(judged, rejected, key)
    if not held:
        return _list(weighed, key)
    if len({one.found.matched for one in held}) > 1 and any(one.found.relation == "other" for one in held):
        return _list([*held, *weighed], key)
    best = _best(held)
    if best.found.relation == "other" and any(one.found.relation == "same" for one in weighed):
        return _grade("partly", "holds the right diagnosis, but commits to another", best)
    return _of_one(best)


def _without_claim(judged: list[_Judged], rejected: list[_Judged], key: Key) -> Grade:
    right = [one for one in rejected if one.found.relation in ("same", "kin", "wider")]
    if right:
        return _grade("wrong", f"rejects {right[0].found.matched}", right[0])
    return Grade(
        verdict=None, reason=f"“{judged[0].claim.text}” {judged[0].found.why}, so it was not graded."
    )


def _list(found: list[_Judged], key: Key) -> Grade:
    best = _best(found)
    if best.found.relation == "same":
        what = "holds the right diagnosis without committing to it" if len(found) > 1 else "only considers it"
        return _grade("partly", what, best)
    return _of_one(best)


def _best(found: list[_Judged]) -> _Judged:
    return min(found, key=lambda one: ORDER.index(one.found.relation))


_VERDICTS: dict[str, Verdict] = {"same": "correct", "kin": "partly", "wider": "partly", "other": "wrong"}


def _of_one(one: _Judged) -> Grade:
    return _grade(_VERDICTS[one.found.relation], one.found.why, one)


def _grade(verdict: Verdict, why: str, one: _Judged) -> Grade:
    return Grade(verdict=verdict, reason=f"“{one.claim.text}” {why}.", matched=one.found.matched)

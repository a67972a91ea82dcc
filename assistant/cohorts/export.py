"""What educators may see of a class as tables and as xAPI statements."""

import csv
import hmac
import io
from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from assistant.cohorts.told import Done, Progress, Result
from assistant.cohorts.types import Class
from curricula.formats.cells import guarded

COMPLETED = "http://adlnet.gov/expapi/verbs/completed"
"""From the verbs of ADL's vocabulary."""
ASSESSMENT = "http://adlnet.gov/expapi/activities/assessment"
HOME = "https://preceptor.invalid"
"""Names of this product's own, under a domain that nobody can have: nothing is fetched from there."""


def csv_of(progress: Sequence[Progress], done: Sequence[Done], results: Sequence[Result]) -> str:
    """One table: what it is about, of how many, and what is told of it; guarded against spreadsheets."""
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(("kind", "about", "people", "told"))
    rows: list[tuple[str, ...]] = [
        ("progress", one.objective, str(one.people), one.reason if one.share is None else f"{one.share:.2f}")
        for one in progress
    ]
    rows += [("done", one.assignment.task.title, "", one.words) for one in done]
    rows += [("result", f"{one.title}: {one.name}", "1", f"{one.right} of {one.items}") for one in results]
    for row in rows:
        table.writerow([guarded(cell) for cell in row])
    return out.getvalue()


def xapi(of: Class, results: Iterable[Result], *, named: bool = False) -> list[dict[str, Any]]:
    """A statement (xAPI 1.0.3) for each result of an exam; the actor is a pseudonym unless `named`.

    The same person has the same pseudonym in the same class and another one in every other.
    """
    return [_statement(of, one, named=named) for one in results]


def pseudonym(of: Class, user_id: str) -> str:
    """A name that tells nobody who somebody is without the library's database."""
    return hmac.new(of.salt.encode(), user_id.encode(), sha256).hexdigest()[:24]


def _statement(of: Class, one: Result, *, named: bool) -> dict[str, Any]:
    alias = pseudonym(of, one.user_id)
    activity = f"{HOME}/assignments/{one.assignment}"
    score: dict[str, Any] = {"raw": one.right, "min": 0, "max": one.items}
    if one.items:
        score["scaled"] = round(one.right / one.items, 4)
    return {
        "id": str(uuid5(NAMESPACE_URL, f"{activity}/{alias}")),
        "actor": {
            "objectType": "Agent",
            "account": {"homePage": HOME, "name": one.name if named else alias},
        },
        "verb": {"id": COMPLETED, "display": {"en": "completed"}},
        "object": {
            "objectType": "Activity",
            "id": activity,
            "definition": {"type": ASSESSMENT, "name": {"en": one.title}},
        },
        "result": {"completion": True, "score": score},
        "context": {
            "contextActivities": {"grouping": [{"objectType": "Activity", "id": f"{HOME}/classes/{of.id}"}]}
        },
        "timestamp": one.finished_at.isoformat(),
    }

"""Fitting the rules, alone and beside a verifier's score, and what the verdict makes of both."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from assistant.calibrated import Calibrated, models_of
from assistant.verify import verdict
from assistant.verify.evidence import Reading
from assistant.verify.signals import Signals
from eval import weigh
from retrieval.train.claims import EVERY, Claims

PASSAGE = "Drug {0} lowers blood pressure in adults by {1} mmHg."
RIGHT = "In adults drug {0} reduces blood pressure by {1} mmHg."
RAISED = "In adults drug {0} raises blood pressure by {1} mmHg."
WRONG_NUMBER = "In adults drug {0} reduces blood pressure by {2} mmHg."


class Knowing:
    """A verifier that tells a reworded sentence from one that says the opposite, but looks at no number."""

    fingerprint = "knowing"

    def __init__(self) -> None:
        self.asked: list[str] = []

    def supports(self, statement: str, texts: Sequence[str]) -> list[float]:
        """For each text 0..1."""
        self.asked.append(statement)
        return [0.1 if "raises" in statement else 0.7 for _ in texts]


def claims(count: int) -> list[Claims]:
    return [
        Claims(
            PASSAGE.format(f"X{n}", n + 5),
            (RIGHT.format(f"X{n}", n + 5),),
            (RAISED.format(f"X{n}", n + 5), WRONG_NUMBER.format(f"X{n}", 0, n + 50)),
        )
        for n in range(count)
    ]


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> list[Claims]:
    written = claims(10 * EVERY)
    monkeypatch.setattr(weigh, "written_claims", lambda _: written)
    return written


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    path = tmp_path / "weighing.json"
    monkeypatch.setattr(verdict, "SHIPPED", path)
    monkeypatch.setattr(weigh, "SHIPPED", path)
    yield path
    models_of.cache_clear()


def written(path: Path, models: Sequence[Calibrated]) -> None:
    models_of.cache_clear()
    path.write_text(json.dumps([model.model_dump(mode="json") for model in models]), encoding="utf-8")


def test_the_score_is_asked_only_on_what_no_head_has_seen(given: list[Claims]) -> None:
    verifier = Knowing()
    fitted, lines = weigh.models(Path(), verifier)
    assert len(verifier.asked) == 3 * len(given[::EVERY])
    assert [model.ranker for model in fitted] == [None, "knowing"] and len(lines) == 2
    assert fitted[1].features == (*Signals._fields, verdict.MEANING)


def test_no_more_than_a_tenth_of_the_right_ones_at_odd_places_is_rejected(given: list[Claims]) -> None:
    cases = weigh.cases(list(enumerate(given)))
    model, chances = weigh.weighed(cases)
    good = [chance for case, chance in zip(cases, chances, strict=True) if case.supported and case.place % 2]
    assert sum(chance < model.threshold for chance in good) <= weigh.ALARMS * len(good)
    assert "right ones rejected" in weigh.summary(cases, chances, model.threshold)


def test_a_case_is_judged_by_a_model_that_has_not_seen_its_passage(given: list[Claims]) -> None:
    cases = weigh.cases(list(enumerate(given)))
    turned = [
        case._replace(supported=not case.supported) if case.place % weigh.FOLDS == 0 else case
        for case in cases
    ]
    _, chances = weigh.weighed(cases)
    _, others = weigh.weighed(turned)
    held = [at for at, case in enumerate(cases) if case.place % weigh.FOLDS == 0]
    assert [chances[at] for at in held] == [others[at] for at in held] and chances != others


def test_the_verdict_uses_the_joint_model_of_its_verifier_only(given: list[Claims], shipped: Path) -> None:
    written(shipped, weigh.models(Path(), Knowing())[0])
    reading, right = Reading([PASSAGE.format("X3", 8)]), RIGHT.format("X3", 8)
    joint = verdict.joint_model("knowing")
    assert joint is not None and verdict.accepted_from("knowing") == joint.threshold
    assert verdict.joint_model("another") is None and verdict.joint_model(None) is None
    known = verdict.judge(right, reading, 0.7, by="knowing")
    assert (
        known.verdict == "supported" and known.support != verdict.judge(right, reading, 0.7, by="x").support
    )
    assert verdict.verify(RAISED.format("X3", 8), reading, Knowing()).verdict == "contradicted"


def test_no_score_outweighs_another_number(given: list[Claims], shipped: Path) -> None:
    written(shipped, weigh.models(Path(), Knowing())[0])
    judged = verdict.verify(WRONG_NUMBER.format("X3", 0, 80), Reading([PASSAGE.format("X3", 8)]), Knowing())
    assert judged.support == 0 and judged.verdict == "contradicted"


def test_a_joint_model_is_kept_while_it_weighs_the_same_signals(given: list[Claims], shipped: Path) -> None:
    rules, joint = weigh.models(Path(), Knowing())[0]
    written(shipped, [rules, joint])
    assert weigh.models(Path(), None)[0] == [rules, joint]
    written(shipped, [rules, joint.model_copy(update={"features": joint.features[1:]})])
    assert weigh.models(Path(), None)[0] == [rules]

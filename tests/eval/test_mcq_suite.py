"""The mcq suite, asked of scripted models over HTTP: what counts as right, and what a second run asks."""

from pathlib import Path
from statistics import mean
from typing import Any

import pytest

from assistant.settings import read_settings
from eval.choices import items
from eval.journal import Kept
from eval.suites import run_suite
from eval.suites.mcq import Graded, score_choices
from eval.types import AskOptions, NotRun, SuiteOptions, SuiteResult
from retrieval.errors import WrongUse
from tests.assistant.scripted_replies import Asked, Reply
from tests.assistant.scripted_server import ScriptedServer, scripted_server
from tests.eval.answering import always_a, keeping_schemas, last, oracle, questions, reader, talker
from tests.eval.samples import CORPUS, SAMPLES

DATA = SAMPLES / "mcq"
ITEMS = items(DATA)
PLAIN = [item for item in ITEMS if not item.may_need_image]


def run(host: ScriptedServer, cache: Path, **given: Any) -> SuiteResult:
    """The suite's result on the samples; `given` are fields of the options or of how a model is asked."""
    asking = {name: given.pop(name) for name in list(given) if name in AskOptions.model_fields}
    model = read_settings(model_url=host.url, model_timeout_s=5)
    options = {"data": DATA, "cache": cache, "asking": AskOptions(model=model, **asking), **given}
    return run_suite("mcq", SuiteOptions.model_validate(options))


def value(result: SuiteResult, name: str) -> float:
    found = result.scores[name].value
    assert found is not None
    return found


def test_who_knows_the_answers_is_right_under_every_seed(tmp_path: Path) -> None:
    with scripted_server(oracle) as host:
        for seed in range(3):
            result = run(host, tmp_path, seed=seed)
            assert value(result, "without.accuracy") == value(result, "without.average") == 1
            assert value(result, "without.yes-no.accuracy") == 1
            assert (result.n, result.ungraded) == (len(ITEMS), 0)


def test_who_always_says_the_first_letter_is_right_by_chance(tmp_path: Path) -> None:
    with scripted_server(always_a) as host:
        results = [run(host, tmp_path, seed=seed) for seed in range(6)]
    reached = mean(value(result, "without.accuracy") for result in results)
    chance = value(results[0], "chance.accuracy")
    assert abs(reached - chance) < 0.1
    own_letters = mean(item.answer == "A" for item in PLAIN)
    assert chance == pytest.approx(mean(1 / len(item.options) for item in PLAIN))
    assert value(results[0], "majority.accuracy") >= own_letters


def test_passages_are_shown_and_what_they_change_is_measured_in_pairs(tmp_path: Path) -> None:
    with scripted_server(reader) as host:
        result = run(host, tmp_path, corpus=CORPUS, passages=3)
        shown = [last(asked).count('{"passage": ') for asked in questions(host)]
    assert (value(result, "without.accuracy"), value(result, "with.accuracy")) == (0, 1)
    difference = result.scores["difference.accuracy"]
    assert (difference.value, difference.low, difference.high, difference.n) == (1, 1, 1, len(PLAIN))
    assert shown == [0] * len(ITEMS) + [3] * len(ITEMS)
    assert result.settings["passages_shown"] == 3


def test_words_without_a_letter_count_apart_and_as_not_right(tmp_path: Path) -> None:
    with scripted_server(talker) as host:
        result = run(host, tmp_path)
    assert value(result, "without.unparsable") == 1
    assert value(result, "without.accuracy") == 0
    assert (result.n, result.ungraded, result.not_run) == (len(ITEMS), 0, ())


def test_pictures_that_are_not_there_and_passages_that_are_not_asked_for_count_apart(tmp_path: Path) -> None:
    with scripted_server(oracle) as host:
        result = run(host, tmp_path)
    assert result.scores["with.accuracy"].value is None
    assert "--library" in result.scores["difference.accuracy"].reason
    assert result.scores["without.may_need_image.accuracy"].n == len(ITEMS) - len(PLAIN) == 1
    assert result.scores["without.accuracy"].n == len(PLAIN)
    subjects = {name for name in result.scores if name.startswith("without.basics.")}
    assert {"without.basics.joints.accuracy", "without.basics.clots.accuracy"} <= subjects
    assert result.scores["without.basics.clots.accuracy"].n == 2


def test_a_second_run_asks_nothing_and_says_the_same(tmp_path: Path) -> None:
    with scripted_server(oracle) as host:
        first = run(host, tmp_path)
        asked = len(questions(host))
        again = run(host, tmp_path)
        assert len(questions(host)) == asked
    assert again.scores == first.scores
    assert (first.settings["asked_now"], again.settings["asked_now"]) == (len(ITEMS), 0)


def test_what_decides_a_reply_is_asked_anew(tmp_path: Path) -> None:
    with scripted_server(oracle) as host:
        for change in ({}, {"shots": 2}, {"prompt": "chain-of-thought"}):
            asked = len(questions(host))
            run(host, tmp_path, limit=2, **change)
            assert len(questions(host)) == asked + 2


def test_questions_without_a_reply_are_ungraded_and_asked_again(tmp_path: Path) -> None:
    @keeping_schemas
    def stumbling(asked: Asked) -> Reply:
        return (
            Reply(status=400, body={"error": {"message": "no"}})
            if "D-dimer" in last(asked)
            else oracle(asked)
        )

    with scripted_server(stumbling) as host:
        result = run(host, tmp_path)
        missing = sum("D-dimer" in item.model_dump_json() for item in ITEMS)
        assert (result.ungraded, result.n) == (missing, len(ITEMS) - missing)
        assert value(result, "without.accuracy") == 1
        assert result.scores["without.accuracy"].ungraded == missing
        [reason] = result.not_run
        assert f"{missing} of {len(ITEMS)} questions got no reply" in reason
        asked = len(questions(host))
        host.script = [oracle]
        mended = run(host, tmp_path)
        assert len(questions(host)) == asked + missing
    assert (mended.n, mended.not_run) == (len(ITEMS), ())


def test_a_limit_asks_no_more(tmp_path: Path) -> None:
    with scripted_server(oracle) as host:
        result = run(host, tmp_path, limit=4)
        assert len(questions(host)) == 4
    assert result.n == 4


def test_letters_are_asked_for_with_a_grammar(tmp_path: Path) -> None:
    with scripted_server(oracle) as host:
        result = run(host, tmp_path, limit=2)
        shapes = [asked.body["response_format"]["json_schema"]["schema"] for asked in questions(host)]
    assert [shape["enum"][:2] for shape in shapes] == [["A", "B"], ["A", "B"]]
    assert result.settings["choice"] == "grammar"


def test_a_server_without_grammars_is_asked_in_words(tmp_path: Path) -> None:
    def plain(asked: Asked) -> Reply:
        if "response_format" in asked.body:
            return Reply(status=400, body={"error": {"message": "response_format is not supported"}})
        return oracle(asked)

    with scripted_server(plain) as host:
        host.version = None
        result = run(host, tmp_path)
    assert result.settings["choice"] == "text"
    assert value(result, "without.accuracy") == 1


def test_a_journal_is_kept_where_it_is_wanted(tmp_path: Path) -> None:
    path = tmp_path / "mine.jsonl"
    with scripted_server(oracle) as host:
        run(host, tmp_path, journal=path, limit=3)
    kept = [Kept.model_validate_json(line) for line in path.read_text().splitlines()]
    assert {one.question for one in kept} <= {item.id for item in ITEMS} and len(kept) == 3
    assert {one.prompt for one in kept} == {"direct@1+" + kept[0].prompt.rpartition("+")[2]}


def test_without_a_model_it_is_not_run() -> None:
    with pytest.raises(NotRun, match=r"^Not run: no model is set"):
        run_suite("mcq", SuiteOptions(data=DATA))
    with pytest.raises(NotRun, match=r"^Not run: no model is set"):
        run_suite("mcq", SuiteOptions(data=DATA, asking=AskOptions(model=read_settings())))


def test_a_server_that_is_down_is_named_before_anything_is_asked(tmp_path: Path) -> None:
    with scripted_server(oracle) as host:
        pass
    with pytest.raises(NotRun, match=r"127\.0\.0\.1"):
        run(host, tmp_path)


def test_more_examples_than_there_are_is_wrong_use(tmp_path: Path) -> None:
    with scripted_server(oracle) as host, pytest.raises(WrongUse, match="examples"):
        run(host, tmp_path, shots=99)


def test_the_paired_difference_is_that_of_the_same_questions() -> None:
    def graded(right: list[bool | None]) -> list[Graded]:
        reply = Kept(
            key="k", question="q", task="t", model="m", prompt="p", settings={}, reply="A", seconds=1
        )
        return [
            Graded(
                item=item, reply=None if is_right is None else reply, chosen=item.answer if is_right else None
            )
            for item, is_right in zip(PLAIN, right, strict=False)
        ]

    before, after = [True, False, False, None, True], [True, True, False, True, False]
    scores = score_choices({"without": graded(before), "with": graded(after)}, known=ITEMS)
    difference = scores["difference.accuracy"]
    assert (difference.value, difference.n, difference.ungraded) == (0, 4, 1)
    assert difference.low is not None and difference.low < 0 < (difference.high or 0)
    assert scores["without.accuracy"].n == 4 and scores["with.accuracy"].value == pytest.approx(0.6)


def test_the_usual_letter_is_that_of_the_whole_set_not_of_the_sample() -> None:
    rare = next(item for item in PLAIN if item.id == "yes-no-1")
    scores = score_choices({"without": [Graded(item=rare, reply=None)]}, known=ITEMS)
    assert (rare.answer, scores["majority.yes-no.accuracy"].value) == ("B", 0)


def test_the_average_weighs_every_set_the_same() -> None:
    reply = Kept(key="k", question="q", task="t", model="m", prompt="p", settings={}, reply="A", seconds=1)
    right = [item.dataset == "yes-no" for item in PLAIN]
    replies = [
        Graded(item=item, reply=reply, chosen=item.answer if is_right else None)
        for item, is_right in zip(PLAIN, right, strict=True)
    ]
    scores = score_choices({"without": replies}, known=ITEMS)
    assert scores["without.average"].value == 0.5
    assert scores["without.accuracy"].value == pytest.approx(3 / 12)

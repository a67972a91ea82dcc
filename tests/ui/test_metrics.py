"""What answering costs, as Prometheus reads it: counted once, kept by the day, without anybody's words."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from assistant.energy import Shares
from assistant.home import open_library
from assistant.settings import read_settings
from retrieval.library import Library
from retrieval.types import Query
from tests.assistant.scripted_replies import CRASHED, says
from tests.assistant.scripted_server import connected, scripted_server
from tests.assistant.writing import pieces, writes
from tests.ui.serving import TOKEN, counting, serving_api
from ui.desk import LocalDesk

QUESTION = "which drug for hypertension in pregnancy?"
RIGHT = "Labetalol is the first drug for hypertension in pregnancy"
CITED = "{Labetalol is the first drug}"
WRITTEN = writes(f"{RIGHT} {CITED}.", f"ACE inhibitors are safe at 900 mg {CITED}[77].")
Values = dict[str, float]


@pytest.fixture
def library(made_once: Path, tmp_path: Path) -> Iterator[Library]:
    """An open library with the two sources."""
    folder = shutil.copytree(made_once / "library", tmp_path / "library")
    with open_library(read_settings(library=folder)) as opened:
        yield opened


def values_in(text: str) -> Values:
    """The samples by name and labels: `name{a=b}`."""
    return {
        sample.name + ("{" + ",".join(sample.labels.values()) + "}" if sample.labels else ""): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def shown(desk: LocalDesk) -> str:
    """What `/metrics` says to the owner."""
    with serving_api(desk) as address:
        reply = httpx.get(f"{address}/metrics", headers={"authorization": f"Bearer {TOKEN}"})
    assert reply.status_code == 200 and reply.headers["content-type"].startswith("text/plain")
    return reply.text


def write(desk: LocalDesk, text: str = QUESTION) -> None:
    """Asks for a written answer and reads it to the end."""
    with desk.ask_stream(Query(text=text), "write") as answering:
        list(answering)


def test_a_written_answer_is_counted_with_all_that_it_cost(library: Library) -> None:
    counter = iter([100.0, 130.0, 130.0])
    with scripted_server(WRITTEN) as host:
        desk = LocalDesk(
            library, model=connected(host), meter=counting(library), energy=Shares(lambda: next(counter))
        )
        write(desk)
        values = values_in(shown(desk))
    assert values["preceptor_questions_total{write,answered}"] == 1
    assert values["preceptor_tokens_total{in}"] == 7 and values["preceptor_tokens_total{out}"] == 5
    assert values["preceptor_struck_sentences_total"] == 1
    assert values["preceptor_invented_citations_total"] == 1
    assert values["preceptor_energy_joules_total"] == 30.0
    for name in ("time_to_evidence", "time_to_first_token", "check"):
        assert values[f"preceptor_{name}_seconds_count"] == 1
        assert values[f"preceptor_{name}_seconds_sum"] > 0


def test_quotes_abstentions_faults_and_readers_who_left_are_told_apart(library: Library) -> None:
    endless = says(*pieces(f"{RIGHT} [1]. " * 50), delay_s=0.01)
    with scripted_server(CRASHED, endless) as host:
        desk = LocalDesk(library, model=connected(host, model="scripted"), meter=counting(library))
        desk.ask(Query(text=QUESTION))
        desk.ask(Query(text="how is a fractured femur fixed?"))
        write(desk)
        with desk.ask_stream(Query(text=QUESTION), "write") as answering:
            next(answering)
        values = values_in(shown(desk))
    counted = {name: value for name, value in values.items() if name.startswith("preceptor_questions_total")}
    assert counted == {
        "preceptor_questions_total{quote,answered}": 1,
        "preceptor_questions_total{quote,abstained}": 1,
        "preceptor_questions_total{write,fell_back}": 1,
        "preceptor_questions_total{write,left}": 1,
    }
    assert values["preceptor_model_faults_total{failing}"] == 1


def test_the_sums_of_the_day_outlive_the_process(library: Library) -> None:
    with scripted_server(WRITTEN) as host:
        for _ in range(2):
            desk = LocalDesk(library, model=connected(host), meter=counting(library))
            write(desk)
            values = values_in(shown(desk))
    assert values["preceptor_questions_total{write,answered}"] == 1
    assert "preceptor_day_questions{2026-03-01,write,answered}" in values
    later = values_in(shown(LocalDesk(library, meter=counting(library))))
    assert later["preceptor_day_questions{2026-03-01,write,answered}"] == 2
    assert later["preceptor_day_tokens_in{2026-03-01,write,answered}"] == 14
    assert later["preceptor_day_struck_sentences{2026-03-01,write,answered}"] == 2


def test_whether_the_models_server_rests_is_shown(library: Library) -> None:
    with scripted_server(CRASHED) as host:
        model = connected(host, model="scripted")
        desk = LocalDesk(library, model=model, meter=counting(library, lambda: model.rests))
        assert values_in(shown(desk))["preceptor_model_rests"] == 0
        desk = LocalDesk(library, model=model, meter=counting(library, lambda: model.rests))
        for _ in range(3):
            write(desk)
        assert values_in(shown(desk))["preceptor_model_rests"] == 1
    assert "preceptor_model_rests" not in shown(LocalDesk(library, meter=counting(library)))


def test_no_word_of_a_question_or_an_answer_is_in_it(library: Library) -> None:
    desk = LocalDesk(library, meter=counting(library))
    desk.ask(Query(text="Mr Zebedee Quux, 53, hypertension in pregnancy?"))
    text = shown(desk).casefold()
    assert not any(word in text for word in ("zebedee", "quux", "hypertension", "labetalol", "pregnancy"))


def test_a_database_that_cannot_be_written_costs_no_answer(library: Library) -> None:
    metrics = counting(library)
    with library.store.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE usage_of_day")
    assert LocalDesk(library, meter=metrics).ask(Query(text=QUESTION)).statements
    metrics.close()
    assert metrics.registry.get_sample_value("preceptor_unkept_total") == 1


def test_two_libraries_in_one_process_count_apart(library: Library) -> None:
    one, other = counting(library), counting(library)
    LocalDesk(library, meter=one).ask(Query(text=QUESTION))
    assert one.registry.get_sample_value(*ANSWERED) == 1
    assert other.registry.get_sample_value(*ANSWERED) is None


ANSWERED = ("preceptor_questions_total", {"mode": "quote", "outcome": "answered"})


@pytest.mark.parametrize(
    ("login", "status"), [(None, 401), ("learner", 403), ("educator", 403), ("owner", 200)]
)
def test_only_owners_may_look(library: Library, login: str | None, status: int) -> None:
    with serving_api(LocalDesk(library)) as address:
        reply = httpx.get(f"{address}/metrics", headers={"x-login": login} if login else {})
    assert reply.status_code == status

"""preceptor ask --mode write: sentences on the terminal as they are checked."""

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from assistant.types import CHECKING, Answer, Written
from tests.assistant.scripted_replies import CUT_OFF, says
from tests.assistant.scripted_server import ScriptedServer, scripted_server
from tests.ui.answers import answer, citation, statement
from tests.ui.shelf import Done
from ui.cli import main
from ui.cli.answers import print_growing

QUESTION = "which drug for hypertension in pregnancy?"
GOOD = "Labetalol is the first drug for hypertension in pregnancy [1]. "
WRONG = "ACE inhibitors must be stopped in pregnancy within 48 hours [1]. "


@pytest.fixture
def host(filled: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ScriptedServer]:
    """The model server that the settings name, beside a library with two sources."""
    assert filled
    with scripted_server(says(GOOD, WRONG, usage=(812, 24))) as running:
        monkeypatch.setenv("PRECEPTOR_MODEL_URL", running.url)
        yield running


@pytest.fixture
def ask(capsys: pytest.CaptureFixture[str]) -> Any:
    """`preceptor ask` in this process."""

    def call(*arguments: str) -> Done:
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main(["ask", *arguments])
        assert isinstance(ended.value.code, int)
        return Done(ended.value.code, *capsys.readouterr())

    return call


def test_evidence_sentences_verdicts_and_cost_are_printed_in_that_order(
    ask: Any, host: ScriptedServer
) -> None:
    done = ask(QUESTION, "--mode", "write")
    places = [
        done.out.index(words)
        for words in (
            "Evidence: ",
            "Labetalol is the first drug for hypertension in pregnancy. [1]\n",
            "ACE inhibitors must be stopped in pregnancy within 48 hours. [1] (unsupported: ",
            "[1] Hypertension in adults. Example College. 2025.",
            "Written by scripted: 2 sentences, 1 struck through.",
            "812 tokens read; 24 tokens written",
        )
    ]
    assert done.code == 0 and places == sorted(places)
    assert CHECKING not in done.out, "a pipe gets no sentence twice"


def test_json_is_the_whole_answer_and_nothing_else(ask: Any, host: ScriptedServer) -> None:
    done = ask(QUESTION, "--mode", "write", "--json")
    whole = Answer.model_validate(json.loads(done.out))
    assert (done.code, whole.mode, whole.stage, len(whole.statements)) == (0, "write", "done", 2)
    assert whole.written and whole.written.dropped == 1


def test_a_model_that_fails_leaves_the_quotes_with_what_happened(ask: Any, host: ScriptedServer) -> None:
    host.script = [CUT_OFF]
    done = ask(QUESTION, "--mode", "write")
    assert done.code == 0
    assert done.out.index("is quoted instead.") < done.out.index("Labetalol is the first drug")
    assert "Written by" not in done.out


def test_without_evidence_the_model_is_not_asked_and_the_code_is_1(ask: Any, host: ScriptedServer) -> None:
    done = ask("who won the football world cup in 1998?", "--mode", "write")
    assert done.code == 1 and "No answer:" in done.out and host.asked == []


def test_without_a_model_it_is_wrong_use_with_the_next_step_before_anything_is_built(ask: Any) -> None:
    done = ask(QUESTION, "--mode", "write")
    assert (done.code, done.out) == (2, "") and "starter library" not in done.err
    assert "No language model is connected." in done.err and "PRECEPTOR_MODEL_URL" in done.err


def grown(*states: Answer) -> str:
    """What a terminal is sent."""
    screen = io.StringIO()
    print_growing(Console(file=screen, force_terminal=True, width=100, color_system=None), states)
    return screen.getvalue()


def written(*statements: Any, stage: str = "done") -> Answer:
    by = Written(model="m", prompt="p")
    return answer(*statements, mode="write", stage=stage, written=by, evidence=(citation(),))


def test_a_terminal_shows_what_is_being_checked_until_it_is() -> None:
    unsure = statement("Ramipril too.", verdict="unchecked", reason=CHECKING)
    sent = grown(
        written(stage="writing"), written(unsure, stage="writing"), written(statement("Ramipril too."))
    )
    assert f"Ramipril too. ({CHECKING})" in sent
    assert sent.rindex("Ramipril too. [1]") > sent.index(CHECKING)
    assert CHECKING not in sent[sent.rindex("Ramipril too. [1]") :]


def test_sentences_that_a_fallback_replaces_are_said_not_to_count() -> None:
    fallen = answer(statement(), fallback="The server went away. What the library says is quoted instead.")
    sent = grown(written(statement("Ramipril too."), stage="writing"), fallen)
    assert sent.index("Ramipril too. [1]") < sent.index("do not count") < sent.index("The server went away.")
    assert sent.index("The server went away.") < sent.index("Amlodipine lowers blood pressure. [1]")

"""Write mode with a scripted model: evidence first, sentence by sentence, each cited and checked."""

import pytest

from assistant.answer import answer
from assistant.answer.check import INVENTED, UNCITED
from assistant.answer.write import NOTHING_FOUND, QUOTED, House
from assistant.prompts import prompt
from assistant.types import CHECKING
from retrieval.library import Library
from retrieval.types import Query
from tests.assistant.scripted_replies import says
from tests.assistant.test_answer import library
from tests.assistant.writing import DOSE, RIGHT, scene, writes

__all__ = ("library",)

PENICILLIN = "Phenoxymethylpenicillin for a bacterial sore throat in adults is given for 10 days"
GOOD = writes(RIGHT + " {Phenoxymethylpenicillin for a bacterial sore throat in adults is given for 10}.")


def test_evidence_is_shown_before_the_model_is_asked(library: Library) -> None:
    with scene(library, GOOD) as told:
        snapshots = told.snapshots()
        first = next(snapshots)
        assert (first.stage, first.mode, first.statements) == ("writing", "write", ())
        assert first.evidence == answer(library, Query(text=DOSE)).evidence
        assert told.host.asked == []
        snapshots.close()


def test_each_sentence_is_shown_being_checked_and_then_with_its_verdict(library: Library) -> None:
    with scene(library, writes(f"{RIGHT} [1].", "Give 2 g every 6 hours [1].")) as told:
        first, *growing, last = told.snapshots()
    counts = [len(one.statements) for one in growing]
    assert counts == sorted(counts) and set(counts) == {1, 2}
    for place in (0, 1):
        verdicts = [one.statements[place].verdict for one in growing if len(one.statements) > place]
        assert verdicts[0] == "unchecked" and "unchecked" not in (
            verdicts[-1],
            last.statements[place].verdict,
        )
    assert growing[0].statements[0].reason == CHECKING
    assert {one.stage for one in growing} == {"writing"} and last.stage == "done"
    assert {one.id for one in growing} == {first.id} == {last.id}


def test_a_citation_is_that_of_the_passage_given_and_opens_with_its_nearest_sentence(
    library: Library,
) -> None:
    with scene(library, GOOD) as told:
        [statement] = told.ask().statements
    [citation] = statement.citations
    assert (statement.text, statement.verdict) == (RIGHT + ".", "supported")
    assert citation.quote == RIGHT + "."
    assert library.passage(citation.passage).text[citation.start : citation.end] == citation.quote
    assert (citation.title, citation.edition, citation.section) == (
        "Sore throat in adults",
        "2019",
        "Treatment",
    )


def test_a_sentence_that_rests_on_two_passages_cites_both(library: Library) -> None:
    both = "Paracetamol 1 g every 6 hours relieves the pain; clarithromycin 250 mg is given twice a day"
    with scene(library, writes(both + " {Phenoxymethylpenicillin for a bacterial}{Drug: Clari}.")) as told:
        [statement] = told.ask("paracetamol and clarithromycin dose for sore throat").statements
    assert [one.title for one in statement.citations] == [
        "Sore throat in adults",
        "Antibiotics in general practice",
    ]
    assert "Clarithromycin" in statement.citations[1].quote


def test_citations_that_were_never_given_are_removed_and_counted(library: Library) -> None:
    with scene(library, writes(f"{RIGHT} [1][40].", "Give it with food [17, 99].")) as told:
        last = told.ask()
    kept, invented = last.statements
    assert len(kept.citations) == 1 and kept.verdict == "supported"
    assert (invented.citations, invented.verdict, invented.reason) == ((), "unsupported", INVENTED)
    assert last.written is not None and last.written.invented == 3
    assert "[" not in kept.text + invented.text


@pytest.mark.parametrize(
    "wrong",
    [
        "Paracetamol 2 g every 6 hours relieves the pain of a sore throat in adults",
        "Paracetamol 1 mg every 6 hours relieves the pain of a sore throat in adults",
        "Paracetamol 1 g every 8 hours relieves the pain of a sore throat in adults",
        "Paracetamol 1 g every 6 hours does not relieve the pain of a sore throat in adults",
        "Paracetamol 1 g every 6 hours relieves the pain of a sore throat in children",
    ],
)
def test_a_planted_fault_is_struck_and_says_why(library: Library, wrong: str) -> None:
    with scene(library, writes(f"{RIGHT} [1].", f"{wrong} [1].")) as told:
        last = told.ask()
    right, struck = last.statements
    assert right.verdict == "supported"
    assert struck.verdict in ("contradicted", "unsupported") and struck.reason
    assert last.written is not None and last.written.dropped == 1
    assert last.fallback is None


def test_a_sentence_without_a_citation_is_struck_and_talk_is_left_out(library: Library) -> None:
    with scene(
        library, writes("Here is what the sources say:\n", f"{RIGHT} [1].", "Honey helps too.")
    ) as told:
        last = told.ask()
    assert [one.text for one in last.statements] == [RIGHT + ".", "Honey helps too."]
    assert (last.statements[1].verdict, last.statements[1].reason) == ("unsupported", UNCITED)
    assert last.written is not None and (last.written.dropped, last.written.left_out) == (1, 1)


def test_markup_links_and_html_of_the_model_never_reach_the_reader(library: Library) -> None:
    hostile = (
        "**Paracetamol** [1 g](https://evil.example/?q=x) every 6 hours<script src=//evil.example></script> "
        "relieves the pain of a sore throat in adults ![x](https://evil.example/x.png) [1]."
    )
    with scene(library, writes(hostile)) as told:
        shown = told.ask().model_dump_json()
    assert "evil.example" not in shown and "<script" not in shown and "**" not in shown


@pytest.mark.parametrize(
    "question", ["dose of adalimumab in psoriasis", "who won the cup final in 1998", "I want to kill myself"]
)
def test_without_evidence_or_in_need_of_help_the_model_is_not_asked(library: Library, question: str) -> None:
    with scene(library, GOOD) as told:
        [only] = told.snapshots(question)
    quotes = answer(library, Query(text=question))
    assert only.model_dump(exclude={"timings_ms"}) == quotes.model_dump(exclude={"timings_ms"})
    assert told.host.asked == []


def test_the_prompt_begins_alike_for_every_question_and_ends_with_the_question(library: Library) -> None:
    with scene(library, GOOD) as told:
        told.ask()
        told.ask("How many days of antibiotic for sore throat?", "What is a sore throat?")
        first, second = (asked.messages for asked in told.host.asked)
    assert first[0] == second[0] == {"role": "system", "content": prompt("clinician").text}
    assert first[1]["content"].startswith("1| (")
    lines = second[1]["content"].splitlines()
    assert lines[-4:-2] == ["H| What is a sore throat?", "Q| How many days of antibiotic for sore throat?"]


def test_the_same_reply_gives_the_same_answer(library: Library) -> None:
    with scene(library, writes(f"{RIGHT} [1].", "Give 2 g every 6 hours [1]. Honey helps too.")) as told:
        first, again = (told.ask() for _ in range(2))
    moments = {"timings_ms": True, "written": {"first_token_ms"}}
    assert first.model_dump(exclude=moments) == again.model_dump(exclude=moments)


def test_times_tokens_model_and_prompt_are_told(library: Library) -> None:
    with scene(library, GOOD) as told:
        last = told.ask()
    assert last.written is not None
    assert (last.written.model, last.written.prompt) == ("scripted", prompt("clinician").version)
    assert (last.written.tokens_in, last.written.tokens_out) == (7, 5)
    first = last.written.first_token_ms or 0.0
    assert 0 < last.timings_ms["evidence"] < last.timings_ms["prompt"] < first < last.timings_ms["answer"]
    assert 0 < last.timings_ms["check"] < last.timings_ms["answer"]
    assert last.fingerprint.model == "scripted"


def test_if_every_sentence_is_struck_quotes_are_shown_and_it_is_said(library: Library) -> None:
    with scene(library, writes("Give 2 g every 6 hours [1].", "Honey helps too.")) as told:
        last = told.ask()
    assert last.statements == answer(library, Query(text=DOSE)).statements
    assert last.fallback == f"None of the model's 2 sentences passed its check. {QUOTED}"
    assert last.written is not None and last.written.dropped == 2
    assert (last.mode, last.stage) == ("quote", "done")


def test_a_model_that_finds_no_answer_is_believed_and_quotes_are_shown(library: Library) -> None:
    with scene(library, writes("No answer in the passages.")) as told:
        last = told.ask()
    assert last.fallback == f"{NOTHING_FOUND} {QUOTED}"
    assert last.statements == answer(library, Query(text=DOSE)).statements


def test_what_tells_who_somebody_is_stays_on_this_machine(library: Library) -> None:
    private = "Mrs Anna Kowalska, born 3 May 1961"
    question = "dose of paracetamol in sore throat in adults such as Mrs Kowalska"
    more = {"style": "study", "attempt": f"1 g for {private}"}
    with scene(library, GOOD) as told:
        told.ask(question, f"What is a sore throat, asks {private}?", house=House(redacts=True), **more)
        elsewhere = told.sent
        told.ask(question, f"What is a sore throat, asks {private}?", house=House(redacts=False), **more)
        here = told.sent
    assert not any(word in elsewhere for word in ("Anna", "Kowalska", "1961"))
    assert [line[0] for line in elsewhere.splitlines()[-5:-2]] == ["H", "Q", "A"]
    assert here.count("Kowalska") == 3


def test_the_learners_attempt_is_commented_on(library: Library) -> None:
    with scene(library, writes(f"Supported: {RIGHT} [1].", f"Corrected: {PENICILLIN} [1].")) as told:
        last = told.ask(style="study", attempt="I would give 1 g every 6 hours.")
        system, user = (message["content"] for message in told.host.asked[0].messages)
    assert system == prompt("study").text
    assert "A| I would give 1 g every 6 hours." in user
    assert [one.text.partition(":")[0] for one in last.statements] == ["Supported", "Corrected"]
    assert [one.verdict for one in last.statements] == ["supported", "supported"]


def test_before_the_attempt_the_learner_is_asked_and_the_model_is_not(library: Library) -> None:
    with scene(library, GOOD) as told:
        [only] = told.snapshots(style="study")
        assert only.asks is not None and only.evidence == () and told.host.asked == []
        shown = told.ask(style="study", attempt="")
    assert shown.asks is None and told.host.asked[0].messages[0]["content"] == prompt("clinician").text


def test_a_question_that_only_the_model_can_complete_is_searched_anew(library: Library) -> None:
    condensed = "paracetamol dose for the pain of a sore throat in adults"
    pointing = "Would they need a dose of it in adults often and every hour of the day?"
    with scene(library, says(condensed), GOOD) as told:
        before, evidence, *_, last = told.snapshots(pointing, condensed)
        assert told.host.asked[0].messages[0]["content"] == prompt("condense").text
    assert before.stage == evidence.stage == "writing" and before.evidence
    assert (before.standalone, last.standalone) == (pointing, condensed)
    assert last.statements[0].verdict == "supported" and before.id == last.id

"""A model's second opinion on the page of the debrief: asked for, apart, and escaped."""

from pathlib import Path

from assistant.case.debriefing.briefing import Over
from assistant.case.opined import Judged, Opinion, Remark
from assistant.connect.structured import Unreadable
from assistant.ports import ModelFault
from tests.ui.cases.test_debrief import marked_case, play
from tests.ui.cases.ward import ward

PAGE = "/encounter/encounter-1/debrief"
ASKED = "/encounter/encounter-1/opinion"
OPINION = Opinion(
    model="<i>mind</i>-7b",
    prompt="opinion@1",
    strengths=(Remark(text="You asked <script>early</script>.", line="asks-onset"),),
    improvements=(Remark(text="Ask one thing.", words="What about the onset <b>then</b>?"),),
    judged=(
        Judged(of="plan", words="sing a song", likeness="same", same_as="Ibuprofen", reason="It soothes."),
    ),
    dropped=2,
    unseen=1,
)


def gives(over: Over) -> Opinion:
    return OPINION


def section(page: str) -> str:
    return page[page.index('class="second-opinion"') :]


def test_it_is_asked_for_by_a_button_and_shown_apart_and_escaped(tmp_path: Path) -> None:
    with ward(tmp_path, marked_case(), opine=gives) as people:
        ada = people["ada"]
        play(ada)
        before = ada.get(PAGE).text
        assert "Ask the model for a second opinion" in section(before) and "mind" not in before
        reply = ada.post(ASKED)
        assert (reply.status_code, reply.headers["location"]) == (303, f"{PAGE}#opinion")
        page = ada.get(PAGE).text
        shown = section(page)
    label = "Second opinion of &lt;i&gt;mind&lt;/i&gt;-7b. It changes no points and nobody has checked it."
    assert label in shown
    assert "You asked &lt;script&gt;early" in shown
    assert "<script>early" not in page and "<i>mind" not in page
    assert "Asks when it began (done)" in shown
    assert "<q>What about the onset &lt;b&gt;then&lt;/b&gt;?</q>" in shown
    assert "<q>sing a song</q>: the same as Ibuprofen" in shown
    assert "2 points of its reply left out" in shown and "no room for 1 turn at the beginning." in shown
    assert "Ask the model" not in shown
    assert page[: page.index('class="second-opinion"')] == before[: before.index('class="second-opinion"')]


def test_nothing_of_it_is_there_without_a_model_or_before_commitment(tmp_path: Path) -> None:
    with ward(tmp_path, marked_case()) as people:
        play(people["ada"])
        assert "opinion" not in people["ada"].get(PAGE).text
        refused = people["ada"].post(ASKED)
        assert "No language model is connected." in refused.text
    (tmp_path / "open").mkdir()
    with ward(tmp_path / "open", marked_case(), opine=gives) as people:
        people["ada"].started()
        assert "Commit to a diagnosis" in people["ada"].post(ASKED).text
        assert people["bob"].post(ASKED).status_code == 404


def test_why_the_model_gave_none_is_one_sentence_and_the_debrief_stays(tmp_path: Path) -> None:
    faults = iter([ModelFault("timeout", "The model was silent for 30 s.", "Try later.")])

    def fails(over: Over) -> Opinion | Unreadable:
        for fault in faults:
            raise fault
        return Unreadable("The model's reply could not be read, twice (it was empty).")

    with ward(tmp_path, marked_case(), opine=fails) as people:
        play(people["ada"])
        for words in ("The model was silent for 30 s.", "could not be read, twice"):
            page = people["ada"].post(ASKED)
            assert page.status_code == 200 and words in section(page.text)
            assert "2 of 3" in page.text and "Ask the model for a second opinion" in page.text
        assert people["ada"].get(ASKED).headers["location"].startswith(PAGE)

"""An exam to a blueprint, on the page."""

from datetime import UTC, datetime
from pathlib import Path

from curricula.plans import plans_of
from curricula.versions import Source
from retrieval.store.engine import open_engine
from tests.curricula.objectives.samples import blueprint, curriculum
from tests.ui.quiz.hall import hall


def test_an_exam_to_a_blueprint_is_offered_and_its_result_shows_what_was_delivered(tmp_path: Path) -> None:
    with hall(tmp_path) as people:
        ada = people["ada"]
        assert 'aria-label="Exams"' not in ada.get("/quiz").text
        engine = open_engine(tmp_path)
        plans, source = plans_of(engine), Source(origin="author", at=datetime(2026, 3, 1, tzinfo=UTC))
        plans.curricula.put_many([curriculum("objective-0", status="published")], source)
        plans.blueprints.put_many([blueprint(count=5, status="published", title="<Mock>")], source)
        engine.dispose()
        page = ada.get("/quiz").text
        assert "&lt;Mock&gt; (5 questions)" in page and 'name="plan" value="mock"' in page
        address = ada.started(mode="exam", plan="mock")
        assert "objective-0" not in ada.get(address).text
        ada.act("sitting-1", "finish")
        result = ada.get(address).text
        assert "What the exam was to have" in result
        assert "<td>Kidney</td><td>5</td><td>4 (1 short)</td>" in result

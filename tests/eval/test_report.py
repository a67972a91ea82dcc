"""Results drawn as Markdown tables."""

from eval.report import ablation, figures, report

SEARCHED = {
    "suite": "retrieval",
    "n": 5,
    "metrics": {
        "lexical.ndcg@10": 0.5,
        "lexical.ndcg@10.low": 0.4,
        "lexical.ndcg@10.high": 0.6,
        "lexical.query_ms_p95": 12.34,
        "lexical.judged.ndcg@10": 0.9,
        "lexical.topic=joints.ndcg@10": 0.9,
    },
    "settings": {"data": "own"},
}
ASKED = {"suite": "abstain", "n": 9, "metrics": {"risk": None, "auroc": 0.875, "auroc.n": 8}, "settings": {}}


def test_the_ablation_has_a_row_for_each_configuration_and_nothing_else() -> None:
    lines = ablation([SEARCHED]).splitlines()
    assert len(lines) == 3
    assert lines[2].startswith("| own (5) | lexical | 0.500 (0.400 to 0.600) | - |")
    assert lines[2].endswith("| 12.3 |")


def test_every_table_row_has_as_many_cells_as_its_head() -> None:
    for table in (ablation([SEARCHED]), figures(ASKED)):
        assert len({line.count("|") for line in table.splitlines()}) == 1


def test_an_unknown_figure_is_a_dash_and_its_own_count_is_shown() -> None:
    lines = figures(ASKED).splitlines()
    assert lines[2:] == ["| risk | - |  | 9 |", "| auroc | 0.875 |  | 8 |"]


def test_the_report_puts_searches_together_and_names_the_rest() -> None:
    text = report([ASKED, SEARCHED])
    assert text.index("lexical") < text.index("### abstain")

"""Results as Markdown tables for the documentation.

    python -m eval.report RESULT.json...

prints one ablation table for the retrieval results among the files that `preceptor eval --json` wrote, then
one table for each other result.
"""

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

Result = Mapping[str, Any]

ABLATED = ("ndcg@10", "recall@10", "recall@100", "mrr@10", "hit@1", "hit@5", "query_ms_p50", "query_ms_p95")
BOUNDED = "ndcg@10"
BOUNDS = (".low", ".high", ".n")


def ablation(results: Sequence[Result]) -> str:
    """One row for each set and configuration of the retrieval results, with nDCG's interval."""
    rows: list[tuple[str, ...]] = [("set", "configuration", *ABLATED)]
    for result in results:
        for configuration in _configurations(result):
            cells = [_cell(result["metrics"], f"{configuration}.{name}") for name in ABLATED]
            rows.append((f"{result['settings']['data']} ({result['n']})", configuration, *cells))
    return _markdown(rows)


def figures(result: Result) -> str:
    """One row for each metric of a result: value, interval, and how many cases were graded."""
    metrics = result["metrics"]
    rows = [("metric", "value", "95% interval", "n")]
    for name in (name for name in metrics if not name.endswith(BOUNDS)):
        low, high = metrics.get(f"{name}.low"), metrics.get(f"{name}.high")
        interval = "" if low is None or high is None else f"{_number(low)} to {_number(high)}"
        rows.append((name, _number(metrics[name]), interval, str(metrics.get(f"{name}.n", result["n"]))))
    return _markdown(rows)


def report(results: Iterable[Result]) -> str:
    """All results as Markdown, the retrieval ones together."""
    held = list(results)
    searched = [result for result in held if result["suite"] == "retrieval"]
    parts = [ablation(searched)] if searched else []
    parts += [
        f"### {result['suite']}: {result['settings'].get('data', '')}\n\n{figures(result)}"
        for result in held
        if result["suite"] != "retrieval"
    ]
    return "\n\n".join(parts) + "\n"


def _configurations(result: Result) -> list[str]:
    ending = f".{BOUNDED}"
    whole = (name.removesuffix(ending) for name in result["metrics"] if name.endswith(ending))
    return [name for name in whole if "." not in name]


def _cell(metrics: Mapping[str, float | None], name: str) -> str:
    text = _number(metrics.get(name))
    if not name.endswith(BOUNDED):
        return text
    return f"{text} ({_number(metrics.get(f'{name}.low'))} to {_number(metrics.get(f'{name}.high'))})"


def _number(value: float | None) -> str:
    """Three digits after the point for shares and measures, one for times and counts, a dash for unknown."""
    if value is None:
        return "-"
    return f"{value:.3f}" if abs(value) < 2 else f"{value:.1f}"


def _markdown(rows: Sequence[Sequence[str]]) -> str:
    lines = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([lines[0], "|---" * len(rows[0]) + "|", *lines[1:]])


def main() -> None:
    """Prints the report of the files named on the command line."""
    files = [Path(name) for name in sys.argv[1:]]
    sys.stdout.write(report(json.loads(file.read_text(encoding="utf-8")) for file in files))


if __name__ == "__main__":
    main()

"""docs/serving.md says what the code reckons and accepts."""

import re
from pathlib import Path

from assistant.serve.adapters import read_manifest
from assistant.serve.choose import choose
from assistant.serve.machine import planned_gpus
from assistant.serve.presets import Preset, presets
from assistant.serve.sizing import LEAST_TOKENS, Precision, token_gib, weights_gib

PAGE = (Path(__file__).parents[2] / "docs" / "serving.md").read_text(encoding="utf-8")
WHOLE, PACKED = Precision("bfloat16"), Precision("bfloat16", packed=True)


def rows(header: str) -> list[list[str]]:
    """The table below the line that begins so."""
    lines = PAGE[PAGE.index(header) :].split("\n\n")[0].splitlines()[2:]
    return [[cell.strip().strip("`") for cell in line.strip("|").split("|")] for line in lines]


def told(preset: Preset) -> list[str]:
    chat = preset.serves == "chat"
    sizes = [
        f"{weights_gib(preset, WHOLE):.1f}",
        f"{weights_gib(preset, PACKED):.1f}" if chat else "",
        f"{LEAST_TOKENS * token_gib(preset, WHOLE):.1f}" if chat else "",
    ]
    gated = "yes" if preset.gated else "no"
    return [preset.name, preset.model, preset.about, preset.licence, gated, *sizes]


def test_the_presets_are_described_as_they_are() -> None:
    assert rows("| Preset |") == [told(preset) for preset in presets()]


def test_each_gpu_gets_what_the_table_says() -> None:
    shown = rows("| GPU, GiB |")
    assert len(shown) > 8
    for gpu, preset, numbers, length, tokens in shown:
        chosen = choose(planned_gpus(gpu))
        kept = "4 bits" if chosen.precision.packed else chosen.precision.dtype
        found = (chosen.preset.name, kept, f"{chosen.fit.length:,}", f"{chosen.fit.tokens:,}")
        assert found == (preset, numbers, length, tokens), gpu


def test_the_shown_manifest_is_accepted(tmp_path: Path) -> None:
    shown = re.search(r"```yaml\n(.*?)```", PAGE, flags=re.DOTALL)
    assert shown is not None
    (tmp_path / "adapters.yaml").write_text(shown[1])
    [adapter] = read_manifest(tmp_path / "adapters.yaml")
    assert adapter.base in {preset.model for preset in presets()}


def test_what_was_not_measured_is_said() -> None:
    assert "## Not measured here" in PAGE

"""How much memory a model takes, by hand, and which model a machine gets."""

import pytest

from assistant.serve.choose import Layout, assumed_gpu, choose
from assistant.serve.machine import Device, planned_gpus
from assistant.serve.presets import Preset, preset_named, presets
from assistant.serve.sizing import LEAST_TOKENS, Precision, fit, needed_gib, token_gib, weights_gib
from retrieval.errors import PreceptorError, WrongUse

BFLOAT16, PACKED = Precision("bfloat16"), Precision("bfloat16", packed=True)
GIB = 1024**3


def toy(**changes: object) -> Preset:
    """1,000 million parameters, 200 of them kept whole, 16 KiB a token."""
    fields = {
        "name": "toy",
        "model": "none/toy",
        "about": "a toy",
        "serves": "chat",
        "licence": "none",
        "gated": False,
        "parameters": 1000,
        "kept": 200,
        "layers": 4,
        "kv_heads": 4,
        "head_dim": 256,
        "heads": 8,
        "context": 8192,
        "float16": True,
        "overhead_gib": 1.0,
    }
    return Preset.model_validate({**fields, **changes})


def test_whole_weights_take_two_bytes_each() -> None:
    assert weights_gib(toy(), BFLOAT16) == pytest.approx(1000e6 * 2 / GIB)
    assert weights_gib(toy(), Precision("float32")) == pytest.approx(1000e6 * 4 / GIB)


def test_packed_weights_take_four_and_a_half_bits_and_the_kept_ones_stay_whole() -> None:
    # 800 million at 4 bits and a 32-bit scale for each 64, and 200 million at 2 bytes.
    assert weights_gib(toy(), PACKED) == pytest.approx((800e6 * (0.5 + 4 / 64) + 200e6 * 2) / GIB)


def test_a_token_keeps_a_key_and_a_value_for_every_layer_and_head() -> None:
    assert token_gib(toy(), BFLOAT16) == pytest.approx(2 * 4 * 4 * 256 * 2 / GIB)


def test_what_is_left_becomes_cache() -> None:
    budget = weights_gib(toy(), BFLOAT16) + 1.0 + 40_000 * token_gib(toy(), BFLOAT16)
    found = fit(toy(), BFLOAT16, budget)
    # 40,000 tokens for four questions would be 10,000 each; the model is asked for 8,192 at most.
    assert found is not None and found.tokens == pytest.approx(40_000, abs=1) and found.length == 8192


def test_a_prompts_length_is_a_fourth_of_the_cache_and_never_below_the_least() -> None:
    def length(tokens: int) -> int | None:
        found = fit(toy(), BFLOAT16, needed_gib(toy(), BFLOAT16, tokens) + 1e-6)
        return found and found.length

    assert length(24_000) == 5120  # 6,000, down to a whole 1,024
    assert length(5000) == LEAST_TOKENS
    assert length(LEAST_TOKENS - 1) is None


def test_two_gpus_share_weights_and_cache_but_not_the_working_memory() -> None:
    alone = fit(toy(), BFLOAT16, 6.0)
    both = fit(toy(), BFLOAT16, 6.0, split=2)
    assert alone is not None and both is not None
    assert both.cache - alone.cache == pytest.approx(5.0)


def test_more_gpus_than_heads_hold_the_cache_more_than_once() -> None:
    eight, four = fit(toy(), BFLOAT16, 6.0, split=8), fit(toy(), BFLOAT16, 6.0, split=4)
    assert eight is not None and four is not None
    assert eight.tokens / eight.cache == pytest.approx(four.tokens / four.cache / 2, rel=1e-3)


@pytest.mark.parametrize(
    ("gpus", "preset", "precision", "layout"),
    [
        ("6", "small", PACKED, Layout()),
        ("12", "medgemma-4b", PACKED, Layout()),
        ("16", "medgemma-4b", BFLOAT16, Layout()),
        ("24", "medgemma-4b", BFLOAT16, Layout()),
        ("48", "medgemma-27b", PACKED, Layout()),
        ("80", "medgemma-27b", BFLOAT16, Layout()),
        ("2x16", "medgemma-4b", BFLOAT16, Layout(data=2)),
        ("2x48", "medgemma-27b", BFLOAT16, Layout(tensor=2)),
        ("8x80", "medgemma-27b", BFLOAT16, Layout(data=8)),
    ],
)
def test_the_best_model_with_ample_room_is_chosen(
    gpus: str, preset: str, precision: Precision, layout: Layout
) -> None:
    chosen = choose(planned_gpus(gpus))
    assert (chosen.preset.name, chosen.precision, chosen.layout) == (preset, precision, layout)


def test_several_machines_hold_a_copy_on_each_gpu() -> None:
    assert choose(planned_gpus("2x80"), machines=3).layout == Layout(data=6)


def test_a_model_too_large_for_a_machine_is_cut_over_machines() -> None:
    chosen = choose(planned_gpus("24"), preset=preset_named("medgemma-27b"), machines=4)
    assert (chosen.precision, chosen.layout) == (BFLOAT16, Layout(pipeline=4))


def test_old_gpus_get_what_is_stable_on_them() -> None:
    turing = choose([Device("T4", 15, 14.6, 7.5)])
    assert (turing.preset.name, turing.precision) == ("small", Precision("float16"))
    volta = choose([Device("V100", 32, 31.5, 7.0)])
    assert (volta.preset.name, volta.precision) == ("medgemma-4b", Precision("float32"))
    with pytest.raises(PreceptorError, match=r"P100 has compute capability 6; vLLM needs 7\."):
        choose([Device("P100", 16, 16, 6.0)])


def test_what_others_hold_of_a_gpu_is_left_to_them() -> None:
    chosen = choose([Device("A10", 22.5, 10.0, 8.6)])
    assert chosen.budget_gib < 10 and chosen.share < 10 / 22.5


def test_a_small_model_leaves_the_gpu_to_the_one_that_writes() -> None:
    chosen = choose(planned_gpus("24"), preset=preset_named("embedding"))
    assert needed_gib(chosen.preset, chosen.precision) <= chosen.budget_gib < 3


def test_too_little_memory_names_the_least_that_would_do() -> None:
    with pytest.raises(PreceptorError, match=r"4\.0 GiB free; small \(4 bits, .*\) needs 5\.\d\.") as caught:
        choose(planned_gpus("4"))
    assert "docs/serving.md" in caught.value.next_step


def test_every_chat_model_has_a_gpu_that_holds_it_whole() -> None:
    for preset in presets():
        assert choose([assumed_gpu(preset)], preset=preset).precision == BFLOAT16


def test_no_medical_model_is_said_to_be_free_of_terms() -> None:
    assert all(preset.gated for preset in presets() if preset.model.startswith("google/"))


def test_gpus_are_described_in_one_form() -> None:
    assert [device.total_gib for device in planned_gpus("2x80")] == [80, 80]
    for words in ("", "0", "0x24", "big", "24GB", "-1", "2x"):
        with pytest.raises(WrongUse, match="describes no GPUs"):
            planned_gpus(words)


def test_an_unknown_preset_is_told_the_known_ones() -> None:
    with pytest.raises(WrongUse, match="no preset 'gpt'") as caught:
        preset_named("gpt")
    assert "medgemma-4b" in caught.value.next_step

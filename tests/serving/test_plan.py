"""The command of vLLM: what stands in it, why, and what never does."""

import json
import os
import shlex
import subprocess
from pathlib import Path

import pytest

from assistant.serve.adapters import read_manifest
from assistant.serve.choose import choose
from assistant.serve.machine import cpu, planned_gpus
from assistant.serve.order import Order
from assistant.serve.plan import Plan, plan
from assistant.serve.presets import preset_named
from retrieval.errors import PreceptorError, WrongUse
from tests.serving.vllm_server import STUBS, vllm_python

BASE = "google/medgemma-27b-text-it"
MANIFEST = f"""
adapters:
  - name: cardiology
    specialty: cardiology
    base: {BASE}
    licence: CC BY 4.0
    data_origin: lecture notes of our own department
    path: cardiology
  - name: skin
    specialty: dermatology
    base: google/medgemma-1.5-4b-it
    licence: CC BY 4.0
    data_origin: lecture notes of our own department
    path: skin
"""


def planned(gpus: str, preset: str | None = None, **order: object) -> Plan:
    machines = int(str(order.get("machines", 1)))
    chosen = choose(planned_gpus(gpus), preset=preset_named(preset) if preset else None, machines=machines)
    return plan(chosen, Order.model_validate({"python": "/vllm/bin/python", **order}))


def after(made: Plan, option: str) -> str:
    return made.command[made.command.index(option) + 1]


def manifest(folder: Path, text: str = MANIFEST, rank: object = 16) -> Path:
    for name in ("cardiology", "skin"):
        (folder / name).mkdir(exist_ok=True)
        (folder / name / "adapter_config.json").write_text(json.dumps({"r": rank}))
    file = folder / "adapters.yaml"
    file.write_text(text)
    return file


def test_the_command_is_closed_to_the_world_and_says_nothing_home() -> None:
    made = planned("24")
    environment = {name: value for name, value, _ in made.environment}
    assert after(made, "--host") == "127.0.0.1" and after(made, "--port") == "8000"
    assert environment["VLLM_NO_USAGE_STATS"] == "1" and environment["HF_HUB_OFFLINE"] == "1"
    assert after(made, "--allowed-media-domains").endswith(".invalid")


def test_downloading_has_to_be_allowed() -> None:
    assert "HF_HUB_OFFLINE" not in {name for name, *_ in planned("24", download=True).environment}


def test_a_model_that_sees_is_limited_to_some_images() -> None:
    assert json.loads(after(planned("24", "medgemma-4b"), "--limit-mm-per-prompt")) == {"image": 4}
    assert "--limit-mm-per-prompt" not in planned("80", "medgemma-27b").command


def test_a_form_cannot_be_filled_with_white_space() -> None:
    told = json.loads(after(planned("24"), "--structured-outputs-config"))
    assert told == {"backend": "xgrammar", "disable_any_whitespace": True}
    assert "--structured-outputs-config" not in planned("24", "embedding").command


def test_a_short_memory_is_packed_and_told() -> None:
    made = planned("48", "medgemma-27b")
    assert after(made, "--quantization") == "bitsandbytes"
    why = next(choice.why for choice in made.choices if "--quantization" in choice.words)
    assert "16.0 GiB of weights instead of 50.3" in why
    assert "--quantization" not in planned("80", "medgemma-27b").command


def test_every_word_of_the_command_has_a_reason() -> None:
    made = planned("2x48", more=("--seed", "1"))
    reasoned = [word for choice in made.choices for word in choice.words if choice.why]
    assert made.command == [
        "/vllm/bin/python", "-m", "vllm.entrypoints.cli.main", "serve", *reasoned
    ]  # fmt: skip


def test_the_shown_command_is_the_started_one() -> None:
    made = planned("24", weights=Path("/srv/my models/it"))
    words = shlex.split(made.shown)
    assert words[len(made.environment) :] == made.command
    assert "/srv/my models/it" in made.command and after(made, "--served-model-name").startswith("google/")


def test_the_key_is_never_in_the_command() -> None:
    made = planned("24", has_key=True)
    assert 'VLLM_API_KEY="$PRECEPTOR_MODEL_KEY"' in made.shown
    assert not any("key" in word.lower() for word in made.command)


@pytest.mark.parametrize("word", ["--host", "--host=0.0.0.0", "--hos", "--uds"])
def test_an_open_door_needs_a_key(word: str) -> None:
    with pytest.raises(WrongUse, match="without a key"):
        planned("24", more=(word, "0.0.0.0"))
    assert planned("24", more=(word, "0.0.0.0"), has_key=True).command[-2] == word


@pytest.mark.parametrize("word", ["--api-key", "--api_key", "--api-key=sesame", "--port"])
def test_a_key_or_a_port_after_the_dashes_is_refused(word: str) -> None:
    with pytest.raises(WrongUse, match="neither --api-key nor --port"):
        planned("24", more=(word, "sesame"), has_key=True)


def test_options_that_only_begin_alike_are_given_on() -> None:
    more = ("--hf-overrides", "{}", "--api-server-count", "2", "-O3")
    assert planned("24", more=more).command[-5:] == list(more)


def test_models_that_give_numbers_tell_where_they_belong() -> None:
    encoder, ranker = planned("24", "embedding", port=8001), planned("24", "rerank", port=8002)
    assert after(encoder, "--runner") == after(ranker, "--runner") == "pooling"
    assert encoder.use == ("PRECEPTOR_ENCODER=http://127.0.0.1:8001/v1",)
    assert ranker.use == ("PRECEPTOR_RANKER=http://127.0.0.1:8002/v1",)
    assert planned("24").use == ("PRECEPTOR_MODEL_URL=http://127.0.0.1:8000/v1",)


def test_a_layout_over_gpus_and_machines_is_spelt_out() -> None:
    assert after(planned("2x48"), "--tensor-parallel-size") == "2"
    copies = planned("2x80", machines=2)
    assert after(copies, "--data-parallel-size") == "4" and after(copies, "--data-parallel-backend") == "ray"
    assert after(copies, "--data-parallel-size-local") == "2" and "ray start --head" in copies.before[0]
    cut = planned("16", "medgemma-27b", machines=2)
    assert after(cut, "--pipeline-parallel-size") == "2"
    assert after(cut, "--distributed-executor-backend") == "ray"


def test_on_the_processor_the_cache_has_a_size_and_the_gpu_none() -> None:
    made = plan(choose([cpu()], preset=preset_named("embedding")), Order(python="python"))
    assert "--gpu-memory-utilization" not in made.command
    assert int({name: value for name, value, _ in made.environment}["VLLM_CPU_KVCACHE_SPACE"]) >= 1


def test_adapters_of_the_base_are_loaded_and_the_others_named(tmp_path: Path) -> None:
    made = planned("80", adapters=read_manifest(manifest(tmp_path)))
    module = json.loads(after(made, "--lora-modules"))
    assert module["name"] == "cardiology" and module["path"] == str(tmp_path / "cardiology")
    why = next(choice.why for choice in made.choices if "--enable-lora" in choice.words)
    assert "CC BY 4.0" in why and "lecture notes" in why and "skin is left out" in why
    assert after(made, "--max-lora-rank") == "16"
    assert "PRECEPTOR_ADAPTER=cardiology" in made.use


def test_adapters_of_another_base_are_refused(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="not for Qwen"):
        planned("24", "small", adapters=read_manifest(manifest(tmp_path)))


@pytest.mark.parametrize(("rank", "room"), [(1, "8"), (48, "64"), (512, "512")])
def test_the_rank_gets_the_next_room(tmp_path: Path, rank: int, room: str) -> None:
    made = planned("80", adapters=read_manifest(manifest(tmp_path, rank=rank)))
    assert after(made, "--max-lora-rank") == room


@pytest.mark.parametrize("rank", [None, 0, "16", 513])
def test_an_adapter_without_a_usable_rank_is_refused(tmp_path: Path, rank: object) -> None:
    with pytest.raises(WrongUse, match="adapter"):
        planned("80", adapters=read_manifest(manifest(tmp_path, rank=rank)))


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("adapters: []", "wrong at adapters"),
        (MANIFEST.replace("licence: CC BY 4.0", "", 1), "wrong at adapters.0.licence"),
        (MANIFEST.replace("name: skin", "name: cardiology"), "names cardiology twice"),
        (MANIFEST.replace("name: skin", "name: ../skin"), "wrong at adapters.1.name"),
        ("adapters: !!python/object:os.system {}", "uses the tag"),
    ],
)
def test_a_wrong_manifest_is_one_sentence(tmp_path: Path, text: str, fault: str) -> None:
    with pytest.raises(PreceptorError, match=fault):
        read_manifest(manifest(tmp_path, text))


def test_an_absent_manifest_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="cannot be read"):
        read_manifest(tmp_path / "none.yaml")


PARSES = """
import json, sys
from vllm.entrypoints.launchers.cli_args import make_arg_parser, validate_parsed_serve_args
from vllm.utils.argparse_utils import FlexibleArgumentParser

for words in json.load(sys.stdin):
    parsed = make_arg_parser(FlexibleArgumentParser()).parse_args(words)
    validate_parsed_serve_args(parsed)
    print(parsed.host, parsed.port, parsed.max_model_len, parsed.limit_mm_per_prompt)
"""


@pytest.mark.vllm
def test_a_real_vllm_knows_every_option(tmp_path: Path) -> None:
    made = [
        planned("24", "medgemma-4b", more=("--seed", "1")),
        planned("48", "medgemma-27b"),
        planned("2x48", adapters=read_manifest(manifest(tmp_path))),
        planned("2x80", machines=2),
        planned("16", "medgemma-27b", machines=2),
        planned("24", "embedding"),
        planned("24", "rerank", weights=tmp_path),
    ]
    options = [one.command[one.command.index("serve") + 1 :] for one in made]
    done = subprocess.run(
        [vllm_python(), "-c", PARSES],
        input=json.dumps(options),
        env={**os.environ, "PYTHONPATH": str(STUBS)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    told = [line for line in done.stdout.splitlines() if line.startswith("127.0.0.1 8000 ")]
    assert len(told) == len(made) and told[0].endswith("{'image': 4}")

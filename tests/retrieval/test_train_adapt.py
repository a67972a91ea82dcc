"""Adapting to a library: better models are accepted, worse ones refused, and a stopped run goes on."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("torch", reason="training needs the extra `train`")
pytest.importorskip("onnx", reason="training needs the extra `train`")
pytest.importorskip("transformers", reason="training needs the extra `train`")

import torch

from retrieval.errors import PreceptorError
from retrieval.library import Library
from retrieval.models.encoder import load_encoder
from retrieval.models.own import Place, settle, undo
from retrieval.models.ranker import load_ranker
from retrieval.train import adapt
from retrieval.train.adapt import Order, adapt_to_library, check_order
from retrieval.train.bert import Judge, MeanPooled
from retrieval.train.encoder import adapt as train_encoder
from retrieval.train.export import export_encoder, export_ranker
from retrieval.train.harvest import Harvest, harvest
from retrieval.train.loop import Plan
from retrieval.train.thaw import thaw, thaw_judge
from retrieval.train.tokens import Tokens
from tests.retrieval.shelf import WordEncoder
from tests.retrieval.tiny import fill, write_checkpoint

pytestmark = pytest.mark.filterwarnings("ignore")  # torch and its exporter deprecate parts of themselves
PLAN = Plan(rate=3e-3, batch=32, passes=25)
SHORT = PLAN.model_copy(update={"passes": 2, "save_every": 3})
TEXTS = ("pressure of the blood", "two tablets a day")


def silent(*_: object) -> None:
    pass


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_checkpoint(tmp_path_factory.mktemp("start"))


@pytest.fixture(scope="module")
def frozen(start: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("frozen")
    export_encoder(MeanPooled(start), start, folder, "tiny")
    return folder


@pytest.fixture(scope="module")
def harvested(frozen: Path, tmp_path_factory: pytest.TempPathFactory) -> Harvest:
    with Library.open(tmp_path_factory.mktemp("source"), encoder=load_encoder(frozen), ranker=None) as opened:
        return harvest(fill(opened), [], part="encoder", seed=1, show=silent)


@pytest.fixture
def own(frozen: Path, tmp_path: Path) -> Place:
    """A library whose own encoder is the tiny one."""
    place = Place(tmp_path, "encoder")
    shutil.copytree(frozen, place.used)
    return place


def order(plan: Plan = PLAN, base: Path | None = None) -> Order:
    return Order(part="encoder", plan=plan, base=base, general=TEXTS)


def test_a_thawed_encoder_exports_to_what_it_was_thawed_from(
    start: Path, frozen: Path, tmp_path: Path
) -> None:
    thaw(frozen, tmp_path / "thawed")
    texts = ["Baker candle dragon.", "Give labetalol by mouth.", "violin"]
    with torch.no_grad():
        float_vectors = MeanPooled(start)(*Tokens(start).single(texts, 64))
        thawed_vectors = MeanPooled(tmp_path / "thawed")(*Tokens(tmp_path / "thawed").single(texts, 64))
    assert (float_vectors * thawed_vectors).sum(1).min() > 0.99
    export_encoder(MeanPooled(tmp_path / "thawed"), tmp_path / "thawed", tmp_path / "again", "tiny")
    vectors = load_encoder(frozen).encode(texts)
    assert (vectors * load_encoder(tmp_path / "again").encode(texts)).sum(1).min() > 0.999


@pytest.fixture(scope="module")
def frozen_ranker(start: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ranker")
    torch.manual_seed(11)
    judge = Judge(start)
    for head in (judge.first, judge.weigh):
        torch.nn.init.normal_(head.weight)
    judge.mix.data = torch.randn_like(judge.mix)
    judge.zero.data = torch.tensor([0.5, -0.5])
    export_ranker(judge, start, folder, "tiny")
    return folder


def test_a_thawed_ranker_exports_to_what_it_was_thawed_from(frozen_ranker: Path, tmp_path: Path) -> None:
    judge = thaw_judge(frozen_ranker, tmp_path / "thawed")
    export_ranker(judge, tmp_path / "thawed", tmp_path / "again", "tiny")
    before, after = load_ranker(frozen_ranker), load_ranker(tmp_path / "again")
    texts = ["Baker candle dragon.", "Give labetalol by mouth.", "violin"]
    for asked in ("what is given?", "baker and candle"):
        assert after.rank(asked, texts) == pytest.approx(before.rank(asked, texts), abs=0.01)
        assert after.supports(asked, texts) == pytest.approx(before.supports(asked, texts), abs=0.01)
    assert max(before.rank("what is given?", texts)) - min(before.rank("what is given?", texts)) > 0.01


def test_a_ranker_is_adapted_and_judged_on_its_own_order(frozen_ranker: Path, tmp_path: Path) -> None:
    place = Place(tmp_path, "ranker")
    shutil.copytree(frozen_ranker, place.used)
    with Library.open(tmp_path, encoder=WordEncoder(), ranker=None) as opened:
        found = harvest(fill(opened), [], part="ranker", seed=1, show=silent)
    short = Order(part="ranker", plan=Plan(rate=1e-3, batch=32, passes=1))
    some = found._replace(questions=found.questions[:96], choosing=found.choosing[:8])
    outcome = adapt_to_library(short, tmp_path, some, silent)
    assert outcome.examples == 96 + len(found.claims)
    assert outcome.comparisons["questions kept back"].n == len(found.judging)
    settle(tmp_path)
    name = json.loads((place.used / "ranker.json").read_text())["name"]
    assert name == ("library-ranker" if outcome.accepted else "tiny")


@pytest.mark.slow
def test_a_good_run_is_accepted_takes_the_place_and_can_be_taken_back(own: Place, harvested: Harvest) -> None:
    before = load_encoder(own.used).fingerprint
    outcome = adapt_to_library(order(), own.library, harvested, silent)
    assert outcome.accepted, outcome
    assert outcome.comparisons["questions kept back"].low > 0
    assert load_encoder(own.used).fingerprint == before  # until the library's owner settles
    settle(own.library)
    assert load_encoder(own.used).fingerprint != before
    undo(own)
    assert load_encoder(own.used).fingerprint == before
    assert not own.training.exists() and not own.candidate.exists()


def test_a_bad_run_is_refused_and_leaves_the_encoder_as_it_is(own: Place, harvested: Harvest) -> None:
    before = load_encoder(own.used).fingerprint
    bad = PLAN.model_copy(update={"rate": 1.0, "passes": 1})
    outcome = adapt_to_library(order(bad), own.library, harvested, silent)
    assert not outcome.accepted and "kept back" in outcome.reasons[0]
    settle(own.library)
    assert load_encoder(own.used).fingerprint == before
    assert not own.candidate.exists() and not own.following.exists()


class Stopped(Exception):
    """As when the owner presses Ctrl-C."""


def weights(start: Path, found: Harvest, saved: Path, stop_at: int | None = None) -> dict[str, torch.Tensor]:
    def on_step(done: int, _total: int, _loss: float) -> None:
        if done == stop_at:
            raise Stopped

    return train_encoder(start, found.pairs, TEXTS, SHORT, saved=saved, on_step=on_step).state_dict()


def equal(one: dict[str, torch.Tensor], other: dict[str, torch.Tensor]) -> bool:
    learnt = [name for name in one if "pooler" not in name]
    return all(torch.equal(one[name], other[name]) for name in learnt)


def test_a_run_stopped_half_way_ends_with_the_weights_of_an_unbroken_one(
    start: Path, harvested: Harvest, tmp_path: Path
) -> None:
    unbroken = weights(start, harvested, tmp_path / "unbroken.part")
    with pytest.raises(Stopped):
        weights(start, harvested, tmp_path / "broken.part", stop_at=7)
    assert (tmp_path / "broken.part").is_file()
    assert equal(weights(start, harvested, tmp_path / "broken.part"), unbroken)
    assert equal(weights(start, harvested, tmp_path / "again.part"), unbroken)
    assert not equal(MeanPooled(start).state_dict(), unbroken)


def test_a_command_stopped_half_way_goes_on_when_it_is_given_again(own: Place, harvested: Harvest) -> None:
    steps: list[int] = []

    def show(what: str, done: int, _total: int) -> None:
        if what.startswith("training"):
            steps.append(done)
            if len(steps) == 8:
                raise Stopped

    short = order(SHORT)
    with pytest.raises(Stopped):
        adapt_to_library(short, own.library, harvested, show)
    adapt_to_library(short, own.library, harvested, show)
    assert steps[8] == 7  # saved at every third step


def test_too_little_disk_is_said_before_the_work(own: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(own.library)
    monkeypatch.setattr(adapt.shutil, "disk_usage", lambda _: usage._replace(free=1000))
    with pytest.raises(PreceptorError, match="free disk"):
        check_order(order(), own.library)


@pytest.mark.parametrize(
    ("spoil", "fault"),
    [
        (lambda folder: shutil.rmtree(folder), "no such folder"),
        (lambda folder: (folder / "config.json").write_text("{"), "config.json is missing or damaged"),
        (lambda folder: (folder / "config.json").write_text(json.dumps({"model_type": "t5"})), "a t5 model"),
        (lambda folder: (folder / "model.safetensors").unlink(), "no weights"),
        (lambda folder: (folder / "tokenizer.json").unlink(), "tokenizer.json is missing"),
    ],
)
def test_a_wrong_checkpoint_is_one_sentence(own: Place, start: Path, spoil: Any, fault: str) -> None:
    base = Path(shutil.copytree(start, own.library / "base"))
    check_order(order(base=base), own.library)
    spoil(base)
    with pytest.raises(PreceptorError, match=fault):
        check_order(order(base=base), own.library)

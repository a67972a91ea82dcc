"""Which encoder and ranker a library gets, and what is said of a choice that cannot be one."""

import json
import shutil
from pathlib import Path

import pytest

from retrieval.errors import PreceptorError
from retrieval.models import choose
from retrieval.models.choice import ModelChoice, Prompts
from retrieval.models.choose import encoder_for, former_encoder, ranker_for
from retrieval.models.encoder import WEIGHTS as ENCODER
from retrieval.models.encoder import load_encoder
from retrieval.models.ranker import WEIGHTS as RANKER
from retrieval.models.ranker import load_ranker
from tests.retrieval.other_models import make_encoder, make_ranker, write_folder, write_modules


def renamed(source: Path, target: Path, part: str, name: str) -> Path:
    """A copy of a shipped model under another name, as training leaves one in a library."""
    shutil.copytree(source, target)
    card = json.loads((target / f"{part}.json").read_text())
    (target / f"{part}.json").write_text(json.dumps({**card, "name": name}))
    return target


def test_without_a_choice_the_shipped_models_are_used(tmp_path: Path) -> None:
    ranker = ranker_for(ModelChoice(), tmp_path)
    assert encoder_for(ModelChoice(), tmp_path).fingerprint == load_encoder().fingerprint
    assert ranker is not None and ranker.fingerprint == load_ranker().fingerprint


def test_a_librarys_own_models_go_before_the_shipped_and_a_choice_before_both(tmp_path: Path) -> None:
    renamed(ENCODER, tmp_path / "models" / "encoder", "encoder", "adapted")
    renamed(RANKER, tmp_path / "models" / "ranker", "ranker", "adapted")
    ranker = ranker_for(ModelChoice(), tmp_path)
    assert encoder_for(ModelChoice(), tmp_path).fingerprint.startswith("adapted@")
    assert ranker is not None and ranker.fingerprint.startswith("adapted@")
    chosen = encoder_for(ModelChoice(encoder=str(ENCODER)), tmp_path)
    assert chosen.fingerprint == load_encoder().fingerprint
    assert ranker_for(ModelChoice(ranker="off"), tmp_path) is None


def test_the_encoder_that_made_old_vectors_is_found_by_its_fingerprint(tmp_path: Path) -> None:
    renamed(ENCODER, tmp_path / "models" / "encoder", "encoder", "second")
    renamed(ENCODER, tmp_path / "models" / "encoder.previous", "encoder", "first")
    first = load_encoder(tmp_path / "models" / "encoder.previous").fingerprint
    for fingerprint in (first, load_encoder().fingerprint):
        found = former_encoder(fingerprint, tmp_path)
        assert found is not None and found.fingerprint == fingerprint
    assert former_encoder("gone@1", tmp_path) is None


def test_an_address_is_not_asked_before_there_is_a_question(tmp_path: Path) -> None:
    choice = ModelChoice(encoder="http://127.0.0.1:9/v1#m", ranker="http://127.0.0.1:9/v1#m")
    assert encoder_for(choice, tmp_path).count_tokens("gout") == 2
    ranker = ranker_for(choice, tmp_path)
    assert ranker is not None and ranker.fingerprint == "m at 127.0.0.1:9"


def test_a_model_of_the_other_kind_is_refused_with_the_setting_it_belongs_to(tmp_path: Path) -> None:
    with pytest.raises(PreceptorError, match=r"for the ranker, not for the encoder.*PRECEPTOR_RANKER"):
        encoder_for(ModelChoice(encoder=str(RANKER)), tmp_path)
    with pytest.raises(PreceptorError, match=r"for the encoder, not for the ranker.*PRECEPTOR_ENCODER"):
        ranker_for(ModelChoice(ranker=str(ENCODER)), tmp_path)
    encoder = write_folder(tmp_path / "encoder", "BertModel")
    write_modules(encoder)
    with pytest.raises(PreceptorError, match="is an encoder and cannot serve as the ranker"):
        ranker_for(ModelChoice(ranker=str(encoder)), tmp_path)
    cross = write_folder(tmp_path / "cross", "BertForSequenceClassification")
    with pytest.raises(PreceptorError, match="is a cross-encoder and cannot serve as the encoder"):
        encoder_for(ModelChoice(encoder=str(cross)), tmp_path)


def test_a_folder_that_is_missing_or_no_checkpoint_or_has_no_tokenizer_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PreceptorError, match="is not there"):
        encoder_for(ModelChoice(encoder=str(tmp_path / "none")), tmp_path)
    with pytest.raises(PreceptorError, match="holds no sentence-transformers checkpoint"):
        encoder_for(ModelChoice(encoder=str(tmp_path)), tmp_path)
    bare = write_folder(tmp_path / "bare", "BertForSequenceClassification")
    (bare / "tokenizer.json").unlink()
    with pytest.raises(PreceptorError, match="has no tokenizer"):
        ranker_for(ModelChoice(ranker=str(bare)), tmp_path)


def test_a_missing_extra_is_named_with_the_command_that_installs_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from retrieval.models import checkpoint

    monkeypatch.setattr(checkpoint, "find_spec", lambda _name: None)
    cross = write_folder(tmp_path / "cross", "BertForSequenceClassification")
    with pytest.raises(PreceptorError, match=r"pip install 'preceptor\[models\]'"):
        choose.ranker_for(ModelChoice(ranker=str(cross)), tmp_path)


def test_a_checkpoints_own_prompts_are_honoured_and_the_owners_go_before_them(tmp_path: Path) -> None:
    pytest.importorskip("sentence_transformers", reason="the extra `models` is not installed")
    folder = make_encoder(tmp_path / "asymmetric", {"query": "query: ", "document": "passage: "})
    plain = encoder_for(ModelChoice(encoder=str(make_encoder(tmp_path / "plain"))), tmp_path)
    said = encoder_for(ModelChoice(encoder=str(folder)), tmp_path)
    assert said.encode(["gout"]) == pytest.approx(plain.encode(["passage: gout"]), abs=1e-5)
    assert said.encode_queries(["gout"]) == pytest.approx(plain.encode(["query: gout"]), abs=1e-5)
    prompts = Prompts(query="find: ", document="")
    given = encoder_for(ModelChoice(encoder=str(folder), prompts=prompts), tmp_path)
    assert given.encode_queries(["gout"]) == pytest.approx(plain.encode(["find: gout"]), abs=1e-5)
    assert given.encode(["gout"]) == pytest.approx(plain.encode(["gout"]), abs=1e-5)
    assert len({plain.fingerprint, said.fingerprint, given.fingerprint}) == 3


def test_a_checkpoints_fingerprint_changes_with_its_weights(tmp_path: Path) -> None:
    pytest.importorskip("sentence_transformers", reason="the extra `models` is not installed")
    choice = ModelChoice(ranker=str(make_ranker(tmp_path / "cross")))
    before = ranker_for(choice, tmp_path)
    assert before is not None
    first = before.fingerprint
    weights = tmp_path / "cross" / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-4] + b"\0\0\0\1")
    after = ranker_for(choice, tmp_path)
    assert after is not None and after.fingerprint != first


def test_damaged_weights_and_too_many_labels_are_one_sentence(tmp_path: Path) -> None:
    pytest.importorskip("sentence_transformers", reason="the extra `models` is not installed")
    with pytest.raises(PreceptorError, match="has 3 labels"):
        ranker_for(ModelChoice(ranker=str(make_ranker(tmp_path / "three", labels=3))), tmp_path)
    (make_ranker(tmp_path / "cross") / "model.safetensors").write_bytes(b"no weights")
    damaged = ranker_for(ModelChoice(ranker=str(tmp_path / "cross")), tmp_path)
    assert damaged is not None
    with pytest.raises(PreceptorError, match="cannot be loaded") as caught:
        damaged.rank("gout", ["gout"])
    assert "\n" not in str(caught.value)

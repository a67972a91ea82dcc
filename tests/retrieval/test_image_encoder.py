"""The seam of image encoders: one contract for every implementation, and what each adds to it."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from io import BytesIO
from pathlib import Path
from typing import get_args

import numpy as np
import pytest
from PIL import Image
from pydantic import SecretStr

from assistant.image.types import Modality
from retrieval.errors import ModelDown, PreceptorError, Refused
from retrieval.models.choice import ModelChoice
from retrieval.models.choose import image_encoder_for
from retrieval.models.zero_shot import Table, prompts_of, zero_shot
from retrieval.ports import ImageEncoder, Scale
from tests.retrieval import image_encoders
from tests.retrieval.image_encoders import PixelEncoder, picture, written
from tests.retrieval.model_server import model_host
from tests.serving.vllm_server import KEY, serving, vllm_python

MAKERS = (
    image_encoders.pixel_encoder,
    image_encoders.served_encoder,
    image_encoders.siglip_encoder,
    image_encoders.clip_encoder,
)
TEXTS = ("a radiograph of the chest", "an electrocardiogram", "skin")


@pytest.fixture(scope="module", params=MAKERS, ids=lambda make: make.__name__)
def encoder(request: pytest.FixtureRequest) -> Iterator[ImageEncoder]:
    make: Callable[[], AbstractContextManager[ImageEncoder]] = request.param
    with make() as made:
        yield made


def recompressed(image: bytes) -> bytes:
    return written(Image.open(BytesIO(image)).convert("RGB"), "JPEG", quality=60)


def resized(image: bytes) -> bytes:
    opened = Image.open(BytesIO(image))
    return written(opened.resize((opened.width * 2 // 3, opened.height * 2 // 3)), "PNG")


def test_pictures_and_texts_become_unit_vectors_of_one_space(encoder: ImageEncoder) -> None:
    images, texts = encoder.encode_images([picture(1), picture(2)]), encoder.encode_texts(TEXTS)
    assert images.dtype == texts.dtype == np.float32
    assert images.shape == (2, texts.shape[1]) and len(texts) == len(TEXTS)
    for rows in (images, texts):
        np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)


def test_no_picture_and_no_text_are_no_fault(encoder: ImageEncoder) -> None:
    width = encoder.encode_texts(TEXTS).shape[1]
    assert encoder.encode_images([]).shape == encoder.encode_texts([]).shape == (0, width)


def test_a_vector_does_not_depend_on_its_neighbours(encoder: ImageEncoder) -> None:
    some = [picture(seed) for seed in range(10)]
    alone = np.concatenate([encoder.encode_images([image]) for image in some])
    np.testing.assert_allclose(encoder.encode_images(some), alone, atol=1e-4)
    alone = np.concatenate([encoder.encode_texts([text]) for text in TEXTS])
    np.testing.assert_allclose(encoder.encode_texts(TEXTS), alone, atol=1e-4)


@pytest.mark.parametrize("changed", [recompressed, resized, bytes])
def test_a_picture_is_nearest_to_its_own_copies(
    encoder: ImageEncoder, changed: Callable[[bytes], bytes]
) -> None:
    shelf = [picture(seed) for seed in range(12)]
    scores = encoder.encode_images([changed(image) for image in shelf]) @ encoder.encode_images(shelf).T
    assert scores.argmax(axis=1).tolist() == list(range(len(shelf)))


def test_a_text_of_any_length_is_encoded(encoder: ImageEncoder) -> None:
    assert len(encoder.encode_texts(["", "a", "gout of the foot " * 300])) == 3


def test_what_is_no_picture_is_refused(encoder: ImageEncoder) -> None:
    for data in (b"", b"%PDF-1.7", picture(1)[:200]):
        with pytest.raises(Refused, match="cannot be read"):
            encoder.encode_images([data])


def test_the_fingerprint_is_one_line_and_stays(encoder: ImageEncoder) -> None:
    before = encoder.fingerprint
    encoder.encode_images([picture(1)])
    assert before == encoder.fingerprint and before and "\n" not in before


def test_a_choice_gets_shares_that_add_up_or_none_where_the_scale_is_unknown(encoder: ImageEncoder) -> None:
    shares = zero_shot(encoder, picture(1), {"a": ["one", "two"], "b": ["three"]})
    if encoder.scale is None:
        assert shares is None
    else:
        assert shares is not None and list(shares) == ["a", "b"] and sum(shares.values()) == pytest.approx(1)
    assert zero_shot(encoder, picture(1), {}) is None


class Axes(PixelEncoder):
    """Sees a red picture as "red" and any other as "blue"; the words lie on two axes."""

    scale = Scale(temperature=2.0, bias=-5.0, pairwise=True)

    def encode_images(self, images: object) -> image_encoders.Vectors:
        """[1, 2], leaning towards red."""
        return np.array([[0.8, 0.6]], np.float32)

    def encode_texts(self, texts: object) -> image_encoders.Vectors:
        """The axis of each word."""
        assert isinstance(texts, list)
        return np.array([[1, 0] if "red" in text else [0, 1] for text in texts], np.float32)


def test_shares_are_the_softmax_of_temperature_times_cosine() -> None:
    shares = zero_shot(Axes(), b"", {"red": ["red", "very red"], "blue": ["blue"]})
    assert shares == pytest.approx({"red": 1 / (1 + np.exp(-0.4)), "blue": 1 / (1 + np.exp(0.4))})


@pytest.mark.parametrize("table", get_args(Table))
def test_every_shipped_label_has_prompts_of_its_own(table: Table) -> None:
    prompts = prompts_of(table)
    texts = [text for some in prompts.values() for text in some]
    assert len(prompts) > 1 and all(prompts.values()) and len(set(texts)) == len(texts)


def test_the_shipped_modalities_are_those_of_images() -> None:
    assert set(prompts_of("modality")) == set(get_args(Modality))


def test_no_choice_is_no_encoder(tmp_path: Path) -> None:
    assert image_encoder_for(ModelChoice(), tmp_path) is None


def test_a_wrong_folder_is_told_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "open").mkdir()
    (tmp_path / "open" / "open_clip_config.json").write_text("{}")
    (tmp_path / "bert").mkdir()
    (tmp_path / "bert" / "config.json").write_text('{"model_type": "bert"}')
    for name, words in (("none", "not there"), ("open", "OpenCLIP"), ("bert", "no SigLIP or CLIP")):
        with pytest.raises(PreceptorError, match=words):
            image_encoder_for(ModelChoice(image_encoder=str(tmp_path / name)), tmp_path)


def test_a_checkpoint_with_missing_weights_is_told_in_one_sentence(tmp_path: Path) -> None:
    folder = image_encoders.make_siglip(tmp_path / "siglip")
    (folder / "model.safetensors").unlink()
    encoder = image_encoder_for(ModelChoice(image_encoder=str(folder)), tmp_path)
    assert encoder is not None
    with pytest.raises(PreceptorError, match="cannot be loaded"):
        encoder.encode_texts(["a"])


def test_a_siglip_tells_its_own_temperature_and_bias(tmp_path: Path) -> None:
    encoder = image_encoder_for(
        ModelChoice(image_encoder=str(image_encoders.make_siglip(tmp_path / "siglip"))), tmp_path
    )
    assert encoder is not None and encoder.scale is not None
    assert encoder.scale.pairwise and encoder.scale.temperature > 0


def test_pictures_travel_as_data_urls_without_their_metadata(tmp_path: Path) -> None:
    with model_host() as host:
        encoder = image_encoder_for(ModelChoice(image_encoder=host.url), tmp_path)
        assert encoder is not None
        exif = Image.Exif()
        exif[0x010E] = "Mary Miller"
        opened, file = Image.open(BytesIO(picture(3))), BytesIO()
        opened.save(file, "JPEG", exif=exif)
        encoder.encode_images([file.getvalue()])
        sent = host.asked[-1][1]["messages"][0]["content"][0]["image_url"]["url"]
    assert sent.startswith("data:image/png;base64,") and b"Mary" in file.getvalue()


def test_a_server_that_sends_nothing_usable_is_down(tmp_path: Path) -> None:
    with model_host() as host:
        host.reply = (200, {"data": []}, {})
        encoder = image_encoder_for(ModelChoice(image_encoder=host.url), tmp_path)
        assert encoder is not None
        with pytest.raises(ModelDown, match="image encoder's server"):
            encoder.encode_texts(["a"])


@pytest.mark.vllm
def test_a_real_vllm_serves_a_siglip(tmp_path: Path) -> None:
    vllm_python()
    folder = image_encoders.write_siglip(tmp_path / "siglip")
    options = {"runner": "pooling", "dtype": "float32"}
    with serving(folder, options=options) as vllm:
        choice = ModelChoice(image_encoder=vllm.url, key=SecretStr(KEY))
        encoder = image_encoder_for(choice, tmp_path)
        assert encoder is not None
        shelf = [picture(seed) for seed in range(4)]
        vectors = encoder.encode_images(shelf)
        # Its weights are dummies: all that can be told is that a picture keeps its place.
        np.testing.assert_allclose(encoder.encode_images(shelf), vectors, atol=1e-3)
        assert encoder.encode_texts(TEXTS).shape == (3, vectors.shape[1])

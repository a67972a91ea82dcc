"""Images over HTTP: brought, looked at and removed by their owner alone."""

import io
from collections.abc import Iterator
from typing import Any

import httpx
import numpy as np
import pytest
from PIL import Image

from assistant.home import open_library
from assistant.settings import read_settings
from tests.assistant.image.pictures import dicom_file, encoded, gradient, of_png
from tests.ui.serving import serving_api
from ui.desk import LocalDesk


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where an empty library is served."""
    settings = read_settings(library=tmp_path_factory.mktemp("images"))
    with open_library(settings) as library, serving_api(LocalDesk(library)) as address:
        yield address


def client_of(served: str, who: str) -> httpx.Client:
    return httpx.Client(base_url=served, headers={"x-login": who}, timeout=60)


@pytest.fixture
def lea(served: str) -> Iterator[httpx.Client]:
    """A learner, who starts with no image."""
    with client_of(served, "learner") as client:
        yield client
        for one in client.get("/api/images").json()["images"]:
            client.delete(f"/api/images/{one['info']['id']}")


def bring(client: httpx.Client, data: bytes, name: str = "film.png") -> httpx.Response:
    return client.post("/api/images", files={"file": (name, data)})


def test_an_image_is_brought_looked_at_and_removed(lea: httpx.Client) -> None:
    image = gradient()
    kept = bring(lea, encoded(image)).json()
    address = f"/api/images/{kept['info']['id']}"
    assert lea.get(address).json() == kept
    picture = lea.get(f"{address}/frame/0.png")
    assert picture.headers["content-type"] == "image/png"
    assert np.array_equal(of_png(picture.content), np.asarray(image))
    assert lea.delete(address).json() == {"status": "removed"}
    assert lea.get(address).status_code == 404


def test_another_person_sees_none_of_it(lea: httpx.Client, served: str) -> None:
    address = f"/api/images/{bring(lea, encoded(gradient())).json()['info']['id']}"
    with client_of(served, "educator") as ed:
        assert ed.get("/api/images").json() == {"images": []}
        for path in (address, f"{address}/frame/0.png", f"{address}/frame/0.values"):
            assert ed.get(path).status_code == 404
        assert ed.delete(address).status_code == 404
    assert lea.get(address).status_code == 200


def test_nobody_without_an_account_brings_anything(served: str) -> None:
    with httpx.Client(base_url=served) as client:
        assert bring(client, encoded(gradient())).status_code == 401


def test_a_ct_comes_in_windows_and_as_values(lea: httpx.Client) -> None:
    info: dict[str, Any] = bring(lea, dicom_file("CT_small.dcm"), "ct.dcm").json()["info"]
    assert (info["modality"], info["unit"]) == ("ct", "HU")
    address = f"/api/images/{info['id']}/frame/0"
    lung = lea.get(f"{address}.png", params={"centre": -600, "width": 1500}).content
    bone = lea.get(f"{address}.png", params={"centre": 400, "width": 1800, "invert": True}).content
    assert Image.open(io.BytesIO(lung)).size == (128, 128)
    assert lung != bone
    found = lea.get(f"{address}.values")
    assert found.headers["content-encoding"] == "gzip"
    assert found.headers["x-values-type"] == "int16"
    stored = np.frombuffer(found.content, "<i2")
    assert stored.size == 128 * 128
    assert float(found.headers["x-values-intercept"]) == -1024
    plain = lea.get(f"{address}.values", headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.content == found.content


def test_what_cannot_be_read_is_refused_in_one_sentence(lea: httpx.Client) -> None:
    said = bring(lea, b"GIF89a...", "film.png")
    assert said.status_code == 422
    assert said.json()["error"]["what"] == "The file is a GIF, which is not read."
    assert said.json()["error"]["next_step"]
    assert bring(lea, b"").status_code == 422


@pytest.mark.parametrize(
    "asked",
    ["frame/1.png", "frame/-1.png", "frame/0.png?centre=1", "frame/0.png?centre=1&width=0", "frame/0.values"],
)
def test_what_is_not_there_is_wrong_use(lea: httpx.Client, asked: str) -> None:
    kept = bring(lea, encoded(gradient())).json()
    assert lea.get(f"/api/images/{kept['info']['id']}/{asked}").status_code == 400


def test_what_is_covered_takes_the_place_of_what_was_there(lea: httpx.Client) -> None:
    kept = bring(lea, encoded(gradient())).json()["info"]["id"]
    found = lea.get(f"/api/images/{kept}/frame/0/text").json()
    assert set(found) == {"looked", "found"}
    place = {"left": 0, "top": 0, "right": 0.5, "bottom": 1}
    made = lea.post(f"/api/images/{kept}/cover", json={"places": [place]}).json()["info"]["id"]
    assert [one["info"]["id"] for one in lea.get("/api/images").json()["images"]] == [made]
    assert not of_png(lea.get(f"/api/images/{made}/frame/0.png").content)[:, :16].any()
    assert lea.post(f"/api/images/{made}/cover", json={"places": []}).status_code == 400


def test_marks_follow_an_image_whose_words_were_covered(lea: httpx.Client) -> None:
    kept = bring(lea, encoded(gradient())).json()["info"]["id"]
    mark = {"shape": "box", "id": "m1", "left": 0.6, "top": 0.2, "right": 0.8, "bottom": 0.4, "label": "node"}
    layer = {"author": "learner", "marks": [mark]}
    saved = lea.put(f"/api/images/{kept}/marks", json={"layer": layer, "version": 0}).json()
    place = {"left": 0, "top": 0, "right": 0.5, "bottom": 1}
    made = lea.post(f"/api/images/{kept}/cover", json={"places": [place]}).json()["info"]["id"]
    assert made != kept
    assert lea.get(f"/api/images/{made}/marks").json()["layers"] == [saved]
    again = lea.post(f"/api/images/{made}/cover", json={"places": [place]}).json()["info"]["id"]
    assert lea.get(f"/api/images/{again}/marks").json()["layers"] == [saved]


def test_nobody_covers_the_image_of_another(lea: httpx.Client, served: str) -> None:
    kept = bring(lea, encoded(gradient())).json()["info"]["id"]
    place = {"left": 0, "top": 0, "right": 0.5, "bottom": 1}
    with client_of(served, "educator") as ed:
        assert ed.post(f"/api/images/{kept}/cover", json={"places": [place]}).status_code == 404
        assert ed.get(f"/api/images/{kept}/frame/0/text").status_code == 404

"""Figures through the doors: the desk, the address of a picture, and the page."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from starlette.datastructures import Headers
from starlette.testclient import TestClient

from assistant.accounts import LOCAL
from assistant.home import open_library
from assistant.image.intake import take
from assistant.settings import Settings
from retrieval.figures.copies import ONLY_COPIES
from retrieval.library import Library
from retrieval.types import Metadata, Query
from tests.retrieval.figures.samples import atlas
from tests.retrieval.image_encoders import PixelEncoder, picture
from tests.ui.serving import ACCOUNTS, NOON, TOKEN, serving_api
from ui.api.mcp.tools import Bench, FiguresInput, figures
from ui.api.streaming import Askers
from ui.desk import LocalDesk
from ui.figures import LARGEST
from ui.remote import RemoteDesk
from ui.web.guard import ACCOUNT
from ui.web.images.figures_page import NO_COPY, figure_routes, figures_html


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with open_library(Settings(library=tmp_path / "library")) as opened:
        list(opened.add([atlas(tmp_path)], metadata=Metadata(licence="CC BY 4.0", edition="2nd")))
        yield opened


def test_the_same_figures_are_found_here_and_over_http_with_their_pictures(library: Library) -> None:
    local = LocalDesk(library)
    query = Query(text="tracing of an electrocardiogram")
    with serving_api(local) as address, RemoteDesk(address, TOKEN) as remote:
        here, there = local.figures(query, 2), remote.figures(query, 2)
        assert remote.figure_counts() == local.figure_counts(read=True) and local.figure_counts().total == 3
        assert here == there and here.figures[0].file_page == 2 and here.figures[0].licence == "CC BY 4.0"
        with httpx.Client(headers={"Authorization": f"Bearer {TOKEN}"}, trust_env=False) as client:
            shown = client.get(f"{address}/api/figures/{here.figures[0].id}.png")
            assert shown.headers["content-type"] == "image/png" and shown.content.startswith(b"\x89PNG")
            assert client.get(f"{address}/api/figures/none.png").status_code == 404
            copies = client.post(f"{address}/api/figures", content=picture(1)).json()
            assert [one["file_page"] for one in copies["figures"]] == [2] and copies["notes"] == [ONLY_COPIES]
            assert client.post(f"{address}/api/figures", content=b"none").status_code in (400, 422)


def test_a_program_finds_figures_by_caption_with_source_page_and_no_bytes(library: Library) -> None:
    bench = Bench(LocalDesk(library), Askers(), "http://here/")
    told = asyncio.run(figures(bench, FiguresInput(query="tracing of an electrocardiogram", k=2)))
    first = told.data["figures"][0]
    assert "p. 2" in told.text and "CC BY 4.0" in told.text and first["caption"] in told.text
    assert first["url"] == f"http://here/source/{first['document']}/2?figure={first['id']}#figure"
    assert first["url"] in told.text and "PNG" not in told.text
    nowhere = asyncio.run(figures(bench._replace(address=None), FiguresInput(query="kidney", k=1)))
    assert "http" not in nowhere.text and nowhere.data["figures"][0]["url"] is None


def test_the_page_shows_picture_caption_source_and_page(library: Library) -> None:
    html = figures_html(LocalDesk(library), LOCAL, "section of the kidney")
    assert "Figure 1.3 Section of the kidney" in html and "p. 3" in html and "CC BY 4.0" in html
    assert "/api/figures/" in html and "/source/" in html


def test_words_of_a_stranger_are_shown_as_words(library: Library) -> None:
    html = figures_html(LocalDesk(library), LOCAL, '"><script>alert(1)</script>')
    assert "<script>alert" not in html


@pytest.fixture
def site(library: Library) -> TestClient:
    app = FastAPI()
    app.include_router(figure_routes(LocalDesk(library)))
    app.add_middleware(Entered)
    return TestClient(app)


class Entered:
    """Stands for the guard: whoever asks is the one that a header names."""

    def __init__(self, app: Any) -> None:
        self._app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        name = Headers(scope=scope).get("x-login", "learner")
        await self._app(scope | {ACCOUNT: ACCOUNTS[name]}, receive, send)


def test_a_picture_that_is_brought_finds_its_copy_and_the_page_says_that_only_copies_are_found(
    library: Library, site: TestClient
) -> None:
    html = site.post("/figures", files={"file": ("<b>film.png", picture(1))}).text
    assert html.count("<figcaption") == 1 and "Figure 1.2 Tracing" in html
    assert html.count(ONLY_COPIES) == 1 and "<b>" not in html and "not kept" in html
    assert NO_COPY in site.post("/figures", files={"file": ("film.png", picture(50))}).text
    library.figures.use_image_encoder(PixelEncoder())
    library.figures.level()
    library.wait()
    alike = site.post("/figures", files={"file": ("film.png", picture(50))}).text
    assert alike.count("<figcaption") == 3 and ONLY_COPIES not in alike


def test_what_is_no_picture_is_refused_in_a_sentence(site: TestClient) -> None:
    for data in (b"", b"no picture", picture(1)[:60], b"x" * (LARGEST + 1)):
        reply = site.post("/figures", files={"file": ("film.png", data)})
        assert reply.text.count('role="alert"') == 1 and "figure-cards" not in reply.text


def test_an_image_of_ones_own_finds_figures_and_nobody_elses_does(library: Library, site: TestClient) -> None:
    desk = LocalDesk(library)
    kept = desk.images.keep(ACCOUNTS["learner"].user_id, take(picture(2), "mine.png"), NOON)
    html = site.get("/figures", params={"image": kept.info.id, "frame": "1"}).text
    assert "Figures like mine.png" in html and "Figure 1.3 Section" in html
    for who, frame in (("educator", "1"), ("learner", "9"), ("learner", "none")):
        asked = {"image": kept.info.id, "frame": frame}
        refused = site.get("/figures", params=asked, headers={"x-login": who}).text
        assert 'role="alert"' in refused and "figure-cards" not in refused and "mine.png" not in refused

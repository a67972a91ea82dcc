"""Sources over HTTP, on a real library."""

from collections.abc import Iterator
from html import unescape

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from assistant.answer import answer
from assistant.home import open_library
from assistant.settings import Settings
from retrieval.library import Library
from retrieval.types import Figure, Metadata, Query
from tests.retrieval.figures.samples import atlas
from tests.retrieval.image_encoders import picture
from tests.ui.running import GUIDELINE, make_pdf
from ui.web.evidence import citation_url
from ui.web.markup import escape
from ui.web.placing import NO_PICTURE
from ui.web.source_view import NOT_PLACED
from ui.web.sources import source_routes

ALT = 'A strip "at rest" <b>'
RHYTHMS = f"""# Rhythms

Fibrillation is irregular.

![{ALT}](strip.png)

*Figure 2. Fibrillation at rest.*

## Flutter

![A strip in flutter](https://elsewhere.example/flutter.png)

Flutter is regular.
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("sources")
    (folder / "hypertension.md").write_text(GUIDELINE, encoding="utf-8")
    page = "<h1>Gout</h1><p>Gout is treated with colchicine.</p><script>alert(1)</script>"
    (folder / "gout.html").write_text(page, encoding="utf-8")
    (folder / "strip.png").write_bytes(picture(1))
    (folder / "rhythms.md").write_text(RHYTHMS, encoding="utf-8")
    given = ("hypertension.md", "gout.html", "rhythms.md")
    with open_library(Settings(library=folder / "library")) as opened:
        paths = [*(folder / name for name in given), make_pdf(folder / "scabies.pdf"), atlas(folder)]
        lines = list(opened.add(paths, metadata=Metadata(licence="CC BY 4.0")))
        assert [line.outcome for line in lines] == ["added"] * 5
        yield opened


@pytest.fixture(scope="module")
def site(library: Library) -> TestClient:
    app = FastAPI()
    app.include_router(source_routes(library))
    return TestClient(app)


def cited_address(library: Library, question: str) -> tuple[str, str]:
    """The address of the first citation of an answer, and its quote."""
    given = answer(library, Query(text=question))
    citation = (given.statements[0].citations or given.evidence)[0]
    return citation_url(citation), citation.quote


def document_id(library: Library, filename: str) -> str:
    return next(document.id for document in library.documents() if document.filename == filename)


def test_a_citations_address_shows_the_section_with_exactly_the_quote_marked(
    library: Library, site: TestClient
) -> None:
    address, quote = cited_address(library, "What is the first-line drug for hypertension in adults?")
    html = site.get(f"{address}&part=1").text
    marked = " ".join(piece.split("</mark>")[0] for piece in html.split("<mark>")[1:])
    assert unescape(marked) == quote


def test_a_citation_of_a_pdf_opens_its_page_with_a_box(library: Library, site: TestClient) -> None:
    address, _ = cited_address(library, "How is scabies treated?")
    html = site.get(address).text
    assert "Page 2 of 2" in html and 'class="box"' in html and html.startswith("<!doctype html>")


def test_the_picture_of_a_page_is_a_png_of_the_asked_width(library: Library, site: TestClient) -> None:
    reply = site.get(f"/source/{document_id(library, 'scabies.pdf')}/2.png?width=600")
    assert reply.headers["content-type"] == "image/png"
    assert reply.content.startswith(b"\x89PNG") and int.from_bytes(reply.content[16:20]) in (600, 601)


def test_a_quote_that_is_not_there_is_not_marked_and_the_page_says_so(
    library: Library, site: TestClient
) -> None:
    address, _ = cited_address(library, "What is the first-line drug for hypertension in adults?")
    html = site.get(address.split("&start=")[0] + "&start=5&end=99999&part=1").text
    assert NOT_PLACED in html and "<mark>" not in html


@pytest.mark.parametrize(
    "address",
    [
        "/source/nothing/1",
        "/source/{pdf}/3",
        "/source/{pdf}/0",
        "/source/{pdf}/99.png",
        "/source/{html}/1.png",
        "/source/{pdf}?passage=nothing",
        "/original/nothing",
    ],
)
def test_an_address_that_names_nothing_gets_one_sentence(
    library: Library, site: TestClient, address: str
) -> None:
    ids = {"pdf": document_id(library, "scabies.pdf"), "html": document_id(library, "gout.html")}
    reply = site.get(address.format(**ids))
    assert reply.status_code == 404
    assert 'role="alert"' in reply.text and "Traceback" not in reply.text


def test_a_passage_of_another_source_is_not_shown_under_this_one(library: Library, site: TestClient) -> None:
    address, _ = cited_address(library, "How is scabies treated?")
    query = address.split("?")[1]
    assert site.get(f"/source/{document_id(library, 'gout.html')}?{query}").status_code == 404


def test_an_original_that_could_carry_scripts_is_only_ever_downloaded(
    library: Library, site: TestClient
) -> None:
    reply = site.get(f"/original/{document_id(library, 'gout.html')}")
    assert reply.headers["content-disposition"].startswith("attachment")
    assert reply.headers["content-type"] == "application/octet-stream"
    pdf = site.get(f"/original/{document_id(library, 'scabies.pdf')}")
    assert pdf.headers["content-disposition"].startswith("inline") and pdf.content.startswith(b"%PDF")


def figures_in(library: Library, filename: str) -> list[Figure]:
    return library.figures.of(document_id(library, filename))


def opened_at(site: TestClient, figure: Figure, **query: str) -> str:
    query = {"figure": figure.id, "part": "1"} | query
    return site.get(f"/source/{figure.document}/{figure.page + 1}", params=query).text


def test_a_figure_of_a_pdf_opens_its_page_with_its_own_box_and_no_other(
    library: Library, site: TestClient
) -> None:
    second = figures_in(library, "atlas.pdf")[1]
    html = opened_at(site, second)
    assert second.box is not None and "Page 2 of" in html and html.count('class="box') == 1
    assert f'id="figure" style="left: {second.box.left:.4%}; top: {second.box.top:.4%};' in html
    beside = site.get(f"/source/{second.document}/1", params={"figure": second.id, "part": 1}).text
    assert 'class="box' not in beside


def test_a_figure_of_a_note_stands_in_its_section_above_its_caption_with_alt_text_and_licence(
    library: Library, site: TestClient
) -> None:
    figure = next(one for one in figures_in(library, "rhythms.md") if one.has_picture)
    html = opened_at(site, figure)
    shown = html[html.index('<figure class="opened" id="figure">') :]
    picture_at, licence_at = shown.index(f"/api/figures/{figure.id}.png"), shown.index("Licence: CC BY 4.0")
    assert picture_at < licence_at < shown.index("Figure 2. Fibrillation at rest.")
    assert f'alt="{escape(ALT)}"' in shown and "<b>" not in html
    unasked = site.get(f"/source/{figure.document}/{figure.page + 1}?part=1").text
    assert f"/api/figures/{figure.id}.png" in unasked and "opened" not in unasked


def test_a_figure_whose_picture_is_elsewhere_opens_at_its_words(library: Library, site: TestClient) -> None:
    figure = next(one for one in figures_in(library, "rhythms.md") if not one.has_picture)
    html = opened_at(site, figure)
    assert "<mark>A strip in flutter</mark>" in html and NO_PICTURE in html
    assert "elsewhere.example" not in html and figure.id not in html


def test_a_figure_of_another_source_is_not_shown_under_this_one(library: Library, site: TestClient) -> None:
    figure = figures_in(library, "atlas.pdf")[0]
    for document, name in ((document_id(library, "gout.html"), figure.id), (figure.document, "none")):
        reply = site.get(f"/source/{document}/1", params={"figure": name})
        assert reply.status_code == 404 and 'role="alert"' in reply.text

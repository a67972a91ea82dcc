"""Figures in a library: kept, found by words and by picture, shown, and gone with their document."""

import shutil
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from retrieval.errors import PreceptorError, Refused, WrongUse
from retrieval.figures.copies import NEARLY_THE_SAME, ONLY_COPIES, Signatures
from retrieval.library import Library
from retrieval.store import figures
from retrieval.store.engine import reading
from retrieval.types import Metadata, Query
from tests.retrieval.figures.samples import atlas
from tests.retrieval.image_encoders import PixelEncoder, picture, written

ASKED = "electrocardiogram with atrial fibrillation"


def open_library(folder: Path, *, images: bool = True) -> Library:
    library = Library.open(folder / "library", ranker=None)
    if images:
        library.figures.use_image_encoder(PixelEncoder())
    return library


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with open_library(tmp_path) as opened:
        list(opened.add([atlas(tmp_path)], metadata=Metadata(licence="CC BY 4.0")))
        yield opened


def only(library: Library) -> str:
    return library.documents()[0].id


def test_a_figure_is_kept_with_its_page_place_caption_and_passage(library: Library) -> None:
    kept = library.figures.of(only(library))
    assert [figure.page for figure in kept] == [0, 1, 2] and all(figure.box for figure in kept)
    second = kept[1]
    assert second.caption is not None and second.caption.startswith("Figure 1.2 Tracing")
    assert second.passage is not None and second.caption in library.passage(second.passage).text
    counts = library.figures.counts()
    assert counts.of == {only(library): 3} and counts.told(only(library)) == 3 and counts.unread == ()


def test_words_find_the_figure_by_its_caption(library: Library) -> None:
    hits = library.figures.search(Query(text=ASKED), 3).hits
    assert hits[0].figure.page == 1 and hits[0].lexical_rank == 1 and hits[0].dense_rank == 1
    assert hits[0].title == library.documents()[0].title


def test_a_picture_finds_itself_and_its_copies_first(library: Library) -> None:
    library.figures.level()
    library.wait()
    opened = Image.open(BytesIO(picture(2))).convert("RGB")
    for copy in (picture(2), written(opened.resize((90, 68)), "PNG"), written(opened, "JPEG", quality=50)):
        hits = library.figures.similar(copy, 3).hits
        assert hits[0].figure.page == 2 and (hits[0].alike or 0) > 0.95 > (hits[1].alike or 0)


def test_the_picture_is_drawn_from_the_original(library: Library) -> None:
    figure = library.figures.of(only(library))[0]
    drawn = Image.open(BytesIO(library.figures.png(figure.id, 520)))
    assert abs(drawn.width - 520) <= 2 and abs(drawn.height / drawn.width - 190 / 260) < 0.02


def test_without_an_image_encoder_pictures_are_not_compared_and_words_still_work(tmp_path: Path) -> None:
    with open_library(tmp_path, images=False) as library:
        list(library.add([atlas(tmp_path)]))
        assert library.figures.search(Query(text=ASKED), 1).hits[0].figure.page == 1
        told = library.figures.similar(picture(77))
        assert told.hits == () and told.notes == (ONLY_COPIES,)


def test_without_an_image_encoder_copies_are_found_and_nothing_else(tmp_path: Path) -> None:
    opened = Image.open(BytesIO(picture(2))).convert("RGB")
    with open_library(tmp_path, images=False) as library:
        list(library.add([atlas(tmp_path)]))
        small, lighter = opened.resize((64, 48)), opened.point(lambda level: 40 + level * 0.8)
        for copy in (
            picture(2),
            written(opened, "JPEG", quality=40),
            written(small, "PNG"),
            written(lighter, "PNG"),
        ):
            (hit,) = library.figures.similar(copy).hits
            assert hit.figure.page == 2 and hit.alike == hit.score >= NEARLY_THE_SAME
        cut = opened.crop((0, 0, opened.width // 2, opened.height // 2))
        for other in (written(cut, "PNG"), written(Image.new("RGB", (90, 60), "grey"), "PNG")):
            assert library.figures.similar(other).hits == ()
        with pytest.raises(Refused):
            library.figures.similar(b"no picture")
        list(
            library.add(
                [atlas(tmp_path, "newer.pdf", "A newer atlas")], metadata=Metadata(supersedes=only(library))
            )
        )
        assert [hit.title for hit in library.figures.similar(picture(2)).hits] == ["A newer atlas"]
        assert library.check().sound
        for document in library.documents():
            library.remove(document.id)
        assert library.figures.similar(picture(2)).hits == ()


def test_signatures_are_made_once_and_outlive_a_visit_of_an_image_encoder(tmp_path: Path) -> None:
    with open_library(tmp_path, images=False) as library:
        list(library.add([atlas(tmp_path)]))
        assert library.figures.similar(picture(1)).hits
        library.figures.use_image_encoder(PixelEncoder())
        library.figures.level()
        library.wait()
        library.figures.use_image_encoder(None)
        with reading(library.store.engine) as connection:
            assert figures.count_without(connection, "copy", Signatures.fingerprint) == 0
        assert library.figures.similar(picture(1)).hits


def test_a_removed_document_takes_its_figures_with_it(library: Library) -> None:
    library.figures.level()
    library.wait()
    figure = library.figures.of(only(library))[0]
    library.remove(only(library))
    assert library.figures.search(Query(text=ASKED)).hits == library.figures.similar(picture(1)).hits == ()
    assert library.figures.counts().total == 0
    with pytest.raises(WrongUse):
        library.figures.figure(figure.id)
    assert library.check().sound


def test_a_superseded_editions_figures_are_left_out_unless_asked_for(
    tmp_path: Path, library: Library
) -> None:
    newer = atlas(tmp_path, "newer.pdf", "A newer atlas")
    older = only(library)
    list(library.add([newer], metadata=Metadata(supersedes=older)))
    assert {hit.figure.document for hit in library.figures.search(Query(text=ASKED)).hits} != {older}
    assert older not in {hit.figure.document for hit in library.figures.search(Query(text=ASKED)).hits}
    history = Query.model_validate({"text": ASKED, "filters": {"superseded": True}})
    assert older in {hit.figure.document for hit in library.figures.search(history).hits}


def test_lost_indexes_are_made_again_without_embedding(tmp_path: Path) -> None:
    with open_library(tmp_path) as library:
        list(library.add([atlas(tmp_path)]))
        library.figures.level()
        library.wait()
    shutil.rmtree(tmp_path / "library" / "figures")

    class Silent(PixelEncoder):
        def encode_images(self, images: object) -> object:  # type: ignore[override]
            raise AssertionError("a picture was embedded again")

    with open_library(tmp_path, images=False) as library:
        library.figures.use_image_encoder(Silent())
        assert library.figures.search(Query(text=ASKED), 1).hits[0].figure.page == 1
        assert library.check().sound


def test_an_index_of_figures_that_lacks_some_is_reported_and_rebuilt(library: Library) -> None:
    library.figures.level()
    leg = library.figures.legs.captions
    assert leg is not None
    leg.index.remove(only(library), leg.index.watermark)
    report = library.check()
    assert not report.sound and any("figure caption" in finding.detail for finding in report.findings)
    library.rebuild()
    assert library.check().sound


def test_another_image_encoder_embeds_all_pictures_anew(library: Library) -> None:
    library.figures.level()
    library.wait()

    class Other(PixelEncoder):
        fingerprint = "others"

    library.figures.use_image_encoder(Other())
    library.figures.level()
    library.wait()
    assert library.figures.similar(picture(0), 1).hits[0].figure.page == 0
    with reading(library.store.engine) as connection:
        assert figures.count_vectors(connection, "image", "pixels") == 0
        assert figures.count_vectors(connection, "image", "others") == 3


def test_a_figure_whose_file_is_gone_is_told_in_one_sentence(library: Library) -> None:
    figure = library.figures.of(only(library))[0]
    path = library.source_file(only(library))
    assert path is not None
    path.unlink()
    with pytest.raises(PreceptorError, match="does not hold this picture"):
        library.figures.png(figure.id)

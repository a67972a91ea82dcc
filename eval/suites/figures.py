"""Does a description of a figure find it by its caption, among the other figures of its textbook?

Indexed are a figure's title and caption under its headings; the query is the publisher's text for those who
cannot see it, which is never indexed.
"""

from pathlib import Path
from tempfile import TemporaryDirectory

from eval.metrics import share
from eval.types import NotRun, OnProgress, Score, SuiteOptions, SuiteResult
from retrieval.library import Library
from retrieval.rows import Row, page_of, rows, text_of
from retrieval.types import Block, FigureRead, Metadata, Query, ReadDocument

SHOWN = 10


def run(options: SuiteOptions, on_progress: OnProgress) -> SuiteResult:
    """The figures of `options.data` (images.jsonl) looked for among all of the corpus."""
    asked = [row for row in _rows(options.data / "images.jsonl") if row.get("corpus_section")]
    corpus = options.corpus or options.data.parent / "openstax" / "corpus.jsonl.gz"
    drawn = [row for row in _rows(corpus) if row.get("kind") == "figure"]
    with TemporaryDirectory() as scratch, Library.open(Path(scratch) / "library") as library:
        library.add_read(_document(row) for row in drawn)
        names = {document.id: document.filename for document in library.documents()}
        ranks = []
        for done, row in enumerate(asked, 1):
            query = Query(text=text_of(row, "alt_text"))
            found = [names[hit.figure.document] for hit in library.figures.search(query, SHOWN).hits]
            ranks.append(_rank(found, str(row["corpus_section"])))
            on_progress("Searching", done, len(asked))
    return SuiteResult(
        suite="figures",
        n=len(asked),
        ungraded=0,
        scores=_scores(ranks),
        settings={"data": options.data.resolve().name, "figures": len(drawn)},
    )


def _scores(ranks: list[int | None]) -> dict[str, Score]:
    return {
        f"hit@{depth}": share([rank is not None and rank <= depth for rank in ranks])
        for depth in (1, 3, SHOWN)
    }


def _rank(found: list[str], wanted: str) -> int | None:
    return found.index(wanted) + 1 if wanted in found else None


def _rows(path: Path) -> list[Row]:
    if not path.is_file():
        raise NotRun(f"Not run: there is no {path}.", "Point --data, or --corpus, at the suite's layout.")
    return list(rows(path))


def _document(row: Row) -> tuple[str, ReadDocument]:
    """A figure section as a source of its own: title and caption, without the text that is asked for."""
    title, _, rest = text_of(row, "text").partition("\n")
    said, _, _ = rest.partition("\n")
    caption = f"{title}. {said}".strip()
    chapter = text_of(row, "chapter_title")
    section = row.get("section")
    headings = [chapter, *(section[:-1] if isinstance(section, list) else [])]
    blocks = [Block(kind="heading", text=text, level=level) for level, text in enumerate(headings, 1) if text]
    page = page_of([*blocks, Block(kind="figure", text=caption)])
    at = page.blocks[-1].segments[0].page_start
    return str(row["id"]), ReadDocument(
        media_type="text/plain",
        metadata=Metadata(title=chapter, kind="textbook"),
        pages=(page,),
        pictures=(FigureRead(page=0, caption=caption, at=at),),
    )

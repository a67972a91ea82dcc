"""The lexical leg: BM25 over English word stems in a tantivy index on disk."""

from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from pathlib import Path

import tantivy

from retrieval.ports import IndexRow, Probe, Scope
from retrieval.text import STOP_WORDS

# A change here makes every index older than it: it is rebuilt at the next opening.
FORMAT = "2"
WRITER_BYTES = 64_000_000


class LexicalIndex:
    """An `Index` in a folder of its own. Opening a damaged one raises ValueError: rebuild it."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._mark = folder / "watermark"
        self._schema = _schema()
        if not _is_current(self._mark) and any(folder.iterdir()):
            _empty(folder)
        self._index = tantivy.Index(self._schema, path=str(folder), reuse=True)
        self._index.register_tokenizer("stems", _analyser())
        self._index.register_tokenizer("words", _unstemmed().build())
        self._searcher = self._index.searcher()

    @property
    def watermark(self) -> int:
        """The last change of the library that this index holds, 0 if none."""
        return int(self._mark.read_text().split()[1]) if _is_current(self._mark) else 0

    def __len__(self) -> int:
        return int(self._searcher.num_docs)

    def add(self, rows: Iterable[IndexRow], watermark: int) -> None:
        """Take rows in (again is harmless); durable up to `watermark` when it returns."""
        writer = self._index.writer(WRITER_BYTES, 1)
        for row in rows:
            writer.delete_documents_by_term("n", row.n)
            body = f"{row.title}\n{row.headings}\n{row.text}"
            writer.add_document(tantivy.Document(n=row.n, document=row.document, body=body, words=body))
        self._commit(writer, watermark)

    def remove(self, document: str, watermark: int) -> None:
        """Forget a document's rows; durable up to `watermark` when it returns."""
        writer = self._index.writer(WRITER_BYTES, 1)
        writer.delete_documents_by_term("document", document)
        self._commit(writer, watermark)

    def search(self, probe: Probe, k: int, scope: Scope | None) -> list[tuple[int, float]]:
        """At most k (n, score), best first, within the scope (None: of all documents)."""
        query = self._query(probe)
        if query is None:
            return []
        if scope is not None:
            query = self._within(query, scope)
        found = self._searcher.search(query, limit=k, count=False).hits
        ns = self._searcher.fast_field_values("n", [address for _, address in found])
        # Equal scores in the order of the library, so that the same search gives the same list.
        return sorted(
            ((int(n or 0), score) for n, (score, _) in zip(ns, found, strict=True)), key=_best_first
        )

    def frequencies(self, text: str) -> dict[str, int]:
        """The meaningful stems of the text, and how many passages hold each."""
        return {stem: int(self._searcher.doc_freq("body", stem)) for stem in meaningful_stems(text)}

    def vocabulary(self, initial: str) -> dict[str, int]:
        """The words of the library that begin with this letter, and how many passages hold each."""
        return dict(self._searcher.terms_with_prefix("words", initial))

    def _query(self, probe: Probe) -> tantivy.Query | None:
        """The words asked for, added up; None if there are none.

        An abbreviation is one of them: it counts as the best of itself and its senses, and a sense as the
        mean of its words. Added up, "AF (atrial fibrillation)" would outweigh what is asked about it.
        """
        asked = meaningful_stems(probe.text)
        short = {name: meaningful_stems(name) for name in probe.senses}
        once = [stem for stem in asked if not any(stem in stems for stems in short.values())]
        parts = [self._term(stem) for stem in once]
        for name, senses in probe.senses.items():
            added = [[stem for stem in meaningful_stems(sense) if stem not in asked] for sense in senses]
            ways = [self._any_of(short[name])]
            ways += [
                tantivy.Query.boost_query(self._any_of(words), 1 / len(words)) for words in added if words
            ]
            parts.append(tantivy.Query.disjunction_max_query(ways))
        return (
            tantivy.Query.boolean_query([(tantivy.Occur.Should, part) for part in parts]) if parts else None
        )

    def _any_of(self, asked: Iterable[str]) -> tantivy.Query:
        return tantivy.Query.boolean_query([(tantivy.Occur.Should, self._term(stem)) for stem in asked])

    def _term(self, stem: str) -> tantivy.Query:
        return tantivy.Query.term_query(self._schema, "body", stem, index_option="freq")

    def _within(self, query: tantivy.Query, scope: Scope) -> tantivy.Query:
        named = tantivy.Query.term_set_query(self._schema, "document", sorted(scope.documents))
        if scope.excluded:
            condition = (tantivy.Occur.MustNot, named)
        else:
            condition = (tantivy.Occur.Must, tantivy.Query.const_score_query(named, 0.0))
        return tantivy.Query.boolean_query([(tantivy.Occur.Must, query), condition])

    def _commit(self, writer: tantivy.IndexWriter, watermark: int) -> None:
        writer.commit()
        writer.wait_merging_threads()
        # Only after the data is on disk: a crash in between leads to adding the same rows again.
        temporary = self._mark.with_suffix(".new")
        temporary.write_text(f"{FORMAT} {watermark}")
        temporary.replace(self._mark)
        self._index.reload()
        self._searcher = self._index.searcher()


def stems(text: str) -> list[str]:
    """The English word stems of the text in order."""
    return list(_shared_analyser().analyze(text))


def meaningful_stems(text: str) -> list[str]:
    """The stems of the text without stop words, each once; of all words if every one is a stop word."""
    kept = [word for word in text.split() if word.strip("?!.,;:()").casefold() not in STOP_WORDS]
    return list(dict.fromkeys(stems(" ".join(kept) or text)))


@cache
def _shared_analyser() -> tantivy.TextAnalyzer:
    return _analyser()


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("n", stored=False, indexed=True, fast=True)
    builder.add_text_field("document", stored=False, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("body", stored=False, tokenizer_name="stems", index_option="freq")
    builder.add_text_field("words", stored=False, tokenizer_name="words", index_option="basic")
    return builder.build()


def _analyser() -> tantivy.TextAnalyzer:
    return _unstemmed().filter(tantivy.Filter.stemmer("english")).build()


def _unstemmed() -> tantivy.TextAnalyzerBuilder:
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    for step in (tantivy.Filter.remove_long(60), tantivy.Filter.lowercase(), tantivy.Filter.ascii_fold()):
        builder = builder.filter(step)
    return builder


def _best_first(hit: tuple[int, float]) -> tuple[float, int]:
    return -hit[1], hit[0]


def _is_current(mark: Path) -> bool:
    with suppress(FileNotFoundError):
        return mark.read_text().split()[:1] == [FORMAT]
    return False


def _empty(folder: Path) -> None:
    for path in folder.iterdir():
        path.unlink()

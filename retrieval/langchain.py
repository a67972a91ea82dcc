"""The library as a LangChain retriever, so that anybody's chain can use it (extra: langchain)."""

from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document as ChainDocument
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from retrieval.library import Library
from retrieval.types import Filters, Hit, Query


class LibraryRetriever(BaseRetriever):
    """Passages of an open library, best first, each with its place in `metadata`."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    library: Library
    k: int = 10
    filters: Filters = Filters()

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[ChainDocument]:
        found = self.library.search(Query(text=query, filters=self.filters), self.k)
        return [self._document(hit) for hit in found.hits]

    def _document(self, hit: Hit) -> ChainDocument:
        passage = hit.passage
        source = self.library.document(passage.document)
        metadata: dict[str, Any] = {
            "document": source.id,
            "title": source.title,
            "publisher": source.publisher,
            "edition": source.edition,
            "published": source.published.isoformat() if source.published else None,
            "page_index": passage.page,
            "headings": list(passage.headings),
            "superseded": source.superseded_by is not None,
            "licence": source.licence,
            "score": hit.score,
        }
        return ChainDocument(id=passage.id, page_content=passage.text, metadata=metadata)

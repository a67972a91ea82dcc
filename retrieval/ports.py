"""The seams of retrieval. Third-party types stop at the adapter behind each."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from retrieval.types import ReadDocument

Vectors = NDArray[np.float32]


class Reader(Protocol):
    """Reads one file format."""

    def read(self, data: bytes, name: str) -> ReadDocument:
        """Pages with blocks that map back to them. Raises Refused or Skipped with the reason."""


class Encoder(Protocol):
    """Turns texts into unit vectors."""

    @property
    def fingerprint(self) -> str:
        """Names the weights and settings: vectors of two fingerprints are never compared."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Passages or sentences as float32 [n, d], each of length 1."""

    def encode_queries(self, texts: Sequence[str]) -> Vectors:
        """Questions as float32 [n, d], each of length 1."""


class Ranker(Protocol):
    """Judges how well texts answer a query."""

    @property
    def fingerprint(self) -> str:
        """Names the weights and settings: a calibration holds for the scores of one ranker only."""

    def rank(self, query: str, texts: Sequence[str]) -> list[float]:
        """For each text 0..1, higher where it answers the query better."""


class Scale(NamedTuple):
    """How a model turns the cosine of a picture and a text into a logit: `temperature` times it plus `bias`.

    `pairwise`: it was trained with a sigmoid on each pair (SigLIP), else with a softmax over texts (CLIP).
    """

    temperature: float
    bias: float
    pairwise: bool


@runtime_checkable
class ImageEncoder(Protocol):
    """Turns pictures and texts into unit vectors of one space."""

    @property
    def fingerprint(self) -> str:
        """Names the weights and settings: vectors of two fingerprints are never compared."""

    @property
    def scale(self) -> Scale | None:
        """How its cosines become logits, None where nobody says (a server does not)."""

    def encode_images(self, images: Sequence[bytes]) -> Vectors:
        """Picture files (PNG, JPEG, WebP) as float32 [n, d], each of length 1; Refused if unreadable."""

    def encode_texts(self, texts: Sequence[str]) -> Vectors:
        """Captions, descriptions or questions as float32 [n, d], each of length 1."""


@runtime_checkable
class Verifier(Protocol):
    """Judges how well texts support a statement."""

    @property
    def fingerprint(self) -> str:
        """Names the weights and settings."""

    def supports(self, statement: str, texts: Sequence[str]) -> list[float]:
        """For each text 0..1, higher where the statement follows from it."""


class IndexRow(NamedTuple):
    """What an index needs of a passage. `n` is its row in the library's database."""

    n: int
    document: str
    title: str
    headings: str
    text: str
    vector: Vectors


class Probe(NamedTuple):
    """A query as the legs want it: terms for the lexical one, a vector for the dense one.

    `senses` holds what the abbreviations of the text may stand for, to be found in their stead.
    """

    text: str
    vector: Vectors | None
    senses: Mapping[str, tuple[str, ...]] = MappingProxyType({})


class Scope(NamedTuple):
    """The documents a search may use: these only, or, `excluded`, all but these."""

    documents: frozenset[str]
    excluded: bool = False

    def admits(self, document: str) -> bool:
        """Whether the document may be used."""
        return (document in self.documents) != self.excluded


class Index(Protocol):
    """A derived index. It may lag behind the database and says how far it has read."""

    @property
    def watermark(self) -> int:
        """The last change of the library that this index holds, 0 if none."""

    def add(self, rows: Iterable[IndexRow], watermark: int) -> None:
        """Take rows in (again is harmless); durable up to `watermark` when it returns."""

    def remove(self, document: str, watermark: int) -> None:
        """Forget a document's rows; durable up to `watermark` when it returns."""

    def search(self, probe: Probe, k: int, scope: Scope | None) -> list[tuple[int, float]]:
        """At most k (n, score), best first, within the scope (None: of all documents)."""


class TermIndex(Index, Protocol):
    """An index of words, which also knows how rare each is."""

    def __len__(self) -> int:
        """How many passages it holds."""

    def frequencies(self, text: str) -> dict[str, int]:
        """The meaningful stems of the text, and how many passages hold each."""

    def vocabulary(self, initial: str) -> dict[str, int]:
        """The words of the library that begin with this letter, and how many passages hold each."""

"""An image encoder behind a URL: `/v1/embeddings` with a message that holds one picture or text, as in vLLM.

Pictures travel as data URLs, so that the server fetches nothing; they are sent to that server and no other.
"""

from base64 import b64encode
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from retrieval.models.served import recognised
from retrieval.models.server import ModelServer, Reply
from retrieval.pictures import opened_picture, png_of
from retrieval.ports import Scale, Vectors

READ_S = 60.0
PROBE = "A radiograph of the chest."
# No encoder of this kind looks at more than 896 pixels a side; less is sent, and no metadata with it.
WIDEST_PX = 1024


class _Embedded(Reply):
    embedding: list[float]


class _Embeddings(Reply):
    data: list[_Embedded]


class ServedImageEncoder:
    """An `ImageEncoder` over a server; the file `known` keeps vectors by which models are recognised."""

    def __init__(self, server: ModelServer, known: Path) -> None:
        self._server = server
        self._known = known

    @cached_property
    def fingerprint(self) -> str:
        """Model, dimension and a digest of a fixed text's vector; asks the server once, raises ModelDown."""
        probe = self._embedded(_text(PROBE))
        return recognised(self._known, f"{self._server.model.id}/{len(probe)}/image", probe)

    @property
    def scale(self) -> Scale | None:
        """None: a server does not tell its model's temperature."""
        return None

    def encode_images(self, images: Sequence[bytes]) -> Vectors:
        """Unit vectors float32 [n, d] of picture files; raises ModelDown, Refused for an unreadable one."""
        return self._all(_picture(image) for image in images)

    def encode_texts(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors float32 [n, d] of texts; raises ModelDown."""
        return self._all(_text(text) for text in texts)

    def _all(self, contents: Iterator[dict[str, Any]]) -> Vectors:
        dimension = int(self.fingerprint.rsplit("/", 3)[1])
        rows = [self._embedded(content) for content in contents]
        if any(len(row) != dimension for row in rows):
            raise self._server.down(
                f"gives vectors of other lengths than {dimension} numbers.", "Restart Preceptor."
            )
        return np.array(rows, np.float32).reshape(len(rows), dimension)

    def _embedded(self, content: dict[str, Any]) -> Vectors:
        body = {
            "model": self._server.model.id,
            "messages": [{"role": "user", "content": [content]}],
            "encoding_format": "float",
        }
        data = self._server.post("/embeddings", body, _Embeddings, read_s=READ_S).data
        vector = np.array(data[0].embedding if len(data) == 1 else [], np.float64)
        norm = float(np.linalg.norm(vector))
        if not vector.size or not np.isfinite(norm) or norm == 0:
            raise self._server.down("sent no usable vector for a picture or text.", "Is it an image encoder?")
        return np.asarray(vector / norm, np.float32)


def _text(text: str) -> dict[str, Any]:
    return {"type": "text", "text": text}


def _picture(image: bytes) -> dict[str, Any]:
    data = b64encode(png_of(opened_picture(image), WIDEST_PX)).decode("ascii")
    return {"type": "image_url", "image_url": {"url": f"data:image/png;base64,{data}"}}

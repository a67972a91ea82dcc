"""Embeds a library with another encoder: `python -m tests.retrieval.changing LIBRARY`."""

import sys
import time
from collections.abc import Sequence
from pathlib import Path

from retrieval.library import Library
from retrieval.ports import Vectors
from tests.retrieval.adding import say
from tests.retrieval.test_legs import OtherEncoder


class SlowEncoder(OtherEncoder):
    """Slow enough to be killed in the middle."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One unit vector a text."""
        time.sleep(0.02)
        return super().encode(texts)


def main(folder: Path) -> None:
    """Says when embedding begins, and when all is done."""
    with Library.open(folder, encoder=SlowEncoder(), ranker=None, wait_s=30) as library:
        library.legs()
        say("begun")
        library.wait()
        say("done")


if __name__ == "__main__":
    main(Path(sys.argv[1]))

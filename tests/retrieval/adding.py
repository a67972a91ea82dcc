"""Adds a folder and says each document as it is reported.

Called as `python -m tests.retrieval.adding LIBRARY FOLDER LIMIT`; LIMIT is the number of passages from which
the graph is used instead of exact search.
"""

import sys
from pathlib import Path

from retrieval import ingest
from retrieval.indexes import dense
from retrieval.library import Library
from tests.retrieval.shelf import WordEncoder


def main(folder: Path, sources: Path, limit: int) -> None:
    """Adds in small groups, so that there are many moments at which to be killed."""
    ingest.PASSAGES_AT_ONCE = 4
    dense.EXACT_LIMIT = limit
    with Library.open(folder, wait_s=30, encoder=WordEncoder()) as library:
        say("ready")
        for line in library.add([sources]):
            say(f"{line.outcome} {line.document}")


def say(words: str) -> None:
    """One line, at once."""
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))

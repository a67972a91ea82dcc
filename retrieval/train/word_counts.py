"""Count in how many passages of open medical text each word stem occurs: the prior for rarity.

    python -m retrieval.train.word_counts FILE.jsonl[.gz]... > retrieval/word_counts.tsv

Each line of a file is an object with a `text` or `answer`. The first line of the result is the number of
passages counted, then come the stems that at least one passage in a thousand holds.
"""

import gzip
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from retrieval.indexes.lexical import stems

LEAST_SHARE = 0.001
PASSAGE_WORDS = 130


def passages(path: Path) -> Iterator[str]:
    """The texts of the file in pieces about as long as the library's passages."""
    with gzip.open(path, "rt") if path.suffix == ".gz" else path.open() as lines:
        for line in lines:
            row = json.loads(line)
            words = str(row.get("text") or row.get("answer") or "").split()
            for start in range(0, len(words), PASSAGE_WORDS):
                yield " ".join(words[start : start + PASSAGE_WORDS])


def main() -> None:
    """Write the table for the files named on the command line to standard output."""
    counts: Counter[str] = Counter()
    total = 0
    for name in sys.argv[1:]:
        for text in passages(Path(name)):
            total += 1
            counts.update(set(stems(text)))
    sys.stdout.write(f"{total}\n")
    for stem, count in sorted(counts.items()):
        if count >= LEAST_SHARE * total and stem.isalpha():
            sys.stdout.write(f"{stem}\t{count}\n")


if __name__ == "__main__":
    main()

"""A small source in two editions, and items that cite the older one."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from curricula.items.bank import Bank
from curricula.items.keeping import Source
from curricula.types import Reference
from retrieval.library import Library
from retrieval.store import Migration
from retrieval.types import Metadata
from tests.curricula.items.samples import single
from tests.retrieval.shelf import WordEncoder

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
TITLE = "Gout in adults"
DOSE = "Adults with gout are given colchicine 500 micrograms twice daily."
NEW_DOSE = "Adults with gout are given colchicine 600 micrograms twice daily."
MEANS = "Tophus means a lump of urate crystals under the skin."
DIET = "Beer, liver and shellfish raise the risk of an attack."
PAGE = '---\ntitle: "{title}"\nedition: "{edition}"\n---\n\n# Gout\n\n## Treatment\n\n{text}\n'


@contextmanager
def two_editions(folder: Path, migrations: Sequence[Migration]) -> Iterator[Library]:
    """The library with both editions, opened: the newer has another dose, and says nothing of the diet."""
    with Library.open(
        folder / "library", migrations=migrations, encoder=WordEncoder(), ranker=None
    ) as library:
        for edition, text in (("2020", f"{DOSE} {MEANS} {DIET}"), ("2026", f"{MEANS} {NEW_DOSE}")):
            page = folder / f"gout-{edition}.md"
            page.write_text(PAGE.format(title=TITLE, edition=edition, text=text), encoding="utf-8")
            older = next((one.id for one in library.documents()), None)
            list(library.add([page], metadata=Metadata(supersedes=older)))
        yield library


def put_citing(library: Library, name: str, *quotes: str, **changes: Any) -> None:
    """Puts an item into the bank that cites these words of the source."""
    references = tuple(Reference(document=TITLE, quote=quote) for quote in quotes)
    item = single(name, references=references, **{"title": name.capitalize()} | changes)
    Bank(library.store.engine).put(item, Source(origin="yaml", at=NOON))

"""The audits of a library, with everything that stands behind them."""

from datetime import UTC, datetime

from assistant.answer.check import verifier_of
from assistant.audits.auditing import Auditing, House, Sources
from assistant.audits.check import passage_of
from assistant.audits.log import AuditLog
from assistant.home import plans_in
from assistant.references import Remembered, resolver
from retrieval.library import Library


def open_auditing(library: Library) -> Auditing:
    """Where answers of the library are audited."""

    def sources() -> Sources:
        books = Remembered(library.store)
        return Sources(resolver(books), passage_of(books))

    return Auditing(
        House(
            audits=plans_in(library).audits,
            log=AuditLog(library.store.engine),
            sources=sources,
            verifier=lambda: verifier_of(library.ranker),
            now=lambda: datetime.now(UTC),
        )
    )

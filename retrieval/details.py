"""What is said about a document that is here already: fields, title, and the edition it supersedes."""

from retrieval import editions
from retrieval.prepare import Workshop, embed
from retrieval.types import Document, Metadata


def update(shop: Workshop, document_id: str, given: Metadata) -> list[str]:
    """Which of the document's fields were changed to what is given; a new title is embedded anew."""
    with shop.changing:
        return _update(shop, document_id, given)


def _update(shop: Workshop, document_id: str, given: Metadata) -> list[str]:
    before = shop.store.document(document_id)
    fields = given.model_dump(exclude_none=True, exclude_defaults=True)
    supersedes = fields.pop("supersedes", None)
    changed = [name for name, value in fields.items() if getattr(before, name) != value]
    if changed:
        after = before.model_copy(update=fields)
        shop.store.change(after, shop.now())
        if "title" in changed:
            embed_anew(shop, document_id)
            shop.settle()
    if supersedes is not None and _links_anew(shop, before, supersedes):
        changed.append("supersedes")
    return changed


def _links_anew(shop: Workshop, document: Document, said: str) -> bool:
    older = editions.resolve(said, document, shop.store.documents())
    if older is None:
        shop.store.say_supersedes(document.id, said)
        return False
    if document.supersedes == older.id:
        return False
    editions.link(shop.store, document.id, older.id, shop.now())
    return True


def embed_anew(shop: Workshop, document_id: str) -> None:
    """Gives a document vectors of its present title and of the encoder in use."""
    title = shop.store.document(document_id).title
    vectors = embed(shop.encoder, title, shop.store.passages_of(document_id))
    shop.store.replace_vectors(document_id, vectors, shop.encoder.fingerprint, shop.now())

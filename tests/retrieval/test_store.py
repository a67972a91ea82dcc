"""The SQL truth, on SQLite always and on PostgreSQL where it is installed."""

import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import inspect

from retrieval.errors import PreceptorError
from retrieval.store import Store, schema
from retrieval.store.engine import writing
from retrieval.store.vectors import insert_vectors
from retrieval.types import Block, Box, Page, Segment
from tests.retrieval.shelf import NOON, WordEncoder, document, entry, open_store


@pytest.fixture
def store(database: str | None, tmp_path: Path) -> Iterator[Store]:
    """An empty store on each database."""
    made = open_store(tmp_path, database)
    yield made
    made.close()


def test_what_is_added_comes_back_as_it_was(store: Store) -> None:
    given = entry("asthma", ["Give salbutamol.", "Ramipril 5 mg."], topics=("lung",), published="2024-05-01")
    store.add(given)
    assert store.document(given.document.id) == given.document
    assert store.page(given.document.id, 0) == given.pages[0]
    stored = store.passages_of(given.document.id)
    assert [passage.model_copy(update={"n": 0}) for passage in stored] == given.passages
    assert store.passage(stored[1].id) == stored[1]


def test_passages_come_in_the_order_asked_and_missing_rows_are_left_out(store: Store) -> None:
    store.add(entry("asthma", ["a", "b", "c"]))
    ns = [passage.n for passage in store.passages_of(document("asthma").id)]
    asked = [ns[2], 999_999, ns[0]]
    assert [passage.text for passage in store.passages(asked)] == ["c", "a"]


def test_a_fault_in_the_middle_leaves_nothing_of_the_document(store: Store) -> None:
    store.add(entry("asthma"))
    clash = entry("copd")._replace(passages=entry("asthma").passages)
    with pytest.raises(PreceptorError):
        store.add(clash)
    assert [kept.title for kept in store.documents()] == ["Asthma"]
    assert store.latest_change() == 1
    assert store.count_passages() == 2


def test_row_numbers_are_never_given_out_twice(store: Store) -> None:
    store.add(entry("asthma"))
    first = {passage.n for passage in store.passages_of(document("asthma").id)}
    store.remove(document("asthma").id, NOON)
    store.add(entry("asthma"))
    second = {passage.n for passage in store.passages_of(document("asthma").id)}
    assert not first & second


def test_removal_takes_pages_passages_and_vectors_along(store: Store) -> None:
    store.add(entry("asthma"))
    store.remove(document("asthma").id, NOON)
    assert store.documents() == []
    assert store.count_passages() == 0
    assert len(store.matrix(WordEncoder.fingerprint).ns) == 0
    with pytest.raises(PreceptorError, match="no page 1"):
        store.page(document("asthma").id, 0)


def test_the_log_tells_what_happened_since(store: Store) -> None:
    store.add(entry("asthma"))
    seen = store.latest_change()
    store.add(entry("copd"))
    store.remove(document("asthma").id, NOON)
    later = [(change.op, change.document) for change in store.changes(seen)]
    assert later == [("add", document("copd").id), ("remove", document("asthma").id)]


def test_the_matrix_holds_every_vector_beside_its_row_and_document(store: Store) -> None:
    store.add(entry("asthma", ["a", "b"]))
    store.add(entry("copd", ["c"]))
    matrix = store.matrix(WordEncoder.fingerprint)
    wanted = {text: WordEncoder().encode([text])[0] for text in "abc"}
    for n, code, vector in zip(matrix.ns, matrix.codes, matrix.vectors, strict=True):
        (passage,) = store.passages([int(n)])
        assert matrix.ids[code] == passage.document
        np.testing.assert_allclose(vector, wanted[passage.text], atol=1e-3)


def test_vectors_of_another_encoder_are_not_mixed_in(store: Store) -> None:
    store.add(entry("asthma"))
    assert len(store.matrix("other@2").ns) == 0
    assert store.without_vectors("other@2") == [document("asthma").id]
    store.replace_vectors(document("asthma").id, np.eye(2, 4, dtype=np.float32), "other@2", NOON)
    matrix = store.matrix("other@2")
    assert matrix.vectors.tolist() == np.eye(2, 4).tolist()
    assert [passage.n for passage in store.passages_of(document("asthma").id)] == matrix.ns.tolist()


def test_index_rows_carry_the_stored_vector_not_a_finer_one(store: Store) -> None:
    store.add(entry("asthma", ["a"]))
    (row,) = store.rows_of(document("asthma").id)
    assert (row.title, row.headings, row.text) == ("Asthma", "Asthma", "a")
    assert np.array_equal(row.vector, store.matrix(WordEncoder.fingerprint).vectors[0])


def test_documents_that_changed_are_listed_anew(store: Store) -> None:
    store.add(entry("asthma"))
    assert store.documents()[0].licence is None
    store.change(document("asthma", licence="CC BY 4.0"), NOON)
    assert store.documents()[0].licence == "CC BY 4.0"


def test_a_successor_makes_a_document_superseded_and_its_removal_undoes_it(store: Store) -> None:
    store.add(entry("old"))
    store.add(entry("new"))
    store.set_superseded(document("old").id, document("new").id, NOON)
    assert store.document(document("old").id).superseded_by == document("new").id
    store.remove(document("new").id, NOON)
    assert store.document(document("old").id).superseded_by is None


def test_pages_keep_boxes_and_text_that_is_no_plain_span(store: Store) -> None:
    corner = Box(left=0.1, top=0.2, right=0.3, bottom=0.4)
    blocks = (
        Block(
            kind="table",
            text="dose: 5 mg",
            cells=(("dose", "5 mg"),),
            segments=(Segment(start=0, end=4, page=0, boxes=(corner,)),),
        ),
        Block(kind="heading", text="Treatment", level=2),
    )
    page = Page(index=0, text="5 mg", blocks=blocks, label="iv", title="Tables")
    store.add(entry("asthma")._replace(pages=[page]))
    assert store.page(document("asthma").id, 0) == page


def test_the_tables_after_all_migrations_are_those_of_the_schema(store: Store) -> None:
    found = inspect(store.engine)
    for table in schema.metadata.sorted_tables:
        columns = {column["name"]: column["nullable"] for column in found.get_columns(table.name)}
        assert set(columns) == {column.name for column in table.columns}, table.name


@pytest.mark.parametrize("url", ["mysql://host/name", "nonsense", "postgresql://nobody@127.0.0.1:1/none"])
def test_a_database_that_cannot_be_used_is_one_clear_sentence(tmp_path: Path, url: str) -> None:
    with pytest.raises(PreceptorError) as caught:
        open_store(tmp_path, url)
    assert caught.value.next_step


def test_a_matrix_of_33_000_vectors_loads_in_well_under_a_second(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    book = np.random.default_rng(1).normal(size=(1000, 384)).astype(np.float32)
    for number in range(33):
        store.add(entry(f"book{number}", []))
        with writing(store.engine) as connection:
            insert_vectors(connection, number + 1, number * 1000, encoder=WordEncoder.fingerprint, rows=book)
    started = time.process_time()  # of this process alone: other tests may run beside it
    matrix = store.matrix(WordEncoder.fingerprint)
    assert time.process_time() - started < 0.6  # measured: 0.1 s
    assert matrix.vectors.shape == (33_000, 384)
    assert matrix.ns[-1] == 32_999
    store.close()

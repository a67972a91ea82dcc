"""What every index must do, whatever it is built on."""

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import numpy as np
import pytest

from retrieval.errors import PreceptorError
from retrieval.indexes.chroma import ChromaIndex
from retrieval.indexes.exact import ExactIndex
from retrieval.indexes.legs import DAMAGE, CountedIndex, Leg
from retrieval.indexes.lexical import LexicalIndex
from retrieval.indexes.sync import catch_up, steps
from retrieval.ports import IndexRow, Probe, Scope
from retrieval.store import Change
from tests.retrieval.shelf import NOON, WordEncoder, document, entry, open_store

TEXTS = ("salbutamol relieves asthma", "colchicine relieves gout", "heparin prevents thrombosis")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a Chroma server."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = Path(sys.executable).with_name("chroma")
    place = tmp_path_factory.mktemp("server")
    process = subprocess.Popen(
        [command, "run", "--path", place, "--host", "127.0.0.1", "--port", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{port}"
    for _ in range(200):
        try:
            if httpx.get(f"{url}/api/v2/heartbeat").status_code == 200:
                break
        except httpx.TransportError:
            time.sleep(0.1)
    yield url
    process.terminate()
    process.wait()


def exact(_folder: Path, _url: str | None) -> ExactIndex:
    """An empty exact index."""
    nothing = (np.zeros(0, np.int64), np.zeros(0, np.int32), np.zeros((0, 0), np.float32), ())
    return ExactIndex(nothing, 0)


def lexical(folder: Path, _url: str | None) -> LexicalIndex:
    """An empty lexical index."""
    return LexicalIndex(folder / "lexical")


def chroma(folder: Path, url: str | None) -> ChromaIndex:
    """An empty graph."""
    return ChromaIndex(folder / "chroma", encoder="words@1", url=url)


KINDS: dict[str, Callable[[Path, str | None], CountedIndex]] = {
    "exact": exact,
    "lexical": lexical,
    "chroma": chroma,
    "chroma server": chroma,
}


@pytest.fixture(params=KINDS)
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], CountedIndex]:
    """Opens the index of this test, again if called again."""
    url = request.getfixturevalue("server") if request.param == "chroma server" else None
    return lambda: KINDS[request.param](tmp_path, url)


@pytest.fixture
def index(make: Callable[[], CountedIndex]) -> Iterator[CountedIndex]:
    """An empty index."""
    made = make()
    yield made
    if isinstance(made, ChromaIndex):
        made.close()


def rows(*numbers: int) -> list[IndexRow]:
    """One row a number, each of its own document."""
    vectors = WordEncoder().encode(TEXTS)
    return [IndexRow(n, f"document{n}", "Title", "Heading", TEXTS[n], vectors[n]) for n in numbers]


def probe(text: str) -> Probe:
    """A query."""
    return Probe(text, WordEncoder().encode([text])[0])


def found(index: CountedIndex, text: str, k: int = 3, scope: Scope | None = None) -> list[int]:
    """The rows found, best first."""
    return [n for n, _ in index.search(probe(text), k, scope)]


def test_an_empty_index_finds_nothing_and_has_read_nothing(index: CountedIndex) -> None:
    assert (index.watermark, len(index), found(index, "gout")) == (0, 0, [])


def test_the_best_row_comes_first_with_falling_scores(index: CountedIndex) -> None:
    index.add(rows(0, 1, 2), 3)
    hits = index.search(probe(TEXTS[1]), 3, None)
    assert hits[0][0] == 1
    assert [score for _, score in hits] == sorted((score for _, score in hits), reverse=True)
    assert len(index.search(probe(TEXTS[1]), 1, None)) == 1


def test_adding_rows_again_is_harmless(index: CountedIndex) -> None:
    index.add(rows(0, 1), 2)
    index.add(rows(1, 2), 3)
    assert (len(index), index.watermark) == (3, 3)
    assert found(index, TEXTS[1]).count(1) == 1


def test_a_removed_document_is_gone_and_removing_it_again_is_harmless(index: CountedIndex) -> None:
    index.add(rows(0, 1), 2)
    for seq in (3, 4):
        index.remove("document1", seq)
    assert (len(index), index.watermark) == (1, 4)
    assert 1 not in found(index, TEXTS[1])


def test_only_the_documents_asked_for_are_found(index: CountedIndex) -> None:
    index.add(rows(0, 1, 2), 3)
    assert found(index, "relieves gout colchicine", scope=Scope(frozenset({"document0"}))) == [0]
    assert found(index, TEXTS[1], scope=Scope(frozenset())) == []
    many = frozenset({"document0", "document2", *(f"other{n}" for n in range(100))})
    assert 1 not in found(index, TEXTS[1], scope=Scope(many))


def test_documents_that_are_excluded_are_not_found_and_the_others_are(index: CountedIndex) -> None:
    index.add(rows(0, 1, 2), 3)
    assert 1 not in found(index, TEXTS[1], scope=Scope(frozenset({"document1"}), excluded=True))
    many = frozenset({"document1", *(f"other{n}" for n in range(100))})
    assert 1 not in found(index, TEXTS[1], scope=Scope(many, excluded=True))
    assert found(index, TEXTS[1], k=1, scope=Scope(frozenset({"document0"}), excluded=True)) == [1]


def test_a_watermark_without_rows_is_kept(index: CountedIndex) -> None:
    index.add([], 7)
    assert index.watermark == 7


@pytest.mark.parametrize("make", [kind for kind in KINDS if kind != "exact"], indirect=True)
def test_what_an_index_holds_is_there_when_it_is_opened_again(make: Callable[[], CountedIndex]) -> None:
    first = make()
    first.add(rows(0, 1, 2), 3)
    if isinstance(first, ChromaIndex):
        first.close()
    again = make()
    assert (again.watermark, len(again), found(again, TEXTS[2], k=1)) == (3, 3, [2])
    if isinstance(again, ChromaIndex):
        again.close()


def test_two_libraries_on_one_server_do_not_meet(tmp_path: Path, server: str) -> None:
    ours = ChromaIndex(tmp_path / "ours", encoder="words@1", url=server)
    theirs = ChromaIndex(tmp_path / "theirs", encoder="words@1", url=server)
    ours.add(rows(0), 1)
    assert (len(ours), len(theirs)) == (1, 0)
    ours.close()
    theirs.close()


def test_a_server_that_does_not_answer_is_one_clear_sentence(tmp_path: Path) -> None:
    for url, words in (("http://127.0.0.1:9", "does not answer"), ("chroma", "cannot be read")):
        with pytest.raises(PreceptorError, match=words) as caught:
            ChromaIndex(tmp_path, encoder="words@1", url=url)
        assert caught.value.next_step


def spoil(folder: Path) -> None:
    """Overwrites the middle of every file."""
    for path in (path for path in folder.rglob("*") if path.is_file()):
        size = path.stat().st_size
        path.write_bytes(path.read_bytes()[: size // 3] + b"\xff" * (size // 3))


def vanish(folder: Path) -> None:
    """Deletes every other file."""
    for path in sorted(path for path in folder.rglob("*") if path.is_file())[::2]:
        path.unlink()


@pytest.mark.parametrize("damage", [spoil, vanish, shutil.rmtree])
@pytest.mark.parametrize("kind", ["lexical", "chroma"])
def test_a_damaged_or_missing_index_is_made_again_from_the_stored_vectors(
    tmp_path: Path, kind: str, damage: Callable[[Path], None]
) -> None:
    store = open_store(tmp_path)
    for number, text in enumerate(TEXTS):
        store.add(entry(f"d{number}", [text]))
    place = tmp_path / kind
    leg = open_leg(kind, tmp_path)
    leg.level()
    leg.close()
    damage(place)
    again = open_leg(kind, tmp_path)
    again.level()
    assert again.fault() == ""
    (hit,) = again.index.search(probe(TEXTS[1]), 1, None)
    assert store.passages([hit[0]])[0].text == TEXTS[1]
    again.close()


def open_leg(kind: str, folder: Path) -> Leg[CountedIndex]:
    """The leg of this kind over the library in the folder."""

    def make(fresh: bool) -> CountedIndex:
        if kind == "chroma":
            return ChromaIndex(folder / "chroma", encoder="words@1", fresh=fresh)
        if fresh:
            shutil.rmtree(folder / "lexical", ignore_errors=True)
        return LexicalIndex(folder / "lexical")

    def close(index: CountedIndex) -> None:
        if isinstance(index, ChromaIndex):
            index.close()

    return Leg(open_store(folder), make, close=close)


def test_an_index_that_has_read_more_than_the_library_knows_is_made_again(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    store.add(entry("asthma", [TEXTS[0]]))
    LexicalIndex(tmp_path / "lexical").add(rows(0, 1, 2), 99)
    leg = open_leg("lexical", tmp_path)
    leg.level()
    assert (leg.index.watermark, len(leg.index), leg.fault()) == (1, 1, "")


def test_catching_up_takes_in_what_was_added_and_drops_what_was_removed(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    for name in ("a", "b", "c"):
        store.add(entry(name, [f"about {name}"]))
    index = exact(tmp_path, None)
    assert catch_up(index, store)
    store.remove(document("b").id, NOON)
    store.add(entry("d", ["about d"]))
    assert catch_up(index, store)
    assert (len(index), index.watermark) == (3, store.latest_change())


def test_catching_up_that_is_stopped_goes_on_where_it_was(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    store.add(entry("a"))
    store.remove(document("a").id, NOON)
    store.add(entry("b"))
    index, answers = exact(tmp_path, None), iter([False, True])
    assert not catch_up(index, store, stop=lambda: next(answers))
    assert index.watermark == 2
    assert catch_up(index, store)
    assert len(index) == 2


def test_no_step_passes_over_an_addition_that_is_not_taken_in_yet() -> None:
    log = [
        Change(1, "add", "a"),
        Change(2, "add", "b"),
        Change(3, "remove", "a"),
        Change(4, "edit", "b"),
        Change(5, "add", "a"),
    ]
    assert [tuple(step) for step in steps(log)] == [(("b",), None, 2), ((), "a", 3), (("a",), None, 5)]


def test_damage_never_looks_like_a_clear_sentence() -> None:
    assert not issubclass(PreceptorError, DAMAGE)

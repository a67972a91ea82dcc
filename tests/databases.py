"""The databases a library may live in: SQLite always, PostgreSQL where it is installed."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from retrieval.store.engine import open_engine

EMPTIED = "DROP SCHEMA public CASCADE; CREATE SCHEMA public"


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL server of our own."""
    if not all(shutil.which(tool) for tool in ("initdb", "pg_ctl", "postgres")):
        pytest.skip("PostgreSQL (initdb, pg_ctl, postgres) is not installed on the path")
    # Not pytest's folder: as root we start the server as another user, who could not enter it.
    with tempfile.TemporaryDirectory() as name:
        run = _as_other_user(Path(name))
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        data = f"{name}/data"
        options = f"-h 127.0.0.1 -p {port} -k {name} -c fsync=off"
        run("initdb", "-D", data, "-U", "tester", "-A", "trust")
        run("pg_ctl", "-D", data, "-o", options, "-l", f"{name}/log", "-w", "start")
        yield f"postgresql://tester@127.0.0.1:{port}/postgres"
        run("pg_ctl", "-D", data, "-m", "immediate", "stop")


def _as_other_user(folder: Path) -> Callable[..., None]:
    before: tuple[str, ...] = ()
    if os.geteuid() == 0:
        if shutil.which("setpriv") is None:
            pytest.skip("PostgreSQL refuses to run as root and setpriv is not installed")
        os.chown(folder, 65534, 65534)
        before = ("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")

    def run(*command: str) -> None:
        subprocess.run([*before, *command], check=True, stdout=subprocess.DEVNULL, cwd=folder)

    return run


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str | None]:
    """The address of an empty database of each kind; None is SQLite in the folder of the test."""
    if request.param == "sqlite":
        yield None
        return
    url: str = request.getfixturevalue("postgres")
    yield url
    engine = open_engine(tmp_path, url)
    with engine.begin() as connection:
        connection.exec_driver_sql(EMPTIED)
    engine.dispose()

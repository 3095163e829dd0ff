"""Ingest, build and run on a Dask cluster give what one machine gives, also where a worker is lost in the middle."""

import hashlib
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Timer

import pytest

from jianghan_lib.base import paths
from jianghan_lib.pipeline import build, collect
from jianghan_lib.specimens import Vices, generate

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(sys.platform == "win32", reason="this system has no signals"),
    pytest.mark.filterwarnings("ignore"),  # Dask's own
]
DOCUMENTS = 24


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("documents")
    for seed in range(DOCUMENTS):
        (folder / f"{seed:02}.txt").write_text(generate(seed, "markdown", Vices()).text, encoding="utf-8")
    rows = [f"{seed:02}.txt,doc-{seed:02}" for seed in range(DOCUMENTS)]
    (folder / "ids.csv").write_text("\n".join(["file,document_id", *rows]), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    from distributed import LocalCluster

    with LocalCluster(n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None) as cluster:
        yield cluster.scheduler_address


def _made(data: Path, documents: Path, workers: int | str) -> dict[str, str]:
    """The files of raw and processed data, with their hashes."""
    with paths.using(data):
        collect.ingest_folder(documents, documents / "ids.csv", workers=workers)
        build.build("csv", workers)
    files = sorted(path for path in data.rglob("*") if path.suffix in (".csv", ".json"))
    return {str(path.relative_to(data)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_a_cluster_that_loses_a_worker_in_the_middle_gives_what_one_machine_gives(
    documents: Path, scheduler: str, tmp_path: Path
) -> None:
    from distributed import Client

    with Client(scheduler, set_as_default=False) as client:
        process = min(client.run(os.getpid).values())
    killing = Timer(5, os.kill, [process, signal.SIGKILL])
    killing.start()
    there = _made(tmp_path / "there", documents, scheduler)
    killing.join()
    here = _made(tmp_path / "here", documents, 2)
    assert len(here) > 10 * DOCUMENTS
    assert there == here

"""Nothing half, nothing lost: builds and ingests that are killed, met by readers, or at work twice at once."""

import errno
import json
import os
import shutil
import subprocess
import sys
import threading
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from conftest import TABLES
from killing import killed_at_every_change

from jianghan_lib import load, loading
from jianghan_lib.base import files, parquet, paths, writing
from jianghan_lib.base.errors import JianghanError, UsageError
from jianghan_lib.base.schema import PROCESSED
from jianghan_lib.commands.main import commands
from jianghan_lib.pipeline import build, corrections, ingest, ledger, processed, store
from jianghan_lib.pipeline.collect import READ, UNCHANGED, ingest_folder
from jianghan_lib.specimens import Vices, generate

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kills by a signal of POSIX")

OLD, NEW = (generate(seed, "markdown", Vices()).text for seed in (1, 2))
READ_ONCE = cache(ingest.read_document)
# Every third change of a file, where a command is killed; in the long trial every one.
STEPS = pytest.mark.parametrize("step", [3, pytest.param(1, marks=pytest.mark.long)])
CORRECTION = "\n".join([",".join(corrections.COLUMNS), "cells,1,printed,1,2,misprint,me,2026-01-01", ""])


@pytest.fixture
def collection(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of its own, and two documents beside it, which are read only once."""
    monkeypatch.setattr(ingest, "read_document", READ_ONCE)
    monkeypatch.setattr(os, "fsync", lambda handle: None)  # processes are killed here, not machines
    (tmp_path / "old.txt").write_text(OLD, encoding="utf-8")
    (tmp_path / "new.txt").write_text(NEW, encoding="utf-8")
    monkeypatch.setenv("JIANGHAN_DATA", str(tmp_path / "data"))
    return tmp_path


def rows(year: str) -> dict[str, list[list[str]]]:
    """Tables, as text, of which every row of documents and completion is of one year."""
    documents = [{**row, "fiscal_year": year} for row in TABLES["documents"]]
    tables = {**TABLES, "documents": documents, "completion": [{**row, "line": year} for row in TABLES["completion"]]}
    return {
        name: [[row.get(column, "") for column in PROCESSED[name].columns] for row in tables[name]] for name in tables
    }


def write(year: str) -> None:
    with writing.locked(paths.raw_dir(), paths.processed_dir()):
        processed.write([processed.Chunk("", rows(year))])


def years() -> set[int]:
    """The years of all rows that are loaded together; more than one where two builds are mixed."""
    tables = loading._whole([PROCESSED["documents"], PROCESSED["completion"]], False)
    return {*tables["documents"]["fiscal_year"], *tables["completion"]["line"]}


@STEPS
def test_a_build_that_is_killed_leaves_the_tables_of_one_build_and_blocks_nothing(collection: Path, step: int) -> None:
    seen = set()
    for point in killed_at_every_change(lambda: write("2025"), lambda: write("2024"), step):
        found = years()
        assert found in ({2024}, {2025}), point
        seen |= found
    assert seen == {2024, 2025}
    assert (years(), leftovers(collection)) == ({2025}, [])


def test_a_full_disk_leaves_the_old_tables_and_records(collection: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write("2024")
    folder = ingest.ingest_here(collection / "old.txt", "aa").folder
    old = store.read_raw(folder)

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    for act in (lambda: write("2025"), lambda: ingest.ingest_here(collection / "new.txt", "aa")):
        with pytest.raises(OSError, match="No space left"):
            act()
    assert leftovers(collection) == []
    said = CliRunner().invoke(commands, ["build"])
    assert (said.exit_code, said.stderr.count("\n")) == (1, 1) and "no space left on device" in said.stderr
    assert (years(), store.read_raw(folder)) == ({2024}, old)


@pytest.mark.long
def test_a_small_disk_that_is_full_costs_a_line_and_nothing_that_was_there(collection: Path) -> None:
    disk = collection / "data"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", disk], capture_output=True).returncode:
        pytest.skip("this machine lets nobody mount a disk")
    try:
        folder = ingest.ingest_here(collection / "old.txt", "aa").folder
        write("2024")
        old, filler = store.read_raw(folder), disk / "filler"
        for kilobytes in (60, 8, 0):
            filler.write_bytes(bytes(shutil.disk_usage(disk).free - kilobytes * 1024))
            for command in (["ingest", str(collection / "new.txt"), "--id", "aa"], ["build"]):
                said = CliRunner().invoke(commands, command)
                assert (said.exit_code, said.stderr.count("\n")) == (1, 1)
                assert "no space left on device" in said.stderr or "disk is full" in said.stderr
            filler.unlink()
            assert (years(), store.read_raw(folder)) == ({2024}, old)
        assert leftovers(collection) in ([], [ledger.NAME])
    finally:
        subprocess.run(["umount", "--lazy", disk], check=True)


def leftovers(collection: Path) -> list[str]:
    return [path.name for path in collection.rglob(".*") if path.name != writing.LOCK]


@STEPS
def test_an_ingest_that_is_killed_leaves_the_old_records_or_the_new_and_every_correction(
    collection: Path, step: int
) -> None:
    folder = collection / "data" / "raw" / "aa"
    old, new = records_of(collection / "old.txt", with_text=True), records_of(collection / "new.txt")

    def before() -> None:
        ingest.ingest_here(collection / "old.txt", "aa", with_text=True)
        (folder / corrections.FILE).write_text(CORRECTION, encoding="utf-8")

    seen = []
    for point in killed_at_every_change(lambda: ingest.ingest_here(collection / "new.txt", "aa"), before, step):
        found = store.read_raw(folder)
        assert found in (old, new), point
        assert (store.read_text(folder) is None) == (found == new), point
        assert (folder / corrections.FILE).read_text(encoding="utf-8") == CORRECTION, point
        assert store.raw_documents() == ["aa"], point
        seen.append(found == new)
    assert set(seen) == {True, False}
    ingest.ingest_here(collection / "old.txt", "aa", with_text=True)
    assert (store.read_raw(folder), leftovers(collection)) == (old, [])


def records_of(path: Path, with_text: bool = False) -> dict[str, list[dict[str, str]]]:
    folder = path.with_suffix("")
    ingest.stage(path, folder, with_text)
    return store.read_raw(folder)


@STEPS
def test_a_first_ingest_that_is_killed_leaves_a_whole_document_or_none_and_no_block(
    collection: Path, step: int
) -> None:
    new = records_of(collection / "new.txt")

    def nothing() -> None:
        shutil.rmtree(collection / "data", ignore_errors=True)

    for point in killed_at_every_change(lambda: ingest.ingest_here(collection / "new.txt", "aa"), nothing, step):
        for name in store.raw_documents():
            assert store.read_raw(collection / "data" / "raw" / name) == new, point
        ingest.ingest_here(collection / "new.txt", "aa")
        assert leftovers(collection) == [], point


@pytest.mark.parametrize("loads", [50, pytest.param(500, marks=pytest.mark.long)])
def test_what_is_loaded_while_builds_go_on_is_of_one_build(collection: Path, loads: int) -> None:
    write("2024")
    over = threading.Event()

    def builds() -> None:
        while not over.is_set():
            for year in ("2024", "2025"):
                write(year)

    thread = threading.Thread(target=builds)
    thread.start()
    try:
        mixed = [found for found in (years() for _ in range(loads)) if len(found) != 1]
    finally:
        over.set()
        thread.join()
    assert mixed == []


def test_a_query_during_which_another_build_took_the_place_of_the_tables_is_asked_again(
    collection: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("2024")
    shutil.copy(collection / "data" / "processed" / "documents.csv", collection / "opened-before.csv")
    plain, waiting = parquet.csv_source, [True]

    def replaced(path: Path, table: Any) -> str:
        if table.name == "documents" and waiting:
            waiting.clear()
            write("2025")
            path = collection / "opened-before.csv"
        return plain(path, table)

    monkeypatch.setattr(parquet, "csv_source", replaced)
    found = loading.sql("select max(fiscal_year) as one, (select max(line) from completion) as other from documents")
    assert found.to_numpy().tolist() == [[2025, 2025]]


def test_the_second_of_two_at_once_is_told_so_in_one_line_and_readers_do_not_wait(collection: Path) -> None:
    write("2024")
    raw = collection / "data" / "raw"
    with writing.locked(raw):
        for command in (["ingest", str(collection / "new.txt"), "--id", "aa"], ["build"]):
            (raw / "bb").mkdir(exist_ok=True)
            (raw / "bb" / "document.csv").touch()
            ended = CliRunner().invoke(commands, command)
            assert (ended.exit_code, ended.stderr) == (
                1,
                f"jianghan: {raw}: another jianghan command is writing there: wait until it is done\n",
            )
        assert years() == {2024}


@pytest.mark.parametrize(
    ("harm", "message"),
    [
        (lambda content: content[: len(content) // 2], "is not as it was written (199 bytes, not 398)"),
        (lambda content: content.replace(b"100", b"900"), "is not as it was written (its content was changed)"),
        (lambda content: content.decode().encode("gb18030") + b"\n", "is not as it was written (399 bytes, not 398)"),
    ],
)
def test_a_table_that_was_cut_off_or_changed_is_refused(collection: Path, harm: Any, message: str) -> None:
    write("2024")
    path = collection / "data" / "processed" / "completion.csv"
    size = len(path.read_bytes())
    path.write_bytes(harm(path.read_bytes()))
    with pytest.raises(JianghanError) as refused:
        load("completion")
    said = message.replace("199", str(size // 2)).replace("399", str(size + 1)).replace("398", str(size))
    assert str(refused.value) == f"{path}: {said}: run `jianghan build`"


def test_a_query_over_a_table_that_was_cut_off_is_refused_too(collection: Path) -> None:
    write("2024")
    path = collection / "data" / "processed" / "completion.csv"
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(JianghanError, match=r"completion\.csv: is not as it was written .*: run `jianghan build`"):
        loading.sql("select count(*) from completion")


def test_tables_of_another_version_or_without_a_register_are_refused(collection: Path) -> None:
    write("2024")
    register = collection / "data" / "processed" / files.REGISTER
    register.write_text(json.dumps({"name": "jianghan", "resources": []}), encoding="utf-8")
    with pytest.raises(JianghanError, match="was made by another version of jianghan: run `jianghan build`"):
        load("completion")
    register.unlink()
    with pytest.raises(UsageError, match="no tables yet: run `jianghan build`"):
        load("completion")


def test_a_document_is_unchanged_only_while_its_records_are_whole(collection: Path) -> None:
    folder = collection / "downloads"
    folder.mkdir()
    (folder / "one.txt").write_text(OLD, encoding="utf-8")
    assert [one.state for one in ingest_folder(folder)] == [READ]
    assert [one.state for one in ingest_folder(folder)] == [UNCHANGED]
    cells = next((collection / "data" / "raw").glob("*/cells.csv"))
    cells.write_bytes(cells.read_bytes()[:500])
    with pytest.raises(JianghanError, match=r"cells\.csv: is not as it was written.*: ingest the document again"):
        build.read(cells.parent.name)
    assert [one.state for one in ingest_folder(folder)] == [READ]
    assert store.read_raw(cells.parent)["cells"]


def test_records_of_an_earlier_version_which_had_no_register_are_read(collection: Path) -> None:
    folder = ingest.ingest_here(collection / "old.txt", "aa").folder
    whole = store.read_raw(folder)
    (folder / files.REGISTER).unlink()
    assert store.read_raw(folder) == whole

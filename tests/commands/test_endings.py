"""How commands end when the user or the machine did something: one line, an exit code, and the rest done."""

import csv
import os
import shutil
import signal
import sys
import time
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner, Result

from jianghan_lib import load
from jianghan_lib.base import files, writing
from jianghan_lib.base.text import guarded
from jianghan_lib.commands import endings
from jianghan_lib.commands.endings import echo, end_when_told
from jianghan_lib.commands.main import commands
from jianghan_lib.pipeline import ingest, ledger, store
from jianghan_lib.pipeline.collect import read_ids
from jianghan_lib.specimens import Vices, generate

TEXTS = [generate(seed, "markdown", Vices()).text for seed in (1, 2)]


def call(*words: str | Path) -> Result:
    return CliRunner().invoke(commands, list(map(str, words)))


@pytest.fixture(scope="module")
def ingested(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two documents, aa and bb, and a data folder with their records."""
    folder = tmp_path_factory.mktemp("ingested")
    for name, text in zip(("aa", "bb"), TEXTS, strict=True):
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
        ingest.ingest_here(folder / f"{name}.txt", name, folder / "data" / "raw")
    return folder


@pytest.fixture
def collection(ingested: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the two documents and of their data folder, the one in use."""
    monkeypatch.setenv("JIANGHAN_DATA", str(tmp_path / "data"))
    return Path(shutil.copytree(ingested, tmp_path, dirs_exist_ok=True))


def spoiled(folder: Path, column: str, value: str) -> None:
    """Puts a value into the first record of cells, as one who writes the register anew would."""
    path = folder / "cells.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    rows[0][column] = value
    path.write_text(store.to_csv(list(rows[0]), [list(row.values()) for row in rows]), encoding="utf-8")
    (folder / files.REGISTER).unlink()


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("line", "²", "line '²' is no whole number"),
        ("line", "9" * 4400, "row 2 is no record"),
        ("printed", "9" * 39, ""),
        ("printed", "1,2,3.4.5", ""),
    ],
)
def test_a_bad_document_costs_one_line_and_the_rest_is_built(
    collection: Path, column: str, value: str, said: str
) -> None:
    spoiled(collection / "data" / "raw" / "aa", column, value)
    ended = call("build")
    assert "bb" in set(load("amounts")["document_id"])
    lines = ended.stderr.splitlines()
    if said or lines:
        assert (ended.exit_code, len(lines)) == (1, 1)
        assert lines[0].startswith("failed\taa\t") and said in lines[0]
        assert set(load("documents")["document_id"]) == {"bb"}


def test_a_file_that_a_person_saved_in_another_encoding_is_one_line(collection: Path) -> None:
    path = collection / "data" / "raw" / "aa" / "cells.csv"
    path.write_bytes(path.read_text(encoding="utf-8").encode("gb18030"))
    ended = call("build")
    assert ended.exit_code == 1
    (line,) = ended.stderr.splitlines()
    assert line.startswith(f"failed\taa\t{path}: is not as it was written (")
    assert line.endswith("): ingest the document again")


def test_a_register_that_was_emptied_says_what_to_do(collection: Path) -> None:
    register = collection / "data" / "raw" / "aa" / files.REGISTER
    register.write_bytes(b"")
    ended = call("build")
    assert ended.stderr == f"failed\taa\t{register}: was changed or cut off: ingest the document again\n"
    ingest.ingest_here(collection / "aa.txt", "aa")
    assert call("build").exit_code == 0


def test_where_no_document_can_be_built_the_tables_stay_as_they_were(collection: Path) -> None:
    assert call("build").exit_code == 0
    for name in ("aa", "bb"):
        (collection / "data" / "raw" / name / "notes.csv").write_bytes(b"")
    ended = call("build")
    assert (ended.exit_code, len(ended.stderr.splitlines())) == (1, 1)
    assert set(load("documents")["document_id"]) == {"aa", "bb"}


@pytest.mark.parametrize("harm", ["no document.csv", "link to nowhere", "link to records"])
def test_a_document_whose_records_are_gone_is_named_and_one_behind_a_link_is_built(collection: Path, harm: str) -> None:
    place = collection / "data" / "raw" / "aa"
    if harm == "no document.csv":
        (place / "document.csv").unlink()
    else:
        place.rename(collection / "elsewhere")
        place.symlink_to(collection / ("elsewhere" if harm == "link to records" else "nowhere"))
    ended, there = call("build"), harm == "link to records"
    said = f"failed\taa\t{place / 'document.csv'}: missing: ingest the document again\n"
    assert (ended.exit_code, ended.stderr) == ((0, "") if there else (1, said))
    assert set(load("documents")["document_id"]) == ({"aa", "bb"} if there else {"bb"})


@pytest.mark.parametrize("name", ["cells.csv", "corrections.csv", "note.txt"])
def test_a_file_that_is_a_link_to_nowhere_costs_its_document_alone_and_no_correction(
    collection: Path, name: str
) -> None:
    path = collection / "data" / "raw" / "aa" / name
    path.unlink(missing_ok=True)
    path.symlink_to(collection / "nowhere")
    ended, needed = call("build"), name != "note.txt"
    assert (ended.exit_code, len(ended.stderr.splitlines())) == ((1, 1) if needed else (0, 0))
    assert ended.stderr.startswith(f"failed\taa\t{path}: " if needed else "")
    assert set(load("documents")["document_id"]) == ({"bb"} if needed else {"aa", "bb"})


def test_what_a_build_remembers_may_be_damaged(collection: Path) -> None:
    assert call("build").exit_code == 0
    (collection / "data" / "processed" / ledger.NAME).write_text("no database")
    assert (call("build").exit_code, set(load("documents")["document_id"])) == (0, {"aa", "bb"})


@pytest.mark.parametrize("link", [False, True])
def test_a_file_or_link_where_a_folder_is_needed_is_one_line(collection: Path, link: bool) -> None:
    place = collection / "data" / "raw" / "cc"
    place.symlink_to(collection) if link else place.write_text("mine")
    ended = call("ingest", collection / "aa.txt", "--id", "cc")
    assert ended.stderr == f"jianghan: {place}: a file or link stands where a folder is needed: move it away\n"
    assert ended.exit_code == 1


def test_a_data_folder_that_is_a_file_is_one_line(collection: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIANGHAN_DATA", str(collection / "aa.txt"))
    said = f"jianghan: JIANGHAN_DATA is {collection / 'aa.txt'}, a file: set it to a folder\n"
    for command in (["ingest", collection / "bb.txt"], ["build"], ["run"], ["trace", "aa", "1"], ["sql", "select 1"]):
        ended = call(*command)
        assert (ended.exit_code, ended.stderr) == (2, said)


def test_what_the_machine_refuses_is_one_line(collection: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    ended = call("build")
    assert ended.stderr == (
        f"jianghan: {collection / 'data' / 'processed'}: no space left on device: look at the rights and the room on the disk, "
        "and try again\n"
    )
    assert (ended.exit_code, ended.exception.__class__) == (1, SystemExit)


def test_a_file_name_from_a_chinese_windows_is_decoded(collection: Path) -> None:
    name = os.fsdecode("决算.txt".encode("gb18030"))
    folder = collection / "unpacked"
    folder.mkdir()
    (folder / name).write_text(TEXTS[0].replace("\n", "\n\n", 1), encoding="utf-8")
    ended = call("ingest", folder, "--out", collection / "other")
    assert (ended.exit_code, ended.stderr) == (0, "")
    assert "\n决算.txt  " in ended.stdout
    (made,) = (collection / "other").glob("[!.]*")
    assert store.read_facts(made)["source_file"] == "决算.txt"


def test_a_list_of_ids_names_a_file_as_it_is_shown(tmp_path: Path) -> None:
    (tmp_path / "ids.csv").write_text("file,document_id\n下载/决算.txt,aa-2024\n", encoding="utf-8")
    name = os.fsdecode("决算.txt".encode("gb18030"))
    assert read_ids(tmp_path / "ids.csv", [f"下载/{name}"]) == {f"下载/{name}": "aa-2024"}


def test_a_name_is_decoded_where_the_locale_knows_no_encoding() -> None:
    plain = "决算.txt".encode().decode("ascii", errors="surrogateescape")
    assert writing.written_name(plain) == "决算.txt"
    assert writing.written_name(os.fsdecode(b"\xff.txt")) == "\\xff.txt"


def test_a_folder_whose_name_is_no_id_is_one_line_and_the_rest_is_built(collection: Path) -> None:
    (collection / "data" / "raw" / "aa").rename(collection / "data" / "raw" / "AA")
    ended = call("build")
    said = "use 2 to 61 small letters, digits and hyphens, such as wuhan-2024-final"
    assert (ended.exit_code, ended.stderr) == (1, f"failed\tAA\tthe folder 'AA': {said}\n")
    assert set(load("documents")["document_id"]) == {"bb"}


@pytest.mark.parametrize("name", ["con", "com1", "A1", "a.", "a:b", "é1"])
def test_an_id_that_some_system_forbids_or_confuses_is_refused(collection: Path, name: str) -> None:
    ended = call("ingest", collection / "aa.txt", "--id", name)
    assert (ended.exit_code, ended.stderr.count("\n")) == (2, 1)
    assert f"--id '{name}': use 2 to 61 small letters" in ended.stderr


def test_an_ingest_that_replaces_another_departments_document_says_so(collection: Path) -> None:
    there = store.read_facts(collection / "data" / "raw" / "bb")
    replaced = ingest.ingest_here(collection / "aa.txt", "bb")
    told = f"{there['department']} {there['fiscal_year']} {there['kind']} (bb.txt)"
    assert replaced.summary.endswith(f"; replaced {told}, which had this id")
    assert ingest.ingest_here(collection / "aa.txt", "bb").replaced == ""


def test_signs_that_steer_a_terminal_are_shown_as_escapes(capsys: pytest.CaptureFixture[str]) -> None:
    echo("a\x1b[2Jb\u202ec\td\ne\udcff")
    assert capsys.readouterr().out == "a\\x1b[2Jb\\u202ec\td\ne\\udcff\n"


def test_cells_that_begin_like_formulas_are_guarded_in_a_csv_for_people() -> None:
    cells = ["=1+1", "@a", "+a", "-2+3", "\t=1", "-3.20", "-1,234.5", "+5%", "-", "a=1"]
    frame = pd.DataFrame({"text": cells, "number": [-1.5] * len(cells)})
    lines = guarded(frame).splitlines()
    assert lines[:6] == ["text,number", "'=1+1,-1.5", "'@a,-1.5", "'+a,-1.5", "'-2+3,-1.5", "'\t=1,-1.5"]
    assert lines[6:] == ["-3.20,-1.5", '"-1,234.5",-1.5', "+5%,-1.5", "-,-1.5", "a=1,-1.5"]


@pytest.mark.skipif(sys.platform == "win32", reason="ends by a signal of POSIX")
def test_a_command_that_is_told_to_end_ends_what_it_started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(endings, "_told", [])
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        end_when_told()
        with pytest.raises(SystemExit) as ended:
            os.kill(os.getpid(), signal.SIGTERM)
            time.sleep(5)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    assert ended.value.code == 143 and endings._told == [143]

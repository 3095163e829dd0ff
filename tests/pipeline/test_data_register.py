"""The committed data: every document registered, and every file what the commands give from the documents."""

import csv
import hashlib
import json
import os
import re
import shutil
from dataclasses import fields
from pathlib import Path

import pytest

from jianghan_lib.base import paths
from jianghan_lib.base.schema import PROCESSED
from jianghan_lib.pipeline.build import build
from jianghan_lib.pipeline.ingest import ingest_here
from jianghan_lib.pipeline.store import RAW

DATA = paths.REPOSITORY / "data"
FILES = sorted(DATA.rglob("*.csv"))
LONGEST = 120
# Sentences that the package itself writes, and lists of codes: no prose of a document.
OWN_WORDS = {"message_zh", "message_en"}
CODES = re.compile(r"[\d;、]+")


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def shown(file: Path) -> str:
    return file.relative_to(DATA).as_posix()


REGISTER = {row["document_id"]: row for row in rows(DATA / "processed" / "documents.csv")}


@pytest.fixture
def sources() -> Path:
    """The folder of the full texts; their absence fails where everything must hold, and skips elsewhere."""
    folder = Path(os.environ.get("JIANGHAN_DOCUMENTS", ""))
    if os.environ.get("JIANGHAN_DOCUMENTS") and folder.is_dir():
        return folder
    reason = "JIANGHAN_DOCUMENTS does not name the folder of the documents' full texts"
    return pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)


def source_of(document: str, sources: Path) -> Path:
    """The full text of a document, in the folder of the sources or below it."""
    return next(sources.rglob(REGISTER[document]["source_file"]))


def different(committed: Path, made: Path) -> list[str]:
    """Two folders -> the names of the files that differ, or that only one of them has."""
    names = {
        file.relative_to(folder) for folder in (committed, made) for file in folder.rglob("[!.]*") if file.is_file()
    }
    pairs = {name.as_posix(): (committed / name, made / name) for name in names}
    return sorted(
        name
        for name, (one, other) in pairs.items()
        if not (one.is_file() and other.is_file() and one.read_bytes() == other.read_bytes())
    )


def test_every_folder_of_raw_is_a_registered_document_and_vice_versa() -> None:
    assert sorted(path.name for path in (DATA / "raw").glob("[!.]*")) == sorted(REGISTER)


@pytest.mark.parametrize("document", REGISTER)
def test_the_registered_checksum_is_that_of_the_file(document: str, sources: Path) -> None:
    file = source_of(document, sources)
    assert hashlib.sha256(file.read_bytes()).hexdigest() == REGISTER[document]["source_sha256"]


@pytest.mark.parametrize("document", REGISTER)
def test_raw_is_what_ingest_gives(document: str, sources: Path, tmp_path: Path) -> None:
    committed, made = DATA / "raw" / document, tmp_path / document
    shutil.copytree(committed, made)
    file = source_of(document, sources)
    ingest_here(file, document, tmp_path)
    command = f"jianghan ingest $JIANGHAN_DOCUMENTS/{file.relative_to(sources)} --id {document}"
    assert different(committed, made) == [], f"after `{command}` and `jianghan build`, look at `git diff data`"


def test_processed_is_what_build_gives(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(DATA / "raw", tmp_path / "raw")
    monkeypatch.setenv("JIANGHAN_DATA", str(tmp_path))
    build()
    changed = different(DATA / "processed", tmp_path / "processed")
    assert changed == [], "after `jianghan build`, look at `git diff data/processed`"


def test_the_data_package_describes_every_column_of_every_table() -> None:
    package = json.loads((DATA / "processed" / "datapackage.json").read_text(encoding="utf-8"))
    described = {one["path"]: one["schema"]["fields"] for one in package["resources"]}
    files = {file.name: file for file in (DATA / "processed").glob("*.csv")}
    assert set(described) == set(files) == {f"{name}.csv" for name in PROCESSED}
    for name, file in files.items():
        with file.open(encoding="utf-8", newline="") as opened:
            assert [field["name"] for field in described[name]] == next(csv.reader(opened)), name
        unsaid = [field["name"] for field in described[name] if not field["title"] or not field["description"]]
        assert unsaid == [], name


def test_the_readme_of_the_data_lists_the_columns_of_raw() -> None:
    text = (DATA / "README.md").read_text(encoding="utf-8")
    listed = {
        name: columns.split(", ") for name, columns in re.findall(r"^\| `(\w+)\.csv` \|.*\| (.+) \|$", text, re.M)
    }
    assert listed == {name: [field.name for field in fields(kind)] for name, kind in RAW.items()}


@pytest.mark.parametrize("file", FILES, ids=shown)
def test_no_prose_of_a_document_is_stored(file: Path) -> None:
    long = [
        f"row {number}, {column}"
        for number, row in enumerate(rows(file), 1)
        for column, value in row.items()
        if column not in OWN_WORDS and not CODES.fullmatch(value)
        if max(map(len, value.split(";"))) > LONGEST
    ]
    assert long == []


def test_only_tables_are_stored() -> None:
    kept = {"README.md", "processed/datapackage.json", *(f"processed/{name}.csv" for name in PROCESSED)}
    kept |= {f"raw/{document}/{name}.csv" for document in REGISTER for name in (*RAW, "corrections")}
    kept |= {f"raw/{document}/datapackage.json" for document in REGISTER}
    assert {shown(file) for file in DATA.rglob("[!.]*") if file.is_file()} - kept == set()

"""The one door to files: raw records as CSV, processed tables as CSV with a Frictionless Data Package."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from decimal import Decimal
from operator import itemgetter
from pathlib import Path
from typing import Any, cast

from jianghan_lib.base import files, paths, writing
from jianghan_lib.base.errors import JianghanError, UsageError
from jianghan_lib.base.money import show
from jianghan_lib.base.schema import PROCESSED, Field, Table, conform
from jianghan_lib.base.writing import write_whole
from jianghan_lib.forms.records import RAW, Raw, strings, typed
from jianghan_lib.readers.blocks import SEVERAL

TEXT = "text"
# Small letters only: two ids that differ by case or by the form of a sign are one folder on some systems.
_ID = re.compile(r"[a-z0-9][a-z0-9-]{1,60}")
# What Windows keeps for devices, whatever stands behind a dot.
_DEVICES = re.compile(r"con|prn|aux|nul|(?:com|lpt)\d")
# The folder of the reports on all documents together, among those of documents.
COLLECTION = "collection"
AGAIN = "ingest the document again"
Row = Mapping[str, Any]
# The rows of each table as they stand in its file.
Text = Mapping[str, Sequence[Sequence[str]]]
_TYPES = {
    "text": "string",
    "integer": "integer",
    "amount": "number",
    "rate": "number",
    "number": "number",
    "boolean": "boolean",
}


def check_id(document_id: str, where: str = "--id") -> None:
    """UsageError for what cannot be the id of a document; `where` it was given."""
    if not _ID.fullmatch(document_id) or _DEVICES.fullmatch(document_id):
        raise UsageError(
            f"{where} {document_id!r}: use 2 to 61 small letters, digits and hyphens, such as wuhan-2024-final"
        )
    if document_id == COLLECTION:
        raise UsageError(
            f"{where} {document_id!r}: is the folder of the reports on all documents: choose another id, such as wuhan-2024-final"
        )


def to_csv(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    return lines([columns, *rows])


def lines(rows: Iterable[Sequence[str]]) -> str:
    """Rows -> the lines of CSV that they are."""
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows(rows)
    return buffer.getvalue()


def write_raw(folder: Path, records: Raw, lines: Sequence[str] | None = None) -> None:
    """Records as printed -> one CSV for each kind in the document's folder, the text too where its lines are given."""
    rows = {name: [list(strings(one).values()) for one in records[name]] for name in RAW}  # type: ignore[literal-required]
    tables = {name: to_csv([field.name for field in fields(kind)], rows[name]) for name, kind in RAW.items()}
    if lines is not None:
        rows[TEXT] = [[str(number), line] for number, line in enumerate(lines, 1)]
        tables[TEXT] = to_csv(["line", "text"], rows[TEXT])
    for name, text in tables.items():
        write_whole(folder / f"{name}.csv", text)
    resources = [{"name": name, **files.entry(folder / f"{name}.csv"), "rows": len(rows[name])} for name in tables]
    writing.write_register(folder, {"name": "records"}, resources)


def read_raw(folder: Path) -> Raw:
    """A document's folder -> its records, by kind; all of one ingest."""
    contents = _contents(folder, [f"{name}.csv" for name in RAW])
    records = {name: _records(folder / f"{name}.csv", contents[f"{name}.csv"], kind) for name, kind in RAW.items()}
    return cast(Raw, records)


def _contents(folder: Path, names: Sequence[str]) -> dict[str, bytes]:
    """Files of a document's folder; they are compared with its register, which those of earlier versions lack."""
    try:
        if files.has_register(folder):
            return files.read_together(folder, names, AGAIN)
        return {name: (folder / name).read_bytes() for name in names}
    except FileNotFoundError as error:
        raise JianghanError(f"{error.filename}: missing: {AGAIN}") from None


def _records(path: Path, content: bytes, kind: type) -> list[Any]:
    """The content of a file of records -> the records; one line where a row cannot be one."""
    columns = [field.name for field in fields(kind)]
    rows = list(_rows(path, content))
    if not rows or rows[0] != columns:
        raise JianghanError(f"{path}: columns are {rows[0] if rows else []}, not {columns}: {AGAIN}")
    return [
        _record(path, number, dict(zip(columns, row, strict=False)), kind) for number, row in enumerate(rows[1:], 2)
    ]


def _record(path: Path, number: int, row: dict[str, str], kind: type) -> Any:
    try:
        return typed(kind, row)
    except JianghanError as error:
        raise JianghanError(f"{path}: {error}") from None
    except (ValueError, TypeError) as error:
        raise JianghanError(f"{path}: row {number} is no record ({error}): {AGAIN}") from None


def _rows(path: Path, content: bytes) -> Iterator[list[str]]:
    """The rows of a CSV file that a person may have saved anew; one line where it is none, or not in UTF-8."""
    try:
        yield from csv.reader(io.StringIO(content.decode("utf-8"), newline=""))
    except (UnicodeDecodeError, csv.Error) as error:
        raise JianghanError(f"{path}: is no CSV in UTF-8 ({error}): {AGAIN}") from None


def is_whole(folder: Path) -> bool:
    """Whether every record of a document is there as it was written."""
    try:
        read_raw(folder)
    except JianghanError:
        return False
    return files.has_register(folder)


def read_facts(folder: Path) -> dict[str, str]:
    """What a document's folder says of the document itself (title, kind, source_file, ...), empty where there is none."""
    if not files.newest(folder, "document.csv").is_file():
        return {}
    content = _contents(folder, ["document.csv"])["document.csv"]
    return {fact.fact: fact.printed for fact in reversed(_records(folder / "document.csv", content, RAW["document"]))}


def files_of(facts: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """Facts of a document -> the names and the checksums of its files, in their order."""
    sums = facts["source_sha256"].split(SEVERAL)
    return (facts["source_file"].split(SEVERAL) if len(sums) > 1 else [facts["source_file"]]), sums


def raw_documents() -> list[str]:
    """Identifiers of the documents in data/raw, sorted."""
    folder = paths.raw_dir()
    return sorted(path.name for path in folder.glob("[!.]*") if files.newest(path, "document.csv").is_file())


def raw_places() -> list[str]:
    """Every folder in data/raw, and every link that leads to none, sorted: also those without the records of a document."""
    return sorted(path.name for path in paths.raw_dir().glob("[!.]*") if path.is_dir() or path.is_symlink())


def as_text(tables: Mapping[str, Sequence[Row]]) -> Text:
    """Rows by table -> the same as text, as they stand in the files."""
    return {name: list(_ordered(PROCESSED[name], rows)) for name, rows in tables.items()}


def _ordered(table: Table, rows: Sequence[Row]) -> Iterator[list[str]]:
    """Rows of a processed table that are as it declares, as strings in the table's column order, sorted by its key."""
    before: tuple[object, ...] = ()
    for key, row in sorted(((_key(table, row), row) for row in rows), key=itemgetter(0)):
        conform(table, row)
        if key == before:
            names = ", ".join(f"{name} {row.get(name)!r}" for name in table.key)
            raise JianghanError(f"table {table.name}: two rows have one key ({names})")
        before = key
        yield [_cell(row.get(name)) for name in table.columns]


def _key(table: Table, row: Row) -> tuple[tuple[int, Decimal, str], ...]:
    return tuple(_sortable(row.get(name)) for name in table.key)


def table_text(table: Table, rows: Sequence[Row]) -> str:
    """Rows of a processed table -> the text of its CSV."""
    return to_csv(table.columns, _ordered(table, rows))


def write_texts(folder: Path, texts: Mapping[str, str]) -> None:
    """Every processed table as the text of its CSV -> a new folder of tables, described."""
    for name, text in texts.items():
        write_whole(folder / f"{name}.csv", text)
    csv_package(folder, {name: sum(1 for _ in csv.reader(io.StringIO(text))) - 1 for name, text in texts.items()})


def _sortable(value: object) -> tuple[int, Decimal, str]:
    return (
        (0, Decimal(value), "")
        if isinstance(value, int | Decimal)
        else (1, Decimal(0), "" if value is None else str(value))
    )


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return show(value) if isinstance(value, Decimal) else "" if value is None else str(value)


def write_package(folder: Path, resources: Sequence[Mapping[str, Any]]) -> None:
    """The Data Package of a folder with every processed table: each field described, and rows, bytes and hash of each table."""
    package = {
        "name": "jianghan",
        "title": "Department budgets and final accounts as published",
        "licenses": [{"name": "MIT", "title": "MIT License"}],
        "sources": [{"title": "Each document with its file and checksum, in documents.csv", "path": "documents.csv"}],
    }
    writing.write_register(folder, package, resources)


def csv_package(folder: Path, counts: Mapping[str, int]) -> None:
    """The Data Package of a folder that has every processed table as CSV, of so many rows."""
    entries = {name: files.entry(folder / f"{name}.csv") for name in PROCESSED}
    write_package(folder, [resource(table, counts[name], entries[name]) for name, table in PROCESSED.items()])


def resource(table: Table, rows: int, where: Mapping[str, Any]) -> dict[str, Any]:
    """What the Data Package says of a table with so many rows, `where` its file is."""
    schema: dict[str, Any] = {
        "fields": [_described(field) for field in table.fields],
        "missingValues": [""],
        "primaryKey": list(table.key),
    }
    if table.name != "documents":
        reference = {"resource": "documents", "fields": ["document_id"]}
        schema["foreignKeys"] = [{"fields": ["document_id"], "reference": reference}]
    return {
        "name": table.name,
        **where,
        "rows": rows,
        "title": table.row_zh,
        "description": f"one row is {table.row_en}",
        "schema": schema,
    }


def _described(field: Field) -> dict[str, Any]:
    """A field as Table Schema says it, with the closed list of its values."""
    told = {"name": field.name, "type": _TYPES[field.kind], "title": field.zh, "description": field.en}
    required = {"required": True} if field.name in ("document_id", "line") else {}
    constraints = required | ({"enum": list(field.values)} if field.values else {})
    return {**told, **({"constraints": constraints} if constraints else {})}


def read_text(folder: Path) -> list[str] | None:
    """The lines of a document that was ingested with its text; None where it was not."""
    name = f"{TEXT}.csv"
    if not writing.has_file(folder, name):
        return None
    return [row[1] for row in _rows(folder / name, _contents(folder, [name])[name])][1:]

"""The one door to files: raw records as CSV, processed tables as CSV with a Frictionless Data Package."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import fields
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from jianghan_lib.base import paths
from jianghan_lib.base.errors import JianghanError
from jianghan_lib.base.files import write_whole, writing_whole
from jianghan_lib.base.money import show
from jianghan_lib.base.schema import PROCESSED, Table
from jianghan_lib.forms.records import RAW, Raw, strings, typed

if TYPE_CHECKING:
    from _csv import Writer

Row = Mapping[str, Any]
_TYPES = {
    "text": "string",
    "integer": "integer",
    "amount": "number",
    "rate": "number",
    "number": "number",
    "boolean": "boolean",
}


def to_csv(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return buffer.getvalue()


def write_raw(folder: Path, records: Raw) -> None:
    """Records as printed -> one CSV for each kind in the document's folder."""
    for name, kind in RAW.items():
        columns = [field.name for field in fields(kind)]
        rows = [list(strings(record).values()) for record in records[name]]  # type: ignore[literal-required]
        write_whole(folder / f"{name}.csv", to_csv(columns, rows))


def read_raw(folder: Path) -> Raw:
    """A document's folder -> its records, by kind."""
    records: dict[str, list[object]] = {}
    for name, kind in RAW.items():
        path = folder / f"{name}.csv"
        if not path.is_file():
            raise JianghanError(f"{path}: missing: ingest the document again")
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            columns = [field.name for field in fields(kind)]
            if reader.fieldnames != columns:
                raise JianghanError(
                    f"{path}: columns are {reader.fieldnames}, not {columns}: ingest the document again"
                )
            records[name] = [typed(kind, row) for row in reader]
    return cast(Raw, records)


def read_facts(folder: Path) -> dict[str, str]:
    """What a document's folder says of the document itself (title, kind, source_file, ...), empty where there is none."""
    path = folder / "document.csv"
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {row["fact"]: row["printed"] for row in reversed(list(csv.DictReader(file)))}


def raw_documents() -> list[str]:
    """Identifiers of the documents in data/raw, sorted."""
    folder = paths.raw_dir()
    return (
        sorted(path.name for path in folder.iterdir() if (path / "document.csv").is_file()) if folder.is_dir() else []
    )


def write_tables(documents: Iterable[Mapping[str, Sequence[Row]]]) -> dict[str, int]:
    """Rows of one document after the other, in the order of their identifiers -> a CSV for each processed table.

    One document at a time is in memory. Gives the number of rows of each table; nothing is replaced if one fails.
    """
    counts = dict.fromkeys(PROCESSED, 0)
    with ExitStack() as stack:
        writers = {name: _writer(stack, table) for name, table in PROCESSED.items()}
        for tables in documents:
            for name, rows in tables.items():
                writers[name].writerows(_ordered(PROCESSED[name], rows))
                counts[name] += len(rows)
    return counts


def _writer(stack: ExitStack, table: Table) -> "Writer":
    """A writer to the table's file, its header written."""
    file = stack.enter_context(writing_whole(paths.processed_dir() / f"{table.name}.csv"))
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(table.columns)
    return writer


def _ordered(table: Table, rows: Sequence[Row]) -> Iterator[list[str]]:
    """Rows of a processed table as strings in the table's column order, sorted by its key."""
    for row in rows:
        if extra := set(row) - set(table.columns):
            raise JianghanError(f"table {table.name}: unknown column {sorted(extra)}: declare it in schema.py")
    for row in sorted(rows, key=lambda row: tuple(_sortable(row.get(name)) for name in table.key)):
        yield [_cell(row.get(name)) for name in table.columns]


def table_text(table: Table, rows: Sequence[Row]) -> str:
    """Rows of a processed table -> the text of its CSV."""
    return to_csv(table.columns, _ordered(table, rows))


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


def write_package() -> None:
    """The Data Package that describes every field of every processed table."""
    resources = [_resource(table) for table in PROCESSED.values()]
    package = {
        "name": "jianghan",
        "title": "Department budgets and final accounts as published",
        "resources": resources,
    }
    write_whole(paths.processed_dir() / "datapackage.json", json.dumps(package, ensure_ascii=False, indent=1) + "\n")


def _resource(table: Table) -> dict[str, object]:
    described = [
        {"name": field.name, "type": _TYPES[field.kind], "title": field.zh, "description": field.en}
        for field in table.fields
    ]
    return {
        "name": table.name,
        "path": f"{table.name}.csv",
        "title": table.row_zh,
        "description": f"one row is {table.row_en}",
        "schema": {"fields": described, "missingValues": [""]},
    }


def read_text(path: Path) -> list[str]:
    """The lines of a document that was ingested with its text."""
    with path.open(encoding="utf-8", newline="") as file:
        return [row["text"] for row in csv.DictReader(file)]

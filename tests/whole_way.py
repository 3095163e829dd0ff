"""What tests need of the whole way: a text -> raw records -> processed rows, without files of the project."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

from jianghan_lib.pipeline.build import build_document
from jianghan_lib.pipeline.ingest import read_document
from jianghan_lib.readers import read

Raw = dict[str, list[dict[str, str]]]


def raw_of(text: str, folder: Path) -> Raw:
    """A text -> its raw records, as `store.read_raw` gives them."""
    path = folder / "document.txt"
    path.write_text(text, encoding="utf-8")
    records = read_document(read(path))
    return {name: [_strings(row) for row in rows] for name, rows in records.items()}


def _strings(record: Any) -> dict[str, str]:
    return {name: "" if value is None else str(value) for name, value in asdict(record).items()}


def built(text: str, folder: Path) -> dict[str, list[dict[str, Any]]]:
    """A text -> its rows of every processed table."""
    return build_document("invented", raw_of(text, folder))

"""Processed tables as frames: what notebooks load."""

from decimal import Decimal
from pathlib import Path
from typing import TextIO

import pandas as pd

from jianghan_lib import paths
from jianghan_lib.errors import UsageError, unknown
from jianghan_lib.schema import PROCESSED, Table


def load(table: str, document: str | None = None, *, exact: bool = False) -> pd.DataFrame:
    """A processed table, of one document or of all: `load("completion", document=ID)`.

    Tables: documents, amounts, completion, changes, projects, indicators, statements, findings.
    Returns the columns declared in `schema.PROCESSED[table]`: amounts in 万元 and rates as fractions, as floats
    (as `Decimal`, exactly as stored, with `exact=True`); whole numbers as `Int64`; text as `str` with "" for
    "not printed". Source: data/processed/<table>.csv. Raises UsageError for an unknown table or document.
    """
    if table not in PROCESSED:
        raise unknown("table", table, PROCESSED)
    frame = _read(PROCESSED[table], exact)
    if document is None:
        return frame
    known = documents()["document_id"].tolist()
    if document not in known:
        raise unknown("document", document, known)
    return frame[frame["document_id"] == document].reset_index(drop=True)


def documents() -> pd.DataFrame:
    """The documents of the collection, one row each: columns of `schema.PROCESSED["documents"]`."""
    return _read(PROCESSED["documents"], False)


def _read(table: Table, exact: bool) -> pd.DataFrame:
    path = paths.processed_dir() / f"{table.name}.csv"
    if not path.is_file():
        raise UsageError(f"{path}: no such table yet: run `jianghan build`")
    return typed(table, path, exact)


def typed(table: Table, source: Path | TextIO, exact: bool = False) -> pd.DataFrame:
    """A processed table's CSV, a file or an open text -> a frame with the types that `load` promises."""
    frame = pd.read_csv(source, dtype=str, keep_default_na=False, encoding="utf-8")
    if missing := [name for name in table.columns if name not in frame]:
        raise UsageError(f"{table.name}.csv lacks {', '.join(missing)}: it is of another version; run `jianghan build`")
    for field in table.fields:
        column = frame[field.name]
        if field.kind == "integer":
            frame[field.name] = pd.Series([int(value) if value else pd.NA for value in column], dtype="Int64")
        elif field.kind == "boolean":
            frame[field.name] = column.map({"true": True, "false": False, "": pd.NA}).astype("boolean")
        elif field.kind != "text" and exact:
            frame[field.name] = pd.Series([Decimal(value) if value else None for value in column], dtype=object)
        elif field.kind != "text":
            frame[field.name] = pd.Series(
                [float(value) if value else float("nan") for value in column], dtype="float64"
            )
    return frame

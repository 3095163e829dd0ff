"""Tables as Parquet, written and asked by DuckDB: rows stand as those of the CSV do, an empty cell is NULL."""

import os
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from jianghan_lib.base.paths import is_address
from jianghan_lib.base.schema import Table

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

TYPES = {"text": "VARCHAR", "integer": "BIGINT", "boolean": "BOOLEAN", "number": "DOUBLE", "rate": "DOUBLE",
         "amount": "DECIMAL(24,6)"}  # fmt: skip
# Rows that are read together: what a document costs to load, against how well the columns are packed.
GROUP = 20_480


@contextmanager
def connected(threads: int | None = None, folder: Path | None = None) -> "Iterator[DuckDBPyConnection]":
    """A connection to a database that is nowhere but in memory, and reads the files of a folder wherever that is."""
    import duckdb

    with duckdb.connect(config={"threads": threads} if threads else {}) as connection:
        if folder and is_address(folder):
            connection.register_filesystem(cast(Any, folder).fs)
        yield connection


@contextmanager
def reading(folder: Path) -> "Iterator[DuckDBPyConnection]":
    """A connection for what leaves nothing behind: a share of one that this process keeps, as to connect costs half of a load."""
    if is_address(folder):
        with connected(folder=folder) as connection:
            yield connection
    else:
        with _kept(os.getpid()).cursor() as connection:
            yield connection


@cache
def _kept(process: int) -> "DuckDBPyConnection":
    """The connection of a process; one that was forked from it has its own, and no file is kept in memory."""
    import duckdb

    return duckdb.connect(config={"enable_external_file_cache": False})


def quoted(text: object) -> str:
    """Text as SQL writes it."""
    return "'" + str(text).replace("'", "''") + "'"


def csv_source(path: Path | str, table: Table) -> str:
    """A processed table's CSV as SQL reads from it, each column of its type."""
    columns = ", ".join(f"'{field.name}': '{TYPES[field.kind]}'" for field in table.fields)
    form = "header = true, auto_detect = false, delim = ',', quote = '\"', escape = '\"'"
    return f"read_csv({quoted(path)}, {form}, columns = {{{columns}}})"


def source(files: Sequence[Path | str], more: str = "") -> str:
    """Parquet files of one table as SQL reads from them."""
    return f"read_parquet([{', '.join(map(quoted, files))}]{more})"


def write(
    connection: "DuckDBPyConnection",
    table: Table,
    rows: Path,
    old: Sequence[Path],
    kept: Collection[str],
    target: Path,
) -> int:
    """Rows in a CSV, and those of the documents to keep in older files -> one Parquet file, by document; how many rows.

    The rows of a document keep their order.
    """
    columns = ", ".join(f'"{name}"' for name in table.columns)
    parts = [f"select {columns}, row_number() over () as position_in_file from {csv_source(rows, table)}"]
    if old and kept:
        among = "document_id in (select unnest(?))"
        parts.append(f"select {columns}, file_row_number from {source(old, ', file_row_number = true')} where {among}")
    ordered = f"select {columns} from ({' union all '.join(parts)})"
    if len(parts) > 1:  # the rows of the CSV are in order, and to sort takes memory
        ordered += " order by document_id, position_in_file"
    form = f"format parquet, compression zstd, row_group_size {GROUP}"
    given = [list(kept)] if old and kept else []
    (count,) = connection.execute(f"copy ({ordered}) to {quoted(target)} ({form})", given).fetchall()[0]
    return int(count)

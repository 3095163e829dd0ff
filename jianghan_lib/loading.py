"""Processed tables as frames: what notebooks load."""

from collections.abc import Sequence
from decimal import Decimal
from io import BytesIO
from typing import IO

import pandas as pd

from jianghan_lib.base import files, paths
from jianghan_lib.base.errors import UsageError, unknown
from jianghan_lib.base.schema import PROCESSED, Field, Table

# The kind of each column of the processed tables, and how its unit is said.
KINDS = {field.name: field.kind for table in PROCESSED.values() for field in table.fields}
SQL_TYPES = {"text": "VARCHAR", "integer": "BIGINT", "boolean": "BOOLEAN", "number": "DOUBLE", "rate": "DOUBLE",
             "amount": "DECIMAL(24,6)"}  # fmt: skip
UNITS = {"amount": "万元", "rate": "小数 / fractions"}


class Frame(pd.DataFrame):
    """A frame that says under it which of its columns are amounts in 万元 and which are rates, as fractions."""

    @property
    def _constructor(self) -> "type[Frame]":
        return Frame

    def __repr__(self) -> str:
        return "\n".join(filter(None, (super().__repr__(), self._units())))

    def _repr_html_(self) -> str | None:
        html, units = super()._repr_html_(), self._units()  # type: ignore[misc]
        return f"{html}\n<p>{units}</p>" if html and units else html

    def _units(self) -> str:
        """The line of units, or '' where no column has one."""
        parts = []
        for kind, text in UNITS.items():
            names = [str(name) for name in self.columns if KINDS.get(str(name)) == kind]
            parts += [f"{text}: {', '.join(names)}"] if names else []
        return "; ".join(parts)


def load(table: str, document: str | None = None, *, exact: bool = False) -> pd.DataFrame:
    """A processed table, of one document or of all: `load("completion", document=ID)`.

    Tables: documents, amounts, completion, changes, projects, indicators, statements, findings.
    Returns the columns declared in `schema.PROCESSED[table]`: amounts in 万元 and rates as fractions, as floats
    (as `Decimal`, exactly as stored, with `exact=True`); whole numbers as `Int64`; text as `str` with "" for
    "not printed". Source: data/processed/<table>.csv. Raises UsageError for an unknown table or document.
    """
    if table not in PROCESSED:
        raise unknown("table", table, PROCESSED)
    if document is None:
        return _read(PROCESSED[table], exact)
    tables = _whole([PROCESSED[table], PROCESSED["documents"]], exact)
    frame, known = tables[table], tables["documents"]["document_id"].tolist()
    if document not in known:
        raise unknown("document", document, known)
    return frame[frame["document_id"] == document].reset_index(drop=True)


def documents() -> pd.DataFrame:
    """The documents of the collection, one row each: columns of `schema.PROCESSED["documents"]`."""
    return _read(PROCESSED["documents"], False)


def sql(query: str) -> pd.DataFrame:
    """A query over the processed tables by their names -> its result, e.g. `sql("select * from completion")`.

    DuckDB's SQL; amounts are exact decimals in 万元. Raises UsageError with DuckDB's message where the query is wrong.
    """
    import duckdb

    with duckdb.connect() as connection:
        for table in PROCESSED.values():
            if (path := files.newest(paths.processed_dir(), f"{table.name}.csv")).is_file():
                columns = {field.name: SQL_TYPES[field.kind] for field in table.fields}
                columns_given = ", ".join(f"'{name}': '{kind}'" for name, kind in columns.items())
                file = str(path).replace("'", "''")
                connection.execute(
                    f"create view \"{table.name}\" as from read_csv('{file}', header = true, columns = {{{columns_given}}})"
                )
        try:
            return connection.execute(query).df()
        except duckdb.Error as error:
            raise UsageError(f"sql: {str(error).splitlines()[0]}") from None


def _read(table: Table, exact: bool) -> pd.DataFrame:
    return _whole([table], exact)[table.name]


def _whole(tables: Sequence[Table], exact: bool) -> dict[str, pd.DataFrame]:
    """Tables of one build, by name: what was cut off or changed since it was built is refused."""
    folder = paths.processed_dir()
    if not files.has_register(folder):
        raise UsageError(f"{folder}: no tables yet: run `jianghan build`")
    contents = files.read_together(folder, [f"{table.name}.csv" for table in tables], "run `jianghan build`")
    return {table.name: typed(table, BytesIO(contents[f"{table.name}.csv"]), exact) for table in tables}


def typed(table: Table, source: IO[str] | IO[bytes], exact: bool = False) -> pd.DataFrame:
    """A processed table's CSV, opened -> a frame with the types that `load` promises."""
    frame = Frame(pd.read_csv(source, dtype=str, keep_default_na=False, encoding="utf-8"))
    if missing := [name for name in table.columns if name not in frame]:
        raise UsageError(f"{table.name}.csv lacks {', '.join(missing)}: it is of another version; run `jianghan build`")
    for field in table.fields:
        try:
            frame[field.name] = _column(field, frame[field.name], exact)
        except (ValueError, ArithmeticError) as error:
            raise UsageError(f"{table.name}.csv: {field.name}: {error}; run `jianghan build`") from None
    return frame


def _column(field: Field, column: pd.Series, exact: bool) -> pd.Series:
    """A column of text as values of its kind; ValueError for what the schema does not admit."""
    if field.values and (other := set(column.unique()) - {"", *field.values}):
        raise ValueError(f"{min(other)!r} is none of {', '.join(field.values)}")
    if field.kind == "text":
        return column
    if field.kind == "integer":
        return pd.Series([int(value) if value else pd.NA for value in column], dtype="Int64")
    if field.kind == "boolean":
        return column.map({"true": True, "false": False, "": pd.NA}).astype("boolean")
    if exact:
        return pd.Series([Decimal(value) if value else None for value in column], dtype=object)
    return pd.Series([float(value) if value else float("nan") for value in column], dtype="float64")

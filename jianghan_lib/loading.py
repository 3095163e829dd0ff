"""Processed tables as frames: what notebooks load."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import pandas as pd

from jianghan_lib.base import files, paths
from jianghan_lib.base.errors import JianghanError, UsageError, unknown
from jianghan_lib.base.schema import PROCESSED, Field, Table
from jianghan_lib.vocabulary import current, word

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

ADVICE = "run `jianghan build`"
# The kind of each column of the processed tables.
KINDS = {field.name: field.kind for table in PROCESSED.values() for field in table.fields}
DTYPES: dict[str, Any] = {
    "text": "str",
    "integer": "Int64",
    "boolean": "boolean",
    "number": "float64",
    "rate": "float64",
    "amount": "float64",
}
# So many documents are named where one is asked for that is not there.
NAMED = 50


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
        for kind, text in (("amount", word("wan", current())), ("rate", "小数 / fractions")):
            names = [str(name) for name in self.columns if KINDS.get(str(name)) == kind]
            parts += [f"{text}: {', '.join(names)}"] if names else []
        return "; ".join(parts)


def load(table: str, document: str | Iterable[str] | None = None, *, exact: bool = False) -> pd.DataFrame:
    """A processed table, of one document, of several or of all: `load("completion", document=ID)`, `load("completion", [ID, OTHER])`.

    Tables: documents, amounts, completion, changes, projects, indicators, statements, findings.
    Returns the columns declared in `schema.PROCESSED[table]`: amounts in 万元 and rates as fractions, as floats
    (as `Decimal`, exactly as stored, with `exact=True`); whole numbers as `Int64`; text as `str` with "" for
    "not printed". Source: data/processed, CSV or Parquet. Raises UsageError for an unknown table or document.
    """
    if table not in PROCESSED:
        raise unknown("table", table, PROCESSED)
    wanted = [document] if isinstance(document, str) else document if document is None else list(document) or [""]
    frame = _whole([PROCESSED[table]], exact, wanted)[table]
    if isinstance(document, str) and frame.empty and (table == "documents" or load("documents", document).empty):
        known = documents()["document_id"].tolist()
        more = f", ... ({len(known):,} documents)" if len(known) > NAMED else ""
        raise unknown("document", document, ", ".join(known[:NAMED]) + more)
    return frame


def documents() -> pd.DataFrame:
    """The documents of the collection, one row each: columns of `schema.PROCESSED["documents"]`."""
    return load("documents")


def build() -> str:
    """The collection in use: its folder and the id of its build, which is another when a table is."""
    folder, register = _opened()
    return f"{folder} {register['build']}"


def sql(query: str, **values: Any) -> pd.DataFrame:
    """A query over the processed tables and the values it names -> its result: `sql("from completion where level = $one", one="class")`.

    DuckDB's SQL; amounts are exact decimals in 万元. Raises UsageError with DuckDB's message where the query is wrong.
    """
    import duckdb

    from jianghan_lib.base import parquet

    try:
        with parquet.connected(folder=paths.processed_dir()) as connection:
            return files.patiently(lambda: _asked(connection, query, values), duckdb.IOException)
    except duckdb.Error as error:
        raise UsageError(f"sql: {str(error).splitlines()[0]}") from None


def _asked(connection: "DuckDBPyConnection", query: str, values: Mapping[str, Any]) -> pd.DataFrame:
    """The answer to a query over the tables of one build."""
    import duckdb

    folder, register = _opened()
    try:
        for table in filter(partial(_resource, register), PROCESSED.values()):
            source = _source(table, files.lengths(folder, _files(register, table), register, ADVICE))
            connection.execute(f'create or replace view "{table.name}" as from {source}')
        if not (given := connection.execute(query, values or None)):
            raise UsageError("sql: nothing is asked: ask such as `select * from documents`")
        answer = given.df()
    except duckdb.Error:
        _unless_replaced(folder, register)
        raise
    _unless_replaced(folder, register)
    return answer


def _source(table: Table, found: Sequence[Path]) -> str:
    """Files of a table as SQL reads from them."""
    from jianghan_lib.base import parquet

    return parquet.csv_source(found[0], table) if found[0].suffix == ".csv" else parquet.source(found)


def _unless_replaced(folder: Path, register: Mapping[str, Any]) -> None:
    """What was read while another build took the place of a register's tables may be of both: it is read again."""
    if files.read_register(folder, ADVICE)["build"] != register["build"]:
        raise JianghanError(f"{folder}: its tables are being built anew: ask again")


def _opened() -> tuple[Path, dict[str, Any]]:
    """The folder of the tables, and its register."""
    folder = paths.processed_dir()
    if not files.has_register(folder):
        raise UsageError(f"{folder}: no tables yet: {ADVICE}")
    return folder, files.read_register(folder, ADVICE)


def _resource(register: Mapping[str, Any], table: Table) -> Mapping[str, Any]:
    """What a register says of a table."""
    return next((one for one in register["resources"] if one["name"] == table.name), {})


def _files(register: Mapping[str, Any], table: Table, wanted: Sequence[str] | None = None) -> list[str]:
    """The files of a table, or those that may hold rows of the documents that are wanted."""
    resource = _resource(register, table)
    parts = resource.get("parts", [resource])
    return [
        one["path"]
        for one in parts
        if wanted is None or not one.get("first") or any(one["first"] <= name <= one["last"] for name in wanted)
    ]


def _whole(tables: Sequence[Table], exact: bool, wanted: Sequence[str] | None = None) -> dict[str, pd.DataFrame]:
    """Tables of one build, or their rows of some documents, by name: what was cut off or changed since it was built is refused."""
    return files.patiently(lambda: _once(tables, exact, wanted))


def _once(tables: Sequence[Table], exact: bool, wanted: Sequence[str] | None) -> dict[str, pd.DataFrame]:
    folder, register = _opened()
    if "parts" in register["resources"][0]:
        return _from_parquet(folder, register, tables, exact, wanted)
    contents = files.contents(folder, [f"{table.name}.csv" for table in tables], register, ADVICE)
    if wanted is not None and len(wanted) == 1:
        rows = {one["path"]: one["rows"] for one in register["resources"]}
        contents = {name: _lines_of(content, wanted[0], rows[name]) for name, content in contents.items()}
    frames = {table.name: typed(table, BytesIO(contents[f"{table.name}.csv"]), exact) for table in tables}
    if wanted is None:
        return frames
    return {name: frame[frame["document_id"].isin(wanted)].reset_index(drop=True) for name, frame in frames.items()}


def _lines_of(content: bytes, document: str, rows: int) -> bytes:
    """A table's CSV -> its first line and those of a document; all of it where a value has a line break, so that lines are no rows."""
    if content.count(b"\n") != rows + 1:
        return content
    start, end = f"\n{document},".encode(), content.find(b"\n")
    lines = [content[: end + 1]]
    while (at := content.find(start, end)) >= 0:
        end = content.find(b"\n", at + 1)
        lines.append(content[at + 1 : end + 1])
    return b"".join(lines)


def _from_parquet(
    folder: Path, register: Mapping[str, Any], tables: Sequence[Table], exact: bool, wanted: Sequence[str] | None
) -> dict[str, pd.DataFrame]:
    """Tables of one build, or their rows of some documents; a file that another build has taken away is FileNotFoundError.

    Of some documents only parts of files are read, so their lengths are compared with the register; else the contents are.
    """
    import duckdb

    from jianghan_lib.base import parquet

    with parquet.reading(folder) as connection:
        frames = {}
        for table in tables:
            names = _files(register, table, wanted)
            check = files.whole if wanted is None else files.lengths
            found = check(folder, names, register, ADVICE)
            try:
                frames[table.name] = _query(connection, table, found, exact, wanted)
            except duckdb.IOException:
                raise FileNotFoundError(folder) from None
            except duckdb.Error as error:
                raise JianghanError(f"{folder}: {table.name}: {str(error).splitlines()[0]}: {ADVICE}") from None
    return frames


def _query(
    connection: "DuckDBPyConnection", table: Table, found: Sequence[Path], exact: bool, wanted: Sequence[str] | None
) -> pd.DataFrame:
    """Parquet files of a table -> a frame with the types that `load` promises."""
    from jianghan_lib.base import parquet

    decimals = [field.name for field in table.fields if exact and field.kind in ("amount", "rate", "number")]
    columns = ", ".join(f'"{name}"::varchar as "{name}"' if name in decimals else f'"{name}"' for name in table.columns)
    if not found:
        return Frame({field.name: pd.Series(dtype=DTYPES[field.kind]) for field in table.fields})
    where = f"where document_id in ({', '.join('?' * len(wanted))})" if wanted is not None else ""
    given = connection.execute(f"select {columns} from {parquet.source(found)} {where}", wanted or [])
    frame = Frame(given.df())
    for field in table.fields:
        column = frame[field.name]
        if field.name in decimals:
            frame[field.name] = pd.Series([None if pd.isna(one) else Decimal(one) for one in column], dtype=object)
        else:
            frame[field.name] = (column.fillna("") if field.kind == "text" else column).astype(DTYPES[field.kind])
    return frame


def typed(table: Table, source: IO[str] | IO[bytes], exact: bool = False) -> pd.DataFrame:
    """A processed table's CSV, opened -> a frame with the types that `load` promises."""
    try:
        frame = Frame(pd.read_csv(source, dtype=str, keep_default_na=False, encoding="utf-8"))
    except ValueError as error:
        raise UsageError(f"{table.name}.csv: is no CSV in UTF-8 ({error}); run `jianghan build`") from None
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
    numbers = pd.Series([float(value) if value else float("nan") for value in column], dtype="float64")
    return pd.Series([Decimal(value) if value else None for value in column], dtype=object) if exact else numbers

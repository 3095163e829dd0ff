"""The tables of data/raw and data/processed, each field declared once; all reading and writing passes through here."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal, cast

from jianghan_lib.base.errors import JianghanError
from jianghan_lib.base.paths import declared

Kind = Literal["text", "integer", "amount", "rate", "number", "boolean"]


@dataclass(frozen=True)
class Field:
    """One column: its name, kind (amount: exact decimal in 万元; rate: fraction), meaning in both languages, and the values
    that a closed list admits (none: any).
    """

    name: str
    kind: Kind
    en: str
    zh: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """One table: what a row is, its columns in order, and the columns by which its rows are sorted and told apart."""

    name: str
    row_en: str
    row_zh: str
    fields: tuple[Field, ...]
    key: tuple[str, ...]

    @property
    def columns(self) -> list[str]:
        return [field.name for field in self.fields]


# Where the figure beside it is printed: what the kind `place` of fields.csv stands for.
_AT = "_at"
_PLACE_EN = "where `{figure}` is printed: L549 (line), or p12 L30 and a box (page, line, place on it), behind the file if there are several; empty: computed"
_PLACE_ZH = "所在位置（L行号，p页码，多个文件时先列文件名；空为计算所得）"


def _field(row: Mapping[str, str]) -> Field:
    if row["kind"] == "place":
        return Field(row["name"], "text", _PLACE_EN.format(figure=row["name"].removesuffix(_AT)), _PLACE_ZH)
    values = tuple(row["values"].split(";")) if row["values"] else ()
    return Field(row["name"], cast(Kind, row["kind"]), row["en"], row["zh"], values)


def _tables() -> dict[str, Table]:
    """tables.csv and fields.csv: the fields without a table are those of every table, the document first, the place last."""
    fields: dict[str, list[Field]] = {}
    for row in declared("base/fields.csv"):
        fields.setdefault(row["table"], []).append(_field(row))
    document, *place = fields.pop("")
    return {
        row["name"]: Table(
            row["name"],
            row["row_en"],
            row["row_zh"],
            (document, *fields[row["name"]], *place),
            tuple(row["key"].split(";")),
        )
        for row in declared("base/tables.csv")
    }


PROCESSED = _tables()
SEVERITIES = next(field.values for field in PROCESSED["findings"].fields if field.name == "severity")

# What a value of each kind is, beside none.
_TYPES: dict[str, tuple[type, ...]] = {
    "text": (str,),
    "integer": (int,),
    "boolean": (bool,),
    "amount": (Decimal, int),
    "rate": (Decimal, int),
    "number": (Decimal, int),
}


def conform(table: Table, row: Mapping[str, Any]) -> None:
    """Nothing where a row is as its table declares: known columns, each of its kind, closed lists kept; else one line."""
    if extra := set(row) - set(table.columns):
        raise JianghanError(f"table {table.name}: unknown column {sorted(extra)}: declare it in fields.csv")
    for field in table.fields:
        value = row.get(field.name)
        if value is None or value == "":
            continue
        if not isinstance(value, _TYPES[field.kind]) or (isinstance(value, bool) and field.kind != "boolean"):
            raise JianghanError(f"{_row(table, row)}: {field.name} {value!r} is no {field.kind}")
        if field.values and value not in field.values:
            raise JianghanError(f"{_row(table, row)}: {field.name} {value!r} is none of {', '.join(field.values)}")


def _row(table: Table, row: Mapping[str, Any]) -> str:
    return f"table {table.name}, document {row.get('document_id')}, line {row.get('line')}"

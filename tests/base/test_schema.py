"""The door of the processed tables: what the schema declares holds, and the Data Package says the same."""

from dataclasses import fields
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from frictionless import Package

from jianghan_lib.base import paths
from jianghan_lib.base.errors import JianghanError, UsageError
from jianghan_lib.base.rows import Figure, Rows
from jianghan_lib.base.schema import PROCESSED
from jianghan_lib.build.other_tables import build_other_tables
from jianghan_lib.forms.records import OtherCell
from jianghan_lib.loading import typed
from jianghan_lib.pipeline import processed, store

ROW = {"document_id": "here", "table": "F01", "panel": "revenue", "row": 1, "code": "", "level": "row", "name": "合计",
       "measure": "outturn", "amount": Decimal("1.5"), "printed": "1.50", "placement": "printed", "position": 1,
       "line": 7}  # fmt: skip


def written(*rows: dict[str, Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> dict[str, int]:
    monkeypatch.setenv("JIANGHAN_DATA", str(tmp_path))
    paths.processed_dir().mkdir()
    tables = {"documents": [{"document_id": "here", "line": 1}], "amounts": list(rows)}
    return processed.write([processed.Chunk("", store.as_text(tables))])


def test_rows_as_declared_are_written(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    assert written(ROW, ROW | {"position": 2}, monkeypatch=monkeypatch, tmp_path=tmp_path)["amounts"] == 2


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([ROW | {"amount": "1.5"}], "line 7: amount '1.5' is no amount"),
        ([ROW | {"row": True}], "line 7: row True is no integer"),
        ([ROW | {"placement": "moved"}], "line 7: placement 'moved' is none of printed, inferred, corrected"),
        ([ROW | {"level": "department"}], "line 7: level 'department' is none of class, section"),
        ([ROW | {"colour": "red"}], "unknown column ['colour']"),
        ([ROW, ROW], "two rows have one key (document_id 'here', table 'F01'"),
        ([ROW | {"document_id": "there"}], "table amounts: document 'there' is not in the table documents"),
    ],
)
def test_what_the_schema_does_not_declare_is_refused_in_one_line(
    rows: list[dict[str, Any]], message: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    with pytest.raises(JianghanError) as raised:
        written(*rows, monkeypatch=monkeypatch, tmp_path=tmp_path)
    assert message in str(raised.value) and "\n" not in str(raised.value)


def test_cells_of_an_unknown_table_that_have_no_labels_are_told_apart() -> None:
    cells = [OtherCell("某表", "合计", "", printed, "万元", 9) for printed in ("1.00", "1.00")]
    rows = build_other_tables("here", cells)
    assert len(store.as_text({"other_tables": [vars(row) for row in rows]})["other_tables"]) == 2


def test_the_package_says_what_the_schema_says() -> None:
    package = Package(str(paths.REPOSITORY / "data" / "processed" / "datapackage.json"))
    assert package.licenses and package.sources
    for name, table in PROCESSED.items():
        schema = package.get_resource(name).schema
        assert (schema.field_names, schema.primary_key) == (table.columns, list(table.key))
        keys = [one["reference"]["resource"] for one in schema.foreign_keys]
        assert keys == ([] if name == "documents" else ["documents"])
        enums = {field.name: field.constraints.get("enum") for field in schema.fields}
        assert enums == {field.name: list(field.values) or None for field in table.fields}


def test_the_committed_tables_are_a_valid_data_package() -> None:
    report = Package(str(paths.REPOSITORY / "data" / "processed" / "datapackage.json")).validate()
    assert report.flatten(["title", "rowNumber", "fieldName", "note"]) == []


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("placement", "moved", "amounts.csv: placement: 'moved' is none of printed, inferred, corrected"),
        ("line", "seven", "amounts.csv: line: invalid literal"),
        ("amount", "1,5", "amounts.csv: amount: could not convert"),
    ],
)
def test_what_the_schema_does_not_declare_is_not_loaded(column: str, value: str, message: str) -> None:
    text = store.table_text(PROCESSED["amounts"], [ROW])
    header, row = text.splitlines()
    cells = dict(zip(header.split(","), row.split(","), strict=True)) | {column: f'"{value}"'}
    with pytest.raises(UsageError) as raised:
        typed(PROCESSED["amounts"], StringIO(f"{header}\n{','.join(cells.values())}\n"))
    assert str(raised.value).startswith(message) and "\n" not in str(raised.value)


# How base/rows.py writes a column of each kind.
WRITTEN = {"text": 'str = ""', "integer": "int | None = None", "boolean": "bool | None = None"}
HINTS = {"text": {str}, "integer": {int, int | None}, "boolean": {bool | None}}


@pytest.mark.parametrize("name", Rows.__annotations__)
def test_a_row_has_the_columns_that_its_table_declares(name: str) -> None:
    row = Rows.__annotations__[name].__args__[0]
    hints, declared = (
        {one.name: one.type for one in fields(row)},
        {one.name: one.kind for one in PROCESSED[name].fields},
    )
    said = [
        f"fields.csv has {name}.{column}: write `{column}: {WRITTEN.get(kind, 'Figure = None')}` in {row.__name__} of base/rows.py"
        for column, kind in declared.items()
        if hints.get(column) not in HINTS.get(kind, {Figure})
    ]
    said += [
        f"{row.__name__} of base/rows.py has {column}: add its row to base/fields.csv"
        for column in hints.keys() - declared
    ]
    assert not said, "\n".join(said)


def test_each_table_but_those_of_the_audit_has_its_rows() -> None:
    assert set(Rows.__annotations__) == {name for name in PROCESSED if name not in ("findings", "checks")}

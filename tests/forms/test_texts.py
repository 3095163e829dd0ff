"""Invented narratives that were once read wrongly: each figure belongs to the topic that its own clause names, or to nobody."""

import csv
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from jianghan_lib.forms.narrative.particulars import read_particulars
from jianghan_lib.forms.narrative.stream import build
from jianghan_lib.pipeline.build import build_document
from jianghan_lib.pipeline.ingest import read_document
from jianghan_lib.readers import read
from jianghan_lib.readers.blocks import Line, Source

TEXTS = Path(__file__).with_name("texts")
Row = dict[str, Any]
READ_HERE = ("statements", "changes", "findings", "projects")


def expected() -> list[tuple[str, Row]]:
    return [
        (file.name.removesuffix(".expected.csv"), row)
        for file in sorted(TEXTS.glob("*.expected.csv"))
        for row in csv.DictReader(file.read_text(encoding="utf-8").splitlines())
        if row["table"] in READ_HERE
    ]


@pytest.fixture(scope="module")
def built() -> dict[str, dict[str, list[Row]]]:
    return {file.stem: build_document("invented", read_document(read(file))) for file in sorted(TEXTS.glob("*.txt"))}


def near(one: object, value: str) -> bool:
    return one is not None and abs(Decimal(str(one)) - Decimal(value)) < Decimal("0.00005")


def has(row: Row, right: Row) -> bool:
    """Whether a row of a table is the one described: empty descriptions fit anything."""
    values = ("amount", "rate", "count", "change", "prior_amount", right["role"])
    tests = {
        "topics": not right["topic"]
        or right["topic"].endswith(str(row.get("topic", row.get("item", row.get("project")))))
        or row.get("topic", row.get("item", row.get("project"))) in right["topic"].split("|"),
        "subject": not right["subject"]
        or row.get("subject", "").split("/")[-1] in (right["subject"], right["subject"].removesuffix("支出")),
        "role": right["table"] != "statements" or not right["role"] or row["role"] in right["role"].split("|"),
        "basis": not right["basis"] or row.get("basis") == right["basis"],
        "year": not right["year"] or row.get("year", int(right["year"])) == int(right["year"]),
        "base_year": not right["base_year"] or row.get("base_year", row.get("prior_year")) == int(right["base_year"]),
        "value": not right["value"] or any(near(row.get(name), right["value"]) for name in values),
    }
    return all(tests.values())


def is_noted(tables: dict[str, list[Row]], value: str) -> bool:
    """Whether a figure is told as one that was not read: its note prints it as it stands, or as a percent."""
    shown = (f"{Decimal(value):.2f}", f"{Decimal(value) * 100:.2f}%")
    return any(
        one["rule"] == "figure_not_read" and any(text in one["printed"] for text in shown) for one in tables["findings"]
    )


@pytest.mark.parametrize(
    ("text", "right"),
    expected(),
    ids=lambda value: value if isinstance(value, str) else "-".join(list(value.values())[:8]),
)
def test_figures_belong_to_what_their_clause_names(
    built: dict[str, dict[str, list[Row]]], text: str, right: Row
) -> None:
    tables = built[text]
    if right["table"] == "findings":
        rules = right["topic"].split(";")
        assert not [one for one in tables["findings"] if one["rule"] in rules and one["severity"] == right["role"]]
        return
    found = any(has(row, right) for row in tables[right["table"]])
    if right["must_not"]:
        assert not found
    else:
        assert found or ("noted" in right["note"] and is_noted(tables, right["value"]))


# Forms of another province: parts without a number below numbered rows, sources and expenses in rows under a year's heading.
IN_ROWS = """2024年柳坝县水利局部门预算
收支总体情况表
单位名称：柳坝县水利局 单位：万元
| 收入 |  | 支出 |  |
| --- | --- | --- | --- |
| 项目 | 2024年预算 | 项目 | 2024年预算 |
| 一、预算拨款 | 830.50 | 一、基本支出 | 520.30 |
| 一般公共预算 | 810.50 | 二、项目支出 | 330.20 |
| 二、其他资金 | 20.00 |  |  |
| 本年收入合计 | 850.50 | 本年支出合计 | 850.50 |
收入总体情况表
单位名称：柳坝县水利局 单位：万元
| 项目 | 2024年预算 |
| --- | --- |
| 一、预算拨款 | 830.50 |
| 一般公共预算 | 810.50 |
| 二、财政专户拨款 | 0.00 |
| 三、其他资金 | 20.00 |
| 本年收入合计 | 850.50 |
| 收入总计 | 850.50 |
支出总体情况表
单位名称：柳坝县水利局 单位：万元
| 项目 | 2024年预算 |
| --- | --- |
| 一、基本支出 | 520.30 |
| 工资福利支出 | 520.30 |
| 二、项目支出 | 330.20 |
| 支出总计 | 850.50 |
财政拨款安排的行政经费及“三公”经费预算表
单位名称：柳坝县水利局 单位：万元
| 项目 | 2023年预算 | 2024年预算 |
| --- | --- | --- |
| 行政经费 | 99.00 | 110.20 |
| “三公”经费 | 14.00 | 12.50 |
| 其中：（一）因公出国（境）支出 | 0.00 | 0.00 |
| （二）公务用车购置及运行维护支出 | 10.00 | 9.00 |
| 1.公务用车购置 | 0.00 | 0.00 |
| 2.公务用车运行维护费 | 10.00 | 9.00 |
| （三）公务接待费支出 | 4.00 | 3.50 |
"""


def test_rows_that_name_sources_and_expenses_are_under_their_measures(tmp_path: Path) -> None:
    path = tmp_path / "budget.md"
    path.write_text(IN_ROWS, encoding="utf-8")
    raw = read_document(read(path))
    tables = build_document("aa", raw)
    measures = {
        table: {
            one["measure"]: f"{one['amount']:.2f}"
            for one in tables["amounts"]
            if one["table"] == table and one["measure"]
        }
        for table in ("B02", "B03", "B07")
    }
    assert measures == {
        "B02": {
            "fiscal_appropriation": "830.50",
            "general_public_budget": "810.50",
            "special_account": "0.00",
            "other_funds": "20.00",
            "subtotal": "850.50",
            "total": "850.50",
        },
        "B03": {"basic": "520.30", "project": "330.20", "total": "850.50"},
        "B07": {
            "total": "12.50",
            "overseas_travel": "0.00",
            "vehicles": "9.00",
            "vehicle_purchase": "0.00",
            "vehicle_operation": "9.00",
            "hospitality": "3.50",
        },
    }
    assert [one["rule"] for one in tables["findings"] if one["severity"] == "error"] == []


def test_a_heading_whose_number_is_none_is_passed_over() -> None:
    lines = tuple(Line(number, text) for number, text in enumerate(("九八、其他", "（四三）其他", "二十一、其他"), 1))
    source = Source("", "", lines)
    assert read_particulars(source, build(source, set()), []) == []

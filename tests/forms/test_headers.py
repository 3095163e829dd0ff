"""Titles and header labels as other places print them -> the table and its columns."""

import pytest

from jianghan_lib.base.money import UNCLEAR
from jianghan_lib.forms.tables.headers import labels_at, match
from jianghan_lib.forms.tables.layouts import LAYOUT
from jianghan_lib.forms.tables.money_unit import amounts_stated, unit_of
from jianghan_lib.forms.tables.titles import table_named
from jianghan_lib.readers.blocks import COVERED, Line, Span


@pytest.mark.parametrize(
    ("title", "table"),
    [
        ("收入支出决算总表", "F01"),
        ("部门收支决算总表", "F01"),
        ("2024年度财政拨款收支决算总表", "F04"),
        ("一般公共预算财政拨款收入支出决算表", "F05"),
        ("一般公共预算财政拨款基本支出决算表", "F06"),
        ("国有资本经营预算财政拨款收入支出决算表", "F08"),
        ("一般公共预算财政拨款“三公”经费及机关运行经费支出决算表", "F09"),
        ("2025年部门财务收支预算总表", "B01"),
        ("单位收入预算总表", "B02"),
        ("部门支出总体情况表", "B03"),
        ("2025年部门财政拨款收支预算总表", "B04"),
        ("一般公共预算支出情况表（按功能分类科目）", "B05-1"),
        ("2025年部门一般公共预算基本支出部门预算经济分类预算表", "B06"),
        ("2025年部门“三公”经费和机关运行经费预算表", "B07"),
        ("政府性基金预算支出功能分类预算表", "B08"),
        ("2025年部门一般公共预算拨款支出功能分类预算表", "B05-1"),
        ("2025年部门一般公共预算拨款基本支出部门预算经济分类预算表", "B06"),
        ("2025年部门一般公共预算拨款“三公”经费和机关运行经费预算表", "B07"),
        ("2025年部门国有资本经营预算拨款支出功能分类预算表", "B09"),
        ("2024年部门综合预算收支总表", "B01"),
        ("2024年部门综合预算一般公共预算支出明细表（按支出功能分类科目）", "B05-1"),
        ("2024年项目支出预算总表", "B10"),
        ("政府采购预算收支总表", None),
        ("财政拨款支出决算明细表", None),
        ("政府采购情况表", None),
        ("项目支出绩效自评表", None),
    ],
)
def test_titles_of_other_places(title: str, table: str | None) -> None:
    layout = table_named(title)
    assert (layout.table if layout else None) == table


def header(*rows: list[str | tuple[str, int, int]]) -> list[Line]:
    """Rows of cells, a merged one as (text, columns, rows) -> lines with their spans."""
    taken: set[tuple[int, int]] = set()
    lines = []
    for at, row in enumerate(rows):
        texts: dict[int, str] = {}
        spans: dict[int, Span] = {}
        place = 0
        for cell in row:
            text, across, down = (cell, 1, 1) if isinstance(cell, str) else cell
            while (at, place) in taken:
                place += 1
            taken |= {(at + lower, place + right) for lower in range(down) for right in range(across)}
            texts[place], spans[place] = text, (across, down)
            place += across
        width = 1 + max(column for line, column in taken if line == at)
        cells = tuple(texts.get(column, "") for column in range(width))
        lines.append(Line(at + 1, "\t".join(cells), cells, spans=tuple(spans.get(c, COVERED) for c in range(width))))
    return lines


def columns(table: str, lines: list[Line], start: int) -> list[str | None]:
    labels = labels_at(lines, start, len(lines[0].cells) - start)
    found = match(LAYOUT[table].columns, labels, LAYOUT[table].extra)
    return [column and f"{column.panel} {column.measure}".strip() for column in found]


def test_budget_and_outturn_below_each_expense() -> None:
    pair = ["2024年度预算数", "2024年度决算数"]
    lines = header(
        [("财政拨款“三公”经费", 12, 1)],
        [("合计", 2, 2), ("因公出国\n（境）费", 2, 2), ("公务用车购置及运行维护费", 6, 1), ("公务接待费", 2, 2)],
        [("小计", 2, 1), ("公务用车购置费", 2, 1), ("公务用车运行维护费", 2, 1)],
        pair * 6,
    )
    expenses = ("total", "overseas_travel", "vehicles", "vehicle_purchase", "vehicle_operation", "hospitality")
    expected = [f"{panel} {expense}" for expense in expenses for panel in ("budget", "outturn")]
    assert columns("F09", lines, 0) == expected


def test_a_budget_beside_the_execution_of_the_prior_year() -> None:
    lines = header(
        [("功能分类科目", 2, 1), ("2024年执行数", 1, 2), ("2025年预算数", 3, 1), ("增减额", 1, 2), ("增减%", 1, 2)],
        ["科目编码", "科目名称", "小计", "基本支出", "项目支出"],
    )
    assert columns("B05-1", lines, 2) == ["prior_outturn", "total", "basic", "project", "change", None]


def test_balances_and_income_are_not_the_expenditure() -> None:
    lines = header(
        [("项目", 2, 1), ("年初结转和结余", 2, 1), ("本年收入", 3, 1), ("本年支出", 3, 1), ("年末结转和结余", 1, 2)],
        ["科目代码", "科目名称", "合计", "项目支出结转和结余", *["合计", "基本支出", "项目支出"] * 2],
    )
    assert columns("F05", lines, 2) == [
        "opening_balance",
        "opening_balance_project",
        "income",
        "income_basic",
        "income_project",
        "total",
        "basic",
        "project",
        "closing_balance",
    ]


def rows(*texts: str) -> list[Line]:
    return [Line(0, text, tuple(text.split())) for text in texts]


@pytest.mark.parametrize(
    ("own", "others", "unit"),
    [
        (
            ["总计 189,767,551", "结转 44,100"],
            [("元", ["合计 189767551 44100"]), ("万元", ["合计 37.91 464.64"])],
            "元",
        ),
        (["总计 1234.50", "结转 1000.25"], [("元", ["合计 12345000"]), ("万元", ["合计 1234.50 1000.25"])], "万元"),
        (["总计 189,767,551"], [("万元", ["合计 37.91"])], "元"),
        (["30601001 本级 1234 1000"], [("万元", ["合计 37.91"])], "万元"),
        (["2080501 行政单位离退休 12.50"], [("万元", ["2080501 12.50"])], "万元"),
        (["总计 1,234"], [("元", ["合计 5"]), ("万元", ["合计 6"])], ""),
        (["总计 123,456", "结转 12,345"], [], UNCLEAR),  # 12 万元, or twelve thousand times as much
        (["总计 123,456.00", "结转 12,345.00"], [], ""),
    ],
)
def test_a_table_without_a_unit_has_that_of_its_figures(
    own: list[str], others: list[tuple[str, list[str]]], unit: str
) -> None:
    assert unit_of(rows(*own), [(one, rows(*texts)) for one, texts in others]) == unit


@pytest.mark.parametrize(("said", "unit"), [("12.35万元，其中4.57万元", "元"), ("123456万元，其中45678万元", "万元")])
def test_the_text_tells_the_unit_of_whole_numbers(said: str, unit: str) -> None:
    stated = amounts_stated([Line(1, f"收入{said}。")])
    assert unit_of(rows("总计 123,456", "结转 45,678"), [], stated) == unit

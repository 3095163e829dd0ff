"""Rows that the end of a page cuts in two are one; rows that only stand at the end and the head of a page are two."""

import pytest

from jianghan_lib.readers.blocks import Line
from jianghan_lib.readers.broken import Row, one_row

FULL, HALF = 0.3, 2.5  # room that a line has left, in Chinese characters
COLUMNS = [
    Line(0, "", ("201", "一般公共服务支出", "5,721.39", "12.50")),
    Line(0, "", ("2010601", "行政运行", "21.39", "0")),
]


def row(*cells: tuple[str, float] | str, width: float = 4.0) -> Row:
    texts = tuple(cell if isinstance(cell, str) else cell[0] for cell in cells)
    rooms = tuple(HALF if isinstance(cell, str) else cell[1] for cell in cells)
    line = Line(0, "\t".join(texts), texts, spans=((1, 1),) * len(texts))
    return Row(line, rooms, (width,) * len(texts))


@pytest.mark.parametrize(
    ("above", "below", "expected"),
    [
        (
            row(("20", FULL), ("教育", FULL), ("5,72", FULL), ""),
            row("5", "支出", "1.39", ""),
            ("205", "教育支出", "5,721.39", ""),
        ),
        (row("205", "教育支出", ("572", FULL), ""), row("", "", "1.39", ""), ("205", "教育支出", "5721.39", "")),
        (row("205", "教育支出", ("755.", FULL), ""), row("", "", "92", ""), ("205", "教育支出", "755.92", "")),
        (
            row("205", ("社会保障", FULL), "755.92", "1.00"),
            row("", "和就业支出", "", ""),
            ("205", "社会保障和就业支出", "755.92", "1.00"),
        ),
        (
            row(("年初", FULL), ("调整后", FULL), "权重", "得分"),
            row("预算数", "预算数", "", ""),
            ("年初预算数", "调整后预算数", "权重", "得分"),
        ),
        (
            row("30303", ("退职", 1.1), "82.53", "0"),
            row("", "（役）费", "", ""),
            ("30303", "退职（役）费", "82.53", "0"),
        ),
    ],
    ids=[
        "every cell",
        "a figure only",
        "a figure at its point",
        "a name only",
        "header",
        "a bracket takes a sign along",
    ],
)
def test_a_row_cut_in_two_is_one(above: Row, below: Row, expected: tuple[str, ...]) -> None:
    joined = one_row(above, below, COLUMNS)
    assert joined is not None and joined.line.cells == expected


@pytest.mark.parametrize(
    ("above", "below"),
    [
        (row(("2010601", FULL), ("行政运行", FULL), ("12.50", FULL)), row("2010602", "机关服务", "2.00")),
        (row("", ("行政运行", FULL), ("15", FULL)), row("", "机关服务", "20")),
        (row(("十一、城乡", FULL), "12.50", ("二、国防支出", FULL), ""), row("其他收入", "", "三、教育支出", "")),
        (row(("科目名称", FULL), ("合计", FULL), ("基本支出", FULL)), row("合计", "12.50", "2.00")),
        (row(("科目名称", FULL), ("合计", FULL), ("基本支出", FULL)), row("栏次", "1", "2")),
        (row("群众满意度", ("≥95%", FULL), ("96%", FULL)), row("学员满意度", "≥90%", "92%")),
        (row("205", "教育支出", "572", ""), row("", "", "1.39", "")),
        (row("205", ("教育支出", FULL), "12.50", ""), row("", "小计", "", "")),
    ],
    ids=[
        "codes",
        "whole numbers",
        "ordinals",
        "total",
        "numbers of columns",
        "targets",
        "a line with room",
        "a subtotal",
    ],
)
def test_two_rows_stay_two(above: Row, below: Row) -> None:
    assert one_row(above, below, COLUMNS) is None

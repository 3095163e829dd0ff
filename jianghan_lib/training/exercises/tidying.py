"""Lesson 2, tidy tables with pandas: choose rows, group, sort, spread."""

import pandas as pd

from jianghan_lib.training.department import Department
from jianghan_lib.training.exercise import Exercise, Slip, Topic
from jianghan_lib.training.exercises.completing import largest
from jianghan_lib.training.exercises.reading import cells, total


def _items(department: Department, table: str = "F05") -> int:
    return len(cells(department, table, "item", "total"))


def _table(department: Department, name: str) -> pd.DataFrame:
    amounts = department.load("amounts")
    return amounts[amounts["table"] == name]


def _by_class(department: Department, measure: str = "total") -> pd.Series:
    return cells(department, "F03", "class", measure).set_index("name")["amount"]


def _all_columns(department: Department) -> pd.Series:
    rows = _table(department, "F03")
    return rows[rows["level"] == "class"].groupby("name")["amount"].sum()


def _largest(department: Department, level: str, sign: int = 1) -> list[str]:
    rows = cells(department, "F03", level, "total")
    return largest(rows, sign * rows["amount"], "name")


def _wide(department: Department, level: str = "item") -> pd.DataFrame:
    rows = _table(department, "F03")
    wide = rows[rows["level"] == level].pivot(index="code", columns="measure", values="amount")
    return wide.reindex(columns=["total", "basic", "project"])


TOPIC = Topic(
    2,
    "lesson_2_tidy_tables",
    (
        Exercise(
            "2.1",
            "count",
            _items,
            (
                Slip(
                    lambda own: len(_table(own, "F05")),
                    "这是表里所有金额的个数：每个科目有几栏，还有类、款和合计行。",
                    "That counts every amount of the table: an item has several columns, and there are sums above it.",
                ),
                Slip(
                    lambda own: len(_table(own, "F05").query("level == 'item'")),
                    "一个项级科目有几栏金额，每栏一行：只数“合计”一栏。",
                    "An item has a row for each of its columns: count one column only.",
                ),
                Slip(
                    lambda own: len(_table(own, "F05").query("measure == 'total'")),
                    "类、款和合计行也数进去了：只要项级（item）。",
                    "Classes, sections and the total were counted too: items only.",
                ),
            ),
        ),
        Exercise(
            "2.2",
            "mapping",
            _by_class,
            (
                Slip(
                    _all_columns,
                    "把支出合计与它的组成（基本、项目支出）加在了一起：只取一栏。",
                    "The total was added to its own parts, basic and project expenditure: take one column.",
                ),
                Slip(
                    lambda own: _by_class(own, "project"),
                    "这是项目支出一栏。",
                    "That is the column of project expenditure.",
                ),
            ),
        ),
        Exercise(
            "2.3",
            "name",
            lambda own: _largest(own, "item"),
            (
                Slip(
                    lambda own: _largest(own, "class"),
                    "这是“类”，是许多项的合计；题目问的是最细的“项”。",
                    "That is a class, the sum of many items; an item is asked for.",
                ),
                Slip(
                    lambda own: _largest(own, "section"),
                    "这是“款”；题目问的是最细的“项”。",
                    "That is a section; an item is asked for.",
                ),
                Slip(
                    lambda own: _largest(own, "item", -1),
                    "这是最小的一项：排序的方向反了。",
                    "That is the smallest item: the order is the wrong way round.",
                ),
            ),
        ),
        Exercise(
            "2.4",
            "table",
            _wide,
            (
                Slip(
                    lambda own: _wide(own, "section"),
                    "行是“款”：题目要的是项级（item）。",
                    "The rows are sections: items are wanted.",
                ),
                Slip(
                    lambda own: _wide(own).rename(columns={"basic": "project", "project": "basic"}),
                    "基本支出与项目支出两栏对调了。",
                    "Basic and project expenditure stand in each other's column.",
                ),
            ),
        ),
        Exercise(
            "2.5",
            "rate",
            lambda own: float(_by_class(own).max()) / total(own, "F03", "total"),
            (
                Slip(
                    lambda own: float(_by_class(own).max()) / float(_table(own, "F03")["amount"].sum()),
                    "分母把所有行、所有栏都加在了一起：只用合计行的合计栏。",
                    "The base adds up all rows and columns: use the total of the total row only.",
                ),
                Slip(
                    lambda own: float(_by_class(own).max() / _all_columns(own).sum()),
                    "分母把合计栏和它的组成（基本、项目支出）加在了一起：只取合计一栏。",
                    "The base adds the total column to its own parts, basic and project: take the total column only.",
                ),
                Slip(
                    lambda own: float(cells(own, "F03", "item", "total")["amount"].max()) / total(own, "F03", "total"),
                    "这是最大的“项”的占比；题目问的是最大的“类”。",
                    "That is the share of the largest item; that of the largest class is asked for.",
                ),
            ),
        ),
    ),
)

"""Lesson 1, how to read a disclosure: the nine tables, and where a figure stands."""

import pandas as pd

from jianghan_lib.training.department import Department
from jianghan_lib.training.exercise import Exercise, Slip, Topic

TABLES = [f"F{number:02}" for number in range(1, 10)]


def cells(department: Department, table: str, level: str, measure: str) -> pd.DataFrame:
    """The cells of a statutory table at a level and in a column."""
    amounts = department.load("amounts")
    return amounts[(amounts["table"] == table) & (amounts["level"] == level) & (amounts["measure"] == measure)]


def total(department: Department, table: str, measure: str) -> float:
    """What the total row of a table prints in a column."""
    return float(cells(department, table, "total", measure)["amount"].iloc[0])


def _grand_total(department: Department) -> float:
    return float(cells(department, "F01", "total", "outturn")["amount"].iloc[0])


def _share(department: Department, measure: str = "basic") -> float:
    return total(department, "F03", measure) / total(department, "F03", "total")


def _printed(department: Department) -> list[str]:
    return sorted(set(department.load("amounts")["table"]))


def _blank(department: Department) -> list[str]:
    return [table for table in TABLES if table not in _printed(department)]


def _line(department: Department, table: str = "F03") -> int:
    return int(cells(department, table, "total", "total")["line"].iloc[0])


TOPIC = Topic(
    1,
    "lesson_1_reading",
    (
        Exercise(
            "1.1",
            "number",
            lambda own: total(own, "F03", "total"),
            (
                Slip(
                    _grand_total,
                    "这是收支“总计”，里面还有年末结转结余等；题目问的是本年支出合计。",
                    "That is the grand total, with what is carried over; the year's expenditure is asked for.",
                ),
                Slip(
                    lambda own: total(own, "F05", "total"),
                    "这只是一般公共预算财政拨款的支出；题目问的是全部支出。",
                    "That is expenditure from the general public budget only; all expenditure is asked for.",
                ),
                Slip(
                    lambda own: total(own, "F03", "project"),
                    "这是项目支出一栏；题目问的是支出合计一栏。",
                    "That is the column of project expenditure; the total column is asked for.",
                ),
            ),
        ),
        Exercise(
            "1.2",
            "rate",
            _share,
            (
                Slip(
                    lambda own: _share(own, "project"),
                    "这是项目支出的占比；题目问的是基本支出。",
                    "That is the share of project expenditure; basic expenditure is asked for.",
                ),
                Slip(
                    lambda own: total(own, "F03", "basic") / total(own, "F03", "project"),
                    "分母不对：占比要除以支出合计，不是除以项目支出。",
                    "The base is wrong: a share is taken of all expenditure, not of project expenditure.",
                ),
            ),
        ),
        Exercise(
            "1.3",
            "names",
            _blank,
            (
                Slip(
                    _printed,
                    "这是有金额的报表；题目问的是没有金额的报表。",
                    "Those tables do print amounts; the ones without any are asked for.",
                ),
            ),
        ),
        Exercise(
            "1.4",
            "line",
            _line,
            (
                Slip(
                    lambda own: _line(own, "F02"),
                    "这一行在收入决算表里；支出合计在支出决算表（F03）。",
                    "That line stands in the table of revenue; expenditure is in F03.",
                ),
                Slip(
                    lambda own: int(cells(own, "F03", "total", "total")["row"].iloc[0]),
                    "这是表内的行次（row）；题目问的是原文行号（line）。",
                    "That is the row within the table; the line of the source text is asked for.",
                ),
                Slip(
                    lambda own: int(cells(own, "F03", "total", "total").index[0]),
                    "这是数据框的索引（最左边没有名称的一列）；原文行号在 line 一列。",
                    "That is the index of the frame (the column on the left without a name); lines stand in `line`.",
                ),
            ),
        ),
    ),
)

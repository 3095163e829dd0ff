"""Lesson 8, be the auditor: the lines of a document that contradict its own figures."""

import pandas as pd

from jianghan_lib.training.department import Department
from jianghan_lib.training.exercise import Exercise, Slip, Topic
from jianghan_lib.training.exercises.comparing import misprinted, stated, unsigned, with_rates, wrong_rates
from jianghan_lib.training.exercises.completing import items

# The tables whose total column is the sum of the others.
TABLES = ("F02", "F03", "F05")
PARENT = {"item": 5, "section": 3}
INDEX = ["table", "line", "level", "code"]
CENT = 0.005


def rows_of(department: Department) -> pd.DataFrame:
    """The rows of the three tables, a column for each measure; what is not printed counts as nothing."""
    amounts = department.load("amounts")
    amounts = amounts[amounts["table"].isin(TABLES)]
    return amounts.pivot(index=INDEX, columns="measure", values="amount").fillna(0).reset_index()


def broken_rows(department: Department) -> list[int]:
    """Lines of rows whose total is not the sum of their other columns."""
    wide = rows_of(department)
    parts = wide.drop(columns=[*INDEX, "total"]).sum(axis=1)
    return wide.loc[(wide["total"] - parts).abs() > CENT, "line"].astype(int).tolist()


def broken_sums(department: Department) -> list[int]:
    """Lines of classes and sections that are not, in some column, the sum of the rows below them."""
    wide = rows_of(department)
    columns = [name for name in wide.columns if name not in INDEX]
    found: list[int] = []
    for level, width in PARENT.items():
        below = wide[wide["level"] == level]
        sums = below.groupby([below["table"], below["code"].str[:width]])[columns].sum()
        heads = wide.set_index(["table", "code"])
        heads = heads[heads.index.isin(sums.index)]  # a mistyped code may stand below no row
        apart = (heads[columns] - sums.loc[heads.index]).abs() > CENT
        found += heads.loc[apart.any(axis=1), "line"].astype(int).tolist()
    return sorted(found)


def wrong_completion(department: Department) -> list[int]:
    """Lines of items whose printed completion rate is not outturn / initial budget, to the digits it prints."""
    return misprinted(stated(items(department)))["line"].astype(int).tolist()


def wrong_changes(department: Department) -> list[int]:
    """Lines whose printed rate of change is not change / prior amount, to the digits it prints."""
    return wrong_rates(department)["line"].astype(int).tolist()


def wrong_execution(department: Department) -> list[int]:
    """Lines of projects whose printed execution rate is not executed / budget, to the digits it prints."""
    return misprinted(stated(department.load("projects")))["line"].astype(int).tolist()


def _classes(department: Department) -> pd.DataFrame:
    """What the narrative says of each class, beside what F05 prints of it."""
    said = department.load("statements").query("topic == 'class' and role == 'amount'")
    printed = department.load("amounts").query("table == 'F05' and level == 'class' and measure == 'total'")
    return said.assign(name=said["subject"] + "支出").merge(printed, on="name", suffixes=("", "_printed"))


def wrong_classes(department: Department) -> list[int]:
    """Lines of the narrative that give a class another amount than F05."""
    both = _classes(department)
    return both.loc[(both["amount"] - both["amount_printed"]).abs() > CENT, "line"].astype(int).tolist()


def _coded(department: Department) -> pd.DataFrame:
    """The items of the three tables, one row a line, with the number of tables that print their code."""
    rows = department.load("amounts")
    rows = rows[rows["table"].isin(TABLES) & (rows["level"] == "item")].drop_duplicates("line")
    return rows.assign(tables=rows.groupby("code")["table"].transform("nunique"))


def lone_codes(department: Department) -> list[int]:
    """Lines of items whose code no other of the three tables prints."""
    rows = _coded(department)
    return rows.loc[rows["tables"] == 1, "line"].astype(int).tolist()


LOOKS = (broken_rows, broken_sums, wrong_completion, wrong_changes, wrong_execution, wrong_classes, lone_codes)


def every(department: Department) -> list[int]:
    """All lines that the looks find."""
    return sorted({line for look in LOOKS for line in look(department)})


TOPIC = Topic(
    8,
    "lesson_8_auditor",
    (
        Exercise(
            "8.1",
            "lines",
            broken_rows,
            (
                Slip(
                    lambda own: rows_of(own)["line"].astype(int).tolist(),
                    "这是三张表的全部行：只留合计与各栏之和不相等的。",
                    "Those are all rows of the three tables: keep those whose total is not the sum of their columns.",
                ),
            ),
        ),
        Exercise(
            "8.2",
            "lines",
            broken_sums,
            (
                Slip(
                    broken_rows,
                    "这是横向不等的行；这一题是纵向的：类、款与下级之和。",
                    "Those rows do not add up across; this exercise goes down: classes and sections against what is below.",
                ),
            ),
        ),
        Exercise(
            "8.3",
            "lines",
            wrong_completion,
            (
                Slip(
                    lambda own: items(own).query("rate_printed != ''")["line"].astype(int).tolist(),
                    "这是印有完成率的全部行：四舍五入以内的差别不算错。",
                    "Those are all printed rates: a difference that rounding explains is no error.",
                ),
            ),
        ),
        Exercise(
            "8.4",
            "lines",
            wrong_changes,
            (
                Slip(
                    lambda own: with_rates(own)["line"].astype(int).tolist(),
                    "这是印有增减率的全部行：四舍五入以内的差别不算错。",
                    "Those are all printed rates of change: a difference that rounding explains is no error.",
                ),
                Slip(
                    lambda own: unsigned(own)["line"].astype(int).tolist(),
                    "“减少”的率是负的，印出的百分数却没有符号：先取绝对值再比。",
                    "A decrease has a negative rate, but its printed percent has no sign: compare absolute values.",
                ),
            ),
        ),
        Exercise(
            "8.5",
            "lines",
            wrong_execution,
            (
                Slip(
                    lambda own: stated(own.load("projects"))["line"].astype(int).tolist(),
                    "这是印有执行率的全部项目：四舍五入以内的差别不算错。",
                    "Those are all projects with a printed rate: a difference that rounding explains is no error.",
                ),
            ),
        ),
        Exercise(
            "8.6",
            "lines",
            wrong_classes,
            (
                Slip(
                    lambda own: _classes(own)["line"].astype(int).tolist(),
                    "这是说到各类支出的全部行：只留文字里的数与 F05 不同的。",
                    "Those are all lines that tell what a class spent: keep those that differ from F05.",
                ),
                Slip(
                    lambda own: (
                        _classes(own).query("abs(amount - amount_printed) > 0.005")["line_printed"].astype(int).tolist()
                    ),
                    "这是 F05 里的行号：题目要文字说明里的（合并之后是没有后缀的那一列）。",
                    "Those are the lines of F05: those of the narrative are wanted (the column without the suffix).",
                ),
            ),
        ),
        Exercise(
            "8.7",
            "lines",
            lone_codes,
            (
                Slip(
                    lambda own: _coded(own)["line"].astype(int).tolist(),
                    "这是三张表的全部项：只留编码只在一张表里出现的。",
                    "Those are all items of the three tables: keep those whose code stands in one table only.",
                ),
                Slip(
                    lambda own: _coded(own).query("tables < 3")["line"].astype(int).tolist(),
                    "有的项不在 F05（不是一般公共预算的钱），那不是错误：只留编码只在一张表里的。",
                    "Some items are not in F05 (no money of the general public budget): keep codes that stand in one table only.",
                ),
            ),
        ),
        Exercise("8.8", "lines", every),
    ),
)

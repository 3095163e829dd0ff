"""Lesson 8, be the auditor: the lines of a document that contradict its own figures."""

import pandas as pd

from jianghan_lib.training.department import Department
from jianghan_lib.training.exercise import Exercise, Slip, Topic
from jianghan_lib.training.exercises.comparing import with_rates, wrong_rates
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
        heads = wide.set_index(["table", "code"]).loc[sums.index]
        found += heads.loc[((heads[columns] - sums).abs() > CENT).any(axis=1), "line"].astype(int).tolist()
    return sorted(found)


def wrong_completion(department: Department) -> list[int]:
    """Lines of items whose printed completion rate is not outturn / initial budget, to the digits it prints."""
    rows = items(department)
    rows = rows[(rows["rate_printed"] != "") & rows["rate"].notna()]
    digits = rows["rate_printed"].str.extract(r"([\d.]+)")[0]
    half = 0.5 * 10.0 ** -(digits.str.partition(".")[2].str.len() + 2)
    return rows.loc[(rows["rate"] - digits.astype(float) / 100).abs() > half * 1.0001, "line"].astype(int).tolist()


def wrong_changes(department: Department) -> list[int]:
    """Lines whose printed rate of change is not change / prior amount, to the digits it prints."""
    return wrong_rates(department)["line"].astype(int).tolist()


def every(department: Department) -> list[int]:
    """All lines that the four looks find."""
    looks = (broken_rows, broken_sums, wrong_completion, wrong_changes)
    return sorted({line for look in looks for line in look(department)})


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
            ),
        ),
        Exercise("8.5", "lines", every),
    ),
)

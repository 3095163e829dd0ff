"""Lesson 3, completion rates and what they hide."""

import pandas as pd

from jianghan_lib.training.department import Department
from jianghan_lib.training.exercise import Exercise, Slip, Topic

NEAR = (0.9, 1.1)
HALF_CENT = 0.005


def whole(department: Department) -> pd.Series:
    """The department's own row of `completion`."""
    rows = department.load("completion")
    return rows[(rows["basis"] == "all") & (rows["level"] == "department")].iloc[0]


def items(department: Department) -> pd.DataFrame:
    """The items of `completion`, with their deviation: outturn less initial budget."""
    rows = department.load("completion")
    rows = rows[(rows["basis"] == "all") & (rows["level"] == "item")]
    return rows.assign(deviation=rows["outturn"] - rows["initial_budget"].fillna(0))


def _unbudgeted(department: Department) -> list[str]:
    rows = items(department)
    return rows[(rows["initial_budget"].fillna(0) == 0) & (rows["outturn"] > 0)]["item_name"].tolist()


def _exceeded(department: Department) -> list[str]:
    rows = items(department)
    return rows[rows["rate"] > 1]["item_name"].tolist()


def _moved(department: Department) -> float:
    rows = items(department)
    return float(rows["deviation"].abs().sum() / whole(department)["initial_budget"])


def _net(department: Department) -> float:
    return float(items(department)["deviation"].sum() / whole(department)["initial_budget"])


def _without_empty(department: Department) -> float:
    """What has moved, items whose initial budget is empty left out."""
    rows = items(department)
    return float((rows["outturn"] - rows["initial_budget"]).abs().sum() / whole(department)["initial_budget"])


def largest(frame: pd.DataFrame, values: pd.Series, name: str) -> list[str]:
    """The name of the row with the largest value, or the names of several that share it."""
    return frame.loc[values >= values.max() - HALF_CENT, name].astype(str).tolist()


def _most(department: Department) -> list[str]:
    rows = items(department)
    return largest(rows, rows["deviation"].abs(), "item_name")


def _near(department: Department) -> float:
    rates = items(department)["rate"].dropna()
    return float(rates.between(*NEAR).mean())


TOPIC = Topic(
    3,
    "lesson_3_completion",
    (
        Exercise(
            "3.1",
            "fine_rate",
            lambda own: float(whole(own)["outturn"] / whole(own)["initial_budget"]),
            (
                Slip(
                    lambda own: float(items(own)["rate"].mean()),
                    "这是各科目完成率的简单平均：小科目与大科目一样重，不等于部门的完成率。",
                    "That is the plain mean of the items' rates: small items weigh as much as large ones.",
                ),
                Slip(
                    lambda own: float(own.load("completion").query("basis == 'all'")["rate"].mean()),
                    "这是各行完成率的简单平均，还把部门合计也算作一行：只用部门合计那一行。",
                    "That is the plain mean of all rows, the whole among them: use the row of the whole only.",
                ),
                Slip(
                    lambda own: float(whole(own)["initial_budget"] / whole(own)["outturn"]),
                    "分子分母颠倒了：完成率 = 支出决算 ÷ 年初预算。",
                    "Upside down: completion rate = outturn / initial budget.",
                ),
                Slip(
                    lambda own: float(whole(own)["outturn"] / whole(own)["initial_budget"] - 1),
                    "这是超出年初预算的部分；完成率本身要包括预算以内的部分。",
                    "That is the part beyond the initial budget; the completion rate has the budget itself in it.",
                ),
            ),
        ),
        Exercise(
            "3.2",
            "names",
            _unbudgeted,
            (
                Slip(
                    _exceeded,
                    "这些科目有年初预算，只是超出了；题目问的是年初没有预算（0 或空）的科目。",
                    "Those had an initial budget and exceeded it; items with none (0 or empty) are asked for.",
                ),
                Slip(
                    lambda own: items(own)["item_name"].tolist(),
                    "这是全部科目：还要加上条件。",
                    "Those are all items: the condition is missing.",
                ),
            ),
        ),
        Exercise(
            "3.3",
            "rate",
            _moved,
            (
                Slip(
                    _net,
                    "正负相互抵消了：先取每个科目差额的绝对值，再相加。",
                    "Ups and downs cancel out: take the absolute value of each item's deviation first.",
                ),
                Slip(
                    lambda own: -_net(own),
                    "正负相互抵消了：先取每个科目差额的绝对值，再相加。",
                    "Ups and downs cancel out: take the absolute value of each item's deviation first.",
                ),
                Slip(
                    lambda own: float(items(own)["deviation"].abs().sum() / whole(own)["outturn"]),
                    "分母应该是年初预算，不是支出决算。",
                    "The base is the initial budget, not the outturn.",
                ),
                Slip(
                    _without_empty,
                    "空的年初预算没有按 0 计，那些科目整个丢掉了：先 fillna(0)。",
                    "Items whose initial budget is empty dropped out: count it as 0, fillna(0), first.",
                ),
            ),
        ),
        Exercise(
            "3.4",
            "name",
            _most,
            (
                Slip(
                    lambda own: largest(items(own), items(own)["rate"], "item_name"),
                    "这是完成率最高的科目；完成率高，金额不一定大。按差额的绝对值找。",
                    "That item has the highest rate; a high rate need not be a large sum. Go by the size of the deviation.",
                ),
                Slip(
                    lambda own: largest(items(own), items(own)["outturn"], "item_name"),
                    "这是支出最多的科目；题目问的是决算与预算相差最大的。",
                    "That item spent the most; the one furthest from its budget is asked for.",
                ),
            ),
        ),
        Exercise(
            "3.5",
            "rate",
            _near,
            (
                Slip(
                    lambda own: float(items(own)["rate"].between(*NEAR).mean()),
                    "没有完成率的科目（年初无预算）也进了分母：先去掉它们。",
                    "Items without a rate (no initial budget) are in the base: leave them out first.",
                ),
                Slip(
                    lambda own: float(items(own)["rate"].between(*NEAR).sum()),
                    "这是个数；题目问的是占比。",
                    "That is how many; their share is asked for.",
                ),
            ),
        ),
    ),
)

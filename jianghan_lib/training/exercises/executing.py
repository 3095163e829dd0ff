"""Lesson 6, execution gaps, their reasons, and what indicators say of them."""

import pandas as pd

from jianghan_lib.training.department import Department
from jianghan_lib.training.exercise import Exercise, Slip, Topic
from jianghan_lib.training.exercises.completing import largest

MOST = 0.8


def projects(department: Department) -> pd.DataFrame:
    """Projects with a budget and an executed amount, the largest gap first."""
    return _executed(department).sort_values("gap", ascending=False, kind="stable", ignore_index=True)


def _executed(department: Department) -> pd.DataFrame:
    """The same in the order of the data."""
    return department.load("projects").dropna(subset=["budget", "executed"])


def _rate(department: Department) -> float:
    rows = projects(department)
    return float(rows["executed"].sum() / rows["budget"].sum())


def _enough(rows: pd.DataFrame) -> int:
    """How many of the first rows reach most of the gap."""
    shares = rows["gap"].cumsum() / rows["gap"].sum()
    return int((shares < MOST).sum()) + 1


def _met(department: Department, column: str = "met") -> float:
    known = department.load("indicators")[column].dropna()
    return float(known.astype(bool).mean())


TOPIC = Topic(
    6,
    "lesson_6_execution",
    (
        Exercise(
            "6.1",
            "rate",
            _rate,
            (
                Slip(
                    lambda own: float(projects(own)["rate"].mean()),
                    "这是各项目执行率的简单平均；总执行率 = 执行数之和 ÷ 预算数之和。",
                    "That is the plain mean of the rates; the whole is the sum executed over the sum of the budgets.",
                ),
                Slip(
                    lambda own: 1 - _rate(own),
                    "这是没有执行的部分；题目问的是执行了的部分。",
                    "That is the part not executed; the part executed is asked for.",
                ),
                Slip(
                    lambda own: 1 / _rate(own),
                    "分子分母颠倒了：执行率 = 执行数 ÷ 预算数。",
                    "Upside down: execution rate = executed / budget.",
                ),
            ),
        ),
        Exercise(
            "6.2",
            "name",
            lambda own: largest(projects(own), projects(own)["gap"], "project"),
            (
                Slip(
                    lambda own: largest(projects(own), -projects(own)["rate"], "project"),
                    "这是执行率最低的项目；执行率低，差额不一定最大。",
                    "That project has the lowest rate; a low rate need not be the largest gap.",
                ),
                Slip(
                    lambda own: largest(projects(own), projects(own)["budget"], "project"),
                    "这是预算最多的项目；题目问的是差额最大的。",
                    "That project has the largest budget; the largest gap is asked for.",
                ),
            ),
        ),
        Exercise(
            "6.3",
            "count",
            lambda own: _enough(projects(own)),
            (
                Slip(
                    lambda own: len(projects(own)),
                    "这是全部项目：按差额从大到小累加，到 80% 就停。",
                    "Those are all projects: add up gaps, the largest first, and stop at 80 %.",
                ),
                Slip(
                    lambda own: _enough(projects(own)) - 1,
                    "还不到 80%：刚好越过 80% 的那个项目也要数进去。",
                    "Not yet 80 %: the project that passes it counts too.",
                ),
                Slip(
                    lambda own: _enough(_executed(own)),
                    "没有先排序就累加了：先按差额从大到小排列。",
                    "Added up before sorting: the largest gap comes first.",
                ),
            ),
        ),
        Exercise(
            "6.4",
            "rate",
            _met,
            (
                Slip(
                    lambda own: 1 - _met(own),
                    "这是未完成的比例；题目问的是完成的比例。",
                    "That is the share not met; the share met is asked for.",
                ),
                Slip(
                    lambda own: float(own.load("indicators")["met"].fillna(False).astype(bool).mean()),
                    "无法判断的指标（空）被当作未完成：先去掉它们。",
                    "Indicators that cannot be judged (empty) were taken as not met: leave them out.",
                ),
                Slip(
                    lambda own: float(own.load("indicators")["attainment"].mean()),
                    "这是平均完成程度；题目问的是完成了的指标所占的比例。",
                    "That is the mean attainment; the share of indicators met is asked for.",
                ),
            ),
        ),
    ),
)

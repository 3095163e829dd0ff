"""Lesson 4, a figure that tells: bars in order, from zero, with title and unit."""

from typing import Any

import pandas as pd

from jianghan_lib.training.department import Department
from jianghan_lib.training.exercise import Exercise, Slip, Topic
from jianghan_lib.training.exercises.completing import items

CUT = 0.9


def by_class(department: Department) -> pd.DataFrame:
    """Initial budget and outturn of the classes, the largest outturn first."""
    rows = items(department).groupby("class_name")[["initial_budget", "outturn"]].sum()
    return rows.sort_values("outturn", ascending=False)


def bars(frame: pd.DataFrame, start: float = 0.0) -> dict[str, Any]:
    """The facts of a bar chart as the exercises want it (see `answers.chart`): a group of bars a row."""
    lengths = [frame[name].tolist() for name in frame.columns]
    facts = {
        "title": "题",
        "unit": "万元",
        "bars": lengths,
        "names": list(frame.index),
        "start": start,
        "legend": len(lengths) > 1,
    }
    return {"chart": facts}


def _outturn(department: Department) -> pd.DataFrame:
    return by_class(department)[["outturn"]]


def _cut(department: Department, times: float = 0.0) -> dict[str, Any]:
    """Two bars on an axis that starts at 90 % of the shorter, and in the title how many times as long the longer looks."""
    pair = _pair(department)
    start = CUT * min(pair)
    times = times or (max(pair) - start) / (min(pair) - start)
    drawn = bars(pd.DataFrame({"amount": pair}), start)["chart"]
    return {"chart": drawn | {"title": f"{times:.1f}", "names": []}}


def _pair(department: Department) -> list[float]:
    rows = by_class(department).sum()
    return [float(rows["initial_budget"]), float(rows["outturn"])]


TOPIC = Topic(
    4,
    "lesson_4_figures",
    (
        Exercise(
            "4.1",
            "chart",
            lambda own: bars(_outturn(own)),
            (
                Slip(
                    lambda own: bars(_outturn(own).iloc[::-1]),
                    "条形没有按大小排列：最大的放在最前。",
                    "The bars do not stand in order: the largest comes first.",
                ),
                Slip(
                    lambda own: bars(_outturn(own), start=float(_outturn(own).min().iloc[0]) * 0.9),
                    "数轴没有从零开始，条形的长短会骗人。",
                    "The axis does not start at zero: the bars then deceive.",
                ),
            ),
        ),
        Exercise(
            "4.2",
            "chart",
            lambda own: bars(by_class(own)),
            (
                Slip(
                    lambda own: bars(_outturn(own)),
                    "应该有 2 组条形，现在有 1 组。",
                    "2 series of bars are wanted, not 1.",
                ),
            ),
        ),
        Exercise(
            "4.3",
            "chart",
            _cut,
            (
                Slip(
                    lambda own: _cut(own, max(_pair(own)) / min(_pair(own))),
                    "标题里是真实的倍数；题目问的是在截断的数轴上看起来的倍数：两条都要先减去起点。",
                    "The title has the true ratio; asked for is how it looks on the cut axis: take the start from both first.",
                ),
                Slip(
                    lambda own: _cut(own, (max(_pair(own)) - CUT * min(_pair(own))) / min(_pair(own))),
                    "只从一条里减去了起点：两条都要减。",
                    "The start was taken from one bar only: take it from both.",
                ),
            ),
        ),
    ),
)

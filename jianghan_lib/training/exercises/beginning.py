"""Lesson 0, cells, their order, errors and help: what a notebook is, before any account is read."""

from jianghan_lib import loading
from jianghan_lib.training.department import Department
from jianghan_lib.training.exercise import Exercise, Slip, Topic


def _year(department: Department) -> int:
    return int(department.load("documents")["fiscal_year"].iloc[0])


TOPIC = Topic(
    0,
    "lesson_0_cells",
    (
        Exercise(
            "0.1",
            "count",
            lambda own: len(loading.documents()),
            (
                Slip(
                    lambda own: loading.documents().shape[1],
                    "这是列数；题目问的是行数：一份文件一行。",
                    "That is the number of columns; rows are asked for, one a document.",
                ),
            ),
        ),
        Exercise(
            "0.2",
            "count",
            _year,
            (
                Slip(
                    lambda own: _year(own) + 1,
                    "这是公开的那一年；题目问的是预算年度（fiscal_year）。",
                    "That is the year of publication; the fiscal year is asked for.",
                ),
            ),
        ),
        Exercise(
            "0.3",
            "rate",
            lambda own: 120.5 / 200,
            (
                Slip(
                    lambda own: 200 / 120.5,
                    "分子分母颠倒了：花掉的 ÷ 预算。",
                    "Upside down: what was spent over the budget.",
                ),
            ),
        ),
        Exercise(
            "0.4",
            "count",
            lambda own: 6,
            (
                Slip(
                    lambda own: 10,
                    "第三格改了 x，但没有重新运行第二格：y 还是按旧的 x 算的。",
                    "The third cell changed x, but the second was not run again: y still comes from the old x.",
                ),
                Slip(
                    lambda own: 3,
                    "这是第一格里的 x；题目问的是 y。",
                    "That is x of the first cell; y is asked for.",
                ),
            ),
        ),
    ),
)

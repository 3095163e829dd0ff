"""Lesson 9, your own document: from a file to a finding in a sentence that others can check."""

import pandas as pd

from jianghan_lib.training.department import Department
from jianghan_lib.training.exercise import Exercise, Slip, Topic
from jianghan_lib.training.exercises.executing import projects


def _tables(department: Department) -> int:
    return len(department.load("documents")["tables_found"].iloc[0].split(";"))


def _share(department: Department) -> float:
    """Which part of the projects' budget was not spent."""
    rows = projects(department)
    return float(rows["gap"].sum() / rows["budget"].sum())


def _largest(department: Department, by: str = "gap") -> pd.Series:
    return projects(department).sort_values(by, ascending=False, kind="stable").iloc[0]


def _pieces(department: Department) -> list[str]:
    """What the sentence has to say: whose, how much, which project, where."""
    largest = _largest(department)
    name = str(department.load("documents")["department"].iloc[0])
    return [name, f"{_share(department):.1%}", str(largest["project"]), str(int(largest["line"]))]


def _sentence(department: Department) -> str:
    """The sentence as it is mostly written at first: without its place."""
    name, share, project, _ = _pieces(department)
    return f"{name}：项目结余占预算的{share}，最多的是“{project}”。"


TOPIC = Topic(
    9,
    "lesson_9_own_document",
    (
        Exercise(
            "9.1",
            "count",
            _tables,
            (
                Slip(
                    lambda own: len(own.load("documents")["tables_found"].iloc[0]),
                    '这是文字的长度：先用 split(";") 拆成一张一张的表。',
                    'That is the length of the text: split(";") makes a list of tables of it.',
                ),
                Slip(
                    lambda own: int(own.load("amounts")["table"].nunique()),
                    "这是有金额的表；空表也公开了，也算找到。",
                    "Those are the tables with amounts; empty ones were published and found, too.",
                ),
            ),
        ),
        Exercise(
            "9.2",
            "rate",
            _share,
            (
                Slip(
                    lambda own: 1 - _share(own),
                    "这是执行了的部分；题目问的是没有花掉的部分。",
                    "That is the part executed; the part not spent is asked for.",
                ),
                Slip(
                    lambda own: float((projects(own)["gap"] / projects(own)["budget"]).mean()),
                    "这是各项目的简单平均：用差额之和 ÷ 预算之和。",
                    "That is the plain mean of the projects: take the sum of the gaps over the sum of the budgets.",
                ),
                Slip(
                    lambda own: float(projects(own)["gap"].sum() / projects(own)["executed"].sum()),
                    "基数不对：占预算的几分之几，要除以预算，不是执行数。",
                    "The base is wrong: a part of the budget is taken of the budget, not of what was executed.",
                ),
            ),
        ),
        Exercise(
            "9.3",
            "line",
            lambda own: int(_largest(own)["line"]),
            (
                Slip(
                    lambda own: int(projects(own).sort_values("rate", kind="stable").iloc[0]["line"]),
                    "这是执行率最低的项目的行号；题目问的是差额最大的。",
                    "That is the line of the lowest rate; that of the largest gap is asked for.",
                ),
                Slip(
                    lambda own: int(_largest(own, "budget")["line"]),
                    "这是预算最多的项目的行号；题目问的是差额最大的。",
                    "That is the line of the largest budget; that of the largest gap is asked for.",
                ),
            ),
        ),
        Exercise(
            "9.4",
            "sentence",
            _pieces,
            (
                Slip(
                    _sentence,
                    "没有说出处：别人要能找到它，写上原文的行号。",
                    "It does not say where: give the line of the source, so that others can find it.",
                ),
            ),
        ),
    ),
)

"""Marks: the answers that learners' notebooks hold, judged again with the trainer's copy of their data."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from jianghan_lib import paths
from jianghan_lib.errors import JianghanError, UsageError
from jianghan_lib.training.choosing import department
from jianghan_lib.training.classes import AUDITOR
from jianghan_lib.training.department import Department
from jianghan_lib.training.exercise import Topic
from jianghan_lib.training.exercises import TOPICS
from jianghan_lib.training.judging import judge
from jianghan_lib.training.lesson import RECORD

COLUMNS = ["learner", "lesson", "exercise", "right", "answer", "sentence_zh", "sentence_en"]


def mark(folder: Path) -> pd.DataFrame:
    """A class's folder -> a row for each learner and exercise.

    Columns: learner, lesson, exercise, right (whether the last answer that the saved notebook holds is), answer (as
    JSON), sentence_zh and sentence_en (what the learner was told). Nothing of the notebooks is executed. Raises
    UsageError for a folder that holds no class.
    """
    if not (folder / "class.json").is_file():
        raise UsageError(f"{folder}: no class here: name a folder that `jianghan class` has made")
    numbers = sorted(path.name for path in (folder / "learners").iterdir() if path.is_dir())
    return pd.DataFrame([row for number in numbers for row in _learner(folder, number)], columns=COLUMNS)


def _learner(folder: Path, number: str) -> Iterator[tuple[Any, ...]]:
    data = folder / "trainer" / "data" / number
    if not data.is_dir():
        raise JianghanError(f"{data}: the data of learner {number} are missing: make the class again with its seed")
    with paths.using(data):
        for topic in TOPICS:
            own = department(f"{'audit' if topic.number == AUDITOR else 'class'}-{number}")
            yield from _lesson(topic, own, number, folder / "learners" / number / f"{topic.notebook}.ipynb")


def _lesson(topic: Topic, own: Department, number: str, notebook: Path) -> Iterator[tuple[Any, ...]]:
    try:
        given, problem = answers(notebook) if notebook.is_file() else {}, ""
    except JianghanError as error:
        given, problem = {}, str(error)
    for exercise in topic.exercises:
        answer = given.get(exercise.name)
        verdict = judge(exercise, own, answer)
        shown = json.dumps(answer, ensure_ascii=False)
        yield number, topic.number, exercise.name, verdict.right, shown, problem or verdict.zh, problem or verdict.en


def answers(notebook: Path) -> dict[str, Any]:
    """A saved notebook -> the last answer that each check was given, by exercise."""
    try:
        cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
        outputs = [output for cell in cells for output in cell.get("outputs", [])]
        records = [output["data"][RECORD] for output in outputs if RECORD in output.get("data", {})]
        return {record["exercise"]: record["answer"] for record in records}
    except (ValueError, KeyError, TypeError) as error:
        raise JianghanError(f"{notebook}: cannot be read as a notebook ({error}): ask for it again") from None


def summary(marks: pd.DataFrame) -> pd.DataFrame:
    """Marks -> a row for each learner: right answers by lesson, and of all."""
    table = marks.pivot_table(index="learner", columns="lesson", values="right", aggfunc="sum", margins=True)
    return table.drop(index="All").rename(columns={"All": "total"}).astype(int)

"""Marks: the answers that learners' notebooks hold, judged again with the trainer's copy of their data."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from jianghan_lib.base import paths
from jianghan_lib.base.errors import JianghanError, UsageError
from jianghan_lib.training.choosing import department
from jianghan_lib.training.classes import AUDITOR
from jianghan_lib.training.department import Department
from jianghan_lib.training.exercise import Topic
from jianghan_lib.training.exercises import TOPICS
from jianghan_lib.training.judging import judge
from jianghan_lib.training.lesson import RECORD
from jianghan_lib.training.remarks import Sentence

COLUMNS = ["learner", "lesson", "exercise", "right", "answer", "sentence_zh", "sentence_en", "problem"]
Record = Mapping[str, Any]


@dataclass
class HandedIn:
    """A learner's folder: the records of all notebooks in it, by file, and what is wrong with a file."""

    records: dict[str, Sequence[Record]] = field(default_factory=dict)
    broken: dict[str, Sentence] = field(default_factory=dict)


def mark(folder: Path) -> pd.DataFrame:
    """A class's folder -> a row for each learner and exercise.

    Columns: learner, lesson, exercise, right (whether the last answer that the saved notebook holds is), answer (as
    JSON), sentence_zh and sentence_en (what the learner was told), problem (why no answer was found, where the learner
    is not to blame: a notebook that is missing, cannot be read, or is about another department). Nothing of the
    notebooks is executed. Raises UsageError for a folder that holds no class.
    """
    if not (folder / "class.json").is_file():
        raise UsageError(f"{folder}: no class here: name a folder that `jianghan class` has made")
    numbers = sorted(path.name for path in (folder / "trainer" / "data").iterdir() if path.is_dir())
    return pd.DataFrame([row for number in numbers for row in _learner(folder, number)], columns=COLUMNS)


def _learner(folder: Path, number: str) -> Iterator[tuple[Any, ...]]:
    handed_in = read(folder / "learners" / number)
    with paths.using(folder / "trainer" / "data" / number):
        for topic in TOPICS:
            own = department(f"{'audit' if topic.number == AUDITOR else 'class'}-{number}")
            for row in _lesson(topic, own, handed_in):
                yield number, *row


def read(folder: Path) -> HandedIn:
    """A learner's folder -> what its notebooks hold, whatever they are called."""
    found = HandedIn()
    for notebook in sorted(folder.glob("*.ipynb")):
        try:
            found.records[notebook.name] = records(notebook)
        except JianghanError as error:
            found.broken[notebook.name] = (f"{notebook.name}：不是能读的笔记本，请再要一份", str(error))
    return found


def records(notebook: Path) -> list[Record]:
    """A saved notebook -> what each check in it kept: exercise, document and answer, in the order of its cells."""
    try:
        cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
        outputs = [output for cell in cells for output in cell.get("outputs", [])]
        kept = [output["data"][RECORD] for output in outputs if RECORD in output.get("data", {})]
        return [{"exercise": one["exercise"], "document": one["document"], "answer": one["answer"]} for one in kept]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise JianghanError(f"{notebook.name}: cannot be read as a notebook ({error}): ask for it again") from None


def _lesson(topic: Topic, own: Department, handed_in: HandedIn) -> Iterator[tuple[Any, ...]]:
    """A row for each exercise. A copy under another name counts where the lesson's own notebook holds no answer."""
    name = f"{topic.notebook}.ipynb"
    others = [one for file, kept in handed_in.records.items() if file != name for one in kept]
    every = [*others, *handed_in.records.get(name, [])]
    given = {one["exercise"]: one["answer"] for one in every if one["document"] == own.document_id}
    problem = _problem(topic, own, handed_in, every)
    for exercise in topic.exercises:
        answer = given.get(exercise.name)
        verdict = judge(exercise, own, answer)
        lost = None if exercise.name in given else problem
        zh, en = lost or (verdict.zh, verdict.en)
        shown = json.dumps(answer, ensure_ascii=False)
        yield topic.number, exercise.name, verdict.right, shown, zh, en, lost[1] if lost else ""


def _problem(topic: Topic, own: Department, handed_in: HandedIn, every: Sequence[Record]) -> Sentence | None:
    """Why a lesson may hold no answer, if it is not for want of one."""
    name, known = f"{topic.notebook}.ipynb", {exercise.name for exercise in topic.exercises}
    if name in handed_in.broken:
        return handed_in.broken[name]
    others = sorted({one["document"] for one in every if one["exercise"] in known} - {own.document_id})
    if others:
        which = ", ".join(others)
        return (
            f"{name}：答的是 {which}，不是 {own.document_id}：是不是别人的笔记本？",
            f"{name}: its answers are about {which}, not {own.document_id}: is it another learner's?",
        )
    if name not in handed_in.records:
        return (f"{name}：文件夹里没有这个笔记本", f"{name}: not in the folder")
    return None


def summary(marks: pd.DataFrame) -> pd.DataFrame:
    """Marks -> a row for each learner: right answers by lesson and of all, and how many answers were given."""
    table = marks.pivot_table(index="learner", columns="lesson", values="right", aggfunc="sum", margins=True)
    table = table.drop(index="All").rename(columns={"All": "total"}).astype(int)
    return table.assign(answered=(marks["answer"] != "null").groupby(marks["learner"]).sum())


def problems(marks: pd.DataFrame) -> list[str]:
    """Marks -> a line for each notebook in which no answers could be found, though the learner may have given some."""
    lost = marks.loc[marks["problem"] != "", ["learner", "problem"]].drop_duplicates()
    return [f"{learner}: {problem}" for learner, problem in lost.itertuples(index=False)]

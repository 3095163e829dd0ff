"""Marks: the answers that learners' notebooks hold, judged again with the trainer's copy of their data."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
from tqdm import tqdm

from jianghan_lib.base import paths
from jianghan_lib.base.errors import UsageError
from jianghan_lib.training import rerunning, suspecting
from jianghan_lib.training.classes import document_of, ids_of
from jianghan_lib.training.department import Department
from jianghan_lib.training.exercise import Exercise, Topic
from jianghan_lib.training.exercises import TOPICS
from jianghan_lib.training.handing_in import Given, HandedIn, packed, read
from jianghan_lib.training.judging import judge, share_right
from jianghan_lib.training.remarks import Sentence
from jianghan_lib.training.suspecting import Submission

COLUMNS = ["learner", "lesson", "exercise", "right", "score", "answer", "attempts", "sentence_zh", "sentence_en"]
COLUMNS += ["problem", "override"]
# So much of an answer goes into a cell of the marks; a spreadsheet takes no more than 32,767 characters.
SHOWN = 1000
OVERRIDES = ["learner", "exercise", "score", "note"]


def mark(folder: Path, handed_in: Mapping[str, HandedIn] | None = None) -> pd.DataFrame:
    """A class's folder, and what was handed in if it is collected already -> a row for each learner and exercise.

    Columns: learner, lesson, exercise, right (whether the last answer that the saved notebooks hold is), score (1 for
    right, 0 for wrong, between them for a list or table that is right in part), answer (as JSON), attempts (how often
    the check was run), sentence_zh and sentence_en (what the learner was told), problem (why no answer was found, where
    it is not for want of one), override (the trainer's note, where trainer/overrides.csv gives the score). Nothing of
    the notebooks is executed. Raises UsageError for a folder that holds no class.
    """
    every, topics = handed_in or collect(folder), topics_of(folder)
    answers = _right(folder / "trainer" / "answers.csv")
    owns = {number: _departments(number, answers.get(number, {})) for number in every}
    rows = [row for number, found in every.items() for row in _learner(folder, number, topics, owns[number], found)]
    return _overridden(pd.DataFrame(rows, columns=COLUMNS), folder / "trainer" / "overrides.csv")


def collect(folder: Path) -> dict[str, HandedIn]:
    """A class's folder -> what each learner of it handed in, by number; a folder of another name is known by its answers."""
    if not (folder / "class.json").is_file():
        raise UsageError(f"{folder}: no class here: name a folder that `jianghan class` has made")
    numbers = sorted(path.name for path in (folder / "trainer" / "data").iterdir() if path.is_dir())
    found = {path.name: read(path) for path in sorted((folder / "learners").iterdir()) if path.is_dir()}
    owners = {name: name if name in numbers else owner(one, numbers) for name, one in found.items()}
    # Of several folders of one learner, that with the most answers: the others were handed out and not come back.
    ordered = sorted(found, key=lambda name: (len(found[name].documents), name in numbers))
    by_number = {owners[name]: found[name] for name in ordered}
    return {one: by_number.get(one) or HandedIn(packed=packed(folder / "learners", one)) for one in numbers}


def owner(handed_in: HandedIn, numbers: Sequence[str]) -> str:
    """The learner whose documents most answers are about; '' where there are none."""
    counted = Counter(document.rpartition("-")[2] for document in handed_in.documents)
    return next((number for number, _ in counted.most_common() if number in numbers), "")


def suspicions(
    folder: Path, run: bool = False, handed_in: Mapping[str, HandedIn] | None = None, workers: int = 1
) -> pd.DataFrame:
    """A class's folder -> what a trainer should look at: learner, exercise, kind, and a sentence in both languages.

    Suspicions, never verdicts. With `run` each notebook that holds an answer is also executed anew (see `rerunning`),
    by so many `workers`.
    """
    topics, right = topics_of(folder), _right(folder / "trainer" / "answers.csv")
    every = [_submission(topics, number, own) for number, own in (handed_in or collect(folder)).items()]
    found = [one for own in every for one in suspecting.suspicions(own, right)]
    told = [(own, name) for own in every for name in suspecting.notebooks(topics, own.handed_in)] if run else []
    jobs = [(own.handed_in.folder, name, folder / "trainer" / "data" / own.learner) for own, name in told]
    again = tqdm(rerunning.rerun(jobs, workers), total=len(jobs), unit="notebook", leave=False, disable=None)
    for (own, name), ended in zip(told, again, strict=True):
        found += suspecting.differing(own, name, ended)
    found.sort(key=lambda one: one.learner)
    return pd.DataFrame([vars(one) for one in found], columns=list(suspecting.COLUMNS))


def noted(marks: pd.DataFrame, suspicions: pd.DataFrame) -> pd.DataFrame:
    """Marks -> the same, where a notebook did not end when it was executed anew with a problem that says so."""
    ended = suspicions.loc[suspicions["kind"] == suspecting.NO_END, ["learner", "exercise", "en"]]
    told = marks[["learner", "exercise"]].merge(ended, on=["learner", "exercise"], how="left")["en"]
    return marks.assign(problem=told.fillna(marks["problem"]))


def _right(path: Path) -> dict[str, dict[str, Any]]:
    """The trainer's answers.csv -> the right answers by learner and exercise."""
    rows = pd.read_csv(path, dtype=str, keep_default_na=False)
    rows = rows[rows["answer"] != ""]
    return {
        str(number): dict(zip(own["exercise"], map(json.loads, own["answer"]), strict=True))
        for number, own in rows.groupby("learner")
    }


def _submission(topics: Sequence[Topic], number: str, own: HandedIn) -> Submission:
    given = [answers(topic, document_of(number, topic), own) for topic in topics]
    return Submission(number, own, {name: one for each in given for name, one in each.items()})


def topics_of(folder: Path) -> list[Topic]:
    """The lessons that a class has."""
    about = json.loads((folder / "class.json").read_text(encoding="utf-8"))
    return [topic for topic in TOPICS if topic.number in about["lessons"]]


def _departments(number: str, answers: dict[str, Any]) -> dict[str, Department]:
    """The departments of a learner by document, with the right answers that the trainer keeps."""
    own, before, audit, _ = ids_of(number)
    known = Department(own, answers=answers, before=Department(before))
    return {own: known, audit: Department(audit, answers=answers)}


def _learner(
    folder: Path, number: str, topics: Sequence[Topic], owns: Mapping[str, Department], handed_in: HandedIn
) -> Iterator[tuple[Any, ...]]:
    with paths.using(folder / "trainer" / "data" / number):
        for topic in topics:
            for row in _lesson(topic, owns[document_of(number, topic)], handed_in):
                yield number, *row


def answers(topic: Topic, document_id: str, handed_in: HandedIn) -> dict[str, Given]:
    """The answer that counts for each exercise: the last executed one, of the lesson's own notebook before a copy's.

    A copy with an answer counts before an original without one.
    """
    own = f"{topic.notebook}.ipynb"
    names = sorted(handed_in.notebooks, key=lambda name: name == own)
    every = [one for name in names for one in handed_in.notebooks[name].given if one.document == document_id]
    return {one.exercise: one for one in sorted(every, key=lambda one: one.answer is not None)}


def _lesson(topic: Topic, own: Department, handed_in: HandedIn) -> Iterator[tuple[Any, ...]]:
    """A row for each exercise."""
    given = answers(topic, own.document_id, handed_in)
    for exercise in topic.exercises:
        found = given.get(exercise.name)
        answer = found.answer if found else None
        verdict = judge(exercise, own, answer)
        lost = None if found else _problem(topic, exercise, own, handed_in)
        zh, en = lost or (verdict.zh, verdict.en)
        score = 1.0 if verdict.right else share_right(exercise, own, answer)
        shown = json.dumps(answer, ensure_ascii=False)[:SHOWN]
        attempts = found.attempts if found else 0
        yield topic.number, exercise.name, verdict.right, score, shown, attempts, zh, en, lost[1] if lost else "", ""


def _problem(topic: Topic, exercise: Exercise, own: Department, handed_in: HandedIn) -> Sentence | None:
    """Why an exercise has no answer, if it is not for want of one."""
    name = _notebook(topic, handed_in)
    if name in handed_in.broken:
        return handed_in.broken[name]
    if others := _others(topic, own, handed_in):
        which = ", ".join(others)
        return (
            f"{name}：答的是 {which}，不是 {own.document_id}：是不是别人的笔记本？",
            f"{name}: its answers are about {which}, not {own.document_id}: is it another learner's?",
        )
    if name not in handed_in.notebooks and handed_in.packed:
        whole = ", ".join(handed_in.packed)
        return (f"{whole}：先解压，再评分", f"{whole}: unpack it and mark again")
    if name not in handed_in.notebooks:
        return (f"{name}：文件夹里没有这个笔记本", f"{name}: not in the folder")
    return _in_notebook(name, exercise, handed_in)


def _notebook(topic: Topic, handed_in: HandedIn) -> str:
    """The notebook of a lesson in what was handed in, under its own name or another."""
    own, known = f"{topic.notebook}.ipynb", {exercise.name for exercise in topic.exercises}
    others = [name for name, one in handed_in.notebooks.items() if one.checks & known]
    return own if own in {*handed_in.notebooks, *handed_in.broken} else next(iter(others), own)


def _in_notebook(name: str, exercise: Exercise, handed_in: HandedIn) -> Sentence | None:
    """Why the lesson's notebook holds no answer to an exercise: an error, or a check that is gone or was never run."""
    notebook = handed_in.notebooks[name]
    if error := notebook.errors.get(exercise.name):
        return (
            f"{name}：检查 {exercise.name} 的格出错（{error}）",
            f"{name}: the cell that checks {exercise.name} ended in an error ({error})",
        )
    if exercise.name not in notebook.checks:
        return (
            f"{name}：检查 {exercise.name} 的格被删掉了",
            f"{name}: the cell that checks {exercise.name} was deleted",
        )
    if notebook.is_begun(exercise.name):
        return (
            f"{name}：{exercise.name} 写了，没有检查（或保存时去掉了输出）",
            f"{name}: {exercise.name} is written, but was not checked (or the outputs were cleared)",
        )
    return None


def _others(topic: Topic, own: Department, handed_in: HandedIn) -> list[str]:
    """Other documents that answers to the exercises of a lesson are about."""
    known = {exercise.name for exercise in topic.exercises}
    every = [one for notebook in handed_in.notebooks.values() for one in notebook.given]
    return sorted({one.document for one in every if one.exercise in known} - {own.document_id})


def _overridden(marks: pd.DataFrame, path: Path) -> pd.DataFrame:
    """Marks -> the same with the scores that the trainer has written into a file of their own."""
    if not path.is_file():
        return marks
    by_hand = pd.read_csv(path, dtype=str, encoding="utf-8-sig", keep_default_na=False)
    if missing := set(OVERRIDES) - set(by_hand):
        raise UsageError(f"{path}: no column {', '.join(sorted(missing))}: its columns are {', '.join(OVERRIDES)}")
    for learner, exercise, score, note in by_hand[OVERRIDES].itertuples(index=False):
        is_meant = (marks["learner"].str.lstrip("0") == learner.lstrip("0")) & (marks["exercise"] == exercise)
        if not is_meant.any() or not (given := _score(score)) >= 0:
            raise UsageError(f"{path}: learner {learner}, exercise {exercise}, score {score}: no such row, or no score")
        marks["right"] = marks["right"].mask(is_meant, given == 1)
        marks["score"] = marks["score"].mask(is_meant, given)
        marks["override"] = marks["override"].mask(is_meant, note or "by the trainer")
    return marks


def _score(text: str) -> float:
    """A score as the trainer writes it, from 0 to 1; below 0 for any other text."""
    try:
        return float(text) if 0 <= float(text) <= 1 else -1.0
    except ValueError:
        return -1.0


def failures(marks: pd.DataFrame) -> pd.DataFrame:
    """Marks -> how often each exercise was answered wrong, and with which sentence, the commonest first.

    Columns: lesson, exercise, sentence_zh, sentence_en, learners (how many were told this), share (of all learners).
    """
    wrong = marks[~marks["right"].astype(bool) & (marks["answer"] != "null")]
    counted = wrong.groupby(["lesson", "exercise", "sentence_zh", "sentence_en"])["learner"].nunique()
    table = counted.rename("learners").reset_index()
    table["share"] = (table["learners"] / max(marks["learner"].nunique(), 1)).round(3)
    return table.sort_values(["learners", "exercise"], ascending=[False, True], ignore_index=True)


def summary(marks: pd.DataFrame) -> pd.DataFrame:
    """Marks -> a row for each learner: right answers by lesson and of all, the sum of scores, how many were answered."""
    table = marks.pivot_table(index="learner", columns="lesson", values="right", aggfunc="sum", margins=True)
    table = table.drop(index="All").rename(columns={"All": "total"}).astype(int)
    by_learner = marks.groupby("learner")
    answered = (marks["answer"] != "null").groupby(marks["learner"]).sum()
    return table.assign(score=by_learner["score"].sum().round(2), answered=answered)


def problems(marks: pd.DataFrame) -> list[str]:
    """Marks -> a line for each notebook in which no answers could be found, though the learner may have given some."""
    lost = marks.loc[marks["problem"] != "", ["learner", "problem"]].drop_duplicates()
    return [f"{learner}: {problem}" for learner, problem in lost.itertuples(index=False)]

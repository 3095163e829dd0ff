"""A class: for each learner the lessons and a department of their own; for the trainer the solutions, slides and keys."""

import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from jianghan_lib import __version__
from jianghan_lib.base import paths
from jianghan_lib.base.errors import JianghanError, UsageError
from jianghan_lib.base.files import write_whole
from jianghan_lib.base.schema import PROCESSED
from jianghan_lib.pipeline import store
from jianghan_lib.training import inventing, versions
from jianghan_lib.training.answers import plain
from jianghan_lib.training.choosing import department, draft
from jianghan_lib.training.choosing import tables as tables_of
from jianghan_lib.training.department import Department
from jianghan_lib.training.exercise import Exercise, Topic
from jianghan_lib.training.exercises import TOPICS, executing
from jianghan_lib.training.judging import right, same
from jianghan_lib.training.lesson import suits

AUDITOR = 8
# The departments of lessons 1 to 7 are other ones than those of the last, whose seeds lie below.
FIRST_CLEAN = 10**9
CLEAN_ATTEMPTS = 1000
KEY = ("learner", "document", "department", "year", "kind", "line", "original", "printed")
ANSWERS = ("learner", "document", "exercise", "answer")
# What a learner is to find is not in the learner's data.
LEFT_OUT = "findings"
ABOUT = """# 一个班 / A class

- `learners/NN/`：一位学员的文件夹，整个发给学员；在其中运行 `jupyter lab`，从 `lesson_1_reading.ipynb` 开始。
- `trainer/`：只给教员。`lessons/` 带答案，`slides/` 是幻灯片，`answers.csv` 是每位学员每道题的答案，`key.csv` 是埋下的矛盾。
- 收回学员的文件夹之后：`jianghan mark` 加上这个文件夹的名称，给每个人评分。

- `learners/NN/`: one learner's folder, handed out whole; run `jupyter lab` in it and begin with `lesson_1_reading.ipynb`.
- `trainer/`: for the trainer only. `lessons/` with solutions, `slides/`, `answers.csv` with every learner's answers,
  `key.csv` with the planted contradictions.
- When the learners' folders are back: `jianghan mark` and the name of this folder marks everyone.
"""


@dataclass(frozen=True)
class Learner:
    """One learner: number, the document of lessons 1 to 7 and the draft of lesson 8, each with the key to its slips."""

    number: str
    papers: tuple[inventing.Planted, inventing.Planted]

    @property
    def ids(self) -> tuple[str, str]:
        return f"class-{self.number}", f"audit-{self.number}"

    def document(self, topic: Topic) -> str:
        """The document that the exercises of a lesson are about."""
        return document_of(self.number, topic)


def document_of(number: str, topic: Topic) -> str:
    """The document that the exercises of a lesson are about, for the learner of a number."""
    return f"{'audit' if topic.number == AUDITOR else 'class'}-{number}"


def make(out: Path, count: int, seed: int) -> Iterator[str]:
    """Makes a class of so many learners in an empty folder, the same for the same seed; gives each learner's number.

    Raises UsageError where the folder holds something already.
    """
    if out.exists() and any(out.iterdir()):
        raise UsageError(f"{out} is not empty: name a new folder, so that no learner's work is overwritten")
    lessons = {topic: paths.lessons_dir() / f"{topic.notebook}.ipynb" for topic in TOPICS}
    shared = {name: (paths.processed_dir() / f"{name}.csv").read_text(encoding="utf-8") for name in PROCESSED}
    key: list[Sequence[object]] = []
    answers: list[Sequence[object]] = []
    for number in range(1, count + 1):
        learner = invent(f"{number:02d}", 1000 * seed + number)
        _hand_out(out, learner, lessons, shared)
        key += _key(out, learner)
        answers += _answers(out, learner)
        yield learner.number
    _for_trainer(out / "trainer", lessons, key, answers)
    write_whole(out / "README.md", ABOUT)
    about = {"learners": count, "seed": seed, "version": __version__}
    write_whole(out / "class.json", json.dumps(about) + "\n")


def invent(number: str, seed: int) -> Learner:
    """A learner's department, one with which every exercise can be done, and another one's draft with contradictions."""
    planted, _ = draft(f"audit-{number}", seed)
    for attempt in range(CLEAN_ATTEMPTS):
        document = inventing.clean(FIRST_CLEAN + CLEAN_ATTEMPTS * seed + attempt)
        if not inventing.varied(document):
            continue
        paper = inventing.misprinted(document, seed)
        if serves(Department("", tables_of(paper.text))):
            return Learner(number, (paper, planted))
    raise JianghanError(f"no department could be made of seed {seed}: take another one")


def serves(own: Department) -> bool:
    """Whether every exercise of the lessons before the last has an answer, and its most typical slip is wrong."""
    if float(executing.projects(own)["gap"].sum()) <= 0:
        return False
    topics = [topic for topic in TOPICS if topic.number != AUDITOR]
    return all(suits(topic, own) and all(_can_fail(one, own) for one in topic.exercises) for topic in topics)


def _can_fail(exercise: Exercise, own: Department) -> bool:
    """Whether the first of its slips, the one most often made, is wrong here: else it would teach nothing."""
    return not same(exercise, plain(exercise.slips[0].answer(own)), right(exercise, own))


def _hand_out(out: Path, learner: Learner, lessons: Mapping[Topic, Path], shared: Mapping[str, str]) -> None:
    """A learner's folder: both documents, their data beside those in use, and the lessons; a copy of the tables for marking."""
    folder = out / "learners" / learner.number
    shutil.copytree(paths.raw_dir(), folder / "data" / "raw", ignore=shutil.ignore_patterns(".*"))
    papers = dict(zip(learner.ids, learner.papers, strict=True))
    made = {name: inventing.tables(name, paper.text, folder) | {LEFT_OUT: []} for name, paper in papers.items()}
    texts = {}
    for table, rest in shared.items():
        rows = [row for tables in made.values() for row in tables[table]]
        texts[table] = rest + store.table_text(PROCESSED[table], rows).partition("\n")[2]
    for data in (folder / "data", out / "trainer" / "data" / learner.number):
        store.write_texts(data / "processed", texts)
    for topic, source in lessons.items():
        text = versions.text(versions.learners(source, learner.document(topic)))
        write_whole(folder / f"{topic.notebook}.ipynb", text)


def _key(out: Path, learner: Learner) -> Iterator[Sequence[object]]:
    """What is planted in a learner's two documents, and where."""
    with paths.using(out / "trainer" / "data" / learner.number):
        for document_id, paper in zip(learner.ids, learner.papers, strict=True):
            about = department(document_id).load("documents").iloc[0]
            for slip in paper.slips:
                yield learner.number, document_id, about["department"], about["fiscal_year"], *vars(slip).values()


def _answers(out: Path, learner: Learner) -> Iterator[Sequence[object]]:
    """The right answer of each exercise for a learner, from the learner's own data."""
    with paths.using(out / "trainer" / "data" / learner.number):
        for topic in TOPICS:
            own = department(learner.document(topic))
            for exercise in topic.exercises:
                answer = right(exercise, own)
                shown = "" if exercise.kind == "chart" else json.dumps(answer, ensure_ascii=False)
                yield learner.number, own.document_id, exercise.name, shown


def _for_trainer(
    folder: Path,
    lessons: Mapping[Topic, Path],
    key: Sequence[Sequence[object]],
    answers: Sequence[Sequence[object]],
) -> None:
    """The trainer's folder: lessons with solutions, slides, and both keys."""
    prefix = versions.bring_reveal(folder / "slides")
    for topic, source in lessons.items():
        write_whole(folder / "lessons" / source.name, source.read_text(encoding="utf-8"))
        write_whole(folder / "slides" / f"{topic.notebook}.html", versions.slides(versions.read(source), prefix))
    for name, columns, rows in (("key", KEY, key), ("answers", ANSWERS, answers)):
        write_whole(folder / f"{name}.csv", store.to_csv(columns, [[str(value) for value in row] for row in rows]))

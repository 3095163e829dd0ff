"""A class: for each learner the lessons and a department of their own; for the trainer the solutions, slides and keys."""

import hashlib
import json
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from jianghan_lib import __version__
from jianghan_lib.base import paths
from jianghan_lib.base.errors import JianghanError, UsageError, one_line, unknown
from jianghan_lib.base.schema import PROCESSED
from jianghan_lib.base.workers import Service, results
from jianghan_lib.base.writing import write_whole
from jianghan_lib.pipeline import store, withheld
from jianghan_lib.reports.batch import NOTEBOOKS
from jianghan_lib.reports.execution import Job
from jianghan_lib.training import inventing, versions
from jianghan_lib.training.answers import plain
from jianghan_lib.training.choosing import BEFORE, OWN, Tables, drafted, invented, joined
from jianghan_lib.training.choosing import rows as rows_of
from jianghan_lib.training.department import COMPUTED, Department
from jianghan_lib.training.exercise import Exercise, Topic
from jianghan_lib.training.exercises import TOPICS, completing, executing
from jianghan_lib.training.judging import right, same
from jianghan_lib.training.lesson import suits

if TYPE_CHECKING:
    from nbformat import NotebookNode

AUDITOR = 8
CLEAN_ATTEMPTS = 1000
KEY = ("learner", "document", "department", "year", "kind", "line", "original", "printed")
ANSWERS = ("learner", "document", "exercise", "answer")
# Stands in a lesson for the document of the learner who gets it.
SOMEONES = "class-of-someone"
# An outturn that is so many times the initial budget can be believed of a department.
BELIEVED = (0.5, 2.0)
# What a learner is to find is not in the learner's data.
LEFT_OUT = ("findings", "checks")
LANGUAGES = ("zh", "en")
SEPARATOR = re.compile("[,，\t]")
ABOUT = {
    "zh": """# 一个班

- `learners/NN/`：一位学员的文件夹，整个发给学员；里面的 `README.md` 说怎样开始。
- `trainer/`：只给教员。`lessons/` 带答案，`slides/` 是幻灯片，`answers.csv` 是每位学员每道题的答案，`key.csv` 是埋下的矛盾，
  `secret.txt` 是这个班的密语：没有它，从种子推不出这些部门。
- 收回学员的文件夹之后：`jianghan mark` 加上这个文件夹的名称，给每个人评分。
""",
    "en": """# A class

- `learners/NN/`: one learner's folder, handed out whole; the `README.md` in it says how to begin.
- `trainer/`: for the trainer only. `lessons/` with solutions, `slides/`, `answers.csv` with every learner's answers,
  `key.csv` with the planted contradictions, `secret.txt` with the secret of this class: without it the seed does not give the departments.
- When the learners' folders are back: `jianghan mark` and the name of this folder marks everyone.
""",
}
BEGIN = {
    "zh": """# 学员 {who}

1. 打开命令行，进入这个文件夹。Windows：在资源管理器里打开这个文件夹，在地址栏输入 `powershell`，回车。
   macOS、Linux：打开终端，输入 `cd`、空格，把这个文件夹拖进去，回车。
2. 输入 `jupyter lab`，回车；浏览器会打开。说“找不到 jupyter”或“无法识别”时：装在虚拟环境里的，先激活它
   （Windows：`环境的文件夹\\Scripts\\Activate.ps1`，macOS、Linux：`source 环境的文件夹/bin/activate`）；不在虚拟环境里的，Windows 上输入 `py -m jupyterlab`。
3. 从 `{first}.ipynb` 开始。点一格，按 Shift+Enter 运行它。
4. 把 `...` 换成你的算式，运行，再运行下面的检查。做完用 Ctrl+S 保存，再把整个文件夹交回去。

`class-` 开头的文本是练习的部门本年的决算，`before-` 开头的是上年的；`audit-` 和 `budget-` 开头的（如果有）是第 8 课的。都是编造的。

如果出现“unknown document”，多半是没有在这个文件夹里启动：关掉，回到第 1 步。
""",
    "en": """# Learner {who}

1. Open a command line in this folder. Windows: open the folder in Explorer, type `powershell` into the address bar, press Enter.
   macOS, Linux: open a terminal, type `cd` and a space, drag the folder into it, press Enter.
2. Type `jupyter lab` and press Enter; a browser opens. Where it is not found: activate the virtual environment it was installed in
   (Windows: `FOLDER\\Scripts\\Activate.ps1`, macOS, Linux: `source FOLDER/bin/activate`); without one, type `py -m jupyterlab` on Windows.
3. Begin with `{first}.ipynb`. Click a cell and press Shift+Enter to run it.
4. Put your own code in place of `...`, run it, then the check below it. Save with Ctrl+S and hand the whole folder back.

The text that begins with `class-` is the final account of the department of the exercises, `before-` that of the year before; `audit-` and
`budget-`, where they are, belong to lesson 8. All are invented.

"unknown document" mostly means that Jupyter was not started in this folder: close it and begin again at step 1.
""",
}


@dataclass(frozen=True)
class Plan:
    """What class to make: the seed and the trainer's secret, which lessons in which language, and who takes part."""

    seed: int = 1
    secret: str = ""
    lessons: tuple[int, ...] = tuple(topic.number for topic in TOPICS)
    lang: str = ""
    names: tuple[str, ...] = ()

    @property
    def topics(self) -> list[Topic]:
        """The lessons, in order; UsageError for one that there is not."""
        known = {topic.number: topic for topic in TOPICS}
        if missing := [number for number in self.lessons if number not in known]:
            raise unknown("lesson", missing[0], known)
        return [topic for number, topic in known.items() if number in self.lessons]


@dataclass(frozen=True)
class Learner:
    """One learner: number, and by their names the department's year, the year before it, and for the lesson on audits another
    one's draft and a budget, each with the key to its slips."""

    number: str
    papers: Mapping[str, inventing.Planted]

    def document(self, topic: Topic) -> str:
        """The document that the exercises of a lesson are about."""
        return document_of(self.number, topic)


def ids_of(number: str) -> tuple[str, str, str, str]:
    """The documents of a learner: of the department's year, of the year before, the draft of another one's, and a budget."""
    return f"{OWN}{number}", f"{BEFORE}{number}", f"audit-{number}", f"budget-{number}"


def document_of(number: str, topic: Topic) -> str:
    """The document that the exercises of a lesson are about, for the learner of a number."""
    return f"{'audit-' if topic.number == AUDITOR else OWN}{number}"


def numbers(count: int) -> list[str]:
    """So many learners' numbers, equally long: at least two digits."""
    width = max(2, len(str(count)))
    return [f"{number:0{width}d}" for number in range(1, count + 1)]


@dataclass(frozen=True)
class Seat:
    """What a worker has to make: the folder of one learner in that of the class."""

    out: Path
    number: str
    name: str
    plan: Plan


@dataclass(frozen=True)
class Keys:
    """The trainer's keys to one learner's folder: what is planted, and the right answers; or the error in one line."""

    planted: Sequence[Sequence[object]] = ()
    answers: Sequence[Sequence[object]] = ()
    error: str = ""


def make(out: Path, count: int, plan: Plan, workers: int = 1) -> Iterator[str]:
    """Makes a class of so many learners in an empty folder, the same for the same plan; gives each learner's number.

    A few are made by this process, more by so many `workers`. Raises UsageError where the folder holds something already,
    or the plan names a lesson that there is not.
    """
    topics = plan.topics
    if out.exists() and any(out.iterdir()):
        raise UsageError(f"{out} is not empty: name a new folder, so that no learner's work is overwritten")
    names = plan.names or [""] * count
    seats = [
        Seat(out.absolute(), number, named(line)[0], plan) for number, line in zip(numbers(count), names, strict=True)
    ]
    done: list[Keys] = []
    with closing(results(seats, workers, SEATING, ordered=True)) as made:
        for place, keys in made:
            if keys.error:
                raise JianghanError(f"learner {seats[place].number}: {keys.error}")
            done.append(keys)
            yield seats[place].number
    _for_trainer(out / "trainer", topics, done)
    _slides(out / "trainer" / "slides", topics, plan.lang, workers)
    write_whole(out / "trainer" / "secret.txt", f"{plan.secret}\n")
    roster = [[number, *named(line)] for number, line in zip(numbers(count), plan.names, strict=False)]
    write_whole(out / "trainer" / "roster.csv", store.to_csv(("learner", "name", "id_number"), roster))
    write_whole(out / "README.md", "\n".join(ABOUT[one] for one in _languages(plan.lang)))
    about = {
        "learners": count,
        "seed": plan.seed,
        "lessons": [topic.number for topic in topics],
        "version": __version__,
        "lang": plan.lang,
    }
    write_whole(out / "class.json", json.dumps(about) + "\n")


def named(line: str) -> tuple[str, str]:
    """A line of a roster -> the name, and the ID number behind a comma or tab, under which another system knows the learner."""
    name, _, known_as = SEPARATOR.sub(",", line).partition(",")
    return name.strip(), known_as.strip()


def sit(seat: Seat) -> Keys:
    """Makes a learner's folder, and the trainer's copy of its data; whatever goes wrong is in what it gives."""
    try:
        plan = seat.plan
        learner = invent(seat.number, plan.seed, plan.secret, AUDITOR in plan.lessons)
        kept: Tables = {table: [] for table in LEFT_OUT}
        made = joined({name: rows_of(name, paper.text) | kept for name, paper in learner.papers.items()})
        _hand_out(seat, learner, made)
        _welcome(seat.out, seat.number, seat.name, plan.topics[0], plan.lang)
        with paths.using(seat.out / "trainer" / "data" / seat.number):
            return Keys(tuple(_planted(learner, made)), tuple(_answers(learner, made, plan.topics)))
    except Exception as problem:  # the trainer is told whose folder could not be made
        return Keys(error=one_line(problem))


def _lost(_: Seat, error: str, __: float) -> Keys:
    return Keys(error=error)


# So many folders are made sooner by one process than others are started.
SEATING = Service(sit, _lost, few=4)


def start(seed: int, secret: str, number: str, what: str) -> int:
    """Where the invention of one of a learner's documents begins: nobody can tell it who does not know the secret."""
    return int.from_bytes(hashlib.sha256(f"{secret}/{seed}/{number}/{what}".encode()).digest()[:6])


@cache
def invent(number: str, seed: int, secret: str, audits: bool = True) -> Learner:
    """A learner's department, one with which every exercise can be done, its year before, and documents with contradictions."""
    own, earlier, audit, budget = ids_of(number)
    papers: dict[str, inventing.Planted] = {}
    if audits:
        papers[audit], _ = drafted(audit, start(seed, secret, number, "audit"), int(number))
        papers[budget] = inventing.budget(start(seed, secret, number, "budget"))
    first = start(seed, secret, number, "class") * CLEAN_ATTEMPTS
    for attempt in range(CLEAN_ATTEMPTS):
        document, before = inventing.clean(first + attempt)
        paper = inventing.misprinted(document, first)
        if serves(invented("", paper.text, before.text)):
            return Learner(number, {own: paper, earlier: inventing.Planted(before.text, ())} | papers)
    raise JianghanError(f"no department could be made of seed {seed}: take another one")


def serves(own: Department) -> bool:
    """Whether every exercise of the lessons before the last has an answer, and its most typical slip is wrong."""
    whole = completing.whole(own)
    if float(executing.projects(own)["gap"].sum()) <= 0 or not (
        BELIEVED[0] < whole["outturn"] / whole["initial_budget"] < BELIEVED[1]
    ):
        return False
    # First those in which it fails most often.
    topics = sorted(
        (topic for topic in TOPICS if topic.number != AUDITOR), key=lambda topic: topic.number not in (3, 5, 6)
    )
    return all(suits(topic, own) and all(_can_fail(one, own) for one in topic.exercises) for topic in topics)


def _can_fail(exercise: Exercise, own: Department) -> bool:
    """Whether the first of its slips, the one most often made, is wrong here: else it would teach nothing."""
    return not same(exercise, plain(exercise.slips[0].answer(own)), right(exercise, own))


def _hand_out(seat: Seat, learner: Learner, made: Mapping[str, Tables]) -> None:
    """A learner's folder: the documents, their tables beside those in use, and the lessons; a copy of the tables for marking.

    What reading found in these documents, from which a build gives the contradictions, stays away.
    """
    folder = seat.out / "learners" / learner.number
    shutil.copytree(paths.raw_dir(), folder / "data" / "raw", ignore=shutil.ignore_patterns(".*"))
    texts = {}
    for table in PROCESSED:
        asked = dict.fromkeys(COMPUTED.get(table, ()))
        rows = [row | asked for tables in made.values() for row in tables[table]]
        shared = (paths.processed_dir() / f"{table}.csv").read_text(encoding="utf-8")
        texts[table] = shared + store.table_text(PROCESSED[table], rows).partition("\n")[2]
    for data in (folder / "data", seat.out / "trainer" / "data" / learner.number):
        store.write_texts(data / "processed", texts)
    for name, paper in learner.papers.items():
        write_whole(folder / f"{name}.txt", paper.text)
    withheld.mark(folder / "data", tuple(learner.papers))
    for topic in seat.plan.topics:
        text = _learners(versions.source(topic), seat.plan.lang).replace(SOMEONES, learner.document(topic))
        write_whole(folder / f"{topic.notebook}.ipynb", text)


@cache
def _learners(lesson: Path, lang: str) -> str:
    """A lesson as learners get it, about someone's document: the same for all but its name."""
    return versions.text(versions.learners(lesson, SOMEONES, lang))


def _languages(lang: str) -> Sequence[str]:
    """The languages of what is read: the one that was asked for, or both."""
    return (lang,) if lang else LANGUAGES


def _welcome(out: Path, number: str, name: str, first: Topic, lang: str) -> None:
    """How to begin, in a learner's folder."""
    who = f"{number} {name}".strip()
    texts = [BEGIN[one].format(who=who, first=first.notebook) for one in _languages(lang)]
    write_whole(out / "learners" / number / "README.md", "\n".join(texts))


def _planted(learner: Learner, made: Mapping[str, Tables]) -> Iterator[Sequence[object]]:
    """What is planted in a learner's documents, and where."""
    for document_id, paper in learner.papers.items():
        about = made[document_id]["documents"][0]
        for slip in paper.slips:
            yield learner.number, document_id, about["department"], about["fiscal_year"], *vars(slip).values()


def _answers(learner: Learner, made: Mapping[str, Tables], topics: Sequence[Topic]) -> Iterator[Sequence[object]]:
    """The right answer of each exercise for a learner, from the learner's own data."""
    own, before, *_ = learner.papers
    owns = {name: Department(name, tables) for name, tables in made.items()}
    owns[own] = replace(owns[own], before=owns[before])
    for topic in topics:
        asked = owns[learner.document(topic)]
        for exercise in topic.exercises:
            answer = json.dumps(right(exercise, asked), ensure_ascii=False)
            yield learner.number, asked.document_id, exercise.name, answer


def _for_trainer(folder: Path, topics: Sequence[Topic], keys: Sequence[Keys]) -> None:
    """The trainer's folder: lessons with solutions, and both keys."""
    for topic in topics:
        lesson = versions.source(topic)
        write_whole(folder / "lessons" / lesson.name, lesson.read_text(encoding="utf-8"))
    planted = [row for one in keys for row in one.planted]
    answers = [row for one in keys for row in one.answers]
    for name, columns, rows in (("key", KEY, planted), ("answers", ANSWERS, answers)):
        write_whole(folder / f"{name}.csv", store.to_csv(columns, [[str(value) for value in row] for row in rows]))


def _slides(folder: Path, topics: Sequence[Topic], lang: str, workers: int) -> None:
    """The slides of the lessons, in both languages as they are stored, or executed anew in one."""
    prefix = versions.bring_reveal(folder)
    shown = _executed(topics, lang, workers) if lang else [versions.read(versions.source(one)) for one in topics]
    for topic, notebook in zip(topics, shown, strict=True):
        write_whole(folder / f"{topic.notebook}.html", versions.slides(notebook, prefix))


def _executed(topics: Sequence[Topic], lang: str, workers: int) -> "list[NotebookNode]":
    """The worked examples of lessons, executed in a language: what code prints and figures say is then in one, too."""
    import nbformat

    with TemporaryDirectory() as folder:
        jobs = [Job("", Path(folder) / f"{topic.notebook}.ipynb") for topic in topics]
        for topic, job in zip(topics, jobs, strict=True):
            write_whole(job.notebook, versions.text(versions.example(versions.source(topic), lang)))
        with closing(results(jobs, workers, NOTEBOOKS, ordered=True)) as made:
            done = [result for _, result in made]
    if failed := next((one for one in done if one.error), None):
        raise JianghanError(f"slides of {failed.job.notebook.stem}: {failed.error}")
    return [nbformat.reads(one.notebook, as_version=4) for one in done]

"""A lesson as its notebook uses it: the department's tables, and a check after each exercise."""

import os
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
from IPython.display import display

from jianghan_lib import loading
from jianghan_lib.base import paths
from jianghan_lib.base.errors import UsageError, unknown
from jianghan_lib.training.answers import plain
from jianghan_lib.training.choosing import department, is_invented
from jianghan_lib.training.department import COMPUTED, Department
from jianghan_lib.training.exercise import Exercise, Topic
from jianghan_lib.training.exercises import TOPICS
from jianghan_lib.training.judging import NOTHING, Verdict, judge, right

# Under this name the answer is kept in the notebook, beside the sentence.
RECORD = "application/vnd.jianghan.answer+json"
# Where this variable is set, checks keep answers and judge nothing: no right answer is in memory to be looked up.
ONLY_RECORD = "JIANGHAN_ONLY_RECORD"
FINDINGS_ARE_KEPT = "没有 findings：它们正是你要找的，由教员保管。 / No findings: they are what you are to find, and the trainer keeps them."
NO_FINDINGS = (
    "没有 findings：审计在这份文件里没有发现矛盾。 / No findings: the audit found no contradiction in this document."
)
# The hint to an exercise comes with this wrong answer to it.
HINT_FROM = 2
AGAIN = (
    " 和上一次的答案一样：写答案的那一格改过之后要先运行；它出了错，答案就还是旧的。",
    " The same answer as before: run the cell that makes it once you have changed it; if it failed, the old answer stands.",
)
NEXT_LINE = "\n  "
KEPT = Verdict(False, "记下了。", "Recorded.")


@dataclass(frozen=True)
class Checked:
    """The verdict on one answer, as a cell shows it; the answer is kept with it, for the trainer to mark."""

    exercise: str
    document: str
    answer: Any
    attempts: int
    verdict: Verdict

    lang: str = ""

    def __repr__(self) -> str:
        mark = "✓" if self.verdict.right else "✗"
        said = {"zh": self.verdict.zh, "en": self.verdict.en}
        return f"{mark} {self.exercise}  {said.get(self.lang, NEXT_LINE.join(said.values()))}"

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        return {
            "text/plain": repr(self),
            RECORD: {name: getattr(self, name) for name in ("exercise", "document", "answer", "attempts")},
        }


@dataclass
class Lesson:
    """A lesson about one department. `load` gives its tables, `check` judges an answer, `progress` counts; in one language or both."""

    topic: Topic
    department: Department
    lang: str = ""
    done: dict[str, bool] = field(default_factory=dict)
    attempts: dict[str, int] = field(default_factory=dict)
    wrong: dict[str, list[Any]] = field(default_factory=dict)

    def load(self, table: str, year_before: bool = False) -> pd.DataFrame:
        """A table of the department that the exercises are about, such as `lesson.load("completion")`, or of its year before.

        Columns as `jianghan_lib.load` gives them, amounts in 万元, without the rates, gaps and prior amounts that are to be
        computed. UsageError for an unknown name, or
        where the year before is not there. What an audit finds in an invented document is the trainer's: a line says so.
        """
        own = self.department.before if year_before else self.department
        if own is None:
            raise UsageError(f"{self.department.document_id}: the data have no document of it for the year before")
        rows = own.load(table)
        if table == "findings" and rows.empty:
            print(self._said(FINDINGS_ARE_KEPT if is_invented(self.department.document_id) else NO_FINDINGS))
        return rows.drop(columns=list(COMPUTED.get(table, ())))

    def check(self, exercise: str, answer: Any = ...) -> None:
        """Says whether the answer to an exercise, such as "3.2", is right, and if not, what is wrong with it.

        With the second wrong answer comes a hint how to go about it.
        """
        found = self._exercise(exercise)
        given = plain(answer)
        verdict = KEPT if os.environ.get(ONLY_RECORD) else judge(found, self.department, given)
        self.done[exercise] = verdict.right
        if not verdict.right and given not in NOTHING:
            verdict = self._helped(exercise, given, verdict)
        self.attempts[exercise] = self.attempts.get(exercise, 0) + 1
        display(Checked(exercise, self.department.document_id, given, self.attempts[exercise], verdict, self.lang))

    def _helped(self, exercise: str, given: Any, verdict: Verdict) -> Verdict:
        """A wrong answer's verdict with a hint from the second one on; the same answer again is no second one."""
        tried = self.wrong.setdefault(exercise, [])
        again = AGAIN if given in tried[-1:] else ("", "")
        tried += [] if any(again) else [given]
        hint = hints()[exercise] if len(tried) >= HINT_FROM else ("", "")
        zh, en = (f"{word}{one}" if one else "" for word, one in zip((" 提示：", " Hint: "), hint, strict=True))
        return Verdict(False, f"{verdict.zh}{again[0]}{zh}", f"{verdict.en}{again[1]}{en}")

    def progress(self) -> None:
        """Says how many exercises of the lesson are right so far, and which are not."""
        left = [one.name for one in self.topic.exercises if not self.done.get(one.name)]
        count, every = len(self.topic.exercises) - len(left), len(self.topic.exercises)
        between = "; " if self.lang == "en" else "；"
        to_do = f"{between}{self._said('未完成 / to do')}: {', '.join(left)}" if left else ""
        print(f"{count}/{every} {self._said('题正确 / exercises right')}{to_do}")

    def _said(self, both: str) -> str:
        """A sentence in two halves, in the language of the lesson."""
        zh, en = both.split(" / ")
        return {"zh": zh, "en": en}.get(self.lang, both)

    def _exercise(self, name: str) -> Exercise:
        by_name = {one.name: one for one in self.topic.exercises}
        if name not in by_name:
            raise unknown("exercise", name, by_name)
        return by_name[name]


@cache
def hints() -> dict[str, tuple[str, str]]:
    """How to go about each exercise, in both languages, by its name."""
    rows = pd.read_csv(Path(__file__).with_name("hints.csv"), dtype=str)
    return {name: (zh, en) for name, zh, en in rows.itertuples(index=False)}


def lesson(number: int, document_id: str, lang: str = "") -> Lesson:
    """Lesson 0 to 9 with exercises about a document of the data, or about `invented-<seed>` or `pair-<seed>`.

    Its checks speak both languages, or the one of `lang` (zh, en). In a class's folder the data of that folder are used.
    UsageError for an unknown number or document.
    """
    topics = {topic.number: topic for topic in TOPICS}
    if number not in topics:
        raise unknown("lesson", number, topics)
    own = Path.cwd() / "data"
    if (own / "processed").is_dir():
        paths.use_data(own)
    chosen = department(document_id)
    if not os.environ.get(ONLY_RECORD) and not suits(topics[number], chosen):
        others = [one for one in loading.documents()["document_id"] if suits(topics[number], department(one))]
        needs = f"{document_id} does not publish what lesson {number} needs"
        raise UsageError(f"{needs}: choose one of {', '.join([*others, 'invented-1', 'pair-1'])}")
    return Lesson(topics[number], chosen, lang)


def data(folder: str) -> None:
    """Makes a folder of one's own documents the one that `jianghan_lib.load` reads; `lesson` goes back to the class's.

    UsageError where nothing was built in it.
    """
    if not (Path(folder) / "processed").is_dir():
        raise UsageError(
            f"{folder}: no tables there: set JIANGHAN_DATA to it, then `jianghan ingest` and `jianghan build`"
        )
    paths.use_data(Path(folder).absolute())


def suits(topic: Topic, chosen: Department) -> bool:
    """Whether every exercise of a lesson has an answer for a department."""
    try:
        return all(right(exercise, chosen) is not None for exercise in topic.exercises)
    except (ArithmeticError, LookupError, ValueError, AttributeError):
        return False

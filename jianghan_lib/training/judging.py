"""An answer against the right one: right, or what is wrong with it in a sentence that does not give the answer away."""

from dataclasses import dataclass
from typing import Any

from jianghan_lib.training import remarks
from jianghan_lib.training.answers import plain
from jianghan_lib.training.department import Department
from jianghan_lib.training.exercise import Exercise
from jianghan_lib.training.sameness import FITS, partly, same, taken

NOTHING = (None, "")


@dataclass(frozen=True)
class Verdict:
    """Whether an answer is right, and the sentence for the learner in both languages."""

    right: bool
    zh: str
    en: str


def judge(exercise: Exercise, department: Department, answer: Any) -> Verdict:
    """An answer (as given, or made plain before) -> the verdict on it."""
    stored, wanted = plain(answer), right(exercise, department)
    given = taken(exercise.kind, stored)
    if stored in NOTHING or given in NOTHING:
        return Verdict(False, *remarks.EMPTY)
    if not FITS[exercise.kind](given):
        return Verdict(False, *remarks.form(exercise.kind, given))
    if same(exercise, given, wanted):
        return Verdict(True, *remarks.RIGHT)
    for slip in exercise.slips:
        wrong = plain(slip.answer(department))
        if not same(exercise, wrong, wanted) and same(exercise, given, wrong):
            return Verdict(False, slip.zh, slip.en)
    return Verdict(False, *remarks.remark(exercise, given, wanted))


def share_right(exercise: Exercise, department: Department, answer: Any) -> float:
    """Which part of a list or table is right, from 0 to below 1; 0 for an answer of one piece that is not."""
    given = taken(exercise.kind, plain(answer))
    if given in NOTHING or not FITS[exercise.kind](given):
        return 0.0
    return partly(exercise, given, right(exercise, department))


def right(exercise: Exercise, department: Department) -> Any:
    """The right answer of an exercise about a department, made plain; computed once."""
    if exercise.name not in department.answers:
        department.answers[exercise.name] = plain(exercise.right(department))
    return department.answers[exercise.name]

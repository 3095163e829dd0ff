"""What an exercise is: the right answer as a function of the department, and the slips that are often made in it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from jianghan_lib.training.department import Department

Kind = Literal[
    "number",
    "rate",
    "fine_rate",
    "coefficient",
    "count",
    "line",
    "name",
    "names",
    "lines",
    "mapping",
    "table",
    "chart",
    "sentence",
]
Answer = Callable[[Department], Any]
# How far an answer may be from the right one: half of the last place that documents print.
# A fine rate, asked for with four decimals, cannot be read off a printed percent.
TOLERANCE = {
    "number": 0.0051,
    "rate": 0.00051,
    "fine_rate": 0.000051,
    "coefficient": 0.00051,
    "mapping": 0.0051,
    "table": 0.0051,
}


@dataclass(frozen=True)
class Slip:
    """A typical wrong answer, and the sentence that helps without giving the right one, in both languages."""

    answer: Answer
    zh: str
    en: str


@dataclass(frozen=True)
class Exercise:
    """One exercise of a lesson: `name` such as 3.2, what kind of answer it wants, the right one, and slips."""

    name: str
    kind: Kind
    right: Answer
    slips: tuple[Slip, ...] = ()

    @property
    def tolerance(self) -> float:
        return TOLERANCE.get(self.kind, 0.0)


@dataclass(frozen=True)
class Topic:
    """A lesson: its number, the name of its notebook, and its exercises."""

    number: int
    notebook: str
    exercises: Sequence[Exercise]

"""The exercises of the lessons: one module a lesson, each a declaration of right answers and typical slips."""

from jianghan_lib.training.exercise import Topic
from jianghan_lib.training.exercises import (
    auditing,
    beginning,
    comparing,
    completing,
    drawing,
    executing,
    modelling,
    reading,
    reporting,
    tidying,
)

MODULES = (
    beginning,
    reading,
    tidying,
    completing,
    drawing,
    comparing,
    executing,
    modelling,
    auditing,
    reporting,
)
TOPICS: tuple[Topic, ...] = tuple(module.TOPIC for module in MODULES)

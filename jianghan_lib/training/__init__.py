"""Learning with the package: lessons whose checks say what is wrong, and what a trainer needs for a class."""

from jianghan_lib.training.lesson import Lesson, data, lesson

__all__ = ["Lesson", "data", "lesson"]

"""Ticked boxes of a form: whether a project recurs."""

import re
from collections.abc import Iterable
from typing import TypeVar

T = TypeVar("T")

TICKED = "☑√☒■✓✔\uf052\uf0fe\uf0fc"
EMPTY = "□☐○"
RECURRENCE = {
    "经常": "recurring",
    "常年": "recurring",
    "延续": "continuing",
    "持续": "continuing",
    "一次": "one_off",
    "新增": "new",
}
# The rows that may say it, the one that says it best first.
ROWS = ("项目类型", "支出项目类别", "项目类别", "项目属性", "项目性质")


def recurrence(text: str) -> str:
    """The kind of project that a row ticks, or names alone without boxes; empty where it does not tell.

    Where a mark was lost, the one box that is not printed empty is the ticked one.
    """
    marks = {
        known: found.group(1)
        for word, known in RECURRENCE.items()
        if (found := re.search(rf"{word}性?(?:项目)?(.?)", text))
    }
    ticked = [known for known, mark in marks.items() if mark and mark in TICKED]
    unmarked = [known for known, mark in marks.items() if not mark or mark not in EMPTY]
    chosen = ticked or (unmarked if len(marks) > 1 or not any(mark in EMPTY for mark in marks.values() if mark) else [])
    return chosen[0] if len(chosen) == 1 else ""


def told(rows: Iterable[tuple[str, T]]) -> tuple[str, T] | None:
    """Rows of a form, as text without white space -> the kind of project they tell, and the row that does."""
    kept = list(rows)
    found = ((recurrence(text), row) for label in ROWS for text, row in kept if text.startswith(label))
    return next(((kind, row) for kind, row in found if kind), None)

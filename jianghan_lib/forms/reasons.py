"""Why a figure differs: the words a document gives -> coded categories, by a data file of patterns."""

import csv
import re
from functools import cache

from jianghan_lib.paths import PACKAGE

_MARK = re.compile(r"主要(?:原因|是)|原因(?:是|:|为)|发现的问题及原因|未完成原因")
REACH = 240


@cache
def patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The categories in the order of the file, each with its pattern."""
    with (PACKAGE / "reasons.csv").open(encoding="utf-8", newline="") as file:
        return tuple((row["category"], re.compile(row["pattern"])) for row in csv.DictReader(file))


def coded(text: str) -> str:
    """A reason in words (what follows 主要原因 and its like) -> categories separated by `;`, empty where none is given."""
    mark = _MARK.search(text)
    if not mark:
        return ""
    words = text[mark.start() : mark.start() + REACH]
    return ";".join(category for category, pattern in patterns() if pattern.search(words))

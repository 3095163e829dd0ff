"""Why a figure differs: the words a document gives -> coded categories, by a data file of patterns."""

import csv
import re
from functools import cache

from jianghan_lib.base.paths import PACKAGE

_MARK = re.compile(
    r"主要(?:原因|是(?!用于|用))|原因(?:是|:|为)|发现的问题及原因|未完成原因|由于|该(?:项|笔)?(?:指标|资金|经费|款项)(?:为|是|系|属)"
)
# Where the reason ends: at what is to be done about it, or at the next form.
_END = re.compile(
    r"下一步|改进(?:措施|意见|建议|方向)|整改措施|今后|应(?:当)?合理|[□☑√☐]|自评表|项目(?:名称|属性|类型)"
)
REACH = 240


@cache
def patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The categories in the order of the file, each with its pattern."""
    with (PACKAGE / "reference" / "reasons.csv").open(encoding="utf-8", newline="") as file:
        return tuple((row["category"], re.compile(row["pattern"])) for row in csv.DictReader(file))


def coded(text: str) -> str:
    """A reason in words (what follows 主要原因, 由于, 该指标为 and their like) -> categories separated by `;`, empty where none is given."""
    mark = _MARK.search(text)
    if not mark:
        return ""
    words = _END.split(text[mark.start() : mark.start() + REACH], maxsplit=1)[0]
    return ";".join(category for category, pattern in patterns() if pattern.search(words))

"""Forms that name what they are about in the title above their table, or in one cell with its label, and not in a row of cells."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jianghan_lib.base.text import compact, plain
from jianghan_lib.forms.tables.titles import unit_in
from jianghan_lib.readers.blocks import Grid, Line, Source, is_page_number

_TITLE = re.compile(
    r"^(?:附[件表]\d*?|表\d+|[一二三四五六七八九十]+、|\d+[.、])?[:.]?(?:20\d\d年(?:度)?)?(?P<name>(?!\d{0,2}20\d\d年|年)[^。;]*?)(?P<whole>(?:部门|单位)?整体(?:支出)?)?"
    r"(?:项目支出|项目|支出)?(?:(?:绩效)?自评(?:价)?(?:结果|情况)?表|绩效目标(?:申报|自评|完成情况)?表|绩效指标(?:完成情况)?表?)(?P<behind>\([^()]+\)|[:—-]+[^。;]+)?$"
)
# What may stand between a title and its table: the year, the unit of money, who fills it in.
_CAPTION = re.compile(r"^\(?20\d\d年?度?\)?(?:单位:|金额)?|^\(?(?:金额)?单位:|^填[报表]|^编制")
_NAMED = re.compile(r"^(?:项目|专项|政策)名称:(?:\d{5,}[A-Z]?\d*[-—])?(?P<name>[^。;]+)$")
_YEAR = re.compile(r"^\(20\d\d年?度?\)$")
FARTHEST, LONGEST = 8, 80


@dataclass(frozen=True)
class Heading:
    """What a title says of the form below it: its subject, whether that is a project, and the unit of its money."""

    subject: str
    is_project: bool
    unit: str


def parts(source: Source, grid: Grid) -> Iterator[tuple[Heading, tuple[Line, ...]]]:
    """A grid without names of its own -> its rows, from each title to the next; none where no title stands over them."""
    above = source.lines[max(0, grid.rows[0].number - 1 - FARTHEST) : grid.rows[0].number - 1]
    starts = [(0, title)] if (title := _over(above)) else []
    starts += [
        (at, title)
        for at, row in enumerate(grid.rows)
        if (cell := next(filter(None, row.cells), ""))
        and (title := title_of(cell))
        and (row.filled == 1 or ":" in plain(cell))
    ]
    for index, (start, (subject, is_project)) in enumerate(starts):
        rows = grid.rows[start : starts[index + 1][0] if index + 1 < len(starts) else len(grid.rows)]
        captions = [*rows[:3], *(reversed(above) if start == 0 else ())]
        if rows:
            yield Heading(subject, is_project, unit_in(captions)), rows


def _over(above: Sequence[Line]) -> tuple[str, bool] | None:
    """The title among the lines right above a table, captions between them passed over."""
    for line in reversed(above):
        text = compact(line.text)
        if not text or is_page_number(text):
            continue
        title = None if line.is_row else title_of(text)
        if title or not _CAPTION.match(text):
            return title
    return None


def title_of(text: str) -> tuple[str, bool] | None:
    """A title of a form that names a project, or the department as a whole -> that name, and whether it is a project's."""
    if named := _NAMED.match(compact(text)):
        return named["name"], True
    found = _TITLE.match(compact(text)) if len(text) <= LONGEST else None
    if not found:
        return None
    behind = "" if _YEAR.match(found["behind"] or "") else (found["behind"] or "").strip("():—-")
    name = found["name"] or behind
    return (name, not found["whole"]) if name else None

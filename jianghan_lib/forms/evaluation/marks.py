"""What forms mark rather than state: ticked boxes, the points of their headings, and template words left in them."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from jianghan_lib.base.text import compact, plain, tight
from jianghan_lib.forms.evaluation.boxes import TICKED
from jianghan_lib.forms.evaluation.selfevaluation import CODED
from jianghan_lib.forms.records import Particular
from jianghan_lib.readers.blocks import Line, Source

_NAMED = re.compile(r"^(?:项目名称|单位名称)[\s\t]+(?P<name>\S[^\t]*)")
_BOXES = re.compile(r"^(?P<question>项目(?:类别|属性|类型))")
# The kind of expenditure of a project, answered with how often it recurs.
_CATEGORY = re.compile(r"^支出项目类别(?P<answer>(?:经常性|常年性|延续性|持续性|一次性)项目)")
_BOX = re.compile(rf"(?P<answer>[^\d.、□{TICKED}]{{2,14}})(?P<mark>[□{TICKED}])")
_GOAL = re.compile(r"年度(?:绩效)?目标(?P<number>\d{1,2})[:：]?\((?P<points>\d+(?:\.\d+)?)分\)")
_HEADING = re.compile(
    r"(?P<label>(?:产出|效益|满意度|成本|数量|质量|时效|经济成本|社会效益|经济效益|生态效益|可持续影响)指标)"
    r"\((?P<points>\d+(?:\.\d+)?)分\)"
)
_NUMBERED_GOAL = re.compile(r"(?P<name>(?:长期|年度)绩效目标)(?P<number>\d)")
_LEFT = re.compile(r"\((?:XX|xx|××|\*\*)分\)")
_TITLE = re.compile(r"^(?P<name>[^。;:,]{2,60}?)(?:项目)?(?:绩效)?自评表$")
# What a title must speak of to name a project.
_PROJECT = re.compile(r"经费|资金|专项|项目(?!支出)|补助|补贴|费$|工程")
# Lines between a form's title and its first row.
_BELOW = 10
_FUNCTION = re.compile(r"2\d{6}(?!\d)")
_END = re.compile(r"^(?:总分|偏差大)")
# The frame of a form's first column, set upright beside its rows.
_FRAME = re.compile(r"^(?:[年度绩效指标目]|年度|绩效|目标|绩效(?:目标|指标)|[一二三]级(?:指标|指)?)$")


def read_marks(source: Source) -> Iterator[Particular]:
    """A document -> ticked boxes, points of goals and headings, and unfilled points, of each of its forms."""
    for subject, lines in _forms(source.lines):
        for line in lines:
            yield from _ticked(subject, line)
        yield from _points(subject, lines)
    yield from _titles(source.lines)
    yield from _goals_twice(source.lines)
    yield from _columns(source.lines)


def _goals_twice(lines: Sequence[Line]) -> Iterator[Particular]:
    """A goal that has the number of the one above it, where each row is a goal and its words."""
    rows = [(line, [cell for cell in map(compact, line.cells) if cell]) for line in lines]
    for (_, above), (line, cells) in pairwise(rows):
        goal = _NUMBERED_GOAL.fullmatch(cells[0]) if len(cells) == len(above) == 2 else None
        if goal and above[0] == cells[0] and above[1] != cells[1]:
            again, meant = cells[0], f"{goal['name']}{int(goal['number']) + 1}"
            yield Particular("number_twice", "", again, meant, line.number, line.page)


def _titles(lines: Sequence[Line]) -> Iterator[Particular]:
    """The project that a form's title names, with the one that stands in the form below it."""
    title: tuple[str, Line] | None = None
    for line in lines:
        text = compact(line.text)
        titled, named = _TITLE.match(text), _NAMED.match(plain(line.text).strip())
        if titled and not line.is_row and _PROJECT.search(titled["name"]) and "整体" not in titled["name"]:
            title = (titled["name"], line)
        elif named and text.startswith("项目名称"):
            if title and line.number - title[1].number <= _BELOW:
                name = CODED.sub("", tight(named["name"]))
                yield Particular("form_title", name, "title", title[0], title[1].number, title[1].page)
            title = None


def _columns(lines: Sequence[Line]) -> Iterator[Particular]:
    """A code by function in the column that asks for the economic kind: the first of each form."""
    column = -1
    for line in lines:
        cells = [compact(cell) for cell in line.cells]
        if "支出经济分类" in cells:
            column = cells.index("支出经济分类")
        elif column >= 0 and column < len(cells) and (found := _FUNCTION.match(cells[column])):
            yield Particular("cost_column", "", "支出经济分类", found.group(), line.number, line.page)
            column = -1


def _forms(lines: Sequence[Line]) -> Iterator[tuple[str, list[Line]]]:
    """The lines of each form, from its name to its total or its explanations."""
    subject, held = "", list[Line]()
    for line in lines:
        text = plain(line.text).strip()
        named = _NAMED.match(text)
        if named or _END.match(tight(text)):
            if subject and held:
                yield subject, held
            subject = CODED.sub("", tight(named["name"])) if named else ""
            held = []
        if subject and text:
            held.append(line)
    if subject and held:
        yield subject, held


def _ticked(subject: str, line: Line) -> Iterator[Particular]:
    text = compact(line.text)
    question, category = _BOXES.match(text), _CATEGORY.match(text)
    if category:
        yield Particular("category", subject, "支出项目类别", category["answer"], line.number, line.page)
    if not question:
        return
    for box in _BOX.finditer(text, question.end()):
        if box["mark"] in TICKED:
            yield Particular("box", subject, question["question"], box["answer"], line.number, line.page)


def _points(subject: str, lines: Sequence[Line]) -> Iterator[Particular]:
    """Points printed beside goals and headings: the pieces of a heading may stand on lines of their own."""
    text, starts = "", list[int]()
    for line in lines:
        starts.append(len(text))
        piece = compact(line.text)
        text += "" if _FRAME.match(piece) else piece
    for kind, pattern in (("goal", _GOAL), ("heading", _HEADING), ("left_over", _LEFT)):
        for match in pattern.finditer(text):
            line = next(one for one, start in reversed(list(zip(lines, starts, strict=True))) if start <= match.start())
            named = match.groupdict()
            name = named.get("label") or named.get("number") or match.group()
            yield Particular(kind, subject, name, named.get("points") or "", line.number, line.page)

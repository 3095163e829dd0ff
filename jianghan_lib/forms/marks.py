"""What forms mark rather than state: ticked boxes, the points of their headings, and template words left in them."""

import re
from collections.abc import Iterator, Sequence

from jianghan_lib.forms.records import Particular
from jianghan_lib.forms.selfevaluation import TICKED
from jianghan_lib.money import plain
from jianghan_lib.readers.blocks import Line, Source

_NAMED = re.compile(r"^(?:项目名称|单位名称)[\s\t]+(?P<name>\S[^\t]*)")
_BOXES = re.compile(r"^(?P<question>项目(?:类别|属性|类型))")
_BOX = re.compile(rf"(?P<answer>[^\d.、□{TICKED}]{{2,14}})(?P<mark>[□{TICKED}])")
_GOAL = re.compile(r"年度(?:绩效)?目标(?P<number>\d{1,2})[:：]?\((?P<points>\d+(?:\.\d+)?)分\)")
_HEADING = re.compile(
    r"(?P<label>(?:产出|效益|满意度|成本|数量|质量|时效|经济成本|社会效益|经济效益|生态效益|可持续影响)指标)"
    r"\((?P<points>\d+(?:\.\d+)?)分\)"
)
_LEFT = re.compile(r"\((?:XX|xx|××|\*\*)分\)")
_END = re.compile(r"^(?:总分|偏差大)")
# The frame of a form's first column, set upright beside its rows.
_FRAME = re.compile(r"^(?:[年度绩效指标目]|年度|绩效|目标|绩效(?:目标|指标)|[一二三]级(?:指标|指)?)$")


def read_marks(source: Source) -> Iterator[Particular]:
    """A document -> ticked boxes, points of goals and headings, and unfilled points, of each of its forms."""
    for subject, lines in _forms(source.lines):
        for line in lines:
            yield from _ticked(subject, line)
        yield from _points(subject, lines)


def _forms(lines: Sequence[Line]) -> Iterator[tuple[str, list[Line]]]:
    """The lines of each form, from its name to its total or its explanations."""
    subject, held = "", list[Line]()
    for line in lines:
        text = plain(line.text).strip()
        named = _NAMED.match(text)
        if named or _END.match(re.sub(r"\s+", "", text)):
            if subject and held:
                yield subject, held
            subject = re.sub(r"\s+", "", named["name"]) if named else ""
            held = []
        if subject and text:
            held.append(line)
    if subject and held:
        yield subject, held


def _ticked(subject: str, line: Line) -> Iterator[Particular]:
    text = re.sub(r"\s+", "", plain(line.text))
    question = _BOXES.match(text)
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
        piece = re.sub(r"\s+", "", plain(line.text))
        text += "" if _FRAME.match(piece) else piece
    for kind, pattern in (("goal", _GOAL), ("heading", _HEADING), ("left_over", _LEFT)):
        for match in pattern.finditer(text):
            line = next(one for one, start in reversed(list(zip(lines, starts, strict=True))) if start <= match.start())
            named = match.groupdict()
            name = named.get("label") or named.get("number") or match.group()
            yield Particular(kind, subject, name, named.get("points") or "", line.number, line.page)

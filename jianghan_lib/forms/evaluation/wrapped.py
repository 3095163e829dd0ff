"""Self-evaluation forms as bare lines (PDF text), wrapped cell by cell -> project facts and indicators as printed.

A row ends at its score. Its level labels are known by their words, its name ends at its points (（2分）) where the
form prints them; what follows is target and actual. Where the lines do not tell one from the other, both stay empty
and a note says so.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from jianghan_lib.base.money import DEFAULT_UNIT, looks_numeric, plain
from jianghan_lib.forms.evaluation.boxes import told
from jianghan_lib.forms.evaluation.families import Frame
from jianghan_lib.forms.evaluation.wrapped_rows import Row, read_row
from jianghan_lib.forms.records import Indicator, Note, Project, place_of
from jianghan_lib.readers.blocks import Line, Source, show_box

_START = re.compile(r"^(?P<kind>项目名称|单位名称)\s+(?P<name>\S.*)$")
_HEADER = re.compile(r"三级指标|具体指标名称")
_HEADER_WORDS = re.compile(
    r"^(?:一级|二级|三级|具体|指标|名称|年初|年度|全年|设定|目标|实际|完成|值|得分|分值|权重|未完成|偏差|原因|分析|及|改进|措施|\([AB]\)|指|标)+$"
)
_WEIGHT = re.compile(r"分值|权重")
_GOAL = re.compile(r"^年度(?:绩效)?目标\d")
_FRAME = re.compile(r"^[年度绩效指标目]$|^(?:年度|绩效|指标|目标)$")
_END = re.compile(r"^(?:偏差大|改进措施|总分|总$)")
# Rows that a form leaves empty: 指标2：, ……
_EMPTY = re.compile(r"^(?:指标\d+[:.、]?|[.…·]{2,}|…)$")
_REMARKS = re.compile(r"^偏差大|^改进措施")
# Labels of the money of a project, the longer before those they begin with.
_MONEY = re.compile(
    r"(?P<initial_budget>年初(?:批复|安排)?预算数?)|(?P<budget>(?:全年|调整后?|年度)?预算(?:总额|数))|(?P<executed>(?:全年|预算)?执行数)"
    r"|(?P<execution_weight>分值|权重)|(?P<execution_rate>(?:预算)?执行率)|(?P<execution_score>得分)"
)
_UNITS = {"execution_rate": "%", "execution_weight": "分", "execution_score": "分"}
_TOTALS = re.compile(r"(?P<basic>\d[\d,.]*)\s*项目支出总额(?:\s*\(万元\))?\s*(?P<project>\d[\d,.]*)")
_SCORE = re.compile(r"(?<![\d.])\d+(?:\.\d+)?(?=分|\s|$)")
FARTHEST = 400
# Lines of a row, its level labels wrapped word by word before it; what is longer is no row.
LONGEST_ROW = 60


@dataclass(frozen=True)
class Form:
    """A form: what it is about and its lines, from its name to its total score."""

    subject: str
    is_project: bool
    lines: tuple[Line, ...]

    @cached_property
    def head(self) -> int:
        """The place of the line that begins the header of its indicators."""
        return next(place for place, line in enumerate(self.lines) if _HEADER.search(_text(line)))

    @cached_property
    def weighted(self) -> bool:
        """Whether its indicators have a column of weights."""
        labels = [re.sub(r"\s+", "", _text(line)) for line in self.lines[self.head :]]
        return any(_WEIGHT.search(text) for text in labels if _HEADER.search(text) or _HEADER_WORDS.match(text))


def read_wrapped(source: Source) -> tuple[list[Project], list[Indicator], list[Note]]:
    """A document in bare lines -> the facts and indicators of its self-evaluation forms."""
    projects: list[Project] = []
    indicators: list[Indicator] = []
    notes: list[Note] = []
    for form in _forms([line for line in source.lines if line.text.strip() and not line.is_row]):
        projects += _facts(form)
        found, more = _indicators(form)
        indicators += found
        notes += more
    return projects, indicators, notes


def _text(line: Line) -> str:
    return plain(line.text).strip()


def _forms(lines: Sequence[Line]) -> Iterator[Form]:
    starts = [
        (place, found)
        for place, line in enumerate(lines)
        if (found := _START.match(line.text.strip())) and ":" not in _text(line)
    ]
    for index, (place, found) in enumerate(starts):
        stop = min(starts[index + 1][0] if index + 1 < len(starts) else len(lines), place + FARTHEST)
        end = next(
            (
                at
                for at in range(place, stop)
                if _REMARKS.match(text := _text(lines[at])) and not _HEADER_WORDS.match(text)
            ),
            stop,
        )
        body = tuple(lines[place:end])
        if any(_HEADER.search(_text(line)) for line in body):
            yield Form(re.sub(r"\s+", "", found["name"]), found["kind"] == "项目名称", body)


def _facts(form: Form) -> Iterator[Project]:
    """Budget, executed, rate and score under their labels, recurrence, and the total score."""
    upper = form.lines[: form.head]
    yield from _execution(form, upper)
    totals = _TOTALS.search(" ".join(_text(line) for line in upper))
    if totals:
        line = next(line for line in form.lines if "项目支出总额" in _text(line))
        yield _fact(form, line, "basic_total", totals["basic"], DEFAULT_UNIT)
        yield _fact(form, line, "project_total", totals["project"], DEFAULT_UNIT)
    kind = told((re.sub(r"\s+", "", line.text), line) for line in upper)
    if kind:
        yield _fact(form, kind[1], "recurrence", kind[0], "")
    yield from _score(form)


def _execution(form: Form, upper: Sequence[Line]) -> Iterator[Project]:
    """The first line of figures alone, or after the label of the whole, under the labels above it, in their order."""
    for place, line in enumerate(upper):
        tokens = re.sub(r"^(?:年度)?(?:财政)?(?:资金)?总额:?", "", _text(line)).split()
        if len(tokens) < 3 or not all(looks_numeric(token.rstrip("%")) for token in tokens):
            continue
        labels = "".join(re.sub(r"\s+|\([^()]*\)", "", _text(above)) for above in upper[:place])
        names = list(dict.fromkeys(found.lastgroup or "" for found in _MONEY.finditer(labels)))
        if len(names) < len(tokens):
            names = ["budget", "executed", "execution_rate", "execution_score"] if "initial_budget" not in names else []
        for name, printed in zip(names, tokens, strict=False):
            yield _fact(form, line, name, printed.rstrip("%"), _UNITS.get(name, DEFAULT_UNIT))
        return


def _score(form: Form) -> Iterator[Project]:
    """The total score: the last figure after 总分, where the full score may stand before it; 100 alone may then be either."""
    lines = form.lines[form.head :]
    start = next((at for at, line in enumerate(lines) if re.match(r"^总\s*分|^总$", _text(line))), len(lines))
    for line in lines[start : start + 3]:
        figures = _SCORE.findall(_text(line))
        if figures and not (form.weighted and figures == ["100"]):
            yield _fact(form, line, "score", figures[-1], "分")
        if figures:
            return


def _fact(form: Form, line: Line, name: str, printed: str, unit: str) -> Project:
    source = "form" if form.is_project else "department_form"
    return Project(source, form.subject, name, "", printed, unit, line.number, line.page)


def _indicators(form: Form) -> tuple[list[Indicator], list[Note]]:
    """The rows of the indicator table: lines gathered until a score closes them."""
    found: list[Indicator] = []
    notes: list[Note] = []
    held: list[Line] = []
    frame, explained = Frame(), False
    for line in _body(form):
        if _END.match(_text(line)):
            break
        held = [*held, line][-LONGEST_ROW:]
        row = read_row(held, weighted=form.weighted)
        if row is None:
            continue
        begun = row.labels or re.match(r"指标\d", _text(held[0]))
        if explained and len(held) > 1 and not begun:
            # The reason of the row above may go on into these lines.
            notes.append(_unclear(form, row, held[0]))
        explained = row.explained
        frame = frame.below(row.labels)
        if not row.name or not (row.target or row.actual):
            notes.append(_unclear(form, row, held[0]))
        at = _line_of(row.name, held)
        found.append(
            Indicator(
                form.subject,
                frame.level1,
                frame.level2,
                row.name,
                row.target,
                row.actual,
                row.weight,
                row.score,
                at.number,
                at.page,
                **{f"{figure}_at": _place(held[on]) for figure, on in row.lines.items() if figure != "name"},
            )
        )
        held = []
    return found, notes


def _unclear(form: Form, row: Row, line: Line) -> Note:
    where, printed = row.name or form.subject, " ".join((row.target, row.actual, row.score))
    return Note("indicator_unclear", "form", where, printed, line.number, line.page)


def _place(line: Line) -> str:
    return place_of(line.number, line.page, show_box(line.box))


def _line_of(name: str, held: Sequence[Line]) -> Line:
    """The line on which a name begins."""
    return next((line for line in held if name and name[:4] in re.sub(r"\s+", "", line.text)), held[0])


def _body(form: Form) -> Iterator[Line]:
    """The lines of the indicator rows: header words, goals and the upright frame label before them left out."""
    begun = heading = in_goal = False
    for line in form.lines:
        text = re.sub(r"\s+", "", _text(line))
        if _HEADER.search(text):
            begun, heading, in_goal = True, True, False
        elif _GOAL.match(text):
            in_goal = begun
        elif in_goal:
            in_goal, heading = not _FRAME.match(text), True
        elif heading and (_HEADER_WORDS.match(text) or _FRAME.match(text)):
            continue
        elif begun and not _EMPTY.match(text):
            heading = False
            yield line

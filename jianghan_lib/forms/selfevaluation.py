"""Self-evaluation forms with cells -> project facts and indicators as printed; the summary table of projects likewise.

Forms of uneven quality: rows slip a column, a level label repeats or is missing. A row is read from its right end
(actual, target, name), its level labels by their words, and only then by their place.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from jianghan_lib.forms.families import carried
from jianghan_lib.forms.headers import label
from jianghan_lib.forms.reasons import coded
from jianghan_lib.forms.records import Indicator, Note, Project
from jianghan_lib.forms.titles import unit_in
from jianghan_lib.money import DEFAULT_UNIT, NUMBER, looks_numeric, plain
from jianghan_lib.readers.blocks import Grid, Line, Source

TICKED = "☑√☒■✓✔\uf052\uf0fe\uf0fc"
RECURRENCE = {"经常性": "recurring", "常年性": "recurring", "延续性": "continuing", "一次性": "one_off"}
FUNDING = {"department_budget": "部门预算", "special_fund": "专项资金|专项", "upper_transfer": "转移支付"}
LEVEL1 = re.compile(
    r"^(?:产出|效益|满意度|成本|投入|过程|绩效|履职效能|管理效率|运行成本|社会效应|可持续发展能力)(?:指标)?$"
)
LEVEL2 = re.compile(
    r"^(?:数量|质量|时效|成本|经济成本|社会成本|生态环境成本|经济效益|社会效益|生态效益|可持续影响|可持续影响效益|"
    r"(?:社会公众或)?服务对象满意度?|社会公众满意度|成本控制|完成时效)(?:指标)?$"
)
# Labels that are never the name of an indicator: those that end in 指标.
LABEL = re.compile(
    r"^(?:产出|效益|满意度|成本|数量|质量|时效|经济成本|社会成本|经济效益|社会效益|生态效益|可持续影响(?:效益)?|服务对象满意度?)指标$"
)
_FRAME = re.compile(
    r"^(?:项目)?年度绩效(?:指标|目标).*$|^年度(?:绩效)?目标\d*:?$|^长期绩效.*$|^绩效(?:指标|目标)$|^目标名称$"
)
_STOP = re.compile(r"^(?:偏差大|改进措施|总分|备注|项目名称|单位名称|年度绩效目标表|项目支出明细)")
_POINTS = re.compile(r"\((?P<points>\d+(?:\.\d+)?)分\)?")
_GOAL = re.compile(r"^年度(?:绩效)?目标\d+")
BUDGET, EXECUTED, RATE = re.compile(r"^预算数"), re.compile(r"^执行数"), re.compile(r"^执行率")
_SUMMARY = (
    re.compile(r"^项目名称$"),
    re.compile(r"预算(?:资金)?(?:总额|数)"),
    re.compile(r"^(?:支出总额|执行数|支出数)"),
)


@dataclass(frozen=True)
class Form:
    """One self-evaluation form: what it is about (project, or the department), and its rows."""

    subject: str
    is_project: bool
    rows: tuple[Line, ...]


def read_forms(source: Source) -> tuple[list[Project], list[Indicator], list[Note]]:
    """A document -> the project facts and indicators of its self-evaluation forms and its summary table."""
    projects: list[Project] = []
    indicators: list[Indicator] = []
    notes: list[Note] = []
    for grid in source.grids:
        projects += _summary(source, grid)
        for form in _forms(grid):
            projects += _facts(form)
            indicators += _indicators(form)
    return projects, indicators, notes


def cells_of(row: Line) -> list[str]:
    return [label(cell) for cell in row.cells]


def _forms(grid: Grid) -> Iterator[Form]:
    """A grid -> its forms: each begins at 项目名称 or 单位名称 beside a name, or at the head of an indicator table."""
    starts: list[tuple[int, str, bool]] = []
    for place, row in enumerate(grid.rows):
        cells = [cell for cell in cells_of(row) if cell]
        if (
            len(cells) >= 2
            and cells[0] in ("项目名称", "单位名称")
            and not looks_numeric(cells[1])
            and "序号" not in cells
        ):
            name = next(cell for cell in row.cells if cell and label(cell) == cells[1])
            if not any(_SUMMARY[1].search(cell) for cell in cells):
                starts.append((place, re.sub(r"\s+", "", name), cells[0] == "项目名称"))
    for index, (place, subject, is_project) in enumerate(starts):
        after = starts[index + 1][0] if index + 1 < len(starts) else len(grid.rows)
        yield Form(subject, is_project, grid.rows[place:after])


def _facts(form: Form) -> list[Project]:
    """Budget, executed, rate, score, funding and recurrence that a project's form prints."""
    facts = list(_execution(form))
    for row in form.rows:
        cells = [cell for cell in cells_of(row) if cell]
        text = "".join(cells)
        if "基本支出总额" in text:
            facts += _totals(form, row, cells)
        if text.startswith("项目类型"):
            facts += _recurrence(form, row, text)
        if text.startswith("预算来源"):
            facts += _funding(form, row, text)
        if text.startswith("总分") and len(cells) > 1:
            facts.append(_fact(form, row, "score", cells[-1].rstrip("分"), "分"))
        if text.startswith("偏差大") and len(cells) > 1 and coded("主要原因:" + cells[-1]):
            facts.append(replace(_fact(form, row, "reasons", "", ""), reasons=coded("主要原因:" + cells[-1])))
    return facts


def _fact(form: Form, row: Line, name: str, printed: str, unit: str) -> Project:
    source = "form" if form.is_project else "department_form"
    return Project(source, form.subject, name, "", printed, unit, "", row.number, row.page)


def _totals(form: Form, row: Line, cells: Sequence[str]) -> list[Project]:
    """Basic and project expenditure that the department's form repeats."""
    names = {"基本支出总额": "basic_total", "项目支出总额": "project_total"}
    pairs = [(names.get(re.sub(r"\(.*\)", "", cell)), after) for cell, after in pairwise(cells)]
    return [_fact(form, row, name, printed, DEFAULT_UNIT) for name, printed in pairs if name and looks_numeric(printed)]


def _execution(form: Form) -> Iterator[Project]:
    """The row of budget, executed and rate under its header labels."""
    for place, row in enumerate(form.rows):
        cells = cells_of(row)
        if not (any(BUDGET.match(cell) for cell in cells) and any(EXECUTED.match(cell) for cell in cells)):
            continue
        unit = "元" if any(re.search(r"\(元\)", plain(cell)) for cell in row.cells) else DEFAULT_UNIT
        for values in form.rows[place + 1 : place + 3]:
            numbers = [cell for cell in cells_of(values) if re.fullmatch(rf"{NUMBER}%?", cell)]
            if len(numbers) >= 2:
                names = ("budget", "executed", "execution_rate", "execution_score")
                units = (unit, unit, "%", "分")
                for name, printed, sign in zip(names, numbers, units, strict=False):
                    yield _fact(form, values, name, printed.rstrip("%"), sign)
                return


def _recurrence(form: Form, row: Line, text: str) -> list[Project]:
    """The one ticked box of 项目类型, or the one whose mark the text lost where all others are empty; else nothing."""
    named = {
        known: text_after.group(1)
        for word, known in RECURRENCE.items()
        if (text_after := re.search(rf"{word}(?:项目)?(.?)", text))
    }
    ticked = [known for known, mark in named.items() if mark and mark in TICKED]
    unmarked = [known for known, mark in named.items() if mark != "□"]
    ticked = ticked or (unmarked if len(named) > 1 and len(unmarked) == 1 else [])
    return [_fact(form, row, "recurrence", ticked[0], "")] if len(ticked) == 1 else []


def _funding(form: Form, row: Line, text: str) -> list[Project]:
    """Amounts of 预算来源及资金规模 by source."""
    found = []
    for name, words in FUNDING.items():
        match = re.search(rf"(?:{words})[^:]*?资金量:(?P<number>{NUMBER})(?P<unit>万元|元)", text)
        if match and not re.search(r"\d[、.]", text[match.start() : match.start("number")]):
            found.append(_fact(form, row, name, match["number"], match["unit"]))
    return found


def _summary(source: Source, grid: Grid) -> list[Project]:
    """The summary table of all projects (序号 项目名称 … 预算资金总额 支出总额), in its own unit."""
    for place, row in enumerate(grid.rows):
        cells = cells_of(row)
        columns = [next((at for at, cell in enumerate(cells) if pattern.search(cell)), -1) for pattern in _SUMMARY]
        if -1 in columns or any("指标" in cell for cell in cells):
            continue
        unit = unit_in(reversed(source.lines[max(0, grid.start - 12) : row.number])) or DEFAULT_UNIT
        return [fact for after in grid.rows[place + 1 :] for fact in _summary_row(after, columns, unit)]
    return []


def _summary_row(row: Line, columns: Sequence[int], unit: str) -> list[Project]:
    if max(columns) >= len(row.cells):
        return []
    name, budget, executed = (row.cells[column] for column in columns)
    name = re.sub(r"\s+", "", name)
    if not name or "合计" in "".join(row.cells) or not looks_numeric(budget):
        return []
    values = (("budget", budget), ("executed", executed))
    return [
        Project("summary", name, fact, "", printed, unit, "", row.number, row.page)
        for fact, printed in values
        if looks_numeric(printed)
    ]


def _indicators(form: Form) -> list[Indicator]:
    """The rows of the indicator table of a form."""
    found: list[Indicator] = []
    header: list[str] | None = None
    level1 = level2 = ""
    for row in form.rows:
        cells = cells_of(row)
        if any(cell in ("三级指标", "具体指标名称") for cell in cells):
            header, level1, level2 = cells, "", ""
            continue
        filled = [cell for cell in cells if cell]
        if header is None or not filled or _GOAL.match(filled[0]):
            continue
        if _STOP.match(filled[0]):
            header = None
            continue
        continued = len(filled) == 1 and found and not _FRAME.match(filled[0]) and not LEVEL2.match(filled[0])
        if continued:
            found[-1] = replace(found[-1], indicator=found[-1].indicator + filled[0])
            continue
        one = _indicator(form, row, header, level1, level2)
        if one:
            level1, level2 = one.level1, one.level2
            found.append(one)
    return found


def _indicator(form: Form, row: Line, header: Sequence[str], level1: str, level2: str) -> Indicator | None:
    """One row, read from its right end: actual, target (and the kind of indicator between), name; what is left are levels."""
    placed = [(at, cell) for at, cell in enumerate(cells_of(row)) if cell and not _FRAME.match(cell)]
    kinds = 1 if "指标分类" in header else 0
    if len(placed) < 3:
        return None
    tail = [*placed]
    actual, target = tail.pop(), tail.pop()
    if kinds:
        tail.pop()
    name = tail.pop() if tail else target
    if LABEL.match(name[1]):
        return _one_value(form, row, header, placed, level1, level2)
    one, two = _levels([cell for _, cell in tail], level1, level2)
    return _made(form, row, one, two, name[0], row.cells[target[0]], row.cells[actual[0]])


def _one_value(
    form: Form, row: Line, header: Sequence[str], placed: Sequence[tuple[int, str]], level1: str, level2: str
) -> Indicator:
    """A row that prints one value only: target or actual by its place, after the slip of its labels against the header."""
    (at, _), (name_at, _) = placed[-1], placed[-2]
    slip = name_at - next(place for place, cell in enumerate(header) if cell in ("三级指标", "具体指标名称"))
    goal = next((place for place, cell in enumerate(header) if "目标" in cell), at)
    value = row.cells[at]
    one, two = _levels([cell for _, cell in placed[:-2]], level1, level2)
    target, actual = (value, "") if at - slip <= goal else ("", value)
    return _made(form, row, one, two, name_at, target, actual)


def _levels(cells: Sequence[str], level1: str, level2: str) -> tuple[str, str]:
    """Level labels of a row over those of the rows above: by their words, else the last is the second level."""
    one, two = level1, level2
    for cell in cells:
        if LEVEL1.match(cell) and not (LEVEL2.match(cell) and one != "" and len(cells) == 1):
            one, two = cell, level2 if cell == level1 else ""
        elif LEVEL2.match(cell) or len(cells) == 1:
            two = cell
        elif cell == cells[0] and len(cells) > 1:
            one = cell
        elif not LEVEL2.match(two) or (cell == cells[-1] and len(cells) == 2):
            two = cell
    printed = any(LEVEL1.match(cell) for cell in cells)
    return (one if printed else carried(one, two)), two


def _made(form: Form, row: Line, level1: str, level2: str, at: int, target: str, actual: str) -> Indicator:
    name = re.sub(r"\s+", "", row.cells[at])
    points = _POINTS.search(plain(name))
    weight = points["points"] if points else ""
    name = name[: points.start()] + name[points.end() :] if points else name
    clean = [re.sub(r"\s+", "", text) for text in (target, actual)]
    return Indicator(form.subject, level1, level2, name, clean[0], clean[1], weight, "", row.number, row.page)

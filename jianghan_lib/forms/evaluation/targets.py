"""Target forms of a budget (项目支出绩效目标表, 整体支出绩效目标表): project facts and targets of past and coming years."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from jianghan_lib.base.money import DEFAULT_UNIT, NUMBER, is_blank, looks_numeric
from jianghan_lib.base.text import plain, tight
from jianghan_lib.forms.evaluation.boxes import told
from jianghan_lib.forms.evaluation.department_targets import read_department
from jianghan_lib.forms.evaluation.families import LABEL, LEVEL1, LEVEL2, START, carried
from jianghan_lib.forms.evaluation.headings import parts
from jianghan_lib.forms.evaluation.indicator_tables import (
    COLUMNS,
    MOST_DIVIDED,
    NO_SIGN,
    SIGNS,
    listed,
    together,
    unnumbered,
)
from jianghan_lib.forms.records import Indicator, Note, Project
from jianghan_lib.forms.tables.headers import label
from jianghan_lib.readers.blocks import Grid, Line, Source

_FRAME = re.compile(r"^(?:长期|年度)(?:绩效)?(?:目标|指标)\d*:?$|^目标名称$")
_YEARLY = re.compile(
    rf"(?P<year>20\d\d|当年)年?度?(?P<of>(?:申报|申请|批复|安排|年初|部门|财政|项目)*)(?:预算)?(?:安排|金额|资金|数|总额|为|共|计|:)*"
    rf"(?P<number>{NUMBER})(?P<unit>万元|万|元)"
)
_AMOUNT = re.compile(rf"^(?P<number>{NUMBER})(?P<unit>万元|万|元)?$")
_BUDGETS = (
    ("total_budget", re.compile(r"^项目(?:总(?:预算|投资)(?:资金|金额|额)?|资金总额)$")),
    (
        "budget",
        re.compile(
            r"^(?:项目)?(?:当年|本年|年度)(?:度)?(?:项目)?(?:预算(?:资金|金额|额|总额)?|资金(?:申请)?总额)$|^资金总额$|^(?:项目)?(?:预算|资金)(?:数|金额|资金)?$"
        ),
    ),
    ("fiscal_funds", re.compile(r"^(?:其中:)?财政资金$")),
    ("fiscal_appropriation", re.compile(r"^(?:其中:)?当年财政拨款$")),
    ("carried_over_funds", re.compile(r"^上年结转资金$")),
    ("other_funds", re.compile(r"^其他资金$")),
)
_UNIT = re.compile(r"\((万元|元)\)")
_FUNDS = {
    "合计": "funds_total",
    "一般公共预算财政拨款": "general_public_budget",
    "政府性基金预算财政拨款": "government_funds",
    "财政专户管理资金": "special_account",
    "单位资金": "unit_funds",
}
_TABLES = {
    "长期绩效目标表": "long_term",
    "年度绩效目标表": "annual",
    "长期绩效指标": "long_term",
    "年度绩效指标": "annual",
}
_YEARS = re.compile(
    r"^(?:近两年指标值|预期当年实现值?|预计当年实现值?|[_—-]*[前上][_—-]*年|一级指标|二级指标|三级指标|指标值.*)$"
)
# How places head the column of targets; 前年, 上年 below or beside it.
_VALUE, _PAST = (
    re.compile(r"^(?:年度|本年|绩效|\([^()]*\))*(?:指标|目标)(?:目标)?值(?:\(.*\))?$"),
    re.compile(r"[前上]_*年|近两年"),
)
_SIGN, _MEASURE, _POINTS = (COLUMNS[name] for name in ("sign", "unit", "weight"))
# What a target rests on: the last cell of a row.
_BASIS = re.compile(r"^(?:历史|计划|行业|国家|地方|其他)?(?:数据|标准|历史|计划|行业)$")
_END = re.compile(r"^(?:项目采购|项目绩效总目标|备注|项目名称|品名)")


def read_targets(source: Source) -> tuple[list[Project], list[Indicator], list[Note]]:
    """A budget -> facts of projects and targets of indicators that its target forms print."""
    projects: list[Project] = []
    indicators: list[Indicator] = []
    notes: list[Note] = []
    for grid in source.grids:
        heads = [row for row in grid.rows if _is_header(_labels(row))]
        if not heads:
            continue
        before = len(indicators)
        projects += read_department(grid)
        for subject, rows in [*_listed(grid)] or [*_forms(grid)] or _titled(source, grid):
            if not subject:
                notes.append(Note("form_without_name", "B12", "", "", rows[0].number, rows[0].page))
            unit = _unit_of(rows)
            projects += [fact for row in rows for fact in _facts(subject, row, unit)] + list(_costs(subject, rows))
            parts = ((_filled(row), row) for row in rows)
            kind = told(("".join(cells[at:]), row) for cells, row in parts for at in range(len(cells)))
            projects += (
                [Project("B12", subject, "recurrence", "", kind[0], "", kind[1].number, kind[1].page)] if kind else []
            )
            indicators += _indicators(subject, rows)
        if len(indicators) == before:
            where = " ".join(_filled(heads[0]))
            notes.append(Note("table_unknown", "B12", where, "", heads[0].number, heads[0].page))
    return projects, indicators, notes


def _labels(row: Line) -> list[str]:
    """The labels of a row, the head of the targets under one name, that of the indicators too: without a third level the second."""
    cells = ["指标值" if _VALUE.match(cell) else cell for cell in map(label, row.cells)]
    if "指标值" not in cells or "三级指标" in cells:
        return cells
    named = next((at for at, cell in enumerate(cells) if COLUMNS["name"].match(cell)), None)
    second = cells.index("二级指标") if {"一级指标", "二级指标"} <= {*cells} else None
    at = second if named is None else named
    return cells if at is None else [*cells[:at], "三级指标", *cells[at + 1 :]]


def _is_header(cells: Sequence[str]) -> bool:
    return "指标值" in cells and "三级指标" in cells


def _filled(row: Line) -> list[str]:
    return [cell for cell in (tight(cell) for cell in row.cells) if cell]


def _forms(grid: Grid) -> Iterator[tuple[str, tuple[Line, ...]]]:
    """A grid -> (what a form is about, its rows). A second cost table without a name before it is a form that lost its head."""
    starts: list[tuple[int, str]] = []
    costs = 0
    for place, row in enumerate(grid.rows):
        cells = _filled(row)
        if _is_header(_labels(row)):
            continue
        if len(cells) > 1 and START.match(label(cells[0])) and "项目总预算" not in cells:
            starts.append((place, cells[1]))
            costs = 0
        elif cells and cells[0] == "项目活动":
            costs += 1
            if costs > 1 or not starts:
                starts.append((place, ""))
    for index, (place, subject) in enumerate(starts):
        yield subject, grid.rows[place : starts[index + 1][0] if index + 1 < len(starts) else len(grid.rows)]


def _listed(grid: Grid) -> Iterator[tuple[str, tuple[Line, ...]]]:
    """The targets of several projects below one header: each project, its money in one row, and its targets."""
    for subject, (labels, figures), targets in listed(grid.rows):
        money = (cell for pair in zip(labels.cells, figures.cells, strict=False) for cell in pair)
        yield subject, (replace(figures, cells=tuple(money)), *targets)


def _titled(source: Source, grid: Grid) -> Iterator[tuple[str, tuple[Line, ...]]]:
    """A grid in which no row names its project -> its forms, by the titles over them."""
    return ((heading.subject, rows) for heading, rows in parts(source, grid) if heading.is_project)


def _unit_of(rows: Sequence[Line]) -> str | None:
    """The unit that a form prints beside its money as a whole: 项目资金（元）."""
    heads = (plain(cells[0]) for row in rows if (cells := _filled(row)) and cells[0].startswith("项目资金"))
    return next((found[1] for head in heads if (found := _UNIT.search(head))), None)


def _facts(subject: str, row: Line, unit: str | None) -> Iterator[Project]:
    """The facts of one row: this year's and the total budget, budgets of past years, funding by source."""
    cells = _filled(row)
    for at, cell in enumerate(cells[:-1]):
        name = next((name for name, pattern in _BUDGETS if pattern.match(label(cell).rstrip(":"))), None)
        found = _AMOUNT.match(plain(cells[at + 1])) if name else None
        if name and found:
            headed = _UNIT.search(plain(cell))
            yield _fact(subject, row, name, "", found["number"], found["unit"] or (headed[1] if headed else unit))
    if cells and cells[0].startswith("项目前两年预算"):
        for found in _YEARLY.finditer(plain("".join(cells[1:]))):
            name = "year_applied" if found["of"].startswith(("申报", "申请")) else "year_budget"
            yield _fact(subject, row, name, found["year"].removeprefix("当年"), found["number"], found["unit"])
    if len(cells) == 2 and cells[0] in _FUNDS and looks_numeric(cells[1]):
        yield _fact(subject, row, _FUNDS[cells[0]], "", cells[1], DEFAULT_UNIT)


def _fact(subject: str, row: Line, name: str, detail: str, printed: str, unit: str | None) -> Project:
    sign = {"万": "万元", None: DEFAULT_UNIT}.get(unit, unit or DEFAULT_UNIT)
    return Project("B12", subject, name, detail, printed, sign, row.number, row.page)


def _costs(subject: str, rows: Sequence[Line]) -> Iterator[Project]:
    """The lines of the cost table: what the money is for, and the subject it is charged to."""
    columns: dict[str, int] = {}
    for row in rows:
        cells = [tight(cell) for cell in row.cells]
        if cells[:1] == ["项目活动"] and "金额" in cells:
            columns = {name: cells.index(name) for name in ("项目活动", "支出经济分类", "金额") if name in cells}
            continue
        if not columns or not any(cells):
            continue
        if _END.match(cells[0]):
            columns = {}
            continue
        amount = cells[columns["金额"]] if columns["金额"] < len(cells) else ""
        found = _AMOUNT.match(plain(amount))
        if found:
            detail = " ".join(
                cells[columns[name]]
                for name in ("项目活动", "支出经济分类")
                if name in columns and cells[columns[name]]
            )
            yield _fact(subject, row, "cost", detail, found["number"], found["unit"])


def _indicators(subject: str, rows: Sequence[Line]) -> list[Indicator]:
    """The rows of the long-term and annual target tables."""
    found: list[Indicator] = []
    horizon, header, level1, level2 = "annual", None, "", ""
    values = 1
    for row in _rejoined(rows):
        cells = _labels(row)
        filled = [cell for cell in cells if cell]
        if not filled:
            continue
        horizon = _TABLES.get(filled[0], horizon)
        if _is_header(cells):
            header, level1, level2 = cells, "", ""
            values = _count(filled) or 1
            continue
        if header is None or all(_YEARS.match(cell) for cell in filled):
            values = _count(filled) or values
            continue
        heading = re.match(r"^(?:长期|年度)目标\d|^项目|^名称$|^品名", filled[0]) and not _BASIS.match(filled[-1])
        if heading or (filled[0] in _TABLES and len(filled) == 1):
            header = None if len(filled) <= 2 else header
            continue
        one = _indicator(subject, row, cells, header, horizon, values, level1, level2)
        if one is None and len(filled) == 1 and found:
            found[-1] = replace(found[-1], indicator=found[-1].indicator + tight("".join(row.cells)))
        elif one:
            level1, level2 = one.level1, one.level2
            found.append(one)
    return found


def _count(filled: Sequence[str]) -> int:
    """How many values a header gives an indicator: those of past years (近两年 are two) and the coming one; 0: it names none."""
    past = sum(2 if "近两年" in cell else 1 for cell in filled if _PAST.search(cell))
    return past and min(past, 2) + 1


def _rejoined(rows: Sequence[Line]) -> list[Line]:
    """Rows whose labels a page break cut in two (产出 | 指标), cell by cell in one row again."""
    joined: list[Line] = []
    for row in rows:
        if joined and any(label(cell) == "指标" for cell in row.cells):
            joined[-1] = replace(joined[-1], cells=tuple(_completed(joined[-1].cells, row.cells)))
        else:
            joined.append(row)
    return joined


def _completed(above: Sequence[str], below: Sequence[str]) -> list[str]:
    """Cells with what stands below them; 指标 below an empty cell belongs to the label that lacks it."""
    cells = list(above)
    for at, cell in enumerate(below):
        if not cell.strip():
            continue
        lacking = [place for place, one in enumerate(cells) if re.fullmatch(r"产出|效益|.*满意度", label(one))]
        if label(cell) == "指标" and lacking and at not in lacking:
            at = lacking[-1]
        if at < len(cells):
            cells[at] += cell
    return cells


def _values(row: Line, cells: Sequence[str], header: Sequence[str], name: int, count: int) -> list[str]:
    """The values of a row: the cells before its basis; without one, those below 指标值 or right after the name."""
    beside = [[at for at, one in enumerate(header) if pattern.match(one)] for pattern in (_SIGN, _MEASURE)]
    if count == 1 and any(beside):  # the sign and the unit stand in columns of their own
        places = [*beside[0], header.index("指标值"), *beside[1]]
        parts = [tight(row.cells[at]) for at in places if at < len(row.cells)]
        return ["".join(part for part in parts if not is_blank(part) and part not in NO_SIGN)]
    first = name + 1
    at = header.index("指标值")
    if count == 1 and at < len(cells) and (SIGNS.match(cells[at]) or cells[at] in NO_SIGN):
        return [together(row.cells[at : at + 1 + MOST_DIVIDED])]
    basis = [at for at, cell in enumerate(cells) if at > name + count and _BASIS.match(cell)]
    if basis and not any(cells[basis[0] + 1 :]):
        filled = [at for at in range(name + 1, basis[0]) if cells[at]]
        first = filled[-1] if count == 1 and filled else basis[0] - count
    elif count == 1 and not (first < len(cells) and cells[first]):
        first = max(first, header.index("指标值"))
    return [tight(row.cells[at]) if at < len(cells) else "" for at in range(first, first + count)]


def _indicator(
    subject: str,
    row: Line,
    cells: Sequence[str],
    header: Sequence[str],
    horizon: str,
    values: int,
    level1: str,
    level2: str,
) -> Indicator | None:
    """One row: level labels, name, then one value or three (the two years before and the coming one), then the basis."""
    placed = [at for at, cell in enumerate(cells) if cell and not _FRAME.match(cell)]
    labels = [
        at
        for at in placed
        if (LEVEL1.match(cells[at]) or LEVEL2.match(cells[at]))
        and (LABEL.match(cells[at]) or at < header.index("三级指标"))
    ]
    rest = [at for at in placed if at not in labels]
    if len(rest) < 2:
        return None
    second = header.index("二级指标") if "二级指标" in header else -1
    for at in labels:
        below = LEVEL2.match(cells[at]) and (at != labels[0] or at == second)
        one, two = (cells[at], "") if LEVEL1.match(cells[at]) and not below else ("", cells[at])
        level1, level2 = (one or level1), two if one == "" else (level2 if one == level1 else "")
    if not any(LEVEL1.match(cells[at]) for at in labels):
        level1 = carried(level1, level2)
    name = rest[0]
    printed = _values(row, cells, header, name, values)
    past = ["", "", *printed[:-1]][-2:]
    points = next((at for at, cell in enumerate(header) if _POINTS.match(cell)), len(cells))
    weight = cells[points] if points < len(cells) and looks_numeric(cells[points]) else ""
    return Indicator(
        subject,
        level1,
        level2,
        unnumbered(tight(row.cells[name])),
        printed[-1],
        "",
        weight,
        "",
        row.number,
        row.page,
        horizon,
        past[1],
        past[0],
    )

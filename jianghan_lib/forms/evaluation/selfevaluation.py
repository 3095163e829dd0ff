"""Self-evaluation forms with cells -> project facts and indicators as printed; the summary table of projects likewise.

Forms of uneven quality: rows slip a column, a level label repeats or is missing. A row is read from its right end
(actual, target, name), its level labels by their words, and only then by their place.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from jianghan_lib.base.money import DEFAULT_UNIT, looks_numeric
from jianghan_lib.base.text import tight
from jianghan_lib.forms.evaluation.boxes import told
from jianghan_lib.forms.evaluation.families import START
from jianghan_lib.forms.evaluation.headings import parts
from jianghan_lib.forms.evaluation.indicator_tables import cells_of, header_of, listed, read_indicators
from jianghan_lib.forms.evaluation.money_rows import UNITS, funding, read_execution
from jianghan_lib.forms.evaluation.money_rows import header_of as columns_of_money
from jianghan_lib.forms.records import Indicator, Note, Project
from jianghan_lib.forms.tables.headers import label
from jianghan_lib.forms.tables.titles import unit_in
from jianghan_lib.readers.blocks import Grid, Line, Source

# The code that budget systems print before a project's name.
CODED = re.compile(r"^\d{5,}[A-Z]?\d*[-—]")
# What the summary table prints of each project: its columns, as those of a form, and what they are there.
_SUMMARISED = {
    "initial_budget": "initial_budget",
    "budget": "budget",
    "executed": "executed",
    "execution_rate": "execution_rate",
    "execution_score": "score",
}


@dataclass(frozen=True)
class Form:
    """One self-evaluation form: what it is about (project, or the department), and its rows."""

    subject: str
    is_project: bool
    rows: tuple[Line, ...]
    unit: str = ""


def read_forms(source: Source) -> tuple[list[Project], list[Indicator], list[Note]]:
    """A document -> the project facts and indicators of its self-evaluation forms and its summary table."""
    projects: list[Project] = []
    indicators: list[Indicator] = []
    notes: list[Note] = []
    for grid in source.grids:
        projects += _summary(source, grid)
        named = list(_forms(grid))
        titled = [] if named else list(_titled(source, grid))
        lost = None if named or titled else next((row for row in grid.rows if header_of(row)), None)
        notes += [Note("form_without_name", "form", "", "", lost.number, lost.page)] if lost else []
        for form in named or titled:
            projects += _facts(form)
            found, unclear = read_indicators(form.subject, form.rows)
            indicators += found
            notes += unclear
    return projects, indicators, notes


def _forms(grid: Grid) -> Iterator[Form]:
    """A grid -> its forms: each begins at 项目名称 or 单位名称 beside a name, or several stand below one header."""
    for subject, money, indicators in listed(grid.rows):
        yield Form(subject, True, (*money, *indicators))
    starts = [(place, *found) for place, row in enumerate(grid.rows) if (found := _begins(row))]
    for index, (place, subject, is_project) in enumerate(starts):
        after = starts[index + 1][0] if index + 1 < len(starts) else len(grid.rows)
        yield Form(subject, is_project, grid.rows[place:after])


def _titled(source: Source, grid: Grid) -> Iterator[Form]:
    """A grid in which no row names what it is about -> its forms, by the titles over them."""
    for heading, rows in parts(source, grid):
        if any(header_of(row) or columns_of_money(cells_of(row)) for row in rows):
            yield Form(heading.subject, heading.is_project, rows, heading.unit)


def _begins(row: Line) -> tuple[str, bool] | None:
    """The name that a row gives a form, without its code, and whether it is a project's; None for any other row."""
    filled = [(cell, label(cell)) for cell in row.cells if label(cell)]
    words = [word for _, word in filled]
    kind = START.match(words[0]) if len(words) > 1 else None
    listed = "序号" in words or len(columns_of_money(words)) > 1
    if not kind or listed or looks_numeric(words[1]) or START.match(words[1]):
        return None
    return CODED.sub("", tight(filled[1][0])), kind["project"] is not None


def _facts(form: Form) -> list[Project]:
    """Budget, executed, rate, score, funding and recurrence that a project's form prints."""
    facts = list(read_execution(form.rows, _source(form), form.subject, form.unit))
    kind = told(("".join(cells_of(row)), row) for row in form.rows)
    if kind:
        facts.append(_fact(form, kind[1], "recurrence", kind[0], ""))
    headed = False
    for row in form.rows:
        headed = headed or header_of(row) is not None
        cells = [cell for cell in cells_of(row) if cell]
        text = "".join(cells)
        if "基本支出总额" in text:
            facts += _totals(form, row, cells)
        if text.startswith("预算来源"):
            facts += [_fact(form, row, *found) for found in funding(text)]
        if text.startswith("总分") or (headed and text.startswith(("合计", "总计"))):
            facts += _score(form, row, cells)
    return facts


def _source(form: Form) -> str:
    return "form" if form.is_project else "department_form"


def _fact(form: Form, row: Line, name: str, printed: str, unit: str) -> Project:
    return Project(_source(form), form.subject, name, "", printed, unit, row.number, row.page)


def _score(form: Form, row: Line, cells: Sequence[str]) -> list[Project]:
    """The total score: the last figure of its row, after the full score where that is printed; 100 alone may be either.

    A row that says 合计 is one of scores only where the full score stands in it too.
    """
    figures = [cell.rstrip("分") for cell in cells[1:] if looks_numeric(cell.rstrip("分"))]
    weighted = any("weight" in table.columns for table in map(header_of, form.rows) if table)
    alone = len(figures) == 1 and figures[0] == "100"
    unclear = weighted and alone if cells[0].startswith("总分") else not weighted or len(figures) < 2
    return [] if unclear or not figures else [_fact(form, row, "score", figures[-1], "分")]


def _totals(form: Form, row: Line, cells: Sequence[str]) -> list[Project]:
    """Basic and project expenditure that the department's form repeats."""
    names = {"基本支出总额": "basic_total", "项目支出总额": "project_total"}
    pairs = [(names.get(re.sub(r"\(.*\)", "", cell)), after) for cell, after in pairwise(cells)]
    return [_fact(form, row, name, printed, DEFAULT_UNIT) for name, printed in pairs if name and looks_numeric(printed)]


def _summary(source: Source, grid: Grid) -> list[Project]:
    """The summary table of all projects (序号 项目名称 … 预算资金总额 支出总额), in its own unit."""
    for place, row in enumerate(grid.rows):
        cells = cells_of(row)
        columns = columns_of_money(cells)
        if "项目名称" not in cells or not columns or any("指标" in cell for cell in cells):
            continue
        unit = unit_in(reversed(source.lines[max(0, grid.start - 12) : row.number])) or DEFAULT_UNIT
        at = cells.index("项目名称")
        return [fact for after in grid.rows[place + 1 :] for fact in _summary_row(after, at, columns, unit)]
    return []


def _summary_row(row: Line, at: int, columns: Mapping[str, int], unit: str) -> list[Project]:
    cells = cells_of(row)
    values = {name: cells[place].rstrip("%") for name, place in columns.items() if place < len(cells)}
    name, source = tight(row.cells[at]) if at < len(cells) else "", "summary"
    if "合计" in "".join(cells):
        name, source = "", "summary_total"
    elif not name or not looks_numeric(values.get("budget", "")):
        return []
    return [
        Project(source, name, _SUMMARISED[fact], "", printed, UNITS.get(fact, unit), row.number, row.page)
        for fact, printed in values.items()
        if looks_numeric(printed) and fact in _SUMMARISED
    ]

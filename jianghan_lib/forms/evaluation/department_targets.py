"""The target form of a whole department (部门整体支出绩效目标申报表): its money in three years, and its list of projects."""

import re
from collections.abc import Iterator

from jianghan_lib.base.money import DEFAULT_UNIT, looks_numeric
from jianghan_lib.base.text import tight
from jianghan_lib.forms.records import Project
from jianghan_lib.forms.tables.headers import label
from jianghan_lib.readers.blocks import Grid, Line

LIST, DEPARTMENT = "B11", "department_form"
# Rows of the form: the group they stand in, their label, and what they are.
TOTALS = {
    ("收入构成", "财政拨款"): "fiscal_appropriation",
    ("收入构成", "财政专户管理资金"): "special_account",
    ("收入构成", "单位资金"): "unit_funds",
    ("收入构成", "合计"): "revenue",
    ("支出构成", "人员类项目支出"): "personnel_projects",
    ("支出构成", "运转类项目支出"): "running_projects",
    ("支出构成", "特定目标类项目支出"): "target_projects",
    ("支出构成", "合计"): "expenditure",
}
LISTED = (("total_budget", re.compile(r"^项目总预算$")), ("budget", re.compile(r"^项目(?:本|当)?年度?预算$")))
YEAR = re.compile(r"^(20\d\d)年(?:度)?$")
CURRENT = "current"


def read_department(grid: Grid) -> list[Project]:
    """A grid -> facts of the department's form, under the name it gives itself; the year in `detail`, or `current`."""
    subject = next((tight(row.cells[1]) for row in grid.rows if label(row.cells[0]) == "部门(单位)名称"), "")
    return [*_totals(subject, grid), *_list(grid)] if subject else []


def _totals(subject: str, grid: Grid) -> Iterator[Project]:
    """Rows of revenue and expenditure: the amount of the year, its share (left out), those of the years that the header names."""
    years: list[str] = []
    group = ""
    for row in grid.rows:
        cells = [cell for cell in (label(cell) for cell in row.cells) if cell]
        named = [found.group(1) for cell in cells if (found := YEAR.match(cell))]
        if len(named) == 2 and len(cells) == 2:
            years = named
        group = cells[0] if cells and any(cells[0] == known for known, _ in TOTALS) else group
        numbers = [cell for cell in cells if looks_numeric(cell)]
        fact = next((TOTALS[group, cell] for cell in cells if (group, cell) in TOTALS), "")
        if fact and years and len(numbers) == len(years) + 1:
            for year, printed in zip((CURRENT, *years), numbers, strict=True):
                yield _fact(DEPARTMENT, subject, f"year_{fact}", year, printed, row)


def _list(grid: Grid) -> Iterator[Project]:
    """The list of projects, under its header."""
    columns: dict[str, int] = {}
    for row in grid.rows:
        cells = [label(cell) for cell in row.cells]
        if "项目名称" in cells and any(pattern.match(cell) for _, pattern in LISTED for cell in cells):
            columns = {"name": cells.index("项目名称")}
            columns |= {fact: at for fact, pattern in LISTED for at, cell in enumerate(cells) if pattern.match(cell)}
            continue
        if not columns or max(columns.values()) >= len(cells):
            continue
        name = tight(row.cells[columns["name"]])
        amounts = {fact: cells[at] for fact, at in columns.items() if fact != "name" and looks_numeric(cells[at])}
        if not name or not amounts:
            columns = {}
            continue
        for fact, printed in amounts.items():
            yield _fact(LIST, name, fact, "", printed, row)


def _fact(source: str, project: str, fact: str, detail: str, printed: str, row: Line) -> Project:
    return Project(source, project, fact, detail, printed, DEFAULT_UNIT, row.number, row.page)

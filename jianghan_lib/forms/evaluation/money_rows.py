"""The money rows of a self-evaluation form: initial budget, budget, executed, rate and points, under their labels."""

import re
from collections.abc import Iterator, Mapping, Sequence

from jianghan_lib.base.money import DEFAULT_UNIT, NUMBER, is_blank, looks_numeric
from jianghan_lib.base.text import plain
from jianghan_lib.forms.records import Project
from jianghan_lib.forms.tables.headers import label
from jianghan_lib.readers.blocks import Line

# What a column of the form holds, as different places label it; the first label of a row that fits names it.
MONEY = (
    ("initial_budget", re.compile(r"年初(?:批复|安排)?(?:预算)?(?:数|资金|金额)?")),
    (
        "budget",
        re.compile(
            r"(?:全年|调整后?|年度|当年|本年|财政)?(?:的)?(?:批复)?预算(?:数|金额|总额|资金|安排数?|资金总额)?|调整后(?:全年)?预算数?"
        ),
    ),
    ("executed", re.compile(r"(?:全年|实际|预算|年度|本年)?(?:执行|支出)(?:数|金额|总额)?|(?:全年)?决算数")),
    ("execution_rate", re.compile(r"(?:预算|资金)?(?:执行|完成|支出)率")),
    ("execution_weight", re.compile(r"分值|权重")),
    ("execution_score", re.compile(r"(?:自评)?得分")),
)
UNITS = {"execution_rate": "%", "execution_weight": "分", "execution_score": "分"}
AMOUNTS = ("initial_budget", "budget", "executed")
# A column of the budget as changed within the year outranks one that only says 预算数.
CHANGED = re.compile(r"全年|调整")
_FIGURE = re.compile(rf"{NUMBER}%?")
_END = re.compile(r"^(?:年度总体目标|总体目标|年度目标|预期目标|绩效|年度绩效|一级指标)")
_AMONG = re.compile(r"^其中:?")
TOTAL_ROWS = 3
# The sources of a project's money that a form ticks, each with its amount.
FUNDING = {"department_budget": "部门预算", "special_fund": "专项资金|专项", "upper_transfer": "转移支付"}


def header_of(cells: Sequence[str]) -> dict[str, int]:
    """Labels of a row -> the columns of money they name; empty where budget and executed are not both among them."""
    columns: dict[str, int] = {}
    for at, cell in enumerate(cells):
        bare = re.sub(r"\([^()]*\)?|^20\d\d年度?", "", cell).rstrip(":")
        name = next((name for name, pattern in MONEY if bare and pattern.fullmatch(bare)), "")
        if name and (name not in columns or (name == "budget" and CHANGED.search(bare))):
            columns[name] = at
    return columns if {"budget", "executed"} <= columns.keys() else {}


def read_execution(rows: Sequence[Line], source: str, subject: str, unit: str = "") -> Iterator[Project]:
    """The rows of a form -> the money it prints: of the whole, then of each source of it (`part_…`, the source in `detail`)."""
    for place, row in enumerate(rows):
        columns = header_of([label(cell) for cell in row.cells])
        if not columns:
            continue
        unit = "元" if any("(元)" in plain(cell) for cell in row.cells) else unit or DEFAULT_UNIT
        found = _total(rows[place + 1 : place + 1 + TOTAL_ROWS], columns)
        if found:
            at, values = found
            yield from _facts(values, "", unit, rows[place + 1 + at], source, subject)
            for part in rows[place + at + 2 :]:
                detail, values = _part(part, columns)
                if not detail:
                    break
                yield from _facts(values, detail, unit, part, source, subject)
        return


def _total(rows: Sequence[Line], columns: Mapping[str, int]) -> tuple[int, dict[str, str]] | None:
    """The first row with figures: by their columns, or, of a row that slipped, as many figures as there are labels, in their order."""
    for at, row in enumerate(rows):
        cells = [label(cell) for cell in row.cells]
        figures = [cell for cell in cells if _FIGURE.fullmatch(cell)]
        if len(figures) < 2:
            continue
        values = _under(cells, columns)
        if not {"budget", "executed"} <= values.keys() or len(figures) > len(values):
            names = sorted(columns, key=lambda name: columns[name])
            values = dict(zip(names, figures, strict=False)) if len(figures) <= len(names) else {}
        return (at, values) if values else None
    return None


def _under(cells: Sequence[str], columns: Mapping[str, int]) -> dict[str, str]:
    placed = {name: cells[at] for name, at in columns.items() if at < len(cells)}
    return {name: cell for name, cell in placed.items() if _FIGURE.fullmatch(cell)}


def _part(row: Line, columns: Mapping[str, int]) -> tuple[str, dict[str, str]]:
    """A row below the total -> the source of money that it names, and its figures; no name where the part of money is over."""
    cells = [label(cell) for cell in row.cells]
    words = [cell for cell in cells if cell and not _FIGURE.fullmatch(cell) and not is_blank(cell)]
    if not words or len(words) > 2 or _END.match(words[0]) or any(looks_numeric(word) for word in words):
        return "", {}
    values = {name: value for name, value in _under(cells, columns).items() if name in AMOUNTS}
    return _AMONG.sub("", words[-1]).rstrip(":"), values


def _facts(
    values: Mapping[str, str], detail: str, unit: str, row: Line, source: str, subject: str
) -> Iterator[Project]:
    prefix = "part_" if detail else ""
    for name, printed in values.items():
        sign = UNITS.get(name, unit)
        yield Project(source, subject, prefix + name, detail, printed.rstrip("%"), sign, row.number, row.page)


def funding(text: str) -> Iterator[tuple[str, str, str]]:
    """What a form prints under 预算来源及资金规模, without white space -> each source with its amount and unit."""
    for name, words in FUNDING.items():
        match = re.search(rf"(?:{words})[^:]*?资金量:(?P<number>{NUMBER})(?P<unit>万元|元)", text)
        if match and not re.search(r"\d[、.]", text[match.start() : match.start("number")]):
            yield name, match["number"], match["unit"]

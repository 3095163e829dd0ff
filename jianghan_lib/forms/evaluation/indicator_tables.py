"""The indicator table of a self-evaluation form in cells: which column is which, and one row of it.

Where a table prints weights or scores, its rows are read by its header. Where it prints target and actual only, a row
is read from its right end: such forms are of uneven quality, rows slip a column, a level label repeats or is missing.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from jianghan_lib.base.money import is_blank, looks_numeric
from jianghan_lib.base.text import plain, tight
from jianghan_lib.forms.evaluation.families import LABEL, LEVEL1, LEVEL2, carried
from jianghan_lib.forms.records import Indicator, Note
from jianghan_lib.forms.tables.headers import label
from jianghan_lib.readers.blocks import Line

# Header labels of the columns, as different places print them; the first pattern that fits names a column.
COLUMNS = {
    "reason": re.compile(r"原因|偏差|改进|备注|说明"),
    "weight": re.compile(r"^(?:指标)?(?:分值|权重|满分)"),
    "score": re.compile(r"^(?:自评|实际)?得分|^自评分"),
    "sign": re.compile(r"^(?:绩效)?指标(?:性质|方向)$|^(?:运算|比较)?符号$"),
    "unit": re.compile(r"^(?:绩效)?(?:度量|计量)单位$|^单位$"),
    "kind": re.compile(r"^(?:绩效)?指标(?:分类|类型|类别|属性)$"),
    "rate": re.compile(r"完成(?:率|比例|程度)"),
    "level1": re.compile(r"^一级(?:指标)?$"),
    "level2": re.compile(r"^二级(?:指标)?$"),
    "name": re.compile(r"^(?:三级指标|三级|具体指标|四级指标)(?:名称|内容)?$|^(?:绩效)?指标(?:名称|内容)$"),
    "actual": re.compile(r"实际|完成|实现"),
    "target": re.compile(r"目标|指标值|预期|计划"),
}
OTHER = "other"
LEFT = {"level1", "level2", "name"}
# Columns of a table that is read from its right end; any other makes it one to be read by its header.
PLAIN = LEFT | {"kind", "target", "actual"}
FRAME = re.compile(
    r"^(?:项目)?年度绩效(?:指标|目标)(?:完成情况)?.*$|^年度(?:绩效)?目标\d*:?$|^长期绩效.*$|^绩效(?:指标|目标)(?:\(\d+分\))?$|^目标名称$"
)
_GOAL = re.compile(r"^年度(?:绩效)?目标\d+")
_STOP = re.compile(r"^(?:偏差大|改进措施|总分|总计|合计|备注|说明|注:|项目名称|单位名称|年度绩效目标表|项目支出明细)")
_POINTS = re.compile(r"\((?P<points>\d+(?:\.\d+)?)分\)?")
_LEVEL_POINTS = re.compile(r"\(\d+(?:\.\d+)?分?\)$")
# What the form numbers, and what its empty rows hold.
_NUMBERED = re.compile(r"^指标\d+[:.、]?")
_EMPTY_NAME = re.compile(r"^(?:指标\d*[:.、]?)?[.…·]*$")
_VALUE = re.compile(r"^[≥≤=><＞＜≧≦]?\d[\d,.]*[%‰]?$")
NO_SIGN = ("定性", "定量")  # printed among the signs
SIGNS = re.compile(r"^(?:[≥≤=><＞＜≧≦]|>=|<=)$")
MOST_DIVIDED = 2
SLIPS = (0, 1, -1, 2, -2)


@dataclass(frozen=True)
class Table:
    """Where the columns of an indicator table stand, by what they hold."""

    columns: Mapping[str, int]
    divided: int = 0  # columns behind that of the target that have no label: its sign, number and unit may stand apart

    @property
    def by_header(self) -> bool:
        return bool(self.columns.keys() - PLAIN) or self.divided > 0

    def cell(self, row: Line, column: str, slip: int = 0) -> str:
        """The cell of a row under a column, without white space; empty where there is none."""
        at = self.columns.get(column, -1) + slip
        return tight(row.cells[at]) if column in self.columns and 0 <= at < len(row.cells) else ""


@dataclass(frozen=True)
class Level:
    """The level labels that hold for a row."""

    one: str = ""
    two: str = ""


def cells_of(row: Line) -> list[str]:
    return [label(cell) for cell in row.cells]


def header_of(row: Line) -> Table | None:
    """A row as the header of an indicator table, where it is one: it names the indicator, and its target or actual.

    Levels stand before the name, values after it: a goal in the first column is no target. Without a third level, the second
    is the name.
    """
    columns: dict[str, int] = {}
    bares = [re.sub(r"\([A-Z]\)$", "", cell) for cell in cells_of(row)]
    last = "" if any(COLUMNS["name"].search(bare) for bare in bares) else "level2"
    for at, bare in enumerate(bares):
        name = next((name for name, pattern in COLUMNS.items() if bare and pattern.search(bare)), OTHER if bare else "")
        name = "name" if name == last and "level1" in columns else name
        name = "level1" if name == "kind" and not LEFT & columns.keys() else name
        if name and (name in LEFT or "name" in columns):
            columns.setdefault(name, at)
    if "name" not in columns or not columns.keys() & {"target", "actual", "score"}:
        return None
    return Table(columns, _divided(bares, columns))


def _divided(bares: Sequence[str], columns: Mapping[str, int]) -> int:
    """How many columns without a label follow that of the target, another label after them."""
    behind = bares[columns["target"] + 1 :] if "target" in columns else []
    blank = next((at for at, bare in enumerate(behind) if bare), 0)
    return blank if blank <= MOST_DIVIDED else 0


def listed(rows: Sequence[Line]) -> list[tuple[str, tuple[Line, Line], tuple[Line, ...]]]:
    """Rows with the indicators of several projects below one header -> each project: its name, its labels and figures of money,
    and its indicators below their header; nothing where a table is of one."""
    tables = ((at, header_of(row)) for at, row in enumerate(rows) if "项目名称" in cells_of(row))
    place, table = next(((at, table) for at, table in tables if table), (0, None))
    if table is None:
        return []
    header, below = rows[place], rows[place + 1 :]
    named = cells_of(header).index("项目名称")
    first = min(at for column, at in table.columns.items() if column in LEFT)
    starts = [at for at, row in enumerate(below) if named < min(first, len(row.cells)) and tight(row.cells[named])]
    made = []
    for start, end in pairwise([*starts, len(below)]):
        money = [replace(row, cells=row.cells[named + 1 : first]) for row in (header, below[start])]
        targets = (replace(row, cells=("",) * first + row.cells[first:]) for row in (header, *below[start:end]))
        made.append((tight(below[start].cells[named]), (money[0], money[1]), tuple(targets)))
    return made


def read_indicators(subject: str, rows: Sequence[Line]) -> tuple[list[Indicator], list[Note]]:
    """The rows of a form -> its indicators, and notes on rows whose values could not be told apart."""
    found: list[Indicator] = []
    notes: list[Note] = []
    table: Table | None = None
    level = Level()
    for row in rows:
        filled = [cell for cell in cells_of(row) if cell]
        if header := header_of(row):
            table, level = header, Level()
        elif table is None or not filled or _GOAL.match(filled[0]):
            continue
        elif _STOP.match(filled[0]):
            table = None
        elif found and _continues(row, table):
            found[-1] = replace(found[-1], indicator=found[-1].indicator + tight("".join(row.cells)))
        else:
            level, one = (_by_header if table.by_header else _from_the_right)(subject, row, table, level)
            found += [one] if isinstance(one, Indicator) else []
            notes += [one] if isinstance(one, Note) else []
    return found, notes


def _continues(row: Line, table: Table) -> bool:
    """Whether a row holds nothing but the rest of the name above it."""
    filled = [(at, cell) for at, cell in enumerate(cells_of(row)) if cell]
    at, cell = filled[0]
    if len(filled) > 1 or FRAME.match(cell) or LEVEL2.match(cell) or _EMPTY_NAME.match(cell):
        return False
    return not table.by_header or at == table.columns["name"]


Read = tuple[Level, Indicator | Note | None]


def _by_header(subject: str, row: Line, table: Table, level: Level) -> Read:
    """A row under its header, or slipped by as many columns as make its weight and score figures; else a note."""
    slip, at = _slip(row, table), _label_alone(row, table)
    if slip is None and at is not None:
        one = _made(subject, row, Level(), at, *_with_sign(row, table, 0))
        weight, score = _figures(row, table, 0)
        return Level(), replace(one, weight=weight, score=score)
    if slip:
        before = range(table.columns["name"] + slip)
        level = _worded_level(row, [at for at in before if _without_points(tight(row.cells[at]))], level)
    elif table.columns.keys() & {"level1", "level2"}:
        level = _placed_level(row, table, level)
    else:
        level = _worded_level(row, range(table.columns["name"]), level)
    if slip is None:
        name = table.cell(row, "name")
        printed = [cell for cell in map(tight, row.cells[table.columns["name"] + 1 :]) if cell]
        unread = len(printed) > 1 and not _EMPTY_NAME.match(plain(name))
        where = name or subject
        return level, Note(
            "indicator_unclear", "form", where, " ".join(printed), row.number, row.page
        ) if unread else None
    target, actual = _with_sign(row, table, slip)
    one = _made(subject, row, level, table.columns["name"] + slip, target, actual)
    weight, score = _figures(row, table, slip)
    return level, replace(one, weight=one.weight or weight, score=score)


def _label_alone(row: Line, table: Table) -> int | None:
    """Where the one label of a row without a name stands that has values, points and a score: it is an indicator (预算执行率)."""
    before = [at for at, cell in enumerate(row.cells[: table.columns["name"] + 1]) if cell.strip()]
    values = [table.cell(row, column) for column in ("target", "actual")]
    if (
        len(before) != 1
        or LEVEL1.match(one := label(_without_points(tight(row.cells[before[0]]))))
        or LEVEL2.match(one)
    ):
        return None
    named = one and before[0] < table.columns["name"] and not FRAME.match(one)
    return before[0] if named and all(values) and all(map(looks_numeric, _figures(row, table, 0))) else None


def _slip(row: Line, table: Table) -> int | None:
    """By how many columns a row slipped: by none where it fits so and prints a score, else by that which gives it every figure."""
    fitting = [slip for slip in SLIPS if _fits(row, table, slip)]
    whole = [slip for slip in fitting if _figures(row, table, slip)[1] or "score" not in table.columns]
    return next(iter([slip for slip in whole if slip == 0] or whole or [slip for slip in fitting if slip == 0]), None)


def _figures(row: Line, table: Table, slip: int) -> tuple[str, str]:
    """Weight and score of a row; empty where a dash is printed for them."""
    weight, score = (table.cell(row, column, slip).rstrip("分") for column in ("weight", "score"))
    return "" if is_blank(weight) else weight, "" if is_blank(score) else score


def _fits(row: Line, table: Table, slip: int) -> bool:
    """Whether a row slipped by so many columns has a name where names belong, and figures, if anything, where figures do."""
    name = plain(table.cell(row, "name", slip))
    return (
        not (_EMPTY_NAME.match(name) or LABEL.match(label(name)) or _VALUE.match(name))
        and all(not figure or looks_numeric(figure) for figure in _figures(row, table, slip))
        and any(table.cell(row, column, slip) for column in ("target", "actual"))
    )


def _placed_level(row: Line, table: Table, level: Level) -> Level:
    """The level labels of a row by their columns; a second level that slipped into the first column is known by its word."""
    one, two = (_without_points(table.cell(row, column)) for column in ("level1", "level2"))
    if one and not two and LEVEL2.match(label(one)) and not LEVEL1.match(label(one)):
        one, two = "", one
    if one and one != level.one:
        return Level(one, two)
    return Level(one or carried(level.one, two), two or level.two)


def _without_points(cell: str) -> str:
    """A level label as printed, without the points beside it; empty for a word that only frames the form."""
    text = _LEVEL_POINTS.sub("", plain(cell))
    return "" if FRAME.match(label(cell)) else cell[: len(text)]


def _with_sign(row: Line, table: Table, slip: int) -> tuple[str, str]:
    """Target and actual, with the sign and the unit that some forms print in columns of their own."""
    target, actual, sign, unit = (table.cell(row, column, slip) for column in ("target", "actual", "sign", "unit"))
    unit = "" if is_blank(unit) else unit
    if table.divided:
        at = table.columns["target"] + slip
        target = together(row.cells[at : at + table.divided + 1])
    target = target + unit if looks_numeric(target) else target
    actual = actual + unit if looks_numeric(actual) else actual
    return (sign + target if SIGNS.match(sign) else target), actual


def together(cells: Sequence[str]) -> str:
    """A target whose sign, number and unit stand in cells of their own; one that is whole leaves what stands behind it."""
    parts = [part for cell in cells if (part := tight(cell)) and not is_blank(part)]
    signed = sum(1 for part in parts[:1] if SIGNS.match(part) or part in NO_SIGN)
    count = signed + 1 + (len(parts) > signed and looks_numeric(parts[signed]))
    return "".join(part for part in parts[:count] if part not in NO_SIGN)


def _from_the_right(subject: str, row: Line, table: Table, level: Level) -> Read:
    """One row, read from its right end: actual, target (and the kind of indicator between), name; what is left are levels."""
    placed = [(at, cell) for at, cell in enumerate(cells_of(row)) if cell and not FRAME.match(cell)]
    if len(placed) < 3:
        return level, None
    tail = [*placed]
    actual, target = tail.pop(), tail.pop()
    if "kind" in table.columns:
        tail.pop()
    name = tail.pop() if tail else target
    if LABEL.match(name[1]):
        return _one_value(subject, row, table, placed, level)
    level = _worded_level(row, [at for at, _ in tail], level)
    return level, _made(subject, row, level, name[0], row.cells[target[0]], row.cells[actual[0]])


def _one_value(subject: str, row: Line, table: Table, placed: Sequence[tuple[int, str]], level: Level) -> Read:
    """A row that prints one value only: target or actual by its place, after the slip of its labels against the header."""
    (at, _), (name_at, _) = placed[-1], placed[-2]
    slip = name_at - table.columns["name"]
    value = row.cells[at]
    level = _worded_level(row, [place for place, _ in placed[:-2]], level)
    target, actual = (value, "") if at - slip <= table.columns.get("target", at) else ("", value)
    return level, _made(subject, row, level, name_at, target, actual)


def _worded_level(row: Line, places: Sequence[int], level: Level) -> Level:
    """Level labels of a row over those of the rows above: by their words, else the last is the second level."""
    printed = [part for at in places for part in _labels_in(_without_points(tight(row.cells[at])))]
    one = two = ""
    for place, text in enumerate(printed):
        cell = label(text)
        first, second = LEVEL1.match(cell), LEVEL2.match(cell)
        if first and not (second and (place > 0 or (level.one and len(printed) == 1))):
            one = text
        elif second or (not LEVEL2.match(label(two)) and (place > 0 or len(printed) == 1)):
            two = text
        elif place == 0:
            one = text
    if one and one != level.one:
        return Level(one, two)
    return Level(one or carried(level.one, two), two or level.two)


def _labels_in(cell: str) -> list[str]:
    """The labels of two levels that one cell joins (产出指标-数量指标), or the cell."""
    parts = re.split(r"[-—–/、]", cell)
    joined = len(parts) == 2 and LEVEL1.match(label(parts[0])) and LEVEL2.match(label(parts[1]))
    return parts if joined else [cell]


def unnumbered(name: str) -> str:
    """A name without the number that the form gives it."""
    numbered = _NUMBERED.match(plain(name))
    return name[numbered.end() :] if numbered else name


def _made(subject: str, row: Line, level: Level, at: int, target: str, actual: str) -> Indicator:
    """An indicator, its name without the number that the form gives it and without its points."""
    name = unnumbered(tight(row.cells[at]))
    points = _POINTS.search(plain(name))
    weight = points["points"] if points else ""
    name = name[: points.start()] + name[points.end() :] if points else name
    return Indicator(
        subject, level.one, level.two, name, tight(target), tight(actual), weight, "", row.number, row.page
    )

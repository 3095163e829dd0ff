"""Statutory tables as bare lines (PDF text), where blank cells have vanished -> money cells in printed order.

A row that prints as many figures as the table has columns keeps them; else `measure` stays empty and the build
infers the columns from the arithmetic of the table.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from jianghan_lib.base.money import DEFAULT_UNIT, looks_numeric
from jianghan_lib.base.text import tight
from jianghan_lib.forms.records import Cell, Note
from jianghan_lib.forms.tables.headers import is_row_label, label
from jianghan_lib.forms.tables.layouts import SUBTOTAL_NAMES, TOTAL_NAMES
from jianghan_lib.forms.tables.statutory import level_of
from jianghan_lib.forms.tables.titles import DECIMAL, Region
from jianghan_lib.readers.blocks import Line, is_page_number

_CODE = re.compile(r"^\d{3}(?:\d{2}){0,2}$")
_ECONOMIC = re.compile(r"(?<![\d.,])(3\d\d(?:\d\d)?)\s+(\D*?)(?:\s+(-?\d[\d,]*\.\d+))?(?=\s+3\d\d(?:\d\d)?\s|\s*$)")
# An amount that a name before it touches: the name filled its column.
_TOUCHED = re.compile(r"(?<=[\u4e00-\u9fff）)])(?=-?\d[\d,]*\.\d{1,6}(?:\s|$))")
_CLOSING = re.compile(r"((?:人员|公用)经费合计|合计)\s*(-?\d[\d,]*\.\d+)?")
BUFFERED = 3


def read_lines(region: Region) -> tuple[list[Cell], list[Note]]:
    """A statutory table as bare lines -> its money cells; `position` is the printed order within the row and panel.

    A line that holds an amount and was not read is a note: nothing is lost quietly.
    """
    lines = [_apart(line) for line in region.rows if not is_page_number(line.text)]
    reader = {"coded": _coded, "panels": _panels, "economic": _economic}.get(region.layout.shape, _flat)
    cells = reader(region, lines)
    labels = {cell.name for cell in cells if looks_numeric(cell.name)}
    lost = {
        (cell.line, cell.name): Note("label_lost", cell.table, f"{cell.panel} {cell.row}", cell.name, cell.line)
        for cell in cells
        if cell.name in labels
    }
    printed = Counter([cell.printed for cell in cells] + [name for _, name in lost])
    cells = [replace(cell, name="") if cell.name in labels else cell for cell in cells]
    return cells, [*lost.values(), *(note for line in lines if (note := _unread(region, line, printed)))]


def _apart(line: Line) -> Line:
    return replace(line, text=_TOUCHED.sub(" ", line.text))


def _unread(region: Region, line: Line, printed: Counter[str]) -> Note | None:
    """A note on a line whose amounts are not among those read, each amount counted off once."""
    amounts = [token for token in line.text.split() if DECIMAL.match(token)]
    missing = [amount for amount in amounts if printed[amount] <= 0]
    printed.subtract(amounts)
    table = region.layout.table
    return Note("line_not_read", table, table, " ".join(missing), line.number, line.page) if missing else None


def _cells(
    region: Region, line: Line, row: int, code: str, name: str, values: Sequence[str], panel: str | None = None
) -> list[Cell]:
    """Printed values of one row -> cells, with measures where every column of the panel is printed."""
    columns = [column for column in region.layout.columns if panel is None or column.panel == panel]
    sure = len(values) == len(columns)
    level = level_of(region.layout.table, code, name)
    return [
        Cell(
            region.layout.table,
            (columns[place].panel if sure else panel or ""),
            row,
            code,
            level,
            name,
            columns[place].measure if sure else "",
            place + 1,
            value,
            region.unit or DEFAULT_UNIT,
            line.number,
            line.page,
        )
        for place, value in enumerate(values)
    ]


def _split(text: str) -> tuple[str, str, list[str]]:
    """A line -> (code, name, trailing figures)."""
    tokens = text.split()
    values: list[str] = []
    while (
        tokens
        and looks_numeric(tokens[-1])
        and (DECIMAL.match(tokens[-1]) or (values and len(tokens) > 1) or tokens[-1] == "0")
    ):
        values.insert(0, tokens.pop())
    code = ""
    while tokens and re.fullmatch(r"\d{2,7}", tokens[0]) and len(code + tokens[0]) <= 7:
        code += tokens.pop(0)
    return code, "".join(tokens), values


def _coded(region: Region, lines: Sequence[Line]) -> list[Cell]:
    """Rows of code, name, figures; a name may go on over the next lines, before or after the figures."""
    rows: list[tuple[Line, str, str, list[str]]] = []
    for line in lines:
        code, name, values = _split(line.text)
        if _CODE.match(code) or label(name) in TOTAL_NAMES:
            rows.append((line, code, name, values))
        elif rows and not code and not (rows[-1][3] and values):
            first, last_code, last_name, last_values = rows[-1]
            rows[-1] = (first, last_code, last_name + name, last_values or values)
    return [
        cell
        for number, (line, code, name, values) in enumerate(rows, 1)
        for cell in _cells(region, line, number, code, name, values)
    ]


def _panels(region: Region, lines: Sequence[Line]) -> list[Cell]:
    """Rows of two panels, told apart by their row numbers, which grow by one in each."""
    cells: list[Cell] = []
    left, right = 0, 0
    columns = len(region.layout.measures(region.layout.panels[0]))
    held: list[Line] = []
    for line in lines:
        if left == 0 and _numbers_columns(line.text):
            continue
        held = [*held, line][-BUFFERED:]
        for begin in range(len(held) - 1, -1, -1):
            parsed = _panel_row(" ".join(part.text for part in held[begin:]).split(), left + 1, right + 1, columns)
            if parsed:
                (left, name, values), (right, other, others) = parsed
                cells += _cells(region, line, left, "", name, values, region.layout.panels[0])
                cells += _cells(region, line, right, "", other, others, region.layout.panels[1])
                held = []
                break
    return cells


def _numbers_columns(text: str) -> bool:
    """Whether a line only numbers the columns: 栏次 1 栏次 2."""
    return all(token.isdigit() or is_row_label(label(token)) for token in re.sub(r"(?<=\D)\s+(?=\D)", "", text).split())


Half = tuple[int, str, list[str]]


def _panel_row(tokens: list[str], left: int, right: int, columns: int) -> tuple[Half, Half] | None:
    """Tokens of one row -> (row number, name, figures) of both panels; None where the row numbers are not the next ones."""
    if str(left) not in tokens:
        return None
    at = tokens.index(str(left))
    name, rest = "".join(tokens[:at]), tokens[at + 1 :]
    values = _take(rest)[:columns]
    rest = rest[len(values) :]
    numbers = [
        place
        for place, token in enumerate(rest)
        if re.fullmatch(r"\d{1,3}", token) and (right == 1 or int(token) == right)
    ]
    if not numbers or (right == 1 and int(rest[numbers[0]]) <= left):
        return None
    other, others = "".join(rest[: numbers[0]]), rest[numbers[0] + 1 :]
    if any(not looks_numeric(token) for token in others) or looks_numeric(name):
        return None
    return (left, name, values), (int(rest[numbers[0]]), other, others)


def _take(tokens: Sequence[str]) -> list[str]:
    """The leading tokens that are amounts with decimals."""
    taken: list[str] = []
    for token in tokens:
        if not DECIMAL.match(token):
            break
        taken.append(token)
    return taken


def _economic(region: Region, lines: Sequence[Line]) -> list[Cell]:
    """Rows of several groups of code, name, amount; the closing row has labels in place of codes."""
    cells: list[Cell] = []
    for number, line in enumerate(lines, 1):
        text = line.text.strip()
        groups = [(code, tight(name), value) for code, name, value in _ECONOMIC.findall(text)]
        if not groups and any(name in tight(text) for name in SUBTOTAL_NAMES):
            groups = [("", name, value) for name, value in _CLOSING.findall(re.sub(r"(?<=\D)\s+(?=\D)", "", text))]
        for code, name, value in groups:
            cells += _cells(region, line, number, code, name, [value] if value else [])
    return cells


def _flat(region: Region, lines: Sequence[Line]) -> list[Cell]:
    """The row of figures under the header: the line after the column numbers that holds nothing else."""
    rows = [line for line in lines if line.text.split() and all(looks_numeric(token) for token in line.text.split())]
    numbering = [place for place, line in enumerate(rows) if line.text.split()[:2] == ["1", "2"]]
    rows = (
        rows[numbering[-1] + 1 :]
        if numbering
        else [line for line in rows if any(DECIMAL.match(token) for token in line.text.split())]
    )
    return [
        cell
        for number, line in enumerate(rows[:1], 1)
        for cell in _cells(region, line, number, "", "", line.text.split())
    ]

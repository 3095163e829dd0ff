"""The unit of money of a table that prints none: by the tables or sentences that print the same figures, or by what cannot be 万元."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from jianghan_lib.base.money import UNCLEAR, UNITS, Figure, half_unit, looks_numeric, read_number, readable
from jianghan_lib.base.text import compact, plain
from jianghan_lib.readers.blocks import Line

# So many digits make a figure that two tables do not share by chance; so many figures.
DIGITS, SHARED = 5, 2
# Whole 万元 of so many digits, without one decimal in the table, no department has: they are 元. Of fewer, several say so.
TOO_LARGE, FEWEST = 8, 3
_STATED = re.compile(r"(?<![\d,.])(\d[\d,]*(?:\.\d+)?)万元")


def amounts_stated(lines: Iterable[Line]) -> list[Figure]:
    """The amounts that sentences give in 万元, each once."""
    printed = {figure for line in lines if not line.is_row for figure in _STATED.findall(compact(line.text))}
    return [read_number(figure) for figure in printed if readable(figure)]


def unit_of(rows: Sequence[Line], others: Sequence[tuple[str, Sequence[Line]]], stated: Collection[Figure] = ()) -> str:
    """The unit of a table without one; `others` are the tables that print theirs, as (unit, rows), `stated` amounts of sentences.

    Empty where nothing contradicts the usual one; UNCLEAR for whole numbers that may be of either.
    """
    own = _figures(rows)
    shared: Counter[str] = Counter()
    for unit, other in others:
        shared[unit] = max(shared[unit], len(own & _figures(other)))
    likely = [unit for unit, count in shared.most_common() if count >= SHARED and count == max(shared.values())]
    if len(likely) == 1:
        return likely[0]
    large = [sum(_digits(figure) >= digits for figure in own) for digits in (TOO_LARGE, TOO_LARGE - 1)]
    if not any("." in figure for figure in own) and (large[0] or large[1] >= FEWEST):
        return "元"
    units = {unit for unit, _ in others}
    if len(units) == 1:
        return units.pop()
    said = {unit: sum(_is_stated(figure, unit, stated) for figure in own) for unit in ("万元", "元")}
    first, second = sorted(said, key=lambda unit: -said[unit])
    if said[first] >= SHARED and said[first] > said[second]:
        return first
    return UNCLEAR if own and not any("." in figure for figure in own) else ""


def _is_stated(figure: str, unit: str, stated: Collection[Figure]) -> bool:
    """Whether a sentence gives a figure, to the digits that it prints."""
    if not readable(figure):
        return False
    amount = read_number(figure).value * UNITS[unit]
    return any(abs(amount - one.value) <= half_unit(one.places) for one in stated)


def _figures(rows: Sequence[Line]) -> set[str]:
    """The large figures of a table, without separators; what stands before the name of a row is a code."""
    cells = (plain(cell).replace(",", "") for row in rows for cell in _behind_codes(row.cells or row.text.split()))
    return {cell for cell in cells if looks_numeric(cell) and _digits(cell) >= DIGITS and not _is_code(cell)}


def _behind_codes(cells: Sequence[str]) -> Sequence[str]:
    """The cells of a row from its name on; all of a row without one."""
    first = next((at for at, cell in enumerate(cells) if cell.strip() and not looks_numeric(cell)), 0)
    return cells[first:]


def _is_code(cell: str) -> bool:
    """Whether a figure may be the code of a subject: 2080501, 30101."""
    return "." not in cell and cell[0] in "123" and len(cell) in (5, 7)


def _digits(figure: str) -> int:
    return sum(map(str.isdigit, figure))

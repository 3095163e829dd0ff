"""Money cells that no form took: of tables that are not known, and of known ones what their form has no place for."""

import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence

from jianghan_lib.base.money import is_blank, looks_numeric
from jianghan_lib.base.text import compact
from jianghan_lib.forms.records import Cell, Indicator, Note, OtherCell, Project
from jianghan_lib.forms.tables.grids import Piece, pieces
from jianghan_lib.forms.tables.headers import columns_above, is_numbering, is_text, knows_merged, label
from jianghan_lib.forms.tables.titles import (
    AMOUNT,
    Bare,
    Heading,
    Region,
    amounts_in,
    between,
    headings_in,
    title_of,
    unit_in,
    unknown_lines,
)
from jianghan_lib.readers.blocks import Line, Source, show_box

# Labels of columns and rows whose figures are no money.
_NO_MONEY = re.compile(
    r"编码|代码|[行序栏]次|序号|数量|人数|面积|电话|邮编|得分|分值|权重|比[例重率]|[率%]|指标值|时间|日期|\((?:辆|个|人|台|套|批|次|人次|批次|台套|平方米|年|月|户|家|项|%)[、,/()\w]*\)|^(?:类|款|项|年度?|年份)$"
)
# Words by which a table without a printed unit is one of money.
_MONEY = re.compile(r"金额|预算|决算|收支|支出|收入|经费|资金|合计|总计|采购|万元|费用|拨款")
_FORM = re.compile(r"绩效|自评|评价|目标")
Taken = Cell | Note | Project | Indicator


def other_cells(source: Source, regions: Sequence[Region], taken: Iterable[Taken], unit: str) -> list[OtherCell]:
    """The money cells of a document's tables that are among no records; `unit` where a table prints none."""
    records = list(taken)
    counts = Counter((one.line, one.printed) for one in records if isinstance(one, Cell | Note))
    read = {one.line for one in records if isinstance(one, Cell)}
    forms = {one.line for one in records if isinstance(one, Project | Indicator)}
    headings = headings_in(source)
    titled: list[tuple[Piece, Heading | None]] = []
    last = 0
    for piece in pieces(source):
        above = between(headings, last, piece.rows[0].number)
        titled.append((piece, above[-1] if above else titled[-1][1] if titled else None))
        last = piece.rows[-1].number
    found: list[OtherCell] = []
    held: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for piece, title in sorted(titled, key=lambda one: _is_fresh(one[0], read)):
        rows, fresh = _rows_of_figures(piece), _is_fresh(piece, read)
        repeated = fresh and rows <= held[_named(title)]  # in another file of the disclosure, or in an annex
        held[_named(title)] |= rows
        if not repeated and forms.isdisjoint(row.number for row in piece.rows):
            found += _of_piece(piece, title, unit, counts, fresh)
    found.sort(key=lambda one: one.line)
    return found + [cell for bare in unknown_lines(source, regions) for cell in _of_lines(bare)]


def _is_fresh(piece: Piece, read: Container[int]) -> bool:
    """Whether nothing was taken from a table."""
    return not any(row.number in read for row in piece.rows)


def _named(title: Heading | None) -> str:
    """What a table is called, wherever it is printed, without whose it is."""
    if title is None:
        return ""
    text = title_of(title.line.text)
    known = re.search(title.layout.pattern, text) if title.layout else None
    return known[0] if known else text


def _rows_of_figures(piece: Piece) -> set[tuple[str, ...]]:
    """The rows of a table that hold figures, as they are printed."""
    texts = (tuple(filter(None, map(compact, row.cells))) for row in piece.rows)
    return {row for row in texts if any(map(looks_numeric, row))}


def _of_lines(bare: Bare) -> Iterator[OtherCell]:
    """The amounts of a table printed as bare lines, each with the words of its line; which column it stood in is lost."""
    title = title_of(bare.heading.line.text)
    for line in bare.rows:
        amounts = amounts_in(line)
        words = "".join(word for word in line.text.split() if word not in amounts)
        for printed in amounts:
            yield OtherCell(title, words, "", printed, bare.unit, line.number, line.page)


def _of_piece(
    piece: Piece, title: Heading | None, usual: str, counts: Counter[tuple[int, str]], fresh: bool
) -> Iterator[OtherCell]:
    """The money cells of one table that are not taken; none of a table that is not of money.

    Whole numbers are money only in a `fresh` table, of which nothing was taken, that prints a unit, or amounts over or below them.
    """
    header = _header(piece.rows)
    near = [line for line in piece.above if title is None or line.number >= title.number]
    printed = unit_in([*near[-8:], *piece.captions, *header, *([title.line] if title else [])])
    name = title_of(title.line.text) if title else ""
    labels = [""] * piece.width if _FORM.search(name) else _labels(header, piece.width)
    if not printed and not _MONEY.search(name + "".join(labels)):
        return
    amounts = {at for row in piece.rows for at, cell in enumerate(row.cells) if AMOUNT.match(compact(cell))}
    for row, texts in list(zip(piece.rows, _stubs(piece.rows), strict=True))[len(header) :]:
        for at, cell in enumerate(row.cells):
            whole = fresh and (bool(printed) or at in amounts) and not _FORM.search(name)
            if not _is_money(cell, labels[at], whole):
                continue
            if counts[row.number, cell] > 0:
                counts[row.number, cell] -= 1
                continue
            row_label = "/".join(dict.fromkeys(filter(None, _before(texts, row.cells, at))))
            if not _NO_MONEY.search(label(row_label)):
                box = show_box(row.boxes[at]) if at < len(row.boxes) else ""
                yield OtherCell(name, row_label, labels[at], cell, printed or usual, row.number, row.page, box)


def _is_money(cell: str, column: str, whole: bool) -> bool:
    """Whether a cell is an amount: with decimals or thousands apart, or any figure where the table says that it is of money."""
    text = compact(cell)
    return not any(map(_NO_MONEY.search, column.split("/"))) and (
        AMOUNT.match(text) is not None or (whole and looks_numeric(cell) and bool(column))
    )


def _header(rows: Sequence[Line]) -> Sequence[Line]:
    """The rows before the first that holds an amount, or figures below the labels."""
    for at, row in enumerate(rows):
        figures = sum(looks_numeric(cell) for cell in row.cells)
        amounts = any(AMOUNT.match(compact(cell)) for cell in row.cells)
        if amounts or (at and figures and not is_numbering(row)):
            return rows[:at]
    return rows


def _labels(header: Sequence[Line], width: int) -> list[str]:
    """The labels over each column from the top, by `/`; where merged cells are not known, a group is over what has labels below."""
    if knows_merged(header):
        found = ["/".join(path) for path in columns_above(header)]
    else:
        rows = [
            [label(row.cells[at]) if at < len(row.cells) else "" for at in range(width)]
            for row in header
            if not is_numbering(row)
        ]
        found = ["/".join(dict.fromkeys(filter(None, _path(rows, at)))) for at in range(width)]
    return [*found, *[""] * width][:width]


def _path(rows: Sequence[Sequence[str]], at: int) -> Iterator[str]:
    """The labels over a column: its own, or the nearest to the left where another stands below."""
    for depth, row in enumerate(rows):
        below = any(lower[at] for lower in rows[depth + 1 :])
        yield row[at] or (next((text for text in reversed(row[:at]) if text), "") if below else "")


def _stubs(rows: Sequence[Line]) -> Iterator[list[str]]:
    """The texts of each row by column; a cell that is merged over several rows holds in each of them."""
    above: list[str] = []
    for row in rows:
        texts = [" ".join(cell.split()) if is_text(cell) else "" for cell in row.cells]
        for at, span in enumerate(row.spans):
            if span == (0, 0) and at < len(above) and not _covered_from_left(row, at):
                texts[at] = above[at]
        above = texts
        yield texts


def _covered_from_left(row: Line, at: int) -> bool:
    return any(span[0] > at - start for start, span in enumerate(row.spans[:at]))


def _before(texts: Sequence[str], cells: Sequence[str], at: int) -> Sequence[str]:
    """The texts that name a figure: those left of it, back to the figure before; where there are none, all of the row."""
    last = max((place for place in range(at) if _is_figure(cells[place]) and any(texts[place + 1 : at])), default=-1)
    before = [text for text in texts[last + 1 : at] if text]
    return before or [text for text in texts if text]


def _is_figure(cell: str) -> bool:
    """Whether a cell holds a figure, or a dash where one would stand."""
    return looks_numeric(cell) or (bool(cell.strip()) and is_blank(cell))

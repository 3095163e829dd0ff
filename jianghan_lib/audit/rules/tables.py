"""Identities within a statutory table and between tables."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import partial
from typing import Any

from jianghan_lib.audit.evidence import CENT, Check, Evidence, Remark, Side, Titled, places
from jianghan_lib.audit.messages import compared
from jianghan_lib.audit.rules import FINAL, of_forms, of_subjects
from jianghan_lib.audit.slips import explains
from jianghan_lib.base.money import half_unit
from jianghan_lib.base.text import bare_name, class_key
from jianghan_lib.forms.tables.layouts import LAYOUTS
from jianghan_lib.reference.identities import Identity, identities

# What makes up a column that some places do not print.
MADE_OF = {"basic": ("personnel", "operating")}


@of_forms("row_identity", "各栏相加等于合计栏", touches="amounts", of_one_row=True)
def row_identities(evidence: Evidence) -> Iterator[Check | Remark]:
    """Each row: the columns that a form adds up (total = basic + project, …)."""
    for layout in LAYOUTS:
        rows: dict[tuple[Any, ...], list[Titled]] = defaultdict(list)
        found, unread = evidence.cells(layout.table), evidence.unread(layout.table)
        upright = _is_upright(found)
        for cell in found:
            panel = cell.panel if layout.shape != "coded" else ""
            rows[(panel, 0, 0) if upright else (panel, cell.row, cell.line)].append(cell)
        lost = {((0, 0) if upright else (cell.row, cell.line), cell.measure) for cell in unread}
        for (_, row, line), cells in rows.items():
            if any((layout.table, cell.row, cell.line) in evidence.open_rows for cell in cells):
                continue
            by_measure = {cell.measure: cell for cell in cells}
            for target, parts in layout.identity:
                if any(((row, line), part.lstrip("-")) in lost for part in parts):
                    continue
                printed = tuple(
                    one for part in parts for one in (MADE_OF.get(part, (part,)) if part not in by_measure else (part,))
                )
                signed = [(-1 if part.startswith("-") else 1, by_measure.get(part.lstrip("-"))) for part in printed]
                filled = [(sign, cell) for sign, cell in signed if cell is not None]
                if target in by_measure and filled:
                    yield _sum_check(layout.table, by_measure[target], filled, "各栏之和", "the sum of its columns")
    yield from _rows_of_projects(evidence)


def _is_upright(cells: Sequence[Titled]) -> bool:
    """Whether a table prints in rows what others print in columns: each row has a measure of its own."""
    measures = {(cell.panel, cell.measure) for cell in cells}
    alone = Counter((cell.panel, cell.row) for cell in cells)
    return bool(cells) and len(measures) == len(cells) == len(alone) and len({cell.row for cell in cells}) > 1


def _rows_of_projects(evidence: Evidence) -> Iterator[Check]:
    """Each row of the table of projects: its total over all its sources of money, of this year and carried over."""
    rows: dict[tuple[int, int], list[Titled]] = defaultdict(list)
    for cell in evidence.cells("B10") if not evidence.unread("B10") else ():
        rows[cell.row, cell.line].append(cell)
    for (row, line), cells in rows.items():
        total = next((cell for cell in cells if (cell.panel, cell.measure) == ("appropriation", "total")), None)
        parts = [(1, cell) for cell in cells if cell.measure in SOURCES_OF_PROJECTS]
        if total is not None and parts and ("B10", row, line) not in evidence.open_rows:
            yield _sum_check("B10", total, parts, "各栏之和", "the sum of its columns")


SOURCES_OF_PROJECTS = ("general_public_budget", "government_funds", "state_capital", "special_account", "unit_funds")


def _sum_check(table: str, target: Titled, parts: Sequence[tuple[int, Titled]], zh: str, en: str) -> Check:
    expected = sum((sign * cell.amount for sign, cell in parts), Decimal(0))
    filled = sum(1 for _, cell in parts if cell.amount)
    in_yuan = any(places(cell.amount) > 2 for cell in (target, *(cell for _, cell in parts)))
    name, below = target.code or target.name or target.title, {cell.line for _, cell in parts}
    return Check(
        table,
        name,
        target,
        Side("本行合计" if zh.startswith("各栏") else "印为", "printed", target.amount),
        Side(zh, en, expected),
        half_unit(4) * (filled + 1) if in_yuan else None,
        addends=filled,
        # Of columns of one row, and of no addends, no line tells more than the row.
        hint=None
        if below <= {target.line}
        else partial(addends, [cell for _, cell in parts], expected - target.amount),
    )


def addends(cells: Sequence[Titled], excess: Decimal) -> tuple[str, str]:
    """The rows of a sum of which one may be mistyped by its excess: those that one other digit would set right; else all."""
    meant = [cell for cell in cells if explains(cell.amount, excess)] or cells
    lines = list(dict.fromkeys(str(cell.line) for cell in meant))
    one = meant[0]
    name = one.code or one.name
    if len(lines) == 1:
        return f"可能在{name}（第{lines[0]}行）", f"perhaps at {name} (line {lines[0]})"
    return f"加数在第{'、'.join(lines)}行", f"its addends are in lines {', '.join(lines)}"


def add_up(table: str, head: Titled, parts: Sequence[Titled], zh: str, en: str) -> Check:
    """A row against the sum of others of its column."""
    return _sum_check(table, head, [(1, cell) for cell in parts], zh, en)


@of_subjects("hierarchy", "下级科目相加等于上级", touches="amounts")
def hierarchy(evidence: Evidence) -> Iterator[Check | Remark]:
    """Each column: a total over classes, a class over sections, a section over items."""
    for layout in LAYOUTS:
        if layout.shape not in ("coded", "economic") or layout.table in ("B02", "B05-2", "B10", "F06"):
            continue
        columns: dict[tuple[str, str], list[Titled]] = defaultdict(list)
        for cell in evidence.cells(layout.table):
            columns[cell.panel, cell.measure].append(cell)
        doubtful = [code for (table, _, _), code in evidence.open_rows.items() if table == layout.table]
        unread = evidence.unread(layout.table)
        for column, cells in columns.items():
            lost = [cell.code for cell in unread if (cell.panel, cell.measure) == column]
            yield from _column(layout.table, cells, doubtful + lost)


def _column(table: str, cells: Sequence[Titled], doubtful: Sequence[str]) -> Iterator[Check]:
    coded = {cell.code: cell for cell in cells if cell.code}
    children: dict[str, list[Titled]] = defaultdict(list)
    for cell in distinct(cells):
        children[cell.code[:-2] if len(cell.code) > 3 else "total"].append(cell)
    heads = coded | {cell.level: cell for cell in cells if cell.level == "total"}
    for key, below in children.items():
        if key in heads and not any(key == "total" or code.startswith(key) for code in doubtful):
            yield _sum_check(
                table, heads[key], [(1, cell) for cell in below], "下级科目之和", "the sum of the rows below it"
            )


def distinct(cells: Sequence[Titled]) -> list[Titled]:
    """The coded cells of a column, each code and amount once: a row that is printed twice counts once."""
    return list({(cell.code, cell.amount): cell for cell in cells if cell.code}.values())


@of_forms("closing_rows", "各行相加等于本年合计与总计", touches="amounts")
def closing_rows(evidence: Evidence) -> Iterator[Check | Remark]:
    """The year's revenue and expenditure are the sums of their rows, the totals add what is carried over."""
    for table in ("F01", "F04", "B01"):
        for panel in ("revenue", "expenditure"):
            printed = evidence.cells(table, panel)
            for measure in dict.fromkeys(cell.measure for cell in printed):
                cells = [cell for cell in printed if cell.measure == measure]
                if not any((cell.panel, cell.measure) == (panel, measure) for cell in evidence.unread(table)):
                    yield from _closing(table, cells)


# A numbered row; one without (一般公共预算) is a part of the row above.
_ORDINAL = re.compile(r"[一二三四五六七八九十廿]+[、.．]")


def _closing(table: str, cells: Sequence[Titled]) -> Iterator[Check]:
    subtotal = next((cell for cell in cells if cell.level == "subtotal"), None)
    total = next((cell for cell in cells if cell.level == "total"), None)
    if subtotal is None:
        return
    numbered = [cell for cell in cells if cell.level == "row" and _ORDINAL.match(cell.name)]
    above = [cell for cell in numbered if cell.line < subtotal.line]
    if above:
        yield _sum_check(table, subtotal, [(1, cell) for cell in above], "各行之和", "the sum of its rows")
    below = [cell for cell in cells if cell.level == "row" and cell.line > subtotal.line]
    below = [cell for cell in below if not _of_which(cell, below)]
    if total is not None:
        yield _sum_check(
            table,
            total,
            [(1, subtotal), *((1, cell) for cell in below)],
            "本年合计加结转结余",
            "the year and what is carried over",
        )


def _of_which(cell: Titled, cells: Sequence[Titled]) -> bool:
    """Whether a row below the year's total is a part of another one (年初结转 by fund)."""
    return (
        any(other is not cell and "结转" in other.name for other in cells)
        and "结转" not in cell.name
        and "结余" not in cell.name
    )


@of_forms("basic_expenditure", "基本支出明细相加并等于基本支出", kinds=FINAL, touches="amounts", needs="F06")
def basic_expenditure(evidence: Evidence) -> Iterator[Check | Remark]:
    """Basic expenditure: sections add up to chapters, these to 人员经费合计 (personnel) and 公用经费合计 (operating), both to that of the whole."""
    cells = [cell for cell in evidence.cells("F06") if cell.measure == "outturn"]
    unread = [cell.code for cell in evidence.unread("F06")]
    chapters = {cell.code: cell for cell in cells if len(cell.code) == 3}
    for code, chapter in chapters.items():
        if any(lost.startswith(code) for lost in unread):
            continue
        below = [(1, cell) for cell in cells if len(cell.code) == 5 and cell.code.startswith(code)]
        if below:
            yield _sum_check("F06", chapter, below, "下级科目之和", "the sum of the rows below it")
    closing = {cell.name[:4]: cell for cell in cells if cell.level == "subtotal"}
    for name, codes in (
        ("人员经费", ("301", "303")),
        ("公用经费", ("302", "307", "309", "310", "311", "312", "313", "399")),
    ):
        parts = [(1, chapters[code]) for code in codes if code in chapters]
        if name in closing and parts and not set(codes) & set(unread):
            yield _sum_check("F06", closing[name], parts, "各类之和", "the sum of its chapters")
    basic = evidence.cell("F05", "total", "basic")
    if basic and len(closing) == 2:
        both = [(1, cell) for cell in closing.values()]
        title = evidence.title("F06")
        check = _sum_check(
            "F05", basic, both, f"{title}人员与公用经费之和", f"personnel and operating costs of {title}"
        )
        yield check


@of_forms("between_tables", "两张报表中同一数字一致", touches="amounts", of_one_row=True)
def between_tables(evidence: Evidence) -> Iterator[Check | Remark]:
    """Cells that two tables repeat."""
    for identity in identities("between_tables"):
        for one, other in _pairs(evidence, identity):
            words = {"left": one.title, "right": other.title, "at": other.line}
            # A class may be the sum of its rounded items in one of the two tables.
            slack = CENT * 2 if identity.left.row == "class" else None
            place = (one.table, one.code or one.name, one, one.amount, other.amount)
            yield compared("between_tables", *place, words=words, slack=slack)


def _pairs(evidence: Evidence, identity: Identity) -> Iterator[tuple[Titled, Titled]]:
    """The cells at both places of an identity: one pair, or one for each class or name that both print."""
    left, right = identity.left, identity.right
    if left.row == "name":
        ones, others = (_by_name(evidence.cells(place.table, place.panel)) for place in (left, right))
        yield from ((one, others[name]) for name, one in ones.items() if name in others)
        return
    if left.row != "class":
        one, other = evidence.first([left]), evidence.first([right])
        if one and other:
            yield one, other
        return
    classes = {
        class_key(cell.name): cell
        for cell in evidence.cells(right.table)
        if len(cell.code) == 3 and cell.measure == right.measure
    }
    for cell in evidence.cells(left.table, left.panel):
        match = classes.get(class_key(cell.name)) if cell.measure == left.measure and cell.level == "row" else None
        if match:
            yield cell, match


def _by_name(cells: Sequence[Titled]) -> dict[str, Titled]:
    """Rows by their bare names, those that are printed once."""
    rows = [(bare_name(cell.name).removesuffix("收入"), cell) for cell in cells if cell.level == "row"]
    counts = Counter(name for name, _ in rows)
    return {name: cell for name, cell in rows if counts[name] == 1}

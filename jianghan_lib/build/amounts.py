"""Money cells as printed -> typed amounts in their columns; columns that the text lost or misplaced are settled by arithmetic."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache, cached_property
from typing import Any, Generic, TypeVar

from jianghan_lib.base.findings import noted
from jianghan_lib.base.money import UNCLEAR, is_blank, readable, to_wan
from jianghan_lib.base.rows import AmountRow
from jianghan_lib.base.text import bare_name
from jianghan_lib.build.placement import Row, keys, solve
from jianghan_lib.forms.records import Cell, Raw, Statement
from jianghan_lib.forms.tables.columns import UNRECOGNISED
from jianghan_lib.forms.tables.layouts import LAYOUT, Layout
from jianghan_lib.forms.tables.statutory import level_of
from jianghan_lib.reference.identities import Place, identities, told

Known = dict[tuple[str, str, str], set[Decimal]]
CLOSE = Decimal("0.015")
# Tables in the order in which they help each other: those that print every column, then those they confirm.
ORDER = ("F01", "F06", "F05", "F03", "F07", "F08", "F04", "F02", "F09")
# The money of the fourth table by its kind: what came in and what was left over stand under these names.
KINDS = {
    "一般公共预算财政拨款": "general_public_budget",
    "政府性基金预算财政拨款": "government_funds",
    "国有资本经营预算财政拨款": "state_capital",
}
# What the narrative says that confirms a cell.
CONFIRMING = ("narrative_three_public", "narrative_parts")


def build_amounts(document: str, raw: Raw) -> tuple[list[AmountRow], list[dict[str, Any]]]:
    """Raw cells of a document -> rows of the table `amounts`, and findings on columns that were moved or stay open."""
    cells = _restored(raw["cells"])
    tables = sorted(
        {cell.table for cell in cells},
        key=lambda table: (ORDER.index(table) if table in ORDER else len(ORDER), table),
    )
    known = _stated(raw["statements"])
    rows: list[AmountRow] = []
    findings: list[dict[str, Any]] = []
    for table in tables:
        layout = LAYOUT[table]
        own = [cell for cell in cells if cell.table == table]
        # A variant of the form may have a panel more.
        panels = [*layout.panels, *(cell.panel for cell in own)] if layout.shape == "panels" else [None]
        for panel in dict.fromkeys(panels):
            part = [cell for cell in own if panel is None or cell.panel == panel]
            made, more = _table(document, layout, panel, part, known)
            _remember(known, made)
            rows += made
            findings += more
    return rows, findings


# What stands on the right of a row of a two-panel table whose left side is named so.
OPPOSITE = {"本年收入合计": "本年支出合计", "总计": "总计", "收入总计": "支出总计"}


def _restored(cells: Sequence[Cell]) -> list[Cell]:
    """Cells, a row label that the print lost put back where the form leaves no choice (the finding on it stays)."""
    names = {(cell.table, cell.line): cell.name for cell in cells if cell.panel == "revenue"}
    restored: list[Cell] = []
    for cell in cells:
        other = OPPOSITE.get(bare_name(names.get((cell.table, cell.line), "")), "")
        if cell.panel == "expenditure" and not cell.name and other:
            cell = replace(cell, name=other, level=level_of(cell.table, "", other))
        restored.append(cell)
    return restored


def _table(
    document: str, layout: Layout, panel: str | None, cells: Sequence[Cell], known: Known
) -> tuple[list[AmountRow], list[dict[str, Any]]]:
    """The cells of one table (or panel), placed."""
    columns = keys(layout, panel)
    grouped: dict[tuple[int, int], list[Cell]] = defaultdict(list)
    for cell in cells:
        grouped[cell.row, cell.line].append(cell)
    groups = list(grouped.values())
    rows = [_row(layout, group) for group in groups]
    printed = dict.fromkeys(column for row in rows for column in row.printed or ())
    columns += [column for column in printed if column not in columns]
    if len(columns) > 1:
        solve(
            _tree(layout, groups, rows),
            layout,
            columns,
            lambda key, column, value: _known(known, layout.table, key, column, value),
        )
    made = [
        amount for group, row in zip(groups, rows, strict=True) for amount in _amounts(document, layout, group, row)
    ]
    return made, _placement_findings(document, layout, groups, rows)


def _row(layout: Layout, group: Sequence[Cell]) -> Row:
    """A printed row for the search: its readable figures and, where all are known, their columns."""
    figures = [cell for cell in group if _value(cell) is not None and cell.measure != UNRECOGNISED.measure]
    spread = layout.shape in ("coded", "flat") and layout.panels != [""]
    names = tuple(f"{cell.panel}.{cell.measure}" if spread else cell.measure for cell in figures)
    printed = names if all(cell.measure for cell in figures) else None
    values = tuple(value for cell in figures if (value := _value(cell)) is not None)
    return Row(row_key(group[0].code, group[0].level, group[0].name), values, printed, chosen=printed)


def row_key(code: str, level: str, name: str) -> str:
    """What a row is called across tables: its code, `total`, or its name without numbering."""
    if code:
        return code
    return "total" if level in ("total", "subtotal") else bare_name(name)


def _value(cell: Cell) -> Decimal | None:
    known = readable(cell.printed) and not is_blank(cell.printed) and cell.unit != UNCLEAR
    return to_wan(cell.printed, cell.unit) if known else None


def _tree(layout: Layout, groups: Sequence[Sequence[Cell]], rows: Sequence[Row]) -> list[Row]:
    """Rows -> roots with their children: total over classes over sections over items, by the codes; rows without a code stand alone."""
    if layout.table == "F04" and any(row.printed is None for row in rows):
        return _closing_tree(groups, rows)
    if layout.shape != "coded":
        return list(rows)
    by_code = {row.key: row for row in rows if row.key.isdigit()}
    totals = [row for group, row in zip(groups, rows, strict=True) if group[0].level == "total"]
    roots = list(totals[:1])
    for row in rows:
        if not row.key.isdigit():
            if row not in roots:
                roots.append(row)
            continue
        parent = by_code.get(row.key[:-2]) if len(row.key) > 3 else None
        if parent is not None:
            parent.children.append(row)
        elif len(row.key) == 3 and totals:
            totals[0].children.append(row)
        else:
            roots.append(row)
    return roots


def _closing_tree(groups: Sequence[Sequence[Cell]], rows: Sequence[Row]) -> list[Row]:
    """The right side of the fourth table: all its money over the year's expenditure, over its classes, and what is left."""
    levels = [group[0].level for group in groups]
    if levels.count("subtotal") != 1 or levels.count("total") != 1 or levels.index("subtotal") > levels.index("total"):
        return list(rows)
    subtotal, total = levels.index("subtotal"), levels.index("total")
    rows[subtotal].children.extend(rows[:subtotal])
    rows[total].children.extend(rows[subtotal:total])
    return [rows[total], *rows[total + 1 :]]


def _amounts(document: str, layout: Layout, group: Sequence[Cell], row: Row) -> Iterable[AmountRow]:
    """The cells of a row with their measure: chosen by the search, printed, or empty where it stays open."""
    places = iter(row.chosen or ())
    for cell in group:
        unknown = cell.measure == UNRECOGNISED.measure
        value = None if unknown else _value(cell)
        panel, measure, how = cell.panel, "" if unknown else cell.measure, "printed"
        if value is not None and row.chosen is not None:
            place = next(places)
            panel, measure = place.split(".") if "." in place else (panel, place)
            how = "corrected" if cell.measure and measure != cell.measure else "printed" if cell.measure else "inferred"
        yield AmountRow(
            document_id=document,
            table=layout.table,
            panel=panel,
            row=cell.row,
            code=cell.code,
            level=cell.level,
            name=cell.name,
            measure=measure,
            amount=value,
            printed=cell.printed,
            placement=how,
            position=cell.position,
            line=cell.line,
            page=cell.page,
            box=cell.box,
        )


def _stated(statements: Sequence[Statement]) -> Known:
    """Figures that the narrative states, which confirm rows of tables."""
    known: Known = defaultdict(set)
    repeated = told(*CONFIRMING)
    for one in statements:
        places = repeated.get((one.topic, one.role), ())
        for place in places if readable(one.printed) else ():
            known[place.table, place.row, _column(place)].add(to_wan(one.printed, one.unit))
    return known


def _column(place: Place) -> str:
    """The column of a place as the search knows it: with its panel where one row runs over several."""
    spread = place.panel and LAYOUT[place.table].shape in ("coded", "flat")
    return f"{place.panel}.{place.measure}" if spread else place.measure


@cache
def _repeated() -> Mapping[tuple[str, str, str], Sequence[tuple[str, Place]]]:
    """Table, panel and measure -> the rows whose figure another place repeats, and that place."""
    found: dict[tuple[str, str, str], list[tuple[str, Place]]] = defaultdict(list)
    for one in identities():
        for here, there in ((one.left, one.right), (one.right, one.left)):
            if here.table in LAYOUT and there.table in LAYOUT:
                found[here.table, here.panel, here.measure].append((here.row, there))
    return found


def _remember(known: Known, amounts: Sequence[AmountRow]) -> None:
    """What a placed table confirms in the tables after it, by the identities of the forms."""
    for amount in amounts:
        if amount.amount is None or not amount.measure:
            continue
        key = row_key(amount.code, amount.level, amount.name)
        for row, place in _repeated().get((amount.table, amount.panel, amount.measure), ()):
            if row in (key, amount.level, "class", "code"):
                known[place.table, _key_at(place, key, amount.name), _column(place)].add(amount.amount)
    fiscal = [
        one.amount for one in amounts if one.table == "F01" and re.search(r"财政拨款收入$", one.name) and one.amount
    ]
    known["F02", "total", "fiscal_appropriation"].add(sum(fiscal, Decimal(0)))
    for name, measure in KINDS.items():
        parts = [one.amount for one in amounts if one.panel == "revenue" and bare_name(one.name) == name]
        if "F04" in {one.table for one in amounts} and all(part is not None for part in parts):
            known["F04", "total", measure].add(sum(parts, Decimal(0)))


def _key_at(place: Place, key: str, name: str) -> str:
    """The row of another table that repeats a figure: the same code, the class of the same name, or one by itself."""
    if place.row == "code" or key == "total":
        return key
    return bare_name(name) if place.row == "class" else "total" if place.row == "subtotal" else place.row


def _known(known: Known, table: str, key: str, column: str, value: Decimal) -> bool:
    """Whether another place confirms a figure in a column; a budget figure that equals the outturn stands in its column."""
    columns = (column, column.replace("budget.", "outturn.", 1))
    return any(abs(value - other) <= CLOSE for name in columns for other in known.get((table, key, name), ()))


def _placement_findings(
    document: str, layout: Layout, groups: Sequence[Sequence[Cell]], rows: Sequence[Row]
) -> list[dict[str, Any]]:
    """One finding for a table whose printed columns were wrong, one for each row whose columns stay open."""
    found = []
    moved = [(group[0], row) for group, row in zip(groups, rows, strict=True) if row.how == "corrected"]
    if moved:
        first, names = moved[0][0], "、".join(group.code or group.name for group, _ in moved)
        about = (layout.table, names, first)
        found.append(noted(document, "column_shifted", *about, printed=first.printed, rows=len(moved)))
    for group, row in zip(groups, rows, strict=True):
        if row.chosen is None or "" in row.chosen or row.how == "unsolved":
            cell, printed = group[0], " ".join(one.printed for one in group)
            about = (layout.table, cell.code or cell.name, cell)
            found.append(noted(document, "column_unclear", *about, printed=printed))
    return found


Placed = TypeVar("Placed", bound=AmountRow)


@dataclass(frozen=True)
class Cells(Generic[Placed]):
    """The rows of `amounts` of one document, found by where they stand."""

    rows: Sequence[Placed]

    @cached_property
    def placed(self) -> Sequence[Placed]:
        """Money cells that have a column and a readable amount."""
        return [row for row in self.rows if row.amount is not None and row.measure]

    def of(self, table: str, panel: str | None = None) -> list[Placed]:
        """The cells of a table, or of one of its panels."""
        return [row for row in self.placed if row.table == table and panel in (None, row.panel)]

    @cached_property
    def _index(self) -> dict[tuple[str, str, str, str], Placed]:
        found: dict[tuple[str, str, str, str], Placed] = {}
        for row in self.placed:
            for key in (_row_of(row), "" if row.code else bare_name(row.name)):
                found.setdefault((row.table, row.panel, key, row.measure), row)
        return found

    def cell(self, table: str, key: str, measure: str, panel: str = "") -> Placed | None:
        """A cell by its table, row (code, or without one `total`, `subtotal` or bare name), measure and panel."""
        return self._index.get((table, panel, key, measure))

    def first(self, places: Iterable[Place]) -> Placed | None:
        """The cell of the first of several places that is printed."""
        cells = (self.cell(one.table, one.row, one.measure, one.panel) for one in places)
        return next((cell for cell in cells if cell), None)


def _row_of(row: AmountRow) -> str:
    if row.code:
        return row.code
    return row.level if row.level in ("total", "subtotal") else bare_name(row.name)

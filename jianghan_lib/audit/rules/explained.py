"""What a document must print and explain: its tables, and each subject of them in the narrative."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from jianghan_lib.audit.evidence import CENT, Check, Evidence, Remark, Titled, agreed, level_of
from jianghan_lib.audit.messages import remark
from jianghan_lib.audit.rules import BUDGET, FINAL, of_disclosure
from jianghan_lib.audit.rules.names import fiscal_year
from jianghan_lib.base.rows import CompletionRow
from jianghan_lib.base.text import name_key
from jianghan_lib.reference.classification import codes_named, official
from jianghan_lib.vocabulary import word

# Fewer items than these are examples.
FEW = 3


@of_disclosure("subjects_explained", "决算表各项在说明中均有分析", kinds=FINAL, touches="completion", needs="F05")
def subjects_named(evidence: Evidence) -> Iterator[Check | Remark]:
    """Each item of the expenditure table is explained in the narrative, and each explained one stands in the table."""
    items = [row for row in evidence.tables["completion"] if row.level == "item"]
    codes = {code for row in items for code in row.code.split(";") if code}
    cells = {cell.code: cell for cell in evidence.cells("F05") if cell.level == "item" and cell.measure == "total"}
    if not items or not cells:
        told = items or _items_told(evidence)
        yield from (found for row in told if (found := _turned(row, fiscal_year(evidence))) is not None)
        return
    open_cells = [cell for code, cell in cells.items() if code not in codes]
    for code, cell in cells.items():
        if code in codes:
            yield agreed("F05", cell)
    meant: set[str] = set()
    for row in items:
        if not row.code:
            other = _meant(row, open_cells)
            meant.update([other.code] if other else [])
            yield _otherwise(row, other) if other else _nowhere(row)
    yield from (_unexplained(cell) for cell in open_cells if cell.code not in meant and cell.amount)


def _meant(row: CompletionRow, cells: Sequence[Titled]) -> Titled | None:
    """The one row of the table that an item of the narrative means: of its name, else of its outturn."""
    named = [cell for cell in cells if name_key(cell.name) == name_key(row.item_name)]
    if not named and row.outturn:
        named = [cell for cell in cells if abs(cell.amount - row.outturn) <= CENT * 2]
    return named[0] if len(named) == 1 else None


def _otherwise(row: CompletionRow, cell: Titled) -> Remark:
    """An item that the narrative calls otherwise than the table: by its own name, or that of its class or section."""
    told = "/".join(text for text in (row.class_name, row.section_name, row.item_name) if text)
    words = {"told": told, "title": cell.title, "at": cell.line, "code": cell.code}
    return remark("subjects_explained/otherwise", "narrative", row.item_name, row, row.item_name, cell.name, **words)


def _turned(row: CompletionRow, year: int) -> Remark | None:
    """Without the table: an item whose name no classification has, but with its characters in another order."""
    if not row.item_name or codes_named(row.item_name, "functional"):
        return None
    key = sorted(name_key(row.item_name))
    meant = next((name for name in official(year).values() if sorted(name_key(name)) == key), "")
    place = ("narrative", row.item_name, row, row.item_name)
    return remark("subjects_explained/turned", *place, meant) if meant else None


def _nowhere(row: CompletionRow) -> Remark:
    return remark("subjects_explained/nowhere", "narrative", row.item_name, row, row.item_name)


def _unexplained(cell: Titled) -> Remark:
    words = {"title": cell.title, "name": cell.name, "amount": cell.amount}
    return remark("subjects_explained", cell.table, cell.code, cell, cell.printed, **words)


@of_disclosure("items_explained", "预算各项在说明中均有说明", kinds=BUDGET, touches="completion", needs="B05-1")
def items_explained(evidence: Evidence) -> Iterator[Check | Remark]:
    """A budget that goes through the items of its table explains each of them, by the name that the table gives it."""
    cells = {
        cell.code: cell
        for cell in evidence.cells("B05-1")
        if len(cell.code) == 7 and cell.measure == "total" and cell.amount
    }
    told = _items_told(evidence)
    codes = {row.item for row in evidence.tables["changes"]} & cells.keys()
    open_cells = [cell for code, cell in cells.items() if code not in codes and not _is_told(cell, told, cells)]
    known = {name_key(cell.name) for cell in evidence.cells("B05-1") if len(cell.code) == 7}
    meant = {id(row): _meant(row, open_cells) for row in told if name_key(row.item_name) not in known}
    yield from (_otherwise(row, found) for row in told if (found := meant.get(id(row))) is not None)
    if max(len(told), len(codes)) < FEW:
        return  # a text on an item or two goes through none of them; a name of it may still be mistyped
    named = {found.code for found in meant.values() if found}
    yield from (agreed("B05-1", cell) for cell in cells.values() if cell not in open_cells)
    yield from (_unexplained(cell) for cell in open_cells if cell.code not in named)


def _items_told(evidence: Evidence) -> list[CompletionRow]:
    """The items that the narrative goes through, each with its levels and its amount; also by a wrong mark of its section."""
    found: list[CompletionRow] = []
    for figures in evidence.about("item"):
        level = level_of(figures)
        if level is not None:
            top, section, item = ["", "", *level.subject.split("/")][-3:]
            names = CompletionRow(
                class_name=top, section_name=section, item_name=item, line=level.line, page=level.page
            )
            found.append(replace(names, outturn=level.amount))
    for one in evidence.particulars("level_mark"):
        found.append(CompletionRow(section_name=one.subject, item_name=one.name, line=one.line, page=one.page))
    return found


def _is_told(cell: Titled, told: Sequence[CompletionRow], cells: Mapping[str, Titled]) -> bool:
    """Whether an item is told by its name: of several of one name, by its amount, or where all of them are told."""
    key = name_key(cell.name)
    mine = [row for row in told if name_key(row.item_name) in (key, key + "支出")]
    alike = [other for other in cells.values() if name_key(other.name) == key]
    distinct = {(row.section_name, row.outturn) for row in mine}
    exact = any(row.outturn is not None and abs(row.outturn - cell.amount) <= CENT * 2 for row in mine)
    return exact or len(distinct) >= len(alike)


@of_disclosure("tables_published", "法定报表齐全", touches="documents")
def tables_published(evidence: Evidence) -> Iterator[Check | Remark]:
    """The statutory tables are in the document."""
    row = evidence.tables["documents"][0]
    found, missing = (list(filter(None, names.split(";"))) for names in (row.tables_found, row.tables_missing))
    for table in found:
        yield agreed(table, row)
    if missing:
        titles = [word(table) for table in missing]
        yield remark("tables_published", "documents", missing[0], row, ";".join(missing), titles=titles)

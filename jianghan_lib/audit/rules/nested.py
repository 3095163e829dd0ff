"""Rows of budget tables within each other: units by their codes, projects by type and unit, lines by their numbering."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from jianghan_lib.audit.evidence import Check, Evidence, Remark, Titled
from jianghan_lib.audit.rules import BUDGET, of_forms
from jianghan_lib.audit.rules.tables import add_up
from jianghan_lib.reference.identities import identities

UNITS = ("B02", "B05-2")


def columns(evidence: Evidence, table: str) -> Iterator[list[Titled]]:
    """The cells of each column of a table, from top to bottom."""
    found: dict[tuple[str, str], list[Titled]] = defaultdict(list)
    for cell in evidence.cells(table):
        found[cell.panel, cell.measure].append(cell)
    for cells in found.values():
        yield sorted(cells, key=lambda cell: cell.row)


@of_forms("units_add_up", "所属单位相加等于合计", kinds=BUDGET, touches="amounts", needs="B02")
def units(evidence: Evidence) -> Iterator[Check | Remark]:
    """A unit's row is the sum of the units whose codes begin with its own; the total that of the first ones."""
    for table in UNITS:
        for cells in columns(evidence, table):
            coded = {cell.code: cell for cell in cells if cell.code}
            below: dict[str, list[Titled]] = defaultdict(list)
            for code, cell in coded.items():
                above = [other for other in coded if other != code and code.startswith(other)]
                below[max(above, key=len, default="")].append(cell)
            for code, parts in below.items():
                head = coded[code] if code else next((cell for cell in cells if cell.level == "total"), None)
                if head is not None:
                    yield add_up(table, head, parts, "所属单位之和", "the sum of its units")


@of_forms("project_rows", "各项目相加等于合计", kinds=BUDGET, touches="amounts", needs="B10")
def projects(evidence: Evidence) -> Iterator[Check | Remark]:
    """The project table: a type and a unit are the sums of the projects below them, the total that of all."""
    for cells in columns(evidence, "B10"):
        listed = [cell for cell in cells if cell.level == "row"]
        for place, head in enumerate(cells):
            if head.level == "total" and listed:
                yield add_up("B10", head, listed, "各项目之和", "the sum of all projects")
            elif head.level == "subtotal" and listed:
                yield add_up(
                    "B10", head, _below(head, cells[place + 1 :], listed), "所列项目之和", "the sum of its projects"
                )


def _below(head: Titled, after: Sequence[Titled], listed: Sequence[Titled]) -> list[Titled]:
    """Projects under a heading: to the next one of its kind; a department that names units of its own has them all."""
    is_type = bool(re.fullmatch(r"\d+.*", head.name))
    found: list[Titled] = []
    for cell in after:
        ends = cell.level == "subtotal" and (is_type or not re.fullmatch(r"\d+.*", cell.name)) and found
        if ends:
            break
        if cell.level == "row":
            found.append(cell)
    whole = sum(cell.amount for cell in listed)
    return list(listed) if not is_type and head.amount == whole else found


@of_forms("numbered_rows", "各行相加等于本年收支与总计", kinds=BUDGET, touches="amounts", needs="B04")
def numbered(evidence: Evidence) -> Iterator[Check | Remark]:
    """A row numbered 一、 is the sum of its （一）, （二）…; the closing row that of 一、 and 二、."""
    for cells in columns(evidence, "B04"):
        heads = [cell for cell in cells if re.match(r"[一二三四五六七八九十廿]+、", cell.name)]
        for place, head in enumerate(heads):
            end = heads[place + 1].row if place + 1 < len(heads) else cells[-1].row + 1
            inside = [cell for cell in cells if head.row < cell.row < end]
            parts = [cell for cell in inside if re.match(r"[（(][一二三四五六七八九十廿]+[）)]", cell.name)]
            if parts:
                yield add_up("B04", head, parts, "各行之和", "the sum of its rows")
        total = next((cell for cell in cells if cell.level == "total"), None)
        if total is not None and heads:
            yield add_up("B04", total, heads, "各部分之和", "the sum of its parts")


@of_forms("both_sides", "收入总计等于支出总计", touches="amounts")
def both_sides(evidence: Evidence) -> Iterator[Check | Remark]:
    """Total revenue is total expenditure, where a table prints both."""
    for identity in identities("both_sides"):
        left, right = evidence.first([identity.left]), evidence.first([identity.right])
        if left and right:
            yield add_up(identity.left.table, left, [right], "支出总计", "total expenditure")

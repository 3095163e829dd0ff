"""Documents of one department for neighbouring years -> rows of `changes` that take each year from its own document."""

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any

from jianghan_lib.base.findings import noted
from jianghan_lib.base.money import CENT, close, readable_amount, show
from jianghan_lib.base.places import place_of
from jianghan_lib.base.rows import AmountRow, ChangeRow, DocumentRow
from jianghan_lib.build.amounts import Cells
from jianghan_lib.build.statements import OF_OUTTURN, settled
from jianghan_lib.reference.identities import told
from jianghan_lib.vocabulary import word

Findings = list[dict[str, Any]]
BASIS = "two_documents"
UNCLEAR = "unclear"
# So many of the other documents of a year are named; where there are hundreds, the rest is a number.
NAMED = 5
# Where a quantity stands, first table that has it: of its level in the year.
QUANTITIES = {
    topic: places
    for (topic, role), places in told("narrative_totals", "narrative_three_public").items()
    if role in ("", "amount")
}
# The tables whose rows are the subjects of the general public budget.
SUBJECTS = ("F05", "B05-1")


@dataclass(frozen=True, slots=True)
class Printed:
    """An amount in 万元 with its name and place."""

    name: str
    amount: Decimal | None
    line: int
    page: int | None
    at: str = ""


@dataclass(frozen=True)
class Year:
    """What a document gives for its year: its row of `documents`, the amounts it prints by item, and by item and prior
    year what its changes say the prior year's amount was; what a budget is measured from that was executed is no budget.
    """

    document: DocumentRow
    amounts: Mapping[str, Printed]
    stated: Mapping[tuple[str, int | None], Printed]

    @property
    def year(self) -> int:
        return self.document.fiscal_year


def year_of(tables: Mapping[str, Sequence[Mapping[str, Any]]]) -> Year:
    """The tables of a document -> what a comparison with another year needs of them."""
    (document,) = (DocumentRow(**row) for row in tables["documents"])
    changes = (ChangeRow(**row) for row in tables["changes"])
    stated = {
        (sys.intern(row.item), row.prior_year): Printed("", row.prior_amount, row.line, row.page)
        for row in changes
        if row.basis != OF_OUTTURN
    }
    return Year(document, _amounts(Cells([AmountRow(**row) for row in tables["amounts"]])), stated)


def join_years(documents: Iterable[Year]) -> tuple[list[ChangeRow], Findings]:
    """Every document's year -> changes between documents of neighbouring years, and findings on years that two documents claim.

    Two documents are of one department where place, name without the place, kind and scope agree. Amounts are those of the
    statutory tables in 万元; a row belongs to the later document and its line. What the later document compares itself has
    its row already; where a final account's comparison implies another amount than the earlier one prints, that is a finding.
    """
    rows: list[ChangeRow] = []
    findings: Findings = []
    for years in _departments(documents).values():
        for found in years.values():
            names = [one.document.document_id for one in found]
            findings += [row for one in found for row in claimed(one.document, names, len(names)) if len(names) > 1]
        single = {year: found[0] for year, found in years.items() if len(found) == 1}
        for earlier, later in pairwise(sorted(single)):
            if later == earlier + 1:
                changes, restated = compared(single[earlier], single[later])
                rows += changes
                findings += restated
    return rows, findings


def _departments(documents: Iterable[Year]) -> dict[tuple[str, ...], dict[int, list[Year]]]:
    """Documents by department, kind and scope, then by year."""
    found: dict[tuple[str, ...], dict[int, list[Year]]] = {}
    for one in documents:
        found.setdefault(department_of(one.document), {}).setdefault(one.year, []).append(one)
    return found


def compared(earlier: Year, later: Year) -> tuple[list[ChangeRow], Findings]:
    """Two neighbouring years of a department -> the changes between them, and what the later document says otherwise."""
    changes = list(_changes(earlier, later))
    return [row for row in changes if (row.item, row.prior_year) not in later.stated], _restated(later, changes)


def department_of(document: DocumentRow) -> tuple[str, ...]:
    """A row of `documents` -> what the documents of one department, of one kind and scope, have in common.

    A document whose scope is unclear has it with no other: another year's may be of more money, or of less.
    """
    place, name = document.district, document.department
    own = name.rpartition(place)[2] if place else name
    scope = document.scope
    # A department without units below it has one account, whatever its title calls it.
    whose = document.document_id if scope == UNCLEAR else "department" if scope == "alone" else scope
    return (document.admin_code, own, document.kind, whose)


def claimed(about: DocumentRow, names: Sequence[str], count: int) -> Findings:
    """The finding for one of `count` documents of a department for one year, of which none is compared; `names`: the first of them."""
    others = [name for name in names if name != about.document_id][:NAMED]
    more = [f"+{count - 1 - len(others)}"] if count - 1 > len(others) else []
    place = (about.document_id, "year_claimed_twice", "documents", about.department, about)
    return [noted(*place, others=", ".join([*others, *more]), year=about.fiscal_year)]


def _restated(later: Year, joined: Sequence[ChangeRow]) -> Findings:
    """Findings on amounts of the earlier year that a final account implies otherwise than that year's own printed them."""
    if later.document.kind != "final_account":
        return []  # a budget may be compared with the execution of the year before
    rows: Findings = []
    for row in joined:
        said = later.stated.get((row.item, row.prior_year))
        if said is None or said.amount is None or close(said.amount, row.prior_amount, CENT * 3):
            continue
        prior, place = row.prior_amount, (row.document_id, "prior_year_restated", "narrative", row.name, said)
        words: dict[str, Any] = {"item": row.item, "year": row.prior_year, "own": readable_amount(prior)}
        found = noted(*place, printed=readable_amount(said.amount), expected=show(prior), **words)
        rows.append(found | {"difference": said.amount - prior, "unit": "万元"})
    return rows


def _changes(earlier: Year, later: Year) -> Iterator[ChangeRow]:
    """What both documents print, compared."""
    for item, row in later.amounts.items():
        if item not in earlier.amounts:
            continue
        change = ChangeRow(
            document_id=later.document.document_id,
            item=item,
            name=word(item) if item in QUANTITIES else row.name,
            prior_year=earlier.year,
            year=later.year,
            prior_amount=earlier.amounts[item].amount,
            prior_amount_at=f"{earlier.document.document_id} {earlier.amounts[item].at}",
            amount=row.amount,
            amount_at=row.at,
            basis=BASIS,
            line=row.line,
            page=row.page,
        )
        yield settled(change)


def _amounts(cells: Cells[AmountRow]) -> dict[str, Printed]:
    """The quantities and subjects that a document's tables print, by item."""
    found: dict[str, Printed] = {}
    for item, places in QUANTITIES.items():
        if cell := cells.first(places):
            found[item] = _printed(cell)
    for table in SUBJECTS:
        for cell in cells.of(table):
            if cell.code and cell.measure == "total":
                found.setdefault(sys.intern(cell.code), _printed(cell))
    return found


def _printed(cell: AmountRow) -> Printed:
    return Printed(
        sys.intern(cell.name),
        cell.amount,
        cell.line,
        cell.page,
        place_of(cell.line, cell.page, cell.box),
    )

"""Parts within the whole: subjects and expenses of one kind of funds against the table of all."""

from collections.abc import Iterator

from jianghan_lib.audit.evidence import CENT, Check, Evidence, Remark, Titled, agreed
from jianghan_lib.audit.messages import compared, remark
from jianghan_lib.audit.rules import of_forms
from jianghan_lib.base.text import class_key
from jianghan_lib.reference.identities import identities


@of_forms("part_of_the_whole", "分项资金的科目列在支出总表中，且不大于它", touches="amounts")
def part_of_the_whole(evidence: Evidence) -> Iterator[Check | Remark]:
    """A subject of one kind of funds stands in the table of all expenditure, with no less than it spends there."""
    for table, whole_table in dict.fromkeys(
        (one.left.table, one.right.table) for one in identities("part_of_the_whole")
    ):
        codes = {cell.code for cell in evidence.cells(whole_table) if cell.code}
        for cell in evidence.cells(table):
            if not cell.code or not codes:
                continue
            whole = evidence.cell(whole_table, cell.code, cell.measure)
            if cell.code not in codes:
                if cell.measure == "total" and cell.amount and not _under_another_code(evidence, cell, whole_table):
                    yield _not_there(cell, evidence.title(whole_table))
            elif whole is not None and cell.amount > whole.amount:
                yield _over(cell, whole)
            elif whole is not None:
                yield agreed(table, cell)


def _under_another_code(evidence: Evidence, cell: Titled, table: str) -> bool:
    """Whether a table prints the name of a cell in the same section: which code is mistyped is told by `name_codes`."""
    return any(
        other.code[:-2] == cell.code[:-2] and class_key(other.name) == class_key(cell.name)
        for other in evidence.cells(table)
        if len(other.code) == 7
    )


def _not_there(cell: Titled, whole: str) -> Remark:
    words = {"title": cell.title, "name": cell.name, "whole": whole}
    return remark("part_of_the_whole", cell.table, cell.code, cell, cell.code, **words)


def _over(cell: Titled, whole: Titled) -> Check:
    place, words = (cell.table, cell.code, cell, cell.amount, whole.amount), {"title": whole.title, "at": whole.line}
    return compared("part_of_the_whole/more", *place, words=words, slack=CENT * 2)


# What only the general public budget pays, and the tables of funds.
OF_GENERAL, OF_FUNDS = ("20805", "21011", "22102"), ("F07", "F08", "B08", "B09")


@of_forms("fund_tables", "政府性基金、国有资本经营预算表不列一般公共预算科目", touches="amounts")
def fund_tables(evidence: Evidence) -> Iterator[Check | Remark]:
    """The table of a fund prints no pensions, health care and housing of staff: it is another table under that title."""
    for table in OF_FUNDS:
        cells = [cell for cell in evidence.cells(table) if cell.code and cell.amount]
        wrong = [cell for cell in cells if cell.code.startswith(OF_GENERAL) and len(cell.code) > CLASS]
        if wrong:
            words = {"title": wrong[0].title, "name": wrong[0].name}
            yield remark("fund_tables", table, evidence.title(table), wrong[0], wrong[0].code, **words)
        else:
            yield from (agreed(table, cell) for cell in cells[:1])


CLASS = 3


@of_forms("three_public_rows", "基本支出的“三公”科目不大于“三公”经费", touches="amounts", needs="F06;F09;B06;B07")
def three_public_rows(evidence: Evidence) -> Iterator[Check | Remark]:
    """Basic expenditure on travel, vehicles and hospitality is within the three public expenses, which projects may pay too."""
    for identity in identities("three_public_rows"):
        basic, whole = evidence.first([identity.left]), evidence.first([identity.right])
        if basic and whole and basic.amount > whole.amount + CENT * 2:
            place = (basic.table, basic.code, basic, basic.amount, whole.amount)
            yield compared("three_public_rows", *place, words={"title": whole.title})
        elif basic and whole:
            yield agreed(basic.table, basic)

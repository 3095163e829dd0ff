"""What explains a difference that a rule found: the base that was meant, the part that was left out."""

import re
from collections.abc import Iterable
from decimal import Decimal

from jianghan_lib.audit.evidence import CENT, Evidence
from jianghan_lib.audit.slips import explains
from jianghan_lib.base.money import readable, readable_amount, to_wan
from jianghan_lib.base.rows import CompletionRow, Row
from jianghan_lib.base.text import class_key, short

Words = tuple[str, str]
NONE = ("", "")
# Of more addends that may be meant, none is.
FEW = 6
# Lines within which another figure may be the base that was meant; the totals of the document may be it anywhere.
BESIDE = 16
TOTALS = ("project", "basic", "expenditure", "revenue", "general_public_budget_expenditure")


def other_base(evidence: Evidence, printed: Row, part: Decimal, rate: Decimal, slack: Decimal) -> Words:
    """The figure that gives the printed rate, where there is just one: the base that was taken."""
    if not rate or not part:
        return NONE
    found: dict[Decimal, int] = {}
    for amount, line, anywhere in _amounts(evidence):
        if anywhere or (abs(line - printed.line) <= BESIDE and amount != part):
            found.setdefault(amount, line)
    apart = {base: abs(abs(part / base) - rate) for base in found if base}
    bases = [base for base in apart if apart[base] <= slack]
    # Of several that round to the printed rate, the one that gives it exactly.
    bases = bases if len(bases) == 1 else [base for base in bases if not apart[base]]
    if len(bases) != 1:
        return NONE
    shown, own = readable_amount(bases[0]), readable_amount(part)
    return (
        f"印的比率是以{shown}（第{found[bases[0]]}行）为基数：{own}÷{shown}",
        f"the printed rate has another base: {own} / {shown} (line {found[bases[0]]})",
    )


def _amounts(evidence: Evidence) -> Iterable[tuple[Decimal, int, bool]]:
    """The amounts that the text prints: each with its line, and whether it is a total that may be meant anywhere."""
    for row in evidence.tables["statements"]:
        if row.amount:
            yield row.amount, row.line, row.topic in TOTALS and not row.subject
    for one in evidence.particulars("beside"):
        if readable(one.printed):
            yield to_wan(one.printed, one.name), one.line, bool(one.subject)


def missing_use(evidence: Evidence, lack: Decimal, listed: Iterable[str], slack: Decimal) -> Words:
    """What a list of the uses of project expenditure leaves out: the one project or subject that has the missing amount."""
    names = {short(name) for name in listed}
    column = "executed" if any(row.executed is not None for row in evidence.tables["projects"]) else "budget"
    candidates = [
        (row.project, getattr(row, column), row.line)
        for row in evidence.tables["projects"]
        if getattr(row, column) is not None and short(row.project) not in names
    ]
    candidates += [
        (cell.name, cell.amount, cell.line)
        for table in ("F05", "B05-1")
        for cell in evidence.cells(table)
        if cell.measure == "project" and len(cell.code) == 7
    ]
    candidates += [
        (row.item_name or row.class_name, row.outturn, row.line)
        for row in evidence.tables["completion"]
        if row.level != "department" and row.basis == "all" and row.outturn is not None
    ]
    return _the_one(candidates, lack, slack, "没有列出的可能是", "what is left out may be")


def missing_subject(rows: Iterable[CompletionRow], column: str, difference: Decimal, slack: Decimal) -> Words:
    """The one subject whose amount is the difference between a total and its items, or is it but for one digit."""
    named = [(row.item_name or row.class_name, getattr(row, column), line_of(row, column)) for row in rows]
    found = _the_one(named, abs(difference), slack, "差额等于", "the difference is that of")
    return found if found != NONE else slipped(named, -difference)


def line_of(row: Row, column: str) -> int:
    """The line on which a figure of a row is printed."""
    at = re.search(r"L(\d+)", getattr(row, f"{column}_at", ""))
    return int(at[1]) if at else int(row.line)


def slipped(addends: Iterable[tuple[str, Decimal, int]], excess: Decimal) -> Words:
    """The addends of a sum of which one other digit would take its excess away; nothing where too many would."""
    meant = {line: name for name, amount, line in addends if explains(amount, excess)}
    if not 0 < len(meant) <= FEW:
        return NONE
    lines, names = "、".join(map(str, meant)), "、".join(dict.fromkeys(meant.values()))
    return f"可能是{names}（第{lines}行）有误", f"perhaps {names} is wrong (line {lines})"


def _the_one(
    candidates: Iterable[tuple[str, Decimal, int]], wanted: Decimal, slack: Decimal, zh: str, en: str
) -> Words:
    found = {
        class_key(name): (name, amount, line)
        for name, amount, line in candidates
        if amount and abs(amount - wanted) <= max(slack, CENT * 2)
    }
    if wanted <= 0 or len(found) != 1:
        return NONE
    name, amount, line = next(iter(found.values()))
    shown = readable_amount(amount)
    return f"{zh}“{name}”{shown}万元（第{line}行）", f"{en} {name}, {shown} (line {line})"


def projects_budget(evidence: Evidence, value: Decimal) -> Words:
    """The budgets of all projects, where a form prints them in place of what was spent."""
    budgets = [row.budget for row in evidence.tables["projects"] if row.budget is not None]
    summed = sum(budgets, Decimal(0))
    if len(budgets) < 2 or abs(summed - value) > CENT * (len(budgets) + 1):
        return NONE
    return (
        f"它等于{len(budgets)}个项目全年预算数之和，印成了预算数",
        f"it is the sum of the budgets of {len(budgets)} projects: a budget in place of expenditure",
    )

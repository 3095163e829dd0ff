"""What the words of the narrative give away: units, lists that do not add up."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import partial
from typing import Any

from jianghan_lib.audit.evidence import CENT, Check, Evidence, Remark, Side, Titled
from jianghan_lib.audit.messages import compared, remark
from jianghan_lib.audit.rules import BUDGET, FINAL, of_disclosure
from jianghan_lib.audit.rules.budget_forms import core
from jianghan_lib.audit.rules.hints import missing_use
from jianghan_lib.base.rows import ProjectRow, StatementRow
from jianghan_lib.base.text import class_key, short
from jianghan_lib.vocabulary import word

# Lines within which a document states project expenditure in two ways before it lists what it was used for.
NEAR = 12
# A sum of so many parts names their lines.
NAMED = 15


@of_disclosure("unit_slip", "同一数字单位一致", touches="changes")
def units(evidence: Evidence) -> Iterator[Check | Remark]:
    """The same digits in CNY 10 000 (万元) and in CNY (元) in one statement: one of the units is a slip."""
    for figures in evidence.statements:
        money = [row for row in figures.values() if row.amount is not None and row.role != "change"]
        for row in money:
            if re.search(r"\d元$", row.printed):
                twin = next((other for other in money if other.printed == row.printed[:-1] + "万元"), None)
                if twin:
                    yield remark("unit_slip", "narrative", word(row.topic), row, row.printed, twin.printed)


@of_disclosure("uses_add_up", "项目支出用途相加等于项目支出", touches="projects")
def parts_of_expenditure(evidence: Evidence) -> Iterator[Check | Remark]:
    """What project expenditure was mainly used for adds up to project expenditure."""
    projects = [
        figures["amount"]
        for figures in evidence.about("project")
        if "amount" in figures and not next(iter(figures.values())).subject
    ]
    spending = [figures["amount"] for figures in evidence.about("spending") if "amount" in figures]
    heads = [row for row in projects if row.amount is not None]
    lists: dict[int, list[StatementRow]] = {}
    for row in spending:
        before = [head.line for head in heads if head.line <= row.line]
        if before and row.amount is not None:
            lists.setdefault(before[-1], []).append(row)
    if not lists:
        return
    begun, listed = max(lists.items(), key=lambda pair: len(pair[1]))
    if len(listed) < 3:
        return
    summed = sum((row.amount for row in listed), Decimal(0))
    lines = "、".join(dict.fromkeys(str(row.line) for row in listed)) if len(listed) <= NAMED else ""
    at_zh, at_en = (f"（第{lines}行）", f" (lines {lines.replace('、', ', ')})") if lines else ("", "")
    near = [head for head in heads if begun - NEAR <= head.line <= begun]
    head = min(near, key=lambda row: abs(row.amount - summed))
    left_out = partial(
        missing_use, evidence, head.amount - summed, [row.subject for row in listed], CENT * (len(listed) + 1)
    )
    # What it was "mainly" used for may leave something out; it cannot be more than the whole.
    severity, words = "error" if summed > head.amount else "warning", {"count": len(listed), "at": (at_zh, at_en)}
    how: dict[str, Any] = {"addends": len(listed), "where_en": word("project", "en"), "hint": left_out}
    place = ("narrative", "项目支出", head, head.amount, summed)
    yield compared("uses_add_up", *place, words=words, severity=severity, **how)


@of_disclosure("uses_of_projects", "用途所列项目或科目的金额与各处一致", touches="projects")
def uses(evidence: Evidence) -> Iterator[Check | Remark]:
    """A use of project expenditure that names a project, or a subject of the table, has that one's amount."""
    column = "executed" if evidence.kind == FINAL else "budget"
    projects: dict[str, list[ProjectRow]] = defaultdict(list)
    for row in evidence.tables["projects"]:
        projects[short(row.project)].append(row)
    by_core: dict[str, list[ProjectRow]] = defaultdict(list)
    for row in evidence.tables["projects"]:
        by_core[core(row.project)].append(row)
    for figures in evidence.about("spending"):
        use = figures.get("amount")
        if use is None or use.amount is None:
            continue
        named = projects.get(short(use.subject), [])
        # Budgets list their projects by shorter names than the table of projects; uses of an account may be subjects.
        named = named or (by_core.get(core(use.subject), []) if evidence.kind == BUDGET else [])
        if len(named) == 1 and getattr(named[0], column) is not None:
            words = ("执行数", "executed") if column == "executed" else ("预算", "budget")
            yield _use(
                use,
                getattr(named[0], column),
                f"第{named[0].line}行的{words[0]}为",
                f"{words[1]} in line {named[0].line}",
            )
        elif cells := _of_subject(evidence, use.subject):
            nearest = min(cells, key=lambda cell: abs(cell.amount - use.amount))
            yield _use(
                use,
                nearest.amount,
                f"{nearest.title}（第{nearest.line}行）为",
                f"{nearest.title} (line {nearest.line})",
            )


def _of_subject(evidence: Evidence, name: str) -> list[Titled]:
    """Project and total expenditure of the one subject of F05 that has this name."""
    cells = [cell for cell in evidence.cells("F05") if cell.code and class_key(cell.name) == class_key(name)]
    return [cell for cell in cells if cell.measure in ("project", "total")] if _one_subject(cells) else []


def _one_subject(cells: Sequence[Titled]) -> bool:
    """Whether all are of one subject; a section with a single item may have its name."""
    codes = sorted({cell.code for cell in cells}, key=len)
    return bool(codes) and all(code.startswith(codes[0]) for code in codes)


def _use(use: StatementRow, expected: Decimal, zh: str, en: str) -> Check:
    printed = Side("文字说明中为", "in the narrative", use.amount, use.printed)
    return Check("narrative", use.subject, use, printed, Side(zh, en, expected))

"""Target forms of a budget against its project table and the classification."""

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from jianghan_lib.audit.evidence import CENT, Check, Evidence, Remark, Row, Side, agreed
from jianghan_lib.audit.rules import BUDGET, rule
from jianghan_lib.audit.rules.projects import amount_of, forms_of
from jianghan_lib.base.money import readable_amount
from jianghan_lib.forms.records import Project

METHOD = "项目支出绩效评价管理办法"


@rule(
    "budget_forms",
    METHOD,
    "项目表与目标表一致，明细相加等于预算",
    "target forms agree with the project table",
    kinds=(BUDGET,),
    touches=("projects",),
    needs=("B10",),
)
def forms_of_budget(evidence: Evidence) -> Iterator[Check | Remark]:
    """Each project of the project table has its target form, with the same budget; the forms' costs add up."""
    table = evidence.title("B10")
    rows = [row for row in evidence.tables["projects"] if "B10" in row["sources"].split(";")]
    forms = forms_of(evidence, "B12")
    if not rows or not forms:
        return
    # A form that lost its head has no facts but its costs.
    formed = {fact.project for fact in evidence.facts("cost")}
    headless = [amount_of(fact) for fact in evidence.facts("cost") if not fact.project]
    unnamed = sum((value for value in headless if value is not None), Decimal(0))
    for row in rows:
        facts = forms.get(row["project"])
        if facts is None and (row["project"] in formed or (row["budget"] and row["budget"] == unnamed)):
            # It is told by itself, by the costs of just this budget.
            continue
        if facts is None:
            zh, en = f"“{row['project']}”没有绩效目标表", f"{row['project']} has no target form"
            yield Remark("B12", row["project"], row["line"], row["page"], row["project"], zh, en, "warning")
            continue
        value = amount_of(facts["budget"]) if "budget" in facts else None
        if value is not None and row["budget"] is not None:
            yield _budget_check(row["project"], facts["budget"], value, row["budget"], f"{table}为", table)
    costs: dict[str, list[Project]] = defaultdict(list)
    for fact in evidence.facts("cost"):
        costs[fact.project].append(fact)
    for name, lines in costs.items():
        whole = amount_of(forms[name]["budget"]) if name in forms and "budget" in forms[name] else None
        values = [amount_of(line) for line in lines]
        if whole is not None and all(value is not None for value in values):
            summed = sum((value for value in values if value is not None), Decimal(0))
            yield _budget_check(
                name, forms[name]["budget"], whole, summed, "支出明细之和为", "its cost lines add up to", len(values)
            )


def _budget_check(
    name: str, fact: Project, value: Decimal, expected: Decimal, zh: str, en: str, addends: int = 1
) -> Check:
    sides = Side("项目当年预算印为", "budget of the year printed", value), Side(zh, en, expected)
    return Check("B12", name, fact.line, fact.page, *sides, CENT * (addends + 1))


@rule(
    "cost_subjects",
    "政府收支分类科目",
    "支出明细科目在报表中",
    "costs are charged to subjects of the tables",
    kinds=(BUDGET,),
    touches=("projects",),
    needs=("B03",),
)
def cost_subjects(evidence: Evidence) -> Iterator[Check | Remark]:
    """The subject code that a cost line is charged to stands in the department's tables."""
    printed, table = {cell["code"] for cell in evidence.cells("B03")}, evidence.title("B03")
    seen: set[tuple[str, str]] = set()
    for fact in evidence.facts("cost"):
        found = re.search(r"(?<!\d)(2\d{6})(?!\d)", fact.detail)
        if not found or not printed or (fact.project, found.group(1)) in seen:
            continue
        seen.add((fact.project, found.group(1)))
        if found.group(1) not in printed:
            zh = f"“{fact.project}”支出明细使用科目{found.group(1)}，{table}没有这一科目"
            en = f"{fact.project}: costs are charged to {found.group(1)}, which {table} does not carry"
            yield Remark(
                "B12",
                fact.project or found.group(1),
                fact.line,
                fact.page,
                found.group(1),
                zh,
                en,
                "error",
            )
        else:
            yield agreed("B12", {"line": fact.line, "page": fact.page})


@rule(
    "charged_elsewhere",
    "政府收支分类科目",
    "支出明细列入所属的科目",
    "costs are charged to the subject that has them",
    kinds=(BUDGET,),
    touches=("projects",),
    needs=("B03",),
)
def charged_elsewhere(evidence: Evidence) -> Iterator[Check | Remark]:
    """A cost that makes up just what the forms leave of another subject's project expenditure is charged to the wrong one."""
    cells = {
        cell["code"]: cell for cell in evidence.cells("B03") if len(cell["code"]) == 7 and cell["measure"] == "project"
    }
    lines = [(fact, _code(fact), amount_of(fact)) for fact in evidence.facts("cost")]
    charged: dict[str, Decimal] = defaultdict(Decimal)
    for _, code, value in lines:
        charged[code] += value or 0
    for code, cell in cells.items():
        left = cell["amount"] - charged[code]
        if not lines or not cell["amount"]:
            continue
        fits = [fact for fact, other, value in lines if value == left and other not in ("", code)]
        # The subject that it is charged to must not need it: the forms charge more, or other than the table has.
        fits = [fact for fact in fits if charged[_code(fact)] != cells.get(_code(fact), {"amount": None})["amount"]]
        if len(fits) == 1:
            yield _charged(fits[0], cell, left)
        else:
            yield agreed("B12", cell)


def _code(fact: Project) -> str:
    found = re.search(r"(?<!\d)(2\d{6})(?!\d)", fact.detail)
    return found.group(1) if found else ""


def _charged(fact: Project, cell: Row, left: Decimal) -> Remark:
    amount, code = readable_amount(left), _code(fact)
    zh = f"“{fact.project}”的{amount}万元列在{code}，而{cell['title']}中{cell['code']}的项目支出（第{cell['line']}行）正缺{amount}万元"
    en = f"{fact.project}: {amount} charged to {code}; project expenditure of {cell['code']} (line {cell['line']}) lacks just that"
    place = ("B12", fact.project, fact.line, fact.page, code)
    return Remark(*place, zh, en, "warning", str(cell["code"]))

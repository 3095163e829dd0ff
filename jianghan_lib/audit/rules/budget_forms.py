"""Target forms of a budget against its project table and the classification."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TypeVar

from jianghan_lib.audit.evidence import Check, Evidence, Remark, Side, Titled, agreed
from jianghan_lib.audit.messages import remark
from jianghan_lib.audit.rules import BUDGET, of_method, of_subjects
from jianghan_lib.audit.rules.projects import amount_of, forms_of, of_forms
from jianghan_lib.forms.records import Project
from jianghan_lib.reference.identities import Place

Found = TypeVar("Found")


@of_method("budget_forms", "项目表与目标表一致，明细相加等于预算", kinds=BUDGET, touches="projects", needs="B10")
def forms_of_budget(evidence: Evidence) -> Iterator[Check | Remark]:
    """Each project of the project table has its target form, with the same budget; the forms' costs add up."""
    rows = [row for row in evidence.tables["projects"] if "B10" in row.sources.split(";")]
    forms = forms_of(evidence, "B12")
    if not rows or not forms:
        return
    # A form that lost its head has no facts but its costs.
    formed = {fact.project for fact in evidence.facts("cost")}
    headless = [amount_of(fact) for fact in evidence.facts("cost") if not fact.project]
    unnamed = sum((value for value in headless if value is not None), Decimal(0))
    for row in rows:
        facts = forms.get(row.project)
        if facts is None and (row.project in formed or (row.budget and row.budget == unnamed)):
            # It is told by itself, by the costs of just this budget.
            continue
        if facts is None:
            yield remark("budget_forms", "B12", row.project, row, row.project)
    costs: dict[str, list[Project]] = defaultdict(list)
    for fact in evidence.facts("cost"):
        costs[fact.project].append(fact)
    for name, lines in costs.items():
        whole = amount_of(forms[name]["budget"]) if name in forms and "budget" in forms[name] else None
        values = [amount_of(line) for line in lines]
        if whole is not None and all(value is not None for value in values):
            summed = sum((value for value in values if value is not None), Decimal(0))
            places = "、".join(str(line.line) for line in lines)
            zh, en = f"支出明细（第{places}行）之和为", f"its cost lines ({places}) add up to"
            yield _budget_check(name, forms[name]["budget"], whole, summed, zh, en, len(values))
    yield from of_forms(evidence, "budget_forms")
    yield from (check for name, facts in forms.items() for check in _within_form(evidence, name, facts))
    yield from _years_before(evidence)


# Facts of a target form that repeat its budget, and how they are called.
REPEATED = {
    "year_budget": ("当年预算", "budget of this year"),
    "year_applied": ("当年申报预算", "budget applied for this year"),
}


def _within_form(evidence: Evidence, name: str, facts: Mapping[str, Project]) -> Iterator[Check]:
    """A form repeats the budget of the year among the budgets of three years."""
    budget = amount_of(facts["budget"]) if "budget" in facts else None
    year = evidence.year
    for fact in evidence.facts(*REPEATED):
        value = amount_of(fact)
        own = fact.source == "B12" and fact.project == name and fact.detail in ("", year)
        if own and budget is not None and value is not None:
            zh, en = REPEATED[fact.fact]
            sides = (
                Side(f"{zh}印为", f"{en} printed", value),
                Side(f"第{facts['budget'].line}行当年预算为", f"the budget in line {facts['budget'].line}", budget),
            )
            yield Check("B12", name, fact, *sides)


def _years_before(evidence: Evidence) -> Iterator[Check | Remark]:
    """A form names the budgets of the two years before the document's, and no other year in place of one of them."""
    named: dict[str, dict[int, Project]] = defaultdict(dict)
    for fact in evidence.facts("year_budget"):
        if fact.source == "B12" and fact.detail:
            named[fact.project][int(fact.detail)] = fact
    before = [int(evidence.year) - 1, int(evidence.year) - 2]
    for name, years in named.items():
        others = [year for year in years if year not in (*before, int(evidence.year))]
        if len(others) == 1 and sum(year in years for year in before) == 1:
            yield remark("budget_forms/years", "B12", name, years[others[0]], str(others[0]), years=before)
        else:
            yield from (agreed("B12", fact) for fact in years.values())


@of_method("listed_projects", "整体表所列项目的预算与各处一致", kinds=BUDGET, touches="projects")
def listed_projects(evidence: Evidence) -> Iterator[Check | Remark]:
    """The projects listed in the department's form: each with the budgets of its own form, together the sum stated above them."""
    forms = forms_of(evidence, "B12")
    listed = forms_of(evidence, "B11")
    rows = evidence.tables["projects"]
    for name, facts in listed.items():
        row = next((row for row in rows if row.project == name), None) or _one(
            [row for row in rows if core(row.project) == core(name)]
        )
        form = forms.get(row.project) if row else None
        form = form or _one([own for other, own in forms.items() if core(other) == core(name)])
        for fact in ("budget", "total_budget"):
            value = amount_of(facts[fact]) if fact in facts else None
            other = amount_of(form[fact]) if form and fact in form else None
            line = form[fact].line if form and fact in form else 0
            if other is None and row and fact == "budget":
                other, line = row.budget, row.line
            if value is not None and other is not None and line != facts[fact].line:
                yield _listed(name, facts[fact], value, other, f"第{line}行", f"line {line}")
        once = amount_of(facts["total_budget"]) if "total_budget" in facts else None
        year = amount_of(facts["budget"]) if "budget" in facts else None
        if once is not None and year is not None and once < year:
            yield _listed(
                name, facts["total_budget"], once, year, "不小于当年预算", "no less than its budget of the year"
            )
    stated = next((f for f in evidence.facts("year_target_projects") if f.detail == "current"), None)
    values = [amount_of(facts["budget"]) for facts in listed.values() if "budget" in facts]
    value = amount_of(stated) if stated else None
    if stated and value is not None and values and None not in values:
        lines = [facts["budget"].line for facts in listed.values() if "budget" in facts]
        summed = sum((one for one in values if one is not None), Decimal(0))
        zh, en = (
            f"所列项目（第{min(lines)}–{max(lines)}行）之和",
            f"its projects (lines {min(lines)}-{max(lines)}) together",
        )
        yield _listed("特定目标类项目支出", stated, value, summed, zh, en, len(values))


# Words that names of one project have, or not: 人社局劳动维权工作经费, 劳动维权经费.
_DRESS = re.compile(r"工作|专项|经费|资金|项目|支出|^.{1,8}?局(?=.{3})")


def core(name: str) -> str:
    """What is left of a project's name without the words that one place prints and another leaves out."""
    return _DRESS.sub("", name)


def _one(found: Sequence[Found]) -> Found | None:
    return found[0] if len(found) == 1 else None


def _listed(name: str, fact: Project, value: Decimal, expected: Decimal, zh: str, en: str, addends: int = 1) -> Check:
    sides = Side("整体表印为", "in the department's form", value), Side(zh, en, expected)
    return Check("B11", name, fact, *sides, addends=addends)


# The department's form: totals of each year, and what they are made of.
YEAR_SUMS = {
    "year_revenue": ("year_fiscal_appropriation", "year_special_account", "year_unit_funds"),
    "year_expenditure": ("year_personnel_projects", "year_running_projects", "year_target_projects"),
}


@of_method("department_years", "整体目标表各年收支相加等于合计", kinds=BUDGET, touches="changes")
def department_years(evidence: Evidence) -> Iterator[Check | Remark]:
    """Revenue and expenditure of each year in the department's form are the sums of their parts, and equal; this year's are the budget's."""
    years: dict[str, dict[str, Project]] = defaultdict(dict)
    for fact in evidence.facts(*YEAR_SUMS, *(part for parts in YEAR_SUMS.values() for part in parts)):
        years[fact.detail].setdefault(fact.fact, fact)
    for year, facts in years.items():
        for whole, parts in YEAR_SUMS.items():
            found = [facts[part] for part in parts if part in facts]
            if whole in facts and found:
                yield _year(year, facts[whole], found)
        if YEAR_SUMS.keys() <= facts.keys():
            yield _year(year, *(facts[whole] for whole in YEAR_SUMS))
    for name, places in CURRENT.items():
        stated = years.get("current", {}).get(name)
        cell = evidence.first(places)
        value = amount_of(stated) if stated else None
        if stated and cell and value is not None:
            zh, en = f"{cell.title}（第{cell.line}行）为", f"{cell.title} (line {cell.line})"
            sides = Side("当年金额印为", "this year's printed", value), Side(zh, en, cell.amount)
            yield Check("department_form", YEARS[name][0], stated, *sides, where_en=YEARS[name][1])


YEARS = {
    "year_revenue": ("收入合计", "revenue of the department"),
    "year_expenditure": ("支出合计", "expenditure of the department"),
    "year_fiscal_appropriation": ("财政拨款收入", "fiscal appropriation of the department"),
}
CURRENT = {
    "year_revenue": (Place("B01", "revenue", "total", "budget"), Place("B02", "income", "total", "total")),
    "year_fiscal_appropriation": (Place("B04", "revenue", "total", "budget"),),
}


def _year(year: str, whole: Project, found: Project | Sequence[Project]) -> Check:
    parts = [found] if isinstance(found, Project) else list(found)
    values = [value for part in parts if (value := amount_of(part)) is not None]
    lines = "、".join(str(part.line) for part in parts)
    sides = (
        Side("印为", "printed", amount_of(whole) or Decimal(0)),
        Side(f"第{lines}行之和为", f"lines {lines} together", sum(values, Decimal(0))),
    )
    name = "当年" if year == "current" else f"{year}年"
    where, where_en = f"{name}{YEARS[whole.fact][0]}", f"{YEARS[whole.fact][1]}, {year}"
    return Check("department_form", where, whole, *sides, addends=len(values), where_en=where_en)


def _budget_check(
    name: str, fact: Project, value: Decimal, expected: Decimal, zh: str, en: str, addends: int = 1
) -> Check:
    sides = Side("项目当年预算印为", "budget of the year printed", value), Side(zh, en, expected)
    return Check("B12", name, fact, *sides, addends=addends)


@of_subjects("cost_subjects", "支出明细科目在报表中", kinds=BUDGET, touches="projects", needs="B03")
def cost_subjects(evidence: Evidence) -> Iterator[Check | Remark]:
    """The subject code that a cost line is charged to stands in the department's tables."""
    printed, table = {cell.code for cell in evidence.cells("B03")}, evidence.title("B03")
    seen: set[tuple[str, str]] = set()
    for fact in evidence.facts("cost"):
        found = re.search(r"(?<!\d)(2\d{6})(?!\d)", fact.detail)
        if not found or not printed or (fact.project, found.group(1)) in seen:
            continue
        seen.add((fact.project, found.group(1)))
        if found.group(1) not in printed:
            words = {"project": fact.project, "title": table}
            yield remark("cost_subjects", "B12", fact.project or found[1], fact, found[1], **words)
        else:
            yield agreed("B12", fact)


@of_subjects("charged_elsewhere", "支出明细列入所属的科目", kinds=BUDGET, touches="projects", needs="B03")
def charged_elsewhere(evidence: Evidence) -> Iterator[Check | Remark]:
    """A cost that makes up just what the forms leave of another subject's project expenditure is charged to the wrong one."""
    cells = {cell.code: cell for cell in evidence.cells("B03") if len(cell.code) == 7 and cell.measure == "project"}
    lines = [(fact, _code(fact), amount_of(fact)) for fact in evidence.facts("cost")]
    charged: dict[str, Decimal] = defaultdict(Decimal)
    for _, code, value in lines:
        charged[code] += value or 0
    for code, cell in cells.items():
        left = cell.amount - charged[code]
        if not lines or not cell.amount:
            continue
        fits = [fact for fact, other, value in lines if value == left and other not in ("", code)]
        # The subject that it is charged to must not need it: the forms charge more, or other than the table has.
        fits = [fact for fact in fits if charged[_code(fact)] != getattr(cells.get(_code(fact)), "amount", None)]
        if len(fits) == 1:
            yield _charged(fits[0], cell, left)
        else:
            yield agreed("B12", cell)


def _code(fact: Project) -> str:
    found = re.search(r"(?<!\d)(2\d{6})(?!\d)", fact.detail)
    return found.group(1) if found else ""


def _charged(fact: Project, cell: Titled, left: Decimal) -> Remark:
    words = {"left": left, "title": cell.title, "at": cell.line}
    return remark("charged_elsewhere", "B12", fact.project, fact, _code(fact), cell.code, **words)

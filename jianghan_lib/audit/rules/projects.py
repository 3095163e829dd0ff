"""Projects: narrative, forms and summary against each other, and forms against their own formulas."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import partial

from jianghan_lib.audit.evidence import CENT, Check, Evidence, Remark, Side, Titled, agreed, rounded_by
from jianghan_lib.audit.rules import FINAL, of_method
from jianghan_lib.audit.rules.hints import line_of, projects_budget, slipped
from jianghan_lib.audit.slips import separated
from jianghan_lib.base.money import half_unit, read_number, readable, to_wan
from jianghan_lib.base.rows import ProjectRow, StatementRow
from jianghan_lib.base.text import short
from jianghan_lib.forms.records import Project, Statement

FACTS = {"budget": ("全年预算数", "budget of the year"), "executed": ("执行数", "executed")}


SOURCES = {
    "narrative": ("文字说明", "narrative"),
    "form": ("自评表", "form"),
    "summary": ("汇总表", "summary table"),
    "report": ("自评报告", "report"),
}


# Full points for execution where a form does not print them: of the ministry's form, and of forms like Wuhan's.
POINTS = (Decimal(10), Decimal(20))


def amount_of(fact: Project) -> Decimal | None:
    return to_wan(fact.printed, fact.unit) if fact.unit and readable(fact.printed) else None


def forms_of(evidence: Evidence, source: str) -> dict[str, dict[str, Project]]:
    """Facts of one kind of form by project."""
    forms: dict[str, dict[str, Project]] = defaultdict(dict)
    for fact in evidence.raw["projects"]:
        if fact.source == source and not fact.detail:
            forms[fact.project].setdefault(fact.fact, fact)
    return forms


@of_method("project_sources", "项目数在各处一致", kinds=FINAL, touches="projects")
def sources_agree(evidence: Evidence) -> Iterator[Check | Remark]:
    """Budget and execution of a project are the same in its form, its report and the summary as in its row (the narrative first)."""
    for source, name, facts in _told_again(evidence):
        row = project_of(evidence, name, {fact: one for fact, one in facts.items() if isinstance(one, Project)})
        for fact, one in facts.items() if row is not None else ():
            value = amount_of(one) if isinstance(one, Project) else one.amount
            own = getattr(row, fact)
            if row is None or value is None or own is None:
                continue
            (zh, en), (of_zh, of_en) = FACTS[fact], SOURCES[source]
            printed = one.printed + (one.unit if isinstance(one, Project) else "")
            sides = (
                Side(f"{of_zh}的{zh}为", f"{en} in the {of_en}", value, printed),
                Side(f"第{row.line}行的{zh}为", f"{en} in line {row.line}", own, _text(evidence, row, fact)),
            )
            yield Check("narrative" if source == "report" else source, row.project, one, *sides)


Told = tuple[str, str, Mapping[str, Project | StatementRow]]


def _told_again(evidence: Evidence) -> Iterator[Told]:
    """Where budget and execution of a project are told beside its row: the source, the project's name there, both figures."""
    for source in ("form", "summary"):
        for name, facts in forms_of(evidence, source).items():
            yield source, name, {fact: facts[fact] for fact in FACTS if fact in facts}
    for figures in evidence.about("execution_report"):
        done, budgets = figures.get("executed"), [figures[role] for role in BUDGETS if role in figures]
        if done is not None and budgets:
            yield "report", done.subject, {"budget": budgets[0], "executed": done}


# What a report calls the budget of the year.
BUDGETS = ("adjusted_budget", "annual_budget", "budget")


def _text(evidence: Evidence, row: ProjectRow, fact: str) -> str:
    """How a fact of a project's row is printed where it was taken from, with its unit."""
    at = getattr(row, f"{fact}_at", "") or f"L{row.line}"
    others: list[Project | Statement] = [*evidence.raw["projects"], *evidence.raw["statements"]]
    for other in others:
        role = other.fact if isinstance(other, Project) else other.role
        if f"L{other.line}" in str(at).split() and role == fact:
            return other.printed + other.unit
    return ""


def project_of(evidence: Evidence, name: str, facts: Mapping[str, Project]) -> ProjectRow | None:
    """The project of a form: by its name, else the only one with its budget and execution."""
    rows = evidence.tables["projects"]
    named = [row for row in rows if row.project == name] or [row for row in rows if short(row.project) == short(name)]
    if len(named) == 1:
        return named[0]
    wanted = [amount_of(facts[fact]) if fact in facts else None for fact in FACTS]
    same = [
        row
        for row in rows
        if all(
            value is not None and (own := getattr(row, fact)) is not None and abs(own - value) <= CENT
            for fact, value in zip(FACTS, wanted, strict=True)
        )
    ]
    return same[0] if len(same) == 1 else None


@of_method("form_rates", "自评表执行率与得分重算", kinds=FINAL, touches="projects")
def form_rates(evidence: Evidence) -> Iterator[Check | Remark]:
    """Execution rates of forms, and the points given for them."""
    for source in ("form", "department_form"):
        forms = forms_of(evidence, source)
        points = _full_points(forms.values())
        for name, facts in forms.items():
            found = {fact: facts[fact] for fact in FACTS if fact in facts}
            values = {fact: amount_of(replace(one, printed=separated(one.printed))) for fact, one in found.items()}
            rate = facts.get("execution_rate")
            if values.get("budget") and values.get("executed") is not None and rate and readable(rate.printed):
                share = values["executed"] / values["budget"] * 100  # type: ignore[operator]
                places = read_number(rate.printed).places
                slack = half_unit(places) + abs(CENT / values["budget"]) * (100 + share)  # type: ignore[operator]
                yield form_check(source, name, rate, "执行率", "execution rate", share, slack, "%")
                yield from _score(source, name, facts, share, points)


# So many forms that give the same full points say that all do.
UNANIMOUS = 4


def _full_points(forms: Iterable[Mapping[str, Project]]) -> tuple[Decimal, ...]:
    """The points that execution in full has in a document's forms: those of nearly all of them, where they print none."""
    given: Counter[Decimal] = Counter()
    for facts in forms:
        rate, score = facts.get("execution_rate"), facts.get("execution_score")
        if rate and score and readable(rate.printed) and readable(score.printed):
            share, points = read_number(rate.printed).value / 100, read_number(score.printed).value
            given.update(full for full in POINTS if abs(full * share - points) < CENT * 20)
    often = given.most_common(1)
    return (often[0][0],) if often and often[0][1] >= max(UNANIMOUS, given.total() * 0.8) else POINTS


def _score(
    source: str, name: str, facts: Mapping[str, Project], share: Decimal, full_points: tuple[Decimal, ...]
) -> Iterator[Check]:
    """Points for execution: full points (as the form prints them) times the rate (as printed, or recomputed)."""
    score = facts.get("execution_score")
    if score is None or not readable(score.printed) or share > 100:
        return
    printed = read_number(facts["execution_rate"].printed).value
    full = facts.get("execution_weight")
    points = (read_number(full.printed).value,) if full and readable(full.printed) else full_points
    by_rate = [whole * rate / 100 for whole in points for rate in (printed, share)]
    given = read_number(score.printed)
    nearest = min(by_rate, key=lambda value: abs(value - given.value))
    yield form_check(
        source, name, score, "执行率得分", "points for execution", nearest, half_unit(given.places) + CENT, "分"
    )


def form_check(
    source: str, name: str, fact: Project, zh: str, en: str, expected: Decimal, slack: Decimal, unit: str
) -> Check:
    return Check(
        source,
        name,
        fact,
        Side(f"{zh}印为", f"{en} printed", read_number(fact.printed).value),
        Side("重算为", "recomputed", expected),
        slack,
        unit,
    )


@of_method("funding", "资金来源相加等于预算", kinds=FINAL, touches="projects")
def funding(evidence: Evidence) -> Iterator[Check | Remark]:
    """The sources of a project's money add up to its budget."""
    facts = {short(name): found for name, found in forms_of(evidence, "form").items()}
    for row in evidence.tables["projects"]:
        named = [name for name in SOURCES_OF_MONEY if getattr(row, name) is not None]
        if named and row.budget is not None:
            own = facts.get(short(row.project), {})
            lines = dict.fromkeys(str(own[name].line) for name in named if name in own)
            where_zh = f"（第{'、'.join(lines)}行）" if lines else ""
            where_en = f" (lines {', '.join(lines)})" if lines else ""
            yield Check(
                "form",
                row.project,
                own.get("budget") or row,
                Side("全年预算数为", "budget of the year", row.budget),
                Side(
                    f"各资金来源{where_zh}之和为",
                    f"its sources{where_en} add up to",
                    sum((getattr(row, name) for name in named), Decimal(0)),
                ),
                addends=sum(1 for name in named if getattr(row, name)),
            )


SOURCES_OF_MONEY = ("department_budget", "special_fund", "upper_transfer")


@of_method("over_budget", "执行数不大于预算数", kinds=FINAL, touches="projects")
def over_budget(evidence: Evidence) -> Iterator[Check | Remark]:
    """A project executes no more than its budget."""
    for row in evidence.tables["projects"]:
        if row.budget is None or row.executed is None:
            continue
        if row.executed > row.budget + CENT * 2:
            zh = f"“{row.project}”执行数{row.executed}万元大于全年预算数{row.budget}万元"
            en = f"{row.project} executed {row.executed} of a budget of {row.budget} (万元)"
            yield Remark("projects", row.project, row, str(row.executed), zh, en, "warning", str(row.budget))
        else:
            yield agreed("projects", row)


@of_method("projects_add_up", "项目执行数相加等于自评资金", kinds=FINAL, touches="projects")
def projects_add_up(evidence: Evidence) -> Iterator[Check | Remark]:
    """Executed of all projects against the project expenditure that the self-evaluation says it covers, or the tables print."""
    rows = [row for row in evidence.tables["projects"] if row.executed is not None]
    stated = next((figures["funds"] for figures in evidence.about("self_evaluation") if "funds" in figures), None)
    if len(rows) < 2 or stated is None or stated.amount is None:
        return
    yield Check(
        "narrative",
        "绩效自评资金",
        stated,
        Side("绩效自评资金印为", "funds self-evaluated printed", stated.amount),
        Side(
            f"{len(rows)}个项目执行数之和为",
            f"{len(rows)} projects executed",
            sum((row.executed for row in rows), Decimal(0)),
        ),
        addends=len(rows),
        hint=partial(
            slipped,
            [(row.project, row.executed, line_of(row, "executed")) for row in rows],
            sum((row.executed for row in rows), Decimal(0)) - stated.amount,
        ),
        where_en="funds self-evaluated",
    )


@of_method("announced", "项目个数与自评表齐全", kinds=FINAL, touches="projects")
def announced(evidence: Evidence) -> Iterator[Check | Remark]:
    """The number of projects announced is the number reported, and each has its form."""
    rows = evidence.tables["projects"]
    narrated = [row for row in rows if "narrative" in row.sources.split(";")]
    counts = [figures["project_count"] for figures in evidence.about("self_evaluation") if "project_count" in figures]
    if counts and narrated:
        first = min(row.line for row in narrated)
        above = [count for count in counts if count.line <= first]
        nearest = [count for count in above if count.line == max(one.line for one in above)]
        yield _count_check(nearest or counts, len(narrated))
    formed = [row for row in rows if "form" in row.sources.split(";")]
    if formed:
        for row in rows:
            if row in formed:
                yield agreed("projects", row)
            else:
                zh, en = f"“{row.project}”没有项目自评表", f"{row.project} has no self-evaluation form"
                yield Remark("form", row.project, row, row.project, zh, en, "warning")


def _count_check(counts: Sequence[StatementRow], reported: int) -> Check:
    """The sentence above the list may count projects of two levels: one of its counts must be that of the results listed."""
    numbers = [Decimal(re.sub(r"\D", "", count.printed)) for count in counts]
    number, count = min(zip(numbers, counts, strict=True), key=lambda pair: abs(pair[0] - reported))
    return Check(
        "narrative",
        "项目个数",
        count,
        Side("所称项目个数为", "projects announced", number),
        Side("自评结果列出项目个数为", "projects reported", Decimal(reported)),
        Decimal(0),
        "个",
        "warning",
        "number of projects",
    )


@of_method(
    "department_execution", "整体自评表执行数是决算数，预算数是各部分之和", kinds=FINAL, touches="projects;completion"
)
def department_execution(evidence: Evidence) -> Iterator[Check | Remark]:
    """What the department's form executed is an expenditure that the account states; its budget, or that, is basic and project together."""
    spent = [row for place in SPENT if (row := evidence.cell(*place)) is not None]
    stated = [row for figures in evidence.about(*SPENT_TOPICS) for row in figures.values() if row.role in SPENT_ROLES]
    both: list[Titled | StatementRow] = [*spent, *stated]
    known = [row for row in both if row.amount]
    for name, facts in forms_of(evidence, "department_form").items():
        values = {fact: amount_of(facts[fact]) for fact in FORM_TOTALS if fact in facts}
        done = values.get("executed")
        if done is not None and known:
            nearest = min(known, key=lambda row: abs(row.amount - done))
            sides = (
                Side("整体自评表执行数为", "executed in the department's form", done),
                Side(f"支出（第{nearest.line}行）为", f"expenditure in line {nearest.line}", nearest.amount),
            )
            fact = facts["executed"]
            slack = rounded_by(fact.printed + fact.unit) + CENT * 3
            yield Check("department_form", name, fact, *sides, slack, severity="warning")
        if {"basic_total", "project_total"} <= values.keys() and values["basic_total"] and values["project_total"]:
            yield from _whole(name, facts, values, values["basic_total"] + values["project_total"])


FORM_TOTALS: tuple[str, ...] = ("budget", "executed", "basic_total", "project_total")
# Where an account states its expenditure.
SPENT = (("F03", "total", "total"), ("F05", "total", "total"), ("F01", "total", "outturn", "expenditure"))
SPENT_TOPICS = (
    "expenditure",
    "fiscal_appropriation_expenditure",
    "general_public_budget_expenditure",
    "revenue_and_expenditure",
    "whole_self_evaluation",
    "department_execution",
)
SPENT_ROLES = ("amount", "outturn", "executed", "funds")


def _whole(
    name: str, facts: Mapping[str, Project], values: Mapping[str, Decimal | None], summed: Decimal
) -> Iterator[Check]:
    """Basic and project expenditure of the form make its budget, or what was executed of it."""
    wholes = [fact for fact in ("budget", "executed") if values.get(fact) is not None]
    if wholes:
        fact = min(wholes, key=lambda one: abs((values[one] or Decimal(0)) - summed))
        lines = f"{facts['basic_total'].line}、{facts['project_total'].line}"
        sides = (
            Side(f"{FACTS[fact][0]}印为", f"{FACTS[fact][1]} printed", values[fact] or Decimal(0)),
            Side(f"基本支出与项目支出（第{lines}行）之和为", f"basic and project expenditure (lines {lines})", summed),
        )
        one = facts[fact]
        yield Check("department_form", name, one, *sides, CENT * 3, severity="warning")


@of_method("department_form", "整体自评表与决算一致", kinds=FINAL, touches="projects")
def department_form(evidence: Evidence) -> Iterator[Check | Remark]:
    """Totals that the department's form repeats from the tables or the narrative."""
    stated = {
        topic: [figures["amount"].amount for figures in evidence.about(topic) if "amount" in figures]
        for topic in ("basic", "project")
    }
    for facts in forms_of(evidence, "department_form").values():
        for fact, topic, zh, en in (
            ("basic_total", "basic", "基本支出总额", "basic expenditure"),
            ("project_total", "project", "项目支出总额", "project expenditure"),
        ):
            value = amount_of(facts[fact]) if fact in facts else None
            cell = evidence.cell("F03", "total", topic)
            expected = cell.amount if cell else next(iter(stated[topic]), None)
            if value is not None and expected is not None:
                yield Check(
                    "department_form",
                    zh,
                    facts[fact],
                    Side(f"整体自评表{zh}为", f"{en} in the department's form", value),
                    Side("支出决算为", "expenditure in the account", expected),
                    where_en=en,
                    hint=partial(projects_budget, evidence, value),
                )

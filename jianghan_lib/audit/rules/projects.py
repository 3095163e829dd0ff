"""Projects: narrative, forms and summary against each other, and forms against their own formulas."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from typing import Any

from jianghan_lib.audit.evidence import CENT, Check, Evidence, Remark, Side, Titled, agreed, rounded_by
from jianghan_lib.audit.messages import compared, remark
from jianghan_lib.audit.rules import FINAL, of_method
from jianghan_lib.audit.rules.hints import line_of, projects_budget, slipped
from jianghan_lib.audit.slips import separated
from jianghan_lib.base.findings import At, standing
from jianghan_lib.base.money import half_unit, read_number, readable, to_wan
from jianghan_lib.base.rows import ProjectRow, StatementRow
from jianghan_lib.base.text import short
from jianghan_lib.forms.records import Project, Statement
from jianghan_lib.reference.identities import NARRATIVE, Identity, Place, identities
from jianghan_lib.vocabulary import word

FACTS = {"budget": ("全年预算数", "budget of the year"), "executed": ("执行数", "executed")}
MONEY = {"initial_budget": ("年初预算数", "initial budget"), **FACTS}


# Full points for execution where a form does not print them: of the ministry's form, and of forms like Wuhan's.
POINTS = (Decimal(10), Decimal(20))


def amount_of(fact: Project) -> Decimal | None:
    return to_wan(fact.printed, fact.unit) if fact.unit and readable(fact.printed) else None


def forms_of(evidence: Evidence, source: str) -> dict[str, dict[str, Project]]:
    """Facts of one kind of form by project."""
    if "forms" not in evidence.kept:
        sources: dict[str, dict[str, dict[str, Project]]] = defaultdict(lambda: defaultdict(dict))
        for fact in evidence.raw["projects"]:
            if not fact.detail:
                sources[fact.source][fact.project].setdefault(fact.fact, fact)
        evidence.kept["forms"] = sources
    forms: dict[str, dict[str, Project]] = evidence.kept["forms"].get(source, {})
    return forms


@of_method("project_sources", "项目数在各处一致", kinds=FINAL, touches="projects")
def sources_agree(evidence: Evidence) -> Iterator[Check | Remark]:
    """Budget and execution of a project are the same in its form, its report and the summary as in its row (the narrative first)."""
    yield from of_forms(evidence, "project_sources")


@of_method("funding", "资金来源相加等于预算", kinds=FINAL, touches="projects")
def funding(evidence: Evidence) -> Iterator[Check | Remark]:
    """The sources of a project's money add up to its budget; those below a form's money to each of its figures."""
    yield from of_forms(evidence, "funding")
    for source in ("form", "department_form"):
        for name, facts in forms_of(evidence, source).items():
            for fact, what in MONEY.items():
                below = [one for one in evidence.facts(f"part_{fact}") if (one.source, one.project) == (source, name)]
                if below and fact in facts:
                    yield from _parts(facts[fact], below, what)


# A source that holds the rest of the money: where it is printed, the sources are all there are.
REST = "其他"


def _parts(total: Project, below: Sequence[Project], what: tuple[str, str]) -> Iterator[Check | Remark]:
    """A figure of a form against the sources below it: their sum, or less where the rest is not printed; one may hold those behind it."""
    whole, values = amount_of(total), [amount_of(one) for one in below]
    if whole is None or None in values:
        return
    parts = [value for value in values if value is not None]
    summed = sum(parts, Decimal(0))
    sums = [summed, *(summed - sum(parts[at + 1 : end]) for at, end in _held(parts))]
    slack = sum((rounded_by(one.printed + one.unit) for one in (total, *below)), Decimal(0))
    complete = any(one.detail.startswith(REST) for one in below)
    if any(abs(whole - one) <= slack or (one < whole and not complete) for one in sums):
        yield agreed(total.source, total)
        return
    zh, en = what
    lines = "、".join(str(one.line) for one in below)
    sides = (
        Side(f"{zh}总额印为", f"{en}, total printed", whole, total.printed + total.unit),
        Side(f"其中各项（第{lines}行）之和为", f"its sources (lines {lines.replace('、', ', ')}) make", summed),
    )
    yield Check(total.source, total.project, total, *sides, slack)


def _held(parts: Sequence[Decimal]) -> Iterator[tuple[int, int]]:
    """The parts that hold those behind them: where one stands, and where those that add up to it end."""
    for at, part in enumerate(parts):
        yield from ((at, end) for end in range(at + 2, len(parts) + 1) if sum(parts[at + 1 : end]) == part)


@of_method("over_budget", "执行数不大于预算数", kinds=FINAL, touches="projects")
def over_budget(evidence: Evidence) -> Iterator[Check | Remark]:
    """A project executes no more than its budget."""
    yield from (replace(check, severity="warning") for check in of_forms(evidence, "over_budget"))


@of_method("department_form", "整体自评表与决算一致", kinds=FINAL, touches="projects")
def department_form(evidence: Evidence) -> Iterator[Check | Remark]:
    """Totals that the department's form repeats from the tables or the narrative."""
    for check in of_forms(evidence, "department_form"):
        yield replace(check, hint=partial(projects_budget, evidence, check.printed.value))


@dataclass(frozen=True)
class Told:
    """A figure of a form, of a project's row or of the account, or a sum of some: where its parts stand, its value, its print."""

    parts: Sequence[At]
    value: Decimal
    text: str = ""
    title: str = ""  # of the table, where it is none of a form


def of_forms(evidence: Evidence, rule: str) -> Iterator[Check]:
    """The identities of a rule whose left side stands in forms, reports or rows of projects; of several right sides the first."""
    done: set[tuple[Place, str]] = set()
    for one in identities(rule):
        rights = _of_projects(evidence, one.right)
        whole = _of_account(evidence, one.right) if one.right.table not in OF_PROJECTS else None
        for owner, left in _of_projects(evidence, one.left).items():
            right = rights.get(owner, whole)
            if right is None or (one.left, owner) in done:
                continue
            done.update([(one.left, owner)] if whole else [])
            if one.relation == "=" or left.value > right.value + CENT * 2:
                yield _identity(one, owner, left, right)
            else:
                yield agreed(one.left.table, left.parts[0])


OF_PROJECTS = ("form", "summary", "report", "department_form", "B12", "projects")
# What a report calls the budget of the year.
BUDGETS = ("adjusted_budget", "annual_budget", "budget")


def _of_projects(evidence: Evidence, place: Place) -> dict[str, Told]:
    """The figures at a place, by the project (or department) that they are of: where all that is printed of them is readable."""
    if place in evidence.kept:
        found: dict[str, Told] = evidence.kept[place]
        return found
    found = evidence.kept[place] = {}
    if place.table == "projects":
        for row in evidence.tables["projects"]:
            if getattr(row, place.row) is not None:
                at = replace(row, line=line_of(row, place.row))
                found[row.project] = Told([at], getattr(row, place.row), _text(evidence, row, place.row))
    for figures in evidence.about("execution_report") if place.table == "report" else ():
        roles = BUDGETS if place.row == "budget" else (place.row,)
        own = next((figures[role] for role in roles if role in figures), None)
        if own is not None and own.amount is not None:
            found[_owner(evidence, own.subject, {})] = Told([own], own.amount, own.printed)
    for name, facts in forms_of(evidence, place.table).items():
        parts = [facts[fact] for fact in place.row.split("+") if fact in facts]
        values = [value for fact in parts if (value := amount_of(fact)) is not None]
        if parts and len(values) == len(parts):
            text = parts[0].printed + parts[0].unit if len(parts) == 1 else ""
            found[_owner(evidence, name, facts)] = Told(parts, sum(values, Decimal(0)), text)
    return found


def _owner(evidence: Evidence, name: str, facts: Mapping[str, Project]) -> str:
    key = ("owner", name, *(facts[fact].printed for fact in FACTS if fact in facts))
    if key not in evidence.kept:
        row = project_of(evidence, name, facts)
        evidence.kept[key] = row.project if row is not None else name
    return str(evidence.kept[key])


def _of_account(evidence: Evidence, place: Place) -> Told | None:
    """A figure that a table, or the narrative, has once for the document."""
    if place.table != NARRATIVE:
        cell = evidence.first([place])
        return Told([cell], cell.amount, title=cell.title) if cell is not None else None
    rows = [figures[place.measure] for figures in evidence.about(place.row) if place.measure in figures]
    return next((Told([row], row.amount, row.printed, word(NARRATIVE)) for row in rows if row.amount is not None), None)


def _identity(one: Identity, owner: str, left: Told, right: Told) -> Check:
    """The comparison of the two sides of an identity, each called by its form and what it is."""
    names, more = one.right.row.split("+"), one.relation == "<="
    at = "、".join(dict.fromkeys(str(standing(part)[0]) for part in right.parts))
    what, what_en = "、".join(word(name) for name in names), " and ".join(word(name, "en") for name in names)
    zh, en = f"第{at}行的{what}{'之和' if len(names) > 1 else ''}", f"{what_en} in line {at.replace('、', ', ')}"
    if right.title:
        zh, en = f"{right.title}（第{at}行）", f"{right.title} (line {at})"
    head = f"{word(one.left.table)}的{word(one.left.row)}为"
    head_en = f"{word(one.left.row, 'en')} of the {word(one.left.table, 'en')}"
    sides = (
        Side(head, head_en, left.value, left.text),
        Side(f"{'超过' if more else ''}{zh}为", f"{'more than ' if more else ''}{en}", right.value, right.text),
    )
    table = {"report": NARRATIVE}.get(one.left.table, one.left.table)
    return Check(table, owner, left.parts[0], *sides, addends=len(right.parts))


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
    place = (source, name, fact, read_number(fact.printed).value, expected)
    return compared("form_rates", *place, words={"what": (zh, en)}, slack=slack, unit=unit)


@of_method("projects_add_up", "项目执行数相加等于自评资金", kinds=FINAL, touches="projects")
def projects_add_up(evidence: Evidence) -> Iterator[Check | Remark]:
    """Executed of all projects is what the self-evaluation says it covers; the summary table's total is the sum of its rows."""
    yield from _summary(evidence)
    rows = [row for row in evidence.tables["projects"] if row.executed is not None]
    stated = evidence.stated("self_evaluation", "funds")
    if len(rows) < 2 or stated is None or stated.amount is None:
        return
    summed = sum((row.executed for row in rows), Decimal(0))
    named = [(row.project, row.executed, line_of(row, "executed")) for row in rows]
    how: dict[str, Any] = {"addends": len(rows), "hint": partial(slipped, named, summed - stated.amount)}
    place = ("narrative", "绩效自评资金", stated, stated.amount, summed)
    yield compared("projects_add_up", *place, words={"count": len(rows)}, where_en="funds self-evaluated", **how)


def _summary(evidence: Evidence) -> Iterator[Check]:
    for total in (fact for fact in evidence.facts(*FACTS) if fact.source == "summary_total"):
        rows = [fact for fact in evidence.facts(total.fact) if fact.source == "summary"]
        whole, values = amount_of(total), [value for fact in rows if (value := amount_of(fact)) is not None]
        if whole is None or len(values) < max(len(rows), 2):
            continue
        summed, slack = sum(values, Decimal(0)), sum(rounded_by(fact.printed + fact.unit) for fact in (total, *rows))
        named = [(fact.project, value, fact.line) for fact, value in zip(rows, values, strict=True)]
        lines = f"{rows[0].line}–{rows[-1].line}"
        zh, en = FACTS[total.fact]
        sides = (
            Side("合计印为", "total printed", whole, total.printed + total.unit),
            Side(f"{len(rows)}个项目（第{lines}行）之和为", f"its {len(rows)} projects (lines {lines}) make", summed),
        )
        hint = partial(slipped, named, summed - whole)
        yield Check("summary", zh, total, *sides, Decimal(slack), where_en=en, hint=hint)


@of_method("announced", "项目个数与自评表齐全", kinds=FINAL, touches="projects")
def announced(evidence: Evidence) -> Iterator[Check | Remark]:
    """The number of projects announced is the number reported, and each has its form where most have: some print examples only."""
    rows = evidence.tables["projects"]
    narrated = [row for row in rows if "narrative" in row.sources.split(";")]
    counts = [figures["project_count"] for figures in evidence.about("self_evaluation") if "project_count" in figures]
    if counts and narrated:
        first = min(row.line for row in narrated)
        above = [count for count in counts if count.line <= first]
        nearest = [count for count in above if count.line == max(one.line for one in above)]
        yield _count_check(nearest or counts, len(narrated))
    formed = [row for row in rows if "form" in row.sources.split(";")]
    if len(formed) * 2 > len(rows):
        for row in rows:
            if row in formed:
                yield agreed("projects", row)
            else:
                yield remark("announced", "form", row.project, row, row.project)


def _count_check(counts: Sequence[StatementRow], reported: int) -> Check:
    """The sentence above the list may count projects of two levels: one of its counts must be that of the results listed."""
    numbers = [Decimal(re.sub(r"\D", "", count.printed)) for count in counts]
    number, count = min(zip(numbers, counts, strict=True), key=lambda pair: abs(pair[0] - reported))
    place = ("narrative", "项目个数", count, number, Decimal(reported))
    return compared("announced/count", *place, slack=Decimal(0), unit="个", where_en="number of projects")


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

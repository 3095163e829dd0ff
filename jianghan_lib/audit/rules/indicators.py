"""Indicators of the forms: printed once, the same in every form, their scores adding up."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial

from jianghan_lib.audit.evidence import Check, Evidence, Remark, Side, agreed
from jianghan_lib.audit.messages import compared, remark
from jianghan_lib.audit.rules import FINAL, of_method
from jianghan_lib.audit.rules.projects import POINTS, form_check, forms_of, project_of
from jianghan_lib.base.money import half_unit, read_number, readable
from jianghan_lib.base.rows import IndicatorRow
from jianghan_lib.base.text import short
from jianghan_lib.forms.records import Project

# Indicators that every form has: not the same one in two forms.
GENERIC = re.compile(r"^(?:服务对象|群众|社会公众)(?:总体)?满意|及时率$|^完成.{0,3}$")


EXECUTION = "预算执行率"
WHOLE = Decimal(100)

# Directions of one target that cannot both be meant.
OPPOSED = ({"at_least", "about"}, {"at_least", "at_most"}, {"at_most", "about"})

COLUMNS = (
    ("target_printed", "目标值", "target"),
    ("actual_printed", "完成值", "actual"),
    ("target_year_before", "上年目标值", "target of the year before"),
    ("target_two_years_before", "前年目标值", "target of two years before"),
)


@of_method("repeated_rows", "指标不重复", touches="indicators")
def repeated_rows(evidence: Evidence) -> Iterator[Check | Remark]:
    """No indicator is printed twice in one form."""
    again = printed_again(evidence.tables["indicators"])
    for row in evidence.tables["indicators"]:
        first = again.get(row.line)
        if first is not None:
            yield remark("repeated_rows", "form", row.subject, row, row.indicator, first=first)
        else:
            yield agreed("form", row)


def printed_again(rows: Iterable[IndicatorRow]) -> dict[int, int]:
    """The lines of rows that repeat one just above them -> the line of that one. No sum counts them."""
    seen: dict[tuple[str, ...], IndicatorRow] = {}
    found: dict[int, int] = {}
    for row in rows:
        key = tuple(
            str(getattr(row, name))
            for name in ("subject", "horizon", "level1", "level2", "indicator", "target_printed", "actual_printed")
        )
        if row.subject and row.indicator and key in seen and 0 < row.line - seen[key].line <= 2:
            found[row.line] = seen[key].line
        seen[key] = row
    return found


@of_method("same_indicator", "同一指标在整体表与项目表一致", touches="indicators")
def same_indicator(evidence: Evidence) -> Iterator[Check | Remark]:
    """An indicator of the department's form has the same target and actual in the project's form."""
    projects = {short(row.project) for row in evidence.tables["projects"]}
    own: dict[tuple[str, str], list[IndicatorRow]] = defaultdict(list)
    others: dict[tuple[str, str], list[IndicatorRow]] = defaultdict(list)
    for row in evidence.tables["indicators"]:
        if row.subject and len(row.indicator) >= 6 and not GENERIC.search(row.indicator):
            (others if short(row.subject) in projects else own)[row.horizon, row.indicator].append(row)
    for key, mine in own.items():
        if len(mine) != 1 or not others.get(key):
            continue
        one = mine[0]
        for column, zh, en in COLUMNS:
            # Several projects may have an indicator of this name: the department's must be that of one of them.
            same = [row for row in others[key] if not getattr(row, column) or _same_value(one, row, column)]
            other = same[0] if same else others[key][0]
            if getattr(one, column) and not same:
                words = {"what": (zh, en), "form": other.subject, "at": one.line}
                here, there = getattr(one, column), getattr(other, column)
                yield remark("same_indicator", "form", one.indicator, other, there, here, **words)
            else:
                yield agreed("form", one)


def _same_value(one: IndicatorRow, other: IndicatorRow, column: str) -> bool:
    number = column.split("_")[0]
    if column.endswith("_printed") and getattr(one, number) is not None and getattr(other, number) is not None:
        opposed = {one.direction, other.direction} if number == "target" else set()
        return bool(getattr(one, number) == getattr(other, number)) and opposed not in OPPOSED
    # A dash for "none" is printed in many ways, 一 among them.
    left, right = (re.sub(r"^[-—–一/]+$", "", re.sub(r"[\s=]", "", getattr(row, column))) for row in (one, other))
    return left == right


# So many rows of a form, with points and what was given of them, say that its columns are understood.
UNDERSTOOD = 3


@of_method("score_within", "指标得分不大于分值", kinds=FINAL, touches="indicators")
def score_within(evidence: Evidence) -> Iterator[Check | Remark]:
    """An indicator is given no more than its points."""
    forms: dict[str, list[IndicatorRow]] = defaultdict(list)
    for row in evidence.tables["indicators"]:
        if row.weight and row.score is not None:
            forms[row.subject].append(row)
    for rows in forms.values():
        above = [row for row in rows if row.score > row.weight]
        if above and len(rows) - len(above) < max(UNDERSTOOD, len(above) * 3):
            continue
        yield from (agreed("form", row) for row in rows if row.score <= row.weight)
        for row in above:
            place = ("form", row.indicator, row, row.score, row.weight)
            yield compared("score_within", *place, slack=Decimal(0), unit="分")


# A result of less than so much of its target may be in another unit: 0.97 for 97.
LIKELY = Decimal("0.1")


@of_method("full_points", "未达到目标值的指标不得满分", kinds=FINAL, touches="indicators")
def full_points(evidence: Evidence) -> Iterator[Check | Remark]:
    """An indicator beside the bound that its target sets is not given all of its points: one of the three figures is wrong."""
    for row in evidence.tables["indicators"]:
        bound = row.direction in ("at_least", "at_most") and row.attainment is not None and row.attainment > LIKELY
        if not (bound and row.weight and row.score is not None):
            continue
        if row.met is False and row.score >= row.weight:
            words = {"target": row.target_printed, "score": row.score}
            yield remark("full_points", "form", row.indicator, row, row.actual_printed, row.target_printed, **words)
        else:
            yield agreed("form", row)


def repeats_execution(row: IndicatorRow) -> bool:
    """Whether a row among the indicators is the execution of the budget, whose points a form gives above them."""
    return row.indicator.startswith(EXECUTION) or row.level2 == EXECUTION


@dataclass(frozen=True)
class Scored:
    """A form's total score as printed, and the points it is made of."""

    source: str
    name: str
    fact: Project
    printed: Decimal
    indicators: Decimal
    execution: Decimal
    # Points for execution that stand among the indicators too.
    again: Decimal
    # What the form may have in all: the points of its indicators, without and with those of execution; none where one is not printed.
    weights: tuple[Decimal, ...]


@of_method("total_scores", "总分等于各项得分之和", kinds=FINAL, touches="indicators")
def total_scores(evidence: Evidence) -> Iterator[Check | Remark]:
    """The total score of a form is the points for execution and those of its indicators."""
    forms = list(_scored(evidence))
    # Some documents list the execution among the indicators, others beside them; its own forms tell which.
    beside = sum(form.indicators + form.execution == form.printed for form in forms)
    among = sum(form.indicators == form.printed for form in forms)
    for form in forms:
        both = form.indicators, form.indicators + form.execution
        nearest = min(both, key=lambda total: abs(total - form.printed))
        expected = nearest if beside == among else both[beside > among]
        check = form_check(form.source, form.name, form.fact, "总分", "total score", expected, half_unit(2), "分")
        yield replace(check, hint=partial(_counted_again, form, expected))
        if form.weights and expected == form.printed:  # no row of it was lost
            # Where nothing was executed, the points do not tell whether those for it count.
            counted = form.printed == form.indicators + form.execution
            meant = form.weights[bool(form.execution) and counted : None if counted else 1]
            whole = min(meant, key=lambda points: abs(points - WHOLE))
            sides = Side("各指标分值合计", "points of its indicators", whole), Side("应为", "should be", WHOLE)
            yield Check(form.source, form.name, form.fact, *sides, Decimal(0), "分", "warning")


def _counted_again(form: Scored, expected: Decimal) -> tuple[str, str]:
    """Where the points for execution are printed twice, and the total counts them once."""
    if not form.again or expected - form.again != form.printed:
        return "", ""
    return (
        f"指标中的预算执行率又印了{form.again}分，总分只计一次",
        f"{form.again} points for execution stand among the indicators again; the total counts them once",
    )


def _scored(evidence: Evidence) -> Iterator[Scored]:
    """The forms that print a total, points for execution and those of every indicator."""
    rows: dict[str, list[IndicatorRow]] = defaultdict(list)
    again_printed = printed_again(evidence.tables["indicators"])
    for row in evidence.tables["indicators"]:
        if row.line not in again_printed:
            rows[row.subject].append(row)
    for source in ("form", "department_form"):
        for name, facts in forms_of(evidence, source).items():
            project = project_of(evidence, name, facts) if source == "form" else None
            parts = [row.score for row in rows.get(project.project if project else name, ())]
            if {"score", "execution_score"} <= facts.keys() and parts and None not in parts:
                total, execution = (read_number(facts[fact].printed).value for fact in ("score", "execution_score"))
                own = rows.get(project.project if project else name, ())
                again = sum((row.score for row in own if repeats_execution(row)), Decimal(0))
                weights = _weights(own, facts)
                yield Scored(source, name, facts["score"], total, sum(parts, Decimal(0)), execution, again, weights)


def _weights(rows: Sequence[IndicatorRow], facts: Mapping[str, Project]) -> tuple[Decimal, ...]:
    """What the points of a form may add up to: of its indicators, and with those that it prints, or may have, for execution."""
    points = [row.weight for row in rows]
    full = facts.get("execution_weight")
    execution = [read_number(full.printed).value] if full and readable(full.printed) else [*POINTS]
    summed = sum((one for one in points if one is not None), Decimal(0))
    return tuple(summed + one for one in (Decimal(0), *execution)) if None not in points else ()

"""What the forms mark: boxes that exclude each other, points of goals and headings, template words left in."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from jianghan_lib.audit.evidence import Check, Evidence, Remark, agreed
from jianghan_lib.audit.messages import compared, remark
from jianghan_lib.audit.rules import FINAL, of_method
from jianghan_lib.audit.rules.indicators import WHOLE, printed_again, repeats_execution
from jianghan_lib.audit.rules.projects import forms_of
from jianghan_lib.base.rows import IndicatorRow
from jianghan_lib.forms.records import Particular

# What forms give for execution: 20 points, or 10 in the national form.
EXECUTION = (Decimal(20), Decimal(10))
FIRST_LEVEL = ("产出指标", "效益指标", "满意度指标")
# A heading of the first level in some forms, of the second in others.
COSTS = "成本指标"
# Answers that exclude each other: a project of many years, and one that is done once.
LASTING, ONCE = "持续性", "一次性"
# Of these questions one box is ticked; a project may have several sources of money (项目类别).
ONE_ANSWER = ("项目属性", "项目类型")


@of_method("form_boxes", "自评表勾选的项目属性与类型不矛盾", touches="projects")
def boxes(evidence: Evidence) -> Iterator[Check | Remark]:
    """A form ticks one answer to each question, and answers that can be true together."""
    forms: dict[str, list[Particular]] = defaultdict(list)
    for one in evidence.particulars("box"):
        forms[one.subject].append(one)
    for ticked in forms.values():
        answers = defaultdict(list)
        for one in ticked:
            answers[one.name].append(one.printed)
        twice = next(((name, found) for name, found in answers.items() if len(found) > 1), None)
        both = [next((one for one in ticked if word in one.printed), None) for word in (LASTING, ONCE)]
        if twice:
            one = next(one for one in ticked if one.name == twice[0])
            words = {"question": twice[0], "count": len(twice[1]), "answers": twice[1]}
            severity = "warning" if twice[0] in ONE_ANSWER else ""
            yield remark("form_boxes", "form", one.subject, one, one.printed, "", severity, **words)
        elif both[0] and both[1]:
            yield remark("form_boxes/both", "form", both[1].subject, both[1], both[1].printed)
        else:
            yield agreed("form", ticked[0])


@of_method("goal_points", "各目标分值合计为100分", kinds=FINAL, touches="indicators")
def goals(evidence: Evidence) -> Iterator[Check | Remark]:
    """The points of a form's goals and those for execution are 100, and each goal has a number of its own."""
    executed = {
        name: facts
        for source in ("form", "department_form")
        for name, facts in forms_of(evidence, source).items()
        if "execution_score" in facts
    }
    by_form: dict[str, list[Particular]] = defaultdict(list)
    for one in evidence.particulars("goal"):
        by_form[one.subject].append(one)
    for subject, found in by_form.items():
        points = sum((Decimal(one.printed) for one in found), Decimal(0))
        totals = [points + given for given in EXECUTION] if subject in executed else [points]
        total = min(totals, key=lambda one: abs(one - WHOLE))
        message = "goal_points/executed" if subject in executed else "goal_points/alone"
        yield compared(message, "form", subject, found[0], total, WHOLE, slack=Decimal(0), unit="分")
        for place, one in enumerate(found[1:]):
            if one.name == found[place].name:
                yield remark("goal_points", "form", subject, one, one.name, first=found[place].line)


@of_method("heading_points", "一级指标分值等于其下各指标之和", kinds=FINAL, touches="indicators")
def headings(evidence: Evidence) -> Iterator[Check | Remark]:
    """The points of a first-level heading are those of its indicators; given points are no more than it has."""
    rows: dict[str, list[IndicatorRow]] = defaultdict(list)
    for row in evidence.tables["indicators"]:
        rows[row.subject].append(row)
    names = {one.subject for one in evidence.raw["indicators"]}
    for subject, marks in _of_forms(evidence).items():
        indicators = _rows_of(evidence, subject, names)
        groups = list(_groups(marks, indicators))
        stated = sum((points for _, points, _, _ in groups), Decimal(0))
        weighed = [row for row in indicators if not repeats_execution(row)]
        has_weights = bool(weighed) and all(row.weight is not None for row in weighed)
        whole = _sum(weighed, has_weights)
        for heading, points, near, inside in groups:
            more, less = _sum(near, has_weights), _sum(inside, has_weights)
            # Where rows stand in another order than their headings, the sums of the whole form still agree.
            if whole != stated and more > points:
                yield _heading_check(heading, points, more, has_weights)
            elif whole != stated and inside and has_weights and less < points:
                yield _heading_check(heading, points, less, has_weights)
            else:
                yield agreed("form", heading)


def _of_forms(evidence: Evidence) -> dict[str, list[Particular]]:
    found: dict[str, list[Particular]] = defaultdict(list)
    for one in evidence.particulars("heading", "goal"):
        if one.kind == "goal" or one.name in (*FIRST_LEVEL, COSTS):
            found[one.subject].append(one)
    return {subject: marks for subject, marks in found.items() if any(one.kind == "heading" for one in marks)}


def _rows_of(evidence: Evidence, subject: str, names: set[str]) -> list[IndicatorRow]:
    """The indicators of a form, by the lines of those that the form's own name stands over."""
    lines = {one.line for one in evidence.raw["indicators"] if one.subject == subject} if names else set()
    rows = [row for row in evidence.tables["indicators"] if row.line in lines]
    again = printed_again(rows)
    return [row for row in rows if row.line not in again]


def _groups(
    marks: Sequence[Particular], rows: Sequence[IndicatorRow]
) -> Iterator[tuple[Particular, Decimal, list[IndicatorRow], list[IndicatorRow]]]:
    """Each heading with its points, the rows down to the next heading, and those to the next that is surely of its level.

    A heading that is printed twice counts once; costs are a level of their own in some forms, a part of 产出 in others;
    so is any heading that the rows carry as their second level.
    """
    last = max((row.line for row in rows), default=0) + 1
    for place, one in enumerate(marks):
        before = marks[place - 1] if place else None
        if one.kind == "goal" or one.name == COSTS or (before and before.name == one.name):
            continue
        after = [other for other in marks[place + 1 :] if other.name != one.name]
        ends = [
            min((other.line for other in after if other.name not in skipped), default=last)
            for skipped in ((), (COSTS, *(row.level2 for row in rows if row.level1 == one.name)))
        ]
        near, inside = (
            [row for row in rows if one.line <= row.line < end and not repeats_execution(row)] for end in ends
        )
        yield one, Decimal(one.printed), near, inside


def _sum(rows: Sequence[IndicatorRow], has_weights: bool) -> Decimal:
    """Points of indicators: those they have or, where the form prints none, those they were given."""
    return sum(((row.weight if has_weights else row.score) or Decimal(0) for row in rows), Decimal(0))


def _heading_check(heading: Particular, points: Decimal, given: Decimal, has_weights: bool) -> Check:
    message = "heading_points" if has_weights else "heading_points/given"
    place = ("form", f"{heading.subject}{heading.name}", heading, points, given)
    return compared(message, *place, slack=Decimal(0), unit="分", where_en=f"{heading.subject}, {heading.name}")


@of_method("form_columns", "项目类别与经济分类栏填写正确", touches="projects")
def columns(evidence: Evidence) -> Iterator[Check | Remark]:
    """The kind of expenditure is answered with a kind, the economic classification with its codes."""
    for one in evidence.particulars("category"):
        yield remark("form_columns/category", "form", one.subject, one, one.printed)
    wrong = evidence.particulars("cost_column")
    if wrong:
        lines = [one.line for one in wrong]
        yield remark("form_columns", "form", "支出经济分类", wrong[0], wrong[0].printed, lines=lines)


@of_method("form_left_over", "自评表的模板内容已填写", touches="projects")
def left_overs(evidence: Evidence) -> Iterator[Check | Remark]:
    """No points are left as the template has them: （XX分）."""
    for one in evidence.particulars("left_over"):
        yield remark("form_left_over", "form", one.subject, one, one.name)

"""Targets and results of the forms by themselves: values that are none, names printed twice, one result told in two ways."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from jianghan_lib.audit.evidence import Check, Evidence, Remark, agreed
from jianghan_lib.audit.messages import compared, remark
from jianghan_lib.audit.rules import FINAL, of_method
from jianghan_lib.audit.rules.indicators import GENERIC
from jianghan_lib.base.money import half_unit, read_number
from jianghan_lib.base.rows import ChangeRow, IndicatorRow, ProjectRow
from jianghan_lib.base.text import short
from jianghan_lib.forms.evaluation.values import read_value
from jianghan_lib.forms.records import Particular

BOUND = re.compile(r"^(?:≥|≤|>|<|≧|≦|=)|以上$|以下$|以内$|执行率")
# What is counted, and so has no percent.
COUNTED = re.compile(r"(?:数量|人数|次数|场次|户数|家数|件数)$")
NEAR = 6
MOST_LACKING = 0.34
# Words before a name that say it is that of the whole place or year.
WHOLE = re.compile(r"^(?:全市|全区|全省|全县|全局|全年|年度|年末)")
OF_PLACE = re.compile(r"^(?:全市|全区|全省|全县)")
CHANGE_OF_THREE = re.compile(r"三公[\"”]?经费变动率")
THREE_PUBLIC = ("overseas_travel", "vehicles", "vehicle_purchase", "vehicle_operation", "hospitality")
ALIKE = 0.6
# Of two indicators with one distinctive result.
FAR_ALIKE = 0.35
HELD = 8
# Indicators that every form has.
COMMON = re.compile(r"满意|及时率$")


@of_method("results", "完成值已填写且是结果", kinds=FINAL, touches="indicators")
def results(evidence: Evidence) -> Iterator[Check | Remark]:
    """A result is printed, is a value (not a bound), and a percent only of what is no count."""
    rows = [row for row in evidence.tables["indicators"] if row.subject and row.indicator]
    unread = _unread(rows)
    for row in rows:
        name, actual = row.indicator, row.actual_printed
        if not actual and row.target_printed and row.subject not in unread:
            yield _of("results", row, row.target_printed)
        elif "%" in actual and COUNTED.search(name) and "%" not in row.target_printed:
            yield _of("results/count", row, actual)
        elif BOUND.search(actual):
            yield _of("results/bound", row, actual)
        else:
            yield agreed("form", row)


def _unread(rows: Sequence[IndicatorRow]) -> set[str]:
    """Forms that lack so many results that their columns were not understood."""
    lacking, all_rows = (
        Counter(row.subject for row in rows if not only or not row.actual_printed) for only in (True, False)
    )
    return {subject for subject, count in lacking.items() if count > all_rows[subject] * MOST_LACKING}


def _of(
    message: str, row: IndicatorRow, printed: str, expected: str = "", severity: str = "", /, **words: object
) -> Remark:
    """What a message says of an indicator of a form."""
    return remark(message, "form", row.indicator, row, printed, expected, severity, **words)


@of_method("names_twice", "同一自评表中指标名称不重复", touches="indicators")
def names_twice(evidence: Evidence) -> Iterator[Check | Remark]:
    """A form names no indicator twice: in another group, or with other values."""
    seen: dict[tuple[str, str, str], IndicatorRow] = {}
    for row in evidence.tables["indicators"]:
        key = (row.subject, row.horizon, row.indicator)
        first = seen.setdefault(key, row)
        values = [(one.level2, one.target_printed, one.actual_printed) for one in (first, row)]
        near = 0 < row.line - first.line <= NEAR
        if not row.subject or not near or GENERIC.search(row.indicator) or values[0] == values[1]:
            yield agreed("form", row)
            continue
        yield _of("names_twice", row, row.indicator, first=first.line)


@of_method("one_result", "全市、全区的完成值只有一个", kinds=FINAL, touches="indicators")
def one_result(evidence: Evidence) -> Iterator[Check | Remark]:
    """A result for the whole place (全市… of the city, 全区… of the district) is the same in every form that has it."""
    rows: dict[str, list[IndicatorRow]] = defaultdict(list)
    for row in evidence.tables["indicators"]:
        if row.actual is not None and len(row.indicator) >= NEAR and not GENERIC.search(row.indicator):
            rows[WHOLE.sub("", row.indicator)].append(row)
    for found in rows.values():
        placed = next((row for row in found if OF_PLACE.match(row.indicator)), None)
        if placed is None or len(found) < 2:
            continue
        other = next((row for row in found if row.actual != placed.actual), None)
        if other is None:
            yield agreed("form", placed)
        else:
            words = {"form": other.subject, "at": other.line}
            yield _of("one_result", placed, placed.actual_printed, other.actual_printed, **words)


@of_method("alike", "整体表与项目表的相近指标一致", kinds=FINAL, touches="indicators")
def alike(evidence: Evidence) -> Iterator[Check | Remark]:
    """What is nearly the same indicator in the department's form and a project's has one name, one target, one result."""
    projects = {short(row.project) for row in evidence.tables["projects"]}
    rows = [row for row in evidence.tables["indicators"] if row.subject and row.indicator]
    others = [row for row in rows if short(row.subject) in projects]
    letters = {row.indicator: set(WHOLE.sub("", row.indicator)) for row in rows}
    names = {row.indicator for row in others}
    summed = {id(row) for row, _ in _together(rows)}
    for row in rows:
        if short(row.subject) in projects or COMMON.search(row.indicator) or id(row) in summed:
            continue
        one = _other_value(row, others)
        if one is None and row.indicator not in names:
            one = _other_name(row, others, letters)
        if one is None:
            yield agreed("form", row)
            continue
        grave = _distinct(row) and row.actual == one.actual and None not in (row.target, one.target)
        severity = "warning" if grave and row.target != one.target else ""
        words = {"own": _values(row), "other": _values(one), "form": one.subject, "at": one.line}
        yield _of("alike", row, row.indicator, one.indicator, severity, **words)


# A name that counts two kinds together: 人数(灵活就业人员及企业).
BOTH_KINDS = re.compile(r"^(?P<stem>.+?)[(（](?P<one>[^()（）]+?)[及和与、](?P<other>[^()（）]+)[)）]$")


@of_method("counted_together", "合并统计的指标等于各部分之和", kinds=FINAL, touches="indicators")
def counted_together(evidence: Evidence) -> Iterator[Check]:
    """The result of an indicator on two kinds is the sum of the results that another form has for each."""
    for row, parts in _together(evidence.tables["indicators"]):
        words = {"lines": "、".join(str(part.line) for part in parts)}
        place = ("form", row.indicator, row, row.actual, sum(part.actual for part in parts))
        how: dict[str, Any] = {"text": row.actual_printed, "slack": Decimal(0), "unit": row.unit}
        yield compared("counted_together", *place, words=words, **how)


def _together(rows: Sequence[IndicatorRow]) -> Iterator[tuple[IndicatorRow, list[IndicatorRow]]]:
    """Indicators on two kinds, each with the one row of each kind."""
    for row in rows:
        match = BOTH_KINDS.match(row.indicator)
        if match is None or row.actual is None:
            continue
        names = [f"{match['stem']}{kind}" for kind in (match["one"], match["other"])]
        parts = [[one for one in rows if re.sub(r"[()（）]", "", one.indicator) == name] for name in names]
        if all(len(found) == 1 and found[0].actual is not None for found in parts):
            yield row, [found[0] for found in parts]


@of_method("score_bands", "定性指标得分在所列档次之内", kinds=FINAL, touches="indicators")
def score_bands(evidence: Evidence) -> Iterator[Check | Remark]:
    """A qualitative result that is reached has 80% of its points and more, one that is reached in part 50% to 80%."""
    for band in evidence.particulars("score_bands"):
        high, low = (Decimal(text) / 100 for text in (band.name, band.printed))
        for row in evidence.tables["indicators"]:
            if row.direction != "qualitative" or not row.weight or row.score is None:
                continue
            share, partly = row.score / row.weight, PARTLY.search(row.actual_printed)
            reached = row.target_printed == row.actual_printed
            if partly and not reached and not low <= share <= high:
                yield _outside(row, band, ("部分达成", "reached in part"), f"{band.printed}%–{band.name}%")
            elif reached and share < high:
                yield _outside(row, band, ("达成预期", "reached"), f"{band.name}%–100%")
            elif partly or reached:
                yield agreed("form", row)


PARTLY = re.compile(r"一定程度|部分")


def _outside(row: IndicatorRow, band: Particular, how: tuple[str, str], bounds: str) -> Remark:
    words = {"how": how, "actual": row.actual_printed, "at": band.line, "weight": f"{row.weight.normalize():f}"}
    return _of("score_bands", row, f"{row.score.normalize():f}", bounds, **words)


@of_method("unit_costs", "补贴标准乘以人数与执行数相当", kinds=FINAL, touches="indicators;projects")
def unit_costs(evidence: Evidence) -> Iterator[Check | Remark]:
    """A project that pays one monthly or yearly standard to one number of people spends about their product."""
    projects = {row.project: row for row in evidence.tables["projects"] if row.executed}
    for name, project in projects.items():
        rows = [row for row in evidence.tables["indicators"] if row.subject == name]
        standards = [row for row in rows if PER_HEAD.search(row.indicator)]
        people = [row for row in rows if PEOPLE.search(row.indicator)]
        times = TIMES.search(_result(standards[0])) if len(standards) == len(people) == 1 else None
        count = read_value(_result(people[0])).number if times else None
        if not times or not count:
            continue
        standard = read_number(times["amount"]).value
        product = standard * count * (12 if times["unit"] == "月" else 1) / 10000
        if abs(product - project.executed) <= product * NEARLY:
            yield agreed("form", standards[0])
        elif product / 2 < project.executed < product * 2:
            yield _product(standards[0], people[0], project, product)


PER_HEAD, PEOPLE = (
    re.compile(r"人均.*标准|标准.*人均"),
    re.compile(r"(?:享受|发放|补贴|补助|帮扶|救助).*人(?:员|员?数)"),
)
TIMES = re.compile(r"^(?P<amount>[\d,.]+)元(?:/人)?/(?P<unit>月|年)(?:/人)?$")
# How far people who come and go within a year may set the product and the expenditure apart.
NEARLY = Decimal("0.05")


def _result(row: IndicatorRow) -> str:
    return re.sub(r"\s", "", row.actual_printed or row.target_printed)


def _product(standard: IndicatorRow, people: IndicatorRow, project: ProjectRow, product: Decimal) -> Remark:
    words = {"project": project.project, "at": people.line, "row": project.line}
    words |= {"paid": _result(standard), "heads": _result(people)}
    made, spent = round(product, 2), project.executed
    return _of("unit_costs", standard, standard.actual_printed, made=made, spent=spent, **words)


@of_method("explained_indicators", "说明未完成的指标在自评表中", kinds=FINAL, touches="indicators")
def explained_indicators(evidence: Evidence) -> Iterator[Check | Remark]:
    """An indicator that an explanation quotes as not reached is in a form, by that name or a shorter one."""
    names = {re.sub(MARKS, "", row.indicator): row for row in evidence.tables["indicators"]}
    quoted: dict[str, list[Particular]] = defaultdict(list)
    for one in evidence.particulars("explained", "quoted") if names else ():
        quoted[re.sub(MARKS, "", one.name)].append(one)
    for name, found in quoted.items():
        if any(name in other or (other in name and len(other) >= NEAR) for other in names):
            yield agreed("form", found[0])
            continue
        near = max(names, key=lambda other: _overlap(set(other), set(name)))
        alike = _overlap(set(near), set(name)) >= ALIKE
        one, meant = found[0], names[near]
        place = ("narrative", one.name, one, one.name)
        what = EXPLAINED if one.kind == "explained" else QUOTED
        if alike:
            yield remark("explained_indicators/near", *place, meant.indicator, at=meant.line, what=what)
        else:
            yield remark("explained_indicators", *place, what=what)


EXPLAINED = ("说明未完成原因的指标", "an explanation names the indicator")
QUOTED = ("文字引用了目标值与完成值的指标", "the text quotes target and result of the indicator")


MARKS = r"[\s\"“”'‘’()（）、,，]"
# Results of so many digits are not the same by chance.
DISTINCT = 4


def _distinct(row: IndicatorRow) -> bool:
    """Whether a result is a number that no other indicator has by chance."""
    digits = re.sub(r"\D", "", row.actual_printed).rstrip("0")
    return row.actual is not None and len(digits) >= DISTINCT


def _other_name(
    row: IndicatorRow, others: Sequence[IndicatorRow], letters: Mapping[str, set[str]]
) -> IndicatorRow | None:
    """The indicator with most characters and a value in common, under another name."""
    like = [
        (_overlap(letters[row.indicator], letters[one.indicator]), -one.line, one)
        for one in others
        if _shares(row, one)
    ]
    share, _, one = max(like, default=(0.0, 0, row), key=lambda found: found[:2])
    if _distinct(row) and row.actual == one.actual and row.target != one.target:
        share += ALIKE - FAR_ALIKE
    same = WHOLE.sub("", row.indicator) == WHOLE.sub("", one.indicator)
    return None if share < ALIKE or same else one


def _other_value(row: IndicatorRow, others: Sequence[IndicatorRow]) -> IndicatorRow | None:
    """An indicator whose name holds this one's, or is held by it, with one value the same and the other not."""
    name = row.indicator
    for one in others:
        other = one.indicator
        if name == other or min(len(name), len(other)) < HELD or not (name in other or other in name):
            continue
        if WHOLE.sub("", name) == WHOLE.sub("", other):
            continue  # the whole and one project of it may have two values
        printed = [
            (getattr(row, column).strip("="), getattr(one, column).strip("="))
            for column in ("target_printed", "actual_printed")
        ]
        same = [mine == theirs for mine, theirs in printed]
        numbers_differ = row.actual is None or (row.target, row.actual) != (one.target, one.actual)
        if all(mine and theirs for mine, theirs in printed) and same[0] != same[1] and numbers_differ:
            return one
    return None


def _overlap(one: set[str], other: set[str]) -> float:
    return len(one & other) / len(one | other) if one and other else 0.0


def _shares(row: IndicatorRow, other: IndicatorRow) -> bool:
    """Whether they have a result, or a target, in common that is more than a full percent."""
    return any(
        getattr(row, column) is not None
        and getattr(row, column) == getattr(other, column)
        and getattr(row, column) not in (0, 1)
        for column in ("actual", "target")
    )


def _values(row: IndicatorRow) -> str:
    return "/".join((row.target_printed or "-", row.actual_printed or "-"))


@of_method("three_public_change", "“三公”经费变动率与文字说明一致", kinds=FINAL, touches="changes;indicators")
def three_public_change(evidence: Evidence) -> Iterator[Check | Remark]:
    """The change of the three public expenses that the department's form prints is that of the narrative."""
    rate = _change_of_three(evidence)
    for row in evidence.tables["indicators"]:
        if rate is None or row.actual is None or not CHANGE_OF_THREE.search(row.indicator):
            continue
        digits = re.sub(r"[^\d.]", "", row.actual_printed)
        places = len(digits.partition(".")[2])
        place = ("form", row.indicator, row, row.actual * 100, rate * 100)
        how: dict[str, Any] = {"text": row.actual_printed, "slack": half_unit(places), "unit": "%"}
        yield compared("three_public_change", *place, where_en="change of the three public expenses", **how)


def _change_of_three(evidence: Evidence) -> Decimal | None:
    """The change of the whole, or of all its parts, on the amount of the year before."""
    rows = {row.item: row for row in evidence.tables["changes"] if row.basis == "printed_change"}
    if "three_public" in rows:
        stated: Decimal | None = rows["three_public"].rate
        return stated
    outturn = evidence.stated("three_public", "outturn")
    parts: Sequence[ChangeRow] = [rows[item] for item in THREE_PUBLIC if item in rows and rows[item].amount is not None]
    if outturn is None or outturn.amount is None or sum(row.amount for row in parts) != outturn.amount:
        return None
    prior = sum((row.prior_amount for row in parts), Decimal(0))
    return (outturn.amount - prior) / prior if prior else None

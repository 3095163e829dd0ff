"""Indicators as printed -> typed: target and actual as numbers of one unit, whether the target was met, and how far."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from jianghan_lib.base.money import fraction, is_blank, read_number, readable
from jianghan_lib.base.rows import IndicatorRow
from jianghan_lib.base.text import curly
from jianghan_lib.forms.evaluation.values import PER, QUALITATIVE, Value, is_nothing, read_value
from jianghan_lib.forms.records import Indicator, place

# Rates of which less is better, whatever sign a form leaves out.
LESS_IS_BETTER = re.compile(
    r"(?:失业|预算调整|结转结余|结余|变动|投诉|差错|错误|事故|发生|返工|退回|违规|违纪|超标|流失|死亡|空置|不合格|控制)率$"
)
SAVED = re.compile(r"节约|节省|节支|降低|下降|压减|压缩")
DURATION = re.compile(r"^个?(?:工作日|自然日|天|日|小时|分钟|秒|周|个?月)$")
# How far from its number a target that says "about" is still kept.
ABOUT = Decimal("0.1")


def build_indicators(document: str, records: Sequence[Indicator], names: Mapping[str, str]) -> list[IndicatorRow]:
    """Raw indicators of a document, and the projects by the names of their forms -> rows of `indicators`."""
    subjects = [curly(record.subject) for record in records]
    return [
        _row(document, record, names.get(subject, subject)) for record, subject in zip(records, subjects, strict=True)
    ]


def _row(document: str, record: Indicator, subject: str) -> IndicatorRow:
    target, actual = (QUALITATIVE if is_nothing(text) else read_value(text) for text in (record.target, record.actual))
    if target.direction == "equal" and LESS_IS_BETTER.search(record.indicator):
        target = replace(target, direction="at_most")
    comparable = _comparable(target, actual)
    weight, score = _number(record.weight), _number(record.score)
    return IndicatorRow(
        document_id=document,
        subject=subject,
        level1=record.level1,
        level2=record.level2,
        indicator=record.indicator,
        target_printed=record.target,
        actual_printed=record.actual,
        direction="" if is_nothing(record.target) else target.direction,
        target=target.number,
        target_at=_at(record, "target"),
        target_upper=target.upper,
        actual=actual.number if len(actual.numbers) == 1 else None,
        actual_at=_at(record, "actual"),
        unit=target.unit or actual.unit,
        attainment=_attainment(target, actual) if comparable else None,
        met=_met(target, actual, _less_is_better(record, target)) if comparable else _judged(record, weight, score),
        weight=weight,
        weight_at=_at(record, "weight"),
        score=score,
        score_at=_at(record, "score"),
        horizon=record.horizon,
        target_year_before=record.year_before,
        target_two_years_before=record.two_years_before,
        line=record.line,
        page=record.page,
    )


def _at(record: Indicator, figure: str) -> str:
    """Where a figure is printed: in its own place, or in that of the row."""
    return (getattr(record, f"{figure}_at") or place(record)) if getattr(record, figure) else ""


def _number(printed: str) -> Decimal | None:
    return read_number(printed).value if printed and not is_blank(printed) and readable(printed) else None


def _comparable(target: Value, actual: Value) -> bool:
    """Numbers of one unit; a unit that one of them leaves out is taken to be the other's, % and ‰ are both fractions."""
    both = target.number is not None and len(actual.numbers) > 0
    rates = target.unit in PER and actual.unit in PER
    return both and (target.unit == actual.unit or rates or not target.unit or not actual.unit)


def _attainment(target: Value, actual: Value) -> Decimal | None:
    """How far the target was reached: actual / target, the other way round where less is better; none of a range or of several numbers."""
    if target.direction == "between" or len(actual.numbers) > 1:
        return None
    if target.direction == "at_most":
        return fraction(target.number, actual.number)
    return fraction(actual.number, target.number)


def _less_is_better(record: Indicator, target: Value) -> bool:
    """Whether a target without a sign is one not to be passed: of a cost, of time taken, of nothing at all."""
    levels = record.level1 + record.level2
    if target.direction not in ("equal", "about") or SAVED.search(record.indicator):
        return target.direction == "at_most"
    taken = "时效" in levels and DURATION.match(target.unit) is not None
    return "成本" in levels or taken or target.number == 0


def _met(target: Value, actual: Value, less: bool) -> bool | None:
    """Whether the target was met, by every number that the actual prints.

    A range is met within its ends. `about` is met within a tenth of the number; beyond that it is not met on the wrong
    side, and unknown on the other, where the form does not say whether more (of a cost, less) was wanted.
    """
    assert target.number is not None
    if target.upper is not None:
        return all(target.number <= number <= target.upper for number in actual.numbers)
    if target.direction == "about" and target.number:
        apart = [(number - target.number) / abs(target.number) * (-1 if less else 1) for number in actual.numbers]
        return False if min(apart) < -ABOUT else True if max(apart) <= ABOUT else None
    return all(number <= target.number if less else number >= target.number for number in actual.numbers)


def _judged(record: Indicator, weight: Decimal | None, score: Decimal | None) -> bool | None:
    """Words against words: met where they are the same, or the full score was given; not met below it; else unknown."""
    if weight is not None and score is not None:
        return score >= weight
    if not is_nothing(record.target) and record.target == record.actual:
        return True
    return None

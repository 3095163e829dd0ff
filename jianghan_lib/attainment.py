"""Indicators as printed -> typed: target and actual as numbers of one unit, whether the target was met, and how far."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from jianghan_lib.forms.values import Value, read_value
from jianghan_lib.ingest import readable
from jianghan_lib.money import fraction

Record = Mapping[str, str]
# Rates of which less is better, whatever sign a form leaves out.
LESS_IS_BETTER = re.compile(
    r"(?:失业|预算调整|结转结余|结余|变动|投诉|差错|错误|事故|发生|返工|退回|违规|违纪|超标|流失|死亡|空置|不合格|控制)率$"
)


def build_indicators(document: str, records: Sequence[Record], names: Mapping[str, str]) -> list[dict[str, Any]]:
    """Raw indicators of a document, and the projects by the names of their forms -> rows of `indicators`."""
    return [_row(document, record, names.get(record["subject"], record["subject"])) for record in records]


def _row(document: str, record: Record, subject: str) -> dict[str, Any]:
    target, actual = read_value(record["target"]), read_value(record["actual"])
    if target.direction == "equal" and LESS_IS_BETTER.search(record["indicator"]):
        target = replace(target, direction="at_most")
    comparable = _comparable(target, actual)
    weight, score = (_number(record[name]) for name in ("weight", "score"))
    return {
        "document_id": document,
        "subject": subject,
        "level1": record["level1"],
        "level2": record["level2"],
        "indicator": record["indicator"],
        "target_printed": record["target"],
        "actual_printed": record["actual"],
        "direction": target.direction if record["target"] else "",
        "target": target.number,
        "actual": actual.number,
        "unit": target.unit or actual.unit,
        "attainment": _attainment(target, actual) if comparable else None,
        "met": _met(target, actual, "成本" in record["level1"] + record["level2"])
        if comparable
        else _judged(record, weight, score),
        "weight": weight,
        "score": score,
        "horizon": record["horizon"],
        "target_year_before": record["year_before"],
        "target_two_years_before": record["two_years_before"],
        "line": int(record["line"]),
        "page": record["page"],
    }


def _number(printed: str) -> Decimal | None:
    return Decimal(printed) if printed and readable(printed) else None


def _comparable(target: Value, actual: Value) -> bool:
    """Numbers of one unit; a unit that one of them leaves out is taken to be the other's."""
    both = target.number is not None and actual.number is not None
    return both and (target.unit == actual.unit or not target.unit or not actual.unit)


def _attainment(target: Value, actual: Value) -> Decimal | None:
    """How far the target was reached: actual / target, the other way round where less is better."""
    if target.direction == "at_most":
        return fraction(target.number, actual.number)
    return fraction(actual.number, target.number)


def _met(target: Value, actual: Value, is_cost: bool) -> bool:
    """Whether the target was met; of a cost without a sign, not exceeding it is."""
    if target.number is None or actual.number is None:
        return False
    if target.direction == "at_most" or (is_cost and target.direction in ("equal", "about")):
        return actual.number <= target.number
    return actual.number >= target.number


def _judged(record: Record, weight: Decimal | None, score: Decimal | None) -> bool | None:
    """Words against words: met where they are the same, or the full score was given; not met below it; else unknown."""
    if weight is not None and score is not None:
        return score >= weight
    if record["target"] and record["target"] == record["actual"]:
        return True
    return None

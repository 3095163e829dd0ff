"""What the rules say of what is wrong or odd, and of two figures that should be one, as data: messages.csv, in both languages."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from jianghan_lib.audit.evidence import Check, Remark, Side
from jianghan_lib.base.findings import At, messages, standing
from jianghan_lib.base.money import readable_amount


def remark(
    message: str, table: str, where: str, at: At, printed: str, expected: str = "", severity: str = "", /, **words: Any
) -> Remark:
    """What is wrong at a place, in the words of a message: of a pair each language has its own, lists are joined, amounts shown."""
    told = messages("audit")[message]
    quoted = where if where.startswith("“") else f"“{where}”"
    words |= {"where": where, "quoted": quoted, "printed": printed, "expected": expected, "line": standing(at)[0]}
    zh, en = ({name: _in(value, side) for name, value in words.items()} for side in (0, 1))
    said = told.zh.format_map(zh), told.en.format_map(en)
    return Remark(table, where, at, printed, *said, severity or told.severity, expected)


def compared(
    message: str,
    table: str,
    where: str,
    at: At,
    printed: Decimal,
    expected: Decimal,
    /,
    *,
    text: str = "",
    expected_text: str = "",
    words: Mapping[str, Any] | None = None,
    severity: str = "",
    **rest: Any,
) -> Check:
    """Two figures that should be the same, each called as a message says (the two parted by a stroke); `rest` is the comparison's."""
    told = messages("audit")[message]
    zh, en = ({name: _in(value, side) for name, value in (words or {}).items()} for side in (0, 1))
    (left, right), (left_en, right_en) = told.zh.format_map(zh).split("|"), told.en.format_map(en).split("|")
    sides = Side(left, left_en, printed, text), Side(right, right_en, expected, expected_text)
    return Check(table, where, at, *sides, severity=severity or told.severity, **rest)


def _in(value: Any, side: int) -> str:
    """A value as a message of the first or the second language shows it."""
    if isinstance(value, tuple):
        return str(value[side])
    if isinstance(value, list):
        return ("、", ", ")[side].join(map(str, value))
    return readable_amount(value) if isinstance(value, Decimal) else str(value)

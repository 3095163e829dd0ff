"""Slips of the hand that arithmetic shows: a digit mistyped, two digits swapped, a wrong sign or unit, a point for a comma."""

import re
from decimal import Decimal

from jianghan_lib.base.money import show

Words = tuple[str, str]
NONE = ("", "")
# Between 元, 千元, 万元 and 亿元.
SCALES = (Decimal(10), Decimal(100), Decimal(10000))
# Of short figures, one digit apart says nothing.
FEWEST = 4
# Of figures so long, also two that do not stand together change places by a slip only.
LONG = 5


def likely(printed: Decimal, expected: Decimal) -> Words:
    """Two figures that should be one -> the slip that makes one of the other, in both languages; nothing where none does."""
    if not printed or not expected:
        return NONE
    if printed == -expected:
        return "符号相反", "the sign is the opposite"
    for scale in SCALES:
        if printed in (expected * scale, expected / scale):
            return f"恰为{scale}倍，小数点或单位有误", f"exactly {scale} times: a slip of the point or the unit"
    return _digits(_written(printed), _written(expected))


def mistyped(one: Decimal, other: Decimal, fewest: int = FEWEST) -> bool:
    """Whether two figures are a digit apart, or have two digits in another order."""
    return bool(one and other and _digits(_written(one), _written(other), fewest)[0])


def explains(addend: Decimal, excess: Decimal) -> bool:
    """Whether one other digit in an addend, a short one or a nought among them, takes away what a sum is too much."""
    return bool(_digits(_written(addend), _written(addend - excess), 0)[0])


def _written(value: Decimal) -> str:
    text = show(abs(value))
    whole, _, part = text.partition(".")
    return f"{whole}.{part:0<2}"


def _digits(one: str, other: str, fewest: int = FEWEST) -> Words:
    """One digit is another, or two that stand together have changed places."""
    if len(one) != len(other) or min(len(re.sub(r"^0+|0+$|\D", "", figure)) for figure in (one, other)) < fewest:
        return NONE
    apart = [place for place, pair in enumerate(zip(one, other, strict=True)) if pair[0] != pair[1]]
    if len(apart) == 1 and len(one) - 1 > apart[0] >= 0:
        at = apart[0]
        return (
            f"两数只有一位数字不同（{one[at]}与{other[at]}），可能是笔误",
            f"one digit apart ({one[at]}, {other[at]}): probably mistyped",
        )
    swapped = len(apart) == 2 and one[apart[0]] == other[apart[1]] and one[apart[1]] == other[apart[0]]
    near = swapped and len(re.sub(r"\D", "", one[apart[0] : apart[1] + 1])) == 2
    if near or (swapped and len(re.sub(r"\D", "", one)) >= LONG):
        return "两位数字前后颠倒", "two digits have changed places"
    return NONE


def one_character(one: str, other: str) -> bool:
    """Whether two names are the same but for one character."""
    return len(one) == len(other) > 1 and sum(left != right for left, right in zip(one, other, strict=True)) == 1


def separated(printed: str) -> str:
    """A figure with points where commas belong (16.886.22) -> what it probably is; others as they are."""
    if not re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+\.\d{1,2}", printed) or printed.count(".") < 2:
        return printed
    whole, _, part = printed.rpartition(".")
    return f"{whole.replace('.', ',')}.{part}"


def separator(printed: str) -> Words:
    """What a figure with points where commas belong probably is, in both languages."""
    meant = separated(printed)
    if meant == printed:
        return NONE
    return f"（可能是{meant}，分隔符误作小数点）", f" (probably {meant}: a point for a comma)"

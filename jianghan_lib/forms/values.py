"""Targets and results of indicators, as printed -> direction, number and unit; nothing is made of words that hold no number."""

import re
from dataclasses import dataclass
from decimal import Decimal

from jianghan_lib.money import NUMBER, UnreadableNumberError, plain, read_number

_SCALES = {"万": Decimal(10000), "亿": Decimal(100000000), "千": Decimal(1000)}
_AT_LEAST = r"≥|>=|>|》|≧|不低于|不少于|大于等于|大于|高于|超过|至少"
_AT_MOST = r"≤|<=|<|《|≦|不高于|不超过|不多于|小于等于|小于|低于|控制在"
_ABOUT = r"约|近|大约"
_VALUE = re.compile(
    rf"^(?:[一-鿿]{{1,10}}?(?=超过|不低于|不少于|不高于))?(?P<sign>{_AT_LEAST}|{_AT_MOST}|{_ABOUT}|=|＝|等于)?(?P<number>{NUMBER})(?P<scale>[万亿千](?=[^元]|$|元))?"
    r"(?P<unit>%|‰|[^\d\s,;:。]{0,12}?)(?P<tail>以上|以下|以内|及以上|左右)?$"
)


@dataclass(frozen=True)
class Value:
    """A printed value: how it is meant (at_least, at_most, equal, about, qualitative), its number and unit."""

    direction: str
    number: Decimal | None
    unit: str


def read_value(printed: str) -> Value:
    """A printed target or result as a value; `qualitative` with no number where it holds none, or more than one."""
    text = re.sub(r"\s+", "", plain(printed))
    found = _VALUE.match(text)
    if not found:
        return Value("qualitative", None, "")
    try:
        number = read_number(found["number"]).value
    except UnreadableNumberError:
        return Value("qualitative", None, "")
    unit, scale = found["unit"], found["scale"] or ""
    if unit.startswith(("年", "月")) and not unit.startswith(("年限",)):
        return Value("qualitative", None, "")  # a date, such as 2025年底完成
    if unit in ("%", "‰"):
        number = number / (100 if unit == "%" else 1000)
        unit = "%"
    elif scale and unit.startswith("元"):
        unit = scale + unit
    elif scale:
        number *= _SCALES[scale]
    return Value(_direction(found["sign"] or "", found["tail"] or ""), number, unit)


def _direction(sign: str, tail: str) -> str:
    if re.fullmatch(_AT_LEAST, sign) or tail in ("以上", "及以上"):
        return "at_least"
    if re.fullmatch(_AT_MOST, sign) or tail in ("以下", "以内"):
        return "at_most"
    return "about" if re.fullmatch(_ABOUT, sign) or tail == "左右" else "equal"

"""Targets and results of indicators, as printed -> direction, numbers and unit; nothing is made of words that hold no number."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from jianghan_lib.base.money import NUMBER, UnreadableNumberError, read_number
from jianghan_lib.base.text import compact, tight

_SCALES = {"": Decimal(1), "万": Decimal(10000), "亿": Decimal(100000000), "千": Decimal(1000)}
# Rates are kept as fractions; the unit says how they are printed.
PER = {"%": Decimal(100), "‰": Decimal(1000)}
_AT_LEAST = r"≥|>=|>|》|≧|⩾|﹥|≮|不低于|不少于|不小于|大于等于|大于或等于|大于|高于|超过|至少|达到"
_AT_MOST = r"≤|<=|<|《|≦|⩽|﹤|≯|不高于|不超过|不多于|不大于|小于等于|小于或等于|小于|低于|控制在|最多"
_ABOUT = r"约|近|大约"
_UNIT = r"%|‰|[^\d\s,;:。\-]{0,12}?"
_VALUE = re.compile(
    rf"^(?:[一-鿿]{{1,10}}?(?=超过|不低于|不少于|不高于))?(?P<sign>{_AT_LEAST}|{_AT_MOST}|{_ABOUT}|=|＝|等于)?(?P<number>{NUMBER})(?P<scale>[万亿千])?"
    rf"(?P<unit>{_UNIT})(?P<tail>及?以上|及?以下|以内|之内|(?<=[日天月年时钟周])内|左右)?$"
)
_RANGE = re.compile(
    rf"^(?P<low>\d[\d,.]*)(?P<low_scale>[万亿千])?(?P<low_unit>{_UNIT})(?:-|—|–|~|～|至|到)+(?P<high>\d[\d,.]*)(?P<scale>[万亿千])?(?P<unit>{_UNIT})$"
)
_ENCLOSED = re.compile(rf"^(?P<low>{NUMBER}[%‰]?)[≤<≦][^\d≤<≦]{{1,20}}[≤<≦](?P<high>{NUMBER}[%‰]?)$")
# A unit in brackets behind its number: ≥100.00(人次).
_IN_BRACKETS = re.compile(r"(?<=\d)\(([^()\d]{1,8})\)$")
_BETWEEN_VALUES = re.compile(r"(?<=\D)[,、;](?=[^,、;])")
# What is printed where nothing is set: a dash, also the character 一 in its place.
NOTHING = re.compile(r"[-—–－一/\\]+")


@dataclass(frozen=True)
class Value:
    """A printed value: how it is meant (at_least, at_most, equal, about, between, qualitative), its number and unit.

    `number` is the lower end of a range and `upper` its upper end; `several` are all numbers of a value that prints
    more than one (1200元、1500元), which then has no single number.
    """

    direction: str
    number: Decimal | None
    unit: str
    upper: Decimal | None = None
    several: tuple[Decimal, ...] = ()

    @property
    def numbers(self) -> tuple[Decimal, ...]:
        """Every number that the value prints."""
        return self.several or tuple(number for number in (self.number, self.upper) if number is not None)


QUALITATIVE = Value("qualitative", None, "")


@lru_cache(maxsize=10_000)
def read_value(printed: str) -> Value:
    """A printed target or result as a value; `qualitative` with no number where it holds none, or several of different units."""
    text = _IN_BRACKETS.sub(r"\1", compact(printed))
    try:
        return _range(text) or _single(text) or _several(text) or QUALITATIVE
    except UnreadableNumberError:
        return QUALITATIVE


def is_nothing(printed: str) -> bool:
    """Whether a cell sets no value: empty, or a dash."""
    return NOTHING.fullmatch(tight(printed) or "-") is not None


def _single(text: str) -> Value | None:
    found = _VALUE.match(text)
    if not found or _is_date(found["unit"]):
        return None
    number, unit = _measured(found["number"], found["scale"] or "", found["unit"])
    return Value(_direction(found["sign"] or "", found["tail"] or ""), number, unit)


def _range(text: str) -> Value | None:
    """Two ends of one unit: 400-4,000元/人, 2—3万人, 97%≤执行率≤100%; without a unit it may be anything (a date, a score)."""
    enclosed, found = _ENCLOSED.match(text), _RANGE.match(text)
    if enclosed:
        ends = [_single(enclosed[end]) for end in ("low", "high")]
        low, high = (end.number if end else None for end in ends)
        unit = ends[1].unit if ends[1] else ""
    elif found and found["unit"] and not _is_date(found["unit"]) and found["low_unit"] in ("", found["unit"]):
        scale = found["scale"] or ""
        low, _ = _measured(found["low"], found["low_scale"] or scale, found["unit"])
        high, unit = _measured(found["high"], scale, found["unit"])
    else:
        return None
    return Value("between", low, unit, high) if low is not None and high is not None and low < high else None


def _several(text: str) -> Value | None:
    """Numbers of one unit, side by side."""
    values = [_single(part) for part in _BETWEEN_VALUES.split(text)]
    known = [value for value in values if value and value.direction == "equal" and value.number is not None]
    if len(values) < 2 or len(known) < len(values) or len({value.unit for value in known}) > 1:
        return None
    return Value("equal", None, known[0].unit, several=tuple(number for value in known for number in value.numbers))


def _is_date(unit: str) -> bool:
    """Whether a number's unit makes a date of it, such as 2025年底完成."""
    return unit.startswith(("年", "月")) and not unit.startswith("年限")


def _measured(number: str, scale: str, unit: str) -> tuple[Decimal, str]:
    """A number with its scale and unit: rates as fractions, 万元 as its own unit, other scales multiplied out."""
    value = read_number(number).value
    if unit in PER:
        return value / PER[unit], unit
    if scale and unit.startswith("元"):
        return value, scale + unit
    return value * _SCALES[scale], unit


def _direction(sign: str, tail: str) -> str:
    if re.fullmatch(_AT_LEAST, sign) or tail.endswith("以上"):
        return "at_least"
    if re.fullmatch(_AT_MOST, sign) or tail.endswith(("以下", "内")):
        return "at_most"
    return "about" if re.fullmatch(_ABOUT, sign) or tail == "左右" else "equal"

"""Printed figures -> exact values: amounts in 万元, percents as fractions. Nothing is guessed: what cannot be read is an error."""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal

from jianghan_lib.base.errors import JianghanError
from jianghan_lib.base.text import compact, plain

# Units of money, as the number of 万元 in one of them.
UNITS = {
    "元": Decimal("0.0001"),
    "千元": Decimal("0.1"),
    "万元": Decimal(1),
    "万": Decimal(1),
    "亿元": Decimal(10000),
    "亿": Decimal(10000),
}
# In place of the unit of a table that may be either: its figures are no amounts.
UNCLEAR = "?"
DEFAULT_UNIT = "万元"
SIX_PLACES = Decimal("0.000001")

# Wide enough for whatever is printed: with the 28 digits of the usual context rounding fails beyond them.
_WIDE = Context(prec=100, rounding=ROUND_HALF_UP)
# Digits before the point that an amount may have, in any unit: the table of amounts holds 18 of 万元.
MOST_DIGITS = 14
# No figure is longer; without a limit, digits without end take a time that grows with their square.
NUMBER = r"-?\d[\d,.]{0,30}"
_WELL_FORMED = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
# Signs before a figure: a triangle is how accounts print a minus.
_SIGNS = str.maketrans({"△": "-", "▲": "-", "+": None})
_UNIT = re.compile(r"(?<=\d)(?:亿元|万元|千元|元)$")
# A count in Chinese digits, up to 99.
DIGITS = "一二三四五六七八九"
SPOKEN = re.compile(rf"[两{DIGITS}]?十[{DIGITS}]?|[两{DIGITS}]")
_BLANK = {"", "-", "--", "—", "——", "－", "/", "无"}


class UnreadableNumberError(JianghanError):
    """A printed figure that is not a well-formed number."""


@dataclass(frozen=True)
class Figure:
    """A printed number: its exact value and the places it prints after the point."""

    value: Decimal
    places: int


def read_count(printed: str) -> int:
    """A number in Chinese digits (as SPOKEN) or Arabic ones."""
    if printed.isdigit():
        return int(printed)
    tens, ten, ones = (part.replace("两", "二") for part in printed.rpartition("十"))
    digit = DIGITS.index(ones) + 1 if ones else 0
    return (DIGITS.index(tens) + 1 if tens else 1) * 10 + digit if ten else digit


def is_blank(printed: str) -> bool:
    """Whether a cell prints nothing, or a dash or 无 in place of a figure."""
    return plain(printed).strip() in _BLANK


def read_number(printed: str) -> Figure:
    """A printed number, `1,234.50` or `(12.3)` or `－5` or `+3.1` or `△5` or `63.72万元`, as an exact figure; raises UnreadableNumberError."""
    text = _UNIT.sub("", re.sub(r"[\s¥￥]+", "", plain(printed)))
    if looks_numeric(text):  # no sign stands twice, or behind a figure
        text = text.translate(_SIGNS)
    if re.fullmatch(r"\(.+\)", text):
        text = "-" + text[1:-1]
    if not _WELL_FORMED.fullmatch(text):
        raise UnreadableNumberError(
            f"{printed!r} is not a well-formed number: look at the source and correct it in corrections.csv"
        )
    digits = text.replace(",", "")
    if len(digits.lstrip("-").partition(".")[0].lstrip("0")) > MOST_DIGITS:
        raise UnreadableNumberError(
            f"{printed!r} has more than {MOST_DIGITS} digits: look at the source and correct it in corrections.csv"
        )
    return Figure(Decimal(digits), len(digits.partition(".")[2]))


def readable(printed: str) -> bool:
    """Whether a printed figure is blank or a well-formed number."""
    try:
        return is_blank(printed) or bool(read_number(printed))
    except UnreadableNumberError:
        return False


def looks_numeric(printed: str) -> bool:
    """Whether a cell holds a figure, well-formed or not: digits (or ? for one that is not sure), separators, sign, and nothing else."""
    text = compact(printed)
    return bool(re.fullmatch(r"\(?[-+△▲¥￥]?[\d?][\d,.?]*\)?", text))


def to_wan(printed: str, unit: str = DEFAULT_UNIT) -> Decimal:
    """A printed amount in its unit, or in the one it is printed with -> exact 万元."""
    own = _UNIT.search(compact(printed))
    return (read_number(printed).value * UNITS[own[0] if own else unit or DEFAULT_UNIT]).normalize() + 0


def percent(printed: str) -> Decimal:
    """A printed percent, with or without its sign (`20.7%`, `20.7`, `1.5‰`) -> fraction."""
    text = compact(printed)
    per = Decimal(1000) if text.endswith("‰") else Decimal(100)
    return read_number(text.rstrip("%‰")).value / per


def fraction(part: Decimal | None, whole: Decimal | None) -> Decimal | None:
    """part / whole to six places, half up; None where either is missing or the whole is zero."""
    if part is None or whole is None or whole == 0:
        return None
    return _WIDE.divide(part, whole).quantize(SIX_PLACES, context=_WIDE)


def half_unit(places: int) -> Decimal:
    """Half a unit of the last printed place: how far a rounded figure may be from the true one."""
    return Decimal(1).scaleb(-places) / 2


# What two places after the point leave open.
CENT = half_unit(2)


def close(one: Decimal, other: Decimal, slack: Decimal = CENT * 2) -> bool:
    """Whether two amounts are the same but for their rounding."""
    return abs(one - other) <= slack


def show(value: Decimal | None) -> str:
    """A value as plain digits for a CSV: no exponent, at least two places are not forced, at most six kept."""
    if value is None:
        return ""
    rounded = value.quantize(SIX_PLACES, context=_WIDE) if -value.as_tuple().exponent > 6 else value  # type: ignore[operator]
    text = format(rounded, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def readable_amount(value: Decimal) -> str:
    """An amount for a sentence: thousands apart, two places or as many as it has (`6,697.90`, `14,230.596676`)."""
    exponent = value.normalize().as_tuple().exponent
    return f"{value:,.{max(2, -exponent if isinstance(exponent, int) else 0)}f}"

"""What an Excel cell shows: its value as its number format prints it. A format that is not understood is never guessed."""

import re
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal, localcontext

# Excel keeps fifteen digits of a number, and shows at most eleven characters where no format says more.
DIGITS_KEPT, DIGITS_SHOWN = 15, 11
LARGEST = Decimal(10) ** DIGITS_KEPT  # beyond it a cell holds no amount
_LITERAL = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[(?:\$([^\]-]*)[^\]]*|[^\]]*)\]')
_NUMBER = re.compile(r"^(?P<before>[^0#?.]*)(?P<whole>[0#?,]*)(?P<point>\.(?P<places>[0#?]*))?(?P<after>[^0#?]*)$")
# A semicolon outside of quotation marks; a comparison such as [>=100].
_SEPARATOR = re.compile(r';(?=(?:[^"]*"[^"]*")*[^"]*$)')
_CONDITION = re.compile(r"\[[<>=]")
_KEPT = "\ue000"  # stands for the blank of a literal while the pattern is read


def shown(value: object, pattern: str = "General") -> str:
    """A cell's value as printed; where the format is not understood, the value with its format, which no reader takes for a figure."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date | time | timedelta):
        return str(value)
    if isinstance(value, int | float):
        return number(_exact(value), pattern)
    return str(value)


def _exact(value: int | float) -> Decimal:
    """A stored number without the noise of binary arithmetic: fifteen digits."""
    with localcontext() as context:
        context.prec = DIGITS_KEPT
        context.rounding = ROUND_HALF_UP
        return +Decimal(repr(value))


def number(value: Decimal, pattern: str) -> str:
    """A number as its format prints it (`#,##0.00`, `0.0%`, `0;-0;"-"`)."""
    if not value.is_finite() or abs(value) >= LARGEST:
        return str(value)
    if pattern in ("General", "@", ""):
        return general(value)
    section = _section(value, pattern)
    literals: list[str] = []

    def keep(found: re.Match[str]) -> str:
        literals.append(found.group(1) or found.group(2) or found.group(3) or "")
        return _KEPT if literals[-1] else ""

    bare = _LITERAL.sub(keep, section)
    texts = iter(text for text in literals if text)
    match = _NUMBER.match(bare)
    if match is None or re.search(r"[A-Za-z/]", bare) or match["whole"].endswith(",") or match["after"].startswith(","):
        return f"{general(value)} [{pattern}]"
    if not match["whole"] and not match["point"]:  # a section of words only
        return "" if not bare else re.sub(_KEPT, lambda _: next(texts), bare).strip()
    text = _digits(abs(value) * (100 if "%" in bare else 1), match)
    before, after = (re.sub(_KEPT, lambda _: next(texts), match[part]) for part in ("before", "after"))
    bare_sign = not re.search(r"[-(（−]", before)  # a section for negative numbers may only colour them
    minus = "-" if value < 0 and text.strip("0.,") and bare_sign else ""
    return f"{minus}{before}{text}{after}".strip()


def _section(value: Decimal, pattern: str) -> str:
    """The section of a format that is for this value."""
    sections = _SEPARATOR.split(pattern)
    if _CONDITION.search(pattern):
        return "/"  # which section is meant depends on a comparison: not understood
    place = 1 if value < 0 else 2 if value == 0 else 0
    return sections[place] if place < len(sections) else sections[0]


def _digits(value: Decimal, match: re.Match[str]) -> str:
    places = match["places"] or ""
    text = f"{value.quantize(Decimal(1).scaleb(-len(places)), ROUND_HALF_UP):f}"
    whole, _, part = text.partition(".")
    while part and places[len(part) - 1] != "0" and part.endswith("0"):
        part = part[:-1]
    whole = whole.zfill(match["whole"].replace(",", "").count("0"))
    if not match["whole"].count("0") and whole == "0":
        whole = ""
    if "," in match["whole"]:
        whole = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", ",", whole)
    return f"{whole}.{part}" if part else whole


def general(value: Decimal) -> str:
    """A number in a cell without a format: plain digits, no more of them than the cell shows."""
    whole = len(str(abs(int(value))))
    places = max(DIGITS_SHOWN - 1 - whole, 0)
    rounded = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP) if value != value.to_integral_value() else value
    text = f"{rounded:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text

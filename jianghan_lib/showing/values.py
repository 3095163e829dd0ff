"""How a value and the heading of its column are read: numbers in the form of their kind, identifiers in words."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from jianghan_lib.loading import KINDS
from jianghan_lib.showing.wording import nested
from jianghan_lib.vocabulary import categories, terms, word

MISSING = "—"
# What columns of numbers hold, by name, where neither their type nor the schema says it.
NAMED: Mapping[str, frozenset[str]] = {
    "rate": frozenset(
        {
            "distance",
            "proportion",
            "share_of_gap",
            "share_met",
            "share_missed",
            "rate_without_special_funds",
            "rate_of_all_funds",
        }
    ),
    # Fractions that are differences of rates: in percentage points, which their headings say.
    "points": frozenset({"points", "effect"}),
    "score": frozenset({"score", "weight"}),
    # Numbers of models, without a unit, to three places.
    "statistic": frozenset(
        {"coefficient", "standard_error", "low", "high", "p_value", "without", "moved", "rank_correlation"} | {"apart"}
    ),
    # Numbers that are names: no thousands separators.
    "numeral": frozenset({"year", "prior_year", "said_in_year", "fiscal_year", "line", "page", "code", "admin_code"}),
    "count": frozenset(
        {"findings", "projects", "documents", "departments", "clusters", "checks", "error", "warning", "notice", "n"}
    ),
    # Without a unit of their own.
    "number": frozenset(
        {"errors_per_100", "warnings_per_100", "per_wan", "per_100_checks", "value", "indicators", "density"}
    ),
    # Persons and the like, with the places they have.
    "plain": frozenset({"base", "people", "yuan_per_person"}),
}
# Names that end so are fractions, shown as percent, whatever else an analyst calls them.
FRACTIONS = ("rate", "share", "ratio", "contribution", "attainment", "variance")
# Columns of coded reasons, whose words are in reasons.csv; all others mean the vocabulary. And columns of printed text.
REASONS = frozenset({"reasons", "category"})
TEXTS = frozenset({"text", "message_en", "compared_en"})
# How columns end of what a document prints beside a figure, whose units are read in English too.
PRINTED = ("printed", "expected", "year_before", "years_before")
EXCLUDING = "_excluding_special_funds"


def known(value: Any) -> bool:
    """Whether a cell holds a value."""
    return bool(pd.notna(value)) and value != ""


def label(value: str, lang: str) -> str:
    """An identifier, or several separated by `;` -> its words; an official name in English; anything else as it is."""
    if value in terms():
        return word(value, lang)
    if ";" in value and all(part in terms() for part in value.split(";")):
        return listed([word(part, lang) for part in value.split(";")], lang)
    if value.endswith(EXCLUDING) and value.removesuffix(EXCLUDING) in terms():
        left, right = "（）" if lang == "zh" else (" (", ")")
        return f"{word(value.removesuffix(EXCLUDING), lang)}{left}{word(EXCLUDING[1:], lang)}{right}"
    return _in_english(value) if lang == "en" and not value.isascii() else value


def _in_english(name: str, as_printed: bool = False) -> str:
    from jianghan_lib.translation import printed, translated  # only an English page needs it

    return printed(name) if as_printed else translated(name)


def reason(value: str, lang: str) -> str:
    """Coded reasons separated by `;` -> their words: a namespace of their own."""
    known = categories()
    parts = value.split(";")
    return listed([known[part][lang] if part in known else word(part, lang) for part in parts], lang)


def listed(names: Sequence[str], lang: str) -> str:
    """Names in a row; semicolons between them where one has a comma of its own."""
    comma, semicolon = ("、", "；") if lang == "zh" else (", ", "; ")
    return (semicolon if any(comma.strip() in name for name in names) else comma).join(names)


def money(value: float) -> str:
    """An amount with thousands separators and two places; never minus zero."""
    return MISSING if pd.isna(value) else f"{round(value, 2) + 0.0:,.2f}"


def percent(value: float) -> str:
    """A fraction as a percent with one place; never minus zero, and with up to three places where it would read as 0 or 100 and is neither."""
    whole = abs(100 * value - np.round(100 * value)) < 0.0005
    places = 1 if whole else next((one for one in (1, 2, 3) if abs(round(100 * value, one)) not in (0, 100)), 1)
    return MISSING if pd.isna(value) else f"{round(100 * value, places) + 0.0:,.{places}f}%"


def points(value: float) -> str:
    """A fraction in percentage points with its sign and one place; never minus zero."""
    rounded = round(value * 100, 1) + 0.0
    return f"{rounded:+.1f}" if rounded else "0.0"


def kind(column: str, dtype: Any) -> str:
    """What a column of numbers holds: rate, points, score, statistic, numeral, count, amount (with a unit) or number."""
    if named := next((kind for kind, columns in NAMED.items() if column in columns), ""):
        return "count" if named == "number" and pd.api.types.is_integer_dtype(dtype) else named
    if column.endswith(FRACTIONS):
        return "rate"
    if pd.api.types.is_integer_dtype(dtype) or f"_{column}".endswith("_count"):
        return "count"
    return "amount" if KINDS.get(column, "amount") in ("amount", "text") and column in terms() else "number"


def heading(column: str, kind: str, lang: str) -> str:
    """The word of a column; of a count, that of how many; of names, that of the thing; on a second line the unit of amounts."""
    more = {"count": f"{column}_count", "": f"{column}_name"}.get(kind, "")
    column = more if more in terms() else column
    left, right = "（）" if lang == "zh" else "()"
    return f"{word(column, lang)}\n{left}{word('wan', lang)}{right}" if kind == "amount" else word(column, lang)


def cell(column: str, value: Any, kind: str, lang: str) -> str:
    """A value as it is read; a dash where there is none."""
    if not known(value):
        return MISSING
    if isinstance(value, bool):
        return word("yes" if value else "no", lang)
    if isinstance(value, str):
        return text(column, value, lang)
    forms = {
        "rate": percent,
        "points": points,
        **dict.fromkeys(("score", "plain"), lambda value: f"{value:,.2f}".rstrip("0").rstrip(".")),
        "statistic": lambda value: f"{round(value, 3) + 0.0:.3f}",
        "numeral": lambda value: str(int(value)),
        "count": lambda value: f"{int(value):,}",
    }
    return str(forms.get(kind, money)(value))


def text(column: str, value: str, lang: str) -> str:
    """A text as it is read: an identifier in words, as its column means it (`kind_budget` before `budget`)."""
    if column.startswith("tables_"):
        return value.replace(";", "、" if lang == "zh" else ", ")
    if column == "table" and value in terms() and value[-1].isdigit():
        return f"{value} {word(value, lang)}"
    if column in REASONS:
        return reason(value, lang)
    if column in TEXTS:
        return value
    if column.endswith(PRINTED) and not value.isascii():  # else a figure, or codes of tables, which have words
        return _in_english(value, as_printed=True) if lang == "en" else value
    if column == "where":  # a panel and the number of its row, where the row lost its name
        value = " ".join(
            word(f"panel_{part}" if f"panel_{part}" in terms() else part, lang) for part in value.split(" ")
        )
    if column in ("code", "functional_codes") and value not in terms():  # else what a total is of
        return value.replace(";", "; ")
    if column == "message_zh":
        return nested(value)
    return label(f"{column}_{value}" if f"{column}_{value}" in terms() else value, lang)

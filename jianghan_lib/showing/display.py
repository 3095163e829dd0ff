"""How results are shown in a notebook: frames as tables, figures as pictures, sentences as text.

Everything shown has a text form that is the same in every run, and text of documents is shown, never run.
"""

import base64
import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import Any

import pandas as pd
from IPython.display import display
from matplotlib.figure import Figure

from jianghan_lib.base.paths import PACKAGE
from jianghan_lib.showing.shown import Shown, Text
from jianghan_lib.showing.wording import nested, phrase
from jianghan_lib.vocabulary import LANGUAGES, terms, translated, word

MISSING = "—"
RATES = frozenset({
    "rate", "completion_rate", "execution_rate", "change_rate", "adjustment_rate", "share", "contribution",
    "share_of_gap", "cumulative_share", "attainment", "outturn_ratio", "distance", "variance_points", "share_met",
    "median_attainment", "share_far_exceeded", "share_missed", "share_with_missed", "mean_rate", "full_share",
    "basic_share", "real_rate", "project_share", "rate_without_special_funds",
})  # fmt: skip
# Fractions that are differences of rates: shown in percentage points, which their headings say.
DIFFERENCES = frozenset({"points", "effect", "effect_low", "effect_high"})
POINTS = frozenset({"score", "weight"})
PER_100 = frozenset({"errors_per_100", "warnings_per_100", "per_wan", "per_100_checks"})
# Numbers of things, which have no unit.
COUNTS = frozenset(
    {"findings", "projects", "documents", "departments", "clusters", "checks", "error", "warning", "notice", "n"}
)
# Numbers of models, without a unit, to three places.
STATISTICS = frozenset(
    {"coefficient", "standard_error", "low", "high", "p_value", "without", "moved", "in_errors", "rank_correlation"}
)
# Numbers that are names: no thousands separators.
NUMERALS = frozenset({"year", "prior_year", "fiscal_year", "line", "page", "code", "admin_code"})
# Columns of coded reasons, whose words are in reasons.csv; all others mean the vocabulary. And columns of printed text.
REASONS = frozenset({"reasons", "category"})
TEXTS = frozenset({"project", "indicator", "text", "target_printed", "actual_printed", "printed", "message_en"})
# Columns that say something about the row and are not shown.
HIDDEN = frozenset({"part"})
BOLD = frozenset({"total"})
# Rows of which a column without value says nothing: they are no rows of the document.
CLOSING = frozenset({"total", "others", "unexplained"})
EXCLUDING = "_excluding_special_funds"
DPI = 150


@cache
def _reasons() -> Mapping[str, dict[str, str]]:
    """The words of the coded reasons."""
    with (PACKAGE / "reference" / "reasons.csv").open(encoding="utf-8", newline="") as file:
        return {row["category"]: row for row in csv.DictReader(file)}


def label(value: str, lang: str) -> str:
    """An identifier, or several separated by `;` -> its words; an official name in English; anything else as it is."""
    if value in terms():
        return word(value, lang)
    if ";" in value and all(part in terms() for part in value.split(";")):
        return ("、" if lang == "zh" else ", ").join(word(part, lang) for part in value.split(";"))
    if value.endswith(EXCLUDING) and value.removesuffix(EXCLUDING) in terms():
        left, right = "（）" if lang == "zh" else (" (", ")")
        return f"{word(value.removesuffix(EXCLUDING), lang)}{left}{word(EXCLUDING[1:], lang)}{right}"
    return translated(value) if lang == "en" and not value.isascii() else value


def reason(value: str, lang: str) -> str:
    """Coded reasons separated by `;` -> their words: a namespace of their own."""
    known = _reasons()
    return ("、" if lang == "zh" else ", ").join(
        known[part][lang] if part in known else word(part, lang) for part in value.split(";")
    )


def money(value: float) -> str:
    """An amount with thousands separators and two places; never minus zero."""
    return MISSING if pd.isna(value) else f"{round(value, 2) + 0.0:,.2f}"


def percent(value: float) -> str:
    """A fraction as a percent with one place; never minus zero."""
    return MISSING if pd.isna(value) else f"{round(value * 100, 1) + 0.0:,.1f}%"


def points(value: float) -> str:
    """A fraction in percentage points with its sign and one place; never minus zero."""
    rounded = round(value * 100, 1) + 0.0
    return f"{rounded:+.1f}" if rounded else "0.0"


def heading(column: str, lang: str, numeric: bool = False, counted: bool = False) -> str:
    """The heading of a column: its word (of a count, that of how many; of names, of the thing), below it the unit of amounts."""
    meant = f"{column}_count" if counted else f"{column}_name" if not numeric else ""
    column = meant if meant in terms() else column
    if not numeric or column in RATES | DIFFERENCES | POINTS | PER_100 | NUMERALS | STATISTICS:
        return word(column, lang)
    left, right = "（）" if lang == "zh" else "()"
    return f"{word(column, lang)}\n{left}{word('wan', lang)}{right}"


def cell(column: str, value: Any, lang: str) -> str:
    """A value of a column as it is read."""
    if not known(value):
        return MISSING
    if isinstance(value, str):
        return _text(column, value, lang)
    if column in RATES:
        return percent(value)
    if column in DIFFERENCES:
        return points(value)
    if column in STATISTICS:
        return f"{round(value, 3) + 0.0:.3f}"
    if column in POINTS:
        return f"{value:.2f}".rstrip("0").rstrip(".")
    if isinstance(value, float):  # per 100, two places too
        return money(value)
    return str(int(value)) if column in NUMERALS else f"{int(value):,}"


def _text(column: str, value: str, lang: str) -> str:
    """A text as it is read: an identifier in words, as its column means it (`kind_budget` before `budget`)."""
    if column.startswith("tables_"):
        return value.replace(";", "、" if lang == "zh" else ", ")
    if column == "table" and value in terms() and value[-1].isdigit():
        return f"{value} {word(value, lang)}"
    if column in REASONS:
        return reason(value, lang)
    if column in TEXTS and not value.isascii():
        return value
    if column == "where":  # a panel and the number of its row, where the row lost its name
        value = " ".join(
            word(f"panel_{part}" if f"panel_{part}" in terms() else part, lang) for part in value.split(" ")
        )
    if column == "code":
        return value.replace(";", "; ")
    if column == "message_zh":
        return nested(value)
    return label(f"{column}_{value}" if f"{column}_{value}" in terms() else value, lang)


def known(value: Any) -> bool:
    """Whether a cell holds a value."""
    return bool(pd.notna(value)) and value != ""


def _cells(frame: pd.DataFrame) -> list[list[tuple[str, Any]]]:
    """The rows of a frame, each as pairs of column and value."""
    return [list(zip(frame.columns, row, strict=True)) for row in frame.astype(object).to_numpy()]


def table(frame: pd.DataFrame, lang: str, caption: str = "") -> Shown | None:
    """A frame -> the table that a notebook shows: headings and identifiers in words, numbers formatted.

    A column without any value is left out, an empty frame is not shown at all.
    """
    if frame.empty:
        return None
    other = tuple(f"_{one}" for one in LANGUAGES if one != lang)
    empty = {name for name in frame.columns if frame[name].isna().all() or (frame[name] == "").all()}
    columns = [name for name in frame.columns if name not in HIDDEN | empty and not name.endswith(other)]
    numbers = [pd.api.types.is_numeric_dtype(frame[name]) for name in columns]
    money = [number and pd.api.types.is_float_dtype(frame[name]) for name, number in zip(columns, numbers, strict=True)]
    parts = frame["part"] if "part" in frame else [""] * len(frame)
    return Shown(
        [
            heading(name, lang, amount, number and not amount)
            for name, number, amount in zip(columns, numbers, money, strict=True)
        ],
        [
            ["" if part in CLOSING and not known(value) else cell(name, value, lang) for name, value in cells]
            for part, cells in zip(parts, _cells(frame[columns]), strict=True)
        ],
        numbers,
        [part in BOLD for part in parts],
        caption,
        lang=lang,
    )


def begun(sentence: str, lang: str) -> str:
    """A sentence with a capital letter where its language has them."""
    return sentence[:1].upper() + sentence[1:] if lang == "en" else sentence


def say(*sentences: str | Sequence[str]) -> Text | None:
    """Sentences, or lists of them -> the text that a notebook shows; empty ones are left out, nothing if all are."""
    flat = [text for one in sentences for text in ([one] if isinstance(one, str) else one) if text]
    return Text(flat) if flat else None


@dataclass(frozen=True)
class Picture:
    """A figure as a PNG that is the same byte for byte in every run, with a text for those who cannot see it."""

    png: bytes
    text: str

    def __repr__(self) -> str:
        return self.text

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, str], dict[str, Any]]:
        encoded = base64.b64encode(self.png).decode()
        return {"image/png": encoded, "text/plain": self.text}, {"image/png": {"alt": self.text}}


def figure(drawn: Figure | None, lang: str) -> Picture | None:
    """A figure -> the picture that a notebook shows, described by the titles in it; nothing where nothing is drawn."""
    if drawn is None:
        return None
    titles = [axes.get_title(loc="left") for axes in drawn.axes]
    buffer = BytesIO()
    drawn.savefig(buffer, format="png", dpi=DPI, bbox_inches="tight", metadata={"Software": None})
    return Picture(buffer.getvalue(), f"{phrase('figure', lang)}: {'; '.join(title for title in titles if title)}")


def show(*results: pd.DataFrame | Figure | str | Sequence[str] | None, lang: str) -> None:
    """Shows results one below the other: sentences as text, frames as tables, figures as pictures; nothing for what is empty."""
    for result in results:
        if isinstance(result, pd.DataFrame):
            shown: Shown | Text | Picture | None = table(result, lang)
        elif isinstance(result, Figure):
            shown = figure(result, lang)
        else:
            sentences = [result] if isinstance(result, str) else [] if result is None else list(result)
            shown = say([begun(text, lang) for text in sentences])
        if shown is not None:
            display(shown)

"""How results are shown in a notebook: frames as tables, figures as pictures, sentences as text.

Everything shown has a text form that is the same in every run, and text of documents is shown, never run.
"""

import base64
import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from io import BytesIO
from typing import Any

import pandas as pd
from IPython.display import display
from matplotlib.figure import Figure

from jianghan_lib.lines import wrap
from jianghan_lib.paths import PACKAGE
from jianghan_lib.vocabulary import LANGUAGES, terms, word
from jianghan_lib.wording import phrase

MISSING = "—"
# Columns of text in which a heading is broken, a Chinese character being two.
HEADING_WIDTH = 14
RATES = frozenset(
    [
        "rate",
        "completion_rate",
        "execution_rate",
        "change_rate",
        "adjustment_rate",
        "share",
        "contribution",
        "share_of_gap",
        "cumulative_share",
        "attainment",
        "outturn_ratio",
        "distance",
        "variance_points",
        "share_met",
        "median_attainment",
        "share_far_exceeded",
        "share_missed",
        "share_with_missed",
        "effect",
        "effect_low",
        "effect_high",
        "mean_rate",
        "full_share",
        "basic_share",
        "project_share",
    ]
)
POINTS = frozenset({"score", "weight"})
PER_100 = frozenset({"errors_per_100", "warnings_per_100", "per_wan"})
# Numbers of models, without a unit, to three places.
STATISTICS = frozenset({"coefficient", "standard_error", "low", "high", "p_value", "without", "moved"})
# Numbers that are names: no thousands separators.
NUMERALS = frozenset({"year", "prior_year", "fiscal_year", "line", "page", "code", "admin_code"})
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
    with (PACKAGE / "reasons.csv").open(encoding="utf-8", newline="") as file:
        return {row["category"]: row for row in csv.DictReader(file)}


def label(value: str, lang: str) -> str:
    """An identifier, or several separated by `;` -> its words; anything else (a name, a code) as it is."""
    if value in _reasons() or value in terms():
        return _reasons()[value][lang] if value in _reasons() else word(value, lang)
    if ";" in value and all(part in _reasons() or part in terms() for part in value.split(";")):
        return ("、" if lang == "zh" else ", ").join(label(part, lang) for part in value.split(";"))
    if value.endswith(EXCLUDING) and value.removesuffix(EXCLUDING) in terms():
        left, right = "（）" if lang == "zh" else (" (", ")")
        return f"{word(value.removesuffix(EXCLUDING), lang)}{left}{word(EXCLUDING[1:], lang)}{right}"
    return value


def money(value: float) -> str:
    """An amount with thousands separators and two places; never minus zero."""
    return MISSING if pd.isna(value) else f"{round(value, 2) + 0.0:,.2f}"


def percent(value: float) -> str:
    """A fraction as a percent with one place; never minus zero."""
    return MISSING if pd.isna(value) else f"{round(value * 100, 1) + 0.0:,.1f}%"


def heading(column: str, lang: str, numeric: bool = False) -> str:
    """The heading of a column: its word, and on a second line the unit of amounts."""
    if not numeric or column in RATES | POINTS | PER_100 | NUMERALS | STATISTICS:
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
    if column == "code":
        return value.replace(";", "; ")
    return label(f"{column}_{value}" if f"{column}_{value}" in terms() else value, lang)


@dataclass(frozen=True)
class Shown:
    """A table as it is read: headings, rows of text, which columns are numbers and which rows are totals."""

    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    numbers: Sequence[bool]
    bold: Sequence[bool]
    caption: str = ""

    def __repr__(self) -> str:
        """Plain text, columns apart by a bar."""
        lines = [" | ".join(row).replace("\n", " ") for row in (self.headings, *self.rows)]
        return "\n".join([self.caption, *lines] if self.caption else lines)

    def _repr_html_(self) -> str:
        head = "".join(self._cell("th", text, number) for text, number in zip(self.headings, self.numbers, strict=True))
        body = "".join(f"<tr>{self._row(row, bold)}</tr>\n" for row, bold in zip(self.rows, self.bold, strict=True))
        caption = f"<caption>{escape(self.caption)}</caption>" if self.caption else ""
        return f"<table>{caption}<thead><tr>{head}</tr></thead>\n<tbody>\n{body}</tbody></table>"

    def _row(self, row: Sequence[str], bold: bool) -> str:
        cells = zip(row, self.numbers, strict=True)
        return "".join(self._cell("td", text, number, bold) for text, number in cells)

    @staticmethod
    def _cell(tag: str, text: str, number: bool, bold: bool = False) -> str:
        # JupyterLab aligns every cell to the right, the reports every cell without this class to the left.
        kind = 'class="number"' if number else 'style="text-align: left"'
        lines = [wrap(line, HEADING_WIDTH, 9) for line in text.splitlines()] if tag == "th" else [text]
        safe = escape("\n".join(lines)).replace("\n", "<br>")
        # The reports take what looks like a number for one: a code is none.
        mark = "b" if bold else "span" if not number and text.lstrip("+-")[:1].isdigit() else ""
        return f"<{tag} {kind}>{f'<{mark}>{safe}</{mark}>' if mark and safe else safe}</{tag}>"


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
        [heading(name, lang, amount) for name, amount in zip(columns, money, strict=True)],
        [
            ["" if part in CLOSING and not known(value) else cell(name, value, lang) for name, value in cells]
            for part, cells in zip(parts, _cells(frame[columns]), strict=True)
        ],
        numbers,
        [part in BOLD for part in parts],
        caption,
    )


@dataclass(frozen=True)
class Text:
    """Sentences, a paragraph each."""

    paragraphs: Sequence[str]

    def __repr__(self) -> str:
        return "\n".join(self.paragraphs)

    def _repr_html_(self) -> str:
        return "\n".join(f"<p>{escape(paragraph)}</p>" for paragraph in self.paragraphs)


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
            shown = say(result or "")
        if shown is not None:
            display(shown)

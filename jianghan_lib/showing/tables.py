"""`j.show`: a frame as people read it: headings and identifiers in words, numbers with their units, each figure with its place."""

import re
from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import pandas as pd
from IPython.display import display

from jianghan_lib.loading import KINDS, load
from jianghan_lib.showing.display import (
    BOLD,
    COUNTS,
    DIFFERENCES,
    MISSING,
    NUMERALS,
    PER_100,
    POINTS,
    RATES,
    STATISTICS,
    _text,
    known,
    money,
    percent,
    points,
)
from jianghan_lib.showing.shown import Note, Shown, Text
from jianghan_lib.showing.wording import phrase
from jianghan_lib.vocabulary import LANGUAGES, current, terms, word

# A column with this ending holds where the figure of the column before it is printed.
AT = "_at"
# Numbers without a unit of their own.
PLAIN = frozenset({"base", "value", "people", "yuan_per_person", "indicators"})
# Names that end so are fractions, shown as percent, whatever else an analyst calls them.
FRACTIONS = ("rate", "share", "ratio", "contribution", "attainment", "variance")
PLACE = re.compile(r"(?:p(?P<page>\d+)\s*)?L(?P<line>\d+)")
FIGURES = re.compile(r"\d[\d,]*(?:\.\d+)?")


def show(frame: pd.DataFrame | pd.Series, columns: Sequence[str] | None = None) -> None:
    """Shows a frame as a table, or these of its columns that it has; where a figure is printed stands in its column `<figure>_at`, and is told on hover.

    A figure without one is said to be computed; ※ marks a figure that a finding of the audit touches on the same line.
    Amounts in 万元 with two places, rates as percent. An empty frame is one line.
    """
    rows = _placed(flat(frame))
    if columns is not None:
        wanted = [name for column in columns for name in (column, f"{column}{AT}")]
        rows = rows[[name for name in wanted if name in rows]]
    display(table(rows, current()) if len(rows) else Text([phrase("no_rows", current())]))


def _placed(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of one printed figure each (amounts, statements): where it stands is the row's own page and line."""
    if not {"printed", "line"} <= set(rows.columns):
        return rows
    lines = "L" + rows["line"].astype("string")
    if "page" in rows:
        lines = ("p" + rows["page"].astype("string") + " ").fillna("") + lines
    missing = [name for name in ("amount", "rate") if name in rows and f"{name}{AT}" not in rows]
    return rows.assign(**{f"{name}{AT}": lines.astype(object) for name in missing})


def flat(frame: pd.DataFrame | pd.Series) -> pd.DataFrame:
    """A frame, its index as columns where it has a meaning: names of rows, but not numbers without a name."""
    frame = frame.to_frame(frame.name or "amount") if isinstance(frame, pd.Series) else frame
    frame = pd.DataFrame(frame).rename_axis(columns=None)
    if frame.index.nlevels == 1 and frame.index.name is None:
        return (
            frame.reset_index(drop=True)
            if pd.api.types.is_integer_dtype(frame.index)
            else frame.reset_index(names="name")
        )
    doubled = [name for name in frame.index.names if name in frame.columns]
    return frame.reset_index(level=[name for name in frame.index.names if name not in doubled]).reset_index(drop=True)


def kind(column: str, dtype: Any) -> str:
    """What a column of numbers holds: rate, points, score, statistic, numeral, count, amount (with a unit) or number."""
    sets = {"rate": RATES, "points": DIFFERENCES, "score": POINTS, "statistic": STATISTICS, "numeral": NUMERALS}
    named = next((name for name, columns in sets.items() if column in columns), "")
    if named or column.endswith(FRACTIONS):
        return named or "rate"
    if pd.api.types.is_integer_dtype(dtype) or column in COUNTS:
        return "count"
    amount = KINDS.get(column, "amount") in ("amount", "text") and column in terms() and column not in PER_100 | PLAIN
    return "amount" if amount else "number"


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
        return _text(column, value, lang)
    forms = {
        "rate": percent,
        "points": points,
        "score": lambda value: f"{value:.2f}".rstrip("0").rstrip("."),
        "statistic": lambda value: f"{round(value, 3) + 0.0:.3f}",
        "numeral": lambda value: str(int(value)),
        "count": lambda value: f"{int(value):,}",
    }
    return str(forms.get(kind, money)(value))


def table(frame: pd.DataFrame, lang: str) -> Shown:
    """A flat frame -> the table that a notebook shows; columns without any value and those of the other language left out."""
    other = tuple(f"_{one}" for one in LANGUAGES if one != lang)
    places = [name for name in frame.columns if name.endswith(AT)]
    empty = [name for name in frame.columns if not frame[name].map(known).any()]
    columns = [name for name in frame.columns if name not in [*places, *empty] and not name.endswith(other)]
    kinds = {name: kind(name, frame[name].dtype) if _numeric(frame[name]) else "" for name in columns}
    records = frame.astype(object).to_dict("records")
    return Shown(
        [heading(name, kinds[name], lang) for name in columns],
        [[cell(name, record[name], kinds[name], lang) for name in columns] for record in records],
        [bool(kinds[name]) for name in columns],
        [any(record[name] in BOLD for name in columns if isinstance(record[name], str)) for record in records],
        notes=_notes(records, columns, kinds, lang),
        lang=lang,
    )


def _numeric(column: pd.Series) -> bool:
    return pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column)


def _notes(
    records: list[dict[Hashable, Any]], columns: list[str], kinds: Mapping[str, str], lang: str
) -> dict[tuple[int, int], Note]:
    """What is told of each amount, rate and score, by row and column."""
    told = [(place, name) for place, name in enumerate(columns) if kinds[name] in ("amount", "rate", "score")]
    told = [
        (place, name)
        for place, name in told
        if name not in KINDS or f"{name}{AT}" in KINDS or f"{name}{AT}" in records[0]
    ]
    return {
        (row, place): note(record.get(f"{name}{AT}"), record[name], str(record.get("document_id") or ""), lang)
        for row, record in enumerate(records)
        for place, name in told
        if known(record[name])
    }


def note(at: Any, value: float, document: str, lang: str) -> Note:
    """The place of a figure -> what is told of it: the page and line, and the findings of the audit there; or computed."""
    place = PLACE.match(at) if isinstance(at, str) else None
    if place is None:
        return Note(phrase("computed", lang), printed=False)
    page = phrase("on_page", lang, page=place["page"]) if place["page"] else ""
    text = phrase("on_line", lang, table="", page=page, line=place["line"]).strip()
    return Note(text, "；".join(_findings(document or _about, place["page"], int(place["line"]), value, lang)))


# The document that a notebook is about (`j.use`), whose findings are marked.
_about = ""


def about(document: str) -> None:
    """The document whose findings mark the figures of frames that do not name their document themselves."""
    global _about
    _about = document


def _findings(document: str, page: str | None, line: int, value: float, lang: str) -> list[str]:
    """The messages of the findings on a line that are about this figure, or that name no figure at all."""
    if not document:
        return []
    rows = load("findings", document)
    rows = rows[(rows["line"] == line) & (rows["severity"] != "rounding")]
    rows = rows[rows["page"] == int(page)] if page else rows
    return [one[f"message_{lang}"] for one in rows.to_dict("records") if _names(one["printed"], value)]


def _names(printed: str, value: float) -> bool:
    figures = [float(one.replace(",", "")) for one in FIGURES.findall(printed)]
    return not figures or any(abs(one - scaled) < 1e-6 for one in figures for scaled in (abs(value), abs(100 * value)))

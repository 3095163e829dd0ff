"""Kinds of figures: rows side by side, end to end, as points, as steps. `charts` says which table is drawn how."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter, MaxNLocator, PercentFormatter

from jianghan_lib import style
from jianghan_lib.base.text import wrap
from jianghan_lib.showing.display import label, money, percent
from jianghan_lib.showing.wording import phrase
from jianghan_lib.vocabulary import word

# The pairs (or triples) of amounts that are drawn side by side, first choice first.
SIDE_BY_SIDE = (
    ("initial_budget", "outturn", "outturn_excluding"),
    ("initial_budget", "budget"),
    ("budget", "executed"),
)
NOT_STACKED = ("total", "budget", "share", "prior_amount", "change", "change_rate")
# Inches from one row to the next.
PITCH = 0.36
# How the steps of a waterfall look.
LOOK: dict[str, Any] = {
    "step_up": {"facecolor": style.UP},
    "step_down": {"facecolor": style.DOWN},
    "unexplained": {"facecolor": style.REST, "hatch": style.HATCH},
}
# How findings of a severity look.
SEVERITY: dict[str, Any] = {
    "error": {"facecolor": style.DARK},
    "warning": {"facecolor": style.THIRD},
    "notice": {"facecolor": style.LIGHT},
    "rounding": {"facecolor": style.REST, "hatch": style.HATCH},
}
# Rates above this are drawn at the edge, with an arrow.
EDGE = 3.0
NUMBERS = FuncFormatter(lambda value, _: f"{value:,.0f}" if abs(value) >= 10 or value == 0 else f"{value:g}")


def drawn(frame: pd.DataFrame, per_row: float) -> pd.DataFrame:
    """The first rows that fit on a page, so many inches each: neither totals nor what a table adds to close."""
    rows = frame[frame["part"].isin(("row", "others"))]
    return rows.head(style.most(per_row)).reset_index(drop=True)


def cut(heading: str, rows: pd.DataFrame, frame: pd.DataFrame, lang: str) -> str:
    """A title, which says so where only the first rows are drawn."""
    every = int(frame["part"].isin(("row", "others")).sum())
    return heading if len(rows) == every else phrase("first_rows", lang, title=heading, count=len(rows), all=every)


def place_rows(axes: Axes, names: list[str]) -> None:
    """The rows from top to bottom, with their names."""
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(len(names) - 0.45, -0.55)


def label_bars(axes: Axes, place: int, values: pd.Series, rates: pd.Series | None) -> None:
    """The figure at the end of each bar of a series, with its rate in brackets where there is one."""
    texts = [money(value) if pd.notna(value) else "" for value in values]
    if rates is not None:
        texts = [
            f"{text} ({percent(rate)})" if pd.notna(rate) else text for text, rate in zip(texts, rates, strict=True)
        ]
    axes.bar_label(axes.containers[place], texts, padding=3, fontsize=style.SIZE - 1)  # type: ignore[arg-type]


def finish(axes: Axes, heading: str, lang: str, values: np.ndarray, room: float = 0.3) -> None:
    """Title and unit, and room for the labels at the ends of the bars, on both sides if there are negative ones."""
    style.dress(axes, heading, style.unit(lang))
    low, high = min(0.0, *values[~np.isnan(values)].ravel(), 0.0), max(0.0, *values[~np.isnan(values)].ravel(), 0.0)
    span = (high - low) or 1.0
    axes.set_xlim(low - (span * room if low < 0 else 0), high + (span * room if high > 0 or low == 0 else 0))
    axes.xaxis.set_major_formatter(NUMBERS)
    if low < 0:
        axes.axvline(0, color=style.INK, linewidth=0.8)


def legend_above(axes: Axes, columns: int = 4) -> None:
    """The legend above the plot, in rows of so many, clear of the bars."""
    sns.move_legend(
        axes, "lower left", bbox_to_anchor=(0, 1), ncol=columns, frameon=False, title=None, borderaxespad=0.1
    )
    legend = axes.get_legend()
    rows = -(-len(legend.get_texts()) // columns) if legend else 1
    axes.set_title(axes.get_title(loc="left"), loc="left", pad=8 + 16 * rows)


def grouped(frame: pd.DataFrame, lang: str, heading: str, rate: str = "completion_rate") -> Figure | None:
    """Two or three amounts of each row side by side, the second with the rate."""
    wanted = next((names for names in SIDE_BY_SIDE if set(names[:2]) <= set(frame.columns)), ())
    columns = [name for name in wanted if name in frame and frame[name].notna().any()]
    per_row = 0.12 + 0.18 * len(columns)
    rows = drawn(frame, per_row)
    if rows.empty or not columns:
        return None
    figure, (axes,) = style.canvas(len(rows), per_row)
    side_by_side(axes, rows, columns)
    for place, name in enumerate(columns):
        label_bars(axes, place, rows[name], rows.get(rate) if place == min(1, len(columns) - 1) else None)
    place_rows(axes, names(rows["name"], lang))
    finish(axes, cut(heading, rows, frame, lang), lang, rows[columns].to_numpy())
    axes.legend(axes.get_legend_handles_labels()[0], [word(name, lang) for name in columns])
    legend_above(axes)
    return figure


def side_by_side(axes: Axes, rows: pd.DataFrame, columns: list[str], colours: Sequence[str] = style.PAIR) -> None:
    """The bars of each row, one a column; an amount that is not given has none."""
    long = rows[columns].fillna(0.0).reset_index().melt("index", var_name="series", value_name="value")
    bars = {"y": "index", "x": "value", "hue": "series", "orient": "h", "palette": list(colours[: len(columns)])}
    sns.barplot(long, **bars, saturation=1, errorbar=None, ax=axes)


def stacked(frame: pd.DataFrame, lang: str, heading: str) -> Figure | None:
    """The amounts of each row end to end, with their sum."""
    rows = drawn(frame, PITCH)
    amounts = rows.select_dtypes("float64").drop(columns=[*NOT_STACKED], errors="ignore").fillna(0.0)
    amounts = amounts.loc[:, amounts.sum() > 0]
    if amounts.empty or not len(amounts.columns):
        return None
    figure, (axes,) = style.canvas(len(rows), PITCH)
    starts, sums = amounts.cumsum(axis=1).shift(axis=1, fill_value=0.0), amounts.sum(axis=1)
    for name, colour in zip(amounts, style.SERIES * len(amounts.columns), strict=False):
        axes.barh(rows.index, amounts[name], left=starts[name], color=colour, height=0.66, label=word(str(name), lang))
    for place, total in enumerate(sums):
        note(axes, money(total), total, place)
    place_rows(axes, names(rows["name"], lang))
    finish(axes, cut(heading, rows, frame, lang), lang, sums.to_numpy(), 0.18)
    axes.legend()
    legend_above(axes)
    return figure


def counts(rows: pd.DataFrame, names: list[str], lang: str, heading: str) -> Figure:
    """How many findings of each severity a row has, end to end, with how many they are."""
    figure, (axes,) = style.canvas(len(rows), PITCH)
    kinds = [name for name in SEVERITY if rows[name].any()]
    long = rows[kinds].astype("int64").rename_axis("place").reset_index().melt("place", kinds, "kind", "count")
    bars = {"y": "place", "weights": "count", "hue": "kind", "hue_order": kinds[::-1], "multiple": "stack"}
    look = {"edgecolor": style.INK, "linewidth": 0.6, "alpha": 1}
    sns.histplot(long, **bars, **look, discrete=True, shrink=0.66, legend=False, ax=axes)
    for container, kind in zip(axes.containers, kinds, strict=True):
        for bar in container:
            bar.set(**SEVERITY[kind])
    for place, total in enumerate(rows[kinds].sum(axis=1)):
        note(axes, str(total), total, place)
    place_rows(axes, names)
    style.dress(axes, heading, word("findings", lang))
    axes.xaxis.set_major_locator(MaxNLocator(6, integer=True))
    axes.set_xlim(0, float(rows[kinds].sum(axis=1).max()) * 1.08)
    axes.legend(handles=[Patch(edgecolor=style.INK, label=word(kind, lang), **SEVERITY[kind]) for kind in kinds])
    legend_above(axes)
    return figure


def note(axes: Axes, text: str, value: float, place: float, side: int = 1, paper: bool = False) -> None:
    """A text beside a point: to its right, or, with side -1, to its left; on white paper where lines cross it."""
    options: dict[str, Any] = {"textcoords": "offset points", "va": "center", "ha": "left" if side > 0 else "right"}
    if paper:
        options["bbox"] = {"facecolor": "white", "edgecolor": "none", "pad": 0.8}
    axes.annotate(text, (value, place), xytext=(6 * side, 0), fontsize=style.SIZE - 1, **options)


def bars(frame: pd.DataFrame, lang: str, value: str, heading: str) -> Figure | None:
    """One amount of each row, with its share."""
    rows = drawn(frame, PITCH)
    if rows.empty:
        return None
    figure, (axes,) = style.canvas(len(rows), PITCH)
    sns.barplot(rows, y=rows.index, x=value, orient="h", color=style.DARK, saturation=1, errorbar=None, ax=axes)
    label_bars(axes, 0, rows[value], rows.get("share"))
    place_rows(axes, names(rows["name"], lang))
    finish(axes, cut(heading, rows, frame, lang), lang, rows[value].to_numpy())
    return figure


def rates(frame: pd.DataFrame, lang: str, heading: str) -> Figure | None:
    """How far the completion rate of each row lies from 100 %; rates beyond the edge stand there, with an arrow."""
    known = frame[frame["completion_rate"].notna()]
    rows = drawn(known, 0.3).sort_values("completion_rate", ascending=False, kind="stable", ignore_index=True)
    if rows.empty:
        return None
    figure, (axes,) = style.canvas(len(rows), 0.3)
    shown = rows["completion_rate"].clip(upper=EDGE)
    colours = [style.UP if rate > 1 else style.DOWN for rate in rows["completion_rate"]]
    axes.hlines(rows.index, 1.0, shown, color=style.LEVEL, linewidth=1.5, zorder=1)
    axes.scatter(shown, rows.index, s=36, color=colours, edgecolor=style.INK, linewidth=0.6, zorder=2)
    for place, rate in enumerate(rows["completion_rate"]):
        note(axes, percent(rate) + (" →" if rate > EDGE else ""), shown[place], place, -1 if rate < 1 else 1)
    place_rows(axes, names(rows["name"], lang))
    style.dress(axes, cut(heading, rows, known, lang), word("completion_rate", lang))
    _rate_axis(axes, shown)
    return figure


def _rate_axis(axes: Axes, shown: pd.Series) -> None:
    """An axis of percents with a line at 100 %, and room for the labels on both sides."""
    low, high = min(0.0, shown.min()), max(shown.max(), 1.0)
    axes.set_xticks(np.arange(np.floor(low * 2) / 2, high + 0.5, 0.5))
    axes.set_xlim(low - 0.25, high + 0.45)
    axes.axvline(1.0, color=style.INK, linewidth=1)
    axes.xaxis.set_major_formatter(PercentFormatter(1.0))


def waterfall(steps: pd.DataFrame, lang: str, heading: str) -> Figure | None:
    """The way from one level to another: each step where the one before it ended; what is unexplained is hatched."""
    if steps.empty:
        return None
    figure, (axes,) = style.canvas(len(steps), 0.38)
    level = steps["part"] == "total"
    ends = (steps["amount"].where(~level, 0).cumsum() + steps["amount"].iloc[0]).where(~level, steps["amount"])
    starts = ends.shift(fill_value=0.0).where(~level, 0.0)
    for place, part in enumerate(steps["part"]):
        _step(axes, place, part, starts[place], ends[place])
    axes.vlines(ends.iloc[:-1], range(len(ends) - 1), range(1, len(ends)), color=style.LEVEL, linewidth=0.7, zorder=1)
    place_rows(axes, [step_name(row, lang) for _, row in steps.iterrows()])
    finish(axes, heading, lang, np.array([starts, ends]), 0.2)
    kinds = {_kind(part, end - start) for part, start, end in zip(steps["part"], starts, ends, strict=True)}
    rest = steps.loc[steps["part"] == "unexplained", "name"].head(1)
    words = {kind: label(rest.iloc[0] if kind == "unexplained" else kind, lang) for kind in LOOK if kind in kinds}
    axes.legend(handles=[Patch(edgecolor=style.INK, label=text, **LOOK[kind]) for kind, text in words.items()])
    legend_above(axes)
    return figure


def _kind(part: str, change: float) -> str:
    """What a bar of the waterfall is: of a level, a step up or down, or what does not add up; a level has no name."""
    return part if part in ("total", "unexplained") else "step_up" if change > 0 else "step_down"


def _step(axes: Axes, place: int, part: str, start: float, end: float) -> None:
    """A bar of the waterfall, with its amount: a level, or a step up or down."""
    look = LOOK.get(_kind(part, end - start), {"facecolor": style.LEVEL})
    left, size = min(start, end), abs(end - start)
    axes.barh(place, size, left=left, linewidth=0.6, height=0.66, zorder=2, edgecolor=style.INK, **look)
    note(axes, money(end) if part == "total" else signed(end - start), max(start, end), place)


def step_name(row: pd.Series, lang: str) -> str:
    name = label(row["name"], lang)
    return wrap(f"{name} ({row['count']})" if row["part"] == "others" else name)


def several(row: pd.Series, lang: str) -> str:
    """The label of a row; of one that stands for several: its name and how many."""
    name, count = label(row["name"], lang), row.get("count", 1)
    return wrap(name if count == 1 else phrase("and_others", lang, name=name, count=count), lines=3)


def signed(value: float) -> str:
    return f"+{money(value)}" if value > 0 else money(value)


def names(values: Iterable[str], lang: str) -> list[str]:
    """Names of rows, identifiers in words, as labels of an axis."""
    return [wrap(label(value, lang)) for value in values]

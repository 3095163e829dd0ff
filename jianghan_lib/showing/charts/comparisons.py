"""Figures of change in depth."""

import pandas as pd
from matplotlib.figure import Figure

from jianghan_lib import style
from jianghan_lib.analysis.frames import UNEXPLAINED
from jianghan_lib.showing import plots
from jianghan_lib.showing.display import label, points
from jianghan_lib.showing.wording import phrase

# Years that are drawn beside each other, the latest ones.
MOST_YEARS = 3


def contributions(frame: pd.DataFrame, lang: str) -> Figure | None:
    """What each subject contributes to the total's rate of change, in points; what is not known is hatched."""
    rows = frame[frame["part"].isin(("row", UNEXPLAINED))].reset_index(drop=True)
    rows = rows.head(style.most(plots.PITCH))
    if rows.empty:
        return None
    figure, (axes,) = style.canvas(len(rows), plots.PITCH)
    for place, (part, size) in enumerate(zip(rows["part"], rows["points"], strict=True)):
        look = plots.LOOK[UNEXPLAINED if part == UNEXPLAINED else "step_up" if size > 0 else "step_down"]
        axes.barh(place, 100 * size, height=0.66, edgecolor=style.INK, linewidth=0.6, **look)
        plots.note(axes, points(size), max(100 * size, 0.0), place)
    plots.place_rows(axes, plots.names([label(name, lang) for name in rows["name"]], lang))
    style.dress(axes, phrase("title_contributions", lang), phrase("unit_points", lang))
    low, high = min(100 * rows["points"].min(), 0.0), max(100 * rows["points"].max(), 0.0)
    axes.set_xlim(low - 0.04 * (high - low), high + 0.16 * (high - low))
    axes.axvline(0, color=style.INK, linewidth=0.8)
    return figure


def series(frame: pd.DataFrame, lang: str) -> Figure | None:
    """The amounts of each row in the latest years side by side."""
    years = [name for name in frame.columns if str(name).isdigit()][-MOST_YEARS:]
    per_row = 0.16 + 0.18 * len(years)
    rows = plots.drawn(frame, per_row) if len(frame) else frame
    if rows.empty or not years:
        return None
    figure, (axes,) = style.canvas(len(rows), per_row)
    plots.side_by_side(axes, rows, years)
    for place, year in enumerate(years):
        plots.label_bars(axes, place, rows[year], None)
    plots.place_rows(axes, plots.names(rows["name"], lang))
    plots.finish(axes, plots.cut(phrase("title_series", lang), rows, frame, lang), lang, rows[years].to_numpy(), 0.18)
    axes.legend(axes.get_legend_handles_labels()[0], years)
    plots.legend_above(axes)
    return figure

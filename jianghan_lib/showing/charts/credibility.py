"""The figure of credibility: how far total and composition lie from the budget, against the limits of the scores."""

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

from jianghan_lib import style
from jianghan_lib.analysis.credibility import BANDS, THRESHOLDS
from jianghan_lib.analysis.frames import TOTAL
from jianghan_lib.showing import plots
from jianghan_lib.showing.display import label, percent
from jianghan_lib.showing.wording import phrase
from jianghan_lib.vocabulary import word

# Distances above this are drawn at the edge, with an arrow.
EDGE = 1.0


def distances(frame: pd.DataFrame, lang: str) -> Figure | None:
    """A bar for the total and one for each level of the classification, with lines where one score ends."""
    if frame.empty:
        return None
    rows = frame.reset_index(drop=True)
    figure, (axes,) = style.canvas(len(rows) + 1, 0.5)
    shown = rows["distance"].clip(upper=EDGE)
    colours = [style.DARK if measure == TOTAL else style.THIRD for measure in rows["measure"]]
    axes.barh(rows.index, shown, color=colours, height=0.6, edgecolor=style.INK, linewidth=0.6)
    for place, distance in enumerate(rows["distance"]):
        plots.note(axes, percent(distance) + (" →" if distance > EDGE else ""), shown[place], place, paper=True)
    plots.place_rows(axes, [_name(measure, lang) for measure in rows["measure"]])
    style.dress(axes, phrase("title_credibility", lang), word("distance", lang))
    _limits(axes, max(float(shown.max()), 2 * THRESHOLDS[-1]))
    return figure


def _name(measure: str, lang: str) -> str:
    return word("outturn_total", lang) if measure == TOTAL else phrase("by_level", lang, name=label(measure, lang))


def _limits(axes: plots.Axes, right: float) -> None:
    """The lines between the scores, and the letter of each range above the bars."""
    axes.set_xlim(0, right * 1.15)
    axes.xaxis.set_major_formatter(PercentFormatter(1.0))
    low, high = axes.get_ylim()
    axes.set_ylim(low, high - 0.45)
    for limit in THRESHOLDS:
        axes.axvline(limit, color=style.INK, linewidth=0.9, linestyle=(0, (4, 3)), zorder=0.5)  # behind the bars
    edges = (0.0, *THRESHOLDS, 2 * THRESHOLDS[-1] - THRESHOLDS[-2])
    for letter, left, end in zip(BANDS, edges, edges[1:], strict=False):
        axes.annotate(letter, ((left + end) / 2, high - 0.2), ha="center", va="center", fontsize=style.SIZE)

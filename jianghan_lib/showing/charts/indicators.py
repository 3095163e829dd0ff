"""Figures of performance indicators."""

import pandas as pd
import seaborn as sns
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, PercentFormatter

from jianghan_lib import style
from jianghan_lib.analysis.indicators import FAR
from jianghan_lib.showing import plots
from jianghan_lib.showing.wording import phrase
from jianghan_lib.vocabulary import word

# Attainments above this are drawn at the edge.
EDGE = 3.0


def by_kind(frame: pd.DataFrame, lang: str) -> Figure | None:
    """How many indicators of each kind were met, missed, or cannot be compared, end to end."""
    rows = frame[frame["part"] == "row"].reset_index(drop=True)
    if rows.empty:
        return None
    counts = {
        "met_count": rows["met_count"],
        "missed_count": rows["missed_count"],
        "not_compared": rows["indicators_count"] - rows["compared"],
    }
    looks = ({"color": style.DARK}, {"color": style.THIRD}, {"color": style.REST, "hatch": style.HATCH})
    figure, (axes,) = style.canvas(len(rows), plots.PITCH)
    left = pd.Series(0.0, rows.index)
    for (name, values), look in zip(counts.items(), looks, strict=True):
        sizes = values.astype("float64")
        axes.barh(rows.index, sizes, left=left, height=0.66, edgecolor=style.INK, linewidth=0.6,
                  label=word(name, lang), **look)  # type: ignore[arg-type]  # fmt: skip
        left = left + sizes
    for place, total in enumerate(rows["indicators_count"]):
        plots.note(axes, str(total), total, place)
    plots.place_rows(axes, plots.names(rows["level1"], lang))
    style.dress(axes, phrase("title_indicators", lang), word("indicators_count", lang))
    axes.xaxis.set_major_locator(MaxNLocator(6, integer=True))
    axes.set_xlim(0, float(left.max()) * 1.08)
    axes.legend()
    plots.legend_above(axes)
    return figure


def attainment(rows: pd.DataFrame, lang: str) -> Figure | None:
    """How many indicators reached which part of their target; above EDGE all in the last bar."""
    known = rows["attainment"].dropna()
    if known.empty:
        return None
    figure, (axes,) = style.canvas(5, plots.PITCH)
    shown = known.clip(upper=EDGE)
    sns.histplot(x=shown, binrange=(0, EDGE), binwidth=0.1, color=style.DARK, alpha=1, edgecolor="white", ax=axes)
    for place, dashes in ((1.0, "-"), (FAR, "--")):
        axes.axvline(place, color=style.THIRD, linewidth=1.4, linestyle=dashes)
    style.dress(axes, phrase("title_attainment", lang), word("attainment", lang), grid="y")
    axes.xaxis.set_major_formatter(PercentFormatter(1.0))
    axes.yaxis.set_major_locator(MaxNLocator(5, integer=True))
    axes.set_xlim(0, EDGE)
    axes.set_ylabel(word("indicators_count", lang))
    return figure

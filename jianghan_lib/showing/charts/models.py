"""Figures of the models."""

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

from jianghan_lib import style
from jianghan_lib.analysis import models
from jianghan_lib.showing import plots
from jianghan_lib.showing.display import cell
from jianghan_lib.showing.wording import phrase
from jianghan_lib.vocabulary import word

# A department each, told apart by shape too; those beyond are drawn alike.
MARKERS = tuple(zip("os^D", (style.DARK, style.THIRD, style.LIGHT, style.FOURTH), strict=True))


def fitted(rows: pd.DataFrame, model: str, lang: str) -> Figure | None:
    """The execution rate of each project against its budget on a log scale, with the rate that the model expects."""
    if models.problem(rows, model):
        return None
    used = models.usable(rows, model)
    figure, (axes,) = style.canvas(8, plots.PITCH)
    for place, (name, own) in enumerate(used.groupby(_groups(used["cluster"], lang), sort=False)):
        marker, colour = MARKERS[min(place, len(MARKERS) - 1)]
        look: dict[str, Any] = {"marker": marker, "color": colour, "edgecolor": style.INK, "linewidth": 0.6}
        axes.scatter(
            own["budget"], own["execution_rate"], s=34, label=plots.names([str(name)], lang)[0], zorder=2, **look
        )
    budgets = np.geomspace(used["budget"].min(), used["budget"].max(), 100)
    axes.plot(budgets, models.expected(used, model, budgets), color=style.INK, linewidth=1.6, zorder=3)
    axes.set_xscale("log")
    style.dress(axes, phrase("title_fitted", lang), phrase("log_axis", lang), grid="both")
    axes.xaxis.set_major_formatter(plots.NUMBERS)
    axes.yaxis.set_major_formatter(PercentFormatter(1.0))
    axes.set_ylim(-0.05, 1.05)
    axes.set_ylabel(word("execution_rate", lang))
    axes.legend()
    plots.legend_above(axes, 2)
    return figure


def _groups(clusters: pd.Series, lang: str) -> pd.Series:
    """The department of each project; those for which there is no mark of their own as one."""
    counts = clusters.value_counts()
    own = counts.index if len(counts) <= len(MARKERS) else counts.index[: len(MARKERS) - 1]
    return clusters.where(clusters.isin(own), phrase("others_points", lang))


def without_departments(frame: pd.DataFrame, lang: str, null: float) -> Figure | None:
    """The coefficient with each department left out, with its interval, and a line where there is no difference."""
    rows = frame[frame["coefficient"].notna()].reset_index(drop=True) if len(frame) else frame
    if rows.empty:
        return None
    rows = rows.head(style.most(0.45))
    figure, (axes,) = style.canvas(len(rows), 0.45)
    axes.hlines(rows.index, rows["low"], rows["high"], color=style.LEVEL, linewidth=1.8, zorder=1)
    colours = [style.THIRD if part == "total" else style.DARK for part in rows["part"]]
    axes.scatter(rows["coefficient"], rows.index, s=40, color=colours, edgecolor=style.INK, linewidth=0.6, zorder=2)
    for place, (value, high) in enumerate(zip(rows["coefficient"], rows["high"], strict=True)):
        plots.note(axes, cell("coefficient", value, lang), high, place)
    plots.place_rows(axes, plots.names(rows["left_out"], lang))
    style.dress(axes, phrase("title_coefficients", lang), word("coefficient", lang))
    axes.axvline(null, color=style.INK, linewidth=1)
    low, high = min(rows["low"].min(), null), max(rows["high"].max(), null)
    axes.set_xlim(low - 0.05 * (high - low), high + 0.15 * (high - low))
    return figure

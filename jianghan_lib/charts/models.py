"""Figures of the models."""

import pandas as pd
from matplotlib.figure import Figure

from jianghan_lib import plots, style
from jianghan_lib.display import cell
from jianghan_lib.vocabulary import word
from jianghan_lib.wording import phrase


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
    names = [
        word("total", lang) if part == "total" else name
        for name, part in zip(rows["left_out"], rows["part"], strict=True)
    ]
    plots.place_rows(axes, style.names(names, lang))
    style.dress(axes, phrase("title_coefficients", lang), word("coefficient", lang))
    axes.axvline(null, color=style.INK, linewidth=1)
    low, high = min(rows["low"].min(), null), max(rows["high"].max(), null)
    axes.set_xlim(low - 0.05 * (high - low), high + 0.15 * (high - low))
    return figure

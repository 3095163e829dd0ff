"""Figures of departments side by side."""

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

from jianghan_lib import style
from jianghan_lib.analysis.frames import OTHERS
from jianghan_lib.showing import plots
from jianghan_lib.showing.display import cell, label, percent
from jianghan_lib.showing.wording import phrase
from jianghan_lib.vocabulary import word

COLOURS = (style.DARK, style.THIRD, style.LIGHT, style.FOURTH, style.REST)
# Rates above this are drawn at the edge, with an arrow; shares below that are not labelled in the bar.
EDGE, WIDE = 2.0, 0.08
PER_ROW = 0.5


def composition(frame: pd.DataFrame, lang: str) -> Figure | None:
    """Basic and project expenditure as shares, end to end."""
    known = frame[frame["project_share"].notna()]
    parts = [(name, share) for name in known["name"] for share in ("basic", "project")]
    long = pd.DataFrame(parts, columns=["name", "class"])
    long["share"] = known[["basic_share", "project_share"]].to_numpy().ravel()
    return shares(long, lang, phrase("title_peer_composition", lang))


def classes(frame: pd.DataFrame, lang: str) -> Figure | None:
    """The shares of the classes, end to end."""
    return shares(frame, lang, phrase("title_peer_classes", lang))


def shares(long: pd.DataFrame, lang: str, heading: str) -> Figure | None:
    """Rows of name, class, share -> a bar for each name, its shares end to end."""
    if long.empty:
        return None
    wide = long.pivot_table(index="name", columns="class", values="share", aggfunc="sum", sort=False).fillna(0.0)
    last = [name for name in (OTHERS,) if name in wide]
    wide = wide[
        [name for name in wide.sum().sort_values(ascending=False, kind="stable").index if name not in last] + last
    ]
    wide = wide.head(style.most(PER_ROW))
    figure, (axes,) = style.canvas(len(wide), PER_ROW)
    left = pd.Series(0.0, wide.index)
    places = list(range(len(wide)))
    for column, colour in zip(wide.columns, COLOURS, strict=False):
        axes.barh(places, wide[column], left=left, height=0.6, color=colour, edgecolor=style.INK, linewidth=0.6,
                  label=label(str(column), lang))  # fmt: skip
        ink = "white" if colour in (style.DARK, style.FOURTH) else style.INK
        for place, (start, size) in enumerate(zip(left, wide[column], strict=True)):
            if size >= WIDE:
                axes.text(
                    start + size / 2, place, percent(size), ha="center", va="center", color=ink, fontsize=style.SIZE - 1
                )
        left = left + wide[column]
    plots.place_rows(axes, plots.names(wide.index, lang))
    style.dress(axes, heading, word("share", lang))
    axes.xaxis.set_major_formatter(PercentFormatter(1.0))
    axes.set_xlim(0, 1.0)
    axes.legend()
    plots.legend_above(axes, columns=2 if max(map(len, map(str, wide.columns))) > 8 else 4)
    return figure


def rates(frame: pd.DataFrame, lang: str) -> Figure | None:
    """Completion and execution as two points of each department, with a line at 100 %."""
    rows = frame.head(style.most(PER_ROW)).reset_index(drop=True)
    looks = {"completion_rate": (style.DARK, "o", -0.14), "execution_rate": (style.THIRD, "s", 0.16)}
    columns = [name for name in looks if rows[name].notna().any()]
    if not columns:
        return None
    figure, (axes,) = style.canvas(len(rows), PER_ROW)
    for name in columns:
        colour, marker, shift = looks[name]
        known = rows[rows[name].notna()]
        shown = known[name].clip(upper=EDGE)
        axes.scatter(shown, known.index + shift, s=42, color=colour, marker=marker, edgecolor=style.INK,
                     linewidth=0.6, zorder=2, label=word(name, lang))  # fmt: skip
        for place, rate in known[name].items():
            text = percent(rate) + (" →" if rate > EDGE else "")
            plots.note(axes, text, min(rate, EDGE), float(str(place)) + shift)
    axes.axvline(1.0, color=style.INK, linewidth=1, zorder=1)
    plots.place_rows(axes, plots.names(rows["name"], lang))
    style.dress(axes, phrase("title_peer_rates", lang), "")
    axes.xaxis.set_major_formatter(PercentFormatter(1.0))
    axes.set_xlim(
        min(0.0, float(rows[columns].min().min())), min(EDGE, max(1.0, float(rows[columns].max().max()))) * 1.18
    )
    axes.legend()
    plots.legend_above(axes)
    return figure


def three_public(frame: pd.DataFrame, lang: str) -> Figure | None:
    """The three public expenses of every 10 000 yuan, a bar each."""
    rows = frame[frame["per_wan"].notna()].head(style.most(plots.PITCH)).reset_index(drop=True)
    if rows.empty:
        return None
    figure, (axes,) = style.canvas(len(rows), plots.PITCH)
    axes.barh(rows.index, rows["per_wan"], height=0.62, color=style.DARK)
    for place, value in enumerate(rows["per_wan"]):
        plots.note(axes, cell("per_wan", value, lang), value, place)
    plots.place_rows(axes, plots.names(rows["name"], lang))
    style.dress(axes, phrase("title_peer_three_public", lang), word("yuan", lang))
    axes.set_xlim(0, max(float(rows["per_wan"].max()), 0.1) * 1.15)
    return figure

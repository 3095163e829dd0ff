"""Figures of the analyses: their tables in, matplotlib figures out; None where a table has nothing to draw.

Rows stand in the order of the table, the first on top, each with its figure beside it. Total rows are not drawn.
"""

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

from jianghan_lib import style
from jianghan_lib.showing import plots
from jianghan_lib.showing.display import money, percent
from jianghan_lib.showing.wording import phrase
from jianghan_lib.vocabulary import word


def title(figure: str, lang: str, **values: object) -> str:
    """The title of a figure."""
    return phrase(f"title_{figure}", lang, **values)


def by_class(frame: pd.DataFrame, lang: str) -> Figure | None:
    """Classes: initial budget and outturn side by side, or (of a budget) basic and project expenditure end to end."""
    if "outturn" in frame:
        return plots.grouped(frame, lang, title("by_class", lang))
    return plots.stacked(frame, lang, title("by_class_budget", lang))


def by_item(frame: pd.DataFrame, lang: str) -> Figure | None:
    """Items: completion rates, or (of a budget) basic and project expenditure end to end."""
    if "completion_rate" in frame:
        return plots.rates(frame, lang, title("by_item", lang))
    return plots.stacked(frame, lang, title("by_item_budget", lang))


def by_project(frame: pd.DataFrame, lang: str) -> Figure | None:
    """Projects: budget and executed side by side; of a budget, nothing is executed: see `pareto` and `funding`."""
    return plots.grouped(frame, lang, title("by_project", lang), "execution_rate") if "executed" in frame else None


def funding(frame: pd.DataFrame, lang: str) -> Figure | None:
    """The budget of each project, by where the money comes from."""
    return plots.stacked(frame, lang, title("by_project_budget", lang))


def reasons(frame: pd.DataFrame, lang: str) -> Figure | None:
    """The gaps by the reason that the document gives."""
    return plots.bars(frame.rename(columns={"reasons": "name"}), lang, "gap", title("reasons", lang))


def departments(frame: pd.DataFrame, lang: str) -> Figure | None:
    """Initial budget and outturn of several departments side by side."""
    return plots.grouped(frame, lang, title("departments", lang))


def unbudgeted(frame: pd.DataFrame, lang: str) -> Figure | None:
    """Spending that had no initial budget, or (of a budget) where the money comes from."""
    value = "outturn" if "outturn" in frame else "amount"
    return plots.bars(frame, lang, value, title("unbudgeted" if value == "outturn" else "funding", lang))


def adjustments(frame: pd.DataFrame, lang: str) -> Figure | None:
    """Initial budget and budget of the year side by side."""
    return plots.grouped(frame, lang, title("adjustments", lang), "adjustment_rate")


def bridge(steps: pd.DataFrame, lang: str) -> Figure | None:
    """The way of the projects from initial budget through adjustments to execution."""
    return plots.waterfall(steps, lang, title("bridge", lang))


def drivers(steps: pd.DataFrame, lang: str, total: str = "") -> Figure | None:
    """The way from the initial budget to the outturn, or, of a budget, from last year to this year of a `total`."""
    heading = title("drivers_budget", lang, name=word(total, lang)) if total else title("drivers", lang)
    return plots.waterfall(steps, lang, heading)


def changes(frame: pd.DataFrame, lang: str) -> Figure | None:
    """The change of each row from the year before, up and down in two colours, with its rate."""
    rows = plots.drawn(frame, plots.PITCH)
    if rows.empty:
        return None
    figure, (axes,) = style.canvas(len(rows), plots.PITCH)
    colours = [style.UP if value > 0 else style.DOWN for value in rows["change"]]
    axes.barh(rows.index, rows["change"], color=colours, height=0.66)
    texts = [
        f"{plots.signed(value)} ({percent(rate)})" if pd.notna(rate) else plots.signed(value)
        for value, rate in zip(rows["change"], rows["change_rate"], strict=True)
    ]
    axes.bar_label(axes.containers[0], texts, padding=3, fontsize=style.SIZE - 1)  # type: ignore[arg-type]
    plots.place_rows(axes, plots.names(rows["name"], lang))
    heading = plots.cut(title("changes", lang, **_years(rows)), rows, frame, lang)
    plots.finish(axes, heading, lang, rows["change"].to_numpy(), 0.32)
    return figure


def _years(rows: pd.DataFrame) -> dict[str, object]:
    return {"prior_year": rows["prior_year"].iloc[0], "year": rows["year"].iloc[0]}


def levels(frame: pd.DataFrame, lang: str) -> Figure | None:
    """The two years of each row as two points and the way between them; rows that stand for several say so."""
    rows = plots.drawn(frame, 0.46)
    if rows.empty:
        return None
    figure, (axes,) = style.canvas(len(rows), 0.46)
    axes.hlines(rows.index, rows["prior_amount"], rows["amount"], color=style.LEVEL, linewidth=2, zorder=1)
    for name, colour, edge in (("prior_amount", "white", style.DARK), ("amount", style.DARK, style.DARK)):
        year = rows["prior_year" if name == "prior_amount" else "year"].iloc[0]
        axes.scatter(
            rows[name], rows.index, s=55, color=colour, edgecolor=edge, zorder=2, label=str(year), clip_on=False
        )
    for place, row in rows.iterrows():
        rate = "" if pd.isna(row["change_rate"]) else f" ({percent(row['change_rate'])})"
        text = f"{money(row['prior_amount'])} → {money(row['amount'])}{rate}"
        plots.note(axes, text, np.nanmax([row["prior_amount"], row["amount"]]), int(str(place)))
    plots.place_rows(axes, [plots.several(row, lang) for _, row in rows.iterrows()])
    heading = plots.cut(title("levels", lang, **_years(rows)), rows, frame, lang)
    plots.finish(axes, heading, lang, rows[["prior_amount", "amount"]].to_numpy(), 0.62)
    axes.legend()
    plots.legend_above(axes)
    return figure


def pareto(frame: pd.DataFrame, lang: str) -> Figure | None:
    """What makes up a total, largest first, and beside it how much of the total the rows add up to so far."""
    rows = frame.reset_index(drop=True)
    if rows.empty:
        return None
    value = "gap" if "gap" in rows else "budget"
    figure, (left, right) = style.canvas(len(rows), plots.PITCH, 2, sharey=True, width_ratios=(3, 1))
    colours = [style.DARK if amount > 0 else style.UP for amount in rows[value]]
    left.barh(rows.index, rows[value], color=colours, height=0.66)
    plots.label_bars(left, 0, rows[value], rows["share"])
    plots.place_rows(left, [plots.step_name(row, lang) for _, row in rows.iterrows()])
    plots.finish(left, title(f"pareto_{value}", lang), lang, rows[value].to_numpy(), 0.45)
    sns.lineplot(
        x=rows["cumulative_share"], y=rows.index, orient="y", marker="o", color=style.DARK, errorbar=None, ax=right
    )
    style.dress(right, word("cumulative_share", lang), "")
    right.set_xlim(min(0.0, rows["cumulative_share"].min()), max(1.0, rows["cumulative_share"].max()) * 1.06)
    right.xaxis.set_major_formatter(PercentFormatter(1.0))
    return figure

"""`j.words`, `j.save`: the words, units and numbers of a figure that seaborn drew, in the language in use; what it draws, as rows."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
from matplotlib import rcParams
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.category import StrCategoryFormatter
from matplotlib.collections import PathCollection
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import FixedFormatter, FixedLocator, FuncFormatter, MaxNLocator, PercentFormatter

from jianghan_lib import style
from jianghan_lib.base.text import width, wrap
from jianghan_lib.showing import saying
from jianghan_lib.showing.values import heading, kind, label
from jianghan_lib.showing.values import text as worded
from jianghan_lib.vocabulary import current, terms, word

NUMBERS = FuncFormatter(lambda value, _: f"{value:,.0f}" if abs(value) >= 10 or value == 0 else f"{value:g}")
TITLE_WIDTH = 78
# A name on an axis has so many lines.
NAME_LINES = 3
# The title that seaborn gives a part of a grid.
FACET = re.compile(r"(?P<column>\w+) = (?P<value>.+)")
# The names on an axis in full: its labels are broken and cut to fit.
_NAMES: "WeakKeyDictionary[Axis, list[str]]" = WeakKeyDictionary()


def words(axes: Any, title: str = "", **values: Any) -> None:
    """Puts the labels, legend, units and ticks of a figure into words: `j.words(axes, title="completion/title_by_class")`.

    `axes`: what seaborn returned (axes, several of them, or a grid). A title is a term, a template of `j.say`, or text as it is.
    """
    every = _every(axes)
    for one in every:
        _axis(one.xaxis)
        if _axis(one.yaxis) and len(every) == 1:
            _fit(one)
        _legend(one)
        if facet := FACET.fullmatch(one.get_title()):
            one.set_title(worded(facet["column"], facet["value"], current()))
    if title:
        known = title in saying.templates()
        text = " ".join(saying.said(title, current(), **values)) if known else label(title, current())
        _title(every, wrap(text, TITLE_WIDTH))


def _title(every: list[Axes], text: str) -> None:
    """The title of a figure: above its axes; where there are several, above all of them."""
    figure = every[0].get_figure(root=True)
    if len(every) == 1 or figure is None:
        every[0].set_title(text, loc="left")
    else:
        figure.set_layout_engine("constrained")
        figure.suptitle(text, x=0, ha="left", size=rcParams["axes.titlesize"])


def save(figure: Any, name: str) -> None:
    """Saves a figure beside the notebook as SVG or PNG, by the ending of the name: `j.save(axes, "classes.svg")`."""
    dates: dict[str, Any] = {".svg": {"Date": None}, ".png": {"Software": None}}
    drawn = figure if isinstance(figure, Figure) else _every(figure)[0].get_figure(root=True)
    assert drawn is not None
    drawn.savefig(name, bbox_inches="tight", metadata=dates.get(Path(name).suffix))


def _every(axes: Any) -> list[Axes]:
    """Axes, an array of them, or a grid of seaborn -> all axes."""
    axes = getattr(axes, "axes", axes) if not isinstance(axes, Axes) else axes
    return [axes] if isinstance(axes, Axes) else list(getattr(axes, "flat", axes))


def _axis(axis: Axis) -> bool:
    """One axis: its label with the unit, and its numbers; or the names on it in words and lines -> whether it has names."""
    name, lang = axis.get_label_text(), current()
    name = name.lower() if name.lower() in terms() else name  # seaborn's own: Proportion, Density
    if _has_names(axis):
        own = "" if name.isascii() and name.isidentifier() else name  # names say themselves what they are
        axis.set_label_text(own)
        formatter = axis.get_major_formatter()
        shared = [names for other, names in _NAMES.items() if other.get_major_formatter() is formatter]
        _NAMES[axis] = shared[0] if shared else [worded(name, tick.get_text(), lang) for tick in axis.get_ticklabels()]
        axis.set_ticks(axis.get_ticklocs(), _labels(_NAMES[axis]))
        return True
    held = kind(name, float)
    axis.set_label_text(
        heading(name, held, lang).replace("\n", " " if lang == "en" else "") if name in terms() else name
    )
    if held == "rate":
        axis.set_major_formatter(PercentFormatter(1.0, decimals=0))
    elif held in ("numeral", "count"):
        axis.set_major_locator(MaxNLocator(integer=True))
        axis.set_major_formatter("{x:.0f}" if held == "numeral" else NUMBERS)
    else:
        axis.set_major_formatter(NUMBERS)
    return False


def _labels(names: list[str]) -> list[str]:
    """Names in lines, cut short; whole where they would be alike without their ends, as in a year."""
    short = [wrap(one, lines=NAME_LINES) for one in names]
    return short if len(set(short)) == len(set(names)) else [wrap(one, lines=2 * NAME_LINES) for one in names]


def _has_names(axis: Axis) -> bool:
    """Whether names stand on an axis, as seaborn or pandas puts them there."""
    formatter = axis.get_major_formatter()
    put = isinstance(formatter, FuncFormatter) and isinstance(axis.get_major_locator(), FixedLocator)
    return isinstance(formatter, StrCategoryFormatter | FixedFormatter) or (put and formatter is not NUMBERS)


def _fit(axes: Axes) -> None:
    """Makes a figure as tall as the names on its upright axis need, up to a page."""
    figure = axes.get_figure(root=True)
    bars = round(0.8 / min((bar.get_height() for bar in _bars(axes) if bar.get_height()), default=0.8))
    lines = [len(text.get_text().splitlines()) for text in axes.get_yticklabels()]
    if figure is not None:
        height = style.MARGIN + sum(max(0.12 + 0.16 * one, 0.14 + 0.17 * bars) for one in lines)
        figure.set_figheight(min(style.TALLEST, height))


def _legend(axes: Axes) -> None:
    """The legend below the plot, clear of what is drawn, its names in words and without a title."""
    legend, figure = axes.get_legend(), axes.get_figure(root=True)
    if legend is None or figure is None:
        return
    handles = [handle for handle in legend.legend_handles if handle is not None]
    texts = [label(text.get_text(), current()) for text in legend.get_texts()]
    columns = min(4, max(1, TITLE_WIDTH // (max(map(width, texts), default=0) + 6)))
    legend.remove()
    figure.set_layout_engine("constrained")  # makes room for what stands outside the axes
    figure.legend(handles, texts, loc="outside lower center", ncol=columns, frameon=False)


def described(figure: Figure) -> str:
    """A figure in words, for those who cannot see it: its titles."""
    titles = [figure.get_suptitle(), *(axes.get_title(loc="left") or axes.get_title() for axes in figure.axes)]
    between = "；" if current() == "zh" else "; "
    return between.join(title.replace("\n", "") for title in titles if title)


def drawn(figure: Any) -> list[list[str | float]]:
    """What a figure draws, as rows under a heading: the name in the legend, and where each bar, point or line stands on both axes."""
    axes = figure.axes[0]
    names = {
        to_hex(_colour(handle)): text.get_text()
        for legend in figure.legends
        for handle, text in zip(legend.legend_handles, legend.get_texts(), strict=True)
    }
    sides = (axes.yaxis, axes.xaxis) if axes.yaxis in _NAMES else (axes.xaxis, axes.yaxis)  # names first
    top = [axis.get_label_text() or word("name", current()) for axis in sides]
    places = ((colour, {axes.xaxis: x, axes.yaxis: y}) for colour, x, y in _marks(axes))
    marks = [[names.get(colour, ""), *(_at(axis, place[axis]) for axis in sides)] for colour, place in places]
    rows = [[word("series", current()), *top], *(row for row in marks if "" not in row[1:])]
    return rows if any(row[0] for row in rows[1:]) else [row[1:] for row in rows]


def _marks(axes: Any) -> Iterator[tuple[str, float, float]]:
    """The colour of each mark and its place; a bar stands where it ends, at the middle of its foot."""
    for bar in _bars(axes):
        middle = bar.get_x() + bar.get_width() / 2, bar.get_y() + bar.get_height() / 2
        across = axes.yaxis in _NAMES
        yield to_hex(bar.get_facecolor()), *((bar.get_width(), middle[1]) if across else (middle[0], bar.get_height()))
    for points in (one for one in axes.collections if isinstance(one, PathCollection)):
        colour = _colour(points)
        for x, y in np.asarray(points.get_offsets(), "float64"):
            yield to_hex(colour), x, y
    for line in (one for one in axes.lines if one.get_transform() == axes.transData):
        for x, y in np.asarray(line.get_xydata(), "float64"):
            yield to_hex(_colour(line)), x, y


def _bars(axes: Any) -> Iterator[Rectangle]:
    """The bars that are drawn; boxes of a box plot and error bars are none."""
    return (bar for container in axes.containers for bar in container if isinstance(bar, Rectangle))


def _colour(handle: Any) -> Any:
    """The colour of a sign in a legend, whatever kind it is."""
    if not hasattr(handle, "get_facecolor"):
        return handle.get_color()
    colour = np.asarray(handle.get_facecolor())
    colour = colour if len(colour) else np.asarray(handle.get_edgecolor())  # an open circle has no face
    return colour[0] if colour.ndim > 1 else colour


def _at(axis: Axis, value: float) -> str | float:
    """A place on an axis: the name nearest to it, or the number; '' where nothing is drawn."""
    if not np.isfinite(value):
        return ""
    if axis not in _NAMES:
        return round(float(value), 6)
    return _NAMES[axis][int(np.abs(np.asarray(axis.get_ticklocs()) - value).argmin())]

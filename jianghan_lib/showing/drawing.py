"""`j.words`, `j.save`: the words, units and numbers of a figure that seaborn drew, in the language in use."""

from pathlib import Path
from typing import Any

from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.category import StrCategoryFormatter
from matplotlib.figure import Figure
from matplotlib.ticker import FixedFormatter, FuncFormatter, MaxNLocator, PercentFormatter

from jianghan_lib import style
from jianghan_lib.base.text import width, wrap
from jianghan_lib.showing import saying
from jianghan_lib.showing.values import heading, kind, label
from jianghan_lib.vocabulary import current, terms

NUMBERS = FuncFormatter(lambda value, _: f"{value:,.0f}" if abs(value) >= 10 or value == 0 else f"{value:g}")
TITLE_WIDTH = 78


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
    if title:
        known = title in saying.templates()
        text = " ".join(saying.said(title, current(), **values)) if known else label(title, current())
        every[0].set_title(wrap(text, TITLE_WIDTH), loc="left")


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
    if isinstance(axis.get_major_formatter(), StrCategoryFormatter | FixedFormatter):
        own = "" if name.isascii() and name.isidentifier() else name  # names say themselves what they are
        axis.set_label_text(own)
        axis.set_ticks(axis.get_ticklocs(), [wrap(label(text.get_text(), lang)) for text in axis.get_ticklabels()])
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


def _fit(axes: Axes) -> None:
    """Makes a figure as tall as the names on its upright axis need, up to a page."""
    figure = axes.get_figure(root=True)
    heights = [bar.get_height() for container in axes.containers for bar in container if bar.get_height()]
    bars = round(0.8 / min(heights, default=0.8))
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
    titles = [axes.get_title(loc="left") or axes.get_title() for axes in figure.axes]
    between = "；" if current() == "zh" else "; "
    return between.join(title.replace("\n", "") for title in titles if title)

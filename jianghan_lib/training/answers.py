"""An answer as a learner gives it -> plain data that can be stored beside the cell and judged again later."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.container import BarContainer
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

PLACES = 10
# What an empty value is called that was given for an answer.
MISSING = "NaN"


def plain(answer: Any) -> Any:
    """Numbers, texts, lists, mappings of them, tables and charts -> what JSON can hold; anything else is named.

    A Series becomes a mapping by its index, a DataFrame a mapping of columns, an Axes the facts of a chart.
    """
    if answer is None or answer is ...:
        return None
    if isinstance(answer, np.ndarray) and answer.size == 1:
        return plain(answer.item())
    if isinstance(answer, BarContainer) and answer.patches:
        return plain(answer.patches[0].axes)
    if pd.api.types.is_scalar(answer) and pd.isna(answer):
        return {"unreadable": MISSING}
    if isinstance(answer, Figure | Axes) or isinstance(getattr(answer, "figure", None), Figure):
        return {"chart": chart(answer if isinstance(answer, Figure | Axes) else answer.figure)}
    if isinstance(answer, pd.DataFrame):
        return {"table": {str(name): _series(answer[name]) for name in answer.columns}}
    if isinstance(answer, pd.Series):
        return _series(answer)
    return _simple(answer)


def _piece(value: Any) -> Any:
    """A value of a list, mapping or table, plain; an empty one is none."""
    return None if pd.api.types.is_scalar(value) and pd.isna(value) else plain(value)


def _simple(answer: Any) -> Any:
    if isinstance(answer, bool | np.bool_):
        return bool(answer)
    if isinstance(answer, str):
        return answer.strip()
    if isinstance(answer, int | np.integer):
        return int(answer)
    if isinstance(answer, Mapping):
        return {str(key): _piece(value) for key, value in answer.items()}
    if isinstance(answer, Collection):
        return [_piece(value) for value in answer]
    try:
        return round(float(answer), PLACES)
    except (TypeError, ValueError):
        return {"unreadable": type(answer).__name__}


def _series(answer: pd.Series) -> Any:
    """A series with a meaningful index by that index; one that is only counted, as a list."""
    if isinstance(answer.index, pd.RangeIndex) or (
        pd.api.types.is_integer_dtype(answer.index) and answer.dtype.kind not in "fiu"
    ):
        return [_piece(value) for value in answer]
    return {str(key): _piece(value) for key, value in answer.items()}


def chart(drawn: Figure | Axes) -> dict[str, Any]:
    """The facts of a bar chart: title, unit, names and lengths of its bars by series, where the axis starts and ends, legend."""
    axes = drawn if isinstance(drawn, Axes) else drawn.axes[0] if drawn.axes else None
    if axes is None:
        return {"bars": []}
    groups = [one for one in axes.containers if isinstance(one, BarContainer)]
    flat = any(one.orientation == "horizontal" for one in groups)
    series = _series_of_bars(axes, groups, flat)
    ends = sorted(axes.get_xlim() if flat else axes.get_ylim())
    return {
        "title": axes.get_title() or axes.get_title(loc="left") or axes.get_title(loc="right") or _above(axes),
        "unit": axes.get_xlabel() if flat else axes.get_ylabel(),
        "bars": [[_piece(length) for _, length in one] for one in series],
        "names": [_name(axes, place, flat) for place, _ in (series[0] if series else [])],
        "stacked": len({round(place, 3) for one in series for place, _ in one}) < sum(map(len, series)),
        "start": plain(ends[0]),
        "end": plain(ends[1]),
        "legend": axes.get_legend() is not None or bool(axes.figure.legends),
    }


def _above(axes: Axes) -> str:
    """The title of the whole figure."""
    figure = axes.get_figure(root=True)
    return figure.get_suptitle() if figure is not None else ""


def _name(axes: Axes, place: float, flat: bool) -> str:
    """What the axis of names says of a bar: the text of the tick nearest to it."""
    axis = axes.yaxis if flat else axes.xaxis
    ticks = [
        (abs(at - place), text.get_text()) for at, text in zip(axis.get_ticklocs(), axis.get_ticklabels(), strict=False)
    ]
    return min(ticks, default=(1.0, ""))[1]


Bar = tuple[float, float]


def _series_of_bars(axes: Axes, groups: Sequence[BarContainer], flat: bool) -> list[list[Bar]]:
    """Each series as place and length of its bars, as they are seen: from the left, or from the top.

    Bars of several colours that all stand alone, a colour for each name, are one series.
    """
    series = [[_bar(bar, flat) for bar in group.patches] for group in groups]
    every = [bar for one in series for bar in one]
    if len({round(place) for place, _ in every}) == len(every):
        series = [every] if every else []
    backwards = not axes.yaxis_inverted() if flat else bool(axes.xaxis_inverted())
    return [sorted(one, reverse=backwards, key=lambda bar: bar[0]) for one in series]


def _bar(bar: Rectangle, flat: bool) -> Bar:
    """Where a bar stands on the axis of names, and how long it is."""
    if flat:
        return bar.get_y() + bar.get_height() / 2, bar.get_width()
    return bar.get_x() + bar.get_width() / 2, bar.get_height()

"""An answer as a learner gives it -> plain data that can be stored beside the cell and judged again later."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.container import BarContainer
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

PLACES = 10


def plain(answer: Any) -> Any:
    """Numbers, texts, lists, mappings of them, tables and charts -> what JSON can hold; anything else is named.

    A Series becomes a mapping by its index, a DataFrame a mapping of columns, an Axes the facts of a chart.
    """
    if answer is None or answer is ...:
        return None
    if isinstance(answer, Figure | Axes):
        return {"chart": chart(answer)}
    if isinstance(answer, pd.DataFrame):
        return {"table": {str(name): plain(answer[name]) for name in answer.columns}}
    if isinstance(answer, pd.Series):
        return _series(answer)
    return _simple(answer)


def _simple(answer: Any) -> Any:
    if isinstance(answer, bool | np.bool_):
        return bool(answer)
    if isinstance(answer, str):
        return answer.strip()
    if isinstance(answer, int | np.integer):
        return int(answer)
    if isinstance(answer, Mapping):
        return {str(key): plain(value) for key, value in answer.items()}
    if isinstance(answer, list | tuple | set | frozenset | np.ndarray | pd.Index | pd.api.extensions.ExtensionArray):
        return [plain(value) for value in answer]
    try:
        return None if pd.isna(answer) else round(float(answer), PLACES)
    except (TypeError, ValueError):
        return {"unreadable": type(answer).__name__}


def _series(answer: pd.Series) -> Any:
    """A series with a meaningful index by that index; one that is only counted, as a list; one value, as itself."""
    if isinstance(answer.index, pd.RangeIndex) or (
        pd.api.types.is_integer_dtype(answer.index) and answer.dtype.kind not in "fiu"
    ):
        return [plain(value) for value in answer]
    return {str(key): plain(value) for key, value in answer.items()}


def chart(drawn: Figure | Axes) -> dict[str, Any]:
    """The facts of a bar chart: title, unit, the lengths of its bars by series, where the axis starts, legend."""
    axes = drawn if isinstance(drawn, Axes) else drawn.axes[0] if drawn.axes else None
    if axes is None:
        return {"bars": []}
    flat = _is_flat(axes)
    bars = [[plain(bar.get_width() if flat else bar.get_height()) for bar in one] for one in _series_of_bars(axes)]
    return {
        "title": axes.get_title() or axes.get_title(loc="left"),
        "unit": axes.get_xlabel() if flat else axes.get_ylabel(),
        "bars": bars,
        "start": plain(min(axes.get_xlim() if flat else axes.get_ylim())),
        "legend": axes.get_legend() is not None,
    }


def _series_of_bars(axes: Axes) -> list[list[Rectangle]]:
    return [list(one.patches) for one in axes.containers if isinstance(one, BarContainer)]


def _is_flat(axes: Axes) -> bool:
    """Whether the bars lie: then they are all equally high."""
    bars = [bar for one in _series_of_bars(axes) for bar in one]
    return len(bars) > 1 and len({round(bar.get_height(), PLACES) for bar in bars}) == 1

"""Imported last by the process that kernels are forked from: one figure drawn, and its memory left alone by the collector."""

import gc
from io import BytesIO

import pandas as pd
import seaborn  # noqa: F401
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

import jianghan_lib
from jianghan_lib import showing  # noqa: F401

# pandas asks at its import whether it prints to a terminal; a kernel, which does not, shows twenty columns.
pd.set_option("display.max_columns", 20)

_figure = Figure()
FigureCanvasAgg(_figure)
_figure.subplots().set_title("1")
_figure.savefig(BytesIO(), format="png")
for _name in jianghan_lib.__all__:
    getattr(jianghan_lib, _name)
del _figure
gc.collect()
gc.freeze()

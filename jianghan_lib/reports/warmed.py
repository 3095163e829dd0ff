"""The process that workers and kernels are forked from: what they need is imported, a figure was drawn, a font was cut,
templates are compiled, and this memory is left alone by the collector.
"""

import gc
import os
from importlib import import_module
from io import BytesIO

STDERR = 2
IMPORTED = (
    "ipykernel.ipkernel",
    "ipykernel.kernelapp",
    "IPython.core.debugger",
    "seaborn",
    "statsmodels.formula.api",
    "sqlite3",
    "papermill.execute",
    "papermill.clientwrap",
    "nbconvert",
    "openpyxl",
    "jianghan_lib.pipeline.review",
    "jianghan_lib.reports.dossier",
    "jianghan_lib.reports.engine",
    "jianghan_lib.reports.workbook",
    "jianghan_lib.showing",
)


def warm() -> None:
    os.environ["MPLBACKEND"] = "module://matplotlib_inline.backend_inline"  # read when matplotlib is imported
    with open(os.devnull, "wb") as nowhere:  # libraries chatter; what a user must know is in the results
        os.dup2(nowhere.fileno(), STDERR)
    for name in IMPORTED:
        import_module(name)
    import pandas as pd
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    import jianghan_lib
    from jianghan_lib.reports import webfont
    from jianghan_lib.showing import saying
    from jianghan_lib.vocabulary import LANGUAGES

    # pandas asks at its import whether it prints to a terminal; a kernel, which does not, shows twenty columns.
    pd.set_option("display.max_columns", 20)
    figure = Figure()
    FigureCanvasAgg(figure)
    figure.subplots().set_title("1")
    figure.savefig(BytesIO(), format="png")
    for name in jianghan_lib.__all__:
        getattr(jianghan_lib, name)
    webfont.embed(webfont.PLACE)
    for name in saying.templates():
        for lang in LANGUAGES:
            saying.template(name, lang)


warm()
gc.collect()
gc.freeze()

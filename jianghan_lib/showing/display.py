"""The name by which lessons show a frame; `j.show` without what it tells of the places of figures."""

from dataclasses import replace

import pandas as pd
from IPython.display import display

from jianghan_lib.showing.tables import flat, table


def show(frame: pd.DataFrame, lang: str) -> None:
    """Shows a frame as a table."""
    display(replace(table(flat(frame), lang), notes={}))

"""The figure of an exploration: the chosen rows of a statutory table, the largest first."""

import pandas as pd
from matplotlib.figure import Figure

from jianghan_lib.analysis.frames import by_size
from jianghan_lib.showing import plots
from jianghan_lib.showing.wording import phrase


def rows(frame: pd.DataFrame, lang: str, heading: str) -> Figure | None:
    """One amount of each row, the largest first, under a heading."""
    return plots.bars(
        by_size(frame[frame["amount"] != 0], "amount"), lang, "amount", phrase("title_explored", lang, what=heading)
    )

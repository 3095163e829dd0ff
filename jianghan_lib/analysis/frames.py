"""What the analyses share: sums without float noise, shares, labels that tell rows apart, rows of a statutory table.

A result is a frame whose column `part` says what a row is: `row`, `others` (several rows together), `unexplained`
(what keeps the rows from adding up to the stated total) or `total`. Names of such rows are identifiers of the vocabulary.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd

Tables = Mapping[str, pd.DataFrame]
# Amounts are stored with at most six places; sums are rounded there, so that 0.1 + 0.2 is 0.3.
PLACES = 6
# Half of the last place that disclosures print (0.01 万元): a difference below it is none.
HALF_CENT = 0.005
ROW, OTHERS, UNEXPLAINED, TOTAL = "row", "others", "unexplained", "total"


def exact(value: float) -> float:
    """An amount without float noise; never minus zero."""
    return round(float(value), PLACES) + 0.0


def add(values: pd.Series) -> float:
    """The sum of the amounts that are given."""
    return exact(values.sum())


def minus(one: pd.Series, other: pd.Series) -> pd.Series:
    """Difference of two columns of amounts, without float noise; empty where one is not given."""
    return (one - other).round(PLACES) + 0.0


def ratio(part: pd.Series, whole: pd.Series | float) -> pd.Series:
    """part / whole; empty where the whole is zero or not given."""
    return (part / pd.Series(whole, index=part.index, dtype="float64").replace(0.0, np.nan)).astype("float64") + 0.0


def share(part: float, whole: float) -> float:
    """part / whole; nan where the whole is zero."""
    return part / whole if whole else float("nan")


def append(frame: pd.DataFrame, rows: Iterable[Mapping[Any, Any]]) -> pd.DataFrame:
    """A frame with rows added at its end; what they do not say is empty."""
    records = frame.to_dict("records") + [dict(row) for row in rows]
    return typed(pd.DataFrame(records, columns=frame.columns), frame)


def typed(frame: pd.DataFrame, like: pd.DataFrame) -> pd.DataFrame:
    """A frame with the column types of another; missing text is ''."""
    for name, kind in like.dtypes.items():
        if pd.api.types.is_numeric_dtype(kind):
            frame[name] = pd.to_numeric(frame[name]).astype("Int64" if "nt" in str(kind) else "float64")
        else:
            frame[name] = frame[name].astype(object).fillna("").astype("str")
    return frame


def labels(frame: pd.DataFrame, name: str, context: str) -> pd.Series:
    """Names that tell rows apart: where a name occurs twice, with its context in brackets."""
    twice = frame[name].duplicated(keep=False) & (frame[context] != "")
    return frame[name].where(~twice, frame[name] + "（" + frame[context] + "）")


def insert_after(frame: pd.DataFrame, place: str, name: str, values: pd.Series) -> pd.DataFrame:
    """A frame with a column added behind another one."""
    columns = list(frame.columns)
    at = columns.index(place) + 1
    return frame.assign(**{name: values})[[*columns[:at], name, *columns[at:]]]


def by_size(frame: pd.DataFrame, column: str) -> pd.DataFrame:
    """Rows by the size of an amount, whatever its sign, largest first; ties stay in the order of the document."""
    return frame.sort_values(column, key=lambda values: -values.abs(), kind="stable", ignore_index=True)


def statutory(amounts: pd.DataFrame, table: str, level: str, panel: str | None = None) -> pd.DataFrame:
    """A statutory table's rows of one level, one a row of the table, with a column for each measure printed."""
    wanted = amounts[(amounts["table"] == table) & (amounts["level"] == level)]
    wanted = wanted if panel is None else wanted[wanted["panel"] == panel]
    index = ["row", "line", "code", "name"]
    wide = wanted.drop_duplicates([*index, "measure"]).pivot(index=index, columns="measure", values="amount")
    return wide.rename_axis(columns=None).reset_index().sort_values(["row", "line"], ignore_index=True)


def first_table(amounts: pd.DataFrame, names: Iterable[str]) -> str:
    """The first of these statutory tables that the document prints, or ''."""
    printed = set(amounts["table"])
    return next((name for name in names if name in printed), "")

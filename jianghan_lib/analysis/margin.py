"""The findings that touch the figures of an analysis: what stands in the margin of its notebook."""

import pandas as pd

from jianghan_lib.analysis.frames import Tables
from jianghan_lib.base.schema import SEVERITIES

# More roundings than these are counted, not listed.
FEW = 5


def touching(tables: Tables, table: str) -> pd.DataFrame:
    """The findings that touch a table, gravest first: severity, table, where, message_zh, message_en, line."""
    findings = tables["findings"]
    chosen = findings[findings["touches"].str.split(";").map(lambda names: table in names)]
    order = {name: place for place, name in enumerate(SEVERITIES)}
    chosen = chosen.sort_values("severity", key=lambda names: names.map(order), kind="stable", ignore_index=True)
    return chosen[["severity", "table", "where", "message_zh", "message_en", "line"]]


def listed(chosen: pd.DataFrame) -> pd.DataFrame:
    """The findings that are worth a row each: all of them, but roundings only where they are few."""
    rounding = chosen["severity"] == "rounding"
    return chosen[~rounding].reset_index(drop=True) if rounding.sum() > FEW else chosen

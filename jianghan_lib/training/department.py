"""The department that a lesson's exercises are about: its tables, from the data in use or invented on the spot."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from io import StringIO
from typing import Any

import pandas as pd

from jianghan_lib import loading
from jianghan_lib.base.schema import PROCESSED
from jianghan_lib.pipeline.store import table_text

# What the exercises ask learners to compute, by table: theirs come without it, and here it is computed anew.
COMPUTED: Mapping[str, Mapping[str, Callable[[pd.DataFrame], pd.Series]]] = {
    "completion": {
        "rate": lambda rows: rows["outturn"] / rows["initial_budget"].where(rows["initial_budget"] > 0),
        "gap": lambda rows: rows["initial_budget"] - rows["outturn"],
    },
    "changes": {
        "prior_amount": lambda rows: rows["amount"] - rows["change"],
        "rate": lambda rows: rows["change"] / rows["prior_amount"].where(rows["prior_amount"] != 0),
    },
    "projects": {
        "rate": lambda rows: rows["executed"] / rows["budget"].where(rows["budget"] > 0),
        "gap": lambda rows: rows["budget"] - rows["executed"],
    },
}


@dataclass
class Department:
    """One document, the collection around it, and the same department's document for the year before, if there is one."""

    document_id: str
    tables: dict[str, pd.DataFrame] = field(default_factory=dict, repr=False)
    # The right answers so far, by exercise: some take a regression or a figure.
    answers: dict[str, Any] = field(default_factory=dict, repr=False)
    before: "Department | None" = field(default=None, repr=False)

    def load(self, table: str) -> pd.DataFrame:
        """A table of the department, as `load` gives it; UsageError for an unknown table or document."""
        if table not in self.tables:
            self.tables[table] = loading.load(table, document=self.document_id)
        rows = self.tables[table].copy()
        for name, compute in COMPUTED.get(table, {}).items():
            rows[name] = compute(rows)
        return rows

    def everyone(self, table: str) -> pd.DataFrame:
        """The same table of every document in the data, with the department's own."""
        others = loading.load(table)
        others = others[others["document_id"] != self.document_id]
        return pd.concat([others, self.load(table)], ignore_index=True)


def frames(tables: Mapping[str, Sequence[Mapping[str, Any]]]) -> dict[str, pd.DataFrame]:
    """Rows by table, as the build makes them -> frames, as `load` gives them."""
    return {
        name: loading.typed(PROCESSED[name], StringIO(table_text(PROCESSED[name], tables[name]))) for name in tables
    }

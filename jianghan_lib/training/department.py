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
    # The rows of its tables, as the build makes them, of one that is not in the data in use.
    rows: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict, repr=False)
    # The right answers so far, by exercise: some take a regression or a figure.
    answers: dict[str, Any] = field(default_factory=dict, repr=False)
    before: "Department | None" = field(default=None, repr=False)
    _loaded: dict[str, pd.DataFrame] = field(default_factory=dict, repr=False)
    _together: dict[str, pd.DataFrame] = field(default_factory=dict, repr=False)

    def load(self, table: str) -> pd.DataFrame:
        """A table of the department, as `load` gives it; UsageError for an unknown table or document."""
        if table not in self._loaded:
            rows = self._read(table)
            for name, compute in COMPUTED.get(table, {}).items():
                rows[name] = compute(rows)
            self._loaded[table] = rows
        return self._loaded[table].copy(deep=False)

    def _read(self, table: str) -> pd.DataFrame:
        if table not in self.rows:
            return loading.load(table, document=self.document_id).copy()
        return loading.typed(PROCESSED[table], StringIO(table_text(PROCESSED[table], self.rows[table])))

    def everyone(self, table: str) -> pd.DataFrame:
        """The same table of every document in the data, with the department's own."""
        if table not in self._together:
            others = loading.load(table)
            others = others[others["document_id"] != self.document_id]
            self._together[table] = pd.concat([others, self.load(table)], ignore_index=True)
        return self._together[table].copy(deep=False)

"""The department that a lesson's exercises are about: its tables, from the data in use or invented on the spot."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import StringIO
from typing import Any

import pandas as pd

from jianghan_lib import loading
from jianghan_lib.base.schema import PROCESSED
from jianghan_lib.pipeline.store import table_text


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
        return self.tables[table].copy()

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

"""The whole collection: its documents, how much of each table they fill, their headline figures and findings."""

import pandas as pd

from jianghan_lib.analysis.frames import ROW, TOTAL, Tables, append, labels, ratio
from jianghan_lib.base.schema import SEVERITIES

FACTS = ["document_id", "department", "district", "fiscal_year", "kind", "scope", "tables_found", "tables_missing"]


def documents(tables: Tables) -> pd.DataFrame:
    """The documents, latest year first: FACTS."""
    frame = tables["documents"][FACTS]
    return frame.sort_values(["fiscal_year", "document_id"], ascending=[False, True], ignore_index=True)


def rows(tables: Tables) -> pd.DataFrame:
    """How many rows of each table a document fills: document_id, a column for each table, part; with the total."""
    frame = documents(tables)[["document_id"]].assign(part=ROW)
    for name in (name for name in tables if name != "documents"):
        counts = tables[name]["document_id"].value_counts()
        frame[name] = frame["document_id"].map(counts).fillna(0).astype("Int64")
    sums = frame.drop(columns=["document_id", "part"]).sum().to_dict()
    return append(frame, [{"document_id": TOTAL, **sums, "part": TOTAL}])


def findings(tables: Tables) -> pd.DataFrame:
    """How many findings of each severity a document has: document_id, error, warning, notice, rounding, findings."""
    found = tables["findings"]
    frame = documents(tables)[["document_id"]]
    for severity in SEVERITIES:
        counts = found.loc[found["severity"] == severity, "document_id"].value_counts()
        frame[severity] = frame["document_id"].map(counts).fillna(0).astype("Int64")
    return frame.assign(findings=frame[list(SEVERITIES)].sum(axis=1).astype("Int64"))


def headlines(tables: Tables) -> pd.DataFrame:
    """What each department had and spent: name, fiscal_year, initial_budget, outturn, completion_rate, part."""
    whole = tables["completion"]
    whole = whole[(whole["level"] == "department") & (whole["basis"] == "all")].drop_duplicates("document_id")
    facts = documents(tables)[["document_id", "department", "fiscal_year"]]
    frame = facts.merge(whole[["document_id", "initial_budget", "outturn"]], on="document_id")
    frame["name"] = labels(frame.assign(year=frame["fiscal_year"].astype("str")), "department", "year")
    frame["completion_rate"] = ratio(frame["outturn"], frame["initial_budget"])
    return frame[["name", "fiscal_year", "initial_budget", "outturn", "completion_rate"]].assign(part=ROW)

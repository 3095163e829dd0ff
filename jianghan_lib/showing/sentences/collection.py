"""Sentences on the whole collection."""

from jianghan_lib.analysis import collection
from jianghan_lib.analysis.frames import Tables
from jianghan_lib.showing.wording import phrase


def whole(tables: Tables, lang: str) -> str:
    """How many documents of which years there are, and how many findings."""
    frame = tables["documents"]
    if frame.empty:
        return phrase("collection_empty", lang)
    budgets = int((frame["kind"] == "budget").sum())
    counts = {"documents": len(frame), "final": len(frame) - budgets, "budget": budgets}
    years = {"first": int(frame["fiscal_year"].min()), "last": int(frame["fiscal_year"].max())}
    return phrase("collection", lang, findings=len(tables["findings"]), **counts, **years)


def findings(tables: Tables, lang: str) -> str:
    """The document with the most findings, and how many have none."""
    counts = (
        collection.findings(tables).set_index("document_id")["findings"].sort_values(ascending=False, kind="stable")
    )
    if not counts.sum():
        return phrase("no_findings", lang)
    none = int((counts == 0).sum())
    return phrase("collection_findings", lang, name=counts.index[0], count=counts.iloc[0], none=none)


def choose(tables: Tables, lang: str) -> str:
    """The values that the parameter document_id takes."""
    return phrase("choose", lang, names=", ".join(sorted(tables["documents"]["document_id"])))

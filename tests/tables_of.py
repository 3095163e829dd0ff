"""Tables for the tests of the analyses: of a committed document, or made by hand."""

from functools import cache
from typing import Any

import pandas as pd

from jianghan_lib import load
from jianghan_lib.base.schema import PROCESSED

NAMES = (
    "documents",
    "completion",
    "changes",
    "projects",
    "amounts",
    "indicators",
    "reasons",
    "other_tables",
    "findings",
)
DOCUMENTS = ("dongxihu-2025-budget", "jiangan-2020-final", "jianghan-2024-final", "wedz-2024-final", "wuhan-2023-final")
FACTS = {"document_id": "here-2024-final", "department": "甲局", "district": "甲区", "kind": "final_account",
         "scope": "department", "fiscal_year": 2024, "tables_found": "F01", "tables_missing": ""}  # fmt: skip
DTYPES = {"text": "str", "integer": "Int64", "boolean": "boolean"}


@cache
def of(document: str) -> dict[str, pd.DataFrame]:
    """The tables of a committed document."""
    return {name: load(name, document) for name in NAMES}


def frame(table: str, *rows: dict[str, Any]) -> pd.DataFrame:
    """Rows of a table with every column of the schema, typed as `load` types them."""
    made = pd.DataFrame([{"document_id": "here-2024-final", "line": 1, **row} for row in rows])
    made = made.reindex(columns=PROCESSED[table].columns)
    for field in PROCESSED[table].fields:
        column = made[field.name].astype(object).fillna("") if field.kind == "text" else made[field.name]
        made[field.name] = column.astype(DTYPES.get(field.kind, "float64"))
    return made


def made(**tables: list[dict[str, Any]]) -> dict[str, pd.DataFrame]:
    """The tables of a document made by hand; those not given are empty."""
    return {name: frame(name, *tables.get(name, [FACTS] if name == "documents" else [])) for name in NAMES}


def subject(name: str, budget: float | None, outturn: float | None, **more: Any) -> dict[str, Any]:
    """A row of `completion`: an item, unless told otherwise."""
    own = {"basis": "all", "level": "item", "class_name": "甲类", "section_name": "甲款", "item_name": name}
    return {**own, "initial_budget": budget, "outturn": outturn, **more}


def whole(budget: float | None, outturn: float | None, **more: Any) -> dict[str, Any]:
    """A row of `completion`: the department."""
    return {"basis": "all", "level": "department", "initial_budget": budget, "outturn": outturn, **more}


def project(name: str, budget: float | None, executed: float | None, **more: Any) -> dict[str, Any]:
    """A row of `projects`."""
    return {"project": name, "budget": budget, "executed": executed, **more}


def change(item: str, prior: float, amount: float, **more: Any) -> dict[str, Any]:
    """A row of `changes`, from 2023 to 2024 unless told otherwise."""
    rate = (amount - prior) / prior if prior else None
    own = {"item": item, "name": item, "prior_year": 2023, "year": 2024, "basis": "printed_change"}
    return {**own, "prior_amount": prior, "amount": amount, "change": round(amount - prior, 6), "rate": rate, **more}

"""Departments side by side: composition, completion, execution, three public expenses, and in what they are not alike.

Every function takes the tables of several documents, and the one that the comparison is for: its name carries a star.
Documents stand in the order of `documents`.
"""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from jianghan_lib.analysis import completion, projects, structure
from jianghan_lib.analysis.auditing import OWN
from jianghan_lib.analysis.frames import OTHERS, ROW, Tables, add, exact, first_table, labels, share, statutory

THREE_PUBLIC_TABLES = ("F09", "B07")
# Yuan for every 10 000 yuan spent.
PER = 10_000
# Classes with a column of their own, largest first over all documents.
CLASSES = 4
KINDS = ("basic", "project")
# What the comparison needs of the data.
TABLES = ("documents", "amounts", "completion", "changes", "projects", "statements")
ALIKE = ("kind", "scope", "tier", "fiscal_year")


def select(tables: Tables, ids: Sequence[str]) -> dict[str, pd.DataFrame]:
    """The rows of these documents, the documents in this order."""
    own = {name: table[table["document_id"].isin(ids)].reset_index(drop=True) for name, table in tables.items()}
    order = {document: place for place, document in enumerate(ids)}
    rows = own["documents"].sort_values("document_id", key=lambda names: names.map(order), ignore_index=True)
    return {**own, "documents": rows}


def names(tables: Tables, document: str) -> pd.Series:
    """The department of each document, with its year where two are the same, and a star for the one compared."""
    documents = tables["documents"]
    found = labels(documents.assign(year=documents["fiscal_year"].astype("str")), "department", "year")
    return found.where(documents["document_id"] != document, f"{OWN} " + found)


def _each(tables: Tables) -> list[dict[str, pd.DataFrame]]:
    """The tables of each document, in order."""
    return [
        {name: table[table["document_id"] == document] for name, table in tables.items()}
        for document in tables["documents"]["document_id"]
    ]


def facts(tables: Tables, document: str) -> pd.DataFrame:
    """What kind of document each is: name, fiscal_year, kind, scope, tier, tables_missing."""
    columns = ["fiscal_year", "kind", "scope", "tier", "tables_missing"]
    return tables["documents"][columns].assign(name=names(tables, document))[["name", *columns]]


def unlike(tables: Tables, document: str) -> dict[str, list[str]]:
    """The documents that differ from this one, by name, for each of ALIKE."""
    rows = tables["documents"]
    own = rows[rows["document_id"] == document].iloc[0]
    shown = names(tables, document)
    return {fact: shown[(rows[fact] != own[fact]) & (rows[fact] != "")].tolist() for fact in ALIKE}


def whole(one: Tables) -> float:
    """What a document says was spent (or is budgeted) in all: its table of expenditure, else its text; nan where neither."""
    printed = structure.split(one, "total", structure.ALL_FUNDS)["total"]
    if len(printed):
        return exact(printed.iloc[0])
    for topic in ("expenditure", "expenditure_budget", "revenue_and_expenditure", "budget_total"):
        rows = one["changes"][(one["changes"]["item"] == topic)]["amount"]
        if len(rows):
            return exact(rows.iloc[0])
    return exact(completion.stated(one)["outturn"]) if completion.has_outturn(one) else float("nan")


def composition(tables: Tables, document: str) -> pd.DataFrame:
    """Basic and project expenditure as shares of the whole: name, total, basic_share, project_share, part."""
    rows = []
    for one in _each(tables):
        parts = structure.split(one, "total", structure.ALL_FUNDS).head(1)
        shares = [share(add(parts[kind]), add(parts["total"])) if kind in parts else float("nan") for kind in KINDS]
        rows.append([whole(one), *shares])
    frame = pd.DataFrame(rows, columns=["total", *(f"{kind}_share" for kind in KINDS)]).astype("float64")
    frame.insert(0, "name", names(tables, document))
    return frame.assign(part=ROW)


def classes(tables: Tables, document: str) -> pd.DataFrame:
    """The share of each class of expenditure: name, class, share, in the order of documents and of the largest classes.

    The classes beyond the largest CLASSES over all documents are `others`; documents without classes have no rows.
    """
    found = []
    for shown, one in zip(names(tables, document), _each(tables), strict=True):
        rows = structure.split(one, "class", structure.ALL_FUNDS)
        rows = rows if len(rows) else _stated_classes(one)
        shares = (rows["total"] / rows["total"].sum()) if len(rows) else rows["total"]
        found.append(pd.DataFrame({"name": shown, "class": rows["name"], "share": shares}))
    frame = pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=["name", "class", "share"])
    largest = frame.groupby("class")["share"].sum().sort_values(ascending=False, kind="stable").index[:CLASSES].tolist()
    frame["class"] = frame["class"].where(frame["class"].isin(largest), OTHERS)
    summed = frame.groupby(["name", "class"], sort=False)["share"].sum().reset_index()
    places = {name: place for place, name in enumerate([*largest, OTHERS])}
    order = {name: place for place, name in enumerate(dict.fromkeys(frame["name"]))}
    summed = summed.assign(one=summed["name"].map(order), two=summed["class"].map(places))
    return summed.sort_values(["one", "two"], ignore_index=True)[["name", "class", "share"]]


def _stated_classes(one: Tables) -> pd.DataFrame:
    """The classes that the text states where no table prints them: name, total."""
    if not completion.has_outturn(one):
        return pd.DataFrame({"name": pd.Series(dtype="str"), "total": pd.Series(dtype="float64")})
    rows = completion.lowest(one["completion"]).groupby("class_name", sort=False)["outturn"].sum()
    return rows.rename_axis("name").rename("total").reset_index()


def rates(tables: Tables, document: str) -> pd.DataFrame:
    """Completion of the initial budget, and execution of the projects: name, initial_budget, outturn, completion_rate,
    projects, budget, executed, execution_rate, part; without the documents that have neither."""
    rows = []
    for shown, one in zip(names(tables, document), _each(tables), strict=True):
        totals: dict[str, float] = dict(completion.stated(one)) if completion.has_outturn(one) else {}
        counts = projects.summary(one) if projects.executed(one) else {}
        if totals or counts:
            rows.append({"name": shown, **totals, **counts, "part": ROW})
    columns = [
        "name",
        "initial_budget",
        "outturn",
        "completion_rate",
        "projects",
        "budget",
        "executed",
        "execution_rate",
    ]
    frame = pd.DataFrame(rows, columns=[*columns, "part"])
    return frame.astype({**dict.fromkeys(columns[1:], "float64"), "projects": "Int64"})


def three_public(tables: Tables, document: str) -> pd.DataFrame:
    """The three public expenses and what they are of every 10 000 yuan: name, three_public, total, per_wan, part.

    Of a budget: what is budgeted. Without the documents that print none; lowest per 10 000 first.
    """
    rows = []
    for shown, one in zip(names(tables, document), _each(tables), strict=True):
        amount, total = _three_public(one), whole(one)
        if amount is not None:
            rows.append([shown, amount, total, PER * share(amount, total)])
    frame = pd.DataFrame(rows, columns=["name", "three_public", "total", "per_wan"])
    frame = frame.astype(dict.fromkeys(("three_public", "total", "per_wan"), "float64")).assign(part=ROW)
    return frame.sort_values("per_wan", kind="stable", ignore_index=True)


def _three_public(one: Tables) -> float | None:
    """The total of the table of three public expenses (the outturn where it has both), else what the text states."""
    table = first_table(one["amounts"], THREE_PUBLIC_TABLES)
    for panel in ("outturn", ""):
        rows = statutory(one["amounts"], table, "row", panel)
        if "total" in rows and rows["total"].notna().any():
            return exact(rows["total"].dropna().iloc[0])
    stated: Any = one["statements"]
    stated = stated[(stated["topic"] == "three_public") & stated["role"].isin(("outturn", "amount"))]["amount"].dropna()
    return exact(stated.iloc[0]) if len(stated) else None


def place(frame: pd.DataFrame, column: str) -> tuple[int, int]:
    """The place of the document compared, lowest first, and of how many; (0, n) where it has no figure."""
    own = frame.loc[frame["name"].str.startswith(OWN), column].dropna()
    known = frame[column].dropna()
    return (int((known < own.iloc[0]).sum()) + 1 if len(own) else 0), len(known)

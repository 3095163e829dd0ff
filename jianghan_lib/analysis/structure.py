"""What a document without an outturn shows: its amounts by class and item, their funding, the change from last year.

Works on the statutory tables of a budget (B..), and on those of a final account (F..) whose text states no initial budget.
"""

import re
from collections.abc import Mapping
from typing import Any

import pandas as pd

from jianghan_lib.analysis.frames import (
    HALF_CENT,
    OTHERS,
    ROW,
    TOTAL,
    UNEXPLAINED,
    Tables,
    add,
    append,
    by_size,
    exact,
    first_table,
    labels,
    ratio,
    statutory,
)

# All funds first; the general public budget first, where it is compared with last year's.
ALL_FUNDS = ("B03", "F03", "B05-1", "F05")
GENERAL = ("B05-1", "F05", "B03", "F03")
INCOME = ("B02", "F02")
REVENUE = ("B01", "F01")
KINDS = ("basic", "project", "business_expenditure", "paid_to_superior", "subsidy_to_affiliated")
# The total that the subjects of a budget belong to, first choice first.
BUDGET_TOTALS = ("fiscal_budget", "general_public_budget_expenditure", "budget_total", "expenditure_budget")
CODE = re.compile(r"\d{3,7}(?:;\d{3,7})*")
ORDINAL = re.compile(r"^[一二三四五六七八九十廿]+、")
SUMS = ("total", "subtotal")
STEPS = ["name", "amount", "count", "part"]
# Subjects of a budget whose change from last year the text does not state.
NOT_STATED = "not_stated"
LAST_YEAR, THIS_YEAR = "last_year", "this_year"


def split(tables: Tables, level: str, names: tuple[str, ...]) -> pd.DataFrame:
    """Rows of a level of the first of these tables: code, name, the kinds of expenditure it prints, total, part."""
    amounts = tables["amounts"]
    table = first_table(amounts, names)
    rows = statutory(amounts, table, level)
    if level == "item":
        sections = statutory(amounts, table, "section").set_index("code")["name"].to_dict()
        rows["name"] = labels(
            rows.assign(section=[sections.get(code[:5], "") for code in rows["code"]]), "name", "section"
        )
    kinds = [kind for kind in KINDS if kind in rows and rows[kind].abs().sum() > 0]
    if "total" not in rows:
        rows["total"] = rows[kinds].sum(axis=1)
    rows = rows.assign(part=TOTAL if level == "total" else ROW)
    return rows[["code", "name", *kinds, "total", "part"]].astype({"total": "float64"})


def with_total(rows: pd.DataFrame, tables: Tables, names: tuple[str, ...]) -> pd.DataFrame:
    """Rows by size, then the table's own total row; the share of each."""
    total = split(tables, "total", names).head(1).assign(name=TOTAL, code="")
    frame = append(by_size(rows, "total"), total.reindex(columns=rows.columns).to_dict("records"))
    whole = exact(total["total"].iloc[0]) if len(total) else add(rows["total"])
    return frame.assign(share=ratio(frame["total"], whole))


def by_class(tables: Tables) -> pd.DataFrame:
    """Classes of all funds: code, name, basic, project, ..., total, share, part; with the total row."""
    frame = with_total(split(tables, "class", ALL_FUNDS), tables, ALL_FUNDS)
    return _last(frame, "part")


def by_item(tables: Tables) -> pd.DataFrame:
    """Items of the general public budget, with last year's amount and the change where the text states it."""
    frame = with_total(split(tables, "item", GENERAL), tables, GENERAL)
    before = prior(tables)
    if len(before):
        columns = {"prior_amount": "prior_amount", "change": "change", "rate": "change_rate"}
        known = before.rename(columns=columns).set_index("item")[list(columns.values())]
        frame = frame.join(known, on="code")
    return _last(frame, "part")


def _last(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    return frame[[column for column in frame.columns if column != name] + [name]]


def prior(tables: Tables) -> pd.DataFrame:
    """The stated changes of single subjects, by code, each once."""
    changes = tables["changes"]
    return changes[changes["item"].map(lambda item: bool(CODE.fullmatch(item)))].drop_duplicates("item")


def whole(tables: Tables) -> pd.DataFrame:
    """The total by kind of expenditure: name, amount, share, part."""
    total = split(tables, "total", ALL_FUNDS).head(1)
    kinds = [name for name in total.columns if name in KINDS]
    rows = [{"name": kind, "amount": exact(total[kind].iloc[0]), "part": ROW} for kind in kinds]
    if len(total):
        rows.append({"name": TOTAL, "amount": exact(total["total"].iloc[0]), "part": TOTAL})
    frame = pd.DataFrame(rows, columns=["name", "amount", "part"]).astype({"amount": "float64"})
    frame.insert(2, "share", ratio(frame["amount"], frame["amount"].max()))
    return frame


def funding(tables: Tables) -> pd.DataFrame:
    """Where the money comes from: source (an identifier, or the name printed), amount, share, part; with the total."""
    rows = _by_measure(tables["amounts"]) or _by_row(tables["amounts"])
    frame = by_size(pd.DataFrame(rows, columns=["name", "amount", "part"]).astype({"amount": "float64"}), "amount")
    if len(frame):
        frame = append(frame, [{"name": TOTAL, "amount": add(frame["amount"]), "part": TOTAL}])
    frame.insert(2, "share", ratio(frame["amount"], frame["amount"].max()))
    return frame


def _by_measure(amounts: pd.DataFrame) -> list[dict[str, Any]]:
    """Sources of the total row of the revenue table (B02, F02), this year's and carried over."""
    table = amounts[(amounts["table"] == first_table(amounts, INCOME)) & (amounts["level"] == "total")]
    table = table[~table["measure"].isin(SUMS) & (table["amount"] > 0)]
    carried = ["carry_over" if panel == "carry_over" else "" for panel in table["panel"]]
    names = [carry or measure for carry, measure in zip(carried, table["measure"], strict=True)]
    sums = table.assign(name=names).groupby("name", sort=False)["amount"].sum()
    return [{"name": str(name), "amount": exact(amount), "part": ROW} for name, amount in sums.to_dict().items()]


def _by_row(amounts: pd.DataFrame) -> list[dict[str, Any]]:
    """Sources of the revenue side of the first table (B01, F01): its numbered rows."""
    table = amounts[(amounts["table"] == first_table(amounts, REVENUE)) & (amounts["panel"] == "revenue")]
    table = table[(table["amount"] > 0) & table["name"].str.contains(ORDINAL)]
    pairs = zip(table["name"], table["amount"], strict=True)
    return [{"name": ORDINAL.sub("", name), "amount": exact(amount), "part": ROW} for name, amount in pairs]


def compared_total(tables: Tables) -> str:
    """The total that the changes of the subjects are parts of, as an identifier; '' where none is compared."""
    return next((name for name in BUDGET_TOTALS if name in set(tables["changes"]["item"])), "")


def drivers(tables: Tables, largest: int) -> pd.DataFrame:
    """The way from last year's budget to this year's: name, amount, count, part; empty where no total is compared."""
    name = compared_total(tables)
    if not name:
        return pd.DataFrame(columns=STEPS)
    total = tables["changes"][tables["changes"]["item"] == name].head(1)
    rows = by_size(prior(tables).rename(columns={"change": "step"}).assign(part=ROW), "step")
    levels = {LAST_YEAR: exact(total["prior_amount"].sum()), THIS_YEAR: exact(total["amount"].sum())}
    return steps(rows, levels, NOT_STATED, largest)


def steps(rows: pd.DataFrame, levels: Mapping[str, float], rest: str, largest: int) -> pd.DataFrame:
    """Rows with a `step`, largest first, between two levels -> the bars of a waterfall, which add up.

    Columns: name (identifiers for the levels, the others and the rest), amount, count of rows (of the steps), part.
    """
    own = rows[(rows["part"] == ROW) & (rows["step"].abs() >= HALF_CENT)]
    top, others = own.head(largest), own.iloc[largest:]
    start, end = levels.values()
    unexplained = exact(end - start - add(own["step"]))
    bars = [
        *((name, step, 1, ROW) for name, step in zip(top["name"], top["step"], strict=True)),
        *([(OTHERS, add(others["step"]), len(others), OTHERS)] if len(others) else []),
        *([(rest, unexplained, None, UNEXPLAINED)] if abs(unexplained) >= HALF_CENT else []),
    ]
    first, last = ((name, value, None, TOTAL) for name, value in levels.items())
    return pd.DataFrame([first, *bars, last], columns=STEPS).astype({"count": "Int64"})

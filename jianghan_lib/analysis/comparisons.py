"""Change in depth: what each subject contributes to it, real terms, two documents joined by code, series of years.

`contributions`, `real` and `series` take the tables of one document, `joined` those of two. Contributions are in points
of the total's prior amount: they add up to the total's rate of change.
"""

from collections import Counter
from typing import Any

import numpy as np
import pandas as pd

from jianghan_lib.analysis import changes, structure
from jianghan_lib.analysis.frames import (
    HALF_CENT,
    ROW,
    TOTAL,
    UNEXPLAINED,
    Tables,
    add,
    append,
    by_size,
    exact,
    labels,
    minus,
    ratio,
)

# The total that subjects are parts of, first choice first: of a budget, and of a final account.
TOTALS = (*structure.BUDGET_TOTALS, "expenditure")
COLUMNS = ["code", "name", "prior_amount", "amount", "change", "change_rate", "points", "part"]
REST = structure.NOT_STATED
CLASS_DIGITS = 3


def _total(tables: Tables, rows: pd.DataFrame) -> pd.Series | None:
    """The row of `changes` of the total in the same two years as the subjects; None where there is none."""
    if rows.empty:
        return None
    years = (rows["prior_year"].iloc[0], rows["year"].iloc[0])
    every = tables["changes"]
    pair = every[(every["prior_year"] == years[0]) & (every["year"] == years[1])].drop_duplicates("item")
    known = pair.set_index("item")
    name = next((one for one in TOTALS if one in known.index), "")
    return known.loc[name] if name else None


def lowest(rows: pd.DataFrame) -> pd.DataFrame:
    """Subjects without those of which a part is there too: no class whose items are listed."""
    codes = rows["code"].tolist()
    inner = [any(other != code and other.startswith(code) for other in codes) for code in codes]
    return rows[~pd.Series(inner, rows.index, dtype=bool) & (rows["code"] != "")]


def contributions(tables: Tables) -> pd.DataFrame:
    """The most detailed subjects known in both of the latest years: COLUMNS, largest change first.

    Then what the total's change has beyond them, and the total. Empty where no total of these years is known.
    """
    rows = lowest(changes.latest(changes.subjects(tables)))
    return _closed(rows, _total(tables, rows))


def class_contributions(tables: Tables) -> pd.DataFrame:
    """The same by class, of the classes all of whose items are known in both years."""
    rows = changes.latest(changes.subjects(tables))
    stated = rows[rows["code"].str.len() == CLASS_DIGITS]
    total = _total(tables, rows)
    if stated.empty:
        stated = _classes(tables, lowest(rows))
    return _closed(stated, total) if len(stated) else pd.DataFrame(columns=COLUMNS)


def _classes(tables: Tables, items: pd.DataFrame) -> pd.DataFrame:
    """Items added up to their classes, without the classes of which an item's change is not known."""
    missing = set(changes.unstated(tables)["code"].str[:CLASS_DIGITS])
    names = structure.split(tables, "class", structure.GENERAL).set_index("code")["name"]
    keyed = items.assign(code=items["code"].str[:CLASS_DIGITS])
    sums = keyed[~keyed["code"].isin(missing)].groupby("code", sort=False)[["prior_amount", "amount", "change"]].sum()
    frame = sums.round(6).reset_index()
    frame["name"] = frame["code"].map(names.to_dict()).fillna(frame["code"])
    return frame.assign(change_rate=ratio(frame["change"], frame["prior_amount"]))


def _closed(rows: pd.DataFrame, total: pd.Series | None) -> pd.DataFrame:
    """Subjects by size of change, with the rest and the total; points of the total's prior amount."""
    if rows.empty or total is None or not total["prior_amount"]:
        return pd.DataFrame(columns=COLUMNS)
    frame = by_size(rows.assign(points=float("nan"), part=ROW)[COLUMNS], "change")
    amounts = {name: exact(total[name]) for name in ("prior_amount", "amount", "change")}
    rest = {name: exact(amounts[name] - add(frame[name])) for name in amounts}
    closing: list[dict[str, Any]] = [{"name": TOTAL, **amounts, "part": TOTAL}]
    if max(map(abs, rest.values())) >= HALF_CENT:
        closing.insert(0, {"name": REST, **rest, "part": UNEXPLAINED})
    frame = append(frame, closing)
    frame["change_rate"] = ratio(frame["change"], frame["prior_amount"])
    return frame.assign(points=ratio(frame["change"], amounts["prior_amount"]))


def real(rows: pd.DataFrame, price_index: float) -> pd.DataFrame:
    """Rows of two years with the later one in prices of the earlier: real_amount, real_change, real_rate behind it.

    `price_index` is the price level of the later year, the earlier being 100; 0 for none: then no rows.
    """
    if price_index <= 0 or rows.empty:
        return pd.DataFrame()
    columns = [
        name for name in ("code", "name", "prior_year", "year", "prior_amount", "amount", "part") if name in rows
    ]
    frame = rows[columns].assign(real_amount=(rows["amount"] * 100 / price_index).round(6))
    frame["real_change"] = minus(frame["real_amount"], frame["prior_amount"])
    return frame.assign(real_rate=ratio(frame["real_change"], frame["prior_amount"]))


def series(tables: Tables) -> pd.DataFrame:
    """Quantities, subjects and projects that the document gives for three years or more.

    Columns: code, name, an amount for each year (the year as its name), change (last less first), change_rate, part.
    """
    rows = pd.concat([changes.of_group(tables, group) for group in ("whole", "small", "subject", "project")])
    before = rows[["code", "name", "prior_year", "prior_amount"]].set_axis(["code", "name", "year", "amount"], axis=1)
    after = rows[["code", "name", "year", "amount"]]
    long = pd.concat([before, after]).dropna().drop_duplicates(["code", "name", "year"], keep="last")
    if long.empty:
        return pd.DataFrame(columns=["code", "name", "change", "change_rate", "part"])
    long["year"] = long["year"].astype("str")
    wide = long.pivot(index=["code", "name"], columns="year", values="amount").rename_axis(columns=None)
    years = sorted(wide.columns)
    wide = wide[wide.notna().sum(axis=1) > 2].reset_index()
    known = wide[years].apply(lambda row: row.dropna().to_numpy(), axis=1)
    first, last = (pd.Series([values[at] for values in known], wide.index, dtype="float64") for at in (0, -1))
    wide = wide.assign(change=minus(last, first), part=ROW).assign(change_rate=ratio(minus(last, first), first))
    used = [year for year in years if wide[year].notna().any()]
    return by_size(wide[["code", "name", *used, "change", "change_rate", "part"]], "change")


def other_year(documents: pd.DataFrame, document: str, wanted: str) -> str:
    """The document to compare with: the one wanted, else that of the same department and kind of the nearest other year."""
    if wanted:
        return wanted
    own = documents[documents["document_id"] == document].iloc[0]
    alike = documents[
        (documents["department"] == own["department"])
        & (documents["kind"] == own["kind"])
        & (documents["scope"] == own["scope"])
        & (documents["fiscal_year"] != own["fiscal_year"])
    ]
    if alike.empty:
        return ""
    away = (alike["fiscal_year"] - own["fiscal_year"]).abs().astype("float64").to_numpy()
    return str(alike["document_id"].iloc[int(np.argmin(away))])


def joined(tables: Tables, other: Tables) -> pd.DataFrame:
    """Two documents by the code of their items, this one's year against the other's.

    Columns: code, name, prior_code, prior_name (only where they differ), prior_amount, amount, change, change_rate,
    points, status (renamed, moved, new, gone, or '' for the same), part; with the total. An item is moved where a code
    that is new has the name of just one that is gone. Empty for a document and itself. Amounts of an item that only one document has are 0 in the other.
    """
    columns = ["code", "name", "prior_code", "prior_name", "prior_amount", "amount", "change", "change_rate", "points"]
    same = tables["documents"]["document_id"].iloc[0] == other["documents"]["document_id"].iloc[0]
    now, before = (_items(one) for one in (tables, other))
    if same or now.empty or before.empty:
        return pd.DataFrame(columns=[*columns, "status", "part"])
    pairs = {code: code for code in now.index if code in before.index} | _moved(now, before)
    rows = [_pair(now, before, code, pairs.get(code, "")) for code in now.index]
    rows += [_pair(now, before, "", code) for code in before.index if code not in set(pairs.values())]
    frame = pd.DataFrame(rows).assign(part=ROW)
    frame["change"] = minus(frame["amount"], frame["prior_amount"])
    frame = by_size(frame.assign(change_rate=0.0, points=0.0)[[*columns, "status", "part"]], "change")
    sums = {name: add(frame[name]) for name in ("prior_amount", "amount", "change")}
    frame = append(frame, [{"name": TOTAL, **sums, "part": TOTAL}])
    points = ratio(frame["change"], sums["prior_amount"])
    return frame.assign(change_rate=ratio(frame["change"], frame["prior_amount"]), points=points)


def _items(tables: Tables) -> pd.DataFrame:
    """The items of the general public budget by code: name, own (the name with its section), total."""
    rows = structure.split(tables, "item", structure.GENERAL)
    plain = rows["name"].str.replace(r"（[^（）]*）$", "", regex=True)
    return rows.assign(own=labels(rows, "name", "code"), name=plain).drop_duplicates("code").set_index("code")


def _moved(now: pd.DataFrame, before: pd.DataFrame) -> dict[str, str]:
    """New codes whose name is that of just one code that is gone, and of no other new one."""
    new, gone = now[~now.index.isin(before.index)], before[~before.index.isin(now.index)]
    counts = Counter(new["name"])
    places = gone["name"].drop_duplicates(keep=False)
    by_name = dict(zip(places, places.index, strict=True))
    return {
        str(code): str(by_name[name]) for code, name in new["name"].items() if name in by_name and counts[name] == 1
    }


def _pair(now: pd.DataFrame, before: pd.DataFrame, code: str, prior: str) -> dict[str, Any]:
    """A code of this document and one of the other, one of them '' where there is none."""
    name = str((now.loc[code] if code else before.loc[prior])["name"])
    prior_name = str(before.loc[prior, "name"]) if prior else name
    status = "gone" if not code else "new" if not prior else "moved" if code != prior else ""
    status = status or ("renamed" if name != prior_name else "")
    return {
        "code": code or prior,
        "name": name,
        "prior_code": prior if status == "moved" else "",
        "prior_name": prior_name if status == "renamed" else "",
        "prior_amount": exact(float(before["total"][prior])) if prior else 0.0,
        "amount": exact(float(now["total"][code])) if code else 0.0,
        "status": status,
    }


def years(rows: pd.DataFrame) -> tuple[int, int]:
    """The two years of rows that have them."""
    return int(rows["prior_year"].iloc[0]), int(rows["year"].iloc[0])

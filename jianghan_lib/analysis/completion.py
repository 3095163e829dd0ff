"""Initial budget against outturn: the whole, by class, by item, what had no budget, and what drives the difference.

Every function takes the tables of one document. For a document without an outturn (a budget) it gives the budget's own
structure instead (`structure`), so that a caller need not ask. `deviation` is outturn less initial budget.
"""

import pandas as pd

from jianghan_lib.analysis import structure
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
    insert_after,
    labels,
    minus,
    ratio,
    share,
    statutory,
)

ALL, EXCLUDING = "all", "excluding_special_funds"
SUBJECTS = ("class", "section", "item")
MONEY = ("initial_budget", "outturn", "deviation")
# What the subjects leave unexplained may be so much of the total deviation, or no subject's share of it is computed.
MOST_UNEXPLAINED = 0.05
# How many bars of a waterfall are subjects of their own.
LARGEST = 8


def has_outturn(tables: Tables) -> bool:
    """Whether the document states an initial budget together with an outturn."""
    return not tables["completion"].empty


def main_basis(rows: pd.DataFrame) -> str:
    """The basis that the analysis follows: all funds, or the only one that the document gives."""
    return ALL if ALL in set(rows["basis"]) or rows.empty else str(rows["basis"].iloc[0])


def lowest(rows: pd.DataFrame) -> pd.DataFrame:
    """The most detailed subjects that the document states, each amount once: no class whose items are there too."""
    rows = rows[(rows["basis"] == main_basis(rows)) & rows["level"].isin(SUBJECTS)]
    sections = rows[rows["level"] != "class"]
    items = rows[rows["level"] == "item"]
    deeper = (rows["level"] == "class") & rows["class_name"].isin(sections["class_name"])
    pairs = set(zip(items["class_name"], items["section_name"], strict=True))
    own = zip(rows["level"], rows["class_name"], rows["section_name"], strict=True)
    inner = pd.Series([level == "section" and (one, two) in pairs for level, one, two in own], rows.index, dtype=bool)
    return rows[~(deeper | inner)].reset_index(drop=True)


def compared(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows with an initial budget and an outturn, with deviation and completion rate recomputed from them."""
    return rows.assign(
        deviation=minus(rows["outturn"], rows["initial_budget"]),
        completion_rate=ratio(rows["outturn"], rows["initial_budget"]),
    )


def stated(tables: Tables) -> pd.Series:
    """The whole that the analysis follows: as the document states it, or what its subjects add up to."""
    rows = tables["completion"]
    totals = rows[(rows["level"] == "department") & (rows["basis"] == main_basis(rows))]
    whole = totals if len(totals) else lowest(rows)[["initial_budget", "outturn"]].sum().to_frame().T
    return compared(whole.head(1)[["initial_budget", "outturn"]].astype("float64")).iloc[0].map(exact)


def whole(tables: Tables) -> pd.DataFrame:
    """The department's total on each basis, what its subjects add up to, and the difference between the two.

    Columns: name, initial_budget, outturn, deviation, completion_rate, rate_printed, part.
    """
    if not has_outturn(tables):
        return structure.whole(tables)
    rows = tables["completion"]
    totals = rows[rows["level"] == "department"].assign(part=TOTAL)
    totals["name"] = totals["basis"]
    summed = {column: add(lowest(rows)[column]) for column in ("initial_budget", "outturn")}
    frame = compared(totals)[["name", *MONEY, "completion_rate", "rate_printed", "part"]].reset_index(drop=True)
    if lowest(rows).empty:
        return frame
    frame = append(frame, [{"name": "sum_of_subjects", **summed, "part": ROW}])
    frame = compared(frame)[frame.columns]
    return append(frame, _unexplained(tables))


def _unexplained(tables: Tables) -> list[dict[str, object]]:
    """What the subjects leave of the stated total, as a row; none where they add up."""
    below, total = lowest(tables["completion"]), stated(tables)
    rest = {name: exact(total[name] - add(below[name])) for name in ("initial_budget", "outturn")}
    if all(abs(value) < HALF_CENT for value in rest.values()):
        return []
    deviation = exact(rest["outturn"] - rest["initial_budget"])
    return [{"name": rest_name(tables), **rest, "deviation": deviation, "part": UNEXPLAINED}]


def rest_name(tables: Tables) -> str:
    """What the unexplained rest is called: rounding, where it is within half a printed unit an addend."""
    below, total = lowest(tables["completion"]), stated(tables)
    rest = [abs(total[name] - add(below[name])) for name in ("initial_budget", "outturn")]
    return "rounding" if max(rest) <= HALF_CENT * (len(below) + 1) else UNEXPLAINED


def unexplained_share(tables: Tables) -> float:
    """How much of the total deviation (in absolute amounts) no subject explains; nan where there is no deviation."""
    rest = sum(abs(float(str(row["deviation"]))) for row in _unexplained(tables))
    return share(rest, abs(stated(tables)["deviation"]))


def _closed(frame: pd.DataFrame, tables: Tables) -> pd.DataFrame:
    """Subjects by size of deviation, with the unexplained rest and the total; contributions add up to one.

    Where too much is unexplained, contributions are empty: any subject's share may be that of another.
    """
    total = stated(tables)
    frame = append(by_size(frame, "deviation"), _unexplained(tables))
    frame = append(frame, [{"name": TOTAL, **dict(total), "part": TOTAL}])
    whole = exact(total["deviation"]) if not unexplained_share(tables) > MOST_UNEXPLAINED else 0.0
    return frame.assign(contribution=ratio(frame["deviation"], whole))


def by_item(tables: Tables) -> pd.DataFrame:
    """The most detailed subjects, largest deviation first, with the unexplained rest and the total.

    Columns: code, name, initial_budget, outturn, deviation, completion_rate, contribution, reasons, part.
    """
    if not has_outturn(tables):
        return structure.by_item(tables)
    frame = compared(lowest(tables["completion"])).assign(part=ROW, contribution=float("nan"))
    frame["name"] = _names(frame)
    frame = frame[["code", "name", *MONEY, "completion_rate", "contribution", "reasons", "part"]]
    return _closed(frame, tables)


def _names(rows: pd.DataFrame) -> pd.Series:
    """The name of each subject at its own level, with its section where two have the same."""
    own = rows["item_name"].where(rows["item_name"] != "", rows["section_name"])
    rows = rows.assign(own=own.where(own != "", rows["class_name"]))
    return labels(rows, "own", "section_name")


def by_class(tables: Tables) -> pd.DataFrame:
    """The classes, their items added up, beside the class of table F05 and a second basis where there is one.

    Columns: code, name, subjects, initial_budget, outturn, [outturn_excluding], deviation, completion_rate,
    contribution, [table_outturn], part.
    """
    if not has_outturn(tables):
        return structure.by_class(tables)
    below = lowest(tables["completion"])
    sums = below.assign(code=below["code"].str[:3], subjects=1).groupby("class_name", sort=False)
    frame = sums.agg({"code": "max", "subjects": "sum", "initial_budget": "sum", "outturn": "sum"}).round(6)
    frame = compared(frame.rename_axis("name").reset_index().astype({"subjects": "Int64"}))
    frame = frame.assign(contribution=float("nan"), part=ROW)
    columns = ["code", "name", "subjects", *MONEY, "completion_rate", "contribution", "part"]
    return _beside(_closed(frame[columns], tables), tables)


def by_section(tables: Tables) -> pd.DataFrame:
    """The sections, their items added up, where the document goes below them: columns as of `by_class`.

    Of a budget, or where no item is stated, there are no rows.
    """
    below = lowest(tables["completion"])
    columns = ["code", "name", "subjects", *MONEY, "completion_rate", "contribution", "part"]
    if not (below["level"] == "item").any() or (below["section_name"] == "").any():
        return pd.DataFrame(columns=columns)
    keys = ["class_name", "section_name"]
    sums = below.assign(code=below["code"].str[:5], subjects=1).groupby(keys, sort=False)
    frame = sums.agg({"code": "max", "subjects": "sum", "initial_budget": "sum", "outturn": "sum"}).round(6)
    frame = frame.reset_index().astype({"subjects": "Int64"})
    frame = compared(frame.assign(name=labels(frame, "section_name", "class_name")))
    return _closed(frame.assign(contribution=float("nan"), part=ROW)[columns], tables)


def _beside(frame: pd.DataFrame, tables: Tables) -> pd.DataFrame:
    """Classes with what else the document prints for them: the outturn on another basis, the class in table F05."""
    rows = tables["completion"]
    other = rows[(rows["basis"] == EXCLUDING) & rows["level"].isin(("class", "department"))]
    if len(other) and main_basis(rows) != EXCLUDING:
        names = other["class_name"].where(other["level"] == "class", TOTAL)
        amounts = dict(zip(names, other["outturn"], strict=True))
        frame = insert_after(frame, "outturn", "outturn_excluding", frame["name"].map(amounts).astype("float64"))
    table = statutory(tables["amounts"], "F05", "class")
    if "total" in table:
        printed = dict(zip(table["code"], table["total"], strict=True))
        whole = statutory(tables["amounts"], "F05", "total").get("total", pd.Series(dtype="float64"))
        column = frame["code"].map(printed).astype("float64").where(frame["part"] != TOTAL, whole.max())
        frame = insert_after(frame, "contribution", "table_outturn", column)
    return frame


def unbudgeted(tables: Tables) -> pd.DataFrame:
    """Spending that had no initial budget, with its share of the outturn, and the total of it.

    Columns: code, name, outturn, share, reasons, part. For a budget: its funding (`structure.funding`).
    """
    if not has_outturn(tables):
        return structure.funding(tables)
    items = by_item(tables)
    none = items[(items["part"] == ROW) & (items["initial_budget"] == 0) & (items["outturn"] > 0)]
    frame = none[["code", "name", "outturn", "reasons", "part"]].sort_values("outturn", ascending=False)
    if len(frame):
        frame = append(frame, [{"name": TOTAL, "outturn": add(frame["outturn"]), "part": TOTAL}])
    frame.insert(3, "share", ratio(frame["outturn"], stated(tables)["outturn"]))
    return frame.reset_index(drop=True)


def drivers(tables: Tables, largest: int = LARGEST) -> pd.DataFrame:
    """The way from the initial budget to the outturn: the largest deviations, the others together, what is unexplained.

    Columns: name, amount (of the step; of the level for the first and the last), count, part. For a budget: the way
    from last year's to this year's.
    """
    if not has_outturn(tables):
        return structure.drivers(tables, largest)
    items, total = by_item(tables), stated(tables)
    levels = {"initial_budget": total["initial_budget"], "outturn": total["outturn"]}
    return structure.steps(items.rename(columns={"deviation": "step"}), levels, rest_name(tables), largest)


def drivers_total(tables: Tables) -> str:
    """The total that `drivers` leads to, where it is not the outturn: an identifier, or ''."""
    return "" if has_outturn(tables) else structure.compared_total(tables)


def summary(tables: Tables) -> dict[str, float]:
    """Headline figures: initial_budget, outturn, deviation, completion_rate, subjects, above, below, equal, no_budget."""
    items = by_item(tables)
    rows = items[items["part"] == ROW]
    total, none = stated(tables), (rows["initial_budget"] == 0) & (rows["outturn"] > 0)
    return {
        **{name: exact(total[name]) for name in MONEY},
        "completion_rate": share(total["outturn"], total["initial_budget"]),
        "subjects": len(rows),
        "above": int((rows["deviation"] >= HALF_CENT).sum()),
        "below": int((rows["deviation"] <= -HALF_CENT).sum()),
        "no_budget": int(none.sum()),
        "no_reason": int(((rows["deviation"].abs() >= HALF_CENT) & (rows["reasons"] == "")).sum()),
    }

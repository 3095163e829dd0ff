"""How far the outturn kept to the initial budget, in total and in composition, by the arithmetic of PEFA (2016).

PI-1 is the aggregate outturn as a share of the initial budget. PI-2.1 is the composition variance: with a the outturns,
b the initial budgets, A and B their sums, sum|a - b*A/B| / A, which is blind to the total. Every function takes the
tables of one document; without an outturn, or where the subjects do not add up, frames are empty and `status` says why.
"""

import pandas as pd

from jianghan_lib.analysis.completion import has_outturn, lowest, stated
from jianghan_lib.analysis.frames import OTHERS, ROW, TOTAL, Tables, add, append, by_size, exact, labels, share

# Source: PEFA Framework 2016, PI-1 (outturn between 95 and 105 %, 90 and 110 %, 85 and 115 %) and PI-2.1 (variance below).
THRESHOLDS = (0.05, 0.10, 0.15)
BANDS = "ABCD"
# The names that tell the subjects of a level apart; a level is looked at where every subject is stated down to it.
KEYS = {
    "class": ["class_name"],
    "section": ["class_name", "section_name"],
    "item": ["class_name", "section_name", "code", "item_name"],
}
# What is not explained of the totals may move the variance by no more than this, or it is not computed.
LARGEST_EFFECT = 0.01
LARGEST = 12
COLUMNS = ["code", "name", "initial_budget", "expected_outturn", "outturn", "shift", "variance_points", "part"]


def status(tables: Tables) -> str:
    """Why there is no composition variance (no_outturn, no_subjects, not_printed, does_not_add_up), or `computed`."""
    if not has_outturn(tables):
        return "no_outturn"
    rows = lowest(tables["completion"])
    if len(rows) < 2 or min(add(rows["initial_budget"]), add(rows["outturn"])) <= 0:
        return "no_subjects"
    if rows[["initial_budget", "outturn"]].isna().any(axis=None):
        return "not_printed"
    return "computed" if effect(tables) < LARGEST_EFFECT else "does_not_add_up"


def effect(tables: Tables) -> float:
    """By how much the variance could move at most, had the part of the totals that no subject explains been in any of them.

    Whatever the subjects leave unexplained changes the shares of budget and outturn by at most twice its own share.
    """
    rows, total = lowest(tables["completion"]), stated(tables)
    parts = [
        abs(total[name] - add(rows[name])) / min(total[name], add(rows[name])) for name in ("initial_budget", "outturn")
    ]
    return 2 * sum(parts)


def band(distance: float) -> str:
    """The score (A to D) in whose range a distance from the budget lies, were it that of a government in every year."""
    return BANDS[sum(distance >= limit for limit in THRESHOLDS)]


def whole(tables: Tables) -> pd.DataFrame:
    """The distance of the outturn from the budget: of the total first, then of the composition at each level.

    Columns: measure (outturn_ratio, or the level), subjects, initial_budget, outturn, outturn_ratio, distance, band,
    part. The distance of the total is |A/B - 1|, that of the composition its variance.
    """
    columns = ["measure", "subjects", "initial_budget", "outturn", "outturn_ratio", "distance", "band", "part"]
    rows = []
    if has_outturn(tables) and stated(tables)["initial_budget"] > 0:
        total = stated(tables)
        ratio, (budget, outturn) = total["completion_rate"], total[["initial_budget", "outturn"]]
        rows.append([TOTAL, pd.NA, budget, outturn, ratio, abs(ratio - 1)])
    if status(tables) == "computed":
        for level in levels(tables):
            parts = subjects(tables, level)
            rows.append([level, len(parts), add(parts["initial_budget"]), add(parts["outturn"]), None, variance(parts)])
    frame = pd.DataFrame([[*row, band(row[-1]), ROW] for row in rows], columns=columns)
    numbers = ["initial_budget", "outturn", "outturn_ratio", "distance"]
    return frame.astype({"subjects": "Int64", **dict.fromkeys(numbers, "float64")})


def levels(tables: Tables) -> list[str]:
    """The levels of the classification that every stated subject reaches, with at least two subjects."""
    reached = set(lowest(tables["completion"])["level"])
    order = list(KEYS)
    deepest = min((order.index(level) for level in reached), default=-1)
    return [level for level in order[: deepest + 1] if len(subjects(tables, level)) > 1]


def subjects(tables: Tables, level: str) -> pd.DataFrame:
    """The subjects of a level with what their items add up to: KEYS of it, initial_budget, outturn."""
    rows = lowest(tables["completion"])
    return rows.groupby(KEYS[level], sort=False)[["initial_budget", "outturn"]].sum().round(6).reset_index()


def variance(parts: pd.DataFrame) -> float:
    """The composition variance of subjects: sum|a - b*A/B| / A."""
    outturn, scale = parts["outturn"].sum(), parts["outturn"].sum() / parts["initial_budget"].sum()
    return float((parts["outturn"] - parts["initial_budget"] * scale).abs().sum() / outturn)


def composition(tables: Tables, largest: int = LARGEST) -> pd.DataFrame:
    """What makes up the variance at the deepest level: the largest subjects, the others together, the total.

    Columns: code, name, initial_budget, expected_outturn (b*A/B), outturn, shift (outturn less expected; the shifts add
    up to zero), variance_points (|shift| / A; they add up to the variance), part.
    """
    if status(tables) != "computed":
        return pd.DataFrame(columns=COLUMNS)
    rows = lowest(tables["completion"]).assign(part=ROW)
    own = rows["item_name"].where(rows["item_name"] != "", rows["section_name"])
    rows["name"] = labels(rows.assign(own=own.where(own != "", rows["class_name"])), "own", "section_name")
    sums = {name: add(rows[name]) for name in ("initial_budget", "outturn")}
    rows["expected_outturn"] = rows["initial_budget"] * share(sums["outturn"], sums["initial_budget"])
    rows["shift"] = rows["outturn"] - rows["expected_outturn"]
    rows["variance_points"] = rows["shift"].abs() / sums["outturn"]
    frame = by_size(rows[COLUMNS], "shift")
    whole_row = {**sums, "expected_outturn": sums["outturn"], "shift": 0.0}
    points = float(frame["variance_points"].sum())
    total = {"name": TOTAL, **whole_row, "variance_points": points, "part": TOTAL}
    return append(frame.head(largest), [*_others(frame.iloc[largest:]), total])


def _others(rows: pd.DataFrame) -> list[dict[str, object]]:
    """The smaller subjects as one row; none where there are none."""
    if rows.empty:
        return []
    sums = {name: exact(rows[name].sum()) for name in ("initial_budget", "expected_outturn", "outturn", "shift")}
    points = float(rows["variance_points"].sum())
    return [{"name": OTHERS, **sums, "variance_points": points, "part": OTHERS}]

"""A quantity in two years: levels, change, rate recomputed beside the printed one, and what is not comparable.

Every function takes the tables of one document. Four groups are kept apart, since their amounts have their own scales:
`whole` (totals of the department), `small` (three public expenses, agency operating expenses), `subject`, `project`.
"""

import re

import pandas as pd

from jianghan_lib.analysis.frames import HALF_CENT, ROW, Tables, by_size, exact
from jianghan_lib.analysis.structure import CODE, GENERAL, split

SMALL = (
    "three_public",
    "overseas_travel",
    "vehicles",
    "vehicle_purchase",
    "vehicle_operation",
    "hospitality",
    "agency_operating",
    "conference",
    "training",
)
PERCENT = re.compile(r"\d+(?:\.(\d+))?")
IDENTIFIER = re.compile(r"[a-z_]+")
# Which total a sentence about the whole speaks of, first choice first.
HEADLINES = ("revenue_and_expenditure", "budget_total", "expenditure", "general_public_budget_expenditure")
COLUMNS = [
    "code",
    "name",
    "prior_year",
    "year",
    "prior_amount",
    "amount",
    "change",
    "change_rate",
    "rate_printed",
    "check",
    "basis",
    "part",
]


def groups(tables: Tables) -> pd.Series:
    """The group of each row of `changes`."""
    projects = set(tables["projects"]["project"])

    def group(item: str) -> str:
        if IDENTIFIER.fullmatch(item):
            return "small" if item in SMALL else "whole"
        return "project" if item in projects and not CODE.fullmatch(item) else "subject"

    return tables["changes"]["item"].map(group)


def checks(tables: Tables) -> pd.Series:
    """What the recomputation says of each row: agrees, differs, base_year, no_base, not_printed.

    A printed rate agrees where it is the recomputed one to its last digit, as far as the digits of the amounts allow.
    """
    changes, findings = tables["changes"], tables["findings"]
    impossible = findings[findings["rule"] == "impossible_year"]
    years = set(zip(impossible["line"], impossible["where"], strict=True))
    columns = ["line", "name", "rate_printed", "prior_amount", "amount"]
    keys = zip(*(changes[column] for column in columns), strict=True)

    def check(line: int, name: str, printed: str, prior: float, amount: float) -> str:
        if (line, name) in years:
            return "base_year"
        if printed and prior and not _agrees(printed, prior, amount):
            return "differs"
        return "no_base" if prior == 0 else "agrees" if printed else "not_printed"

    return pd.Series([check(*key) for key in keys], changes.index, dtype="str")


def _agrees(printed: str, prior: float, amount: float) -> bool:
    """Whether a printed percent is the rate of two amounts: half of its last digit apart, and what their own digits allow."""
    match = PERCENT.search(printed)
    if match is None:
        return True
    rate = 100 * abs(amount - prior) / abs(prior)
    rounding = 100 * HALF_CENT * (1 + rate / 100) / abs(prior)
    return abs(rate - float(match[0])) <= 0.5 * 10.0 ** -len(match[1] or "") + rounding + 1e-9


def of_group(tables: Tables, group: str) -> pd.DataFrame:
    """The rows of a group, latest years first, then by size of the change. Columns: COLUMNS.

    `basis` is said only where the document's changes have more than one.
    """
    changes = tables["changes"]
    coded = changes["item"].map(lambda item: bool(CODE.fullmatch(item))).astype(bool)
    named = changes["item"].map(lambda item: bool(IDENTIFIER.fullmatch(item))).astype(bool)
    frame = changes.assign(
        code=changes["item"].where(coded, ""),
        name=changes["name"].where(~named, changes["item"]),
        change_rate=changes["rate"],
        check=checks(tables),
        basis=changes["basis"] if changes["basis"].nunique() > 1 else "",
        part=ROW,
    )[COLUMNS][groups(tables) == group]
    return by_size(frame, "change").sort_values("year", ascending=False, kind="stable", ignore_index=True)


def whole(tables: Tables) -> pd.DataFrame:
    """The department's totals in two years."""
    frame = of_group(tables, "whole")
    order = {name: place for place, name in enumerate(HEADLINES)}
    place = frame["name"].map(order).fillna(len(order))
    return frame.iloc[place.argsort(kind="stable")].reset_index(drop=True)


def small(tables: Tables) -> pd.DataFrame:
    """Three public expenses and agency operating expenses in two years."""
    return of_group(tables, "small")


def subjects(tables: Tables) -> pd.DataFrame:
    """Subjects of the functional classification in two years."""
    return of_group(tables, "subject")


def projects(tables: Tables) -> pd.DataFrame:
    """Projects in two years."""
    return of_group(tables, "project")


def doubtful(tables: Tables) -> pd.DataFrame:
    """Rows of any group whose printed rate or base year does not stand, or whose rate has no base."""
    frames = [of_group(tables, group) for group in ("whole", "small", "subject", "project")]
    every = pd.concat(frames, ignore_index=True)
    return every[every["check"].isin(("differs", "base_year", "no_base"))].reset_index(drop=True)


def latest(frame: pd.DataFrame) -> pd.DataFrame:
    """Rows of the latest pair of years, each name once."""
    last = frame[frame["year"] == frame["year"].max()]
    last = last[last["prior_year"] == last["prior_year"].max()]
    return last.drop_duplicates(["code", "name"]).reset_index(drop=True)


def distinct(frame: pd.DataFrame) -> pd.DataFrame:
    """Rows with the same two amounts as one, for a figure: the first of them, with `count` of how many they are."""
    keys = ["prior_year", "year", "prior_amount", "amount"]
    counts = frame.groupby(keys, sort=False, dropna=False)["name"].transform("size")
    return frame.assign(count=counts.astype("Int64")).drop_duplicates(keys).reset_index(drop=True)


def unstated(tables: Tables) -> pd.DataFrame:
    """Items of a budget whose change from last year the text does not state: code, name, total."""
    items = split(tables, "item", GENERAL)
    known = {code for item in tables["changes"]["item"] if CODE.fullmatch(item) for code in item.split(";")}
    return by_size(items[~items["code"].isin(known)], "total")[["code", "name", "total"]]


def counts(tables: Tables) -> dict[str, int]:
    """How many changes there are: rows, by check, by group, and how many prior amounts are implied."""
    by_check, by_group = checks(tables).value_counts(), groups(tables).value_counts()
    return {
        "rows": len(tables["changes"]),
        "implied": int((tables["changes"]["basis"] == "printed_change").sum()),
        **{name: int(by_check.get(name, 0)) for name in ("agrees", "differs", "base_year", "no_base", "not_printed")},
        **{name: int(by_group.get(name, 0)) for name in ("whole", "small", "subject", "project")},
    }


def net(frame: pd.DataFrame) -> dict[str, float]:
    """Increases, decreases and their sum over the rows of a frame."""
    up, down = frame.loc[frame["change"] > 0, "change"], frame.loc[frame["change"] < 0, "change"]
    return {"up": exact(up.sum()), "down": exact(down.sum()), "net": exact(frame["change"].sum())}

"""Performance indicators: how far targets were reached by kind, which were far exceeded or missed, and what money has to do with it.

Every function takes the tables of one document. An attainment is actual / target (target / actual where less is better).
Only targets of the year are looked at.
"""

import pandas as pd

from jianghan_lib.analysis import projects
from jianghan_lib.analysis.frames import HALF_CENT, ROW, TOTAL, Tables, append, labels, share

# From here on a target is far exceeded: it was probably set too low.
FAR = 1.5
# Fewer projects than this on either side, and shares say nothing.
ENOUGH = 5
LISTED = ["indicator_of", "level1", "indicator", "target_printed", "actual_printed", "attainment", "line", "page"]
COUNTS = ["indicators_count", "compared", "met_count", "missed_count", "with_attainment", "far_exceeded"]


def of_year(tables: Tables) -> pd.DataFrame:
    """The indicators of the year that have an actual value, or of which it is known whether they were met."""
    rows = tables["indicators"]
    known = (rows["actual_printed"] != "") | rows["met"].notna()
    return rows[known & (rows["horizon"] != "long_term")].reset_index(drop=True)


def by_kind(tables: Tables) -> pd.DataFrame:
    """Attainment by kind of indicator (level1, in the order of the document), with the total.

    Columns: level1, COUNTS (met_count and missed_count of `compared`, far_exceeded of `with_attainment`), share_met,
    median_attainment, share_far_exceeded, part.
    """
    rows = of_year(tables)
    kinds = [{"level1": kind, **_counts(group), "part": ROW} for kind, group in rows.groupby("level1", sort=False)]
    columns = ["level1", *COUNTS, "share_met", "median_attainment", "share_far_exceeded", "part"]
    frame = pd.DataFrame(kinds, columns=columns).astype(dict.fromkeys(COUNTS, "Int64"))
    return append(frame, [{"level1": TOTAL, **_counts(rows), "part": TOTAL}]) if len(frame) else frame


def repeated(tables: Tables) -> int:
    """How many indicators of the year stand in a second form too: same name, target and actual value."""
    keys = ["indicator", "target_printed", "actual_printed"]
    rows = of_year(tables).drop_duplicates(["subject", *keys])
    return int(rows.duplicated(keys).sum())


def _counts(rows: pd.DataFrame) -> dict[str, float]:
    """The columns of `by_kind` for some indicators."""
    met, attained = rows["met"].dropna().astype(bool), rows["attainment"].dropna()
    counts = [len(rows), len(met), int(met.sum()), int((~met).sum()), len(attained), int((attained > FAR).sum())]
    return {
        **dict(zip(COUNTS, counts, strict=True)),
        "share_met": share(counts[2], counts[1]),
        "median_attainment": float(attained.median()) if len(attained) else float("nan"),
        "share_far_exceeded": share(counts[5], counts[4]),
    }


def far_exceeded(tables: Tables) -> pd.DataFrame:
    """The indicators whose attainment is above FAR, highest first: LISTED."""
    rows = of_year(tables)
    rows = rows[rows["attainment"] > FAR].rename(columns={"subject": "indicator_of"})
    return rows.sort_values("attainment", ascending=False, kind="stable", ignore_index=True)[LISTED]


def missed(tables: Tables) -> pd.DataFrame:
    """The indicators whose target was not met, lowest attainment first, those without one last: LISTED."""
    rows = of_year(tables)
    rows = rows[rows["met"].eq(False).fillna(False)].rename(columns={"subject": "indicator_of"})
    return rows.sort_values("attainment", kind="stable", na_position="last", ignore_index=True)[LISTED]


def with_money(tables: Tables) -> pd.DataFrame:
    """Projects with both indicators and execution: name, execution_rate, gap, compared, missed_count, share_missed, part."""
    columns = ["name", "execution_rate", "gap", "compared", "missed_count", "share_missed", "part"]
    listed = projects.listed(tables)
    rows = of_year(tables)
    known = rows[rows["met"].notna()]
    groups = known.assign(missed=~known["met"].astype(bool)).groupby("subject")["missed"]
    frame = listed[listed["gap"].notna() & listed["name"].isin(groups.groups)]
    frame = frame.assign(compared=frame["name"].map(groups.size()), missed_count=frame["name"].map(groups.sum()))
    frame = frame.astype({"compared": "Int64", "missed_count": "Int64"})
    frame["share_missed"] = (frame["missed_count"] / frame["compared"]).astype("float64")
    frame["name"] = labels(frame, "name", "recurrence")
    return frame.sort_values("gap", ascending=False, kind="stable", ignore_index=True)[columns]


def together(tables: Tables) -> pd.DataFrame:
    """Projects by whether money was left over and whether a target was missed.

    Columns: money (with_gap, without_gap), projects, with_missed, share_with_missed, compared, missed_count,
    share_missed; no row for a group without projects.
    """
    frame = with_money(tables)
    left = frame["gap"] >= HALF_CENT
    rows = []
    for name, group in (("with_gap", frame[left]), ("without_gap", frame[~left])):
        if len(group):
            some, compared, missed_count = (
                int((group["missed_count"] > 0).sum()),
                int(group["compared"].sum()),
                int(group["missed_count"].sum()),
            )
            parts = [len(group), some, share(some, len(group)), compared, missed_count, share(missed_count, compared)]
            rows.append([name, *parts])
    columns = ["money", "projects", "with_missed", "share_with_missed", "compared", "missed_count", "share_missed"]
    counts = ["projects", "with_missed", "compared", "missed_count"]
    return pd.DataFrame(rows, columns=columns).astype(dict.fromkeys(counts, "Int64"))


def rank_correlation(tables: Tables) -> float:
    """Spearman's correlation of unspent share and missed share over the projects; nan where either does not vary."""
    frame = with_money(tables)
    unspent, missed_share = (1 - frame["execution_rate"]).rank(), frame["share_missed"].rank()
    if min(unspent.nunique(), missed_share.nunique()) < 2:
        return float("nan")
    return float(unspent.corr(missed_share))

"""Projects: budget, executed, rate and gap, what each explains of the total gap, reasons, funding.

Every function takes the tables of one document. In a budget nothing is executed yet: the projects are then sorted by
their budget, and the share is that of the budget. `gap` is budget less executed.
"""

import pandas as pd

from jianghan_lib.analysis.frames import (
    HALF_CENT,
    OTHERS,
    ROW,
    TOTAL,
    Tables,
    add,
    append,
    by_size,
    exact,
    first_table,
    insert_after,
    minus,
    ratio,
    share,
    statutory,
)

FUNDING = ("department_budget", "special_fund", "upper_transfer")
# Columns of `projects` that are shown only where the document fills any.
OPTIONAL = ("score", "recurrence")
# Tables that print the projects of a budget with their funding, and the project expenditure of a final account.
PROJECT_TABLES = ("B10",)
FINAL_TABLES = ("F03", "F05")
BUDGET_TABLES = ("B03", "B05-1", "B10")
# Of the general public budget only; the first of each of the above is of all funds.
NARROWER = ("F05", "B05-1")
LARGEST = 20


def executed(tables: Tables) -> bool:
    """Whether the document says what was executed of any project."""
    return bool(tables["projects"]["executed"].notna().any())


def listed(tables: Tables) -> pd.DataFrame:
    """The projects with rate and gap recomputed and the columns that the document fills, under names of the result."""
    projects = tables["projects"].assign(name=tables["projects"]["project"], part=ROW)
    projects["execution_rate"] = ratio(projects["executed"], projects["budget"])
    projects["gap"] = minus(projects["budget"], projects["executed"])
    return projects


def _filled(frame: pd.DataFrame) -> list[str]:
    return [name for name in OPTIONAL if ((frame[name] != "") & frame[name].notna()).any()]


def by_project(tables: Tables) -> pd.DataFrame:
    """Projects, largest gap first (largest budget first where nothing is executed), with the total.

    Columns: name, budget, executed, execution_rate, gap, share_of_gap, [score], [recurrence],
    reasons, part; for a budget: name, budget, share, [recurrence], part.
    """
    frame = listed(tables)
    extra = _filled(frame)
    if not executed(tables):
        return _closed(frame[["name", "budget", *extra, "part"]], "budget", "share")
    columns = ["name", "budget", "executed", "execution_rate", "gap", *extra, "reasons", "part"]
    return _closed(frame[columns], "gap", "share_of_gap")


def _closed(frame: pd.DataFrame, value: str, share_name: str) -> pd.DataFrame:
    """Rows by an amount, largest first, with their share of its total, and the total row."""
    frame = frame.sort_values([value, "budget"], ascending=False, kind="stable", ignore_index=True)
    total = _total(frame)
    shares = ratio(frame[value], total.get(value, 0.0))
    frame = insert_after(frame, value, share_name, shares)
    return append(frame, [{"name": TOTAL, **total, share_name: shares.sum(min_count=1), "part": TOTAL}])


def _total(frame: pd.DataFrame) -> dict[str, float]:
    """Sums of the amounts; executed, gap and rate over the projects that state both budget and executed."""
    if "executed" not in frame or frame["executed"].isna().all():
        return {"budget": add(frame["budget"])}
    both = frame[frame["budget"].notna() & frame["executed"].notna()]
    budget, done = add(both["budget"]), add(both["executed"])
    return {"budget": budget, "executed": done, "gap": exact(budget - done), "execution_rate": share(done, budget)}


def summary(tables: Tables) -> dict[str, float]:
    """Headline figures: projects, budget, executed, gap, execution_rate, full, none, over, unknown, no_reason."""
    frame = listed(tables)
    open_gap = frame["gap"] >= HALF_CENT
    return {
        "projects": len(frame),
        **{name: float("nan") for name in ("executed", "gap", "execution_rate")},
        **_total(frame),
        "full": int((frame["gap"].abs() < HALF_CENT).sum()),
        "full_budget": add(frame.loc[frame["gap"].abs() < HALF_CENT, "budget"]),
        "none": int(((frame["executed"] == 0) & open_gap).sum()),
        "none_budget": add(frame.loc[(frame["executed"] == 0) & open_gap, "budget"]),
        "short": int(open_gap.sum()),
        "over": int((frame["gap"] <= -HALF_CENT).sum()),
        "unknown": int((frame["budget"].isna() | frame["executed"].isna()).sum()),
        "no_reason": int((open_gap & (frame["reasons"] == "")).sum()),
    }


def concentration(tables: Tables, largest: int = LARGEST) -> pd.DataFrame:
    """What makes up the total: the gap by project, or, where there is none, the budget; the smallest together.

    Columns: name, gap or budget, share, cumulative_share, count (of the rows that stand for several), part; only rows
    that add something, no total row.
    """
    frame = listed(tables)
    value = "gap" if (frame["gap"].abs() >= HALF_CENT).any() else "budget"
    own = frame[frame[value].abs() >= HALF_CENT].sort_values(value, ascending=False, kind="stable")
    own = own[["name", value, "part"]].assign(count=pd.Series(dtype="Int64"))
    top, rest = own.head(largest), own.iloc[largest:]
    if len(rest) > 1:
        own = append(top, [{"name": OTHERS, value: add(rest[value]), "count": len(rest), "part": OTHERS}])
    shares = ratio(own[value], add(own[value]))
    return own.assign(share=shares, cumulative_share=shares.cumsum()).reset_index(drop=True)


def adjustments(tables: Tables) -> pd.DataFrame:
    """Initial budget against the budget of the year, where a final account gives both: with adjustment, its rate, total."""
    frame = listed(tables)
    frame = frame[frame["initial_budget"].notna() & frame["budget"].notna()] if executed(tables) else frame.head(0)
    frame = frame[["name", "initial_budget", "budget", "part"]]
    frame = by_size(frame.assign(adjustment=minus(frame["budget"], frame["initial_budget"])), "adjustment")
    if len(frame):
        sums = {name: add(frame[name]) for name in ("initial_budget", "budget", "adjustment")}
        frame = append(frame, [{"name": TOTAL, **sums, "part": TOTAL}])
    frame["adjustment_rate"] = ratio(frame["adjustment"], frame["initial_budget"])
    return frame[["name", "initial_budget", "budget", "adjustment", "adjustment_rate", "part"]]


def bridge(tables: Tables) -> pd.DataFrame:
    """The way of the projects that give all three amounts from initial budget through adjustments to execution.

    Columns: name, amount (of the step; of the level for the first and the last), part; empty where no project gives all.
    """
    frame = listed(tables).dropna(subset=["initial_budget", "budget", "executed"])
    frame = frame if executed(tables) else frame.head(0)
    changed = minus(frame["budget"], frame["initial_budget"])
    steps = {"added_in_year": changed[changed > 0], "cut_in_year": changed[changed < 0], "unspent": -frame["gap"]}
    levels = {name: add(frame[name]) for name in ("initial_budget", "executed")}
    rows = [
        ("initial_budget", levels["initial_budget"], TOTAL),
        *((name, amount, ROW) for name, values in steps.items() if abs(amount := add(values)) >= HALF_CENT),
        ("executed", levels["executed"], TOTAL),
    ]
    return pd.DataFrame(rows if len(frame) else [], columns=["name", "amount", "part"])


def funding(tables: Tables) -> pd.DataFrame:
    """Where the money of each project comes from: a column for each source that the document fills, one for
    what no source is given of, budget, part."""
    columns = [name for name in FUNDING if tables["projects"][name].abs().sum() > 0]
    frame = listed(tables)[["name", *columns, "budget", "part"]] if columns else _table_funding(tables)
    frame = _with_rest(by_size(frame, "budget"))
    if len(frame):
        sums = {name: add(frame[name]) for name in frame.columns if name not in ("name", "part")}
        frame = append(frame, [{"name": TOTAL, **sums, "part": TOTAL}])
    return frame


def _with_rest(frame: pd.DataFrame) -> pd.DataFrame:
    """Funding with a column for what no source is given of, if there is any."""
    sources = frame.drop(columns=["name", "budget", "part"])
    rest = minus(frame["budget"], sources.sum(axis=1))
    if sources.empty or not (rest.abs() >= HALF_CENT).any():
        return frame
    return insert_after(frame, str(sources.columns[-1]), "source_not_given", rest)


def _table_funding(tables: Tables) -> pd.DataFrame:
    """Projects of the project table with each source that it fills; money carried over is one source."""
    amounts = tables["amounts"]
    rows = amounts[(amounts["table"] == first_table(amounts, PROJECT_TABLES)) & (amounts["level"] == "row")]
    # The project table may cut a name short; the projects carry it whole, under the same line.
    whole = dict(zip(tables["projects"]["line"], tables["projects"]["project"], strict=True))
    rows = rows.assign(name=rows["line"].map(whole).fillna(rows["name"]))
    source = rows["measure"].where(rows["panel"] != "carry_over", "carry_over")
    wide = rows.assign(source=source).pivot_table(
        index=["row", "name"], columns="source", values="amount", aggfunc="sum"
    )
    wide = wide.rename_axis(columns=None).reset_index().rename(columns={"total": "budget"}).assign(part=ROW)
    sources = [name for name in wide if name not in ("row", "name", "budget", "part") and wide[name].abs().sum() > 0]
    return wide[["name", *sources, "budget", "part"]] if "budget" in wide else _no_funding()


def _no_funding() -> pd.DataFrame:
    return pd.DataFrame({"name": pd.Series(dtype="str"), "budget": pd.Series(dtype="float64"), "part": []})


def reasons(tables: Tables) -> pd.DataFrame:
    """The coded reasons of projects with a gap: reason, projects, gap; a project with two reasons counts for both."""
    frame = listed(tables)
    frame = frame[frame["gap"].abs() >= HALF_CENT]
    each = frame.assign(reasons=frame["reasons"].replace("", "not_stated_reason").str.split(";")).explode("reasons")
    table = each.groupby("reasons", sort=False).agg(projects=("gap", "size"), gap=("gap", "sum")).reset_index()
    table = table.astype({"projects": "Int64", "gap": "float64"}).round({"gap": 6}).assign(part=ROW)
    return table.sort_values("gap", ascending=False, kind="stable", ignore_index=True)


def by_funding(tables: Tables) -> pd.DataFrame:
    """Execution of the projects with and without money from above, where the document gives the funding of any.

    Columns: funding (with_transfer, without_transfer, source_not_given), projects, budget, executed, execution_rate, part.
    """
    frame = listed(tables).dropna(subset=["budget", "executed"])
    given = frame[list(FUNDING)].notna().any(axis=1)
    above = frame["upper_transfer"].fillna(0) > 0
    groups = {"with_transfer": given & above, "without_transfer": given & ~above, "source_not_given": ~given}
    rows = [
        [name, int(wanted.sum()), add(frame.loc[wanted, "budget"]), add(frame.loc[wanted, "executed"])]
        for name, wanted in groups.items()
        if given.any() and wanted.any()
    ]
    found = pd.DataFrame(rows, columns=["funding", "projects", "budget", "executed"]).astype(
        {"projects": "Int64", "budget": "float64", "executed": "float64"}
    )
    return found.assign(execution_rate=ratio(found["executed"], found["budget"]), part=ROW)


def reason_lines(tables: Tables) -> pd.DataFrame:
    """Where the reasons stand that were coded: name, reasons, gap, line, page, of projects with a gap and a reason."""
    frame = listed(tables)
    frame = frame[(frame["gap"].abs() >= HALF_CENT) & (frame["reasons"] != "")]
    return by_size(frame[["name", "reasons", "gap", "line", "page"]], "gap")


def against_tables(tables: Tables) -> pd.DataFrame:
    """What the projects add up to beside the project expenditure of the statutory tables.

    Columns: table, projects_total, table_amount, difference, check (agrees, rounding, differs, or narrower: a table of
    the general public budget only, where that of all funds agrees), part. Of a budget: the budgets.
    """
    done = executed(tables)
    total = add(listed(tables)["executed" if done else "budget"])
    names = (FINAL_TABLES if done else BUDGET_TABLES) if len(tables["projects"]) else ()
    found = {name: amount for name in names if (amount := _printed(tables["amounts"], name)) is not None}
    rows = [(name, total, amount, exact(total - amount), ROW) for name, amount in found.items()]
    frame = pd.DataFrame(rows, columns=["table", "projects_total", "table_amount", "difference", "part"])
    checks = [_verdict(difference, len(tables["projects"])) for difference in frame["difference"]]
    whole = dict(zip(frame["table"], checks, strict=True)).get(names[0] if names else "", "differs")
    narrower = [name in NARROWER and check == "differs" != whole for name, check in zip(found, checks, strict=True)]
    frame.insert(4, "check", pd.Series(checks, dtype="str").mask(pd.Series(narrower, dtype=bool), "narrower"))
    return frame


def _printed(amounts: pd.DataFrame, table: str) -> float | None:
    """The project expenditure in the total row of a table; the total itself in the table of projects."""
    panel = "appropriation" if table in PROJECT_TABLES else None
    rows = statutory(amounts, table, "total", panel)
    measure = "total" if table in PROJECT_TABLES else "project"
    return exact(rows[measure].iloc[0]) if len(rows) and measure in rows else None


def _verdict(difference: float, addends: int) -> str:
    if abs(difference) < HALF_CENT:
        return "agrees"
    return "rounding" if abs(difference) <= HALF_CENT * (addends + 1) else "differs"

"""Sentences on projects, from the tables of one document."""

from jianghan_lib.analysis import projects
from jianghan_lib.analysis.frames import HALF_CENT, Tables, add, ratio
from jianghan_lib.showing.display import percent
from jianghan_lib.showing.sentences import common
from jianghan_lib.showing.sentences.common import joined, own
from jianghan_lib.showing.wording import phrase
from jianghan_lib.vocabulary import word


def whole(tables: Tables, lang: str) -> str:
    """How many projects, what was budgeted and executed; of a budget, the largest project."""
    counts = projects.summary(tables)
    if not counts["projects"]:
        return phrase("no_projects", lang)
    if projects.executed(tables):
        return phrase("projects", lang, count=counts["projects"], rate=percent(counts["execution_rate"]), **counts)
    first = projects.by_project(tables).iloc[0]
    values = {"name": first["name"], "largest": first["budget"], "share": percent(first["share"])}
    return phrase("projects_budget", lang, count=counts["projects"], budget=counts["budget"], **values)


def execution(tables: Tables, lang: str) -> list[str]:
    """The projects executed in full, not at all, above their budget, and those that do not say."""
    if not projects.executed(tables):
        return []
    frame, counts = own(projects.by_project(tables)), projects.summary(tables)
    gap = frame["gap"]
    groups = {
        "full": gap.abs() < HALF_CENT,
        "none": (frame["executed"] == 0) & (gap >= HALF_CENT),
        "over": gap <= -HALF_CENT,
    }
    texts = [
        phrase(f"projects_{name}", lang, count=int(wanted.sum()), budget=add(frame.loc[wanted, "budget"]), names=names)
        for name, wanted in groups.items()
        if (names := joined(frame.loc[wanted, "name"], lang))
    ]
    return [*texts, phrase("projects_unknown", lang, count=counts["unknown"]) if counts["unknown"] else ""]


def concentration(tables: Tables, lang: str) -> str:
    """How few projects make up the gap, or, where there is none, the budget."""
    frame = projects.concentration(tables)
    if frame.empty:
        return phrase("no_projects", lang)
    few = common.enough(frame["share"])
    if "gap" not in frame:
        return phrase("gap_zero" if projects.executed(tables) else "gap_budget", lang, few=few)
    first = frame.iloc[0]
    short = int(projects.summary(tables)["short"])
    return phrase("gap_one", lang, name=first["name"], share=percent(first["share"]), short=short, few=few)


def adjustments(tables: Tables, lang: str) -> str:
    """How much was added or cut within the year, and where most."""
    frame = projects.adjustments(tables)
    if frame.empty:
        return phrase("no_adjustments", lang)
    first, total = frame.iloc[0], frame.iloc[-1]
    sums = {name: total[name] for name in ("initial_budget", "budget", "adjustment")}
    values = {"name": first["name"], "largest": first["adjustment"], "rate": percent(total["adjustment_rate"])}
    return phrase("adjustments", lang, count=len(frame) - 1, **sums, **values)


def bridge(tables: Tables, lang: str) -> str:
    """The way from the initial budgets to what was executed, where projects give every step."""
    frame = projects.bridge(tables)
    if frame.empty:
        return ""
    steps = frame.set_index("name")["amount"]
    names = {"added": "added_in_year", "cut": "cut_in_year", "unspent": "unspent"}
    values = {name: steps.get(step, 0.0) for name, step in names.items()}
    levels = {name: steps[name] for name in ("initial_budget", "executed")}
    count = len(tables["projects"].dropna(subset=["initial_budget", "budget", "executed"]))
    return phrase("bridge", lang, count=count, **values, **levels)


def reasons(tables: Tables, lang: str) -> str:
    """How many projects with a gap give no reason that could be coded."""
    counts, frame = projects.summary(tables), projects.reasons(tables)
    if frame.empty:
        return phrase("no_reasons_needed", lang)
    if not counts["no_reason"]:
        return phrase("all_reasons", lang, short=counts["short"])
    gap = add(frame.loc[frame["reasons"] == "not_stated_reason", "gap"])
    return phrase("reasons", lang, short=counts["short"], count=counts["no_reason"], gap=gap)


def funding(tables: Tables, lang: str) -> str:
    """The sources of all projects together."""
    frame = projects.funding(tables)
    if frame.empty:
        return phrase("no_project_funding", lang)
    total = frame.iloc[-1:].drop(columns=["name", "part"]).T.iloc[:, 0].astype("float64")
    sources = total.drop("budget").rename_axis("name").reset_index(name="amount")
    sources = sources.assign(share=ratio(sources["amount"], total["budget"]))
    return phrase("project_funding", lang, parts=common.parts(sources, "amount", lang))


def by_funding(tables: Tables, lang: str) -> str:
    """Whether projects with money from above are executed otherwise than those without."""
    frame = projects.by_funding(tables).set_index("funding")
    if not {"with_transfer", "without_transfer"} <= set(frame.index):
        return ""
    values = {
        f"{short}_{name}": value
        for short in ("with", "without")
        for name, value in (
            ("projects", frame.loc[f"{short}_transfer", "projects"]),
            ("rate", percent(float(frame["execution_rate"][f"{short}_transfer"]))),
        )
    }
    return phrase("funding_execution", lang, **values)


def against_tables(tables: Tables, lang: str) -> list[str]:
    """What the projects add up to beside each table that prints their total."""
    texts = []
    for _, row in projects.against_tables(tables).iterrows():
        names = {"code": row["table"], "table": word(row["table"], lang)}
        amounts = {name: row[name] for name in ("projects_total", "table_amount", "difference")}
        texts.append(phrase(f"against_{row['check']}", lang, **names, **amounts))
    return texts or [phrase("no_against", lang)]


def limits(tables: Tables, lang: str) -> list[str]:
    """What the document does not allow to say on its projects."""
    if not projects.executed(tables):
        return [phrase("limit_budget", lang) if common.is_budget(tables) else "", *common.limits(tables, lang)]
    counts = projects.summary(tables)
    return [
        phrase("limit_projects_no_reason", lang, count=counts["no_reason"]) if counts["no_reason"] else "",
        phrase("limit_project_budget", lang),
        phrase("no_adjustments", lang) if projects.adjustments(tables).empty else "",
        phrase("limit_all_full", lang) if counts["full"] == counts["projects"] else "",
        phrase("limit_result", lang),
        *common.limits(tables, lang),
    ]

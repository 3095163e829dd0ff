"""Sentences on budget completion, from the tables of one document."""

import pandas as pd

from jianghan_lib.analysis import completion, structure
from jianghan_lib.analysis.completion import has_outturn, lowest, stated, summary
from jianghan_lib.analysis.frames import HALF_CENT, Tables, add, exact
from jianghan_lib.showing.display import label, percent
from jianghan_lib.showing.sentences import common
from jianghan_lib.showing.sentences.common import joined, listed, own
from jianghan_lib.showing.wording import phrase


def whole(tables: Tables, lang: str) -> list[str]:
    """The total, its other bases, whether its subjects add up; of a budget, that it has no outturn, and its total."""
    if not has_outturn(tables):
        return [_no_outturn(tables, lang), _structure(tables, lang)]
    total, year = stated(tables), common.fact(tables, "fiscal_year")
    values = {**total, "rate": percent(total["completion_rate"]), "size": abs(total["deviation"])}
    name = "completion_above" if total["deviation"] >= 0 else "completion_below"
    return [phrase(name, lang, year=year, **values), *_bases(tables, lang), _adds_up(tables, lang)]


def _no_outturn(tables: Tables, lang: str) -> str:
    name = "budget_no_outturn" if common.is_budget(tables) else "final_no_budget"
    return phrase(name, lang, year=common.fact(tables, "fiscal_year"))


def _structure(tables: Tables, lang: str) -> str:
    frame = structure.whole(tables)
    if frame.empty:
        return phrase("no_structure", lang)
    return phrase("structure", lang, total=frame["amount"].iloc[-1], parts=common.parts(own(frame), "amount", lang))


def _bases(tables: Tables, lang: str) -> list[str]:
    """The total on each further basis."""
    frame = completion.whole(tables)
    rows = frame[(frame["part"] == "total") & (frame["name"] != completion.main_basis(tables["completion"]))]
    cells = zip(rows["name"], rows["outturn"], rows["completion_rate"], strict=True)
    return [
        phrase("completion_basis", lang, basis=label(name, lang), outturn=outturn, rate=percent(rate))
        for name, outturn, rate in cells
    ]


def _adds_up(tables: Tables, lang: str) -> str:
    below, total = lowest(tables["completion"]), stated(tables)
    if below.empty:
        return phrase("no_subjects", lang)
    sums = {name: add(below[name]) for name in ("initial_budget", "outturn")}
    rest = exact(total["deviation"] - (sums["outturn"] - sums["initial_budget"]))
    if all(abs(total[name] - value) < HALF_CENT for name, value in sums.items()):
        return phrase("adds_up", lang, count=len(below))
    values = {f"sum_{name.removeprefix('initial_')}": value for name, value in sums.items()}
    name = "adds_up_rounded" if completion.rest_name(tables) == "rounding" else "does_not_add_up"
    return phrase(name, lang, count=len(below), rest=rest, **values, **total)


def by_class(tables: Tables, lang: str) -> list[str]:
    """The class with the largest deviation, and whether the classes agree with table F05; of a budget, the largest."""
    frame = completion.by_class(tables)
    rows = own(frame)
    if rows.empty:
        return [phrase("no_structure", lang)]
    first = rows.iloc[0]
    if not has_outturn(tables):
        values = {"name": label(first["name"], lang), "total": first["total"], "share": percent(first["share"])}
        return [phrase("class_share", lang, count=len(rows), **values)]
    texts = [_class_deviation(first, len(rows), lang), _too_much_unexplained(tables, lang)]
    if "table_outturn" not in rows:
        return texts
    wrong = rows[(rows["outturn"] - rows["table_outturn"]).abs() >= HALF_CENT]["name"]
    other = phrase("class_differs", lang, count=len(wrong), names=joined(wrong, lang))
    return [*texts, other if len(wrong) else phrase("class_agrees", lang)]


def _class_deviation(row: pd.Series, count: int, lang: str) -> str:
    """The class with the largest deviation, and its share where one is computed."""
    name = "class_above" if row["deviation"] >= 0 else "class_below"
    known = pd.notna(row["contribution"])
    share = phrase("of_deviation", lang, share=percent(row["contribution"])) if known else ""
    values = {"name": label(row["name"], lang), "size": abs(row["deviation"]), "share": share}
    return phrase(name, lang, count=count, **values)


def _too_much_unexplained(tables: Tables, lang: str) -> str:
    share = completion.unexplained_share(tables)
    return phrase("no_contributions", lang, share=percent(share)) if share > completion.MOST_UNEXPLAINED else ""


def by_item(tables: Tables, lang: str) -> str:
    """How many subjects are above and below, and the largest deviations; of a budget, the largest subjects."""
    frame = completion.by_item(tables)
    rows = own(frame)
    if rows.empty:
        return phrase("no_subjects" if has_outturn(tables) else "no_structure", lang)
    top = rows.head(3)
    if not has_outturn(tables):
        changed = int(rows["change"].notna().sum()) if "change" in rows else 0
        share = percent(top["share"].sum())
        values = {"names": joined(top["name"], lang), "share": share, "changed": changed}
        return phrase("items_share", lang, count=len(rows), **values) + _narrower(tables, frame, lang)
    pairs = zip(top["name"], top["deviation"], strict=True)
    names = joined([phrase("item_step", lang, name=name, amount=amount) for name, amount in pairs], lang)
    counts = summary(tables)
    equal = len(rows) - counts["above"] - counts["below"]
    counts = {"above": counts["above"], "below": counts["below"], "equal": equal}
    sides = listed([phrase(f"items_{name}", lang, count=count) for name, count in counts.items() if count], lang)
    return phrase("items_deviation", lang, count=len(rows), names=names, sides=sides)


def _narrower(tables: Tables, items: pd.DataFrame, lang: str) -> str:
    """That the subjects are those of the general public budget only, where other money is in the whole."""
    everything, listed = structure.whole(tables)["amount"].max(), items["total"].iloc[-1]
    if pd.isna(everything) or everything - listed < HALF_CENT:
        return ""
    return phrase("items_narrower", lang, listed=listed, everything=everything, rest=exact(everything - listed))


def unbudgeted(tables: Tables, lang: str) -> list[str]:
    """Spending without an initial budget; of a budget, where its money comes from."""
    frame = completion.unbudgeted(tables)
    rows = own(frame)
    if not has_outturn(tables):
        sources = phrase("funding", lang, parts=common.parts(rows, "amount", lang)) if len(rows) else ""
        why = phrase("budget_unbudgeted", lang) if common.is_budget(tables) else ""
        return [why, sources or phrase("no_funding", lang)]
    if rows.empty:
        return [phrase("no_unbudgeted", lang)]
    first, total = rows.iloc[0], frame.iloc[-1]
    values = {"amount": total["outturn"], "share": percent(total["share"])}
    return [
        phrase("unbudgeted", lang, count=len(rows), name=label(first["name"], lang), largest=first["outturn"], **values)
    ]


def drivers(tables: Tables, lang: str) -> str:
    """What the steps up, the steps down and the unexplained add up to."""
    frame = completion.drivers(tables)
    if frame.empty:
        return phrase("no_drivers", lang)
    steps = completion.by_item(tables)["deviation"] if has_outturn(tables) else structure.prior(tables)["change"]
    steps = steps[own(completion.by_item(tables)).index] if has_outturn(tables) else steps
    rest = frame.loc[frame["part"] == "unexplained", "amount"].sum()
    net = exact(frame["amount"].iloc[-1] - frame["amount"].iloc[0])
    values = {"up": add(steps[steps > 0]), "down": add(steps[steps < 0]), "rest": exact(rest), "net": net}
    if not has_outturn(tables):
        total = label(completion.drivers_total(tables), lang)
        return phrase("drivers_budget", lang, name=total, **values | {"down": -values["down"]})
    name = label(completion.rest_name(tables), lang)
    told = [one for one in values if values[one] or one == "net"]
    return phrase(
        "drivers",
        lang,
        steps=listed([phrase(f"drivers_{one}", lang, name=name, amount=values[one]) for one in told], lang),
    )


def limits(tables: Tables, lang: str) -> list[str]:
    """What the document does not allow to say on the completion of its budget."""
    if not has_outturn(tables):
        return [phrase("limit_budget", lang) if common.is_budget(tables) else "", *common.limits(tables, lang)]
    rows, counts = lowest(tables["completion"]), summary(tables)
    zero, bases = int((rows["initial_budget"] == 0).sum()), tables["completion"]["basis"].nunique()
    none = phrase("limit_no_reason", lang, count=counts["no_reason"])
    return [
        none if counts["no_reason"] else phrase("limit_all_reasons", lang),
        phrase("limit_coded_reasons", lang) if (rows["reasons"] != "").any() else "",
        phrase("limit_adjusted", lang),
        phrase("limit_zero", lang, count=zero) if zero else "",
        phrase("limit_classes", lang) if len(rows) and not (rows["level"] == "item").any() else "",
        phrase("limit_basis", lang) if bases > 1 else "",
        *common.limits(tables, lang),
    ]

"""Sentences on the change from one year to the next, from the tables of one document."""

import pandas as pd

from jianghan_lib.analysis import changes
from jianghan_lib.analysis.frames import Tables, add
from jianghan_lib.showing.display import label, percent
from jianghan_lib.showing.sentences import common
from jianghan_lib.showing.sentences.common import joined, listed, said
from jianghan_lib.showing.wording import phrase


def _levels(frame: pd.DataFrame, lang: str) -> list[str]:
    """The two levels of each row of the latest years; rows with the same figures once."""
    return [_level(row, lang) for _, row in changes.distinct(changes.latest(frame)).iterrows()]


def _level(row: pd.Series, lang: str) -> str:
    change = row["change"]
    name = "level_up" if change > 0 else "level_down" if change < 0 else "level_same"
    years = {"prior_year": row["prior_year"], "year": row["year"]}
    amounts = {"prior_amount": row["prior_amount"], "amount": row["amount"], "size": abs(change)}
    rate = percent(row["change_rate"])
    return said(phrase(name, lang, name=label(row["name"], lang), rate=rate, **years, **amounts))


def whole(tables: Tables, lang: str) -> list[str]:
    """The department's totals in two years."""
    frame = changes.whole(tables)
    return _levels(frame, lang) if len(frame) else [phrase("no_whole", lang)]


def small(tables: Tables, lang: str) -> list[str]:
    """Three public expenses and agency operating expenses in two years."""
    frame = changes.small(tables)
    return _levels(frame, lang) if len(frame) else [phrase("no_small", lang)]


def subjects(tables: Tables, lang: str) -> str:
    """The subjects whose change is stated: increases, decreases, the largest."""
    frame = changes.latest(changes.subjects(tables))
    if frame.empty:
        return phrase("no_subject_changes", lang)
    first = frame.iloc[0]
    largest = {"name": first["name"], "change": first["change"], "rate": percent(first["change_rate"])}
    return said(
        phrase("subjects", lang, count=len(frame), **_sizes(frame), **largest)
        .replace("，—）", "）")
        .replace(", —)", ")")
    )


def _sizes(frame: pd.DataFrame) -> dict[str, float]:
    """Increases and decreases as amounts without sign, and their net with it."""
    sums = changes.net(frame)
    return {**sums, "down": -sums["down"] + 0.0}


def projects(tables: Tables, lang: str) -> str:
    """The projects with two years: increases and decreases between the latest two."""
    frame = changes.latest(changes.projects(tables))
    if frame.empty:
        return phrase("no_project_changes", lang)
    years = {"prior_year": frame["prior_year"].iloc[0], "year": frame["year"].iloc[0]}
    return phrase("project_changes", lang, count=len(frame), **years, **_sizes(frame))


def checks(tables: Tables, lang: str) -> list[str]:
    """How the printed rates compare with the recomputed ones, and which differ."""
    counts = changes.counts(tables)
    if not counts["rows"]:
        return [phrase("no_changes", lang)]
    rows = tables["changes"][changes.checks(tables) == "differs"]
    cells = zip(rows["name"], rows["rate_printed"], rows["rate"], strict=True)
    names = [
        phrase("differs_item", lang, name=name, printed=printed, rate=f"{rate:.2%}") for name, printed, rate in cells
    ]
    kinds = [name for name in ("agrees", "differs", "base_year", "no_base", "not_printed") if counts[name]]
    ends = listed([phrase(f"checks_{name}", lang, count=counts[name]) for name in kinds], lang)
    text = phrase("checks", lang, rows=counts["rows"], names=ends)
    return [text, phrase("differs_list", lang, names=joined(names, lang)) if names else ""]


def limits(tables: Tables, lang: str) -> list[str]:
    """What is not comparable, and what the document does not allow to say."""
    counts, rows = changes.counts(tables), tables["changes"]
    if not counts["rows"]:
        return [phrase("no_changes", lang), *common.limits(tables, lang)]
    check = changes.checks(tables)
    named = {name: joined(rows.loc[check == name, "name"], lang) for name in ("base_year", "no_base")}
    excluding = rows["item"].str.endswith("_excluding_special_funds").any()
    return [
        phrase("implied" if counts["implied"] else "not_implied", lang, count=counts["implied"]),
        *(phrase(f"limit_{name}", lang, names=names) if names else "" for name, names in named.items()),
        _unstated(tables, lang) if counts["subject"] else phrase("no_subject_changes", lang),
        phrase("no_small", lang) if not counts["small"] else "",
        phrase("limit_two_bases", lang) if excluding else "",
        phrase("limit_policy", lang),
        *common.limits(tables, lang),
    ]


def _unstated(tables: Tables, lang: str) -> str:
    """The subjects of the tables whose change the text leaves out."""
    frame = changes.unstated(tables)
    values = {"amount": add(frame["total"]), "names": joined(frame["name"], lang)}
    return phrase("limit_unstated", lang, count=len(frame), **values) if len(frame) else ""

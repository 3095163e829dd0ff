"""What the audit says of a document: how much was checked, what contradicts itself and where, and the same beside others.

Besides tables of the data, two of the audit come in: `rules` (its rules) and `coverage` (what each rule did).
"""

import re
from decimal import Decimal
from typing import Any

import pandas as pd

from jianghan_lib.analysis.frames import ROW, TOTAL, Tables, append, labels
from jianghan_lib.base.money import readable_amount, show
from jianghan_lib.base.schema import SEVERITIES
from jianghan_lib.vocabulary import word

GRAVE, LIGHT = ("error", "warning"), ("notice", "rounding")
DONE = ("passed", "rounding", "failed")
MONEY = "万元"
BARE = re.compile(r"-?\d[\d,]*(?:\.\d+)?")
# Rates and scores are compared to thousandths.
SHOWN = Decimal("0.001")
# The rules that compare a printed total with the sum of its parts, or with the same total in another place.
ADDED_UP = ("closing_rows", "numbered_rows", "units_add_up", "items_add_up", "uses_add_up", "projects_add_up")
RESTATED = ("both_sides", "narrative_totals", "narrative_parts", "department_form", "whole_self_evaluation")
# A rule without a difference that concerns a total where its place is one.
OF_UNITS = "unit_slip"
LISTED = ["table", "where", "line", "page", "printed", "expected", "difference"]
# A finding on more rows than these names the first of them.
NAMED = 3
# Above this many documents, those most like this one are compared with it.
MOST = 20
OWN = "★"


def summary(tables: Tables) -> dict[str, int]:
    """How many checks, how they ended, findings by severity, and how many printed totals are affected."""
    done = {name: int(tables["coverage"][name].sum()) for name in DONE}
    counts = tables["findings"]["severity"].value_counts()
    found = {name: int(counts.get(name, 0)) for name in SEVERITIES}
    ended = {"passed": done["passed"], "within": done["rounding"], "failed": done["failed"]}
    return {"checks": sum(done.values()), **ended, **found, "affected": len(affected(tables))}


def affected(tables: Tables) -> pd.DataFrame:
    """The printed totals that an error or warning says are wrong, each once: severity, LISTED, message_zh, message_en, unit."""
    found = tables["findings"]
    amounts = (found["unit"] == MONEY) | (found["rule"] == OF_UNITS)
    totals = found["rule"].isin((*ADDED_UP, *RESTATED)) | found["where"].isin(_quantities(tables)) | _on_totals(tables)
    chosen = found[found["severity"].isin(GRAVE) & amounts & totals]
    return _listed(chosen.drop_duplicates(["where", "expected"]), "severity", "message_zh", "message_en", "unit")


def _quantities(tables: Tables) -> set[str]:
    """The printed names of what the narrative states for the department as a whole."""
    stated = tables["statements"]
    return {word(topic) for topic in stated.loc[stated["subject"] == "", "topic"]}


def _on_totals(tables: Tables) -> pd.Series:
    """Which findings stand on a line where a statutory table prints a total."""
    totals = tables["amounts"][tables["amounts"]["level"] == "total"]
    places = set(zip(totals["table"], totals["line"], strict=True))
    found = tables["findings"]
    return pd.Series([place in places for place in zip(found["table"], found["line"], strict=True)], found.index, bool)


def findings(tables: Tables, severity: str) -> pd.DataFrame:
    """Findings of a severity, by line: LISTED, message_zh, message_en (of roundings, which explain themselves, LISTED only)."""
    found = tables["findings"]
    more = () if severity == "rounding" else ("message_zh", "message_en")
    return _listed(found[found["severity"] == severity], *more)


def _listed(found: pd.DataFrame, *more: str) -> pd.DataFrame:
    """Findings in order, with their places and figures as they are read."""
    order = {name: place for place, name in enumerate(SEVERITIES)}
    ranks = found["severity"].map(order)
    found = found.assign(rank=ranks).sort_values(["rank", "line"], kind="stable", ignore_index=True)
    texts = [(_place(row["where"]), *_figures(row)) for row in found.to_dict("records")]
    figures = pd.DataFrame(texts, columns=["where", "printed", "expected", "difference"], dtype="str")
    return found.assign(**figures)[[*LISTED, *more]]


def _place(where: str) -> str:
    """Where a finding stands; of many codes the first, and that there are more."""
    codes = where.split("、")
    many = len(codes) > NAMED and all(code.isdigit() for code in codes)
    return "、".join([*codes[:NAMED], "…"]) if many else where


def _figures(row: dict[Any, Any]) -> tuple[str, str, str]:
    """Printed, expected and their difference: amounts with thousands apart, the difference with its sign; units but 万元."""
    unit = row["unit"]
    printed, expected = (_amount(row[name]) if unit == MONEY else row[name] for name in ("printed", "expected"))
    if pd.isna(row["difference"]):
        return printed, expected, ""
    exact = Decimal(str(row["difference"]))
    size = readable_amount(abs(exact)) if unit == MONEY else show(abs(exact).quantize(SHOWN)) + unit
    return printed, expected + (unit if unit == "%" else ""), f"{'-' if exact < 0 else '+'}{size}"


def _amount(text: str) -> str:
    """A bare figure with thousands apart; anything else as it is printed."""
    return readable_amount(Decimal(text.replace(",", ""))) if BARE.fullmatch(text) else text


def by_rule(tables: Tables) -> pd.DataFrame:
    """What each rule that had something to compare did: compared_zh, compared_en, checks, DONE, source, part; with the total."""
    done = _done(tables)
    frame = done.loc[done["checks"] > 0, ["compared_zh", "compared_en", "checks", *DONE, "source"]].assign(part=ROW)
    if frame.empty:
        return frame
    sums = frame[["checks", *DONE]].sum().to_dict()
    names = {f"compared_{lang}": word(TOTAL, lang) for lang in ("zh", "en")}
    return append(frame, [{**names, **sums, "source": "", "part": TOTAL}])


def not_applicable(tables: Tables) -> pd.DataFrame:
    """The rules that had nothing to compare, and why: compared_zh, compared_en, not_applicable (a term).

    A rule is for other kinds of documents only, or this one prints nothing for it.
    """
    done = _done(tables)
    frame = done[done["checks"] == 0].reset_index(drop=True)
    kind = tables["documents"]["kind"].iloc[0]
    why = [f"only_{kinds}" if kind not in kinds.split(";") else "nothing_to_compare" for kinds in frame["kinds"]]
    frame = frame.assign(not_applicable=pd.Series(why, dtype="str"))
    return frame[["compared_zh", "compared_en", "not_applicable"]]


def _done(tables: Tables) -> pd.DataFrame:
    """The rules in their order, with what each did."""
    rules = tables["rules"].rename(columns={"zh": "compared_zh", "en": "compared_en"})
    frame = rules.merge(tables["coverage"][["rule", *DONE]], on="rule")
    return frame.assign(checks=frame[list(DONE)].sum(axis=1)).astype(dict.fromkeys(("checks", *DONE), "Int64"))


def from_reading(tables: Tables) -> pd.DataFrame:
    """The findings of reading the document, which no rule made."""
    return tables["findings"][~tables["findings"]["rule"].isin(tables["rules"]["rule"])]


def places(tables: Tables) -> pd.DataFrame:
    """Findings by part of the document, in its order, and severity: table, SEVERITIES, findings, part; with the total."""
    found = tables["findings"]
    counts = pd.crosstab(found["table"], found["severity"]).reindex(columns=SEVERITIES, fill_value=0)
    first = found.groupby("table")["line"].min().sort_values(kind="stable").index
    frame = counts.reindex(first).astype("Int64").rename_axis(columns=None).reset_index()
    frame = frame.assign(findings=frame[list(SEVERITIES)].sum(axis=1).astype("Int64"), part=ROW)
    if frame.empty:
        return frame
    return append(frame, [{"table": TOTAL, **frame[[*SEVERITIES, "findings"]].sum().to_dict(), "part": TOTAL}])


def peers(documents: pd.DataFrame, document: str, most: int = MOST) -> list[str]:
    """This document and those most like it: of its kind first, then of the nearest years."""
    own = documents[documents["document_id"] == document].iloc[0]
    other, years = documents["kind"] != own["kind"], (documents["fiscal_year"] - own["fiscal_year"]).abs()
    away = documents.assign(own=documents["document_id"] != document, other=other, years=years)
    return away.sort_values(["own", "other", "years", "document_id"])["document_id"].head(most).tolist()


def compared(documents: pd.DataFrame, findings: pd.DataFrame, coverage: pd.DataFrame, document: str) -> pd.DataFrame:
    """Documents with the fewest errors per 100 checks first, this one with a star; those of `coverage` only.

    Columns: name, fiscal_year, kind, checks, error, warning, errors_per_100, warnings_per_100, part.
    """
    checks = coverage.groupby("document_id")[list(DONE)].sum().sum(axis=1)
    frame = documents[documents["document_id"].isin(checks.index)].reset_index(drop=True)
    ids = frame["document_id"]
    names = labels(frame.assign(year=frame["fiscal_year"].astype("str")), "department", "year")
    frame = frame.assign(name=names.where(ids != document, f"{OWN} " + names), part=ROW)
    frame["checks"] = ids.map(checks).astype("Int64")
    for severity in GRAVE:
        counts = findings.loc[findings["severity"] == severity, "document_id"].value_counts()
        frame[severity] = ids.map(counts).fillna(0).astype("Int64")
        frame[f"{severity}s_per_100"] = _per_100(frame[severity], frame["checks"])
    frame = frame.sort_values(["errors_per_100", "warnings_per_100", "document_id"], ignore_index=True)
    rates = [f"{severity}s_per_100" for severity in GRAVE]
    return frame[["name", "fiscal_year", "kind", "checks", *GRAVE, *rates, "part"]]


def _per_100(found: pd.Series, checks: pd.Series) -> pd.Series:
    """Findings per 100 checks, to hundredths; empty where nothing was checked."""
    return (100 * found.astype("float64") / checks.astype("float64").where(checks > 0)).round(2)


def rank(frame: pd.DataFrame) -> tuple[int, int]:
    """The place of this document among those with checks, fewest errors per 100 checks first, and how many they are."""
    rates = frame["errors_per_100"].dropna()
    own = frame.loc[frame["name"].str.startswith(OWN), "errors_per_100"]
    return int((rates < own.iloc[0]).sum()) + 1, len(rates)

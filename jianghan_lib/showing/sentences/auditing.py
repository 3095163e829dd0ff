"""Sentences on what the audit says of a document, from its tables and those of the audit."""

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from jianghan_lib.analysis import auditing
from jianghan_lib.analysis.frames import Tables
from jianghan_lib.showing.display import cell, percent
from jianghan_lib.showing.sentences import common
from jianghan_lib.showing.sentences.common import joined, own
from jianghan_lib.showing.wording import phrase


def whole(tables: Tables, lang: str) -> str:
    """The verdict: how much was checked and how it ended, and which printed totals are affected."""
    counts = auditing.summary(tables)
    lead = phrase(f"verdict_{_verdict(counts)}", lang)
    return phrase("verdict", lang, lead=lead, totals=_totals(tables, lang), **counts)


def _verdict(counts: Mapping[str, int]) -> str:
    """The gravest thing that there is to say."""
    if counts["affected"]:
        return "totals"
    grave = next((name for name in auditing.GRAVE if counts[name]), "")
    return grave or ("clean" if counts["checks"] else "nothing")


def _totals(tables: Tables, lang: str) -> str:
    """The printed totals that are affected, with what they should be."""
    names = dict.fromkeys(_total(row, lang) for row in auditing.affected(tables).to_dict("records"))
    return phrase("totals_affected" if names else "totals_safe", lang, count=len(names), names=joined(names, lang))


def _total(row: Mapping[Hashable, Any], lang: str) -> str:
    # A message on an amount begins with the place in its language.
    return row["message_en"].partition(": ")[0] if lang == "en" and row["unit"] else row["where"]


def findings(tables: Tables, severity: str, lang: str) -> str:
    """How many findings of a severity there are; where there are none, that only in its turn."""
    counts = auditing.summary(tables)
    if counts[severity]:
        return phrase(f"{severity}_findings", lang, count=counts[severity])
    pair, name = (auditing.GRAVE, "grave") if severity in auditing.GRAVE else (auditing.LIGHT, "other")
    none = severity == pair[-1] and not any(counts[one] for one in pair)
    return phrase(f"no_{name}_findings", lang) if none else ""


def rules(tables: Tables, lang: str) -> list[str]:
    """How many rules had something to compare, how many of them without a failure, and what no rule found."""
    used, unused = own(auditing.by_rule(tables)), auditing.not_applicable(tables)
    nothing = int((unused["not_applicable"] == "nothing_to_compare").sum())
    counts = {"used": len(used), "clean": int((used["failed"] == 0).sum()), "nothing": nothing}
    failed, reading = int(used["failed"].sum()), len(auditing.from_reading(tables))
    return [
        phrase("rules_used", lang, all=len(used) + len(unused), other=len(unused) - nothing, **counts),
        phrase("rules_failed", lang, failed=failed) if failed else "",
        phrase("rules_reading", lang, count=reading) if reading else "",
    ]


def places(tables: Tables, lang: str) -> str:
    """The part of the document with the most findings, and that with the most errors."""
    rows = own(auditing.places(tables))
    if rows.empty:
        return phrase("no_places", lang)
    most, worst = (rows.iloc[int(rows[name].argmax())] for name in ("findings", "error"))
    count, every = int(most["findings"]), int(rows["findings"].sum())
    values = {"name": _part(most, lang), "count": count, "all": every, "share": percent(count / every)}
    if not worst["error"]:
        return phrase("places_no_error", lang, **values)
    return phrase("places", lang, worst=_part(worst, lang), errors=worst["error"], **values)


def _part(row: pd.Series, lang: str) -> str:
    return cell("table", row["table"], lang)


def compared(frame: pd.DataFrame, documents: int, lang: str) -> list[str]:
    """Where this document stands among those compared with it, out of so many documents."""
    mine = frame[frame["name"].str.startswith(auditing.OWN)].iloc[0]
    if not mine["checks"]:
        return [phrase("compared_unchecked", lang)]
    rank, count = auditing.rank(frame)
    values = {"errors": mine["errors_per_100"], "warnings": mine["warnings_per_100"]}
    some = phrase("compared_some", lang, count=len(frame) - 1) if len(frame) < documents else ""
    if count == 1:
        return [phrase("compared_alone", lang, **values)]
    return [phrase("compared", lang, rank=rank, count=count, **values), some]


def limits(tables: Tables, lang: str) -> list[str]:
    """What checks of a document against itself do not allow to say."""
    unchecked = int((auditing.not_applicable(tables)["not_applicable"] == "nothing_to_compare").sum())
    return [
        phrase("limit_audit_self", lang),
        phrase("limit_audit_which", lang),
        phrase("limit_audit_unchecked", lang, count=unchecked) if unchecked else "",
        phrase("limit_audit_reading", lang),
        phrase("limit_audit_rate", lang),
        *common.limits(tables, lang),
    ]

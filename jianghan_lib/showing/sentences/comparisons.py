"""Sentences on change in depth: contributions, real terms, two documents, series of years."""

import pandas as pd

from jianghan_lib.analysis import changes, comparisons
from jianghan_lib.analysis.frames import Tables
from jianghan_lib.showing.display import label, percent, points
from jianghan_lib.showing.sentences.common import joined, own, said
from jianghan_lib.showing.wording import phrase


def contributions(tables: Tables, lang: str) -> list[str]:
    """What the known subjects contribute to the total's change, and how much stays unexplained."""
    frame = comparisons.contributions(tables)
    if frame.empty:
        known = len(changes.whole(tables))
        return [phrase("contributions_only_totals" if known else "no_whole", lang)]
    rows, total = own(frame), frame.iloc[-1]
    top = rows.head(3)
    pairs = zip(top["name"], top["points"], strict=True)
    names = joined([phrase("points_of", lang, name=name, points=points(value)) for name, value in pairs], lang)
    texts = [phrase("contributions", lang, rate=points(total["points"]), names=names)]
    rest = frame[frame["part"] == "unexplained"]
    if len(rest):
        texts.append(phrase("contributions_rest", lang, points=points(rest["points"].iloc[0])))
    return texts


def real(tables: Tables, price_index: float, lang: str) -> str:
    """The total's change in real terms, where a price index is given."""
    if price_index <= 0:
        return phrase("real_none", lang)
    rows = comparisons.real(changes.latest(changes.whole(tables)), price_index)
    if rows.empty:
        return phrase("no_whole", lang)
    first = rows.iloc[0]
    years = dict(zip(("prior_year", "year"), comparisons.years(rows), strict=True))
    values = {"name": label(first["name"], lang), "rate": percent(first["real_rate"]), "index": f"{price_index:g}"}
    return said(phrase("real", lang, change=first["real_change"], **values, **years))


def series(tables: Tables, lang: str) -> str:
    """How many items have three years, and which moved most."""
    frame = comparisons.series(tables)
    if frame.empty:
        return phrase("no_series", lang)
    first = frame.iloc[0]
    values = {"name": label(first["name"], lang), "change": first["change"], "rate": percent(first["change_rate"])}
    return said(phrase("series", lang, count=len(frame), **values))


def two_documents(frame: pd.DataFrame, other: str, lang: str) -> list[str]:
    """What two documents of a department say of the same items."""
    if not other:
        return [phrase("no_other_document", lang)]
    if frame.empty:
        return [phrase("no_items_to_join", lang)]
    total, rows = frame.iloc[-1], own(frame)
    counts = {name: int((rows["status"] == name).sum()) for name in ("renamed", "moved", "new", "gone")}
    values = {name: total[name] for name in ("prior_amount", "amount", "change")}
    same = len(rows) - sum(counts.values())
    text = phrase("two_documents", lang, other=other, rate=percent(total["change_rate"]), **values)
    return [text, phrase("two_documents_codes", lang, same=same, **counts)]

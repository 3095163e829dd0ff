"""What the sentences share: the facts of the document, lists of names, what its form does not allow to say."""

from collections.abc import Iterable

import pandas as pd

from jianghan_lib.analysis.frames import ROW, Tables
from jianghan_lib.showing.display import MISSING, label, percent
from jianghan_lib.showing.wording import phrase
from jianghan_lib.vocabulary import word

# How many names a sentence lists before it stops.
MOST = 6


def fact(tables: Tables, name: str) -> str:
    """A fact of the document, as text."""
    return str(tables["documents"][name].iloc[0])


def is_budget(tables: Tables) -> bool:
    return fact(tables, "kind") == "budget"


def own(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows of a result that are neither totals nor what closes the table."""
    return frame[frame["part"] == ROW]


def said(text: str) -> str:
    """A sentence without brackets that hold only the sign for what is not given."""
    return text.replace(f"（{MISSING}）", "").replace(f" ({MISSING})", "")


def joined(names: Iterable[str], lang: str) -> str:
    """Names as a list, each once; the first of them where there are many, and that there are more."""
    every = list(dict.fromkeys(label(name, lang) for name in names))
    text = ("、" if lang == "zh" else ", ").join(every[:MOST])
    return text if len(every) <= MOST else phrase("and_so_on", lang, names=text)


def listed(parts: Iterable[str], lang: str) -> str:
    """Parts of a sentence that has no verb between them, one after the other."""
    return ("，" if lang == "zh" else ", ").join(parts)


def parts(frame: pd.DataFrame, value: str, lang: str) -> str:
    """Rows as a list: name, amount and share."""
    rows = zip(frame["name"], frame[value], frame["share"], strict=True)
    texts = [phrase("part", lang, name=label(name, lang), amount=one, share=percent(two)) for name, one, two in rows]
    return ("、" if lang == "zh" else ", ").join(texts)


def enough(shares: pd.Series, most: float = 0.9) -> int:
    """How many rows, in their order, add up to so much."""
    return int((shares.fillna(0).cumsum() < most).sum()) + 1


def limits(tables: Tables, lang: str) -> list[str]:
    """What any analysis of the document must leave open: tables not published, one unit only."""
    missing = [name for name in fact(tables, "tables_missing").split(";") if name]
    found = fact(tables, "tables_found")
    tables_of = joined([f"{name} {word(name, lang)}" for name in missing], lang)
    return [
        phrase("limit_no_tables", lang, count=len(missing)) if missing and not found else "",
        phrase("limit_missing_tables", lang, names=tables_of) if missing and found else "",
        phrase("limit_unit", lang) if fact(tables, "scope") == "unit" else "",
        phrase("limit_scope_unclear", lang) if fact(tables, "scope") == "unclear" else "",
    ]

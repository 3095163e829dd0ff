"""Sentences on a department beside others, with what the comparison must not hide."""

import pandas as pd

from jianghan_lib.analysis import peers
from jianghan_lib.analysis.auditing import OWN
from jianghan_lib.analysis.frames import Tables
from jianghan_lib.showing.display import label, percent
from jianghan_lib.showing.sentences.common import joined
from jianghan_lib.showing.wording import phrase


def whom(tables: Tables, document: str, documents: int, lang: str) -> list[str]:
    """How many documents are compared, and in what they are not alike."""
    count = len(tables["documents"])
    if count < 2:
        return [phrase("peers_alone", lang)]
    some = phrase("compared_some", lang, count=count - 1) if count < documents else ""
    unlike = {fact: names for fact, names in peers.unlike(tables, document).items() if names}
    texts = [
        phrase(f"unlike_{fact}", lang, count=len(names), names=joined(names, lang)) for fact, names in unlike.items()
    ]
    return [phrase("peers", lang, count=count - 1), some, *(texts or [phrase("peers_alike", lang)])]


def _own(frame: pd.DataFrame) -> pd.DataFrame:
    return frame[frame["name"].str.startswith(OWN)]


def composition(tables: Tables, document: str, lang: str) -> str:
    """The share of project expenditure beside the others."""
    frame = peers.composition(tables, document)
    own = _own(frame).iloc[0]
    if pd.isna(own["project_share"]):
        return phrase("peers_no_composition", lang)
    place, count = peers.place(frame, "project_share")
    return phrase("peers_composition", lang, share=percent(own["project_share"]), place=place, count=count)


def classes(tables: Tables, document: str, lang: str) -> str:
    """The largest class beside the others."""
    frame = peers.classes(tables, document)
    own = _own(frame)
    if own.empty:
        return phrase("no_structure", lang)
    first = own.sort_values("share", ascending=False, kind="stable").iloc[0]
    return phrase("peers_class", lang, name=label(first["class"], lang), share=percent(first["share"]))


def rates(tables: Tables, document: str, lang: str) -> list[str]:
    """Completion and execution beside the others."""
    frame = peers.rates(tables, document)
    texts = []
    for column in ("completion_rate", "execution_rate"):
        place, count = peers.place(frame, column)
        if not place:
            texts.append(phrase(f"peers_no_{column}", lang))
            continue
        rate = percent(_own(frame)[column].iloc[0])
        texts.append(phrase(f"peers_{column}", lang, rate=rate, place=place, count=count))
    return texts


def three_public(tables: Tables, document: str, lang: str) -> str:
    """The three public expenses of every 10 000 yuan beside the others."""
    frame = peers.three_public(tables, document)
    place, count = peers.place(frame, "per_wan")
    if not place:
        return phrase("peers_no_three_public", lang)
    own = _own(frame).iloc[0]
    values = {"amount": own["three_public"], "per": own["per_wan"]}
    return phrase("peers_three_public", lang, place=place, count=count, **values)


def limits(tables: Tables, document: str, lang: str) -> list[str]:
    """What the comparison does not allow to say."""
    unlike = peers.unlike(tables, document)
    return [
        phrase("limit_peers_scope", lang, count=len(unlike["scope"])) if unlike["scope"] else "",
        phrase("limit_peers_kind", lang, count=len(unlike["kind"])) if unlike["kind"] else "",
        phrase("limit_peers_years", lang) if unlike["fiscal_year"] else "",
        phrase("limit_peers_tasks", lang),
        phrase("limit_peers_few", lang, count=len(tables["documents"])),
    ]

"""Sentences on how far the outturn kept to the initial budget, from the tables of one document."""

from jianghan_lib.analysis import credibility
from jianghan_lib.analysis.completion import lowest, stated
from jianghan_lib.analysis.credibility import status
from jianghan_lib.analysis.frames import TOTAL, Tables, add
from jianghan_lib.showing.display import label, percent
from jianghan_lib.showing.sentences.common import joined, own
from jianghan_lib.showing.wording import phrase


def whole(tables: Tables, lang: str) -> list[str]:
    """The total's distance from the budget, the composition's at each level, and what PEFA itself would rate."""
    frame = credibility.whole(tables)
    if frame.empty:
        return [phrase("pefa_none", lang)]
    first, parts = frame[frame["measure"] == TOTAL], frame[frame["measure"] != TOTAL]
    texts = [
        phrase(
            "pefa_total", lang, rate=percent(row["outturn_ratio"]), distance=percent(row["distance"]), band=row["band"]
        )
        for _, row in first.iterrows()
    ]
    listed = [
        phrase(
            "pefa_level", lang, name=label(row["measure"], lang), distance=percent(row["distance"]), band=row["band"]
        )
        for _, row in parts.iterrows()
    ]
    if listed:
        texts.append(phrase("pefa_variance", lang, names=joined(listed, lang)))
    if parts["band"].nunique() > 1:
        texts.append(phrase("pefa_level_decides", lang))
    return [*texts, _not_added(tables, lang), phrase("pefa_scope", lang)]


def _not_added(tables: Tables, lang: str) -> str:
    """Why there is no variance, or by how much what is unexplained could move it."""
    why = status(tables)
    if why == "does_not_add_up":
        rows, total = lowest(tables["completion"]), stated(tables)
        sums = {f"sum_{name.removeprefix('initial_')}": add(rows[name]) for name in ("initial_budget", "outturn")}
        return phrase("pefa_does_not_add_up", lang, **sums, **total)
    if why != "computed":
        return phrase(f"pefa_{why}", lang)
    effect = credibility.effect(tables)
    return phrase("pefa_effect", lang, effect=f"{100 * effect:.2f}") if effect >= 0.0005 else ""


def composition(tables: Tables, lang: str) -> str:
    """Which subjects make up most of the variance."""
    frame = credibility.composition(tables)
    rows = own(frame)
    if rows.empty:
        return phrase("pefa_no_composition", lang)
    top = rows.head(3)
    pairs = zip(top["name"], top["shift"], strict=True)
    names = joined([phrase("item_step", lang, name=name, amount=amount) for name, amount in pairs], lang)
    every = float(frame["variance_points"].iloc[-1])
    part = percent(float(top["variance_points"].sum()) / every) if every else percent(0.0)
    return phrase("pefa_composition", lang, count=len(top), names=names, share=part)

"""Sentences on performance indicators, from the tables of one document."""

import math

from jianghan_lib.analysis import indicators
from jianghan_lib.analysis.frames import Tables
from jianghan_lib.showing.display import percent
from jianghan_lib.showing.sentences import common
from jianghan_lib.showing.wording import phrase


def by_kind(tables: Tables, lang: str) -> list[str]:
    """How many indicators there are and were met, and how many targets were far exceeded."""
    frame = indicators.by_kind(tables)
    if frame.empty:
        targets = len(tables["indicators"])
        return [phrase("indicators_only_targets" if targets else "no_indicators", lang, count=targets)]
    total = frame.iloc[-1]
    texts = [phrase("indicators_met", lang, count=total["indicators_count"], share=percent(total["share_met"]),
                    **{name: total[name] for name in ("compared", "met_count", "missed_count")})]  # fmt: skip
    if total["with_attainment"]:
        values = {name: total[name] for name in ("with_attainment", "far_exceeded")}
        rates = {"share": percent(total["share_far_exceeded"]), "median": percent(total["median_attainment"])}
        texts.append(
            phrase("indicators_far" if total["far_exceeded"] else "indicators_not_far", lang, **values, **rates)
        )
    else:
        texts.append(phrase("indicators_words", lang))
    twice = indicators.repeated(tables)
    return [*texts, *([phrase("indicators_repeated", lang, count=twice)] if twice else [])]


def missed(tables: Tables, lang: str) -> str:
    """Which targets were missed by most."""
    frame = indicators.missed(tables)
    if frame.empty:
        return phrase("no_results_yet" if indicators.of_year(tables).empty else "no_missed", lang)
    return phrase("missed", lang, count=len(frame), names=common.joined(frame["indicator"], lang))


def far_exceeded(tables: Tables, lang: str) -> str:
    """Which targets were exceeded by most."""
    frame = indicators.far_exceeded(tables)
    if frame.empty:
        return ""
    first = frame.iloc[0]
    values = {"name": first["indicator"], "rate": percent(first["attainment"])}
    return phrase("far_exceeded_most", lang, count=len(frame), **values)


def together(tables: Tables, lang: str) -> list[str]:
    """Whether missed targets and unspent money go together, and whether there are enough projects to say so."""
    frame = indicators.together(tables).set_index("money")
    if frame.empty:
        return [phrase("no_together", lang)]
    if len(frame) < 2:
        return [phrase("together_one", lang, count=frame["projects"].iloc[0])]
    values = {
        f"{short}_{name}": frame.loc[money, column]
        for short, money in (("left", "with_gap"), ("none", "without_gap"))
        for name, column in (("projects", "projects"), ("missed", "with_missed"))
    }
    shares = {
        short: percent(float(frame["share_with_missed"][money]))
        for short, money in (("left", "with_gap"), ("none", "without_gap"))
    }
    texts = [phrase("together", lang, **values, **shares)]
    correlation, count = indicators.rank_correlation(tables), int(frame["projects"].sum())
    if math.isfinite(correlation):
        texts.append(phrase("together_rank", lang, value=correlation + 0.0, count=count))
    else:
        texts.append(phrase("together_no_rank", lang))
    few = int(frame["projects"].min())
    return [*texts, phrase("together_few", lang, few=few) if few < indicators.ENOUGH else ""]

"""Sentences on the models of pooled projects: what they find, and what so small a sample cannot show."""

import math

import pandas as pd

from jianghan_lib.analysis import models
from jianghan_lib.showing.display import label, percent
from jianghan_lib.showing.sentences.common import joined
from jianghan_lib.showing.wording import phrase

# From here on it is worth saying: the least p value that signs of clusters allow, a department's share of the projects, a
# project's share of the money.
LEAST_P, MUCH, MUCH_MONEY = 0.01, 0.25, 0.1


def sample(rows: pd.DataFrame, lang: str) -> list[str]:
    """How many projects of how many departments are pooled, and what was left out of what."""
    if rows.empty:
        return [phrase("models_no_rows", lang)]
    sums = {name: float(rows[name].sum()) for name in ("budget", "executed")}
    texts = [phrase("models_sample", lang, n=len(rows), departments=rows["cluster"].nunique(), **sums,
                    rate=percent(sums["executed"] / sums["budget"]), mean=percent(rows["execution_rate"].mean()))]  # fmt: skip
    for name in models.BINARY:
        known = rows[rows[name].notna()]
        counts = {"known": len(known), "departments": known["cluster"].nunique(), "yes": int(known[name].sum())}
        texts.append(phrase("models_known", lang, name=label(name, lang), n=len(rows), **counts))
    return texts


def problem(rows: pd.DataFrame, model: str, lang: str) -> str:
    """Why a model is not estimated; '' where it is."""
    why = models.problem(rows, model)
    used = models.usable(rows, model)
    names = joined(models.variables(model), lang)
    needed = models.ROWS_PER_PARAMETER * (len(models.variables(model)) + 1)
    return phrase(f"model_{why}", lang, name=label(model, lang), n=len(used), needed=needed, names=names) if why else ""


def logit(rows: pd.DataFrame, model: str, lang: str) -> list[str]:
    """What goes with the execution rate, under both covariances; or why the model is not estimated."""
    table = models.coefficients(rows, model)
    if table.empty:
        return [problem(rows, model, lang)]
    used = models.usable(rows, model)
    return [
        _effect(table[table["term"] == name], name, lang)
        + (phrase("effect_one_department", lang) if models.confounded(used, name) else "")
        for name in models.variables(model)
    ]


def _effect(found: pd.DataFrame, name: str, lang: str) -> str:
    """The average marginal effect of a variable: of the log of the budget, for a budget twice as large."""
    scale = math.log(2) if name == "log_budget" else 1.0
    texts = [
        phrase("interval", lang, covariance=label(row["covariance"], lang),
               **{short: f"{100 * scale * row[column]:+.1f}" for short, column in (("low", "effect_low"), ("high", "effect_high"))})
        for _, row in found.iterrows()
    ]  # fmt: skip
    first = found.iloc[0]
    clear = bool(((found["effect_low"] > 0) | (found["effect_high"] < 0)).all())
    values = {"effect": f"{100 * scale * first['effect']:+.1f}", "intervals": joined(texts, lang), "n": first["n"]}
    verdict = phrase("effect_clear" if clear else "effect_unclear", lang)
    return phrase(f"effect_{name}", lang, clusters=first["clusters"], **values) + verdict


def poisson(rows: pd.DataFrame, lang: str) -> list[str]:
    """The elasticity of execution by the budget, and whether it is one."""
    table = models.coefficients(rows, models.POISSON)
    if table.empty:
        return [problem(rows, models.POISSON, lang)]
    found = table[table["term"] == "elasticity"]
    texts = [
        phrase(
            "interval",
            lang,
            covariance=label(row["covariance"], lang),
            low=f"{row['low']:.3f}",
            high=f"{row['high']:.3f}",
        )
        for _, row in found.iterrows()
    ]
    one = bool(((found["low"] <= 1) & (found["high"] >= 1)).all())
    none = bool(((found["low"] > 1) | (found["high"] < 1)).all())
    values = {"value": found["coefficient"].iloc[0], "intervals": joined(texts, lang), "n": found["n"].iloc[0]}
    zero = int((models.usable(rows, models.POISSON)["executed"] == 0).sum())
    name = "elasticity_one" if one else "elasticity_not_one" if none else "elasticity_depends"
    return [phrase("elasticity", lang, zero=zero, **values), phrase(name, lang)]


def influence(rows: pd.DataFrame, model: str, lang: str) -> str:
    """Which project moves the result most."""
    frame = models.influence(rows, model)
    if frame.empty:
        return problem(rows, model, lang)
    first, whole = frame.iloc[0], frame["without"].iloc[0] - frame["moved"].iloc[0]
    share = percent(float(frame["budget"].iloc[0]) / float(rows["budget"].sum()))
    values = {"name": first["name"], "department": first["department"], "share": share, "without": first["without"]}
    return phrase("influence", lang, model=label(model, lang), whole=whole, **values)


def without_departments(rows: pd.DataFrame, model: str, lang: str) -> str:
    """How far the coefficient moves when a department is left out."""
    frame = models.without_departments(rows, model)
    if frame.empty:
        return problem(rows, model, lang)
    own = frame[(frame["part"] == "row") & frame["coefficient"].notna()]
    failed = int(frame["coefficient"].isna().sum())
    if own.empty:
        return phrase("without_none", lang, model=label(model, lang))
    low, high = own["coefficient"].min(), own["coefficient"].max()
    text = phrase("without", lang, model=label(model, lang), low=low, high=high, whole=frame["coefficient"].iloc[-1])
    return text + (phrase("without_failed", lang, count=failed) if failed else "")


def limits(rows: pd.DataFrame, lang: str) -> list[str]:
    """What this sample cannot show, from its own numbers."""
    if rows.empty:
        return [phrase("models_no_rows", lang)]
    clusters = rows["cluster"].value_counts()
    full, over = int((rows["execution_rate"] == 1).sum()), int((rows["execution_rate"] > 1).sum())
    largest = rows["name"].iloc[int(rows["budget"].argmax())]
    counts = {"clusters": len(clusters), "wanted": models.ENOUGH_CLUSTERS}
    least, most = 0.5 ** (len(clusters) - 1), clusters.iloc[0] / len(rows)
    weight = float(rows["budget"].max() / rows["budget"].sum())
    return [
        phrase("limit_few_clusters", lang, **counts) if len(clusters) < models.ENOUGH_CLUSTERS else "",
        phrase("limit_bootstrap", lang, least=f"{least:.3f}", **counts) if least >= LEAST_P else "",
        phrase("limit_largest_cluster", lang, name=clusters.index[0], share=percent(most)) if most >= MUCH else "",
        phrase("limit_full", lang, count=full, n=len(rows), share=percent(full / len(rows))) if full else "",
        phrase("limit_over", lang, count=over) if over else "",
        phrase("limit_weight", lang, name=largest, share=percent(weight)) if weight >= MUCH_MONEY else "",
        phrase("limit_variables", lang),
        phrase("limit_causes", lang),
    ]

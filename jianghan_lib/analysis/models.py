"""Models of pooled projects: what goes with a project's execution, with the uncertainty that so few departments leave.

`sample` makes the rows from the tables of the whole collection; every other function takes what it returns. A model that
cannot be estimated gives no rows, and `problem` says why. Covariances are robust to heteroscedasticity (HC1, t with n-k
degrees of freedom) and clustered by department (t with G-1); intervals are of 95 %.
"""

import warnings
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import statsmodels.api as sm
from scipy import stats

from jianghan_lib.analysis.frames import Tables

CONFIDENCE = 0.95
# The variables of each fractional logit; a model uses the projects of which all are known.
LOGITS: dict[str, list[str]] = {
    "logit_size": ["log_budget"],
    "logit_funding": ["log_budget", "from_above"],
    "logit_kind": ["log_budget", "recurring"],
    "logit_all": ["log_budget", "from_above", "recurring"],
}
POISSON = "poisson"
BINARY = ("from_above", "recurring")
# Rows that a model needs for each of its parameters (as events per variable, Peduzzi et al. 1996).
ROWS_PER_PARAMETER = 10
# Beyond this the fitted chance is 0 or 1 to four digits: the data are separated, the coefficients are not finite.
SEPARATED = 10.0
# Fewer clusters than these, and intervals clustered by them are too narrow (Cameron and Miller 2015).
ENOUGH_CLUSTERS = 30
COVARIANCES = ("HC1", "cluster")


def sample(tables: Tables) -> pd.DataFrame:
    """The projects with a budget above zero and an execution, of all final accounts.

    Columns: name (project), department (of its year), cluster (the department whatever the year), budget, executed,
    execution_rate, log_budget, from_above and recurring (1, 0, or empty where the document does not say).
    """
    facts = tables["documents"][["document_id", "department", "fiscal_year"]]
    rows = tables["projects"].merge(facts, on="document_id")
    rows = rows[(rows["budget"] > 0) & rows["executed"].notna()].reset_index(drop=True)
    rows["cluster"], rows["name"] = rows["department"], rows["project"]
    rows["department"] = rows["department"] + " " + rows["fiscal_year"].astype("str")
    rows["execution_rate"] = rows["executed"] / rows["budget"]
    rows["log_budget"] = np.log(rows["budget"])
    funded = rows[["department_budget", "special_fund", "upper_transfer"]].notna().any(axis=1)
    rows["from_above"] = (rows["upper_transfer"].fillna(0) > 0).astype("float64").where(funded)
    rows["recurring"] = (rows["recurrence"] == "recurring").astype("float64").where(rows["recurrence"] != "")
    names = ["name", "department", "cluster", "budget", "executed", "execution_rate", "log_budget", *BINARY]
    return rows[names]


def usable(rows: pd.DataFrame, model: str) -> pd.DataFrame:
    """The rows that a model can use: its variables known, and, for a logit, a rate between 0 and 1."""
    rows = rows.dropna(subset=variables(model))
    return rows[rows["execution_rate"].between(0, 1)] if model != POISSON else rows[rows["executed"] >= 0]


def variables(model: str) -> list[str]:
    return LOGITS.get(model, ["log_budget"])


def confounded(rows: pd.DataFrame, name: str) -> bool:
    """Whether all projects with, or all without, a property are one department's: its difference may then be the department's."""
    return name in BINARY and bool((rows.groupby(name)["cluster"].nunique() < 2).any())


def problem(rows: pd.DataFrame, model: str) -> str:
    """Why a model cannot be estimated (few_rows, no_variation, collinear, separated), or ''."""
    used = usable(rows, model)
    design, outcome = _design(used, model), _outcome(used, model)
    if len(used) < ROWS_PER_PARAMETER * design.shape[1]:
        return "few_rows"
    if np.ptp(outcome) == 0 or (np.ptp(design[:, 1:], axis=0) == 0).any():
        return "no_variation"
    if np.linalg.matrix_rank(design) < design.shape[1]:
        return "collinear"
    fitted = _fit(design, outcome, model)
    finite = fitted.converged and np.isfinite(fitted.params).all()
    return "" if finite and (model == POISSON or np.abs(design @ fitted.params).max() < SEPARATED) else "separated"


def _design(rows: pd.DataFrame, model: str) -> np.ndarray:
    return np.column_stack([np.ones(len(rows)), rows[variables(model)].to_numpy("float64")])


def _outcome(rows: pd.DataFrame, model: str) -> np.ndarray:
    return rows["executed" if model == POISSON else "execution_rate"].to_numpy("float64")


def _fit(design: np.ndarray, outcome: np.ndarray, model: str, **options: Any) -> Any:
    """A fitted model of statsmodels; its warnings are about what `problem` looks for."""
    family = sm.families.Poisson() if model == POISSON else sm.families.Binomial()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return sm.GLM(outcome, design, family=family).fit(maxiter=200, tol=1e-10, **options)


def coefficients(rows: pd.DataFrame, model: str) -> pd.DataFrame:
    """The coefficients of a model, under each covariance; that of clusters where there are two.

    Columns: term, covariance, coefficient, standard_error, low, high, p_value (of 0; of 1 for the elasticity), n,
    clusters, part. For logits also effect, effect_low, effect_high: the average marginal effect on the rate (of a
    variable of 0 and 1, the difference between the two).
    """
    if problem(rows, model):
        return pd.DataFrame()
    used = usable(rows, model)
    return pd.concat([_estimated(used, model, covariance) for covariance in _covariances(used)], ignore_index=True)


def _covariances(rows: pd.DataFrame) -> Sequence[str]:
    return COVARIANCES if rows["cluster"].nunique() > 1 else COVARIANCES[:1]


def _estimated(rows: pd.DataFrame, model: str, covariance: str) -> pd.DataFrame:
    """The table of `coefficients` under one covariance."""
    design, clusters = _design(rows, model), rows["cluster"].nunique()
    freedom = clusters - 1 if covariance == "cluster" else len(rows) - design.shape[1]
    fitted = _fit(design, _outcome(rows, model), model)
    params, matrix = np.asarray(fitted.params), _covariance(rows, model, covariance)
    errors = np.sqrt(np.diag(matrix))
    null = np.array([0.0, 1.0]) if model == POISSON else np.zeros(design.shape[1])
    frame = _intervals(params, errors, freedom)
    frame.insert(0, "term", ["intercept", *(_elasticity(name, model) for name in variables(model))])
    frame.insert(1, "covariance", covariance)
    frame["p_value"] = 2 * stats.t.sf(np.abs((params - null) / errors), freedom)
    if model != POISSON:
        effects, spread = _effects(design, params, matrix, variables(model))
        margins = _intervals(effects, spread, freedom).drop(columns="standard_error")
        margins.columns = pd.Index(["effect", "effect_low", "effect_high"])
        frame = frame.join(margins.set_axis(range(1, len(frame))))
    counts = {"n": len(rows), "clusters": clusters}
    return frame.assign(**counts, part="row").astype({"n": "Int64", "clusters": "Int64"})


def _covariance(rows: pd.DataFrame, model: str, covariance: str) -> np.ndarray:
    """The covariance of the coefficients; HC1 by its factor n/(n-k), which statsmodels leaves out of generalised models."""
    design, outcome = _design(rows, model), _outcome(rows, model)
    if covariance == "cluster":
        groups = {"groups": pd.factorize(rows["cluster"])[0]}
        return np.asarray(_fit(design, outcome, model, cov_type="cluster", cov_kwds=groups).cov_params())
    count, parameters = design.shape
    whole = np.asarray(_fit(design, outcome, model, cov_type="HC0").cov_params())
    return whole * count / (count - parameters)


def _elasticity(name: str, model: str) -> str:
    return "elasticity" if model == POISSON else name


def _intervals(values: np.ndarray, errors: np.ndarray, freedom: int) -> pd.DataFrame:
    width = stats.t.ppf((1 + CONFIDENCE) / 2, freedom) * errors
    return pd.DataFrame(
        {"coefficient": values, "standard_error": errors, "low": values - width, "high": values + width}
    )


def _effects(
    design: np.ndarray, params: np.ndarray, covariance: np.ndarray, names: Sequence[str]
) -> tuple[np.ndarray, np.ndarray]:
    """Average marginal effects of the variables and their standard errors, by the delta method."""
    effects, errors = [], []
    for place, name in enumerate(names, start=1):
        value, gradient = _difference(design, params, place) if name in BINARY else _slope(design, params, place)
        effects.append(value)
        errors.append(float(np.sqrt(gradient @ covariance @ gradient)))
    return np.array(effects), np.array(errors)


def _chance(predictor: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-predictor))


def _slope(design: np.ndarray, params: np.ndarray, place: int) -> tuple[float, np.ndarray]:
    """The mean derivative of the rate by a variable, and its gradient by the coefficients."""
    chance = _chance(design @ params)
    spread = chance * (1 - chance)
    gradient = ((1 - 2 * chance) * spread) @ design / len(design) * params[place]
    gradient[place] += spread.mean()
    return float(spread.mean() * params[place]), gradient


def _difference(design: np.ndarray, params: np.ndarray, place: int) -> tuple[float, np.ndarray]:
    """The mean difference of the rate between 1 and 0 of a variable, and its gradient by the coefficients."""
    values, gradients = [], []
    for value in (1.0, 0.0):
        moved = design.copy()
        moved[:, place] = value
        chance = _chance(moved @ params)
        values.append(chance.mean())
        gradients.append((chance * (1 - chance)) @ moved / len(moved))
    return float(values[0] - values[1]), gradients[0] - gradients[1]


def expected(rows: pd.DataFrame, model: str, budgets: np.ndarray) -> np.ndarray:
    """The rate that a logit of the budget alone expects of projects with these budgets."""
    used = usable(rows, model)
    constant, slope_ = np.asarray(_fit(_design(used, model), _outcome(used, model), model).params)
    return np.asarray(_chance(constant + slope_ * np.log(budgets)))


def slope(rows: pd.DataFrame, model: str) -> float:
    """The coefficient of the log of the budget; nan where the model cannot be estimated on these rows."""
    used = usable(rows, model)
    if len(used) <= len(variables(model)) + 1 or np.ptp(used["log_budget"]) == 0:
        return float("nan")
    fitted = _fit(_design(used, model), _outcome(used, model), model)
    return float(fitted.params[1]) if fitted.converged else float("nan")


def influence(rows: pd.DataFrame, model: str, largest: int = 8) -> pd.DataFrame:
    """The projects without which the coefficient of the log of the budget moves most, each left out in turn.

    Columns: name, department, budget, execution_rate, without (the coefficient then), moved, in_errors (moved, in
    robust standard errors of the coefficient with all), n (without it), part. Candidates are found by one Newton step,
    and refitted: exact for those listed.
    """
    if problem(rows, model):
        return pd.DataFrame()
    used = usable(rows, model).reset_index(drop=True)
    whole, steps = slope(used, model), _one_step(used, model)
    candidates = used.loc[np.argsort(-np.abs(steps), kind="stable")[: 3 * largest]]
    without = [slope(used.drop(index=place), model) for place in candidates.index]
    frame = candidates[["name", "department", "budget", "execution_rate"]].assign(without=without, part="row")
    frame.insert(5, "moved", frame["without"] - whole)
    frame.insert(6, "in_errors", frame["moved"] / float(np.sqrt(_covariance(used, model, "HC1")[1, 1])))
    frame.insert(7, "n", pd.Series(len(used) - 1, frame.index, dtype="Int64"))
    return frame.sort_values("moved", key=lambda values: -values.abs(), kind="stable", ignore_index=True).head(largest)


def _one_step(rows: pd.DataFrame, model: str) -> np.ndarray:
    """About how much the coefficient of the log of the budget moves without each row."""
    design, outcome = _design(rows, model), _outcome(rows, model)
    mean = np.asarray(_fit(design, outcome, model).fittedvalues)
    weight = mean if model == POISSON else mean * (1 - mean)
    inverse = np.linalg.inv(design.T @ (design * weight[:, None]))
    leverage = weight * np.einsum("ij,jk,ik->i", design, inverse, design)
    return -(design @ inverse)[:, 1] * (outcome - mean) / np.maximum(1 - leverage, 1e-6)


def without_departments(rows: pd.DataFrame, model: str) -> pd.DataFrame:
    """The coefficient of the log of the budget with each department left out in turn, and with all.

    Columns: left_out (a department, or none_left_out), n, covariance (HC1), coefficient, low, high, part; empty where
    the model cannot be estimated with all.
    """
    if problem(rows, model):
        return pd.DataFrame()
    columns = ["left_out", "n", "covariance", "coefficient", "low", "high", "part"]
    found = []
    for name in [*dict.fromkeys(usable(rows, model)["cluster"]), ""]:
        rest = rows[rows["cluster"] != name]
        table = coefficients(rest, model)
        shown = ("coefficient", "low", "high")
        values = [float(table[column].iloc[1]) if len(table) else float("nan") for column in shown]
        found.append(
            [name or "none_left_out", len(usable(rest, model)), COVARIANCES[0], *values, "row" if name else "total"]
        )
    return pd.DataFrame(found, columns=columns).astype({"n": "Int64"})


def coverage(rows: pd.DataFrame) -> pd.DataFrame:
    """Of how many projects each variable is known, and the execution where it is 1 and 0.

    Columns: variable, group (all, yes, no), projects, departments, budget, executed, execution_rate (of the sums),
    mean_rate (of the projects), full_share (executed in full), part.
    """
    columns = ["variable", "group", "projects", "departments", "budget", "executed", "execution_rate", "mean_rate"]
    groups = [("log_budget", "all", rows)]
    for name in BINARY:
        groups += [(name, answer, rows[rows[name] == value]) for answer, value in (("yes", 1), ("no", 0))]
    found = [
        [name, group, len(some), some["cluster"].nunique(), some["budget"].sum(), some["executed"].sum(),
         some["executed"].sum() / some["budget"].sum() if len(some) else float("nan"),
         some["execution_rate"].mean(), (some["execution_rate"] >= 1).mean()]
        for name, group, some in groups
    ]  # fmt: skip
    frame = pd.DataFrame(found, columns=[*columns, "full_share"]).assign(part="row")
    return frame[frame["projects"] > 0].reset_index(drop=True).astype({"projects": "Int64", "departments": "Int64"})

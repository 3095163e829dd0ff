"""The models of pooled projects, each statistic recomputed here with numpy; and samples that allow no model."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from jianghan_lib import documents, load
from jianghan_lib.analysis import models
from jianghan_lib.showing.charts import models as charts
from jianghan_lib.showing.sentences import models as say

KINDS = ("logit_size", "logit_kind", models.POISSON)


@pytest.fixture(scope="module")
def rows() -> pd.DataFrame:
    return models.sample({"documents": documents(), "projects": load("projects")})


def made(count: int = 60, clusters: int = 6, seed: int = 3, **columns: object) -> pd.DataFrame:
    """Projects of invented departments, executed by a known rule."""
    chance = np.random.default_rng(seed)
    size, kind = chance.normal(4, 1.5, count), chance.integers(0, 2, count).astype(float)
    rate = chance.beta(6 + kind, 2, count)
    frame = pd.DataFrame({"name": [f"项目{n}" for n in range(count)], "log_budget": size, "budget": np.exp(size)})
    frame["cluster"] = frame["department"] = [f"局{n % clusters}" for n in range(count)]
    frame = frame.assign(execution_rate=rate, executed=rate * np.exp(size), from_above=kind, recurring=1 - kind)
    return frame.assign(**columns)


def newton(design: np.ndarray, outcome: np.ndarray, logit: bool) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Coefficients, inverse of the information, and scores of a logit or a Poisson model."""
    params = np.zeros(design.shape[1])
    params[0] = 0 if logit else np.log(outcome.mean())
    for _ in range(200):
        mean = 1 / (1 + np.exp(-design @ params)) if logit else np.exp(design @ params)
        weight = mean * (1 - mean) if logit else mean
        inverse = np.linalg.inv(design.T @ (design * weight[:, None]))
        params = params + inverse @ design.T @ (outcome - mean)
    return params, inverse, design * (outcome - mean)[:, None]


def by_hand(used: pd.DataFrame, model: str, covariance: str) -> tuple[np.ndarray, np.ndarray, np.ndarray, int]:
    """Design, coefficients, covariance and degrees of freedom, by their formulas."""
    logit = model != models.POISSON
    design = np.column_stack([np.ones(len(used)), used[models.variables(model)].to_numpy(float)])
    params, inverse, scores = newton(design, used["execution_rate" if logit else "executed"].to_numpy(), logit)
    n, k = design.shape
    if covariance == "HC1":
        return design, params, inverse @ (scores.T @ scores) @ inverse * n / (n - k), n - k
    sums = pd.DataFrame(scores).groupby(used["cluster"].to_numpy()).sum().to_numpy()
    groups = len(sums)
    correction = groups / (groups - 1) * (n - 1) / (n - k)
    return design, params, inverse @ (sums.T @ sums) @ inverse * correction, groups - 1


@pytest.mark.parametrize("covariance", models.COVARIANCES)
@pytest.mark.parametrize("model", KINDS)
def test_coefficients_errors_and_intervals_follow_their_formulas(
    rows: pd.DataFrame, model: str, covariance: str
) -> None:
    used = models.usable(rows, model)
    _, params, matrix, freedom = by_hand(used, model, covariance)
    errors = np.sqrt(np.diag(matrix))
    table = models.coefficients(rows, model)
    table = table[table["covariance"] == covariance]
    width = stats.t.ppf(0.975, freedom) * errors
    null = np.array([0, 1]) if model == models.POISSON else 0
    assert table["coefficient"].to_numpy() == pytest.approx(params, abs=1e-6)
    assert table["standard_error"].to_numpy() == pytest.approx(errors, rel=1e-5)
    assert table["low"].to_numpy() == pytest.approx(params - width, abs=1e-4)
    assert table["p_value"].to_numpy() == pytest.approx(
        2 * stats.t.sf(abs((params - null) / errors), freedom), abs=1e-5
    )
    assert set(table["n"]) == {len(used)} and set(table["clusters"]) == {used["cluster"].nunique()}


def test_marginal_effects_and_their_errors_follow_from_differences(rows: pd.DataFrame) -> None:
    used = models.usable(rows, "logit_kind")
    design, params, matrix, freedom = by_hand(used, "logit_kind", "HC1")

    def effects(values: np.ndarray) -> np.ndarray:
        chance = 1 / (1 + np.exp(-design @ values))
        with_one, with_none = design.copy(), design.copy()
        with_one[:, 2], with_none[:, 2] = 1, 0
        both = [(1 / (1 + np.exp(-moved @ values))).mean() for moved in (with_one, with_none)]
        return np.array([(chance * (1 - chance)).mean() * values[1], both[0] - both[1]])

    step = 1e-6 * np.eye(3)
    gradient = np.column_stack([(effects(params + one) - effects(params - one)) / 2e-6 for one in step])
    width = stats.t.ppf(0.975, freedom) * np.sqrt(np.diag(gradient @ matrix @ gradient.T))
    table = models.coefficients(rows, "logit_kind").iloc[1:3]
    assert table["effect"].to_numpy() == pytest.approx(effects(params), abs=1e-6)
    assert table["effect_low"].to_numpy() == pytest.approx(effects(params) - width, abs=1e-4)
    assert pd.isna(models.coefficients(rows, "logit_kind")["effect"].iloc[0])


@pytest.mark.parametrize("model", ["logit_size", models.POISSON])
def test_the_most_influential_project_is_that_of_a_full_search(rows: pd.DataFrame, model: str) -> None:
    used = models.usable(rows, model).reset_index(drop=True)
    whole = models.slope(used, model)
    moved = [models.slope(used.drop(index=place), model) - whole for place in used.index]
    found = models.influence(rows, model, largest=3)
    assert found["moved"].abs().tolist() == pytest.approx(sorted(np.abs(moved), reverse=True)[:3], abs=1e-6)
    assert found["name"].iloc[0] == used["name"].iloc[int(np.argmax(np.abs(moved)))]


def test_each_department_is_left_out_in_turn(rows: pd.DataFrame) -> None:
    frame = models.without_departments(rows, models.POISSON)
    assert frame["left_out"].tolist() == [*dict.fromkeys(rows["cluster"]), "none_left_out"]
    for name, value, count in zip(frame["left_out"], frame["coefficient"], frame["n"], strict=True):
        rest = rows[rows["cluster"] != name]
        assert count == len(rest) and value == pytest.approx(models.slope(rest, models.POISSON), abs=1e-6)
    figure = charts.without_departments(frame, "zh", 1)
    assert figure and len(figure.axes[0].collections[1].get_offsets()) == len(frame)


def test_the_sample_keeps_zeros_and_leaves_out_budgets(rows: pd.DataFrame) -> None:
    projects = load("projects")
    wanted = projects[(projects["budget"] > 0) & projects["executed"].notna()]
    assert len(rows) == len(wanted) and (rows["executed"] == 0).sum() == (wanted["executed"] == 0).sum() > 0
    assert rows["from_above"].notna().sum() == wanted[["department_budget", "upper_transfer"]].notna().any(axis=1).sum()
    total = models.coverage(rows).iloc[0]
    assert (total["projects"], total["execution_rate"]) == (
        len(rows), pytest.approx(wanted["executed"].sum() / wanted["budget"].sum()),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("frame", "model", "why"),
    [
        (made(19), "logit_size", "few_rows"),
        (made(execution_rate=1.0), "logit_size", "no_variation"),
        (made(from_above=1.0), "logit_funding", "no_variation"),
        (made(), "logit_all", "collinear"),
        (made().assign(execution_rate=lambda frame: frame["from_above"]), "logit_funding", "separated"),
        (made().assign(execution_rate=lambda frame: (frame["log_budget"] > 4) * 1.0), "logit_size", "separated"),
        (made(executed=0.0), models.POISSON, "no_variation"),
    ],
)
def test_what_cannot_be_estimated_is_said_in_a_sentence(frame: pd.DataFrame, model: str, why: str) -> None:
    assert models.problem(frame, model) == why
    assert models.coefficients(frame, model).empty and models.influence(frame, model).empty
    assert models.without_departments(frame, model).empty
    said = say.poisson(frame, "zh") if model == models.POISSON else say.logit(frame, model, "zh")
    assert len(said) == 1 and "没有估计" in said[0]
    assert charts.without_departments(models.without_departments(frame, model), "zh", 0) is None


def test_one_department_has_no_clusters() -> None:
    table = models.coefficients(made(clusters=1), "logit_size")
    assert set(table["covariance"]) == {"HC1"}
    assert "够估计" in say.without_departments(made(clusters=1), "logit_size", "zh")


def test_a_kind_that_one_department_alone_has_is_warned_of() -> None:
    frame = made()
    frame["recurring"] = (frame["cluster"] != "局0").astype(float)
    assert models.confounded(frame, "recurring") and not models.confounded(made(), "recurring")
    assert "同一个部门" in say.logit(frame, "logit_kind", "zh")[-1]


def test_rates_above_one_are_left_to_the_model_of_amounts() -> None:
    frame = made()
    frame.loc[0, ["execution_rate", "executed"]] = [1.2, 1.2 * frame.loc[0, "budget"]]
    assert (len(models.usable(frame, "logit_size")), len(models.usable(frame, models.POISSON))) == (59, 60)
    assert any("超过预算" in text for text in say.limits(frame, "zh"))


def test_proportional_execution_has_an_elasticity_of_one() -> None:
    frame = made().assign(executed=lambda one: 0.8 * one["budget"])
    found = models.coefficients(frame, models.POISSON)["coefficient"].iloc[:2]
    assert found.tolist() == pytest.approx([np.log(0.8), 1], abs=1e-8)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_sample_s_limits_are_computed(rows: pd.DataFrame, lang: str) -> None:
    text = " ".join(say.limits(rows, lang))
    clusters = rows["cluster"].nunique()
    assert f"{clusters}" in text and f"{0.5 ** (clusters - 1):.3f}" in text
    many = made(count=400, clusters=40)
    told = " ".join(say.limits(many, lang))
    assert "0.000" not in told and len(told) < len(text) and not any("局0" in one for one in say.limits(many, lang))
    assert len(say.limits(rows.head(0), lang)) == len(say.sample(rows.head(0), lang)) == 1

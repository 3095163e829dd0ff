"""Tests of few groups, by counting instead of by large samples: exact permutation, restricted wild cluster bootstrap."""

from itertools import product
from math import comb

import numpy as np
import pandas as pd
import statsmodels.api as sm
import statsmodels.formula.api as smf
from scipy import stats

# Beyond so many rearrangements they are drawn at random, from a fixed seed, instead of all being counted.
COUNTED = 20_000
SEED = 20240101


def permutation_test(values: pd.Series, groups: pd.Series) -> pd.Series:
    """Two groups, told by a column of True and False: how far apart their means are, and how rare that is by chance.

    Returns `difference` (mean of True less mean of False), `p_value` (two-sided: the share of all ways to deal the
    values to groups of these sizes whose means lie at least as far apart) and `n`. All ways are counted up to
    COUNTED, else so many are drawn. A group of fewer than two: empty values. Source: Fisher (1935); Good (2005), chapter 3.
    """
    known = values.notna() & groups.notna()
    inside, outside = values[known & (groups == True)], values[known & (groups == False)]  # noqa: E712 (may be nullable)
    if min(len(inside), len(outside)) < 2:
        return pd.Series({"difference": np.nan, "p_value": np.nan, "n": int(known.sum())})
    ways = comb(len(inside) + len(outside), len(inside))
    found = stats.permutation_test(
        (inside.to_numpy("float64"), outside.to_numpy("float64")),
        _distance,
        vectorized=True,
        alternative="greater",
        n_resamples=np.inf if ways <= COUNTED else COUNTED,
        rng=np.random.default_rng(SEED),
    )
    return pd.Series(
        {"difference": float(inside.mean() - outside.mean()), "p_value": float(found.pvalue), "n": int(known.sum())}
    )


def _distance(inside: np.ndarray, outside: np.ndarray, axis: int) -> np.ndarray:
    return np.abs(np.asarray(inside.mean(axis=axis) - outside.mean(axis=axis)))


def wild_cluster_bootstrap(rows: pd.DataFrame, formula: str, term: str, cluster: str) -> float:
    """The p value that a coefficient of a linear model is zero, for few clusters: restricted wild bootstrap.

    The model without the term is fitted; its residuals change sign cluster by cluster, in all 2^G ways (beyond COUNTED
    so many drawn); the p value is the share whose clustered t is at least as large. With few clusters it has few
    possible values, and 2/2^G is the smallest. Source: Cameron, Gelbach and Miller (2008), Webb (2023).
    """
    model, restricted = smf.ols(formula, rows), smf.ols(f"{formula} - {term}", rows).fit()
    codes, names = pd.factorize(rows[cluster])
    place = model.exog_names.index(term)
    count = len(names)
    every = list(product((1.0, -1.0), repeat=count)) if 2**count <= COUNTED else None
    signs = np.array(every) if every else np.random.default_rng(SEED).choice((1.0, -1.0), (999, count))
    drawn = (restricted.fittedvalues + restricted.resid * sign[codes] for sign in signs)
    observed = abs(_clustered_t(model.endog, model.exog, place, codes))
    others = [abs(_clustered_t(np.asarray(values), model.exog, place, codes)) for values in drawn]
    return float(np.mean(np.array(others) >= observed * (1 - 1e-9)))


def _clustered_t(outcome: np.ndarray, regressors: np.ndarray, place: int, codes: np.ndarray) -> float:
    fitted = sm.OLS(outcome, regressors).fit(cov_type="cluster", cov_kwds={"groups": codes})
    return float(fitted.tvalues[place])

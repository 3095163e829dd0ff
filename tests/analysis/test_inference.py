"""Tests of few groups: by hand."""

import numpy as np
import pandas as pd
import pytest

from jianghan_lib.analysis.inference import permutation_test, wild_cluster_bootstrap


def test_all_ways_to_deal_values_to_two_groups_are_counted() -> None:
    # 3 of 5 values can be chosen in 10 ways; only {8, 9, 10} and none other lie 7.5 apart, or more
    values, groups = pd.Series([1.0, 2.0, 8.0, 9.0, 10.0]), pd.Series([False, False, True, True, True])
    assert permutation_test(values, groups).to_dict() == {"difference": 7.5, "p_value": 0.1, "n": 5}


def test_values_that_are_not_known_are_left_out_and_a_group_of_one_is_no_comparison() -> None:
    values = pd.Series([1.0, 2.0, np.nan, 3.0, 4.0])
    assert permutation_test(values, pd.Series([True, False, True, False, False])).dropna().to_dict() == {"n": 4}
    # of the six ways to halve 1, 2, 3, 4 two lie 2 apart
    two = permutation_test(values, pd.Series([True, True, True, False, False]))
    assert two["difference"] == -2 and two["p_value"] == pytest.approx(2 / 6)


def test_few_clusters_bound_what_the_bootstrap_can_say() -> None:
    # Four clusters change sign in sixteen ways, and all together changes nothing: no p value is below 2/16.
    noise = [0.3, -0.2, 0.1, -0.4, 0.2, 0.1, -0.3, 0.4, -0.1, 0.2, -0.2, 0.1]
    rows = pd.DataFrame({"x": np.arange(12.0), "e": noise, "department": list("甲乙丙丁") * 3})
    rows = rows.assign(y=2 * rows["x"] + rows["e"])
    assert wild_cluster_bootstrap(rows, "y ~ x", "x", "department") == 2 / 16
    assert wild_cluster_bootstrap(rows, "e ~ x", "x", "department") > 0.3

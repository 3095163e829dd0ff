"""The cells of models.ipynb: figures reckoned by other means beforehand."""

from typing import Any

import pytest
from cells import run


@pytest.fixture(scope="module")
def cells() -> dict[str, Any]:
    return run("models", lang="zh")[0]


def test_the_pooled_projects(cells: dict[str, Any]) -> None:
    table = cells["by_department"]
    assert table[["projects", "full", "unstarted"]].sum().tolist() == [40, 15, 5]


def test_size_pooled_and_within_departments(cells: dict[str, Any]) -> None:
    size = cells["size"].round(6)
    assert size.loc["pooled", ["coefficient", "effect"]].tolist() == [0.267115, 0.038781]
    assert size.loc["within_departments", ["coefficient", "standard_error"]].round(3).tolist() == [0.148, 0.145]
    assert cells["ranks"].dropna().round(2).sort_values().tolist() == [-0.06, 0.07, 0.15]
    assert cells["bootstrap"] == 0.5


def test_recurring_against_one_off_projects_of_one_department(cells: dict[str, Any]) -> None:
    assert len(cells["recurring"]) == 1
    row = cells["recurring"].iloc[0]
    assert (round(row["difference"], 3), round(row["p_value"], 4), row["n"]) == (0.612, 0.0054, 17)


def test_a_slope_within_departments_is_not_drawn_where_rates_do_not_vary(cells: dict[str, Any]) -> None:
    assert set(cells["rows"]["department"]) - set(cells["varied"]["department"]) == {
        name for name, rates in cells["rows"].groupby("department")["execution_rate"] if rates.nunique() == 1
    }

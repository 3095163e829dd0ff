"""The cells of models.ipynb: figures reckoned by other means beforehand."""

from typing import Any

import pytest
from cells import code, run


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


def test_the_result_on_recurring_projects_names_the_forms_that_tick_two_kinds(cells: dict[str, Any]) -> None:
    contested = cells["known"].query("contested")
    assert sorted(contested["project"]) == [
        "2023-2024年度选调生到村工作中央财政补助资金",
        "2024年社区基层党组织活动经费",  # its form is headed otherwise
        "2024年离任村支书、村主任生活困难补助经费",
        "劳动监察欠新应急周转资金",
        "园区雇员制咨询服务经费",
        "国家及市级公共就业服务能力提升示范项目",
    ]
    assert cells["recurring"]["undoubted"].isna().all()
    assert all(name in run("models", lang="zh")[1] for name in contested["project"])


def test_the_models_are_told_in_english_too() -> None:
    text = run("models", lang="en")[1]
    assert "recurring projects is 61.2 percentage points above that of the others" in text
    assert [word for word in text.split() if "_" in word] == [] and "万元" not in text


def test_a_finding_belongs_to_the_form_that_it_stands_in(cells: dict[str, Any]) -> None:
    last = cells["touched"].query("document_id == 'jiangan-2020-final' and line == 1118")  # at the foot of its form
    assert last["project"].tolist() == ["就业管理事务"]


def test_finished_and_unfinished_beside_the_rate(cells: dict[str, Any]) -> None:
    assert cells["halves"][["projects", "full", "unstarted"]].values.tolist() == [[20, 10, 4], [20, 5, 1]]
    assert cells["full"].round(4).values.tolist() == [[-0.1812, 0.1225, 0.1391, -0.0403, 40]]


def test_errors_are_not_clustered_where_departments_less_one_are_fewer_than_parameters(cells: dict[str, Any]) -> None:
    assert cells["errors"].index.tolist() == ["HC0", "cluster", "wild_bootstrap"]
    few = dict(cells, rows=cells["rows"][lambda rows: rows["department"].isin(rows["department"].unique()[:2])])
    exec(next(source for name, _, source in code("models") if name == "clusters"), few)
    assert few["errors"].index.tolist() == ["HC0", "wild_bootstrap"]

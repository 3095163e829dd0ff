"""The cells of collection.ipynb: what a question across departments answers."""

from cells import run


def test_the_largest_unspent_projects_of_all_final_accounts() -> None:
    cells = run("collection", top=2)[0]
    # budgets and executions as the summary tables of the two departments print them
    rows = cells["largest"][["name", "budget", "executed"]].values.tolist()
    assert rows == [["人才发展专项资金", 14230.6, 6765.31], ["支农返汉帮扶资金", 3499.9, 2476.34]]
    assert cells["largest"]["gap"].round(2).tolist() == [7465.29, 1023.56]
    assert cells["about"]["kinds"] == 1 and cells["about"]["documents"] == 4


def test_filters_by_district_year_and_kind() -> None:
    cells, text = run("collection", district="东西湖", kind="")
    assert (cells["about"]["documents"], cells["about"]["first_year"]) == (1, 2025)
    assert "武汉市东西湖区人力资源和社会保障局" in text
    assert cells["largest"].empty and cells["ranked"].empty  # a budget executes nothing
    assert sorted(run("collection", year=2024)[0]["ranked"]["outturn"].round(2)) == [10238.96, 14346.05]


def test_nothing_chosen_is_said_and_no_error() -> None:
    assert run("collection", district="无此'地")[0]["about"]["documents"] == 0


def test_a_class_counts_what_was_spent_without_a_budget_too() -> None:
    classes = run("collection")[0]["classes"].set_index(["class_name", "fiscal_year"])
    row = classes.loc[
        ("社会保障和就业支出", 2023)
    ]  # the class of one document: its budget, and its outturn as the table prints it
    assert [round(row[name], 2) for name in ("initial_budget", "outturn")] == [36490.32, 50025.96]
    assert classes["completion_rate"].isna().sum() == 3  # the classes without any initial budget


def test_execution_rates_are_spread_as_the_projects_are() -> None:
    steps = run("collection")[0]["steps"]
    assert (steps["projects"].sum(), steps["execution_rate"].between(0, 1.2).all()) == (40, True)


def test_a_collection_of_one_document_says_what_is_true_of_one() -> None:
    text = run("collection", district="江汉")[1]
    assert "选中1份：1个部门（单位），2024年。" in text
    assert "11个项目中4个有剩余，共1,808.78万元" in text  # as its summary table prints: seven were executed in full
    assert "武汉市江汉区人力资源局的完成率为153.1%。" in text

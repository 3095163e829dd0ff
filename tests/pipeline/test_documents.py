"""The documents of the repository: what an analyst finds in the tables, to the last digit."""

from decimal import Decimal

import pytest

from jianghan_lib import documents, load
from jianghan_lib.base.errors import UsageError

D = Decimal


def total(table: str, document: str, column: str, **where: str) -> Decimal:
    rows = load(table, document, exact=True)
    for name, value in where.items():
        rows = rows[rows[name] == value]
    return sum((value for value in rows[column] if value is not None), D(0))


def test_the_documents_are_known_by_their_facts() -> None:
    facts = documents().set_index("document_id")[["department", "admin_code", "tier", "kind", "scope", "fiscal_year"]]
    assert {name: tuple(row) for name, row in facts.iterrows()} == {
        "dongxihu-2025-budget": (
            "武汉市东西湖区人力资源和社会保障局",
            "420112",
            "district",
            "budget",
            "alone",
            2025,
        ),
        "jiangan-2020-final": ("江岸区人力资源局", "420102", "district", "final_account", "department", 2020),
        "jianghan-2024-final": ("武汉市江汉区人力资源局", "420103", "district", "final_account", "alone", 2024),
        **{
            f"wanli-{year}-budget": (
                "上海市普陀区人民政府万里街道办事处",
                "310107",
                "district",
                "budget",
                "department",
                year,
            )
            for year in (2023, 2024, 2025)
        },
        "wedz-2024-final": (
            "中共武汉经济技术开发区工委（汉南区委）组织部",
            "420113",
            "district",
            "final_account",
            "unclear",
            2024,
        ),
        "wuhan-2023-final": ("武汉市人力资源和社会保障局", "420100", "city", "final_account", "department", 2023),
    }


@pytest.mark.parametrize(
    ("document", "level", "rows", "initial", "outturn"),
    [
        ("jianghan-2024-final", "department", 1, "6689.82", "10238.96"),
        ("jianghan-2024-final", "item", 23, "6697.90", "10238.96"),
        ("wuhan-2023-final", "department", 1, "60960.94", "82004.19"),
        ("wuhan-2023-final", "item", 28, "60960.96", "82004.19"),
        ("wedz-2024-final", "department", 1, "23033.91", "14346.05"),
        ("wedz-2024-final", "item", 24, "28193.30", "14346.06"),
        ("jiangan-2020-final", "department", 1, "1715.21", "16886.22"),
        ("jiangan-2020-final", "class", 4, "1715.21", "16886.22"),
    ],
)
def test_completion_by_level(document: str, level: str, rows: int, initial: str, outturn: str) -> None:
    table = load("completion", document)
    assert len(table[(table["level"] == level) & (table["basis"] == "all")]) == rows
    assert total("completion", document, "initial_budget", level=level, basis="all") == D(initial)
    assert total("completion", document, "outturn", level=level, basis="all") == D(outturn)


def test_a_completion_rate_and_its_line() -> None:
    row = load("completion", "jianghan-2024-final", exact=True).query("level == 'department'").iloc[0]
    assert (row["rate"], row["rate_printed"], row["gap"], row["line"]) == (D("1.530528"), "153.1%", D("-3549.14"), 513)


def test_every_item_has_the_code_that_the_tables_give_it() -> None:
    items = load("completion").query("level == 'item'")
    assert (items["code"] != "").all()
    paired = items[items["code"].str.contains(";")]
    assert paired[["document_id", "code"]].to_numpy().tolist() == [["wedz-2024-final", "2101101;2101103"]]


def test_excluding_special_funds_keeps_the_initial_budget_of_the_statement_before() -> None:
    rows = load("completion", "jiangan-2020-final", exact=True).query("basis == 'excluding_special_funds'")
    assert rows[["level", "initial_budget", "outturn", "rate_printed"]].to_numpy().tolist() == [
        ["department", D("1715.21"), D("2704.48"), "157.68%"],
        ["class", D("1443.75"), D("1507.36"), "104.41%"],
    ]


@pytest.mark.parametrize(
    ("document", "item", "prior_year", "prior", "amount"),
    [
        ("jianghan-2024-final", "revenue_and_expenditure", 2023, "12910.02", "10238.96"),
        ("jianghan-2024-final", "three_public", 2023, "1.30", "0.48"),
        ("wuhan-2023-final", "revenue_and_expenditure", 2022, "95387.51", "84317.15"),
        ("wuhan-2023-final", "general_public_budget_revenue", 2022, "92787.10", "81993.54"),
        ("wedz-2024-final", "government_funds_revenue", 2023, "240.05", "0"),
        ("jiangan-2020-final", "agency_operating", 2019, "47.87", "49.94"),
        ("dongxihu-2025-budget", "budget_total", 2024, "13371.59", "12198.82"),
        ("dongxihu-2025-budget", "2080501", 2024, "136.97", "160.32"),
    ],
)
def test_a_prior_year_implied_by_the_printed_change(
    document: str, item: str, prior_year: int, prior: str, amount: str
) -> None:
    row = load("changes", document, exact=True).query("item == @item").iloc[0]
    assert (row["prior_year"], row["prior_amount"], row["amount"]) == (prior_year, D(prior), D(amount))


@pytest.mark.parametrize(
    ("document", "item", "line", "change"),
    [
        ("wedz-2024-final", "basic", 507, "-205.28"),
        ("wedz-2024-final", "project", 517, "-271.07"),
        ("dongxihu-2025-budget", "other_income", 1162, "-1000"),
    ],
)
def test_a_change_is_kept_where_no_level_is_printed_beside_it(document: str, item: str, line: int, change: str) -> None:
    rows = load("changes", document, exact=True).query("item == @item and line == @line and basis == 'printed_change'")
    assert rows[["amount", "prior_amount", "change", "rate"]].to_numpy().tolist() == [[None, None, D(change), None]]


def test_title_and_text_that_exclude_each_other_leave_the_scope_unclear() -> None:
    found = load("findings").query("rule == 'scope_unclear'")
    assert found[["document_id", "line", "severity", "about"]].to_numpy().tolist() == [
        ["wedz-2024-final", 106, "warning", "document"]
    ]


def test_the_budget_changes_fourteen_subjects_from_the_year_before() -> None:
    changes = load("changes", "dongxihu-2025-budget").query("basis == 'printed_change'")
    subjects = changes[changes["item"].str.fullmatch(r"\d{7}")]
    assert (len(subjects), set(subjects["prior_year"]), set(subjects["year"])) == (14, {2024}, {2025})


def test_operating_expenses_compared_with_the_initial_budget_are_no_change_between_years() -> None:
    assert "agency_operating" not in set(load("changes", "jianghan-2024-final")["item"])
    stated = load("statements", "jianghan-2024-final").query("topic == 'agency_operating' and role == 'change'")
    assert stated[["basis", "amount"]].to_numpy().tolist() == [["initial_budget", 0.34]]


@pytest.mark.parametrize(
    ("document", "projects", "budget", "executed"),
    [
        ("jianghan-2024-final", 11, "10593.20", "8784.42"),
        ("wuhan-2023-final", 9, "37740.71", "37340.24"),
        ("wedz-2024-final", 17, "20669.09", "12399.00"),
        ("jiangan-2020-final", 3, "190.00", "190.00"),
        ("dongxihu-2025-budget", 12, "10325.73", "0"),
    ],
)
def test_projects_of_a_document(document: str, projects: int, budget: str, executed: str) -> None:
    assert len(load("projects", document)) == projects
    assert total("projects", document, "budget") == D(budget)
    assert total("projects", document, "executed") == D(executed)


def test_a_project_joins_its_sources() -> None:
    row = load("projects", "jianghan-2024-final", exact=True).query("project == '支农返汉帮扶资金'").iloc[0]
    assert (row["budget"], row["executed"], row["gap"]) == (D("3499.9"), D("2476.34"), D("1023.56"))
    assert (row["department_budget"], row["upper_transfer"], row["recurrence"]) == (
        D("1331.67"),
        D("2168.23"),
        "recurring",
    )
    assert row["sources"] == "narrative;form"


def test_money_cells_of_every_table_are_there() -> None:
    cells = load("amounts").groupby("document_id").size().to_dict()
    assert cells == {
        "dongxihu-2025-budget": 614,
        "jianghan-2024-final": 279,
        "wanli-2023-budget": 638,
        "wanli-2024-budget": 875,
        "wanli-2025-budget": 875,
        "wedz-2024-final": 332,
        "wuhan-2023-final": 383,
    }
    assert (load("amounts")["measure"] != "").all()


def test_columns_that_the_text_lost_are_inferred() -> None:
    rows = load("amounts", "wuhan-2023-final", exact=True).query("table == 'F02' and code == '2080102'")
    assert rows[["measure", "amount", "placement"]].to_numpy().tolist() == [
        ["fiscal_appropriation", D("1763.17"), "inferred"],
        ["other_income", D("64.06"), "inferred"],
        ["total", D("1827.23"), "inferred"],
    ]


def test_a_column_printed_wrongly_is_moved_and_said() -> None:
    rows = load("amounts", "jianghan-2024-final", exact=True).query("table == 'F03' and code == '2080704'")
    assert rows[["measure", "amount", "placement"]].to_numpy().tolist() == [
        ["project", D("3830.8"), "corrected"],
        ["total", D("3830.8"), "printed"],
    ]
    moved = load("findings", "jianghan-2024-final").query("rule == 'column_shifted'")
    assert moved[["table", "severity"]].to_numpy().tolist() == [["F03", "error"]]


def test_a_document_without_tables_says_so() -> None:
    row = documents().set_index("document_id").loc["jiangan-2020-final"]
    assert (row["tables_found"], row["tables_missing"]) == ("", "F01;F02;F03;F04;F05;F06;F07;F08;F09")


def test_every_row_has_its_line() -> None:
    for table in ("amounts", "completion", "changes", "projects", "indicators", "statements", "findings"):
        assert load(table)["line"].notna().all(), table


def test_indicators_announced_are_indicators_found() -> None:
    counts = load("indicators", "wuhan-2023-final").groupby("subject").size()
    assert sorted(counts) == [6, 7, 12, 13, 14, 17, 18, 21, 24, 34]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: load("complet"), "unknown table 'complet': choose one of documents, amounts"),
        (
            lambda: load("completion", "jianghan-2024"),
            "unknown document 'jianghan-2024': choose one of dongxihu-2025-budget",
        ),
    ],
)
def test_an_unknown_name_lists_the_valid_ones(call: object, message: str) -> None:
    with pytest.raises(UsageError, match=message) as raised:
        call()  # type: ignore[operator]
    assert "\n" not in str(raised.value)

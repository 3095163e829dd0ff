"""Invented forms and tables that were once read wrongly: what each prints, under what it is printed."""

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from jianghan_lib.pipeline.build import build_document
from jianghan_lib.pipeline.ingest import read_document
from jianghan_lib.readers import read

SLIPS = Path(__file__).with_name("slips")
PROJECT, DEPARTMENT = "档案数字化经费", "江滨市柳河区档案局"
Tables = dict[str, list[dict[str, Any]]]


@cache
def built(case: str) -> Tables:
    (file,) = SLIPS.glob(f"{case}*")
    return build_document("invented", read_document(read(file)))


def rows(case: str, of: str, /, *columns: str, **only: Any) -> list[tuple[str, ...]]:
    """Columns of a table's rows as text, of those that hold what `only` says."""
    kept = (row for row in built(case)[of] if all(row[name] == value for name, value in only.items()))
    return [tuple("" if row.get(name) is None else str(row.get(name)) for name in columns) for row in kept]


def told(case: str, *rules: str) -> list[tuple[str, ...]]:
    """Findings on the document that are more than a notice, or of the rules given."""
    found = rows(case, "findings", "rule", "severity", "about")
    return [
        (rule, severity)
        for rule, severity, about in found
        if rule in rules or (not rules and severity in ("error", "warning") and about == "document")
    ]


@pytest.mark.parametrize("case", ["01_department", "01_ok"])
def test_indicators_stay_with_the_form_they_are_printed_in(case: str) -> None:
    assert rows(case, "indicators", "subject", "indicator", "target_printed", "score") == [
        (DEPARTMENT, "接收档案卷数", "≥900卷", "40"),
        (DEPARTMENT, "利用者满意度", "≥90%", "40"),
        (PROJECT, "扫描档案卷数", "≥500卷", "40"),
        (PROJECT, "查档群众满意度", "≥90%", "40"),
    ]
    assert told(case) == []


def test_the_target_is_not_taken_from_what_it_rests_on() -> None:
    columns = ("target_printed", "target_year_before", "target_two_years_before", "direction")
    assert rows("02", "indicators", *columns) == [
        ("≥500卷", "400卷", "", "at_least"),
        ("≥95%", "≥90%", "", "at_least"),
        ("≥92%", "90%", "", "at_least"),
    ]


RESULTS = ("indicator", "target_printed", "actual_printed", "direction", "score")


def test_a_blank_before_a_unit_or_behind_a_sign_does_not_cut_a_value() -> None:
    assert rows("03", "indicators", *RESULTS) == [
        ("扫描档案卷数", "≥500卷", "512卷", "at_least", "20"),
        ("扫描合格率", "≥95%", "96%", "at_least", "20"),
        ("接待查档人次", "不少于300人次", "310人次", "at_least", "20"),
        ("查档群众满意度", "≥90%", "93%", "at_least", "20"),
    ]


def test_a_wrapped_cell_ends_with_its_row() -> None:
    assert rows("04", "indicators", "level2", *RESULTS)[1:3] == [
        ("时效指标", "入库完成期限", "2022年11月底前", "2022年11月", "qualitative", "20"),
        ("社会效益指标", "查档便利程度", "≥80%", "85%", "at_least", "20"),
    ]
    assert len(built("04")["indicators"]) == 4
    assert told("04") == []


def test_one_wrong_total_leaves_the_three_public_expenses_in_their_columns() -> None:
    measures = ("total", "overseas_travel", "vehicles", "vehicle_operation", "hospitality")
    budget, outturn = ("21.50", "2.20", "17.80", "17.80", "1.50"), ("17.90", "1.90", "14.10", "14.10", "0.90")
    assert rows("05_", "amounts", "panel", "measure", "printed") == [
        *(("budget", *pair) for pair in zip(measures, budget, strict=True)),
        *(("outturn", *pair) for pair in zip(measures, outturn, strict=True)),
    ]
    assert told("05_") == [("row_identity", "error")]  # 17.90 against 16.90, which the narrative has too


@pytest.mark.parametrize(("case", "total"), [("05b_ok", "95.00"), ("05b_one", "115.00")])
def test_one_wrong_total_of_a_class_moves_no_other_row(case: str, total: str) -> None:
    found = {
        code: dict(rows(case, "amounts", "measure", "printed", table="F05", code=code))
        for code in ("208", "2080505", "215", "2150599", "221", "2210201")
    }
    assert found == {
        "208": {"total": "60.00", "basic": "60.00"},
        "2080505": {"total": "60.00", "basic": "60.00"},
        "215": {"total": total, "project": "95.00"},
        "2150599": {"total": "95.00", "project": "95.00"},
        "221": {"total": "45.00", "basic": "45.00"},
        "2210201": {"total": "45.00", "basic": "45.00"},
    }
    assert told(case) == ([] if case == "05b_ok" else [("row_identity", "error")])


def test_a_total_in_the_first_column_of_money_is_the_total() -> None:
    found = rows("06", "amounts", "name", "level", "measure", "printed", level="total")
    assert found == [
        ("合计", "total", "total", "800.40"),
        ("合计", "total", "basic", "500.40"),
        ("合计", "total", "project", "300.00"),
    ]


def test_a_project_named_after_a_cost_is_not_that_cost() -> None:
    assert rows("07", "statements", "topic", "subject", "amount", topic="spending") == [
        ("spending", "档案数字化经费", "250"),
        ("spending", "聘用人员经费", "150"),
    ]
    assert rows("07", "statements", "amount", topic="personnel") == [("420",)]
    assert [one for one in told("07") if one[1] == "error"] == []


def test_full_points_are_those_that_the_form_prints() -> None:
    assert told("08_", "form_rates") == told("08b", "form_rates") == []


def test_three_public_expenses_may_be_more_than_basic_expenditure() -> None:
    assert told("09") == []


def test_a_form_without_scores_is_read() -> None:
    assert rows("10", "indicators", *RESULTS) == [
        ("扫描档案卷数", "≥500卷", "512卷", "at_least", ""),
        ("扫描合格率", "≥95%", "96%", "at_least", ""),
        ("查档便利程度", "明显提升", "明显提升", "qualitative", ""),
        ("查档群众满意度", "≥90%", "93%", "at_least", ""),
    ]


def test_the_sources_of_a_project_are_read_from_bare_lines() -> None:
    columns = ("project", "department_budget", "special_fund", "upper_transfer", "recurrence")
    assert rows("11", "projects", *columns) == [(PROJECT, "100", "", "20", "recurring")]
    assert told("11", "figure_not_read") == []


@pytest.mark.parametrize("case", ["12", "13"])
def test_a_target_form_is_read_whole_with_its_empty_cells_or_without(case: str) -> None:
    assert rows(case, "indicators", "horizon", "indicator", "target_printed", "target_year_before") == [
        ("long_term", "扫描档案卷数", "≥500卷", ""),
        ("annual", "扫描档案卷数", "≥500卷", "400卷"),
        ("annual", "查档群众满意度", "≥95%", "90%"),
    ]
    assert rows(case, "projects", "project", "budget", "recurrence") == [(PROJECT, "120", "continuing")]


def test_costs_are_of_the_level_that_is_printed() -> None:
    assert rows("14", "indicators", "level1", "level2", indicator="每卷扫描成本") == [("产出指标", "成本指标")]


def test_a_report_without_a_number_in_its_title_names_its_project() -> None:
    assert rows("15", "projects", "project", "initial_budget") == [(PROJECT, "110")]


def test_the_closing_balance_of_the_fourth_table_has_its_kinds() -> None:
    found = rows("16", "amounts", "row", "measure", "printed", table="F04", panel="expenditure")
    assert found == [
        ("10", "total", "190.00"),
        ("10", "general_public_budget", "190.00"),
        ("12", "total", "2.50"),
        ("12", "state_capital", "2.50"),
        ("13", "total", "192.50"),
        ("13", "general_public_budget", "190.00"),
        ("13", "state_capital", "2.50"),
        ("14", "total", "5.30"),
        ("14", "general_public_budget", "5.30"),
        ("18", "total", "197.80"),
        ("18", "general_public_budget", "195.30"),
        ("18", "state_capital", "2.50"),
    ]
    assert told("16", "column_unclear") == []


def test_the_count_above_a_list_is_that_of_the_list() -> None:
    assert rows("17", "findings", "printed", "expected", about="document", severity="warning") == [("5", "2")]


def test_a_district_that_several_cities_have_is_named_without_a_code() -> None:
    assert rows("18", "documents", "tier", "district", "admin_code") == [("district", "青山区", "")]


def test_the_title_may_stand_on_the_last_sheet() -> None:
    assert rows("19", "documents", "title", "scope", "tables_found") == [
        ("2023年度柳河区档案局单位决算公开", "unit", "F01")
    ]
    assert rows("19", "amounts", "panel", "row", "printed") == [
        *(("revenue", row, "900.50") for row in ("1", "3", "4")),
        *(("expenditure", row, "900.50") for row in ("5", "7", "8")),
    ]


BASIC = """江滨市柳河区档案局2025年部门预算

一般公共预算基本支出表

江滨市柳河区档案局
单位：万元

科目编码\t科目名称\t合计\t人员经费\t公用经费
\t合计\t{total}\t90.00\t10.00
301\t工资福利支出\t90.00\t90.00\t
302\t{words}\t{figure}\t\t10.00
"""


@pytest.mark.parametrize(
    ("words", "figure", "told_of"),
    [("商品和服务支出", "10.00", []), ("商品和服务支出 1,010.00", "", ["商品和服务支出 1,010.00"])],
)
def test_an_amount_in_one_cell_with_its_label_is_told(
    words: str, figure: str, told_of: list[str], tmp_path: Path
) -> None:
    file = tmp_path / "budget.txt"
    file.write_text(BASIC.format(total="100.00", words=words, figure=figure), encoding="utf-8")
    notes = read_document(read(file))["notes"]
    assert [note.printed for note in notes if note.rule == "unreadable_number"] == told_of

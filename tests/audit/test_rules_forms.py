"""Rules on results, names and costs of the forms, and on sums of the text; and what a message says of the likely slip."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any, cast

import pytest
from evidence_of import INDICATOR, RULES, cell, evidence, found, said, stated

from jianghan_lib import load
from jianghan_lib.audit import slips
from jianghan_lib.audit.consequences import once
from jianghan_lib.audit.engine import RULES as ALL
from jianghan_lib.audit.engine import audit
from jianghan_lib.audit.rules import hints
from jianghan_lib.base.rows import Row, Rows
from jianghan_lib.forms.records import Note

ROW = {**INDICATOR, "level2": "数量指标", "target_printed": "10场", "actual_printed": "12场", "target": Decimal(10),
       "actual": Decimal(12), "line": 70}  # fmt: skip


def row(name: str, line: int = 70, **more: Any) -> dict[str, Any]:
    return {**ROW, "indicator": name, "line": line, **more}


@pytest.mark.parametrize(
    ("actual", "wrong"),
    [("12场", []), ("", ["warning"]), ("100%", ["warning"]), ("≥10场", ["notice"]), ("10场以上", ["notice"])],
)
def test_a_result_is_printed_and_is_a_value(actual: str, wrong: list[str]) -> None:
    rows = [row("专题活动场次", actual_printed=actual), row("培训人员数量", 71), row("资料份数", 72)]
    assert [severity for severity, _, _ in found("results", evidence(indicators=rows))] == wrong


def test_a_form_whose_results_were_not_read_is_not_blamed() -> None:
    rows = [row(f"专题活动{number}", 70 + number, actual_printed="" if number else "5场") for number in range(4)]
    assert found("results", evidence(indicators=rows)) == []


def test_a_form_names_no_indicator_twice() -> None:
    other = row("专题活动场次", 72, level2="质量指标")
    assert found("names_twice", evidence(indicators=[row("专题活动场次"), other])) == [("warning", "专题活动场次", 72)]
    for apart in (row("专题活动场次", 99, level2="质量指标"), row("专题活动场次", 72, subject="乙项目")):
        assert found("names_twice", evidence(indicators=[row("专题活动场次"), apart])) == []


@pytest.mark.parametrize(("actual", "wrong"), [("12", []), ("13", [("warning", "全市专题活动场次", 80)])])
def test_the_whole_place_has_one_result(actual: str, wrong: list[tuple[str, str, int]]) -> None:
    placed = row("全市专题活动场次", 80, actual=Decimal(actual), subject="乙项目")
    assert found("one_result", evidence(indicators=[row("专题活动场次"), placed])) == wrong


@pytest.mark.parametrize(
    ("name", "more", "wrong"),
    [
        ("专题活动举办场次", {}, ["notice"]),
        ("全年专题活动场次", {}, []),
        ("全局专题活动场次", {"actual_printed": "9场", "actual": Decimal(9)}, []),
        ("资料发放份数", {}, []),
        ("专题活动举办场次", {"target": Decimal(4), "actual": Decimal(5)}, []),
    ],
)
def test_nearly_the_same_indicators_agree(name: str, more: Mapping[str, Any], wrong: list[str]) -> None:
    rows = [row(name, 20, subject="某局", **more), row("专题活动场次", subject="甲项目")]
    document = evidence(indicators=rows, projects=[{"project": "甲项目"}])
    assert [severity for severity, _, _ in found("alike", document)] == wrong


@pytest.mark.parametrize(("actual", "wrong"), [("0.5", []), ("0", [("warning", "“三公”经费变动率", 70)])])
def test_the_change_of_the_three_public_expenses(actual: str, wrong: list[tuple[str, str, int]]) -> None:
    change = {"item": "hospitality", "basis": "printed_change", "prior_amount": Decimal(2), "amount": Decimal(3)}
    indicator = row("“三公”经费变动率", actual=Decimal(actual), actual_printed=f"{Decimal(actual) * 100}%")
    document = evidence(indicators=[indicator], changes=[change], statements=stated(1, "three_public", 40, outturn="3"))
    assert found("three_public_change", document) == wrong


def project(name: str, line: int = 30, **more: Any) -> dict[str, Any]:
    own = {"project": name, "budget": Decimal(9), "executed": Decimal(8), "sources": "narrative;form", "page": ""}
    return {**own, "line": line, **more}


def fact(name: str, **more: str) -> dict[str, str]:
    own = {"source": "form", "project": name, "fact": "budget", "detail": "", "printed": "9", "unit": "万元"}
    return {**own, "line": "60", "page": "", **more}


@pytest.mark.parametrize(("other", "wrong"), [("便民服务工作经费", []), ("便民服务经费", ["notice"])])
def test_a_project_has_one_spelling(other: str, wrong: list[str]) -> None:
    told = [{**one, "subject": "便民服务工作经费"} for one in stated(1, "project", 40, annual_budget="9")]
    document = evidence(facts=[fact(other)], projects=[project("便民服务工作经费")], statements=told)
    assert [severity for severity, _, _ in found("project_spelling", document)] == wrong


@pytest.mark.parametrize(("use", "wrong"), [("便民服务费", []), ("文化活动经费", ["notice"])])
def test_a_use_is_called_as_the_project_of_its_amount(use: str, wrong: list[str]) -> None:
    told = [{**one, "subject": use} for one in stated(1, "spending", 40, amount="8")]
    document = evidence(projects=[project("便民服务工作经费")], statements=told)
    assert [severity for severity, _, _ in found("use_names", document)] == wrong


@pytest.mark.parametrize(("title", "wrong"), [("2024年度便民服务经费", []), ("便民设施维护经费", ["notice"])])
def test_a_form_is_titled_with_its_project(title: str, wrong: list[str]) -> None:
    document = evidence(said("form_title", "便民服务经费", "title", title))
    assert [severity for severity, _, _ in found("form_titles", document)] == wrong


def test_kinds_and_codes_stand_in_their_columns() -> None:
    codes = [said("cost_column", "", "支出经济分类", "2080102", line) for line in (20, 50)]
    document = evidence(said("category", "甲项目", "支出项目类别", "常年性项目"), *codes, kind="budget")
    assert found("form_columns", document) == [("warning", "甲项目", 90), ("warning", "支出经济分类", 20)]
    assert list(RULES["form_columns"].compare(evidence(kind="budget"))) == []


def cost(amount: str, code: str) -> dict[str, str]:
    return fact("甲项目", source="B12", fact="cost", detail=f"活动 {code}", printed=amount)


@pytest.mark.parametrize(
    ("charged", "wrong"),
    [(("2010299", "2010299"), [("warning", "甲项目", 60)]), (("2010102", "2010299"), [])],
    ids=["both on one subject", "each on its own"],
)
def test_a_cost_is_charged_to_the_subject_that_has_it(
    charged: tuple[str, str], wrong: list[tuple[str, str, int]]
) -> None:
    cells = [cell("B03", "2010102", "甲事务", "project", "30"), cell("B03", "2010299", "乙事务", "project", "55")]
    lines = [cost("30", charged[0]), cost("55", charged[1])]
    assert found("charged_elsewhere", evidence(kind="budget", amounts=cells, facts=lines)) == wrong


CLASS = (cell("F05", "208", "社会保障和就业支出", "total", "9"), cell("F05", "20807", "就业补助", "total", "9"))


@pytest.mark.parametrize(("name", "wrong"), [("就业补助", []), ("抚恤", [("warning", "抚恤", 90)])])
def test_a_class_is_used_for_what_the_table_has(name: str, wrong: list[tuple[str, str, int]]) -> None:
    assert found("classes_listed", evidence(said("class_listed", "社会保障和就业", name), amounts=CLASS)) == wrong


def test_a_budget_explains_each_of_its_items() -> None:
    codes = ("2010101", "2010102", "2010199", "2010299")
    cells = [cell("B05-1", code, "甲事务", "total", "5", line) for line, code in enumerate(codes, 10)]
    told = [{"item": code} for code in codes[:3]]
    assert found("items_explained", evidence(kind="budget", amounts=cells, changes=told)) == [
        ("warning", "2010299", 13)
    ]
    assert list(RULES["items_explained"].compare(evidence(kind="budget", amounts=cells, changes=told[:2]))) == []


@pytest.mark.parametrize(("funds", "wrong"), [("0", []), ("24", [("error", "财政拨款收支总计", 50)])])
def test_the_funds_of_a_year_are_within_its_appropriation(funds: str, wrong: list[tuple[str, str, int]]) -> None:
    own = {"basis": "printed_change", "prior_year": 2023, "year": 2024, "page": ""}
    items = (("fiscal_appropriation_total", "110", "100", 50), ("general_public_budget_revenue", "110", "100", 52),
             ("government_funds_revenue", funds, "0", 52))  # fmt: skip
    changes = [
        {**own, "item": item, "prior_amount": Decimal(prior), "amount": Decimal(now), "line": line}
        for item, prior, now, line in items
    ]
    assert found("funds_of_years", evidence(changes=changes)) == wrong


@pytest.mark.parametrize(
    ("printed", "expected", "words"),
    [
        ("3788.68", "3778.68", "一位数字不同"),
        ("1243.5", "1234.5", "前后颠倒"),
        ("82.5", "8.25", "恰为10倍"),
        ("-12.5", "12.5", "符号相反"),
        ("46675.73", "46675.71", ""),
        ("40", "50", ""),
        ("10593.2", "8784.41", ""),
    ],
)
def test_a_slip_is_named_where_arithmetic_shows_it(printed: str, expected: str, words: str) -> None:
    zh, en = slips.likely(Decimal(printed), Decimal(expected))
    assert words in zh and bool(zh) == bool(en) == bool(words)


@pytest.mark.parametrize(
    ("printed", "meant"), [("16.886.22", "16,886.22"), ("1.234.567.89", "1,234,567.89"), ("12.5", "")]
)
def test_a_point_for_a_comma_is_seen(printed: str, meant: str) -> None:
    zh, en = slips.separator(printed)
    assert meant in zh and meant in en and bool(zh) == bool(meant)


def test_a_wrong_rate_names_the_base_that_gives_it() -> None:
    document = evidence(statements=stated(1, "hospitality", 42, annual_budget="1"))
    printed = Row(line=40)
    zh, en = hints.other_base(document, printed, Decimal("0.48"), Decimal("0.48"), Decimal("0.005"))
    assert "以1.00（第42行）为基数" in zh and "0.48 / 1.00 (line 42)" in en
    assert hints.other_base(document, Row(line=90), Decimal("0.48"), Decimal("0.48"), Decimal("0.005")) == ("", "")


def test_a_figure_that_the_text_repeats_is_one_finding() -> None:
    own = {"rule": "change_rate", "severity": "error", "touches": "changes", "table": "narrative", "printed": "4.53%", "expected": "4.525",
           "difference": Decimal("0.005"), "unit": "%", "message_zh": "甲", "message_en": "a"}  # fmt: skip
    found_twice = [{**own, "where": where, "line": line} for where, line in (("总计", 12), ("支出", 34))]
    assert [(one["line"], one["message_zh"], one["message_en"]) for one in once(found_twice)] == [
        (12, "甲；第34行同此", "a; likewise in line 34")
    ]
    assert len(once([*found_twice, {**own, "where": "其他", "line": 50, "printed": "4.54%"}])) == 2


def test_the_names_of_one_list_are_one_finding() -> None:
    own = {"rule": "costs_listed", "severity": "warning", "touches": "amounts", "table": "narrative", "expected": "",
           "difference": None, "unit": "", "message_zh": "甲", "message_en": "a"}  # fmt: skip
    names = [{**own, "where": name, "printed": name, "line": line} for name, line in
             (("医疗费", 30), ("抚恤金", 30), ("离休费", 30), ("生活补助", 31))]  # fmt: skip
    assert [(one["line"], one["message_zh"], one["message_en"]) for one in once(names)] == [
        (30, "甲；“抚恤金”、“离休费”同此", "a; likewise 抚恤金, 离休费"),
        (31, "甲", "a"),
    ]


@pytest.mark.parametrize(
    ("amount", "severity"),
    [
        ("46675.72", "warning"),
        ("46675.73", "warning"),
        ("46675.81", "error"),
        ("46657.71", "error"),
    ],
)
def test_a_difference_of_the_last_digit_is_no_error(amount: str, severity: str) -> None:
    whole = {**cell("F03", "", "合计", "basic", "46675.71", 295), "level": "total"}
    document = evidence(amounts=[whole], statements=stated(1, "basic", 1413, amount=amount))
    assert found("narrative_parts", document) == [(severity, "基本支出", 1413)]


def test_a_rate_on_nothing_that_another_figure_gives_is_an_error() -> None:
    rate = {"role": "completion_rate", "printed": "88.4%", "basis": "budget", "amount": None}
    travel = stated(1, "overseas_travel", 649, annual_budget="0", outturn="7.78")
    with_rate = [*travel, {**travel[0], **rate}]
    assert found("budget_rates", evidence(statements=with_rate))[0][0] == "warning"
    other = stated(2, "three_public", 645, annual_budget="8.80")
    assert found("budget_rates", evidence(statements=[*with_rate, *other]))[0][0] == "error"


def test_a_rule_without_its_input_says_so() -> None:
    for done, rule in zip(audit(evidence()), ALL, strict=True):
        assert done.failed or done.passed or done.not_applicable, rule.name


def test_notices_are_in_the_data_and_say_what_needs_judgement() -> None:
    notices = load("findings").query("severity == 'notice'")
    assert {"reasons", "directions", "alike", "project_spelling", "results"} <= set(notices["rule"])


def test_a_share_is_not_of_a_total_when_its_own_line_prints_what_was_not_read() -> None:
    share = {"role": "share", "printed": "99.00%", "basis": "total", "amount": None, "line": 17}
    whole = stated(3, "revenue_budget", 15, amount="200")
    document = evidence(statements=[*stated(1, "expenditure_budget", 9, amount="200"), *whole, {**whole[0], **share}])
    assert found("shares", document) == [("error", "收入预算占比", 17)]
    document.raw["notes"] = [Note("figure_not_read", "", "", "", 17)]
    assert list(RULES["shares"].compare(document)) == []


@pytest.mark.parametrize(("own_line", "wrong"), [("200", []), ("210", [("error", "支出预算", 9)])])
def test_a_change_that_fits_the_amount_of_its_own_line_is_of_that(
    own_line: str, wrong: list[tuple[str, str, int]]
) -> None:
    change = {"item": "expenditure_budget", "name": "支出预算", "amount": Decimal(300), "change": Decimal(20), "line": 9,
              "prior_amount": Decimal(280), "rate_printed": "增长11.11%", "page": ""}  # fmt: skip
    levels = [*stated(1, "expenditure_budget", 7, amount="300"), *stated(2, "basic", 9, budget=own_line)]
    unrated = {**change, "rate_printed": ""}
    document = evidence(kind="budget", changes=[change, unrated], statements=levels)
    outcomes = list(RULES["change_rate"].compare(document))
    assert (found("change_rate", document) if outcomes else []) == wrong


def test_points_of_a_row_that_is_printed_twice_count_once() -> None:
    facts = [
        {"source": "form", "project": "甲项目", "fact": name, "detail": "", "printed": printed, "unit": "", "line": line, "page": ""}
        for name, printed, line in (("score", "29", "20"), ("execution_score", "20", "12"))
    ]  # fmt: skip
    row = {
        **INDICATOR,
        "indicator": "经办服务满意率",
        "target_printed": "90%",
        "actual_printed": "95%",
        "score": Decimal(9),
    }
    rows = [{**row, "line": line} for line in (14, 15)]
    assert found("total_scores", evidence(facts=facts, indicators=rows)) == []
    other = {**rows[1], "indicator": "培训人数", "actual_printed": "96%"}
    assert found("total_scores", evidence(facts=facts, indicators=[rows[0], other])) == [("error", "甲项目", 20)]


@pytest.mark.parametrize(("points", "wrong"), [("8", []), ("16", []), ("12", [("error", "甲项目", 12)])])
def test_points_for_execution_are_out_of_ten_or_twenty_where_the_form_does_not_say(
    points: str, wrong: list[tuple[str, str, int]]
) -> None:
    facts = [
        {"source": "form", "project": "甲项目", "fact": name, "detail": "", "printed": printed, "unit": unit, "line": "12", "page": ""}
        for name, printed, unit in (("budget", "100.00", "万元"), ("executed", "80.00", "万元"), ("execution_rate", "80", "%"),
                                    ("execution_score", points, "分"))
    ]  # fmt: skip
    assert found("form_rates", evidence(facts=facts)) == wrong


@pytest.mark.parametrize(("year", "wrong"), [(2017, 0), (2024, 1)])
def test_a_name_of_a_year_that_is_not_known_is_not_judged(year: int, wrong: int) -> None:
    document = evidence(amounts=[cell("F05", "207", "文化体育与传媒支出", "total", "5")])
    own = [replace(one, fiscal_year=year) for one in document.tables["documents"]]
    document = replace(document, tables=cast(Rows, {**document.tables, "documents": own}))
    assert len(found("classification", document)) == wrong


@pytest.mark.parametrize(("project", "wrong"), [("18.60", []), ("16.80", [("error", "一、一般公共服务支出", 6)])])
def test_expenditure_of_the_first_table_is_its_staff_running_and_projects(
    project: str, wrong: list[tuple[str, str, int]]
) -> None:
    printed = {"total": "89.70", "personnel": "62.50", "operating": "8.60", "project": project}
    cells = [cell("B01", "", "一、一般公共服务支出", measure, amount, 6) for measure, amount in printed.items()]
    cells = [{**one, "panel": "expenditure"} for one in cells]
    assert found("row_identity", evidence(kind="budget", amounts=cells)) == wrong


@pytest.mark.parametrize(("total", "wrong"), [("130.00", []), ("140.00", [("error", "合计", 6)])])
def test_a_total_has_what_a_budget_keeps_in_reserve(total: str, wrong: list[tuple[str, str, int]]) -> None:
    printed = {"total": total, "basic": "100.00", "project": "20.00", "unit_reserve": "10.00"}
    cells = [{**cell("B03", "", "合计", measure, amount, 6), "level": "total"} for measure, amount in printed.items()]
    assert found("row_identity", evidence(kind="budget", amounts=cells)) == wrong


@pytest.mark.parametrize(("basic", "wrong"), [("47.56", [("warning", "2080101", 154)]), ("0", [])])
def test_items_hold_the_kind_of_money_they_are_for(basic: str, wrong: list[tuple[str, str, int]]) -> None:
    cells = [
        cell("B03", "2080101", "行政运行", "project", "640.60", 154),
        cell("B03", "2080102", "一般行政管理事务", "basic", basic, 155),
    ]
    assert found("roles_of_items", evidence(kind="budget", amounts=cells)) == wrong


@pytest.mark.parametrize(("together", "wrong"), [("130", []), ("100", [("warning", "补贴人数（个人及企业）", 72)])])
def test_what_is_counted_together_is_the_sum_of_its_parts(together: str, wrong: list[tuple[str, str, int]]) -> None:
    own = row("补贴人数（个人及企业）", 72, actual=Decimal(together), unit="人")
    parts = [row("补贴人数（个人）", 90, actual=Decimal(100)), row("补贴人数（企业）", 91, actual=Decimal(30))]

    assert found("counted_together", evidence(indicators=[own, *parts])) == wrong


@pytest.mark.parametrize(
    ("actual", "score", "wrong"),
    [("显著提升", "10", False), ("显著提升", "7", True), ("一定程度提升", "8", False), ("一定程度提升", "9", True)],
)
def test_points_of_a_qualitative_result_are_in_the_band_of_the_form(actual: str, score: str, wrong: bool) -> None:
    points = {"weight": Decimal(10), "score": Decimal(score), "direction": "qualitative"}
    one = row("服务水平", 72, target_printed="显著提升", actual_printed=actual, **points)
    band = said("score_bands", "", "80", "50")
    assert found("score_bands", evidence(band, indicators=[one])) == ([("warning", "服务水平", 72)] if wrong else [])


@pytest.mark.parametrize(("executed", "wrong"), [("2.4", []), ("2.1", [("warning", "人均补助标准", 70)])])
def test_a_standard_times_people_is_what_a_project_spends(executed: str, wrong: list[tuple[str, str, int]]) -> None:
    project = {"project": "甲项目", "executed": Decimal(executed), "line": 60}
    rows = [row("人均补助标准", 70, actual_printed="200元/月"), row("享受补助人数", 71, actual_printed="10人")]
    assert found("unit_costs", evidence(indicators=rows, projects=[project])) == wrong


def test_an_indicator_that_is_explained_is_in_a_form() -> None:
    rows = [row("推进监察效能建设", 72)]
    same, other = said("explained", "", "监察效能建设"), said("explained", "", "提高监察效能建设水平")
    assert found("explained_indicators", evidence(same, indicators=rows)) == []
    assert found("explained_indicators", evidence(other, indicators=rows)) == [("warning", "提高监察效能建设水平", 90)]


@pytest.mark.parametrize(("others", "wrong"), [(4, True), (2, False)])
def test_full_points_are_those_of_nearly_all_forms(others: int, wrong: bool) -> None:
    figures = {"budget": ("100", "万元"), "executed": ("100", "万元"), "execution_rate": ("100", "%")}
    forms = [(f"项目{number}", "20") for number in range(others)] + [("就业补助资金", "10")]
    facts = [
        {"source": "form", "project": name, "fact": fact, "printed": printed, "unit": unit, "line": "5661"}
        for name, score in forms
        for fact, (printed, unit) in {**figures, "execution_score": (score, "")}.items()
    ]
    expected = [("error", "就业补助资金", 5661)] if wrong else []
    assert found("form_rates", evidence(facts=facts)) == expected


@pytest.mark.parametrize(("rate", "wrong"), [("100", False), ("106", True)])
def test_a_budget_with_a_point_for_a_comma_is_the_base_of_its_rate(rate: str, wrong: bool) -> None:
    figures = {"budget": ("16.886.22", "万元"), "executed": ("16,886.22", "万元"), "execution_rate": (rate, "%")}
    facts = [
        {"source": "department_form", "project": "整体", "fact": fact, "printed": printed, "unit": unit, "line": "510"}
        for fact, (printed, unit) in figures.items()
    ]
    assert bool(found("form_rates", evidence(facts=facts))) is wrong


@pytest.mark.parametrize(("executed", "wrong"), [("81.50", []), ("87.50", [("error", "档案数字化经费", 93)])])
def test_a_report_tells_what_a_project_executed(executed: str, wrong: list[tuple[str, str, int]]) -> None:
    row = {"project": "档案数字化经费", "budget": Decimal("90"), "executed": Decimal("81.5"), "line": 12}
    report = stated(5, "execution_report", 93, adjusted_budget="90", executed=executed)
    report = [{**one, "subject": "档案数字化经费"} for one in report]
    assert found("project_sources", evidence(projects=[row], statements=report)) == wrong


@pytest.mark.parametrize(("item", "wrong"), [("43.8301", []), ("43.834", [("warning", "20105", 10)])])
def test_a_table_in_yuan_adds_up_to_the_yuan(item: str, wrong: list[tuple[str, str, int]]) -> None:
    section = cell("B03", "20105", "统计信息事务", "total", "43.8300", 10)
    document = evidence(amounts=[section, cell("B03", "2010507", "专项普查活动", "total", item, 11)], kind="budget")
    assert [one for one in found("hierarchy", document) if one[0] != "rounding"] == wrong


def form_of(**facts: str) -> list[dict[str, str]]:
    """A form that prints these facts in 万元, one below the other from line 70."""
    own = {"source": "form", "project": "档案数字化经费", "unit": "万元"}
    return [
        {**own, "fact": fact, "printed": value, "line": str(70 + n)} for n, (fact, value) in enumerate(facts.items())
    ]


@pytest.mark.parametrize(("transfer", "wrong"), [("20", []), ("30", [("error", "档案数字化经费", 70)])])
def test_sources_of_money_make_the_budget(transfer: str, wrong: list[tuple[str, str, int]]) -> None:
    facts = form_of(budget="100", department_budget="80", upper_transfer=transfer)
    assert found("funding", evidence(facts=facts)) == wrong


@pytest.mark.parametrize(("executed", "wrong"), [("90", []), ("91", [("warning", "档案数字化经费", 12)])])
def test_a_project_executes_no_more_than_its_budget(executed: str, wrong: list[tuple[str, str, int]]) -> None:
    row = {"project": "档案数字化经费", "budget": Decimal("90"), "executed": Decimal(executed), "line": 12}
    assert found("over_budget", evidence(projects=[row])) == wrong


@pytest.mark.parametrize(("row", "wrong"), [("40,000.00", []), ("46,000.00", [("error", "全年预算数", 82)])])
def test_the_total_of_the_summary_is_the_sum_of_its_rows(row: str, wrong: list[tuple[str, str, int]]) -> None:
    own = {"source": "summary", "fact": "budget", "unit": "元"}
    facts = [
        {**own, "project": "档案数字化经费", "printed": "60,000.00", "line": "80"},
        {**own, "project": "查档服务经费", "printed": row, "line": "81"},
        {**own, "project": "", "source": "summary_total", "printed": "100,000.00", "line": "82"},
    ]
    assert found("projects_add_up", evidence(facts=facts)) == wrong


def money(fact: str, printed: str, line: int, detail: str = "") -> dict[str, str]:
    own = {"source": "form", "project": "甲项目", "fact": fact, "detail": detail, "printed": printed, "unit": "万元"}
    return {**own, "line": str(line)}


WRONG = [("error", "甲项目", 70)]


@pytest.mark.parametrize(
    ("parts", "wrong"),
    [
        ({"当年财政拨款": "60.00", "上年结转资金": "40.00", "其他资金": "0.00"}, []),
        ({"当年财政拨款": "60.00", "上年结转资金": "30.00", "其他资金": "0.00"}, WRONG),
        ({"当年财政拨款": "60.00"}, []),  # the rest is not printed
        ({"当年财政拨款": "160.00"}, WRONG),
        ({"财政拨款": "90.00", "中央补助": "50.00", "地方资金": "40.00", "其他资金": "10.00"}, []),  # one holds two
        ({"财政拨款": "50.00", "其他资金": "50.00"}, []),
        ({"财政拨款": "66.67", "其他资金": "33.34"}, []),  # the last digits
    ],
)
def test_the_sources_below_a_figure_of_a_form_make_it(parts: Mapping[str, str], wrong: list[Any]) -> None:
    below = [money("part_executed", printed, 71 + at, name) for at, (name, printed) in enumerate(parts.items())]
    assert found("funding", evidence(facts=[money("executed", "100.00", 70), *below])) == wrong

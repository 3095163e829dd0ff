"""Rules on tables that no form knows, on reasons, points and days: each on an invented contradiction, and silent where there is none."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from evidence_of import INDICATOR, evidence, found, said, stated
from whole_way import built, raw_of

from jianghan_lib.audit.consequences import once
from jianghan_lib.audit.slips import likely

PURCHASES = (
    "合计",
    "一、货物A",
    "设备购置费",
    "计算机/政府集中采购",
    "打印机/分散自行组织",
    "二、服务C",
    "物业费/部门集中采购",
)
COSTS = ("合计", "商品和服务支出", "办公费", "水费", "其他资本性支出", "设备购置")
HEAD = "2024年度某某市某某区档案局部门决算\n\n第三部分 2024年度部门决算情况说明\n\n基本支出1234.00万元。\n"


def table(title: str, labels: tuple[str, ...], *amounts: str) -> list[dict[str, Any]]:
    own = {"title": title, "column_label": "金额"}
    pairs = enumerate(zip(labels, amounts, strict=True), 10)
    return [{**own, "row_label": label, "amount": Decimal(amount), "line": line} for line, (label, amount) in pairs]


def text(*lines: str) -> str:
    return HEAD + "\n".join(lines) + "\n"


def told(kind: str, *lines: str, folder: Path) -> list[tuple[str, str, str]]:
    return [
        (one.subject, one.name, one.printed) for one in raw_of(text(*lines), folder)["particulars"] if one.kind == kind
    ]


def of(rule: str, content: str, folder: Path) -> list[str]:
    return [one["severity"] for one in built(content, folder)["findings"] if one["rule"] == rule]


@pytest.mark.parametrize(
    ("labels", "amounts", "wrong"),
    [
        (PURCHASES, ("90", "50", "50", "30", "20", "40", "40"), []),
        (PURCHASES, ("90", "50", "50", "30", "24", "40", "40"), [("error", "设备购置费", 12)]),
        (COSTS, ("70", "60", "45", "15", "10", "10"), []),
        (COSTS, ("70", "60", "45", "16", "10", "10"), [("error", "商品和服务支出", 11)]),
        (COSTS, ("75", "60", "45", "15", "10", "10"), [("error", "合计", 10)]),
        (("合计", "甲", "乙", "丙"), ("60", "10", "20", "30"), []),
        (("合计", "甲", "乙", "丙"), ("60", "10", "25", "30"), [("error", "合计", 10)]),
        # What is said of a line apart, or how lines lie in each other, is not known: nothing is said.
        (("合计", "甲", "甲之一", "甲之二", "乙"), ("100", "60", "25", "35", "40"), []),
    ],
)
def test_lines_of_a_table_that_no_form_knows_add_up(
    labels: tuple[str, ...], amounts: tuple[str, ...], wrong: list[tuple[str, str, int]]
) -> None:
    document = evidence(kind="budget", other_tables=table("支出预算表", labels, *amounts))
    assert found_or_none("lines_add_up", document) == wrong


def found_or_none(rule: str, document: Any) -> list[tuple[str, str, int]]:
    """What a rule finds; nothing where it compares nothing."""
    try:
        return found(rule, document)
    except AssertionError:
        return []


@pytest.mark.parametrize(("amount", "wrong"), [("90", []), ("96", [("error", "政府采购支出", 60)])])
def test_the_total_of_a_table_of_procurement_is_that_of_the_text(
    amount: str, wrong: list[tuple[str, str, int]]
) -> None:
    rows = table("政府采购支出预算表", PURCHASES, "90", "50", "50", "30", "20", "40", "40")
    document = evidence(kind="budget", other_tables=rows, statements=stated(1, "procurement", 60, budget=amount))
    assert found("totals_of_lines", document) == wrong


def change_of(*reasons: tuple[str, str], change: str = "100", category: str = "work") -> Any:
    given = [
        {"of": "total", "code": "project", "basis": "prior_year", "category": category, "direction": direction,
         "amount": Decimal(amount), "line": 30}
        for amount, direction in reasons
    ]  # fmt: skip
    row = {"item": "project", "name": "项目支出", "change": Decimal(change), "line": 29}
    return evidence(changes=[row], reasons=given)


@pytest.mark.parametrize(
    ("reasons", "wrong"),
    [
        ((("60", "up"), ("40", "up")), []),
        ((("130", "up"), ("30", "down")), []),
        ((("60", "up"),), []),  # mainly: other reasons are not told
        ((("130", "up"),), ["warning"]),
        ((("60", "up"), ("70", "up")), ["warning"]),
        ((("130", "up"), ("20", "down")), []),  # what else was less is not told
    ],
)
def test_reasons_of_a_change_are_no_more_than_it(reasons: tuple[tuple[str, str], ...], wrong: list[str]) -> None:
    assert [one[0] for one in found_or_none("reasons_of_changes", change_of(*reasons))] == wrong


def test_money_that_was_granted_may_be_more_than_the_change() -> None:
    assert found_or_none("reasons_of_changes", change_of(("130", "up"), category="added")) == []


@pytest.mark.parametrize(("score", "wrong"), [("9", []), ("12", [("error", "满意度", 13)])])
def test_an_indicator_is_given_no_more_than_its_points(score: str, wrong: list[tuple[str, str, int]]) -> None:
    names = ("数量", "质量", "时效", "满意度")
    rows = [
        {**INDICATOR, "indicator": name, "weight": Decimal(10), "score": Decimal(score if name == "满意度" else "10"), "line": line}
        for line, name in enumerate(names, 10)
    ]  # fmt: skip
    assert found("score_within", evidence(indicators=rows)) == wrong
    columns_exchanged = [{**row, "weight": row["score"], "score": Decimal(20)} for row in rows]
    assert found_or_none("score_within", evidence(indicators=columns_exchanged)) == []


@pytest.mark.parametrize(
    ("attainment", "met", "score", "direction", "wrong"),
    [
        ("0.96", False, "15", "at_least", [("warning", "合格率", 13)]),
        ("0.96", False, "14.4", "at_least", []),
        ("1.02", True, "15", "at_least", []),
        ("0.96", False, "15", "equal", []),  # no bound is printed
        ("0.01", False, "15", "at_least", []),  # in another unit
    ],
)
def test_an_indicator_beside_its_bound_has_not_all_of_its_points(
    attainment: str, met: bool, score: str, direction: str, wrong: list[tuple[str, str, int]]
) -> None:
    own = {
        "indicator": "合格率",
        "target_printed": "≥95%",
        "actual_printed": "91.5%",
        "weight": Decimal(15),
        "line": 13,
    }
    own |= {"attainment": Decimal(attainment), "met": met, "score": Decimal(score), "direction": direction}
    assert found_or_none("full_points", evidence(indicators=[{**INDICATOR, **own}])) == wrong


@pytest.mark.parametrize(("result", "wrong"), [("49名", []), ("47名", [("warning", "评选“技能大师”人数", 90)])])
def test_an_indicator_that_is_quoted_has_the_values_of_the_form(result: str, wrong: list[tuple[str, str, int]]) -> None:
    row = {**INDICATOR, "indicator": "评选技能大师人数", "target_printed": "≥50名", "actual_printed": "49名"}
    document = evidence(said("quoted", "≥50名", "评选“技能大师”人数", result), indicators=[row])
    assert found("results_quoted", document) == wrong


def test_a_quoted_indicator_is_read_with_its_target_and_its_result(tmp_path: Path) -> None:
    sentence = (
        "“评选技能大师人数”年初目标值为“≥50名”，实际完成值“49名”；“津贴发放人数”年初目标“45人”，实际完成值“41人”。"
    )
    assert told("quoted", sentence, folder=tmp_path) == [
        ("≥50名", "评选技能大师人数", "49名"),
        ("45人", "津贴发放人数", "41人"),
    ]


@pytest.mark.parametrize(("day", "wrong"), [("11月30日", []), ("11月31日", ["warning"]), ("2月29日", [])])
def test_a_day_is_one_of_the_calendar(day: str, wrong: list[str], tmp_path: Path) -> None:
    assert of("days", text(f"截至2024年{day}，共有车辆2辆。"), tmp_path) == wrong


@pytest.mark.parametrize(
    ("passage", "wrong"),
    [
        ("实有在职人员36人，其中：正高级3人、副高级5人、中级12人、初级10人、其他人员6人。", []),
        ("实有在职人员36人，其中：正高级3人、副高级5人、中级12人、初级10人、其他人员7人。", ["warning"]),
        ("实有在职人员36人，其中：正高级3人、副高级5人。", []),
        ("实有在职人员36人，其中：处级30人、科级12人。", ["warning"]),
        ("实有在职人员36人，其中：党员30人、研究生12人。", []),
    ],
)
def test_people_by_grade_make_all(passage: str, wrong: list[str], tmp_path: Path) -> None:
    assert of("worked_out", text(passage), tmp_path) == wrong


def test_purchases_by_who_buys_make_all(tmp_path: Path) -> None:
    passage = "2024年度政府采购支出总额120.00万元，其中：政府集中采购支出60.00万元、部门集中采购支出20.00万元、分散采购支出{}万元。"
    assert of("narrative_sums", text(passage.format("40.00")), tmp_path) == []
    assert of("narrative_sums", text(passage.format("45.00")), tmp_path) == ["error"]


@pytest.mark.parametrize(("year", "wrong"), [("2023", []), ("2025", ["warning"])])
def test_what_a_budget_owns_was_counted_before_its_year(year: str, wrong: list[str], tmp_path: Path) -> None:
    content = text(f"截至{year}年12月31日，共有车辆2辆。").replace("决算", "预算")
    assert of("own_year", content, tmp_path) == wrong


@pytest.mark.parametrize(
    ("head", "years"),
    [
        ("项目\t2023年预算数\t项目\t2024年预算数", ["2023", "2024"]),
        ("项目\t2024年预算数\t项目\t2024年预算数", []),
        ("项目\t2023年执行数\t2024年预算数", []),
    ],
)
def test_the_years_over_both_halves_of_a_table_are_one(head: str, years: list[str], tmp_path: Path) -> None:
    assert [year for _, name, year in told("own_year", head, folder=tmp_path) if name == "column"] == years


def test_words_belong_to_the_figures_just_before_them_on_a_long_line(tmp_path: Path) -> None:
    line = "1.农林水支出（类）年初预算为1150.00万元，支出决算为1201.36万元，完成年初预算的104.47%，决算数{}年初预算数的主要原因是年中追加。"
    line += "2.卫生健康支出（类）年初预算为483.10万元，支出决算为379.08万元，完成年初预算的78.47%，决算数小于年初预算数的主要原因是人员减少。"
    assert of("directions", text(line.format("大于")), tmp_path) == []
    assert of("directions", text(line.format("小于")), tmp_path) == ["warning"]


def test_a_share_is_of_the_total_before_it_on_a_long_line(tmp_path: Path) -> None:
    line = "二、收入决算情况说明。2024年收入合计1,000.00万元，其中：财政拨款收入900.00万元，占{}；其他收入100.00万元，占10.00%。"
    line += "三、支出决算情况说明。2024年支出合计1,200.00万元，其中：基本支出600.00万元，占50.00%；项目支出600.00万元，占50.00%。"
    assert of("shares", text(line.format("90.00%")), tmp_path) == []
    assert of("shares", text(line.format("75.00%")), tmp_path) == ["error"]


def test_a_name_over_a_table_that_leaves_out_characters_is_the_department_mistyped(tmp_path: Path) -> None:
    heads = ["部门：某某市某某区档案局　单位：万元"] * 3
    assert told("own_name", *heads, "部门：某某市某某区档局　单位：万元", folder=tmp_path) == [
        ("", "某某市某某区档局", "1")
    ]
    assert told("own_name", *heads, "部门：某某市某某区档案局城东分局　单位：万元", folder=tmp_path) == []
    assert told("own_name", *heads, "部门：某某区档案局　单位：万元", folder=tmp_path) == []


@pytest.mark.parametrize(
    ("reason", "wrong"),
    [
        ("公务用车燃油支出增加、接待批次增多", ["warning"]),
        ("厉行节约，接待批次减少", []),
        ("燃油支出增加、接待批次减少", []),
    ],
)
def test_reasons_that_all_go_the_other_way_explain_nothing(reason: str, wrong: list[str], tmp_path: Path) -> None:
    line = f"2024年度“三公”经费支出决算为80.00万元，比上年减少20.00万元，下降20.00%，主要原因是{reason}。"
    assert of("directions", text(line), tmp_path) == wrong


@pytest.mark.parametrize(("count", "wrong"), [("2", []), ("3", ["warning"])])
def test_projects_are_as_many_as_are_listed(count: str, wrong: list[str], tmp_path: Path) -> None:
    line = f"2024年项目支出均实行绩效目标管理，涉及项目{count}个，资金300.00万元，其中：档案整理100.00万元；库房维修200.00万元。"
    assert of("list_counted", text(line).replace("决算", "预算"), tmp_path) == wrong


def test_digits_that_change_places_over_the_point_are_a_slip() -> None:
    assert likely(Decimal("171.43"), Decimal("173.41"))[0]
    assert not likely(Decimal("17.3"), Decimal("37.1"))[0]


def test_what_follows_from_a_wrong_figure_of_a_table_is_told_at_it() -> None:
    def apart(rule: str, table: str, where: str, line: int, named: str, difference: str = "10") -> dict[str, Any]:
        own = {"rule": rule, "table": table, "where": where, "line": line, "severity": "error", "touches": "amounts"}
        own |= {"printed": where, "expected": "5", "difference": Decimal(difference), "unit": "万元"}
        return {**own, "message_zh": f"{where}不符{named}", "message_en": where}

    wrong = apart("basic_expenditure", "F06", "人员经费合计", 143, "（加数在第129、138行）")
    text = apart("narrative_totals", "narrative", "人员经费", 190, "（第143行）")
    other = {**apart("narrative_totals", "narrative", "公用经费", 191, "（第144行）"), "expected": "7"}
    (told, apart_from_it) = once([text, wrong, other])
    assert (told["line"], apart_from_it["line"]) == (143, 191)
    assert told["message_zh"].endswith("由此也不符：人员经费（第190行）")
    assert len(once([{**text, "difference": Decimal("9")}, wrong])) == 2

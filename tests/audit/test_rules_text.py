"""Rules on what the text lists, marks and repeats: each on an invented contradiction, and silent where there is none."""

import re
from decimal import Decimal
from pathlib import Path

import pytest
from evidence_of import INDICATOR, RULES, cell, evidence, found, said, stated
from whole_way import built, raw_of

from jianghan_lib import load
from jianghan_lib.audit.rules import Rule
from jianghan_lib.base.schema import PROCESSED
from jianghan_lib.forms.records import Fact
from jianghan_lib.specimens import Vices, generate

BASIC = (cell("F06", "30201", "办公费", "outturn", "3"), cell("F06", "30216", "培训费", "outturn", "0"))
LISTED = [said("cost_listed", "operating", name) for name in ("办公费", "培训费")]


def share_of(topic: str, basis: str, amount: str, printed: str) -> list[dict[str, object]]:
    """A statement with an amount on line 66 and its printed share of what the words name."""
    rows = stated(9, topic, 66, amount=amount, share="0")
    return [*rows[:1], {**rows[1], "amount": None, "basis": basis, "printed": printed}]


@pytest.mark.parametrize(("printed", "wrong"), [("占80%", False), ("占60%", True)])
def test_a_share_of_basic_expenditure_is_of_the_basic_expenditure_that_is_stated(printed: str, wrong: bool) -> None:
    rows = [*stated(1, "expenditure", 20, amount="900"), *stated(2, "basic", 22, amount="500")]
    document = evidence(statements=[*rows, *share_of("personnel", "基本支出", "400", printed)])
    assert bool(found("shares", document)) is wrong


def test_a_share_of_one_of_two_basic_expenditures_is_not_judged() -> None:
    rows = [*stated(1, "basic", 20, amount="500"), *stated(2, "general_public_budget_basic", 22, amount="450")]
    document = evidence(statements=[*rows, *share_of("personnel", "基本支出", "400", "占60%")])
    assert list(RULES["shares"].compare(document)) == []


def test_a_fund_is_no_base_of_its_own_share() -> None:
    rows = stated(1, "revenue_budget", 20, amount="1000")
    assert found("shares", evidence(statements=[*rows, *share_of("fiscal_budget", "total", "900", "占90%")])) == []


def test_classes_are_parts_of_the_total_stated_last_before_them() -> None:
    rows = [
        *stated(1, "general_public_budget_expenditure", 20, amount="1000"),
        *stated(2, "government_funds_expenditure", 60, amount="50"),
    ]
    named = [{**row, "subject": "城乡社区"} for row in share_of("class", "total", "50", "占100%")]
    assert found("narrative_classes", evidence(statements=[*rows, *named])) == []


def test_a_cost_that_is_listed_has_an_amount() -> None:
    assert found("costs_listed", evidence(*LISTED, amounts=BASIC)) == [("warning", "培训费", 90)]
    assert found("costs_listed", evidence(LISTED[0], amounts=BASIC)) == []


def test_a_full_list_leaves_out_no_cost() -> None:
    names = {"30201": "办公费", "30202": "印刷费", "30205": "水费", "30206": "电费", "30207": "邮电费", "30211": "差旅费",
             "30228": "工会经费", "30229": "福利费", "30212": "因公出国（境）费用"}  # fmt: skip
    cells = [cell("F06", code, name, "outturn", "2", line) for line, (code, name) in enumerate(names.items(), 10)]
    full = [said("cost_listed", "operating", name) for name in list(names.values())[:-1]]
    assert found("costs_listed", evidence(*full, amounts=cells)) == [("warning", "30212", 18)]
    last = said("cost_listed", "operating", "其他商品和服务支出", "等")
    assert ("warning", "30212", 18) not in found("costs_listed", evidence(*full, last, amounts=cells))
    assert found("costs_listed", evidence(*full[:4], amounts=cells)) == []
    paid_from_it = said("cost_listed", "operating", "公务交通补贴")
    assert found("costs_listed", evidence(*full, paid_from_it, amounts=cells)) == []


def test_a_class_with_a_lost_row_proves_nothing() -> None:
    lost = (cell("F06", "302", "商品和服务支出", "outturn", "5"), *BASIC)
    assert list(RULES["costs_listed"].compare(evidence(*LISTED, amounts=lost))) == []


def item(name: str, code: str, outturn: str) -> dict[str, object]:
    own = {
        "level": "item",
        "basis": "all",
        "class_name": "教育支出",
        "section_name": "普通教育",
        "line": 80,
        "page": "",
    }
    return {**own, "item_name": name, "code": code, "outturn": Decimal(outturn)}


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        (item("学前教育", "2050201", "4"), []),
        (item("学前教育", "", "4"), [("warning", "学前教育", 80)]),
        (item("幼儿教育", "", "4"), [("warning", "幼儿教育", 80)]),
        (item("小学教育", "", "9"), [("warning", "小学教育", 80), ("warning", "2050201", 10)]),
    ],
    ids=["the same", "under another section", "another name, the same amount", "another item"],
)
def test_an_item_of_the_table_is_explained(told: dict[str, object], wrong: list[tuple[str, str, int]]) -> None:
    cells = [cell("F05", "2050201", "学前教育", "total", "4")]
    document = evidence(amounts=cells, completion=[told])
    outcomes = found("subjects_explained", document)
    assert outcomes == wrong


def test_a_share_of_an_expense_is_one_of_the_three_public_expenses() -> None:
    rows = [*stated(1, "expenditure", 20, amount="900"), *stated(2, "three_public", 60, outturn="4")]
    share = stated(3, "hospitality", 66, outturn="3")
    share += [
        {**share[0], "role": "share", "amount": None, "rate": Decimal("0.75"), "printed": "75.00%", "basis": "total"}
    ]
    assert found("shares", evidence(statements=[*rows, *share])) == []


def test_a_row_with_a_figure_of_no_known_column_proves_nothing() -> None:
    whole = [cell("F03", "205", "教育支出", name, amount) for name, amount in (("total", "9"), ("basic", "4"))]
    assert found("row_identity", evidence(amounts=whole)) == [("error", "205", 10)]
    assert list(RULES["row_identity"].compare(evidence(amounts=[*whole, cell("F03", "205", "", "", "5")]))) == []


@pytest.mark.parametrize(("spent", "wrong"), [("0", [("warning", "公务接待费", 90)]), ("0.8", [])])
def test_without_the_table_the_narrative_says_what_was_spent(spent: str, wrong: list[tuple[str, str, int]]) -> None:
    document = evidence(
        said("cost_listed", "operating", "公务接待费"), statements=stated(1, "hospitality", 40, outturn=spent)
    )
    assert found("costs_listed", document) == wrong


FUNCTIONS = (
    cell("F05", "208", "社会保障和就业支出", "total", "9"),
    cell("F05", "20805", "行政事业单位养老支出", "total", "9"),
    cell("F05", "2080501", "行政单位离退休", "total", "9"),
)


@pytest.mark.parametrize(
    ("section", "item", "wrong"),
    [
        ("行政事业单位养老支出", "行政单位离退休", []),
        ("行政事业单位离退休", "行政单位离退休", [("warning", "行政事业单位离退休", 90)]),
    ],
)
def test_a_glossary_names_subjects_as_the_tables_do(section: str, item: str, wrong: list[tuple[str, str, int]]) -> None:
    entry = said("glossary", f"社会保障和就业支出/{section}", item)
    assert found("glossary_subjects", evidence(entry, amounts=FUNCTIONS)) == wrong


def test_a_glossary_explains_what_is_used_and_all_of_it() -> None:
    entry = said("glossary", "社会保障和就业支出/抚恤", "死亡抚恤")
    findings = found("glossary_subjects", evidence(entry, amounts=FUNCTIONS))
    assert findings == [("warning", "死亡抚恤", 90), ("notice", "2080501", 90)]


@pytest.mark.parametrize(("year", "wrong"), [("2024", []), ("2023", [("error", "政府性基金预算", 90)])])
def test_an_empty_table_is_explained_for_its_own_year(year: str, wrong: list[tuple[str, str, int]]) -> None:
    assert found("empty_table_year", evidence(said("empty_table", "government_funds", "year", year))) == wrong


@pytest.mark.parametrize(
    ("boxes", "wrong"),
    [
        ([("项目属性", "持续性项目"), ("项目类型", "常年性项目")], []),
        ([("项目属性", "新增性项目"), ("项目类型", "一次性项目")], []),
        ([("项目属性", "持续性项目"), ("项目类型", "一次性项目")], ["warning"]),
        ([("项目类型", "常年性项目"), ("项目类型", "延续性项目")], ["warning"]),
        ([("项目类别", "部门预算项目"), ("项目类别", "专项转移支付项目")], ["notice"]),
    ],
)
def test_boxes_that_exclude_each_other(boxes: list[tuple[str, str]], wrong: list[str]) -> None:
    ticked = [said("box", "甲项目", question, answer) for question, answer in boxes]
    assert [severity for severity, _, _ in found("form_boxes", evidence(*ticked))] == wrong


EXECUTED = {"source": "form", "project": "甲项目", "fact": "execution_score", "detail": "", "printed": "20"}


@pytest.mark.parametrize(
    ("points", "wrong"),
    [((50, 30), []), ((50, 40), []), ((50, 28), [("warning", "甲项目", 90)])],
    ids=["a hundred", "a hundred in the national form", "two missing"],
)
def test_points_of_goals_and_execution_make_a_hundred(
    points: tuple[int, ...], wrong: list[tuple[str, str, int]]
) -> None:
    goals = [said("goal", "甲项目", str(number), str(one)) for number, one in enumerate(points, 1)]
    assert found("goal_points", evidence(*goals, facts=[EXECUTED])) == wrong


def test_two_goals_have_two_numbers() -> None:
    goals = [said("goal", "甲项目", "2", "40", 91), said("goal", "甲项目", "2", "40", 95)]
    assert found("goal_points", evidence(*goals, facts=[EXECUTED])) == [("warning", "甲项目", 95)]


@pytest.mark.parametrize(
    ("weights", "wrong"), [((25, 15), []), ((25, 25), ["甲项目产出指标"]), ((25, 10), ["甲项目产出指标"])]
)
def test_points_of_a_heading_are_those_of_its_indicators(weights: tuple[int, ...], wrong: list[str]) -> None:
    heading = said("heading", "甲项目", "产出指标", "40", 50)
    rows = [
        {**INDICATOR, "indicator": f"甲{line}", "weight": Decimal(points), "score": Decimal(points), "line": line}
        for line, points in enumerate(weights, 60)
    ]
    raw = [{"subject": "甲项目", "line": str(row["line"])} for row in rows]
    document = evidence(heading, indicators=rows, raw_indicators=raw)
    assert [where for _, where, _ in found("heading_points", document)] == wrong


def test_a_form_is_filled_in() -> None:
    assert found("form_left_over", evidence(said("left_over", "甲项目", "(XX分)"))) == [("warning", "甲项目", 90)]
    assert list(RULES["form_left_over"].compare(evidence())) == []


@pytest.mark.parametrize(("printed", "wrong"), [("大于", []), ("小于", ["warning"]), ("等于", ["notice"])])
def test_a_word_of_comparison_fits_its_figures(printed: str, wrong: list[str]) -> None:
    figures = stated(1, "item", 80, initial_budget="10", outturn="12")
    document = evidence(said("compared", "", "年初", printed), statements=figures)
    assert [severity for severity, _, _ in found("directions", document)] == wrong


@pytest.mark.parametrize(("amounts", "wrong"), [(("1.5", "0.5"), []), (("1.5", "0.9"), ["notice"])])
def test_amounts_of_reasons_make_the_difference(amounts: tuple[str, ...], wrong: list[str]) -> None:
    named = [said("reason_amount", "", "万元", one) for one in amounts]
    document = evidence(*named, statements=stated(1, "item", 80, initial_budget="10", outturn="12"))
    assert [severity for severity, _, _ in found("reasons", document)] == wrong


@pytest.mark.parametrize(
    ("number", "spent", "wrong"), [("0", "7", ["warning"]), ("1", "7", []), ("0", "0", []), ("2", "0", ["warning"])]
)
def test_journeys_go_with_their_money(number: str, spent: str, wrong: list[str]) -> None:
    document = evidence(
        said("count", "overseas_travel", "delegations", number),
        statements=stated(1, "overseas_travel", 80, outturn=spent),
    )
    assert [severity for severity, _, _ in found("counts", document)] == wrong


@pytest.mark.parametrize(
    ("printed", "actual", "wrong"),
    [
        ("96.8%", "96.81%", []),
        ("78.6%", "78.60%", []),
        ("3.98万人", "39812人", []),
        ("90%", "90.8%", ["warning"]),
        ("120人", "118人", ["warning"]),
        ("120人", "完成", None),
    ],
)
def test_a_result_in_the_text_is_that_of_the_form(printed: str, actual: str, wrong: list[str] | None) -> None:
    row = {**INDICATOR, "indicator": "按期办结数量", "actual_printed": actual, "line": 70}
    document = evidence(said("indicator", "甲项目", "按期办结数量", printed), indicators=[row])
    if wrong is None:
        assert list(RULES["results_repeated"].compare(document)) == []
    else:
        assert [severity for severity, _, _ in found("results_repeated", document)] == wrong


@pytest.mark.parametrize(("score", "wrong"), [("98.5", []), ("99.5", [("error", "甲", 90)])])
def test_a_score_in_the_text_is_the_total_of_the_form(score: str, wrong: list[tuple[str, str, int]]) -> None:
    fact = {"source": "form", "project": "甲项目", "fact": "score", "detail": "", "printed": "98.5", "line": "70"}
    assert found("scores_repeated", evidence(said("score", "甲", "score", score), facts=[fact])) == wrong


TEXT = """
因公出国（境）费支出决算为7万元，全年出国（境）团组2个。
第五部分 名词解释
1. 教育支出（类）普通教育（款）学前教育（项）：反映学前教育支出。
2019年度本部门没有政府性基金预算支出。
项目名称\t便民服务点建设项目
项目属性\t1、持续性项目☑ 2、新增性项目□
项目类型\t1、常年性项目□ 2、延续性项目□ 3、一次性项目☑
年度绩效目标1（XX分）\t一级指标
"""


def test_particulars_are_read_from_the_text(tmp_path: Path) -> None:
    document = generate(31, "markdown", Vices()).text + TEXT
    first = document.count("\n") - TEXT.count("\n") + 1
    records = [one for one in raw_of(document, tmp_path)["particulars"] if one.line >= first]
    assert [(one.kind, one.subject, one.name, one.printed, one.line - first) for one in records] == [
        ("count", "overseas_travel", "delegations", "2", 1),
        ("glossary", "教育支出/普通教育", "学前教育", "", 3),
        ("empty_table", "government_funds", "year", "2019", 4),
        ("box", "便民服务点建设项目", "项目属性", "持续性项目", 6),
        ("box", "便民服务点建设项目", "项目类型", "一次性项目", 7),
        ("left_over", "便民服务点建设项目", "(XX分)", "", 8),
    ]  # fmt: skip
    rules = {one["rule"] for one in built(document, tmp_path)["findings"]}
    assert {"empty_table_year", "form_boxes", "form_left_over"} <= rules


def test_every_rule_has_a_source_and_says_what_it_compares_in_both_languages() -> None:
    for rule in RULES.values():
        assert isinstance(rule, Rule) and rule.source and rule.zh and rule.en and rule.kinds
        assert rule.touches and set(rule.touches) <= set(PROCESSED)


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ("减少5.00万元，下降4.76%", []),
        ("增加-5.00万元，增长-4.76%", []),
        ("减少5.00万元，下降-4.76%", []),
        ("压减5.00万元，压减4.76%", []),
        ("减少5.00万元，压减5.76%", ["增减率印为5.76%，由-5.00÷105.00重算为4.762%，相差0.998个百分点"]),
        ("减少5.00万元，增长4.76%", ["增减率印为增长4.76%，由-5.00÷105.00重算为-4.762%，相差9.522个百分点"]),
    ],
)
def test_a_rate_of_change_goes_the_way_of_its_amount(said: str, wrong: list[str], tmp_path: Path) -> None:
    text = f"某市财政局2024年度部门决算\n第三部分 情况说明\n2024年度收入总计100.00万元，比上年{said}。\n"
    found = [one["message_zh"] for one in built(text, tmp_path)["findings"] if one["rule"] == "change_rate"]
    assert [message.partition("：")[2].partition("；")[0] for message in found] == wrong


@pytest.mark.parametrize(
    ("title", "named"),
    [
        ("某市财政局2024年度一般公共预算财政拨款支出表", "一般公共预算财政拨款支出表"),
        ("", "一般公共预算财政拨款支出决算表"),
    ],
)
def test_a_message_names_a_table_as_the_document_prints_it(title: str, named: str) -> None:
    item = cell("F05", "2080101", "行政运行", "total", "5.00")
    told = {"level": "item", "code": "", "class_name": "社会保障和就业支出", "section_name": "", "item_name": "抚恤",
            "basis": "all", "outturn": None, "line": 80, "page": ""}  # fmt: skip
    document = evidence(amounts=[item], completion=[told])
    facts = [Fact("table", "F05", 7), Fact("table_title", title, 7)]
    document.raw["document"] = facts if title else facts[:1]
    (unexplained,) = [one for one in RULES["subjects_explained"].compare(document) if one.where == "2080101"]
    assert unexplained.zh == f"{named}的2080101行政运行有5.00万元，文字说明未作说明"  # type: ignore[union-attr]


def test_no_message_and_no_rule_calls_a_table_by_a_number() -> None:
    findings = load("findings")
    # English sentences name a table by its identifier in this package and what it holds: table F03 (expenditure).
    said = [
        *findings["message_zh"],
        *findings["message_en"].str.replace(r"table [FB]\d\d(?:-\d)? \(", "(", regex=True),
        *(text for one in RULES.values() for text in (one.zh, one.en)),
    ]
    assert [text for text in said if re.search(r"\b[FB]\d\d|表[一二三四五六七八九十](?!致)", text)] == []


def test_a_result_nearly_that_of_an_indicator_is_told() -> None:
    row = {**INDICATOR, "indicator": "新增高校毕业生就业创业人数", "actual_printed": "22298人", "line": 749}
    near = said("indicator_near", "吸纳高校毕业生来区就业", "新增高校毕业生就业创业人数", "22308人", 555)
    far = {**near, "printed": "1638人", "line": "557"}
    assert found("results_nearly_repeated", evidence(near, indicators=[row])) == [("warning", row["indicator"], 555)]
    assert found("results_nearly_repeated", evidence(far, indicators=[row])) == [("notice", row["indicator"], 557)]
    assert found("results_nearly_repeated", evidence({**near, "printed": "22298人"}, indicators=[row])) == []


@pytest.mark.parametrize(("amount", "wrong"), [("3986", [("warning", "就业专项资金", 557)]), ("100.8", [])])
def test_a_use_pays_out_no_more_than_it_is(amount: str, wrong: list[tuple[str, str, int]]) -> None:
    use = [{**row, "subject": "就业专项资金"} for row in stated(1, "spending", 557, amount="3791.90")]
    assert found("paid_within", evidence(said("paid", "万元", "补贴", amount, 557), statements=use)) == wrong


@pytest.mark.parametrize(
    ("end", "wrong"), [("2025", [("warning", "党建", 553)]), ("2023", [("warning", "党建", 553)]), ("2027", [])]
)
def test_a_continuing_project_lasts_longer_than_a_year(end: str, wrong: list[tuple[str, str, int]]) -> None:
    fact = {"source": "B12", "project": "党建", "fact": "recurrence", "printed": "continuing", "line": "551"}
    document = evidence(said("term", "", "2025", end, 553), kind="budget", facts=[fact])
    assert found("terms", document) == wrong


def test_one_total_cannot_be_the_budget_before_and_after_an_adjustment() -> None:
    row = {**INDICATOR, "indicator": "预算调整率", "actual": Decimal("0.1331"), "actual_printed": "13.31%", "line": 712}
    told = [
        *stated(1, "general_public_budget_expenditure", 537, initial_budget="23033.91"),
        *stated(2, "department_execution", 689, budget="23033.91"),
    ]
    assert found("adjustment", evidence(statements=told, indicators=[row])) == [("warning", "预算调整率", 712)]
    other = [*told[:1], *stated(2, "department_execution", 689, budget="26100")]
    assert list(RULES["adjustment"].compare(evidence(statements=other, indicators=[row]))) == []


def counted(number: int, subject: str, count: str, line: int) -> dict[str, object]:
    return {**stated(number, "staff", line, count="0")[0], "subject": subject, "amount": None, "count": count}


@pytest.mark.parametrize(("whole", "wrong"), [("40", []), ("46", [("warning", "离退休人数", 20)])])
def test_kinds_of_staff_make_all(whole: str, wrong: list[tuple[str, str, int]]) -> None:
    rows = [counted(1, "离退休", whole, 20), counted(2, "离休", "1", 20), counted(3, "退休", "39", 21)]
    assert found("passage_sums", evidence(statements=rows)) == wrong
    told = [
        counted(4, "在职实有", whole, 20),
        counted(5, "行政", "30", 20),
        counted(6, "工勤", "9", 20),
        counted(7, "事业", "1", 20),
    ]
    assert list(RULES["passage_sums"].compare(evidence(statements=told))) == []


@pytest.mark.parametrize(("local", "wrong"), [("60", False), ("66", True)])
def test_a_budget_is_what_both_levels_grant(local: str, wrong: bool) -> None:
    granted = [{**stated(2, "department_funding", 30, amount="40")[0], "subject": "上级下达指标"},
               {**stated(3, "department_funding", 30, amount=local)[0], "subject": "本级财政预算"}]  # fmt: skip
    rows = [*stated(1, "department_execution", 30, budget="100", executed="90"), *granted]
    assert bool(found("passage_sums", evidence(statements=rows))) is wrong


@pytest.mark.parametrize(("less", "wrong"), [("-0.76", False), ("-0.26", True)])
def test_an_outturn_and_what_is_left_give_the_rate(less: str, wrong: bool) -> None:
    rows = stated(1, "hospitality", 30, outturn="3.95", change=less, completion_rate="0.839")
    rows[1]["basis"] = rows[2]["basis"] = "annual_budget"
    rows[2]["printed"] = "83.9%"
    assert bool(found("stated_bases", evidence(statements=rows))) is wrong


@pytest.mark.parametrize(("reason", "severity"), [("53.33", []), ("58.33", ["warning"]), ("20", ["notice"])])
def test_a_reason_one_digit_from_the_difference_is_a_slip(reason: str, severity: list[str]) -> None:
    rows = [{**row, "subject": "行政运行"} for row in stated(1, "item", 30, initial_budget="97.12", outturn="43.79")]
    amount = said("reason_amount", "", "万元", reason, 31)
    assert [one[0] for one in found("reasons", evidence(amount, statements=rows))] == severity


@pytest.mark.parametrize(("source", "wrong"), [("46", []), ("45", [("error", "甲项目", 11)])])
def test_sources_of_a_project_make_their_sum(source: str, wrong: list[tuple[str, str, int]]) -> None:
    own = {"source": "B12", "project": "甲项目", "unit": "万元"}
    printed = {"budget": ("46", 10), "funds_total": ("46", 11), "general_public_budget": (source, 12)}
    facts = [{**own, "fact": fact, "printed": figure, "line": str(line)} for fact, (figure, line) in printed.items()]
    project = {"project": "甲项目", "budget": Decimal(46), "line": 9, "page": "", "sources": "B10"}
    assert found("budget_forms", evidence(kind="budget", facts=facts, projects=[project])) == wrong


@pytest.mark.parametrize(("change", "wrong"), [("-2671.06", 0), ("-2571.06", 1), ("-1999.99", 0)])
def test_a_change_of_an_account_that_is_a_slip_of_the_others(change: str, wrong: int) -> None:
    told = {"revenue": "-2671.06", "expenditure": "-2671.06", "general_public_budget_expenditure": change}
    rows = [
        row
        for number, (topic, moved) in enumerate(told.items())
        for row in stated(number, topic, 20 + number, amount="10238.96", change=moved)
    ]
    rows = [{**row, "basis": "prior_year"} if row["role"] == "change" else row for row in rows]
    assert len(found("one_change", evidence(statements=rows))) == wrong


@pytest.mark.parametrize(("amount", "wrong"), [("528.47", []), ("528.77", [("error", "卫生健康", 30)])])
def test_a_class_told_twice_without_tables_is_one(amount: str, wrong: list[tuple[str, str, int]]) -> None:
    told = [{**row, "subject": "卫生健康"} for row in stated(1, "class", 30, amount=amount)]
    own = {"level": "class", "basis": "all", "class_name": "卫生健康支出", "outturn": Decimal("528.47"), "line": 60}
    assert found("narrative_classes", evidence(statements=told, completion=[own])) == wrong


@pytest.mark.parametrize(("total", "wrong"), [("50", []), ("53", [("error", "甲项目", 12)])])
def test_a_row_of_the_projects_is_the_sum_of_its_money(total: str, wrong: list[tuple[str, str, int]]) -> None:
    one = cell("B10", "", "甲项目", "total", total, 12) | {"panel": "appropriation"}
    fund = cell("B10", "", "甲项目", "general_public_budget", "40", 12) | {"panel": "appropriation"}
    other = cell("B10", "", "甲项目", "unit_funds", "10", 12) | {"panel": "other"}
    assert found("row_identity", evidence(kind="budget", amounts=[one, fund, other])) == wrong


def test_a_wrong_rate_is_told_where_it_is_printed() -> None:
    row = {"item_name": "行政运行", "class_name": "", "initial_budget": Decimal(100), "outturn": Decimal(50), "line": 30,
           "rate_printed": "90%", "rate_printed_at": "L32", "outturn_at": "L30", "initial_budget_at": "L30"}  # fmt: skip
    assert found("completion_rate", evidence(completion=[row])) == [("error", "行政运行", 32)]


@pytest.mark.parametrize(
    ("counts", "wrong"),
    [
        ((13, 12, 1), False),
        ((13, 12, 2), True),
        ((34, 32, None), False),  # the missed ones are named, and not counted
        ((24, 26, None), True),
    ],
)
def test_indicators_reached_and_missed_are_those_that_were_set(counts: tuple[int | None, ...], wrong: bool) -> None:
    roles = ("indicator_count", "indicators_met", "indicators_missed")
    rows = [
        {**stated(number, "self_evaluation_report", 3014, **{role: "0"})[0], "subject": "甲项目", "count": count}
        for number, (role, count) in enumerate(zip(roles, counts, strict=True))
        if count is not None
    ]
    expected = [("warning", "甲项目", 3014)] if wrong else []
    assert found("indicators_counted", evidence(statements=rows)) == expected


@pytest.mark.parametrize(("services", "wrong"), [("75.1%", False), ("74.1%", True)])
def test_shares_of_small_firms_make_what_they_were_awarded(services: str, wrong: bool) -> None:
    rows = [
        *stated(1, "procurement_goods", 1297, amount="209.29"),
        *stated(2, "procurement_services", 1299, amount="2829.64"),
        *stated(3, "procurement_small_medium", 1299, amount="2325.22"),
    ]
    for number, (kind, printed) in enumerate((("goods", "95.8%"), ("services", services)), 4):
        row = stated(number, f"procurement_{kind}_small_medium", 1307, share="0")[0]
        rows.append({**row, "amount": None, "printed": printed, "rate": Decimal(printed[:-1]) / 100})
    document = evidence(statements=rows)
    assert bool(found("procurement_shares", document)) is wrong


@pytest.mark.parametrize(("whole", "wrong"), [("10325.73", False), ("10326.73", True)])
def test_funds_of_projects_make_project_expenditure(whole: str, wrong: bool) -> None:
    rows = stated(1, "project", 1244, amount=whole)
    rows += [*stated(2, "project_funding", 1244, amount="6325.73"), *stated(3, "project_funding", 1244, amount="4000")]
    assert bool(found("passage_sums", evidence(kind="budget", statements=rows))) is wrong


@pytest.mark.parametrize(("other", "wrong"), [("1234.53", [("error", "basic", 20)]), ("1241.50", []), ("1234.56", [])])
def test_a_figure_of_some_funds_that_is_told_twice_agrees_to_its_last_digit(
    other: str, wrong: list[tuple[str, str, int]]
) -> None:
    rows = [
        row | {"printed": row["amount"].to_eng_string() + "万元", "year": 2024}
        for number, (line, amount) in enumerate(((10, "1234.56"), (20, other)))
        for row in stated(number, "basic", line, outturn=amount)
    ]
    assert [(severity, "basic", line) for severity, _, line in found("said_twice", evidence(statements=rows))] == wrong


def test_a_class_that_no_table_has_is_not_held_against_the_total() -> None:
    told = {"外交": stated(4, "class", 77, amount="0.00"), "教育": stated(5, "class", 78, amount="730.00")}
    rows = [{**one, "subject": subject} for subject, every in told.items() for one in every]
    total = {**cell("F05", "", "合计", "total", "731.00", 9), "level": "total"}
    own = {**cell("F05", "205", "教育支出", "total", "731.00"), "level": "class"}
    assert found("narrative_classes", evidence(statements=rows, amounts=[total, own])) == [("error", "教育", 78)]


@pytest.mark.parametrize(("printed", "wrong"), [("12,789万元", False), ("12,788万元", True)])
def test_a_class_in_whole_units_is_a_table_in_yuan(printed: str, wrong: bool) -> None:
    amount = printed.removesuffix("万元").replace(",", "")
    told = [{**one, "subject": "一般公共服务", "printed": printed} for one in stated(4, "class", 77, amount=amount)]
    row = {**cell("B05-1", "201", "一般公共服务支出", "total", "12788.6849"), "level": "class"}
    findings = found("narrative_classes", evidence(statements=told, amounts=[row], kind="budget"))
    assert any(severity == "error" for severity, _, _ in findings) is wrong


def test_a_level_that_could_not_be_read_is_compared_with_nothing() -> None:
    rows = [
        {**row, "basis": "prior_year"} if row["role"] == "change" else {**row, "amount": None}
        for number, (topic, moved) in enumerate({"revenue": "-2.06", "expenditure": "-3.06"}.items())
        for row in stated(number, topic, 20 + number, amount="10.96", change=moved)
    ]
    with pytest.raises(AssertionError, match="nothing was compared"):
        found("one_change", evidence(kind="budget", statements=rows))

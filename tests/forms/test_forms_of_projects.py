"""Forms of projects: the national template, kinds of project, and the target forms of a budget with what they lost."""

from decimal import Decimal as D
from pathlib import Path
from typing import Any

import pytest
from whole_way import built, raw_of

from jianghan_lib.base.rows import AmountRow
from jianghan_lib.build.headless import adopt
from jianghan_lib.build.levels import build_levels
from jianghan_lib.forms.evaluation.boxes import recurrence
from jianghan_lib.forms.evaluation.selfevaluation import read_forms
from jianghan_lib.forms.evaluation.targets import read_targets
from jianghan_lib.forms.evaluation.wrapped import read_wrapped
from jianghan_lib.forms.records import Indicator, Note, Project
from jianghan_lib.readers import Source, read
from jianghan_lib.specimens import Vices, generate


def source(rows: list[str], folder: Path) -> Source:
    path = folder / "form.txt"
    path.write_text("\n".join(rows), encoding="utf-8")
    return read(path)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("项目类型1、常年性项目☑2、延续性项目□3、一次性项目□", "recurring"),
        ("项目类型1、常年性项目2、延续性项目□3、一次性项目□", "recurring"),  # the mark was lost
        ("项目类型1、常年性项目2、延续性项目3、一次性项目", ""),  # all marks were lost
        ("项目类型1、常年性项目□2、延续性项目□3、一次性项目□", ""),
        ("项目属性新增项目☑延续项目□", "new"),
        ("项目属性持续性项目", "continuing"),
    ],
)
def test_the_kind_of_a_project_is_the_box_that_is_ticked(text: str, kind: str) -> None:
    assert recurrence(text) == kind


NATIONAL = [
    "项目名称\t42000024T000000123-林木养护经费\t\t\t\t\t\t\t",
    "主管部门\t某局\t\t\t实施单位\t某局本级\t\t\t",
    "项目资金（万元）\t\t年初预算数\t全年预算数（A）\t全年执行数（B）\t分值\t执行率（B/A）\t得分\t",
    "\t年度资金总额：\t80\t100\t90\t10\t90.00%\t9\t",
    "\t其中：当年财政拨款\t80\t60\t50\t—\t83.33%\t—\t",
    "\t上年结转资金\t\t40\t40\t—\t100.00%\t—\t",
    "\t其他资金\t\t\t\t—\t\t—\t",
    "年度总体目标\t预期目标\t\t\t实际完成情况\t\t\t\t",
    "绩效指标\t一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\t偏差原因分析及改进措施",
    "\t产出指标（50分）\t数量指标\t指标1：栽植株数\t≥10株\t12株\t20\t20\t",
    "\t\t\t指标2：\t\t\t\t\t",
    "\t\t成本指标\t每株成本\t≤30元\t33元\t30\t27.27\t苗木价格上涨",
    "\t效益指标（40分）\t社会效益指标\t绿化面积\t有效增加\t有效增加\t40\t40\t",
    "\t\t\t……\t\t\t\t\t",
    "总分\t\t\t\t\t\t100\t96.27\t",
]


def test_a_form_of_the_national_template_is_read_by_its_labels(tmp_path: Path) -> None:
    facts, indicators, notes = read_forms(source(NATIONAL, tmp_path))
    printed = {(one.fact, one.detail): one.printed for one in facts}
    assert {one.project for one in facts} == {"林木养护经费"}
    whole = ("initial_budget", "budget", "executed", "execution_weight", "execution_rate", "execution_score", "score")
    assert [printed[fact, ""] for fact in whole] == ["80", "100", "90", "10", "90.00", "9", "96.27"]
    assert printed["part_budget", "当年财政拨款"] == "60"
    assert printed["part_executed", "上年结转资金"] == "40"
    assert ("part_initial_budget", "上年结转资金") not in printed
    assert [(one.level1, one.level2, one.indicator, one.weight, one.score, one.line) for one in indicators] == [
        ("产出指标", "数量指标", "栽植株数", "20", "20", 10),
        ("产出指标", "成本指标", "每株成本", "30", "27.27", 12),
        ("效益指标", "社会效益指标", "绿化面积", "40", "40", 13),
    ]
    assert [(one.target, one.actual) for one in indicators[:2]] == [("≥10株", "12株"), ("≤30元", "33元")]
    assert notes == []


def test_sign_and_unit_in_columns_of_their_own_make_the_target(tmp_path: Path) -> None:
    rows = [
        "项目名称\t林木养护经费\t\t\t\t\t\t\t\t",
        "绩效指标\t一级指标\t二级指标\t三级指标\t指标性质\t指标值\t度量单位\t完成值\t权重\t得分",
        "\t产出指标\t质量指标\t成活率\t≥\t90\t%\t95\t60\t60",
        "\t\t\t验收\t定性\t合格\t—\t合格\t30\t30",
    ]
    _, found, _ = read_forms(source(rows, tmp_path))
    assert [(one.target, one.actual) for one in found] == [("≥90%", "95%"), ("合格", "合格")]


SEVERAL = [
    "序号\t项目名称\t全年预算数（万元）\t执行数（万元）\t执行率\t一级指标\t三级指标\t年度指标值\t实际完成值\t得分",
    "1\t停车收费\t60.00\t57.00\t95.00%\t产出指标\t管理泊位数\t≥800个\t812个\t50",
    "\t\t\t\t\t效益指标\t投诉下降率\t≥10%\t12%\t40",
    "2\t公厕保洁\t90.00\t90.00\t100.00%\t产出指标\t保洁公厕数\t45座\t45座\t50",
]


def test_several_projects_below_one_header_each_have_their_money_and_indicators(tmp_path: Path) -> None:
    facts, indicators, _ = read_forms(source(SEVERAL, tmp_path))
    money = ("budget", "executed", "execution_rate")
    assert [(one.project, one.printed) for one in facts if one.fact in money] == [
        *(("停车收费", "60.00"), ("停车收费", "57.00"), ("停车收费", "95.00")),
        *(("公厕保洁", "90.00"), ("公厕保洁", "90.00"), ("公厕保洁", "100.00")),
    ]
    assert [(one.subject, one.indicator, one.target, one.actual, one.score) for one in indicators] == [
        ("停车收费", "管理泊位数", "≥800个", "812个", "50"),
        ("停车收费", "投诉下降率", "≥10%", "12%", "40"),
        ("公厕保洁", "保洁公厕数", "45座", "45座", "50"),
    ]


def test_targets_of_several_projects_below_one_header(tmp_path: Path) -> None:
    rows = [
        "单位名称\t项目名称\t项目资金（万元）\t一级指标\t二级指标\t三级指标\t指标性质\t指标值\t度量单位\t权重",
        "应急局\t防汛物资\t80.00\t产出指标\t数量指标\t指标1：编织袋\t≥\t500\t条\t30",
        "\t\t\t效益指标\t社会效益指标\t保障能力\t定性\t提升\t\t40",
        "\t应急演练\t20.00\t产出指标\t数量指标\t演练次数\t＝\t4\t次\t50",
    ]
    facts, indicators, _ = read_targets(source(rows, tmp_path))
    assert [(one.project, one.fact, one.printed) for one in facts] == [
        ("防汛物资", "budget", "80.00"),
        ("应急演练", "budget", "20.00"),
    ]
    assert [(one.subject, one.level1, one.indicator, one.target, one.weight) for one in indicators] == [
        ("防汛物资", "产出指标", "编织袋", "≥500条", "30"),
        ("防汛物资", "效益指标", "保障能力", "提升", "40"),
        ("应急演练", "产出指标", "演练次数", "＝4次", "50"),
    ]


def test_the_summary_of_projects_is_read_by_its_labels(tmp_path: Path) -> None:
    rows = [
        "序号\t项目名称\t年初预算数\t全年预算数\t全年执行数\t执行率\t自评得分",
        "1\t展厅运维\t50.00\t45.00\t40.50\t90.00%\t95.5",
        "合计\t\t50.00\t45.00\t40.50\t90.00%\t",
    ]
    facts, _, _ = read_forms(source(rows, tmp_path))
    assert [(one.fact, one.printed, one.unit) for one in facts if one.source == "summary"] == [
        ("initial_budget", "50.00", "万元"),
        ("budget", "45.00", "万元"),
        ("executed", "40.50", "万元"),
        ("execution_rate", "90.00", "%"),
        ("score", "95.5", "分"),
    ]
    assert {one.source for one in facts} == {"summary", "summary_total"}


@pytest.mark.parametrize("named", ["项目（政策）名称", "专项名称", "县级预算部门名称", "部门（单位）名称"])
def test_what_a_form_is_about_is_named_in_several_ways(named: str, tmp_path: Path) -> None:
    rows = [
        f"{named}\t河道清淤\t\t\t\t",
        "\t资金\t全年预算金额\t全年执行金额\t分值\t得分",
        "\t总计\t180.00\t171.00\t10\t9.5",
        "指标分类\t指标名称\t目标值\t完成值\t分值\t得分",
        "产出指标\t清淤长度\t12公里\t12公里\t90\t90",
    ]
    facts, (one,), _ = read_forms(source(rows, tmp_path))
    assert (one.subject, one.level1, one.indicator) == ("河道清淤", "产出指标", "清淤长度")
    assert {fact.source for fact in facts} == {"form" if "门" not in named else "department_form"}
    assert [fact for fact in facts if fact.fact == "score"] == []


def test_a_row_that_no_slip_brings_under_its_header_is_a_note(tmp_path: Path) -> None:
    rows = [*NATIONAL[:9], "\t产出指标\t数量指标\t栽植株数\t≥10株\t12株\t二十\t20株\t"]
    _, found, notes = read_forms(source(rows, tmp_path))
    assert found == []
    assert [(note.rule, note.where, note.line) for note in notes] == [("indicator_unclear", "栽植株数", 10)]


def test_the_full_score_alone_is_not_taken_for_the_score(tmp_path: Path) -> None:
    facts, _, _ = read_forms(source([*NATIONAL[:-1], "总分\t\t\t\t\t\t100\t\t"], tmp_path))
    assert [one for one in facts if one.fact == "score"] == []


def fact(name: str, detail: str, printed: str, line: int, project: str = "林木养护经费") -> Project:
    return Project("B12", project, name, detail, printed, "万元", line)


def test_the_budget_of_the_year_stands_for_a_year_that_the_sentence_leaves_out() -> None:
    facts = [fact("budget", "", "90", 7), fact("year_budget", "2023", "70", 8), fact("year_budget", "2024", "80", 8)]
    rows, findings = build_levels("d", facts, [], 2025)
    assert [(row.prior_year, row.year, row.prior_amount, row.amount, row.line) for row in rows] == [
        (2023, 2024, D(70), D(80), 8),
        (2024, 2025, D(80), D(90), 8),
    ]
    assert findings == []


def test_what_was_applied_for_in_a_past_year_is_no_budget_of_it() -> None:
    facts = [fact("budget", "", "90", 7), fact("year_applied", "2023", "70", 8), fact("year_budget", "2024", "80", 8)]
    assert [row.basis for row in build_levels("d", facts, [], 2025)[0]] == ["applied_for", "printed_levels"]
    coming = [fact("year_budget", "2024", "80", 8), fact("year_applied", "2025", "90", 8)]
    assert [row.basis for row in build_levels("d", coming, [], 2025)[0]] == ["printed_levels"]


def headless(budgets: list[str], code: str = "2050101") -> tuple[Any, list[dict[str, Any]]]:
    """A form without a name whose costs are 30 and 12, beside projects of these budgets."""
    costs = [fact("cost", f"购置 {code}行政运行", amount, 20 + at, "") for at, amount in enumerate(("30", "12"))]
    raw = {
        "projects": [fact("budget", "", "9", 10), *costs],
        "indicators": [Indicator("", "", "", "", "", "", "", "", 25)],
        "notes": [Note("form_without_name", "B12", "", "", 20)],
    }
    listed = [
        {"table": "B10", "panel": "appropriation", "measure": "total", "level": "row", "name": f"项目{at}", "code": ""}
        | {"amount": D(budget)}
        for at, budget in enumerate(budgets)
    ]
    paid = {"table": "B03", "panel": "", "measure": "project", "level": "item", "name": "行政运行", "code": "2050101"}
    return adopt("d", raw, [AmountRow(line=1, **row) for row in (*listed, paid | {"amount": D(50)})])


def test_a_form_without_a_name_goes_to_the_one_project_that_its_costs_fit() -> None:
    raw, findings = headless(["41", "42"])
    assert {one.project for one in raw["projects"] if one.fact == "cost"} == {"项目1"}
    assert raw["indicators"][0].subject == "项目1"
    assert [(row["rule"], row["severity"], row["where"]) for row in findings] == [
        ("form_without_name", "warning", "项目1")
    ]


@pytest.mark.parametrize(("budgets", "code"), [(["42", "42"], "2050101"), (["41"], "2050101"), (["42"], "2050999")])
def test_it_stays_without_a_name_where_several_fit_or_none_or_another_subject_pays(
    budgets: list[str], code: str
) -> None:
    raw, findings = headless(budgets, code)
    assert {one.project for one in raw["projects"] if one.fact == "cost"} == {""}
    assert (len(raw["notes"]), findings) == (1, [])


DEPARTMENT = """部门(单位)名称\t某局\t\t\t\t
部门总体资金情况\t总体资金情况\t\t当年金额\t占比\t近两年收支金额
\t\t\t\t2023年\t2024年
收入构成\t财政拨款\t90\t90%\t70\t80
\t单位资金\t10\t10%\t10\t10
\t合计\t100\t\t80\t90
项目支出情况\t项目名称\t支出项目类别\t项目总预算\t项目本年度预算\t项目主要支出方向和用途
\t{name}\t特定目标类项目\t{budget}\t{budget}\t养护
年度绩效指标\t一级指标\t二级指标\t三级指标\t指标值\t指标值确定依据
"""


def test_the_form_of_a_department_gives_its_money_in_three_years_and_its_list(tmp_path: Path) -> None:
    document = generate(3, "budget", Vices())
    one = document.truth.projects[0]
    text = document.text + "\n" + DEPARTMENT.format(name=f"甲局{one['project']}", budget=one["budget"])
    raw = raw_of(text, tmp_path)
    listed = [(one.fact, one.printed) for one in raw["projects"] if one.source == "B11"]
    assert listed == [("total_budget", str(one["budget"])), ("budget", str(one["budget"]))]
    tables = built(text, tmp_path)
    project = next(row for row in tables["projects"] if row["project"] == one["project"])
    assert "B11" in project["sources"]
    year = int(tables["documents"][0]["fiscal_year"])
    levels = {row["year"]: row["amount"] for row in tables["changes"] if row["item"] == "unit_funds"}
    assert levels == {2024: D(10)} | ({2025: D(10)} if year == 2025 else {})


BARE = """项目名称 林木养护经费
主管部门 实施单位 某局
项目资金
（万元）
年初预算数 全年预算数（A） 全年执行数（B） 分值 执行率（B/A） 得分
年度资金总额： 80 100 90 10 90% 9
其中：本年财政拨款 80 100 90 - -
年度绩效指标完成情况 一级
指标
二级指标 三级指标 年度指标值 实际完成值 分值 得分 偏差原因分析及改进措施
产
出
指
标
（50分）
数量指标 指标1：栽植株数 10 12 20 20
指标2：
……
成本指标 指标1：每株成本 ≤30元 33元 30 27.27 苗木涨价
效益指标
（40分）
社会效益
指标
指标1：绿化面积 有效增加 有效增加 40 40
总分 100 96.27
注：满意度可不评
"""


def test_the_national_form_in_bare_lines_is_read_to_its_weights_and_scores(tmp_path: Path) -> None:
    facts, indicators, notes = read_wrapped(source(BARE.splitlines(), tmp_path))
    assert {one.fact: one.printed for one in facts} == {
        "initial_budget": "80",
        "budget": "100",
        "executed": "90",
        "execution_weight": "10",
        "execution_rate": "90",
        "execution_score": "9",
        "score": "96.27",
    }
    assert [(one.level2, one.indicator, one.target, one.actual, one.weight, one.score) for one in indicators] == [
        ("数量指标", "栽植株数", "10", "12", "20", "20"),
        ("成本指标", "每株成本", "≤30元", "33元", "30", "27.27"),
        ("社会效益指标", "绿化面积", "有效增加", "有效增加", "40", "40"),
    ]
    assert [one.level1 for one in indicators] == ["产出指标", "产出指标", "效益指标"]
    assert notes == []


def test_a_row_after_a_reason_that_may_go_on_is_told(tmp_path: Path) -> None:
    text = BARE.replace("苗木涨价\n", "苗木涨价\n所致\n").replace("效益指标\n（40分）\n社会效益\n指标\n指标1：", "")
    _, _, notes = read_wrapped(source(text.splitlines(), tmp_path))
    assert [(note.rule, note.table) for note in notes] == [("indicator_unclear", "form")]


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("一级指标|二级指标|三级指标|年初目标值（A）|实际完成值（B）|得分", "产出指标|数量指标|株数|≥10株|9株|18"),
        ("一级指标|二级指标|三级指标|目标值|完成值|完成率|分值|得分", "产出指标|数量指标|株数|≥10株|9株|90%|20|18"),
        ("一级指标|二级指标|三级指标|分值|年度指标值|实际完成值|得分", "产出指标|数量指标|株数|20|≥10株|9株|18"),
        ("一级指标|二级指标|三级指标|绩效指标性质|指标值|度量单位|完成值|得分", "产出指标|数量指标|株数|≥|10|株|9|18"),
        ("一级指标|二级指标|三级指标|年度指标值|实际完成值|偏差原因", "产出指标|数量指标|株数|≥10株|9株|天旱"),
        ("一级指标|二级指标|三级指标|指标解释|年初目标值|全年完成值", "产出指标|数量指标|株数|当年栽的|≥10株|9株"),
    ],
)
@pytest.mark.parametrize("goal", ["年度绩效目标（80分）", "绩效指标", ""])
def test_target_and_actual_are_found_by_the_header(header: str, row: str, goal: str, tmp_path: Path) -> None:
    rows = ["项目名称|林木养护经费||||||||", f"{goal}|{header}", f"|{row}"]
    _, (found,), notes = read_forms(source([one.replace("|", "\t") for one in rows], tmp_path))
    assert (found.level1, found.level2, found.indicator) == ("产出指标", "数量指标", "株数")
    assert (found.target, found.actual, found.score) == ("≥10株", "9株", "18" if "得分" in header else "")
    assert notes == []


TARGETS = """项目名称\t社区环境整治\t\t项目类别\t一次性项目
项目总预算（元）\t1,234,500\t\t当年预算（元）\t234,500
一级指标\t二级指标\t三级指标\t{head}\t{beside}
产出指标\t数量指标\t整治点位数\t{cells}
"""


@pytest.mark.parametrize(
    ("head", "beside", "cells", "target"),
    [
        ("指标目标值", "备注", "≥12个\t无", "≥12个"),
        ("指标值", "备注", "≥12个\t无", "≥12个"),
        ("指标性质", "指标值\t度量单位", "≥\t12\t个", "≥12个"),
        ("目标值", "指标性质\t计量单位", "整治完毕\t—\t—", "整治完毕"),
    ],
)
def test_target_forms_of_other_places(head: str, beside: str, cells: str, target: str, tmp_path: Path) -> None:
    rows = TARGETS.format(head=head, beside=beside, cells=cells).splitlines()
    projects, indicators, notes = read_targets(source(rows, tmp_path))
    assert [(one.subject, one.indicator, one.target) for one in indicators] == [("社区环境整治", "整治点位数", target)]
    assert [(one.year_before, one.two_years_before) for one in indicators] == [("", "")]
    assert [(one.fact, one.printed, one.unit) for one in projects] == [
        ("total_budget", "1,234,500", "元"),
        ("budget", "234,500", "元"),
        ("recurrence", "one_off", ""),
    ]
    assert notes == []


def test_a_target_form_that_names_no_project_is_named(tmp_path: Path) -> None:
    rows = TARGETS.format(head="指标值", beside="备注", cells="≥12个\t无").splitlines()[2:]
    _, indicators, notes = read_targets(source(rows, tmp_path))
    assert indicators == []
    assert [(one.rule, one.where) for one in notes] == [("table_unknown", "一级指标 二级指标 三级指标 指标值 备注")]


def test_the_target_form_of_shanghai_is_read_with_its_money(tmp_path: Path) -> None:
    rows = [
        "项目名称\t\t护林经费\t\t项目性质\t经常性项目\t项目类别\t特定目标类",
        "项目资金（元）\t\t项目资金总额\t\t1,200.00\t年度资金申请总额\t\t900.00",
        "\t\t其中：财政资金\t\t1,200.00\t其中：当年财政拨款\t\t800.00",
        "\t\t\t\t\t上年结转资金\t\t100.00",
        "\t一级指标\t二级指标\t三级指标\t\t\t年度(/项目)指标值\t",
        "绩效指标\t产出指标\t数量指标\t巡护次数\t\t\t≥12.00(次)\t",
        "\t\t质量指标\t巡护到位\t\t\t到位\t",
    ]
    projects, indicators, notes = read_targets(source(rows, tmp_path))
    assert [(one.fact, one.printed, one.unit) for one in projects] == [
        ("total_budget", "1,200.00", "元"),
        ("budget", "900.00", "元"),
        ("fiscal_funds", "1,200.00", "元"),
        ("fiscal_appropriation", "800.00", "元"),
        ("carried_over_funds", "100.00", "元"),
        ("recurrence", "recurring", ""),
    ]
    assert [(one.subject, one.level1, one.level2, one.indicator, one.target) for one in indicators] == [
        ("护林经费", "产出指标", "数量指标", "巡护次数", "≥12.00(次)"),
        ("护林经费", "产出指标", "质量指标", "巡护到位", "到位"),
    ]
    assert notes == []


TITLED = [
    "{title}",
    "（2024年度）\t单位：{unit}",
    "资金\t年初预算数\t全年预算数\t全年执行数\t分值\t执行率\t得分",
    "年度资金总额\t80\t100\t90\t10\t90.00%\t9",
    "其中：当年财政拨款\t80\t60\t50\t—\t83.33%\t—",
    "",
    "",
    "{below}",
    "（2024年度）\t",
    "一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分",
    "产出指标\t数量指标\t栽植株数\t≥10株\t12株\t20\t18",
    "总分\t\t\t\t\t100\t97",
]


@pytest.mark.parametrize(
    ("title", "below", "name"),
    [
        ("林木养护项目支出绩效自评表", "林木养护绩效指标完成情况", "林木养护"),
        ("附件1 2024年度林木养护经费项目绩效自评表", "林木养护经费绩效指标完成情况表", "林木养护经费"),
        ("项目支出绩效自评表（林木养护）", "绩效指标完成情况（林木养护）", "林木养护"),
        ("林木养护项目自评结果表（2024年度）", "林木养护项目绩效目标完成情况表", "林木养护"),
    ],
)
@pytest.mark.parametrize("unit", ["万元", "元"])
def test_a_form_whose_project_stands_in_its_title_only(
    title: str, below: str, name: str, unit: str, tmp_path: Path
) -> None:
    rows = [row.format(title=title, below=below, unit=unit) for row in TITLED]
    facts, indicators, notes = read_forms(source(rows, tmp_path))
    assert [(one.project, one.fact, one.printed, one.unit) for one in facts if not one.detail] == [
        (name, "initial_budget", "80", unit),
        (name, "budget", "100", unit),
        (name, "executed", "90", unit),
        (name, "execution_weight", "10", "分"),
        (name, "execution_rate", "90.00", "%"),
        (name, "execution_score", "9", "分"),
        (name, "score", "97", "分"),
    ]
    assert [(one.subject, one.indicator, one.target, one.actual, one.weight, one.score) for one in indicators] == [
        (name, "栽植株数", "≥10株", "12株", "20", "18")
    ]
    assert notes == []


def test_a_title_without_a_name_gives_its_form_to_nobody(tmp_path: Path) -> None:
    rows = [row.format(title="项目支出绩效自评表", below="绩效指标完成情况", unit="万元") for row in TITLED]
    facts, indicators, _ = read_forms(source(rows, tmp_path))
    assert (facts, indicators) == ([], [])


def test_targets_of_a_project_that_their_title_names(tmp_path: Path) -> None:
    rows = ["林木养护绩效指标", "（2025年度）\t", "一级指标\t二级指标\t三级指标\t指标性质\t指标值\t度量单位"]
    rows += ["产出指标\t数量指标\t栽植株数\t≥\t10\t株", "\t质量指标\t成活率\t≥\t95\t%"]
    _, indicators, notes = read_targets(source(rows, tmp_path))
    assert [(one.subject, one.level2, one.indicator, one.target) for one in indicators] == [
        ("林木养护", "数量指标", "栽植株数", "≥10株"),
        ("林木养护", "质量指标", "成活率", "≥95%"),
    ]
    assert notes == []


@pytest.mark.parametrize(
    "row", ["项目名称：林木养护\t\t\t\t\t\t", "项目名称：林木养护\t\t主管部门：某局\t\t\t\t", "项目名称：林木养护"]
)
def test_a_name_may_stand_in_one_cell_with_its_label(row: str, tmp_path: Path) -> None:
    facts, indicators, notes = read_forms(source(["项目支出绩效自评表", row, *TITLED[2:5], *TITLED[9:]], tmp_path))
    assert {one.project for one in facts} | {one.subject for one in indicators} == {"林木养护"}
    assert ([one.printed for one in facts if one.fact == "executed"], len(indicators), notes) == (["90"], 1, [])


def test_a_form_that_names_nobody_is_told(tmp_path: Path) -> None:
    rows = ["项目支出绩效自评表", "（2024年度）", *TITLED[2:5], *TITLED[9:]]
    facts, indicators, notes = read_forms(source(rows, tmp_path))
    assert (facts, indicators) == ([], [])
    assert [(one.rule, one.line) for one in notes] == [("form_without_name", 6)]


@pytest.mark.parametrize(("unit", "amount"), [("", "万元"), (" 单位：元", "元")])
def test_a_title_names_a_form_of_bare_lines(unit: str, amount: str, tmp_path: Path) -> None:
    rows = ["林木养护项目支出绩效自评表", f"（2024年度）{unit}", "年初预算数 全年预算数 全年执行数 分值 执行率 得分"]
    rows += ["年度资金总额 80 100 90 10 90.00% 9", "林木养护绩效指标完成情况"]
    rows += [
        "一级指标 二级指标 三级指标 年度指标值 实际完成值 分值 得分",
        "产出指标 数量指标 栽植株数 ≥10株 12株 20 20",
        "总分 100 97",
    ]
    facts, indicators, notes = read_wrapped(source(rows, tmp_path))
    assert [(one.project, one.fact, one.printed, one.unit) for one in facts] == [
        ("林木养护", "initial_budget", "80", amount),
        ("林木养护", "budget", "100", amount),
        ("林木养护", "executed", "90", amount),
        ("林木养护", "execution_weight", "10", "分"),
        ("林木养护", "execution_rate", "90.00", "%"),
        ("林木养护", "execution_score", "9", "分"),
        ("林木养护", "score", "97", "分"),
    ]
    assert [(one.subject, one.indicator, one.target, one.actual) for one in indicators] == [
        ("林木养护", "栽植株数", "≥10株", "12株")
    ]
    assert notes == []

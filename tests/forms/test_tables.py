"""Statutory tables and others as places print them: filed by title and headings, or kept whole in `other_tables`."""

from collections import Counter
from pathlib import Path

import pytest
from whole_way import built

from jianghan_lib.forms.records import Raw
from jianghan_lib.forms.tables.titles import table_named
from jianghan_lib.pipeline.ingest import read_document
from jianghan_lib.readers import read

BUDGET = "柳坝县农机局2023年部门预算\n2023年收支总预算200.00万元。\n"
FINAL = "柳坝县农机局2023年度部门决算\n2023年度收入总计300.00万元，支出总计300.00万元。\n"


@pytest.fixture
def records(tmp_path: Path):
    def of(text: str) -> Raw:
        path = tmp_path / "document.txt"
        path.write_text(text, encoding="utf-8")
        return read_document(read(path))

    return of


def cells(raw: Raw, table: str) -> dict[tuple[str, str, str], str]:
    """The cells of a table: (panel, code or name, measure) -> as printed."""
    return {(one.panel, one.code or one.name, one.measure): one.printed for one in raw["cells"] if one.table == table}


def others(raw: Raw) -> list[tuple[str, str, str, str, str]]:
    return [(one.title, one.row_label, one.column_label, one.printed, one.unit) for one in raw["other_tables"]]


def found(raw: Raw) -> set[str]:
    return {fact.printed for fact in raw["document"] if fact.fact == "table"}


def test_a_table_of_procurement_is_kept_as_printed(records) -> None:
    raw = records(
        BUDGET + "政府采购预算表\n单位：元\n"
        "采购品目\t项目\t数量\t金额\n一、货物\t\t\t120,000.00\n计算机\t更新\t20\t120,000.00\n合计\t\t\t120,000.00\n"
    )
    assert others(raw) == [
        ("政府采购预算表", "一、货物", "金额", "120,000.00", "元"),
        ("政府采购预算表", "计算机/更新", "金额", "120,000.00", "元"),
        ("政府采购预算表", "合计", "金额", "120,000.00", "元"),
    ]
    assert [note.where for note in raw["notes"] if note.rule == "table_unknown"] == ["政府采购预算表"]
    assert raw["cells"] == []


def test_headings_alone_or_a_printed_number_file_nothing(records) -> None:
    header = "科目编码\t科目名称\t本年支出合计\t基本支出\t项目支出\t上缴上级支出\t经营支出\t对附属单位补助支出\n"
    row = "201\t一般公共服务支出\t12.00\t2.00\t10.00\t\t\t\n"
    raw = records(BUDGET + "公开03表\n单位：万元\n" + header + row)
    assert raw["cells"] == [] and found(raw) == set()
    assert [other[3] for other in others(raw)] == ["12.00", "2.00", "10.00"]


def test_the_table_of_a_final_account_in_a_budget_is_not_filed(records) -> None:
    raw = records(
        BUDGET
        + "2022年支出决算表\n单位：万元\n科目编码\t科目名称\t合计\t基本支出\t项目支出\n201\t一般公共服务支出\t12.00\t2.00\t10.00\n"
    )
    assert raw["cells"] == [] and [other[3] for other in others(raw)] == ["12.00", "2.00", "10.00"]


def test_a_table_ends_where_an_unknown_title_stands(records) -> None:
    known = "政府性基金预算支出表\n单位：万元\n科目编码\t科目名称\t合计\t基本支出\t项目支出\n212\t城乡社区支出\t7.00\t\t7.00\n"
    raw = records(
        BUDGET
        + known
        + "上级专项转移支付预算表\n单位：万元\n科目编码\t科目名称\t合计\t基本支出\t项目支出\n213\t农林水支出\t88.00\t\t88.00\n"
    )
    assert cells(raw, "B08") == {("", "212", "total"): "7.00", ("", "212", "project"): "7.00"}
    assert [other[:2] + other[3:4] for other in others(raw)] == [("上级专项转移支付预算表", "农林水支出", "88.00")] * 2


def test_a_title_alone_is_no_table_and_prose_behind_it_is_read(records) -> None:
    raw = records(
        BUDGET + "一、2023年一般公共预算“三公”经费支出预算表\n单位：万元\n本表另附。\n"
        "二、2023年一般公共预算“三公”经费支出预算情况说明\n2023年“三公”经费预算8.00万元，比上年预算减少2.00万元，下降20.00%。\n"
    )
    assert found(raw) == set()
    assert [one.printed for one in raw["statements"] if one.topic == "three_public"] == ["8.00", "2.00", "20.00"]


def test_a_title_with_an_ordinal_before_it(records) -> None:
    raw = records(
        FINAL
        + "九、财政拨款“三公”经费支出决算表\n单位：万元\n预算数\t\t\t\t\t\t决算数\t\t\t\t\t\n"
        + "\t".join(["合计", "因公出国（境）费", "公务用车购置及运行维护费", "", "", "公务接待费"] * 2)
        + "\n"
        + "\t".join(["", "", "小计", "公务用车购置费", "公务用车运行维护费", ""] * 2)
        + "\n"
        + "\t".join(map(str, range(1, 13)))
        + "\n5.00\t0.00\t3.00\t0.00\t3.00\t2.00\t4.00\t0.00\t3.00\t0.00\t3.00\t1.00\n"
    )
    assert (
        cells(raw, "F09")["budget", "", "total"] == "5.00" and cells(raw, "F09")["outturn", "", "hospitality"] == "1.00"
    )


VERTICAL = """财政拨款“三公”经费、行政参公单位机关运行经费情况表
单位：万元
项 目	行次	年初预算数	全年预算数	决算统计数
栏 次		1	2	3
一、“三公”经费支出	1	—	—	—
（一）支出合计	2	10.00	10.00	8.00
1．因公出国（境）费	3	0.00	0.00	0.00
2．公务用车购置及运行维护费	4	7.00	7.00	7.00
（1）公务用车购置费	5	0.00	0.00	0.00
（2）公务用车运行维护费	6	7.00	7.00	7.00
3．公务接待费	7	3.00	3.00	1.00
3．公务用车保有量（辆）	13	—	—	2
二、机关运行经费	20	—	—	60.00
"""


def test_line_numbers_of_a_vertical_form_are_no_amounts(records) -> None:
    read_cells = cells(records(FINAL + VERTICAL), "F09")
    assert {key: value for key, value in read_cells.items() if key[0] == "outturn"} == {
        ("outturn", "", "total"): "8.00",
        ("outturn", "", "overseas_travel"): "0.00",
        ("outturn", "", "vehicles"): "7.00",
        ("outturn", "", "vehicle_purchase"): "0.00",
        ("outturn", "", "vehicle_operation"): "7.00",
        ("outturn", "", "hospitality"): "1.00",
        ("outturn", "", "agency_operating"): "60.00",
    }
    assert read_cells["budget", "", "total"] == read_cells["annual_budget", "", "total"] == "10.00"


TWO_SIDED = """机构运行信息表
公开09表
单位：万元
项 目	预算数	决算数	项 目	决算数
一、“三公”经费支出	—	—	四、机关运行经费	60.00
（一）支出合计	10.00	8.00	（一）行政单位	60.00
1．因公出国（境）费	0.00	0.00	（二）参照公务员法管理事业单位	0.00
2．公务用车购置及运行维护费	7.00	7.00	五、资产信息	—
3．公务接待费	3.00	1.00	（一）车辆数合计（辆）	2
（1）国内接待费	—	1.00	六、政府采购支出信息	—
5．国内公务接待批次（个）	—	20	（一）政府采购支出合计	200.00
"""


def test_both_sides_of_a_form_are_read(records) -> None:
    raw = records(FINAL + TWO_SIDED)
    f09 = cells(raw, "F09")
    assert (f09["budget", "", "total"], f09["outturn", "", "total"], f09["outturn", "", "hospitality"]) == (
        "10.00",
        "8.00",
        "1.00",
    )
    assert f09["outturn", "", "agency_operating"] == "60.00"
    assert ("机构运行信息表", "（一）政府采购支出合计", "决算数", "200.00", "万元") in others(raw)
    assert not [note for note in raw["notes"] if note.rule == "unreadable_number"]


def test_sections_printed_with_one_digit(records) -> None:
    raw = records(
        BUDGET
        + "一般公共预算基本支出预算表\n单位：万元\n经济分类科目编码\t\t经济分类科目名称\t合计\t人员经费\t公用经费\n类\t款\t\t\t\t\n"
        "301\t\t工资福利支出\t9.00\t9.00\t\n301\t2\t津贴补贴\t5.00\t5.00\t\n301\t7\t绩效工资\t4.00\t4.00\t\n"
    )
    assert Counter(one.code for one in raw["cells"]) == {"301": 2, "30102": 2, "30107": 2}


def test_a_total_beside_the_column_of_names(records) -> None:
    raw = records(
        FINAL + "2023年度支出决算表\n单位：万元\n"
        "项目\t\t\t\t本年支出合计\t基本支出\t项目支出\t上缴上级支出\t经营支出\t对附属单位补助支出\n"
        "功能分类科目编码\t\t\t科目名称\t\t\t\t\t\t\n类\t款\t项\t栏次\t1\t2\t3\t4\t5\t6\n"
        "\t\t\t合计\t800.40\t500.40\t300.00\t\t\t\n"
        "201\t\t一般公共服务支出\t800.40\t500.40\t300.00\t\t\t\n"
        "2012601\t\t行政运行\t500.40\t500.40\t\t\t\t\n2012604\t\t档案馆\t300.00\t\t300.00\t\t\t\n"
    )
    found_cells = cells(raw, "F03")
    assert found_cells["", "合计", "total"] == "800.40" and found_cells["", "合计", "project"] == "300.00"
    assert found_cells["", "2012601", "basic"] == "500.40" and len(found_cells) == 10
    assert raw["notes"] == [note for note in raw["notes"] if note.rule != "unreadable_number"]


def targets(raw: Raw) -> list[tuple[str, ...]]:
    return [
        (one.level1, one.level2, one.indicator, one.target, one.year_before, one.two_years_before)
        for one in raw["indicators"]
    ]


def test_a_target_form_with_last_year_and_this_year_only(records) -> None:
    raw = records(
        BUDGET + "部门整体支出绩效目标申报表\n部门（单位）名称\t\t柳坝县农机局\t\t\t\t\n"
        "\t一级指标\t二级指标\t三级指标\t指标值\t\t指标值确定依据\n\t\t\t\t上年\t预期当年实现值\t\n"
        "年度绩效指标\t产出指标\t数量指标\t推广台数\t400台\t≥500台\t历史数据\n\t\t成本指标\t每台成本\t25元\t≤20元\t计划标准\n"
    )
    assert targets(raw) == [
        ("产出指标", "数量指标", "推广台数", "≥500台", "400台", ""),
        ("产出指标", "成本指标", "每台成本", "≤20元", "25元", ""),
    ]


def test_long_term_targets_under_merged_cells(records) -> None:
    raw = records(
        BUDGET + "项目支出绩效目标表\n项目名称\t\t农机推广\t\t项目编码\t\t420\n长期绩效目标表\t\t\t\t\t\t\t\n"
        "目标名称\t一级指标\t二级指标\t三级指标\t\t指标值\t\t指标值确定依据\n"
        "长期绩效目标1\t产出指标\t数量指标\t推广台数\t\t≥500台\t\t行业标准\n"
    )
    assert targets(raw) == [("产出指标", "数量指标", "推广台数", "≥500台", "", "")]


def test_a_title_over_two_lines_whose_second_is_a_title_too(records) -> None:
    raw = records(
        BUDGET + "公开09表：一般公共预算\n支出预算表\n单位：万元\n科目编码\t科目名称\t合计\t基本支出\t项目支出\n"
        "201\t一般公共服务支出\t12.00\t2.00\t10.00\n"
    )
    assert found(raw) == {"B05-1"} and len(cells(raw, "B05-1")) == 3


def test_a_total_alone_is_no_list_of_subjects(tmp_path: Path) -> None:
    text = (
        BUDGET + "支出预算总表\n单位：万元\n合计\t基本支出\t项目支出\t单位预留机动经费\n12.00\t2.00\t9.00\t1.00\n"
        "一般公共预算支出预算表\n单位：万元\n科目编码\t科目名称\t金额\n\t合计\t12.00\n201\t一般公共服务支出\t12.00\n"
    )
    tables = built(text, tmp_path)
    assert [row["measure"] for row in tables["amounts"] if row["table"] == "B03"] == [
        "total",
        "basic",
        "project",
        "unit_reserve",
    ]
    assert [one["rule"] for one in tables["findings"] if one["severity"] == "error"] == []


SUMS = """一般公共预算支出表
单位：{unit}
科目编码\t科目名称\t合计\t基本支出\t项目支出
201\t一般公共服务支出\t{total}\t120000\t80000
合计\t\t{total}\t120000\t80000
"""


def test_whole_numbers_without_a_unit_are_no_amounts(tmp_path: Path) -> None:
    tables = built(BUDGET + SUMS.format(unit="", total="200000"), tmp_path)
    assert {(row["printed"], row["amount"]) for row in tables["amounts"]} == {
        ("200000", None),
        ("120000", None),
        ("80000", None),
    }
    assert [(one["severity"], one["table"]) for one in tables["findings"] if one["rule"] == "unit_unclear"] == [
        ("warning", "B05-1")
    ]


@pytest.mark.parametrize(("again", "beside"), [("200000", 0), ("210000", 6)])
def test_a_table_printed_twice_is_kept_twice_only_where_it_differs(records, again: str, beside: int) -> None:
    raw = records(BUDGET + SUMS.format(unit="元", total="200000") + "第二部分\n" + SUMS.format(unit="元", total=again))
    assert len(cells(raw, "B05-1")) == 6
    assert len(others(raw)) == beside
    assert [note.rule for note in raw["notes"] if note.rule == "table_twice"] == ["table_twice"] * (beside > 0)


# Tables as other provinces print them: the text, its table, and the cells as a reader files them.
ELSEWHERE = {
    "rows that name the columns, parts below them": (
        """支出总体情况表
单位：万元
项目\t2024年预算
一、基本支出\t30.00
工资福利支出\t20.00
二、项目支出\t12.00
日常运转类项目\t12.00
三、事业单位经营支出\t1.00
本年支出合计\t43.00
四、结转下年\t2.00
支出总计\t45.00
""",
        "B03",
        {
            ("", "一、基本支出", "basic"): "30.00",
            ("", "工资福利支出", "basic"): "20.00",
            ("", "二、项目支出", "project"): "12.00",
            ("", "日常运转类项目", "project"): "12.00",
            ("", "三、事业单位经营支出", "business_expenditure"): "1.00",
            ("", "本年支出合计", "total"): "43.00",
            ("", "四、结转下年", "carried_forward"): "2.00",
            ("", "支出总计", "total"): "45.00",
        },
    ),
    "code and name in one cell, the year alone over the figures": (
        """一般公共预算基本支出情况表（按支出经济分类科目）
单位：万元
支出经济分类科目\t2024年预算
合计\t30.00
[301]工资福利支出\t20.00
[30101]基本工资\t20.00
[302]商品和服务支出\t10.00
""",
        "B06",
        {
            ("", "合计", "total"): "30.00",
            ("", "301", "total"): "20.00",
            ("", "30101", "total"): "20.00",
            ("", "302", "total"): "10.00",
        },
    ),
    "units and subjects in one column": (
        """一般公共预算支出预算表
单位：万元
科目编码\t\t\t单位代码\t单位名称（科目）\t合计\t当年财政拨款安排\t上年结转安排
类\t款\t项\t\t\t\t\t
\t\t\t\t合计\t9.00\t8.00\t1.00
201\t06\t01\t305001\t行政运行\t9.00\t8.00\t1.00
""",
        "B05-1",
        {
            ("", key, measure): printed
            for key in ("合计", "2010601")
            for measure, printed in (("total", "9.00"), ("of_this_year", "8.00"), ("of_carry_over", "1.00"))
        },
    ),
    "an unknown label over names moves no column": (
        """项目支出表
单位：万元
类型\t项目名称\t项目单位\t合计\t本年拨款\t\t\t财政拨款结转结余\t\t\t财政专户管理资金\t单位资金
\t\t\t\t一般公共预算\t政府性基金预算\t国有资本经营预算\t一般公共预算\t政府性基金预算\t国有资本经营预算\t\t
部门项目\t校舍维修\t某区教委\t5.00\t\t4.00\t\t\t\t\t\t1.00
部门项目\t信息化\t某区教委\t7.00\t7.00\t\t\t\t\t\t\t
""",
        "B10",
        {
            ("appropriation", "某区教委", "total"): "7.00",
            ("appropriation", "某区教委", "general_public_budget"): "7.00",
            ("appropriation", "某区教委", "government_funds"): "4.00",
            ("other", "某区教委", "unit_funds"): "1.00",
        },
    ),
    "a total whose first cell is blank, a unit's code before its name": (
        """一般公共预算“三公”经费支出表
单位：万元
单位编码\t单位名称\t“三公”经费合计\t因公出国（境）费\t公务用车购置及运行费\t\t\t公务接待费
\t\t\t\t小计\t公务用车购置费\t公务用车运行费\t
512\t某市林业局\t6.00\t1.00\t3.00\t\t3.00\t2.00
""",
        "B07",
        {
            ("", "", "total"): "6.00",
            ("", "", "overseas_travel"): "1.00",
            ("", "", "vehicles"): "3.00",
            ("", "", "vehicle_operation"): "3.00",
            ("", "", "hospitality"): "2.00",
        },
    ),
    "a title behind 部门预算, a total that is 支出合计, basic expenditure with a sum of its own": (
        """清河县民族局2024年部门预算支出总表
单位：万元
科目编码\t科目名称\t支出合计\t基本支出\t\t\t项目支出
\t\t\t小计\t工资福利支出\t商品和服务支出\t
201\t一般公共服务支出\t10.00\t7.00\t5.00\t2.00\t3.00
""",
        "B03",
        {
            ("", "201", "total"): "10.00",
            ("", "201", "basic"): "7.00",
            ("", "201", "wages_and_welfare"): "5.00",
            ("", "201", "goods_and_services"): "2.00",
            ("", "201", "project"): "3.00",
        },
    ),
    "income by unit, funds of the unit in a group": (
        """收入预算总表
单位：万元
单位\t总计\t上年结转\t一般公共预算\t政府性基金预算\t国有资本经营预算\t财政专户资金\t单位资金\t\t
\t\t\t\t\t\t\t事业收入\t上级补助收入\t其他收入
合计\t10.00\t1.00\t6.00\t\t\t\t2.00\t\t1.00
""",
        "B02",
        {
            ("income", "合计", "total"): "10.00",
            ("carry_over", "合计", "subtotal"): "1.00",
            ("income", "合计", "general_public_budget"): "6.00",
            ("income", "合计", "institutional_income"): "2.00",
            ("income", "合计", "other_income"): "1.00",
        },
    ),
    "two classifications beside each other: the first names the row": (
        """一般公共预算基本支出情况表
单位：万元
部门预算经济分类\t\t\t政府预算经济分类\t\t\t2024年基本支出\t\t
类\t款\t科目名称\t类\t款\t科目名称\t合计\t人员经费\t公用经费
301\t01\t基本工资\t501\t01\t工资奖金津补贴\t20.00\t20.00\t
302\t01\t办公费\t502\t01\t办公经费\t10.00\t\t10.00
""",
        "B06",
        {
            ("", "30101", "total"): "20.00",
            ("", "30101", "personnel"): "20.00",
            ("", "30201", "total"): "10.00",
            ("", "30201", "operating"): "10.00",
        },
    ),
    "a unit's code beside that of the subject": (
        """部门收入总体情况表
单位：万元
科目\t\t\t单位代码\t单位（科目名称）\t总计\t本年收入\t\t
类\t款\t项\t\t\t\t合计\t一般公共预算\t政府性基金预算
201\t06\t01\t305001\t行政运行\t9.00\t9.00\t9.00\t
""",
        "B02",
        {("income", "2010601", measure): "9.00" for measure in ("total", "subtotal", "general_public_budget")},
    ),
    "a percentage is no money, and no name": (
        """预算收支总表
单位：万元
收入\t\t\t\t支出\t\t\t
项目\t2023年预算数\t2024年预算数\t2024年比2023年增减%\t项目\t2023年预算数\t2024年预算数\t2024年比2023年增减%
一、一般公共预算\t19.00\t20.00\t5.26%\t一、农林水支出\t9.50\t10.00\t5.26%
二、单位资金\t\t\t\t二、住房保障支出\t9.50\t10.00\t5.26%
本年收入合计\t19.00\t20.00\t5.26%\t本年支出合计\t19.00\t20.00\t5.26%
""",
        "B01",
        {
            (panel, name, measure): printed
            for panel, names, figures in (
                ("revenue", ("一、一般公共预算", "本年收入合计"), ("19.00", "20.00")),
                ("expenditure", ("一、农林水支出", "二、住房保障支出"), ("9.50", "10.00")),
                ("expenditure", ("本年支出合计",), ("19.00", "20.00")),
            )
            for name in names
            for measure, printed in zip(("prior_budget", "budget"), figures, strict=True)
        },
    ),
    "rows whose empty cells were cut off": (
        """财政拨款收支总体情况表
单位：万元
收入\t\t支出
项目\t预算数\t项目\t预算数
一、一般公共预算\t20.00\t一、农林水支出\t20.00
二、政府性基金预算
三、国有资本经营预算
收入合计\t20.00\t支出合计\t20.00
""",
        "B04",
        {
            ("revenue", "一、一般公共预算", "budget"): "20.00",
            ("expenditure", "一、农林水支出", "budget"): "20.00",
            ("revenue", "收入合计", "budget"): "20.00",
            ("expenditure", "支出合计", "budget"): "20.00",
        },
    ),
}


@pytest.mark.parametrize("layout", ELSEWHERE)
def test_tables_of_other_provinces(records, layout: str) -> None:
    text, table, right = ELSEWHERE[layout]
    raw = records(BUDGET + text)
    assert cells(raw, table) == right
    assert others(raw) == []
    assert not [note for note in raw["notes"] if note.table == table]


def test_the_economic_classes_of_governments_do_not_join_those_of_departments(records) -> None:
    form = "一般公共预算基本支出预算表{of}\n单位：万元\n科目编码\t科目名称\t合计\t人员经费\t公用经费\n{rows}"
    ours = "301\t工资福利支出\t20.00\t20.00\t\n302\t商品和服务支出\t10.00\t\t10.00\n30201\t办公费\t10.00\t\t10.00\n"
    theirs = "501\t机关工资福利支出\t21.00\t21.00\t\n502\t机关商品和服务支出\t11.00\t\t11.00\n"
    for of in ("（政府预算支出经济分类）", ""):
        raw = records(BUDGET + form.format(of="", rows=ours) + form.format(of=of, rows=theirs))
        assert {code for _, code, _ in cells(raw, "B06")} == {"301", "302", "30201"}
        assert [one[3] for one in others(raw)] == ["21.00", "21.00", "11.00", "11.00"]


def test_departments_and_governments_classes_beside_each_other_in_one_cell_each(records) -> None:
    raw = records(
        BUDGET + "一般公共预算基本支出情况表（按支出经济分类科目）\n单位：万元\n"
        "部门预算支出经济分类科目\t政府预算支出经济分类科目\t一般公共预算基本支出\n合计\t\t30.00\n"
        "[301]工资福利支出\t[501]机关工资福利支出\t20.00\n[30201]办公费\t[50201]办公经费\t10.00\n"
    )
    assert cells(raw, "B06") == {
        ("", "合计", "total"): "30.00",
        ("", "301", "total"): "20.00",
        ("", "30201", "total"): "10.00",
    }


def test_rows_of_another_classification_are_of_another_table(records) -> None:
    text = "政府性基金预算支出表\n单位：万元\n科目编码\t科目名称\t合计\n{rows}"
    raw = records(BUDGET + text.format(rows="302\t商品和服务支出\t10.00\n30201\t办公费\t10.00\n"))
    assert (raw["cells"], found(raw)) == ([], set())
    assert [one[3] for one in others(raw)] == ["10.00", "10.00"]
    assert [(note.rule, note.table) for note in raw["notes"] if note.table == "B08"] == [("table_not_read", "B08")]
    raw = records(
        BUDGET + text.format(rows="212\t城乡社区支出\t10.00\n21208\t国有土地使用权出让收入安排的支出\t10.00\n")
    )
    assert len(cells(raw, "B08")) == 2


def test_no_figure_of_another_year_stands_for_one_of_this(records) -> None:
    raw = records(
        BUDGET + "一般公共预算支出预算表\n单位：万元\n"
        "科目编码\t科目名称\t2022年预算数\t\t\t2023年预算数\t\t\t2023年比2022年增减\t\t\n"
        "\t\t合计\t基本支出\t项目支出\t合计\t基本支出\t项目支出\t合计\t基本支出\t项目支出\n"
        "201\t一般公共服务支出\t9.00\t5.00\t4.00\t12.00\t7.00\t5.00\t3.00\t2.00\t1.00\n"
    )
    told = {measure: printed for (_, _, measure), printed in cells(raw, "B05-1").items() if measure != "unrecognised"}
    assert told == {"prior_budget": "9.00", "total": "12.00", "basic": "7.00", "project": "5.00"}
    assert [note.rule for note in raw["notes"] if note.table == "B05-1"] == ["columns_not_recognised"]


def test_of_rows_for_several_years_only_the_last_is_of_the_table(records) -> None:
    raw = records(
        BUDGET + "财政拨款“三公”经费支出表\n单位：万元\n"
        "年度\t“三公”经费合计\t因公出国（境）费\t公务接待费\t公务用车购置及运行费\n"
        "2022年\t9.00\t0.00\t4.00\t5.00\n2023年\t8.00\t0.00\t3.50\t4.50\n"
    )
    named = {cell.measure: cell.printed for cell in raw["cells"] if cell.measure != "unrecognised"}
    assert named == {"total": "8.00", "overseas_travel": "0.00", "hospitality": "3.50", "vehicles": "4.50"}
    assert [(note.rule, note.printed) for note in raw["notes"]][:1] == [
        ("columns_not_recognised", "上年 上年 上年 上年")
    ]


def test_rows_of_units_below_the_total_of_the_three_keep_their_names(records) -> None:
    raw = records(
        BUDGET + "一般公共预算“三公”经费支出表\n单位：万元\n"
        "单位编码\t单位名称\t“三公”经费合计\t因公出国（境）费\t公务用车购置及运行费\t公务接待费\n"
        "\t合计\t8.00\t\t4.50\t3.50\n101001\t统计局机关\t5.00\t\t2.50\t2.50\n101002\t普查中心\t3.00\t\t2.00\t1.00\n"
    )
    assert [(one.name, one.level, one.printed) for one in raw["cells"] if one.measure == "total"] == [
        ("合计", "total", "8.00"),
        ("统计局机关", "row", "5.00"),
        ("普查中心", "row", "3.00"),
    ]


def test_each_classification_beside_the_revenue_is_known_by_its_label_not_by_its_place(records) -> None:
    raw = records(
        BUDGET + "2023年收支预算总表\n单位：万元\n收入\t\t支出\t\t\t\t\t\n"
        "项目\t本年预算数\t政府预算经济分类\t本年预算数\t部门预算经济分类\t本年预算数\t功能分类\t本年预算数\n"
        "一、财政拨款\t9.00\t一、机关工资福利支出\t5.00\t一、工资福利支出\t5.10\t一、农林水支出\t6.00\n"
        "二、其他收入\t1.00\t二、机关商品和服务支出\t5.00\t二、商品和服务支出\t4.90\t二、住房保障支出\t4.00\n"
        "收入总计\t10.00\t支出总计\t10.00\t支出总计\t10.00\t支出总计\t10.00\n"
    )
    named = {(panel, name): printed for (panel, name, _), printed in cells(raw, "B01").items()}
    assert named[("purpose", "一、工资福利支出")] == "5.10"
    assert named[("expenditure", "二、住房保障支出")] == "4.00"
    assert [one[3] for one in others(raw)] == ["5.00", "5.00", "10.00"]
    assert [note.rule for note in raw["notes"] if note.table == "B01"] == ["columns_not_recognised"]


def test_expenditure_whose_revenue_was_cut_off_is_not_filed_as_revenue(records) -> None:
    raw = records(
        BUDGET + "2023年收支预算总表\n单位：万元\n支出\t\t\t\n功能分类\t\t支出用途\t\n"
        "功能科目名称\t金额\t项目名称\t金额\n"
        "一、农林水支出\t6.00\t一、基本支出\t7.00\n二、住房保障支出\t4.00\t二、项目支出\t3.00\n"
    )
    assert {panel for panel, _, _ in cells(raw, "B01")} <= {"expenditure", "purpose"}
    assert [note.rule for note in raw["notes"] if note.table == "B01"] == ["columns_not_recognised"]


def test_the_total_of_a_table_that_holds_more_is_not_that_of_the_three(records) -> None:
    rows = "合计\t12.00\n一、“三公”经费小计\t7.00\n（一）公务接待费\t3.00\n（二）公务用车购置及运行费\t4.00\n二、会议费\t5.00\n"
    raw = records(BUDGET + "一般公共预算“三公”经费、会议费支出情况表\n单位：万元\n项目\t2023年预算数\n" + rows)
    assert {measure: printed for (_, _, measure), printed in cells(raw, "B07").items()} == {
        **{"all": "12.00", "total": "7.00", "hospitality": "3.00", "vehicles": "4.00", "meetings": "5.00"},
    }


def test_expenses_under_no_heading_are_what_the_title_says(records) -> None:
    raw = records(
        FINAL + "一般公共预算“三公”经费、会议费支出决算表\n单位：万元\n"
        "合计\t因公出国（境）费\t公务接待费\t公务用车购置及运行费\t会议费\n7.00\t0.00\t3.00\t4.00\t5.00\n"
    )
    assert {(panel, measure): printed for (panel, _, measure), printed in cells(raw, "F09").items()} == {
        ("outturn", "total"): "7.00",
        ("outturn", "overseas_travel"): "0.00",
        ("outturn", "hospitality"): "3.00",
        ("outturn", "vehicles"): "4.00",
        ("outturn", "meetings"): "5.00",
    }


@pytest.mark.parametrize(
    ("title", "table"),
    [
        ("六、一般公共预算财政拨款支出决算表（一）", "F05"),
        ("2023年国有资本经营预算预算支出表", "B09"),
        ("政府性基金功能分类预算支出表", "B08"),
        ("政府性基金经济分类预算支出表", None),
        ("政府性基金预算财政拨款“三公”经费支出决算表", None),
        ("一般公共预算财政拨款项目支出决算表", None),
        ("项目收入支出决算表", None),
    ],
)
def test_titles_as_they_are_worded_elsewhere(title: str, table: str | None) -> None:
    found = table_named(title)
    assert (found.table if found else None) == table


def test_a_second_table_that_says_what_part_it_is_is_not_called_printed_twice(records) -> None:
    form = "一般公共预算财政拨款支出决算表（{of}）\n单位：万元\n科目编码\t科目名称\t合计\t基本支出\t项目支出\n{rows}"
    first = "201\t一般公共服务支出\t12.00\t7.00\t5.00\n"
    raw = records(FINAL + form.format(of="一", rows=first) + form.format(of="二", rows=first.replace("201", "301")))
    assert len(others(raw)) == 3
    assert "table_twice" not in [note.rule for note in raw["notes"]]


def test_a_column_that_is_not_printed_is_the_sum_of_its_parts(tmp_path: Path) -> None:
    form = (
        "一般公共预算支出明细表\n单位：万元\n科目编码\t科目名称\t合计\t人员经费支出\t公用经费支出\t专项业务经费支出\n"
        "\t合计\t{total}\t7.00\t2.00\t3.00\n201\t一般公共服务支出\t{total}\t7.00\t2.00\t3.00\n"
    )
    for total, is_wrong in (("12.00", False), ("13.00", True)):
        found = built(BUDGET + form.format(total=total), tmp_path)["findings"]
        assert ("row_identity" in {one["rule"] for one in found}) is is_wrong


def test_details_of_basic_expenditure_in_columns_of_their_own(records) -> None:
    raw = records(
        FINAL
        + "一般公共预算财政拨款基本支出决算表\n单位：万元\n经济分类科目编码\t经济分类科目名称\t决算数\t人员经费\t公用经费\n"
        "301\t工资福利支出\t20.00\t20.00\t\n302\t商品和服务支出\t10.00\t\t10.00\n"
    )
    assert cells(raw, "F06") == {
        ("", "301", "outturn"): "20.00",
        ("", "301", "personnel"): "20.00",
        ("", "302", "outturn"): "10.00",
        ("", "302", "operating"): "10.00",
    }


def test_a_table_without_表_over_the_number_of_its_form_ends_the_one_before(records) -> None:
    raw = records(
        BUDGET + "政府性基金预算支出表\n预算09表\n单位：万元\n科目编码\t科目名称\t合计\n212\t城乡社区支出\t10.00\n"
        "机关运行经费\n预算10表\n单位：万元\n项目\t2023年预算数\n办公费\t3.00\n"
    )
    assert others(raw) == [("机关运行经费", "办公费", "2023年预算数", "3.00", "万元")]
    assert [note.where for note in raw["notes"] if note.rule.startswith("table_")] == ["机关运行经费"]


EXCHANGED = """支出总表
单位：万元
科目编码\t科目名称\t合计\t基本支出\t项目支出
201\t一般公共服务支出\t100.00\t40.00\t60.00
20106\t财政事务\t100.00\t60.00\t40.00
2010601\t行政运行\t40.00\t40.00\t
2010602\t一般行政管理事务\t60.00\t\t60.00
"""


def test_items_that_the_class_confirms_stay_where_they_are_printed(tmp_path: Path) -> None:
    tables = built(BUDGET + EXCHANGED, tmp_path)
    placed = {(row["code"], row["measure"]): (row["printed"], row["placement"]) for row in tables["amounts"]}
    assert placed["2010601", "basic"] == ("40.00", "printed")
    assert placed["2010602", "project"] == ("60.00", "printed")
    assert {row["placement"] for row in tables["amounts"]} == {"printed"}
    assert "20106" in {row["where"] for row in tables["findings"] if row["rule"] == "hierarchy"}


def test_whole_numbers_below_their_headings_are_read_and_a_table_of_others_is_not_claimed(records) -> None:
    form = "财政拨款“三公”经费支出决算表\n单位：万元\n{head}\n{row}\n"
    groups = "合计\t因公出国（境）费\t公务用车购置及运行维护费\t公务接待费"
    raw = records(
        FINAL + form.format(head=f"预算数\t\t\t\t决算数\t\t\t\n{groups}\t{groups}", row="5\t0\t3\t2\t4\t0\t3\t1")
    )
    assert [one.printed for one in raw["cells"] if one.measure in ("total", "hospitality")] == ["5", "2", "4", "1"]
    assert found(raw) == {"F09"}
    raw = records(FINAL + form.format(head="单位名称\t车辆\t合计", row="某局\t3\t4"))
    assert (raw["cells"], found(raw)) == ([], set())


@pytest.mark.parametrize("printed", ["²", "1" * 4400])
def test_what_is_no_number_of_a_row_is_named_and_the_row_is_read(records, printed: str) -> None:
    rows = [
        ("一般公共预算财政拨款收入", printed, "100.00", "一、一般公共服务支出", "31", "60.00"),
        ("政府性基金预算财政拨款收入", "2", "20.00", "二、外交支出", "32", ""),
        ("上级补助收入", "3", "", "三、国防支出", "33", "60.00"),
        ("本年收入合计", "4", "120.00", "本年支出合计", "34", "120.00"),
    ]
    head = "收入支出决算总表\n单位：万元\n收 入\t\t\t支 出\t\t\n项目\t行次\t决算数\t项目\t行次\t决算数\n"
    raw = records(FINAL + head + "\n".join("\t".join(row) for row in rows) + "\n")
    assert cells(raw, "F01")["revenue", "一般公共预算财政拨款收入", "outturn"] == "100.00"
    assert [(one.where, one.printed) for one in raw["notes"] if one.rule == "row_number"] == [
        ("revenue 1", printed[:20])
    ]


@pytest.mark.parametrize("alone", ["{panel}\n", "{panel}\t\t\t\n"])
def test_a_form_that_says_over_its_columns_which_part_it_is_is_read_as_that_part(records, alone: str) -> None:
    part = "财政拨款“三公”经费支出决算表{more}\n单位：万元\n{over}合计\t因公出国（境）费\t公务接待费\n{row}\n"
    parts = (("", "预算数", "5.20\t1.10\t4.10"), ("（续）", "决算数", "3.70\t0.90\t2.80"))
    raw = records(FINAL + "".join(part.format(more=m, over=alone.format(panel=p), row=r) for m, p, r in parts))
    assert cells(raw, "F09") == {
        ("budget", "", "total"): "5.20",
        ("budget", "", "overseas_travel"): "1.10",
        ("budget", "", "hospitality"): "4.10",
        ("outturn", "", "total"): "3.70",
        ("outturn", "", "overseas_travel"): "0.90",
        ("outturn", "", "hospitality"): "2.80",
    }


def test_codes_in_brackets_under_columns_of_which_two_are_parts(records) -> None:
    raw = records(
        BUDGET + "表5 一般公共预算支出情况表（按功能分类科目）\n单位：万元\n功能科目名称\t2023年预算\t\t\n"
        "\t合计\t其中：基本支出\t其中：项目支出\n[201]一般公共服务支出\t30.00\t10.00\t20.00\n"
    )
    expected = {("", "201", "total"): "30.00", ("", "201", "basic"): "10.00", ("", "201", "project"): "20.00"}
    assert cells(raw, "B05-1") == expected
    raw = records(
        FINAL + "政府性基金预算财政拨款支出决算表\n单位：万元\n科目编码\t科目名称\t本年支出合计\t基本支出\t项目支出\n"
        "212\t城乡社区支出\t30.00\t10.00\t20.00\n"
    )
    assert cells(raw, "F07") == {("", "212", key[2]): printed for key, printed in expected.items()}


def test_the_name_of_a_row_may_say_which_part_of_the_form_it_is(records) -> None:
    raw = records(
        FINAL + "财政拨款“三公”经费支出决算表\n单位：万元\n项目\t合计\t因公出国（境）费\t公务接待费\n"
        "预算数\t5.20\t1.10\t4.10\n决算数\t3.70\t0.90\t2.80\n"
    )
    totals = {key: printed for key, printed in cells(raw, "F09").items() if key[2] == "total"}
    assert totals == {("budget", "", "total"): "5.20", ("outturn", "", "total"): "3.70"}


def test_the_total_that_is_named_once_for_both_classifications(records) -> None:
    raw = records(
        BUDGET + "2023年收支预算总表\n单位：万元\n收入\t\t支出\t\t\t\n项目名称\t金额\t功能分类\t\t支出用途\t\n"
        "\t\t功能科目名称\t金额\t项目名称\t金额\n一、财政拨款\t10.00\t一、农林水支出\t6.00\t一、基本支出\t7.00\n"
        "二、其他资金\t\t二、住房保障支出\t4.00\t二、项目支出\t3.00\n收入合计\t10.00\t支出合计\t10.00\t\t10.00\n"
    )
    found = cells(raw, "B01")
    assert (found["expenditure", "支出合计", "budget"], found["purpose", "支出合计", "budget"]) == ("10.00", "10.00")
    assert ("expenditure", "收入合计", "budget") not in found


FUNDS_BY_KIND = """政府性基金预算财政拨款收入支出决算表
单位：万元
科目编码\t科目名称\t年初结转和结余\t\t本年收入\t\t本年支出\t\t年末结转和结余\t
\t\t合计\t项目支出结转\t合计\t项目支出\t合计\t项目支出\t合计\t项目支出结转
212\t城乡社区支出\t7.00\t7.00\t20.00\t20.00\t18.00\t18.00\t9.00\t9.00
"""


def test_balances_and_income_of_funds_as_totals_of_their_kinds(records) -> None:
    found = cells(records(FINAL + FUNDS_BY_KIND), "F07")
    measures = ("opening_balance", "income", "total", "closing_balance")
    assert [found["", "212", measure] for measure in measures] == ["7.00", "20.00", "18.00", "9.00"]


ALIGNED = """收入支出决算总表
公开01表
部门：某局    单位：万元
收入                                   支出
项目              行次    决算数       项目                    行次    决算数
一、财政拨款收入  1        1,020.50    一、一般公共服务支出    31        820.00
二、其他收入      2                    二、卫生健康支出        32        200.50
总计              3        1,020.50    总计                    34      1,020.50
注：本表不含代管资金。

支出决算表
单位：万元
科目编码  科目名称              本年支出合计    基本支出    项目支出
201       一般公共服务支出            820.00                  820.00
210       卫生健康支出                200.50      200.50

财政拨款“三公”经费支出决算表
单位：万元
合计     因公出国（境）费    公务用车购置及运行维护费                       公务接待费
                             小计    公务用车购置费    公务用车运行维护费
3.30     1.00                2.00                      2.00                  0.30
"""


def test_tables_of_text_whose_columns_are_told_by_white_space(records) -> None:
    raw = records(FINAL + ALIGNED)
    assert cells(raw, "F01") == {
        ("revenue", "一、财政拨款收入", "outturn"): "1,020.50",
        ("revenue", "总计", "outturn"): "1,020.50",
        ("expenditure", "一、一般公共服务支出", "outturn"): "820.00",
        ("expenditure", "二、卫生健康支出", "outturn"): "200.50",
        ("expenditure", "总计", "outturn"): "1,020.50",
    }
    assert cells(raw, "F03") == {
        ("", "201", "total"): "820.00",
        ("", "201", "project"): "820.00",
        ("", "210", "total"): "200.50",
        ("", "210", "basic"): "200.50",
    }
    assert {key[2]: printed for key, printed in cells(raw, "F09").items()} == {
        "total": "3.30",
        "overseas_travel": "1.00",
        "vehicles": "2.00",
        "vehicle_operation": "2.00",
        "hospitality": "0.30",
    }


def test_figures_in_sentences_between_blanks_are_no_table(records) -> None:
    raw = records(FINAL + "收入总计  300.00  万元，其中：\n财政拨款收入  250.00  万元。\n其他收入  50.00  万元。\n")
    assert (raw["cells"], raw["other_tables"]) == ([], [])


def test_the_number_of_a_departments_form_is_no_title(records) -> None:
    raw = records(
        BUDGET + "部门支出预算总表\n部门公开03表　单位：万元\n科目编码\t科目名称\t合计\t基本支出\t项目支出\n"
        "201\t一般公共服务支出\t12.00\t2.00\t10.00\n\t合计\t12.00\t2.00\t10.00\n"
    )
    assert cells(raw, "B03")["", "201", "project"] == "10.00" and others(raw) == []


def test_revenue_in_rows_may_name_the_funds_budget_shortly(records) -> None:
    raw = records(
        BUDGET
        + "收入总体情况表\n单位：万元\n项目\t2023年预算\n一、财政拨款\t30.00\n一般公共预算拨款\t20.00\n基金预算拨款\t10.00\n"
        "二、其他资金\t5.00\n本年收入合计\t35.00\n"
    )
    assert [one.printed for one in raw["cells"] if one.measure == "government_funds"] == ["10.00"]


def test_rates_beside_amounts_are_no_money(records) -> None:
    raw = records(
        BUDGET
        + "一般公共预算支出表\n单位：万元\n科目编码\t科目名称\t上年执行数\t合计\t基本支出\t项目支出\t增减额\t增减%\n"
        "201\t一般公共服务支出\t12.00\t14.00\t4.00\t10.00\t2.00\t16.67\n"
        "20103\t政府办公厅（室）及相关机构事务\t12.00\t14.00\t4.00\t10.00\t2.00\t16.67\n"
    )
    assert {one.measure for one in raw["cells"]} == {"prior_outturn", "total", "basic", "project", "change"}
    assert [note.rule for note in raw["notes"] if note.rule == "columns_not_recognised"] == []
    assert others(raw) == []


def test_rates_beside_expenses_in_rows_are_no_money(records) -> None:
    raw = records(
        BUDGET + "一般公共预算“三公”经费支出表\n单位：万元\n项目\t2023年预算数\t增减率\n"
        "合计\t9.00\t-10.00\n1.因公出国（境）费\t0.00\t0.00\n2.公务接待费\t1.00\t-50.00\n3.公务用车购置及运行费\t8.00\t0.00\n"
    )
    assert {one.printed for one in raw["cells"]} == {"9.00", "0.00", "1.00", "8.00"}

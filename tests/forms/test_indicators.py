"""Indicators: targets and results as values, whether a target was met, and the rows of forms with their levels."""

from dataclasses import replace
from decimal import Decimal as D
from pathlib import Path

import pytest

from jianghan_lib.build.indicators import build_indicators
from jianghan_lib.forms.evaluation.selfevaluation import read_forms
from jianghan_lib.forms.evaluation.targets import read_targets
from jianghan_lib.forms.evaluation.values import read_value
from jianghan_lib.forms.evaluation.wrapped import read_wrapped
from jianghan_lib.forms.records import Indicator
from jianghan_lib.readers import Source, read


def source(text: str, folder: Path) -> Source:
    path = folder / "form.txt"
    path.write_text(text, encoding="utf-8")
    return read(path)


@pytest.mark.parametrize(
    ("printed", "direction", "numbers", "unit"),
    [
        ("≥96%", "at_least", (D("0.96"),), "%"),
        ("≤1‰", "at_most", (D("0.001"),), "‰"),
        ("≥1200.00(平方米)", "at_least", (D(1200),), "平方米"),
        ("=90.00(%)", "equal", (D("0.9"),), "%"),
        ("1.5 万人", "equal", (D(15000),), "人"),
        ("约 900 人", "about", (D(900),), "人"),
        ("85分以上", "at_least", (D(85),), "分"),
        ("5个工作日内", "at_most", (D(5),), "个工作日"),
        ("400-4,000元/人", "between", (D(400), D(4000)), "元/人"),
        ("5000—8000 元", "between", (D(5000), D(8000)), "元"),
        ("2-3万人", "between", (D(20000), D(30000)), "人"),
        ("90%~95%", "between", (D("0.9"), D("0.95")), "%"),
        ("97%≦执行率≦100%", "between", (D("0.97"), D(1)), "%"),
        ("1200 元, 1500 元, 2,400 元", "equal", (D(1200), D(1500), D(2400)), "元"),
        ("3-5", "qualitative", (), ""),
        ("2025-2026年", "qualitative", (), ""),
        ("≥1 场、≥90 人", "qualitative", (), ""),
        ("2023年12月", "qualitative", (), ""),
        ("有效促进", "qualitative", (), ""),
    ],
)
def test_a_printed_value_is_read(printed: str, direction: str, numbers: tuple[D, ...], unit: str) -> None:
    value = read_value(printed)
    assert (value.direction, value.numbers, value.unit) == (direction, numbers, unit)


def judged(target: str, actual: str, level2: str = "数量指标", name: str = "某数", **more: str) -> dict[str, object]:
    record = Indicator("甲", "产出指标", level2, name, target, actual, "", "", 1)
    return vars(build_indicators("d", [replace(record, **more)], {})[0])  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("target", "actual", "met"),
    [
        ("约900人", "898人", True),  # within a tenth
        ("约900人", "990人", True),
        ("约900人", "700人", False),
        ("100人左右", "191人", None),  # passed by far: the form does not say that more was wanted
        ("300-4000元", "1200元、2400元", True),
        ("300-4000元", "200元", False),
        ("300-4000元", "1200元、4500元", False),
        ("≤1‰", "0.2%", False),
        ("≤1‰", "0.02‰", True),
        ("0起", "2起", False),  # nothing was wanted
        ("12场", "20场", True),
        ("一", "95%", None),  # no target was set
        ("良好", "良好", True),
    ],
)
def test_a_target_is_met_or_not_or_not_told(target: str, actual: str, met: bool | None) -> None:
    assert judged(target, actual)["met"] is met


def test_less_is_better_of_costs_and_of_time_taken_but_not_of_savings() -> None:
    assert judged("100元", "120元", "成本指标")["met"] is False
    assert judged("5个工作日", "3个工作日", "时效指标")["met"] is True
    assert judged("5个工作日", "9个工作日", "时效指标")["met"] is False
    assert judged("5%", "8%", "成本指标", "成本节约率")["met"] is True


def test_permille_stays_permille_with_a_fraction_as_its_value() -> None:
    row = judged("≤1‰", "0.02‰")
    assert (row["target"], row["actual"], row["unit"], row["attainment"]) == (D("0.001"), D("0.00002"), "‰", D(50))


def test_a_range_has_two_ends_and_no_attainment() -> None:
    row = judged("300-4000元", "1200元")
    assert (row["direction"], row["target"], row["target_upper"], row["attainment"]) == (
        "between",
        D(300),
        D(4000),
        None,
    )


def test_where_no_target_is_set_there_is_no_direction() -> None:
    assert (judged("——", "95%")["direction"], judged("", "95%")["direction"]) == ("", "")


WRAPPED = """项目名称 林木养护经费
一级指标 二级指标 三级指标 年初目标值（A） 实际完成值（B） 得分
产出指标（{output}分）
数量指标（6分）
栽植株数（6分） 10株 12株 6
{label}（{points}分）
单株标准（{points}分） 30元 30元 {points}
总分 90
"""


@pytest.mark.parametrize(
    ("output", "label", "points", "levels"),
    [
        (10, "成本指标", 4, ("产出指标", "成本指标")),  # the four points that the output has left
        (6, "成本指标", 4, ("成本指标", "")),  # the output has none left
        (10, "满意度指标", 4, ("产出指标", "满意度指标")),
        (20, "满意度指标", 4, ("满意度指标", "")),
    ],
)
def test_costs_and_satisfaction_are_of_the_level_that_their_points_tell(
    output: int, label: str, points: int, levels: tuple[str, str], tmp_path: Path
) -> None:
    text = WRAPPED.format(output=output, label=label, points=points)
    _, found, notes = read_wrapped(source(text, tmp_path))
    assert [(one.level1, one.level2) for one in found] == [("产出指标", "数量指标"), levels]
    assert notes == []


HEAD = "项目名称 林木养护经费\n一级指标 二级指标 三级指标 {weight}年初目标值 实际完成值 得分\n产出指标 数量指标\n"
ONE, TWO = ("栽植株数", "10株", "12株"), ("新建苗圃数", "≥50家", "60家")


@pytest.mark.parametrize(
    ("weight", "rows", "scores"),
    [
        ("", "栽植株数（2分） 10株 12株 7\n新建\n苗圃数（2分）\n≥50家 60家 2", ("7", "2")),
        ("", "栽植株数（2分）\n10株\n12株\n7\n新建苗圃数（2分） ≥50家 60家 9", ("7", "9")),
        ("分值 ", "栽植株数 10株 12株 2 7\n新建\n苗圃数\n≥50家 60家 2 2", ("7", "2")),
        ("分值 ", "栽植株数 10株 12株 2 2\n新建苗圃数 ≥50家 60家 2 7", ("2", "7")),
    ],
)
def test_a_score_above_its_points_closes_its_row(
    weight: str, rows: str, scores: tuple[str, str], tmp_path: Path
) -> None:
    text = f"{HEAD.format(weight=weight)}{rows}\n总分 90"
    _, found, notes = read_wrapped(source(text, tmp_path))
    assert [(one.indicator, one.target, one.actual) for one in found] == [ONE, TWO]
    assert (tuple(one.score for one in found), notes) == (scores, [])


def test_a_value_above_the_points_that_a_line_cuts_is_no_score(tmp_path: Path) -> None:
    text = f"{HEAD.format(weight='')}人均标准（2分） 400-4,000元/ 人 1,370.41\n元/人 2\n新建苗圃数（2分） ≥50家 60家 2\n总分 4"
    _, found, _ = read_wrapped(source(text, tmp_path))
    assert [(one.target, one.actual, one.score) for one in found] == [
        ("400-4,000元/人", "1,370.41元/人", "2"),
        ("≥50家", "60家", "2"),
    ]


@pytest.mark.parametrize(
    "rows",
    [
        "栽植株数（2分） 10株 12株\n新建苗圃数（2分）\n≥50家 60家 2",
        "栽植株数 10株 12株\n新建苗圃数 ≥50家 60家 2",
        "栽植株数 一 12株\n质量指标 新建苗圃数 一 60家 2",
    ],
)
def test_a_row_without_its_end_takes_no_value_of_the_row_below(rows: str, tmp_path: Path) -> None:
    _, found, notes = read_wrapped(source(f"{HEAD.format(weight='')}{rows}\n总分 90", tmp_path))
    assert [(one.indicator, one.target, one.actual, one.score) for one in found] == [("栽植株数", "", "", "")]
    assert [(one.rule, one.where) for one in notes] == [("indicator_unclear", "栽植株数")]


def test_costs_with_a_label_of_their_own_below_are_a_first_level(tmp_path: Path) -> None:
    text = "项目名称 林木养护经费\n一级指标 二级指标 三级指标\n产出指标 数量指标 株数 9株 9株 5\n成本指标 经济成本指标 标准 30元 30元 5\n总分 90"
    _, found, _ = read_wrapped(source(text, tmp_path))
    assert [(one.level1, one.level2) for one in found] == [("产出指标", "数量指标"), ("成本指标", "经济成本指标")]


def test_a_rate_before_a_name_is_a_level_and_alone_a_name(tmp_path: Path) -> None:
    text = (
        "项目名称 林木养护经费\n一级指标 二级指标 三级指标\n产出指标 数量指标 株数 9株 9株 5\n"
        "完成及时率 2023 年 11 月 30 日前 完成 完成 10\n预算执行率 95% 98% 20\n总分 90"
    )
    _, found, _ = read_wrapped(source(text, tmp_path))
    assert [(one.level2, one.indicator, one.target, one.actual) for one in found[1:]] == [
        ("完成及时率", "2023年11月30日前", "完成", "完成"),
        ("完成及时率", "预算执行率", "95%", "98%"),
    ]


def test_names_keep_the_punctuation_of_the_source(tmp_path: Path) -> None:
    text = "项目名称 林木养护经费\n一级指标 二级指标 三级指标\n产出指标 数量指标\n养护株数（含补植），按季\n统计 9株 9株 5\n总分 90"
    _, found, _ = read_wrapped(source(text, tmp_path))
    assert [one.indicator for one in found] == ["养护株数（含补植），按季统计"]


def test_a_second_level_known_by_its_word_outranks_what_stands_beside_it(tmp_path: Path) -> None:
    rows = [
        "项目名称\t林木养护经费\t\t\t\t",
        "年度绩效目标\t一级指标\t二级指标\t三级指标\t年初目标值（A）\t实际完成值（B）",
        "\t效益指标\t社会效益指标\t知晓率\t90%\t95%",
        "\t质量指标\t优良率\t林木成活\t90%\t95%",
        "\t履职效能\t核心业务（数量）\t株数\t9株\t9株",
    ]
    _, found, _ = read_forms(source("\n".join(rows), tmp_path))
    assert [(one.level1, one.level2, one.indicator) for one in found[1:]] == [
        ("产出指标", "质量指标", "林木成活"),
        ("履职效能", "核心业务（数量）", "株数"),
    ]


LAYOUTS = {
    "the columns of a goal": (
        "一级指标\t二级指标\t三级指标\t年初设定目标\t全年实际完成情况\t完成比例\t得分\t偏差原因",
        "产出指标\t数量指标\t栽植株数\t≥10株\t12株\t120%\t20\t",
        "\t质量指标\t成活率\t95%\t90%\t94.7%\t18\t干旱",
    ),
    "no third level": (
        "一级指标\t二级指标\t年度指标值\t实际完成值\t分值\t得分",
        "产出指标\t栽植株数\t≥10株\t12株\t20\t20",
        "\t成活率\t95%\t90%\t20\t18",
    ),
    "levels below one label": (
        "指标\t\t三级指标\t年度指标值\t实际完成值\t分值\t得分",
        "产出指标\t数量指标\t栽植株数\t≥10株\t12株\t20\t20",
        "\t质量指标\t成活率\t95%\t90%\t20\t18",
    ),
    "levels in one cell": (
        "一级指标/二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分",
        "产出指标-数量指标\t栽植株数\t≥10株\t12株\t20\t20",
        "产出指标-质量指标\t成活率\t95%\t90%\t20\t18",
    ),
    "a target in three cells": (
        "一级指标\t二级指标\t三级指标\t指标值\t\t\t实际完成值\t分值\t得分",
        "产出指标\t数量指标\t栽植株数\t≥\t10\t株\t12株\t20\t20",
        "\t质量指标\t成活率\t定量\t95\t%\t90%\t20\t18",
    ),
    "whole targets over three cells": (
        "一级指标\t二级指标\t三级指标\t指标值\t\t\t实际完成值\t分值\t得分",
        "产出指标\t数量指标\t栽植株数\t≥10株\t\t历史\t12株\t20\t20",
        "\t质量指标\t成活率\t95%\t\t计划\t90%\t20\t18",
    ),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_layouts_of_results(layout: str, tmp_path: Path) -> None:
    header, *rows = LAYOUTS[layout]
    form = ["项目名称\t林木养护\t\t\t\t\t", header, *rows, "总分\t\t\t\t\t100\t97"]
    _, found, notes = read_forms(source("\n".join(form), tmp_path))
    assert [(one.indicator, one.target, one.actual, one.score) for one in found] == [
        ("栽植株数", "≥10株", "12株", "20"),
        ("成活率", "95%", "90%", "18"),
    ]
    second = ["", ""] if layout == "no third level" else ["数量指标", "质量指标"]
    assert [(one.level1, one.level2) for one in found] == [("产出指标", level) for level in second]
    assert notes == []


def test_execution_in_a_row_of_its_own_is_an_indicator(tmp_path: Path) -> None:
    form = ["项目名称\t林木养护\t\t\t\t\t", LAYOUTS["levels below one label"][0]]
    form += ["预算执行率（10分）\t\t\t100%\t90%\t10\t9", "产出指标\t数量指标\t栽植株数\t≥10株\t12株\t20\t20"]
    _, found, _ = read_forms(source("\n".join(form), tmp_path))
    assert [(one.level1, one.indicator, one.target, one.actual, one.weight, one.score) for one in found] == [
        ("", "预算执行率", "100%", "90%", "10", "9"),
        ("产出指标", "栽植株数", "≥10株", "12株", "20", "20"),
    ]


@pytest.mark.parametrize(
    ("header", "rows"),
    [
        ("一级指标\t二级指标\t指标内容\t指标值", ("产出指标\t数量指标\t栽植株数\t≥10株", "\t质量指标\t成活率\t≥95%")),
        (
            "一级指标\t二级指标\t三级指标\t指标值\t\t",
            ("产出指标\t数量指标\t栽植株数\t≥\t10\t株", "\t质量指标\t成活率\t≥\t95\t%"),
        ),
        (
            "一级指标\t二级指标\t三级指标\t指标值\t\t依据",
            ("产出指标\t数量指标\t栽植株数\t≥\t10株\t历史标准", "\t质量指标\t成活率\t≥\t95%\t历史标准"),
        ),
        ("一级指标\t二级指标\t指标值\t备注", ("产出指标\t栽植株数\t≥10株\t", "\t成活率\t≥95%\t")),
    ],
)
def test_layouts_of_targets(header: str, rows: tuple[str, str], tmp_path: Path) -> None:
    _, found, _ = read_targets(source("\n".join(["项目名称\t林木养护\t\t\t\t", header, *rows]), tmp_path))
    assert [(one.level1, one.indicator, one.target) for one in found] == [
        ("产出指标", "栽植株数", "≥10株"),
        ("产出指标", "成活率", "≥95%"),
    ]

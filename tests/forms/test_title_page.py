"""What a document is: whose money it shows, by its title and by the sentence that names the units."""

from pathlib import Path

import pytest
from whole_way import raw_of

from jianghan_lib.specimens import Vices, generate

DEPARTMENT, UNIT = Vices.only(), Vices.only("unit_scope")
ALONE = "从单位构成看，某局部门决算由实行独立核算的某局本级决算组成。"
WITH_UNITS = "从单位构成看，某局决算由实行独立核算的某局本级决算和3个下属单位决算组成。"
NAMED = "从预算单位构成看，包括：某局本级预算、所属某中心预算。"
COUNTED = "从预算单位构成来看，纳入编制范围的有5个预算单位。"
SILENT = "从单位构成看，编制范围与上年一致。"


@pytest.mark.parametrize(
    ("vices", "sentence", "scope"),
    [
        (DEPARTMENT, ALONE, "alone"),
        (DEPARTMENT, WITH_UNITS, "department"),
        (DEPARTMENT, NAMED, "department"),
        (DEPARTMENT, COUNTED, "department"),
        (DEPARTMENT, SILENT, "department"),
        (UNIT, ALONE, "unit"),
        (UNIT, WITH_UNITS, "unclear"),
        (UNIT, SILENT, "unit"),
    ],
)
def test_the_sentence_on_units_decides_the_scope(vices: Vices, sentence: str, scope: str, tmp_path: Path) -> None:
    raw = raw_of(f"{generate(3, 'markdown', vices).text}\n\n{sentence}\n", tmp_path)
    assert [fact.printed for fact in raw["document"] if fact.fact == "scope"] == [scope]
    assert [note.rule for note in raw["notes"] if note.rule == "scope_unclear"] == ["scope_unclear"] * (
        scope == "unclear"
    )


FORM = """项目支出绩效自评表
项目名称	档案数字化经费
主管部门	某区某局	实施单位	某区某局
预算执行情况（万元）		全年预算数	全年执行数	分值	执行率	得分
	年度资金总额	80.00	72.00	10	90%	9
绩效指标	一级指标	二级指标	三级指标	年度指标值	实际完成值	分值	得分
	产出指标	数量指标	扫描档案卷数	≥500卷	512卷	90	90
总分						100	99
"""


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("柳坝县农机局2023年度绩效自评结果", "2023"),
        ("2022年度柳坝县农机局部门整体支出绩效自评报告", "2022"),
        ("柳坝县农机局2021年度部门整体和项目支出绩效自评表", "2021"),
    ],
)
def test_a_self_evaluation_that_is_published_alone_is_a_kind_of_its_own(title: str, year: str, tmp_path: Path) -> None:
    raw = raw_of(f"{title}\n\n{FORM}", tmp_path)
    facts = {fact.fact: fact.printed for fact in raw["document"]}
    assert [facts[name] for name in ("kind", "department", "fiscal_year")] == ["self_evaluation", "柳坝县农机局", year]
    assert {(one.project, one.fact, one.printed) for one in raw["projects"]} >= {
        ("档案数字化经费", "budget", "80.00"),
        ("档案数字化经费", "executed", "72.00"),
    }
    assert [note.rule for note in raw["notes"]] == []  # no narrative and no statutory table is asked of it


def test_forms_beside_a_title_of_a_final_account_are_part_of_it(tmp_path: Path) -> None:
    raw = raw_of(f"柳坝县农机局2023年度部门决算\n\n2023年度项目支出绩效自评\n{FORM}", tmp_path)
    assert "final_account" in [fact.printed for fact in raw["document"] if fact.fact == "kind"]

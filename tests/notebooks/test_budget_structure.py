"""What the cells of budget_structure.ipynb compute, against figures reckoned by hand from the budget."""

from pathlib import Path

import pytest
from cells import run

from jianghan_lib.base import paths
from jianghan_lib.pipeline.build import build
from jianghan_lib.pipeline.ingest import ingest_here

DONGXIHU, WANLI = "dongxihu-2025-budget", "wanli-2025-budget"


def ran(lang: str = "zh") -> tuple[dict, str]:
    return run("budget_structure", document_id=DONGXIHU, lang=lang)


def test_the_whole_its_sources_and_its_kinds() -> None:
    names, text = ran()
    sources = names["sources"].set_index("measure")["amount"]
    assert sources.to_dict() == {"general_public_budget": 8198.82, "other_income": 4000.00}
    assert "基本支出1,873.09万元（22.8%），项目支出6,325.73万元（77.2%）" in text
    assert "比上年减少1,172.77万元（-8.8%）" in text


def test_items_add_up_to_the_table_but_for_rounding() -> None:
    names, text = ran()
    assert round(names["rest"], 2) == 0.02 and len(names["items"]) == 17 and "只差尾数（+0.02万元）" in text


def test_the_change_of_the_total_is_made_up_of_those_of_the_items() -> None:
    steps = ran()[0]["steps"].set_index("name")
    assert round(steps.loc["total", "change"], 2) == -172.77 and round(steps.loc["not_stated", "change"], 2) == -541.24
    assert round(steps["change"].drop("total").sum(), 2) == -172.77
    assert steps.loc["其他城市生活救助", ["prior_amount", "total", "change"]].tolist() == pytest.approx([227.75, 465.53, 237.78])


def test_projects_agree_with_project_expenditure() -> None:
    names, text = ran()
    assert round(names["projects"]["budgeted"].sum(), 2) == names["spending"] == 10325.73
    assert "其中4个占去80%以上" in text and "与项目支出总数一致" in text


def test_targets_that_repeat_last_years() -> None:
    annual = ran()[0]["annual"]
    assert [len(annual), *annual[["unchanged", "full"]].sum()] == [145, 129, 29]


def test_the_same_payment_in_two_classifications() -> None:
    pairs = ran()[0]["pairs"].set_index("code")["economic_amount"]
    assert pairs.to_dict() == {"30108": 143.80, "30109": 71.90, "30110": 47.36, "30111": 74.80, "30113": 131.29}
    assert "5对科目在两种分类里的金额都相等。" in ran()[1]


def test_nothing_shown_in_english_is_an_identifier() -> None:
    assert [word for word in ran("en")[1].split() if "_" in word] == []


def test_items_of_one_name_are_told_apart_by_their_sections() -> None:
    names, text = run("budget_structure", document_id=WANLI)
    same = names["items"].set_index("code")["name"]
    assert (same["2120102"], same["2013202"]) == ("一般行政管理事务（城乡社区管理事务）", "一般行政管理事务（组织事务）")
    assert names["items"]["name"].is_unique
    assert "没有逐项比较的科目" not in text  # 0.01 that rounding leaves is no row


def test_the_remainder_of_the_total_has_one_name() -> None:
    # 16,497.86 and 15,621.11 as the two documents print them, less the 32 items in both: 24.13 and 25.00
    for notebook in ("budget_structure", "year_over_year"):
        zh, en = (run(notebook, document_id="wanli-2024-budget", lang=lang)[1] for lang in ("zh", "en"))
        assert "没有逐项比较的科目+0.87万元" in zh and "没有逐项比较的科目 | 24.13 | 25.00 | 0.87" in zh
        assert "+0.87 in" in en and "items not compared one by one | 24.13 | 25.00 | 0.87" in en
        assert "不能比较" not in zh and "cannot be compared" not in en


def test_a_change_worked_out_before_rounding_is_explained() -> None:
    # 189,767,551 yuan less 156,211,123 yuan: 33,556,428 yuan
    for notebook in ("budget_structure", "year_over_year"):
        zh, en = (run(notebook, document_id=WANLI, lang=lang)[1] for lang in ("zh", "en"))
        assert "收支总预算，18,976.76 − 15,621.11 = 3,355.65，舍入前为3355.6428，记为3,355.64。" in zh
        assert "total budget, 18,976.76 - 15,621.11 = 3,355.65, before rounding 3355.6428, told as 3,355.64." in en
    assert "舍入前" not in run("year_over_year", document_id=DONGXIHU, lang="zh")[1]  # printed in 万元


def test_a_table_is_named_in_a_sentence_not_its_identifier() -> None:
    assert "“一般公共预算支出表（分功能科目）”所列17个科目相加" in ran()[1]
    assert "The 17 budget items of the table “general public budget by function” add up" in ran("en")[1]


def test_a_table_that_does_not_split_its_items_is_compared_by_their_totals(tmp_path: Path) -> None:
    """Jiangsu's layout: each pair was once said to differ from nothing, and the sources, below each other, not to be there."""
    with paths.using(tmp_path):
        ingest_here([paths.golden_dir() / "invented" / "binhu-2018-budget" / "budget.txt"], "binhu-2018-budget")
        build(workers=1)
        names, text = run("budget_structure", document_id="binhu-2018-budget", lang="zh")
    assert names["pairs"][["economic_amount", "functional_amount"]].values.tolist() == [[208.30] * 2, [104.20] * 2, [180.25] * 2]
    assert "来源：一般公共预算3,080.00万元（96.2%）、其他资金120.00万元（3.8%）" in text
    assert "“三公”经费53.00万元，没有与上年比较；机关运行经费262.40万元" in text

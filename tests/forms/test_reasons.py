"""Reasons in words -> coded categories: each category by a sentence of its kind, none where no reason is given."""

import pytest

from jianghan_lib.reference.reasons import coded, patterns

SENTENCES = {
    "late_transfer": "主要原因是上级补助于11月下达。",
    "recalled": "主要原因是结余资金由财政收回。",
    "reduced": "主要原因是年中调减了该项指标。",
    "added": "主要原因是年中下半年增加了培训任务。",
    "staffing": "主要原因：两名人员调出。",
    "personnel": "主要原因是人员经费正常增长。",
    "projects": "主要原因是新建项目减少。",
    "demand": "主要原因是符合申领条件的企业少。",
    "contract": "原因是尾款按合同约定次年支付。",
    "saving": "主要原因是落实过紧日子要求。",
    "policy": "主要原因是实施细则年内未出台。",
    "epidemic": "主要原因是受疫情影响。",
}


@pytest.mark.parametrize("category", SENTENCES)
def test_a_reason_is_coded(category: str) -> None:
    assert category in coded(SENTENCES[category]).split(";")


@pytest.mark.parametrize(
    "text",
    [
        "年中追加了指标。",
        "主要原因是统计口径不同。下一步改进措施：提高预算编制准确性，减少追加。",
        "主要原因是统计口径不同。项目属性：新增性项目□",
        "主要是用于代发退休人员经费等支出。",
        "主要原因是年中对退休人员职业年金做实。",
    ],
)
def test_what_is_no_reason_is_not_coded(text: str) -> None:
    assert coded(text) == ""


@pytest.mark.parametrize("text", ["该指标为上级补助资金。", "该项经费系年中追加。", "由于年中追加，支出增加。"])
def test_a_reason_may_stand_without_the_word_reason(text: str) -> None:
    assert coded(text) == "added"


def test_every_pattern_is_whole() -> None:
    for category, pattern in patterns():
        assert pattern.pattern.count("{") == pattern.pattern.count("}"), category
        assert pattern.pattern.count("(") == pattern.pattern.count(")"), category

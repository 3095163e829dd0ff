"""Sentences of result: what they say of the five documents, that each section has one, and that none is left unfilled."""

import re
from itertools import chain

import pytest
from tables_of import DOCUMENTS, made, of, project, subject, whole

from jianghan_lib.base.errors import UsageError
from jianghan_lib.showing import wording
from jianghan_lib.showing.sentences import changes, common, completion, projects

SECTIONS = (
    *(completion.whole, completion.by_class, completion.by_item, completion.unbudgeted, completion.drivers),
    *(changes.whole, changes.checks, changes.subjects, changes.projects, changes.small, changes.limits),
    *(projects.whole, projects.concentration, projects.adjustments, projects.reasons, projects.funding),
    *(projects.against_tables, projects.limits, completion.limits),
)
UNFILLED = re.compile(r"[{}]|\bnan\b|\binf\b|None|<NA>|-0\.0+\b(?!\d)|np\.float")
CHINESE = re.compile(r"[，。；：]")


def flat(said: str | list[str]) -> list[str]:
    return [text for text in ([said] if isinstance(said, str) else said) if text]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_section_says_something_of_every_document(document: str, lang: str) -> None:
    for section in SECTIONS:
        texts = flat(section(of(document), lang))
        assert (section.__name__, bool(texts)) == (section.__name__, True)
        assert [text for text in texts if UNFILLED.search(text)] == []
        assert lang == "zh" or [text for text in texts if CHINESE.search(text)] == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_documents_that_say_little_or_nothing_get_sentences_too(lang: str) -> None:
    thin = made(completion=[whole(10, 30)], projects=[project("甲", 10, None), project("乙", None, 5)])
    zero = made(completion=[whole(0, 30), subject("甲", 0, 30)], projects=[project("甲", 0, 0)])
    for tables in (made(), thin, zero):
        for text in chain.from_iterable(flat(section(tables, lang)) for section in SECTIONS):
            assert not UNFILLED.search(text), text


def test_what_does_not_add_up_is_said() -> None:
    text = " ".join(completion.whole(of("jianghan-2024-final"), "zh"))
    assert "6,697.90" in text and "6,689.82" in text and "+8.08" in text and "153.1%" in text
    text = " ".join(completion.whole(of("wedz-2024-final"), "en"))
    assert "28,193.30 against 23,033.91" in text and "+5,159.38" in text
    text = " ".join(completion.whole(of("wuhan-2023-final"), "zh"))
    assert "四舍五入" in text and "60,960.96" in text
    assert "一致" in " ".join(completion.whole(of("jiangan-2020-final"), "zh"))


def test_a_budget_is_said_to_have_no_outturn() -> None:
    tables = of("dongxihu-2025-budget")
    assert "没有决算数" in completion.whole(tables, "zh")[0] and "12,198.82" in completion.whole(tables, "zh")[1]
    assert projects.execution(tables, "zh") == []
    assert "10,325.73" in projects.whole(tables, "zh")


def test_both_bases_are_said() -> None:
    text = " ".join(completion.whole(of("jiangan-2020-final"), "zh"))
    assert "984.5%" in text and "剔除财政专项资金" in text and "157.7%" in text


def test_projects_against_tables_are_said_to_differ_by_rounding_or_not() -> None:
    assert all("四舍五入" in text for text in projects.against_tables(of("jianghan-2024-final"), "zh"))
    first, second = projects.against_tables(of("wuhan-2023-final"), "zh")
    assert "-0.03" in first and "2,011.76" in second and "只含一般公共预算" in second


def test_fully_executed_projects_are_one_sentence() -> None:
    text = projects.execution(of("jianghan-2024-final"), "zh")[0]
    assert text.startswith("全部执行完毕的项目7个，预算合计1,051.85万元")


def test_long_lists_stop() -> None:
    assert common.joined([str(number) for number in range(10)], "zh") == "0、1、2、3、4、5等"


def test_templates_are_the_same_in_both_languages() -> None:
    fields = re.compile(r"\{(\w+)")
    for identifier, row in wording.templates().items():
        assert set(fields.findall(row["zh"])) == set(fields.findall(row["en"])), identifier


def test_unknown_sentences_and_languages_are_refused() -> None:
    with pytest.raises(UsageError, match="unknown sentence 'nothing'"):
        wording.phrase("nothing", "zh")
    with pytest.raises(UsageError, match="unknown language 'fr'"):
        wording.phrase("figure", "fr")


def test_quotation_marks_within_quotation_marks_are_single() -> None:
    assert wording.nested("最大的是““三支一扶”经费”（“甲”）") == "最大的是“‘三支一扶’经费”（“甲”）"
    assert wording.nested("“甲") == "“甲" and wording.nested("“甲”“乙”") == "“甲”“乙”"
    assert "“‘三公’经费”" in wording.phrase("class_share", "zh", count=1, name="“三公”经费", total=1.0, share="1%")

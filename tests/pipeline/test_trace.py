"""From a figure back to the line it was printed on."""

import pytest
from click.testing import CliRunner

from jianghan_lib.base.errors import UsageError
from jianghan_lib.commands.main import commands
from jianghan_lib.pipeline.trace import trace


def test_a_value_is_found_however_it_is_written() -> None:
    places = trace("jianghan-2024-final", "6689.82", "en")
    assert [(place.kind, place.column, place.printed, place.line) for place in places] == [
        ("statements", "initial budget", "6689.82万元", 513)
    ]
    assert trace("jianghan-2024-final", "6,689.82", "en") == places


def test_a_code_gives_the_cells_of_its_rows() -> None:
    places = trace("jianghan-2024-final", "2080701")
    assert list(map(str, places)) == [
        "第184行：2024年度收入决算表：2080701 就业创业服务补贴：合计 = 0.10万元",
        "第184行：2024年度收入决算表：2080701 就业创业服务补贴：财政拨款 = 0.10万元",
        "第237行：2024年度支出决算表：2080701 就业创业服务补贴：合计 = 0.10万元",
        "第237行：2024年度支出决算表：2080701 就业创业服务补贴：项目支出（印在“基本支出”栏下，已更正） = 0.10万元",
        "第334行：2024年度一般公共预算财政拨款支出决算表：2080701 就业创业服务补贴：合计 = 0.10万元",
        "第334行：2024年度一般公共预算财政拨款支出决算表：2080701 就业创业服务补贴：项目支出 = 0.10万元",
    ]
    assert str(trace("jianghan-2024-final", "2080701", "en")[2]) == (
        "line 237: F03 expenditure (2024年度支出决算表): 2080701 subsidies for employment and start-up services:"
        " project expenditure (printed under basic expenditure; corrected) = 0.10万元"
    )


@pytest.mark.parametrize("asked", ["67653093", "67,653,093.00元", "6765.31", "6,765.31万元"])
def test_an_amount_is_found_in_each_unit_that_prints_it(asked: str) -> None:
    places = [place for place in trace("wedz-2024-final", asked) if place.kind != "text"]
    assert list(map(str, places)) == [
        "第543行：文字说明：人才发展资金：金额 = 6,765.31万元",
        "第808行：绩效自评汇总表：人才发展专项资金：执行数 = 67,653,093.00元",
        "第846行：文字说明：人才发展资金：执行数 = 6,765.31万元",
        "第1226行：绩效自评表：人才发展专项资金：执行数 = 6,765.31万元",
    ]


@pytest.mark.parametrize("asked", ["6765.31元", "67653093万元", "676.53", "67653193", "6,765.31亿元"])
def test_another_amount_is_not_found(asked: str) -> None:
    assert not {808, 846} & {place.line for place in trace("wedz-2024-final", asked)}


def test_a_place_on_a_page_names_both() -> None:
    place = trace("wanli-2023-budget", "635.10", "en")[0]
    assert str(place).startswith(
        "page 8, line 110: narrative: social security and employment / employment subsidies / "
    )
    assert str(place).endswith(": amount = 635.10万元")


def test_a_name_gives_every_place_that_contains_it() -> None:
    lines = {place.line for place in trace("wuhan-2023-final", "信息化建设")}
    assert {212, 321, 523, 918, 1035} <= lines


def test_a_percent_that_is_no_record_is_found_in_the_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "jianghan_lib.pipeline.trace._source_lines", lambda document: ["执行率为94.4%，", "共94.4万元，94.40 %"]
    )
    places = trace("wedz-2024-final", "94.4%")
    assert [(place.kind, place.printed, place.line) for place in places] == [("text", "94.4%", 1)]


def test_an_unknown_document_is_refused() -> None:
    with pytest.raises(UsageError, match="unknown document 'nowhere'"):
        trace("nowhere", "1")


def test_the_command_says_where_and_fails_in_one_line() -> None:
    found = CliRunner().invoke(commands, ["trace", "jianghan-2024-final", "6689.82"])
    assert found.exit_code == 0
    assert found.output.startswith("第513行：文字说明：一般公共预算财政拨款支出：年初预算 = 6689.82万元")
    assert found.stderr.startswith("next: where it was misread, jianghan correct jianghan-2024-final ")
    nothing = CliRunner().invoke(commands, ["trace", "jianghan-2024-final", "123456.78"])
    assert (nothing.exit_code, nothing.output.count("\n")) == (1, 1)
    assert "'123456.78' is not printed in jianghan-2024-final" in nothing.output

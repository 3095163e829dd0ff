"""From a figure back to the line it was printed on."""

import pytest
from click.testing import CliRunner

from jianghan_lib.base.errors import UsageError
from jianghan_lib.commands.main import commands
from jianghan_lib.pipeline.trace import trace


def test_a_value_is_found_however_it_is_written() -> None:
    places = trace("jianghan-2024-final", "6689.82")
    assert [(place.kind, place.column, place.printed, place.line) for place in places] == [
        ("statements", "initial budget", "6689.82万元", 513)
    ]
    assert trace("jianghan-2024-final", "6,689.82") == places


def test_a_code_gives_the_cells_of_its_rows() -> None:
    places = trace("jianghan-2024-final", "2080701")
    assert [(place.where, place.column, place.printed, place.line) for place in places] == [
        ("F02 2080701 就业创业服务补贴", "fiscal appropriation", "0.10万元", 184),
        ("F02 2080701 就业创业服务补贴", "total", "0.10万元", 184),
        (
            "F03 2080701 就业创业服务补贴",
            "project expenditure (printed under basic expenditure; corrected)",
            "0.10万元",
            237,
        ),
        ("F03 2080701 就业创业服务补贴", "total", "0.10万元", 237),
        ("F05 2080701 就业创业服务补贴", "project expenditure", "0.10万元", 334),
        ("F05 2080701 就业创业服务补贴", "total", "0.10万元", 334),
    ]


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
    assert found.output.startswith(
        "line 513: narrative: general public budget expenditure: initial budget = 6689.82万元"
    )
    assert found.stderr.startswith("next: where it was misread, jianghan correct jianghan-2024-final ")
    nothing = CliRunner().invoke(commands, ["trace", "jianghan-2024-final", "123456.78"])
    assert (nothing.exit_code, nothing.output.count("\n")) == (1, 1)
    assert "'123456.78' is not printed in jianghan-2024-final" in nothing.output

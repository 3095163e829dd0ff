"""A finding says which tables it touches, and whether the document or the reading is at fault."""

from pathlib import Path

import pytest
from whole_way import built

from jianghan_lib import load
from jianghan_lib.base.findings import complete, finding, messages

HEAD = "某市财政局2024年度部门决算\n第三部分 情况说明\n"


@pytest.mark.parametrize(
    ("table", "line", "own", "touched"),
    [
        ("narrative", 5, ("projects",), "projects"),
        ("narrative", 7, ("projects",), "completion;projects;statements"),
        ("F05", 5, (), "completion;projects"),
        ("F06", 8, ("amounts",), "amounts"),
        ("department_form", 6, (), "projects"),
        ("glossary", 7, (), "completion;statements"),
    ],
)
def test_a_finding_touches_by_its_rule_its_part_and_its_line(
    table: str, line: int, own: tuple[str, ...], touched: str
) -> None:
    one = finding(
        "here-2024-final", "shares", "error", table, "甲", {"line": line}, zh="不符", en="differs", touches=own
    )
    complete(
        [one], {"completion": [{"line": 7}], "statements": [{"line": 7}], "amounts": [{"line": 9}], "findings": [one]}
    )
    assert one["touches"] == touched


def test_a_wrong_rate_of_change_touches_changes_and_the_sentence(tmp_path: Path) -> None:
    text = f"{HEAD}2024年度收入总计100.00万元，比上年减少5.00万元，下降5.76%。\n"
    (one,) = [one for one in built(text, tmp_path)["findings"] if one["rule"] == "change_rate"]
    assert (one["touches"], one["about"], one["severity"]) == ("changes;statements", "document", "error")


def test_only_a_document_that_contradicts_itself_has_errors() -> None:
    assert [one.message for one in messages().values() if one.severity == "error" and one.about != "document"] == []
    findings = load("findings")
    assert set(findings.query("severity == 'error'")["about"]) == {"document"}
    assert findings.query("about == 'reading'")["rule"].unique().tolist() == ["figure_not_read"]


def test_a_failure_to_read_cannot_be_told_as_an_error() -> None:
    with pytest.raises(AssertionError, match="no error of the document"):
        finding("here-2024-final", "line_not_read", "error", "F01", "甲", {"line": 1}, zh="", en="", about="reading")

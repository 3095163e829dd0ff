"""Where each figure is printed: found by subject and value, never by value alone; and the findings that touch it."""

import re

import pytest
from tables_of import DOCUMENTS, change, frame, made, of, project, subject, whole

from jianghan_lib import load
from jianghan_lib.analysis import completion, origins, projects
from jianghan_lib.analysis.origins import Place
from jianghan_lib.showing import display


def test_a_figure_is_found_by_its_subject_and_value() -> None:
    printed = origins.of(made(completion=[subject("甲", 10, 20, line=5), subject("乙", 10, 20, line=6)]))
    assert printed({"name": "甲"}, 10.0).places == (Place("narrative", 5, ""),)
    assert printed({"name": "乙（甲款）", "code": ""}, 20).places == (Place("narrative", 6, ""),)
    assert printed({"name": "丙"}, 10).places == printed({"name": "甲"}, 11).places == ()


def test_a_total_is_found_as_a_total() -> None:
    printed = origins.of(made(completion=[whole(30, 40, line=3, page="7"), subject("甲", 30, 40, line=5)]))
    assert printed({"name": "total", "part": "total"}, 40).places == (Place("narrative", 3, "7"),)


def test_what_is_implied_is_not_printed() -> None:
    printed = origins.of(made(changes=[change("revenue", 8, 10, line=4)]))
    row = {"name": "revenue"}
    assert printed(row, 10).places and printed(row, 2).places and not printed(row, 8).places
    levels = origins.of(made(changes=[change("revenue", 8, 10, line=4, basis="printed_levels")]))
    assert levels(row, 8).places == (Place("narrative", 4, ""),)


def test_a_finding_marks_the_figure_that_it_is_about_and_no_other() -> None:
    found = {"rule": "completion_rate", "severity": "error", "table": "narrative", "where": "甲", "printed": "20",
             "message_zh": "错", "message_en": "wrong", "line": 5}  # fmt: skip
    rows = [subject("甲", 10, 20, line=5), subject("乙", 10, 30, line=5)]
    printed = origins.of(made(completion=rows, findings=[found]))
    assert [one["en"] for one in printed({"name": "甲"}, 20).messages] == ["wrong"]
    assert printed({"name": "乙"}, 30).messages == ()
    light = origins.of(made(completion=rows, findings=[{**found, "severity": "rounding"}]))
    assert light({"name": "甲"}, 20).messages == ()


@pytest.mark.parametrize("document", [name for name in DOCUMENTS if name.endswith("final")])
def test_every_printed_figure_of_the_subjects_has_a_place_that_holds_it(document: str) -> None:
    printed = origins.of(of(document))
    rows = completion.by_item(of(document))
    rows = rows[rows["part"] == "row"]
    lines = load("completion", document).set_index("line")
    for row in rows.to_dict("records"):
        for name in ("initial_budget", "outturn"):
            places = printed(row, row[name]).places
            own = [place.line for place in places if place.table == "narrative"]
            assert own and row[name] in {abs(value) for line in own for value in [lines.loc[[line], name].iloc[0]]}


def test_hover_footnote_and_mark_in_a_table() -> None:
    found = {"rule": "execution_rate", "severity": "error", "table": "form", "where": "甲项目", "printed": "4",
             "message_zh": "<b>错</b>", "message_en": "wrong", "line": 9}  # fmt: skip
    tables = made(projects=[project("甲项目", 10, 4, line=9, sources="form")], findings=[found])
    shown = display.table(projects.by_project(tables), "zh", origins=origins.of(tables))
    assert shown
    html = shown._repr_html_()
    cells = re.findall(r"<td[^>]*title=\"([^\"]*)\"[^>]*>(.*?)</td>", html)
    budget, executed, rate = cells[:3]
    assert budget[0].startswith("绩效自评表 第9行") and budget[1].startswith("10.00<sup class")
    assert executed[1].startswith("4.00<sup>※</sup>")
    assert "&lt;b&gt;错&lt;/b&gt;" in executed[0] and "<b>错" not in html
    assert rate[0] == "由文件的数字算出" and "<sup" not in rate[1]
    assert html.count('class="source"') >= 3 and "出处：1 绩效自评表 第9行" in html
    plain = display.table(projects.by_project(tables), "zh")
    assert plain and repr(plain) == repr(shown) and "title=" not in plain._repr_html_()


def test_places_in_english_and_with_a_page() -> None:
    tables = made(completion=[whole(30, 40, line=3, page="7")])
    shown = display.table(completion.whole(tables), "en", origins=origins.of(tables))
    assert shown and 'title="narrative page 7, line 3"' in shown._repr_html_()
    assert frame("completion").empty


def test_a_figure_of_an_item_is_not_one_of_its_section_or_class() -> None:
    row = subject("甲项", 60, 90, code="2080101")
    found = origins.of(made(completion=[row]))
    assert found({"name": "甲项"}, 60.0).places and not found({"name": "甲款"}, 60.0).places
    assert not found({"name": "甲类"}, 60.0).places and found({"code": "2080101"}, 90.0).places

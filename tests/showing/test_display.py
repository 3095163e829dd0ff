"""How results are shown: numbers, identifiers in words, text of documents as text, figures with a description."""

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from matplotlib.figure import Figure
from tables_of import of

from jianghan_lib.showing import display

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)>"


@pytest.mark.parametrize(
    ("column", "value", "zh", "en"),
    [
        ("amount", 1234.5, "1,234.50", "1,234.50"),
        ("amount", -0.001, "0.00", "0.00"),
        ("amount", float("nan"), "—", "—"),
        ("completion_rate", 1.5305, "153.1%", "153.1%"),
        ("share", -0.0001, "0.0%", "0.0%"),
        ("score", 98.5, "98.5", "98.5"),
        ("year", 2024, "2024", "2024"),
        ("rows", 1234, "1,234", "1,234"),
        ("name", "total", "合计", "total"),
        ("name", "住房公积金", "住房公积金", "住房公积金"),
        ("reasons", "added;staffing", "年中追加、人员变动", "added in the year, staffing"),
        ("code", "2101101;2101103", "2101101; 2101103", "2101101; 2101103"),
        ("table", "F03", "F03 支出决算表", "F03 expenditure"),
        ("table", "narrative", "文字说明", "narrative"),
        ("kind", "budget", "部门预算", "budget"),
        ("tables_missing", "F07;F08", "F07、F08", "F07, F08"),
        (
            "name",
            "revenue_excluding_special_funds",
            "收入合计（剔除财政专项资金）",
            "revenue (excluding special funds)",
        ),
        ("reasons", "", "—", "—"),
    ],
)
def test_a_cell_as_it_is_read(column: str, value: object, zh: str, en: str) -> None:
    assert (display.cell(column, value, "zh"), display.cell(column, value, "en")) == (zh, en)


def test_headings_name_the_unit_of_amounts_and_of_nothing_else() -> None:
    frame = pd.DataFrame({"name": ["甲"], "budget": [1.0], "execution_rate": [0.5], "year": [2024]})
    shown = display.table(frame, "zh")
    assert shown and list(shown.headings) == ["名称", "全年预算数\n（万元）", "执行率", "年度"]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", ["completion", "changes", "projects"])
def test_every_heading_is_a_word(name: str, lang: str) -> None:
    for document in ("jianghan-2024-final", "jiangan-2020-final", "dongxihu-2025-budget"):
        frame = of(document)[name]
        shown = display.table(frame[[column for column in frame if not column.endswith("_at")]], lang)
        assert not shown or not any("_" in heading for heading in shown.headings)


def test_text_of_a_document_is_text() -> None:
    shown = display.table(pd.DataFrame({"name": [HOSTILE], "budget": [1.0]}), "zh")
    said = display.say(HOSTILE)
    assert shown and said
    for html in (shown._repr_html_(), said._repr_html_()):
        assert "<script" not in html and "<img" not in html and "&lt;script&gt;" in html


def test_columns_without_any_value_and_empty_frames_are_not_shown() -> None:
    frame = pd.DataFrame({"name": ["甲"], "reasons": [""], "score": [float("nan")], "part": ["row"]})
    shown = display.table(frame, "zh")
    assert shown and list(shown.headings) == ["名称"]
    assert display.table(frame.head(0), "zh") is None
    assert display.say("", []) is None and display.figure(None, "zh") is None


def test_only_the_message_of_the_language_is_shown() -> None:
    frame = pd.DataFrame({"message_zh": ["不符"], "message_en": ["differs"]})
    zh, en = display.table(frame, "zh"), display.table(frame, "en")
    assert zh and en and (zh.rows, en.rows) == ([["不符"]], [["differs"]])


def test_total_rows_are_bold_and_leave_blank_what_they_do_not_say() -> None:
    frame = pd.DataFrame({"name": ["甲", "total"], "code": ["1", ""], "budget": [1.0, 1.0], "part": ["row", "total"]})
    shown = display.table(frame, "zh")
    assert shown and list(shown.rows[1]) == ["合计", "", "1.00"]
    assert "<b>合计</b>" in shown._repr_html_() and "<b>甲</b>" not in shown._repr_html_()


def test_what_is_shown_is_the_same_text_in_every_run() -> None:
    frame = of("jianghan-2024-final")["completion"]
    once, again = display.table(frame, "zh"), display.table(frame.copy(), "zh")
    assert repr(once) == repr(again) and " at 0x" not in repr(once)


def test_a_picture_describes_itself() -> None:
    figure, axes = plt.subplots()
    axes.set_title("From the initial budget to the outturn", loc="left")
    picture = display.figure(figure, "en")
    assert picture and repr(picture) == "Figure: From the initial budget to the outturn"
    data, metadata = picture._repr_mimebundle_()
    assert set(data) == {"image/png", "text/plain"} and metadata["image/png"]["alt"] == repr(picture)


def test_showing_several_results_leaves_out_the_empty_ones(capsys: pytest.CaptureFixture[str]) -> None:
    display.show("句子。", [], pd.DataFrame(), None, pd.DataFrame({"name": ["甲"]}), lang="zh")
    assert capsys.readouterr().out == "句子。\n名称\n甲\n"


def test_an_empty_figure_has_an_empty_description() -> None:
    picture = display.figure(Figure(figsize=(1, 1)), "zh")
    assert picture and repr(picture) == "图: "


def test_differences_of_rates_are_in_points_and_sentences_begin_with_a_capital() -> None:
    frame = pd.DataFrame(
        {"name": ["甲", "乙"], "points": [0.0284, -0.0004], "projects": pd.Series([2, 10], dtype="Int64")}
    )
    assert repr(display.table(frame, "zh")).splitlines() == [
        "名称 | 贡献（百分点） | 项目数",
        "甲 | +2.8 | 2",
        "乙 | 0.0 | 10",
    ]
    assert display.begun("total revenue: 1", "en") == "Total revenue: 1" and display.begun("甲", "zh") == "甲"

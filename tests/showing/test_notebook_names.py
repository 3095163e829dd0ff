"""What a notebook calls: `use`, `show`, `say`, `words`, `save`: their output in both languages, escaped and the same in each run."""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd
import pytest
import seaborn as sns
from IPython.core.interactiveshell import InteractiveShell
from matplotlib.axes import Axes

import jianghan_lib as j
from jianghan_lib.base import paths
from jianghan_lib.base.errors import UsageError
from jianghan_lib.base.text import wrap
from jianghan_lib.showing import drawing, notebook, saying, tables, values
from jianghan_lib.vocabulary import current

HOSTILE = "<script>alert(1)</script>"


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    j.use("zh")
    yield
    plt.close("all")
    j.use("zh")


def items(**more: list[object]) -> pd.DataFrame:
    own = {"item_name": ["甲", "乙"], "initial_budget": [1234.5, 0.0], "completion_rate": [0.5, None]}
    return pd.DataFrame({**own, **more})


def test_amounts_have_two_places_and_a_unit_and_rates_are_percent() -> None:
    shown = tables.table(items(), "zh")
    assert list(shown.headings) == ["项", "年初预算\n（万元）", "完成年初预算的%"]
    assert shown.rows == [["甲", "1,234.50", "50.0%"], ["乙", "0.00", "—"]]
    assert tables.table(items(), "en").headings[1] == "initial budget\n(CNY 10 000)"


def test_a_name_that_the_vocabulary_does_not_have_has_no_unit_and_one_that_ends_in_rate_is_percent() -> None:
    frame = pd.DataFrame({"per_visitor": [208.7], "my_rate": [0.25], "heads": [1200]})
    shown = tables.table(frame, "zh")
    assert list(shown.headings) == ["per_visitor", "my_rate", "heads"] and shown.rows == [["208.70", "25.0%", "1,200"]]


@pytest.mark.parametrize(
    ("place", "zh", "en"),
    [
        ("L549", "第549行", "line 549"),
        ("p12 L30 72.0,101.2,130.5,110.0", "第12页, 第30行", "page 12, line 30"),
        ("", "由文件的数字算出", "computed from figures of the document"),
        (None, "由文件的数字算出", "computed from figures of the document"),
    ],
)
def test_a_figure_tells_its_place_on_hover(place: str | None, zh: str, en: str) -> None:
    frame = items(initial_budget_at=[place, ""])
    for lang, text in (("zh", zh.replace(", ", "")), ("en", en)):
        shown = tables.table(frame, lang)
        assert f'title="{text}">1,234.50' in shown._repr_html_()
        assert "initial_budget_at" not in shown._repr_html_()


def test_a_figure_without_a_place_beside_it_is_computed() -> None:
    frame = items().assign(deviation=[1.5, 2.5])
    assert 'title="由文件的数字算出">1.50' in tables.table(frame, "zh")._repr_html_()


def test_a_finding_on_the_same_line_about_the_same_figure_is_marked() -> None:
    j.use("zh", "jianghan-2024-final")
    frame = pd.DataFrame({"initial_budget": [6689.82, 6700.0], "initial_budget_at": ["L513", "L513"]})
    first, second = tables.table(frame, "zh").notes[0, 0], tables.table(frame, "zh").notes[1, 0]
    assert "相差8.08万元" in first.findings and second.findings == ""
    assert "※" in tables.table(frame, "zh")._repr_html_()
    frame["document_id"] = "wuhan-2023-final"  # a frame that names its documents is marked by theirs
    assert tables.table(frame, "zh").notes[0, 0].findings == ""


def test_names_of_an_index_are_a_column_and_mere_numbers_are_none() -> None:
    classes = items().groupby("item_name")[["initial_budget"]].sum()
    assert tables.flat(classes).columns.tolist() == ["item_name", "initial_budget"]
    assert tables.flat(items().query("initial_budget == 0")).columns.tolist() == list(items().columns)
    classes.loc["total"] = classes.sum()
    assert tables.table(tables.flat(classes), "zh").bold == [False, False, True]
    assert tables.flat(pd.Series({"total": 1.0}, name="amount")).columns.tolist() == ["name", "amount"]


def test_an_empty_frame_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    j.show(items().head(0))
    assert capsys.readouterr().out == "没有可列的数据。\n"


def test_text_of_a_document_never_runs() -> None:
    frame = items(item_name=[HOSTILE, "乙"], initial_budget_at=[HOSTILE, '" onmouseover="alert(1)'])
    assert "<script>" not in tables.table(frame, "zh")._repr_html_()
    assert "onmouseover" not in tables.table(frame, "zh")._repr_html_()
    assert "<script>" not in saying.Text([HOSTILE])._repr_html_()
    frame = pd.DataFrame({HOSTILE: ["甲"]}, index=[HOSTILE])
    assert "<script>" not in tables.table(tables.flat(frame), "zh")._repr_html_()


def test_what_is_shown_is_the_same_in_each_run() -> None:
    assert tables.table(items(), "zh")._repr_html_() == tables.table(items(), "zh")._repr_html_()


def test_the_language_is_set_once(capsys: pytest.CaptureFixture[str]) -> None:
    j.use("en")
    j.show(items())
    assert current() == "en" and "initial budget" in capsys.readouterr().out
    with pytest.raises(UsageError, match="language"):
        j.use("fr")


def test_words_of_a_figure_come_from_the_vocabulary() -> None:
    long = items().melt("item_name", ["initial_budget"], var_name="stage", value_name="amount")
    axes = sns.barplot(long, y="item_name", x="amount", hue="stage", errorbar=None)
    j.use("en")
    j.words(axes, title="drivers")
    assert axes.get_xlabel() == "amount (CNY 10 000)"
    assert [text.get_text() for text in axes.figure.legends[0].get_texts()] == ["initial budget"]
    assert [text.get_text() for text in axes.get_yticklabels()] == ["甲", "乙"] and axes.get_ylabel() == ""


def test_what_a_figure_draws_can_be_taken_names_in_full() -> None:
    name = "一个很长的项目名称" * 6
    frame = items(item_name=[name, "乙"]).melt(
        "item_name", ["initial_budget", "completion_rate"], var_name="stage", value_name="amount"
    )
    axes = sns.barplot(frame, y="item_name", x="amount", hue="stage", errorbar=None)
    j.words(axes)
    assert drawing.drawn(axes.figure) == [
        ["系列", "名称", "金额（万元）"],
        ["年初预算", name, 1234.5],
        ["年初预算", "乙", 0.0],
        ["完成年初预算的%", name, 0.5],  # nothing is drawn where there is nothing
    ]


def test_long_names_that_differ_in_their_ends_are_not_cut_alike() -> None:
    names = [
        f"Shanghai City Putuo District People's Government Wanli Subdistrict Office {year}" for year in (2023, 2024)
    ]
    axes = sns.barplot(pd.DataFrame({"item_name": names, "amount": [1, 2]}), y="item_name", x="amount", errorbar=None)
    j.words(axes)
    labels = [" ".join(label.get_text().split()) for label in axes.get_yticklabels()]
    assert labels == names


def test_the_law_that_asks_for_something_is_named_in_english() -> None:
    laws = {
        "预算法第十四条": "Budget Law, article 14",
        "政府收支分类科目": "Classification of Government Revenue and Expenditure",
    }
    assert {law: values.text("source", law, "en") for law in laws} == laws
    assert values.text("compared_en", "“一是” is followed by “二是”", "en") == "“一是” is followed by “二是”"


def test_points_are_taken_by_their_places() -> None:
    axes = sns.scatterplot(
        pd.DataFrame({"completion_rate": [0.5, 1.5], "year": [2023, 2024]}), x="year", y="completion_rate"
    )
    axes.axhline(1)  # a mark of the reader's, not of the data
    j.words(axes)
    assert drawing.drawn(axes.figure) == [["年度", "完成年初预算的%"], [2023.0, 0.5], [2024.0, 1.5]]


def test_rates_on_an_axis_are_percent_and_years_are_whole() -> None:
    axes = sns.scatterplot(
        pd.DataFrame({"completion_rate": [0.5, 1.5], "year": [2023, 2024]}), x="year", y="completion_rate"
    )
    j.words(axes)
    axes.figure.canvas.draw()
    assert all(text.get_text().endswith("%") for text in axes.get_yticklabels())
    assert {text.get_text() for text in axes.get_xticklabels()} >= {"2023", "2024"}


def test_seaborn_s_own_word_for_an_axis_is_put_into_words_too() -> None:
    axes = sns.ecdfplot(pd.DataFrame({"completion_rate": [0.5, 1.0, 1.5]}), x="completion_rate")
    j.words(axes)
    axes.figure.canvas.draw()
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("完成年初预算的%", "所占比例")
    assert axes.get_yticklabels()[-1].get_text() == "100%"


@pytest.mark.filterwarnings("ignore:vert. bool was deprecated")  # by seaborn's box plots
@pytest.mark.parametrize("draw", [sns.boxplot, sns.boxenplot, sns.violinplot, sns.stripplot, sns.swarmplot])
def test_any_other_chart_of_rates_is_put_into_words_too(draw: Callable[..., Axes]) -> None:
    axes = draw(
        pd.DataFrame({"item_name": list("甲甲乙乙"), "execution_rate": [0.2, 0.9, 0.5, 1]}),
        x="execution_rate",
        y="item_name",
    )
    j.words(axes)
    assert axes.get_xlabel() == "执行率" and [text.get_text() for text in axes.get_yticklabels()] == ["甲", "乙"]
    assert drawing.drawn(axes.figure)[0] == ["名称", "执行率"]


@pytest.mark.parametrize(("own", "lang", "read"), [("indicators_count", "en", "indicators"), (None, "zh", "项数")])
def test_how_many_there_are_is_no_amount_of_money(own: str | None, lang: str, read: str) -> None:
    j.use(lang)
    axes = sns.histplot(pd.DataFrame({"attainment": [0.2, 0.9, 0.5, 1]}), x="attainment")
    if own:
        axes.set_ylabel(own)
    j.words(axes)
    axes.figure.canvas.draw()
    assert axes.get_ylabel() == read and drawing.drawn(axes.figure)[0][-1] == read
    assert all(text.get_text().isdigit() for text in axes.get_yticklabels())


def test_a_density_has_no_unit() -> None:
    axes = sns.kdeplot(pd.DataFrame({"execution_rate": [0.2, 0.9, 0.5, 1]}), x="execution_rate")
    j.words(axes)
    assert axes.get_ylabel() == "密度"


@pytest.mark.parametrize("name", ["a.svg", "a.png"])
def test_a_figure_is_saved_the_same_each_time(tmp_path: Path, name: str) -> None:
    axes = sns.barplot(items(), y="item_name", x="initial_budget", errorbar=None)
    saved = []
    for _ in range(2):
        j.save(axes, str(tmp_path / name))
        saved.append((tmp_path / name).read_bytes())
    assert saved[0] == saved[1] != b""


RIGHT_ONE = r"dongxihu-2025-budget是部门预算，本笔记本不适用：请打开budget_structure\.ipynb。"


ENDING = "import jianghan_lib as j\nj.use('zh', 'dongxihu-2025-budget', 'final_account')\nnothing"


def test_a_script_ends_with_one_line_on_a_document_of_another_kind() -> None:
    with pytest.raises(SystemExit, match=f"^{RIGHT_ONE}$"):
        j.use("zh", "dongxihu-2025-budget", "final_account")
    for kinds in (["final_account"], []):
        with pytest.raises(UsageError, match="no document 'nowhere': start_here"):
            j.use("zh", "nowhere", *kinds)


@pytest.fixture
def shell(monkeypatch: pytest.MonkeyPatch) -> InteractiveShell:
    """A kernel's inside, without the kernel."""
    shell = InteractiveShell()
    monkeypatch.setattr(notebook, "get_ipython", lambda: shell)
    return shell


def test_for_papermill_and_nbval_a_notebook_that_ends_is_one_line_and_cells_that_show_nothing(
    shell: InteractiveShell, capsys: pytest.CaptureFixture[str]
) -> None:
    assert shell.run_cell(ENDING).success and re.fullmatch(RIGHT_ONE, capsys.readouterr().out.strip())
    assert shell.run_cell("items  # which the cell above would have made").success and capsys.readouterr().out == ""


def test_for_a_person_who_runs_all_cells_the_one_that_ends_stops_the_rest(
    shell: InteractiveShell, capsys: pytest.CaptureFixture[str]
) -> None:
    assert not shell.run_cell(ENDING, cell_id="facts").success
    assert re.fullmatch(RIGHT_ONE, capsys.readouterr().out.strip())
    assert shell.run_cell("print(2 + 2)", cell_id="own").success and capsys.readouterr().out == "4\n"


@pytest.mark.long
def test_papermill_and_nbval_end_there_without_an_error(tmp_path: Path) -> None:
    import papermill

    source, file = paths.notebooks_dir() / "budget_completion.ipynb", tmp_path / "out.ipynb"
    done = papermill.execute_notebook(
        str(source), str(file), {"document_id": "dongxihu-2025-budget"}, progress_bar=False
    )
    outputs = [output for cell in done.cells for output in cell.get("outputs", [])]
    assert len(outputs) == 1 and re.fullmatch(RIGHT_ONE, outputs[0].data["text/plain"])
    checked = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--nbval", str(file)]
    assert subprocess.run(checked, cwd=tmp_path, check=False).returncode == 0


def test_sql_asks_the_tables_by_their_names() -> None:
    answer = j.sql(
        "select count(*) as n, sum(outturn) as outturn from completion where level = 'item' and document_id = 'jianghan-2024-final'"
    )
    assert answer["n"].item() == 23 and float(answer["outturn"].item()) == pytest.approx(10238.96)
    with pytest.raises(UsageError, match="nothing"):
        j.sql("select * from nothing")


def test_sql_takes_values_by_name_whatever_signs_they_hold() -> None:
    query = "select count(*) as n from documents where contains(department, $name)"
    assert [j.sql(query, name=name)["n"].item() for name in ("江汉区", "';--")] == [1, 0]
    with pytest.raises(UsageError, match="name"):
        j.sql(query)
    with pytest.raises(UsageError, match="nothing is asked"):
        j.sql("-- no question")


def test_every_template_has_both_languages() -> None:
    assert all(set(texts) == {"zh", "en"} for texts in saying.templates().values())


PLACED = {"line": [3, 12, 40], "page": pd.array([pd.NA, 5, 2], dtype="Int64")}


def test_places_name_page_file_and_box_as_they_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    rows = pd.DataFrame(PLACED | {"box": ["", "72.0 101.2 130.5 110.0", "[text.pdf L7] 1.0 2.0 3.0 4.0"]})
    assert j.places(rows).tolist() == ["L3", "p5 L12 72.0,101.2,130.5,110.0", "text.pdf p2 L7 1.0,2.0,3.0,4.0"]
    j.show(rows.assign(name=list("甲乙丙")), ["name", "line"])
    assert capsys.readouterr().out.split() == [
        "名称",
        "|",
        "原文行号",
        "甲",
        "|",
        "L3",
        "乙",
        "|",
        "p5",
        "L12",
        "丙",
        "|",
        "text.pdf",
        "p2",
        "L7",
    ]


def test_a_line_of_a_text_in_one_file_is_a_number(capsys: pytest.CaptureFixture[str]) -> None:
    j.show(
        pd.DataFrame({"name": ["甲"], "line": [1203], "page": pd.array([pd.NA], dtype="Int64"), "box": [""]}),
        ["name", "line"],
    )
    assert capsys.readouterr().out.splitlines()[1] == "甲 | 1203"


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("vocational training subsidies", "vocational\ntraining subsidies"),  # equal halves would not hold it
        ("other administration of human resources and social security", "other administration\nof human resources and\nsocial security"),
        ("机关事业单位职业年金缴费支出", "机关事业单位职业\n年金缴费支出"),
        ("住房公积金", "住房公积金"),
        ("three-support-and-one-assistance university funds", "three-support-and-\none-assistance\nuniversity funds"),
        ("2023-2024 funds", "2023-2024 funds"),
    ],
)  # fmt: skip
def test_a_name_on_an_axis_is_broken_into_as_few_lines_as_hold_it(name: str, label: str) -> None:
    assert wrap(name, lines=drawing.NAME_LINES) == label

"""Reports and their index: complete in themselves, without code, and safe whatever a document prints."""

import base64
import re
from dataclasses import replace
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from conftest import WriteNotebook
from fontTools.ttLib import TTFont
from PIL import Image, ImageChops

from jianghan_lib import documents, style
from jianghan_lib.base import paths
from jianghan_lib.base.text import guarded
from jianghan_lib.reports import execution, glossary, index, pages, underneath, webfont
from jianghan_lib.reports.bilingual import halves
from jianghan_lib.reports.execution import Run
from jianghan_lib.reports.pages import Heading
from jianghan_lib.showing.shown import Note, Shown

SCRIPT = "<script>alert(1)</script>"
HEADING = Heading("zh", f"题 {SCRIPT}", f"甲区 {SCRIPT}", (("全部", "../index.html", False), ("本页", "n.html", True)))
PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="

HOSTILE = {
    "html": {"text/html": f"<b>甲</b>{SCRIPT}<img src=x onerror=alert(1)><a href='javascript:alert(1)'>去</a>"},
    "markdown": {"text/markdown": f"**甲** {SCRIPT} [去](javascript:alert(1))"},
    "javascript": {"application/javascript": "alert(1)"},
    "svg": {"image/svg+xml": f"<svg xmlns='http://www.w3.org/2000/svg'>{SCRIPT}</svg>"},
    "styler": {"text/html": f"<style>#T td {{ color: red }}</style><table><tr><td>{SCRIPT}</td></tr></table>"},
    "text": {"text/plain": SCRIPT},
}


class Marks(HTMLParser):
    """The tags of a page with their attributes, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def assert_harmless(self) -> None:
        addresses = [value or "" for _, found in self.tags for name, value in found.items() if name in ("src", "href")]
        assert [tag for tag, _ in self.tags if tag in ("script", "link", "iframe", "object")] == []
        assert [name for _, found in self.tags for name in found if name.startswith("on")] == []
        assert [address for address in addresses if re.match(r"(?i)\s*(javascript|https?|//)", address)] == []


def page_of(*outputs: dict[str, str], source: str = "secret_code()") -> str:
    shown = [nbformat.v4.new_output("display_data", data) for data in outputs]
    cells = [
        nbformat.v4.new_markdown_cell("# 预算\n\n> 问：`a < b`？"),
        nbformat.v4.new_code_cell(source, outputs=shown),
    ]
    return pages.page(nbformat.v4.new_notebook(cells=cells), HEADING)


@pytest.mark.parametrize("kind", HOSTILE)
def test_what_a_document_prints_runs_nowhere(kind: str) -> None:
    Marks(page_of(HOSTILE[kind])).assert_harmless()


@pytest.mark.parametrize("kind", ["html", "markdown", "styler", "text"])
def test_hostile_words_are_shown_as_words(kind: str) -> None:
    assert SCRIPT in Marks(page_of(HOSTILE[kind])).text


def test_a_table_of_a_hostile_project_shows_its_name() -> None:
    frame = pd.DataFrame({"项目": [SCRIPT], "缺口": [1808.78], "执行率": ["82.9%"], "说明": ["3个"]})
    marks = Marks(page_of({"text/html": frame.to_html()}, {"text/html": frame._repr_html_()}))
    marks.assert_harmless()
    assert marks.text.count(SCRIPT) == 4  # two tables, the title, the facts
    assert "vertical-align: middle" not in marks.text  # the style block of a table is not shown as words


def test_numbers_in_tables_are_marked() -> None:
    frame = pd.DataFrame({"项目": ["甲"], "缺口": [-1808.78], "执行率": ["82.9%"], "说明": ["3个"]})
    cells = re.findall(r"<td.*?</td>", page_of({"text/html": frame.to_html()}))
    assert cells == [
        '<td class="short">甲</td>',
        '<td class="number">-1808.78</td>',
        '<td class="number">82.9%</td>',
        '<td class="short">3个</td>',
    ]


def test_a_long_text_has_a_column_of_some_width_in_print() -> None:
    frame = pd.DataFrame(
        {"说明": ["相" * 59, "相" * 60, "x" * 119, "x" * 120]}
    )  # a Chinese character is as wide as two letters
    long = [
        ' class="long"' in cell for cell in re.findall("<td.*?>", page_of({"text/html": frame.to_html(index=False)}))
    ]
    assert long == [False, True, False, True]


def test_a_code_is_a_short_cell_and_the_unit_of_money_stays_in_one_line() -> None:
    page = page_of({"text/html": "<table><tr><td><span>2080799</span></td><td>1 (CNY 10 000)</td></tr></table>"})
    assert '<td class="short"><span>2080799</span></td><td>1 (CNY\u00a010\u00a0000)</td>' in page


def test_the_data_of_each_table_are_behind_a_link_below_it() -> None:
    shown = Shown(
        headings=["科目", "年初预算\n（万元）", "支出决算\n（万元）"],
        rows=[["2080101", "6,689.82", "—"], ["=HYPERLINK(1)", "-1,808.79", "80.1%"]],
        numbers=[False, True, True],
        bold=[False, True],
        notes={(0, 1): Note("第513行", "相差8.08万元")},
    )
    marks = Marks(page_of({"text/html": shown._repr_html_()}, {"text/html": "<table><tr><td>甲</td></tr></table>"}))
    marks.assert_harmless()
    links = [found for tag, found in marks.tags if tag == "a" and "download" in found]
    assert [link["download"] for link in links] == ["table-1.csv", "table-2.csv"]
    first, second = (
        base64.b64decode((link["href"] or "").partition("base64,")[2]).decode("utf-8-sig") for link in links
    )
    assert first == "科目,年初预算（万元）,支出决算（万元）\n2080101,6689.82,\n'=HYPERLINK(1),-1808.79,80.1%\n"
    assert second == "甲\n"


def test_sources_and_terms_open_without_a_mouse() -> None:
    shown = Shown(["预算"], [["6,689.82"]], [True], [False], notes={(0, 0): Note("第513行", "相差8.08万元")})
    facts = {
        "department": "甲局",
        "title": f"甲局2024年度部门决算{SCRIPT}",
        "fiscal_year": 2024,
        "source_file": "a.pdf",
    }
    top = replace(HEADING, citation=pages.citation(facts, "zh"))
    output = nbformat.v4.new_output("display_data", {"text/html": f"{shown._repr_html_()}<p>PEFA的D档</p>"})
    page = pages.page(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(outputs=[output])]), top)
    marks = Marks(page)
    marks.assert_harmless()
    assert [dict(found).get("class") for tag, found in marks.tags if tag == "details"] == ["sources", "glossary"]
    cite = f"引用：《甲局2024年度部门决算{SCRIPT}》，a.pdf，页、行见下。"
    assert cite in marks.text and "1 第513行" in marks.text and "公共支出与财政问责" in marks.text
    pointed = [dict(found)["title"] for _, found in marks.tags if "相差8.08万元" in dict(found).get("title", "")]
    assert pointed == [
        f"《甲局2024年度部门决算{SCRIPT}》，a.pdf\n第513行\n※ 相差8.08万元"
    ]  # what one may quote while pointing
    assert "HHI" not in marks.text  # a term that the page does not use is not explained
    assert pages.citation({**facts, "title": "部门决算"}, "en") == "甲局, “部门决算”, 2024, a.pdf"
    known = {**facts, "department": "江岸区人力资源局", "title": "江岸区人力资源局2024年度部门决算"}
    assert (
        pages.citation(known, "en")
        == "Jiang'an District Human Resources Bureau, “江岸区人力资源局2024年度部门决算”, a.pdf"
    )


def test_terms_are_those_that_a_page_says_not_letters_of_a_picture() -> None:
    picture = '<main><img src="data:image/png;base64,AHC0PEFA" alt="p value"><p>The gaps of ARHC01</p></main>'
    assert re.findall("<dt>(.*?)</dt>", glossary.explained(picture, "en")) == ["gap"]


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (
            '<table><tr><th rowspan="2">a</th><td colspan="2">b</td></tr><tr><td>c</td><td>d</td></tr></table>',
            "a,b,b\na,c,d\n",
        ),
        ('<table><tr><td colspan="999999999">a</td></tr></table>', ",".join("a" * 100) + "\n"),
        ('<table><tr><th>Initial<br>budget</th><td colspan="x">1,2</td></tr></table>', 'Initial budget,"1,2"\n'),
        ("<table></table>", ""),
    ],
)
def test_a_table_as_csv_keeps_its_columns(table: str, expected: str) -> None:
    assert guarded(underneath.cells_of(table), header=False).strip("\n") == expected.strip("\n")


def test_a_table_wider_than_a_phone_says_so_and_a_narrow_one_does_not() -> None:
    narrow = "<table><tr><td>甲</td><td>1.00</td></tr></table>"
    wide = f"<table><tr><td>{'甲' * 30}</td>{'<td>10,238.96</td>' * 5}</tr></table>"
    assert "左右滑动" not in page_of({"text/html": narrow})
    assert page_of({"text/html": wide}).count('<p class="aside">← 左右滑动看其余各栏 →</p>') == 1


def test_a_section_that_only_says_what_is_not_there_is_one_line() -> None:
    def section(heading: str, *html: str) -> list[nbformat.NotebookNode]:
        outputs = [nbformat.v4.new_output("display_data", {"text/html": text}) for text in html]
        heading_cell = nbformat.v4.new_markdown_cell(f"## {heading}\n\n按差额排列。\n\nLargest first.")
        return [heading_cell, nbformat.v4.new_code_cell(outputs=outputs), nbformat.v4.new_code_cell()]

    absent = section("3 项目 / Projects", "<p>文件没有 &lt;b&gt; 按项目给出两年的数。</p>")
    absent[1].metadata["tags"] = ["key"]  # nor is it a key sentence for the number of its heading
    figures = section("4 合计", "<p>有9个科目。</p>")
    two = section("5 表", "<p>文件没有。</p>", "<table><tr><td>甲</td></tr></table>")
    none = section("6 类", "<p>没有按科目的年初预算。</p>", "<p>没有可列的数据。</p>")
    page = pages.page(nbformat.v4.new_notebook(cells=[*absent, *figures, *two, *none]), HEADING)
    assert re.findall(r"<h2[^>]*>([^<]*)</h2>", page) == ["4 合计", "5 表"]
    assert '<p><strong class="absent">3 项目</strong>　文件没有 &lt;b&gt; 按项目给出两年的数。</p>' in page
    assert (
        '<p><strong class="absent">6 类</strong>　没有按科目的年初预算。</p>' in page and "没有可列的数据" not in page
    )
    assert page.count("按差额排列。") == 2 and page.count("按项目给出两年的数") == 1


def test_a_figure_looks_as_it_was_drawn_in_fewer_bytes() -> None:
    drawn = Image.effect_noise((200, 80), 30).convert("RGBA")
    drawn.paste((31, 78, 121, 255), (10, 10, 90, 60))
    whole = BytesIO()
    drawn.save(whole, "PNG")
    data = {"image/png": base64.b64encode(whole.getvalue()).decode()}
    cell = nbformat.v4.new_code_cell(outputs=[nbformat.v4.new_output("display_data", data)])
    (output,) = execution.stable(nbformat.v4.new_notebook(cells=[cell])).cells[0].outputs
    lean = base64.b64decode(output.data["image/png"])
    apart = ImageChops.difference(drawn.convert("RGB"), Image.open(BytesIO(lean)).convert("RGB")).getextrema()
    assert len(lean) < len(whole.getvalue()) and max(high for _, high in apart) <= 16


def test_a_page_is_complete_in_itself() -> None:
    page = page_of({"image/png": PNG, "text/plain": "<Figure size 640x480 with 1 Axes>"})
    marks = Marks(page)
    marks.assert_harmless()
    assert "secret_code" not in page
    assert f"data:image/png;base64,{PNG}" in page
    assert "default-src 'none'" in page
    assert [found["lang"] for tag, found in marks.tags if tag == "html"] == ["zh-CN"]
    screen, paper = re.findall(r'<p class="quiet (signs|source)">([^<]*)</p>', page)
    assert (
        screen[0] == "signs" and "鼠标停在数字上" in screen[1] and "鼠标" not in paper[1] and "右上角的数字" in paper[1]
    )
    assert "@media print" in page and ".to-contents, .signs { display: none; }" in page
    assert "<blockquote>" in page
    assert "<code>a &lt; b</code>" in page
    assert [found["href"] for tag, found in marks.tags if tag == "a"] == ["../index.html"]


def test_the_heading_names_the_document_and_its_other_reports(notebooks: WriteNotebook) -> None:
    first, second = notebooks("first"), notebooks("second")
    facts = {"department": "江岸区人力资源局", "district": "江岸区", "fiscal_year": 2024, "kind": "budget"}
    assert pages.heading(facts, second, [first, second], "en") == Heading(
        "en",
        "Jiang'an District Human Resources Bureau 2024 题目 second",
        "Jiang'an District Human Resources Bureau · Jiang'an District · 2024 · budget",
        (
            ("All departments", "../index.html", False),
            ("Dossier: all analyses of the document", "dossier.html", False),
            ("题目 first", "first.html", False),
            ("题目 second", "second.html", True),
        ),
        "second",
        "Jiang'an District Human Resources Bureau, 2024",
    )


def test_the_index_lists_departments_with_their_figures(data: Path, notebooks: WriteNotebook, tmp_path: Path) -> None:
    notebooks("first"), notebooks("second")
    out = tmp_path / "out"
    for name in ("here-2024-final/first.html", "there-2025-budget/second.html", "there-2025-budget/first.failed.ipynb"):
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        (out / name).touch()
    failed = Run("here-2024-final", "second", out / "x", out / "second.html", False, f"ValueError: {SCRIPT}", 1.0)

    page = index.write_index([failed], out, "zh").read_text(encoding="utf-8")

    rows = [re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL) for row in re.findall(r"<tr>.*?</tr>", page, re.DOTALL)]
    figures = [[re.sub(r"<.*", "", cell) for cell in row[:2] + row[3:]] for row in rows[1:]]
    escaped = "乙区&lt;script&gt;alert(1)&lt;/script&gt;局"
    assert figures == [
        ["2025", escaped, "乙区", "预算", "88.00", "—", "全部资金", "—", "0", "—", "0", "0", "0", "0", "0"],
        [
            "2024",
            "甲区人力资源局",
            "甲区",
            "决算",
            "100.00",
            "153.10",
            "—",
            "153.1%",
            "2",
            "1,000.75",
            "1",
            "0",
            "0",
            "1",
            "0",
        ],
    ]
    links = re.findall(r'<(?:a href|span class)="([^"]*)"', page)
    assert [link for link in links if link not in ("bar", "signs")] == [
        *("failed", "there-2025-budget/first.failed.ipynb", "there-2025-budget/second.html"),
        *("here-2024-final/first.html", "failed"),
    ]
    assert 'title="ValueError: &lt;script&gt;alert(1)&lt;/script&gt;"' in page
    assert '<html lang="zh-CN">' in page
    assert page.count("<script") == 1
    assert "http" not in page.replace("http-equiv", "")


def test_the_index_in_english(data: Path, notebooks: WriteNotebook, tmp_path: Path) -> None:
    notebooks("first")
    (tmp_path / "here-2024-final").mkdir()
    (tmp_path / "here-2024-final" / "first.html").touch()
    page = index.write_index([], tmp_path, "en").read_text(encoding="utf-8")
    assert '<html lang="en">' in page
    assert "Initial budget" in page
    assert "final account" in page
    assert "there-2025-budget" not in page  # nothing was reported for it


def test_the_index_says_of_which_funds_its_totals_are() -> None:
    rows = {row["document_id"]: row for row in index.headlines(documents()["document_id"])}
    assert (rows["wuhan-2023-final"]["outturn"], rows["wuhan-2023-final"]["funds"]) == (
        82004.19,
        "fiscal_appropriation",
    )
    assert {row["funds"] for name, row in rows.items() if name != "wuhan-2023-final"} == {"all_funds"}
    assert (
        rows["wanli-2023-budget"]["initial_budget"] == 16497.86
    )  # line 62 of the text; its first table prints 164,978,640 元
    assert rows["jiangan-2020-final"]["other_rates"] == {"excluding_special_funds": "157.68%"}
    assert rows["wuhan-2023-final"]["other_rates"] == {"whole_department": "126.6%"}
    assert index.headlines({"wuhan-2023-final"}) == [rows["wuhan-2023-final"]]  # only those reported are made


def test_a_page_carries_the_signs_it_shows() -> None:
    page = page_of({"text/html": "<b>缺口 1,808.78</b>"})
    found = re.search(r"@font-face .*url\(data:font/woff;base64,([^)]+)\)", page)
    assert found
    drawn = TTFont(BytesIO(base64.b64decode(found[1]))).getBestCmap()
    assert set(map(ord, "预算问缺口题甲区,.0178")) <= drawn.keys()
    assert len(drawn) < 400  # not the whole font
    assert "font-src data:" in page


def test_what_runs_above_a_printed_page_is_only_words() -> None:
    assert pages.css_text("甲区2024") == '"甲区2024"'
    assert pages.css_text('a"b</') == r'"a\000022b\00003c\00002f"'


def test_a_report_shows_one_language_and_not_what_is_about_its_code() -> None:
    heading = nbformat.v4.new_markdown_cell(
        "## 3 缺口 / The rest\n\n按大小排列。\n\nLargest first, in 万元.\n\n| a | b |\n|---|---|"
    )
    parameters = nbformat.v4.new_markdown_cell("## 参数 / Parameters", metadata={"tags": ["about-code"]})
    notebook = nbformat.v4.new_notebook(cells=[parameters, heading])
    shown = {lang: Marks(pages.page(notebook, Heading(lang, "t", "f", ()))).text.split() for lang in ("zh", "en")}
    assert shown["zh"][-4:] == ["缺口", "按大小排列。", "a", "b"]
    assert shown["en"][-9:] == ["3", "The", "rest", "Largest", "first,", "in", "万元.", "a", "b"]
    assert "参数" not in shown["zh"] and "Parameters" not in shown["en"]
    assert len(notebook.cells) == 2  # the executed notebook keeps both languages


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ("# 问题？ / Question?", "# 问题？", "# Question?"),
        ("只有中文。", "只有中文。", "只有中文。"),
        (
            "见 `a_long_name` 表。\n\nSee `a_long_name`, in 万元.",
            "见 `a_long_name` 表。",
            "See `a_long_name`, in 万元.",
        ),
        ("1/2 的项目", "1/2 的项目", "1/2 的项目"),
    ],
)
def test_the_half_of_a_text_in_a_language(text: str, zh: str, en: str) -> None:
    assert (halves(text, "zh"), halves(text, "en")) == (zh, en)


def test_counts_of_findings_lead_to_them_and_a_rate_has_a_bar(
    data: Path, notebooks: WriteNotebook, tmp_path: Path
) -> None:
    facts = {name: None for name in (column.name for column in index.COLUMNS)}
    facts |= {"document_id": "here-2024-final", "error": 3, "warning": 0, "completion_rate": 1.5}
    named = dict(
        zip((one.name for one in index.COLUMNS), index._cells(facts, "zh", {"here-2024-final/audit.html"}), strict=True)
    )
    assert (named["error"].text, named["error"].href) == ("3", "here-2024-final/audit.html")
    led = index._cells(
        facts | {"department": "某局"},
        "zh",
        {f"here-2024-final/{one}.html" for one in ("dossier", "budget_completion")},
    )
    assert [cell.href for cell in led if cell.href] == [
        "here-2024-final/dossier.html",
        "here-2024-final/budget_completion.html",
    ]
    stated = index._cells(facts | {"other_rates": {"excluding_special_funds": "157.68%"}}, "zh", set())
    assert [cell.note for cell in stated if cell.note] == ["剔除专项资金 157.68%"]
    assert (named["warning"].href, named["completion_rate"].bar) == ("", 0.75)
    alone = index._cells(facts | {"completion_rate": 9.845}, "zh", set())
    assert {cell.href for cell in alone} == {""} and max(cell.bar or 0 for cell in alone) == 1.0


def test_the_signs_of_every_committed_report_are_cut_from_the_small_font() -> None:
    """The whole font has four times as many signs and takes as much longer: dashes and minus must not ask for it."""
    _, signs = webfont._common()
    texts = (file.read_text(encoding="utf-8") for file in paths.golden_dir().glob("*/*.ipynb"))
    assert set("".join(texts)) - signs <= {"\n"}


def test_the_font_of_a_page_has_no_time_of_its_own() -> None:
    """A page that is made later is the same to the byte."""
    with TTFont(style.font_file(), lazy=True) as font:
        modified = [font["head"].modified]
    for one_of_many in (True, False):
        data = re.search(r"base64,([^)]+)\)", webfont.embed(f"字{webfont.PLACE}", one_of_many))
        assert data
        modified.append(TTFont(BytesIO(base64.b64decode(data[1])))["head"].modified)
    assert len(set(modified)) == 1

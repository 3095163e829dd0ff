"""What stands beside the reports of a document: dossier, workbook, PDF; whatever a document prints, shown as words."""

import base64
import re
import subprocess
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import nbformat
import openpyxl
import pytest
from conftest import TABLES, WriteNotebook, write_tables
from fontTools.ttLib import TTFont
from tables_of import made, of, project, subject, whole

from jianghan_lib.base.errors import JianghanError, UsageError
from jianghan_lib.reports import batch, dossier, pages, pdf, workbook

SCRIPT, FORMULA = "<script>alert(1)</script>", '=HYPERLINK("http://example.org","甲")'
FACTS = {"document_id": "here-2024-final", "department": "甲局", "district": "甲区", "fiscal_year": 2024,
         "kind": "final_account", "source_file": "a.txt"}  # fmt: skip


def chapter(folder: Path, name: str, title: str, *sentences: str, tags: list[str] | None = None) -> None:
    """An executed notebook with one cell that shows sentences."""
    html = "".join(f"<p>{sentence.replace('<', '&lt;')}</p>" for sentence in sentences)
    output = nbformat.v4.new_output("display_data", {"text/html": html, "text/plain": "\n".join(sentences)})
    code = nbformat.v4.new_code_cell("1", outputs=[output], metadata={"tags": tags or []})
    heading = nbformat.v4.new_markdown_cell(f"# {title}\n\n问。")
    section = nbformat.v4.new_markdown_cell("## 1 一节 / A section")
    folder.mkdir(exist_ok=True)
    nbformat.write(nbformat.v4.new_notebook(cells=[heading, section, code]), folder / f"{name}.ipynb")


def test_a_dossier_joins_the_reports_in_order_with_contents_and_key_sentences(tmp_path: Path) -> None:
    chapter(tmp_path, "audit", "可信吗？ / Trusted?", "丙句3。", "丁句。", tags=["key"])
    chapter(tmp_path, "budget_completion", "完成？ / Completed?", f"甲句1{SCRIPT}。", "乙句。", tags=["key"])
    chapter(tmp_path, "year_over_year", "变化？ / Change?", "没有数。", tags=["key"])
    page = dossier.write(FACTS, tmp_path, list(tmp_path.glob("*.ipynb")), "zh")
    assert page == tmp_path / "dossier.html"
    html = page.read_text(encoding="utf-8")
    assert html.count("<script") == 0 and html.count("&lt;script&gt;alert(1)&lt;/script&gt;") == 2
    assert re.findall(r"<li>(.*?)</li>", html) == ["甲句1&lt;script&gt;alert(1)&lt;/script&gt;。", "丙句3。"]
    (listed,) = re.findall(r'<li class="level2 absent"><a href="#(s\d+)">1 一节</a></li>', html)
    assert (
        f'<strong class="absent" id="{listed}">1 一节</strong>　没有数。' in html
    )  # a section without figures: a line
    entries = re.findall(r'<li class="level(\d)"><a href="#(s\d+)">(.*?)</a></li>', html)
    assert [(level, text) for level, _, text in entries] == [
        ("2", "要点"), ("1", "完成？"), ("2", "1 一节"), ("1", "变化？"), ("1", "可信吗？"), ("2", "1 一节"),
    ]  # fmt: skip
    assert all(html.count(f'id="{mark}"') == 1 for _, mark, _ in entries)
    assert "来源文件 a.txt" in html and dossier.CONTENTS not in html
    assert 'href="budget_completion.html"' in html and "http" not in html.replace("http-equiv", "")


def test_a_dossier_folds_its_chapters_behind_the_gravest_findings(data: Path, tmp_path: Path) -> None:
    def finding(line: int, severity: str, difference: str, about: str = "document") -> dict[str, str]:
        own = {"message_zh": f"第{line}处{SCRIPT}", "message_en": f"place {line}", "unit": "万元"}
        return {"document_id": "here-2024-final", "about": about, "rule": "shares", "severity": severity,
                "table": "F01", "difference": difference, "line": str(line), **own}  # fmt: skip

    told = [finding(1, "notice", "999"), finding(2, "error", "-5"), finding(3, "error", "7"), finding(4, "warning", "")]
    write_tables(data, {**TABLES, "findings": [*told, finding(9, "warning", "1000", "reading")]})
    chapter(tmp_path, "audit", "可信吗？ / Trusted?", "丙句3。", tags=["key"])
    chapter(tmp_path, "budget_completion", "完成？ / Completed?", "甲句1。")
    page = dossier.write(
        FACTS, tmp_path, list(tmp_path.glob("*.ipynb")), "zh", dossier.gravest("here-2024-final", "zh")
    )
    assert page is not None
    html = page.read_text(encoding="utf-8")
    first = re.findall(r"<ol>(.*?)</ol>", html)[0]
    assert re.findall(r"<li>(..)（第(\d)行）", first) == [("错误", "3"), ("错误", "2"), ("警示", "4"), ("提示", "1")]
    assert SCRIPT not in html
    opened = '<details class="chapter"><summary><h1'
    assert html.count(opened) == html.count("</details>") == 2
    assert html.index("</ol>") < html.index(opened) < html.index("甲句1。") < html.index("可信吗？</h1></summary>")
    assert dossier.gravest("here-2024-final", "en")[0] == "error (line 3): place 3"


def test_a_finding_of_a_pdf_is_told_with_its_page_and_roundings_are_not() -> None:
    told = dossier.gravest("wanli-2023-budget", "zh")
    assert not any(
        "尾差" in one for one in dossier.gravest("wanli-2025-budget", "zh")
    )  # 0.0001 is nothing to know first
    assert any(one.startswith("错误（第7页第105行）：机关事业单位职业年金缴费支出：印为441.25万元") for one in told), (
        told
    )


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_chinese_sign_of_a_dossier_is_in_its_font(tmp_path: Path, lang: str) -> None:
    """What is added after the chapters were joined (the contents' heading) was once drawn as empty boxes."""
    chapter(tmp_path, "audit", "甲乙 / First", "共1处。")
    path = dossier.write(FACTS, tmp_path, list(tmp_path.glob("*.ipynb")), lang)
    assert path is not None
    page = path.read_text(encoding="utf-8")
    font = re.search(r"data:font/woff;base64,([^)]+)", page)
    assert font is not None
    drawn = TTFont(BytesIO(base64.b64decode(font[1]))).getBestCmap()
    assert {sign for sign in page if "\u4e00" <= sign <= "\u9fff" and ord(sign) not in drawn} == set()


def test_a_document_without_reports_has_no_dossier(tmp_path: Path) -> None:
    assert dossier.write(FACTS, tmp_path, list(tmp_path.glob("*.ipynb")), "zh") is None


def sheets(tables: dict, lang: str = "zh") -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(workbook.book(tables, "甲局", lang)))


def test_a_workbook_holds_the_tables_as_numbers_with_their_places() -> None:
    book = sheets(of("jianghan-2024-final"))
    sheet = book["年初预算与决算"]
    headings = [cell.value for cell in sheet[1]]
    first = [cell.value for cell in sheet[2]]
    at = headings.index("年初预算\n（万元）")
    assert headings[at : at + 2] == ["年初预算\n（万元）", "年初预算\n原文位置"]
    assert first[at : at + 2] == [6689.82, "第513行"] and sheet.cell(2, at + 1).number_format == "#,##0.00"
    rate = sheet.cell(2, headings.index("比率") + 1)
    assert rate.number_format == "0.0%" and sheet.freeze_panes == "A2"
    assert book.sheetnames[0] == "说明" and "没有印出" in " ".join(str(row[0].value) for row in book["说明"])
    assert isinstance(sheet.cell(3, headings.index("编码") + 1).value, str | None)  # a code is no number


def test_a_workbook_made_later_is_the_same_to_the_byte() -> None:
    with ZipFile(BytesIO(workbook.book(of("wuhan-2023-final"), "甲局", "zh"))) as parts:
        assert {part.date_time[:3] for part in parts.infolist()} == {(1980, 1, 1)}
        assert b"T" not in re.sub(rb"<[^>]*>", b"", parts.read("docProps/core.xml"))


def test_the_statutory_tables_are_sheets_as_printed() -> None:
    book = sheets(of("jianghan-2024-final"))
    rows = list(book["F03 支出决算表"].iter_rows(values_only=True))
    assert rows[0] == ("编码", "名称", "合计\n（万元）", "基本支出\n（万元）", "项目支出\n（万元）", "原文位置")
    assert rows[1] == (None, "合计", 10238.96, 1454.55, 8784.41, "第221行")
    assert rows[4] == ("2080101", "行政运行", 1018.2, 1018.2, None, "第224行")
    bold = [row[1].value for row in book["F03 支出决算表"].iter_rows(min_row=2, max_row=6) if row[1].font.b]
    assert bold == ["合计", "社会保障和就业支出", "人力资源和社会保障管理事务"]  # the sums of other rows
    page = book["F03 支出决算表"].page_setup
    assert (page.orientation, page.paperSize, page.fitToWidth, page.fitToHeight) == ("landscape", 9, 1, 0)
    assert book["F03 支出决算表"].print_titles == "'F03 支出决算表'!$1:$1,'F03 支出决算表'!$A:$B"
    row, line = book["F03 支出决算表"].row_dimensions[1].height, workbook.LINE
    assert row >= 2 * line  # a heading of two lines, in every program
    assert book["年初预算与决算"].page_setup.fitToWidth == 2  # 19 columns on one page could not be read
    findings = [cell.value for cell in book["疑点"][1]]
    assert findings[-2:] == ["疑点来源", "存疑的表"]
    assert {row[-2].value for row in book["疑点"].iter_rows(min_row=2)} <= {"文件本身", "读取"}
    assert book["F03 支出决算表"].oddFooter.center.text == "&P / &N"


def test_panels_stand_beside_each_other_as_printed() -> None:
    book = sheets(of("jianghan-2024-final"))
    first = [tuple(row) for row in book["F01 收入支出决算总表"].iter_rows(values_only=True)]
    assert first == [
        ("收入\n名称", "收入\n决算数\n（万元）", "支出\n名称", "支出\n决算数\n（万元）", "原文位置"),
        ("一、一般公共预算财政拨款收入", 10238.96, None, None, "第122行"),
        (None, None, "八、社会保障和就业支出", 9961.36, "第129行"),
        (None, None, "九、卫生健康支出", 95.83, "第130行"),
        (None, None, "十二、农林水支出", 8.08, "第133行"),
        (None, None, "十九、住房保障支出", 173.69, "第140行"),
        ("本年收入合计", 10238.96, "本年支出合计", 10238.96, "第148行"),
        ("总计", 10238.96, "总计", 10238.96, "第151行"),
    ]
    assert list(book["F09 财政拨款“三公”经费支出决算表"].iter_rows(min_row=2, values_only=True)) == [
        (0.48, 0.48, 0.48, 0.48, "第445行")
    ]
    budget = sheets(of("dongxihu-2025-budget"))
    assert list(budget["B01 收支总表"].iter_rows(min_row=2, max_row=2, values_only=True)) == [
        ("一、一般公共预算拨款收入", 8198.82, "一、一般公共服务支出", 30.75, "第98行")
    ]
    (row,) = budget["B02 收入总表"].iter_rows(min_row=2, max_row=2, values_only=True)
    assert row[:3] == (None, "合计", 12198.82) and row[10:14] == (0, 0, 4000, 0) and row[-1] == "第135行"
    english = [cell.value for cell in sheets(of("wanli-2023-budget"), "en")["B02 revenue"][2]]
    assert english == ["201", "general public services", 297.68, 297.68, "page 11, line 170"]


def test_text_that_begins_like_a_formula_stays_text() -> None:
    names = [FORMULA, "+1", "-2", "@x", SCRIPT, "坏\x01字"]
    book = sheets(made(projects=[project(name, 10, 4) for name in names]))
    cells = [row[0] for row in book["项目"].iter_rows(min_row=2)]
    assert {cell.value for cell in cells} == {FORMULA, "+1", "-2", "@x", SCRIPT, "坏字"}
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.quotePrefix for cell in cells if cell.value in (FORMULA, "+1", "-2", "@x"))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_document_has_a_workbook_with_short_names(lang: str) -> None:
    for tables in (of("dongxihu-2025-budget"), made(), made(completion=[whole(1, 2), subject("甲", 1, 2)])):
        book = sheets(tables, lang)
        assert all(len(name) <= workbook.LONGEST_NAME for name in book.sheetnames)
        for sheet in book.worksheets[1:]:
            headings = [str(cell.value) for cell in sheet[1]]
            assert len(set(headings)) == len(headings) and not any("_" in heading for heading in headings)


def test_a_hostile_project_is_words_everywhere(data: Path, notebooks: WriteNotebook, tmp_path: Path) -> None:
    hostile = {"document_id": "here-2024-final", "project": SCRIPT, "budget": "10", "executed": "4", "line": "5"}
    formula = {**hostile, "project": FORMULA}
    write_tables(data, {**TABLES, "projects": [hostile, formula]})
    notebooks(
        "project_execution",
        "import jianghan_lib as j\nj.use(lang)\n"
        'projects = j.load("projects", document_id)\n'
        'j.show(projects[["project", "budget", "executed"]])',
        parameters='document_id: str = "x"\nlang: str = "zh"',
    )
    batch.run(["here-2024-final"], out=tmp_path / "out")
    folder = tmp_path / "out" / "here-2024-final"
    for name in ("project_execution.html", "dossier.html"):
        html = (folder / name).read_text(encoding="utf-8")
        assert "<script" not in html and "&lt;script&gt;" in html
        assert "=HYPERLINK(" in html and 'href="http' not in html
    values = [row[0].value for row in openpyxl.load_workbook(folder / "workbook.xlsx")["项目"].iter_rows()]
    assert SCRIPT in values and FORMULA in values


def test_without_a_browser_pdf_is_refused_before_anything_runs(
    data: Path, notebooks: WriteNotebook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    notebooks("one", "1")
    monkeypatch.setattr(pdf.shutil, "which", lambda _: None)
    with pytest.raises(UsageError, match="no browser to print PDF with: install"):
        batch.run(out=tmp_path / "out", as_pdf=True)
    assert not (tmp_path / "out").exists()


def test_a_browser_that_prints_nothing_is_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "dossier.html"
    page.write_text("x")
    monkeypatch.setattr(pdf.shutil, "which", lambda name: name)
    monkeypatch.setattr(pdf.subprocess, "run", lambda *_, **__: None)
    with pytest.raises(JianghanError, match=r"dossier\.html: the browser made no PDF: open"):
        pdf.write(page)


def test_a_page_is_printed_where_a_browser_is_installed(browser: str, tmp_path: Path) -> None:
    page = tmp_path / "页.html"
    page.write_text("<p>甲</p>", encoding="utf-8")
    assert pdf.write(page).read_bytes().startswith(b"%PDF")


def test_the_index_filters_and_sorts_in_a_browser(browser: str, tmp_path: Path) -> None:
    """The script of the index in a real browser: rows that do not match are hidden, and columns sort by value."""
    rows = "".join(
        f'<tr><td data-value="{n}" class="number">{n} {name}</td></tr>' for n, name in ((2, "甲"), (10, "乙"))
    )
    page = tmp_path / "index.html"
    act = ("const head = document.querySelector('th'); head.click();"
           "head.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter'}));"
           "const box = document.getElementById('filter'); box.value = '乙'; box.dispatchEvent(new Event('input'));")  # fmt: skip
    page.write_text(
        f'<meta charset="utf-8"><input id="filter"><span id="shown"></span><table><thead><tr>'
        f'<th data-sort class="number">甲</th></tr></thead><tbody>{rows}</tbody></table>'
        f"<script>{pages.template('sort.js')}</script><script>{act}</script>",
        encoding="utf-8",
    )
    options = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}", "--dump-dom"]
    shown = subprocess.run([browser, *options, page.as_uri()], capture_output=True, text=True, timeout=60, check=True)
    assert re.findall(r"<tr( hidden=\"\")?><td[^>]*>(\d+)", shown.stdout) == [("", "10"), (' hidden=""', "2")]
    assert "1 / 2" in shown.stdout and 'aria-sort="descending"' in shown.stdout


def test_a_cell_gives_the_first_page_as_many_sentences_as_its_tag_says(tmp_path: Path) -> None:
    chapter(tmp_path, "budget_completion", "完成？ / Completed?", "甲1。", "乙2。", "丙3。", "丁4。", tags=["key-3"])
    page = dossier.write(FACTS, tmp_path, list(tmp_path.glob("*.ipynb")), "zh")
    assert page is not None
    html = page.read_text(encoding="utf-8")
    assert re.findall(r"<li>(.*?)</li>", html) == ["甲1。", "乙2。", "丙3。"]
    assert re.findall(r"<h1[^>]*>(.*?)</h1>", html) == ["甲局2024年决算分析", "完成？"]
    assert "<strong>完成？</strong>" in html and "※ 表示有疑点涉及这个数" in html

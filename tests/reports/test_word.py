"""The dossier as a Word file: headings, native tables with their figures and sources, figures, one language."""

from pathlib import Path

import nbformat
import pytest
from docx import Document
from lxml import html

from jianghan_lib.reports import word

FACTS = {"department": "甲局", "district": "甲区", "fiscal_year": 2024, "kind": "final_account", "source_file": "a.pdf"}
# One red dot.
PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
TABLE = (
    '<table><thead><tr><th>项目</th><th class="number">差额<br>（万元）</th></tr></thead><tbody>'
    '<tr><td>甲 &lt;b&gt;</td><td class="number" title="第12行">0.00<sup>※</sup><sup class="source">1</sup></td></tr>'
    '</tbody></table><p class="source" style="display:none">出处：1 第12行</p>'
)


def shown(data: dict[str, str], **metadata: object) -> nbformat.NotebookNode:
    output = nbformat.v4.new_output("display_data", data, metadata=metadata)
    return nbformat.v4.new_code_cell("hidden = 1", outputs=[output])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A document's folder with one executed notebook."""
    about = nbformat.v4.new_markdown_cell("## 参数 / Parameters", metadata={"tags": ["about-code"]})
    key = shown({"text/html": "<p>执行了85.0%。</p>", "text/plain": "执行了85.0%。"})
    key.metadata["tags"] = ["key"]
    cells = [
        nbformat.v4.new_markdown_cell("# 执行得怎样？ / How was it executed?\n\n看**差额**。\n\nLook at the gap."),
        about,
        key,
        shown({"text/html": TABLE}),
        shown({"image/png": PNG}, **{"image/png": {"alt": "图: 差额"}}),
    ]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), tmp_path / "project_execution.ipynb")
    return tmp_path


def test_a_dossier_in_word_has_headings_key_sentences_tables_and_figures(folder: Path) -> None:
    made = word.write(FACTS, folder, list(folder.glob("*.ipynb")), "zh", ["错误（第3行）：不符"])
    assert made == folder / "dossier.docx"
    document = Document(str(made))
    texts = [(one.style.name, one.text) for one in document.paragraphs if one.text]
    assert texts[0] == ("Title", "甲局2024年决算分析")
    assert ("List Bullet", "执行了85.0%。") in texts
    assert ("Heading 1", "最重要的疑点") in texts and ("List Number", "错误（第3行）：不符") in texts
    assert ("Heading 1", "执行得怎样？") in texts and ("Normal", "看差额。") in texts
    assert not any("Parameters" in text or "hidden" in text or "Look" in text for _, text in texts)
    (table,) = document.tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["项目", "差额\n（万元）"],
        ["甲 <b>", "0.00※ 1"],
    ]
    runs = table.rows[1].cells[1].paragraphs[0].runs
    assert [(run.text, bool(run.font.superscript)) for run in runs] == [("0.00", False), ("※", True), (" 1", True)]
    assert ("Normal", "出处：1 第12行") in texts
    (figure,) = document.inline_shapes
    assert figure._inline.docPr.get("descr") == "图: 差额"


def test_columns_of_a_full_page_are_as_wide_as_their_longest_word() -> None:
    head = "<tr><th>code</th><th>budget item</th><th>in-year<br>adjustment<br>(CNY 10 000)</th><th>completion rate</th></tr>"
    row = f"<tr><td>2080704</td><td>{'social insurance subsidies ' * 9}</td><td>12,047.75</td><td>153.1%</td></tr>"
    made = Document().add_table(rows=2, cols=4)
    word._widths(made, [one.xpath("./th|./td") for one in html.fromstring(f"<table>{head}{row}</table>").iter("tr")])
    code, item, adjustment, rate = (column.width.cm for column in made.columns)
    assert code > 7 * word.SIGN_CM and adjustment > 10 * word.SIGN_CM and rate > 10 * word.SIGN_CM
    assert item > 2 * rate and code + item + adjustment + rate == pytest.approx(word.PAGE_CM, abs=0.01)


def test_without_a_notebook_there_is_no_dossier(tmp_path: Path) -> None:
    assert word.write(FACTS, tmp_path, [], "zh") is None

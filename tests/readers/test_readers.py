"""Word files, Excel files and web pages as lines: what a reader of the file sees, in its order, and nothing else."""

import base64
import zipfile
from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.drawing.image import Image as Picture
from openpyxl.styles import Font, PatternFill
from PIL import Image

from jianghan_lib.base.errors import JianghanError
from jianghan_lib.readers import read
from jianghan_lib.readers.blocks import Line
from jianghan_lib.readers.numbering import write_number
from jianghan_lib.readers.shown import shown

Word = Callable[[docx.document.Document], None]


def lines_of(data: bytes, folder: Path, name: str = "file") -> tuple[Line, ...]:
    path = folder / name
    path.write_bytes(data)
    return read(path).lines


def shape(lines: tuple[Line, ...]) -> list[str | tuple[str, ...]]:
    """Lines as a test writes them: the cells of a row, or the text."""
    return [line.cells or line.text for line in lines]


def word(fill: Word) -> bytes:
    document, file = docx.Document(), BytesIO()
    fill(document)
    document.save(file)
    return file.getvalue()


def paragraph(document: docx.document.Document, xml: str) -> None:
    document.element.body.insert_element_before(parse_xml(f"<w:p {nsdecls('w')}>{xml}</w:p>"), "w:sectPr")


def book(fill: Callable[[Workbook], None]) -> bytes:
    workbook, file = Workbook(), BytesIO()
    fill(workbook)
    workbook.save(file)
    return file.getvalue()


def patched(data: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """A package with one part changed."""
    file = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(data)) as old,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new,
    ):
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
    return file.getvalue()


PAGE = """<!DOCTYPE html><html><head><title>标题</title><style>p {color: red}</style></head><body>
<script>document.write("1,234.56")</script><noscript>请启用脚本</noscript>
<h1>甲局2024年度<br>部门决算</h1><p>第一段，<b>共</b> 12.5
万元。</p><p style="display:none">看不见</p><div>第二段<div>第三段</div>尾</div>
<table><tr><td>左栏</td><td><p>前</p><table>
<caption>支出决算表</caption>
<tr><th colspan="2" rowspan="2">项目</th><th colspan="2">本年支出</th></tr>
<tr><th>合计</th><th>其中：<br>项目</th></tr>
<tr><td>208</td><td>社会保障<br>和就业</td><td align=right>1,234.50</td><td>&nbsp;</td></tr>
<tr><td colspan="4">注：本表为样张。</td></tr></table></td></tr></table>
<p><input type="checkbox" checked>一次性 <input type="checkbox">经常性 <input value="搜索"></p>
</body></html>"""


def test_a_web_page_gives_what_is_seen(tmp_path: Path) -> None:
    lines = lines_of(PAGE.encode(), tmp_path)
    assert shape(lines) == [
        "甲局2024年度",
        "部门决算",
        "第一段，共 12.5 万元。",
        "第二段",
        "第三段",
        "尾",
        "左栏",
        "前",
        "支出决算表",
        ("项目", "", "本年支出", ""),
        ("", "", "合计", "其中：项目"),
        ("208", "社会保障和就业", "1,234.50", ""),
        "注：本表为样张。",
        "☑一次性 □经常性",
    ]
    assert [line.number for line in lines] == list(range(1, 15))
    assert lines[9].spans == ((2, 2), (0, 0), (2, 1), (0, 0))


@pytest.mark.parametrize("encoding", ["gb2312", "gb18030", "utf-8", "utf-8-sig", "utf-16"])
def test_a_web_page_is_read_as_it_declares_whatever_its_name(encoding: str, tmp_path: Path) -> None:
    page = f'<html><head><meta charset="{encoding}"></head><body><p>甲局 1 万元</p></body></html>'
    assert shape(lines_of(page.encode(encoding), tmp_path, "表.xls")) == ["甲局 1 万元"]


def test_a_page_that_declares_the_wrong_encoding_is_read_as_what_it_is(tmp_path: Path) -> None:
    page = '<html><head><meta charset="utf-8"></head><body><p>甲局镕</p></body></html>'
    assert shape(lines_of(page.encode("gb18030"), tmp_path)) == ["甲局镕"]


def test_a_page_saved_as_one_file_is_read(tmp_path: Path) -> None:
    page = base64.encodebytes("<html><body><p>甲局</p></body></html>".encode("gb18030")).decode()
    archive = f"""MIME-Version: 1.0
Content-Type: multipart/related; boundary="x"

--x
Content-Type: text/html; charset="gb2312"
Content-Transfer-Encoding: base64

{page}
--x--
"""
    assert shape(lines_of(archive.encode(), tmp_path, "表.doc")) == ["甲局"]


def test_two_figures_in_one_cell_never_become_one(tmp_path: Path) -> None:
    page = "<html><body><table><tr><td>100<br>200</td><td>3<br>.5</td></tr></table></body></html>"
    assert shape(lines_of(page.encode(), tmp_path)) == [("100 | 200", "3 .5")]


def test_a_word_file_gives_paragraphs_tables_and_boxes_in_order(tmp_path: Path) -> None:
    def fill(document: docx.document.Document) -> None:
        document.add_heading("甲局2024年度部门决算", 1)
        table = document.add_table(3, 3)
        table.cell(0, 0).merge(table.cell(1, 0)).text = "科目"
        table.cell(0, 1).merge(table.cell(0, 2)).text = "支出"
        table.cell(1, 1).text, table.cell(1, 2).text = "基本", "项目"
        table.cell(2, 0).text, table.cell(2, 2).text = "2080101", "5.00"
        table.cell(2, 1).paragraphs[0].text = "行政"
        table.cell(2, 1).add_paragraph("运行")
        outer = document.add_table(1, 2)
        outer.cell(0, 0).text = "绩效"
        inner = outer.cell(0, 1).add_table(1, 2)
        inner.cell(0, 0).text, inner.cell(0, 1).text = "目标", "95%"
        document.add_paragraph("最后一段")

    assert shape(lines_of(word(fill), tmp_path)) == [
        "甲局2024年度部门决算",
        ("科目", "支出", ""),
        ("", "基本", "项目"),
        ("2080101", "行政运行", "5.00"),
        "绩效",
        ("目标", "95%"),
        "最后一段",
    ]


def test_a_word_file_gives_what_is_printed_of_a_paragraph(tmp_path: Path) -> None:
    run = "<w:r><w:t>{}</w:t></w:r>"

    def fill(document: docx.document.Document) -> None:
        paragraph(document, f"<w:ins>{run.format('增加')}</w:ins><w:del><w:r><w:delText>减少</w:delText></w:r></w:del>")
        paragraph(document, f"<w:hyperlink>{run.format('链接')}</w:hyperlink><w:r><w:br/><w:t>新行</w:t></w:r>")
        paragraph(document, "<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r>" + run.format("可见"))
        paragraph(document, '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:t>是</w:t><w:sym w:char="F0A8"/></w:r>')
        box = "<w:ffData><w:checkBox><w:checked/></w:checkBox></w:ffData>"
        paragraph(document, f'<w:r><w:fldChar w:fldCharType="begin">{box}</w:fldChar><w:t>常年</w:t></w:r>')
        paragraph(document, f"<w:sdt><w:sdtContent>{run.format('控件')}</w:sdtContent></w:sdt>")
        paragraph(document, f"<w:moveFrom>{run.format('移走')}</w:moveFrom>")

        white = "<w:r><w:rPr>{}<w:color w:val='FFFFFF'/></w:rPr><w:t>{}</w:t></w:r>"
        paragraph(document, white.format("", "99.99") + white.format("<w:shd w:val='clear' w:fill='1F4E79'/>", "蓝底"))
        paragraph(document, f"<w:pPr><w:shd w:val='clear' w:fill='C00000'/></w:pPr>{white.format('', '红底')}")

    printed = ["增加", "链接", "新行", "可见", "☑是□", "☑常年", "控件", "蓝底", "红底"]
    assert shape(lines_of(word(fill), tmp_path)) == printed


def test_numbers_that_word_puts_before_paragraphs_are_text(tmp_path: Path) -> None:
    level = '<w:lvl w:ilvl="{}"><w:start w:val="1"/><w:numFmt w:val="{}"/><w:lvlText w:val="{}"/></w:lvl>'
    levels = level.format(0, "chineseCounting", "%1、") + level.format(1, "decimal", "（%1.%2）")

    def fill(document: docx.document.Document) -> None:
        numbering = document.part.numbering_part.element
        numbering.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">{levels}</w:abstractNum>'))
        numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
        for place, text in ((0, "收入"), (1, "甲"), (1, "乙"), (0, "支出"), (1, "丙")):
            own = f'<w:pPr><w:numPr><w:ilvl w:val="{place}"/><w:numId w:val="77"/></w:numPr></w:pPr>'
            paragraph(document, f"{own}<w:r><w:t>{text}</w:t></w:r>")

    assert shape(lines_of(word(fill), tmp_path)) == ["一、收入", "（一.1）甲", "（一.2）乙", "二、支出", "（二.1）丙"]


@pytest.mark.parametrize(
    ("number", "form", "text"),
    [
        (10, "chineseCounting", "十"),
        (21, "japaneseCounting", "二十一"),
        (3, "decimalEnclosedCircleChinese", "③"),
        (12, "decimalFullWidth", "１２"),
        (2, "upperLetter", "B"),
        (7, "unheardOf", "7"),
    ],
)
def test_the_formats_of_numbers(number: int, form: str, text: str) -> None:
    assert write_number(number, form) == text


def test_pictures_are_named_because_they_are_not_read(tmp_path: Path) -> None:
    picture = b"\x89PNG\r\n\x1a\n" + bytes.fromhex(
        "0000000d49484452000000010000000108060000001f15c4890000000a49444154789c6300010000050001"
        "0d0a2db40000000049454e44ae426082"
    )
    path = tmp_path / "file.docx"

    def fill(document: docx.document.Document) -> None:
        document.add_paragraph("甲局2024年度部门决算")
        document.add_picture(BytesIO(picture))

    path.write_bytes(word(fill))
    assert [(one.rule, one.printed) for one in read(path).problems] == [("picture_unread", "1")]
    path.write_bytes(word(lambda document: document.add_picture(BytesIO(picture))))
    with pytest.raises(JianghanError, match=r"file\.docx: holds only pictures of pages, no text: save it as PDF"):
        read(path)


def test_a_workbook_of_pictures_says_so(tmp_path: Path) -> None:
    file = BytesIO()
    Image.new("L", (60, 80), 255).save(file, "PNG")
    path = tmp_path / "file.xlsx"
    path.write_bytes(book(lambda workbook: workbook.active.add_image(Picture(file), "A1")))
    with pytest.raises(JianghanError, match=r"file\.xlsx: holds only pictures of pages"):
        read(path)


def test_an_excel_file_gives_what_its_cells_show(tmp_path: Path) -> None:
    def fill(workbook: Workbook) -> None:
        sheet = workbook.active
        sheet.title = "收入支出决算总表"
        sheet["B2"] = "部门：甲局"
        sheet["E2"] = "单位：万元"
        sheet["B3"], sheet["C3"], sheet["D3"] = "科目\n编码", "名称", "金额"
        sheet.merge_cells("D3:E3")
        sheet["B4"], sheet["C4"], sheet["D4"], sheet["E4"] = 2080101, "行政运行", 1234.5, 0.1 + 0.2
        sheet["D4"].number_format = "#,##0.00"
        sheet["B5"], sheet["D5"] = "合计", "=SUM(D4:D4)"
        sheet["B9"] = "说明：无"
        hidden = workbook.create_sheet("底稿")
        hidden["A1"], hidden["B1"], hidden.sheet_state = "草稿", 9, "hidden"
        workbook.create_sheet("情况说明")["A1"] = "第一段\n第二段"

    path = tmp_path / "book.xlsx"
    path.write_bytes(book(fill))
    source = read(path)
    lines = source.lines
    assert [(one.rule, one.where, one.printed) for one in source.problems] == [("cells_hidden", "底稿", "2")]
    assert shape(lines) == [
        "收入支出决算总表",
        ("部门：甲局", "", "", "单位：万元"),
        ("科目编码", "名称", "金额", ""),
        ("2080101", "行政运行", "1,234.50", "0.3"),
        ("合计", "", "=SUM(D4:D4)", ""),
        "说明：无",
        "第一段",
        "第二段",
    ]
    assert [line.page for line in lines] == [1] * 6 + [3] * 2
    assert [line.box for line in lines[:3]] == ["收入支出决算总表", "收入支出决算总表!B2:E2", "收入支出决算总表!B3:D3"]
    assert lines[2].spans == ((1, 1), (1, 1), (2, 1), (0, 0))


def test_hidden_rows_and_columns_are_not_read_and_named(tmp_path: Path) -> None:
    def fill(workbook: Workbook) -> None:
        for row in (("名称", "旧数", "金额"), ("甲", 1, 2), ("乙", 3, 4), ("丙", 5, 6)):
            workbook.active.append(row)
        workbook.active.row_dimensions[3].hidden = True
        workbook.active.column_dimensions["B"].hidden = True
        workbook.active.append(("白字", None, 7))
        workbook.active.append(("蓝底白字", None, 8))
        for cell in (*workbook.active[5], *workbook.active[6]):
            cell.font = Font(color="FFFFFF")
        for cell in workbook.active[6]:
            cell.fill = PatternFill("solid", fgColor="1F4E79")

    path = tmp_path / "book.xlsx"
    path.write_bytes(book(fill))
    source = read(path)
    assert [tuple(filter(None, line.cells)) for line in source.lines[1:]] == [
        ("名称", "金额"),
        ("甲", "2"),
        ("丙", "6"),
        ("蓝底白字", "8"),
    ]
    assert [(one.rule, one.where, one.printed) for one in source.problems] == [("cells_hidden", "Sheet", "8")]


def test_a_table_with_an_empty_row_in_it_stays_one_table(tmp_path: Path) -> None:
    def fill(workbook: Workbook) -> None:
        for number, row in enumerate(
            [["项目", "", "项目"], ["一、甲", 1, "一、乙"], [], ["", "", "二、丙"], ["总计", 1, "总计"]], 1
        ):
            for column, value in enumerate(row, 1):
                workbook.active.cell(number, column, value or None)

    path = tmp_path / "book.xlsx"
    path.write_bytes(book(fill))
    (grid,) = read(path).grids
    assert [row.cells for row in grid.rows] == [
        ("项目", "", "项目"),
        ("一、甲", "1", "一、乙"),
        ("", "", "二、丙"),
        ("总计", "1", "总计"),
    ]


@pytest.mark.parametrize(
    ("value", "pattern", "text"),
    [
        (1234.5, "General", "1234.5"),
        (2080101, "General", "2080101"),
        (1234.565, "#,##0.00", "1,234.57"),
        (-1234.5, "#,##0.00_ ", "-1,234.50"),
        (-1234.5, "#,##0.00;(#,##0.00)", "(1,234.50)"),
        (-5, "0.00_);[Red]\\(0.00\\)", "(5.00)"),
        (0, '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ ', "-"),
        (0, "0.00;-0.00;;@", ""),
        (0.8731, "0.0%", "87.3%"),
        (12.5, '0.00"万元"', "12.50万元"),
        (12.5, "￥#,##0.00", "￥12.50"),
        (-5, "0.00;[Red]0.00", "-5.00"),
        (-0.001, "0.00", "0.00"),
        (1e300, "0.00", "1E+300"),
        (7, "000", "007"),
        (0.5, "#.##", ".5"),
        (1234567, "0.00,", "1234567 [0.00,]"),
        (12345, "0!.0,", "12345 [0!.0,]"),
        (5, "[>100]0.0;0", "5 [[>100]0.0;0]"),
        (1.5, "0.0E+00", "1.5 [0.0E+00]"),
        (0.1 + 0.2, "General", "0.3"),
        (123456789.123456, "General", "123456789.1"),
        ("2080101", "0.00", "2080101"),
        (True, "General", "TRUE"),
        (datetime(2024, 9, 30), "yyyy-mm-dd", "2024-09-30"),
    ],
)
def test_what_a_cell_shows(value: object, pattern: str, text: str) -> None:
    assert shown(value, pattern) == text


# One row of a table in each format: a figure with the mark of a note, one that replaces another, one broken by nothing seen.
SEEN = ("招待费", "8", "63.72", "1,234.50")


def _as_page(cells: str, style: str = "") -> bytes:
    return f"<html><head><style>{style}</style></head><body><table><tr>{cells}</tr></table></body></html>".encode()


@pytest.mark.parametrize(
    "cells",
    [
        "<td>招待费<sup>注1</sup></td><td>8<sup>1</sup></td><td><s>99.99</s>63.72</td><td>1,23&#8203;4.50&#8207;</td>",
        '<td>招待费</td><td>8<span style="vertical-align: super">[2]</span></td>'
        '<td>63.72<span style="color:red; text-decoration: line-through">9</span></td><td>1,234.50&shy;</td>',
        '<td>招待费¹</td><td>8²</td><td>63.72</td><td class="x">7</td><td>1,234<b class="a off">9</b>.50</td>',
        '<td>招待费</td><td>8<i style="display:none">0</i></td><td>63.72<u style="font-size:0">1</u></td>'
        '<td>1,234.50<span style="COLOR: #FFF">7</span></td>',
    ],
    ids=["elements", "styles", "classes", "hidden"],
)
def test_a_web_page_is_read_as_it_is_seen(cells: str, tmp_path: Path) -> None:
    style = (
        "/* .off */ td.x, #y { border: 0; display: none } .off{visibility:hidden} @media print { td {display:none} }"
    )
    assert shape(lines_of(_as_page(cells, style), tmp_path)) == [SEEN]


def test_what_is_behind_units_and_words_of_other_scripts_stays(tmp_path: Path) -> None:
    page = (
        "<html><body><p>面积50m<sup>2</sup>，另5000米<sup>2</sup>，CO<sub>2</sub>，第4<sup>th</sup></p></body></html>"
    )
    assert shape(lines_of(page.encode(), tmp_path)) == ["面积50m²，另5000米²，CO2，第4th"]


def test_white_text_on_a_dark_ground_is_seen(tmp_path: Path) -> None:
    cells = '<td style="background:#036"><b style="color:#fff">项目</b></td><td bgcolor="navy" style="color:white">金额</td>'
    assert shape(lines_of(_as_page(cells), tmp_path)) == [("项目", "金额")]


@pytest.mark.parametrize(("span", "covered"), [("2;", 2), ("2px", 2), (" +2", 2), ("two", 1), ("-2", 1), ("", 1)])
def test_a_span_is_what_a_browser_makes_of_it(span: str, covered: int, tmp_path: Path) -> None:
    page = f'<html><body><table><tr><td colspan="{span}">收入</td><td>支出</td></tr><tr><td>1</td><td>2</td><td>3</td></tr></table></body></html>'
    assert lines_of(page.encode(), tmp_path)[0].cells == (
        ("收入", "", "支出") if covered == 2 else ("收入", "支出", "")
    )


def test_markdown_is_read_as_it_is_seen(tmp_path: Path) -> None:
    text = "|招待费[^1]|8<sup>1</sup>|~~99.99~~63.72|1,23\u200b4.50^2^|\n招待费\t8¹\t<del>9</del>63.72\t1,234.50\n"
    path = tmp_path / "some.md"
    path.write_text(text, encoding="utf-8")
    source = read(path)
    assert [line.cells for line in source.lines[:2]] == [SEEN, SEEN]
    assert [(one.rule, one.printed, one.line) for one in source.problems] == [
        ("text_struck", "99.99", 1),
        ("text_struck", "9", 2),
    ]


def test_a_word_file_is_read_as_it_is_seen(tmp_path: Path) -> None:
    def fill(document: docx.document.Document) -> None:
        cells = document.add_table(1, 4).rows[0].cells
        for cell, text in zip(cells, ("招待费", "8", "", "1,23\u200b4.50"), strict=True):
            cell.text = text
        cells[1].paragraphs[0].add_run("1").font.superscript = True
        for text, font in (("99.99", "strike"), ("63.72", ""), ("9", "double_strike")):
            run = cells[2].paragraphs[0].add_run(text)
            if font:
                setattr(run.font, font, True)

    path = tmp_path / "some.docx"
    path.write_bytes(word(fill))
    source = read(path)
    assert shape(source.lines) == [SEEN]
    assert [(one.rule, one.printed, one.line) for one in source.problems] == [("text_struck", "99.99、9", 1)]


def test_a_sheet_is_read_as_it_is_seen(tmp_path: Path) -> None:
    def fill(workbook: Workbook) -> None:
        sheet = workbook.active
        sheet.append(
            ("招待费", CellRichText("8", TextBlock(InlineFont(vertAlign="superscript"), "1")), "", "1,23\u200b4.50")
        )
        sheet["C1"] = CellRichText(TextBlock(InlineFont(strike=True), "99.99"), "63.72")
        sheet.append(("甲", 7, 8, 9))
        sheet["B2"].font = Font(strike=True)

    path = tmp_path / "some.xlsx"
    path.write_bytes(book(fill))
    source = read(path)
    assert [line.cells for line in source.lines if line.is_row] == [SEEN, ("甲", "", "8", "9")]
    assert [(one.rule, one.printed) for one in source.problems] == [("text_struck", "99.99"), ("text_struck", "7")]


def test_codes_in_cells_of_dates_are_named(tmp_path: Path) -> None:
    def fill(workbook: Workbook) -> None:
        for row in (
            ("编码", "名称", "日期"),
            (20103, "甲", datetime(2024, 9, 30)),
            (2010350, "乙", datetime(2024, 10, 1)),
        ):
            workbook.active.append(row)
        for cell in ("A2", "A3"):
            workbook.active[cell].number_format = "yyyy/m/d"

    path = tmp_path / "some.xlsx"
    path.write_bytes(book(fill))
    assert [(one.rule, one.where, one.printed, one.line) for one in read(path).problems] == [
        ("code_as_date", "Sheet", "2", 1)
    ]

"""The dossier of a document as a Word file: key sentences, then each notebook's texts, tables and figures, all native."""

import base64
import re
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jianghan_lib.base.text import width
from jianghan_lib.base.writing import write_whole
from jianghan_lib.reports import dossier, pages
from jianghan_lib.reports.workbook import undated

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

FILE = "dossier.docx"
# What marks words in markdown; the words themselves stay.
MARKS = re.compile(r"\*\*|`|\[|\]\([^)]*\)")
MARGIN_CM, FIGURE_CM, PAGE_CM = 2.0, 16.0, 17.0
# How wide a sign in a cell is, and what stands beside it.
SIGN_CM, PADDING_CM = 0.19, 0.45
# How many signs of Chinese (in a heading half of them) and of another word are not broken, and for how many at most a column asks.
UNBROKEN, LONGEST, MOST = 8, 16, 160
BODY_POINTS, CELL_POINTS, SOURCE_POINTS = 10.5, 8, 7.5
# Word takes the Chinese signs from a font that it is named apart.
FONT, CHINESE_FONT = "Calibri", "宋体"


def write(
    facts: Mapping[str, Any], folder: Path, notebooks: Sequence[Path], lang: str, findings: Sequence[str] = ()
) -> Path | None:
    """A row of `documents`, the folder of its reports, those that were executed, findings to know first -> `dossier.docx` in it; None where there are none."""
    import nbformat

    notebooks = dossier.in_order(notebooks)
    if not notebooks:
        return None
    chapters = {pages.title(path, lang): nbformat.read(path, as_version=4).cells for path in notebooks}
    word = _document(dossier.title_of(facts, lang))
    word.add_heading(dossier.title_of(facts, lang), 0)
    word.add_paragraph(pages.facts_line(facts, lang))
    word.add_paragraph(pages.LABELS[lang]["signs_printed"])
    _key_sentences(word, chapters, lang)
    if findings:
        word.add_heading(pages.LABELS[lang]["gravest"], 1)
        for text in findings:
            word.add_paragraph(text, style="List Number")
    for number, cells in enumerate(chapters.values()):
        for cell in pages.in_language(cells, lang):
            if number == 0 or cell.get("id") not in dossier.ABOUT_DOCUMENT:
                _cell(word, cell)
    made = BytesIO()
    word.save(made)
    write_whole(folder / FILE, undated(made))
    return folder / FILE


def _document(running: str) -> "Document":
    """An empty A4 document with page numbers and a line over each page, whose styles know a Chinese font."""
    from docx import Document
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt

    word = Document()
    section = word.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(MARGIN_CM)
    for style in (one for one in word.styles if getattr(one, "font", None) is not None):
        style.font.name = FONT
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), CHINESE_FONT)
    word.styles["Normal"].font.size = Pt(BODY_POINTS)
    section.header.paragraphs[0].text = running
    _page_number(section.footer.paragraphs[0])
    return word


def _page_number(paragraph: "Paragraph") -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)


def _key_sentences(word: "Document", chapters: Mapping[str, Sequence[Any]], lang: str) -> None:
    word.add_heading(pages.LABELS[lang]["key_sentences"], 1)
    for name, cells in chapters.items():
        if texts := pages.key_sentences(cells):
            word.add_paragraph().add_run(name).bold = True
            for text in texts:
                word.add_paragraph(text, style="List Bullet")


def _cell(word: "Document", cell: Mapping[str, Any]) -> None:
    """A cell of a notebook: its text, or what it shows."""
    if cell["cell_type"] == "markdown":
        _markdown(word, cell["source"])
    for output in cell.get("outputs", []):
        data = output.get("data", {})
        if "image/png" in data:
            _figure(word, data["image/png"], output["metadata"].get("image/png", {}).get("alt", ""))
        elif "text/html" in data:
            _html(word, "".join(data["text/html"]))


def _markdown(word: "Document", text: str) -> None:
    for block in filter(None, (part.strip() for part in re.split(r"\n\s*\n", text))):
        for line in block.split("\n") if block.startswith(("#", "- ", "|")) else [block.replace("\n", "")]:
            plain = MARKS.sub("", line)
            if heading := re.match(r"(#+) ", plain):
                word.add_heading(plain[heading.end() :], len(heading[1]))
            else:
                word.add_paragraph(plain.removeprefix("- "), style="List Bullet" if line.startswith("- ") else None)


def _figure(word: "Document", encoded: str, alt: str) -> None:
    from docx.shared import Cm

    picture = word.add_picture(BytesIO(base64.b64decode(encoded)), width=Cm(FIGURE_CM))
    picture._inline.docPr.set("descr", alt)


def _html(word: "Document", html: str) -> None:
    """The paragraphs, lists and tables of an output."""
    from lxml import html as parser

    for part in parser.fragment_fromstring(html, create_parent="div"):
        if part.tag == "table":
            _table(word, part)
        elif part.tag in ("ul", "ol"):
            for item in part.iter("li"):
                word.add_paragraph(item.text_content(), style="List Bullet")
        elif isinstance(part.tag, str):
            _paragraph(word.add_paragraph(), part, SOURCE_POINTS if _is_source(part) else BODY_POINTS)


def _table(word: "Document", table: Any) -> None:
    """A native table, its head repeated on each page."""
    from docx.oxml import OxmlElement
    from docx.shared import Pt

    rows = [row.xpath("./th|./td") for row in table.iter("tr")]
    width = max(map(len, rows), default=0)
    if not width:
        return
    made = word.add_table(rows=len(rows), cols=width, style="Light Grid Accent 1")
    for row, cells in zip(made.rows, rows, strict=True):
        for target, cell in zip(row.cells, cells, strict=False):
            _paragraph(target.paragraphs[0], cell, CELL_POINTS, is_number="number" in cell.get("class", ""))
    _widths(made, rows)
    made.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    # Tables without a paragraph between them are one to Word.
    word.add_paragraph().paragraph_format.line_spacing = Pt(CELL_POINTS)


def _widths(made: Any, rows: Sequence[Sequence[Any]]) -> None:
    """Columns as wide as their longest text asks, where the page is too narrow at least as their longest word."""
    from docx.shared import Cm

    made.autofit = False
    columns = list(zip_longest(*rows))
    least, asked = ([PADDING_CM + SIGN_CM * max(map(count, one)) for one in columns] for count in (_word, _text))
    spare, wanted = PAGE_CM - sum(least), sum(asked) - sum(least)
    if spare < 0:
        widths = [Cm(one * PAGE_CM / sum(least)) for one in least]
    else:
        share = min(1, spare / wanted) if wanted else 0
        widths = [Cm(one + share * (more - one)) for one, more in zip(least, asked, strict=True)]
    for column, wide in zip(made.columns, widths, strict=True):
        column.width = wide
    for row in made.rows:
        for cell, wide in zip(row._tr.tc_lst, widths, strict=True):
            cell.width = wide


def _word(cell: Any) -> int:
    """How many signs of a cell stand on one line at least: its longest word, of Chinese and of lists of codes not all."""
    words = "".join(text for text, _ in _runs(cell)).split() if cell is not None else []
    chinese = UNBROKEN // 2 if cell is not None and cell.tag == "th" else UNBROKEN
    return max((min(width(one), chinese if width(one) > len(one) else LONGEST) for one in words), default=0)


def _text(cell: Any) -> int:
    """How many signs of a cell stand on one line at most; a heading is broken into two."""
    lines = "".join(text for text, _ in _runs(cell)).split("\n") if cell is not None else [""]
    longest = max(map(width, lines))
    return max(_word(cell), min(longest // 2 if cell is not None and cell.tag == "th" else longest, MOST))


def _paragraph(paragraph: "Paragraph", element: Any, points: float, is_number: bool = False) -> None:
    """The words of an element, what is raised in it raised here too; figures to the right."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    for text, is_raised in _runs(element):
        run = paragraph.add_run(text)
        run.font.size, run.font.superscript = Pt(points), is_raised or None
    if is_number:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _runs(element: Any, is_raised: bool = False) -> Iterator[tuple[str, bool]]:
    """The texts of an element in order; a mark of a source is set apart from the figure before it."""
    if element.text:
        yield (f" {element.text}" if element.tag == "sup" and _is_source(element) else element.text), is_raised
    for child in element:
        if child.tag == "br":
            yield "\n", is_raised
        else:
            yield from _runs(child, is_raised or child.tag == "sup")
        if child.tail:
            yield child.tail, is_raised


def _is_source(element: Any) -> bool:
    return "source" in element.get("class", "")

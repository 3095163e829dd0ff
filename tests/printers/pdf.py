"""Pages of the document by reportlab: wrapped paragraphs, ruled tables that run over pages, page numbers."""

from collections.abc import Sequence
from functools import cache
from html import escape
from io import BytesIO

from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, Spacer
from reportlab.platypus import Paragraph as Text
from reportlab.platypus import Table as Ruled

from jianghan_lib import style

from .blocks import Block, Table

NAME = "NotoSansSC"
MARGIN = 40
PAGE = landscape(A4)
WIDTH = PAGE[0] - 2 * MARGIN - 12
SIZE, SMALL = 11, 7


@cache
def _styles() -> tuple[ParagraphStyle, ParagraphStyle]:
    """The styles of paragraphs and of cells; the font is registered once."""
    pdfmetrics.registerFont(TTFont(NAME, str(style.font_file())))
    body = ParagraphStyle("body", fontName=NAME, fontSize=SIZE, leading=SIZE * 1.6, wordWrap="CJK")
    return body, ParagraphStyle("cell", body, fontSize=SMALL, leading=SMALL * 1.3)


def print_pages(found: Sequence[Block]) -> bytes:
    """Blocks -> the bytes of a PDF."""
    file = BytesIO()
    frame = Frame(MARGIN, MARGIN, PAGE[0] - 2 * MARGIN, PAGE[1] - 2 * MARGIN)
    document = BaseDocTemplate(file, pagesize=PAGE, invariant=1)
    document.addPageTemplates([PageTemplate(frames=[frame], onPage=_numbered)])
    document.build([part for block in found for part in _block(block)])
    return file.getvalue()


def _numbered(canvas: Canvas, document: BaseDocTemplate) -> None:
    canvas.setFont(NAME, SMALL)
    canvas.drawCentredString(PAGE[0] / 2, MARGIN / 2, f"- {document.page} -")


def _block(block: Block) -> list[Flowable]:
    body, _ = _styles()
    if isinstance(block, Table):
        return [_table(block), Spacer(1, SIZE)]
    return [Text(_drawn(block.text), body)]


def _drawn(text: str) -> str:
    """Text in the signs that the font has."""
    return escape(text.replace("☑", "√"))


def _table(table: Table) -> Ruled:
    _, small = _styles()
    body = [["" for _ in range(table.width)] for _ in range(table.height)]
    spans = []
    for cell in table.cells:
        body[cell.row][cell.column] = Text(_drawn(cell.text), small) if cell.text else ""
        last = (cell.column + cell.columns - 1, cell.row + cell.rows - 1)
        spans.append(("SPAN", (cell.column, cell.row), last))
    widths = _widths(table)
    rules = [("GRID", (0, 0), (-1, -1), 0.5, "black"), ("LEFTPADDING", (0, 0), (-1, -1), 2)]
    rules.append(("RIGHTPADDING", (0, 0), (-1, -1), SMALL + 1))  # a closing bracket may stand beyond the line's end
    return Ruled(body, widths, style=[*rules, *spans], repeatRows=table.header)


def _widths(table: Table) -> list[float]:
    """Columns as wide as their longest text asks, within the page."""
    wanted = [24.0] * table.width
    for cell in table.cells:
        if cell.columns == 1:
            wanted[cell.column] = max(wanted[cell.column], min(len(cell.text), 16) * SMALL + 12)
    scale = min(WIDTH / sum(wanted), 1.6)
    return [width * scale for width in wanted]

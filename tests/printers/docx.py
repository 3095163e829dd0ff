"""A Word file of the document: headings, paragraphs in runs, tables with merged cells, one heading in a text box."""

from collections.abc import Sequence
from io import BytesIO

import docx
from docx.oxml import parse_xml

from .blocks import Block, Paragraph, Table

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml"'
)
BOX = (
    f"<w:p {NAMESPACES}><w:r><w:pict><v:shape><v:textbox><w:txbxContent><w:p><w:r><w:t>{{}}</w:t></w:r></w:p>"
    "</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
)


def print_document(found: Sequence[Block]) -> bytes:
    """Blocks -> the bytes of a Word file."""
    document = docx.Document()
    boxed = False
    for block in found:
        if isinstance(block, Table):
            _table(document, block)
        elif block.level and not boxed:
            boxed = True
            document.element.body.insert_element_before(parse_xml(BOX.format(block.text)), "w:sectPr")
        else:
            _paragraph(document, block)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _paragraph(document: docx.document.Document, block: Paragraph) -> None:
    paragraph = document.add_paragraph(style=f"Heading {min(block.level, 3)}" if block.level else None)
    half = len(block.text) // 2
    paragraph.add_run(block.text[:half]).bold = True
    paragraph.add_run(block.text[half:])


def _table(document: docx.document.Document, table: Table) -> None:
    made = document.add_table(table.height, table.width, "Table Grid")
    places = [list(row.cells) for row in made.rows]
    for cell in table.cells:
        place = places[cell.row][cell.column]
        if cell.columns > 1 or cell.rows > 1:
            place = place.merge(places[cell.row + cell.rows - 1][cell.column + cell.columns - 1])
        if cell.text:
            place.text = cell.text
    document.add_paragraph()

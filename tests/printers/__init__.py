"""The formats in which an invented document may be printed: the same blocks, as a file that programs open."""

from collections.abc import Callable, Sequence

from jianghan_lib.specimens.paper import Printed

from . import docx, html, pdf, xlsx
from .blocks import Block, blocks, captioned

PRINTERS: dict[str, Callable[[Sequence[Block]], bytes]] = {
    "html": html.print_page,
    "docx": docx.print_document,
    "xlsx": xlsx.print_workbook,
    "pdf": pdf.print_pages,
}


def print_as(form: str, printed: Printed, *, captions_inside: bool = False) -> bytes:
    """A printed text -> the bytes of a file; captions stand above the tables, or in their first rows."""
    found = blocks(printed)
    return PRINTERS[form](captioned(found) if captions_inside else found)

"""The formats in which an invented document may be printed: the same lines, as a file that programs open."""

from collections.abc import Callable

from jianghan_lib.specimens.paper import Printed

from . import docx, html, pdf, xlsx

PRINTERS: dict[str, Callable[[Printed], bytes]] = {
    "html": html.print_page,
    "docx": docx.print_document,
    "xlsx": xlsx.print_workbook,
    "pdf": pdf.print_pages,
}

"""Readers: one file of a document -> lines and grids with positions. One module for each file format."""

from pathlib import Path

from jianghan_lib.base.errors import JianghanError
from jianghan_lib.readers import html, refused
from jianghan_lib.readers.blocks import Format, Grid, Line, Source, joined
from jianghan_lib.readers.package import EXCEL, WORD, holds

__all__ = ["ENDINGS", "Grid", "Line", "Source", "joined", "read"]

# Asked in this order which of them a file is; text takes what no other recognises.
FORMATS = (
    Format(lambda data: b"%PDF-" in data[:1024] or data[:1024].lstrip().startswith(b"%PDF"), "pdf", ".pdf"),
    Format(lambda data: holds(data, WORD), "docx", ".docx"),
    Format(lambda data: holds(data, EXCEL), "xlsx", ".xlsx"),
    Format(refused.is_refused, "refused", ".doc .wps .xls .xlsb .et .rtf .ofd .odt .ods"),
    Format(lambda data: html.is_archive(data) or html.is_html(data), "html", ".html .htm .mht .mhtml"),
    Format(lambda data: True, "text", ".txt .md"),
)
# What may be a document; what a file is, is then told by its content.
ENDINGS = frozenset(" ".join(one.endings for one in FORMATS).split())
LARGEST = 64 * 2**20


def read(path: Path) -> Source:
    """A file -> its lines; which reader is chosen by what the file holds. One-line errors for what cannot be read."""
    if not path.is_file():
        raise JianghanError(f"{path}: no such file: give the path of a document")
    if path.stat().st_size > LARGEST:
        raise JianghanError(f"{path.name}: is larger than {LARGEST >> 20} MiB: give the text of one disclosure")
    data = path.read_bytes()
    if not data.strip():
        raise JianghanError(f"{path.name}: is empty: give the text of one disclosure")
    source = next(one for one in FORMATS if one.recognises(data)).read(path.name, data)
    if not source.lines:
        raise JianghanError(f"{path.name}: shows no text: is the file whole?")
    return source

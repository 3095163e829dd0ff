"""Readers: one file of a document -> lines and grids with positions. One module for each file format."""

from pathlib import Path

from jianghan_lib.base.errors import JianghanError
from jianghan_lib.readers import html, refused
from jianghan_lib.readers.blocks import Format, Grid, Line, Source, joined
from jianghan_lib.readers.package import EXCEL, WORD, holds

__all__ = ["Grid", "Line", "Source", "joined", "read"]

# Asked in this order which of them a file is; text takes what no other recognises.
FORMATS = (
    Format(lambda data: b"%PDF-" in data[:1024] or data[:1024].lstrip().startswith(b"%PDF"), "pdf"),
    Format(lambda data: holds(data, WORD), "docx"),
    Format(lambda data: holds(data, EXCEL), "xlsx"),
    Format(refused.is_refused, "refused"),
    Format(lambda data: html.is_archive(data) or html.is_html(data), "html"),
    Format(lambda data: True, "text"),
)
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

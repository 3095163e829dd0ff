"""Readers: one file of a document -> lines and grids with positions."""

from pathlib import Path

from jianghan_lib.errors import JianghanError
from jianghan_lib.readers.blocks import Grid, Line, Source
from jianghan_lib.readers.text import read_text

__all__ = ["Grid", "Line", "Source", "read"]


def read(path: Path) -> Source:
    """A file -> its lines; which reader is chosen by what the file holds. One-line errors for what cannot be read."""
    if not path.is_file():
        raise JianghanError(f"{path}: no such file: give the path of a document")
    return read_text(path)

"""What tests need of the whole way: a text -> raw records -> processed rows, without files of the project."""

from pathlib import Path
from typing import Any

from jianghan_lib.forms.records import Raw
from jianghan_lib.pipeline.build import build_document
from jianghan_lib.pipeline.ingest import read_document
from jianghan_lib.readers import read


def raw_of(text: str, folder: Path) -> Raw:
    """A text -> its raw records, as `store.read_raw` gives them."""
    path = folder / "document.txt"
    path.write_text(text, encoding="utf-8")
    return read_document(read(path))


def built(text: str, folder: Path) -> dict[str, list[dict[str, Any]]]:
    """A text -> its rows of every processed table."""
    return build_document("invented", raw_of(text, folder))

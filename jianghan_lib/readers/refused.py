"""Formats that are not read: each is known by its content, and named with what to do."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NoReturn

from jianghan_lib.base.errors import JianghanError
from jianghan_lib.readers.package import EXCEL, WORD, ZIP, damaged, holds

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# A package ends with its directory; what is cut off has none. A comment of at most 64 KiB may follow it.
END_OF_ZIP, FARTHEST_END = b"PK\x05\x06", 2**16 + 64
BEGINNING = 4096
ARCHIVES = (ZIP, b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b\x08", b"BZh", b"\xfd7zXZ\x00")


@dataclass(frozen=True)
class Refused:
    """A format: whether bytes are of it, what it is, and what to do."""

    recognises: Callable[[bytes], bool]
    what: str
    advice: str


def begins(*marks: bytes) -> Callable[[bytes], bool]:
    return lambda data: data.startswith(marks)


def _stream(name: str) -> Callable[[bytes], bool]:
    """An old office file whose directory names this stream."""
    return lambda data: data.startswith(OLE) and name.encode("utf-16-le") in data


def _part(name: str) -> Callable[[bytes], bool]:
    return lambda data: holds(data, name)


def _contains(*marks: bytes) -> Callable[[bytes], bool]:
    return lambda data: any(mark in data[:BEGINNING] for mark in marks)


AS_WORD, AS_EXCEL = "open it and save it as .docx", "open it and save it as .xlsx"
KINDS = (
    Refused(_stream("EncryptedPackage"), "encrypted", "open it with its password and save it without one"),
    Refused(_stream("WordDocument"), "an old Word file (.doc)", AS_WORD),
    Refused(_stream("Workbook"), "an old Excel file (.xls)", AS_EXCEL),
    Refused(_stream("Book"), "an old Excel file (.xls)", AS_EXCEL),
    Refused(begins(OLE), "an old office file", "open it and save it as .docx or .xlsx"),
    Refused(_part("xl/workbook.bin"), "a binary Excel file (.xlsb)", AS_EXCEL),
    Refused(_part("OFD.xml"), "an OFD file", "open it and save it as PDF or .docx"),
    Refused(_part("content.xml"), "an OpenDocument file", "open it and save it as .docx or .xlsx"),
    Refused(_part("ppt/presentation.xml"), "a PowerPoint file", "copy its text and tables into a .docx file"),
    Refused(begins(*ARCHIVES), "an archive", "unpack it and give the documents in it"),
    Refused(begins(b"{\\rtf"), "an RTF file", AS_WORD),
    Refused(
        _contains(b"urn:schemas-microsoft-com:office:spreadsheet", b"<w:wordDocument", b"<pkg:package"),
        "an office file in the XML of 2003",
        "open it and save it as .docx or .xlsx",
    ),
    Refused(
        begins(b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"II*\x00", b"MM\x00*", b"BM"),
        "a picture",
        "have its text recognised and give that",
    ),
)


def _kind(data: bytes) -> Refused | None:
    return next((kind for kind in KINDS if kind.recognises(data)), None)


def read(name: str, data: bytes) -> NoReturn:
    kind = _kind(data)
    if data.startswith(ZIP) and END_OF_ZIP not in data[-FARTHEST_END:]:
        raise damaged(name)
    raise JianghanError(f"{name}: is {kind.what}: {kind.advice}" if kind else f"{name}: is not read")


def is_refused(data: bytes) -> bool:
    """Whether bytes are of a format that is known and not read."""
    return not holds(data, WORD) and not holds(data, EXCEL) and _kind(data) is not None

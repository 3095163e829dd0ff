"""Office files as packages: which kind a file is, and that it cannot do harm before a library opens it."""

import re
import zlib
from collections.abc import Iterable
from functools import partial
from io import BytesIO
from itertools import chain
from zipfile import BadZipFile, ZipFile

from lxml.etree import LxmlError

from jianghan_lib.base.errors import JianghanError

WORD, EXCEL = "word/document.xml", "xl/workbook.xml"
ZIP = b"PK\x03\x04"
# What the libraries raise for a package that is damaged, in every way that it can be.
DAMAGED = (
    *(BadZipFile, zlib.error, LxmlError, SyntaxError, EOFError, OSError, RecursionError, NotImplementedError),
    *(KeyError, IndexError, AttributeError, TypeError, ValueError, ArithmeticError),
)
MOST_PARTS = 10_000
# What a part may unpack to: Word files are held in memory as a tree, Excel sheets pass through it row by row.
LARGEST_PART = {WORD: 64 * 2**20, EXCEL: 128 * 2**20}
LARGEST_WHOLE = 256 * 2**20
MOST_TAGS = 2_500_000  # of the tree of a Word file: three hundred pages of tables have half as many
_DOCTYPE = re.compile(rb"<\s*!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ROOT = re.compile(rb"<[A-Za-z_]")
PROLOGUE, CHUNK = 4096, 2**20


def holds(data: bytes, part: str) -> bool:
    """Whether bytes are a package with this part; a damaged one is of the kind that its bytes name."""
    if not data.startswith(ZIP):
        return False
    try:
        with ZipFile(BytesIO(data)) as package:
            return part in {name.replace("\\", "/") for name in package.namelist()}
    except DAMAGED:
        return part.encode() in data


def checked(name: str, data: bytes, part: str) -> BytesIO:
    """The bytes of a package -> a file for a library to open; one-line errors for what is cut off, encrypted or a trap."""
    try:
        with ZipFile(BytesIO(data)) as package:
            parts = package.infolist()
            if len(parts) > MOST_PARTS or sum(one.file_size for one in parts) > LARGEST_WHOLE:
                raise JianghanError(f"{name}: unpacks to more than {LARGEST_WHOLE >> 20} MiB: is this a disclosure?")
            for one in parts:
                if one.flag_bits & 1:
                    raise JianghanError(f"{name}: is encrypted: open it with its password and save it without one")
                if not one.filename.lower().endswith((".xml", ".rels")):
                    continue
                if one.file_size > LARGEST_PART[part]:
                    raise JianghanError(
                        f"{name}: {one.filename} unpacks to {one.file_size >> 20} MiB: delete what is "
                        "no part of the disclosure (empty rows, pictures), and save it again"
                    )
                with package.open(one) as opened:
                    head = opened.read(PROLOGUE)
                    _check_prologue(name, one.filename, head.replace(b"\0", b""))
                    if part == WORD:
                        _check_tags(name, one.filename, chain([head], iter(partial(opened.read, CHUNK), b"")))
    except DAMAGED as problem:
        raise damaged(name) from problem
    return BytesIO(data)


def _check_prologue(name: str, part: str, head: bytes) -> None:
    """Nothing is declared before the first element of a part: entities can grow without end."""
    root = _ROOT.search(head)
    if root is None or _DOCTYPE.search(head[: root.start()]):
        raise JianghanError(f"{name}: {part} declares entities, as no office file does: it was not opened")


def _check_tags(name: str, part: str, chunks: Iterable[bytes]) -> None:
    """No part holds more elements than a tree in memory may have."""
    tags = 0
    for chunk in chunks:
        tags += chunk.count(b"<")
        if tags > MOST_TAGS:
            raise JianghanError(
                f"{name}: {part} holds more than {MOST_TAGS:,} tags: give the part that is the disclosure"
            )


def damaged(name: str) -> JianghanError:
    return JianghanError(f"{name}: is damaged or cut off: download it again, or open it and save it anew")


def only_pictures(name: str) -> JianghanError:
    return JianghanError(
        f"{name}: holds only pictures of pages, no text: save it as PDF, which the extra `ocr` can recognise"
    )

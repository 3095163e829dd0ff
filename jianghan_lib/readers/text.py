"""Plain text and markdown -> lines: bytes decoded, markup taken off, tables as cells."""

import hashlib
import re
import unicodedata
from pathlib import Path

from jianghan_lib.errors import JianghanError
from jianghan_lib.readers.blocks import Line, Source

LARGEST = 64 * 2**20
# A file that ends within a character was cut off: what stands before it is read.
LONGEST_CHARACTER = 4
# Formats that are not read yet, by their first bytes.
BINARY = {
    b"%PDF": "a PDF, which is not read yet",
    b"PK\x03\x04": "a Word or Excel file, which is not read yet",
    b"\xd0\xcf\x11\xe0": "an old Word or Excel file, which is not read yet",
}
ENCODINGS = ("utf-8-sig", "gb18030")
_BOX = re.compile(r"<input\b[^>]*>", re.IGNORECASE)
_TAG = re.compile(
    r"</?(?:a|b|br|col|div|em|font|h[1-6]|hr|i|li|ol|p|s|span|strong|sub|sup|table|tbody|td|th|thead|tr|u|ul)\b[^<>]*>",
    re.IGNORECASE,
)
# A line that only rules off a table: hyphens, with bars, colons or tabs; empty lines too. Dashes are values.
_RULE = re.compile(r"^[\s|:]*(?:-{2,}[\s|:]*)*$")
# Radicals that PDF fonts put in place of the characters they look like: they never match.
_RADICALS = {
    code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FE0) if unicodedata.name(chr(code), "")
}
_RADICALS |= {
    0x2EC5: "见",
    0x2EC6: "角",
    0x2EC9: "贝",
    0x2ECB: "车",
    0x2ED3: "长",
    0x2ED4: "长",
    0x2ED8: "青",
    0x2EDA: "页",
    0x2EDB: "风",
    0x2EDC: "飞",
    0x2EE2: "马",
}


def read_text(path: Path) -> Source:
    """A text or markdown file -> its lines; raises a one-line error for what is not text."""
    data = path.read_bytes() if path.stat().st_size <= LARGEST else b""
    if not data.strip():
        reason = "is empty" if path.stat().st_size == 0 or data else f"is larger than {LARGEST >> 20} MiB"
        raise JianghanError(f"{path.name}: {reason}: give the text of one disclosure")
    lines = tuple(_line(number, text) for number, text in enumerate(_decode(data, path.name).split("\n"), 1))
    return Source(path.name, hashlib.sha256(data).hexdigest(), lines)


def _decode(data: bytes, name: str) -> str:
    """Bytes -> text in UTF-8 or GB18030; anything with NUL bytes or in neither is refused."""
    if b"\0" not in data:
        for encoding in ENCODINGS:
            try:
                return data.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")
            except UnicodeDecodeError as error:
                if error.start >= len(data) - LONGEST_CHARACTER and error.start > 0:
                    return _decode(data[: error.start], name)
    what = next((known for mark, known in BINARY.items() if data.startswith(mark)), "not text in UTF-8 or GB18030")
    raise JianghanError(f"{name}: is {what}: convert it to text first")


def clean(text: str) -> str:
    """Text without markup: boxes as ☑ and □, radicals as characters, emphasis marks gone."""
    text = _BOX.sub(lambda box: "☑" if "checked" in box.group().lower() else "□", text)
    return _TAG.sub("", text).replace("**", "").replace("&nbsp;", " ").translate(_RADICALS)


def _line(number: int, text: str) -> Line:
    """One printed line -> a line; tabs, or bars at both ends, make it a table row."""
    text = clean(text)
    if _RULE.match(text):
        return Line(number, "")
    if "\t" in text:
        return Line(number, text, tuple(cell.strip() for cell in text.split("\t")))
    stripped = text.strip()
    if stripped.startswith("|") and stripped.endswith("|") and len(stripped) > 2:
        return Line(number, stripped, tuple(cell.strip() for cell in stripped[1:-1].split("|")))
    return Line(number, re.sub(r"^\s*#+\s*|^\s*-\s+", "", text))

"""What a PDF unfolds to, known from its bytes before a library draws a page: contents without end, forms within forms."""

import re
import zlib
from collections import Counter
from collections.abc import Mapping

from jianghan_lib.base.errors import JianghanError

# What the contents of a page may inflate to, and how many drawings the forms within a form may come to.
MOST_CONTENT, MOST_DRAWN = 32 * 2**20, 1_000_000
DEEPEST = 40  # forms within forms, as PDFium follows them
HEAD = 20_000  # bytes within which the dictionary of a stream ends
_OBJECT = re.compile(rb"(?<!\d)(\d{1,10})\s{1,4}\d{1,5}\s{1,4}obj\b")
_NAMED = re.compile(rb"/([^\s/<>\[\]()]{1,100})\s{1,4}(\d{1,10})\s{1,4}\d{1,5}\s{1,4}R\b")
_DRAWS = re.compile(rb"/([^\s/<>\[\]()]{1,100})\s{1,4}Do\b")
# Streams that are no contents: pictures and fonts.
_NO_CONTENT = (b"/Image", b"/Length1", b"/Length3", b"/FontFile", b"/ObjStm", b"/XRef", b"/CIDFontType0C", b"/Type1C")

Forms = dict[int, Counter[int]]  # a form -> how often it draws each object


def check(name: str, data: bytes) -> None:
    """Refuses a file whose contents, or forms within forms, unfold to more than pages hold; one line."""
    objects = {int(found[1]): found.end() for found in _OBJECT.finditer(data)}
    forms: Forms = {}
    for number, start in objects.items():
        head, content = _stream(data, start)
        if not head:
            continue
        if len(content) >= MOST_CONTENT:
            raise JianghanError(
                f"{name}: the contents of a page unfold to more than {MOST_CONTENT >> 20} MiB: not read"
            )
        if b"/Form" in head:
            named = _named(data, objects, head)
            forms[number] = Counter(named[one] for one in _DRAWS.findall(content) if one in named)
    if _drawn(forms) > MOST_DRAWN:
        raise JianghanError(f"{name}: its forms draw each other more than {MOST_DRAWN:,} times: not read")


def _stream(data: bytes, start: int) -> tuple[bytes, bytes]:
    """The dictionary and the contents of a stream that begins here; empty where none does, or it holds no contents."""
    end = data.find(b"endobj", start, start + HEAD)
    at = data.find(b"stream", start, start + HEAD if end < 0 else end)
    head = data[start:at] if at > 0 else b""
    if not head or any(mark in head for mark in _NO_CONTENT):
        return b"", b""
    begin = at + len(b"stream")
    begin += 2 if data[begin : begin + 2] == b"\r\n" else 1
    if b"/FlateDecode" not in head:
        return head, data[begin : data.find(b"endstream", begin)]
    try:
        return head, zlib.decompressobj().decompress(memoryview(data)[begin:], MOST_CONTENT)
    except zlib.error:
        return head, b""


def _named(data: bytes, objects: Mapping[int, int], head: bytes) -> dict[bytes, int]:
    """The objects that a form names: in its dictionary, and in what that refers to for its resources."""
    named = {name: int(number) for name, number in _NAMED.findall(head)}
    for outer in (b"Resources", b"XObject"):
        at = objects.get(named.get(outer, -1))
        if at is not None:
            text = data[at : data.find(b"endobj", at, at + HEAD)]
            named |= {name: int(number) for name, number in _NAMED.findall(text)}
    return named


def _drawn(forms: Forms) -> int:
    """The most drawings that one form comes to."""
    drawn = dict.fromkeys(forms, 1)
    for _ in range(DEEPEST):
        after = {
            form: 1 + sum(times * drawn.get(one, 0) for one, times in held.items()) for form, held in forms.items()
        }
        if after == drawn or max(after.values(), default=0) > MOST_DRAWN:
            return max(after.values(), default=0)
        drawn = after
    return max(drawn.values(), default=0)

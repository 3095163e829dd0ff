"""Web pages -> lines: what a reader of the page sees, tables with their merged cells; scripts are never run or read."""

import codecs
import re
from email import message_from_bytes
from typing import Any

from lxml import etree
from lxml import html as parser

from jianghan_lib.base.errors import JianghanError
from jianghan_lib.readers.blocks import Line, Source, make_source, raised, struck
from jianghan_lib.readers.tables import Table, prose

_BEGINS = re.compile(
    r"^(?:<\?xml[^>]*+>|(?><!--.*?-->)|\s++)*+<(?:!doctype\s+html|(?:html|head|meta|title|body|table|style|script)\b)",
    re.IGNORECASE | re.DOTALL,
)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
# GB18030 holds all of GBK and GB2312, and what pages that declare those use beyond them.
AS_READ = {"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "x-gbk": "gb18030"}
BEGINNING = 4096
LARGEST = 32 * 2**20
UNSEEN = {
    "script", "style", "template", "noscript", "head", "iframe", "object", "svg", "select", "button", "textarea", "nav",
}  # fmt: skip
INLINE = {
    "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "del", "em", "font", "i", "ins", "kbd", "label", "mark", "q",
    "s", "small", "span", "strike", "strong", "sub", "sup", "tt", "u", "var", "o:p", "wbr", "img", "br", "input",
}  # fmt: skip
# How a style hides what it is of, strikes it out, raises it; a selector of one name; the rules of a style sheet.
_HIDDEN = re.compile(
    r"(?:^|;)\s*+(?:display\s*+:\s*+none|visibility\s*+:\s*+(?:hidden|collapse)|(?:font-size|opacity)\s*+:\s*+0(?:\.0*)?(?:px|pt|em|%)?\s*+(?:!|;|$))",
    re.IGNORECASE,
)
_STRUCK = re.compile(r"text-decoration(?:-line)?\s*+:[^;:]*line-through", re.IGNORECASE)
_RAISED = re.compile(r"vertical-align\s*+:\s*+super", re.IGNORECASE)
_WHITE = re.compile(
    r"(?:^|;)\s*+color\s*+:\s*+(?:white|#fff(?:fff)?|rgb\(255,\s*255,\s*255\))\s*+(?:!|;|$)", re.IGNORECASE
)
_NAME = re.compile(r"([a-z][a-z0-9]*)?(?:([.#])([\w-]+))?", re.IGNORECASE)
STRUCK, RAISED = {"s", "strike", "del"}, {"sup"}


def is_html(data: bytes) -> bool:
    """Whether bytes begin as a web page does, whatever the file is called."""
    head = data[:BEGINNING]
    return bool(_BEGINS.match(head.decode(_encoding(head), "ignore").lstrip("\ufeff")))


def read(name: str, data: bytes) -> Source:
    """The bytes of a web page, or of an archive with one -> its lines; raises a one-line error for a page without text."""
    return make_source(name, data, _lines(name, _page(name, data) if is_archive(data) else data))


def _lines(name: str, data: bytes) -> list[Line]:
    """A page -> its lines."""
    if len(data) > LARGEST:
        raise JianghanError(f"{name}: is a page of more than {LARGEST >> 20} MiB: give one disclosure")
    reader = parser.HTMLParser(remove_comments=True, remove_pis=True, huge_tree=True)  # huge: nested deeper than 256
    try:
        page = parser.document_fromstring(_decoded(data), reader)
    except (etree.LxmlError, ValueError) as problem:
        raise JianghanError(f"{name}: is no readable web page: save it anew from a browser") from problem
    if any(error.type_name == "ERR_RESOURCE_LIMIT" for error in reader.error_log):
        raise JianghanError(f"{name}: is nested too deeply to be read whole: copy its text into a Word file")
    body = page.find("body")
    return _Walk(name, _Hidden(page)).lines(page if body is None else body)


def is_archive(data: bytes) -> bool:
    """Whether bytes are a page saved with its pictures in one file (.mht), as sites export Word and Excel files too."""
    head = data[:BEGINNING].lower()
    return b"mime-version:" in head and b"multipart/related" in head


def _page(name: str, data: bytes) -> bytes:
    """The page in a web archive."""
    parts = message_from_bytes(data).walk()
    page = next((part for part in parts if part.get_content_type() == "text/html"), None)
    content = page.get_payload(decode=True) if page else None
    if page is None or not isinstance(content, bytes):
        raise JianghanError(f"{name}: is a web archive without a page: save it anew from a browser")
    declared = f'<meta charset="{page.get_content_charset()}">'.encode() if page.get_content_charset() else b""
    return declared + content


def _encoding(data: bytes) -> str:
    """The encoding that a page's first bytes mark or declare; UTF-8 where they name none that is known."""
    marked = next((encoding for mark, encoding in MARKS.items() if data.startswith(mark)), "")
    declared = _CHARSET.search(data[:BEGINNING])
    name = marked or (declared.group(1).decode().lower() if declared else "utf-8")
    try:
        return codecs.lookup(AS_READ.get(name, name)).name
    except LookupError:
        return "utf-8"


def _decoded(data: bytes) -> str:
    """A page's text: as it declares; in UTF-8 or GB18030 where that does not fit. No declaration is left in it."""
    for encoding in (_encoding(data), "utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        text = data.decode(_encoding(data), "replace")
    return re.sub(r"^\s*<\?xml[^>]*>", "", text.lstrip("\ufeff").replace("\0", ""))


class _Hidden:
    """What a page hides: by attribute, by its own style, by a rule of the page's style sheets for its name, class or id."""

    def __init__(self, page: Any) -> None:
        sheets = (sheet for sheet in page.iter("style") if "print" not in sheet.get("media", ""))
        self.names = {name for sheet in sheets for name in _hidden_names(sheet.text or "")}

    def __call__(self, element: Any) -> bool:
        style = element.get("style", "")
        if "hidden" in element.attrib or _HIDDEN.search(style) or (_WHITE.search(style) and not _on_colour(element)):
            return True
        marks = [f".{name}" for name in element.get("class", "").split()] if self.names else []
        marks += [f"#{element.get('id')}"] if self.names and "id" in element.attrib else []
        return any(name in self.names for mark in marks for name in (mark, f"{element.tag}{mark}"))


def _hidden_names(sheet: str) -> set[str]:
    """The names (`.note`, `td.note`, `#note`) that the rules of a style sheet hide; what is for a medium is left out."""
    depth, names = 0, set[str]()
    for part in re.split(r"(?<=[{}])", re.sub(r"/\*.*?(?:\*/|\Z)", "", sheet, flags=re.DOTALL)):
        if part.endswith("{"):
            depth += 1
            selectors = part[:-1] if depth == 1 else ""
        elif part.endswith("}"):
            if depth == 1 and _HIDDEN.search(part[:-1]):
                names.update(one.strip() for one in selectors.split(",") if _NAME.fullmatch(one.strip()))
            depth = max(depth - 1, 0)
    return names


def _on_colour(element: Any) -> bool:
    """Whether an element lies on a ground that is not the paper's."""
    above = (element, *element.iterancestors())
    return any(
        "bgcolor" in one.attrib or "background" in one.get("style", "") or "class" in one.attrib for one in above
    )


class _Walk:
    """From element to element, in the order of the page; text is gathered until a block begins or ends."""

    def __init__(self, name: str, hidden: _Hidden) -> None:
        self.name = name
        self.hidden = hidden
        self.text = ""
        self.found: list[Line] = []

    def lines(self, block: Any) -> list[Line]:
        """A block -> its lines. It goes by events, not by recursion: pages are nested without measure."""
        walker = etree.iterwalk(block, events=("start", "end"))
        for event, element in walker:
            tag = element.tag if isinstance(element.tag, str) else "script"
            if event == "start" and element is not block and self._apart(tag, element):
                walker.skip_subtree()
            elif event == "start":
                self._gather(tag)
                self.text += _spaced(element.text)
            if event == "end" and element is not block:
                self._gather(tag)
                self.text += _spaced(element.tail)
        self._gather("")
        return self.found

    def _gather(self, tag: str) -> None:
        """Where a block begins or ends, the text so far is a line."""
        if tag not in INLINE:
            self.found += prose(self.text)
            self.text = ""

    def _apart(self, tag: str, element: Any) -> bool:
        """Whether an element is not simply text: unseen, a line end, a box to tick, struck out, raised, or a table."""
        style = element.get("style", "")
        if tag in UNSEEN or self.hidden(element):
            return True
        if tag == "br":
            self.text += "\n"
        elif tag == "input":
            self.text += _ticked(element)
        elif tag == "table":
            self._gather(tag)
            self.found += self._table(element)
        elif tag in STRUCK or _STRUCK.search(style):
            self.text += struck(_spaced("".join(element.itertext())))
        elif tag in RAISED or _RAISED.search(style):
            self.text += raised(_spaced("".join(element.itertext())))
        else:
            return False
        return True

    def _table(self, element: Any) -> list[Line]:
        """A table -> its rows; what stands in a cell with a table of its own comes out in its order."""
        table = Table(self.name)
        caption = element.find("caption")
        rows = [row for row in element.iter("tr") if next(row.iterancestors("table")) is element]
        rows = [row for row in rows if not self.hidden(row) and not self.hidden(row.getparent())]
        for number, row in enumerate(rows):
            cells = [cell for cell in row.iterchildren("td", "th") if not self.hidden(cell)]
            if any(cell.find(".//table") is not None for cell in cells):
                table.nested[number] = [line for cell in cells for line in _Walk(self.name, self.hidden).lines(cell)]
                continue
            column = 0
            for cell in cells:
                column = table.free(number, column)
                columns, under = (_count(cell, name) for name in ("colspan", "rowspan"))
                text = "\n".join(line.text for line in _Walk(self.name, self.hidden).lines(cell))
                table.put(number, column, text, columns, min(under or len(rows), len(rows) - number))
        titles = list(_Walk(self.name, self.hidden).lines(caption)) if caption is not None else []
        return [*titles, *table.lines()]


_BETWEEN = re.compile(r"(?<=[^\x00-\xff])\s++(?=[^\x00-\xff])")


def _spaced(text: str | None) -> str:
    """Text as a browser shows it: a line end of the file is no line end, and none between two Chinese characters."""
    text = _BETWEEN.sub(lambda gap: "" if "\n" in gap[0] else gap[0], text or "")
    return re.sub(r"[ \t\r\n\f]+", " ", text)


def _ticked(box: Any) -> str:
    kind = box.get("type", "").lower()
    return "" if kind not in ("checkbox", "radio") else "☑" if "checked" in box.attrib else "□"


def _count(cell: Any, name: str) -> int:
    """A colspan or rowspan; 1 where it is no number. A rowspan of 0 means: to the end of the table."""
    digits = re.match(r"\s*\+?(\d{1,4})", cell.get(name, "1"), re.ASCII)  # as browsers do: what follows is passed over
    return int(digits[1]) if digits else 1

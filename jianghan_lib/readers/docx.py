"""Word files -> lines: paragraphs, tables with merged cells, and text boxes, in the order of the document."""

from collections.abc import Iterator
from typing import Any

import docx

from jianghan_lib.readers.blocks import Line, Problem, Source, make_source, raised, struck
from jianghan_lib.readers.numbering import Numbering
from jianghan_lib.readers.package import DAMAGED, WORD, checked, damaged, only_pictures
from jianghan_lib.readers.tables import Table, prose

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# What says how a paragraph, cell, row or table that holds a run looks.
_FORMS = {f"{W}{name}" for name in ("pPr", "tcPr", "trPr", "tblPr")}
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
# What holds content without being content: its children stand in its place.
THROUGH = {
    f"{W}{name}"
    for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo", "hyperlink", "fldSimple", "dir", "bdo")
} | {f"{MC}AlternateContent", f"{MC}Choice"}
# Empty and ticked boxes of the symbol fonts that forms use.
SYMBOLS = {"F0A8": "□", "F0A3": "□", "F06F": "□", "F0FE": "☑", "F052": "☑", "F053": "☒"}
PICTURES = ("{http://schemas.openxmlformats.org/drawingml/2006/picture}pic", "{urn:schemas-microsoft-com:vml}imagedata")
OBJECT = f"{W}object"


def read(name: str, data: bytes) -> Source:
    """The bytes of a Word file -> its lines; raises a one-line error for one that is damaged or encrypted."""
    try:
        document = docx.Document(checked(name, data, WORD))
        walk = _Walk(name, Numbering(document))
        lines = list(walk.lines(document.element.body))
        problems = list(_unread(document.element.body))
    except DAMAGED as problem:
        raise damaged(name) from problem
    if not any(line.text for line in lines) and any(one.rule == "picture_unread" for one in problems):
        raise only_pictures(name)
    return make_source(name, data, lines, problems)


def _unread(body: Any) -> Iterator[Problem]:
    """Pictures and embedded objects: their content is no text, and may be a table."""
    pictures = sum(1 for tag in PICTURES for _ in body.iter(tag))
    objects = sum(1 for _ in body.iter(OBJECT))
    if pictures:
        yield Problem("picture_unread", "pictures", str(pictures), 1)
    if objects:
        yield Problem("object_unread", "objects", str(objects), 1)


def _flat(element: Any) -> Iterator[Any]:
    """The children of an element, those of mere holders in their place."""
    for child in element:
        if child.tag in THROUGH:
            yield from _flat(child)
        else:
            yield child


class _Walk:
    """From block to block, in the order of the document."""

    def __init__(self, name: str, numbering: Numbering) -> None:
        self.name = name
        self.numbering = numbering
        self.boxes: list[Any] = []

    def lines(self, parent: Any) -> Iterator[Line]:
        """A body, cell or text box -> its lines; the text boxes of a paragraph follow it."""
        for block in _flat(parent):
            if block.tag == f"{W}p":
                yield from prose(self.numbering.of(block) + self._text(block))
                boxes, self.boxes = self.boxes, []
                for box in boxes:
                    yield from self.lines(box)
            elif block.tag == f"{W}tbl":
                yield from self._table(block)

    def _text(self, paragraph: Any) -> str:
        return "".join(self._run(run) for run in _flat(paragraph) if run.tag == f"{W}r")

    def _run(self, run: Any) -> str:
        """The text of a run as it is set: hidden, struck out, raised."""
        form = run.find(f"{W}rPr")
        if form is not None and (_is_on(form, "vanish") or _is_white(form)):
            return ""
        text = "".join(self._piece(piece) for piece in _flat(run))
        if form is None:
            return text
        aside = form.find(f"{W}vertAlign")
        text = raised(text) if aside is not None and aside.get(f"{W}val") == "superscript" else text
        return struck(text) if _is_on(form, "strike") or _is_on(form, "dstrike") else text

    def _piece(self, piece: Any) -> str:
        """One piece of a run as text; a text box in it is kept for later."""
        tag = piece.tag.rpartition("}")[2] if isinstance(piece.tag, str) else ""
        if tag == "t":
            return piece.text or ""
        if tag == "sym":
            code = piece.get(f"{W}char", "")
            return SYMBOLS.get(code.upper()) or (chr(int(code, 16)) if code else "")
        if tag == "fldChar":
            return _ticked(piece)
        if tag in ("drawing", "pict", "object"):
            for box in piece.iter(f"{W}txbxContent"):
                if not any(outer in self.boxes for outer in box.iterancestors()):
                    self.boxes.append(box)
        return {"tab": " ", "ptab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}.get(tag, "")

    def _table(self, element: Any) -> list[Line]:
        """A table -> its rows; a cell merged downwards counts once, at its top."""
        table = Table(self.name)
        merged: dict[int, int] = {}  # column -> the row where a cell began that goes on downwards
        rows = [child for child in _flat(element) if child.tag == f"{W}tr"]
        for number, row in enumerate(rows):
            cells = list(_cells(row))
            if any(cell.find(f".//{W}tbl") is not None for _, _, cell in cells):
                table.nested[number] = [line for _, _, cell in cells for line in self.lines(cell)]
                continue
            for column, columns, cell in cells:
                merge = cell.find(f"{W}tcPr/{W}vMerge")
                if merge is not None and merge.get(f"{W}val") != "restart" and column in merged:
                    table.extend(merged[column], column, number)
                    continue
                table.put(number, column, "\n".join(line.text for line in self.lines(cell)), columns)
                merged.pop(column, None)
                if merge is not None:
                    merged[column] = number
        return table.lines()


def _is_white(form: Any) -> bool:
    """Whether a run is written in white and nothing that holds it has a colour, or a style that may have one."""
    color = form.find(f"{W}color")
    if color is None or color.get(f"{W}val", "").upper() != "FFFFFF" or form.find(f"{W}highlight") is not None:
        return False
    forms = [form, *(part for one in form.iterancestors() for part in one if part.tag in _FORMS)]
    shades = [one.get(f"{W}fill", "auto").upper() for part in forms for one in part.iter(f"{W}shd")]
    styled = any(one.find(f"{W}tblStyle") is not None for one in forms)
    return not styled and all(shade in ("AUTO", "FFFFFF") for shade in shades)


def _is_on(form: Any, name: str) -> bool:
    """Whether a run is set in this way."""
    switch = form.find(f"{W}{name}")
    return switch is not None and switch.get(f"{W}val") not in ("0", "false", "off")


def _cells(row: Any) -> Iterator[tuple[int, int, Any]]:
    """The cells of a row: the column where each begins, how many it covers, the cell."""
    before = row.find(f"{W}trPr/{W}gridBefore")
    column = int(before.get(f"{W}val", "0")) if before is not None else 0
    for cell in _flat(row):
        if cell.tag == f"{W}tc":
            span = cell.find(f"{W}tcPr/{W}gridSpan")
            columns = max(int(span.get(f"{W}val", "1")), 1) if span is not None else 1
            yield column, columns, cell
            column += columns


def _ticked(field: Any) -> str:
    """The box of an old form field."""
    box = field.find(f"{W}ffData/{W}checkBox")
    if box is None:
        return ""
    state = box.find(f"{W}checked")
    state = box.find(f"{W}default") if state is None else state
    return "□" if state is None or state.get(f"{W}val") in ("0", "false") else "☑"

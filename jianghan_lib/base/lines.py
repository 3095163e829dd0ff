"""Text in lines: how wide it is, and where it may break."""

import unicodedata

# Widths in columns, a Chinese character being two.
LINE_WIDTH, LINES = 26, 2
ELLIPSIS = "…"
OPENING, CLOSING = "（(“《", "）)”》、，。"


def width(text: str) -> int:
    """How many columns a text takes, wide characters counting two."""
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text)


def wrap(text: str, columns: int = LINE_WIDTH, lines: int = LINES) -> str:
    """A text in at most so many lines, cut short with an ellipsis; words of Latin letters are kept whole where they fit."""
    rows: list[str] = []
    rest = " ".join(text.split())
    if columns < width(rest) <= columns * lines:  # lines of equal length read better than a last one of one character
        columns = min(columns, -(-width(rest) // -(-width(rest) // columns)) + 2)
    while rest and len(rows) < lines:
        row = _fitting(rest, columns)
        rows.append(row.rstrip())
        rest = rest[len(row) :].lstrip()
    if rest:
        rows[-1] = _fitting(rows[-1], columns - 1, whole=False) + ELLIPSIS
    return "\n".join(rows)


def _fitting(text: str, columns: int, whole: bool = True) -> str:
    """The longest beginning of a text that fits; it ends between words where there is one."""
    end = next((place for place in range(len(text), 0, -1) if width(text[:place]) <= columns), 1)
    if whole and 1 < end < len(text):  # no line ends with an opening bracket, or begins with a closing one
        end += (text[end] in CLOSING) - (text[end - 1] in OPENING)
    inside = end < len(text) and text[end - 1].isascii() and text[end].isascii() and text[end] != " "
    space = text.rfind(" ", 0, end)
    return text[: space + 1] if whole and inside and text[end - 1] != " " and space > 0 else text[:end]

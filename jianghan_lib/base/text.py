"""The normal forms of text, in which printed words and names are compared; how wide a text is, and where it may break."""

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

# Full-width and typographic characters as their plain twins, one for one, so that positions in a text stay.
PLAIN = str.maketrans(
    "０１２３４５６７８９，．％（）：；－﹣−＋＝［］｛｝　\u00a0",
    "0123456789,.%():;---+=[]{}  ",
)
# Endings by which sources shorten a project's name.
SHORTENED = re.compile(r"(?:工作)?(?:专项)?(?:补助)?(?:经费|资金|费用|费)?(?:项目)?$")
# What a spreadsheet takes for a formula: signs before anything but a number.
FORMULA = re.compile(r"[=@\t\r]|[+-](?![\d,.]*%?$)")
# Widths in columns, a Chinese character being two.
LINE_WIDTH, LINES = 26, 2
ELLIPSIS = "…"
LATIN_WORD = re.compile(r"(?:[!-,.-~]|(?<![a-z])-|-(?![a-z]))+-?")
PART = re.compile(r" |(?<=[a-z])-(?=[a-z])")  # where a line may end
OPENING, CLOSING = "（(“《", "）)”》、，。"


def plain(text: str) -> str:
    """Text with full-width digits and punctuation as their half-width twins; its length stays the same."""
    return text.translate(PLAIN)


def tight(text: str) -> str:
    """Text without any white space."""
    return "".join(text.split())


def compact(text: str) -> str:
    """The normal form in which printed texts are compared: plain, without any white space."""
    return tight(plain(text))


def curly(text: str) -> str:
    """A name with its quotation marks as Chinese print has them, where a source or the reading made plain ones of them."""
    return re.sub(r'"([^"]*)"', r"“\1”", text)


def short(name: str) -> str:
    """A project's name without what sources add or leave out: quotes, white space, year, 工作, 经费, 项目."""
    return SHORTENED.sub("", re.sub(r"[\s\"“”（）()]|^\d{4}年度?", "", name))


def bare_name(name: str) -> str:
    """A row's name without its list number: 八、社会保障和就业支出 -> 社会保障和就业支出."""
    return re.sub(r"\s+|^[(（]?[一二三四五六七八九十廿]+[)）、.]+", "", name)


def class_key(name: str) -> str:
    """A class by its name without 支出 and numbering: what F01 prints against what F03 prints."""
    return re.sub(r"支出$", "", bare_name(plain(name)))


def name_key(name: str) -> str:
    """A name without what different prints add or leave out: white space, brackets, 的, 支出 at its end."""
    return re.sub(r"[\s()（）的]|支出$", "", name)


def width(text: str) -> int:
    """How many columns a text takes, wide characters counting two."""
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text)


def wrap(text: str, columns: int = LINE_WIDTH, lines: int = LINES) -> str:
    """A text in at most so many lines, cut short with an ellipsis; words of Latin letters are kept whole where they fit."""
    whole = " ".join(text.split())
    longest = max(map(len, LATIN_WORD.findall(whole)), default=0)
    # As few lines as hold it, of equal length: better than a last one of one character.
    for count in range(1, lines + 1):
        for narrow in range(min(columns, max(longest, -(-width(whole) // count) + 2)), columns + 1):
            rows, rest = _rows(whole, narrow, count)
            if not rest:
                return "\n".join(rows)
    rows, rest = _rows(whole, columns, lines)
    return "\n".join([*rows[:-1], _fitting(rows[-1], columns - 1, whole=False) + ELLIPSIS])


def _rows(text: str, columns: int, lines: int) -> tuple[list[str], str]:
    """A text in at most so many lines, and what is left of it."""
    rows: list[str] = []
    while text and len(rows) < lines:
        row = _fitting(text, columns)
        rows.append(row.rstrip())
        text = text[len(row) :].lstrip()
    return rows, text


def _fitting(text: str, columns: int, whole: bool = True) -> str:
    """The longest beginning of a text that fits; it ends between words where there is one."""
    end = next((place for place in range(len(text), 0, -1) if width(text[:place]) <= columns), 1)
    if whole and 1 < end < len(text):  # no line ends with an opening bracket, or begins with a closing one
        end += (text[end] in CLOSING) - (text[end - 1] in OPENING)
    inside = end < len(text) and text[end - 1].isascii() and text[end].isascii() and text[end] != " "
    space = max((part.end() - 1 for part in PART.finditer(text, 0, end)), default=-1)
    return text[: space + 1] if whole and inside and text[end - 1] != " " and space > 0 else text[:end]


def guarded(frame: "pd.DataFrame", header: bool = True) -> str:
    """A frame as CSV for people: a text that a spreadsheet would take for a formula has an apostrophe before it."""
    safe = frame.map(lambda value: f"'{value}" if isinstance(value, str) and FORMULA.match(value) else value)
    return safe.to_csv(index=False, header=header, lineterminator="\n")

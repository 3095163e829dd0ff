"""The numbers that Word puts before paragraphs: they are printed, but no text of the file."""

import re
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
CHINESE = {
    "chineseCounting", "chineseCountingThousand", "ideographDigital", "japaneseCounting", "taiwaneseCounting",
    "taiwaneseCountingThousand",
}  # fmt: skip
DIGITS = "零一二三四五六七八九"
CIRCLED = 0x2460  # ①, the first of twenty
FIRST_LETTER = {"lowerLetter": "a", "upperLetter": "A"}
LEVELS = 9

Level = tuple[int, str, str]  # start, format of the number, text around the numbers


class Numbering:
    """Counts the numbered paragraphs of a Word document; to be asked for each paragraph once, in their order."""

    def __init__(self, document: Any) -> None:
        self.levels: dict[str, dict[int, Level]] = {}
        self.abstract: dict[str, str] = {}
        self.counts: dict[str, dict[int, int]] = {}
        self.styles = _numbered_styles(document.styles.element)
        part = next(
            (rel.target_part for rel in document.part.rels.values() if rel.reltype.endswith("/numbering")), None
        )
        if part is not None:
            self._read(part.element)

    def _read(self, root: Any) -> None:
        for abstract in root.findall(f"{W}abstractNum"):
            self.levels[abstract.get(f"{W}abstractNumId", "")] = dict(map(_level, abstract.findall(f"{W}lvl")))
        for one in root.findall(f"{W}num"):
            self.abstract[one.get(f"{W}numId", "")] = _value(one, "abstractNumId")

    def of(self, paragraph: Any) -> str:
        """The number printed before a paragraph, or an empty string."""
        number, level = self._place(paragraph)
        levels = self.levels.get(self.abstract.get(number, ""), {})
        if level not in levels:
            return ""
        counts = self.counts.setdefault(self.abstract[number], {})
        counts[level] = counts.get(level, levels[level][0] - 1) + 1
        for deeper in range(level + 1, LEVELS):
            counts.pop(deeper, None)
        text = levels[level][2]
        if levels[level][1] in ("bullet", "none"):
            return ""
        return re.sub(r"%([1-9])", lambda found: _shown(int(found.group(1)) - 1, levels, counts), text)

    def _place(self, paragraph: Any) -> tuple[str, int]:
        """The list and level that a paragraph belongs to, by itself or by its style; an empty list for none."""
        properties = paragraph.find(f"{W}pPr")
        if properties is None:
            return "", 0
        style = self.styles.get(_value(properties, "pStyle"), ("", 0))
        own = properties.find(f"{W}numPr")
        if own is None:
            return style
        level = _value(own, "ilvl")
        return _value(own, "numId") or style[0], int(level) if level.isdigit() else style[1]


def _numbered_styles(root: Any) -> dict[str, tuple[str, int]]:
    """Styles whose paragraphs are numbered -> their list and level."""
    found = {}
    for style in root.findall(f"{W}style"):
        properties = style.find(f"{W}pPr/{W}numPr")
        if properties is not None:
            level = _value(properties, "ilvl")
            found[style.get(f"{W}styleId", "")] = (_value(properties, "numId"), int(level) if level.isdigit() else 0)
    return found


def _level(element: Any) -> tuple[int, Level]:
    start = _value(element, "start")
    level = int(element.get(f"{W}ilvl", "0"))
    return level, (int(start) if start.isdigit() else 1, _value(element, "numFmt"), _value(element, "lvlText"))


def _value(element: Any, name: str) -> str:
    """The value of an element's child of this name; empty where there is none."""
    child = element.find(f"{W}{name}")
    return child.get(f"{W}val", "") if child is not None else ""


def _shown(level: int, levels: dict[int, Level], counts: dict[int, int]) -> str:
    """The number of a level, as its format writes it."""
    start, form, _ = levels.get(level, (1, "decimal", ""))
    return write_number(counts.get(level, start), form)


def write_number(number: int, form: str) -> str:
    """A number in one of Word's formats; digits for those that no disclosure uses."""
    if form in CHINESE and 0 < number < 100:
        tens, ones = divmod(number, 10)
        if form == "ideographDigital" and tens:
            return DIGITS[tens] + DIGITS[ones].replace("零", "〇")
        return ("" if not tens else "十" if tens == 1 else DIGITS[tens] + "十") + (DIGITS[ones] if ones else "")
    if form.startswith("decimalEnclosedCircle") and 0 < number <= 20:
        return chr(CIRCLED + number - 1)
    if form == "decimalFullWidth":
        return "".join(chr(ord(digit) + 0xFEE0) for digit in str(number))
    if form in FIRST_LETTER and 0 < number <= 26:
        return chr(ord(FIRST_LETTER[form]) + number - 1)
    return str(number)

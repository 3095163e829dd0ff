"""The one vocabulary (terms.csv): identifiers with their Chinese and English words, for columns, charts, headings, glossary."""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from jianghan_lib.base.errors import unknown
from jianghan_lib.base.paths import PACKAGE

LANGUAGES = ("zh", "en")


@dataclass(frozen=True)
class Term:
    """A term: identifier, words in both languages, definition and source."""

    identifier: str
    zh: str
    en: str
    definition: str
    source: str


@cache
def terms() -> Mapping[str, Term]:
    """All terms by identifier, in the order of the file."""
    with (PACKAGE / "terms.csv").open(encoding="utf-8", newline="") as file:
        return {row["identifier"]: Term(**row) for row in csv.DictReader(file)}


def word(identifier: str, lang: str = "zh") -> str:
    """The word for an identifier in a language; an identifier that is no term is given back (a code, a name)."""
    if lang not in LANGUAGES:
        raise unknown("language", lang, LANGUAGES)
    term = terms().get(identifier)
    return identifier if term is None else str(getattr(term, lang))


@cache
def official() -> Mapping[str, str]:
    """Chinese names that have an English one: those of the official classification, and words of a term alone."""
    with (PACKAGE / "reference" / "classification.csv").open(encoding="utf-8", newline="") as file:
        names = {row["name"]: row["english"] for row in csv.DictReader(file) if row["english"]}
    meant: dict[str, set[str]] = {}
    for term in terms().values():
        meant.setdefault(term.zh, set()).add(term.en)
    return {zh: next(iter(en)) for zh, en in meant.items() if len(en) == 1} | names


@cache
def categories() -> Mapping[str, dict[str, str]]:
    """The coded reasons by name, each with its words in both languages: names of their own, apart from the terms."""
    with (PACKAGE / "reference" / "reasons.csv").open(encoding="utf-8", newline="") as file:
        return {row["category"]: row for row in csv.DictReader(file)}


def translated(name: str) -> str:
    """A Chinese name in English where all of it has an English one, also `name（of what）` and names between 、; else as it is."""
    for known in (name, name.removesuffix("支出")):  # 职业年金缴费支出
        if known in official():
            return official()[known]
    if "、" in name:
        parts = [translated(part) for part in name.split("、")]
        return name if any(part in name for part in parts) else ", ".join(parts)
    whole = next((one for one in official() if _half(one) == _half(name)), "")
    of = _OF.fullmatch(name)
    if whole or not of:
        return official()[whole] if whole else name
    what, where = translated(of["name"]), translated(of["of"])
    return name if of["name"] == what or of["of"] == where else f"{what} ({where})"


_OF = re.compile(r"(?P<name>[^（]+)（(?P<of>.+)）")


def _half(name: str) -> str:
    return name.replace("（", "(").replace("）", ")")


# Units behind a figure, as they are called in English; the figures themselves stay as they are printed.
_UNITS = {"亿元": "CNY 100 million", "万元": "CNY 10 000", "元": "CNY", "个百分点": "percentage points", "分": "points"}
_MONEY = "万元"
_UNIT = re.compile(rf"(?P<figure>[\d.])(?P<space>\s?)(?P<unit>{'|'.join(_UNITS)})(?![\u4e00-\u9fff/])")
_BARE = re.compile(rf"(?<![\u4e00-\u9fff\d])(?<!\d )(?P<unit>{_MONEY}|亿元|元)(?![\u4e00-\u9fff/])")
_BETWEEN = re.compile(r"(?<=[\d)%])、(?=\d)")


def english(sentence: str) -> str:
    """An English sentence without Chinese units and titles of tables; the unit of all its amounts stands at its end.

    A name of the classification that it begins with is translated, and stays behind the translation.
    """
    found = {match["unit"] for match in _UNIT.finditer(sentence)}
    only = found - {"分", "个百分点"} == {_MONEY} and "CNY" not in sentence and not _BARE.search(sentence)
    text = _UNIT.sub(lambda match: match["figure"] + _unit(match["unit"], only), sentence)
    text = _BARE.sub(lambda match: _UNITS[match["unit"]], text.replace(" (CNY 10 000) (CNY 10 000)", " (CNY 10 000)"))
    text = f"{text} ({_UNITS[_MONEY]})" if only else text.replace("CNY 10 000 (CNY 10 000)", "CNY 10 000")
    text = _BETWEEN.sub(", ", _titled(text))
    head, colon, rest = text.partition(": ")
    return f"{official()[head]} ({head}): {rest}" if colon and head in official() else text


def _unit(unit: str, only: bool) -> str:
    """A unit behind its figure; nothing for that of all amounts."""
    if unit == _MONEY and only:
        return ""
    return f" ({_UNITS[unit]})" if unit.endswith("元") else f" {_UNITS[unit]}"


def _titled(text: str) -> str:
    """A sentence with the titles of statutory tables as their number and English title; parts of a longer name are none."""
    return _titles().sub(lambda match: _title(match.group()), text)


def _title(title: str) -> str:
    (term,) = [term for term in terms().values() if term.zh == title and _TABLE.fullmatch(term.identifier)][:1]
    return f"table {term.identifier} ({term.en})"


_TABLE = re.compile(r"[FB]\d{2}(?:-\d)?")


@cache
def _titles() -> re.Pattern[str]:
    titles = sorted((term.zh for term in terms().values() if _TABLE.fullmatch(term.identifier)), key=len, reverse=True)
    return re.compile(rf"(?<![\u4e00-\u9fff])(?:{'|'.join(map(re.escape, titles))})(?![\u4e00-\u9fff])")


# The language that a notebook speaks (`j.use`).
_speaking = LANGUAGES[0]


def current() -> str:
    """The language in use."""
    return _speaking


def speak(lang: str) -> None:
    """Sets the language in use; UsageError for one that the vocabulary does not have."""
    global _speaking
    if lang not in LANGUAGES:
        raise unknown("language", lang, LANGUAGES)
    _speaking = lang

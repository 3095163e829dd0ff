"""Chinese names and sentences in English: by the official classification, the vocabulary, and words that names are made of."""

import re
from calendar import month_name
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from typing import Any

from jianghan_lib.base.paths import declared
from jianghan_lib.vocabulary import terms


@cache
def official() -> Mapping[str, str]:
    """Chinese names that have an English one: those of the official classification, and words of a term alone."""
    names = {row["name"]: row["english"] for row in declared("reference/classification.csv") if row["english"]}
    meant: dict[str, set[str]] = {}
    for term in terms().values():
        meant.setdefault(term.zh, set()).add(term.en)
    return {zh: next(iter(en)) for zh, en in meant.items() if len(en) == 1} | names


# The number of a row before its name: 一、 or （六）.
_ORDINAL = re.compile(r"^(?:[一二三四五六七八九十廿]+、|[（(][一二三四五六七八九十廿]+[）)])")
_APART = re.compile(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])")  # 支 出 总 计
_YEARS = re.compile(r"(\d{4}(?:-\d{4})?)年(?:度|(底|末|初))?")
_WITHIN = {"底": "end of ", "末": "end of ", "初": "beginning of "}
_SIGN = re.compile(r"[^\u4e00-\u9fff]+")
_SIGNS = str.maketrans(
    {"（": "(", "）": ")", "、": ", ", "，": ", ", "；": "; ", "：": ": ", "。": "; ", "“": None, "”": None, '"': None, "/": " / "}
)  # fmt: skip
_PLACES = {
    "自治区": "Autonomous Region", "自治州": "Prefecture", "新区": "New Area", "街道": "Subdistrict", "省": "Province",
    "市": "City", "区": "District", "县": "County", "镇": "Town", "乡": "Township",
}  # fmt: skip
_PLACE = re.compile(
    rf"(?![省市县])(?P<stem>[\u4e00-\u9fff]{{2,4}}?)(?<!开发)(?!(?<=[社园片辖校景小])区)(?P<kind>{'|'.join(_PLACES)})"
)
_LONGEST_WORD = 24
# A place is told by its last character only: so many known words are believed before it.
_GUESSED = 3
# 区 ends many words that are no place (社区, 来区就业): a district stands first, or behind what it is a part of.
_BEFORE_DISTRICT = ("省", "市", "州", "中共", "(", ",", "、", " ")
# Spaces that signs have not, and "of" before nothing.
_SPARE = re.compile(r"(?: of)?\s+(?=[,;:)])| of(?= (?:(?:of|and|or)\b|/|\()|$)|(?<=\()\s+|[;\s]+$")
_UNCAPITALISED = frozenset({"and", "of", "for", "or"})


@cache
def _words() -> Mapping[str, str]:
    """Words that names are made of, official names among them, each in English."""
    return _official() | {row["word"]: row["english"] for row in declared("reference/name_words.csv")}


@cache
def _shapes() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Names with gaps (`A对B的满意度`), whose English has another order of words (`satisfaction of {A} with {B}`)."""
    gaps = [(word, english) for word, english in _words().items() if "A" in word]
    return tuple((re.compile(re.sub("[AB]", r"(?P<\g<0>>[^，。；;/()]+)", word)), english) for word, english in gaps)


@cache
def _official() -> dict[str, str]:
    return {_half(name): english for name, english in official().items()}


@cache
def translated(name: str) -> str:
    """A Chinese name in English: the official one, else word by word; what no word is known for stays Chinese.

    The name of a place, and of what is there, is spelt by its sound where no word is known. A name of which
    more than a quarter is not known stays as it is.
    """
    bare = _DATE.sub(_date, _ORDINAL.sub("", _half(_APART.sub("", name))))
    if known := _exact(bare) or _shaped(bare):
        return known
    parts = _parts(bare)
    if sum(len(part) for part, english in parts if english is None) > len(bare) / 4:
        return name
    proper = any(_PLACE.fullmatch(part) and part not in _words() for part, _ in parts)
    english = " ".join((_sound(part) if proper else part) if english is None else english for part, english in parts)
    english = _SPARE.sub("", " ".join(english.split()))
    if not proper:
        return english
    return " ".join(word if word in _UNCAPITALISED else word[:1].upper() + word[1:] for word in english.split(" "))


def _shaped(name: str) -> str:
    """The English of a name with gaps, where all that fills them is known; else empty."""
    for shape, english in _shapes():
        if name not in _words() and (found := shape.fullmatch(name)):
            parts = {gap: translated(part) for gap, part in found.groupdict().items()}
            if not any(_CHINESE.search(part) for part in parts.values()):
                return english.format(**parts)
    return ""


def _exact(name: str) -> str:
    """The official English of a whole name, or of names between 、; else empty."""
    if "、" in name:
        several = [_exact(part) for part in name.split("、")]
        return ", ".join(several) if all(several) else ""
    whole = (name, name.removesuffix("支出"), f"{name}支出")  # 职业年金缴费支出, 社会保障和就业
    return next((_official()[one] for one in whole if one in _official()), "")


def _parts(name: str) -> list[tuple[str, str | None]]:
    """A name in known parts, each with its English: those that leave least of it unknown (None beside it), then the fewest."""
    # From the end: how much from here on is not known, in how many parts, and the parts themselves.
    best: list[tuple[int, int, list[tuple[str, str | None]]]] = [(0, 0, [])]
    for at in range(len(name) - 1, -1, -1):
        best.insert(
            0, min((_with(part, english, *best[len(part) - 1]) for part, english in _known(name, at)), key=_cost)
        )
    return best[0][2]


def _with(part: str, english: str | None, unknown: int, count: int, rest: list[tuple[str, str | None]]) -> Any:
    """A part before the others, what is not known joined to what is not known after it."""
    if english is None and rest and rest[0][1] is None:
        return unknown + len(part), count, [(part + rest[0][0], None), *rest[1:]]
    place = _PLACE.fullmatch(part) if english is not None and part not in _words() else None
    guessed = place is not None and not _words().get(place["stem"], "")[:1].isupper()
    return unknown + len(part) * (english is None), count + (_GUESSED if guessed else 1), [(part, english), *rest]


def _cost(parts: tuple[int, int, object]) -> tuple[int, int]:
    return parts[:2]


def _known(name: str, at: int) -> Iterator[tuple[str, str | None]]:
    """What may begin at a place of a name, the longest word first: years, words, signs, a place; else one character, of which nothing is known."""
    if found := _YEARS.match(name, at) or _SIGN.match(name, at):
        yield found[0], f"{_WITHIN.get(found[2], '')}{found[1]}" if found.re is _YEARS else found[0].translate(_SIGNS)
        return
    place = _PLACE.match(name, at)
    if place and place["kind"] == "区" and not (at == 0 or name[:at].endswith(_BEFORE_DISTRICT)):
        place = None
    for end in range(min(len(name), at + _LONGEST_WORD), at, -1):
        if name[at:end] in _words():
            yield name[at:end], _words()[name[at:end]]
        elif place and place.end() == end:
            yield place[0], f"{_sound(place['stem'])} {_PLACES[place['kind']]}"
    yield name[at], None


def _sound(chinese: str) -> str:
    """Chinese spelt by its sound, as a name: Jiang'an."""
    from pypinyin import lazy_pinyin

    first, *rest = lazy_pinyin(chinese)
    return first.capitalize() + "".join(f"'{one}" if one[0] in "aeo" else one for one in rest)


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

    A name that has an English one is translated, and stays behind the translation as it is printed.
    """
    found = {match["unit"] for match in _UNIT.finditer(sentence)}
    only = found - {"分", "个百分点"} == {_MONEY} and "CNY" not in sentence and not _BARE.search(sentence)
    text = _EACH.sub(_each, _DATE.sub(_date, sentence))
    text = _UNIT.sub(lambda match: match["figure"] + _unit(match["unit"], only), text)
    text = _BARE.sub(lambda match: _UNITS[match["unit"]], text.replace(" (CNY 10 000) (CNY 10 000)", " (CNY 10 000)"))
    text = f"{text} ({_UNITS[_MONEY]})" if only else text.replace("CNY 10 000 (CNY 10 000)", "CNY 10 000")
    text = _COUNTED.sub(_counted, _BETWEEN.sub(", ", _titled(text)))
    return _PAIR.sub(_both, _NAME.sub(_named, _BESIDE.sub(_beside, text)))


# A word before a figure, or between two: 减少2.98%, 97%≦执行率≦100%.
_BESIDE = re.compile(r"(?<![\w（(])[\u4e00-\u9fff]{2,8}(?=[\d≦≧≤≥])")


def _beside(word: re.Match[str]) -> str:
    """A word beside a figure in English, where it is known, apart from the figure."""
    english, sign = translated(word.group()), word.string[: word.start()][-1:]
    return word.group() if _CHINESE.search(english) else f"{' ' * (sign in {*'≦≧≤≥'})}{english} ".replace("  ", " ")


# A name that stands alone in an English sentence, not behind its translation.
_NAME = re.compile(
    r"(?<![\w(（)）%“、≦≧<>-])(?:\d{4}(?:-\d{4})?(?=年度?[\u4e00-\u9fff])|\d+(?=名))?[\u4e00-\u9fff“”]"
    r"(?:[\u4e00-\u9fff“”（）、]|\([\u4e00-\u9fff]+\))+(?![\w)(（“≦≧<>])"
)


def _named(name: re.Match[str]) -> str:
    """A name with its English before it, where all of it has one."""
    english = translated(name.group())
    return name.group() if _CHINESE.search(english) else f"{english} ({name.group()})"


# Target and result in words.
_PAIR = re.compile(r"\(([\u4e00-\u9fff]+)/([\u4e00-\u9fff]+)\)")


def _both(pair: re.Match[str]) -> str:
    """Target and result in English, where all of both is known."""
    told = " / ".join(translated(one) for one in pair.groups())
    return pair.group() if _CHINESE.search(told) else f"({told})"


_CHINESE = re.compile(r"[\u4e00-\u9fff]")
# How many of what, and whether more or fewer: 1.1万人, 15个, 5个工作日, 100人左右. A date is none, and what goes on in words is a part of a sentence.
_BOUNDS = {"以上": " and above", "以下": " and below", "以内": " or less", "左右": " or so"}
_COUNTED = re.compile(
    r"(?P<figure>\d[\d,]*(?:\.\d+)?%?)\s?(?P<ten>万?)(?P<each>个?)(?P<of>(?![年月日元])[\u4e00-\u9fff]{0,3}?)"
    rf"(?P<bound>{'|'.join(_BOUNDS)})?(?![\u4e00-\u9fff]|/(?![\d年]))"
)
# How much for one of what: 940元/月, 200元/人/年.
_EACH = re.compile(r"(?<=\d)元((?:/[人次户场天月年])+)(?![\u4e00-\u9fff/])")
_ONE = re.compile(r"(?<![\d.,])(1 [a-z -]*?[a-z])(ies|(?<!s)s)\b")
_TEN_THOUSAND = 10_000
_FIGURE = re.compile(r"\d")
_BRACKETED = re.compile(r"(?<=\d)\(([\u4e00-\u9fff]+)\)$")
_DATE = re.compile(r"(\d{4})年(1[0-2]|0?[1-9])月(?:(\d{1,2})日)?(前)?")
_SPACED = re.compile(r"(?<=[a-z])\(")
_PLAIN_COUNT = re.compile(r"(?<=\d )\(([a-z-]+)\)")


def _counted(match: re.Match[str]) -> str:
    """How many of what, in English where it is known of what."""
    figure, of = match["figure"], _words().get(match["of"], "")
    if not (of or ((match["each"] or match["ten"] or match["bound"]) and not match["of"])):
        return match.group()
    if match["ten"]:
        figure = f"{(Decimal(figure.replace(',', '')) * _TEN_THOUSAND).normalize():,f}"
    return _one(f"{figure} {of.strip('()').removesuffix(' of')}".strip()) + _BOUNDS.get(match["bound"], "")


def _one(text: str) -> str:
    """A text in which one of what is counted is no plural."""
    return _ONE.sub(lambda found: found[1] + ("y" if found[2] == "ies" else ""), text)


def _each(match: re.Match[str]) -> str:
    """An amount for one of what."""
    return " CNY" + "".join(f" a {_words()[of].removesuffix('s')}" for of in match[1].split("/")[1:])


def _date(match: re.Match[str]) -> str:
    """A day by its numbers, a month by its name; what is to be done before is done by then."""
    year, month, day, before = match.groups()
    return ("by " if before else "") + (f"{year}-{month}-{day}" if day else f"{month_name[int(month)]} {year}")


def printed(text: str) -> str:
    """What a cell prints, in English: dates, units, figures with their words; words alone, where all are known, with what is printed behind them."""
    told = _EACH.sub(_each, _BRACKETED.sub(r"\1", _DATE.sub(_date, text)))
    told = _UNIT.sub(lambda match: match["figure"] + _unit(match["unit"], False), told)
    told = _COUNTED.sub(_counted, told)
    words = translated(told) if _CHINESE.search(told) else told.replace("、", ", ")
    words = _one(_PLAIN_COUNT.sub(r"\1", _SPACED.sub(r" \g<0>", words)))
    if _CHINESE.search(words):
        return text
    return words if _FIGURE.search(_YEARS.sub("", text)) or words == told else f"{words} ({text})"


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

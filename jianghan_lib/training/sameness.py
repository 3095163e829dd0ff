"""When two answers say the same: which forms an exercise takes, and how far its numbers may be apart."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from jianghan_lib.training.exercise import Exercise
from jianghan_lib.translation import translated

NUMBERS = ("number", "rate", "fine_rate", "coefficient", "count", "line")
# What marks a plain answer that is no Series, alone in its place: see `answers.plain`.
MARKS = ("table", "chart", "unreadable")
# A small rate may miss by this part of itself, or by half of its fourth decimal: it is still told from nothing.
PART = 0.05
LEAST = 0.000051
# Half of the last place of an amount as printed.
CENT = 0.0051
# Units that the axis of a chart may name, in 万元.
UNITS = {"亿元": 10000.0, "万元": 1.0, "元": 0.0001}
# In English, without blanks and commas; the largest first, as each is written into the one before it.
UNITS |= {
    "CNY100million": 10000.0,
    "100millionyuan": 10000.0,
    "CNY10000": 1.0,
    "10000yuan": 1.0,
    "CNY": 0.0001,
    "yuan": 0.0001,
}
UNIT = re.compile("|".join(UNITS))
NUMBER = re.compile(r"\d+(?:\.\d+)?")
# A name in quotation marks, with none in it.
QUOTED = re.compile(r"""[“"'‘]([^“”"'‘’]*)[”"'’]""")
# What a sentence of a finding leaves to its reader: see the last lesson.
JUDGES = re.compile(r"浪费|节约|节省|\bwast|\bsaving", re.IGNORECASE)


def taken(kind: str, given: Any) -> Any:
    """A plain answer of a neighbouring form -> the form of its kind: a Series for a list, one row for a number."""
    if isinstance(given, dict) and mark(given) == "table" and kind != "table":
        given = _of_table(given["table"])
    if kind == "mapping" and _is_pairs(given):
        return dict(given)
    values = list(given.values()) if isinstance(given, dict) and not mark(given) else given
    if kind in ("names", "lines"):
        one = [values] if isinstance(values, str) or (kind == "lines" and _is_whole(values)) else values
        return [int(each) if _is_whole(each) else _bared(each) for each in one] if isinstance(one, list) else one
    if kind in (*NUMBERS, "name") and isinstance(values, list) and len(values) == 1:
        return _bared(values[0])
    return _bared(given) if kind == "name" else given


def _bared(given: Any) -> Any:
    """A name without the quotation marks around it."""
    quoted = QUOTED.fullmatch(given) if isinstance(given, str) else None
    return quoted[1] if quoted else given


def _is_pairs(given: Any) -> bool:
    """Whether something is a list of names and numbers by twos."""
    return isinstance(given, list) and all(
        isinstance(one, list) and len(one) == 2 and isinstance(one[0], str) for one in given
    )


def _of_table(columns: Mapping[str, Any]) -> Any:
    """A table of one column -> that column; one of names and numbers -> the numbers by their names; any other as it is."""
    listed = [list(one.values()) if isinstance(one, dict) else one for one in columns.values()]
    if len(columns) == 1:
        return next(iter(columns.values()))
    if len(columns) == 2 and all(isinstance(name, str) for name in listed[0]):
        return dict(zip(*listed, strict=True))
    return {"table": columns}


def mark(given: Mapping[str, Any]) -> str:
    """What a plain answer is that is a dict and no Series: table, chart or unreadable; '' for a Series."""
    return next((name for name in MARKS if list(given) == [name]), "")


def same(exercise: Exercise, one: Any, other: Any) -> bool:
    """Whether a plain answer says the same as another that is known, within the tolerance of the exercise."""
    if not (FITS[exercise.kind](one) and FITS[exercise.kind](other)):
        return False
    if exercise.kind in NUMBERS:
        return near(one, other, tolerance(exercise, other))
    if exercise.kind in ("names", "lines"):
        return bool(set(as_printed(one, other)) == set(other))
    if exercise.kind == "mapping":
        return same_mapping(one, other, exercise.tolerance)
    if exercise.kind == "table":
        return same_table(one["table"], other["table"], exercise.tolerance)
    if exercise.kind == "sentence":
        return one == other if isinstance(other, str) else not (unsaid(one, other) or is_judging(one, other))
    if exercise.kind == "chart":
        return not faults(one["chart"], other["chart"])
    # Names that share the first place are all right, each alone or together.
    return bool(names(one)) and set(as_printed(names(one), names(other))) <= set(names(other))


def as_printed(given: Sequence[Any], known: Sequence[Any]) -> list[Any]:
    """Names as a document prints them, where they are given in English, as tables show them."""
    printed = {translated(name).lower(): name for name in known if isinstance(name, str)}
    return [printed.get(one.lower(), one) if isinstance(one, str) else one for one in given]


def partly(exercise: Exercise, one: Any, other: Any) -> float:
    """Which part of the pieces of a list, mapping or table is right; what does not belong counts as a piece that is not."""
    if exercise.kind in ("names", "lines"):
        given = set(as_printed(one, other))
        return len(given & set(other)) / max(len(given | set(other)), 1)
    if exercise.kind == "sentence":
        return 1 - (len(unsaid(one, other)) or is_judging(one, other)) / len(other)
    if exercise.kind == "mapping":
        return _part_of(one, other, exercise.tolerance)
    if exercise.kind == "table":
        columns = [
            _part_of(one["table"].get(name), other["table"][name], exercise.tolerance) for name in other["table"]
        ]
        return sum(columns) / len(columns)
    return 0.0


def unsaid(sentence: str | list[str], pieces: Sequence[str]) -> list[int]:
    """Which of the pieces a sentence does not say, by number; blanks between them do not count."""
    said = _joined("".join(names(sentence)))
    return [
        at
        for at, one in enumerate(pieces)
        if not any(_alone(_joined(name)).search(said) for name in (one, translated(one)))
    ]


def is_judging(sentence: str | list[str], pieces: Sequence[str]) -> bool:
    """Whether a sentence says waste or saving, outside the names that it has to say."""
    said = "".join(names(sentence))
    for one in pieces:
        said = said.replace(one, "")
    return JUDGES.search(said) is not None


def _alone(piece: str) -> re.Pattern[str]:
    """A piece where it stands for itself: one that begins or ends with a digit is not a part of a longer figure."""
    before, after = (r"(?<![\d.])" * piece[:1].isdigit(), r"(?![\d.]*\d)" * piece[-1:].isdigit())
    return re.compile(f"{before}{re.escape(piece)}{after}")


def _joined(text: str) -> str:
    """A text without blanks, full-width digits and signs made plain."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def _part_of(one: Any, other: Mapping[str, Any], within: float) -> float:
    if not _is_mapping(one):
        return 0.0
    hits = [key for key in other if key in one and near(one[key] or 0.0, other[key] or 0.0, within)]
    return len(hits) / max(len(set(one) | set(other)), 1)


def tolerance(exercise: Exercise, known: float) -> float:
    """How far a number may be from a known one."""
    if exercise.kind in ("rate", "fine_rate", "coefficient"):
        return max(min(exercise.tolerance, PART * abs(known)), LEAST)
    return exercise.tolerance


def near(one: float | None, other: float | None, within: float) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) <= within


def same_mapping(one: Mapping[str, Any], other: Mapping[str, Any], within: float) -> bool:
    return set(one) == set(other) and all(near(one[key] or 0.0, other[key] or 0.0, within) for key in other)


def same_table(one: Mapping[str, Any], other: Mapping[str, Any], within: float) -> bool:
    """The wanted columns with the wanted rows; more columns do no harm."""
    return all(_is_mapping(one.get(name)) and same_mapping(one[name], other[name], within) for name in other)


def faults(one: Mapping[str, Any], other: Mapping[str, Any]) -> list[str]:
    """What a reader would miss in a chart, first things first: see the keys."""
    lengths = in_wan(one)
    if not any(lengths):
        return ["bars"]
    longest = max((length or 0.0 for series in lengths for length in series), default=0.0)
    found = {
        "stacked": len(other["bars"]) > 1 and one.get("stacked", False),
        "bars": not same_bars(lengths, other["bars"]),
        "labels": not _same_labels(one.get("names"), other.get("names")),
        "start": not near(scale(one) * one["start"], other["start"], CENT),
        "end": scale(one) * one.get("end", longest) < longest - CENT,
        "title": not one["title"],
        "said": not _says_number(one["title"], other["title"]),
        "unit": not _unit(one),
        "legend": len(other["bars"]) > 1 and not one["legend"],
    }
    return [name for name, is_so in found.items() if is_so]


def _says_number(title: str, wanted: str) -> bool:
    """Whether a title gives a number that is wanted in it, if one is, to its tenth."""
    said, asked = ([float(one) for one in NUMBER.findall(text)] for text in (title, wanted))
    return not asked or any(near(one, other, 0.051) for one in said for other in asked)


def scale(chart: Mapping[str, Any]) -> float:
    """How many 万元 the unit that the axis of amounts names is."""
    return UNITS[_unit(chart)] if _unit(chart) else 1.0


def _unit(chart: Mapping[str, Any]) -> str:
    """The unit that the axis of amounts names, as `UNITS` has it; empty where it names none."""
    named = UNIT.search(_joined(chart["unit"]).replace(",", ""))
    return named[0] if named else ""


def in_wan(chart: Mapping[str, Any]) -> list[list[float]]:
    """The lengths of a chart's bars, in 万元."""
    return [[(length or 0.0) * scale(chart) for length in series] for series in chart.get("bars") or []]


def _same_labels(given: Sequence[str] | None, wanted: Sequence[str] | None) -> bool:
    """Whether bars bear their names, in Chinese or English; an answer that was kept without names is not asked."""
    if given is None or not wanted:
        return True
    return len(given) == len(wanted) and all(
        any(_bare(name) in _bare(label) for name in (one, translated(one)))
        for label, one in zip(given, wanted, strict=True)
    )


def _bare(text: str) -> str:
    return "".join(text.split()).lower()


def same_bars(one: list[list[Any]], other: list[list[Any]]) -> bool:
    """Whether the bars of each series are equally long."""
    return [len(series) for series in one] == [len(series) for series in other] and all(
        near(a or 0.0, b or 0.0, CENT) for x, y in zip(one, other, strict=True) for a, b in zip(x, y, strict=True)
    )


def names(given: str | list[str]) -> list[str]:
    return [given] if isinstance(given, str) else given


def _is_number(given: Any) -> bool:
    return isinstance(given, int | float) and not isinstance(given, bool)


def _is_whole(given: Any) -> bool:
    return _is_number(given) and float(given).is_integer()


def _is_mapping(given: Any) -> bool:
    return isinstance(given, dict) and all(value is None or _is_number(value) for value in given.values())


def _is_names(given: Any) -> bool:
    return isinstance(given, list) and all(isinstance(one, str) for one in given)


FITS: Mapping[str, Callable[[Any], bool]] = {
    **dict.fromkeys(("number", "rate", "fine_rate", "coefficient"), _is_number),
    **dict.fromkeys(("count", "line"), _is_whole),
    **dict.fromkeys(("name", "sentence"), lambda given: isinstance(given, str) or _is_names(given)),
    "names": _is_names,
    "lines": lambda given: isinstance(given, list) and all(_is_whole(one) for one in given),
    "mapping": _is_mapping,
    "table": lambda given: isinstance(given, dict) and isinstance(given.get("table"), dict),
    "chart": lambda given: isinstance(given, dict) and isinstance(given.get("chart"), dict),
}

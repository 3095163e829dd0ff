"""One row of an indicator table in bare lines: its level labels, name, target, actual and score, told apart by their form."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from jianghan_lib.base.money import plain
from jianghan_lib.forms.evaluation.families import FIRST, Label
from jianghan_lib.forms.evaluation.values import NOTHING, read_value
from jianghan_lib.readers.blocks import Line

_POINTS = r"(?:\((?P<points>\d+(?:\.\d+)?)分\))?"
_LABEL = re.compile(
    r"^(?P<label>(?:产出|效益|满意度|数量|质量|时效|成本控制|成本|经济成本|社会成本|生态环境成本|经济效益|社会效益|生态效益|"
    rf"可持续影响效益|可持续影响|社会公众或服务对象满意度|社会公众满意度|服务对象满意度)指标){_POINTS}"
)
# Labels without 指标 are only those that stand in a cell of their own.
_BARE = re.compile(rf"^(?P<label>社会效益|经济效益|生态效益|成本控制|完成时效|可持续影响){_POINTS}")
# Words that some forms print as a second level and others as the name of an indicator.
_EITHER = re.compile(r"^(?P<label>完成及时率|预算执行率)")
_NAME = re.compile(r"^(?P<name>.+?)\((?P<points>\d+(?:\.\d+)?)分\)?")
_IN_BRACKETS = re.compile(r"\((?P<points>\d+(?:\.\d+)?)分\)?")
# A score cannot follow an open bracket or a month: 标（4 / 分）, 12月31 / 日.
_OPEN = re.compile(r"(?:\(|\d\s*月)\s*\d+$")
# A date whose parts stand apart: 2020 年 12 月 31 日.
_DATE = re.compile(r"(?<=\d)\s+(?=[年月日])|(?<=年)\s+(?=\d{1,2}\s*月)|(?<=月)\s+(?=\d{1,2}\s*日)")
# Weight and score at the end of a row, with the reason that may follow on the same line.
_ENDS = re.compile(
    r"^(?P<row>.*\S)\s+(?P<weight>\d+(?:\.\d+)?)\s+(?P<score>\d+(?:\.\d+)?)(?P<reason>[^\S\n]+[^\d\s][^\n]*)?$",
    re.DOTALL,
)
# A figure of its own, at the end of a line or before a reason: without it no line closes a row.
_CLOSES = re.compile(r"(?:^|\s)\d+(?:\.\d+)?(?:\s+[^\d\s].*)?$")
_NUMBERED = re.compile(r"^指标\d+[:.、]?")
_TAIL = re.compile(r"以上|以下|以内|左右")
LONGEST_NAME = 80


@dataclass(frozen=True)
class Row:
    """A row as printed: its labels, name, points, target, actual, score; target and actual empty where they cannot be told apart.

    `lines` says on which of its lines, counted from 0, a figure stands.
    """

    labels: tuple[Label, ...]
    name: str
    weight: str
    target: str
    actual: str
    score: str
    explained: bool = False
    lines: Mapping[str, int] = field(default_factory=dict)


def read_row(lines: Sequence[Line], *, weighted: bool = False) -> Row | None:
    """Lines gathered so far -> a row, once the last token is a score that fits; None while it is not complete.

    In a table with a column of weights, the weight stands before the score, and the reason of a deviation may follow it.
    """
    if not _CLOSES.search(plain(lines[-1].text).strip()):
        return None
    text = "\n".join(plain(line.text).strip() for line in lines)
    if weighted:
        return _weighted(text, lines)
    if not re.search(r"(?:^|\s)\d+(?:\.\d+)?$", text) or _OPEN.search(text):
        return None
    labels, rest = _labels(text)
    named = _NAME.match(_compact(rest))
    if named and len(named["name"]) < LONGEST_NAME:
        row = _pointed(labels, rest, named)
    elif labels:
        row = _unpointed(labels, rest)
    else:
        row = _either(rest) or _unpointed(labels, rest)
    return row and _as_printed(row, lines)


def _weighted(text: str, lines: Sequence[Line]) -> Row | None:
    """A row that ends with its weight and its score, which is no more."""
    found = _ENDS.match(text)
    if not found or Decimal(found["score"]) > Decimal(found["weight"]):
        return None
    labels, rest = _labels(f"{found['row']} {found['score']}")
    row = _unpointed(labels, rest)
    if row is None:
        return None
    name = _NUMBERED.sub("", row.name)
    row = _as_printed(replace(row, name=name, weight=found["weight"], explained=bool(found["reason"])), lines)
    ends = {figure: text.count("\n", 0, found.start(figure)) for figure in ("weight", "score")}
    return replace(row, lines={**row.lines, **ends})


def _compact(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _labels(text: str) -> tuple[tuple[Label, ...], str]:
    """The level labels at the head of a row taken off; white space inside them does not count."""
    labels: list[Label] = []
    for _ in range(3):
        compact = _compact(text)
        found = _LABEL.match(compact) or _BARE.match(compact)
        rest = _after(text, len(found.group())) if found else ""
        if not found or not rest or (found.re is _BARE and not found["points"] and not rest[:1].isspace()):
            break
        one = Label(found["label"], Decimal(found["points"]) if found["points"] else None)
        # Of second-level labels one below the other, the rows of all but the last are empty.
        labels = [label for label in labels if FIRST.match(label.name)] if not FIRST.match(one.name) else labels
        labels.append(one)
        text = rest
    return tuple(labels), text


def _after(text: str, count: int) -> str:
    """The text after so many characters that are not white space."""
    for place, character in enumerate(text):
        if count == 0:
            return text[place:]
        count -= not character.isspace()
    return ""


def _pointed(labels: tuple[Label, ...], rest: str, named: re.Match[str]) -> Row | None:
    """A row whose name ends at its points: （2分）."""
    *values, score = _after(rest, len(named.group())).split() or [""]
    if len(values) < 2 or Decimal(score) > Decimal(named["points"]):
        return None
    return Row(labels, named["name"], named["points"], *_split(values), score)


def _either(rest: str) -> Row | None:
    """A row that begins with a word which is a second level only if a name that is no value still follows it."""
    found = _EITHER.match(_compact(rest))
    left = _after(rest, len(found.group())) if found else ""
    row = _unpointed((Label(found["label"]),), left.strip()) if found and left[:1].isspace() else None
    return row if row and read_value(row.name).direction in ("qualitative", "between") else None


def _unpointed(labels: tuple[Label, ...], rest: str) -> Row | None:
    """A row without points. Values on its last line stand in cells of their own; what wraps above them is name, then target."""
    *above, last = (_DATE.sub("", line.strip()) for line in rest.strip().split("\n"))
    *tokens, score = last.split()
    tokens = _with_units(tokens)
    dashed = _dashed([word for line in above for word in line.split()] + tokens)
    if len(tokens) >= 2:
        name, values = "".join([*above, *tokens[:-2]]), tokens[-2:]
    elif dashed:
        name, *values = dashed
    else:
        wrapped = _name_lines(above)
        name, left = "".join(above[:wrapped]), above[wrapped:]
        values = (
            ["".join(left), *tokens]
            if tokens
            else list(_split(_with_units([word for line in left for word in line.split()])))
        )
    name = _compact(name)
    return Row(labels, name, "", values[0], values[1], score) if name and len(values) == 2 else None


def _dashed(words: Sequence[str]) -> tuple[str, str, str] | None:
    """Words with one dash among them, which stands for no target -> (name, dash, actual)."""
    places = [place for place, word in enumerate(words) if NOTHING.fullmatch(word)]
    if len(places) != 1 or not 0 < places[0] < len(words) - 1:
        return None
    return "".join(words[: places[0]]), words[places[0]], "".join(words[places[0] + 1 :])


def _with_units(tokens: Sequence[str]) -> list[str]:
    """Tokens, a unit that stands apart from its number (6100 次) put back to it."""
    joined: list[str] = []
    for token in tokens:
        unit = re.fullmatch(r"\D{1,3}", token) and not NOTHING.fullmatch(token)
        if joined and ((unit and re.fullmatch(r"[\d.,]+", joined[-1])) or _TAIL.fullmatch(token)):
            joined[-1] += token
        else:
            joined.append(token)
    return joined


def _name_lines(lines: Sequence[str]) -> int:
    """How many lines a wrapped name takes: all but its last are as wide as its first."""
    width = len(lines[0]) if lines else 0
    for place, line in enumerate(lines[1:], 1):
        if len(line) > width + 1:
            return place
        if len(line) < width - 1:
            return place + 1
    return len(lines)


def _split(values: Sequence[str]) -> tuple[str, str]:
    """Value tokens -> (target, actual): where they are two; where a cut gives two that begin or end alike; else both empty."""
    if len(values) == 2:
        return values[0], values[1]
    cuts = [("".join(values[:cut]), "".join(values[cut:])) for cut in range(1, len(values))]
    numeric = [cut for cut in cuts if all(read_value(value).numbers for value in cut)]
    if len(numeric) == 1:
        return numeric[0]
    scored = sorted(((_alike(one, other), one, other) for one, other in cuts), reverse=True)
    if not scored or scored[0][0] == 0 or (len(scored) > 1 and scored[0][0] == scored[1][0]):
        dashed = [(one, other) for one, other in cuts if NOTHING.fullmatch(one)]
        return dashed[0] if len(dashed) == 1 else ("", "")
    return scored[0][1], scored[0][2]


def _alike(one: str, other: str) -> int:
    """How many characters two values share at their beginnings and ends."""
    shortest = min(len(one), len(other))
    head = next((at for at in range(shortest) if one[at] != other[at]), shortest)
    tail = next((at for at in range(shortest) if one[-1 - at] != other[-1 - at]), shortest)
    return head + tail


def _as_printed(row: Row, lines: Sequence[Line]) -> Row:
    """A row with the punctuation of the source, which reading made plain, and the line of each of its figures."""
    kept = [
        (character, number)
        for number, line in enumerate(lines)
        for character in line.text
        if not plain(character).isspace()
    ]
    text, start = plain("".join(character for character, _ in kept)), 0
    found, on = {}, {"score": len(lines) - 1}
    for name in ("name", "target", "actual"):
        value = getattr(row, name)
        at = text.find(value, start) if value else -1
        found[name] = "".join(character for character, _ in kept[at : at + len(value)]) if at >= 0 else value
        start = max(start, at + len(value))
        on |= {name: kept[at][1]} if at >= 0 else {}
        if name == "name" and (points := _IN_BRACKETS.match(text, start)):
            on["weight"], start = kept[points.start("points")][1], points.end()
    return replace(row, name=found["name"], target=found["target"], actual=found["actual"], lines=on)

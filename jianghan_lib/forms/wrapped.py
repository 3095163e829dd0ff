"""Self-evaluation forms as bare lines (PDF text), wrapped cell by cell -> project facts and indicators as printed.

A row ends at its score. Its level labels are known by their words, its name ends at its points (（2分）) where the
form prints them; what follows is target and actual. Where the lines do not tell one from the other, both stay empty
and a note says so.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from jianghan_lib.forms.records import Indicator, Note, Project
from jianghan_lib.forms.selfevaluation import RECURRENCE, TICKED
from jianghan_lib.forms.values import read_value
from jianghan_lib.money import DEFAULT_UNIT, looks_numeric, plain
from jianghan_lib.readers.blocks import Line, Source

_START = re.compile(r"^(?P<kind>项目名称|单位名称)\s+(?P<name>\S.*)$")
_HEADER = re.compile(r"三级指标|具体指标名称")
_HEADER_WORDS = re.compile(r"^(?:一级|二级|三级|具体|指标|名称|年初|目标|实际|完成|值|得分|\([AB]\)|指|标)+$")
_GOAL = re.compile(r"^年度(?:绩效)?目标\d")
_FRAME = re.compile(r"^[年度绩效指标目]$|^(?:年度|绩效|指标|目标)$")
_END = re.compile(r"^(?:偏差大|改进措施|总分|总$)")
_TOTALS = re.compile(r"(?P<basic>\d[\d,.]*)\s*项目支出总额(?:\s*\(万元\))?\s*(?P<project>\d[\d,.]*)")
_TOTAL = re.compile(r"总分(?P<score>\d+(?:\.\d+)?)")
_LEVEL1 = re.compile(r"^(?P<label>(?:产出|效益|满意度|成本)指标)(?:\(\d+分\))?")
_LEVEL2 = re.compile(
    r"^(?P<label>(?:数量|质量|时效|成本控制|成本|经济成本|经济效益|社会效益|生态效益|可持续影响效益|可持续影响|"
    r"社会公众或服务对象满意度|服务对象满意度)指标|社会效益(?=\(\d+分\))|成本控制|完成时效|可持续影响)(?:\(\d+分\))?"
)
_NAME = re.compile(r"^(?P<name>.+?)\((?P<points>\d+(?:\.\d+)?)分\)?")
_DASH = {"一", "—", "——", "-", "--"}
# A score cannot follow an open bracket or a month: 标（4 / 分）, 12月31 / 日.
_OPEN = re.compile(r"(?:\(|\d\s*月)\s*\d+$")
FARTHEST = 400
LONGEST_NAME = 80


@dataclass(frozen=True)
class Form:
    """A form: what it is about and its lines, from its name to its total score."""

    subject: str
    is_project: bool
    lines: tuple[Line, ...]


def read_wrapped(source: Source) -> tuple[list[Project], list[Indicator], list[Note]]:
    """A document in bare lines -> the facts and indicators of its self-evaluation forms."""
    projects: list[Project] = []
    indicators: list[Indicator] = []
    notes: list[Note] = []
    for form in _forms([line for line in source.lines if line.text.strip() and not line.is_row]):
        projects += _facts(form)
        found, more = _indicators(form)
        indicators += found
        notes += more
    return projects, indicators, notes


def _text(line: Line) -> str:
    return plain(line.text).strip()


def _forms(lines: Sequence[Line]) -> Iterator[Form]:
    starts = [
        (place, found)
        for place, line in enumerate(lines)
        if (found := _START.match(line.text.strip())) and ":" not in _text(line)
    ]
    for index, (place, found) in enumerate(starts):
        stop = min(starts[index + 1][0] if index + 1 < len(starts) else len(lines), place + FARTHEST)
        end = next((at for at in range(place, stop) if re.match(r"^偏差大|^改进措施", _text(lines[at]))), stop)
        body = tuple(lines[place:end])
        if any(_HEADER.search(_text(line)) for line in body):
            yield Form(re.sub(r"\s+", "", found["name"]), found["kind"] == "项目名称", body)


def _facts(form: Form) -> Iterator[Project]:
    """Budget, executed, rate and score under their labels, recurrence, and the total score."""
    head = next(place for place, line in enumerate(form.lines) if _HEADER.search(_text(line)))
    for line in form.lines[:head]:
        tokens = _text(line).split()
        if len(tokens) >= 3 and all(looks_numeric(token.rstrip("%")) for token in tokens):
            names = ("budget", "executed", "execution_rate", "execution_score")
            units = (DEFAULT_UNIT, DEFAULT_UNIT, "%", "分")
            for name, printed, unit in zip(names, tokens, units, strict=False):
                yield _fact(form, line, name, printed.rstrip("%"), unit)
            break
    upper = " ".join(_text(line) for line in form.lines[:head])
    totals = _TOTALS.search(upper)
    if totals:
        line = next(line for line in form.lines if "项目支出总额" in _text(line))
        yield _fact(form, line, "basic_total", totals["basic"], DEFAULT_UNIT)
        yield _fact(form, line, "project_total", totals["project"], DEFAULT_UNIT)
    for line in form.lines[:head]:
        if _text(line).startswith("项目类型"):
            yield from _recurrence(form, line)
    joined = "".join(re.sub(r"\s+", "", _text(line)) for line in form.lines[-4:])
    total = _TOTAL.search(joined)
    if total:
        yield _fact(form, form.lines[-1], "score", total["score"], "分")


def _fact(form: Form, line: Line, name: str, printed: str, unit: str) -> Project:
    source = "form" if form.is_project else "department_form"
    return Project(source, form.subject, name, "", printed, unit, "", line.number, line.page)


def _recurrence(form: Form, line: Line) -> Iterator[Project]:
    """The ticked box, or the only one not printed empty."""
    text = re.sub(r"\s+", "", line.text)
    marks = {
        known: found.group(1)
        for word, known in RECURRENCE.items()
        if (found := re.search(rf"{word}(?:项目)?(.?)", text))
    }
    ticked = [known for known, mark in marks.items() if mark and mark in TICKED]
    unmarked = [known for known, mark in marks.items() if mark != "□"]
    chosen = ticked or (unmarked if len(marks) > 1 else [])
    if len(chosen) == 1:
        yield _fact(form, line, "recurrence", chosen[0], "")


def _indicators(form: Form) -> tuple[list[Indicator], list[Note]]:
    """The rows of the indicator table: lines gathered until a score closes them."""
    found: list[Indicator] = []
    notes: list[Note] = []
    held: list[Line] = []
    level1 = level2 = ""
    for line in _body(form):
        text = _text(line)
        if _END.match(text):
            break
        held.append(line)
        row = _row(held)
        if row is None:
            continue
        one, two, name, points, values = row
        level1, level2 = (one or level1), (two or ("" if one else level2))
        target, actual = values[:2]
        if not name or not (target or actual):
            notes.append(
                Note("indicator_unclear", "form", name or form.subject, " ".join(values), held[0].number, held[0].page)
            )
        at = next(
            (one.number for one in held if name and name[:4] in re.sub(r"\s+", "", plain(one.text))), held[0].number
        )
        found.append(
            Indicator(form.subject, level1, level2, name, target, actual, points, values[-1], at, held[0].page)
        )
        held = []
    return found, notes


def _body(form: Form) -> Iterator[Line]:
    """The lines of the indicator rows: header words, goals and the upright frame label before them left out."""
    begun = heading = in_goal = False
    for line in form.lines:
        text = re.sub(r"\s+", "", _text(line))
        if _HEADER.search(text):
            begun, heading, in_goal = True, True, False
        elif _GOAL.match(text):
            in_goal = begun
        elif in_goal:
            in_goal, heading = not _FRAME.match(text), True
        elif heading and (_HEADER_WORDS.match(text) or _FRAME.match(text)):
            continue
        elif begun:
            heading = False
            yield line


Row = tuple[str, str, str, str, list[str]]


def _row(held: Sequence[Line]) -> Row | None:
    """Held lines -> (level 1, level 2, name, points, values with the score last) once the last token is a score that fits."""
    text = "\n".join(_text(line) for line in held)
    if not re.search(r"(?:^|\s)\d+(?:\.\d+)?$", text) or _OPEN.search(text):
        return None
    level1, level2, rest = _levels("\n".join(_text(line) for line in held))
    named = _NAME.match(re.sub(r"\s+", "", rest))
    if named and len(named["name"]) < LONGEST_NAME:
        values = _after(rest, len(named.group())).split()
        fits = len(values) >= 3 and Decimal(values[-1]) <= Decimal(named["points"])
        return (level1, level2, named["name"], named["points"], [*_split(values[:-1]), values[-1]]) if fits else None
    return _unpointed(level1, level2, rest)


def _levels(text: str) -> tuple[str, str, str]:
    """The level labels at the head of a row taken off; white space inside them does not count."""
    level1 = level2 = ""
    for _ in range(3):
        compact = re.sub(r"\s+", "", text)
        one, two = _LEVEL1.match(compact), _LEVEL2.match(compact)
        match = two if level1 and two else one or two
        if match is None or len(match.group()) == len(compact):
            break
        if match is one:
            level1 = match["label"]
        else:
            level2 = match["label"]
        text = _after(text, len(match.group()))
    return level1, level2, text


def _after(text: str, count: int) -> str:
    """The text after so many characters that are not white space."""
    for place, character in enumerate(text):
        if count == 0:
            return text[place:]
        count -= not character.isspace()
    return ""


def _unpointed(level1: str, level2: str, rest: str) -> Row | None:
    """A row without points. Values on its last line stand in cells of their own; what wraps above them is name, then target."""
    *above, last = (line.strip() for line in rest.strip().split("\n"))
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
    name = re.sub(r"\s+", "", name)
    return (level1, level2, name, "", [*values, score]) if name and len(values) == 2 else None


def _dashed(words: Sequence[str]) -> tuple[str, str, str] | None:
    """Words with one dash among them, which stands for no target -> (name, dash, actual)."""
    places = [place for place, word in enumerate(words) if word in _DASH]
    if len(places) != 1 or not 0 < places[0] < len(words) - 1:
        return None
    return "".join(words[: places[0]]), words[places[0]], "".join(words[places[0] + 1 :])


def _with_units(tokens: Sequence[str]) -> list[str]:
    """Tokens, a unit that stands apart from its number (6100 次) put back to it."""
    joined: list[str] = []
    for token in tokens:
        apart = (
            joined and re.fullmatch(r"[\d.,]+", joined[-1]) and re.fullmatch(r"\D{1,3}", token) and token not in _DASH
        )
        if apart:
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
    numeric = [cut for cut in cuts if all(read_value(value).number is not None for value in cut)]
    if len(numeric) == 1:
        return numeric[0]
    scored = sorted(((_alike(one, other), one, other) for one, other in cuts), reverse=True)
    if not scored or scored[0][0] == 0 or (len(scored) > 1 and scored[0][0] == scored[1][0]):
        dashed = [(one, other) for one, other in cuts if one in _DASH]
        return dashed[0] if len(dashed) == 1 else ("", "")
    return scored[0][1], scored[0][2]


def _alike(one: str, other: str) -> int:
    """How many characters two values share at their beginnings and ends."""
    shortest = min(len(one), len(other))
    head = next((at for at in range(shortest) if one[at] != other[at]), shortest)
    tail = next((at for at in range(shortest) if one[-1 - at] != other[-1 - at]), shortest)
    return head + tail

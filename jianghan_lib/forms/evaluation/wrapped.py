"""Self-evaluation forms as bare lines (PDF text), wrapped cell by cell -> project facts and indicators as printed.

A row ends at its score. Its level labels are known by their words, its name ends at its points (（2分）) where the
form prints them; what follows is target and actual. Where the lines do not tell one from the other, both stay empty
and a note says so.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from itertools import takewhile, zip_longest

from jianghan_lib.base.money import DEFAULT_UNIT, looks_numeric
from jianghan_lib.base.places import marked, place_of
from jianghan_lib.base.text import plain, tight
from jianghan_lib.forms.evaluation.boxes import told
from jianghan_lib.forms.evaluation.families import FIRST, Frame, Label
from jianghan_lib.forms.evaluation.headings import title_of
from jianghan_lib.forms.evaluation.indicator_tables import unnumbered
from jianghan_lib.forms.evaluation.money_rows import UNITS, funding, header_of
from jianghan_lib.forms.evaluation.values import NOTHING, read_value
from jianghan_lib.forms.records import Indicator, Note, Project
from jianghan_lib.forms.tables.titles import unit_in
from jianghan_lib.readers.blocks import Line, Source, show_box

_START = re.compile(r"^(?P<kind>项目名称|单位名称)\s+(?P<name>\S.*)$")
_HEADER = re.compile(r"三级指标|具体指标名称")
_HEADER_WORDS = re.compile(
    r"^(?:一级|二级|三级|具体|指标|名称|年初|年度|全年|设定|目标|实际|完成|值|得分|分值|权重|未完成|偏差|原因|分析|及|改进|措施|\([AB]\)|指|标)+$"
)
_WEIGHT = re.compile(r"分值|权重")
_GOAL = re.compile(r"^年度(?:绩效)?目标\d")
_FRAME = re.compile(r"^[年度绩效指标目]$|^(?:年度|绩效|指标|目标)$")
_END = re.compile(r"^(?:偏差大|改进措施|总分|总$)")
# Rows that a form leaves empty: 指标2：, ……
_EMPTY = re.compile(r"^(?:指标\d+[:.、]?|[.…·]{2,}|…)$")
_REMARKS = re.compile(r"^偏差大|^改进措施")
# Labels of the money of a project, the longer before those they begin with.
_MONEY = re.compile(
    r"(?P<initial_budget>年初(?:批复|安排)?预算数?)|(?P<budget>(?:全年|调整后?|年度)?预算(?:总额|数))|(?P<executed>(?:全年|预算)?执行数)"
    r"|(?P<execution_weight>分值|权重)|(?P<execution_rate>(?:预算)?执行率)|(?P<execution_score>得分)"
)
_TOTALS = re.compile(r"(?P<basic>\d[\d,.]*)\s*项目支出总额(?:\s*\(万元\))?\s*(?P<project>\d[\d,.]*)")
_SCORE = re.compile(r"(?<![\d.])\d+(?:\.\d+)?(?=分|\s|$)")
# The row over the money of a form, by which one without indicators is known.
_MONEY_HEAD = re.compile(r"^(?:预算执行情况|项目资金)\(万?元\)")
FARTHEST = 400
# Lines between a title and what heads the table of its form.
FARTHEST_HEAD = 12
# Lines over which the header of the indicators may be wrapped.
HEADER_LINES = 15
# Lines of a row, its level labels wrapped word by word before it; what is longer is no row.
LONGEST_ROW = 60
# Of a row of an indicator table: its level labels, name, target, actual and score, told apart by their form.
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
# A score cannot follow an open bracket, nor a month whose day it is: 标（4 / 分）, 12月31 / 日.
_OPEN = re.compile(r"\(\s*\d+$")
_MONTH = re.compile(r"\d\s*月\s*\d+$")
# A date whose parts stand apart: 2020 年 12 月 31 日.
_DATE = re.compile(r"(?<=\d)\s+(?=[年月日])|(?<=年)\s+(?=\d{1,2}\s*月)|(?<=月)\s+(?=\d{1,2}\s*日)")
# Weight and score at the end of a row, with the reason that may follow on the same line.
_ENDS = re.compile(
    r"^(?P<row>.*\S)\s+(?P<weight>\d+(?:\.\d+)?)\s+(?P<score>\d+(?:\.\d+)?)(?P<reason>[^\S\n]+[^\d\s][^\n]*)?$",
    re.DOTALL,
)
# A figure of its own, at the end of a line or before a reason: without it no line closes a row.
_CLOSES = re.compile(r"(?:^|\s)\d+(?:\.\d+)?(?:\s+[^\d\s].*)?$")
_TAIL = re.compile(r"以上|以下|以内|左右")
# A figure that its unit may follow, or the sign alone that a figure follows.
_BOUND = re.compile(r"(?:[≥≤><=＞＜]|不少于|不低于|不高于|不超过|大于|小于|大于等于|小于等于|达到)?(?P<figure>[\d.,]*)")
LONGEST_NAME = 80


@dataclass(frozen=True)
class Row:
    """A row as printed: its labels, name, points, target, actual, score; target and actual empty where they cannot be told apart.

    `above` says that its score is more than its points; `lines` on which of its lines, counted from 0, a figure stands.
    """

    labels: tuple[Label, ...]
    name: str
    weight: str
    target: str
    actual: str
    score: str
    explained: bool = False
    above: bool = False
    lines: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Form:
    """A form: what it is about and its lines, from its name to its total score."""

    subject: str
    is_project: bool
    lines: tuple[Line, ...]

    @cached_property
    def head(self) -> int:
        """The place of the line that begins the header of its indicators."""
        return next((place for place, line in enumerate(self.lines) if _HEADER.search(_text(line))), len(self.lines))

    @cached_property
    def weighted(self) -> bool:
        """Whether its indicators have a column of weights."""
        labels = [tight(_text(line)) for line in self.lines[self.head :]]
        return any(_WEIGHT.search(text) for text in labels if _HEADER.search(text) or _HEADER_WORDS.match(text))

    @cached_property
    def scored(self) -> bool:
        """Whether its indicators have a column of scores, or a total of them stands below."""
        labels = [tight(_text(line)) for line in self.lines[self.head :]]
        return any("得分" in text or _WEIGHT.search(text) for text in labels[:HEADER_LINES]) or any(
            text.startswith("总分") for text in labels
        )


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
    starts = [(place, named) for place in range(len(lines)) if (named := _named(lines[place : place + FARTHEST_HEAD]))]
    for index, (place, (subject, is_project)) in enumerate(starts):
        stop = min(starts[index + 1][0] if index + 1 < len(starts) else len(lines), place + FARTHEST)
        end = next(
            (
                at
                for at in range(place, stop)
                if _REMARKS.match(text := _text(lines[at])) and not _HEADER_WORDS.match(text)
            ),
            stop,
        )
        body = tuple(lines[place:end])
        if any(map(_heads, body)):
            yield Form(subject, is_project, body)


def _heads(line: Line) -> bool:
    """Whether a line heads the indicators or the money of a form."""
    text = _text(line)
    return bool(_HEADER.search(text) or _MONEY_HEAD.match(tight(text)) or header_of(text.split()))


def _named(lines: Sequence[Line]) -> tuple[str, bool] | None:
    """The name that the first of some lines gives a form, and whether it is a project's: in its row, or in a title over its head."""
    found = _START.match(lines[0].text.strip())
    if found and ":" not in _text(lines[0]):
        return tight(found["name"]), found["kind"] == "项目名称"
    title = title_of(lines[0].text)
    if title is None:
        return None
    head = next((at for at, line in enumerate(lines) if at and _heads(line)), 0)
    named = any(_START.match(line.text.strip()) or title_of(line.text) for line in lines[1:head])
    return title if head and not named else None


def _facts(form: Form) -> Iterator[Project]:
    """Budget, executed, rate and score under their labels, recurrence, and the total score."""
    upper = form.lines[: form.head]
    yield from _execution(form, upper)
    totals = _TOTALS.search(" ".join(_text(line) for line in upper))
    if totals:
        line = next(line for line in form.lines if "项目支出总额" in _text(line))
        yield _fact(form, line, "basic_total", totals["basic"], DEFAULT_UNIT)
        yield _fact(form, line, "project_total", totals["project"], DEFAULT_UNIT)
    kind = told((tight(line.text), line) for line in upper)
    if kind:
        yield _fact(form, kind[1], "recurrence", kind[0], "")
    yield from _funding(form, upper)
    yield from _score(form)


def _funding(form: Form, upper: Sequence[Line]) -> Iterator[Project]:
    """The sources of a project's money, from the line that heads them to the rows of money."""
    start = next((at for at, line in enumerate(upper) if tight(_text(line)).startswith("预算来源")), len(upper))
    stop = next((at for at, line in enumerate(upper) if _MONEY_HEAD.match(tight(_text(line)))), len(upper))
    lines = upper[start:stop]
    for name, number, unit in funding("".join(tight(_text(line)) for line in lines)):
        line = next(line for line in lines if number in _text(line))
        yield _fact(form, line, name, number, unit)


def _execution(form: Form, upper: Sequence[Line]) -> Iterator[Project]:
    """The first line of figures alone, or after the label of the whole, under the labels above it, in their order."""
    for place, line in enumerate(upper):
        tokens = re.sub(r"^(?:年度)?(?:财政)?(?:资金)?总额:?", "", _text(line)).split()
        if len(tokens) < 3 or not all(looks_numeric(token.rstrip("%")) for token in tokens):
            continue
        labels = "".join(re.sub(r"\s+|\([^()]*\)", "", _text(above)) for above in upper[:place])
        names = list(dict.fromkeys(found.lastgroup or "" for found in _MONEY.finditer(labels)))
        if len(names) < len(tokens):
            names = ["budget", "executed", "execution_rate", "execution_score"] if "initial_budget" not in names else []
        unit = unit_in(reversed(upper[:place])) or DEFAULT_UNIT
        for name, printed in zip(names, tokens, strict=False):
            yield _fact(form, line, name, printed.rstrip("%"), UNITS.get(name, unit))
        return


def _score(form: Form) -> Iterator[Project]:
    """The total score: the last figure after 总分, where the full score may stand before it; 100 alone may then be either."""
    lines = form.lines[form.head :]
    start = next((at for at, line in enumerate(lines) if re.match(r"^总\s*分|^总$", _text(line))), len(lines))
    for line in lines[start : start + 3]:
        figures = _SCORE.findall(_text(line))
        if figures and not (form.weighted and figures == ["100"]):
            yield _fact(form, line, "score", figures[-1], "分")
        if figures:
            return


def _fact(form: Form, line: Line, name: str, printed: str, unit: str) -> Project:
    source = "form" if form.is_project else "department_form"
    return Project(source, form.subject, name, "", printed, unit, line.number, line.page)


def _indicators(form: Form) -> tuple[list[Indicator], list[Note]]:
    """The rows of the indicator table, each under its levels; a note for each whose values cannot be told."""
    found: list[Indicator] = []
    notes: list[Note] = []
    frame, explained = Frame(), False
    for row, held in _rows(form):
        if row is None:
            notes.append(
                Note("indicator_unclear", "form", form.subject, tight(held[0].text), held[0].number, held[0].page)
            )
            continue
        begun = row.labels or re.match(r"指标\d", _text(held[0]))
        if explained and len(held) > 1 and not begun:
            # The reason of the row above may go on into these lines.
            notes.append(_unclear(form, row, held))
        explained = row.explained
        frame = frame.below(row.labels)
        if not row.name or not (row.target or row.actual):
            notes.append(_unclear(form, row, held))
        at = _line_of(row.name, held)
        found.append(
            Indicator(
                form.subject,
                frame.level1,
                frame.level2,
                row.name,
                row.target,
                row.actual,
                row.weight,
                row.score,
                at.number,
                at.page,
                **{f"{figure}_at": _place(held[on]) for figure, on in row.lines.items() if figure != "name"},
            )
        )
    return found, notes


def _rows(form: Form) -> Iterator[tuple[Row | None, Sequence[Line]]]:
    """The rows of a form with their lines, a score closing each; at last, without a row, lines that none closes."""
    lines = list(takewhile(lambda line: not _END.match(_text(line)), _body(form)))
    while lines:
        count, row = _first_row(form, lines)
        if row or not form.scored:
            yield row, lines[max(0, count - LONGEST_ROW) : count]
        lines = lines[count:]


def _first_row(form: Form, lines: Sequence[Line]) -> tuple[int, Row | None]:
    """How many lines the first row takes, and the row.

    A figure above the points of its row may be a value whose line breaks there. It is the score where the lines after it are
    a row with points of its own, or where nothing else closes the row.
    """
    above: tuple[int, Row] | None = None
    for count, (line, below) in enumerate(zip_longest(lines, lines[1:]), 1):
        if below and _MONTH.search(_text(line)) and _text(below).startswith("日"):
            continue
        held = lines[max(0, count - LONGEST_ROW) : count]
        row = read_row(held, weighted=form.weighted) if form.scored else _unscored(held)
        if row is None:
            continue
        after = read_row(lines[above[0] : count], weighted=form.weighted) if above else None
        if above and after and after.weight:
            return above
        if not (row.above or (above and not row.score)):
            return count, row
        above = above or (count, row)
    return above or (len(lines), None)


def _unscored(held: Sequence[Line]) -> Row | None:
    """A row of a table without scores: one line, its labels alone before it, that ends in its target and its actual."""
    *before, last = (plain(line.text).strip() for line in held)
    labels, rest = _labels(" ".join((*before, last)))
    tokens = _with_units(rest.split())
    if len(tokens) < 3 or not last.endswith(tokens[-1]):
        return None
    row = Row(labels, "".join(tokens[:-2]), "", tokens[-2], tokens[-1], "")
    return replace(_as_printed(row, held), score="")


def _unclear(form: Form, row: Row, held: Sequence[Line]) -> Note:
    line, where, printed = held[0], row.name or form.subject, " ".join((row.target, row.actual, row.score))
    return Note("indicator_unclear", "form", where, printed, line.number, line.page)


def _place(line: Line) -> str:
    return place_of(line.number, line.page, marked(line.file, show_box(line.box)))


def _line_of(name: str, held: Sequence[Line]) -> Line:
    """The line on which a name begins."""
    return next((line for line in held if name and name[:4] in tight(line.text)), held[0])


def _body(form: Form) -> Iterator[Line]:
    """The lines of the indicator rows: header words, goals and the upright frame label before them left out."""
    begun = heading = in_goal = False
    for line in form.lines:
        text = tight(_text(line))
        if _HEADER.search(text):
            begun, heading, in_goal = True, True, False
        elif _GOAL.match(text):
            in_goal = begun
        elif in_goal:
            in_goal, heading = not _FRAME.match(text), True
        elif heading and (_HEADER_WORDS.match(text) or _FRAME.match(text)):
            continue
        elif begun and not _EMPTY.match(text):
            heading = False
            yield line


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
    named = _NAME.match(tight(rest))
    if named and len(named["name"]) < LONGEST_NAME:
        row = _pointed(labels, rest, named)
    elif labels:
        row = _unpointed(labels, rest)
    else:
        row = _either(rest) or _unpointed(labels, rest)
    return row and _as_printed(row, lines)


def _weighted(text: str, lines: Sequence[Line]) -> Row | None:
    """A row that ends with its weight and its score."""
    found = _ENDS.match(text)
    if not found:
        return None
    labels, rest = _labels(f"{found['row']} {found['score']}")
    row = _unpointed(labels, rest)
    if row is None:
        return None
    row = _as_printed(
        replace(row, name=unnumbered(row.name), weight=found["weight"], explained=bool(found["reason"])), lines
    )
    ends = {figure: text.count("\n", 0, found.start(figure)) for figure in ("weight", "score")}
    above = Decimal(found["score"]) > Decimal(found["weight"])
    return replace(row, lines={**row.lines, **ends}, above=above)


def _labels(text: str) -> tuple[tuple[Label, ...], str]:
    """The level labels at the head of a row taken off; white space inside them does not count."""
    labels: list[Label] = []
    for _ in range(3):
        compact = tight(text)
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
    after = _after(rest, len(named.group()))
    *values, score = after.split() or [""]
    if len(values) < 2:
        return None
    others = _IN_BRACKETS.findall(tight(after))
    if others:  # the points of another indicator: where this one ends is not printed
        return (
            Row(labels, named["name"], named["points"], "", "", "") if Decimal(score) <= Decimal(others[-1]) else None
        )
    above = Decimal(score) > Decimal(named["points"])
    return Row(labels, named["name"], named["points"], *_split(values), score, above=above)


def _either(rest: str) -> Row | None:
    """A row that begins with a word which is a second level only if a name that is no value still follows it."""
    found = _EITHER.match(tight(rest))
    left = _after(rest, len(found.group())) if found else ""
    row = _unpointed((Label(found["label"]),), left.strip()) if found and left[:1].isspace() else None
    return row if row and read_value(row.name).direction in ("qualitative", "between") else None


def _unpointed(labels: tuple[Label, ...], rest: str) -> Row | None:
    """A row without points. Values on its last line stand in cells of their own; what wraps above them is name, then target."""
    *above, last = (_DATE.sub("", line.strip()) for line in rest.strip().split("\n"))
    *tokens, score = last.split()
    tokens = _with_units(tokens)
    dashed = _dashed([word for line in above for word in line.split()] + tokens)
    begun = _begun(above, whole=len(tokens) >= 2)
    if begun:
        return Row(labels, begun, "", "", "", "")
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
    name = tight(name)
    return Row(labels, name, "", values[0], values[1], score) if name and len(values) == 2 else None


def _begun(above: Sequence[str], *, whole: bool) -> str:
    """The name of a row that begins above another and whose end is not printed: a label stands below it, or,
    where the last line holds the values as a whole, figures behind the name; empty where all lines are of one row.
    """
    words = _DATE.sub("", "\n".join([*above, "日"])).split()[:-1]
    valued = (at for at, word in enumerate(words) if read_value(word).numbers or NOTHING.fullmatch(word))
    first = next(valued, 0) if whole else 0
    labelled = next((at for at, line in enumerate(above) if at and _LABEL.match(tight(line))), 0)
    return "".join(words[:first]) or tight("".join(above[:labelled]))


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
        unit = re.fullmatch(r"[^\d≥≤><=＞＜]{1,3}", token) and not NOTHING.fullmatch(token)
        bare = joined and _BOUND.fullmatch(joined[-1])
        if bare and ((unit and bare["figure"]) or (not bare["figure"] and token[:1].isdigit()) or _TAIL.match(token)):
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

"""What the self-evaluation forms explain: 偏差大或目标未完成原因分析 -> the reasons given, coded, each on the line of its words."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from jianghan_lib.base.text import tight
from jianghan_lib.forms.evaluation.indicator_tables import header_of
from jianghan_lib.forms.narrative.explanations import money_points, of_money, sentence_of
from jianghan_lib.forms.narrative.stream import Stream, prose_of
from jianghan_lib.forms.records import Project, Reason
from jianghan_lib.readers.blocks import Line, Source, is_page_number
from jianghan_lib.reference import reasons
from jianghan_lib.reference.reasons import Given, coded

_TAGS = re.compile(r"<[^<>]*>")
_LABEL = re.compile(r"^偏差大或?目?标?未?完?成?原?因?分?析?[:：]?")
_END = re.compile(
    r"^(?:改进措施|改进意见|备注|总分|项目名称|单位名称|预算执行情况口径|注:|[一二三四五六七八九十]+、|\([一二三四五]\)|第[一二三四五]部分)"
)
_NEW_FORM = re.compile(r"^(?:项目名称|单位名称|部门名称)|自评表$")
_LONGEST = 60
# An indicator's target that was changed in the year: of which indicators, which way, and to what.
_VALUE = re.compile(r"(\d(?:[\d,.]*\d)?)([^\d,。;、和与为]{0,4})")
_ONE = _VALUE.pattern
_CHANGED = r"(?P<way>下调|上调|调减|调增|调低|调高|调整|降低|提高)"
_TARGETS = (
    re.compile(
        rf"(?:^|(?<=[。;:,]))(?P<names>[^。;:,]{{2,80}}?)的?(?:年初|年度|年)?目标(?:值|数值|数)?[^,。;]{{0,8}}?{_CHANGED}[^,。;]{{0,6}}[,;]?"
        rf"(?:实际|调整后的?|新的?|现)?目标(?:数值|值|数)?(?:分别)?(?:为|是|:)(?P<values>{_ONE}(?:[、,和]{_ONE})*)"
    ),
    re.compile(
        rf"(?:^|(?<=[。;:,]))(?P<names>[^。;:,]{{2,80}}?)的?(?:年初|年度|年)?目标(?:值|数值|数)?(?:由|从){_ONE}{_CHANGED}(?:为|到|至)"
        rf"(?P<values>{_ONE})"
    ),
)


def read_form_explanations(source: Source, projects: Sequence[Project]) -> list[Reason]:
    """A document and the project facts of its forms -> the reasons that the forms give."""
    own = sorted((one for one in projects if one.source in ("form", "department_form")), key=lambda one: one.line)
    found = list(_beside_indicators(source))
    for place, line in enumerate(source.lines):
        if not prose_of(line).startswith("偏差大") or (header_of(line) is not None and line.cells):
            continue
        subject = _subject(source, own, place)
        if subject is not None:
            found += _explained(_remark(source, place), subject)
    return found


def _subject(source: Source, own: Sequence[Project], place: int) -> Project | None:
    """A fact of the form that an explanation stands in: the last before it, with no other form's head between."""
    number = source.lines[place].number
    last = next((one for one in reversed(own) if one.line < number), None)
    between = source.lines[last.line : place] if last else ()
    return None if any(_NEW_FORM.search(prose_of(line)) for line in between) else last


def _remark(source: Source, place: int) -> list[Line]:
    """The lines of an explanation: one row of a table, or bare lines down to the next label."""
    first = source.lines[place]
    lines = [first]
    for line in () if len(first.cells) > 1 else source.lines[place + 1 : place + _LONGEST]:
        text = prose_of(line)
        if _END.match(text) or len(line.cells) > 1:
            break
        if text and not is_page_number(line.text):
            lines.append(line)
    return lines


def _explained(lines: Sequence[Line], subject: Project) -> Iterator[Reason]:
    stream = _stream(lines)
    label = _LABEL.match(stream.text)
    start = label.end() if label else 0
    yield from _changed_targets(stream)
    about = ("project", subject.project) if subject.source == "form" else ("department_execution", "")
    for at, text in money_points(stream.text[start:]):
        for given in of_money(text):
            moved = replace(given, start=given.start + at + start, end=given.end + at + start)
            yield _made(stream, about, "annual_budget", moved)


def _changed_targets(stream: Stream) -> Iterator[Reason]:
    """The indicators whose target an explanation says was changed in the year, each with its new one, as many as it names."""
    for match in (match for pattern in _TARGETS for match in pattern.finditer(stream.text)):
        names, values = re.split(r"[、和与及]", _LABEL.sub("", match["names"])), list(_VALUE.finditer(match["values"]))
        direction = (
            reasons.UP if re.search(r"上|增|高", match["way"]) else reasons.DOWN if match["way"] != "调整" else ""
        )
        for name, value in zip(names, values, strict=True) if len(names) == len(values) else ():
            told = Given("target_moved", direction, *match.span(), value[1], value[2])
            yield _made(stream, ("indicator", name), "", told)


def _stream(lines: Sequence[Line]) -> Stream:
    """The words of a remark as one text, without the tags that tables in markdown keep."""
    pieces, starts, length = [], [], 0
    for line in lines:
        text = tight(prose_of(replace(line, text=_TAGS.sub("", line.text))))
        pieces.append(text)
        starts.append(length)
        length += len(text)
    return Stream("".join(pieces), tuple(starts), tuple(lines), ())


def _beside_indicators(source: Source) -> Iterator[Reason]:
    """The reasons that stand beside single indicators, in a column of their own."""
    for grid in source.grids:
        table = None
        for row in grid.rows:
            table = header_of(row) or table
            if table is None or not table.by_header or header_of(row):
                continue
            text, name = table.cell(row, "reason"), table.cell(row, "name")
            stream = Stream(text, (0,), (row,), ())
            for given in coded(text) if text and name else ():
                if given.category != reasons.NOT_CODED:
                    yield _made(stream, ("indicator", name), "", given)


def _made(stream: Stream, about: tuple[str, str], basis: str, given: Given) -> Reason:
    line = stream.line_at(given.start)
    told = (given.category, given.direction, given.printed, given.unit)
    sentence = _LABEL.sub("", sentence_of(stream, given))
    return Reason(*about, "all", basis, *told, sentence, line.number, line.page)

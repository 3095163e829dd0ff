"""What a document is: title, department, year, kind, scope; read from its title block, part headings and table headings."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from jianghan_lib.base.errors import JianghanError
from jianghan_lib.base.money import DEFAULT_UNIT, UNITS
from jianghan_lib.base.text import plain, tight
from jianghan_lib.forms.narrative.stream import Stream, build, table_lines
from jianghan_lib.forms.records import Fact
from jianghan_lib.forms.tables.titles import Region, table_named
from jianghan_lib.readers.blocks import Line, Source

_NAME = r"(?:[^。;:,\d、]|(?<=[^\d])、(?=[^\d])){2,60}?"
_KIND = r"(?P<scope>本级单位|部门|单位|本级)?(?P<kind>决算|预算)"
_TITLE = re.compile(
    rf"(?:(?P<before>20\d\d)年(?:度)?)?(?P<name>{_NAME})(?:(?P<after>20\d\d)年(?:度)?)?{_KIND}(?:公开)?"
)
_PART = re.compile(
    rf"第[一二三]部分(?:(?P<before>20\d\d)年(?:度)?)?(?P<name>{_NAME})(?:(?P<after>20\d\d)年(?:度)?)?{_KIND}(?:表|情况)"
)
# Self-evaluations that are published by themselves.
_EVALUATION = re.compile(
    rf"(?:(?P<before>20\d\d)年(?:度)?)?(?P<name>{_NAME})(?:(?P<after>20\d\d)年(?:度)?)?(?P<scope>部门|单位)?"
    r"(?:预算)?(?:整体|项目|支出|和|及|与)*(?P<kind>绩效自评)"
)
_KINDS = {"决算": "final_account", "预算": "budget", "绩效自评": "self_evaluation"}
_LOOSE = re.compile(rf"(?P<before>20\d\d)年(?:度)?(?P<name>[^。;:,\d]{{0,40}}?){_KIND}(?P<after>)")
_OWNER = re.compile(
    r"^(?:本级单位|部门|单位名称|编制(?:单位|部门)|公开(?:部门|单位)|部门名称|预算单位|单位)[:：](?P<owner>.+?)(?:(?:金额)?单位[:：].*)?$"
)
_BRACKETED = re.compile(r"^\[\d{3,6}\](?P<owner>.+?)(?:(?:金额)?单位[:：].*)?$")
_OVERVIEW = re.compile(r"第一部分(?!(?:部门|单位)概况)(?P<owner>.+?)概况")
_LEVEL = re.compile(r"[(（](?:本级|机关|汇总)[)）]$")
# The sentence that names the units whose accounts make up this one, and the units under the department in it.
_MADE_OF = re.compile(r"从(?:预算)?单位构成(?:情况)?(?:来)?看[,:]?(?P<units>[^。]{4,200})")
_UNDER = "(?:所属|下属|下级|二级|直属|基层)"
_UNITS = re.compile(
    rf"[\d一二三四五六七八九十两]+[个家]{_UNDER}|(?:和|及|、)其?{_UNDER}|(?:[1-9]\d+|[2-9]|[二三四五六七八九十两]+)[个家]\w{{0,6}}单位"
)
TITLE_BLOCK = 400
NEAR_TITLE = 8


def read_facts(source: Source, stream: Stream, regions: Sequence[Region]) -> list[Fact]:
    """Title, department, kind, scope, fiscal year, unit and the tables found; one-line error for what is no disclosure."""
    match = _find_title(stream)
    if match is None:
        raise JianghanError(
            f"{source.name}: no title of a budget, final account or self-evaluation (部门预算, 部门决算, 绩效自评) in it: is this a disclosure?"
        )
    line = stream.line_at(match.start("name"))
    year = match["before"] or match["after"] or _common_year(stream.text)
    if not year:
        raise JianghanError(
            f"{source.name}: line {line.number}: the title names no year, nor does the text: is this a disclosure?"
        )
    title = re.sub(r"^第[一二三]部分|(?:表|情况)$", "", match.group())
    owner, owner_line = _owner(source, regions) or _overview(stream) or (match["name"], line)
    units = Counter(region.unit for region in regions if region.unit in UNITS)
    facts = [
        Fact("title", title, line.number, line.page),
        Fact("department", _LEVEL.sub("", owner), owner_line.number, owner_line.page),
        Fact("kind", _KINDS[match["kind"]], line.number, line.page),
        _scope(stream, match["scope"] or "部门", line),
        Fact("fiscal_year", year, line.number, line.page),
        Fact("unit", units.most_common(1)[0][0] if units else DEFAULT_UNIT, line.number, line.page),
    ]
    return facts


def _scope(stream: Stream, said: str, line: Line) -> Fact:
    """Whose money it is, by the sentence that names the units of the account, else by the word of the title.

    `alone` is a department without units; `unclear` where the title says one unit and the sentence names several.
    """
    title = "department" if said == "部门" else "unit"
    found = _MADE_OF.search(stream.text)
    units = found and _UNITS.search(found["units"])
    if found is None or not (units or "本级" in found["units"]):
        return Fact("scope", title, line.number, line.page)
    scopes = {("department", True): "department", ("department", False): "alone", ("unit", True): "unclear"}
    place = stream.line_at(found.start("units"))
    return Fact("scope", scopes.get((title, bool(units)), "unit"), place.number, place.page)


def table_facts(source: Source, regions: Sequence[Region]) -> Iterator[Fact]:
    """The statutory tables of the document, each with the title that is printed over it, in one line or two."""
    lines = {line.number: re.sub(r"\s+|^#+", "", line.text) for line in source.lines}
    for region in regions:
        yield Fact("table", region.layout.table, region.line, None)
        first = lines.get(region.line, "")
        titles = [title for title in (first, first + lines.get(region.line + 1, "")) if table_named(title)]
        if titles:
            yield Fact("table_title", titles[0], region.line, None)


def title_says(source: Source) -> tuple[str, str] | None:
    """The year and the kind (决算, 预算) that the title of a file names; None where it has no title, or one without a year."""
    found = _find_title(build(source, table_lines(source, ())))
    year = found and found["kind"] != "绩效自评" and (found["before"] or found["after"])
    return (year, found["kind"]) if found and year else None


def _find_title(stream: Stream) -> re.Match[str] | None:
    """The title: before the contents or the first part, else in a part's heading, else of a self-evaluation, else the first that has a year."""
    block = re.search(r"目录|第一部分", stream.text)
    stop = min(block.start() if block else TITLE_BLOCK, TITLE_BLOCK)
    with_year = (
        match
        for match in _TITLE.finditer(stream.text, 0, stop)
        if (match["before"] or match["after"]) and not table_named(tight(stream.line_at(match.start()).text))
    )
    found = next(with_year, None) or _alone(stream) or _PART.search(stream.text)
    return found or _EVALUATION.search(stream.text, 0, stop) or _LOOSE.search(stream.text)


def _alone(stream: Stream) -> re.Match[str] | None:
    """A title that is a line of its own further on, behind tables or other sheets."""
    ends = (*stream.starts[1:], len(stream.text))
    lines = (_TITLE.fullmatch(stream.text, *ends) for ends in zip(stream.starts, ends, strict=True))
    return next((match for match in lines if match and (match["before"] or match["after"])), None)


def _common_year(text: str) -> str:
    years = Counter(re.findall(r"(20\d\d)年度", text))
    return years.most_common(1)[0][0] if years else ""


def _owner(source: Source, regions: Sequence[Region]) -> tuple[str, Line] | None:
    """The department named in the heading of a statutory table (部门：…, [031]…)."""
    for region in regions:
        for line in source.lines[region.line - 1 : region.line + NEAR_TITLE]:
            text = tight(line.text)
            found = _BRACKETED.match(text) or _OWNER.match(text)
            if found and not re.fullmatch(r"(?:人民币)?[万千亿]?元", plain(found["owner"])):
                return found["owner"], line
    return None


def _overview(stream: Stream) -> tuple[str, Line] | None:
    """The department named in the heading of the first part (… 概况)."""
    found = _OVERVIEW.search(stream.text)
    return (found["owner"], stream.line_at(found.start())) if found and len(found["owner"]) <= 60 else None

"""What the narrative explains: differences from a budget or another year -> the reasons given, coded, each on the line of its words."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from jianghan_lib.base.money import read_number, readable
from jianghan_lib.forms.narrative import naming
from jianghan_lib.forms.narrative.belonging import names
from jianghan_lib.forms.narrative.lexicon import DOWN, LESS, MORE, NUMBER, SUM, UP
from jianghan_lib.forms.narrative.mentions import UNREAD
from jianghan_lib.forms.narrative.phrases import SUBJECTS
from jianghan_lib.forms.narrative.reader import Unit, passages
from jianghan_lib.forms.narrative.stream import Stream
from jianghan_lib.forms.records import Reason
from jianghan_lib.reference import reasons
from jianghan_lib.reference.reasons import Given, coded

# Where an explanation begins; what is said to be used for something is none.
_CAUSE = re.compile(
    r"(?:主要原因|的原因|(?<=[,。;:])原因(?=是|为|:|系))(?:主要)?(?:有[^,。;:]{0,6}(?:方面|点|条))?[,:]?(?:主要)?(?:是|为|:|系|在于)*(?:因为|由于)?:?"
    r"|(?<=[,。;:(])主要(?:是|为|系)(?!用|为了|包括|为保障)(?:因为|由于)?:?|(?<=[,。;:])(?:主要)?(?:由于|因为)"
)
_OF_MONEY = re.compile(r"(?<=[,。;])(?=该(?:项|笔)?(?:指标|资金|经费|款项)(?:为|是|系|属))")
_PROBLEM = re.compile(r"(?:问题|未完成|偏差)[^。;:]{0,6}原因:")
_RATE_IS_LOW = re.compile(r"预算执行率(?:存在|有待|较|偏|未)[^,。;]{0,8}。(?=[一1]|主要原因)")
_SAME = re.compile(r"^(?:与|同)[^,。;]{2,40}(?:原因)?(?:相同|一致)|^同上")
_STOP = re.compile(
    r"下一步|改进(?:措施|意见|建议|方向)|整改措施|今后|其中[:,]|主要用于|[□☑√☐]|自评表|项目(?:名称|属性|类型)"
    r"|20\d\d年(?:度)?(?:部门|单位)[^,。;:]{2,30}表(?:编制)?(?:部门|单位):"
)
_GOES_ON = re.compile(r"[二三四五六七八]是|同时|另外|此外|其次|再次|剩余")
_NUMBERED = re.compile(r"(?:\(?[1-9][.、)](?!\d)|[一二三四五六七八]是)")
_LEVEL = re.compile(r"年初预算|支出决算|(?:完成|占)[^,。;]{0,12}\d")
# A sentence that begins with a level is another statement, whatever it begins with: 此外,基本支出预算数为….
_STATES = re.compile(rf"[^,。;:\d]{{0,12}},?[^,。;:\d]{{2,24}}(?:预算|决算)数?(?:为|是)?{SUM}")
_REACH, _LONGEST = 400, 1500
# Comparisons before an explanation: what is measured from what, and which way.
_BASE = r"(?P<base>\d{4}年|上一?年|去年|年初|全年|调整后?的?)?[^,。;:\d]{0,16}?"
_COMPARISONS = (
    re.compile(rf"(?:比|较|与|同){_BASE}[^。;:]{{0,40}}?(?P<moved>{UP}|{DOWN}|{MORE}|{LESS})"),
    re.compile(
        r"(?:决算|支出|执行)数?(?:比)?(?P<moved>大于|高于|超过|小于|低于|少于)(?P<base>年初|全年|调整后?的?)?预算"
    ),
    re.compile(
        rf"(?:完成|占)[^,。;\d]{{0,6}}?(?P<base>年初|全年|调整后?的?)?[^,。;\d]{{0,4}}预算[^,。;\d]{{0,6}}的?(?P<rate>{NUMBER})%"
    ),
    re.compile(rf"(?P<base>预算)执行率(?:仅|只)?(?:为|是|达到?)?(?P<rate>{NUMBER})%"),
    re.compile(r"(?P<base>年初)(?:无预算|没有预算|未安排预算|预算(?:数)?(?:为)?(?P<none>0)(?:\.0+)?万元)"),
)
_RISE = re.compile(rf"{UP}|大于|高于|超过|多")
# What says how money was spent against its budget; and what begins a form, which is read by itself.
_SPENT = ("execution_report", "department_execution")
_FORM = re.compile(r"项目名称|一级指标|偏差大或|自评表(?!及)")
# What a point of an explanation is about: how money was spent, or a result.
_OF_RATE = re.compile(r"执行率|预算执行|预算未执行|资金(?:使用|支出)率|资金[^,。;]{0,6}未(?:支付|支出|使用)")
_OF_RESULT = re.compile(
    r"(?:指标|目标|人数|场次|效果|水平|满意度|效能)[^,。;]{0,12}(?:未达|未完成|偏差|有待|不够|不足|偏低|下调|上调|设置)"
    r"|压力性|超额完成|案件数|完成率|数据差|指标完成|指标未完成"
)
_DONE = re.compile(r"超额完成|数据差|完成情况良好")
_RESTATED = re.compile(
    r"[^,。;:]*(?:执行率|预算执行)[^,。;:]{0,10}(?:低|偏差|有待|未达|不高|未完成)[^,。;:]{0,8}[,。;:]?"
)
# What an explanation names itself as what it explains, and the quantities that this may mean, the first told one.
_NAMED = re.compile(
    r"(?:^|[。;])(?P<fiscal>财政拨款)?(?:收入支出|收支|支出|收入)(?:预算|总额)?(?P<way>增加|减少|增长|下降)的?$"
)
_FISCAL = ("fiscal_appropriation_expenditure", "fiscal_appropriation_total", "fiscal_budget")
_WHOLE = ("expenditure_budget", "budget_total", "expenditure", "revenue_and_expenditure")
# A figure that does not differ needs no reason, and that it differs is none.
_FLAT = re.compile(r"持平|一致|保持不变|无变化|(?:增加|减少|增长|下降)(?:\([^()]{2}\))?0(?:\.0+)?(?:万元|%)")
_RESTATES = re.compile(
    r"(?P<name>[^,。;:]{0,30}?)(?:经费|支出|预算|费用){0,2}(?:有所|略有|的)?(?:增加|减少|增长|下降|保持不变|无变化)[。;]?"
)
_NONE = re.compile(r"[无/\-—。、]*")


@dataclass(frozen=True)
class Difference:
    """What is explained: which way a figure differs, and what that is measured from."""

    direction: str
    basis: str
    at: int


def read_explanations(stream: Stream) -> list[Reason]:
    """The narrative -> its reasons in the order of the text."""
    units = sorted((unit for unit in passages(stream) if unit.mention.topic != UNREAD), key=lambda unit: unit.start)
    found: list[Reason] = []
    taken = 0
    for mark in sorted(_marks(stream.text), key=lambda match: match.end()):
        if mark.start() < taken:
            continue
        one = _of_project(stream, units, mark) if mark.re in (_PROBLEM, _RATE_IS_LOW) else None
        one = one or _of_figure(stream, units, mark, found)
        if one:
            rows, taken = one
            found += rows
    return found


def _marks(text: str) -> Iterator[re.Match[str]]:
    for pattern in (_PROBLEM, _RATE_IS_LOW, _CAUSE, _OF_MONEY):
        yield from pattern.finditer(text)


def _of_project(stream: Stream, units: Sequence[Unit], mark: re.Match[str]) -> tuple[list[Reason], int] | None:
    """What a project's paragraph or report says under its problems: the points about its money."""
    owner = next((unit for unit in reversed(units) if unit.start < mark.start() and _is_spent(unit)), None)
    heading = stream.heading_start(mark.start())
    lost = owner is None or (owner.start < heading and mark.re is not _RATE_IS_LOW)
    if (
        owner is None
        or lost
        or mark.start() - owner.start > _LONGEST
        or _is_in_form(stream.text, owner.start, mark.start())
    ):
        return None
    project = naming.PROJECT.search(stream.text, mark.end(), mark.end() + _LONGEST)
    stop = _STOP.search(stream.text, mark.end(), mark.end() + _LONGEST)
    ends = [match.start() for match in (project, stop) if match]
    end = min([*ends, stream.next_heading(mark.end()), mark.end() + _LONGEST])
    start = mark.start() if mark.re is _RATE_IS_LOW else mark.end()
    spans = list(money_points(stream.text[start:end]))
    given = [one for at, text in spans for one in _shifted(of_money(text), start + at)]
    return [_made(stream, owner, one, "annual_budget") for one in given], end


def _is_spent(unit: Unit) -> bool:
    """Whether a passage says how a project, or the department, spent its budget."""
    return unit.mention.topic in _SPENT or (unit.mention.topic == "project" and unit.mention.subject != "")


def of_money(text: str) -> list[Given]:
    """What a point says of money spent below its budget -> the reasons; none where it only restates the rate."""
    bare = _RESTATED.sub(lambda match: "," * len(match.group()), text)
    if _NONE.fullmatch(bare.replace(",", "")):
        return []
    found = coded(bare, reasons.DOWN, "annual_budget")
    explicit = bool(_OF_RATE.search(text))
    return [one for one in found if one.category != reasons.NOT_CODED or explicit]


def money_points(text: str) -> Iterator[tuple[int, str]]:
    """The parts of an explanation that are about money, each with where it begins; what is about results is left out."""
    about_money, start, parts = True, 0, []
    for segment in re.finditer(r"[^。;]+[。;]?", text):
        for part in _split(segment.group()):
            at = segment.start() + part.start()
            money, result = _OF_RATE.search(part.group()), _OF_RESULT.search(part.group())
            about_money = True if money else False if result else about_money
            parts.append((about_money, at, at + len(part.group())))
            about_money = True if result and not money and _DONE.search(part.group()) else about_money
    start = -1
    for place, (money_part, at, end) in enumerate(parts):
        start = at if money_part and start < 0 else start
        last = place + 1 == len(parts) or not parts[place + 1][0]
        if money_part and last:
            yield start, text[start:end]
            start = -1


def _split(segment: str) -> Iterator[re.Match[str]]:
    """A sentence by its numbered points."""
    return re.finditer(
        r"(?:(?:^|(?<=[,:])|(?<=析)).{0,3}?(?:\d[.、](?!\d)|[一二三四五]是))?(?:(?![1-9][.、](?!\d)).)+", segment
    )


def _of_figure(
    stream: Stream, units: Sequence[Unit], mark: re.Match[str], before: Sequence[Reason]
) -> tuple[list[Reason], int] | None:
    """The explanation of a statement's figure: with what it differs from, up to where it ends."""
    named = _NAMED.search(stream.text, max(0, mark.start() - 20), mark.start())
    owner = _meant(units, mark.start(), named) if named else _owner(units, mark.start() - 1)
    if owner is None or _is_in_form(stream.text, owner.start, mark.start()):
        return None
    if _is_spent(owner) and not _speaks_of_rate(stream.text, mark, owner.start):
        return None
    differences = _differences(stream.text, mark, owner.start)
    if named:
        way = reasons.UP if _RISE.search(named["way"]) else reasons.DOWN
        differences = [one for one in differences if one.direction == way] or [Difference(way, "", mark.start())]
    needed = mark.re is _OF_MONEY or not mark.group().startswith(("主要原因", "原因", "的原因"))
    if needed and not differences and not _zero(stream.text, mark):
        return None
    end = _end(stream, owner, mark)
    text = stream.text[mark.end() : end]
    first = differences[0] if differences else Difference("", "", mark.start())
    if not text.strip("。;,:"):
        return None
    if _SAME.match(text):
        return _as_before(stream, owner, mark, first, before), end
    given = _shifted(coded(text, first.direction, first.basis), mark.end())
    silent = all(one.category == reasons.NOT_CODED for one in given)
    if needed and silent and mark.re is _OF_MONEY:
        return None
    if _restates(text, owner, silent) or (silent and _is_flat(stream.text, mark)):
        return [], end
    return [_made(stream, owner, one, _basis_of(one, differences)) for one in given], end


def _meant(units: Sequence[Unit], at: int, named: re.Match[str]) -> Unit | None:
    """The passage of what an explanation says it explains, the last before it; none where no figure of that is told."""
    before = [unit for unit in reversed(units) if at - _LONGEST < unit.start < at]
    topics = _FISCAL if named["fiscal"] else (*_WHOLE, *_FISCAL)
    return next((unit for topic in topics for unit in before if unit.mention.topic == topic), None)


def _restates(text: str, owner: Unit, silent: bool) -> bool:
    """Whether an explanation only says that the figure differs: 行政运行经费增加."""
    said = _RESTATES.fullmatch(text)
    name = said["name"].removeprefix("本年") if said else ""
    path = owner.mention.subject.split("/")
    same = any(part and (part in name or name in part) for part in path)
    return bool(said) and (same or (silent and (not name or names(text, owner.mention))))


def _is_flat(text: str, mark: re.Match[str]) -> bool:
    """Whether the sentence of an explanation says that its figure does not differ."""
    since = max(text.rfind(sign, 0, max(mark.start() - 1, 0)) for sign in "。;") + 1
    return bool(_FLAT.search(text, since, mark.start()))


def _is_in_form(text: str, start: int, end: int) -> bool:
    return bool(_FORM.search(text, start, end))


def _speaks_of_rate(text: str, mark: re.Match[str], begin: int) -> bool:
    """Whether what a report explains is how money was spent, not a result: by the last that its sentences name."""
    since = max(text.rfind("。", begin, max(mark.start() - 1, begin)) + 1, begin)
    said = text[since : mark.start()]
    rates, results = ([m.start() for m in words.finditer(said)] for words in (_OF_RATE, _OF_RESULT))
    return bool(rates) and rates[-1] >= max(results, default=0)


def _zero(text: str, mark: re.Match[str]) -> bool:
    """Whether the figure before an explanation is nothing: 支出决算为0万元,由于…."""
    return bool(re.search(r"(?:为|是)?(?<![\d.])0(?:\.0+)?万元[,。]?$", text[max(0, mark.start() - 16) : mark.start()]))


def _owner(units: Sequence[Unit], at: int) -> Unit | None:
    """The narrowest passage that holds a position."""
    return next((unit for unit in reversed(units) if unit.start <= at < unit.end), None)


def _differences(text: str, mark: re.Match[str], begin: int) -> list[Difference]:
    """What the sentence of an explanation, and the one before it, compare: the nearest first, those without a direction last."""
    near = max(mark.start() - _REACH, begin)
    sentence = max(text.rfind("。", near, mark.start()) + 1, near)
    start = max(text.rfind("。", near, max(sentence - 1, near)) + 1, near)
    found = [_difference(match) for pattern in _COMPARISONS for match in pattern.finditer(text, start, mark.end())]
    found.sort(key=lambda one: (not one.direction, -one.at))
    # 决算数小于预算数: of the budget that the sentence names.
    named = next((one.basis for one in found if one.basis not in ("", "budget", "prior_year")), "budget")
    return [replace(one, basis=named) if one.basis == "budget" else one for one in found]


def _difference(match: re.Match[str]) -> Difference:
    got = match.groupdict()
    if got.get("moved"):
        direction = reasons.UP if _RISE.search(got["moved"]) else reasons.DOWN
    elif got.get("rate"):
        printed = re.sub(r"[^\d.]", "", got["rate"]).strip(".")
        rate = read_number(printed).value if printed and readable(printed) else 100
        direction = reasons.UP if rate > 100 else reasons.DOWN if rate < 100 else ""
    else:
        direction = reasons.UP
    base = got.get("base") or ""
    named = {"年初": "initial_budget", "全年": "annual_budget", "预算": "annual_budget"}
    prior = "prior_year" if re.match(r"\d|上|去", base) else "adjusted_budget" if base.startswith("调整") else ""
    basis = prior or named.get(base, "budget")
    if basis == "budget" and "预算" not in match.group():
        basis = "prior_year" if "同比" in match.group() else ""
    return Difference(direction, basis, match.start())


def _basis_of(given: Given, differences: Sequence[Difference]) -> str:
    """What a reason's difference is measured from: the nearest that goes its way, else the nearest."""
    agreeing = (one.basis for one in differences if one.direction == given.direction)
    return next(agreeing, differences[0].basis if differences else "")


def _end(stream: Stream, owner: Unit, mark: re.Match[str]) -> int:
    """Where an explanation ends: with its sentence, or with those that go on with it."""
    text, limit = stream.text, min(stream.next_heading(mark.end()), mark.end() + _LONGEST)
    if entry := naming.NEXT_ENTRY.search(text, mark.end(), limit):
        limit = entry.start()
    if stop := _STOP.search(text, mark.end(), limit):
        limit = stop.start()
    limit = min(limit, owner.end) if owner.mention.topic in SUBJECTS else limit
    first = _NUMBERED.match(text, mark.end())
    numbered = _NUMBERED if first and first.group()[0] in "(123456789" else _GOES_ON
    end = text.find("。", mark.end(), limit) + 1 or limit
    # What no stop ends is no sentence, but titles of tables or a heading.
    while following := text.find("。", end, limit) + 1:
        sentence = text[end:following]
        inside = owner.mention.topic in SUBJECTS and end < owner.end and not _LEVEL.search(sentence)
        inside = inside and not naming.ENTRY.match(sentence)
        goes_on = _GOES_ON.match(sentence) or numbered.match(sentence) or inside
        if not goes_on or _STATES.match(sentence):
            break
        end = following
    return end


def _as_before(
    stream: Stream, owner: Unit, mark: re.Match[str], difference: Difference, before: Sequence[Reason]
) -> list[Reason]:
    """The reasons of the explanation before, which this one says are its own too."""
    last = [one for one in before if (one.topic, one.subject, one.line) == _about(before[-1])] if before else []
    span = (mark.end(), mark.end() + 1)
    return [
        _made(stream, owner, Given(one.category, difference.direction or one.direction, *span), difference.basis)
        for one in last
    ]


def _about(one: Reason) -> tuple[str, str, int]:
    return one.topic, one.subject, one.line


def _shifted(given: Sequence[Given], by: int) -> list[Given]:
    return [replace(one, start=one.start + by, end=one.end + by) for one in given]


def _made(stream: Stream, owner: Unit, given: Given, basis: str) -> Reason:
    line = stream.line_at(given.start)
    about = (owner.mention.topic, owner.mention.subject, owner.basis, basis)
    told = (given.category, given.direction, given.printed, given.unit)
    return Reason(*about, *told, sentence_of(stream, given), line.number, line.page)


def sentence_of(stream: Stream, given: Given) -> str:
    """The printed sentence, or the point of it, that gives a reason, in the punctuation of prose; no heading is part of it."""
    text, heading = stream.text, stream.heading_start(given.start) + len(stream.heading_at(given.start))
    start = max(heading, *(text.rfind(mark, 0, given.start) + 1 for mark in "。;:"))
    last = given.end - (text[given.end - 1 : given.end] in ("。", ";"))
    ends = [place for mark in "。;" if (place := text.find(mark, last)) >= 0]
    words = text[start : min([*ends, max(last, stream.next_heading(given.start))])].strip(",;:。")
    return re.sub(r"(?<!\d)[,;:]|[,;:](?!\d)", lambda mark: {",": "，", ";": "；", ":": "："}[mark.group()], words)

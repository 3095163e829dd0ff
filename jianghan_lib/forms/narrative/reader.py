"""The narrative -> statements: every figure it prints, with its topic, subject and role, and the line it stands on."""

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from jianghan_lib.base.money import DEFAULT_UNIT, UNITS, UnreadableNumberError, half_unit, read_number, to_wan
from jianghan_lib.forms.narrative import comparing, naming, roles
from jianghan_lib.forms.narrative.belonging import carve, clause_start, is_own, is_own_change, names, own_figures
from jianghan_lib.forms.narrative.counts import Place, Stated, find_phrases, in_turn
from jianghan_lib.forms.narrative.lexicon import DOWN, NUMBER, SUM
from jianghan_lib.forms.narrative.mentions import UNREAD, Mention, find_mentions
from jianghan_lib.forms.narrative.naming import NEXT_ENTRY
from jianghan_lib.forms.narrative.phrases import OWNED, SUBJECTS, THREE_PUBLIC
from jianghan_lib.forms.narrative.stream import Stream
from jianghan_lib.forms.records import Statement

UNITLESS = ""
LONGEST = 900
DEFAULT_BASIS = {"completion_rate": "预算", "share": "total"}
BEFORE = 24
_NUMBERED = re.compile(r"\d[.、)]$")
_OPENS = re.compile(r"(?:此外,?|另外,?)?(?:20\d\d年(?:度)?,?)?(?:[本我]\S{1,3})?")
# The comparison of a whole, by the words it may begin with: 同口径比2022年减少….
_WHOLE_MOVED = re.compile(
    rf"(?:(?:以上)?(?:总体|合计|总计|[二两三]者|各项)|经比较|按?(?:同|可比)口径)?,?{comparing.CHANGE.pattern}"
)
_OF_WHOLE = re.compile(r"(?:年初|全年|调整)?预算|支出决算|决算数")
_PARTS_MOVE = re.compile(rf"[;。]|{comparing.CHANGE.pattern}")
_OF_BUDGET = re.compile(r"(?:^|[^共金营])预算")
_GOES_ON = re.compile(rf"{comparing.CHANGE.pattern}|占[^,。;:\d]{{0,24}}{NUMBER}(?:%|‰)")
IN_REASON = re.compile(r"(?:主要原因[是为]?:?|原因(?:[是为]:?|:)|主要是因)[^。;:]*$")
WHOLE = re.compile(rf"(?<![\d.,])(?P<number>{NUMBER})(?:万元|亿元|元)")
# A sentence that begins with the figure of a year: its parts are that year's (2022年度支出合计630.00万元,其中:基本支出…).
_HEADED = re.compile(
    rf"[^,。;:\d]{{0,24}}?(?:\(?[一二三四五六七八九十\d]{{1,2}}[.、)])?[^,。;:\d]{{0,16}}(?<![比较与同至止])(?P<year>20\d\d)年(?:度)?[^,。;:\d]{{0,24}}{SUM}"
)
_DATED = re.compile(rf"(?<![比较与同至止\d])(?P<year>20\d\d)年(?:度)?[^,。;:\d]{{0,24}}{SUM}")
_LAST_YEAR = re.compile(r"(?<![比较与同至止])(?:上一?年(?:度)?|去年)$")
# The same further on in its sentence, or in the one above a sentence that begins with 其中.
_HEAD_ABOVE = re.compile(rf"{_DATED.pattern}[,:;。]?(?:其中|包括)(?:(?!20\d\d年)[^。])*$")
# A part in a list behind one that has its year: 其中2023年度基本支出5.00万元、项目支出3.00万元.
_LISTED_YEAR = re.compile(rf"(?<![比较与同至止])(?P<year>20\d\d)年(?:度)?[^,。;:\d]{{2,16}}{SUM}[、和]$")
# Among how many mentions behind a part the one is looked for that ends it: those in a bracket do not.
NEXT = 5
# Among how many mentions before one in a list the whole is looked for.
NEAR = 8
# Roles of figures that count.
COUNTED = ("count", "visits", "persons")
EXCLUDED = "excluding_special_funds"


@dataclass(frozen=True)
class Unit:
    """The text of one statement: its topic and the piece of the stream that belongs to it; where the names of its parts stand."""

    mention: Mention
    basis: str
    start: int
    end: int
    parts: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Figure:
    """A figure of a statement: its role, where it stands in the passage, as printed; an empty basis is the passage's."""

    role: str
    at: int
    printed: str
    unit: str
    basis: str = ""
    base_year: int | None = None
    direction: str = ""


def locate_statements(stream: Stream, fiscal_year: int | None, final: bool = False) -> list[tuple[int, Statement]]:
    """The narrative -> statements in the order of the text, each figure with where in the stream its number begins.

    `final`: of a final account, where the budget of the year itself may be what a figure is measured from.
    """
    units = sorted(passages(stream), key=lambda unit: unit.start)
    turns = list(in_turn(stream.text, fiscal_year))
    listed = {one.at for one in turns}
    stated = [(unit, one) for unit in units for one in _statements(stream, unit, fiscal_year, final)]
    # A figure that two passages hold is that of the narrower, which begins last.
    owner = {at: unit.start for unit, one in stated for at, _ in one}
    found = [
        kept
        for unit, one in stated
        if (kept := [(at, figure) for at, figure in one if at not in listed and owner[at] == unit.start])
    ]
    found += [[_of_phrase(stream, one, fiscal_year)] for one in turns if one.topic]
    taken = {at for figures in found for at, _ in figures}
    found += [[figure] for figure in _of_phrases(stream, units, taken, fiscal_year)]
    found.sort(key=lambda figures: figures[0][0])
    return [
        (at, replace(figure, statement=number)) for number, figures in enumerate(found, 1) for at, figure in figures
    ]


def _of_phrases(
    stream: Stream, units: Sequence[Unit], taken: Collection[int], fiscal_year: int | None
) -> Iterator[tuple[int, Statement]]:
    """Figures that phrases of their own state, with where they stand."""
    # A part ends the statement before it only where it opens a sentence of its own.
    heads = [
        unit
        for unit in units
        if not unit.mention.part or (unit.mention.topic not in THREE_PUBLIC and _opens_sentence(stream, unit.start))
    ]
    starts = [unit.start for unit in heads]

    def place_at(position: int) -> Place:
        index = bisect_right(starts, position) - 1
        unit = heads[index] if index >= 0 and position < heads[index].end else None
        unit = None if unit and unit.mention.part else unit
        about = (unit.mention.topic, unit.mention.subject, unit.start) if unit else ("", "", position)
        return Place(*about, stream.heading_at(position), stream.report_at(position))

    for one in find_phrases(stream.text, place_at, taken):
        yield _of_phrase(stream, one, fiscal_year)


def _of_phrase(stream: Stream, one: Stated, fiscal_year: int | None) -> tuple[int, Statement]:
    """The statement of a figure that a phrase states, with where it stands."""
    line = stream.line_at(one.at)
    year = one.year or _year_of_count(stream, one) or fiscal_year
    base = year - 1 if year and one.basis.startswith("prior_year") else None
    about = (one.topic, one.subject, one.role, one.basis or "all", year, base)
    return one.at, Statement(0, *about, one.printed, one.unit, one.direction, line.number, line.page)


def _year_of_count(stream: Stream, one: Stated) -> int | None:
    """The year that the sentence of a count begins with, that its clause names, or as of whose end it counts (截至2024年12月31日).

    What is owned is counted as of the last day named under its heading, where its own sentence names none.
    """
    text, position = stream.text, one.at
    heading = stream.heading_start(position)
    start = max(text.rfind("。", 0, position) + 1, position - LONGEST)
    printed = re.search(r"(?:截[至止]|^)(\d{4})年", text[start:position])
    if one.role in COUNTED:
        printed = re.search(r"(?<![与比较])(20\d\d)年(?:度)?[^,。;:\d]{0,16}$", text[start:position]) or printed
    if printed is None and one.topic in OWNED:
        days = re.findall(r"截[至止](\d{4})年", text[max(heading, position - LONGEST) : start])
        return int(days[-1]) if days else None
    return int(printed.group(1)) if printed else None


def passages(stream: Stream) -> Iterator[Unit]:
    """Statements: from a topic to the next; a part ends with its clause; figures without special funds are a statement of their own."""
    mentions = find_mentions(stream)
    mains = [mention for mention in mentions if not mention.part]
    for place, mention in enumerate(mains):
        next_heading = stream.next_heading(mention.start)
        end = min(
            mains[place + 1].start if place + 1 < len(mains) else len(stream.text),
            mention.start + LONGEST,
            next_heading,
        )
        if mention.topic in SUBJECTS and (entry := NEXT_ENTRY.search(stream.text, mention.end, end)):
            end = entry.start()
        end = _until_next_item(stream.text, mention, end)
        if mention.topic == "class" and place and mains[place - 1].topic == "class":
            end = _until_whole(stream.text, mains[place - 1].end, mention, end)
        cut = roles.EXCLUDING.search(stream.text, mention.end, end)
        before = stream.text[max(0, mention.start - BEFORE) : mention.start]
        without = roles.EXCLUDING.search(re.split(r"[。;]", before)[-1])
        if (head := _listed_by(stream, mains[:place], mention)) and (
            stop := _compares_next(stream.text, head.end, mention, end)
        ):
            # Behind a single part it may be that of either.
            listed = max(head.end, stream.text.find("其中", head.end, mention.start))
            several = len(WHOLE.findall(stream.text, listed, stop)) > 1 + (listed == head.end)
            about = (head.topic, head.subject) if several else (UNREAD, "")
            yield Unit(Mention(stop, stop, *about, compared=True), "all", stop, end)
            end = stop
        parts = tuple((one.start, one.end) for one in mentions if one.part and mention.end <= one.start < end)
        yield Unit(mention, EXCLUDED if without else "all", mention.start, cut.start() if cut else end, parts)
        if cut:
            yield Unit(Mention(cut.start(), cut.end(), mention.topic, mention.subject), EXCLUDED, cut.start(), end)
    for place, mention in enumerate(mentions):
        if mention.part:
            stop = _clause_end(stream.text, mention.end)
            # 1.上级补助收入8.00万元,为…取得的收入。较2022年度决算数减少….
            if (
                _opens_sentence(stream, mention.start)
                and stream.text[stop - 1 : stop] == "。"
                and _GOES_ON.match(stream.text, stop)
            ):
                stop = _clause_end(stream.text, stop)
            following = [
                other.start
                for other in mentions[place + 1 : place + NEXT]
                if not _in_bracket(stream.text[mention.end : other.start])
            ]
            since = max(stream.text.rfind("。", 0, mention.start) + 1, mention.start - LONGEST)
            basis = EXCLUDED if roles.EXCLUDING.search(stream.text, since, mention.start) else "all"
            yield Unit(mention, basis, mention.start, min([stop, *following]))


def _listed_by(stream: Stream, before: Sequence[Mention], mention: Mention) -> Mention | None:
    """What a mention is listed under: the last of its sentence that is no part or, where that begins with 其中, of the one above."""
    if not mention.listed:
        return None
    start = _sentence_start(stream, mention.start)
    if start and stream.text.startswith(("其中", "包括"), start):
        start = _sentence_start(stream, start - 1)
    near = (one for one in reversed(before[-NEAR:]) if one.start >= start and not one.listed and not one.subject)
    return next(near, None)


def _compares_next(text: str, head: int, last: Mention, end: int) -> int:
    """Where the next sentence begins, if it compares without saying what: of a list, it is the whole that it compares.

    So does a semicolon's clause, where none stands between the parts of the list. Where the other parts have changes of
    their own, and the last has none, it is the last's.
    """
    start = last.end
    ends = "。" if ";" in text[head:start] else "。;"
    stops = (start + match.end() for match in re.finditer(f"[{ends}]", text[start:end]))
    stop = next((stop for stop in stops if _moves_whole(text, stop, last)), 0)
    listed = text.find("其中", head, last.start)
    waits = comparing.CHANGE.search(text, max(listed, head), last.start) and not comparing.CHANGE.search(
        text, start, stop
    )
    return 0 if waits else stop


def _moves_whole(text: str, position: int, last: Mention) -> bool:
    moved = _WHOLE_MOVED.match(text, position)
    return bool(moved and comparing.base_of(moved) and not names(moved["between"], last))


def _opens_sentence(stream: Stream, position: int) -> bool:
    """Whether a part begins a sentence, or a numbered item, of its own."""
    numbered = _NUMBERED.search(stream.text, max(position - 4, 0), position)
    return bool(numbered or _OPENS.fullmatch(stream.text, _sentence_start(stream, position), position))


def _until_next_item(text: str, mention: Mention, end: int) -> int:
    """Where a passage ends before the next numbered section, or item that states a figure, of something else."""
    if (section := naming.NEXT_SECTION.search(text, mention.end, end)) and not names(section["noun"], mention):
        end = section.start()
    for item in naming.NEXT_ITEM.finditer(text, mention.end, end):
        total = re.search(r"收入|支出", item["noun"])
        if not names(item["noun"], mention) and (total or not comparing.OWN.fullmatch(item["noun"])):
            return item.start()
    return end


def _until_whole(text: str, before: int, last: Mention, end: int) -> int:
    """Where the passage of the last class of a list ends: before a sentence on the budget of what is listed, which names nothing."""
    stop = text.find("。", last.end, end) + 1
    return stop if "。" not in text[before : last.start] and stop and _OF_WHOLE.match(text, stop) else end


def _in_bracket(between: str) -> bool:
    return between.count("(") > between.count(")")


def _clause_end(text: str, position: int) -> int:
    """Where the clause of a part ends: at its stop, or with the bracket that holds it."""
    depth = 0
    for mark in re.finditer(r"[()。;]", text[position : position + LONGEST]):
        depth += {"(": 1, ")": -1}.get(mark.group(), 0)
        if mark.group() in "。;" or depth < 0:
            return position + mark.end()
    return min(len(text), position + LONGEST)


def _statements(
    stream: Stream, unit: Unit, fiscal_year: int | None, final: bool
) -> Iterator[list[tuple[int, Statement]]]:
    """The figures of a passage as statements: its levels with the first change, and a change from another base by itself."""
    if unit.mention.topic == UNREAD:
        return
    text = stream.text[unit.start : unit.end]
    offset = unit.mention.end - unit.start
    year = _year(stream, unit, fiscal_year)
    earlier = year is not None and fiscal_year is not None and year < fiscal_year
    mention = unit.mention
    carved = carve(text, offset, [(start - unit.start, end - unit.start) for start, end in unit.parts])

    def made(figure: Figure, of: int | None = year) -> tuple[int, Statement]:
        line = stream.line_at(unit.start + figure.at)
        about = (mention.topic, mention.subject, figure.role, figure.basis or unit.basis, of, figure.base_year)
        told = (figure.printed, figure.unit, figure.direction, line.number, line.page)
        return unit.start + figure.at, Statement(0, *about, *told)

    before = stream.text[_sentence_start(stream, unit.start) : unit.start]
    named = _named(before, mention.topic)
    figures = list(_levels(carved, offset, mention, year, named))
    if IN_REASON.search(before):  # What a reason gives beside changes and budgets is no level.
        figures = [figure for figure in figures if figure.role != "amount"]
    levels = [made(figure) for figure in figures]
    last = "。" in carved[offset:] or unit.end == len(stream.text)
    spent = final and not any(figure.role == "budget" for figure in figures)
    found = [
        one
        for one in _changes(before, carved, offset, mention, year, earlier, spent)
        if not _is_of_another(one, figures, before + carved)
        and not (
            last and not _is_named(carved, offset, one[0].at, mention) and _ends_list(one, figures, mention, before)
        )
    ]
    changes = [[made(figure) for figure in one] for one in found]
    more = [] if mention.compared else [[made(figure)] for figure in _more_rates(carved, offset, mention, year)]
    if earlier and (later := _since_then(before, carved, offset, mention, fiscal_year)):
        more.append([made(figure, fiscal_year) for figure in later])
    if mention.topic in SUBJECTS:
        before_it = (one for one in comparing.EXECUTED.finditer(text, offset) if year and int(one["year"]) < year)
        more += [
            [made(Figure("executed", one.start("number"), one["number"], one["unit"]), int(one["year"]))]
            for one in before_it
        ]
    yield from [one for one in (levels + (changes[0] if changes else []), *changes[1:], *more) if one]


def _named(before: str, topic: str) -> str:
    """What the first figure of a topic is, by the words before the topic (预算公务接待费3万元): its amount where they say nothing."""
    said = (
        role
        for words, role in roles.BEFORE
        if words.search(before[-6:]) or (role == "budget" and roles.OF_BUDGET.search(before))
    )
    return next(said, "amount") if topic in roles.SPENT else "amount"


def _levels(carved: str, offset: int, mention: Mention, year: int | None, named: str) -> Iterator[Figure]:
    """Amounts, budgets and shares: each role once, where it first stands as the topic's own; `named` is what its first figure is."""
    if mention.compared:  # Only what is called by its role, in the sentence of the change, is its level.
        carved = carved[: carved.find("。", offset) + 1 or None]
    topic, direct = mention.topic, None if mention.compared else roles.DIRECT.match(carved, offset)
    if named == "amount" and topic in roles.BUDGETED and "预算" in carved[max(0, offset - 8) : offset]:
        named = "budget"
    found = own_figures(carved, offset, mention, year)
    taken = {match.start("number") for match in found.values() if "number" in match.groupdict()}
    if direct and direct.start("number") not in taken:
        yield Figure(named, direct.start("number"), direct["number"], direct["unit"] or UNITLESS)
    for name, match in found.items():
        if name == "amount" and direct:
            continue
        name = named if (name, named) == ("budget", "added_budget") else "amount" if name == topic else name
        if name.endswith(roles.NONE):
            if name.removesuffix(roles.NONE) in found:
                continue
            yield Figure(name.removesuffix(roles.NONE), match.start(), match.group(), "")
        else:
            basis = _basis(match["basis"] or DEFAULT_BASIS[name]) if name in DEFAULT_BASIS else ""
            yield Figure(name, match.start("number"), match["number"], match["unit"], basis)


def _more_rates(carved: str, offset: int, mention: Mention, year: int | None) -> Iterator[Figure]:
    """Completion rates against a second budget (完成年初预算的95%,完成调整预算的98%), each a statement of its own."""
    role = next(role for role in roles.ROLES if role.name == "completion_rate")
    first = own_figures(carved, offset, mention, year).get(role.name)
    seen = {first["basis"]} if first else set()
    for match in role.pattern.finditer(carved, offset):
        if match["basis"] not in seen and is_own(role, carved, offset, match, year):
            seen.add(match["basis"])
            basis = _basis(match["basis"] or DEFAULT_BASIS["completion_rate"])
            yield Figure("completion_rate", match.start("number"), match["number"], match["unit"], basis)


def _is_of_another(change: list[Figure], levels: list[Figure], text: str) -> bool:
    """Whether a change is not of the amount: its rate fits another one of the sentence, the whole, or only a share stands before it."""
    by_role = {figure.role: figure for figure in change}
    own = {figure.printed + figure.unit for figure in levels if figure.unit in UNITS or not figure.unit}
    moved, rate = by_role.get("change"), by_role.get("change_rate")
    if levels and not own and change[0].direction == change[0].printed:
        return True  # 占3.0%,与上年持平: it is the share that has not moved.
    if not own or moved is None or rate is None or moved.direction == moved.printed or not moved.printed.strip("0."):
        return False
    beside = {figure.printed + figure.unit for figure in change}
    others = {match.group() for match in WHOLE.finditer(text)} - own - beside
    return not any(_fits(one, moved, rate) for one in own) and any(_fits(one, moved, rate) for one in others)


def _ends_list(change: list[Figure], levels: list[Figure], mention: Mention, before: str) -> bool:
    """Whether a change behind the last part of a list may be the whole's: no part before it has one, and its rate does not say."""
    head, _, list_before = before.rpartition("其中")
    level = next((one.printed + one.unit for one in levels if one.role in ("amount", "budget", "outturn")), "")
    # All of the whole, named in passing: 支出80.00万元,其中财政拨款支出80.00万元,较上年增加…; an entry has a colon before it.
    *_, head = head.rpartition(";")
    same = level.strip("0.万亿元") and any(one.group() == level for one in WHOLE.finditer(head))
    alone = bool(same) and not comparing.CHANGE.search(head) and not list_before
    flat = mention.listed and (WHOLE.search(list_before) or alone) and not _PARTS_MOVE.search(list_before)
    by_role = {figure.role: figure for figure in change}
    if not flat or mention.compared or not levels or "change" not in by_role:
        return False
    moved, rate = by_role["change"], by_role.get("change_rate")
    return alone or not (rate and level and _fits(level, moved, rate))


def _is_named(carved: str, offset: int, position: int, mention: Mention) -> bool:
    """Whether a clause behind the first of a passage names what the passage is about, before a position."""
    start = clause_start(carved, position)
    return start > offset and names(carved[start:position], mention)


def _in_wan(printed: str) -> Decimal:
    number = re.match(NUMBER, printed)
    return to_wan(number[0], printed[number.end() :] or DEFAULT_UNIT) if number else read_number(printed).value


def _fits(level: str, moved: Figure, rate: Figure) -> bool:
    """Whether a printed rate is the change over what the level was before it, to the digits printed."""
    try:
        after, change = (_in_wan(text) for text in (level, moved.printed + moved.unit))
        printed = read_number(rate.printed)
    except UnreadableNumberError:
        return True
    sign = -1 if moved.direction.startswith(tuple(DOWN.split("|"))) else 1
    bases = (after - sign * abs(change), after)
    apart = [abs(abs(change) / base * 100 - abs(printed.value)) for base in bases if base > 0]
    return any(one <= 2 * half_unit(printed.places) for one in apart)


def _changes(
    before: str, carved: str, offset: int, mention: Mention, year: int | None, earlier: bool, spent: bool
) -> list[list[Figure]]:
    """The changes of a passage, the first from each base (the year's budget, last year, last year's budget): amount, base and rate of each.

    `earlier`: the passage is about a year before the document's, so that its 上年 may be either; `spent`: its level is
    no budget, so that the year's own budget may be what it is measured from.
    """
    found: dict[str, list[Figure]] = {}
    moves = comparing.MOVED if mention.compared else comparing.THEN_MOVED
    if mention.base and (moved := moves.match(carved, offset) or comparing.FROM_TO.match(carved, offset)):
        return [_change(moved, *comparing.measured_from(mention.base, year))]
    bare = None if mention.compared or earlier else _bare_change(before + carved, len(before) + offset, spent)
    if bare and not comparing.WAS.search(carved, offset):
        return [
            [replace(one, at=one.at - len(before)) for one in _change(bare, *comparing.measured_from("上年", year))]
        ]
    for match in (
        *comparing.CHANGE.finditer(carved, offset),
        *comparing.BEYOND.finditer(carved, offset),
        *comparing.WAS.finditer(carved, offset),
        *comparing.FROM_TO.finditer(carved, offset),
    ):
        if not is_own_change(carved, offset, match, mention):
            continue
        base = comparing.base_of(match)
        # 2023年2.00万元,2022年2.30万元,同比减少…: the fall is the year's before it.
        if base and not (earlier and base.startswith(("上", "去"))):
            basis, base_year = comparing.measured_from(base, year)
            if year == base_year and match.re is comparing.WAS and match["between"] is None:
                continue  # 公务用车购置费0万元,公务用车运行维护费2023年预算数35.00万元: the year's own.
            if spent and basis == "prior_year_budget" and base_year == year:
                basis = "budget"
            figures = _change(match, basis, base_year)
            if match.groupdict().get("yearly") and not basis.startswith("prior_year"):
                # 比年初预算节约6.40万元,同比下降12.3%: the rate is of another change, that of a year.
                *figures, rate = figures
                found.setdefault(
                    "prior_year", [replace(rate, basis="prior_year", base_year=year - 1 if year else None)]
                )
            found.setdefault(basis.removesuffix("_outturn") if basis.startswith("prior_year") else "budget", figures)
    return list(found.values())


def _since_then(before: str, carved: str, offset: int, mention: Mention, fiscal_year: int | None) -> list[Figure]:
    """The change behind the level of the year before, where the sentence states that of the year first: it is the year's."""
    if f"{fiscal_year}年" not in before or not names(before, mention):
        return []
    moved = comparing.THEN_MOVED.match(carved, offset) or next(
        (one for one in comparing.CHANGE.finditer(carved, offset) if (one["base"] or "").startswith(("上", "去"))), None
    )
    return _change(moved, *comparing.measured_from("上年", fiscal_year)) if moved else []


def _bare_change(carved: str, offset: int, spent: bool) -> re.Match[str] | None:
    """A change right behind the level, in a sentence that names no base (支出5万元,下降13.4%): of the year before.

    Not in a final account whose sentence speaks of a budget, which the outturn may differ from.
    """
    moved = comparing.THEN_MOVED.match(carved, offset)
    since, until = carved.rfind("。", 0, offset) + 1, carved.find("。", offset) + 1
    sentence = carved[since : until or None]
    budgets = spent and _OF_BUDGET.search(sentence)
    return None if moved is None or budgets or comparing.BASE.search(sentence) or "同比" in sentence else moved


def _change(match: re.Match[str], basis: str, base_year: int | None) -> list[Figure]:
    """One comparison -> its figures."""
    got = match.groupdict()

    def made(role: str, group: str, unit: str, direction: str = "") -> Figure:
        return Figure(role, match.start(group), match[group], unit, basis, base_year, direction)

    figures = [Figure("amount", match.start("to"), match["to"], got["to_unit"])] if got.get("to") else []
    if got.get("level"):
        figures.append(made("change", "level", "", match["level"]))
    elif got.get("number"):
        words = match["direction"] + (got.get("leftover") or "")
        figures.append(made("change", "number", match["unit"] or UNITLESS, words))
    if got.get("then_number"):
        figures.append(made("change", "then_number", match["then_unit"], match["then_direction"]))
    if got.get("base_number"):
        figures.append(made("base_amount", "base_number", match["base_unit"] or UNITLESS))
    if got.get("rate"):
        figures.append(made("change_rate", "rate", match["rate_unit"], match["rate_direction"] or match["direction"]))
    if got.get("only_rate"):
        figures.append(made("change_rate", "only_rate", match["only_unit"], match["only_direction"]))
    return figures


def _year(stream: Stream, unit: Unit, fiscal_year: int | None) -> int | None:
    """The year printed just before the topic, or at the head of its figures; else the document's."""
    before = stream.text[max(0, unit.start - BEFORE) : unit.start]
    printed = re.search(r"(?<![与比较\d])(?P<year>\d{4})年(?:度)?(?:(?!相比|对比|比较)[^。;]){0,6}$", before)
    if printed is None and fiscal_year and _LAST_YEAR.search(before):
        return fiscal_year - 1
    printed = printed or _LISTED_YEAR.search(stream.text, max(0, unit.start - BEFORE * 2), unit.start)
    printed = printed or re.compile(r"[。,:]?(?P<year>\d{4})年(?:度)?(?:年初)?(?:预算|决算|安排)").match(
        stream.text, unit.mention.end
    )
    if printed is None:
        start = _sentence_start(stream, unit.start)
        heads = (stream.text.rfind(";", start, unit.start) + 1 or start, start)
        printed = next((found for at in heads if (found := _HEADED.match(stream.text, at, unit.start))), None)
        # 2022年支出9.00万元,2023年支出10.00万元,其中:…: of the document's year, where that is told too.
        printed = next(
            (one for one in _DATED.finditer(stream.text, heads[0], unit.start) if one["year"] == f"{fiscal_year}"),
            printed,
        )
    if printed is None and unit.mention.listed:
        above = _sentence_start(stream, start - 1) if start and stream.text.startswith("其中", start) else start
        printed = _HEAD_ABOVE.search(stream.text, above, unit.start)
    return int(printed["year"]) if printed else fiscal_year


def _sentence_start(stream: Stream, position: int) -> int:
    """Where the sentence of a position begins: behind a stop, or behind the heading above it."""
    heading = stream.heading_start(position)
    behind = heading + len(stream.heading_at(position)) if heading >= 0 else 0
    return max(stream.text.rfind("。", 0, position) + 1, position - LONGEST, behind if behind <= position else 0)


def _basis(words: str) -> str:
    """What a rate is measured against: a budget's name as identifier, else the words as printed."""
    known = {
        "年初": "initial_budget",
        "全年": "annual_budget",
        "调整": "adjusted_budget",
        "调整后": "adjusted_budget",
        "预算": "budget",
    }
    return known.get(words, words)

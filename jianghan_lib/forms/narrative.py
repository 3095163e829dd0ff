"""The narrative -> statements: every figure it prints, with its topic, subject and role, and the line it stands on."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from jianghan_lib.forms import topics
from jianghan_lib.forms.mentions import Mention, find_mentions
from jianghan_lib.forms.reasons import coded
from jianghan_lib.forms.records import Statement
from jianghan_lib.forms.stream import Stream

UNITLESS = ""
LONGEST = 900
DEFAULT_BASIS = {"completion_rate": "预算", "share": "total"}
BEFORE = 24
EXCLUDED = "excluding_special_funds"


@dataclass(frozen=True)
class Unit:
    """The text of one statement: its topic and the pieces of the stream that belong to it."""

    mention: Mention
    basis: str
    start: int
    end: int


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


def read_narrative(stream: Stream, fiscal_year: int | None) -> list[Statement]:
    """The narrative -> statements in the order of the text; `statement` numbers them from 1."""
    found: list[Statement] = []
    number = 1
    for unit in sorted(_units(stream), key=lambda unit: unit.start):
        for figures in _statements(stream, unit, fiscal_year):
            found += [replace(figure, statement=number) for figure in figures]
            number += 1
    return found


def _units(stream: Stream) -> Iterator[Unit]:
    """Statements: from a topic to the next; a part ends with its clause; figures without special funds are a statement of their own."""
    mentions = find_mentions(stream)
    mains = [mention for mention in mentions if not mention.part]
    for place, mention in enumerate(mains):
        next_heading = next((start for start, _ in stream.headings if start > mention.start), len(stream.text))
        end = min(
            mains[place + 1].start if place + 1 < len(mains) else len(stream.text),
            mention.start + LONGEST,
            next_heading,
        )
        cut = topics.EXCLUDING.search(stream.text, mention.end, end)
        before = stream.text[max(0, mention.start - BEFORE) : mention.start]
        without = topics.EXCLUDING.search(re.split(r"[。;]", before)[-1])
        yield Unit(mention, EXCLUDED if without else "all", mention.start, cut.start() if cut else end)
        if cut:
            yield Unit(Mention(cut.start(), cut.end(), mention.topic, mention.subject), EXCLUDED, cut.start(), end)
    for mention in mentions:
        if mention.part:
            stop = re.compile(r"[。;]|$").search(stream.text, mention.end)
            following = [other.start for other in mentions if other.start > mention.start][:1]
            yield Unit(mention, "all", mention.start, min([stop.end() if stop else mention.end, *following]))


def _statements(stream: Stream, unit: Unit, fiscal_year: int | None) -> Iterator[list[Statement]]:
    """The figures of a passage as statements: its levels with the first change, and a change from another base by itself."""
    text = stream.text[unit.start : unit.end]
    offset = unit.mention.end - unit.start
    year = _year(stream, unit, fiscal_year)
    carved = _carve(text, offset)
    mention = unit.mention
    reasons = coded(text)

    def made(figure: Figure) -> Statement:
        line = stream.line_at(unit.start + figure.at)
        about = (mention.topic, mention.subject, figure.role, figure.basis or unit.basis, year, figure.base_year)
        return Statement(0, *about, figure.printed, figure.unit, figure.direction, reasons, line.number, line.page)

    levels = [] if mention.compared else [made(figure) for figure in _levels(carved, offset, mention.topic, year)]
    changes = [[made(figure) for figure in one] for one in _changes(carved, offset, mention, year)]
    yield from [one for one in (levels + (changes[0] if changes else []), *changes[1:]) if one]


def _levels(carved: str, offset: int, topic: str, year: int | None) -> Iterator[Figure]:
    """Amounts, budgets and shares: each role once, where it first stands as the topic's own."""
    direct = topics.DIRECT.match(carved, offset)
    roles = {
        role.name: match
        for role in topics.ROLES
        if (not role.topics or topic in role.topics) and (match := _own(role, carved, offset, year))
    }
    taken = {match.start("number") for match in roles.values() if "number" in match.groupdict()}
    if direct and direct.start("number") not in taken:
        yield Figure("amount", direct.start("number"), direct["number"], direct["unit"] or UNITLESS)
    for name, match in roles.items():
        if name == "initial_budget_none":
            yield Figure("initial_budget", match.start(), match.group(), "")
        else:
            basis = _basis(match["basis"] or DEFAULT_BASIS[name]) if name in DEFAULT_BASIS else ""
            yield Figure(name, match.start("number"), match["number"], match["unit"], basis)


def _own(role: topics.Role, carved: str, offset: int, year: int | None) -> re.Match[str] | None:
    """The first place of a role that is the topic's own and this year's; of rates, the one of the initial budget before others."""
    found = [m for m in role.pattern.finditer(carved) if m.start() < offset or _is_own(role, carved, offset, m, year)]
    initial = [m for m in found if role.name == "completion_rate" and m["basis"] == "年初"]
    return next(iter(initial or found), None)


def _is_own(role: topics.Role, carved: str, offset: int, match: re.Match[str], year: int | None) -> bool:
    """Whether a figure is the topic's: of its year, and with no other name before it in its clause."""
    start = max(offset, *(carved.rfind(mark, 0, match.start()) + 1 for mark in ",。;:("))
    before = carved[start : match.start()]
    other = topics.OTHER_YEAR.search(before)
    if other and (other["year"] is None or int(other["year"]) != year):
        return False
    return start == offset or role.name not in topics.NAMED or bool(topics.OWN.fullmatch(before))


def _changes(carved: str, offset: int, mention: Mention, year: int | None) -> list[list[Figure]]:
    """The changes of a passage, the first from each kind of base (another year, a budget): amount, base and rate of each."""
    found: dict[bool, list[Figure]] = {}
    if mention.base and (moved := topics.MOVED.match(carved, offset)):
        return [_change(moved, *_base(mention.base, year))]
    for match in topics.CHANGE.finditer(carved):
        if match["base"] or match.group().startswith("同比"):
            basis, base_year = _base(match["base"] or "上年", year)
            found.setdefault(basis.startswith("prior_year"), _change(match, basis, base_year))
    return list(found.values())


def _change(match: re.Match[str], basis: str, base_year: int | None) -> list[Figure]:
    """One comparison -> its figures."""
    got = match.groupdict()

    def made(role: str, group: str, unit: str, direction: str = "") -> Figure:
        return Figure(role, match.start(group), match[group], unit, basis, base_year, direction)

    figures = []
    if got.get("level"):
        figures.append(made("change", "level", "", match["level"]))
    elif got["number"]:
        words = match["direction"] + (match["leftover"] or "")
        figures.append(made("change", "number", match["unit"] or UNITLESS, words))
    if got.get("base_number"):
        figures.append(made("base_amount", "base_number", match["base_unit"] or UNITLESS))
    if got["rate"]:
        figures.append(made("change_rate", "rate", match["rate_unit"], match["rate_direction"] or match["direction"]))
    if got.get("only_rate"):
        figures.append(made("change_rate", "only_rate", match["only_unit"], match["only_direction"]))
    return figures


def _carve(text: str, offset: int) -> str:
    """The text of a statement with its parts (其中：基本支出…) and other named figures blanked, lest they be taken for its own; length kept."""
    for topic in topics.TOPICS:
        if topic.part:
            for match in topic.pattern.finditer(text, offset):
                if clause := topics.PART.match(text, match.end()):
                    text = _blank(text, match.start(), clause.end())
    direct = topics.DIRECT.match(text, offset)
    position = direct.end() if direct else offset
    while other := topics.OTHER.search(text, position):
        text = _blank(text, other.start() + 1, other.end())
        position = other.end()
    return text


def _blank(text: str, start: int, end: int) -> str:
    return text[:start] + "_" * (end - start) + text[end:]


def _year(stream: Stream, unit: Unit, fiscal_year: int | None) -> int | None:
    """The year printed just before the topic, or at the head of its figures; else the document's."""
    before = stream.text[max(0, unit.start - 12) : unit.start]
    printed = re.search(r"(?<![与比较])(\d{4})年(?:度)?[^。;]{0,6}$", before)
    printed = printed or re.compile(r"[。,]?(\d{4})年(?:度)?(?:年初)?(?:预算|决算)").match(
        stream.text, unit.mention.end
    )
    return int(printed.group(1)) if printed else fiscal_year


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


def _base(words: str, year: int | None) -> tuple[str, int | None]:
    """What a change is measured from -> (basis, year)."""
    printed = re.match(r"(\d{4})年", words)
    kind = "budget" if "预算" in words else "outturn" if "决算" in words or "执行" in words else ""
    named = re.search(r"年初|全年", words)
    if printed and named and int(printed.group(1)) == year:
        words = words[named.start() :]
    elif printed or words.startswith(("上", "去")):
        base_year = int(printed.group(1)) if printed else year - 1 if year else None
        return "_".join(part for part in ("prior_year", kind) if part), base_year
    return {"年": "initial_budget", "全": "annual_budget"}.get(words[:1], "budget"), year

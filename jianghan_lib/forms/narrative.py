"""The narrative -> statements: every figure it prints, with its topic, subject and role, and the line it stands on."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from jianghan_lib.forms import topics
from jianghan_lib.forms.reasons import coded
from jianghan_lib.forms.records import Statement
from jianghan_lib.forms.stream import Stream

UNITLESS = ""
LONGEST = 900
DEFAULT_BASIS = {"completion_rate": "预算", "share": "total"}
BEFORE = 24
EXCLUDED = "excluding_special_funds"


@dataclass(frozen=True)
class Mention:
    """A place where a topic begins: the words that name it end where its figures may begin."""

    start: int
    end: int
    topic: str
    subject: str
    part: bool = False


@dataclass(frozen=True)
class Unit:
    """The text of one statement: its topic and the pieces of the stream that belong to it."""

    mention: Mention
    basis: str
    start: int
    end: int


def read_narrative(stream: Stream, fiscal_year: int | None) -> list[Statement]:
    """The narrative -> statements in the order of the text; `statement` numbers them from 1."""
    found: list[Statement] = []
    number = 1
    for unit in sorted(_units(stream), key=lambda unit: unit.start):
        figures = list(_figures(stream, unit, number, fiscal_year))
        found += figures
        number += bool(figures)
    return found


def _mentions(stream: Stream) -> list[Mention]:
    """All topics in the order of the text; where two overlap the longer one stands."""
    text = stream.text
    found = [Mention(m.start(), m.end(), "project", m["subject"]) for m in topics.PROJECT.finditer(text)]
    found += [
        Mention(m.start(), m.end(), "execution_report", _report_subject(stream, m.start()))
        for m in topics.REPORT.finditer(text)
    ]
    found += [Mention(m.start(), m.end(), "class", _numberless(m["class"])) for m in topics.CLASS_SHARE.finditer(text)]
    found += [_item(m) for m in topics.CLASS_ITEM.finditer(text)]
    found += [
        _spending(m)
        for pattern in (topics.SPENDING, topics.SPENDING_NEXT)
        for m in pattern.finditer(text)
        if not any(topic.pattern.search(m["subject"]) for topic in topics.TOPICS)
    ]
    for topic in topics.TOPICS:
        for m in topic.pattern.finditer(text):
            here = topic.section is None or topic.section.search(stream.heading_at(m.start()))
            if here and (not topic.stated or topics.STATED.match(text, m.end())):
                found.append(Mention(m.start(), m.end(), topic.name, "", topic.part))
    return _without_overlaps(found)


def _spending(match: re.Match[str]) -> Mention:
    return Mention(match.start("subject"), match.start("number"), "spending", _numberless(match["subject"]))


def _without_overlaps(found: list[Mention]) -> list[Mention]:
    kept: list[Mention] = []
    for mention in sorted(found, key=lambda one: (one.start, -(one.end - one.start))):
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept


def _item(match: re.Match[str]) -> Mention:
    parts = [_numberless(match["class"]), match["section"], match["item"]]
    kind = "item" if match["item"] else "section" if match["section"] else "class"
    return Mention(match.start(), match.end(), kind, "/".join(part for part in parts if part))


def _numberless(name: str) -> str:
    """A name without the number of its list entry before it."""
    return re.sub(r"^(?:\(?\d{1,2}\)|\d{1,2}[.、])+", "", name.rsplit("。", 1)[-1]).strip()


def _report_subject(stream: Stream, position: int) -> str:
    """The project (or department) whose report a passage belongs to: named by the report's heading."""
    for start, heading in reversed(stream.headings):
        named = topics.REPORT_OF.match(heading) if start <= position else None
        if named:
            return named["subject"]
    return ""


def _units(stream: Stream) -> Iterator[Unit]:
    """Statements: from a topic to the next; a part ends with its clause; figures without special funds are a statement of their own."""
    mentions = _mentions(stream)
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


def _figures(stream: Stream, unit: Unit, number: int, fiscal_year: int | None) -> Iterator[Statement]:
    """The figures of one statement, each role once, changes with their rate."""
    text = stream.text[unit.start : unit.end]
    offset = unit.mention.end - unit.start
    carved = _carve(text, offset)
    reasons = coded(text)
    year = _year(stream, unit, fiscal_year)

    def made(
        role: str,
        at: int,
        printed: str,
        sign: str,
        basis: str = unit.basis,
        base_year: int | None = None,
        direction: str = "",
    ) -> Statement:
        line = stream.line_at(unit.start + at)
        mention = unit.mention
        return Statement(
            number,
            mention.topic,
            mention.subject,
            role,
            basis,
            year,
            base_year,
            printed,
            sign,
            direction,
            reasons,
            line.number,
            line.page,
        )

    direct = topics.DIRECT.match(carved, offset)
    roles = {}
    for role in topics.ROLES:
        match = role.pattern.search(carved)
        if match and (not role.topics or unit.mention.topic in role.topics):
            roles[role.name] = match
    if direct and not any(
        match.start("number") == direct.start("number") for match in roles.values() if "number" in match.groupdict()
    ):
        yield made("amount", direct.start("number"), direct["number"], direct["unit"] or UNITLESS)
    for name, match in roles.items():
        if name == "initial_budget_none":
            yield made("initial_budget", match.start(), match.group(), "")
        else:
            basis = _basis(match["basis"] or DEFAULT_BASIS[name]) if name in DEFAULT_BASIS else unit.basis
            yield made(name, match.start("number"), match["number"], match["unit"], basis)
    change = topics.CHANGE.search(carved)
    if change and (change["base"] or change.group().startswith("同比")):
        basis, base_year = _base(change["base"] or "上年", year)
        if change["level"]:
            yield made("change", change.start("level"), change["level"], "", basis, base_year, change["level"])
        else:
            words = change["direction"] + (change["leftover"] or "")
            yield made(
                "change", change.start("number"), change["number"], change["unit"] or UNITLESS, basis, base_year, words
            )
        if change["base_number"]:
            yield made(
                "base_amount",
                change.start("base_number"),
                change["base_number"],
                change["base_unit"] or UNITLESS,
                basis,
                base_year,
            )
        if change["rate"]:
            yield made(
                "change_rate",
                change.start("rate"),
                change["rate"],
                change["rate_unit"],
                basis,
                base_year,
                change["rate_direction"],
            )


def _carve(text: str, offset: int) -> str:
    """The text of a statement with its parts (其中：基本支出…) blanked, so that their figures are not taken for its own; length kept."""
    for topic in topics.TOPICS:
        if topic.part:
            for match in topic.pattern.finditer(text, offset):
                clause = re.compile(rf"{topics._FILL}{topics._MAKE}{topics.AMOUNT}(?:,占[^,。;]*)?").match(
                    text, match.end()
                )
                if clause:
                    text = text[: match.start()] + "_" * (clause.end() - match.start()) + text[clause.end() :]
    return text


def _year(stream: Stream, unit: Unit, fiscal_year: int | None) -> int | None:
    """The year printed just before the topic, or at the head of its figures; else the document's."""
    before = stream.text[max(0, unit.start - 12) : unit.start]
    printed = re.search(r"(\d{4})年(?:度)?[^。;]{0,6}$", before)
    printed = printed or re.compile(r"[。,]?(\d{4})年(?:度)?(?:年初)?预算").match(stream.text, unit.mention.end)
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
    if printed or words.startswith(("上", "去")):
        base_year = int(printed.group(1)) if printed else year - 1 if year else None
        return "_".join(part for part in ("prior_year", kind) if part), base_year
    return {"年": "initial_budget", "全": "annual_budget"}.get(words[:1], "budget"), year

"""Which figures of a passage are its topic's own: others' are blanked, other years' and other names' left alone."""

import re
from collections.abc import Sequence

from jianghan_lib.forms.narrative import comparing, roles, topics
from jianghan_lib.forms.narrative.mentions import Mention

# A comma in a number; and what parts clauses.
_GROUPED = re.compile(r"\d,\d{3}(?!\d)")
# Another's figure that was blanked, but for one in a bracket.
_CARVED = re.compile(r"(?<![(_])_+")
# A single part right behind what it is a part of: a change in the next clause may be that of either.
_ONE_PART = re.compile(r"[^_][,;。](?:(?:其中|包括)[:,]?)?_+[。;]$")
_BETWEEN = re.compile(r"[。;:]|,(?!(?<=\d,)\d{3}(?!\d))")


def carve(text: str, offset: int, parts: Sequence[tuple[int, int]] = ()) -> str:
    """The text of a statement with its parts (其中：基本支出…) and other named figures blanked, lest they be taken for its own; length kept.

    `parts` is where the names of its parts stand.
    """
    for aside in roles.ASIDE.finditer(text, offset):
        text = _blank(text, aside.start() + 1, aside.end() - 1)
    for start, end in parts:
        if clause := roles.PART.match(text, end) or comparing.compared(text, end) or comparing.MOVED.match(text, end):
            text = _blank(text, start, clause.end())
    for start, end, topic in topics.find_topics(text, since=offset):
        if topic.part and topic.stated_by(text, end, roles.PART) and (clause := roles.PART.match(text, end)):
            text = _blank(text, start, clause.end())
    direct = roles.DIRECT.match(text, offset)
    position = direct.end() if direct else offset
    while other := roles.OTHER.search(text, position):
        text = _blank(text, other.start() + 1, other.end())
        position = other.end()
    return text


def clause_start(text: str, position: int, marks: str = ",。;:(") -> int:
    """Where the clause of a position begins: behind the last of some marks that stands in no number (1,234.00)."""
    start = max(text.rfind(mark, 0, position) + 1 for mark in marks)
    return clause_start(text, start - 1, marks) if _GROUPED.match(text, max(start - 2, 0)) else start


def _blank(text: str, start: int, end: int) -> str:
    return text[:start] + "_" * (end - start) + text[end:]


def own_figures(carved: str, offset: int, mention: Mention, year: int | None) -> dict[str, re.Match[str]]:
    """The first place of each role that is the topic's own and this year's; of rates, the one of the initial budget before others.

    Where several roles end with one figure, it is what the longest says: 年初预算为5万元 is no 预算为5万元.
    """
    every = [
        (role, match)
        for role in roles.ROLES
        if (not role.topics or mention.topic in role.topics) and not (mention.part and role.topics == roles.BALANCED)
        for match in role.pattern.finditer(carved)
    ]
    begins: dict[int, int] = {}
    for _, match in every:
        begins[_figure_at(match)] = min(match.start(), begins.get(_figure_at(match), match.start()))
    found: dict[str, re.Match[str]] = {}
    for role, match in every:
        longest = role.name and match.start() == begins[_figure_at(match)]
        first = role.name not in found or (
            role.name == "completion_rate" and match["basis"] == "年初" != found[role.name]["basis"]
        )
        if longest and first and (match.start() < offset or is_own(role, carved, offset, match, year)):
            found[role.name] = match
    return found


def _figure_at(match: re.Match[str]) -> int:
    return match.start("number") if "number" in match.groupdict() else match.end()


def is_own(role: roles.Role, carved: str, offset: int, match: re.Match[str], year: int | None) -> bool:
    """Whether a figure is the topic's: of its year, and with no other name before it in its clause."""
    start = max(offset, clause_start(carved, match.start()))
    start = match.start() if carved[match.start() - 1 : match.start()] == "、" else start
    before = carved[start : match.start()]
    other = roles.OTHER_YEAR.search(before)
    if other and (other["year"] is None or int(other["year"]) != year):
        return False
    if role.name == "share" and start > offset and start == match.start() and not _follows_figure(carved[offset:start]):
        return False
    share = role.name == "share"
    if role.name in roles.OF_LEVEL and start > offset and not _is_own_level(carved[offset:start], across=share):
        return False
    return start == offset or role.name not in roles.NAMED or bool(roles.OWN.fullmatch(before))


def _follows_figure(before: str) -> bool:
    """Whether the clause before a share has a figure, which the share is of: …;全部授予小微企业,占100% is the firms'."""
    *_, clause = _BETWEEN.split(before[:-1])
    return bool(re.search(r"[\d_]", clause)) or not clause


def _is_own_level(before: str, mention: Mention | None = None, across: bool = False) -> bool:
    """Whether the amount that stands last before a share, a rate or a change is the topic's, not that of a part or a balance.

    Behind a row of parts a change may be the topic's; a rate or a share, for which no mention is given, never is. `across`
    sentences what stands last is what a share is of.
    """
    start = 0 if across else before.rfind("。") + 1
    clauses = _BETWEEN.split(before[start:])
    clauses = clauses if start else clauses[1:]  # The first has the topic's name before it.
    amounts = [
        match
        for clause in clauses
        if (match := roles.SOME_SUM.search(clause) or (not mention and _CARVED.search(clause)))
    ]
    last = next((one for one in reversed(amounts) if not roles.PER_HEAD.search(one.string)), None)
    if last is None:
        return True
    words = last.string[: last.start()]
    own = comparing.OWN_LEVEL.match(words) or (mention and names(words, mention))
    return bool(own) and not roles.BALANCE.search(words) and "_" not in last[0]


def is_own_change(carved: str, offset: int, match: re.Match[str], mention: Mention) -> bool:
    """Whether a comparison is the topic's: nothing else is named before it in its clause, or between its base and its figure."""
    before = _clause_before(carved, match.start())
    if not before and match.start() > offset and not _is_own_level(carved[offset : match.start()], mention):
        return False
    if _of_whole(carved, offset, match.start(), mention):
        return False
    beside = (before, match.groupdict().get("of") or "", match["between"] or "")
    if _ONE_PART.search(carved, offset, match.start()) and not any(names(words, mention) for words in beside):
        return False
    return all(_is_own_words(words, mention) for words in beside)


def _of_whole(carved: str, offset: int, position: int, mention: Mention) -> bool:
    """Whether a change may be that of the whole whose parts stand before it: …其中:购置费18万元,运行费10万元;较上年增加….

    It stands behind a semicolon, or behind a row of parts: …其中A5万元、B0万元,较上年增加….
    """
    mark = carved[position - 1 : position]
    behind = mark == ";" or (mark == "," and mention.in_a_row)
    return behind and mention.listed and "。" not in carved[offset:position]


def _clause_before(carved: str, position: int) -> str:
    """What stands before a position in its clause; an empty string in the passage's first clause, which is the topic's."""
    plain_brackets = carved.replace("(境)", "_境_")
    start = clause_start(plain_brackets, position)
    return carved[start:position] if start else ""


def _is_own_words(words: str, mention: Mention) -> bool:
    """Whether words beside a comparison name the topic of the statement, or nothing."""
    named = [topic for _, _, topic in topics.find_topics(words)]
    # A part is compared as a whole that is named where that stands for all: 与上年相比,收入总计….
    of_fund = mention.topic in topics.OF_ALL_FUNDS
    others = {
        topic.name
        for topic in named
        if topic.part or (mention.part and not topic.bare) or (of_fund and topic.name.startswith(topics.FUNDS))
    } - {mention.topic}
    fund = of_fund and topics.OF_A_FUND.search(words) is not None
    own = not others and not fund and bool(comparing.OWN.fullmatch(re.sub(r"[_()]", "", words)))
    return own or (not fund and names(words, mention))


def names(words: str, mention: Mention) -> bool:
    """Whether words name the topic of a statement, or the last level of its subject."""
    named = mention.subject.rsplit("/", 1)[-1]
    return bool(named and named in words) or any(
        topic.name == mention.topic for _, _, topic in topics.find_topics(words)
    )

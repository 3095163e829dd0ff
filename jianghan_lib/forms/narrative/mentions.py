"""Where the narrative begins to speak about something: topics, subjects of the classification, projects, uses of money."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from jianghan_lib.forms.narrative import comparing, naming, roles, topics
from jianghan_lib.forms.narrative.stream import Stream
from jianghan_lib.reference.classification import codes_named

LEVELS = ("class", "section", "item")
# Among how many characters before a name the words are looked for that make it something else.
NEXT_TO = 20
# How far a sentence is followed, and the longest that one may be.
REACH, LONGEST = 300, 900
# A subject whose lower levels cannot be read: its figures are nobody's.
UNREAD = "unread"
# A new entry of a list, and what a figure of a noun is.
_ENTRY = re.compile(r"[。;:,](?:\(?[一二三四五六七八九十\d]{1,2}[)、.])(?:20\d\d年(?:度)?)?$")
_KIND = re.compile(r"预算|决算")
_OF_BOTH = re.compile(r"[,。;:]其中[:,]?基本支出")
_LIST_NUMBER = re.compile(r"^\(?[一二三四五六七八九十\d]{1,3}[)、.]")
# Costs that a project may be named after.
OF_COSTS = ("personnel", "operating")
# All of the department.
WHOLES = (
    "revenue",
    "expenditure",
    "revenue_and_expenditure",
    "expenditure_budget",
    "budget_total",
    "fiscal_budget",
    "fiscal_appropriation_expenditure",
    "general_public_budget_expenditure",
)
# All of the department, or of a fund, and the balances of these: not what another noun before it is paid from.
OF_ALL = (*WHOLES, *(topic for family in topics.FAMILIES for topic in family), "opening_balance", "closing_balance")
# Topics whose sentences list items of expenditure.
SPENDS = ("class", "expenditure", "expenditure_budget", "general_public_budget_basic", "fiscal_budget")
# Topics behind whose names the words for a whole are theirs.
OWNERS = (*roles.SPENT, *roles.SUBJECTS, "agency_operating")
_REST_OF_SENTENCE = re.compile(r"[^。;:]*")
# What the patterns of names look at behind a name, which may be the next sentence's head (。2024年度预算).
_LOOKAHEAD = 80


@dataclass(frozen=True)
class Mention:
    """A place where a topic begins: the words that name it end where its figures may begin.

    `compared` says that only a change is stated; `base` is what it is measured from, where the sentence's head says so;
    `listed` that it stands among the parts of another one (其中:…), `in_a_row`
    behind another one (其中:…、…); `bare` that its noun does not say of what (支出合计).
    """

    start: int
    end: int
    topic: str
    subject: str
    part: bool = False
    compared: bool = False
    base: str = ""
    listed: bool = False
    in_a_row: bool = False
    bare: str = ""


def find_mentions(stream: Stream) -> list[Mention]:
    """All topics in the order of the text; where two overlap the longer one stands."""
    text = stream.text
    found = [Mention(m.start(), m.end(), "project", m["subject"]) for m in naming.PROJECT.finditer(text)]
    found += [
        Mention(m.start(), m.end(), "execution_report", stream.report_at(m.start()))
        for m in naming.REPORT.finditer(text)
    ]
    found += [
        _economic(m, (name,)) if naming.ECONOMIC.search(name) else Mention(_start(m), m.end(), "class", name)
        for m in (*_of_marks(naming.CLASS_SHARE, text), *naming.CLASS_NAMED.finditer(text))
        for name in [_bare("class", m["class"])]
        if not m[0].endswith("类支出") or naming.KNOWN_CLASS.search(name)  # else a kind of purchases, of projects ...
    ]
    found += [
        Mention(m.start(), m.end(), "class", m["class"], part=True)
        for run in naming.CLASS_RUN.finditer(text)
        for m in naming.CLASS_LISTED.finditer(text, *run.span())
    ]
    found += _subjects(stream)
    found += [
        spending
        for pattern in (naming.SPENDING, naming.SPENDING_NEXT)
        for m in pattern.finditer(text)
        if not naming.NO_USE.search(m["subject"]) and not _names_topic(m["subject"])
        for spending in [_spending(m)]
        if not _overlaps(spending, found)
    ]
    found += _of_topics(stream)
    found += _official(text, found)
    named = _resolved(stream, _without_overlaps(found))
    return _without_continuations(text, _with_asides(text, _without_wholes(text, named)))


def _official(text: str, found: list[Mention]) -> Iterator[Mention]:
    """Items by their official names alone, in a sentence about expenditure; never where something else was found."""
    for m in naming.LISTED.finditer(text):
        start = _sentence_start(text, m.start())
        level = _level_of(m["item"])
        item = Mention(m.start(), m.end(), level, "/" * LEVELS.index(level or "item") + m["item"])
        whole = m["dated"] is not None or any(
            start <= one.start < m.start() and one.topic.endswith(SPENDS) for one in found
        )
        if whole and (level == "item" or (level and m[0].endswith('"'))) and not _overlaps(item, found):
            yield item


def _names_topic(name: str) -> bool:
    """Whether a use of money is a topic, or holds one: 聘用人员经费, with words of its own before the cost, is neither."""
    name = _LIST_NUMBER.sub("", name)
    found = [(topic.name, start) for start, _, topic in topics.find_topics(name) if topic.name]
    own = all(topic in OF_COSTS for topic, _ in found)
    return bool(found) and (not own or bool(comparing.OWN.fullmatch(name, 0, found[0][1])))


def _of_topics(stream: Stream) -> Iterator[Mention]:
    """The places where a topic is stated: with a figure, or (where that is enough) with a change."""
    text = stream.text
    named = 0  # where the name before ends
    for start, end, topic in topics.find_topics(text, stream.section_at):
        paid = roles.PAID_FOR.search(text, max(0, start - NEXT_TO), start) if topic.name in OF_ALL else None
        of_another = paid and start - len(paid["year"] or "") != named
        listed_with, named = start - 1 == named, end
        near = text[max(0, start - NEXT_TO) : start]
        if comparing.IS_BASE.search(near) or roles.NOT_ITS.search(near):
            continue
        if not topic.name or of_another:  # A noun that is nobody's ends the statement before it.
            if roles.PART_STATED.match(text, end):
                yield Mention(start, end, UNREAD, "", part=True)
            continue
        # 三公经费8万元,全部为公务用车运行维护费,较上年减少…: of the whole.
        all_of_it = roles.ALL_OF_IT.search(near)
        if all_of_it and not roles.DIRECT.match(text, end):
            continue
        aside = _is_aside(text, start, topic)
        # What several have together is none's: 差旅费、会议费较上年减少2万元.
        joined = near.endswith(("、", "和", "及"))
        moved = comparing.compared(text, end) if joined else None
        if joined and (roles.TOGETHER.match(text, end) or (moved and not moved.groupdict().get("level"))):
            continue
        if joined and listed_with and not roles.EACH.match(text, end):
            continue
        if topic.part and _is_purpose(text, start, end):
            continue
        listed = "其中" in text[_sentence_start(text, start) : start]
        none = topic.name in roles.SPENT and roles.WITHOUT.match(text, end)
        if (
            "unstated" in topic.when
            or none
            or topic.stated_by(text, end, roles.PART_STATED if topic.part else roles.STATED)
        ):
            moved = comparing.THEN_MOVED.match(text, end)
            base = _base_above(text, start) if moved else ""
            parts = {"listed": listed, "in_a_row": listed and text[start - 2 : start] == "元、"}
            part = topic.part or all_of_it is not None
            yield Mention(start, end, topic.name, "", part, base=base, bare=aside or topic.bare, **parts)
        elif aside:
            continue
        elif "compared" in topic.when and (compared := comparing.compared(text, end)) and comparing.base_of(compared):
            yield Mention(start, end, topic.name, "", topic.part, compared=True, listed=listed, bare=topic.bare)
        elif (
            "compared" in topic.when
            and (comparing.MOVED.match(text, end) or comparing.FROM_TO.match(text, end))
            and (base := _base_above(text, start))
        ):
            yield Mention(
                start, end, topic.name, "", topic.part, compared=True, base=base, listed=listed, bare=topic.bare
            )


def _is_purpose(text: str, at: int, end: int) -> bool:
    """Whether a part is only named as what money is for (主要用于农机推广发生的人员经费和办公经费), without a figure of its own."""
    start = max(text.rfind(mark, max(at - REACH, 0), at) + 1 for mark in ",。;:(")
    return bool(roles.PURPOSE.search(text[start:at])) and not roles.DIRECT.match(text, end)


def _is_aside(text: str, position: int, topic: topics.Topic) -> str:
    """Of a fund that is a part of the topic before it: `aside` in brackets, `nobody` behind 项目支出…其中; else an empty string."""
    if not topic.name.startswith(topics.FUNDS):
        return ""
    sentence = text[_said_above(text, position) : position]
    if roles.DIVIDED.search(sentence) or roles.OF_TARGETS.search(sentence):
        return "nobody"
    return "aside" if sentence.count("(") > sentence.count(")") else ""


def _sentence_start(text: str, position: int) -> int:
    """Where the sentence of a position begins, or what is near enough of one without end."""
    near = max(position - LONGEST, 0)
    return max(text.rfind("。", near, position) + 1, near)


def _said_above(text: str, position: int) -> int:
    """Where the sentence of a position begins or, behind 其中 or 原因, the one above it."""
    start = _sentence_start(text, position)
    return _sentence_start(text, start - 1) if start and comparing.GOES_ON.match(text, start) else start


def _base_above(text: str, position: int) -> str:
    """The base of the last comparison in the same sentence or, behind 其中 or 原因, in the one above; none of two kinds."""
    start = _said_above(text, position)
    found = list(comparing.BASE.finditer(text, start, position))
    since = text.rfind(";", start, found[-1].start()) if found else start
    bases = [match["base"] for match in found if match.start() > since]
    return bases[-1] if len({"预算" in base for base in bases}) == 1 else ""


def _subjects(stream: Stream) -> list[Mention]:
    """Subjects by their marks (类, 款, 项); the levels that a list leaves out are those printed above, or empty (//item)."""
    found: dict[int, re.Match[str]] = {}
    for pattern in (
        naming.CLASS_ITEM,
        naming.DASHED,
        naming.SECTION_ITEM,
        naming.ITEM_ALONE,
        naming.CODED,
        naming.UNMARKED,
    ):
        for m in _of_marks(pattern, stream.text):
            if pattern in (naming.CLASS_ITEM, naming.DASHED, naming.CODED) or _opens_clause(stream, m):
                found.setdefault(m.end(), m)
    mentions: list[Mention] = []
    above: tuple[str, ...] = ()
    whole = ""  # the last class
    for _, m in sorted(found.items()):
        if (mentions and m.start() < mentions[-1].end) or (m.re is naming.UNMARKED and _is_topic(m["item"])):
            continue
        bare = [(LEVELS.index(level), _bare(level, name)) for level, name in m.groupdict().items() if name]
        named = [(depth, name) for depth, name in bare if not naming.NO_NAME.search(name)]
        if not named:
            continue
        depth = named[0][0]
        if len(above) >= depth:
            path = above = (*above[:depth], *(name for _, name in named))
        else:
            path = (*[""] * depth, *(name for _, name in named))
        if naming.ECONOMIC.search(path[0]):  # The classification of costs has classes and sections of its own.
            mentions.append(_economic(m, path))
            continue
        end = m.end()
        lower = naming.LOWER.match(stream.text, end) if len(path) < len(LEVELS) else None
        # A section that is marked as a class, with its item: 行政事业单位医疗(类)行政单位医疗(项).
        if lower and depth == 0 and lower["item"] and not naming.KNOWN_CLASS.search(path[0]) and whole:
            path = above = (whole, path[0], lower["item"])
            end, lower = lower.end(), None
        if lower and len(path) == 1 and (both := naming.MISMARKED.match(stream.text, end)):
            path = above = (path[0], both["section"], both["item"])
            end, lower = both.end(), None
        whole = path[0] if naming.KNOWN_CLASS.search(path[0]) else whole
        topic = UNREAD if lower else LEVELS[len(path) - 1]
        mentions.append(Mention(_start(m), end, topic, "/".join(path)))
    return mentions


def _economic(match: re.Match[str], path: tuple[str, ...]) -> Mention:
    """A class of the economic classification is a topic of its own; its sections are named and belong to it."""
    topic = next((name for word, name in naming.COSTS.items() if word in path[0]), "economic_section")
    if len(path) > 1:
        return Mention(_start(match), match.end(), "economic_section", "/".join(path[:2]))
    return Mention(_start(match), match.end(), topic, "")


def _start(match: re.Match[str]) -> int:
    """Where a subject begins: behind the words of a sentence that has no stop before its class."""
    known = naming.KNOWN_CLASS.search(match["class"]) if match.groupdict().get("class") else None
    if known and known.start():
        return match.start("class") + known.start()
    # Never inside the figure before it: 人员经费4,704.35万元1、工资福利支出(类).
    level, name = next((level, name) for level, name in match.groupdict().items() if name)
    figure = naming.FIGURE_BEFORE.match(name)
    return match.start(level) + figure.end() if figure else match.start()


def _bare(level: str, name: str) -> str:
    """A name without quotes and without what stands before it; a class without the words of a sentence that has no stop."""
    quoted = naming.QUOTED_LAST.search(name)
    name = naming.FIGURE_BEFORE.sub("", numberless(quoted[1] if quoted else name)).replace('"', "")
    known = naming.KNOWN_CLASS.search(name) if level == "class" else None
    return known.group() if known else name


def _of_marks(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """The matches of a pattern whose names end with a mark, looked for only in the sentences that have the mark."""
    end = 0
    while (mark := naming.MARKS[pattern].search(text, end)) and (rest := _REST_OF_SENTENCE.match(text, mark.end())):
        start = max(end, *(text.rfind(sign, end, mark.start()) + 1 for sign in "。;:"))
        end = rest.end()
        yield from (m for m in pattern.finditer(text, start, end + _LOOKAHEAD) if m.start() < end)


def _is_topic(name: str) -> bool:
    """Whether a name is a quantity of the department or a class, not an item of the classification."""
    return bool(naming.NO_ITEM.search(name)) or any(topics.find_topics(name))


def _opens_clause(stream: Stream, match: re.Match[str]) -> bool:
    """Whether a name stands where a list entry begins: at a line's start, behind its number or a sentence's end."""
    first = next(name for name in match.groups() if name)
    before = stream.text[match.start() - 1 : match.start()]
    if before in (",", "、") and match.re is naming.ITEM_ALONE and roles.DIRECT.match(stream.text, match.end()):
        return True
    return stream.begins_line(match.start()) or before in ("", "。", ";", ":", '"') or bool(naming.ENTRY.search(first))


def numberless(name: str) -> str:
    """A name without what stands before it: a sentence, the number of its list entry, a dash, its code."""
    return naming.BEFORE_NAME.sub("", naming.ENTRY.split(name.rsplit("。", 1)[-1])[-1].strip())


def _spending(match: re.Match[str]) -> Mention:
    """A use of money; where basic expenditure is among its parts, an item of the classification."""
    name = numberless(match["subject"])
    item = _OF_BOTH.match(match.string, match.end("unit"))
    return Mention(
        match.start("subject"), match.start("number"), *("item", f"//{name}") if item else ("spending", name)
    )


def _level_of(name: str) -> str:
    """The lowest level of the functional classification that has a name, with or without 支出; else an empty string."""
    codes = [code for one in (name, f"{name}支出") for code in codes_named(one, "functional")]
    return LEVELS[(max(map(len, codes)) - len("201")) // 2] if codes else ""


def _overlaps(mention: Mention, others: list[Mention]) -> bool:
    return any(one.start < mention.end and mention.start < one.end for one in others)


def _without_overlaps(found: list[Mention]) -> list[Mention]:
    kept: list[Mention] = []
    for mention in sorted(found, key=lambda one: (one.start, -(one.end - one.start))):
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept


def _without_wholes(text: str, found: list[Mention]) -> list[Mention]:
    """Mentions but the words for a whole right behind another topic: in "三公"经费决算支出合计 they are that topic's."""
    pairs = zip([None, *found], found, strict=False)
    return [one for before, one in pairs if not (before and one.topic in WHOLES and _adjoins(text, before, one))]


def _resolved(stream: Stream, found: list[Mention]) -> list[Mention]:
    """Mentions whose noun does not say of what, as what the mention before them says: 财政拨款收入5万元,支出5万元."""
    kept: list[Mention] = []
    head: Mention | None = None  # the last that is not listed among the parts of another
    whole: Mention | None = None  # the last that is no part
    for mention in found:
        last = kept[-1] if kept else None
        meant = _meant(stream, mention, head, whole, last) if mention.bare else mention
        if meant:
            kept.append(meant)
            head = head if meant.listed or (meant.part and meant.topic in LEVELS) else meant
            whole = whole if meant.part else meant
    return kept


def _meant(
    stream: Stream, mention: Mention, head: Mention | None, whole: Mention | None, last: Mention | None
) -> Mention | None:
    """What a bare noun, or 合计 behind parts, means: of its head's family, or all the department's; else nobody's behind a part."""
    if mention.bare == "total":
        same = whole and last and last.part and "。" not in stream.text[whole.start : mention.start]
        about = (whole.topic, whole.subject) if same and whole else (UNREAD, "")
        return replace(mention, topic=about[0], subject=about[1], part=not same)
    if mention.bare == "both":  # 收入总预算5万元,支出总预算5万元。与上年相比,收支各增加1万元.
        return replace(
            mention, topic=next((one[0] for one in topics.FAMILIES if head and head.topic in one), mention.topic)
        )
    if mention.bare in ("aside", "nobody"):
        return _of_fund(mention, whole) if mention.bare == "aside" else None
    alone = None if mention.bare == "follows" else mention
    if alone is None and last and last.part and mention.compared:
        alone = replace(mention, topic=UNREAD)
    if last and last.topic in OWNERS and roles.ONLY_YEAR.fullmatch(stream.text, last.end, mention.start):
        return None  # "三公"经费2023年支出5万元: its own.
    family = next((one for one in topics.FAMILIES if head and head.topic in one), None)
    if head is None or family is None or stream.heading_start(mention.start) > head.start:
        return alone
    between = stream.text[head.end : mention.start]
    if between.count("。") > (mention.bare != "bare") or len(between) > REACH or _ENTRY.search(between):
        return alone
    kind, side = family.index(head.topic), topics.FAMILIES[0].index(mention.topic)
    if mention.compared and kind in (0, side):  # The two budgets have names of their own.
        return replace(mention, topic=family[side] if head.topic == "budget_total" else head.topic)
    if (
        kind == side
        and mention.bare != "bare"
        and _year_before(stream.text, mention) not in ("", _year_before(stream.text, head))
    ):
        return alone
    if head.topic in (mention.topic, f"{mention.topic}_budget") and mention.bare == "loose" and "其中" in between:
        return alone
    if kind == side:
        return replace(mention, topic=head.topic) if side == 0 else alone if mention.bare == "bare" else None
    # 政府性基金…,本年收入5万元,本年支出5万元: figures of the fund's own.
    own = between.endswith((",", "(")) or mention.bare == "follows"
    if head.topic in roles.FUNDS and own and mention.bare != "bare" and not _KIND.match(stream.text, mention.end):
        return None
    part = kind == 0 and "其中" in between
    return replace(mention, topic=family[side], part=part, listed=part)


def _of_fund(mention: Mention, whole: Mention | None) -> Mention | None:
    """A fund in a bracket behind a revenue or an expenditure: that revenue, or expenditure, of the fund."""
    side = next((one.index(whole.topic) for one in topics.FAMILIES if whole and whole.topic in one), 0)
    fund = next((one for one in topics.FAMILIES if mention.topic.startswith(one[0])), None)
    fund = topics.FAMILIES[2] if mention.topic == "fiscal_budget" else fund
    return replace(mention, topic=fund[side], part=True) if side and fund else None


def _adjoins(text: str, before: Mention, one: Mention) -> bool:
    return before.topic in OWNERS and bool(roles.ONLY_YEAR.fullmatch(text, before.end, one.start))


def _with_asides(text: str, found: list[Mention]) -> list[Mention]:
    """Mentions, with those in a bracket behind another one as its parts: 购置及运行费8万元(购置费0万元,…),与上年持平."""
    kept: list[Mention] = []
    for mention in found:
        since = max(_sentence_start(text, mention.start), mention.start - REACH)
        opened = text.rfind("(", since, mention.start)
        inside = opened >= 0 and text.find(")", opened, mention.start) < 0 and _closes(text, opened)
        behind = (inside and any(one.end <= opened for one in kept[-1:] if one.start >= since)) or (
            inside and bool(kept) and kept[-1].part and kept[-1].start > opened
        )
        kept.append(replace(mention, part=True) if behind else mention)
    return kept


def _closes(text: str, opened: int) -> bool:
    """Whether a bracket is closed before its sentence ends."""
    depth = 0
    for mark in re.finditer(r"[()。]", text[opened : opened + REACH]):
        depth += {"(": 1, ")": -1, "。": 0}[mark.group()]
        if depth == 0 or mark.group() == "。":
            return depth == 0
    return False


def _year_before(text: str, mention: Mention) -> str:
    """The year printed right before a mention, or an empty string."""
    printed = re.search(r"(?<![与比较])(20\d\d)年(?:度)?$", text[max(0, mention.start - 8) : mention.start])
    return printed[1] if printed else ""


def _without_continuations(text: str, found: list[Mention]) -> list[Mention]:
    """Mentions but those of a change of what the statement before them is about: it is that statement's."""
    kept: list[Mention] = []
    before: Mention | None = None  # the last that is no part
    for mention in found:
        same = before and before.topic in (mention.topic, topics.SHORT_FOR.get(mention.topic))
        years = {_year_before(text, one) for one in (mention, before) if one} - {""}
        same = same and len(years) < 2
        goes_on = mention.compared and before and same and not before.compared
        if mention.part or not goes_on:
            kept.append(mention)
            before = before if mention.part else mention
    return kept

"""Figures that a phrase of its own states, found by the declarations of `phrases.csv`."""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from jianghan_lib.forms.narrative import comparing
from jianghan_lib.forms.narrative.comparing import LEVEL
from jianghan_lib.forms.narrative.lexicon import DOWN, NUMBER, SUM, UNIT, UP
from jianghan_lib.forms.narrative.phrases import PHRASES, PROJECTS, REPORT, THREE_PUBLIC, VISITS, WHOSE, Phrase
from jianghan_lib.forms.narrative.roles import DIRECT
from jianghan_lib.forms.narrative.topics import TOPICS, find_topics

NEAR = 120
# What a sentence says that counts visits of the department's own.
SAID = re.compile(r"出国\(境\)|公务接待|接待费|(?:国内|外事|外宾)接待|接待国内")

# Headings under which a rate of execution is that of a report.
_REPORTS = re.compile("绩效|自评|评价|项目")

# Several names, or years, then as many figures: 因公出国费、公务接待费预算分别为0万元、3.00万元; the names may have sums before, the figures be shares.
_KIND = r"(?P<kind>(?:财政拨款)?(?:支出)?(?:预算|决算)?(?:数|金额)?)"
_ONE = rf"(?P<direction>{UP}|{DOWN})?(?:(?P<number>{NUMBER})(?P<unit>%|{UNIT})|{LEVEL})"
_FIGURE = re.sub(r"\?P<\w+>", "?:", _ONE)
IN_TURN = re.compile(
    rf"{_KIND}(?:分别|依次|各(?=[是为]))(?P<base>(?:比|较)(?:上年|去年|20\d\d年)(?:度)?)?"
    rf"(?P<word>为|是|达|占(?P<basis>[^,。;:\d]{{0,12}}?)(?:{SUM})?的?(?:比例|比重)?(?:为)?|(?=(?P<moves>{UP}|{DOWN})))?"
    rf"(?P<figures>{_FIGURE}(?:(?:(?:[、和及与]|以及){_FIGURE}|,{SUM}|,{NUMBER}%))+)"
)
# Several names that have nothing, or the same: 因公出国费、公务用车购置费均未安排, …决算均为0万元, …两年均为零.
_NOTHING = r"零|无(?:此项|该项|预算)?(?:支出|安排)?|没有(?:预算)?安排|未安排(?:预算)?|未发生(?:支出)?"
NONE_OF = re.compile(
    rf"{_KIND}(?P<years>[两二]年)?(?:均|都|全部)(?:为|是)?(?P<number>{_NOTHING}|0(?:\.0+)?(?P<unit>{UNIT}|(?=[,。;)])))(?=[,。;)])"
)
_YEARS = re.compile(r"(?:20\d\d年(?:度)?(?:[、,和及与]|以及)?){2,}")
# Where a list of names begins, each with its sum.
_LIST = re.compile(r"其中|包括|分为|由(?![于上去2])|含|[元额]中,")
_COMPARES = re.compile(r"[^,。;:]*(?:相比|比较|对比),?")
_COMPARED = re.compile(r"(?<=,)[与比较同](?:上年|去年|20\d\d年)(?:度)?(?:预算|决算)?数?(?:相比|比较),?$")
_ABOVE = re.compile(r"[,:](?:[两二三四]者|各项)?$")
_BEFORE_IT = re.compile(r"上一?年|去年|同比|[与比较](?P<year>20\d\d)年")
# What stands before a list of names; what a figure is called behind its name.
_OPENING = re.compile(r"^.*20\d\d年度?|^(?:其中|包括)|^[本我][局部单委办院校][门位]?")
_CALLED = re.compile(r"(?:支出)?(?:预算|决算)?(?:数|金额)?$")
# One noun for both: 收入、支出总预算 is 收入总预算 and 支出总预算.
_BOTH_SIDES = re.compile(r"(?P<of>[^、]*?)(?P<revenue>收入?)[、和与及](?P<rest>支出?(?P<noun>[^、和与及]*))$")
KINDS = (("预算", "budget"), ("决算", "outturn"))


@dataclass(frozen=True)
class Place:
    """What is known of a place in the text: its statement (topic, subject, start), the heading above, the report it stands in."""

    topic: str
    subject: str
    start: int
    heading: str
    report: str


@dataclass(frozen=True)
class Stated:
    """A figure found: where its number stands, and what it is."""

    at: int
    topic: str
    subject: str
    role: str
    basis: str
    printed: str
    unit: str
    year: int | None = None
    direction: str = ""


def find_phrases(text: str, place_at: Callable[[int], Place], taken: Collection[int]) -> Iterator[Stated]:
    """Every figure of a declared phrase that is not taken already, each once."""
    seen = set(taken)
    for one in PHRASES:
        scopes = [(0, len(text))] if one.within is None else [m.span() for m in one.within.finditer(text)]
        for match in (match for scope in scopes for match in one.pattern.finditer(text, *scope)):
            at, place = match.start("number"), place_at(match.start("number"))
            if at not in seen and _fits(one, place):
                seen.add(at)
                topic = one.topic or (REPORT if place.topic in PROJECTS else place.topic)
                yield _stated(match, topic, _subject(one, place, match), one.role)
    for role, pattern in VISITS:
        for match in pattern.finditer(text):
            at, place = match.start("number"), place_at(match.start("number"))
            topic = _whose(text[place.start : at], place) if place.topic in THREE_PUBLIC else _alone(text, at)
            if at not in seen and topic:
                seen.add(at)
                yield _stated(match, topic, "", role)


def in_turn(text: str, fiscal_year: int | None = None) -> Iterator[Stated]:
    """The figures of lists that give each of several names, or years, its own; without a topic where they do not match."""
    for match in IN_TURN.finditer(text):
        figures = list(re.finditer(_ONE, match["figures"]))
        *above, before = re.split(r"[。;]", text[max(0, match.start() - NEAR) : match.start()])
        if above and _COMPARES.fullmatch(before):  # …,公务接待费5万元。与上年相比,分别减少2万元、1万元.
            before = f"{above[-1]},{before}"
        compared, before = before, _COMPARED.sub("", before)
        years = _YEARS.search(before)
        listed = (before[years.end() :] if years else before) + match["kind"]
        names = _above(before) if _ABOVE.search(before) else _named(listed)
        several = [int(year) for year in re.findall(r"20\d\d", years[0])] if years else [None] * len(figures)
        named = names * len(figures) if years and len(names) == 1 else names
        percents = {one["unit"] == "%" for one in figures if one["number"]}
        role, basis = _said_in_turn(match, compared, percents == {True}, fiscal_year)
        right = len(named) == len(several) == len(figures) and all(named) and len(percents) == 1 and role
        for place, one in enumerate(figures):
            topic, year = (named[place], several[place]) if right else ("", None)
            at = match.start("figures") + one.start("number" if one["number"] else "level")
            moved = one["direction"] or match["moves"] if role.startswith("change") else ""
            figure = (
                (one["number"], one["unit"], year, moved) if one["number"] else (one["level"], "", year, one["level"])
            )
            yield Stated(at, topic, "", "change" if one["level"] else role, basis, *figure)
    yield from _all_alike(text, fiscal_year)


def _all_alike(text: str, fiscal_year: int | None) -> Iterator[Stated]:
    """What several names have in common: nothing (均未安排, 均为0万元), or no change (均与上年持平)."""
    for match in NONE_OF.finditer(text):
        before = re.split(r"[。;]", text[max(0, match.start() - NEAR) : match.start()])[-1]
        named = _named(before + match["kind"])
        role = next((role for word, role in KINDS if word in match["kind"] + match["number"]), "amount")
        years = (fiscal_year, fiscal_year - 1) if match["years"] and fiscal_year else (None,)
        for topic in named if len(named) > 1 and all(named) else ():
            for year in years:
                yield Stated(match.start("number"), topic, "", role, "", match["number"], match["unit"] or "", year)
    for match in comparing.ALIKE.finditer(text):
        before = re.split(r"[。;]", text[max(0, match.start() - NEAR) : match.start()])[-1]
        named = [topic for topic, at in _with_figures(before) if DIRECT.match(before, at)]
        basis, _ = comparing.measured_from(match["base"], fiscal_year)
        for topic in named if len(named) > 1 else ():
            yield Stated(match.start("level"), topic, "", "change", basis, match["level"], "", None, match["level"])


def _said_in_turn(match: re.Match[str], before: str, percents: bool, year: int | None) -> tuple[str, str]:
    """What a list of figures gives, and against what: an empty role where it does not say."""
    word = match["word"] or ""
    if match["moves"]:
        base = _BEFORE_IT.search(match["base"] or before)
        known = base and (base["year"] is None or (year is not None and int(base["year"]) == year - 1))
        return ("change_rate" if percents else "change", "prior_year") if known else ("", "")
    if percents:
        return ("share", match["basis"] or "total") if word.startswith("占") else ("", "")
    return (
        "" if word.startswith("占") else next((role for word, role in KINDS if word in match["kind"]), "amount")
    ), ""


def _named(before: str) -> list[str]:
    """The topics of names that are listed right before their figures; an empty one where a name is no known topic."""
    listed = _OPENING.sub("", re.split(r"[,:]", before)[-1])
    listed = _BOTH_SIDES.sub(r"\g<of>\g<revenue>\g<noun>、\g<of>\g<rest>", listed)
    pieces = [piece if _topic(piece) else re.split(r"[和及与]|以及", piece) for piece in listed.split("、")]
    return [_topic(name) for piece in pieces for name in ([piece] if isinstance(piece, str) else piece)]


def _topic(name: str) -> str:
    """The topic of a name, with or without what its figure is called: 公务接待费预算数."""
    texts = (name, _CALLED.sub("", name))
    return next((one.name for text in texts for one in TOPICS if one.name and one.pattern.fullmatch(text)), "")


def _above(before: str) -> list[str]:
    """The topics of a list that gives each a sum first: 分为基本支出5万元和项目支出3万元,分别占…."""
    return list(dict.fromkeys(topic for topic, _ in _with_figures(before)))


def _with_figures(before: str) -> Iterator[tuple[str, int]]:
    """The topics of a list, and where the name of each ends."""
    *_, start = (0, *(match.end() for match in _LIST.finditer(before)))
    yield from ((topic.name, end) for _, end, topic in find_topics(before, since=start))


def _fits(one: Phrase, place: Place) -> bool:
    if one.of_report and one.role == "execution_rate" and not (place.report or _REPORTS.search(place.heading)):
        return False
    return (not one.topics or place.topic in one.topics) and one.heading in place.heading


def _subject(one: Phrase, place: Place, match: re.Match[str]) -> str:
    if one.of_report:
        return place.report
    if not one.topic:
        return place.subject
    named = match.groupdict().get("subject") or ""
    return f"{place.subject}/{named}" if one.below else named


def _stated(match: re.Match[str], topic: str, subject: str, role: str) -> Stated:
    basis = match.groupdict().get("basis") or ""
    year = match.groupdict().get("year")
    said = (topic, subject, role, basis, match["number"], match["unit"])
    return Stated(match.start("number"), *said, int(year) if year else None)


def _alone(text: str, at: int) -> str:
    """Whose visits a sentence counts that stands in no statement: it must say so itself; else an empty string."""
    sentence = text[max(text.rfind("。", 0, at) + 1, at - NEAR) : at]
    return _whose(sentence, Place("", "", at, "", "")) if SAID.search(sentence) else ""


def _whose(before: str, place: Place) -> str:
    """Whose visits a statement counts: the last kind named in it; 接待 alone does not end 国内接待."""
    kind = "overseas_travel" if place.topic == "overseas_travel" else ""
    # What a closed bracket names is an aside: 国内公务接待支出(含外宾接待支出0万元).
    for match in WHOSE.finditer(re.sub(r"\((?!境)[^()]*\)", "", before)):
        if match.lastgroup != "hospitality" or kind in ("", "overseas_travel"):
            kind = str(match.lastgroup)
    return kind

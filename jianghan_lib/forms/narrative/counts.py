"""Figures that a phrase of its own states, found by the declarations of `forms/phrases.py`."""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from jianghan_lib.forms.narrative.lexicon import SUM
from jianghan_lib.forms.narrative.phrases import AMOUNT, PHRASES, PROJECTS, REPORT, THREE_PUBLIC, VISITS, WHOSE, Phrase
from jianghan_lib.forms.narrative.topics import TOPICS

NEAR = 120
# What a sentence says that counts visits of the department's own.
SAID = re.compile(r"出国\(境\)|公务接待|接待费|(?:国内|外事|外宾)接待支出")

# Several names, then as many sums: 因公出国费、公务接待费预算分别为0万元、3.00万元.
IN_TURN = re.compile(
    rf"(?P<names>[^。;,:\d]{{2,120}}?)(?P<kind>(?:财政拨款)?(?:支出)?(?:预算|决算)?(?:数|金额)?)分别(?:为|是)(?P<sums>{SUM}(?:[、,和及]{SUM})+)"
)
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


def in_turn(text: str) -> Iterator[Stated]:
    """The sums of lists that give each of several names its own; without a topic where names and sums do not match."""
    for match in IN_TURN.finditer(text):
        names = re.split(r"[、和]|以及|(?<=[费出计])与", re.sub(r"^.*年度?", "", match["names"]))
        sums = list(re.finditer(AMOUNT, match["sums"]))
        named = [next((one.name for one in TOPICS if one.name and one.pattern.fullmatch(name)), "") for name in names]
        if len(names) != len(sums) or not all(named):
            named = [""] * len(sums)
        role = next((role for word, role in KINDS if word in match["kind"]), "amount")
        for topic, one in zip(named, sums, strict=True):
            yield Stated(match.start("sums") + one.start(), topic, "", role, "", one["number"], one["unit"])


def _fits(one: Phrase, place: Place) -> bool:
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

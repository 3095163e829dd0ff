"""Figures that a phrase of its own states, found by the declarations of `forms/phrases.py`."""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from jianghan_lib.forms.narrative.phrases import PHRASES, PROJECTS, REPORT, THREE_PUBLIC, VISITS, WHOSE, Phrase

NEAR = 120
# What a sentence says that counts visits of the department's own.
SAID = re.compile(r"出国\(境\)|公务接待|接待费")


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
    return Stated(match.start("number"), topic, subject, role, basis, match["number"], match["unit"])


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

"""Where a figure of a result is printed: by what its row is about and its value, and which findings touch it there."""

import re
from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from jianghan_lib.analysis.frames import TOTAL, Tables

PLACES = 6
NARRATIVE = "narrative"
# The columns of each table that hold a figure as printed, and those that say what it is about.
FIGURES: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "amounts": (("amount",), ("code", "name", "table")),
    "completion": (("initial_budget", "outturn"), ("code", "class_name", "section_name", "item_name", "basis")),
    "changes": (("prior_amount", "amount", "change"), ("item", "name")),
    "projects": (("initial_budget", "budget", "executed", "score", "department_budget", "special_fund",
                  "upper_transfer"), ("project",)),
}  # fmt: skip
REVENUE = ("F02", "B02")
TOTALS = ("total", "department")
# A prior amount that follows from a printed change is not printed itself.
IMPLIED = "printed_change"


@dataclass(frozen=True)
class Place:
    """A line on which a figure is printed: part of the document ('' where several), line, page ('' where none)."""

    table: str
    line: int
    page: str


@dataclass(frozen=True)
class Origin:
    """Where a figure is printed, and the messages of the findings that touch it there, by language."""

    places: tuple[Place, ...] = ()
    messages: tuple[Mapping[str, str], ...] = ()


@dataclass
class Origins:
    """The printed figures of a document, found by what a row is about and a value."""

    printed: dict[tuple[str, float], list[Place]] = field(default_factory=dict)
    findings: dict[tuple[str, int], list[Mapping[str, str]]] = field(default_factory=dict)

    def __call__(self, row: Mapping[Hashable, Any], value: float) -> Origin:
        """A row of a result and one of its figures -> where it is printed; no places where it is computed."""
        names = [name for name in row.values() if isinstance(name, str) and name]
        about = [plain(name) for name in names] + ([TOTAL] if row.get("part") == TOTAL else [])
        found = [place for name in about for place in self.printed.get((name, _key(value)), ())]
        places = _spent(list(dict.fromkeys(found)))
        near = [one for place in places for one in self.findings.get((place.table, place.line), ())]
        touching = [one for one in near if _touches(one, names, value)]
        return Origin(places, tuple({one["where"] + one["zh"]: one for one in touching}.values()))


def _spent(places: list[Place]) -> tuple[Place, ...]:
    """Places without those in tables of revenue, where the figure is printed elsewhere too."""
    spent = [place for place in places if place.table not in REVENUE]
    return tuple(spent or places)


def of(tables: Tables) -> Callable[[Mapping[Hashable, Any], float], Origin]:
    """The tables of one document -> what finds where a figure is printed (`Origins`)."""
    origins = Origins()
    for table in FIGURES:
        for about, value, place in _figures(table, tables[table]):
            places = origins.printed.setdefault((about, _key(value)), [])
            if place not in places:
                places.append(place)
    for row in tables["findings"].dropna(subset=["line"]).to_dict("records"):
        if row["severity"] != "rounding":
            message = {
                "where": row["where"],
                "printed": row["printed"],
                "zh": row["message_zh"],
                "en": row["message_en"],
            }
            origins.findings.setdefault((row["table"], int(row["line"])), []).append(message)
    return origins


def plain(name: str) -> str:
    """A name without what a result adds to tell rows apart."""
    return re.sub(r"（[^（）]*）$", "", name)


def _figures(table: str, rows: pd.DataFrame) -> Iterator[tuple[str, float, Place]]:
    """What a figure is about, its value and its place, for each printed figure of a table."""
    columns, about = FIGURES[table]
    for row in rows.dropna(subset=["line"]).to_dict("records"):
        page = "" if pd.isna(row["page"]) else str(row["page"])
        place = Place(_part(table, row), int(row["line"]), page)
        names = {plain(str(row[name])) for name in about} - _above(row) - {""}
        names |= {TOTAL} if row.get("level") in TOTALS else set()
        for column in columns:
            implied = column == "prior_amount" and row.get("basis") == IMPLIED
            if pd.notna(row[column]) and not implied:
                for name in names:
                    yield name, float(row[column]), place


def _above(row: Mapping[Hashable, Any]) -> set[str]:
    """The class and section that a subject only belongs to: its figure is not theirs."""
    levels = ("class_name", "section_name", "item_name")
    named = [plain(str(row[name])) for name in levels if row.get(name)]
    return set(named[:-1]) - set(named[-1:])


def _part(table: str, row: Mapping[Hashable, Any]) -> str:
    """The part of the document that a row comes from, '' where it may be one of several."""
    if table == "amounts":
        return str(row["table"])
    sources = str(row.get("sources", ""))
    return NARRATIVE if table != "projects" else "" if ";" in sources else sources


def _key(value: float) -> float:
    return round(abs(float(value)), PLACES)


def _touches(finding: Mapping[str, str], names: list[str], value: float) -> bool:
    """Whether a finding on the same line is about this figure; one that names no figure, about what its row is about."""
    figures = re.findall(r"\d[\d,]*(?:\.\d+)?", finding["printed"])
    same = any(_key(float(figure.replace(",", ""))) == _key(value) for figure in figures)
    return same if figures else any(len(name) > 1 and name in finding["where"] for name in names)

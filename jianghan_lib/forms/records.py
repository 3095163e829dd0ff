"""What the forms find, as printed: small frozen records, each with its line, and page and box where the file has pages."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Protocol, TypedDict, TypeVar, cast, get_args, get_type_hints

from jianghan_lib.base.errors import JianghanError
from jianghan_lib.base.findings import Printed
from jianghan_lib.base.places import place_of

Record = TypeVar("Record")


@dataclass(frozen=True)
class Cell:
    """A money cell of a statutory table. `measure` is empty where the text lost the column; `position` is the printed place."""

    table: str
    panel: str
    row: int
    code: str
    level: str
    name: str
    measure: str
    position: int
    printed: str
    unit: str
    line: int
    page: int | None = None
    box: str = ""


@dataclass(frozen=True)
class OtherCell:
    """A money cell of a table that no form knows: the title of the table, the labels of its row and column, as printed."""

    title: str
    row_label: str
    column_label: str
    printed: str
    unit: str
    line: int
    page: int | None = None
    box: str = ""


@dataclass(frozen=True)
class Statement:
    """A figure that the narrative states: what about (topic, subject), which role, as printed."""

    statement: int
    topic: str
    subject: str
    role: str
    basis: str
    year: int | None
    base_year: int | None
    printed: str
    unit: str
    direction: str
    line: int
    page: int | None = None
    box: str = ""


@dataclass(frozen=True)
class Project:
    """A fact of a project (budget, executed, rate, score, funding, recurrence, cost) in one of its sources.

    `detail` is what the fact is about where that is more than the project: the year of a budget, a line of costs.
    """

    source: str
    project: str
    fact: str
    detail: str
    printed: str
    unit: str
    line: int
    page: int | None = None
    box: str = ""


@dataclass(frozen=True)
class Reason:
    """A reason that the text gives for a difference: of what (topic, subject, scope: all, or without special funds).

    `basis` is what the difference is measured from, `direction` which way the reason moves the figure; `printed` is
    the amount given with it, `text` its sentence, kept only by an ingest with text.
    """

    topic: str
    subject: str
    scope: str
    basis: str
    category: str
    direction: str
    printed: str
    unit: str
    text: str
    line: int
    page: int | None = None
    box: str = ""


@dataclass(frozen=True)
class Indicator:
    """A row of a self-evaluation or target form; a figure that stands on another line than its name has a place of its own."""

    subject: str
    level1: str
    level2: str
    indicator: str
    target: str
    actual: str
    weight: str
    score: str
    line: int
    page: int | None = None
    horizon: str = "annual"
    year_before: str = ""
    two_years_before: str = ""
    box: str = ""
    target_at: str = ""
    actual_at: str = ""
    weight_at: str = ""
    score_at: str = ""


@dataclass(frozen=True)
class Particular:
    """What the text says beside its amounts, by kind: a name it lists, a ticked box, points of a heading, a count, a year.

    `subject` is what it belongs to (a project, a class, a kind of expenditure), `name` what is said of it.
    """

    kind: str
    subject: str
    name: str
    printed: str
    line: int
    page: int | None = None
    box: str = ""


@dataclass(frozen=True)
class Note:
    """Something that reading met and could not settle: a rule, where, what is printed."""

    rule: str
    table: str
    where: str
    printed: str
    line: int
    page: int | None = None
    box: str = ""


@dataclass(frozen=True)
class Fact:
    """A fact of the document itself (title, department, year, ...)."""

    fact: str
    printed: str
    line: int
    page: int | None = None
    box: str = ""


class Raw(TypedDict):
    """All records of a document, by kind."""

    document: Sequence[Fact]
    cells: Sequence[Cell]
    other_tables: Sequence[OtherCell]
    statements: Sequence[Statement]
    projects: Sequence[Project]
    indicators: Sequence[Indicator]
    reasons: Sequence[Reason]
    particulars: Sequence[Particular]
    notes: Sequence[Note]


RAW: dict[str, type] = {name: get_args(hint)[0] for name, hint in get_type_hints(Raw).items()}
# What a part of a document without a table or a source of its own is called.
PARTS = {"statements": "narrative", "indicators": "form"}
# Which fields of a record hold figures.
FIGURES = {
    "cells": ("printed",),
    "other_tables": ("printed",),
    "statements": ("printed",),
    "projects": ("printed",),
    "indicators": ("target", "actual", "weight", "score"),
}


class Boxed(Printed, Protocol):
    """A record, or what is made of one: it stands on a line, perhaps of a page and in a box there."""

    @property
    def box(self) -> str: ...


def place(record: Boxed | None) -> str:
    """Where a record is printed, as one short text: `L549`, or `p12 L30 72.0,101.2,130.5,110.0`; of none, nothing."""
    return place_of(record.line, record.page, record.box) if record else ""


def file_at(facts: Sequence[Fact], line: int) -> str:
    """The file that holds a line and the line in it (`tables.pdf L30`), in a document of several files; else empty."""
    before = [one for one in facts if one.fact == "file" and one.line <= line]
    return f"{before[-1].printed} L{line - before[-1].line + 1}" if before else ""


def strings(record: object) -> dict[str, str]:
    """A record as data/raw holds it: every field as a string, empty where there is none."""
    return {name: "" if value is None else str(value) for name, value in vars(record).items()}


def typed(kind: type[Record], row: Mapping[str, str]) -> Record:
    """A row of data/raw -> the record it was written from."""
    whole = _whole_numbers(cast(Hashable, kind))
    return kind(**{name: _whole(name, row[name], row) if name in whole else row[name] for name in row})


@cache
def _whole_numbers(kind: Hashable) -> frozenset[str]:
    """The fields of a record that are whole numbers."""
    return frozenset(name for name, hint in get_type_hints(kind).items() if hint in (int, int | None))


def _whole(name: str, text: str, row: Mapping[str, str]) -> int | None:
    if text and not text.isdecimal():
        raise JianghanError(f"line {row['line']}: {name} {text!r} is no whole number: ingest the document again")
    return int(text) if text else None

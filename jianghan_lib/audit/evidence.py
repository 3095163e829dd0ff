"""What the rules of the audit look at: the tables and raw records of one document, and what a rule says of a pair of figures."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from itertools import groupby
from typing import Any

from jianghan_lib.base.findings import At
from jianghan_lib.base.money import (
    CENT,
    DEFAULT_UNIT,
    NUMBER,
    UNITS,
    half_unit,
    is_blank,
    percent,
    read_number,
    readable,
)
from jianghan_lib.base.rows import AmountRow, ChangeRow, CompletionRow, ProjectRow, Rows, StatementRow
from jianghan_lib.build.amounts import Cells
from jianghan_lib.build.statements import EXCLUDED, falls
from jianghan_lib.forms.records import Particular, Project, Raw
from jianghan_lib.reference.identities import Place
from jianghan_lib.vocabulary import word

Rated = CompletionRow | ChangeRow | ProjectRow
# What explains a difference, in both languages; looked for only where there is one.
Hint = Callable[[], tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class Titled(AmountRow):
    """A money cell with the title of its table, as a message names it."""

    title: str = ""


@dataclass(frozen=True)
class Side:
    """One side of a comparison: what it is in both languages, its figure, and the figure as printed where that is known."""

    zh: str
    en: str
    value: Decimal
    text: str = ""


@dataclass(frozen=True)
class Check:
    """Two figures that should be the same: where they stand, and how far printing may set them apart."""

    table: str
    where: str
    at: At
    printed: Side
    expected: Side
    slack: Decimal | None = None  # where it is not what printing money allows
    unit: str = "万元"
    severity: str = "error"
    where_en: str = ""
    hint: Hint | None = None
    addends: int = 1  # figures other than nought that the expected one is the sum of

    @property
    def is_copy(self) -> bool:
        """Whether one figure of money is printed twice: rounded from one amount, both are the same to the last digit."""
        return self.slack is None and self.unit == "万元" and self.addends < 2

    @property
    def allowed(self) -> Decimal:
        """How far printing may set the two apart: a copy by its coarser print, a sum by the last digit of each addend."""
        if self.slack is not None or not self.is_copy:
            return CENT * (self.addends + 1) if self.slack is None else self.slack
        halves = {rounded_by(side.text) or half_unit(places(side.value)) for side in (self.printed, self.expected)}
        return max(halves) if len(halves) > 1 else Decimal(0)


def places(amount: Decimal) -> int:
    """The places that an amount in 万元 has, two at least: more where 元 were printed."""
    return max(2, -int(amount.normalize().as_tuple().exponent))


@dataclass(frozen=True)
class Remark:
    """Something that is wrong or odd by itself, without a second figure."""

    table: str
    where: str
    at: At
    printed: str
    zh: str
    en: str
    severity: str
    expected: str = ""


@dataclass(frozen=True)
class Evidence:
    """One document: its processed tables and raw records, with the look-ups that rules share."""

    document: str
    tables: Rows
    raw: Raw
    kept: dict[Any, Any] = field(default_factory=dict)  # what rules make of it more than once

    @property
    def kind(self) -> str:
        """final_account or budget; a self-evaluation that is published alone is part of a final account."""
        return "budget" if self.tables["documents"][0].kind == "budget" else "final_account"

    @cached_property
    def _cells(self) -> Cells[Titled]:
        """The money cells, each with the `title` of its table."""
        return Cells([Titled(**vars(row), title=self.title(row.table)) for row in self.tables["amounts"]])

    @property
    def amounts(self) -> Sequence[Titled]:
        """Money cells that have a column and a readable amount."""
        return self._cells.placed

    @cached_property
    def _titles(self) -> Mapping[str, str]:
        """The printed titles of the tables, without owner and year."""
        facts = self.raw["document"]
        titles = {fact.line: fact.printed for fact in facts if fact.fact == "table_title"}
        tables = [fact for fact in reversed(facts) if fact.fact == "table" and fact.line in titles]
        return {
            fact.printed: re.sub(r"^.*20\d\d年(?:度)?|(?:部门|单位)[:：].*$", "", titles[fact.line]) for fact in tables
        }

    def title(self, table: str) -> str:
        """How a message names a table: as the document prints its title, else by the usual one; numbers differ by place."""
        return self._titles.get(table) or word(table)

    @cached_property
    def open_rows(self) -> Mapping[tuple[str, int, int], str]:
        """Rows with a figure whose column is not known, by table, row and line: their codes. They prove nothing."""
        rows = [row for row in self.tables["amounts"] if row.amount is not None and not row.measure]
        return {(row.table, row.row, row.line): row.code for row in rows}

    def unread(self, table: str) -> list[AmountRow]:
        """The cells of a table that print something of which no amount could be made: no sum with them can be checked."""
        found = [row for row in self.tables["amounts"] if row.table == table and row.amount is None]
        return [row for row in found if not is_blank(row.printed)]

    def cells(self, table: str, panel: str | None = None) -> list[Titled]:
        """The cells of a table, or of one of its panels."""
        return self._cells.of(table, panel)

    def cell(self, table: str, key: str, measure: str, panel: str = "") -> Titled | None:
        """A cell by its table, row (code, or without one `total`, `subtotal` or bare name), measure and panel."""
        return self._cells.cell(table, key, measure, panel)

    def first(self, places: Iterable[Place]) -> Titled | None:
        """The cell of the first of several places that is printed."""
        return self._cells.first(places)

    @cached_property
    def statements(self) -> list[dict[str, StatementRow]]:
        """Statements of the narrative, each as its figures by role."""
        rows = self.tables["statements"]
        return [{row.role: row for row in group} for _, group in groupby(rows, key=lambda row: row.statement)]

    def about(self, *topics: str, excluded: bool = False) -> Iterator[dict[str, StatementRow]]:
        """Statements about these topics that hold for all funds, or for those without special funds."""
        for figures in self.statements:
            first = next(iter(figures.values()))
            if first.topic in topics and excluded == any(row.basis == EXCLUDED for row in figures.values()):
                yield figures

    def stated(self, topic: str, *roles: str) -> StatementRow | None:
        """The first readable figure that the text tells of a topic: of the first of these roles that a statement has, or its level."""
        for figures in self.about(topic):
            row = next((figures[role] for role in roles if role in figures), None) if roles else level_of(figures)
            if row is not None and (row.amount, row.count, row.rate) != (None, None, None):
                return row
        return None

    @cached_property
    def levels(self) -> Mapping[int, set[Decimal]]:
        """The levels that the text tells, by line."""
        found: dict[int, set[Decimal]] = defaultdict(set)
        for level in filter(None, map(level_of, self.statements)):
            found[level.line].add(level.amount)
        return found

    @cached_property
    def _levels(self) -> Mapping[int, StatementRow]:
        """The level of each statement that tells none, by its number: the one told last of the same thing and year."""
        last: dict[tuple[object, ...], StatementRow] = {}
        found = {}
        for figures in self.statements:
            first, level = next(iter(figures.values())), level_of(figures)
            key = (first.topic, first.subject, first.year)
            if level is not None:
                last[key] = level
            elif key in last:
                found[int(first.statement)] = last[key]
        return found

    def level(self, figures: Mapping[str, StatementRow]) -> StatementRow | None:
        """The level of a statement, also of one that only goes on about what was told before it (较年初预算数增加…)."""
        return level_of(figures) or self._levels.get(int(next(iter(figures.values())).statement))

    def facts(self, *names: str) -> Iterator[Project]:
        """Raw facts of projects by name."""
        return (fact for fact in self.raw["projects"] if fact.fact in names)

    def particulars(self, *kinds: str) -> list[Particular]:
        """What the text says beside its amounts, by kind."""
        return [one for one in self.raw["particulars"] if one.kind in kinds]

    @property
    def year(self) -> str:
        """The fiscal year of the document."""
        return str(self.tables["documents"][0].fiscal_year)

    def of_year(self, kind: str) -> "Iterator[Check]":
        """Years of a kind that the text names and that are the document's: comparisons passed."""
        same = (one for one in self.particulars(kind) if one.printed == self.year)
        return (agreed("narrative", one) for one in same)

    def of_other_years(self, kind: str) -> list[Particular]:
        """Years of a kind that the text names and that are not the document's."""
        return [one for one in self.particulars(kind) if one.printed != self.year]


def level_of(figures: Mapping[str, StatementRow]) -> StatementRow | None:
    """The figure of a statement that is its level in the year: outturn, amount, budget or executed; none where it could not be read."""
    level = next((figures[role] for role in ("outturn", "amount", "budget", "executed") if role in figures), None)
    return level if level and level.amount is not None else None


def rates_alike(printed: str, share: Decimal) -> tuple[Decimal, Decimal]:
    """A printed rate of change (下降4.76%) and the recomputed one: without signs where they go the same way, else with them."""
    figure = re.sub(r"^[^\d-]+", "", printed)
    rate = -abs(percent(figure)) if falls(printed.removesuffix(figure)) else percent(figure)
    return (rate, share) if rate * share < 0 else (abs(rate), abs(share))


def elsewhere(own: int, *lines: int | str | None) -> tuple[str, str]:
    """Where the figures of a recomputation stand, in both languages; nothing where all are on the line of the finding."""
    numbers = {int(found[1]) for line in lines if (found := re.search(r"(?:^|L)(\d+)", str(line or "")))}
    others = sorted(numbers - {int(own)})
    if not others:
        return "", ""
    return (
        f"（第{'、'.join(map(str, others))}行）",
        f" (line{'s' if len(others) > 1 else ''} {', '.join(map(str, others))})",
    )


def cut_off(printed: Decimal, share: Decimal, places: int) -> bool:
    """Whether a printed percent (as a fraction) is the true one with its further digits cut off instead of rounded."""
    return 0 <= share - printed < half_unit(places) / 50


def agreed(table: str, at: At) -> Check:
    """A comparison that a row or record passed where there is no pair of figures to show: it is only counted."""
    nothing = Side("", "", Decimal(0))
    return Check(table, "", at, nothing, nothing)


def rounded_by(printed: str) -> Decimal:
    """How far a printed amount may be from the exact one, in 万元: half a unit of its last place (1,235万元: 0.5)."""
    found = re.fullmatch(rf"[^\d-]*({NUMBER})(亿元|亿|万元|万|千元|元)?", printed)
    if not found or not readable(found[1]):
        return Decimal(0)
    return half_unit(read_number(found[1]).places) * UNITS[found[2] or DEFAULT_UNIT]

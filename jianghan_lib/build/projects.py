"""Projects of a department: the facts of all their sources joined into one row each, never where it is unsure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby
from typing import Any

from jianghan_lib.base.findings import noted
from jianghan_lib.base.money import fraction, half_unit, readable, to_wan
from jianghan_lib.base.places import place_of
from jianghan_lib.base.rows import AmountRow, ProjectRow
from jianghan_lib.base.text import curly, short
from jianghan_lib.build.statements import first_of, grouped, value_of
from jianghan_lib.forms.records import Project, Raw, Statement, place

Rows = list[dict[str, Any]]
BUDGET_ROLES = ("annual_budget", "adjusted_budget", "budget")
RATE_ROLES = ("completion_rate", "execution_rate")
# The roles of a report on a project, as facts of it; the last of one fact counts.
REPORTED = {"initial_budget": "initial_budget", "adjusted_budget": "budget", "budget": "budget", "executed": "executed"}
FUNDING = ("department_budget", "special_fund", "upper_transfer")
# Sources from the one that names the projects of a row to those that add to it.
ORDER = ("narrative", "B10", "form", "summary", "report", "B12", "B11")
LIST = "B11"
CUT_SHORT = 10
SAME = half_unit(2)


@dataclass
class Entry:
    """A project in one source: its name, its facts, and where it stands."""

    source: str
    name: str
    line: int
    page: int | None
    facts: dict[str, Any] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)


@dataclass
class Joined:
    """A project with all its entries, the first of which names it."""

    entries: list[Entry]

    @property
    def sources(self) -> set[str]:
        return {entry.source for entry in self.entries}

    def fact(self, name: str) -> Any:
        """A fact from the first source that gives it."""
        return next((entry.facts[name] for entry in self._giving(name)), None)

    def at(self, name: str) -> str:
        """Where that source prints it."""
        return next((entry.places.get(name, "") for entry in self._giving(name)), "")

    def _giving(self, name: str) -> list[Entry]:
        return [entry for entry in self.entries if entry.facts.get(name) is not None]


def build_projects(
    document: str, raw: Raw, amounts: Sequence[AmountRow]
) -> tuple[list[ProjectRow], Rows, Mapping[str, str]]:
    """Raw records of a document and its amounts -> rows of `projects`, findings on names, and each source's name for one."""
    entries = [*_narrative(raw["statements"]), *_table(amounts), *_forms(raw["projects"]), *_reports(raw["statements"])]
    joined: list[Joined] = []
    findings: Rows = []
    for source in ORDER:
        mine = [entry for entry in entries if entry.source == source and entry.name]
        left = _join_by_name(joined, mine)
        findings += _join_by_amount(document, joined, left)
    names = {entry.name: _display_name(one) for one in joined for entry in one.entries}
    return [_row(document, one) for one in joined], findings, names


def _narrative(statements: Sequence[Statement]) -> Iterable[Entry]:
    """The self-evaluation paragraphs: budget, executed, rate."""
    for figures in grouped(statements, "project"):
        budget, rate = first_of(figures, BUDGET_ROLES), first_of(figures, RATE_ROLES)
        yield _told("narrative", figures, {"budget": budget, "executed": figures.get("executed"), "rate_printed": rate})


def _reports(statements: Sequence[Statement]) -> Iterable[Entry]:
    """Reports on a project: its initial budget, and what became of it."""
    for figures in grouped(statements, "execution_report"):
        yield _told("report", figures, {name: figures[role] for role, name in REPORTED.items() if role in figures})


def _told(source: str, figures: Mapping[str, Statement], told: Mapping[str, Statement | None]) -> Entry:
    """A statement about a project, its figures by the facts that they are of, as an entry."""
    first = next(iter(figures.values()))
    entry = Entry(source, curly(first.subject), first.line, first.page)
    for name, one in told.items():
        if one is None:
            continue
        entry.facts[name] = one.printed + one.unit if name == "rate_printed" else value_of(one)
        entry.places[name] = place(one)
    return entry


def _forms(records: Sequence[Project]) -> Iterable[Entry]:
    """Forms and the summary table: the facts of one project in one source."""
    for (source, name), group in groupby(records, key=lambda one: (one.source, one.project)):
        facts = list(group)
        entry = Entry(source, curly(name), facts[0].line, facts[0].page)
        for record in facts:
            if (value := _typed(record)) is not None:
                fact = "rate_printed" if record.fact == "execution_rate" else record.fact
                entry.facts[fact], entry.places[fact] = value, place(record)
        yield entry


def _typed(record: Project) -> Any:
    """What a record says of a project; None where it is nothing of a row of `projects`, or cannot be read."""
    if record.fact in ("recurrence", "execution_rate"):
        return record.printed + record.unit
    if record.fact not in ("initial_budget", "budget", "executed", "score", *FUNDING) or not readable(record.printed):
        return None
    return Decimal(record.printed) if record.fact == "score" else to_wan(record.printed, record.unit)


def _table(amounts: Sequence[AmountRow]) -> Iterable[Entry]:
    """The project table of a budget: a project's budget is both the initial one and the year's."""
    for amount in amounts:
        total = (amount.panel, amount.measure) == ("appropriation", "total")
        if amount.table == "B10" and amount.level == "row" and total:
            facts = {"initial_budget": amount.amount, "budget": amount.amount}
            places = dict.fromkeys(facts, place_of(amount.line, amount.page, amount.box))
            yield Entry("B10", amount.name, amount.line, amount.page, facts, places=places)


def _join_by_name(joined: list[Joined], entries: Sequence[Entry]) -> list[Entry]:
    """Entries whose name is that of exactly one project join it; the first source makes the projects; the rest is given back."""
    first = not joined
    left = []
    for entry in entries:
        if first:
            joined.append(Joined([entry]))
            continue
        free = [one for one in joined if entry.source not in one.sources]
        named = _named(free, entry)
        if len(named) == 1:
            _add(named[0], entry)
        else:
            left.append(entry)
    return left


def _named(free: Sequence[Joined], entry: Entry) -> list[Joined]:
    """Projects of this name: exactly, but for the usual endings, or cut short by a cell of the form."""
    tests = (
        lambda name: name == entry.name,
        lambda name: short(name) == short(entry.name),
        lambda name: len(name) >= CUT_SHORT and entry.name.startswith(name),
    )
    for test in tests:
        found = [one for one in free if any(test(other.name) for other in one.entries)]
        if found:
            return found
    return []


def _add(one: Joined, entry: Entry) -> None:
    """An entry joins a project; a name that a cell cut short is completed."""
    head = one.entries[0]
    if head.source == "B10" and len(head.name) >= CUT_SHORT and entry.name.startswith(head.name):
        head.name = entry.name
    one.entries.append(entry)


def _join_by_amount(document: str, joined: list[Joined], left: Sequence[Entry]) -> Rows:
    """Entries under another name join the one project left with the same amounts; others stand alone."""
    found: Rows = []
    for entry in left:
        same = [one for one in joined if entry.source not in one.sources and _same(one, entry)]
        rivals = [other for other in left if other is not entry and len(same) == 1 and _same(same[0], other)]
        if len(same) == 1 and not rivals:
            head = same[0].entries[0]
            if entry.source != LIST or not _contained(head.name, entry.name):
                said = "project_name_differs/listed" if entry.source == LIST else "project_name_differs"
                about = (entry.source, head.name, entry)
                found.append(noted(document, said, *about, printed=entry.name, expected=head.name, head=head))
            same[0].entries.append(entry)
        else:
            joined.append(Joined([entry]))
    return found


def _same(one: Joined, entry: Entry) -> bool:
    """Whether budget and execution are the same figures, to the digits printed; the list of a budget gives the budget only."""
    facts = ("budget",) if entry.source == LIST else ("budget", "executed")
    pairs = [(one.fact(name), entry.facts.get(name)) for name in facts]
    return all(mine is not None and other is not None and abs(mine - other) <= SAME for mine, other in pairs)


def _contained(one: str, other: str) -> bool:
    """Whether one of two names is the other shortened: its words stand in the other."""
    names = sorted((short(one), short(other)), key=len)
    return names[0] in names[1]


def _display_name(one: Joined) -> str:
    """The first source's name, or a fuller one of another source: with 工作, 经费 or 项目 that the first leaves out."""
    name = one.entries[0].name
    for entry in one.entries[1:]:
        dated = re.match(r"\d{4}年度?", entry.name) and not re.match(r"\d{4}年度?", name)
        fuller = len(entry.name) > len(name) and short(entry.name) == short(name)
        adds_project = entry.name == name + "项目" and re.search(r"(?:经费|资金|费)$", name)
        if fuller and not dated and not adds_project and entry.source in ("form", "summary"):
            name = entry.name
    return name


def _row(document: str, one: Joined) -> ProjectRow:
    """A joined project as a row of `projects`."""
    head = one.entries[0]
    budget, executed = one.fact("budget"), one.fact("executed")
    return ProjectRow(
        document_id=document,
        project=_display_name(one),
        initial_budget=one.fact("initial_budget"),
        initial_budget_at=one.at("initial_budget"),
        budget=budget,
        budget_at=one.at("budget"),
        executed=executed,
        executed_at=one.at("executed"),
        rate_printed=one.fact("rate_printed") or "",
        rate_printed_at=one.at("rate_printed"),
        rate=fraction(executed, budget),
        gap=budget - executed if budget is not None and executed is not None else None,
        score=one.fact("score"),
        score_at=one.at("score"),
        **{name: one.fact(name) for name in FUNDING},
        recurrence=one.fact("recurrence") or "",
        sources=";".join(source for source in ORDER if source in one.sources),
        line=head.line,
        page=head.page,
    )

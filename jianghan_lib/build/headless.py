"""A target form that lost its head: given to a project where its figures fit one project only."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from jianghan_lib.base.findings import noted
from jianghan_lib.base.money import half_unit, readable, to_wan
from jianghan_lib.base.rows import AmountRow
from jianghan_lib.forms.records import Indicator, Note, Project, Raw

NOTE = "form_without_name"
SUBJECT = re.compile(r"(?<!\d)(2\d{6})(?!\d)")
SAME = half_unit(2)


@dataclass(frozen=True)
class Headless:
    """A form without a name: its note, the lines it takes, and what its costs add up to, by subject."""

    note: Note
    start: int
    stop: int
    costs: Mapping[str, Decimal]

    def holds(self, record: Project | Indicator) -> bool:
        return self.start <= record.line < self.stop

    @property
    def total(self) -> Decimal:
        return sum(self.costs.values(), Decimal(0))


def adopt(document: str, raw: Raw, amounts: Sequence[AmountRow]) -> tuple[Raw, list[dict[str, Any]]]:
    """Raw records, forms without a name given to the one project that they fit; a finding for each says so."""
    kept, findings = raw.copy(), []
    for form in _headless(raw):
        fitting = _fitting(form, kept["projects"], amounts)
        if len(fitting) != 1:
            continue
        name = fitting[0]
        kept["projects"] = [
            replace(one, project=name) if not one.project and form.holds(one) else one for one in kept["projects"]
        ]
        kept["indicators"] = [
            replace(one, subject=name) if not one.subject and form.holds(one) else one for one in kept["indicators"]
        ]
        kept["notes"] = [note for note in kept["notes"] if note is not form.note]
        findings.append(_adopted(document, form, name))
    return kept, findings


def _headless(raw: Raw) -> list[Headless]:
    """The forms without a name, each up to the next form."""
    named = sorted(one.line for one in raw["projects"] if one.project)
    notes = [note for note in raw["notes"] if note.rule == NOTE]
    forms = []
    for note in notes:
        start = note.line
        after = [line for line in (*named, *(other.line for other in notes)) if line > start]
        stop = min(after, default=10**9)
        costs: dict[str, Decimal] = defaultdict(Decimal)
        for row in raw["projects"]:
            if row.fact == "cost" and not row.project and start <= row.line < stop and readable(row.printed):
                subject = SUBJECT.search(row.detail)
                costs[subject[1] if subject else ""] += to_wan(row.printed, row.unit)
        forms.append(Headless(note, start, stop, costs))
    return forms


def _fitting(form: Headless, facts: Sequence[Project], amounts: Sequence[AmountRow]) -> list[str]:
    """Projects of the project table without a form whose budget is what the costs add up to, under a subject that pays so much."""
    formed = {fact.project for fact in facts if fact.source == form.note.table}
    paid = {
        row.code: row.amount
        for row in amounts
        if row.table == "B03" and row.measure == "project" and row.amount is not None
    }
    if not form.total or any(cost > paid.get(subject, Decimal(0)) + SAME for subject, cost in form.costs.items()):
        return []
    return [
        row.name
        for row in amounts
        if (row.table, row.panel, row.measure, row.level) == ("B10", "appropriation", "total", "row")
        and not any(name.startswith(row.name) for name in formed)
        and row.amount is not None
        and abs(row.amount - form.total) <= SAME
    ]


def _adopted(document: str, form: Headless, name: str) -> dict[str, Any]:
    about, subjects = (form.note.table, name, form.note), "、".join(form.costs)
    return noted(document, f"{NOTE}/adopted", *about, expected=name, form=form, subjects=subjects)

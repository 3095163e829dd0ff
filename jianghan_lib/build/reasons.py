"""Reasons as printed -> rows of `reasons`, typed, and the reasons that a subject's or a project's difference follows from."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from jianghan_lib.base.money import UNITS, half_unit, to_wan
from jianghan_lib.base.rows import ProjectRow, ReasonRow
from jianghan_lib.base.text import curly
from jianghan_lib.build.subjects import Subjects
from jianghan_lib.forms.records import Reason
from jianghan_lib.reference.reasons import DOWN, NOT_CODED, UP
from jianghan_lib.vocabulary import word

SUBJECTS = ("class", "section", "item")
PROJECTS = ("project", "execution_report")
ALL = "all"
PRIOR = "prior_year"
NOTHING = half_unit(2)


def build_reasons(
    document: str,
    records: Sequence[Reason],
    subjects: Subjects,
    projects: Sequence[ProjectRow],
    names: Mapping[str, str],
) -> list[ReasonRow]:
    """Raw reasons of a document, its subjects and its projects by their names -> rows of `reasons`.

    A project that spent its whole budget has nothing to explain: what its forms explain are results.
    """
    spent = {row.project for row in projects if row.gap is not None and abs(row.gap) < NOTHING}
    rows = [_row(document, one, subjects, names) for one in records]
    return [row for row in rows if not (row.of == "project" and row.name in spent)]


def _row(document: str, record: Reason, subjects: Subjects, names: Mapping[str, str]) -> ReasonRow:
    of, name, code = _about(record, subjects, names)
    return ReasonRow(
        document_id=document,
        of=of,
        name=name,
        code=code,
        basis=record.basis,
        category=record.category,
        direction=record.direction,
        amount=to_wan(record.printed, record.unit) if record.printed and record.unit in UNITS else None,
        printed=f"{record.printed}{record.unit}",
        text=record.text,
        line=record.line,
        page=record.page,
    )


def _about(record: Reason, subjects: Subjects, names: Mapping[str, str]) -> tuple[str, str, str]:
    """What a reason is of, its name, and its code: of the classification, or as `item` in changes."""
    topic, subject = record.topic, curly(record.subject)
    if topic in SUBJECTS:
        path = record.subject.split("/")
        return "item", path[-1], subjects.codes(path)
    if topic in PROJECTS and subject:
        return "project", names.get(subject, subject), ""
    if topic == "indicator":
        return "indicator", subject, ""
    scope = record.scope
    return "total", word(topic), topic if scope == ALL else f"{topic}_{scope}"


def of_budget(records: Iterable[Reason], topic: str, subject: str, scope: str, gap: Decimal | None) -> str:
    """The categories of the reasons that a subject gives for its difference from the budget, separated by `;`."""
    about = (topic, subject, scope)
    own = [one for one in records if (one.topic, one.subject, one.scope) == about and one.basis != PRIOR]
    return joined(own, gap)


def joined(records: Iterable[Reason | ReasonRow], gap: Decimal | None) -> str:
    """Categories that go the way of a gap (budget less outturn), each once: a reason for less is none for more."""
    against = "" if gap is None or gap == 0 else UP if gap > 0 else DOWN
    kept = [one.category for one in records if one.category != NOT_CODED and one.direction != (against or None)]
    return ";".join(dict.fromkeys(kept))

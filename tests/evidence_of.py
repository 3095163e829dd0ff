"""Documents made by hand for the rules of the audit: evidence of a few rows, and what a rule finds in it."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from decimal import Decimal
from typing import Any, cast

from jianghan_lib.audit.engine import RULES as ALL
from jianghan_lib.audit.engine import run
from jianghan_lib.audit.evidence import Evidence
from jianghan_lib.base.rows import (
    AmountRow,
    ChangeRow,
    CompletionRow,
    DocumentRow,
    IndicatorRow,
    OtherRow,
    ProjectRow,
    ReasonRow,
    StatementRow,
)
from jianghan_lib.forms.records import Indicator, Particular, Project, Raw, Record, typed

RULES = {rule.name: rule for rule in ALL}
ROWS: dict[str, Any] = {
    "documents": DocumentRow, "amounts": AmountRow, "completion": CompletionRow, "changes": ChangeRow,
    "projects": ProjectRow, "indicators": IndicatorRow, "statements": StatementRow,
    "other_tables": OtherRow, "reasons": ReasonRow,
}  # fmt: skip
TABLES = ("amounts", "completion", "changes", "projects", "indicators", "statements", "other_tables", "reasons")
CELL = {"panel": "", "level": "item", "page": "", "printed": "", "placement": "printed"}
INDICATOR = {"subject": "甲项目", "horizon": "annual", "level1": "产出指标", "level2": "", "weight": None, "page": "",
             "target_printed": "", "actual_printed": ""}  # fmt: skip


def said(kind: str, subject: str, name: str, printed: str = "", line: int = 90) -> dict[str, str]:
    return {"kind": kind, "subject": subject, "name": name, "printed": printed, "line": str(line), "page": ""}


def record(kind: type[Record], row: Mapping[str, str]) -> Record:
    """A record of which a test tells what matters to it: the rest is empty."""
    return typed(kind, {**{one.name: "" for one in fields(cast(Any, kind))}, **row})


def cell(table: str, code: str, name: str, measure: str, amount: str, line: int = 10) -> dict[str, Any]:
    own = {"table": table, "code": code, "name": name, "measure": measure, "amount": Decimal(amount), "line": line}
    return {**CELL, **own, "row": line}


def stated(number: int, topic: str, line: int, **roles: str) -> list[dict[str, Any]]:
    own = {"statement": number, "topic": topic, "subject": "", "basis": "all", "line": line, "page": "", "printed": ""}
    return [{**own, "role": role, "amount": Decimal(amount)} for role, amount in roles.items()]


def evidence(
    *particulars: Mapping[str, str],
    kind: str = "final_account",
    facts: Sequence[Mapping[str, str]] = (),
    raw_indicators: Sequence[Mapping[str, str]] = (),
    **tables: Sequence[Mapping[str, Any]],
) -> Evidence:
    """A document made by hand: its particulars and the rows of some tables."""
    own = {name: list(tables.get(name, ())) for name in TABLES}
    own["documents"] = [{"kind": kind, "fiscal_year": 2024, "line": 1}]
    raw: dict[str, Any] = {
        "document": [],
        "cells": [],
        "notes": [],
        "reasons": [],
        "other_tables": [],
        "statements": [],
        "particulars": [record(Particular, one) for one in particulars],
        "projects": [record(Project, one) for one in facts],
        "indicators": [record(Indicator, one) for one in raw_indicators],
    }
    rows = {name: [ROWS[name](**{"line": 10, **row}) for row in found] for name, found in own.items()}
    return Evidence("made", rows, cast(Raw, raw))


def found(rule: str, document: Evidence) -> list[tuple[str, str, int]]:
    """What the engine finds by a rule: severity, place, line."""
    done = run(RULES[rule], document)
    assert done.passed or done.rounding or done.failed, "nothing was compared"
    return [(one["severity"], one["where"], one["line"]) for one in done.findings]

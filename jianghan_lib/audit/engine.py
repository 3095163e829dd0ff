"""The audit: every rule over a document, by one engine. What contradicts itself becomes a row of `findings`; what was
checked and passed, and what could not be looked at, is counted."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from jianghan_lib.audit import slips
from jianghan_lib.audit.consequences import once
from jianghan_lib.audit.evidence import Check, Evidence, Remark, rounded_by
from jianghan_lib.audit.rules import (
    FINAL,
    Rule,
    budget_forms,
    declared,
    explained,
    indicators,
    lines,
    listed,
    names,
    nested,
    parts,
    projects,
    rates,
    reasons,
    recomputed,
    repeats,
    results,
    spelling,
    tables,
    ticks,
    told,
    units,
    within,
)
from jianghan_lib.base.findings import finding, noted
from jianghan_lib.base.money import CENT, half_unit, readable_amount, show
from jianghan_lib.forms.records import Note
from jianghan_lib.vocabulary import word

# The order of telling: of several rules that find one figure wrong, the first says so.
SUBJECTS = (
    tables,
    within,
    nested,
    names,
    repeats,
    explained,
    recomputed,
    parts,
    units,
    rates,
    reasons,
    lines,
    projects,
    budget_forms,
    indicators,
    listed,
    ticks,
    told,
    results,
    spelling,
)
RULES = tuple(one for subject in SUBJECTS for one in declared(subject))
SHOWN = Decimal("0.001")


@dataclass
class Coverage:
    """What a rule did in a document: how many comparisons passed and failed, and why it had none."""

    document_id: str
    rule: str
    passed: int = 0
    rounding: int = 0
    failed: int = 0
    not_applicable: str = ""
    findings: list[dict[str, Any]] = field(default_factory=list)
    exact: Counter[str] = field(default_factory=Counter)  # sums without any rounding, by table
    rounded: list[dict[str, Any]] = field(default_factory=list)  # findings on sums that are apart by their last digits


def from_notes(document: str, notes: Sequence[Note]) -> Iterator[dict[str, Any]]:
    """What reading could not settle -> findings."""
    for note in notes:
        part = {"part_zh": word(note.where), "part_en": word(note.where, "en")}
        found = noted(document, note.rule, note.table, note.where, note, printed=note.printed, **part)
        zh, en = slips.separator(note.printed)
        found["message_zh"] += zh
        found["message_en"] += en
        yield found


def audit(evidence: Evidence) -> list[Coverage]:
    """Every rule on one document, in the order of `RULES`."""
    done = [run(rule, evidence) for rule in RULES]
    _exact_tables(done)
    return done


# Comparisons of a table, or of the document, that are exact before a last digit in a few others is a slip of the hand.
EXACT, EXACT_IN_ALL, FEW = 20, 60, 3


def _exact_tables(done: Sequence[Coverage]) -> None:
    """Last digits are warned of where nothing is rounded: all other sums of the table, or of the document, are exact."""
    exact = sum((rule.exact for rule in done), Counter[str]())
    # Tables in 元 are rounded from 角 and 分.
    rounded = [one for rule in done for one in rule.rounded if abs(one["difference"]) >= CENT]
    apart = Counter(one["table"] for one in rounded)
    for one in rounded:
        own = exact[one["table"]] >= max(EXACT, 10 * apart[one["table"]]) and apart[one["table"]] <= FEW
        if own or (exact.total() >= EXACT_IN_ALL and len(apart) == 1 and apart.total() <= FEW):
            where, count = ("本表", exact[one["table"]]) if own else ("文件", exact.total())
            one["severity"] = "warning"
            one["message_zh"] += f"；{where}其余{count}处合计分毫不差"
            one["message_en"] += f"; the {count} other sums of the {'table' if own else 'document'} are exact"


def run(rule: Rule, evidence: Evidence) -> Coverage:
    """One rule on one document."""
    done = Coverage(evidence.document, rule.name)
    if evidence.kind not in rule.kinds:
        done.not_applicable = f"not for a {evidence.kind}"
        return done
    for outcome in rule(evidence):
        _judge(rule, evidence.document, outcome, done)
    if not (done.passed or done.rounding or done.failed):
        done.not_applicable = _why_nothing(rule, evidence)
    return done


def _why_nothing(rule: Rule, evidence: Evidence) -> str:
    """Why a rule compared nothing: a table that it needs is not in the document, or nothing is printed for it."""
    found = evidence.tables["documents"][0].tables_found.split(";")
    own = "F" if evidence.kind == FINAL else "B"
    missing = [table for table in rule.needs if table.startswith(own) and table not in found]
    return f"the document has no {' and no '.join(missing)}" if missing else "the document prints nothing to compare"


def _judge(rule: Rule, document: str, outcome: Check | Remark, done: Coverage) -> None:
    """One outcome counted; a failed one, or one within rounding, as a finding."""
    if isinstance(outcome, Remark):
        done.failed += 1
        done.findings.append(_remarked(rule, document, outcome))
        return
    difference = outcome.printed.value - outcome.expected.value
    within = abs(difference) <= outcome.allowed
    if difference == 0 or (within and (outcome.is_copy or outcome.unit != "万元")):
        done.passed += 1
        done.exact[outcome.table] += outcome.unit == "万元" and not outcome.is_copy and bool(outcome.expected.value)
        return
    done.rounding += within
    done.failed += not within
    if not within or outcome.unit == "万元":
        last = outcome.severity == "error" and _last_digit(outcome, abs(difference))
        severity = "rounding" if within else "warning" if last else outcome.severity
        done.findings.append(_differing(rule, document, outcome, difference, severity))
        if not within:
            _explain(done.findings[-1], outcome)
        elif not outcome.is_copy and not rounded_by(outcome.printed.text) > CENT:
            done.rounded.append(done.findings[-1])


def _last_digit(outcome: Check, difference: Decimal) -> bool:
    """Whether two figures are apart by a unit or two of the last printed place only: rounded wrongly, not wrong. Money has two places."""
    decimals = re.search(r"\.(\d+)", outcome.printed.text)
    places = len(decimals[1]) if decimals else 0
    places = max(places, 2) if outcome.unit == "万元" else places
    last = half_unit(places) * (4 if outcome.is_copy and not outcome.allowed else 2)
    return outcome.unit in ("万元", "%") and places > 0 and difference <= outcome.allowed + last


def _explain(finding: dict[str, Any], outcome: Check) -> None:
    """What most likely went wrong, where arithmetic shows it: said at the end of the message."""
    hints = [outcome.hint() if outcome.hint else slips.NONE]
    if outcome.unit == "万元":
        hints.append(slips.likely(outcome.printed.value, outcome.expected.value))
    for zh, en in hints:
        finding["message_zh"] += f"；{zh}" if zh else ""
        finding["message_en"] += f"; {en}" if en else ""


def _remarked(rule: Rule, document: str, remark: Remark) -> dict[str, Any]:
    return finding(
        document,
        rule.name,
        remark.severity,
        remark.table,
        remark.where,
        remark.at,
        printed=remark.printed,
        expected=remark.expected,
        touches=rule.touches,
        zh=remark.zh,
        en=remark.en,
    )


def _differing(rule: Rule, document: str, check: Check, difference: Decimal, severity: str) -> dict[str, Any]:
    unit = check.unit
    values = (check.printed.value, check.expected.value, abs(difference))
    left, right, apart = (_shown(value, unit) for value in values)
    spaced = f" {unit}" if unit else ""
    far_zh, far_en = ("个百分点", " percentage points") if unit == "%" else (unit, spaced)
    shown = check.printed.text or f"{left}{unit}"
    shown_en = check.printed.text or f"{left} {unit}"
    return finding(
        document,
        rule.name,
        severity,
        check.table,
        check.where,
        check.at,
        printed=check.printed.text or _stored(check.printed.value, unit),
        expected=_stored(check.expected.value, unit),
        difference=difference,
        unit=unit,
        touches=rule.touches,
        zh=f"{check.where}：{check.printed.zh}{shown}，{check.expected.zh}{right}{unit}，相差{apart}{far_zh}",
        en=f"{check.where_en or check.where}: {check.printed.en} {shown_en}, {check.expected.en} {right}{spaced}: {apart}{far_en} apart",
    )


def _stored(value: Decimal, unit: str) -> str:
    """A value for a column: money as it is, rates and points to thousandths."""
    return show(value.quantize(SHOWN) if unit in ("%", "分") else value)


def _shown(value: Decimal, unit: str) -> str:
    """A value for a sentence."""
    return readable_amount(value) if unit == "万元" else _stored(value, unit)


def findings_of(done: Sequence[Coverage]) -> list[dict[str, Any]]:
    """What every rule did in a document -> its findings, each contradiction once."""
    found = [one for rule in done for one in rule.findings]
    return once(found, [rule.name for rule in RULES if rule.of_one_row])

"""Shares, rates, changes and adjusted budgets of the narrative recomputed from its own figures."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from jianghan_lib.audit.evidence import (
    CENT,
    Check,
    Evidence,
    Rated,
    Remark,
    Titled,
    cut_off,
    elsewhere,
    level_of,
    rates_alike,
)
from jianghan_lib.audit.messages import compared, remark
from jianghan_lib.audit.rules import FINAL, of_disclosure
from jianghan_lib.audit.rules.hints import other_base
from jianghan_lib.base.money import half_unit, percent, read_number
from jianghan_lib.base.rows import Row, StatementRow
from jianghan_lib.build.statements import EXCLUDED
from jianghan_lib.reference.identities import identities
from jianghan_lib.vocabulary import word

SUBJECTS = ("class", "section", "item")
# Parts of the three public expenses: a share of them is one of the whole.
THREE_PUBLIC = ("overseas_travel", "vehicles", "vehicle_purchase", "vehicle_operation", "hospitality")


# What a printed share is a share of: words of its base -> the topic that states it.
BASES = (
    (r"^本年收入", "revenue"),
    (r"^本年支出", "expenditure"),
    (r"政府采购支出总额", "procurement"),
    (r"授予中小企业合同", "procurement_small_medium"),
    (r"货物支出", "procurement_goods"),
    (r"(?<!公共)服务支出", "procurement_services"),
    (r"政府性基金", "government_funds_expenditure"),
    (r"^(?:本年)?财政拨款(?:总)?支出", "fiscal_appropriation_expenditure"),
    (r"^一般公共预算财政拨款(?:总)?支出", "general_public_budget_expenditure"),
    (r"项目支出", "project"),
)
# Parts of basic expenditure: which basic expenditure a share of them is of is not always said.
OF_BASIC = ("personnel", "operating")
BASICS = ("basic", "general_public_budget_basic", "fiscal_appropriation_basic")


@of_disclosure("shares", "占比重算", touches="completion;projects")
def shares(evidence: Evidence) -> Iterator[Check | Remark]:
    """Printed shares recomputed from the figures they are shares of."""
    unread = {note.line for note in evidence.raw["notes"] if note.rule == "figure_not_read"}
    for figures in evidence.statements:
        share = figures.get("share")
        level = level_of(figures) or figures.get("funds")
        if share and level and share.line > level.line and share.line in unread:
            continue  # it is a share of what its own line prints, and what that is was not read
        if share is None or level is None or level.amount is None or level.topic in ("class", *SUBJECTS):
            continue
        base = _base(evidence, share, level)
        if base is not None and base.amount:
            name = word(level.topic)
            yield recomputed(
                share,
                level.amount,
                base.amount,
                f"{name}占比",
                f"share of {word(level.topic, 'en')}",
                evidence,
                level,
                base,
            )


def _base(evidence: Evidence, share: StatementRow, level: StatementRow) -> Titled | StatementRow | None:
    """The figure that a share is a share of: named by its words, else the total of the same passage."""
    if level.topic == "self_evaluation":
        if "一般公共预算" not in share.basis:
            return None
        stated = [figures["amount"] for figures in evidence.about("project") if "amount" in figures]
        project = next((row for row in stated if not row.subject), None)
        return evidence.cell("F05", "total", "project") or (project if _one_fund(evidence) else None)
    topic = next((topic for pattern, topic in BASES if re.search(pattern, share.basis)), "")
    if level.topic in THREE_PUBLIC and not topic:
        topic = "three_public"
    if re.fullmatch(r"procurement_(?:goods|works|services)", level.topic) and not topic:
        topic = "procurement"
    if level.topic in OF_BASIC and "基本支出" in share.basis:
        basic = [row for figures in evidence.about(*BASICS) if (row := level_of(figures)) is not None]
        return _only([row for row in basic if row.line == level.line and row.amount] or basic)
    topics = (topic,) if topic else ("revenue_budget", "expenditure_budget", "revenue", "expenditure", "fiscal_budget")
    others = [
        figures for figures in evidence.about(*topics) if topic == level.topic or level.topic not in _topics(figures)
    ]
    levels = [row for figures in others if (row := level_of(figures)) is not None]
    # One line may hold several sections: what is told behind a share is not what it is a share of.
    nearest = [row for row in levels if int(row.statement) < int(level.statement) and not row.subject]
    nearest = [row for row in nearest if row.year == share.year] or nearest
    if not nearest and topic == "three_public":
        return evidence.first(one.right for one in identities("narrative_three_public") if one.left.row == topic)
    return max(nearest, key=lambda row: int(row.statement)) if nearest else None


def _one_fund(evidence: Evidence) -> bool:
    """Whether all expenditure is of the general public budget, as far as the narrative states both."""
    levels = [level_of(figures) for figures in evidence.about("expenditure", "general_public_budget_expenditure")]
    return len({row.amount for row in levels if row is not None}) <= 1


def _only(rows: list[StatementRow]) -> StatementRow | None:
    """One of several rows that state the same amount; None where they differ."""
    return rows[0] if len({row.amount for row in rows}) == 1 else None


def _topics(figures: Mapping[str, StatementRow]) -> set[str]:
    return {row.topic for row in figures.values()}


def recomputed(
    printed: StatementRow,
    part: Decimal,
    whole: Decimal,
    zh: str,
    en: str,
    evidence: Evidence | None = None,
    *of: Row,
) -> Check:
    """A printed percent of the narrative against part / whole; `of` are their rows."""
    lines = [row.line for row in of]
    check = rate_check(printed, printed.printed, part, whole, lines, (zh, en), signed=printed.role == "change_rate")
    if evidence is None:
        return check
    figure = re.sub(r"^[^\d-]+", "", printed.printed)
    half = half_unit(read_number(figure.rstrip("%‰")).places) / 100
    return replace(check, hint=lambda: other_base(evidence, printed, part, percent(figure), half))


def rate_check(
    at: Rated | StatementRow,
    text: str,
    part: Decimal,
    whole: Decimal,
    lines: Sequence[int | str | None],
    where: tuple[str, str],
    *,
    called: tuple[str, str] = ("", ""),
    signed: bool,
) -> Check:
    """A printed percent against part / whole, to the digits it prints and those of its figures, which stand on `lines`."""
    figure = re.sub(r"^[^\d-]+", "", text)
    places = read_number(figure.rstrip("%‰")).places
    value, share = percent(figure), part / whole
    if signed:
        value, share = rates_alike(text, share)
    slack = half_unit(places) / 100 + abs(CENT / whole) * (1 + abs(share))
    words = {"called": called, "part": part, "whole": whole, "at": elsewhere(at.line, *lines)}
    how: dict[str, Any] = {"slack": slack * 100, "unit": "%", "where_en": where[1]}
    how |= {
        "text": text if value * share < 0 else figure,
        "severity": "rounding" if cut_off(value, share, places) else "",
    }
    return compared("recomputed", "narrative", where[0], at, value * 100, share * 100, words=words, **how)


@of_disclosure("budget_rates", "完成预算的比率重算", kinds=FINAL, touches="changes")
def completion_rates(evidence: Evidence) -> Iterator[Check | Remark]:
    """Completion and execution rates of the narrative from their own budgets."""
    bases = {
        "initial_budget": ("initial_budget",),
        "annual_budget": ("annual_budget", "budget"),
        "adjusted_budget": ("adjusted_budget", "annual_budget"),
        "budget": ("annual_budget", "adjusted_budget", "budget"),
    }
    for figures in evidence.statements:
        first = next(iter(figures.values()))
        rate = figures.get("completion_rate") or figures.get("execution_rate")
        done = figures.get("outturn") or figures.get("executed")
        if rate is None or done is None or done.amount is None or first.topic in SUBJECTS or first.topic == "project":
            continue
        if any(row.basis == EXCLUDED for row in figures.values()):
            continue
        budget: StatementRow | Titled | None = next(
            (
                figures[role]
                for role in bases.get(rate.basis, bases["adjusted_budget"] + bases["budget"])
                if role in figures
            ),
            None,
        )
        if budget is None and first.topic in THREE_PUBLIC and rate.basis != "initial_budget":
            budget = evidence.cell("F09", "", first.topic, "budget")
        if budget is None or budget.amount is None:
            continue
        zh, en = f"{word(first.topic)}完成率", f"completion rate of {word(first.topic, 'en')}"
        if budget.amount:
            yield recomputed(rate, done.amount, budget.amount, zh, en, evidence, done, budget)
        elif percent(rate.printed) != 0 or done.amount:
            yield _on_nothing(evidence, rate, done.amount, zh, en)


def _on_nothing(evidence: Evidence, rate: StatementRow, part: Decimal, zh: str, en: str) -> Remark:
    half = half_unit(read_number(re.sub(r"[^\d.,-]", "", rate.printed)).places) / 100
    base = other_base(evidence, rate, part, percent(rate.printed), half)
    # A rate that another printed figure gives shows that the budget was not nothing.
    severity, more = ("error", (f"；{base[0]}", f"; {base[1]}")) if base[0] else ("", base)
    return remark("budget_rates", "narrative", zh, rate, rate.printed, "", severity, what=(zh, en), base=more)


@of_disclosure("stated_bases", "与印出的基数比较的增减重算", touches="completion;changes")
def stated_bases(evidence: Evidence) -> Iterator[Check | Remark]:
    """A change from a base that is printed beside it: amount - base = change; and its rate."""
    executed = {
        (done.topic, done.subject, done.year): done
        for one in evidence.statements
        if len(one) == 1 and (done := one.get("executed"))
    }
    for figures in evidence.statements:
        change, base = figures.get("change"), figures.get("base_amount")
        first = next(iter(figures.values()))
        if rate := None if change else figures.get("change_rate"):
            done = executed.get((first.topic, first.subject, rate.base_year))
            level = figures.get("budget") or level_of(figures)
            if level and level.amount is not None and done and done.amount:
                name, said = word(first.topic), first.subject.rpartition("/")[2]
                zh, en = said or name, said or word(first.topic, "en")
                amount = _that_gives(rate, done.amount, level, evidence)
                yield recomputed(rate, amount - done.amount, done.amount, zh, en, None, level, done)
        if change is None or change.amount is None:
            continue
        level = evidence.level(figures)
        if base is not None and base.amount is not None and level is not None and level.amount is not None:
            zh, en = f"{word(first.topic)}增减额", f"change of {word(first.topic, 'en')}"
            expected = level.amount - base.amount
            words = {"level": level.amount, "base": base.amount}
            place = ("narrative", zh, change, change.amount, expected)
            yield compared("stated_bases", *place, words=words, slack=CENT * 3, where_en=en)
        if (
            change.basis in ("initial_budget", "budget", "annual_budget")
            and "change_rate" in figures
            and level
            and level.amount is not None
        ):
            whole = base.amount if base is not None and base.amount else level.amount - change.amount
            if whole:
                yield recomputed(
                    figures["change_rate"],
                    change.amount,
                    whole,
                    f"{word(first.topic)}增减率",
                    f"rate of change of {word(first.topic, 'en')}",
                    None,
                    change,
                    base or level,
                )
        yield from _left_of_budget(figures, change, level)


def _that_gives(rate: StatementRow, base: Decimal, level: StatementRow, evidence: Evidence) -> Decimal:
    """The level of a quantity or, where the text prints another one too, which `said_twice` tells, the one that gives its rate."""
    told = [
        one for figures in evidence.about(level.topic) for one in figures.values() if one.role in ("amount", "budget")
    ]
    told = [one for one in told if (one.subject, one.year) == (level.subject, level.year) and one.amount is not None]
    printed = re.sub(r"[^\d.]", "", rate.printed)
    half = half_unit(read_number(printed).places) / 100
    fitting = [one.amount for one in told if abs(abs(one.amount / base - 1) - percent(printed)) <= half]
    return fitting[0] if fitting else level.amount


def _left_of_budget(
    figures: Mapping[str, StatementRow], change: StatementRow, level: StatementRow | None
) -> Iterator[Check]:
    """Outturn and what it is less than a budget give the budget, and so the rate of completion that is printed with them."""
    rate = figures.get("completion_rate")
    stated = any(role in figures for role in ("initial_budget", "annual_budget", "budget", "base_amount"))
    if rate is None or level is None or level.amount is None or stated or rate.basis != change.basis:
        return
    if budget := level.amount - change.amount:
        name, name_en = word(level.topic), word(level.topic, "en")
        yield recomputed(
            rate, level.amount, budget, f"{name}完成率", f"completion rate of {name_en}", None, level, change
        )


@of_disclosure("adjusted_budget", "年初预算加减调整等于全年预算", kinds=FINAL, touches="completion")
def adjusted_budgets(evidence: Evidence) -> Iterator[Check | Remark]:
    """An adjusted budget is the initial one with the additions and cuts that are stated beside it."""
    for figures in evidence.statements:
        adjusted = figures.get("adjusted_budget") or figures.get("annual_budget")
        moves = [figures[role] for role in ("increase", "added_budget") if role in figures]
        cuts = [figures[role] for role in ("decrease",) if role in figures]
        initial = figures.get("initial_budget")
        if not (adjusted and initial and (moves or cuts)) or any(
            row.amount is None for row in (adjusted, initial, *moves, *cuts)
        ):
            continue
        expected = (
            initial.amount
            + sum((row.amount for row in moves), Decimal(0))
            - sum((row.amount for row in cuts), Decimal(0))
        )
        where = adjusted.subject.rsplit("/", 1)[-1] or word(adjusted.topic)
        place, slack = ("narrative", where, adjusted, adjusted.amount, expected), CENT * (2 + len(moves) + len(cuts))
        yield compared("adjusted_budget", *place, slack=slack)

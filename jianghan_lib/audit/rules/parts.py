"""Totals of the narrative against the parts that are printed with them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import partial
from itertools import takewhile
from typing import Any

from jianghan_lib.audit.evidence import CENT, Check, Evidence, Remark, Side, agreed, elsewhere, level_of
from jianghan_lib.audit.messages import compared
from jianghan_lib.audit.rules import FINAL, of_disclosure
from jianghan_lib.audit.rules.hints import slipped
from jianghan_lib.audit.slips import mistyped
from jianghan_lib.base.money import half_unit, read_number
from jianghan_lib.base.rows import StatementRow
from jianghan_lib.reference.identities import identities
from jianghan_lib.vocabulary import word

# A total and what it consists of; a part that the passage leaves out is nothing. In the second, parts that are told may
# leave out others (business expenditure): they are no more than the whole.
WHOLES = (
    ("procurement", ("procurement_goods", "procurement_works", "procurement_services")),
    ("procurement", ("procurement_central", "procurement_department_central", "procurement_dispersed")),
    ("basic", ("personnel", "operating")),
    ("general_public_budget_basic", ("personnel", "operating")),
    ("fiscal_appropriation_basic", ("personnel", "operating")),
    ("expenditure", ("basic", "project")),
    ("general_public_budget_expenditure", ("basic", "project")),
    ("personnel", ("wages_and_welfare", "individuals_and_families")),
)
INCOMPLETE = ("expenditure", "general_public_budget_expenditure")
# Parts that may be of some funds only: they are those of the total that stands just before them.
NEXT = ("basic", "general_public_budget_basic", "fiscal_appropriation_basic", *INCOMPLETE, "personnel")
# Roles of which a total and its parts have each their own.
SIDES = ("initial_budget", "annual_budget", "budget", "outturn", "amount", "change")
OF_SIDES = {
    "three_public": ("overseas_travel", "vehicles", "hospitality"),
    "vehicles": ("vehicle_purchase", "vehicle_operation"),
}


@of_disclosure("narrative_sums", "文字说明的总数等于各部分之和", touches="changes")
def parts_of_totals(evidence: Evidence) -> Iterator[Check | Remark]:
    """A total of the narrative is the sum of its parts, of which at least two are printed after it."""
    for topic, names in WHOLES:
        for excluded in (False, True):
            yield from _by_parts(evidence, topic, names, excluded)
    yield from _by_sides(evidence)


def _by_parts(evidence: Evidence, topic: str, names: tuple[str, ...], excluded: bool) -> Iterator[Check]:
    wholes = [row for figures in evidence.about(topic, excluded=excluded) if (row := level_of(figures)) is not None]
    for place, whole in enumerate(wholes):
        following = wholes[place + 1] if place + 1 < len(wholes) else None
        parts = [part for part in _parts(evidence, names, excluded) if _between(part, whole, following)]
        parts = list({part.topic: part for part in reversed(parts)}.values())
        apart = topic in NEXT and parts and _first(parts) != int(whole.statement) + 1
        left = evidence.kind != FINAL or topic == "expenditure"  # an account divides its general public budget in two
        incomplete = topic in INCOMPLETE and left and sum(part.amount for part in parts) < whole.amount
        if len(parts) > 1 and not apart and not incomplete:
            yield _against(whole, parts)


def _by_sides(evidence: Evidence) -> Iterator[Check]:
    """The three public expenses, of which budget, outturn and change are each the sum of their parts."""
    for topic, names in OF_SIDES.items():
        for role in SIDES if evidence.kind == FINAL else ("", "change"):
            whole = evidence.stated(topic, *filter(None, [role]))
            sides = [_side(evidence, name, role) for name in names]
            parts = [row for side in sides for row in side]
            bases = {row.basis for row in parts} if role == "change" else set()
            if whole is not None and all(sides) and whole.year == parts[0].year and bases <= {whole.basis}:
                yield _against(whole, parts)


def _side(evidence: Evidence, topic: str, role: str) -> list[StatementRow]:
    """What is told of a part, or of all that it consists of; nothing where something is not told."""
    row = evidence.stated(topic, *filter(None, [role]))
    if row is not None:
        return [row]
    rows = [evidence.stated(name, *filter(None, [role])) for name in OF_SIDES.get(topic, ())]
    return [] if None in rows else [row for row in rows if row is not None]


def _first(parts: list[StatementRow]) -> int:
    return min(int(part.statement) for part in parts)


def _parts(evidence: Evidence, names: tuple[str, ...], excluded: bool) -> list[StatementRow]:
    rows = [row for figures in evidence.about(*names, excluded=excluded) if (row := level_of(figures)) is not None]
    return [row for row in rows if not row.subject]


def _between(part: StatementRow, whole: StatementRow, following: StatementRow | None) -> bool:
    at = int(part.statement)
    return int(whole.statement) < at and (following is None or at < int(following.statement))


def _against(whole: StatementRow, parts: list[StatementRow]) -> Check:
    topic, summed = whole.topic, sum((part.amount for part in parts), Decimal(0))
    addends, words = sum(1 for part in parts if part.amount), {"lines": sorted({part.line for part in parts})}
    place = ("narrative", word(topic), whole, whole.amount, summed)
    return compared("narrative_sums", *place, words=words, addends=addends, where_en=word(topic, "en"))


@of_disclosure("parts_within", "部分之和不大于整体", touches="changes")
def parts_within(evidence: Evidence) -> Iterator[Check | Remark]:
    """Parts that exclude each other are together no more than what they are parts of; parties no more than their guests."""
    for one in identities("parts_within"):
        whole = evidence.stated(one.right.row, *filter(None, [one.right.measure]))
        named = one.left.row.split("+")
        found = [
            row for topic in named if (row := evidence.stated(topic, *filter(None, [one.left.measure]))) is not None
        ]
        if whole is not None and len(found) == len(named) and _alike(whole, found):
            yield _no_more(whole, found)


def _value(row: StatementRow) -> Decimal | None:
    """What a figure of the text says: money, or a number of things."""
    return row.amount if row.amount is not None else row.count


def _alike(whole: StatementRow, parts: list[StatementRow]) -> bool:
    """Whether a whole and its parts are figures of one year, and of one kind where that is printed (budget or outturn)."""
    kinds = {row.role for row in (whole, *parts)} & {"budget", "initial_budget", "annual_budget", "outturn"}
    return len(kinds) < 2 and len({row.year for row in (whole, *parts)}) == 1


def _no_more(whole: StatementRow, parts: list[StatementRow]) -> Check:
    names, names_en = ([_called(row, whole, language) for row in parts] for language in ("zh", "en"))
    bound, summed = Decimal(_value(whole) or 0), sum((_value(row) or Decimal(0) for row in parts), Decimal(0))
    money = whole.amount is not None
    slack = CENT * (len(parts) + 1) if money else Decimal(0)
    words = {"whole": (_called(whole, parts[-1], "zh"), _called(whole, parts[-1], "en")), "at": whole.line}
    place = ("narrative", "、".join(names), parts[-1], summed, bound if summed > bound + slack else summed)
    how: dict[str, Any] = {"slack": slack, "unit": "万元" if money else "", "where_en": " and ".join(names_en)}
    return compared("parts_within", *place, words=words, **how)


def _called(row: StatementRow, other: StatementRow, language: str) -> str:
    """What a figure is of; beside another of the same thing, what it says of it."""
    return word(row.role if row.topic == other.topic else row.topic, language)


# What a passage counts or grants, and the kinds that make it up: (whole, its kinds) by the words of the text.
KINDS = (
    *((word, ("行政", "事业")) for word in ("在职", "实有", "人员编制", "核定编制", "编制")),
    ("离退休", ("离休", "退休")),
)
GRANTED = re.compile("上级"), re.compile("本级")


@of_disclosure("passage_sums", "一段文字中的合计等于所列各项", touches="changes;projects")
def passage_sums(evidence: Evidence) -> Iterator[Check]:
    """Staff by kind, the budget by who grants it, and a change by basic and project expenditure make what stands before them."""
    rows = sorted(evidence.tables["statements"], key=lambda row: int(row.statement))
    staff = [row for row in rows if row.topic == "staff" and row.count is not None]
    yield from _kinds_of_staff(staff)
    yield from _by_funds(evidence)
    for figures in evidence.about("department_execution"):
        budget = figures.get("budget")
        parts = _following(evidence, budget, "department_funding") if budget else []
        named = all(any(one.search(part.subject) for part in parts) for one in GRANTED)
        if budget and len(parts) == len(GRANTED) and named:
            yield _summed(budget, parts, "amount")
    for figures in evidence.statements:
        change = figures.get("change")
        parts = [part for topic in ("basic", "project") if change for part in _following(evidence, change, topic)]
        if change and len(parts) == 2 and {part.role for part in parts} == {"change"}:
            yield _summed(change, parts, "change")
    yield from _lists(evidence)
    yield from _rolled_forward(evidence)


def _by_funds(evidence: Evidence) -> Iterator[Check]:
    """Project expenditure of a budget against the funds that are listed behind it (其中：一般公共预算本年拨款…，单位资金…)."""
    for figures in evidence.about("project"):
        whole = level_of(figures)
        parts = _following(evidence, whole, "project_funding") if whole is not None and not whole.subject else []
        if whole is not None and whole.amount is not None and len(parts) > 1:
            yield _summed(whole, parts, "amount")


def _kinds_of_staff(staff: list[StatementRow]) -> Iterator[Check]:
    """Staff in post or retired against the two kinds behind it, where no other kind is told before the next of the two."""
    for place, row in enumerate(staff):
        kinds = next((kinds for word, kinds in KINDS if row.subject.startswith(word)), None)
        following = list(takewhile(lambda one: not WHOLES_OF_STAFF.match(one.subject), staff[place + 1 :]))
        parts, rest = following[:2], following[2:]
        told = tuple(part.subject[:2] for part in parts)
        counts = [Decimal(one.count) for one in (row, *following)]
        among = not rest or [one.subject[:2] for one in rest] == ["参照"]
        if kinds and told == kinds and sum(counts[1:]) == counts[0]:
            yield agreed("narrative", row)
        elif kinds and told == kinds and among:
            yield _made_of(row, parts, counts[:3], f"{row.subject}人数", "staff", "人")


WHOLES_OF_STAFF = re.compile("|".join(word for word, _ in KINDS))


# What lists behind a total are made of, and what the total may be. In budgets only: accounts have rows of their own for it.
TOTALS = (
    "general_public_budget_expenditure",
    "fiscal_appropriation_expenditure",
    "fiscal_budget",
    "expenditure_budget",
)
LISTS = (
    (("spending",), ("spending_part",)),
    (TOTALS, ("item",)),
    (
        (*TOTALS, "basic"),
        ("wages_and_welfare", "goods_and_services", "individuals_and_families", "capital_expenditure"),
    ),
)


def _lists(evidence: Evidence) -> Iterator[Check]:
    """What is listed behind a total makes it, where one digit sets the two apart: a text may leave parts out."""
    groups = [(next(iter(figures.values())).topic, level_of(figures)) for figures in evidence.statements]
    for heads, names in LISTS:
        if evidence.kind == FINAL and names == ("item",):
            continue
        for place, (topic, whole) in enumerate(groups):
            parts = _behind(groups[place + 1 :], names) if topic in heads else []
            values = [row.amount for row in (whole, *parts) if row is not None]
            if whole is not None and len(parts) > 1 and None not in values:
                yield from _listed(whole, parts, values)


def _behind(groups: Sequence[tuple[str, StatementRow | None]], names: Sequence[str]) -> list[StatementRow]:
    """The levels of the statements at the beginning that are about these topics."""
    return [row for _, row in takewhile(lambda group: group[0] in names, groups) if row is not None]


def _listed(whole: StatementRow, parts: list[StatementRow], values: list[Decimal]) -> Iterator[Check]:
    summed = sum(values[1:], Decimal(0))
    wrong = [value for value in values[1:] if mistyped(value, value - summed + values[0])]
    if abs(summed - values[0]) <= CENT * len(values) or wrong or mistyped(summed, values[0]):
        check = _made_of(whole, parts, values, whole.subject or word(whole.topic), whole.subject, "万元")
        named = [(part.subject.rpartition("/")[2] or word(part.topic), part.amount, part.line) for part in parts]
        yield replace(
            check, where_en=whole.subject or word(whole.topic, "en"), hint=partial(slipped, named, summed - values[0])
        )


# What a fund had at the beginning and received, less what it spent, is what it has at the end: roles of one statement.
ROLLED = ("opening_balance", "expenditure", "closing_balance")


def _rolled_forward(evidence: Evidence) -> Iterator[Check]:
    """The balances of a fund of which one statement tells all that came and went."""
    for figures in evidence.about("government_funds", "government_funds_revenue", "state_capital_revenue"):
        income = figures.get("income") or figures.get("amount")
        opening, spent, closing = (figures.get(role) for role in ROLLED)
        rows = [row for row in (closing, opening, income, spent) if row is not None and row.amount is not None]
        if len(rows) == len(ROLLED) + 1:
            left = rows[1].amount + rows[2].amount - rows[3].amount
            place = ("narrative", word(rows[0].topic), rows[0], rows[0].amount, left)
            told = {"text": rows[0].printed, "where_en": word(rows[0].topic, "en")}
            words = {"at": elsewhere(rows[0].line, *(row.line for row in rows))}
            yield compared("passage_sums/balance", *place, words=words, addends=3, **told)


def _following(evidence: Evidence, row: StatementRow, topic: str) -> list[StatementRow]:
    """The figures of the two statements behind one, on its lines, that are about a topic."""
    near = (int(row.statement) + 1, int(row.statement) + 2)
    found = [one for one in evidence.tables["statements"] if one.topic == topic and int(one.statement) in near]
    alone = [one for one in found if sum(other.statement == one.statement for other in found) == 1]
    return [one for one in alone if one.amount is not None and one.basis in (row.basis, "all")]


def _summed(row: StatementRow, parts: list[StatementRow], role: str) -> Check:
    values = [one.amount for one in (row, *parts)]
    name = word(row.topic) + ("增减额" if role == "change" else "")
    return _made_of(row, parts, values, name, f"{role} of {word(row.topic, 'en')}", "万元")


def _made_of(row: StatementRow, parts: list[StatementRow], values: list[Decimal], zh: str, en: str, unit: str) -> Check:
    words = {"at": elsewhere(row.line, *(part.line for part in parts))}
    slack = CENT * (len(parts) + 1) if unit == "万元" else Decimal(0)
    place = ("narrative", zh, row, values[0], sum(values[1:], Decimal(0)))
    return compared("passage_sums", *place, words=words, slack=slack, unit=unit, where_en=en)


FUNDS = ("general_public_budget_revenue", "government_funds_revenue", "state_capital_revenue")


@of_disclosure("funds_of_years", "各项财政拨款收入的增减之和不超过总计的增减", kinds=FINAL, touches="changes")
def funds_of_two_years(evidence: Evidence) -> Iterator[Check | Remark]:
    """The funds received in a year are no more than all appropriation of that year: also by the changes that the text states."""
    rows = {row.item: row for row in reversed(evidence.tables["changes"]) if row.basis == "printed_change"}
    whole, parts = rows.get("fiscal_appropriation_total"), [rows[item] for item in FUNDS if item in rows]
    if whole is None or len(parts) < 2:
        return
    for column, year in (("prior_amount", "prior_year"), ("amount", "year")):
        values = [
            getattr(row, column)
            for row in parts
            if getattr(row, column) is not None and getattr(row, year) == getattr(whole, year)
        ]
        summed = sum(values, Decimal(0))
        if getattr(whole, column) is None or len(values) < len(parts):
            continue
        # What was carried over makes the whole more than its funds, never less.
        over = summed > getattr(whole, column) + CENT * (len(values) + 2)
        bound = summed if over else getattr(whole, column)
        place = ("narrative", word("fiscal_appropriation_total"), whole, getattr(whole, column), bound)
        words, slack = {"year": getattr(whole, year), "at": parts[0].line}, CENT * (len(values) + 2)
        where_en = word("fiscal_appropriation_total", "en")
        yield compared("funds_of_years", *place, words=words, slack=slack, where_en=where_en)


GOODS_AND_SERVICES = ("goods", "works", "services")


@of_disclosure("procurement_shares", "各类采购中小企业份额合计等于授予中小企业合同金额", touches="changes")
def procurement_shares(evidence: Evidence) -> Iterator[Check]:
    """What small firms were awarded is their shares of goods, works and services, each of what was bought of that kind."""
    whole = evidence.stated("procurement_small_medium", "amount")
    bought = {kind: evidence.stated(f"procurement_{kind}", "amount") for kind in GOODS_AND_SERVICES}
    shares = {kind: evidence.stated(f"procurement_{kind}_small_medium", "share") for kind in GOODS_AND_SERVICES}
    found = [(row, shares[kind]) for kind, row in bought.items() if row is not None and row.amount]
    known = [(row, share) for row, share in found if share is not None]
    if whole is None or not known or len(known) < len(found):
        return
    halves = [half_unit(read_number(share.printed.rstrip("%")).places) / 100 for _, share in known]
    slack = sum((row.amount * half for (row, _), half in zip(known, halves, strict=True)), CENT * 2)
    at_zh, at_en = elsewhere(whole.line, *(one.line for pair in known for one in pair))
    made = round(sum((row.amount * share.rate for row, share in known), Decimal(0)), 2)
    if abs(made - whole.amount) <= slack:
        yield agreed("narrative", whole)
        return
    sides = (
        Side("印为", "printed", whole.amount, whole.printed),
        Side(f"按各类采购的份额{at_zh}合计约为", f"by their shares of each kind{at_en} about", made),
    )
    name = word("procurement_small_medium")
    en = word("procurement_small_medium", "en")
    yield Check("narrative", name, whole, *sides, slack, severity="warning", where_en=en)

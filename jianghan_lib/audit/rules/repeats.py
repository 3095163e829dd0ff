"""The narrative against the tables: what it repeats must be what they print."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from jianghan_lib.audit.evidence import CENT, Check, Evidence, Remark, Titled, agreed, level_of, rounded_by
from jianghan_lib.audit.messages import compared, remark
from jianghan_lib.audit.rules import BUDGET, FINAL, of_disclosure
from jianghan_lib.audit.rules.hints import line_of
from jianghan_lib.audit.rules.recomputed import recomputed
from jianghan_lib.audit.slips import SCALES, mistyped
from jianghan_lib.base.rows import ChangeRow, StatementRow
from jianghan_lib.base.text import class_key
from jianghan_lib.reference.identities import told
from jianghan_lib.vocabulary import word


@of_disclosure("narrative_totals", "文字说明的总数与报表一致", touches="completion;changes")
def statements_in_tables(evidence: Evidence) -> Iterator[Check | Remark]:
    """Totals that the narrative repeats from the tables."""
    for _, stated, cells in _told(evidence, "narrative_totals"):
        if str(stated.year or evidence.year) == evidence.year:
            yield _against(stated, cells[0], word(stated.topic), word(stated.topic, "en"))
    yield from _of_empty_tables(evidence)


def _of_empty_tables(evidence: Evidence) -> Iterator[Remark]:
    """Money of a fund whose own table is printed and empty."""
    for (topic, _), places in told("narrative_totals").items():
        tables = (
            {place.table for place in places} & OF_FUNDS & set(evidence.tables["documents"][0].tables_found.split(";"))
        )
        empty = [table for table in tables if not evidence.cells(table) and not evidence.unread(table)]
        levels = [level for figures in evidence.about(topic) if empty and (level := level_of(figures)) and level.amount]
        for level in [one for one in levels if str(one.year or evidence.year) == evidence.year]:
            yield remark(
                "narrative_totals/empty", "narrative", word(topic), level, level.printed, title=evidence.title(empty[0])
            )


OF_FUNDS = {"F07", "F08", "B08", "B09"}


@of_disclosure("narrative_funds", "政府性基金说明与报表一致", kinds=FINAL, touches="changes", needs="F07")
def government_funds(evidence: Evidence) -> Iterator[Check | Remark]:
    """What the narrative says of government-managed funds is the total of their table."""
    for _, stated, cells in _told(evidence, "narrative_funds"):
        zh, en = f"政府性基金{word(stated.role)}", f"government-managed funds, {word(stated.role, 'en')}"
        yield _against(stated, cells[0], zh, en)


def _told(evidence: Evidence, rule: str) -> Iterator[tuple[Mapping[str, StatementRow], StatementRow, list[Titled]]]:
    """What the narrative repeats from cells, by the identities of a rule: the statement, its figure, the cells that are printed."""
    for (topic, role), places in told(rule).items():
        cells = [cell for place in places if (cell := evidence.first([place]))]
        for figures in evidence.about(topic) if cells else ():
            stated = figures.get(role) if role else level_of(figures)
            if stated is not None and stated.amount is not None:
                yield figures, stated, cells


def _against(level: StatementRow | ChangeRow, cell: Titled, zh: str, en: str) -> Check:
    printed = "" if isinstance(level, ChangeRow) else level.printed
    place = ("narrative", zh, level, level.amount, cell.amount)
    return compared("narrative_totals", *place, text=printed, words=_in_table(cell), where_en=en)


def _in_table(cell: Titled) -> dict[str, object]:
    return {"title": cell.title, "at": cell.line}


@of_disclosure("narrative_parts", "文字说明的基本支出与项目支出与报表一致", touches="completion")
def basic_and_project(evidence: Evidence) -> Iterator[Check | Remark]:
    """Basic and project expenditure of the narrative are those of the tables: of all funds, or of the general public budget."""
    for _, stated, cells in _told(evidence, "narrative_parts"):
        if not stated.subject:
            nearest = min(cells, key=lambda cell: abs(cell.amount - stated.amount))
            yield _against(stated, nearest, word(stated.topic), word(stated.topic, "en"))


@of_disclosure("whole_self_evaluation", "整体支出自评资金等于支出合计", kinds=FINAL, touches="projects", needs="F03")
def whole_self_evaluation(evidence: Evidence) -> Iterator[Check | Remark]:
    """The self-evaluation of the whole department covers all it spent."""
    for _, stated, cells in _told(evidence, "whole_self_evaluation"):
        check = _against(stated, cells[0], "整体支出绩效自评资金", "funds of the department's self-evaluation")
        yield replace(check, severity="warning")


@of_disclosure("narrative_subjects", "文字说明的科目数与报表一致", touches="completion")
def subjects_in_tables(evidence: Evidence) -> Iterator[Check | Remark]:
    """Outturns of subjects in the narrative are those of the tables."""
    for row in evidence.tables["completion"]:
        codes = [code for code in row.code.split(";") if code]
        cells = [cell for code in codes if (cell := evidence.cell("F05", code, "total"))]
        if row.basis == "all" and row.outturn is not None and cells and len(cells) == len(codes):
            summed = sum((cell.amount for cell in cells), Decimal(0))
            place = ("narrative", row.item_name or row.class_name, row, row.outturn, summed)
            yield compared("narrative_subjects", *place, words=_in_table(cells[0]), addends=len(cells))
    changes = {change.item for change in evidence.tables["changes"]}
    for change in evidence.tables["changes"]:
        cell = evidence.cell("B05-1", change.item, "total")
        if cell and change.amount is not None:
            nearest = _nearest(evidence, change.name, change.amount, [cell]) if len(change.item) == CLASS else cell
            yield _against(replace(change, line=line_of(change, "amount")), nearest, change.name, change.name)
    for figures in evidence.about("item") if evidence.kind == BUDGET else ():
        level = figures.get("amount") or figures.get("budget")
        cell = _item(evidence, level.subject) if level and level.amount is not None else None
        if level and cell and cell.code not in changes and str(level.year or evidence.year) == evidence.year:
            yield _against(level, cell, cell.name, cell.name)


def _item(evidence: Evidence, path: str) -> Titled | None:
    """The one item of a budget's table that a path of names (class/section/item) means."""
    names = [class_key(name) for name in path.split("/")]
    cells = {cell.code: cell for cell in evidence.cells("B05-1") if cell.measure == "total"}
    found = [cell for code, cell in cells.items() if len(code) == ITEM and class_key(cell.name) == names[-1]]
    within = [cell for cell in found if cell.code[:5] in cells and class_key(cells[cell.code[:5]].name) in names[:-1]]
    meant = within or found
    return meant[0] if len(meant) == 1 else None


def _nearest(evidence: Evidence, name: str, amount: Decimal, cells: Sequence[Titled]) -> Titled:
    """Of the cells of a class the one that an amount comes nearest to; a budget's first table has it by name, of all funds."""
    of_all = (
        cell for cell in evidence.cells("B01", "expenditure") if class_key(cell.name) == class_key(name) and cell.name
    )
    return min([*cells, *of_all], key=lambda cell: abs(cell.amount - amount))


# How long the codes of a class and of an item are.
CLASS, ITEM = 3, 7
# A list of classes may be of the general public budget or of all funds.
BY_FUNCTION = ("F05", "F03", "B05-1", "B03")
# What the classes of a list may be parts of.
DIVIDED = (
    "general_public_budget_expenditure",
    "fiscal_appropriation_expenditure",
    "government_funds_expenditure",
    "state_capital_expenditure",
)


@of_disclosure("narrative_classes", "文字说明的类级结构与报表一致", touches="completion")
def classes_in_tables(evidence: Evidence) -> Iterator[Check | Remark]:
    """Classes of the narrative's structure against the tables by function, and their shares of the total stated last before them."""
    total = None
    cells = {
        class_key(cell.name): cell
        for table in ("F02", *BY_FUNCTION)
        for cell in evidence.cells(table)
        if len(cell.code) == 3
    }
    codes = {name: cell.code for name, cell in cells.items()}
    outturns = {
        class_key(row.class_name): row
        for row in evidence.tables["completion"]
        if row.level == "class" and row.basis == "all" and row.outturn is not None
    }
    for figures in evidence.about("class", *DIVIDED):
        amount = figures.get("amount")
        if next(iter(figures.values())).topic in DIVIDED:
            total = level_of(figures) or total
            continue
        if amount is None or amount.amount is None:
            continue
        code = codes.get(class_key(amount.subject), "")
        found = [cell for table in BY_FUNCTION if code and (cell := evidence.cell(table, code, "total"))]
        if found:
            nearest = _nearest(evidence, amount.subject, amount.amount, found)
            slack = max(CENT * 2, rounded_by(amount.printed))
            yield replace(_against(amount, nearest, amount.subject, amount.subject), slack=slack)
        elif own := outturns.get(class_key(amount.subject)):
            yield _again(amount, StatementRow(line=own.line, amount=own.outturn))
        if "share" in figures and total and total.amount:
            yield recomputed(
                figures["share"],
                amount.amount,
                total.amount,
                f"{amount.subject}占比",
                f"share of {amount.subject}",
                evidence,
                amount,
                total,
            )


@of_disclosure("narrative_three_public", "“三公”经费说明与报表一致", touches="changes")
def three_public(evidence: Evidence) -> Iterator[Check | Remark]:
    """Three public expenses of the narrative are those of their table."""
    for figures, stated, cells in _told(evidence, "narrative_three_public"):
        topic, role = stated.topic, stated.role
        # The table may print the budget after changes: then only a slip shows that the same is meant.
        other = role == "initial_budget" and stated.amount != cells[0].amount
        slip = mistyped(stated.amount, cells[0].amount, SHORTEST) or _in_another_unit(stated.amount, cells[0].amount)
        if not _explains(evidence, figures) and not (other and (not slip or "annual_budget" in figures)):
            zh, en = f"{word(topic)}{word(role)}", f"{word(topic, 'en')}, {word(role, 'en')}"
            yield _against(stated, cells[0], zh, en)


def _explains(evidence: Evidence, figures: Mapping[str, StatementRow]) -> bool:
    """Whether an amount of an account stands alone: it is a part that an explanation names, not the whole expense."""
    first = next(iter(figures.values()))
    return list(figures) == ["amount"] and first.topic != "three_public" and evidence.kind != BUDGET


# Of three digits, one apart says enough beside a table.
SHORTEST = 3
# Roles that say the level of a quantity; others (a budget beside an outturn) are compared with their own kind.
LEVELS = ("amount", "outturn", "executed")
# Costs of basic expenditure that projects may pay too.
OF_EITHER = ("wages_and_welfare", "individuals_and_families")
# Of these a text may mean all funds or some: two values are a contradiction only where one is a slip of the other.
OF_SOME_FUNDS = ("basic", "project", "personnel", "operating", "class", "item", "spending", *OF_EITHER)
# What is told of several things under one name.
OF_MANY = (
    "economic_section",
    "spending_part",
    "count",
    "execution_report",
    "self_evaluation_report",
    "project_funding",
)
NO_LEVEL = ("in_reason", "change", "base_amount", "added_budget", "increase", "decrease", "unused", "funds")
OPERATING = ("operating", "agency_operating")
# Quantities that are the same but for what is carried over or comes from other sources.
FAMILIES = (
    (
        "revenue_and_expenditure",
        "revenue",
        "expenditure",
        "fiscal_appropriation_total",
        "fiscal_appropriation_revenue",
        "fiscal_appropriation_expenditure",
        "general_public_budget_revenue",
        "general_public_budget_expenditure",
        "budget_total",
        "fiscal_budget",
        "fiscal_appropriation_budget",
        "revenue_budget",
        "expenditure_budget",
        "whole_self_evaluation",
        "department_execution",
    ),
    ("basic", "general_public_budget_basic"),
    OPERATING,
    ("project", "self_evaluation"),
)
# Of shorter figures, one digit apart says nothing.
LONG_ENOUGH = 5
# How far a rate may be from the one that its change gives, to be its rate.
NEARLY = Decimal("0.001")


@of_disclosure("said_twice", "文字说明中同一数字前后一致", touches="completion;changes")
def said_twice(evidence: Evidence) -> Iterator[Check | Remark]:
    """A quantity of one year has one figure wherever the text tells it."""
    told: dict[tuple[object, ...], list[StatementRow]] = defaultdict(list)
    for row in evidence.tables["statements"]:
        if row.amount is not None and row.role not in NO_LEVEL and row.topic not in OF_MANY:
            level = row.role in LEVELS or (evidence.kind == BUDGET and row.role == "budget")
            role = "" if level else row.role
            told[row.topic, row.subject, role, row.basis, row.year].append(row)
    statements = {next(iter(figures.values())).statement: figures for figures in evidence.statements}
    for rows in told.values():
        often = _most(rows)
        for row in rows:
            if row.amount == often.amount:
                yield agreed("narrative", row)
                continue
            if _are_apart(statements[row.statement], statements[often.statement]):
                continue
            slack = max(CENT * 2, rounded_by(row.printed), rounded_by(often.printed))
            slip = mistyped(row.amount, often.amount) or _last_digit(row, often)
            if _in_another_unit(row.amount, often.amount):
                continue
            one_sentence = row.statement == often.statement
            if row.topic not in OF_SOME_FUNDS or one_sentence or abs(row.amount - often.amount) <= slack or slip:
                yield _again(row, often)


def _are_apart(one: Mapping[str, StatementRow], other: Mapping[str, StatementRow]) -> bool:
    """Whether each of two statements goes back to an amount of its own: they are of other funds."""
    before, after = _prior(one), _prior(other)
    return bool(before and after and abs(before - after) > CENT * 2)


def _prior(figures: Mapping[str, StatementRow]) -> Decimal | None:
    """What a quantity was the year before, where the base or the rate that is printed with its change says the same."""
    level, change, base, rate = (
        level_of(figures),
        *(figures.get(role) for role in ("change", "base_amount", "change_rate")),
    )
    if level is None or level.amount is None or change is None or not change.amount:
        return None
    prior: Decimal = level.amount - change.amount
    same = base is not None and base.amount is not None and abs(base.amount - prior) <= CENT * 2
    near = prior and rate is not None and rate.rate is not None and abs(change.amount / prior - rate.rate) <= NEARLY
    return prior if same or near else None


def _last_digit(row: StatementRow, other: StatementRow) -> bool:
    """Whether two long figures of as many places are less than ten of the last place apart."""
    long = min(len(re.sub(r"\D", "", one.printed)) for one in (row, other)) >= LONG_ENOUGH
    return (
        long
        and row.amount.as_tuple().exponent == other.amount.as_tuple().exponent
        and abs(row.amount - other.amount) < CENT * 10
    )


def _most(rows: list[StatementRow]) -> StatementRow:
    """The figure that is told most often, the first of several."""
    counts = Counter(row.amount for row in rows)
    return max(rows, key=lambda row: (counts[row.amount], -row.line))


def _in_another_unit(one: Decimal, other: Decimal) -> bool:
    """The same digits in another unit are told by `unit_slip`."""
    return any(one in (other * scale, other / scale) for scale in SCALES) and one != 0


def _again(row: StatementRow, other: StatementRow) -> Check:
    name = row.subject.rsplit("/", 1)[-1]
    texts = {"text": row.printed, "expected_text": str(other.printed or "")}
    place = ("narrative", name or word(row.topic), row, row.amount, other.amount)
    return compared("said_twice", *place, words={"at": other.line}, where_en=name or word(row.topic, "en"), **texts)


@of_disclosure("nearly_said_twice", "应当相同的总数只差一位数字", touches="completion;changes")
def nearly_said_twice(evidence: Evidence) -> Iterator[Check | Remark]:
    """A total told once that is a digit apart from one told several times: of quantities that differ only by what is carried over."""
    cells, texts = (
        {abs(row.amount) for row in evidence.tables[name] if row.amount} for name in ("amounts", "statements")
    )
    amounts = cells | texts
    for family in FAMILIES:
        rows = [row for row in evidence.tables["statements"] if row.topic in family and not row.subject]
        rows = [row for row in rows if row.amount and row.role not in NO_LEVEL[:-1]]
        counts = Counter(row.amount for row in rows)
        counts.update(amount for amount in set(counts) if abs(amount) in cells)
        for row in rows:
            short = family != OPERATING and len(re.sub(r"\D", "", row.printed)) < LONG_ENOUGH
            if counts[row.amount] > 1 or short:
                continue
            others = [one for one in rows if counts[one.amount] > 1 and one.year == row.year]
            if family == OPERATING:  # told once each, the second is held against the first
                others = [one for one in rows if one.line < row.line and one.year == row.year]
            # What lies between the two may be printed: then both are meant.
            near = [one for one in others if one.topic != row.topic and abs(one.amount - row.amount) not in amounts]
            meant = next((one for one in near if mistyped(row.amount, one.amount)), None)
            if meant is None:
                yield agreed("narrative", row)
            else:
                yield replace(_again(row, meant), severity="warning")


# Quantities of a budget whose changes are the same where their amounts are.
MOVED_ALIKE = (
    ("general_public_budget_revenue", "general_public_budget_expenditure"),
    (
        "fiscal_appropriation_revenue",
        "fiscal_appropriation_expenditure",
        "fiscal_appropriation_budget",
        "fiscal_appropriation_total",
        "fiscal_budget",
    ),
    ("budget_total", "revenue_budget", "expenditure_budget"),
)
# Of all these the funds of the year before may have been others: only a change that is a slip of another is wrong.
MOVED_NEARLY_ALIKE = (*FAMILIES[0][:8], "fiscal_appropriation_budget", "fiscal_budget")


@of_disclosure("one_change", "同一数额的增减额一致", touches="changes")
def one_change(evidence: Evidence) -> Iterator[Check | Remark]:
    """Revenue and expenditure of one fund that are the same amount have moved by the same since the year before."""
    alike = MOVED_ALIKE if evidence.kind == BUDGET else ()
    for family in (*alike, MOVED_NEARLY_ALIKE):
        told: dict[tuple[object, ...], list[Moved]] = defaultdict(list)
        for figures in evidence.about(*family):
            level, change = evidence.level(figures), figures.get("change")
            if level is not None and change is not None and change.amount is not None:
                base = change.basis.removesuffix("_outturn") if evidence.kind == FINAL else change.basis
                told[level.amount, base, level.year].append((level, change))
        for pairs in told.values():
            counts = Counter(change.amount for _, change in pairs)
            often = max(pairs, key=lambda pair: (counts[pair[1].amount], pair[1].line))
            for pair in pairs:
                moves = pair[1].amount, often[1].amount
                slip = mistyped(*moves) or abs(moves[0] - moves[1]) < LAST_DIGIT
                if family in alike or moves[0] == moves[1] or (counts[moves[1]] > 1 and slip):
                    yield _moved(pair, often)


Moved = tuple[StatementRow, StatementRow]
# Figures that are no farther apart than this differ by their last digit.
LAST_DIGIT = Decimal("0.1")


def _moved(pair: Moved, other: Moved) -> Check:
    (level, change), (same, meant) = pair, other
    words = {"amount": level.amount, "same": (word(same.topic), word(same.topic, "en")), "at": meant.line}
    place = ("narrative", f"{word(level.topic)}增减额", change, change.amount, meant.amount)
    where_en = f"change of {word(level.topic, 'en')}"
    return compared("one_change", *place, text=str(change.printed), words=words, where_en=where_en)

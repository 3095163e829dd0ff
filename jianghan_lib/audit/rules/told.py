"""What the text says in words or repeats from the forms: directions, reasons, counts, results, scores."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from jianghan_lib.audit.evidence import CENT, Check, Evidence, Remark, agreed, elsewhere, level_of
from jianghan_lib.audit.messages import compared, remark
from jianghan_lib.audit.rules import FINAL, of_disclosure, of_method, of_subjects
from jianghan_lib.audit.rules.projects import amount_of, forms_of
from jianghan_lib.audit.slips import mistyped
from jianghan_lib.base.money import NUMBER, read_number, readable, to_wan
from jianghan_lib.base.rows import IndicatorRow, StatementRow
from jianghan_lib.base.text import compact, plain, short
from jianghan_lib.forms.evaluation.values import read_value
from jianghan_lib.forms.narrative.particulars import GO_UP
from jianghan_lib.forms.records import Particular
from jianghan_lib.vocabulary import word

Figures = Mapping[str, StatementRow]

MORE, LESS = ("大于", "高于", "增加"), ("小于", "低于", "减少")
BASES = {
    "年初": ("initial_budget",),
    "全年": ("annual_budget", "budget"),
    "": ("annual_budget", "budget", "initial_budget"),
}
DONE = ("outturn", "executed")
# A gap and its reason stand side by side: of three digits, one apart says enough.
SHORTEST = 3
# Rates that other rules recompute from their own figures.
RECOMPUTED = ("预算执行率",)
# An expense, what is counted of it, and how both are called.
COUNTED = {
    ("overseas_travel", "delegations"): ("出国（境）团组", "delegations abroad", "个"),
    ("vehicle_purchase", "vehicles_bought"): ("购置公务用车", "vehicles bought", "辆"),
    ("vehicle_operation", "vehicles_kept"): ("公务用车保有量", "vehicles kept", "辆"),
}


@of_disclosure("directions", "增减、比较的用语与数字一致", touches="completion")
def directions(evidence: Evidence) -> Iterator[Check | Remark]:
    """The word that compares outturn and budget (大于 above, 小于 below, 等于 equal) is that of their figures; so is that of the reason."""
    yield from _moves(evidence)
    for one, figures in _behind(evidence, evidence.particulars("compared")):
        done = next((figures[role] for role in DONE if role in figures), None)
        base = next((figures[role] for role in BASES.get(one.name, ()) if role in figures), None)
        if done is None or base is None or done.amount is None or base.amount is None:
            continue
        above = (done.amount > base.amount) - (done.amount < base.amount)
        said = 1 if one.printed in MORE else -1 if one.printed in LESS else 0
        if said == above:
            yield agreed("narrative", done)
        else:
            severity = "warning" if said * above < 0 else ""  # the opposite, not only another word for the same amount
            words = {"how": WORDS[said], "done": done.amount, "base": base.amount}
            yield _said("directions", one, _subject(done), severity, **words)


WORDS = {1: "above", 0: "equal to", -1: "below"}


def _moves(evidence: Evidence) -> Iterator[Check | Remark]:
    """A reason that only says that some money is less is none for an increase, of whatever is told with it."""
    for one, figures in _behind(evidence, evidence.particulars("reason_moves"), MOVED):
        if one.line - max(row.line for row in _changes(figures)) > BESIDE:
            continue
        moved = [row.amount if row.amount is not None else row.rate for row in _changes(figures)]
        signs = {(value > 0) - (value < 0) for value in moved if value is not None}
        said = 1 if one.printed in GROWS else -1
        if signs == {-said}:
            row = next(iter(_changes(figures)))
            yield _said("directions/reason", one, _subject(row), change=row.printed, what=one.name)
        elif signs == {said}:
            yield agreed("narrative", next(iter(_changes(figures))))


# Words of a reason for more; all others are for less.
GROWS = GO_UP.split("|")
# A change and its rate; a reason stands within so many lines of them.
MOVED, BESIDE = ("change", "change_rate"), 3


def _changes(figures: Figures) -> list[StatementRow]:
    return [figures[role] for role in MOVED if role in figures]


@of_disclosure("reasons", "原因所述金额与差额一致", kinds=FINAL, touches="completion;projects")
def reasons(evidence: Evidence) -> Iterator[Check | Remark]:
    """The amounts that the reasons of a subject or project name explain its difference from the budget."""
    named: dict[int, tuple[Figures, list[Particular]]] = {}
    for one, figures in _behind(evidence, evidence.particulars("reason_amount")):
        named.setdefault(id(figures), (figures, []))[1].append(one)
    for figures, amounts in named.values():
        first = next(iter(figures.values()))
        done = next((figures[role] for role in DONE if role in figures), None)
        base = next((figures[role] for role in ("initial_budget", "annual_budget") if role in figures), None)
        clear = first.topic in ("item", "class", "project") and "adjusted_budget" not in figures
        if not clear or done is None or base is None or done.amount is None or base.amount is None:
            continue
        gap = abs(base.amount - done.amount)
        values = [to_wan(one.printed, one.name) for one in amounts if readable(one.printed)]
        summed = sum(values, Decimal(0))
        if abs(summed - gap) <= CENT * (len(values) + 2):
            yield agreed("narrative", first)
        else:
            severity = "warning" if mistyped(gap, summed, SHORTEST) else "notice"
            yield _said("reasons", amounts[0], _subject(first), severity, gap=gap, summed=summed)


def _behind(
    evidence: Evidence, said: Sequence[Particular], roles: Sequence[str] = ("outturn", "executed", "change")
) -> Iterator[tuple[Particular, Figures]]:
    """Each of them with the statement that it stands in, of those with one of these roles: the last one before it that prints the
    figure before it, as one line may hold many; else the last one begun."""
    statements = (
        sorted(
            (min(row.line for row in figures.values()), place, figures)
            for place, figures in enumerate(evidence.statements)
            if any(role in figures for role in roles)
        )
        if said
        else []
    )
    for one in said:
        before = [figures for line, _, figures in statements if line <= one.line]
        near = [figures for line, _, figures in statements if one.line - BESIDE <= line <= one.line]
        own = [figures for figures in near if one.subject and one.subject in _numbers(figures)]
        if own or before:
            yield one, (own or before)[-1]


def _numbers(figures: Figures) -> set[str]:
    return {number for row in figures.values() for number in re.findall(NUMBER, row.printed)}


def _subject(row: StatementRow) -> str:
    return row.subject.rsplit("/", 1)[-1] or word(row.topic)


def _said(
    message: str, one: Particular, where: str, severity: str = "", expected: str = "", /, **words: object
) -> Remark:
    """What a message says of a particular of the narrative."""
    return remark(message, "narrative", where, one, one.printed, expected, severity, **words)


@of_disclosure("counts", "团组、车辆数与支出相符", touches="changes")
def counts(evidence: Evidence) -> Iterator[Check | Remark]:
    """Money for journeys and vehicles goes with journeys and vehicles; vehicles by use add up to all."""
    for one in evidence.particulars("count") if evidence.kind == FINAL else ():
        named = COUNTED.get((one.subject, one.name))
        outturn = evidence.stated(one.subject, "outturn", "amount") if named else None
        if named is None or outturn is None:
            continue
        nothing = one.printed == "0"
        # Vehicles that are kept may cost nothing in a year; money without any of them is odd.
        if bool(outturn.amount) == nothing and (nothing or one.name != "vehicles_kept"):
            name, words = word(one.subject), {"spent": outturn.amount, "at": outturn.line, "unit": named[2]}
            yield _said("counts", one, name, what=named[:2], **words)
        else:
            yield agreed("narrative", one)
    yield from _vehicles(evidence)


@of_method("indicators_counted", "完成与未完成的指标数等于所设指标数", kinds=FINAL, touches="indicators")
def indicators_counted(evidence: Evidence) -> Iterator[Check]:
    """Indicators that a report calls reached, with those it calls missed, are the number set, or no more where it names no missed."""
    reports: dict[str, dict[str, StatementRow]] = defaultdict(dict)
    for figures in evidence.about("self_evaluation_report"):
        for role, row in figures.items():
            if role == "indicator_count":
                reports[row.subject] = {}
            reports[row.subject].setdefault(role, row)
    for subject, rows in reports.items():
        if not {"indicator_count", "indicators_met"} <= rows.keys():
            continue
        whole, *parts = [rows[role] for role in INDICATORS if role in rows]
        count, summed = Decimal(whole.count), sum((Decimal(part.count) for part in parts), Decimal(0))
        met = count if len(parts) == 1 and summed <= count else summed
        words = {"at": elsewhere(whole.line, *(part.line for part in parts))}
        place = ("narrative", subject or "绩效指标", whole, count, met)
        where_en = subject or "indicators"
        yield compared("indicators_counted", *place, words=words, slack=Decimal(0), unit="个", where_en=where_en)


INDICATORS = ("indicator_count", "indicators_met", "indicators_missed")


def _vehicles(evidence: Evidence) -> Iterator[Check]:
    """Vehicles by use make all that are owned, or bought; those that are kept are no more than all."""
    for topic in ("vehicles_owned", "vehicles_bought"):
        for whole, parts in _by_use(evidence, topic):
            summed = sum((Decimal(part.count) for part in parts), Decimal(0))
            if len(parts) > 1 or summed > whole.count:
                lines = elsewhere(whole.line, *(part.line for part in parts))
                yield _cars("counts/by_use", whole, summed, at=lines)
    counted = [row for figures in evidence.about("vehicles_owned", "vehicles_kept") for row in figures.values()]
    counted = [row for row in counted if row.count is not None and not row.subject]
    owned = next((row for row in reversed(counted) if row.topic == "vehicles_owned"), None)
    for row in counted:
        if owned is not None and row.line < owned.line and row.year == owned.year:
            more = row.count > owned.count
            yield _cars("counts/kept", row, owned.count, at=owned.line) if more else agreed("narrative", row)


def _by_use(evidence: Evidence, topic: str) -> Iterator[tuple[StatementRow, list[StatementRow]]]:
    """Each number of vehicles with those by use that are told right behind it."""
    whole: StatementRow | None = None
    parts: list[StatementRow] = []
    for figures in evidence.statements:
        row = next(iter(figures.values()))
        if row.topic == topic and row.count is not None and row.subject:
            parts.append(row)
            continue
        if whole is not None:
            yield whole, parts
        whole, parts = row if row.topic == topic and row.count is not None else None, []
    if whole is not None:
        yield whole, parts


def _cars(message: str, row: StatementRow, expected: Decimal, **words: object) -> Check:
    place = ("narrative", "车辆", row, Decimal(row.count), Decimal(expected))
    return compared(message, *place, words=words, slack=Decimal(0), unit="辆", where_en="vehicles")


@of_method("results_repeated", "文字所述指标完成值与自评表一致", kinds=FINAL, touches="projects;indicators")
def results_repeated(evidence: Evidence) -> Iterator[Check | Remark]:
    """A result that sentences repeat is that of the form: of the project they speak of, or of any that has the indicator."""
    rows: dict[str, list[IndicatorRow]] = defaultdict(list)
    for row in evidence.tables["indicators"]:
        if row.actual_printed:
            rows[plain(row.indicator)].append(row)
    told: dict[tuple[str, str], Remark] = {}
    for one in evidence.particulars("indicator"):
        named = rows.get(plain(one.name), [])
        own = [row for row in named if one.subject and short(row.subject) == short(one.subject)]
        named = own or named
        stated = read_value(one.printed)
        if not named or stated.number is None or one.name in RECOMPUTED or _unread(named):
            continue
        if any(_agrees(one.printed, row) for row in named):
            yield agreed("form", named[0])
        elif (one.name, one.printed) not in told:
            form, result = named[0].subject, named[0].actual_printed
            told[one.name, one.printed] = _said(
                "results_repeated", one, one.name, "", result, form=form, at=named[0].line
            )
    yield from told.values()


@of_method("results_quoted", "文字引用的目标值、完成值与自评表一致", kinds=FINAL, touches="projects;indicators")
def results_quoted(evidence: Evidence) -> Iterator[Check | Remark]:
    """An indicator that the text quotes with its target and its result has both in a form."""
    rows: dict[str, list[IndicatorRow]] = defaultdict(list)
    for row in evidence.tables["indicators"]:
        rows[_unquoted(row.indicator)].append(row)
    for one in evidence.particulars("quoted"):
        named = rows.get(_unquoted(one.name), [])
        for said, column in ((one.subject, "target_printed"), (one.printed, "actual_printed")):
            read = [row for row in named if read_value(getattr(row, column)).number is not None]
            if not read or read_value(said).number is None:
                continue
            if any(_agrees(said, replace(row, actual_printed=getattr(row, column))) for row in read):
                yield agreed("form", read[0])
            else:
                row, what = read[0], COLUMNS[column]
                words = {"what": what, "at": row.line}
                there = getattr(row, column)
                yield remark("results_quoted", "narrative", one.name, one, said, there, form=row.subject, **words)


def _unquoted(name: str) -> str:
    return re.sub("[\"'“”]", "", plain(name))


# What the text quotes of an indicator.
COLUMNS = {"target_printed": ("目标值", "target"), "actual_printed": ("完成值", "result")}


def _unread(rows: Sequence[IndicatorRow]) -> bool:
    return all(read_value(row.actual_printed).number is None for row in rows)


def _agrees(printed: str, row: IndicatorRow) -> bool:
    """The same value, or the form's rounded to the places that the text prints."""
    stated, actual = read_value(printed), read_value(row.actual_printed)
    if actual.number is None or stated.number is None:
        return False
    if stated.unit == "%" and actual.unit != "%":
        return True
    return abs(stated.number - actual.number) <= _half(printed, stated.unit)


def _half(printed: str, unit: str) -> Decimal:
    digits = "".join(character for character in plain(printed) if character.isdigit() or character in ".,")
    places = read_number(digits).places if readable(digits) else 0
    scale = Decimal(10000) if "万" in printed else Decimal("0.01") if unit == "%" else Decimal(1)
    return Decimal(5).scaleb(-places - 1) * scale if places or scale != 1 else Decimal(0)


@of_method("scores_repeated", "文字所述得分与自评表一致", kinds=FINAL, touches="projects")
def scores_repeated(evidence: Evidence) -> Iterator[Check | Remark]:
    """The score that a report gives is the total of its form."""
    totals = {
        name.removesuffix("项目") if source == "form" else "": facts["score"]
        for source in ("form", "department_form")
        for name, facts in forms_of(evidence, source).items()
        if "score" in facts and readable(facts["score"].printed)
    }
    for one in evidence.particulars("score"):
        fact = totals.get(one.subject.removesuffix("项目")) or (totals.get("") if "整体" in one.subject else None)
        if fact:
            total = read_number(fact.printed).value
            place = ("narrative", one.subject, one, Decimal(one.printed), total)
            yield compared("scores_repeated", *place, words={"at": fact.line}, slack=Decimal(0), unit="分")


@of_disclosure("own_year", "文件自称的年份一致", touches="documents")
def own_years(evidence: Evidence) -> Iterator[Check | Remark]:
    """The titles of the parts and the sentence on the units covered name the document's year, not that of the one before."""
    year = evidence.year
    yield from evidence.of_year("own_year")
    for one in evidence.of_other_years("own_year"):
        if one.name == "as_of" and evidence.kind != FINAL and one.printed < year:
            continue  # what a budget owns was counted before its year
        what = OWN_YEAR[one.name]
        yield _said("own_year", one, what[0], "", year, what=what)
    for title in evidence.raw["document"]:
        named = re.match(r"20\d\d(?=年)", compact(title.printed)) if title.fact == "table_title" else None
        if named and named[0] != year:
            what = OWN_YEAR["table"]
            yield remark("own_year", "document", what[0], title, named[0], year, what=what)
    yield from _of_no_other_year(evidence)
    yield from _compared_with(evidence)
    for one in evidence.particulars("filled_in") if evidence.kind == FINAL else ():
        early = (int(one.printed), int(one.name)) < (int(year), 12)
        yield _said("filled_in", one, "填报日期", month=one.name) if early else agreed("form", one)


def _of_no_other_year(evidence: Evidence) -> Iterator[Remark]:
    """Levels that an account tells of another year, and of its own nowhere."""
    levels = [level for figures in evidence.statements if (level := level_of(figures)) is not None and level.year]
    own = {(row.topic, row.subject) for row in levels if str(row.year) == evidence.year}
    for row in levels if evidence.kind == FINAL else ():
        if str(row.year) != evidence.year and (row.topic, row.subject) not in own:
            what = word(row.topic), word(row.topic, "en")
            yield remark("own_year", "narrative", what[0], row, str(row.year), evidence.year, what=what)


# So many changes from one year say that all are from it.
USUAL_BASE, ODD_BASE = 3, 2


def _compared_with(evidence: Evidence) -> Iterator[Remark]:
    """Changes from the year before the last, where all others of the document are from the last one."""
    rows = [row for row in evidence.tables["statements"] if row.role == "change" and row.base_year and row.year]
    rows = [row for row in rows if str(row.year) == evidence.year]
    odd = [row for row in rows if row.base_year == int(evidence.year) - 2]
    usual = sum(row.base_year == int(evidence.year) - 1 for row in rows)
    for row in odd if usual >= USUAL_BASE and len(odd) <= ODD_BASE else ():
        words = {"at": row.base_year, "usual": int(evidence.year) - 1, "count": usual}
        yield remark("own_year/compared", "narrative", word(row.topic), row, row.printed, "", **words)


OWN_YEAR = {
    "covered": ("预决算编制范围", "the sentence on the units covered"),
    "titled": ("部分标题", "the title of a part"),
    "nothing": ("没有的事项", "the sentence on what there was none of"),
    "table": ("报表标题", "the title of a table"),
    "form": ("表格标题下的年份", "the year under the title of a form"),
    "as_of": ("国有资产的截止日期", "the day of what is owned"),
    "column": ("表头", "the head of a table"),
}


@of_disclosure("days", "日期在历法中存在", touches="documents")
def days(evidence: Evidence) -> Iterator[Remark]:
    """A day that is named is one of the calendar."""
    for one in evidence.particulars("no_day"):
        yield _said("days", one, one.name)


@of_disclosure("no_budget", "称未安排预算的支出没有预算数", kinds=FINAL, touches="changes", needs="F09")
def no_budget(evidence: Evidence) -> Iterator[Check | Remark]:
    """An expense of which the text says that no budget was made has none in the table."""
    for one in evidence.particulars("no_budget"):
        cell = evidence.cell("F09", "", one.subject, "budget")
        if cell is not None and cell.amount:
            yield _said("no_budget", one, word(one.subject), title=cell.title, at=cell.line, amount=cell.amount)
        elif cell is not None:
            yield agreed("F09", cell)


@of_disclosure("list_counted", "所称个数与所列各项一致", touches="documents")
def lists_counted(evidence: Evidence) -> Iterator[Check | Remark]:
    """A number told before a list is that of what it lists."""
    for one in evidence.particulars("list_counted"):
        yield _said("list_counted", one, one.name, "", one.subject)
    rows = [row for row in evidence.tables["projects"] if "B10" in row.sources.split(";")]
    uses = [row for figures in evidence.about("spending") if (row := figures.get("amount")) is not None]
    for one in evidence.particulars("projects_counted"):
        listed = {str(len(found)) for found in (rows, [use for use in uses if use.line >= one.line]) if found}
        if listed and one.printed not in listed:
            yield _said("list_counted", one, one.name, "", "、".join(sorted(listed)))
        else:
            yield agreed("narrative", one)


@of_subjects("level_marks", "类、款、项标注正确", touches="completion")
def level_marks(evidence: Evidence) -> Iterator[Check | Remark]:
    """A section is marked as one (款), not as a class (类): told once with all the items it was done at."""
    wrong = evidence.particulars("level_mark")
    if wrong:
        names = list(dict.fromkeys(one.subject for one in wrong))
        quoted = "、".join(f"“{name}”" for name in names), ", ".join(names)
        verb = "is a section" if len(names) == 1 else "are sections"
        lines, count = "、".join(str(other.line) for other in wrong), len(wrong)
        words = {"names": quoted, "verb": verb, "count": count, "lines": lines}
        yield remark("level_marks", "narrative", names[0], wrong[0], names[0], **words)


@of_disclosure("rows_of_reasons", "“一是、二是”序号连续", touches="reasons")
def rows_of_reasons(evidence: Evidence) -> Iterator[Check | Remark]:
    """A first point (一是) is followed by a second (二是)."""
    for one in evidence.particulars("row_broken"):
        yield remark("rows_of_reasons", "narrative", one.name, one, one.name)


@of_disclosure("purposes", "各科目、项目用途不雷同", touches="completion")
def purposes(evidence: Evidence) -> Iterator[Check | Remark]:
    """No two items have one purpose, word for word, and none is used for what has the name of another."""
    for one in evidence.particulars("purpose_twice", "purpose_of_other"):
        message = "purposes" if one.kind == "purpose_twice" else "purposes/other"
        yield remark(message, "narrative", one.name, one, one.name, one.subject, at=one.printed)


@of_disclosure("heading_numbers", "标题与要点序号连续", touches="documents")
def heading_numbers(evidence: Evidence) -> Iterator[Check | Remark]:
    """No number of a heading is skipped, no number of a point given twice."""
    for one in evidence.particulars("number_skipped", "number_twice"):
        yield remark(one.kind, "narrative", one.name, one, one.name, one.printed)


@of_disclosure("told_again", "同一句话中的数字前后一致", touches="projects")
def told_again(evidence: Evidence) -> Iterator[Check | Remark]:
    """A result that stands twice in the same words is the same."""
    for one in evidence.particulars("told_again", "told_alike"):
        first, at = one.subject.split("/")
        told, other = (read_number(re.sub(r"[^\d.,]", "", text)).value for text in (one.printed, first))
        # In fewer words only a figure that is a slip of the other is meant to be the same.
        if one.kind == "told_again" or mistyped(told, other, SHORTEST):
            yield _said("told_again", one, one.name, "", first, at=at)


@of_disclosure("worked_out", "列出的算式与所得数一致", touches="projects")
def worked_out(evidence: Evidence) -> Iterator[Check]:
    """A product that is worked out in the text, and a sum behind its parts, make what they are said to make; so do people by grade."""
    for one in evidence.particulars("grades", "some_grades"):
        made, said = _made_of_text(one), read_number(one.printed).value
        if made > said or (made < said and one.kind == "grades"):
            place, text = ("narrative", one.name, one, said, made), one.printed + one.subject
            yield compared("worked_out/grades", *place, text=text, slack=Decimal(0), unit=one.subject)
        else:
            yield agreed("narrative", one)
    for one in evidence.particulars("product", "sum"):
        made, said = _made_of_text(one), read_number(one.printed).value
        half = (
            CENT * (one.name.count("+") + 1) if one.kind == "sum" else max(_half(one.printed, "") * 2, said * EXACTLY)
        )
        near = abs(made - said) <= half or mistyped(made, said, SHORTEST) or said < made * 2 < said * 4
        # Far from it, something is counted that is not printed: days of a month, shares of others.
        if abs(made - said) <= half:
            yield agreed("narrative", one)
        elif made and near and (one.kind == "product" or abs(made - said) <= said / 2):
            place = ("narrative", one.name, one, said, made)
            yield compared("worked_out", *place, text=one.printed + one.subject, slack=half, unit=one.subject)


# How exactly a product is told in 万元, from 元.
EXACTLY = Decimal("0.006")


def _made_of_text(one: Particular) -> Decimal:
    """The value of a sum or product as printed, in the unit of its result."""
    if one.kind != "product":
        return sum((read_number(part).value for part in one.name.split("+")), Decimal(0))
    made = Decimal(1)
    for factor in re.split("[*×]", one.name):
        number, unit = re.fullmatch(r"([\d,.]+)(.*)", factor).groups()  # type: ignore[union-attr]
        made *= read_number(number).value * (Decimal("0.01") if unit.startswith("%") else 1)
    in_wan = any(re.search(r"\d万", factor) for factor in re.split("[*×]", one.name))
    return made / 10000 if one.subject != "元" and not in_wan else made


@of_disclosure("months", "同一事项的月份一致", touches="projects")
def months(evidence: Evidence) -> Iterator[Check | Remark]:
    """What happens once to a project, or on pages far apart to so many people or things, is dated alike."""
    told: dict[str, list[Particular]] = defaultdict(list)
    for one in evidence.particulars("month"):
        told[one.name].append(one)
    for what, found in told.items():
        first, last = found[0], found[-1]
        if len({one.printed for one in found}) == 1:
            yield agreed("narrative", first)
        elif len({one.line for one in found}) == 2 and (first.subject or last.line - first.line > FAR):
            yield _said("months", last, what, "", first.printed, at=first.line)


# Lines between which a document tells of one event again, and not of the next one.
FAR = 100
# Two figures so near to each other, and so long, are one that was copied wrongly.
NEAR, DIGITS = Decimal("0.02"), 4


@of_method("results_nearly_repeated", "文字所述完成情况与相近指标的完成值一致", kinds=FINAL, touches="indicators")
def results_nearly_repeated(evidence: Evidence) -> Iterator[Check | Remark]:
    """A figure that the text gives for what is nearly an indicator's name is that indicator's result, or its target."""
    rows: dict[str, list[IndicatorRow]] = defaultdict(list)
    for row in evidence.tables["indicators"]:
        rows[plain(row.indicator)].append(row)
    results = {read_value(row.actual_printed).number for row in evidence.tables["indicators"]}
    told: dict[tuple[str, str], list[Particular]] = defaultdict(list)
    for one in evidence.particulars("indicator_near"):
        named = rows.get(plain(one.name), [])
        stated = read_value(one.printed)
        same = any(
            _agrees(one.printed, replace(row, actual_printed=getattr(row, column)))
            for row in named
            for column in ("actual_printed", "target_printed")
        )
        if not named or same:
            yield from (agreed("form", row) for row in named[:1])
        elif stated.number is not None and stated.number not in results:
            told[one.name, one.printed].append(one)
    for (name, _), found in told.items():
        remark = _nearly(found, next(row for row in rows[plain(name)]))
        if remark is not None:
            yield remark


def _nearly(found: Sequence[Particular], row: IndicatorRow) -> Remark | None:
    one, stated, actual = found[0], read_value(found[0].printed), read_value(row.actual_printed)
    if not stated.number or not actual.number or stated.unit != actual.unit:
        return None
    close = abs(stated.number - actual.number) <= NEAR * actual.number and len(str(int(actual.number))) >= DIGITS
    lines, severity = "、".join(str(other.line) for other in found), "warning" if close else "notice"
    words = {"lines": lines, "told": one.subject, "at": row.line}
    return _said("results_nearly_repeated", one, row.indicator, severity, row.actual_printed, **words)


@of_disclosure("paid_within", "所述发放金额不大于项目支出", touches="projects")
def paid_within(evidence: Evidence) -> Iterator[Check | Remark]:
    """Money that a project, or a use of project expenditure, is said to have paid out is no more than it spent."""
    uses = [figures["amount"] for figures in evidence.about("spending") if "amount" in figures]
    reports = [figures["executed"] for figures in evidence.about("project") if "executed" in figures]
    for one in evidence.particulars("paid"):
        own = [use for use in uses if use.line == one.line and use.amount is not None]
        before = [done for done in reports if done.line <= one.line < done.line + NEAR_REPORT and done.amount]
        own = own or before[-1:]
        if len(own) != 1 or not readable(one.printed):
            continue
        value, use = to_wan(one.printed, one.subject), own[0]
        if value <= use.amount + CENT:
            yield agreed("narrative", use)
            continue
        words = {"spent": use.amount, "what": one.name, "unit": one.subject}
        yield _said("paid_within", one, use.subject, "", str(use.amount), **words)


# Lines on which the report of a project goes on behind its figures.
NEAR_REPORT = 6


@of_method("terms", "持续性项目的起止年度不在同一年", touches="projects")
def terms(evidence: Evidence) -> Iterator[Check | Remark]:
    """A project ends no earlier than it begins, one that is said to go on later: told once for all forms that say so."""
    wrong = []
    lasting = [fact for fact in evidence.facts("recurrence") if fact.printed == "continuing"]
    for one in evidence.particulars("term"):
        own = [fact for fact in lasting if 0 <= one.line - fact.line <= TERM_BELOW]
        if one.printed < one.name:
            yield remark("terms/backwards", "form", own[-1].project if own else "", one, one.printed, first=one.name)
        elif one.name != one.printed or not own:
            yield agreed("form", one)
        else:
            wrong.append((one, own[-1]))
    if wrong:
        one, fact = wrong[0]
        lines = [str(other.line) for other, _ in wrong]
        message = "terms" if len(wrong) == 1 else "terms/several"
        words = {"count": len(wrong), "lines": lines}
        yield remark(message, "form", fact.project, one, one.printed, **words)


TERM_BELOW = 12


@of_disclosure("own_name", "部门名称前后一致", touches="documents")
def own_names(evidence: Evidence) -> Iterator[Check | Remark]:
    """The department's own name is not mistyped."""
    name = str(evidence.tables["documents"][0].department)
    for one in evidence.particulars("own_name"):
        yield remark("own_name", "document", "部门名称", one, one.name, name, count=one.printed)


@of_method("adjustment", "预算调整率与年初预算、全年预算一致", kinds=FINAL, touches="completion;indicators")
def adjustment(evidence: Evidence) -> Iterator[Check | Remark]:
    """A total that is the initial budget in one place and the budget after adjustment in another goes with no adjustment."""
    initial = [
        figures["initial_budget"]
        for figures in evidence.about("general_public_budget_expenditure", "fiscal_appropriation_expenditure")
        if "initial_budget" in figures
    ]
    whole = [
        row
        for figures in evidence.about("department_execution", "department_funding")
        for role, row in figures.items()
        if role in ("budget", "annual_budget", "adjusted_budget", "amount") and row.amount
    ]
    printed = [(row.line, row.amount) for row in whole]
    for facts in forms_of(evidence, "department_form").values():
        printed += [(facts["budget"].line, amount_of(facts["budget"]))] if "budget" in facts else []
    both = [(one, line) for one in initial for line, amount in printed if one.amount and one.amount == amount]
    for row in evidence.tables["indicators"]:
        if both and row.indicator == "预算调整率" and row.actual:
            one, other = both[0]
            words = {"amount": one.amount, "one": one.line, "other": other}
            yield remark("adjustment", "form", row.indicator, row, row.actual_printed, **words)

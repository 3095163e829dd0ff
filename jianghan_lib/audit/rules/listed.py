"""Names that the text lists against the tables: what costs are made of, the subjects that the glossary explains, years."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from jianghan_lib.audit.evidence import CENT, Check, Evidence, Remark, Titled, agreed
from jianghan_lib.audit.messages import remark
from jianghan_lib.audit.rules import FINAL, of_disclosure, of_subjects
from jianghan_lib.audit.slips import one_character
from jianghan_lib.base.findings import standing
from jianghan_lib.base.money import readable_amount
from jianghan_lib.base.text import class_key, name_key
from jianghan_lib.forms.records import Particular
from jianghan_lib.reference.classification import codes_named, official
from jianghan_lib.reference.identities import identities

# The economic classes that a list of costs is about.
GROUPS = {
    "personnel": ("301", "303"),
    "operating": ("302", "307", "309", "310", "311", "312", "313", "399"),
}
# What a list names though the narrative says that nothing was spent on it, where no table prints the costs.
EXPENSES = {one.left.row: one.right.measure for one in identities("three_public_rows")}
# Tables whose rows are subjects by function.
FUNCTIONAL = ("F05", "F03", "F02", "F07", "F08", "B03", "B05-1", "B08", "B09")
NAMED = 6
# A list of fewer names than these tells the main ones only.
FULL = 8


@of_disclosure("costs_listed", "文字所列支出项目在报表中有金额", touches="amounts")
def costs_listed(evidence: Evidence) -> Iterator[Check | Remark]:
    """What personnel and operating costs are said to be made of has an amount in the table, and the other way round."""
    table, cells = _costs(evidence)
    lists: dict[str, list[Particular]] = defaultdict(list)
    for one in evidence.particulars("cost_listed"):
        lists[one.subject].append(one)
    unread = _unread(evidence, table, cells)
    for group, names in lists.items():
        classes = [code for code in GROUPS.get(group, (group,)) if code not in unread]
        codes = {one.name: _codes(one.name, classes) for one in names}
        outcomes = [
            (one, _named_cost(evidence, table, cells, one, codes[one.name])) for one in names if codes[one.name]
        ]
        yield from (found for _, found in outcomes if isinstance(found, Check))
        wrong = {one.name: found for one, found in outcomes if isinstance(found, Remark)}
        if wrong:
            yield _together(wrong, names)
        listed = {code for found in codes.values() for code in found}
        left = list(_left_out(cells, names, listed, classes))
        misnamed = list(_misnamed(names, codes, left))
        yield from misnamed
        left = [cell for cell in left if cell.name not in {one.expected for one in misnamed}]
        paid = [code for code, cell in cells.items() if len(code) == 5 and code[:3] in classes and cell.amount]
        # Where a row may have been lost, how many the table has cannot be told.
        is_whole = len(classes) == len(GROUPS.get(group, (group,)))
        open_list = any(one.printed for one in names) or len(_unknown(names, misnamed, cells)) >= len(left)
        if is_whole and len(names) >= min(FULL, len(paid)) and left and not open_list:
            yield _unlisted(left, names)


def _unknown(names: Sequence[Particular], misnamed: Sequence[Remark], cells: Mapping[str, Titled]) -> set[str]:
    """Names that no classification has (公务交通补贴): each may stand for a cost that seems to be left out."""
    printed = {name_key(cell.name) for cell in cells.values()}
    named = {one.name for one in names if not codes_named(one.name, "economic") and name_key(one.name) not in printed}
    return named - {one.printed for one in misnamed}


def _together(wrong: Mapping[str, Remark], names: Sequence[Particular]) -> Remark:
    """The names of one list that have no amount, in one finding; the lines at which the list stands again."""
    first = next(iter(wrong.values()))
    others = [name for name in wrong if name != first.printed]
    lines = {one.line for one in names if one.name in wrong} - {standing(first.at)[0]}
    zh, en = first.zh, first.en
    if others:
        zh += f"；{'、'.join(f'“{name}”' for name in others)}同此"
        en += f"; likewise {', '.join(others)}"
    if lines:
        zh += f"（另见第{'、'.join(str(line) for line in sorted(lines))}行）"
        en += f" (also lines {', '.join(str(line) for line in sorted(lines))})"
    return replace(first, printed="、".join(wrong), zh=zh, en=en)


def _misnamed(
    names: Sequence[Particular], codes: Mapping[str, Sequence[str]], left: Sequence[Titled]
) -> Iterator[Remark]:
    """Names of a list that are no cost but a slip of one that the list leaves out; a name that stands in it twice."""
    for one in {one.name: one for one in reversed(names)}.values():
        meant = next((cell.name for cell in left if _slipped(cell.name, one.name)), "")
        if not codes[one.name] and meant:
            yield remark("costs_listed/misnamed", "narrative", one.name, one, one.name, meant)
    for one, count in Counter(replace(one, printed="") for one in names).items():
        if count > 1:
            yield remark("costs_listed/twice", "narrative", one.name, one, "、".join([one.name] * count), count=count)


def _slipped(name: str, told: str) -> bool:
    """Whether a name has one other character than a cost, or the same ones in another order."""
    one, other = name_key(name), name_key(told)
    return one_character(one, other) or (one != other and sorted(one) == sorted(other))


def _costs(evidence: Evidence) -> tuple[str, dict[str, Titled]]:
    """The table of basic expenditure by economic section: its amounts by code."""
    for table, measure in (("F06", "outturn"), ("B06", "total")):
        cells = {cell.code: cell for cell in evidence.cells(table) if cell.measure == measure and cell.code}
        if any(len(code) == 5 for code in cells):
            return table, cells
    return "", {}


def _unread(evidence: Evidence, table: str, cells: Mapping[str, Titled]) -> set[str]:
    """Classes of the table whose sections do not make their sum: a row of them may have been lost in reading."""
    found = {note.where for note in evidence.raw["notes"] if note.table == table and note.where}
    for code, cell in cells.items():
        below = [one.amount for key, one in cells.items() if len(key) == 5 and key.startswith(code)]
        if len(code) == 3 and abs(sum(below, Decimal(0)) - cell.amount) > CENT * (len(below) + 1):
            found.add(code)
    return found


def _codes(name: str, classes: Sequence[str]) -> tuple[str, ...]:
    found = codes_named(name, "economic")
    return tuple(code for code in found if len(code) == 5 and code[:3] in classes)


def _named_cost(
    evidence: Evidence, table: str, cells: Mapping[str, Titled], one: Particular, codes: Sequence[str]
) -> Check | Remark:
    if not table:
        return _unspent(evidence, one, codes)
    # Before 2018 the names had other codes.
    named = [cell for cell in cells.values() if name_key(cell.name) == name_key(one.name)]
    paid = [cell for cell in (*named, *(cells[code] for code in codes if code in cells)) if cell.amount]
    if paid:
        return agreed(table, paid[0])
    words = {"title": evidence.title(table), "code": codes[0]}
    return remark("costs_listed", "narrative", one.name, one, one.name, **words)


def _unspent(evidence: Evidence, one: Particular, codes: Sequence[str]) -> Check | Remark:
    """Without the table: an expense that the narrative itself says is nothing."""
    topic = EXPENSES.get(codes[0], "")
    stated = [figures["outturn"] for figures in evidence.about(topic) if "outturn" in figures] if topic else []
    if not stated or stated[0].amount is None or stated[0].amount:
        return agreed("narrative", one)
    return remark("costs_listed/unspent", "narrative", one.name, one, one.name, at=stated[0].line)


def _left_out(
    cells: Mapping[str, Titled], names: Sequence[Particular], listed: set[str], classes: Sequence[str]
) -> Iterator[Titled]:
    """Costs with an amount that a list leaves out."""
    keys = {name_key(one.name) for one in names}
    for code, cell in cells.items():
        inside = len(code) == 5 and code[:3] in classes
        meant = any(_is_meant(name_key(cell.name), key) for key in keys)
        if inside and cell.amount and code not in listed and not meant:
            yield cell


# The old name of all contributions to insurances, which later stand each by itself.
CONTRIBUTIONS = "社会保障缴费"


def _is_meant(name: str, told: str) -> bool:
    """Whether a list means a cost by a shorter name: some of its characters in their order, or the contributions as a whole."""
    characters = iter(name)
    return all(one in characters for one in told) or (told == CONTRIBUTIONS and name.endswith("缴费"))


def _unlisted(left: Sequence[Titled], names: Sequence[Particular]) -> Remark:
    """The costs that a list without 等 leaves out, in one finding."""
    cell = left[0]
    told = [f"{row.code}{row.name}（{readable_amount(row.amount)}万元）" for row in left]
    told_en = [f"{row.code} {row.name} ({readable_amount(row.amount)})" for row in left]
    words = {"title": cell.title, "costs": ("、".join(told), ", ".join(told_en)), "at": names[0].line}
    return remark("costs_listed/left_out", cell.table, cell.code, cell, cell.printed, **words)


@of_subjects("glossary_subjects", "名词解释的科目与报表一致", touches="amounts")
def glossary_subjects(evidence: Evidence) -> Iterator[Check | Remark]:
    """The subjects that the glossary explains as used are those of the tables, under the same section."""
    if not (entries := evidence.particulars("glossary")):
        return
    names = {cell.code: cell.name for table in FUNCTIONAL for cell in evidence.cells(table) if cell.code}
    printed = bool(names)
    names = names or dict(official(int(evidence.tables["documents"][0].fiscal_year or 0)))
    explained: set[str] = set()
    elsewhere: dict[tuple[str, str], list[Particular]] = defaultdict(list)
    for one in entries:
        within, codes = _explained(one, names)
        explained.update(within or codes)
        if within:
            yield agreed("glossary", one)
        elif codes:
            elsewhere[one.subject, codes[0][:5]].append(one)
        elif printed:
            section = one.subject.split("/")[1]
            yield remark("glossary_subjects", "glossary", one.name, one, one.name, section=section)
    for (subject, code), found in elsewhere.items():
        yield _other_section(found, subject.split("/")[1], code, names, printed)
    missing = [code for code in names if len(code) == 7 and code not in explained]
    if printed and entries and missing:
        yield _unexplained(entries[0], missing)


def _explained(one: Particular, names: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """The items that an entry may mean: under its section, and under its class at all."""
    class_name, section = one.subject.split("/")
    classes = [code for code, name in names.items() if len(code) == 3 and _same(name, class_name)]
    inside = [(code, name) for code, name in names.items() if len(code) == 7 and code[:3] in classes]
    codes = [code for code, name in inside if _same(name, one.name)]
    return [code for code in codes if _same(names.get(code[:5], ""), section)], codes


def _unexplained(first: Particular, codes: Sequence[str]) -> Remark:
    """The items of the tables that the glossary leaves out, in one finding."""
    more = (f"等{len(codes)}个科目", f" ({len(codes)} in all)") if len(codes) > NAMED else ("", "")
    words = {"codes": list(codes[:NAMED]), "more": more}
    return remark("glossary_subjects/missing", "glossary", codes[0], first, "、".join(codes), **words)


def _same(one: str, other: str) -> bool:
    """The same name, or one of several that an entry joins (行政单位医疗、公务员医疗补助)."""
    left, right = class_key(one), class_key(other)
    cut = len(left) >= 8 and right.startswith(left)
    return bool(left) and (name_key(left) == name_key(right) or cut or left in right.replace("及", "、").split("、"))


def _other_section(
    found: Sequence[Particular], section: str, code: str, names: Mapping[str, str], printed: bool
) -> Remark:
    """A section that has another name in the tables, told once for all items under it."""
    source = ("报表", "the tables") if printed else ("当年科目", "the classification of the year")
    words = {"items": [one.name for one in found], "source": source, "code": code}
    place = ("glossary", section, found[0], section, names.get(code, ""))
    return remark("glossary_subjects/section", *place, **words)


@of_disclosure("classes_listed", "文字所列类级用途在报表中有科目", kinds=FINAL, touches="completion", needs="F05")
def classes_listed(evidence: Evidence) -> Iterator[Check | Remark]:
    """The sections and items that a class is said to be used for have a row in the table."""
    cells = [cell for cell in evidence.cells("F05") if cell.measure == "total" and cell.code]
    classes = {
        class_key(cell.name): cell.code
        for table in ("F02", "F03", "F05")
        for cell in evidence.cells(table)
        if len(cell.code) == 3
    }
    for one in evidence.particulars("class_listed") if cells else ():
        code = classes.get(class_key(one.subject))
        meant = [known for known in codes_named(one.name, "functional") if code and known.startswith(code)]
        below = [cell for cell in cells if code and cell.code.startswith(code)]
        if not meant:
            other = next((cell for cell in cells if code and _same(cell.name, one.name)), None)
            if other is not None:
                words = {"class": one.subject, "title": other.title, "at": other.line, "code": other.code}
                yield remark("classes_listed/elsewhere", "narrative", one.name, one, one.name, **words)
            continue
        named = next((cell for cell in below if _same(cell.name, one.name)), None)
        coded = next((cell for cell in below if cell.code in meant), None)
        place = ("narrative", one.name, one, one.name)
        if named is not None:
            yield agreed("F05", named)
        elif coded is not None:
            words = {"title": coded.title, "at": coded.line, "code": coded.code}
            yield remark("classes_listed/name", *place, coded.name, **words)
        else:
            words = {"class": one.subject, "title": cells[0].title, "code": meant[0]}
            yield remark("classes_listed", *place, **words)


@of_disclosure("empty_table_year", "空表说明与年份、报表一致", touches="changes")
def years_of_empty_tables(evidence: Evidence) -> Iterator[Check | Remark]:
    """The sentence that there was no such money names the year of the document, and its table prints none."""
    yield from evidence.of_year("empty_table")
    for one in evidence.of_other_years("empty_table") if evidence.year else ():
        if one.printed:
            fund = FUNDS[one.subject]
            yield remark("empty_table_year", "narrative", fund[0], one, one.printed, evidence.year, fund=fund)
    for one in {one.subject: one for one in reversed(evidence.particulars("empty_table"))}.values():
        cells = [cell for table in TABLES_OF[one.subject] for cell in evidence.cells(table) if cell.amount]
        fund = FUNDS[one.subject]
        for cell in cells[:1]:
            words = {"title": cell.title, "at": cell.line, "fund": fund}
            yield remark("empty_table_year/printed", "narrative", fund[0], one, cell.printed, **words)


TABLES_OF = {"government_funds": ("F07", "B08"), "state_capital": ("F08", "B09"), "three_public": ("F09", "B07")}
FUNDS = {
    "government_funds": ("政府性基金预算", "budget of government-managed funds"),
    "state_capital": ("国有资本经营预算", "state capital budget"),
    "three_public": ("“三公”经费", "three public expenses"),
}

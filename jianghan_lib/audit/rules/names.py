"""Codes and their names: one name for one code, the official one, and below the code that they belong to."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby

from jianghan_lib.audit.evidence import Check, Evidence, Remark, Titled, agreed
from jianghan_lib.audit.messages import remark
from jianghan_lib.audit.rules import of_subjects
from jianghan_lib.base.text import bare_name, class_key
from jianghan_lib.reference.classification import codes_named, is_sure, is_unfamiliar, is_unknown, names_of, official

# Tables that print classes, sections and items one below the other.
TABLES_OF_LEVELS = ("F02", "F03", "F05", "F07", "F08", "B02", "B03", "B05-1", "B08", "B09")
CODE = r"[23]\d\d(\d\d){0,2}"


@of_subjects("code_names", "同一编码名称一致", touches="amounts")
def names_of_codes(evidence: Evidence) -> Iterator[Check | Remark]:
    """One code, one name, across the tables of a document; what has an official name is judged by that."""
    official_names = official(fiscal_year(evidence))
    names: dict[str, dict[str, Titled]] = defaultdict(dict)
    for cell in evidence.amounts:
        if cell.code not in ("", *official_names) and cell.table not in ("B02", "B05-2"):
            names[cell.code].setdefault(class_key(cell.name), cell)
    for code, known in names.items():
        cells = list(known.values())
        for other in cells[1:]:
            if not _cut_short(cells[0].name, other.name):
                words = {"first": cells[0].title, "title": other.title}
                yield remark("code_names", other.table, code, other, other.name, cells[0].name, **words)
        if len(cells) == 1:
            yield agreed(cells[0].table, cells[0])


@of_subjects("name_codes", "同一款下同一名称只有一个编码", touches="amounts")
def codes_of_names(evidence: Evidence) -> Iterator[Check | Remark]:
    """Below one section, one name, one code: the code that fewer tables print is the mistyped one."""
    printed: dict[tuple[str, str], dict[str, dict[str, Titled]]] = defaultdict(lambda: defaultdict(dict))
    for table in TABLES_OF_LEVELS:
        for cell in _rows(evidence.cells(table)):
            if len(cell.code) == 7:
                printed[cell.code[:5], class_key(cell.name)][cell.code].setdefault(table, cell)
    for codes in printed.values():
        often, *others = sorted(codes, key=lambda code: len(codes[code]), reverse=True)
        for code in others:
            cell = next(iter(codes[code].values()))
            known = next(iter(codes[often].values()))
            words = {"name": cell.name, "title": known.title, "at": known.line}
            yield remark("name_codes", cell.table, code, cell, code, often, **words)
        if not others:
            yield agreed(next(iter(codes[often])), next(iter(codes[often].values())))


def _cut_short(one: str, other: str) -> bool:
    short, long = sorted((bare_name(one), bare_name(other)), key=len)
    return len(short) >= 8 and long.startswith(short)


@of_subjects("classification", "编码和名称符合分类科目", touches="amounts")
def classification(evidence: Evidence) -> Iterator[Check | Remark]:
    """Codes and names of the tables against the official classification of the year, each code once."""
    known = official(fiscal_year(evidence))
    seen = set()
    for cell in evidence.amounts:
        code = cell.code
        if not re.fullmatch(CODE, code) or (code, cell.name) in seen or cell.table == "B05-2":
            continue
        seen.add((code, cell.name))
        if is_unknown(code, fiscal_year(evidence)):
            yield _named("classification/unknown", cell)
        elif is_unfamiliar(code):
            yield _named("classification/rare", cell)
        elif code in known and (_is(known[code], cell.name) or not is_sure(code, fiscal_year(evidence))):
            yield agreed(cell.table, cell)
        elif code in known:
            other_year = any(_is(name, cell.name) for name in names_of(code))
            severity = "notice" if other_year else "warning"
            yield _named("classification", cell, known[code], severity, more=_elsewhere(evidence, cell))


def _is(official_name: str, printed: str) -> bool:
    return class_key(official_name) == class_key(printed) or _cut_short(official_name, printed)


def fiscal_year(evidence: Evidence) -> int:
    return int(evidence.tables["documents"][0].fiscal_year or 0)


def _elsewhere(evidence: Evidence, cell: Titled) -> tuple[str, str]:
    """Where the document itself gives the code another name."""
    other = next((o for o in evidence.amounts if o.code == cell.code and o.name != cell.name), None)
    if other is None:
        return "", ""
    return (
        f"；{other.title}（第{other.line}行）印为“{other.name}”",
        f"; {other.title} (line {other.line}) prints {other.name}",
    )


def _named(message: str, cell: Titled, name: str = "", severity: str = "", /, **words: object) -> Remark:
    return remark(message, cell.table, cell.code, cell, cell.name, name, severity, **words)


@of_subjects("code_parents", "科目列在所属的类、款之下", touches="amounts")
def parents(evidence: Evidence) -> Iterator[Check | Remark]:
    """In a table that prints classes, sections and items, each code stands below the one it belongs to."""
    for table in TABLES_OF_LEVELS:
        above: dict[int, Titled] = {}
        for cell in _rows(evidence.cells(table)):
            code = cell.code
            above = {length: row for length, row in above.items() if length < len(code)} | {len(code): cell}
            parent = above.get(len(code) - 2)
            if parent is None:
                continue
            if code.startswith(parent.code):
                yield agreed(cell.table, cell)
            else:
                yield remark("code_parents", table, code, cell, code, parent.code, at=parent.line)


@of_subjects("code_twice", "一个科目只印一行", touches="amounts")
def printed_twice(evidence: Evidence) -> Iterator[Check | Remark]:
    """In a table by function each code stands in one row."""
    for table in TABLES_OF_LEVELS:
        seen: dict[str, Titled] = {}
        for cell in _rows(evidence.cells(table)):
            first = seen.setdefault(cell.code, cell)
            if first is cell:
                yield agreed(table, cell)
            else:
                severity, words = (
                    "" if cell.amount == first.amount else "warning",
                    {"name": cell.name, "at": first.line},
                )
                yield remark("code_twice", table, cell.code, cell, cell.code, "", severity, **words)


def _rows(cells: Sequence[Titled]) -> Iterator[Titled]:
    """The first cell of each row that has a code, from top to bottom."""
    for _, group in groupby(cells, key=lambda cell: cell.row):
        cell = next(group)
        if re.fullmatch(CODE, cell.code):
            yield cell


# What the classification keeps apart: running an office is basic expenditure, its other administration project expenditure.
RUNNING, OTHER = "行政运行", "一般行政管理事务"


@of_subjects("roles_of_items", "行政运行为基本支出，一般行政管理事务为项目支出", touches="amounts")
def roles_of_items(evidence: Evidence) -> Iterator[Check | Remark]:
    """Administrative operation (行政运行) holds no project money, general administrative affairs (一般行政管理事务) no basic money: told where both do."""
    for table in ("F03", "B03", "F05", "B05-1"):
        found: dict[str, dict[str, Titled]] = defaultdict(dict)
        for cell in evidence.cells(table):
            wrong = {RUNNING: "project", OTHER: "basic"}.get(class_key(cell.name))
            if len(cell.code) == 7 and wrong == cell.measure:
                found[cell.code[:5]][class_key(cell.name)] = cell
        for cells in found.values():
            running, other = cells.get(RUNNING), cells.get(OTHER)
            if running is None or other is None:
                continue
            if not (running.amount and other.amount):
                yield agreed(table, running)
                continue
            words = {"project": running.amount, "basic": other.amount, "code": other.code, "at": other.line}
            yield remark("roles_of_items", table, running.code, running, running.printed, **words)
        if found:
            return


@of_subjects("text_codes", "文字说明中科目的编码与名称一致", touches="completion")
def text_codes(evidence: Evidence) -> Iterator[Check | Remark]:
    """The code that the text prints behind the name of an item is that item's, in the tables or in the classification."""
    told = evidence.particulars("coded")
    printed = (
        {cell.code: cell for table in TABLES_OF_LEVELS for cell in evidence.cells(table) if cell.code} if told else {}
    )
    for one in told:
        own = (
            printed[one.subject].name
            if one.subject in printed
            else official(fiscal_year(evidence)).get(one.subject, "")
        )
        named = [
            code for code, cell in printed.items() if class_key(cell.name) == class_key(one.name) and len(code) == 7
        ]
        named = named or list(codes_named(one.name, "functional"))
        if class_key(own) == class_key(one.name) or one.subject in named:
            yield agreed("narrative", one)
        elif own or named:
            meant = named[0] if len(named) == 1 else ""
            words = {"code": one.subject, "own": own or "-"}
            yield remark("text_codes", "narrative", one.name, one, one.subject, meant, **words)

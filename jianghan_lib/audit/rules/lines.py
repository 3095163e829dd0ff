"""Tables that no form knows (procurement, operating costs, lists of projects): their lines add up, their totals are the text's."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import partial

from jianghan_lib.audit.evidence import CENT, Check, Evidence, Remark, agreed
from jianghan_lib.audit.messages import compared
from jianghan_lib.audit.rules import of_disclosure, of_forms
from jianghan_lib.audit.rules.hints import slipped
from jianghan_lib.audit.slips import explains, mistyped
from jianghan_lib.base.rows import OtherRow
from jianghan_lib.vocabulary import word

OTHER = "other_tables"
# What a line is by its label, from the widest to the narrowest; a line with how it is bought is the narrowest of all.
LEVELS = (
    re.compile(r"^(?:合计|总计|总合计)$"),
    re.compile(
        r"^[一二三四五六七八九十]+、|^(?:工资福利|商品和服务|(?:其他)?资本性|对个人和家庭的补助)(?:支出)?(?:\(.*\)|（.*）)?$"
    ),
)
CHAPTERS = 1
BOUGHT = re.compile(r"(?:集中采购|分散采购|自行组织|自行采购)$")
PARTS = re.compile(r"^其中|^(?:小计|合计|总计)$")
# So many sums of a table that are exact, and so many for each that is not, say that its levels are understood.
EXACT, FOR_EACH = 3, 3
Sum = tuple[OtherRow, list[OtherRow]]


@of_forms("lines_add_up", "采购、运行经费等其他表格的各行相加等于合计", touches=OTHER)
def lines(evidence: Evidence) -> Iterator[Check | Remark]:
    """Lines of a table that no form knows make the line above them, as its other sums or one wrong digit show."""
    for column in _columns(evidence).values():
        sums = list(_sums(column))
        exact = [one for one in sums if _apart(one) == 0]
        yield from (agreed(OTHER, head) for head, _ in exact)
        wrong = [one for one in sums if abs(_apart(one)) > CENT * (len(one[1]) + 1)]
        sure = len(exact) >= max(EXACT, FOR_EACH * len(wrong))
        if sure or (all(map(_slip, wrong)) and (exact or len(sums) == 1)):
            yield from map(_sum, wrong)


def _columns(evidence: Evidence) -> dict[tuple[str, str], list[OtherRow]]:
    """The lines of each column of amounts, from top to bottom, of tables with one total that stands first or last."""
    found: dict[tuple[str, str], list[OtherRow]] = defaultdict(list)
    for row in evidence.tables["other_tables"]:
        if row.amount is not None:
            found[row.title, row.column_label].append(row)
    return {key: rows for key, rows in found.items() if _level(rows[0], False) == 0 and len(rows) > 2}


def _sums(rows: Sequence[OtherRow]) -> Iterator[Sum]:
    """Each line that lines below it are parts of, with those: the ones of the next level down that the table has there."""
    bought = any(BOUGHT.search(row.row_label) for row in rows)
    levels = [_level(row, bought) for row in rows]
    for place, (row, level) in enumerate(zip(rows, levels, strict=True)):
        end = next((at for at in range(place + 1, len(rows)) if levels[at] <= level), len(rows))
        inside = [(one, own) for one, own in zip(rows[place + 1 : end], levels[place + 1 : end], strict=True)]
        highest = min((own for _, own in inside), default=0)
        parts = [one for one, own in inside if own == highest and not PARTS.search(one.row_label)]
        if len(parts) > 1 or (parts and (bought or CHAPTERS in (level, highest))):
            yield row, parts


def _level(row: OtherRow, bought: bool) -> int:
    """How deep a line stands: a total, a numbered line or a chapter of costs, a line of its own, how it is bought."""
    label = row.row_label.strip()
    for level, pattern in enumerate(LEVELS):
        if pattern.search(label):
            return level
    return len(LEVELS) + bool(bought and BOUGHT.search(label))


def _apart(one: Sum) -> Decimal:
    head, parts = one
    return sum((part.amount for part in parts), Decimal(0)) - Decimal(head.amount)


def _slip(one: Sum) -> bool:
    """Whether one digit, of the sum or of a line of it, sets them apart."""
    head, parts = one
    excess = _apart(one)
    if any(part.amount == excess for part in parts):
        return False  # it may be made of the lines behind it
    return mistyped(head.amount, head.amount + excess) or any(explains(part.amount, excess) for part in parts)


def _sum(one: Sum) -> Check:
    head, parts = one
    summed = sum(part.amount for part in parts)
    named = [(part.row_label, part.amount, part.line) for part in parts]
    place = (OTHER, head.row_label, head, head.amount, summed)
    words = {"title": head.title, "first": parts[0].line, "last": parts[-1].line}
    hint = partial(slipped, named, summed - head.amount)
    return compared("lines_add_up", *place, words=words, addends=len(parts), hint=hint)


# Words of a title, and what the text calls its total.
TOTALS = (("机关运行经费", "agency_operating"), ("政府采购", "procurement"))


@of_disclosure("totals_of_lines", "采购、运行经费表的合计与文字说明一致", touches=OTHER)
def totals(evidence: Evidence) -> Iterator[Check | Remark]:
    """The total of a table of procurement or operating costs is the one that the text tells of the year."""
    for (title, _), rows in _columns(evidence).items():
        topic = next((topic for words, topic in TOTALS if words in title and "三公" not in title), "")
        told = evidence.stated(topic, "budget", "amount", "outturn") if topic else None
        if told is None or told.amount is None or str(told.year or evidence.year) != evidence.year:
            continue
        same = next((row for row in rows if row.amount == told.amount), rows[0])
        place = ("narrative", word(topic), told, told.amount, same.amount)
        words = {"title": title, "at": same.line}
        yield compared("narrative_totals", *place, text=told.printed, words=words, where_en=word(topic, "en"))

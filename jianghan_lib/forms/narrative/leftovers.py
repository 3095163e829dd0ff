"""Words of the template that nobody filled in: 增加（减少）, XX万元, an instruction in brackets."""

import re

from jianghan_lib.forms.narrative.lexicon import DOWN, UP
from jianghan_lib.forms.narrative.stream import Stream
from jianghan_lib.forms.records import Note

_BOTH = "|".join(
    rf"(?:{one})(?:\((?:{other})\)|[/、或](?:{other}))"
    for one, other in ((UP, DOWN), (DOWN, UP), ("大于|高于|超出", "小于|低于"), ("小于|低于", "大于|高于|超出"))
)
_BLANK = r"(?:[Xx×]{1,4}|[*_]{2,6}|○○)(?=万元|亿元|元|%|年度?|个|辆|台|批次|人次)"
_INSTRUCTION = r"\((?:请|按照?|根据|此处|注:)[^()。]{0,60}填[写列报][^()。]{0,12}\)|选择本(?:部门|单位)|简述本(?:部门|单位)|请(?:根据|按照)实际|据实填(?:列|写)"
# An amount that was never filled in: 政府性基金支出预算支出    万元。
_NO_FIGURE = re.compile(r"(?:支出|收入|预算数?|决算数?|总[计额]|合计|金额|增加|减少|资金)为?(?=万元[。,;])")
LEFTOVER = re.compile(rf"{_BOTH}|{_BLANK}|{_INSTRUCTION}")


def read_leftovers(stream: Stream) -> list[Note]:
    """The narrative -> a note for each place where words of the template were left."""
    notes = []
    for match in LEFTOVER.finditer(stream.text):
        line = stream.line_at(match.start())
        where = stream.heading_at(match.start()) or "narrative"
        notes.append(Note("template_leftover", "narrative", where, match.group(), line.number, line.page))
    for match in _NO_FIGURE.finditer(stream.text):
        line = stream.line_at(match.start())
        where = stream.heading_at(match.start()) or "narrative"
        notes.append(Note("figure_left_out", "narrative", where, f"{match.group()}万元", line.number, line.page))
    return notes

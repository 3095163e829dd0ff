"""Figures of the narrative that no statement holds, or that print no unit: told, not passed over silently."""

import re
from collections.abc import Collection, Sequence
from itertools import groupby

from jianghan_lib.forms.narrative.lexicon import NUMBER, RATE_WORDS, SUM
from jianghan_lib.forms.narrative.stream import Stream
from jianghan_lib.forms.records import Note, Statement

# Figures of money, and percents of a completion or a change, that a statement should hold.
_FIGURE = re.compile(
    rf"(?<!\d)(?<!\d[.,])(?P<number>{NUMBER})(?:亿元|千元|万元|元)(?!/)"
    rf"|(?:预算执行率(?:为|达到?|(?=[\d.]{{1,6}}%,[比较]))|完成[^。;,]{{0,12}}预算[^。;,\d]{{0,8}}|[增降减]幅为?|(?:{RATE_WORDS})(?:比例为?)?|占[^。;,:\d]{{0,24}}(?:{SUM}的)?|(?:增长|增加|减少|下降|降低|压减|变动)率(?:分别|各)?(?:为|是|达到?|:)?)(?P<rate>{NUMBER})(?:%|‰|个百分点)"
    rf"|(?<=[%‰])(?:[、和及与]|以及)(?P<next>{NUMBER})(?:%|‰)"
    # Two figures of money in a row: 各是4125.49,4143.91万元.
    rf"|(?<![\d.,])(?P<row>\d{{1,12}}\.\d{{1,4}}[, ]\d{{1,12}}\.\d{{1,4}})(?=亿元|万元|元)"
    # Counts of what departments must tell: vehicles, journeys, guests, sets, projects.
    rf"|(?<!\d)(?<!\d[.,])(?P<count>\d[\d,]{{0,11}})(?=辆|批次|个批次|个?团组|台\(套\)|台/套|个项目)|项目(?:共|共计)?(?P<projects>\d{{1,6}})个"
)
# Words without which a sentence speaks of results, not of the department's money; and figures that are a limit, not an amount.
_FISCAL = re.compile(
    r"预算|决算|支出|收入|收、?支|拨款|采购|三公|运行费|接待费|经费|结转|结余|资产|公务接待|出国|用车|购置费|[较比与]上一?年|同比|[中小]小?微?企业|评价|自评"
)
_LIMIT = re.compile(r"单(?:价|位价值|台价值|件)[^。;,]{0,4}$|人均[^。;,]{0,8}$|每[^。;,]{0,6}$|标准[^。;,]{0,6}$")
# Without these a sentence counts something else than the department's own.
_COUNTED = re.compile(r"出国|公务接待|国内接待|接待支出|公务用车|车辆|用车|设备|绩效目标|自评|评价")
_GROUPS = ("number", "rate", "next", "row", "count", "projects")
_SENTENCE = 200
# How the roles of figures end that have no unit of money.
_RATES = ("rate", "share", "variance")


def unread_figures(stream: Stream, taken: Collection[int], forms: Collection[tuple[int, str]] = ()) -> list[Note]:
    """A note for each line of the narrative with money, or a rate, that begins at none of the positions taken.

    `forms` are the figures that forms in bare lines took, by line. A figure that only repeats one of its sentence (共计支出2.00万元) is not told.
    """
    left = [
        match
        for match in _FIGURE.finditer(stream.text)
        if not any(match.start(group) in taken for group in _GROUPS)
        and (_COUNTED if match["count"] or match["projects"] else _FISCAL).search(_sentence(stream.text, match))
        and not _LIMIT.search(stream.text, max(0, match.start() - 16), match.start())
        and (stream.line_at(match.start()).number, match["number"] or "") not in forms
        and not _repeats(stream.text, match, taken)
    ]
    return [
        Note(
            "figure_not_read",
            "narrative",
            stream.heading_at(figures[0].start()) or "narrative",
            "、".join(match.group() for match in figures),
            number,
            stream.line_at(figures[0].start()).page,
        )
        for number, group in groupby(left, key=lambda match: stream.line_at(match.start()).number)
        for figures in [list(group)]
    ]


def _repeats(text: str, match: re.Match[str], taken: Collection[int]) -> bool:
    """Whether a figure of money stands in the same sentence at a position that is taken."""
    start = max(text.rfind("。", 0, match.start()) + 1, match.start() - _SENTENCE)
    places = (same.start() for same in re.finditer(re.escape(match.group()), text[start : match.start()]))
    return match["number"] is not None and any(start + place in taken for place in places)


def units_lost(statements: Sequence[Statement]) -> list[Note]:
    """A note for each amount of the narrative that prints no unit."""
    return [
        Note("unit_lost", "narrative", one.topic, one.printed, one.line, one.page)
        for one in statements
        if not one.unit and not one.role.endswith(_RATES) and one.printed[:1].isdigit() and one.printed.strip("0.")
    ]


def _sentence(text: str, match: re.Match[str]) -> str:
    start = max(text.rfind("。", 0, match.start()) + 1, match.start() - _SENTENCE)
    end = text.find("。", match.end(), match.end() + _SENTENCE)
    return text[start : end if end >= 0 else match.end() + _SENTENCE]

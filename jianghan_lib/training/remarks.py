"""What a learner is told about an answer that is not right: what is wrong with it, never what is right."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from jianghan_lib.training.answers import MISSING, PLACES
from jianghan_lib.training.exercise import Exercise
from jianghan_lib.training.sameness import (
    CENT,
    NUMBERS,
    as_printed,
    faults,
    in_wan,
    mark,
    names,
    near,
    same_bars,
    same_mapping,
    tolerance,
    unsaid,
)

Sentence = tuple[str, str]
RIGHT: Sentence = ("正确。", "Right.")
EMPTY: Sentence = (
    "还没有答案，或者答案是空的（None）：把“...”换成你的算式，运行那一格，再运行检查。",
    "There is no answer yet, or it is None: put your own code in place of `...`, run that cell, then the check.",
)
WANTED: Mapping[str, Sentence] = {
    "number": ("这里要一个数（万元）", "a number, in 万元, is wanted here"),
    "rate": ("这里要一个比率（小数，例如 0.5 表示 50%）", "a rate is wanted here, as a fraction: 0.5 for 50 %"),
    "fine_rate": (
        "这里要一个比率（小数，至少四位，例如 0.0523 表示 5.23%）",
        "a rate is wanted here, as a fraction with four decimals: 0.0523 for 5.23 %",
    ),
    "coefficient": ("这里要一个数（四位小数）", "a number is wanted here, with four decimals"),
    "count": ("这里要一个整数", "a whole number is wanted here"),
    "line": ("这里要一个原文行号（整数）", "a line number is wanted here"),
    "name": ("这里要一个名称（文本）", "one name, a text, is wanted here"),
    "names": ("这里要一组名称（列表）", "a list of names is wanted here"),
    "lines": ("这里要一组行号（整数的列表）", "a list of line numbers is wanted here"),
    "mapping": ("这里要一列数，以名称为索引（Series 或字典）", "a Series (or dict) of numbers by name is wanted here"),
    "sentence": ("这里要一句话（文本）", "a sentence, a text, is wanted here"),
    "table": ("这里要一张表（DataFrame）", "a DataFrame is wanted here"),
    "chart": (
        "这里要一幅条形图（sns.barplot 返回的 axes；再写 .set(...) 返回的不是它）",
        "a bar chart is wanted here, the axes that sns.barplot returns (what `.set(...)` returns is something else)",
    ),
}
# A factor by which an answer misses, and what has probably happened.
FACTORS: tuple[tuple[float, Sentence], ...] = (
    (
        100,
        (
            "大了一百倍：比率用小数表示，不用百分数。",
            "A hundred times too large: rates are fractions here, not percent.",
        ),
    ),
    (0.01, ("小了一百倍：多除了一次 100。", "A hundred times too small: divided by 100 once too often.")),
    (10000, ("大了一万倍：单位是万元，不是元。", "Ten thousand times too large: the unit is 万元, not yuan.")),
    (
        0.0001,
        ("小了一万倍：数据已经是万元，不必再换算。", "Ten thousand times too small: the data are in 万元 already."),
    ),
    (-1, ("符号反了：想一想是谁减谁。", "The sign is the wrong way round: think again which is taken from which.")),
)
CHART: Mapping[str, Sentence] = {
    "stacked": (
        "两组条形叠在一起了：要并排（hue，或 plot.bar 不写 stacked）。",
        "The two series stand on each other: they belong side by side (`hue`, or plot.bar without `stacked`).",
    ),
    "labels": (
        "条形旁边的名称不是它们的名称：看看名称与数是不是一起排的序。",
        "The names beside the bars are not theirs: were names and numbers put in order together?",
    ),
    "start": ("数轴没有从零开始，条形的长短会骗人。", "The axis does not start at zero: the bars then deceive."),
    "end": ("数轴太短，最长的条形被截断了。", "The axis is too short: the longest bar is cut off."),
    "title": ("缺少标题：一句话说出图的意思。", "The title is missing: one sentence that says what is seen."),
    "said": (
        "标题里的倍数不对：看起来的倍数 = 两条各减去数轴的起点，再相除；写成一位小数。",
        "The number of times in the title is not right: take the start of the axis from both bars, then divide; one decimal.",
    ),
    "unit": (
        "数轴没有写单位（万元；换成了亿元就写亿元）。",
        "The axis of amounts does not name its unit: 万元 (CNY 10 000), or 亿元 (CNY 100 million) where you have converted to that.",
    ),
    "other unit": (
        "数轴写的单位与条形的数不合：数据是万元，写元或亿元就要先换算。",
        "The unit on the axis is not that of the bars: the data are in 万元; convert them before naming another.",
    ),
    "legend": ("两组条形，却没有图例。", "Two series of bars, and no legend."),
}
NOT_CUT: Sentence = (
    "数轴没有从题目要的地方开始（ylim）。",
    "The axis does not start where it is asked to (ylim).",
)
ROUNDED: Sentence = (
    "提前四舍五入了：算出来是多少就给多少，不要用 round()。",
    "Rounded too early: give the number as it was computed, without round().",
)
CLOSE = 0.02
# A line of the source is hardly this far before another one that was meant.
LEAST_PART = 0.1
# An answer so many times a rate, and so many times 1, is no rate: an amount, or a percent.
MOST_RATE = 5
CODE = re.compile(r"\d+")
# That of a section or item; hardly any document has so many lines.
SUBJECT = re.compile(r"\d{5}|\d{7}")
INDEX: Sentence = (
    "行的索引不是题目要的那一列：看看用哪一列作索引（set_index，或 pivot 的 index）",
    "the rows are not indexed by the column that is asked for: see set_index, or the index of pivot",
)


EMPTY_VALUE: Sentence = (
    "结果是空值（NaN）：算式里有空单元。想一想空是什么意思：按 0 计用 fillna(0)，不算它用 dropna()；也看看筛选之后是不是一行都没有。",
    "The result is empty (NaN): an empty cell went into it. `fillna(0)` counts it as 0, `dropna()` leaves it out; or is no row left?",
)
AS_TEXT: Sentence = (
    "用 float() 把文本变成数，先去掉逗号、百分号和单位。",
    "Make a number of the text with float(), without its commas, percent signs and units.",
)
IS_CODE: Sentence = ("这是科目编码；行号在 line 一列。", "Those are codes; their lines stand in the column `line`.")
NO_LINES: Sentence = (
    "像是表的索引或行次，不是原文行号：取 line 一列。",
    "That looks like the index of the table or a row number, not lines of the source: take the column `line`.",
)
FIGURE = re.compile(r"\s*第?\s*[+-]?[\d,]*\.?\d+\s*(?:%|万?元|行)?\s*")


def form(kind: str, given: Any) -> Sentence:
    """Which form is wanted, and which one was given."""
    if given == {"unreadable": MISSING}:
        return EMPTY_VALUE
    (zh, en), (what_zh, what_en) = WANTED[kind], _what(given)
    texts = given if kind == "lines" and isinstance(given, list) else [given] * (kind in NUMBERS)
    is_figure = bool(texts) and all(isinstance(one, str) and FIGURE.fullmatch(one) for one in texts)
    more = ("", "")
    if is_figure:
        more = IS_CODE if kind in ("line", "lines") and all(SUBJECT.fullmatch(one) for one in texts) else AS_TEXT
    return (
        f"答案的形式不对：{zh}，给出的是{what_zh}。{more[0]}",
        f"The answer has another form: {en}, not {what_en}. {more[1]}".rstrip(),
    )


# What a name is without the brackets that call it.
CALLABLE = ("method", "function", "builtin_function_or_method")


def _what(given: Any) -> Sentence:
    """What a plain answer is."""
    if isinstance(given, bool):
        return ("真假值", "true or false")
    if isinstance(given, str):
        return ("文本", "a text")
    if isinstance(given, int | float):
        return (f"一个数（{given:.10g}）", f"a number ({given:.10g})")
    if isinstance(given, list):
        if any(isinstance(one, list) for one in given):
            return ("列表里又有列表（用 + 把几个列表接成一个）", "a list of lists (join lists with +)")
        is_text = bool(given) and all(isinstance(one, str) for one in given)
        return (
            f"{len(given)} {'个文本' if is_text else '项'}的列表",
            f"a list of {len(given)}{' text' * is_text}{'s' * (is_text and len(given) > 1)}",
        )
    if mark(given) == "table":
        return ("一张表（DataFrame）", "a DataFrame")
    if mark(given) == "chart":
        return ("一幅图", "a figure")
    if mark(given) == "unreadable" and given["unreadable"] in CALLABLE:
        return ("一个函数（名称后面要写括号）", "a function (write () behind its name)")
    if mark(given) == "unreadable":
        return (f"别的东西（{given['unreadable']}）", f"something else, {given['unreadable']}")
    return (f"{len(given)} 项的一列（Series 或字典）", f"a Series or dict of {len(given)}")


def remark(exercise: Exercise, given: Any, wanted: Any) -> Sentence:
    """What is wrong with an answer of the right form."""
    if exercise.kind in ("number", "rate", "fine_rate", "coefficient"):
        return _number_remark(exercise, given, wanted)
    return REMARKS[exercise.kind](given, wanted)


def _number_remark(exercise: Exercise, given: float, wanted: float) -> Sentence:
    for factor, sentence in FACTORS:
        if wanted and near(given / factor, wanted, max(tolerance(exercise, wanted), 1e-4 * abs(wanted))):
            return sentence
    if given and any(round(given, PLACES) == round(wanted, places) for places in range(4)):
        return ROUNDED
    if exercise.kind in ("rate", "fine_rate") and abs(given) > MOST_RATE * max(abs(wanted), 1):
        return (
            "太大了，不像一个比率：金额要除以题目说的基数；比率用小数表示，0.5 就是 50%。",
            "Too large for a rate here: an amount has to be divided by its base, and rates are fractions, 0.5 for 50 %.",
        )
    if wanted and abs(given / wanted - 1) < CLOSE:
        return (
            "很接近，但不相等：看看有没有提前四舍五入，或者漏了、多了一个小数目的行。",
            "Close, but not equal: was something rounded too early, or a small row left out or counted twice?",
        )
    if exercise.kind == "coefficient":
        zh, en = ("偏大", "Too large") if given > wanted else ("偏小", "Too small")
        return f"{zh}：看看用的是哪些行、哪个公式。", f"{en}: see which rows and which formula were used."
    return _size_remark(given, wanted) if exercise.kind == "number" else _rate_remark(given, wanted)


def _rate_remark(given: float, wanted: float) -> Sentence:
    """What is wrong with a ratio: either of its two parts may be."""
    if given > wanted:
        return (
            "偏大：分子里多了行，或者分母里少了行、用错了基数。",
            "Too large: rows too many above the line, or too few below it, or another base.",
        )
    return (
        "偏小：分子里少了行，或者分母里多了行（几栏、几层加在了一起）、用错了基数。",
        "Too small: rows too few above the line, or too many below it (several columns or levels added up), or another base.",
    )


def _size_remark(given: float, wanted: float) -> Sentence:
    if given > wanted:
        return (
            "偏大：看看是不是把合计行与明细行加在了一起，或者取了别的栏。",
            "Too large: were totals added to their own parts, or was another column taken?",
        )
    return (
        "偏小：看看筛选条件是不是漏掉了该有的行，或者取了别的栏。",
        "Too small: does the filter leave out rows that belong here, or was another column taken?",
    )


def _count_remark(given: float, wanted: float) -> Sentence:
    """What is wrong with a number of rows: they are counted, not added up."""
    if given > wanted:
        return (
            "数多了：看看还缺哪个条件，有没有把同一样东西的几行都数进去。",
            "Too many: which condition is missing, and was one thing counted once for each of its rows?",
        )
    return (
        "数少了：看看条件是不是太严，有没有去掉了该数的行（空值也会被条件去掉）。",
        "Too few: is a condition too strict, or did it drop rows that count (empty values fail every comparison)?",
    )


def _line_remark(given: int, wanted: int) -> Sentence:
    if given < LEAST_PART * wanted:
        return NO_LINES
    return (
        "不是这一行：确认是哪张表的哪一行、哪一栏，行号在 line 一列。",
        "Not that line: see which table, row and column is meant; its line stands in the column `line`.",
    )


def _name_remark(given: str | list[str], wanted: Any) -> Sentence:
    if len(names(given)) != 1:
        return ("只要一个名称。", "One name is wanted.")
    if CODE.fullmatch(names(given)[0]):
        return ("这是编码；题目问的是名称。", "That is a code; the name is asked for.")
    return (
        f"不是“{names(given)[0]}”：确认按哪一列、哪个方向排序，名称要与表中完全一致。",
        f"Not {names(given)[0]!r}: see by which column and in which direction you sort; the name must be exactly as in the table.",
    )


def _lines_remark(given: list[Any], wanted: list[Any]) -> Sentence:
    if given and wanted and max(given) < min(wanted):
        return NO_LINES
    return _set_remark(given, wanted)


def _set_remark(given: list[Any], wanted: list[Any]) -> Sentence:
    if len(given) == 1 and isinstance(given[0], str) and len(SEPARATOR.split(given[0].strip())) > 1:
        return (
            '这是一段文字：要的是列表，每个名称各在引号里，例如 ["甲", "乙"]。',
            'That is one text: a list is wanted, each name in its own quotation marks, such as ["a", "b"].',
        )
    given = as_printed(given, wanted)
    extra, missing = len(set(given) - set(wanted)), len(set(wanted) - set(given))
    zh = "，".join([f"多了 {extra} 个不该有的"] * bool(extra) + [f"少了 {missing} 个"] * bool(missing))
    en = " and ".join([f"{extra} too many"] * bool(extra) + [f"{missing} missing"] * bool(missing))
    return (f"列表不对：{zh}。再看一遍条件。", f"The list is not right, {en}. Look at the condition again.")


SEPARATOR = re.compile(r"[,，;；、\s]+")
# What a sentence of a finding says, in order: see the last lesson.
PIECES: tuple[Sentence, ...] = (
    ("是哪个部门", "whose it is"),
    ("占预算的百分之几（一位小数，例如 12.3%）", "the percent, with one decimal, such as 12.3%"),
    ("是哪个项目", "which project"),
    ("原文第几行", "the line of the source"),
)


def _sentence_remark(given: str | list[str], wanted: list[str]) -> Sentence:
    lost = unsaid(given, wanted)
    if not lost:
        return (
            "四样都有，但句子替文件下了判断（浪费、节约）：文件没有说的，不要替它说。",
            "All four are there, but the sentence judges (waste, saving): do not say for the document what it does not say.",
        )
    zh, en = "、".join(PIECES[one][0] for one in lost), ", ".join(PIECES[one][1] for one in lost)
    return f"这句话没有说（或者说得不对）：{zh}。", f"The sentence does not say, or not rightly: {en}."


def _mapping_remark(given: Mapping[str, Any], wanted: Mapping[str, Any]) -> Sentence:
    if given and not set(given) & set(wanted):
        return f"{INDEX[0]}。", f"{INDEX[1][0].upper()}{INDEX[1][1:]}."
    if set(given) != set(wanted):
        zh, en = _set_remark(list(given), list(wanted))
        return f"索引（名称）{zh[2:]}", f"In the index: {en[0].lower()}{en[1:]}"
    if empty := [key for key in wanted if given[key] is None and wanted[key] is not None]:
        return (
            f"有 {len(empty)} 个空值（NaN）：按 0 计用 fillna(0)。",
            f"{len(empty)} of the values are empty (NaN): `fillna(0)` counts them as 0.",
        )
    for factor, sentence in FACTORS:
        if all(near((given[key] or 0.0) / factor, wanted[key] or 0.0, CENT) for key in wanted):
            return sentence
    for places in (0, 1):
        if all(given[key] == round(wanted[key] or 0.0, places) for key in wanted):
            return ROUNDED
    off = [key for key in wanted if not near(given[key] or 0.0, wanted[key] or 0.0, CENT)]
    if all(near(given[key] or 0.0, wanted[key] or 0.0, CLOSE * abs(wanted[key] or 0.0)) for key in off):
        return (
            "名称都对，数很接近，但不相等：有没有提前四舍五入？",
            "The names are right and the numbers close, but not equal: was something rounded too early?",
        )
    return (
        f"名称都对，但有 {len(off)} 个数不对：看看取的是哪一栏，有没有重复相加。",
        f"The names are right, but {len(off)} of the numbers are not: which column was taken, was something added twice?",
    )


def _table_remark(given: Mapping[str, Any], wanted: Mapping[str, Any]) -> Sentence:
    have, want = given["table"], wanted["table"]
    if lost := sorted(set(want) - set(have)):
        return (f"缺少这些列：{'、'.join(lost)}。", f"These columns are missing: {', '.join(lost)}.")
    if not all(isinstance(have[name], dict) for name in want):
        return f"{INDEX[0]}。", f"{INDEX[1][0].upper()}{INDEX[1][1:]}."
    zh, en = next(
        _mapping_remark(have[name], want[name]) for name in want if not same_mapping(have[name], want[name], CENT)
    )
    return (f"表的{zh}", f"The table: {en[0].lower()}{en[1:]}")


def flaws(given: Mapping[str, Any], wanted: Mapping[str, Any]) -> list[Sentence]:
    """A chart -> what a reader would miss in it, first things first; nothing where it tells what it should."""
    bars, right = given.get("bars") or [], wanted["bars"]
    if not bars or not any(bars):
        return [("图里没有条形：用 sns.barplot 画条形图。", "There are no bars in it: draw them with sns.barplot.")]
    found = faults(given, wanted)
    if "bars" in found and same_bars(bars, right):
        return [CHART["other unit"]]
    return [
        NOT_CUT if name == "start" and wanted["start"] else CHART.get(name) or _bars_remark(in_wan(given), right)
        for name in found
    ]


def _bars_remark(bars: list[list[Any]], right: list[list[Any]]) -> Sentence:
    """What is wrong with the bars themselves."""
    if len(bars) != len(right):
        return (
            f"应该有 {len(right)} 组条形，现在有 {len(bars)} 组。",
            f"{len(right)} series of bars are wanted, not {len(bars)}.",
        )
    if {len(one) for one in bars} != {len(one) for one in right}:
        return ("条形的数目不对：每个类一条，合计不画。", "The number of bars is not right: one a class, and no total.")
    if same_bars(bars[::-1], right):
        return (
            "两组条形的次序反了：年初预算在前。",
            "The two series stand in the wrong order: the budget comes first.",
        )
    if _lengths(bars) == _lengths(right):
        return ("条形没有按大小排列：最大的放在最前。", "The bars do not stand in order: the largest comes first.")
    return (
        "条形的长度与数据不符：看看取的是哪一栏；一类有几行时，barplot 画的是平均数，要先用 groupby 相加。",
        "The bars are not as long as the data say: which column was taken? Of several rows barplot draws the mean: add them up with groupby first.",
    )


def _lengths(bars: list[list[Any]]) -> list[list[float]]:
    """The lengths of the bars, in no order of series or bars."""
    return sorted(sorted(round(bar or 0.0, 2) for bar in one) for one in bars)


def _chart_remark(given: Mapping[str, Any], wanted: Mapping[str, Any]) -> Sentence:
    return flaws(given["chart"], wanted["chart"])[0]


REMARKS: Mapping[str, Callable[[Any, Any], Sentence]] = {
    "count": _count_remark,
    "line": _line_remark,
    "lines": _lines_remark,
    "name": _name_remark,
    "names": _set_remark,
    "sentence": _sentence_remark,
    "mapping": _mapping_remark,
    "table": _table_remark,
    "chart": _chart_remark,
}

"""An answer against the right one: right, or what is wrong with it in a sentence that does not give the answer away."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from jianghan_lib.training.answers import plain
from jianghan_lib.training.department import Department
from jianghan_lib.training.exercise import Exercise

Sentence = tuple[str, str]
RIGHT: Sentence = ("正确。", "Right.")
EMPTY: Sentence = (
    "还没有答案：把“...”换成你的算式，运行那一格，再运行检查。",
    "There is no answer yet: put your own code in place of `...`, run that cell, then the check.",
)
WANTED: Mapping[str, Sentence] = {
    "number": ("这里要一个数（万元）", "a number, in 万元, is wanted here"),
    "rate": ("这里要一个比率（小数，例如 0.5 表示 50%）", "a rate is wanted here, as a fraction: 0.5 for 50 %"),
    "count": ("这里要一个整数", "a whole number is wanted here"),
    "name": ("这里要一个名称（文本）", "one name, a text, is wanted here"),
    "names": ("这里要一组名称（列表）", "a list of names is wanted here"),
    "lines": ("这里要一组行号（整数的列表）", "a list of line numbers is wanted here"),
    "mapping": ("这里要一列数，以名称为索引（Series 或字典）", "a Series (or dict) of numbers by name is wanted here"),
    "table": ("这里要一张表（DataFrame）", "a DataFrame is wanted here"),
    "chart": ("这里要一幅条形图（Axes 或 Figure）", "a bar chart, an Axes or a Figure, is wanted here"),
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
CLOSE = 0.02
# Rates of the lessons lie below; a larger answer is probably a percent.
MOST_RATE = 5


@dataclass(frozen=True)
class Verdict:
    """Whether an answer is right, and the sentence for the learner in both languages."""

    right: bool
    zh: str
    en: str


def judge(exercise: Exercise, department: Department, answer: Any) -> Verdict:
    """An answer (as given, or made plain before) -> the verdict on it."""
    given, wanted = plain(answer), right(exercise, department)
    if given in (None, ""):
        return Verdict(False, *EMPTY)
    if not FITS[exercise.kind](given):
        zh, en = WANTED[exercise.kind]
        return Verdict(False, f"答案的形式不对：{zh}。", f"The answer has another form: {en}.")
    if same(exercise, given, wanted):
        return Verdict(True, *RIGHT)
    for slip in exercise.slips:
        wrong = plain(slip.answer(department))
        if not same(exercise, wrong, wanted) and same(exercise, given, wrong):
            return Verdict(False, slip.zh, slip.en)
    return Verdict(False, *REMARKS[exercise.kind](given, wanted))


def right(exercise: Exercise, department: Department) -> Any:
    """The right answer of an exercise about a department, made plain; computed once."""
    if exercise.name not in department.answers:
        department.answers[exercise.name] = plain(exercise.right(department))
    return department.answers[exercise.name]


def same(exercise: Exercise, one: Any, other: Any) -> bool:
    """Whether two plain answers say the same, within the tolerance of the exercise."""
    if not (FITS[exercise.kind](one) and FITS[exercise.kind](other)):
        return False
    if exercise.kind in ("number", "rate", "count"):
        return near(one, other, exercise.tolerance)
    if exercise.kind in ("names", "lines"):
        return bool(set(one) == set(other))
    if exercise.kind == "mapping":
        return _same_mapping(one, other, exercise.tolerance)
    if exercise.kind == "table":
        return _same_table(one["table"], other["table"], exercise.tolerance)
    if exercise.kind == "chart":
        return not flaws(one["chart"], other["chart"])
    # Names that share the first place are all right.
    return bool(set(_names(one)) & set(_names(other)))


def near(one: float | None, other: float | None, tolerance: float) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) <= tolerance


def _same_mapping(one: Mapping[str, Any], other: Mapping[str, Any], tolerance: float) -> bool:
    return set(one) == set(other) and all(near(one[key] or 0.0, other[key] or 0.0, tolerance) for key in other)


def _same_table(one: Mapping[str, Any], other: Mapping[str, Any], tolerance: float) -> bool:
    """The wanted columns with the wanted rows; more columns do no harm."""
    return set(other) <= set(one) and all(_same_mapping(one[name], other[name], tolerance) for name in other)


def _is_number(given: Any) -> bool:
    return isinstance(given, int | float) and not isinstance(given, bool)


def _is_mapping(given: Any) -> bool:
    return isinstance(given, dict) and all(value is None or _is_number(value) for value in given.values())


def _is_names(given: Any) -> bool:
    return isinstance(given, list) and all(isinstance(one, str) for one in given)


def _names(given: str | list[str]) -> list[str]:
    return [given] if isinstance(given, str) else given


FITS: Mapping[str, Callable[[Any], bool]] = {
    "number": _is_number,
    "rate": _is_number,
    "count": lambda given: _is_number(given) and float(given).is_integer(),
    "name": lambda given: isinstance(given, str) or _is_names(given),
    "names": _is_names,
    "lines": lambda given: isinstance(given, list) and all(isinstance(one, int) for one in given),
    "mapping": _is_mapping,
    "table": lambda given: isinstance(given, dict) and isinstance(given.get("table"), dict)
    and all(_is_mapping(column) for column in given["table"].values()),
    "chart": lambda given: isinstance(given, dict) and isinstance(given.get("chart"), dict),
}  # fmt: skip


def _number_remark(given: float, wanted: float) -> Sentence:
    for factor, sentence in FACTORS:
        if wanted and abs(given / (wanted * factor) - 1) < 1e-4:
            return sentence
    if wanted and abs(given / wanted - 1) < CLOSE:
        return (
            "很接近，但不相等：看看有没有提前四舍五入，或者漏了、多了一个小数目的行。",
            "Close, but not equal: was something rounded too early, or a small row left out or counted twice?",
        )
    if given > wanted:
        return (
            "偏大：看看是不是把合计行与明细行加在了一起，或者取了别的栏。",
            "Too large: were totals added to their own parts, or was another column taken?",
        )
    return (
        "偏小：看看筛选条件是不是漏掉了该有的行，或者取了别的栏。",
        "Too small: does the filter leave out rows that belong here, or was another column taken?",
    )


def _rate_remark(given: float, wanted: float) -> Sentence:
    if abs(wanted) < MOST_RATE < abs(given):
        return (
            "太大了，不像一个比率：比率用小数表示，0.5 就是 50%。",
            "Too large for a rate here: rates are fractions, 0.5 for 50 %.",
        )
    return _number_remark(given, wanted)


def _name_remark(given: str | list[str], wanted: Any) -> Sentence:
    if len(_names(given)) != 1:
        return ("只要一个名称。", "One name is wanted.")
    return (
        f"不是“{_names(given)[0]}”：确认按哪一列、哪个方向排序，名称要与表中完全一致。",
        f"Not {_names(given)[0]!r}: see by which column and in which direction you sort; the name must be exactly as in the table.",
    )


def _set_remark(given: list[Any], wanted: list[Any]) -> Sentence:
    extra, missing = len(set(given) - set(wanted)), len(set(wanted) - set(given))
    zh = "，".join([f"多了 {extra} 个不该有的"] * bool(extra) + [f"少了 {missing} 个"] * bool(missing))
    en = " and ".join([f"{extra} too many"] * bool(extra) + [f"{missing} missing"] * bool(missing))
    return (f"列表不对：{zh}。再看一遍条件。", f"The list is not right, {en}. Look at the condition again.")


def _mapping_remark(given: Mapping[str, Any], wanted: Mapping[str, Any]) -> Sentence:
    if set(given) != set(wanted):
        zh, en = _set_remark(list(given), list(wanted))
        return f"索引（名称）{zh[2:]}", f"In the index: {en[0].lower()}{en[1:]}"
    count = sum(not near(given[key] or 0.0, wanted[key] or 0.0, 0.0051) for key in wanted)
    return (
        f"名称都对，但有 {count} 个数不对：看看取的是哪一栏，有没有重复相加。",
        f"The names are right, but {count} of the numbers are not: which column was taken, was something added twice?",
    )


def _table_remark(given: Mapping[str, Any], wanted: Mapping[str, Any]) -> Sentence:
    have, want = given["table"], wanted["table"]
    if missing := sorted(set(want) - set(have)):
        names = "、".join(missing)
        return (f"缺少这些列：{names}。", f"These columns are missing: {', '.join(missing)}.")
    zh, en = next(
        _mapping_remark(have[name], want[name]) for name in want if not _same_mapping(have[name], want[name], 0.0051)
    )
    return (f"表的{zh}", f"The table: {en[0].lower()}{en[1:]}")


def flaws(given: Mapping[str, Any], wanted: Mapping[str, Any]) -> list[Sentence]:
    """A chart -> what a reader would miss in it, first things first; nothing where it tells what it should."""
    bars, right = given.get("bars") or [], wanted["bars"]
    if not bars or not any(bars):
        return [("图里没有条形：用 sns.barplot 画条形图。", "There are no bars in it: draw them with sns.barplot.")]
    found: list[Sentence] = []
    if len(bars) != len(right):
        found.append(
            (
                f"应该有 {len(right)} 组条形，现在有 {len(bars)} 组。",
                f"{len(right)} series of bars are wanted, not {len(bars)}.",
            )
        )
    elif {len(one) for one in bars} != {len(one) for one in right}:
        found.append(
            ("条形的数目不对：每个类一条，合计不画。", "The number of bars is not right: one a class, and no total.")
        )
    elif any(
        not near(a or 0.0, b or 0.0, 0.0051)
        for x, y in zip(bars, right, strict=True)
        for a, b in zip(x, y, strict=True)
    ):
        is_order = all(sorted(map(float, x)) == sorted(map(float, y)) for x, y in zip(bars, right, strict=True))
        found.append(
            ("条形没有按大小排列：最大的放在最前。", "The bars do not stand in order: the largest comes first.")
            if is_order
            else (
                "条形的长度与数据不符：看看取的是哪一栏。",
                "The bars are not as long as the data say: which column was taken?",
            )
        )
    if given["start"]:
        found.append(
            ("数轴没有从零开始，条形的长短会骗人。", "The axis does not start at zero: the bars then deceive.")
        )
    if not given["title"]:
        found.append(("缺少标题：一句话说出图的意思。", "The title is missing: one sentence that says what is seen."))
    if "万元" not in given["unit"]:
        found.append(("数轴没有写单位（万元）。", "The axis of amounts does not name its unit, 万元."))
    if len(right) > 1 and not given["legend"]:
        found.append(("两组条形，却没有图例。", "Two series of bars, and no legend."))
    return found


def _chart_remark(given: Mapping[str, Any], wanted: Mapping[str, Any]) -> Sentence:
    return flaws(given["chart"], wanted["chart"])[0]


REMARKS: Mapping[str, Callable[[Any, Any], Sentence]] = {
    **dict.fromkeys(("number", "count"), _number_remark),
    "rate": _rate_remark,
    "name": _name_remark,
    **dict.fromkeys(("names", "lines"), _set_remark),
    "mapping": _mapping_remark,
    "table": _table_remark,
    "chart": _chart_remark,
}

"""Lesson 5, year over year, and the year before that a change implies."""

import pandas as pd

from jianghan_lib.training.department import Department
from jianghan_lib.training.exercise import Exercise, Slip, Topic
from jianghan_lib.training.exercises.completing import largest

ITEM = "expenditure"


def _row(department: Department) -> pd.Series:
    rows = department.load("changes")
    return rows[rows["item"] == ITEM].iloc[0]


def with_rates(department: Department) -> pd.DataFrame:
    """Changes whose rate is printed: that rate as a signed fraction, and half a unit of its last place."""
    rows = stated(department.load("changes"))
    return rows.assign(stated=rows["stated"] * (rows["change"] >= 0).map({True: 1, False: -1}))


def stated(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows whose rate is printed and known: the printed one as a fraction, and half a unit of its last place."""
    rows = rows[(rows["rate_printed"] != "") & rows["rate"].notna()]
    digits = rows["rate_printed"].str.extract(r"([\d.]+)")[0]
    places = digits.str.partition(".")[2].str.len()
    return rows.assign(stated=digits.astype(float) / 100, half=0.5 * 10.0 ** -(places + 2))


def wrong_rates(department: Department) -> pd.DataFrame:
    """Changes whose printed rate is not change / prior amount, to the digits it prints."""
    return misprinted(with_rates(department))


def misprinted(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows with stated rates -> those further from the rate of their own figures than rounding explains."""
    return rows[(rows["rate"] - rows["stated"]).abs() > rows["half"] * 1.0001]


def unsigned(department: Department) -> pd.DataFrame:
    """The changes that seem wrong to one who forgets that a printed percent has no sign."""
    return misprinted(stated(department.load("changes")))


def _largest(department: Department, column: str, sign: int = 1) -> list[str]:
    """The quantities with the largest value of a column: by identifier and by Chinese name, both name them."""
    rows = department.load("changes").query("basis != 'two_documents'")
    return [one for name in ("item", "name") for one in largest(rows, sign * rows[column].abs(), name)]


def _items(department: Department | None) -> pd.DataFrame:
    """The items of F05 with what each spent; LookupError where there is no such document."""
    if department is None:
        raise LookupError("no document for the year before")
    rows = department.load("amounts").query("table == 'F05' and level == 'item' and measure == 'total'")
    return rows[["code", "name", "amount"]]


def _both(department: Department) -> pd.DataFrame:
    """The items of both years, with their change."""
    rows = _items(department).merge(_items(department.before), on="code", suffixes=("", "_before"))
    change = rows["amount"] - rows["amount_before"]
    return rows.assign(change=change, rate=change / rows["amount_before"])


def _moved(department: Department, by: str, sign: int = 0) -> list[str]:
    rows = _both(department)
    return largest(rows, rows[by] * sign if sign else rows[by].abs(), "name")


TOPIC = Topic(
    5,
    "lesson_5_changes",
    (
        Exercise(
            "5.1",
            "number",
            lambda own: float(_row(own)["amount"] - _row(own)["change"]),
            (
                Slip(
                    lambda own: float(_row(own)["amount"] + _row(own)["change"]),
                    "符号反了：本年 = 上年 + 增减额，所以上年 = 本年 − 增减额。",
                    "The sign is wrong: this year = last year + change, so last year = this year - change.",
                ),
                Slip(
                    lambda own: float(_row(own)["amount"]),
                    "这是本年数；题目问的是上年数。",
                    "That is this year's amount; last year's is asked for.",
                ),
                Slip(
                    lambda own: float(_row(own)["amount"] * (1 - _row(own)["rate"])),
                    "不能用本年数乘（1 − 增减率）：增减率的基数是上年。",
                    "Not this year times (1 - rate): the base of the rate is last year.",
                ),
            ),
        ),
        Exercise(
            "5.2",
            "fine_rate",
            lambda own: float(_row(own)["change"] / (_row(own)["amount"] - _row(own)["change"])),
            (
                Slip(
                    lambda own: float(_row(own)["change"] / _row(own)["amount"]),
                    "基数不对：增减率要除以上年数，不是本年数。",
                    "The base is wrong: a change is measured against last year, not this year.",
                ),
                Slip(
                    lambda own: float(_row(own)["amount"] / (_row(own)["amount"] - _row(own)["change"])),
                    "这是本年与上年之比；增减率还要减去 1。",
                    "That is this year over last year; the rate of change is that less 1.",
                ),
            ),
        ),
        Exercise(
            "5.3",
            "name",
            lambda own: _largest(own, "change"),
            (
                Slip(
                    lambda own: _largest(own, "rate"),
                    "这是增减率最大的；题目问的是增减额最大的。基数小，率就容易大。",
                    "That has the largest rate; the largest amount of change is asked for. A small base makes a large rate.",
                ),
                Slip(
                    lambda own: _largest(own, "amount", -1),
                    "这是数额最小的一项：看增减额的绝对值，从大到小排。",
                    "That is the smallest quantity: sort by the absolute change, the largest first.",
                ),
            ),
        ),
        Exercise(
            "5.4",
            "count",
            lambda own: len(wrong_rates(own)),
            (
                Slip(
                    lambda own: int((with_rates(own)["rate"] != with_rates(own)["stated"]).sum()),
                    "印出的百分数是四舍五入过的：差别在最后一位的一半以内，不算错。",
                    "Printed percents are rounded: a difference within half of the last place is no error.",
                ),
                Slip(
                    lambda own: len(with_rates(own)),
                    "这是印有增减率的行数；题目问的是其中算不对的行数。",
                    "That is how many rates are printed; how many of them are wrong is asked for.",
                ),
                Slip(
                    lambda own: len(unsigned(own)),
                    "“减少”的率是负的，印出的百分数却没有符号：先取绝对值再比。",
                    "A decrease has a negative rate, but its printed percent has no sign: compare absolute values.",
                ),
            ),
        ),
        Exercise(
            "5.5",
            "name",
            lambda own: _moved(own, "change"),
            (
                Slip(
                    lambda own: _moved(own, "rate"),
                    "这是增减率最大的；题目问的是金额变化最大的。",
                    "That one has the largest rate; the largest change in money is asked for.",
                ),
                Slip(
                    lambda own: _moved(own, "amount"),
                    "这是本年金额最大的；题目问的是两年之间变化最大的。",
                    "That one is the largest this year; the one that changed most between the years is asked for.",
                ),
                Slip(
                    lambda own: _moved(own, "change", 1),
                    "这是增加最多的；减少也是变化：先取绝对值。",
                    "That one grew most; to shrink is to change, too: take the absolute value first.",
                ),
                Slip(
                    lambda own: _moved(own, "change", -1),
                    "这是减少最多的；增加也是变化：先取绝对值。",
                    "That one shrank most; to grow is to change, too: take the absolute value first.",
                ),
            ),
        ),
    ),
)

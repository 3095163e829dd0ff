"""Printed figures as exact values."""

from decimal import Decimal

import pytest

from jianghan_lib.base.money import (
    UnreadableNumberError,
    fraction,
    half_unit,
    is_blank,
    looks_numeric,
    percent,
    read_number,
    show,
    to_wan,
)


@pytest.mark.parametrize(
    ("printed", "unit", "amount"),
    [
        ("10,238.96", "万元", "10238.96"),
        ("10238.96", "", "10238.96"),
        ("１０，２３８．９６", "万元", "10238.96"),
        ("10 238.96", "万元", "10238.96"),
        ("142,305,966.76", "元", "14230.596676"),
        ("1.5", "亿元", "15000"),
        ("-12.30", "万元", "-12.3"),
        ("(12.30)", "万元", "-12.3"),
        ("－12.30", "万元", "-12.3"),
        ("0.00", "万元", "0"),
        ("+12.30", "万元", "12.3"),
        ("△12.30", "万元", "-12.3"),
        ("▲ 1,200", "元", "-0.12"),
        ("63.72万元", "万元", "63.72"),
        ("637,200.00 元", "万元", "63.72"),
        ("63.72万元", "元", "63.72"),
    ],
)
def test_a_printed_amount_is_exact(printed: str, unit: str, amount: str) -> None:
    assert to_wan(printed, unit) == Decimal(amount)


@pytest.mark.parametrize(
    "printed", ["16.886.22", "1,23.45", "12,345,6", "abc", "", "1.2.3", "--5", "5-", "+-5", "△△5", "5万"]
)
def test_a_malformed_figure_is_an_error_that_names_it(printed: str) -> None:
    with pytest.raises(UnreadableNumberError, match="well-formed"):
        read_number(printed)


@pytest.mark.parametrize(
    ("printed", "value"),
    [("20.7%", "0.207"), ("20.7 %", "0.207"), ("20.7", "0.207"), ("１００％", "1"), ("0.02‰", "0.00002")],
)
def test_a_printed_percent_is_a_fraction(printed: str, value: str) -> None:
    assert percent(printed) == Decimal(value)


def test_blank_dash_and_zero_are_three_things() -> None:
    assert [is_blank(text) for text in ("", " ", "-", "——", "0", "0.00")] == [True, True, True, True, False, False]
    assert [looks_numeric(text) for text in ("0", "1,000.00", "16.886.22", "", "合计", "2080101")] == [
        True,
        True,
        True,
        False,
        False,
        True,
    ]


def test_a_fraction_of_nothing_is_nothing() -> None:
    assert fraction(Decimal("10238.96"), Decimal("6689.82")) == Decimal("1.530528")
    assert fraction(Decimal(1), Decimal(0)) is None
    assert fraction(None, Decimal(1)) is None


def test_tolerance_follows_the_printed_places() -> None:
    assert half_unit(2) == Decimal("0.005")
    assert half_unit(0) == Decimal("0.5")


def test_values_are_written_plainly() -> None:
    assert [show(Decimal(text)) for text in ("1E+3", "0.10", "14230.596676", "0")] == [
        "1000",
        "0.1",
        "14230.596676",
        "0",
    ]
    assert show(None) == ""


def test_figures_beyond_what_a_table_holds_are_unreadable_and_rates_of_any_are_rounded() -> None:
    assert to_wan("99,999,999,999,999", "元") == Decimal("9999999999.9999")
    with pytest.raises(UnreadableNumberError, match="'999999999999999' has more than 14 digits"):
        read_number("9" * 15)
    assert fraction(Decimal("9" * 30), Decimal(3)) == Decimal("3" * 30 + ".000000")
    assert show(Decimal("9" * 23 + ".1234567")) == "9" * 23 + ".123457"

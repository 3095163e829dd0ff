"""Frames as they are loaded: their units are said when they are shown, and stay with what is made of them."""

from io import StringIO

import pytest

from jianghan_lib import load, loading
from jianghan_lib.base.errors import UsageError
from jianghan_lib.base.schema import PROCESSED

UNITS = "万元: initial_budget, outturn; 小数 / fractions: rate"


def test_a_frame_says_its_units_in_text_and_in_a_notebook() -> None:
    frame = load("completion")[["item_name", "initial_budget", "outturn", "rate"]].head(2)
    assert repr(frame).splitlines()[-1] == UNITS
    html = frame._repr_html_()
    assert html is not None and html.endswith(f"<p>{UNITS}</p>")


def test_what_has_no_amounts_says_nothing() -> None:
    frame = load("documents")[["document_id", "fiscal_year"]]
    assert "万元" not in repr(frame) and "<p>" not in str(frame._repr_html_())


def test_a_table_of_another_version_is_told_so() -> None:
    with pytest.raises(
        UsageError, match=r"findings.csv lacks rule, severity.*: run `jianghan build`|of another version"
    ):
        loading.typed(PROCESSED["findings"], StringIO("document_id\nx\n"))

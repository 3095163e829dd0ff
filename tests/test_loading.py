"""Frames as they are loaded: their units are said when they are shown, and stay with what is made of them."""

from io import BytesIO, StringIO

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


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "findings.csv: is no CSV in UTF-8 (No columns"),
        ("document_id\n部门".encode("gb18030"), "findings.csv: is no CSV in UTF-8 ('utf-8' codec"),
    ],
)
def test_a_table_that_was_emptied_or_saved_in_another_encoding_is_one_line(content: bytes, said: str) -> None:
    with pytest.raises(UsageError) as refused:
        loading.typed(PROCESSED["findings"], BytesIO(content))
    assert str(refused.value).startswith(said) and str(refused.value).endswith("run `jianghan build`")


@pytest.mark.parametrize("exact", [False, True])
def test_a_number_that_a_person_wrote_with_a_comma_is_named(exact: bool) -> None:
    table = PROCESSED["changes"]
    row = ",".join('"1,234.5"' if name == "amount" else "" for name in table.columns)
    with pytest.raises(UsageError, match=r"changes\.csv: amount: .*'1,234\.5'; run `jianghan build`"):
        loading.typed(table, StringIO(f"{','.join(table.columns)}\n{row}\n"), exact)

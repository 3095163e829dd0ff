"""Places beside figures: each figure of the five documents stands on the printed line that its place names."""

import os
import re
from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from jianghan_lib import documents, load
from jianghan_lib.base.text import plain
from jianghan_lib.readers import read

FOLDER = Path(os.environ.get("JIANGHAN_DOCUMENTS", "nowhere"))
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="JIANGHAN_DOCUMENTS names no folder")
TABLES = ("completion", "changes", "projects", "indicators")
NOTHING = re.compile(r"无|没有|未")
# Figures in 元, or printed in 万元.
BELOW = 6
SCALES = (Decimal(1), Decimal("0.0001"))


@cache
def lines(document: str) -> list[str]:
    (source,) = documents().query("document_id == @document")["source_file"]
    return [one.text for one in read(FOLDER / source).lines]


def values(text: str) -> set[Decimal]:
    return {Decimal(one.replace(",", "")) for one in re.findall(r"\d[\d,]*(?:\.\d+)?", plain(text))}


def stands(figure: Decimal | str, line: int, text: Sequence[str]) -> bool:
    """Whether a line prints a figure, or where its cell breaks into the lines below, begins it; words may say that there is none."""
    own, below = squeezed(text[line - 1]), squeezed("".join(text[line : line + BELOW]))
    if isinstance(figure, str) and 0 <= (own + below).find(squeezed(figure)) < len(own):
        return True
    if isinstance(figure, str):  # 减少 may stand at the end of the line above
        return bool(values(figure)) and values(figure) <= values(text[line - 1])
    printed = {abs(figure) / scale for scale in SCALES}
    return bool(printed & values(text[line - 1])) or (not figure and bool(NOTHING.search(own + below[:4])))


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", plain(text))


def placed(document: str, table: str) -> list[tuple[str, Decimal | str, int]]:
    """Each figure of a table that has a place: its column, its value or what is printed, and the line."""
    frame = load(table, document, exact=True)
    names = [name.removesuffix("_at") for name in frame.columns if name.endswith("_at")]
    return [
        (name, row.get(f"{name}_printed", row[name]), int(row[f"{name}_at"].removeprefix("L")))
        for row in frame.to_dict("records")
        for name in names
        if row[f"{name}_at"]
    ]


@pytest.mark.parametrize("document", documents()["document_id"])
@pytest.mark.parametrize("table", TABLES)
def test_a_figure_stands_on_the_line_of_its_place(table: str, document: str) -> None:
    found = placed(document, table)
    wrong = [(name, figure, line) for name, figure, line in found if not stands(figure, line, lines(document))]
    assert wrong == []


@pytest.mark.parametrize(("document", "code", "places"), [
    ("jianghan-2024-final", "2080105", ("L549", "", "L549", "L549")),
    ("wedz-2024-final", "2080704", ("L593", "L593", "L593", "L593")),
    ("wuhan-2023-final", "2050201", ("L982", "", "L982", "L984")),
])  # fmt: skip
def test_the_places_of_an_item(document: str, code: str, places: tuple[str, ...]) -> None:
    (row,) = load("completion", document).query("code == @code").to_dict("records")
    names = ("initial_budget", "adjusted_budget", "outturn", "rate_printed")
    assert tuple(row[f"{name}_at"] for name in names) == places


@pytest.mark.parametrize(("document", "basis", "adjusted", "at", "outturn"), [
    ("jianghan-2024-final", "all", "12047.75", "L806", "10238.96"),
    ("wuhan-2023-final", "whole_department", "84416.43", "L1411", "84015.98"),
])  # fmt: skip
def test_the_adjusted_budget_stands_beside_the_outturn_that_it_was_executed_with(
    document: str, basis: str, adjusted: str, at: str, outturn: str
) -> None:
    rows = load("completion", document, exact=True).query("level == 'department' and basis == @basis")
    assert rows[["adjusted_budget", "adjusted_budget_at", "outturn"]].to_numpy().tolist() == [
        [Decimal(adjusted), at, Decimal(outturn)]
    ]


@pytest.mark.parametrize(("document", "rows", "outturn"), [
    ("jianghan-2024-final", 23, "10238.96"),
    ("wedz-2024-final", 24, "14346.06"),
    ("wuhan-2023-final", 28, "82004.19"),
    ("jiangan-2020-final", 4, "16886.22"),
])  # fmt: skip
def test_the_lowest_rows_add_up(document: str, rows: int, outturn: str) -> None:
    lowest = load("completion", document, exact=True).query("lowest and basis == 'all'")
    assert (len(lowest), sum(lowest["outturn"])) == (rows, Decimal(outturn))

"""PDFs as departments publish them: every table found, every cell in its column, each with its place on the page."""

import os
from collections import Counter
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from jianghan_lib.base import paths
from jianghan_lib.forms.records import Raw
from jianghan_lib.pipeline import build, store
from jianghan_lib.pipeline.ingest import ingest_here
from jianghan_lib.pipeline.trace import trace

FOLDER = Path(os.environ.get("JIANGHAN_DOCUMENTS", "nowhere")) / "pdf"
BUDGET, LAND, FINANCE = "*万里*25年预算.pdf", "*规划*决算.pdf", "*财政局*决算.pdf"
needs_files = pytest.mark.skipif(not FOLDER.is_dir(), reason="JIANGHAN_DOCUMENTS names no folder with PDFs")
FINAL = tuple(f"F0{number}" for number in range(1, 10))

pytestmark = needs_files


@cache
def raw(pattern: str, folder: Path) -> Raw:
    """The records of the PDF that a pattern names."""
    (path,) = FOLDER.glob(pattern)
    return store.read_raw(ingest_here(path, "some-pdf", folder).folder)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("raw")


def row(records: Raw, table: str, key: str, panel: str = "") -> dict[str, str]:
    """The printed figures of a row by measure: the row of a code, or of a name."""
    cells = [cell for cell in records["cells"] if cell.table == table and cell.panel == panel]
    return {cell.measure: cell.printed for cell in cells if key in (cell.code, cell.name)}


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (BUDGET, {"B01": 13, "B02": 335, "B03": 201, "B04": 22, "B05-1": 201, "B06": 96, "B07": 7}),
        (LAND, {"F01": 12, "F02": 50, "F03": 75, "F04": 17, "F05": 75, "F06": 67, "F09": 12}),
        (FINANCE, {"F01": 12, "F02": 45, "F03": 44, "F04": 19, "F05": 44, "F06": 29, "F09": 2}),
    ],
)
def test_every_cell_of_every_table_is_read(pattern: str, expected: dict[str, int], folder: Path) -> None:
    records = raw(pattern, folder)
    tables = {fact.printed for fact in records["document"] if fact.fact == "table"}
    assert tables == ({"B08", "B09"} if pattern == BUDGET else {"F07", "F08"}) | expected.keys()
    assert Counter(cell.table for cell in records["cells"]) == expected
    assert {note.rule for note in records["notes"]} <= {"part_missing", "template_leftover", "figure_not_read"}
    assert [cell for cell in records["cells"] if not cell.measure or not cell.box] == []


def test_codes_in_three_columns_and_amounts_over_four_pages(folder: Path) -> None:
    records = raw(BUDGET, folder)
    assert row(records, "B02", "2079902", "income") == {}
    assert row(records, "B02", "2120101", "income") == {
        "total": "17,887,739",
        "fiscal_appropriation": "17,887,739",
        "institutional_income": "0",
        "business_income": "0",
        "other_income": "0",
    }
    assert row(records, "B03", "合计") == {"total": "189,767,551", "basic": "101,341,746", "project": "88,425,805"}
    assert row(records, "B05-1", "2210203") == {"total": "3,340,800", "basic": "3,340,800", "project": "0"}
    assert row(records, "B06", "30209") == {"total": "1,143,816", "personnel": "0", "operating": "1,143,816"}
    assert row(records, "B04", "支出总计", "expenditure") == {
        "budget": "189,767,551",
        "general_public_budget": "189,767,551",
    }
    assert row(records, "B07", "") == {
        "total": "37.91",
        "overseas_travel": "0",
        "hospitality": "1.35",
        "vehicles": "36.56",
        "vehicle_purchase": "15",
        "vehicle_operation": "21.56",
        "agency_operating": "464.64",
    }
    units = {cell.table: cell.unit for cell in records["cells"]}
    assert (units["B03"], units["B07"]) == ("元", "万元")


def test_a_total_row_that_shares_the_last_row_of_the_header(folder: Path) -> None:
    records = raw(FINANCE, folder)
    assert row(records, "F02", "合计") == {
        "total": "2,946.25",
        "fiscal_appropriation": "2,940.05",
        "other_income": "6.20",
    }
    assert row(records, "F03", "2010601") == {"total": "1,511.89", "basic": "1,503.52", "project": "8.37"}
    assert row(records, "F06", "31002") == {"outturn": "13.58"}
    assert row(records, "F06", "公用经费合计") == {"outturn": "184.65"}
    assert row(records, "F09", "", "budget") == {"total": "0.95", "hospitality": "0.95"}
    assert row(records, "F04", "总计", "expenditure") == {"total": "2,961.68", "general_public_budget": "2,961.68"}


def test_names_broken_over_lines_and_a_total_row_last(folder: Path) -> None:
    records = raw(LAND, folder)
    assert row(records, "F05", "合计") == {"total": "9746.50", "basic": "5364.75", "project": "4381.74"}
    assert row(records, "F05", "机关事业单位基本养老保险缴费支出") == {
        "total": "446.11",
        "basic": "446.11",
        "project": "0.00",
    }
    assert row(records, "F09", "", "outturn") == {
        "total": "0.39",
        "overseas_travel": "0.00",
        "vehicles": "0.00",
        "vehicle_purchase": "0.00",
        "vehicle_operation": "0.00",
        "hospitality": "0.39",
    }
    assert row(records, "F01", "年末结转和结余", "expenditure") == {"outturn": "100.00"}


def test_amounts_in_yuan_become_wan_exactly_and_keep_page_and_box(tmp_path: Path, monkeypatch) -> None:
    (path,) = FOLDER.glob(BUDGET)
    monkeypatch.setattr(paths, "raw_dir", lambda: tmp_path)
    ingest_here(path, "some-pdf", tmp_path)
    tables = build.build_document("some-pdf", *build.read("some-pdf"))
    (found,) = [
        one for one in tables["amounts"] if (one["table"], one["code"], one["measure"]) == ("B06", "30206", "operating")
    ]
    assert (found["amount"], found["printed"], found["page"]) == (Decimal("32.5"), "325,000", 28)
    assert found["box"] == "682.8 88.0 785.5 112.6"
    (place,) = [place for place in trace("some-pdf", "464.64") if place.kind == "cells"]
    assert str(place).startswith("第29页第414行")

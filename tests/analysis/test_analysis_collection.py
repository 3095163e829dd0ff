"""The whole collection: what start_here shows of it."""

import pytest

from jianghan_lib import load
from jianghan_lib.analysis import collection
from jianghan_lib.base.schema import PROCESSED
from jianghan_lib.showing.sentences import collection as say


@pytest.fixture(scope="module")
def tables() -> dict:
    return {name: load(name) for name in PROCESSED}


def test_documents_stand_latest_first(tables: dict) -> None:
    frame = collection.documents(tables)
    assert frame["fiscal_year"].is_monotonic_decreasing and len(frame) == len(tables["documents"])


def test_rows_of_each_document_add_up_to_the_table(tables: dict) -> None:
    total = collection.rows(tables).iloc[-1]
    assert all(total[name] == len(tables[name]) for name in PROCESSED if name != "documents")


def test_findings_by_severity_add_up(tables: dict) -> None:
    assert collection.findings(tables)["findings"].sum() == len(tables["findings"])


def test_headlines_are_of_those_that_have_an_outturn(tables: dict) -> None:
    frame = collection.headlines(tables)
    assert len(frame) == tables["completion"]["document_id"].nunique() and frame["completion_rate"].notna().all()


def test_an_empty_collection_is_said_to_be_empty(tables: dict) -> None:
    empty = {name: frame.head(0) for name, frame in tables.items()}
    assert say.whole(empty, "en") == "The data hold no document yet."
    assert collection.documents(empty).empty and collection.headlines(empty).empty

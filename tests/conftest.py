"""What several tests need: a small data folder, and notebooks made on the spot."""

import csv
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import nbformat
import pytest

from jianghan_lib.base import paths
from jianghan_lib.base.errors import UsageError
from jianghan_lib.base.schema import PROCESSED
from jianghan_lib.pipeline.store import csv_package
from jianghan_lib.reports import pdf

Rows = Mapping[str, Sequence[Mapping[str, str]]]

DOCUMENTS = (
    {
        "document_id": "here-2024-final",
        "department": "甲区人力资源局",
        "district": "甲区",
        "kind": "final_account",
        "fiscal_year": "2024",
    },
    {
        "document_id": "there-2025-budget",
        "department": "乙区<script>alert(1)</script>局",
        "district": "乙区",
        "kind": "budget",
        "fiscal_year": "2025",
    },
)
TABLES: Rows = {
    "documents": DOCUMENTS,
    "completion": [
        {
            "document_id": "here-2024-final",
            "basis": "all",
            "level": "department",
            "initial_budget": "100",
            "outturn": "153.1",
        },
        {"document_id": "here-2024-final", "basis": "all", "level": "item", "initial_budget": "60", "outturn": "70"},
    ],
    "changes": [
        {"document_id": "there-2025-budget", "item": "budget_total", "year": "2025", "amount": "88"},
        {"document_id": "there-2025-budget", "item": "fiscal_budget", "year": "2025", "amount": "1"},
    ],
    "statements": [
        {"document_id": "there-2025-budget", "topic": "budget_total", "role": "amount", "year": "2025", "amount": "88"},
        {"document_id": "there-2025-budget", "topic": "fiscal_budget", "role": "amount", "year": "2025", "amount": "1"},
    ],
    "projects": [
        {"document_id": "here-2024-final", "project": "培训", "budget": "1200.5", "executed": "200.25",
         "gap": "1000.25"},
        {"document_id": "here-2024-final", "project": "补贴", "budget": "10", "executed": "9.5", "gap": "0.5"},
    ],
    "findings": [
        {"document_id": "here-2024-final", "about": "document", "rule": "sum", "severity": "rounding", "table": "F01", "where": "总计",
         "message_zh": "四舍五入", "message_en": "rounding", "line": "3"},
        {"document_id": "here-2024-final", "about": "document", "rule": "sum", "severity": "error", "table": "F03", "where": "合计",
         "message_zh": "合计不符", "message_en": "the total differs", "line": "7"},
    ],
}  # fmt: skip


def installed_browser() -> str:
    """The program of the browser that is installed, or nothing."""
    try:
        return pdf.browser()
    except UsageError:
        return ""


def pytest_report_header() -> str | None:
    """The line by which a run says that it leaves tests out."""
    return None if installed_browser() else "no browser is installed: the tests that need one are skipped"


@pytest.fixture
def browser() -> str:
    """The program of a browser; without one the test is skipped."""
    return installed_browser() or pytest.skip("no browser is installed")


def write_tables(data: Path, tables: Rows) -> None:
    """Rows by table -> data/processed, every table of the schema in full, cells not given left empty."""
    folder = data / "processed"
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in PROCESSED.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, table.columns, restval="", lineterminator="\n")
            writer.writeheader()
            writer.writerows(tables.get(name, []))
    csv_package(folder, {name: len(tables.get(name, [])) for name in PROCESSED})


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with two documents, the one in use."""
    folder = tmp_path / "data"
    write_tables(folder, TABLES)
    monkeypatch.setenv("JIANGHAN_DATA", str(folder))
    return folder


WriteNotebook = Callable[..., Path]


@pytest.fixture
def notebooks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> WriteNotebook:
    """Writes a notebook of code cells into a folder that stands for notebooks/, and gives its path."""
    folder = tmp_path / "notebooks"
    folder.mkdir()
    monkeypatch.setattr(paths, "notebooks_dir", lambda: folder)

    def write(name: str, *cells: str, parameters: str = 'document_id: str = "x"\nlang: str = "zh"') -> Path:
        tagged = nbformat.v4.new_code_cell(parameters, metadata={"tags": ["parameters"]})
        code = [nbformat.v4.new_code_cell(cell) for cell in cells]
        heading = nbformat.v4.new_markdown_cell(f"# 题目 {name}\n\n> 问题")
        notebook = nbformat.v4.new_notebook(cells=[heading, tagged, *code] if parameters else [heading, *code])
        path = folder / f"{name}.ipynb"
        nbformat.write(notebook, path)
        return path

    return write

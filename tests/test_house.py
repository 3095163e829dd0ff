"""What holds the house together beside the import contracts of pyproject.toml."""

import ast
import re
from pathlib import Path

import pytest

from jianghan_lib import documents
from jianghan_lib.base import paths

FILES = sorted(paths.PACKAGE.rglob("*.py"))
READING = {"open", "read_csv", "read_excel", "read_parquet", "read_json", "read_text", "read_bytes"}
MOST_AT_THE_TOP = 20


def name_of(file: Path) -> str:
    return file.relative_to(paths.PACKAGE).as_posix()


def called(file: Path) -> set[str]:
    """The names of what a module calls."""
    calls = [node.func for node in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(node, ast.Call)]
    return {call.attr if isinstance(call, ast.Attribute) else getattr(call, "id", "") for call in calls}


@pytest.mark.parametrize("file", FILES, ids=name_of)
def test_a_module_says_what_it_is(file: Path) -> None:
    assert ast.get_docstring(ast.parse(file.read_text("utf-8")))


@pytest.mark.parametrize("file", sorted((paths.PACKAGE / "analysis").rglob("*.py")), ids=name_of)
def test_an_analysis_opens_no_file(file: Path) -> None:
    assert called(file) & READING == set()


@pytest.mark.parametrize("file", sorted((paths.PACKAGE / "showing").rglob("*.py")), ids=name_of)
def test_what_shows_tables_does_not_look_for_the_data(file: Path) -> None:
    assert called(file) & {"processed_dir", "raw_dir", "read_csv", "read_parquet"} == set()


def test_no_code_knows_a_document() -> None:
    known = documents()
    names = {*known["document_id"], *known["department"], *known["district"], *known["source_sha256"]} - {""}
    names |= {re.sub(r"[市区]$", "", district) for district in known["district"] if len(district) > 2}
    found = {(name_of(file), name) for file in FILES for name in names if name in file.read_text("utf-8")}
    assert found == set()


def test_the_wings_can_be_seen_at_once() -> None:
    top = [one.name for one in paths.PACKAGE.iterdir() if one.name != "__pycache__"]
    assert len(top) <= MOST_AT_THE_TOP, sorted(top)


def test_every_wing_is_a_package() -> None:
    folders = {file.parent for file in FILES}
    assert [name_of(folder) for folder in folders if not (folder / "__init__.py").is_file()] == []

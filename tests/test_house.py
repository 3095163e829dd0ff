"""What holds the house together beside the import contracts of pyproject.toml."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from jianghan_lib import documents
from jianghan_lib.base import paths

FILES = sorted(paths.PACKAGE.rglob("*.py"))
READING = {"open", "read_csv", "read_excel", "read_parquet", "read_json", "read_text", "read_bytes"}
MOST_AT_THE_TOP = 20
# Lines of the package that a notebook may load for a table, shown, and a sentence: what an analyst can read in an hour.
MOST_IN_FRONT = 1500
IN_FRONT = """
import sys
import jianghan_lib as j
rows = j.load("completion").head()
j.show(rows)
j.say("audit/rules", rows, every=1, clean=1)
print(*(one.__file__ for name, one in sys.modules.items() if name.startswith("jianghan_lib")), sep="\\n")
"""


def name_of(file: Path) -> str:
    return file.relative_to(paths.PACKAGE).as_posix()


def called(file: Path) -> set[str]:
    """The names of what a module calls."""
    calls = [node.func for node in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(node, ast.Call)]
    return {call.attr if isinstance(call, ast.Attribute) else getattr(call, "id", "") for call in calls}


def test_a_module_says_what_it_is() -> None:
    assert [name_of(file) for file in FILES if not ast.get_docstring(ast.parse(file.read_text("utf-8")))] == []


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


def test_the_helper_library_is_small() -> None:
    done = subprocess.run([sys.executable, "-c", IN_FRONT], check=True, capture_output=True, text=True)
    loaded = [Path(line) for line in done.stdout.splitlines() if line.endswith(".py")]
    lines = {name_of(file): len(file.read_text("utf-8").splitlines()) for file in loaded}
    assert "loading.py" in lines and sum(lines.values()) <= MOST_IN_FRONT, lines

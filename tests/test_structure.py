"""The floors of the house: who imports whom, how long a module is, and no code that knows a document."""

import ast
import re
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from jianghan_lib import documents
from jianghan_lib.base import paths

PACKAGE = "jianghan_lib"
FILES = sorted(paths.PACKAGE.rglob("*.py"))
LONGEST = 300

# What a module may import of the package; one that is not named here makes tables of the records, or runs notebooks.
MAY_IMPORT = {
    "errors": set(),
    "paths": set(),
    "schema": {"errors"},
    "money": {"errors"},
    "vocabulary": {"errors", "paths"},
    "font": {"errors"},
    "classification": {"paths"},
    "readers": {"errors", "money", "readers"},
    "forms": {"classification", "errors", "forms", "money", "paths", "readers"},
    "bilingual": set(),
    "webfont": {"font"},
    "analysis": {"analysis", "errors", "money", "schema", "vocabulary"},
    "lines": set(),
    "wording": {"errors", "paths", "vocabulary"},
    "shown": {"lines", "wording"},
    "display": {"paths", "shown", "vocabulary", "wording"},
    "style": {"display", "font", "lines", "vocabulary"},
    "plots": {"display", "lines", "style", "vocabulary", "wording"},
    "charts": {"analysis", "charts", "display", "errors", "plots", "style", "vocabulary", "wording"},
    "sentences": {"analysis", "display", "sentences", "vocabulary", "wording"},
    "specimens": {"specimens"},
}
SHOWING = {
    "analysis",
    "bilingual",
    "charts",
    "display",
    "lines",
    "plots",
    "sentences",
    "shown",
    "style",
    "webfont",
    "wording",
}
TEACHING = {"specimens", "training"}
RUNNING = {
    "batch",
    "cli",
    "cli_training",
    "collect",
    "documentation",
    "dossier",
    "pdf",
    "workbook",
    "execution",
    "files",
    "golden",
    "index",
    "lab",
    "parameters",
    "report",
    "workbench",
    "workers",
}
READING = {
    "open",
    "read_csv",
    "read_excel",
    "read_parquet",
    "read_json",
    "read_text",
    "read_bytes",
    "to_csv",
    "to_excel",
}
FILE_MODULES = {"pathlib", "os", "io", "csv", "glob", "shutil", "tempfile", "subprocess"}


def name_of(file: Path) -> str:
    """A file -> its module's dotted name below the package; the package itself is ''."""
    parts = file.relative_to(paths.PACKAGE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


NAMES = {name_of(file): file for file in FILES}


@cache
def imported(name: str) -> frozenset[str]:
    """A module -> the modules of the package that it imports, also within functions; those for types are left out."""
    found = set()
    for node in nodes(name):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            base = node.module or ""
            whole = {f"{base}.{alias.name}" for alias in node.names}
            inner = {full for full in whole if full.removeprefix(f"{PACKAGE}.") in NAMES}
            found |= inner | ({base} if inner != whole else set())
    return frozenset(full.removeprefix(PACKAGE).removeprefix(".") for full in found if full.split(".")[0] == PACKAGE)


def nodes(name: str) -> list[ast.AST]:
    """The syntax of a module, without what stands under `if TYPE_CHECKING`."""
    tree = ast.parse(NAMES[name].read_text(encoding="utf-8"))
    typing = [node for node in ast.walk(tree) if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"]
    left_out = {id(inner) for node in typing for statement in node.body for inner in ast.walk(statement)}
    return [node for node in ast.walk(tree) if id(node) not in left_out]


def floor(name: str) -> str:
    return name.split(".")[0]


@pytest.mark.parametrize("name", [name for name in NAMES if floor(name) in MAY_IMPORT])
def test_a_module_imports_only_what_stands_above_it(name: str) -> None:
    assert {other for other in imported(name) if floor(other) not in MAY_IMPORT[floor(name)]} == set()


@pytest.mark.parametrize("name", [name for name in NAMES if floor(name) not in MAY_IMPORT.keys() | RUNNING | TEACHING])
def test_what_makes_the_tables_knows_nothing_of_their_use(name: str) -> None:
    used = RUNNING - {"files"} | SHOWING | TEACHING
    assert {other for other in imported(name) if floor(other) in used} == set()


@pytest.mark.parametrize("name", [name for name in NAMES if floor(name) == "forms"])
def test_forms_know_the_blocks_of_the_readers_and_nothing_else_of_them(name: str) -> None:
    assert {other for other in imported(name) if floor(other) == "readers"} <= {"readers.blocks"}


@pytest.mark.parametrize("name", [name for name in NAMES if floor(name) in ("analysis", "charts")])
def test_analysis_and_charts_open_no_file(name: str) -> None:
    used = nodes(name)
    called = {node.func for node in used if isinstance(node, ast.Call)}
    names = {call.attr if isinstance(call, ast.Attribute) else getattr(call, "id", "") for call in called}
    modules = {alias.name for node in used if isinstance(node, ast.Import) for alias in node.names}
    modules |= {node.module or "" for node in used if isinstance(node, ast.ImportFrom)}
    assert names & READING == set()
    assert {module.split(".")[0] for module in modules} & FILE_MODULES == set()
    assert {"documents", "load"} & {
        alias.name for node in used if isinstance(node, ast.ImportFrom) for alias in node.names
    } == set()


def test_no_module_imports_itself_by_a_detour() -> None:
    TopologicalSorter({name: imported(name) - {""} for name in NAMES}).prepare()


def test_relative_imports_are_not_used() -> None:
    relative = [name for name in NAMES for node in nodes(name) if isinstance(node, ast.ImportFrom) and node.level]
    assert relative == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: name_of(file) or PACKAGE)
def test_a_module_is_short_and_says_what_it_is(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert len(text.splitlines()) < LONGEST
    assert not text.strip() or ast.get_docstring(ast.parse(text))


def test_no_code_knows_a_document() -> None:
    known = documents()
    names = {*known["document_id"], *known["department"], *known["district"], *known["source_sha256"]} - {""}
    names |= {re.sub(r"[市区]$", "", district) for district in known["district"] if len(district) > 2}
    found = {(name_of(file), name) for file in FILES for name in names if name in file.read_text(encoding="utf-8")}
    assert found == set()

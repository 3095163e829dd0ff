"""The executed notebooks that nbval compares: how they are made and checked; the repository's own are in order."""

import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest
from conftest import WriteNotebook
from nbformat import NotebookNode

from jianghan_lib import reports
from jianghan_lib.base import paths
from jianghan_lib.base.errors import UsageError
from jianghan_lib.reports import batch, golden
from jianghan_lib.reports.execution import Job, Result

FIGURE = """import matplotlib.pyplot as plt
plt.plot([1, 2])
plt.show()"""


def test_the_repository_s_own_notebooks_are_in_order() -> None:
    assert golden.problems() == [], "\n".join(["", *golden.problems(), golden.HELP])


@pytest.fixture
def folder(tmp_path: Path, data: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that stands for tests/golden."""
    place = tmp_path / "golden"
    monkeypatch.setattr(paths, "golden_dir", lambda: place)
    monkeypatch.setattr(paths, "REPOSITORY", tmp_path)
    return place


def test_made_compared_and_refreshed(
    folder: Path, notebooks: WriteNotebook, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    counter = tmp_path / "counter.txt"
    show = f"from pathlib import Path\nprint(document_id, Path({str(counter.name)!r}).name)"
    notebook = notebooks("one", FIGURE, show)
    stale = folder / "gone-2020-final" / "one.ipynb"
    stale.parent.mkdir(parents=True)
    stale.touch()

    assert golden.update(workers=1) == []

    made = {path.relative_to(folder).as_posix(): path.read_bytes() for path in golden.stored()}
    assert list(made) == ["here-2024-final/one.ipynb", "there-2025-budget/one.ipynb"]
    assert b"here-2024-final counter.txt" in made["here-2024-final/one.ipynb"]
    assert b"image/png" not in made["here-2024-final/one.ipynb"]
    assert b"image/png" in notebook.read_bytes()
    assert golden.problems() == []
    in_place = notebook.read_bytes()
    changed = folder / "here-2024-final" / "one.ipynb"
    changed.write_bytes(made["here-2024-final/one.ipynb"].replace(b"final counter", b"final contour"))
    cleared = nbformat.from_dict(json.loads(made["there-2025-budget/one.ipynb"]))
    cleared.cells[-1].update(outputs=[], execution_count=None)
    nbformat.write(cleared, folder / "there-2025-budget" / "one.ipynb")
    capfd.readouterr()
    assert golden.compare(workers=1) == 1
    shown = capfd.readouterr().out
    assert "contour" in shown and "not executed: execute the notebook and save it" in shown
    # Three cells in place; four, with the injected parameters, in each golden one.
    assert "\n2 failed, 9 passed" in shown
    assert "jianghan golden --update" in shown

    assert golden.update(workers=1) == []
    assert notebook.read_bytes() == in_place
    assert {path.relative_to(folder).as_posix(): path.read_bytes() for path in golden.stored()} == made


def cell(count: int | None, **notebook: str) -> SimpleNamespace:
    """A cell as nbval runs it, of a notebook."""
    config = SimpleNamespace(option=SimpleNamespace(nbval=True))
    own = SimpleNamespace(execution_count=count, source="1")
    return SimpleNamespace(cell=own, config=config, name="Cell 3", parent=SimpleNamespace(**notebook))


def test_what_follows_a_cell_about_no_document_is_left_out_by_nbval() -> None:
    error = SimpleNamespace(inner_traceback="UsageError: no document 'nowhere': start_here.ipynb lists them all")
    first, second = cell(1), cell(2)
    reports.pytest_runtest_makereport(first, SimpleNamespace(excinfo=SimpleNamespace(value=error)))
    second.parent = first.parent
    with pytest.raises(pytest.skip.Exception, match="ended in Cell 3"):
        reports.pytest_runtest_call(second)
    other = cell(2)
    reports.pytest_runtest_makereport(
        other, SimpleNamespace(excinfo=SimpleNamespace(value=ValueError("outputs differ")))
    )
    reports.pytest_runtest_call(other)


def test_kinds_that_the_repository_lacks_are_compared_too() -> None:
    """A self-evaluation alone, a final account of two files of Shanghai, budgets of Nanjing and Wuxi, from texts to sentences."""
    shown = {name: (paths.golden_dir() / name).read_text(encoding="utf-8") for name in (
        "jinjiang-2025-self/project_execution.ipynb", "yangpu-2020-final/budget_completion.ipynb", "gulou-2024-budget/budget_structure.ipynb",
        "binhu-2018-budget/budget_structure.ipynb")}  # fmt: skip
    assert "4个项目，全年预算2,854.88万元，执行2,045.67万元" in shown["jinjiang-2025-self/project_execution.ipynb"]
    assert "2-narrative.txt L151" in shown["yangpu-2020-final/budget_completion.ipynb"]
    assert "2024年预算总额8,261.60万元" in shown["gulou-2024-budget/budget_structure.ipynb"]
    # Jiangsu prints three sides of a table, a unit's reserve, and meetings beside the three public expenses.
    jiangsu = shown["binhu-2018-budget/budget_structure.ipynb"]
    assert "2018年预算总额3,200.00万元，来源：一般公共预算3,080.00万元（96.2%）、其他资金120.00万元（3.8%）" in jiangsu


def test_other_data_is_refused_before_anything_is_executed(
    folder: Path, notebooks: WriteNotebook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    notebook = notebooks("one", "1 + 1")
    before = notebook.read_bytes()
    monkeypatch.setenv("JIANGHAN_DATA", str(tmp_path / "elsewhere"))
    for act in (golden.update, golden.compare):
        with pytest.raises(UsageError, match="JIANGHAN_DATA names other data"):
            act()
    assert (notebook.read_bytes(), folder.exists()) == (before, False)


def test_a_failing_notebook_keeps_the_files_it_had(
    folder: Path, notebooks: WriteNotebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(jobs: list[Job], _: int, keep: Callable[[Result], str], __: bool) -> list[str]:
        return [keep(Result(job, "{}", "", "cell [2] ZeroDivisionError: division by zero", 0.0)) for job in jobs]

    monkeypatch.setattr(batch, "execute", fail)
    notebook = notebooks("one", "1 / 0")
    before = notebook.read_bytes()
    kept = folder / "here-2024-final" / "one.ipynb"
    kept.parent.mkdir(parents=True)
    kept.write_text("as it was")
    assert golden.update(workers=1) == [
        f"{place}/one: cell [2] ZeroDivisionError: division by zero"
        for place in ("notebooks", "here-2024-final", "there-2025-budget")
    ]
    assert (notebook.read_bytes(), kept.read_text()) == (before, "as it was")


def output(kind: str, **content: object) -> NotebookNode:
    return nbformat.v4.new_output(kind, **content)


@pytest.mark.parametrize(
    ("source", "count", "outputs", "flaw"),
    [
        ("1", None, [], "not executed"),
        ("1", 1, [output("error", ename="E", evalue="", traceback=[])], "holds an error"),
        ("1", 1, [output("stream", name="stderr", text="hm")], golden.STDERR),
        ("1", 1, [output("stream", name="stdout", text="FutureWarning: old")], golden.STDERR),
        ("1", 1, [output("display_data", data={"text/html": "<b>/home/me/x</b>"})], "holds a local path (/home/)"),
        ("open('/tmp/x')", 1, [], "holds a local path (/tmp/)"),
        ("1", 1, [output("stream", name="stdout", text="lib/site-packages/x")], "holds a local path (site-packages)"),
        ("f();", 1, [], golden.SEMICOLON),
        ("", None, [], None),
        ("1", 1, [output("display_data", data={"image/png": "abc/tmp/x", "text/plain": "gov.cn/home/"})], None),
    ],
)  # fmt: skip
def test_flaws(tmp_path: Path, source: str, count: int | None, outputs: list[NotebookNode], flaw: str | None) -> None:
    cell = nbformat.v4.new_code_cell(source, outputs=outputs, execution_count=count)
    file = tmp_path / "n.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), file)
    assert list(golden.flaws(file)) == ([f"n.ipynb cell 0: {flaw}"] if flaw else [])


def test_missing_and_left_over_golden_notebooks_are_named(folder: Path, notebooks: WriteNotebook) -> None:
    notebooks("one")
    left = folder / "here-2024-final" / "two.ipynb"
    left.parent.mkdir(parents=True)
    left.write_text(json.dumps({"cells": []}))
    assert golden.problems() == [
        "golden/here-2024-final/one.ipynb: missing",
        "golden/there-2025-budget/one.ipynb: missing",
        "golden/here-2024-final/two.ipynb: no such document or notebook any more",
        "notebooks/one.ipynb cell 1: not executed",
    ]

"""Notebooks over documents: outputs, failures, refusals, and what an interruption leaves."""

import errno
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from conftest import WriteNotebook, write_tables
from docx import Document

from jianghan_lib.base.errors import UsageError
from jianghan_lib.reports import batch, execution, kernels
from jianghan_lib.reports import runs as log

KILL_THE_WORKER = "import multiprocessing, os, signal\nos.kill(multiprocessing.parent_process().pid, signal.SIGKILL)"
KILL_THE_KERNEL = "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)"


@pytest.fixture
def small(data: Path, notebooks: WriteNotebook) -> Callable[..., Path]:
    """The small data in use, and a writer of notebooks."""
    return notebooks


def names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("[!.]*") if path.is_file())


def test_reports_failures_and_leftovers(small: WriteNotebook, tmp_path: Path) -> None:
    """One run shows it all: a good notebook, one that fails for a document, one whose process dies; stale files go."""
    small("good", "import sys\nprint(document_id, lang, top)", "print(sys.executable)",
          parameters='document_id: str = "x"\nlang: str = "zh"\ntop: int = 3')  # fmt: skip
    small("half", 'if document_id.startswith("here"):\n    raise ValueError("no such\\ntable")',
          parameters='document_id: str = "x"\ntop: int = 3')  # fmt: skip
    small("start_here", "1", parameters="")
    out = tmp_path / "out"
    (out / "here-2024-final").mkdir(parents=True)
    for stale in ("good.failed.ipynb", "half.html", "half.ipynb"):
        (out / "here-2024-final" / stale).write_text("stale")

    runs = batch.run(lang="en", out=out, parameters={"top": 4})

    assert [(run.document_id, run.notebook, run.ok, run.error) for run in runs] == [
        ("here-2024-final", "good", True, ""),
        ("here-2024-final", "half", False, "cell [3] ValueError: no such"),
        ("there-2025-budget", "good", True, ""),
        ("there-2025-budget", "half", True, ""),
    ]
    assert names(out) == [
        "here-2024-final/dossier.html",
        "here-2024-final/good.html",
        "here-2024-final/good.ipynb",
        "here-2024-final/half.failed.ipynb",
        "here-2024-final/workbook.xlsx",
        "index.html",
        "log.csv",
        "there-2025-budget/dossier.html",
        "there-2025-budget/good.html",
        "there-2025-budget/good.ipynb",
        "there-2025-budget/half.html",
        "there-2025-budget/half.ipynb",
        "there-2025-budget/workbook.xlsx",
    ]
    executed = nbformat.read(runs[0].ipynb, as_version=4)
    printed = [output.text for cell in executed.cells if cell.cell_type == "code" for output in cell.outputs]
    assert printed == ["here-2024-final en 4\n", f"{sys.executable}\n"]
    failed = nbformat.read(out / "here-2024-final" / "half.failed.ipynb", as_version=4)
    assert [output.ename for cell in failed.cells for output in cell.get("outputs", [])] == ["ValueError"]
    assert '<html lang="en">' in runs[0].html.read_text(encoding="utf-8")


def test_a_notebook_about_all_documents_runs_once_and_only_where_none_is_chosen(
    small: WriteNotebook, tmp_path: Path
) -> None:
    small("each", "document_id")
    small("together", "top", parameters='lang: str = "zh"\ntop: int = 3')
    small("start_here", "1", parameters='lang: str = "zh"')
    out = tmp_path / "out"
    runs = batch.run(out=out)
    assert [(run.document_id, run.notebook, run.ok) for run in runs][-1] == ("", "together", True)
    assert len(runs) == 3 and (out / "collection" / "together.html").is_file()
    assert 'href="collection/together.html"' in (out / "index.html").read_text(encoding="utf-8")
    file = tmp_path / "runs.csv"
    file.write_text("document_id,notebook\nhere-2024-final,together\n", encoding="utf-8")
    with pytest.raises(UsageError, match="together is about all documents"):
        batch.run(out=out, given=file)
    assert [run.notebook for run in batch.run(["here-2024-final"], out=out)] == ["each"]
    named = batch.run(notebooks=["together"], out=out, parameters={"top": 4})
    assert [(run.document_id, run.notebook) for run in named] == [("", "together")]
    assert "4" in named[0].ipynb.read_text(encoding="utf-8")


def test_a_dead_process_or_a_workbook_that_cannot_be_written_costs_only_itself(
    small: WriteNotebook, tmp_path: Path
) -> None:
    small("a_worker", KILL_THE_WORKER)
    small("b_kernel", KILL_THE_KERNEL, "1")
    small("c_good", "1 + 1")
    out = tmp_path / "out"
    (out / "here-2024-final" / "workbook.xlsx").mkdir(parents=True)
    runs = batch.run(["here-2024-final"], out=out)
    assert [(run.notebook, run.ok) for run in runs] == [
        ("a_worker", False),
        ("b_kernel", False),
        ("c_good", True),
        ("workbook.xlsx", False),
    ]
    assert runs[0].error == f"cell [3]: its process ended before it was done (exit code -9), {execution.CAUSE}"
    reached = nbformat.read(out / "here-2024-final" / "a_worker.failed.ipynb", as_version=4)
    assert [cell.source for cell in reached.cells if cell.get("execution_count")] == [
        reached.cells[1].source,
        reached.cells[2].source,
    ]
    assert runs[1].error == f"cell [3]: {execution.DIED}"
    assert "workbook.xlsx: is a directory: " in runs[3].error
    listed = (out / "index.html").read_text(encoding="utf-8")
    assert "here-2024-final/c_good.html" in listed and "here-2024-final/dossier.html" in listed
    assert 'href="here-2024-final/workbook.xlsx"' not in listed
    assert not list(out.rglob("*.part"))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no disk that is always full")
def test_what_a_full_disk_refuses_is_named_and_the_rest_is_told(
    small: WriteNotebook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = execution.Job("here-2024-final", small("one", "1"))
    done = execution.Result(job, "{}", "", "", 0.0)
    full = "no space left on device: look at the rights and the room on the disk, and try again"
    (tmp_path / log.LOG).symlink_to("/dev/full")
    assert batch._noted(done, log.Made(tmp_path)).error == f"{tmp_path / log.LOG}: {full}"

    def refuse(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", refuse)
    lost = batch._noted(done, log.Made(tmp_path))
    assert lost.error == f"{tmp_path / 'here-2024-final' / 'one.ipynb'}: {full}"
    index = [(run.notebook, run.ok, run.error) for run in batch._write_index([lost], tmp_path, "zh")]
    assert index == [("index.html", False, f"{tmp_path / 'index.html'}: {full}")]


@pytest.mark.skipif(not kernels.FORKS, reason="this system cannot fork kernels")
def test_kernels_start_with_the_imports_done_and_each_is_a_process_of_its_own(
    small: WriteNotebook, tmp_path: Path
) -> None:
    cell = "import os, sys\nprint('seaborn' in sys.modules, 'jianghan_lib.showing' in sys.modules, os.getpid())"
    small("one", cell)
    small("two", cell)
    runs = batch.run(["here-2024-final"], ["one", "two"], out=tmp_path / "out", workers=1)
    texts = [re.search(r"True True \d+", run.ipynb.read_text(encoding="utf-8")) for run in runs]
    assert all(texts) and len({text.group() for text in texts if text}) == 2


@pytest.mark.long
@pytest.mark.skipif(not kernels.FORKS, reason="this system cannot fork kernels")
def test_reports_are_the_same_to_the_byte_as_with_ordinary_kernels(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents = batch.choose_documents(["jianghan-2024-final"])
    jobs = batch.report_jobs(documents, batch.choose_notebooks(None), "zh", {})
    jobs += batch.collection_jobs(list(batch.collection_notebooks().values()), "zh", {})
    warm = batch.execute(jobs, 2, lambda result: (result.notebook, result.page, result.error))
    monkeypatch.setenv("JUPYTER_PATH", "")
    monkeypatch.setattr(kernels, "FORKS", False)
    execution.prepare(tmp_path)
    ordinary = map(execution.execute, jobs)
    assert warm == [(result.notebook, result.page, "") for result in ordinary]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"documents": ["nowhere"]}, "unknown document 'nowhere': choose one of here-2024-final, there-2025-budget"),
        ({"notebooks": ["godo"]}, "unknown notebook 'godo': choose one of good"),
        ({"lang": "fr"}, "unknown language 'fr': choose one of zh, en"),
        ({"parameters": {"tpo": 3}}, "good has no parameter 'tpo': it takes document_id: str, lang: str"),
        (
            {"parameters": {"lang": "en"}},
            "'lang' is not set with -p: name the documents as arguments (run ID ...), the language with --lang",
        ),
    ],
)  # fmt: skip
def test_wrong_use_is_refused_before_anything_is_written(
    small: WriteNotebook, tmp_path: Path, arguments: dict[str, object], message: str
) -> None:
    small("good", "1 + 1")
    with pytest.raises(UsageError) as error:
        batch.run(out=tmp_path / "out", **arguments)  # type: ignore[arg-type]
    assert str(error.value) == message
    assert not (tmp_path / "out").exists()


INTERRUPTED = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # a job in the background starts with it ignored
from pathlib import Path
from jianghan_lib.reports import batch
from jianghan_lib.base import paths
paths.notebooks_dir = lambda: Path(sys.argv[1])
batch.run(out=Path(sys.argv[2]))
"""


def test_an_interruption_leaves_no_half_file_and_no_process(small: WriteNotebook, data: Path, tmp_path: Path) -> None:
    started = tmp_path / "started"
    notebook = small(
        "slow", f"import os, time\nopen({str(started)!r}, 'a').write(f'{{os.getpid()}}\\n')\ntime.sleep(300)"
    )
    command = [sys.executable, "-c", INTERRUPTED, str(notebook.parent), str(tmp_path / "out")]
    with subprocess.Popen(command, stderr=subprocess.PIPE, start_new_session=True) as process:
        wait_for(lambda: started.exists() and len(started.read_text().splitlines()) == 2)
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to the process and its workers
        assert process.wait(timeout=20) != 0
    assert not (tmp_path / "out").exists() or names(tmp_path / "out") == []
    kernels = [int(line) for line in started.read_text().splitlines()]
    wait_for(lambda: not any(map(alive, kernels)))


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def wait_for(condition: Callable[[], bool], seconds: float = 90) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.1)


def test_a_document_that_waits_for_the_build_is_told_so(data: Path) -> None:
    (data / "raw" / "new-2025-final").mkdir(parents=True)
    (data / "raw" / "new-2025-final" / "document.csv").touch()
    with pytest.raises(UsageError, match=r"'new-2025-final' was ingested .* run `jianghan build`"):
        batch.choose_documents(["new-2025-final"])


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"district": "江汉"}, ["jianghan-2024-final"]),
        ({"year": 2024, "kind": "final_account"}, ["jianghan-2024-final", "wedz-2024-final"]),
        ({"kind": "budget", "district": "东西湖"}, ["dongxihu-2025-budget"]),
        ({"kind": "budget", "year": 2024}, ["wanli-2024-budget"]),
        ({"district": "组织部", "year": 2024}, ["wedz-2024-final"]),
    ],
)
def test_documents_are_chosen_by_district_year_and_kind(asked: dict[str, Any], found: list[str]) -> None:
    assert [row["document_id"] for row in batch.choose_documents(None, **asked)] == found


@pytest.mark.parametrize(
    ("asked", "chinese"),
    [
        ("Wuhan", "武汉市"),
        ("jiangan", "江岸区"),
        ("Jiang'an District", "江岸区"),
        ("Hubei", "湖北省"),
        ("jiang", "jiang"),
        ("Mars", "Mars"),
        ("江汉", "江汉"),
        ("", ""),
    ],
)
def test_a_place_may_be_asked_for_in_english(asked: str, chinese: str) -> None:
    assert batch.in_chinese(asked) == chinese


def test_filters_that_leave_no_document_are_said_and_reach_the_notebooks_on_all_together() -> None:
    with pytest.raises(UsageError, match="no document is of 江汉, 1999"):
        batch.choose_documents(None, "江汉", 1999)
    notebook = batch.collection_notebooks()["collection"]
    (job,) = batch.collection_jobs([notebook], "zh", {"top": 3}, {"district": "江汉", "year": 2024})
    assert job.parameters == {"district": "江汉", "year": 2024, "top": 3, "lang": "zh"}
    (models,) = batch.collection_jobs([batch.collection_notebooks()["models"]], "zh", {}, {"year": 2024})
    assert models.parameters == {"lang": "zh"}


@pytest.mark.parametrize(("message", "times"), [(execution.NOT_STARTED, 2), ("something else", 1)])
def test_a_kernel_that_does_not_come_up_is_started_once_more(
    message: str, times: int, notebooks: WriteNotebook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    called = []

    def fail(*args: object, **options: object) -> None:
        called.append(args)
        raise RuntimeError(message)

    monkeypatch.setattr("papermill.execute_notebook", fail)
    job = execution.Job("", notebooks("asked", "1"), {})
    with pytest.raises(RuntimeError, match=message):
        execution._execute(job, [])
    assert len(called) == times


def test_a_run_keeps_what_would_come_out_the_same_and_goes_on_where_it_was(
    small: WriteNotebook, tmp_path: Path
) -> None:
    """One document's notebook asks for its own rows only; the rows of the other change, then the first's parameters."""
    own = small("own", 'import jianghan_lib as j\nlen(j.load("projects", document_id))',
                parameters='document_id: str = "x"\nlang: str = "zh"\ntop: int = 3')  # fmt: skip
    out = tmp_path / "out"
    first = batch.run(out=out)
    assert [run.kept for run in first] == [False, False]
    assert [run.kept for run in batch.run(out=out)] == [True, True]
    (out / "here-2024-final" / "own.html").unlink()  # as where it was killed before it was written
    assert [run.kept for run in batch.run(out=out)] == [False, True]
    file = tmp_path / "runs.csv"
    file.write_text("document_id,top,name\nhere-2024-final,4,four\nhere-2024-final,5,\n", encoding="utf-8")
    with pytest.raises(UsageError, match="'top' a column"):
        batch.run(out=out, given=file, parameters={"top": 3})
    runs = batch.run(out=out, given=file, workers=1)
    assert [run.html.parent.name for run in runs] == ["here-2024-final@four", "here-2024-final@2"]
    assert "here-2024-final@four/own.html" in (out / "index.html").read_text(encoding="utf-8")
    logged = [(row["report"], row["parameters"], row["status"]) for row in log.read(out / log.LOG)]
    assert logged[-2:] == [
        ("here-2024-final@four/own.html", '{"document_id": "here-2024-final", "lang": "zh", "top": 4}', "made"),
        ("here-2024-final@2/own.html", '{"document_id": "here-2024-final", "lang": "zh", "top": 5}', "made"),
    ]
    own.write_text(own.read_text(encoding="utf-8").replace("len(j", "2 * len(j"), encoding="utf-8")
    log.Made(out, beside=True).clear(
        ["there-2025-budget"]
    )  # as where the document was removed, and pages are for the web
    assert [name for name in names(out) if not name.startswith("there")] == ["index.html"]
    assert [row["status"] for row in log.read(log.place(out, True))][-3:] == [log.REMOVED] * 3
    assert not any(log.Made(out).kept(batch.report_jobs(batch.choose_documents(None), [own], "zh", {})))


def test_a_document_that_has_the_id_of_the_folder_for_all_is_refused(small: WriteNotebook, data: Path) -> None:
    small("one", "1")
    write_tables(data, {"documents": [{"document_id": "collection", "kind": "budget"}]})  # of an earlier version
    with pytest.raises(UsageError, match="document_id 'collection': is the folder of the reports on all documents"):
        batch.run(out=data / "out")
    assert not (data / "out").exists()


def test_files_of_the_user_in_a_folder_of_reports_are_neither_joined_nor_removed(
    small: WriteNotebook, tmp_path: Path
) -> None:
    """A notebook, a log and a page of one's own lie beside the reports of a document, which then leaves the collection."""
    small("own", "1 + 1")
    out, folder = tmp_path / "out", tmp_path / "out" / "here-2024-final"
    folder.mkdir(parents=True)
    cells = [nbformat.v4.new_markdown_cell("# 我的笔记")]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), folder / "notes.ipynb")
    for name in ("own.notes.csv", "dossier.old", "workbook.old"):
        (folder / name).write_text("mine")
    mine = ["dossier.old", "notes.ipynb", "own.notes.csv", "workbook.old"]
    batch.run(["here-2024-final"], out=out, as_word=True)
    assert "我的笔记" not in (folder / "dossier.html").read_text(encoding="utf-8")
    assert "我的笔记" not in "".join(one.text for one in Document(str(folder / "dossier.docx")).paragraphs)
    assert (folder / "own.ipynb").is_file()
    batch.run(["here-2024-final"], out=out, for_web=True)
    assert names(folder) == sorted(["dossier.docx", "dossier.html", "own.html", "workbook.xlsx", *mine])
    log.Made(out, beside=True).clear([])
    assert names(folder) == mine


@pytest.mark.parametrize(
    ("cell", "alone"),
    [
        ('j.load("projects", document_id)', True),
        ('j.load("projects", document=document_id)', True),
        ('j.documents().query("document_id == @document_id").squeeze()', True),
        ('j.load("projects")', False),
        ('j.load("projects", "another-2024-final")', False),
        ("j.documents()", False),
        ('j.sql("select 1")', False),
        ("from jianghan_lib.pipeline import review", False),
        ("%matplotlib inline", False),
    ],
)
def test_a_notebook_that_asks_for_more_than_its_document_is_known_by_its_code(
    small: WriteNotebook, cell: str, alone: bool
) -> None:
    assert log.own_document_only(small("one", cell)) is alone

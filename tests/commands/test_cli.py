"""The commands: what they print, how they end, and that help costs nothing."""

import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest
from click.testing import CliRunner, Result
from conftest import WriteNotebook

from jianghan_lib.base import paths
from jianghan_lib.base.errors import JianghanError
from jianghan_lib.commands.main import commands
from jianghan_lib.reports import golden

NAMES = [
    "audit",
    "build",
    "class",
    "correct",
    "diff",
    "golden",
    "ingest",
    "lab",
    "mark",
    "remove",
    "rename",
    "run",
    "sql",
    "trace",
]


def call(*arguments: str) -> Result:
    return CliRunner().invoke(commands, list(arguments), prog_name="jianghan")


def stand_in(monkeypatch: pytest.MonkeyPatch, module: str, **content: object) -> None:
    """Puts a module with this content in the place of one of the package."""
    monkeypatch.setitem(sys.modules, f"jianghan_lib.{module}", SimpleNamespace(**content))


def test_the_commands_are_these() -> None:
    assert sorted(commands.commands) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_every_command_has_help_with_an_example(name: str) -> None:
    shown = call(name, "--help")
    assert shown.exit_code == 0
    assert f"Usage: jianghan {name}" in shown.output
    assert f"    jianghan {name}" in shown.output.partition("Example")[2]


def test_help_and_version_start_without_the_heavy_libraries() -> None:
    code = (
        "import sys\nfrom jianghan_lib.commands.main import commands\n"
        "commands(['--help'], standalone_mode=False)\n"
        "print(sorted({'pandas', 'matplotlib', 'papermill', 'nbconvert'} & set(sys.modules)))"
    )
    shown = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.splitlines()[-1] == "[]"
    assert call("--version").output == "jianghan, version 0.1.0\n"


def test_the_module_is_the_command() -> None:
    asked = [sys.executable, "-m", "jianghan_lib.commands.main", "--version"]
    done = subprocess.run(asked, capture_output=True, text=True, check=True)
    assert done.stdout.startswith("jianghan, version ")


def test_ingest_hands_over_its_arguments(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[object] = []

    def ingest(*arguments: object) -> SimpleNamespace:
        seen.extend(arguments)
        return SimpleNamespace(summary="a-2024-final: 9 tables")

    stand_in(monkeypatch, "pipeline.collect", ingest=ingest)
    file = tmp_path / "文件.txt"
    file.touch()
    shown = call("ingest", str(file), "--id", "a-2024-final", "--with-text")
    assert (shown.exit_code, shown.output) == (0, "a-2024-final: 9 tables\nnext: jianghan build\n")
    assert seen == [(file,), "a-2024-final", None, True]


def test_an_error_is_one_line_and_exit_1(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def ingest(*_: object) -> None:
        raise JianghanError("x.txt: no table found: look at the file")

    stand_in(monkeypatch, "pipeline.collect", ingest=ingest)
    (tmp_path / "x.txt").touch()
    shown = call("ingest", str(tmp_path / "x.txt"), "--id", "a")
    assert (shown.exit_code, shown.stdout, shown.stderr) == (
        1,
        "",
        "jianghan: x.txt: no table found: look at the file\n",
    )


def test_build_prints_the_rows_of_each_table(monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(
        monkeypatch,
        "pipeline.build",
        build=lambda form, workers: SimpleNamespace(counts={"documents": 5, "amounts": 1234}, failed={}),
    )
    assert call("build").output.splitlines()[:2] == ["documents\t5", "amounts\t1234"]


def test_audit_as_text(data: Path) -> None:
    assert call("audit").stdout == (
        "here-2024-final: 2 findings, 0 places not read\n"
        "  error\tsum\tF03\t合计\tline 7\t合计不符\n"
        "  rounding\tsum\tF01\t总计\tline 3\t四舍五入\n"
        "there-2025-budget: 0 findings, 0 places not read\n"
    )
    assert "the total differs" in call("audit", "here-2024-final", "--lang", "en").output


def test_audit_as_csv_and_json(data: Path) -> None:
    table = call("audit", "here-2024-final", "--format", "csv").output.splitlines()
    assert table[0].startswith("document_id,about,rule,severity,touches,table,where,")
    assert len(table) == 3
    grave = call("audit", "--severity", "error", "--format", "csv").output.splitlines()
    assert grave == table[:2] and ",error," in grave[1]
    assert '"message_zh":"合计不符"' in call("audit", "here-2024-final", "--format", "json").output
    assert call("audit", "there-2025-budget", "--format", "json").output == "[]\n"


def test_wrong_use_is_one_line_and_exit_2(data: Path) -> None:
    shown = call("audit", "nowhere")
    message = "jianghan: unknown document 'nowhere': choose one of here-2024-final, there-2025-budget\n"
    assert (shown.exit_code, shown.stderr) == (2, message)
    assert call("audit", "--format", "xml").exit_code == 2
    assert call("ingest", "no-such-file.txt", "--id", "a").exit_code == 2


def test_run_reports_what_was_made_and_what_failed(data: Path, notebooks: WriteNotebook, tmp_path: Path) -> None:
    notebooks(
        "good", "assert (top, lang) == (7, 'en')", parameters='document_id: str = "x"\nlang: str = "zh"\ntop: int = 3'
    )
    out = str(tmp_path / "out")
    shown = call("run", "here-2024-final", "--lang", "en", "--out", out, "-p", "top", "7")
    assert (shown.exit_code, shown.stderr) == (0, "")
    assert (
        shown.stdout
        == f"1 of 1 reports made: {out}/index.html\nnext: open {out}/here-2024-final/good.html in a browser\n"
    )

    shown = call("run", "--workers", "1", "--notebook", "good", "--out", out, "here-2024-final")
    assert shown.exit_code == 1
    assert shown.stderr == "failed\there-2024-final\tgood\tcell [3] AssertionError: \n"
    assert shown.stdout == f"0 of 1 reports made: {out}/index.html\nnext: open {out}/index.html in a browser\n"


def test_run_builds_first_where_it_is_told_and_says_what_could_not_be_built(
    data: Path, notebooks: WriteNotebook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    notebooks("good", "1")
    failed = SimpleNamespace(counts={}, failed={"b-2024-final": "no title"})
    stand_in(monkeypatch, "pipeline.build", build=lambda form, workers: failed)
    shown = call("run", "here-2024-final", "--build", "--out", str(tmp_path / "out"))
    assert (shown.exit_code, shown.stderr) == (1, "failed\tb-2024-final\tno title\n")
    assert shown.stdout.startswith("1 of 1 reports made")


def test_a_book_asked_for_later_is_made_where_no_notebooks_were_left(
    data: Path, notebooks: WriteNotebook, tmp_path: Path
) -> None:
    notebooks("good", "1")
    out = tmp_path / "web"
    given = ("run", "here-2024-final", "--out", str(out), "--for-web")
    assert call(*given).stdout.startswith("1 of 1 reports made:")
    assert not list(out.rglob("*.ipynb"))
    assert call(*given).stdout.startswith("0 of 1 reports made, 1 kept")
    assert call(*given, "--word").stdout.startswith("1 of 1 reports made:")
    assert (out / "here-2024-final" / "dossier.docx").is_file()


def test_run_refuses_a_notebook_for_other_documents(data: Path, notebooks: WriteNotebook) -> None:
    path = notebooks("plans", "1")
    notebook = nbformat.read(path, as_version=4)
    notebook.metadata["jianghan"] = {"kinds": ["budget"]}
    nbformat.write(notebook, path)
    shown = call("run", "here-2024-final", "--notebook", "plans")
    message = "jianghan: plans: not for documents of the kind final_account: without --notebook you get what is\n"
    assert (shown.exit_code, shown.stderr) == (2, message)


def test_run_refuses_a_misspelt_parameter(data: Path, notebooks: WriteNotebook) -> None:
    notebooks("good", "1")
    shown = call("run", "-p", "tpo", "7")
    message = "jianghan: good has no parameter 'tpo': it takes document_id: str, lang: str\n"
    assert (shown.exit_code, shown.stderr) == (2, message)


def test_golden_ends_with_the_result_of_the_comparison(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(golden, "compare", lambda workers: 0)
    assert call("golden").exit_code == 0
    monkeypatch.setattr(golden, "compare", lambda workers: 1)
    assert call("golden").exit_code == 1
    monkeypatch.setattr(golden, "update", lambda workers, progress: ["a/one: ValueError: x"])
    shown = call("golden", "--update")
    assert (shown.exit_code, shown.stderr) == (1, "failed\ta/one: ValueError: x\n")


def test_lab_starts_jupyterlab_in_the_notebooks_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[object] = []

    def start(command: list[str], cwd: Path, env: dict[str, str], check: bool) -> SimpleNamespace:
        seen.extend([command, cwd])
        assert "settings" in env["JUPYTER_CONFIG_PATH"]  # which hold no question about news
        return SimpleNamespace(returncode=0)

    monkeypatch.setattr(subprocess, "run", start)
    for user, more in ((1000, []), (0, ["--allow-root"])):
        monkeypatch.setattr(os, "geteuid", lambda user=user: user)
        assert call("lab", "--no-browser", "--port", "8890").exit_code == 0
        first = [sys.executable, "-m", "jupyterlab", "--LabApp.default_url=/lab/tree/start_here.ipynb"]
        assert seen[-2:] == [[*first, *more, "--no-browser", "--port", "8890"], paths.notebooks_dir()]

"""What changed between two builds of a collection, shown figure by figure."""

import csv
import re
import shutil
from io import StringIO
from pathlib import Path

import pytest
from click.testing import CliRunner

from jianghan_lib.base import paths
from jianghan_lib.commands.main import commands
from jianghan_lib.pipeline.build import build
from jianghan_lib.pipeline.ingest import ingest_here
from jianghan_lib.specimens import Vices, generate

OLD = generate(3, "markdown", Vices()).text


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two data folders: the second lacks a document, has a new one, and one that was published with another figure."""
    old, new = (tmp_path_factory.mktemp(name) for name in ("old", "new"))
    other = generate(5, "markdown", Vices()).text
    with_line_before = OLD.replace("\n", "\n\n", 1)
    for folder, texts in (
        (old, {"same": OLD, "gone": other}),
        (new, {"same": with_line_before.replace("支出决算为", "支出决算为9", 1), "fresh": other}),
    ):
        with paths.using(folder):
            for name, text in texts.items():
                file = folder / f"{name}.txt"
                file.write_text(text, encoding="utf-8")
                ingest_here(file, name)
            build()
    return old, new


def changed(old: Path, new: Path) -> list[dict[str, str]]:
    result = CliRunner().invoke(commands, ["diff", str(old), str(new), "--format", "csv"])
    assert result.exit_code == 0, result.output
    return list(csv.DictReader(StringIO(result.stdout)))


def test_documents_and_figures_that_differ_are_listed_with_both_places(folders: tuple[Path, Path]) -> None:
    rows = changed(*folders)
    assert [(row["document_id"], row["change"]) for row in rows if row["table"] == "documents"] == [
        ("fresh", "new_document"),
        ("gone", "gone_document"),
        ("same", "republished"),
    ]
    figures = [row for row in rows if row["change"] == "changed"]
    assert {(row["document_id"], row["table"], row["figure"]) for row in figures} == {
        ("same", "completion", "outturn"),
        ("same", "statements", "amount"),
    }
    for row in figures:  # a digit more before the figure, and a line more before it
        assert row["new"] == "9" + row["old"]
        assert int(row["new_at"].removeprefix("L")) == int(row["old_at"].removeprefix("L")) + 1


def test_a_folder_that_did_not_change_has_no_difference(folders: tuple[Path, Path], tmp_path: Path) -> None:
    old, _ = folders
    same = tmp_path / "same"
    shutil.copytree(old, same)
    assert changed(old, same) == []
    result = CliRunner().invoke(commands, ["diff", str(old), str(same), "--exit-code"])
    assert (result.exit_code, result.stdout.splitlines()) == (
        0,
        [
            "nothing differs",
            "documents: 0 new, 0 gone, 0 republished; figures: 0 changed, 0 added, 0 gone",
        ],
    )


def test_scripts_are_told_by_the_exit_code_and_people_by_a_page(folders: tuple[Path, Path]) -> None:
    old, new = map(str, folders)
    assert CliRunner().invoke(commands, ["diff", old, new, "--exit-code"]).exit_code == 1
    page = CliRunner().invoke(commands, ["diff", old, new, "--format", "html"]).stdout
    assert page.startswith("<!DOCTYPE html>") and "文件：新增1份，减少1份，重新发布1份" in page and ">None<" not in page
    assert re.search(r">9[\d,]+\.\d\d</td><td[^>]*>[\d,]+\.\d\d</td><td[^>]*>第\d+行 → 第\d+行<", page), "in words"
    assert old not in page and new not in page, "no path of this machine"
    assert "新文件" in page and "Jianghan Report" in page, "in words, with the signs that it shows"
    assert (
        "document gone" in CliRunner().invoke(commands, ["diff", old, new, "--format", "html", "--lang", "en"]).stdout
    )


def test_a_folder_that_was_not_built_is_named(folders: tuple[Path, Path], tmp_path: Path) -> None:
    result = CliRunner().invoke(commands, ["diff", str(folders[0]), str(tmp_path)])
    assert result.exit_code == 2
    assert "no folder `processed` in it: name a data folder for which `jianghan build` has run" in result.output

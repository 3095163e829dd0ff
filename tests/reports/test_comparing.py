"""What changed between two builds of a collection, shown figure by figure."""

import csv
import re
import shutil
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from click.testing import CliRunner

from jianghan_lib.base import paths
from jianghan_lib.commands.main import commands
from jianghan_lib.pipeline.build import build
from jianghan_lib.pipeline.corrections import correct
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
            "没有变化",
            "文件：新增0份，减少0份，重新发布0份；数：改了0个，新增0个，减少0个；疑点：新增0处，减少0处；人工更正：新增0处，减少0处",
        ],
    )


def test_scripts_are_told_by_the_exit_code_and_people_by_a_page(folders: tuple[Path, Path]) -> None:
    old, new = map(str, folders)
    assert CliRunner().invoke(commands, ["diff", old, new, "--exit-code"]).exit_code == 1
    page = CliRunner().invoke(commands, ["diff", old, new, "--format", "html"]).stdout
    assert page.startswith("<!DOCTYPE html>") and "文件：新增1份，减少1份，重新发布1份" in page and ">None<" not in page
    assert re.search(r">9[\d,]+\.\d\d</td><td[^>]*>\+[\d,]+\.\d\d</td><td[^>]*>第\d+行 → 第\d+行<", page), "in words"
    assert old not in page and new not in page, "no path of this machine"
    assert "新文件" in page and "Jianghan Report" in page, "in words, with the signs that it shows"
    assert (
        "document gone" in CliRunner().invoke(commands, ["diff", old, new, "--format", "html", "--lang", "en"]).stdout
    )


@pytest.fixture
def corrected(tmp_path: Path) -> tuple[Path, Path]:
    """A document, and the same with a figure on line 579 corrected by hand: of 2476.34 two digits exchanged."""
    folders = tmp_path / "before", tmp_path / "after"
    for folder in folders:
        shutil.copytree(paths.raw_dir() / "jianghan-2024-final", folder / "raw" / "jianghan-2024-final")
        with paths.using(folder):
            if folder.name == "after":
                correct("jianghan-2024-final", "L579", "2476.43", printed="2476.34", reason="misprint", by="A. Nalyst")
            build()
    return folders


def test_findings_and_corrections_that_are_new_are_listed_with_the_figures(corrected: tuple[Path, Path]) -> None:
    before, after = map(str, corrected)
    result = CliRunner().invoke(commands, ["diff", before, after, "--lang", "en"])
    assert result.stdout.splitlines() == [
        "Wuhan City Jianghan District Human Resources Bureau 2024 final account (jianghan-2024-final)",
        "  changed initial budget and outturn\t2082501 · social security and employment · other living relief"
        " · other urban living relief outturn\t2,476.34 → 2,476.43 (+0.09)\tline 579",
        "  changed figures of the narrative\tsocial security and employment / other living relief / other urban living relief"
        " · outturn · 2024 amount\t2,476.34 → 2,476.43 (+0.09)\tline 579",
        "  added finding\ttotal outturn: printed 10,238.96, 23 budget items add up to 10,239.05: 0.09 apart (CNY 10 000)\tline 513",
        "  added finding\tother urban living relief (其他城市生活救助): outturn in the narrative 2,476.43, table F05 (general"
        " public budget expenditure) (line 341) 2,476.34: 0.09 apart; two digits have changed places (CNY 10 000)\tline 579",
        f"  added correction\tother urban living relief outturn: '2476.34' was corrected to '2476.43' by A. Nalyst on {date.today()}: misprint\tline 579",
        "documents: 0 new, 0 gone, 0 republished; figures: 2 changed, 0 added, 0 gone; findings: 2 new, 0 gone;"
        " corrections: 1 new, 0 gone",
    ]
    back = CliRunner().invoke(commands, ["diff", after, before])
    assert back.stdout.splitlines()[-1].endswith("疑点：新增0处，减少2处；人工更正：新增0处，减少1处")
    assert (
        "  已无 疑点\t支出决算合计：印为10,238.96万元，23个科目之和为10,239.05万元，相差0.09万元\t第513行"
        in back.stdout
    )
    rows = [row for row in changed(*corrected) if row["table"] == "findings"]
    assert [(row["change"], row["figure"], row["old"], row["new_at"]) for row in rows] == [
        ("added", "items_add_up", "", "L513"),
        ("added", "narrative_subjects", "", "L579"),
    ]


def test_a_folder_that_was_not_built_is_named(folders: tuple[Path, Path], tmp_path: Path) -> None:
    result = CliRunner().invoke(commands, ["diff", str(folders[0]), str(tmp_path)])
    assert result.exit_code == 2
    assert "no folder `processed` in it: name a data folder for which `jianghan build` has run" in result.output

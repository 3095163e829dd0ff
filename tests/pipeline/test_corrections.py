"""A person's corrections: applied, said, and refused when they no longer match."""

import shutil
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner

from jianghan_lib import load
from jianghan_lib.base import paths
from jianghan_lib.base.errors import JianghanError
from jianghan_lib.commands.main import commands
from jianghan_lib.pipeline import build
from jianghan_lib.pipeline.corrections import COLUMNS, spelt
from jianghan_lib.pipeline.ingest import ingest_here
from jianghan_lib.pipeline.store import read_raw
from jianghan_lib.showing.tables import _forget, note
from jianghan_lib.specimens import Vices, generate
from jianghan_lib.vocabulary import word


@pytest.fixture
def document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An ingested document in a data folder of its own; its folder."""
    monkeypatch.setenv("JIANGHAN_DATA", str(tmp_path))
    text = tmp_path / "document.txt"
    text.write_text(generate(3, "markdown", Vices()).text, encoding="utf-8")
    return ingest_here(text, "invented").folder


def correct(folder: Path, **values: str) -> None:
    row = {
        "kind": "cells",
        "field": "printed",
        "reason": "typed twice",
        "by": "A. Nalyst",
        "date": "2025-11-01",
        "nth": "",
    } | values
    (folder / "corrections.csv").write_text(
        ",".join(COLUMNS) + "\n" + ",".join(row[name] for name in COLUMNS) + "\n", "utf-8"
    )


def test_a_correction_is_applied_and_said(document: Path) -> None:
    stated = next(
        row
        for row in read_raw(document)["statements"]
        if (row.topic, row.role) == ("general_public_budget_expenditure", "initial_budget")
    )
    correct(document, kind="statements", line=str(stated.line), printed=stated.printed, corrected="9999.99")
    build.build()
    assert load("completion").query("level == 'department'").iloc[0]["initial_budget"] == 9999.99
    said = load("findings").query("rule == 'correction_applied'").iloc[0]
    assert (said["severity"], said["printed"], said["expected"]) == ("notice", stated.printed, "9999.99")


def test_a_correction_that_no_longer_matches_fails_the_build(document: Path) -> None:
    correct(document, line="1", printed="0.00", corrected="1.00")
    with pytest.raises(
        JianghanError, match=r"corrections.csv line 2: nothing with printed '0.00' in line 1: mend or remove it"
    ):
        build.build()


def test_a_correction_needs_a_reason_a_name_and_a_date(document: Path) -> None:
    correct(document, line="1", printed="0.00", corrected="1.00", by="")
    with pytest.raises(JianghanError, match="reason, by and date must be filled in"):
        build.build()


def test_one_command_writes_the_guarded_row_and_the_build_applies_it(document: Path) -> None:
    stated = next(
        row
        for row in read_raw(document)["statements"]
        if (row.topic, row.role) == ("general_public_budget_expenditure", "initial_budget")
    )
    place, why = f"L{stated.line}", "misprint, seen in the paper copy"
    asked = ["correct", "invented", place, "9999.99", "--reason", why, "--by", "A. Nalyst"]
    result = CliRunner().invoke(commands, asked)
    assert result.exit_code == 2 and "name the one that is meant with --nth or --printed" in result.output

    as_a_report_shows_it = f"{float(stated.printed.replace(',', '')):,.2f}"
    result = CliRunner().invoke(commands, [*asked, "--printed", as_a_report_shows_it + "0"])
    assert result.exit_code == 0, result.output
    assert f"{stated.printed} -> 9999.99 (A. Nalyst, {date.today()}: {why})" in result.output
    again = CliRunner().invoke(commands, [*asked, "--printed", stated.printed])
    assert again.exit_code == 2 and "is corrected already" in again.output

    build.build()
    assert load("completion").query("level == 'department'").iloc[0]["initial_budget"] == 9999.99
    said = load("findings").query("rule == 'correction_applied'").iloc[0]
    assert (said["printed"], said["expected"], said["line"]) == (stated.printed, "9999.99", stated.line)


def test_of_figures_printed_alike_on_a_line_one_is_corrected_and_marked(document: Path) -> None:
    cells = [row for row in read_raw(document)["cells"] if row.table == "F05"]
    pairs = ((one, two) for one, two in pairwise(cells) if (one.line, one.printed) == (two.line, two.printed))
    first, same = next(pairs)
    asked = ["correct", "invented", f"L{first.line}", "77.77", "--reason", "misprint", "--printed", first.printed]
    result = CliRunner().invoke(commands, asked)
    assert result.exit_code == 2 and "name the one that is meant with --nth or --printed" in result.output
    assert f"2: {same.printed} ({same.name} {word(same.measure, 'en')})" in result.output
    assert CliRunner().invoke(commands, [*asked, "--nth", "2"]).exit_code == 0
    build.build()
    amounts = load("amounts").query(f"table == 'F05' and line == {first.line}").set_index("measure")["amount"]
    assert (amounts[same.measure], amounts[first.measure]) == (77.77, float(first.printed.replace(",", "")))
    told = note(f"L{first.line}", 77.77, "invented", "en")
    assert f"{first.printed!r} was corrected to '77.77'" in told.findings
    assert "一般公共预算财政拨款支出决算表" in told.table


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (["nowhere", "L1", "1", "--reason", "x"], "unknown document 'nowhere': choose one of invented"),
        (["invented", "page 3", "1", "--reason", "x"], "'page 3' is no place: give its line as reports and"),
        (["invented", "L1", "1", "--reason", "x"], "invented L1: no figure"),
        (["invented", "L1", "1", "--reason", " "], "invented L1: no figure: `jianghan trace` tells where"),
    ],
)
def test_a_correction_of_nothing_is_refused(document: Path, asked: list[str], message: str) -> None:
    result = CliRunner().invoke(commands, ["correct", *asked])
    assert result.exit_code == 2 and message in result.output
    assert not (document / "corrections.csv").exists()


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("675", "L675"),
        (" 第675行 ", "L675"),
        ("第 675 行", "L675"),
        ("line 675", "L675"),
        ("l675", "L675"),
        ("line 675:", "L675"),
        ("第12页第30行", "p12 L30"),
        ("12页30行", "p12 L30"),
        ("page 12, line 30", "p12 L30"),
        ("line 30, page 12", "p12 L30"),
        ("2024预算.pdf, line 30, page 12, box 72.0 101.2 130.5 110.0", "2024预算.pdf p12 L30"),
        ("2024预算.pdf 第12页第30行", "2024预算.pdf p12 L30"),
        ("l3.pdf L30", "l3.pdf L30"),
        ("p12 L30 72.0,101.2,130.5,110.0", "p12 L30 72.0,101.2,130.5,110.0"),
        ("page 12", "p12"),
        ("12 30", "12 30"),
    ],
)
def test_a_place_is_taken_as_people_write_it(written: str, kept: str) -> None:
    assert spelt(written) == kept


@pytest.fixture
def printed_579(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A command that corrects line 579 of a document in a data folder of its own: it prints 1331.67, 2476.34 and 186%."""
    shutil.copytree(paths.raw_dir() / "jianghan-2024-final", tmp_path / "raw" / "jianghan-2024-final")
    monkeypatch.setenv("JIANGHAN_DATA", str(tmp_path))
    return ["correct", "jianghan-2024-final", "第579行", "2476.43", "--reason", "misprint", "--by", "A. Nalyst"]


def test_a_figure_that_does_not_stand_there_is_told_with_those_that_do(printed_579: list[str]) -> None:
    result = CliRunner().invoke(commands, [*printed_579, "--printed", "2476.35"])
    item = "社会保障和就业支出/其他生活救助/其他城市生活救助"
    assert (result.exit_code, result.stderr) == (
        2,
        f"jianghan: jianghan-2024-final 第579行: no 2476.35 stands there, but 1: 1331.67 ({item} initial budget);"
        f" 2: 2476.34 ({item} outturn); 3: 186 ({item} completion rate): name the one that is meant with --nth or --printed\n",
    )
    result = CliRunner().invoke(commands, [*printed_579[:3], "much", *printed_579[4:], "--nth", "2"])
    assert (result.exit_code, result.stderr) == (
        2,
        "jianghan: 'much' is no figure: give it as the document should print it, without its unit\n",
    )
    assert CliRunner().invoke(commands, [*printed_579[:3], "-0.5", *printed_579[4:], "--nth", "2"]).exit_code == 0


def test_a_correction_says_what_it_is_about_and_marks_its_figure(printed_579: list[str]) -> None:
    assert CliRunner().invoke(commands, [*printed_579, "--nth", "2"]).exit_code == 0
    build.build()
    said = load("findings").query("rule == 'correction_applied'").iloc[0]
    told = f"other urban living relief outturn: '2476.34' was corrected to '2476.43' by A. Nalyst on {date.today()}: misprint"
    assert (said["table"], said["where"], said["message_en"]) == ("narrative", "其他城市生活救助", told)
    assert said["message_zh"].startswith("其他城市生活救助 支出决算：原印“2476.34”，已人工更正为“2476.43”（A. Nalyst，")
    _forget()  # as `show` does before it asks for notes: the build is another one
    assert told in note("L579", 2476.43, "jianghan-2024-final", "en").findings
    assert told not in note("L579", 1331.67, "jianghan-2024-final", "en").findings

"""A class made and marked by one command each: twenty learners, twenty right and twenty wrong submissions."""

import csv
import json
import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
import pytest
from click.testing import CliRunner

from jianghan_lib import load
from jianghan_lib.base import paths
from jianghan_lib.base.errors import UsageError
from jianghan_lib.base.workers import Service
from jianghan_lib.commands.main import commands
from jianghan_lib.reports.execution import Job, Result, lost
from jianghan_lib.specimens.contradictions import CONTRADICTIONS
from jianghan_lib.specimens.misprints import MISPRINTS
from jianghan_lib.training import classes, handing_back, handing_in, inventing, versions
from jianghan_lib.training.answers import plain
from jianghan_lib.training.choosing import department
from jianghan_lib.training.choosing import rows as rows_of
from jianghan_lib.training.classes import numbers as numbers_of
from jianghan_lib.training.classes import start
from jianghan_lib.training.exercise import Topic
from jianghan_lib.training.exercises import TOPICS
from jianghan_lib.training.inventing import KINDS, OF_BUDGETS, UNREADABLE, kinds
from jianghan_lib.training.judging import right
from jianghan_lib.training.lesson import RECORD
from jianghan_lib.training.marking import mark, summary, suspicions
from jianghan_lib.training.sameness import same

FEW, COUNT = 3, 20
# One with which a department that serves is soon found for each of the few: each trial reads a document.
SECRET = "of the tests o"
EXERCISES = sum(len(topic.exercises) for topic in TOPICS)


def make(folder: Path, count: int, *more: str) -> Path:
    """A class, made by the command."""
    given = ["--learners", str(count), "--secret", SECRET, "--out", str(folder)]
    result = CliRunner().invoke(commands, ["class", *given, *more])
    assert result.exit_code == 0, result.output
    assert f"{count} learners in" in result.output
    return folder


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A class of a few."""
    return make(tmp_path_factory.mktemp("class") / "made", FEW)


def numbers(count: int) -> list[str]:
    return [f"{number:02d}" for number in range(1, count + 1)]


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def lesson(folder: Path, number: str, topic: Any) -> Any:
    return nbformat.read(folder / "learners" / number / f"{topic.notebook}.ipynb", 4)


def test_learners_get_every_lesson_without_solutions_about_their_own_department(made: Path) -> None:
    assert sorted(path.name for path in (made / "learners").iterdir()) == numbers(FEW)
    for number in numbers(FEW):
        for topic in TOPICS:
            notebook = lesson(made, number, topic)
            tags = {tag for cell in notebook.cells for tag in cell.metadata.get("tags", [])}
            assert tags == {"parameters", "exercise", "check", "progress"}
            assert not any(cell.get("outputs") for cell in notebook.cells)
            own = f"{'audit' if topic.number == 8 else 'class'}-{number}"
            (cell,) = [cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", [])]
            assert f'document_id: str = "{own}"' in cell.source
            checks = re.findall(r'lesson\.check\("(\d\.\d)"', "\n".join(cell.source for cell in notebook.cells))
            assert checks == [exercise.name for exercise in topic.exercises]


def test_departments_differ_and_the_data_hold_no_key(made: Path) -> None:
    texts = [
        (made / "learners" / number / f"class-{number}.txt").read_text(encoding="utf-8") for number in numbers(FEW)
    ]
    assert len(set(texts)) == FEW
    for number in numbers(FEW):
        with paths.using(made / "learners" / number / "data"):
            names = load("documents")["document_id"].tolist()
            assert {f"class-{number}", f"audit-{number}", "jianghan-2024-final"} <= set(names)
            assert all(load("findings", f"{name}-{number}").empty for name in ("class", "before", "audit"))
            assert not load("findings", "jianghan-2024-final").empty


def test_a_learners_department_tells_right_answers_from_the_usual_wrong_ones(made: Path) -> None:
    for number in numbers(FEW):
        with paths.using(made / "learners" / number / "data"):
            own = department(f"class-{number}")
            for exercise in [exercise for topic in TOPICS[:8] for exercise in topic.exercises]:
                assert not same(exercise, plain(exercise.slips[0].answer(own)), right(exercise, own)), exercise.name
            amounts = load("amounts", f"class-{number}").query("level == 'total'")
            wrong = [("F01", "outturn"), ("F05", "total"), ("F03", "basic"), ("F03", "project")]
            spent = amounts.query("table == 'F03' and measure == 'total'")["amount"].item()
            printed = amounts.groupby(["table", "measure"])["amount"].agg(set)
            assert not any(spent in printed[place] for place in wrong)


def test_the_trainer_gets_solutions_and_keys(made: Path) -> None:
    key, answers = rows(made / "trainer" / "key.csv"), rows(made / "trainer" / "answers.csv")
    for number in numbers(FEW):
        planted = [row for row in key if row["document"] == f"audit-{number}"]
        assert list(dict.fromkeys(row["kind"] for row in planted)) == list(kinds(int(number)))
        text = (made / "learners" / number / f"audit-{number}.txt").read_text(encoding="utf-8")
        found = {row["line"] for row in rows_of("invented", text)["findings"] if row["severity"] == "error"}
        asked = {int(row["line"]) for row in planted if row["kind"] in KINDS}
        assert asked <= found  # by the audit itself, too
        printed = [row for row in key if row["document"] == f"class-{number}"]
        assert [row["kind"] for row in printed].count(UNREADABLE) == 1
        lines = [row["line"] for row in printed if row["kind"] != UNREADABLE]
        (count,) = [row["answer"] for row in answers if (row["learner"], row["exercise"]) == (number, "5.4")]
        assert 1 <= len(set(lines)) == len(lines) == int(count)
        assert {row["kind"] for row in key if row["document"] == f"budget-{number}"} == set(OF_BUDGETS)
    # In a class of twenty every kind is somewhere.
    every = {kind for turn in range(COUNT) for kind in kinds(turn)} | set(OF_BUDGETS)
    assert every == CONTRADICTIONS.keys() | MISPRINTS.keys()
    for row in key:
        text = (made / "learners" / row["learner"] / f"{row['document']}.txt").read_text(encoding="utf-8")
        line = text.split("\n")[int(row["line"]) - 1]
        assert row["printed"] in line and row["printed"] != row["original"]
    assert len(answers) == FEW * EXERCISES
    assert all(row["answer"] for row in answers if row["exercise"] not in ("4.1", "4.2", "4.3"))
    for topic in TOPICS:
        solved = nbformat.read(made / "trainer" / "lessons" / f"{topic.notebook}.ipynb", 4)
        assert sum("solution" in cell.metadata.get("tags", []) for cell in solved.cells) == len(topic.exercises)


def test_slides_show_the_example_and_need_no_network(made: Path) -> None:
    for topic in TOPICS:
        page = (made / "trainer" / "slides" / f"{topic.notebook}.html").read_text(encoding="utf-8")
        assert page.count("<section") > 10
        assert "answer_" not in page
        before, notes, after = re.split(r'<aside class="notes">|</aside>', page)
        assert "给教员" in notes and "给教员" not in before + after
        assert (made / "trainer" / "slides" / "font.ttf").stat().st_size > 1_000_000 and 'src: url("font.ttf")' in page
        linked = re.findall(r'<(?:script|link)[^>]+(?:src|href)="([^"]+)"', page)
        assert linked and all(link.startswith("reveal.js/") for link in linked)
        files = [made / "trainer" / "slides" / link for link in linked]
        styles = [file.read_text(encoding="utf-8") for file in files if file.suffix == ".css"]
        assert len(styles) == 2 and not any(re.search(r"url\([\"']?http", style) for style in styles)


@pytest.mark.long
def test_slides_in_one_language_show_outputs_in_it(tmp_path: Path) -> None:
    folder = make(tmp_path / "class", 1, "--lessons", "5", "--lang", "en")
    page = (folder / "trainer" / "slides" / "lesson_5_changes.html").read_text(encoding="utf-8")
    assert "3 rows are wrong" in page and "revenue and expenditure" in page.lower()
    assert "行算不对" not in page and "上年数" not in page


def test_the_same_seed_and_secret_make_the_same_class_and_no_other_does(made: Path) -> None:
    begin = {
        start(seed, secret, number, "class") for seed in (1, 2) for secret in ("a", "b") for number in ("01", "02")
    }
    assert len(begin) == 8
    assert start(1, "a", "01", "audit") == start(1, "a", "01", "audit")
    for seed in (7, 10**15):
        assert inventing.planted(seed, 0) == inventing.planted(seed, 0)
        document, before = inventing.clean(seed)
        assert [document.text, before.text] == [one.text for one in inventing.clean(seed)]
        assert inventing.misprinted(document, seed) == inventing.misprinted(document, seed)
    assert (made / "trainer" / "secret.txt").read_text(encoding="utf-8") == f"{SECRET}\n"
    said = [path.read_bytes() for path in (made / "learners").rglob("*") if path.is_file()]
    assert not any(SECRET.encode() in text for text in said)


def not_executed(job: Job) -> Result:
    return Result(job, job.notebook.read_text(encoding="utf-8"), "", "", 0.0)


def test_a_class_has_the_lessons_language_and_names_that_are_wanted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(classes, "NOTEBOOKS", Service(not_executed, lost, few=2))
    roster = tmp_path / "names.txt"
    roster.write_text("张三，2023001\n", encoding="utf-8-sig")
    folder = make(tmp_path / "class", 1, "--lessons", "1,2", "--lang", "zh", "--roster", str(roster))
    learner = folder / "learners" / "01"
    assert sorted(path.name for path in learner.glob("*.ipynb")) == [
        "lesson_1_reading.ipynb",
        "lesson_2_tidy_tables.ipynb",
    ]
    assert sorted(path.stem for path in learner.glob("*.txt")) == ["before-01", "class-01"]  # none for lesson 8
    notebook = lesson(folder, "01", TOPICS[1])
    assert notebook.cells[0].source.startswith("# 第1课 怎样读一份公开文件\n")
    assert "**Goals**" not in notebook.cells[0].source
    given = {line.rpartition("=")[0]: line for line in notebook.cells[2].source.split("\n")}
    assert given["lang: str "] == 'lang: str = "zh"'  # the English remark behind it is gone
    shown = (folder / "trainer" / "slides" / "lesson_1_reading.html").read_text(encoding="utf-8")
    assert "印在这些行" in shown and "printed on these lines" not in shown and ">progress<" not in shown
    summary, discussion = (cell.source for cell in notebook.cells if cell.source.startswith(("## 小结", "## 讨论")))
    assert summary.count("\n- ") == discussion.count("\n- ") == 3
    about = (learner / "README.md").read_text(encoding="utf-8")
    assert about.startswith("# 学员 01 张三\n") and "powershell" in about and "Learner" not in about
    assert "A class" not in (folder / "README.md").read_text(encoding="utf-8")
    marks = mark(folder)
    assert set(marks["lesson"]) == {1, 2}
    result = CliRunner().invoke(commands, ["mark", str(folder)])
    assert result.stdout.splitlines()[-1].endswith(" 张三")
    assert {row["name"] for row in rows(folder / "trainer" / "marks.csv")} == {"张三"}
    assert rows(folder / "trainer" / "roster.csv") == [{"learner": "01", "name": "张三", "id_number": "2023001"}]


def test_beyond_ninety_nine_learners_numbers_have_a_digit_more() -> None:
    assert numbers_of(20)[:2] == ["01", "02"]
    assert (numbers_of(200)[0], numbers_of(200)[-1]) == ("001", "200")


def test_the_packages_commands_give_no_answers_in_a_learners_folder(
    made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = made / "learners" / "01"
    assert not any((folder / "data" / "raw").glob("class-*")) and not any((folder / "data" / "raw").glob("audit-*"))
    monkeypatch.setenv("JIANGHAN_DATA", str(folder / "data"))
    for given in (["ingest", str(folder / "audit-01.txt")], ["ingest", str(folder)], ["build"], ["audit", "audit-01"]):
        result = CliRunner().invoke(commands, given)
        assert (result.exit_code, result.output.count("\n")) == (2, 1), given
        assert "class" in result.output or "learner" in result.output
    assert "audit-01" not in CliRunner().invoke(commands, ["audit"]).output


def hand_in(folder: Path, number: str, topic: Any, answers: dict[str, Any]) -> None:
    """Stores a learner's notebook as it is after every check was run with these answers."""
    notebook = lesson(folder, number, topic)
    keep(notebook, f"{'audit' if topic.number == 8 else 'class'}-{number}", answers)
    nbformat.write(notebook, folder / "learners" / number / f"{topic.notebook}.ipynb")


def keep(notebook: Any, document: str, answers: dict[str, Any]) -> None:
    """Puts answers where the checks of a notebook would keep them."""
    for cell in notebook.cells:
        if found := re.match(r'lesson\.check\("(.+?)"', cell.source):
            given = json.loads(json.dumps(answers[found[1]]))
            record = {"exercise": found[1], "document": document, "answer": given}
            cell.outputs = [nbformat.v4.new_output("display_data", {"text/plain": "", RECORD: record})]
            cell.execution_count = 1


@pytest.mark.long
def test_twenty_right_and_twenty_wrong_submissions_are_marked_so(tmp_path: Path) -> None:
    made = make(tmp_path / "class", COUNT)
    wrong: dict[tuple[str, str], Any] = {}
    for number in numbers(COUNT):
        with paths.using(made / "learners" / number / "data"):
            for topic in TOPICS:
                own = department(f"{'audit' if topic.number == 8 else 'class'}-{number}")
                good = {exercise.name: right(exercise, own) for exercise in topic.exercises}
                hand_in(made, number, topic, good)
                for exercise in topic.exercises:
                    slips = [plain(slip.answer(own)) for slip in exercise.slips]
                    slips = [slip for slip in slips if not same(exercise, slip, good[exercise.name])]
                    wrong[number, exercise.name] = (slips or [good[exercise.name][1:]])[0]
    marks = mark(made)
    assert len(marks) == COUNT * EXERCISES and marks["right"].all()
    assert summary(marks)["total"].tolist() == [EXERCISES] * COUNT

    for number in numbers(COUNT):
        for topic in TOPICS:
            hand_in(made, number, topic, {one.name: wrong[number, one.name] for one in topic.exercises})
    marks = mark(made)
    assert len(marks) == COUNT * EXERCISES and not marks["right"].any()
    assert (marks["sentence_zh"] != "正确。").all()


def test_a_solved_lesson_executed_anew_gives_the_answers_that_were_kept(made: Path, tmp_path: Path) -> None:
    folder, topic = tmp_path / "class", TOPICS[8]
    shutil.copytree(made, folder)
    with paths.using(folder / "trainer" / "data" / "02"):
        own = department("audit-02")
        good = {one.name: right(one, own) for one in topic.exercises}
    notebook = versions.about(paths.lessons_dir() / f"{topic.notebook}.ipynb", "audit-02")
    keep(notebook, "audit-02", good | {"8.2": good["8.1"]})
    nbformat.write(notebook, folder / "learners" / "02" / f"{topic.notebook}.ipynb")
    result = CliRunner().invoke(commands, ["mark", str(folder), "--run"])
    assert result.exit_code == 0
    assert "1 suspicions to look at" in result.stderr
    (told,) = rows(folder / "trainer" / "suspicions.csv")
    assert (told["learner"], told["exercise"], told["kind"]) == ("02", "8.2", "rerun differs")
    marks = rows(folder / "trainer" / "marks.csv")
    assert [row["right"] for row in marks if (row["learner"], row["lesson"]) == ("02", "8")] == [
        "True", "False", *["True"] * 6
    ]  # fmt: skip


def test_what_cannot_be_done_is_said_in_a_line(made: Path, tmp_path: Path) -> None:
    again = CliRunner().invoke(commands, ["class", "--out", str(made)])
    assert (again.exit_code, again.output.count("\n")) == (2, 1)
    assert "is not empty: name a new folder" in again.output
    nothing = CliRunner().invoke(commands, ["mark", str(tmp_path)])
    assert nothing.exit_code == 2 and "no class here" in nothing.output


def right_answers(folder: Path, topics: Sequence[Topic]) -> dict[str, dict[str, Any]]:
    """The right answers of each learner of a class, by exercise."""
    found = {}
    for number in numbers(FEW):
        with paths.using(folder / "trainer" / "data" / number):
            own = department(f"class-{number}")
            found[number] = {one.name: right(one, own) for topic in topics for one in topic.exercises}
    return found


def test_what_learners_hand_in_otherwise_is_named_and_found(made: Path, tmp_path: Path) -> None:
    folder = tmp_path / "class"
    shutil.copytree(made, folder)
    learners = folder / "learners"
    good = right_answers(folder, TOPICS[1:4])
    for number in good:
        for topic in TOPICS[1:4]:
            hand_in(folder, number, topic, good[number])
    names = [f"{topic.notebook}.ipynb" for topic in TOPICS[1:]]
    for broken, text in (("01", "{"), ("02", '{"cells": ["text"]}')):
        (learners / broken / names[0]).write_text(text, encoding="utf-8")
    (learners / "01" / names[1]).rename(learners / "01" / "第2课 张三.ipynb")
    (learners / "01" / names[2]).unlink()
    one, other = (learners / number / names[2] for number in ("02", "03"))
    one.rename(tmp_path / "taken")
    other.rename(one)
    (tmp_path / "taken").rename(other)

    result = CliRunner().invoke(commands, ["mark", str(folder)])
    assert result.exit_code == 0
    table = {line.split()[0]: line.split()[1:] for line in result.stdout.splitlines() if re.match(r"\d\d ", line)}
    assert {number: line[1:4] for number, line in table.items()} == {
        "01": ["0", "5", "0"],
        "02": ["0", "5", "0"],
        "03": ["4", "5", "0"],
    }
    assert table["01"][-3:] == ["5", "5.0", "5"] and table["03"][-3:] == ["9", "9.0", "9"]  # right, score, answered
    lines = result.stderr.splitlines()
    assert lines.pop().startswith("next: hand back ")
    assert [line.split(":")[:2] for line in lines] == [
        ["01", " lesson_1_reading.ipynb"],
        ["01", " lesson_3_completion.ipynb"],
        ["02", " lesson_1_reading.ipynb"],
        ["02", " lesson_3_completion.ipynb"],
        ["03", " lesson_3_completion.ipynb"],
    ]
    assert "cannot be read as a notebook" in lines[0] and "not in the folder" in lines[1]
    assert "its answers are about class-03, not class-02: is it another learner's?" in lines[3]
    marks = rows(folder / "trainer" / "marks.csv")
    (told,) = {row["sentence_zh"] for row in marks if (row["learner"], row["lesson"]) == ("03", "3")}
    assert told.startswith("lesson_3_completion.ipynb：答的是 class-02，不是 class-03")
    assert (folder / "trainer" / "marks.csv").read_text(encoding="utf-8").startswith("\ufefflearner,")
    grades = {row["ID number"]: row for row in rows(folder / "trainer" / "moodle.csv")}
    assert list(grades) == numbers(FEW)
    assert (grades["03"]["Lesson 1"], grades["03"]["Lesson 3"]) == ("100.0", "0.0")
    assert grades["03"]["Course total"] == f"{100 * 9 / EXERCISES:.2f}".rstrip("0")
    page = (folder / "trainer" / "feedback" / "03.html").read_text(encoding="utf-8")
    assert (
        "<h1>学员 03 / Learner 03</h1>" in page
        and "第1课 怎样读一份公开文件 / Lesson 1: How to read a disclosure  4 / 4" in page
    )
    assert f"9 / {EXERCISES} 题正确" in page and "<script" not in page and "http" not in page
    assert versions.solutions(folder / "trainer" / "lessons")["6.1"].startswith("answer_6_1 = own")
    assert page.count('class="right"') == 9 and "答的是 class-02" in page and "没有做" in page


def test_the_answer_that_was_executed_last_counts_wherever_it_is_kept(made: Path, tmp_path: Path) -> None:
    folder, topic = tmp_path / "class", TOPICS[1]
    shutil.copytree(made, folder)
    learners, name = folder / "learners", topic.notebook
    good = right_answers(folder, [topic])
    nothing = dict.fromkeys(good["01"])
    # A copy with the answers, with a byte order mark, in a folder of its own, beside the original without any.
    hand_in(folder, "01", topic, good["01"])
    copy = learners / "01" / "my work" / f"{name}-Copy1.ipynb"
    copy.parent.mkdir()
    copy.write_text((learners / "01" / f"{name}.ipynb").read_text(encoding="utf-8"), encoding="utf-8-sig")
    hand_in(folder, "01", topic, nothing)
    # A wrong answer in a cell below, but executed before the right one.
    hand_in(folder, "02", topic, good["02"])
    notebook = lesson(folder, "02", topic)
    checks = [cell for cell in notebook.cells if cell.get("outputs")]
    late = nbformat.from_dict(json.loads(json.dumps(checks[0])))
    late.id, late.outputs[0]["data"][RECORD]["answer"] = "checked-before", "wrong"
    checks[0].execution_count, late.execution_count = 9, 4
    notebook.cells.append(late)
    nbformat.write(notebook, learners / "02" / f"{name}.ipynb")
    # A folder that was renamed; a check that ended in an error; one that was deleted.
    hand_in(folder, "03", topic, good["03"])
    notebook = lesson(folder, "03", topic)
    checks = [cell for cell in notebook.cells if cell.get("outputs")]
    checks[0].outputs = [nbformat.v4.new_output("error", ename="NameError", evalue="", traceback=[])]
    notebook.cells.remove(checks[1])
    nbformat.write(notebook, learners / "03" / f"{name}.ipynb")
    # A browser's name for a file; the folder as it was handed out lies beside the one that came back.
    (learners / "03" / f"{name}.ipynb").rename(learners / "03" / f"{name}.ipynb.txt")
    (learners / "03").rename(learners / "张三的作业")
    (learners / "03").mkdir()
    shutil.copy2(made / "learners" / "03" / f"{name}.ipynb", learners / "03")

    marks = mark(folder).query("lesson == 1").set_index(["learner", "exercise"])
    names = [one.name for one in topic.exercises]
    assert marks.loc["01", "right"].tolist() == [True] * len(names)
    assert marks.loc["02", "right"].tolist() == [True] * len(names)
    assert marks.loc["03", "right"].tolist() == [False, False, *[True] * (len(names) - 2)]
    assert marks.loc[("03", names[0]), "problem"].endswith(f"checks {names[0]} ended in an error (NameError)")
    assert marks.loc[("03", names[1]), "problem"].endswith(f"the cell that checks {names[1]} was deleted")


def test_what_came_back_in_another_wrapping_is_read_or_named(made: Path, tmp_path: Path) -> None:
    folder, topic = tmp_path / "class", TOPICS[1]
    shutil.copytree(made, folder)
    learners, name, good = folder / "learners", f"{topic.notebook}.ipynb", right_answers(folder, [topic])
    for number in good:
        hand_in(folder, number, topic, good[number])
    # A browser's name; what a Mac packs beside each file; a check in the cell of its answer; an older state kept by JupyterLab.
    (learners / "01" / name).rename(learners / "01" / f"{topic.notebook}.json")
    for beside in (learners / "02" / f"._{name}", learners / "02" / "__MACOSX" / f"._{name}"):
        beside.parent.mkdir(exist_ok=True)
        beside.write_bytes(b"\x00\x05\x16\x07\x00\x02")
    with edited(folder, "02", 1) as cells:
        cells["1.1"].source = f"answer_1_1 = 3\n{cells['1.1'].source}"
    kept = learners / "02" / ".ipynb_checkpoints" / name
    kept.parent.mkdir()
    kept.write_text(json.dumps({"cells": []}), encoding="utf-8")
    # The folder of another came as an archive.
    shutil.make_archive(str(learners / "03"), "zip", learners / "03")
    shutil.rmtree(learners / "03")
    marks = mark(folder).query("lesson == 1")
    assert marks.groupby("learner")["right"].all().to_dict() == {"01": True, "02": True, "03": False}
    assert marks["problem"].drop_duplicates().tolist() == ["", "03.zip: unpack it and mark again"]


def test_dishonest_and_accidental_work_is_listed_and_honest_work_in_an_odd_shape_is_marked(
    made: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "class"
    shutil.copytree(made, folder)
    good = right_answers(folder, TOPICS[1:4])
    for number in good:
        for topic in TOPICS[1:4]:
            hand_in(folder, number, topic, good[number])
    edit = partial(edited, folder)
    with edit("01", 1) as cells:
        cells["1.1"].execution_count = None  # an output pasted
        cells["answer_1_2"].outputs, cells["1.2"].outputs = cells["1.2"].outputs, []
        cells["answer_1_2"].execution_count = 3
        cells["1.3"].outputs[0]["data"][RECORD]["attempts"] = 99
        cells["answer_1_4"].source = "answer_1_4 = lesson.department.answers['1.4']"
    with edit("01", 2) as cells:  # a check of one's own
        cells["answer_2_1"].source = "lesson.check = lambda name, answer: print('✓', name)"
        for name in good["01"]:
            if name.startswith("2."):
                cells[name].outputs = []
    with edit("02", 1) as cells:  # a neighbour's answers under one's own name
        cells["1.1"].outputs[0]["data"][RECORD]["answer"] = good["03"]["1.1"]
        cells["1.4"].source = "for guess in range(9999):\n    lesson.check('1.4', guess)"
    with edit("02", 2) as cells:  # saved without outputs; a cell deleted, so that the check fails
        cells["answer_2_1"].source, cells["2.1"].outputs = "answer_2_1 = 3", []
        cells["2.3"].outputs = [nbformat.v4.new_output("error", ename="NameError", evalue="", traceback=[])]
    with edit("03", 2) as cells:  # Chinese names, a byte order mark, a copy in a folder below a renamed one
        cells["answer_2_1"].source, cells["2.1"].source = "科目数 = 3", 'lesson.check("2.1", 科目数)'
    own = folder / "learners" / "03"
    text = (own / f"{TOPICS[2].notebook}.ipynb").read_text(encoding="utf-8")
    (own / f"{TOPICS[2].notebook}.ipynb").unlink()
    (own / "作业").mkdir()
    (own / "作业" / "第2课-Copy1.ipynb").write_text(text, encoding="utf-8-sig")
    own.rename(folder / "learners" / "李四")

    marks = mark(folder).set_index(["learner", "exercise"])
    assert [name for (number, name), is_right in marks["right"].items() if number == "02" and is_right] == [
        "1.2", "1.3", "1.4", "2.2", "2.4", "2.5", *(f"3.{place}" for place in range(1, 6))
    ]  # fmt: skip
    assert marks.loc["03"].loc["1.1":"3.5", "right"].all()
    assert not marks.loc["01"].loc["2.1":"2.5", "right"].any()
    assert marks.loc[("02", "2.1"), "problem"].endswith(
        "2.1 is written, but was not checked (or the outputs were cleared)"
    )
    assert marks.loc[("02", "2.3"), "problem"].endswith("the cell that checks 2.3 ended in an error (NameError)")
    found = suspicions(folder)
    assert {tuple(row) for row in found[["learner", "exercise", "kind"]].itertuples(index=False)} == {
        ("01", "1.1", "never run"),
        ("01", "1.2", "output of another cell"),
        ("01", "1.3", "many guesses"),
        ("01", "", "reaches for answers"),
        ("01", "", "check replaced"),
        ("02", "1.1", "a neighbour's answer"),
        ("02", "1.4", "check in a loop"),
    }


@contextmanager
def edited(folder: Path, number: str, lesson_number: int) -> Iterator[dict[str, Any]]:
    """The cells of a handed in lesson by exercise, and those of answers by the name they give; saved at the end."""
    topic = TOPICS[lesson_number]
    notebook = lesson(folder, number, topic)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    checks = {found[1]: cell for cell in code if (found := re.match(r'lesson\.check\("(.+?)"', cell.source))}
    named = ((re.search(r"^(answer_\w+) = ", cell.source, re.MULTILINE), cell) for cell in code)
    yield checks | {found[1]: cell for found, cell in named if found}
    nbformat.write(notebook, folder / "learners" / number / f"{topic.notebook}.ipynb")


def test_files_that_cannot_be_read_are_told_and_end_nothing(tmp_path: Path) -> None:
    (tmp_path / "gone.ipynb").symlink_to(tmp_path / "nowhere")
    (tmp_path / "deep.ipynb").write_text("[" * 100_000, encoding="utf-8")
    (tmp_path / "unicode.ipynb").write_text('{"cells": []}', encoding="utf-16")
    (tmp_path / "helper.py").write_text("x = 1", encoding="utf-8")
    found = handing_in.read(tmp_path)
    assert sorted(found.broken) == ["deep.ipynb", "gone.ipynb"] and list(found.notebooks) == ["unicode.ipynb"]
    assert found.modules == {"helper.py": "x = 1"}
    assert found.broken["gone.ipynb"][1].startswith("gone.ipynb: cannot be read as a notebook (No such file")


def test_a_list_right_in_part_has_a_score_and_the_trainers_word_stands(made: Path, tmp_path: Path) -> None:
    folder, topic = tmp_path / "class", TOPICS[8]
    shutil.copytree(made, folder)
    with paths.using(folder / "trainer" / "data" / "01"):
        own = department("audit-01")
        good = {one.name: right(one, own) for one in topic.exercises}
    several = next(name for name, answer in good.items() if isinstance(answer, list) and len(answer) > 1)
    hand_in(folder, "01", topic, good | {several: good[several][1:]})
    scores = mark(folder).query("learner == '01'").set_index("exercise")
    expected = (len(good[several]) - 1) / len(good[several])
    assert scores.loc[several, ["right", "score"]].tolist() == [False, expected]

    path = folder / "trainer" / "overrides.csv"
    path.write_text(f"learner,exercise,score,note\n1,{several},1,said aloud\n", encoding="utf-8-sig")
    for _ in range(2):
        scores = mark(folder).query("learner == '01'").set_index("exercise")
        assert scores.loc[several, ["right", "score", "override"]].tolist() == [True, 1.0, "said aloud"]
    path.write_text("learner,exercise,score,note\n1,9.9,1,\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"overrides.csv: learner 1, exercise 9.9"):
        mark(folder)


def test_grades_stand_under_the_id_number_that_moodle_knows() -> None:
    marks = pd.DataFrame({"learner": ["01", "02"], "lesson": [1, 1], "score": [0.5, 1.0]})
    table = handing_back.moodle(marks, {"01": "张三"}, {"01": "2023001", "02": ""})
    assert table.values.tolist() == [["2023001", "张三", 50.0, 50.0], ["02", "", 100.0, 100.0]]


def test_the_page_that_goes_back_is_in_the_language_of_the_class() -> None:
    told = {"sentence_zh": "偏大。", "sentence_en": "Too large.", "problem": "", "override": "said aloud"}
    marks = pd.DataFrame(
        [{"learner": "01", "lesson": 1, "exercise": "1.1", "right": False, "score": 0.5, "answer": "3", **told}]
    )
    pages = {
        lang: handing_back.pages(marks, {"01": "<张>"}, {"1.1": "x < 2"}, {1: "课"}, lang)["01"]
        for lang in ("", "zh", "en")
    }
    assert all("01 &lt;张&gt;" in page and "x &lt; 2" in page and "said aloud" in page for page in pages.values())
    assert "said aloud 偏大。<br><small>Too large.</small>" in pages[""]
    assert "Too large" not in pages["zh"] and "exercise" not in pages["zh"] and "0 / 1 题正确，得分 0.5" in pages["zh"]
    assert "偏大" not in pages["en"] and "题" not in pages["en"] and "0 of 1 right, score 0.5" in pages["en"]

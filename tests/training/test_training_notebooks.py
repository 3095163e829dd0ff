"""The lessons as files: goals, both languages, exercises with solution and check, every check of a solution passed."""

import ast
import json
import re
from pathlib import Path
from typing import Any

import pytest

from jianghan_lib.base import paths
from jianghan_lib.base.text import width
from jianghan_lib.reports import parameters
from jianghan_lib.training.exercise import Topic
from jianghan_lib.training.exercises import TOPICS
from jianghan_lib.training.versions import code_in, learners

LONGEST_CELL = 11
# So many columns of code a browser of 1280 points shows beside its list of files.
WIDEST_LINE = 114
STEPS = ["exercise", "answer", "solution", "check"]


@pytest.fixture(params=TOPICS, ids=lambda topic: topic.notebook)
def topic(request: pytest.FixtureRequest) -> Topic:
    return request.param


def cells(topic: Topic) -> list[dict[str, Any]]:
    path: Path = paths.lessons_dir() / f"{topic.notebook}.ipynb"
    return json.loads(path.read_text(encoding="utf-8"))["cells"]


def source(cell: dict[str, Any]) -> str:
    return "".join(cell["source"])


def shown(cell: dict[str, Any]) -> str:
    """What a code cell shows as text."""
    texts = [output.get("text", "") or output.get("data", {}).get("text/plain", "") for output in cell["outputs"]]
    return "".join("".join(text) for text in texts)


def test_there_are_no_other_lessons() -> None:
    assert sorted(path.stem for path in paths.lessons_dir().iterdir()) == [topic.notebook for topic in TOPICS]


def test_a_lesson_opens_with_title_goals_and_time_in_both_languages(topic: Topic) -> None:
    text = source(cells(topic)[0])
    assert re.match(rf"# 第{topic.number}课 .+ / Lesson {topic.number}: ", text)
    assert re.search(r"\*\*目标\*\*.*用时约 (\d+) 分钟", text)
    assert re.search(r"\*\*Goals\*\*.*About (\d+) minutes", text)


def test_the_departments_are_parameters_and_the_exercises_have_another_one(topic: Topic) -> None:
    declared = parameters.read(paths.lessons_dir() / f"{topic.notebook}.ipynb")
    assert list(declared) == ["example_id", "document_id", "lang"]
    assert declared["example_id"].default != declared["document_id"].default


def test_texts_are_chinese_first_and_then_english(topic: Topic) -> None:
    for cell in cells(topic):
        if cell["cell_type"] == "markdown":
            text = source(cell)
            assert re.match(r"#{1,3} .*[\u4e00-\u9fff\d].* / .*[A-Za-z]", text)
            paragraphs = [part for part in text.split("\n\n")[1:] if not part.startswith("#")]
            is_chinese = [bool(re.search(r"[\u4e00-\u9fff]{3}", part)) for part in paragraphs]
            assert len(is_chinese) in (0, 2)
            assert is_chinese in ([], [True, False]), text


def test_each_exercise_has_an_empty_answer_a_solution_and_a_check(topic: Topic) -> None:
    steps = [cell for cell in cells(topic) if cell["id"].split("-")[0] in STEPS]
    assert [cell["id"].split("-")[0] for cell in steps] == STEPS * len(topic.exercises)
    for place, exercise in enumerate(topic.exercises):
        text, answer, solution, check = steps[4 * place : 4 * place + 4]
        variable = f"answer_{exercise.name.replace('.', '_')}"
        assert source(text).startswith(f"### 练习 {exercise.name} / Exercise {exercise.name}\n")
        assert source(answer).splitlines()[-1] == f"{variable} = ..." and answer["metadata"]["tags"] == ["exercise"]
        assert all(line.startswith("# ") for line in source(answer).splitlines()[:-1])
        assert f"{variable} = " in source(solution) and solution["metadata"]["tags"] == ["solution"]
        assert source(check) == f'lesson.check("{exercise.name}", {variable})'


def test_a_lesson_has_something_to_predict_and_to_fill_in_before_what_is_to_be_written(topic: Topic) -> None:
    asked = [source(cell) for cell in cells(topic) if "**先猜**" in source(cell)]
    assert len(asked) == 1 and "**Predict**" in asked[0]
    (gaps,) = [source(cell) for cell in cells(topic) if "____" in source(cell)]
    assert gaps.startswith("# 填空：") and " / Fill in: " in gaps


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_code_in_one_language_prints_one_language(topic: Topic, lang: str) -> None:
    said = []
    for cell in cells(topic):
        if cell["cell_type"] == "code":
            said += re.findall(
                r'"[^"\n]*"|^# .*$', re.sub(r"\{[^{}]*\}", "", code_in(source(cell), lang)), re.MULTILINE
            )
    assert not [text for text in said if " / " in text and re.search(r"[\u4e00-\u9fff]", text)]


def test_a_text_in_two_halves_or_in_pieces_becomes_one() -> None:
    code = 'print(f"多花 / more {more / 2:,.2f}，净 / net {net}", "行 / rows")\nx = a["甲"] / b["乙"]'
    assert code_in(code, "en") == 'print(f"more {more / 2:,.2f}, net {net}", "rows")\nx = a["甲"] / b["乙"]'
    assert code_in('print(f"第 {n} 行 / line {n}")', "en") == 'print(f"line {n}")'
    assert code_in("lesson = training.lesson(3, document_id)", "en") == "lesson = training.lesson(3, document_id, lang)"


def test_the_solutions_pass_every_check(topic: Topic) -> None:
    checks = [cell for cell in cells(topic) if cell["id"].startswith("check-")]
    assert [shown(cell).split()[:2] for cell in checks] == [["✓", exercise.name] for exercise in topic.exercises]
    (progress,) = [cell for cell in cells(topic) if cell["id"] == "progress"]
    count = len(topic.exercises)
    assert shown(progress) == f"{count}/{count} 题正确 / exercises right\n"


def test_cells_are_short_and_define_nothing(topic: Topic) -> None:
    for cell in cells(topic):
        if cell["cell_type"] == "code":
            assert len(source(cell).splitlines()) <= LONGEST_CELL
            assert not re.search(r"^\s*(def|class|if|while|try|with)\b|lambda|^%|^!|;$", source(cell), re.MULTILINE)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_line_of_a_learners_code_is_wider_than_a_small_screen(topic: Topic, lang: str) -> None:
    for cell in learners(paths.lessons_dir() / f"{topic.notebook}.ipynb", "class-01", lang).cells:
        if cell.cell_type == "code":
            assert [line for line in cell.source.splitlines() if width(line) > WIDEST_LINE] == []


def test_questions_for_discussion_and_notes_for_the_trainer_close_a_lesson(topic: Topic) -> None:
    discussion, trainer = cells(topic)[-2:]
    assert source(discussion).startswith("## 讨论 / For discussion") and source(discussion).count("？") >= 3
    assert source(trainer).startswith("## 给教员 / For the trainer") and trainer["metadata"]["tags"] == ["trainer"]


def used(code: str) -> set[str]:
    """The names that code asks for by a point or calls, and the kinds of its statements and expressions: what its reader has to know."""
    nodes = list(ast.walk(ast.parse(code)))
    asked = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    called = {node.func.id for node in nodes if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    arguments = {one.arg for node in nodes if isinstance(node, ast.Call) for one in node.keywords if one.arg}
    return asked | called | arguments | {type(node).__name__ for node in nodes if isinstance(node, ast.stmt | ast.expr)}


def test_solutions_use_nothing_that_no_lesson_has_shown() -> None:
    shown: set[str] = set()
    for lesson in TOPICS:
        code = [cell for cell in cells(lesson) if cell["cell_type"] == "code"]
        is_solution = ["solution" in cell["metadata"].get("tags", []) for cell in code]
        shown |= {name for cell, own in zip(code, is_solution, strict=True) if not own for name in used(source(cell))}
        new = {name for cell, own in zip(code, is_solution, strict=True) if own for name in used(source(cell))} - shown
        # Names that a solution gives itself, as the columns of `assign`, and labels of a figure are no methods; -1 is in words.
        assert new <= {"change", "deviation", "gap", "code", "name", "year_before", "UnaryOp"}, lesson.notebook


def test_the_time_of_a_lesson_is_the_sum_of_its_parts_and_stands_in_the_guide(topic: Topic) -> None:
    title, note = source(cells(topic)[0]), source(cells(topic)[-1])
    (stated,) = re.findall(r"用时约 (\d+) 分钟", title)
    assert f"About {stated} minutes" in title
    for parts in re.findall(
        r"讲解 (\d+) .*练习 (\d+) .*讨论 (\d+) |(\d+) minutes of example, (\d+) of .*, (\d+) of ", note
    ):
        assert sum(int(one) for one in parts if one) == int(stated)
    guide = (paths.lessons_dir().parents[1] / "docs" / "trainer.md").read_text(encoding="utf-8")
    assert f"| {topic.number} `{topic.notebook}` | {stated} |" in guide


def test_a_summary_says_what_was_learned(topic: Topic) -> None:
    (summary,) = [source(cell) for cell in cells(topic) if source(cell).startswith("## 小结 / Summary")]
    assert summary.count("\n- ") == 6

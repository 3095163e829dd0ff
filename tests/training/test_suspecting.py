"""Signs of answers that were not found by the learner are listed, honest work is not."""

from pathlib import Path
from typing import Any

import nbformat
import pandas as pd
import pytest

from jianghan_lib.training.handing_in import Given, HandedIn, Notebook
from jianghan_lib.training.marking import noted
from jianghan_lib.training.rerunning import CELL_LATE, LATE, TOO_LARGE, rerun
from jianghan_lib.training.suspecting import MANY, Submission, differing, suspicions

RIGHT = {"01": {"1.1": 10.5, "5.4": 2, "8.1": [7, 9]}, "02": {"1.1": 20.25, "5.4": 3, "8.1": [4, 8]}}


def submission(code: str = "x = 1", **given: Any) -> Submission:
    """What learner 01 hands in: one notebook with one answer to 1.1, and its code."""
    one = Given(**{"exercise": "1.1", "document": "class-01", "answer": 3.5, "attempts": 1, "has_run": True} | given)
    return Submission("01", HandedIn(notebooks={"a.ipynb": Notebook([one], [code], {})}), {one.exercise: one})


@pytest.mark.parametrize(
    ("one", "kind"),
    [
        (submission(has_run=False), "never run"),
        (submission(attempts=MANY), "many guesses"),
        (submission("answer = lesson.department.answers['1.1']"), "reaches for answers"),
        (submission("from jianghan_lib.training.exercises import TOPICS"), "reaches for answers"),
        (submission("answer = lesson.topic.exercises[0].right(own)"), "reaches for answers"),
        (submission("own = vars(lesson)"), "reaches for answers"),
        (submission("import jianghan_lib.training.lesson as L\nL.judge = ok"), "reaches for answers"),
        (submission("display({'application/vnd.jianghan.answer+json': kept}, raw=True)"), "reaches for answers"),
        (submission("!cp audit-01.txt /tmp/a.txt && jianghan ingest /tmp/a.txt --id a"), "reaches for answers"),
        (submission("exec('for n in range(99): x')"), "reaches for answers"),
        (submission("mine = lesson\nanswer = mine.topic.exercises[0]"), "reaches for answers"),
        (submission("import os\nos.chdir('..')"), "reaches for answers"),
        (submission("%cd ~"), "reaches for answers"),
        (submission("os.environ['JIANGHAN_ONLY_RECORD'] = '1'"), "reaches for answers"),
        (submission("pd.read_csv('../02/data/processed/amounts.csv')"), "reaches for answers"),
        (submission("from jianghan_lib.training import judging"), "reaches for answers"),
        (submission("import jianghan_lib.training.judging as j"), "reaches for answers"),
        (submission("for n in range(9999):\n    lesson.check('1.1', n)"), "check in a loop"),
        (submission("[lesson.check('1.1', n) for n in range(99)]"), "check in a loop"),
        (submission("list(map(lesson.check, ['1.1'], [3]))"), "check in a loop"),
        (submission("def guess(n):\n    lesson.check('1.1', n)"), "check in a loop"),
        (submission("from pathlib import Path\nlist(Path.cwd().parent.glob('*'))"), "reaches for answers"),
        (submission("from jianghan_lib.audit import engine"), "reaches for answers"),
        (submission("from jianghan_lib.pipeline import build"), "reaches for answers"),
        (submission("%run helper.py"), "reaches for answers"),
        (submission("lesson.check = lambda *given: print('✓')"), "check replaced"),
        (submission("class lesson:\n    progress = print"), "check replaced"),
        (submission("lesson = mine"), "check replaced"),
        (submission("import helper as lesson"), "check replaced"),
        (submission("type(lesson).check = lambda *given: print('✓')"), "check replaced"),
        (submission("print(lesson := mine)"), "check replaced"),
        (submission("lesson, own = mine"), "check replaced"),
        (submission("x = globals()['les' + 'son']"), "reaches for answers"),
        (submission("lesson??"), "reaches for answers"),
        (submission("get_ipython().run_line_magic('run', 'helper.py')"), "reaches for answers"),
        (submission("pd.read_csv('D:/class/learners/03/data/processed/amounts.csv')"), "reaches for answers"),
        (submission("import sys\nsys.setprofile(seen)"), "reaches for answers"),
        (submission("judge = lesson.progress.__globals__['judge']"), "reaches for answers"),
        (submission("any(map(methodcaller('check', '1.1', n), [lesson]))"), "reaches for answers"),
        (submission("found = !grep -rh 1.1 / --include=answers.csv"), "reaches for answers"),
        (submission("%%writefile ~/.ipython/profile_default/startup/00.py\nprint(1)"), "reaches for answers"),
        (submission(is_below_check=False), "output of another cell"),
        (submission(answer=20.25), "a neighbour's answer"),
        (submission(exercise="8.1", answer=[8, 4]), "a neighbour's answer"),
    ],
)
def test_what_is_not_the_learners_own_is_listed(one: Submission, kind: str) -> None:
    (found,) = suspicions(one, RIGHT)
    assert (found.learner, found.kind) == ("01", kind)
    assert found.zh and found.en


@pytest.mark.parametrize(
    "one",
    [
        submission(),
        submission(answer=10.5),
        submission(answer=None, has_run=False),
        submission(attempts=MANY - 1),
        submission(exercise="5.4", answer=3),  # a count is right for many by chance
        submission("%matplotlib inline\nlesson.check('1.1', answer_1_1)"),
        submission("for name in names:\n    print(name)\nlesson.check('1.1', answers)"),
        submission("this is no code"),
        submission(
            "import jianghan_lib as j\nfrom jianghan_lib import training\nlesson = training.lesson(1, 'class-01')"
        ),
        submission("lesson.check(exercise='1.1', answer=answer_1_1)\ncheck = own['amount'] > 0"),
        submission("own = lesson.load('amounts')\nlesson.check('1.1', 3)\nlesson.progress()"),
        submission("from jianghan_lib.pipeline.trace import trace\n%load_ext autoreload"),
        submission("答案 = 支出.sum()\nlesson.check('1.1', 答案)"),
    ],
)
def test_honest_work_is_not(one: Submission) -> None:
    assert suspicions(one, RIGHT) == []


def test_code_beside_the_notebooks_is_read_too() -> None:
    one = submission("from helper import solve")
    one.handed_in.modules["helper.py"] = "def solve(lesson):\n    for n in range(99):\n        lesson.check('1.1', n)"
    assert [(each.kind, each.en) for each in suspicions(one, RIGHT)] == [
        ("check in a loop", "helper.py: the check stands in a loop")
    ]


def test_one_line_that_is_right_for_another_is_chance_and_several_are_not() -> None:
    right = {"01": {}, "02": {"1.4": 40, "8.3": [41], "9.3": 42}, "03": {"1.4": 40}}
    given = {name: Given(name, "class-01", right["02"][name], 1, True) for name in right["02"]}
    one = Submission("01", HandedIn(), {"8.3": given["8.3"]})
    assert suspicions(one, right) == []
    told = suspicions(Submission("01", HandedIn(), given), right | {"03": {}})
    assert [each.exercise for each in told] == ["1.4", "8.3", "9.3"]
    shared = {**given, "8.1": Given("8.1", "audit-01", [7, 9], 1, True)}
    others = {number: {"8.1": [7, 9]} for number in ("02", "03", "04")}
    assert suspicions(Submission("01", HandedIn(), {"8.1": shared["8.1"]}), {"01": {}, **others}) == []


def test_an_answer_that_comes_out_otherwise_is_listed_and_the_same_in_another_order_is_not() -> None:
    def again(answer: Any) -> Notebook:
        return Notebook([Given("8.1", "audit-01", answer, 1, True)], [], {})

    one = submission(exercise="8.1", answer=["甲", "乙"])
    assert differing(one, "a.ipynb", again(["乙", "甲"])) == []
    assert [each.kind for each in differing(one, "a.ipynb", again(["乙"]))] == ["rerun differs"]
    assert [each.kind for each in differing(one, "a.ipynb", Notebook([], [], {}))] == ["rerun gives none"]
    (told,) = differing(one, "a.ipynb", LATE)
    assert (told.exercise, told.kind) == ("8.1", "rerun did not end")
    assert told.en == "a.ipynb: executed anew, it did not come to its end: it took more than 300 seconds"
    marks = pd.DataFrame({"learner": ["01"] * 2, "exercise": ["8.1", "8.2"], "problem": ["", "kept"]})
    assert noted(marks, pd.DataFrame([told]))["problem"].tolist() == [told.en, "kept"]


TRAPS = {
    "loop": "while True: pass",
    "printing": "while True: print('x' * 1000)",
    "memory": "kept = []\nwhile True: kept.append(bytes(10**8))",
    "waiting": "import time; time.sleep(59)",
}


@pytest.mark.long
def test_a_notebook_without_an_end_is_ended(tmp_path: Path) -> None:
    for name, code in TRAPS.items():
        cells = [nbformat.v4.new_code_cell(code) for _ in range(6)]
        nbformat.write(nbformat.v4.new_notebook(cells=cells), tmp_path / f"{name}.ipynb")
    (tmp_path / "data").mkdir()
    ended = list(rerun([(tmp_path, f"{name}.ipynb", tmp_path / "data") for name in TRAPS], workers=2))
    assert (ended[0], ended[2], ended[3]) == (CELL_LATE, TOO_LARGE, LATE)
    assert ended[1] in (CELL_LATE, TOO_LARGE)


def test_what_code_leaves_at_home_is_gone_before_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home, handed_in = tmp_path / "home", tmp_path / "01"
    for folder in (home, handed_in / "data"):
        folder.mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home))
    start = "start = Path('~/.ipython/profile_default/startup').expanduser()\nstart.mkdir(parents=True, exist_ok=True)"
    code = f"from pathlib import Path\n{start}\n(start / '0.py').write_text('x = 1')"
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)]), handed_in / "a.ipynb")
    (ended,) = rerun([(handed_in, "a.ipynb", handed_in / "data")])
    assert isinstance(ended, Notebook) and not any(home.rglob("0.py"))


CHART = {
    "title": "题",
    "unit": "万元",
    "bars": [[3.0, 1.0]],
    "names": ["甲", "乙"],
    "start": 0.0,
    "end": 3.2,
    "legend": False,
}


@pytest.mark.parametrize(
    ("exercise", "kept", "again"),
    [
        ("1.1", 12.3456, 12.35),
        ("1.1", 12.3456, [12.3456]),
        ("1.3", "F07", ["F07"]),
        ("2.2", {"甲": 1.5, "乙": 2.0}, {"table": {"name": ["乙", "甲"], "amount": [2.0, 1.5]}}),
        ("2.4", {"table": {"total": {"1": 2.0}}}, {"table": {"total": {"1": 2.0}, "share": {"1": 0.5}}}),
        ("4.1", {"chart": CHART}, {"chart": CHART | {"title": "another", "end": 3.5}}),
        ("4.3", {"chart": CHART | {"title": "看起来 2.5 倍"}}, {"chart": CHART | {"title": "2.5 times", "end": 3.5}}),
        ("7.2", 0.98765, 0.9877),
        ("9.4", ["甲局", "12.3%"], "甲局：结余占预算的12.3%"),
    ],
)
def test_another_form_order_or_last_digit_is_no_other_answer(exercise: str, kept: Any, again: Any) -> None:
    one = submission(exercise=exercise, answer=kept)
    assert differing(one, "a.ipynb", Notebook([Given(exercise, "class-01", again, 1, True)], [], {})) == []

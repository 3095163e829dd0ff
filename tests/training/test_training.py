"""The checks of the lessons: right answers pass, typical wrong ones are told what is wrong, and no answer is given away."""

import json
import re
import shutil
from collections import deque
from decimal import Decimal
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
import seaborn as sns

from jianghan_lib import style
from jianghan_lib.base import paths
from jianghan_lib.base.errors import UsageError
from jianghan_lib.training import Lesson, data, inventing, lesson
from jianghan_lib.training.answers import plain
from jianghan_lib.training.choosing import department, drafted
from jianghan_lib.training.department import Department
from jianghan_lib.training.exercise import Exercise
from jianghan_lib.training.exercises import TOPICS
from jianghan_lib.training.exercises.drawing import bars, by_class
from jianghan_lib.training.inventing import KINDS, kinds
from jianghan_lib.training.judging import judge, right
from jianghan_lib.training.lesson import Checked, hints
from jianghan_lib.training.remarks import EMPTY, FACTORS, WANTED, flaws
from jianghan_lib.training.sameness import same
from jianghan_lib.translation import translated

REAL = "wuhan-2023-final"
EXERCISES = [(topic, exercise) for topic in TOPICS for exercise in topic.exercises]
NAMES = [exercise.name for _, exercise in EXERCISES]
# An answer of another form than each kind wants.
OTHER_FORM: dict[str, Any] = {
    **dict.fromkeys(("number", "rate", "fine_rate", "coefficient", "count", "line"), "many"),
    **dict.fromkeys(("name", "names", "lines", "mapping", "table", "chart", "sentence"), 3.5),
}


def about(number: int) -> Department:
    return department({5: "pair-1", 8: "invented-1"}.get(number, REAL))


def in_yuan(drawn: dict[str, Any]) -> dict[str, Any]:
    """A chart -> the same with 元 written on its axis."""
    return {"chart": drawn["chart"] | {"unit": "元"}}


@pytest.fixture(params=EXERCISES, ids=NAMES)
def case(request: pytest.FixtureRequest) -> tuple[Exercise, Department]:
    topic, exercise = request.param
    return exercise, about(topic.number)


def test_the_lessons_are_ten_and_their_exercises_are_numbered_by_them() -> None:
    assert [topic.number for topic in TOPICS] == list(range(10))
    for topic in TOPICS:
        assert [one.name for one in topic.exercises] == [f"{topic.number}.{n + 1}" for n in range(len(topic.exercises))]


def test_the_right_answer_is_right_and_nothing_is_not(case: tuple[Exercise, Department]) -> None:
    exercise, own = case
    wanted = exercise.right(own)
    assert judge(exercise, own, wanted).right
    assert judge(exercise, own, json.loads(json.dumps(plain(wanted)))).right
    for nothing in (..., None, ""):
        verdict = judge(exercise, own, nothing)
        assert (verdict.right, verdict.zh, verdict.en) == (False, *EMPTY)


def test_an_answer_of_another_form_is_told_which_form_is_wanted(case: tuple[Exercise, Department]) -> None:
    exercise, own = case
    verdict = judge(exercise, own, OTHER_FORM[exercise.kind])
    assert not verdict.right
    assert WANTED[exercise.kind][0] in verdict.zh and WANTED[exercise.kind][1] in verdict.en


def test_each_typical_slip_is_wrong_and_told_in_its_own_sentence(case: tuple[Exercise, Department]) -> None:
    exercise, own = case
    for place, slip in enumerate(exercise.slips):
        wrong = plain(slip.answer(own))
        earlier = [
            one for one in exercise.slips[:place] if not same(exercise, plain(one.answer(own)), right(exercise, own))
        ]
        if same(exercise, wrong, right(exercise, own)):
            continue
        verdict = judge(exercise, own, wrong)
        told = [(one.zh, one.en) for one in earlier if same(exercise, wrong, plain(one.answer(own)))]
        assert not verdict.right
        assert (verdict.zh, verdict.en) == (told or [(slip.zh, slip.en)])[0]


def test_every_slip_is_a_wrong_answer_somewhere() -> None:
    places = [department(one) for one in (REAL, "wedz-2024-final", "pair-1", "pair-2", "pair-3", "invented-1")]
    never = [
        (exercise.name, slip.en)
        for _, exercise in EXERCISES
        for slip in exercise.slips
        if all(
            same(exercise, plain(slip.answer(own)), right(exercise, own))
            for own in (places if exercise.name != "5.5" else places[2:5])
        )
    ]
    assert never == []


def test_no_sentence_gives_the_answer_away(case: tuple[Exercise, Department]) -> None:
    exercise, own = case
    wanted = right(exercise, own)
    wrong = [plain(slip.answer(own)) for slip in exercise.slips]
    if isinstance(wanted, float | int):
        wrong += [wanted * factor for factor, _ in FACTORS] + [wanted * 1.001 + 1, wanted * 3 + 7, wanted / 3 - 7]
    elif isinstance(wanted, list):
        wrong += [[], wanted[:-1], [*wanted, *wanted[:1]]] if exercise.kind != "name" else ["别的"]
    secrets = {text for one in _leaves(wanted) for text in _texts(one)}
    for answer in wrong:
        verdict = judge(exercise, own, answer)
        if not verdict.right:
            told = verdict.zh + verdict.en
            assert not {
                text for text in secrets if text in told and re.search(rf"(?<![\w.]){re.escape(text)}(?![\w.])", told)
            }


def _leaves(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [leaf for one in value.values() for leaf in _leaves(one)]
    return [leaf for one in value for leaf in _leaves(one)] if isinstance(value, list) else [value]


def _texts(value: Any) -> list[str]:
    """How an answer might be written; numbers too short to be told from others are left out."""
    if isinstance(value, str):
        return [value] if len(value) > 3 else []
    return [f"{value:.2f}", f"{value:.4f}", f"{value:.1%}"] if isinstance(value, float) and value > 10 else []


@pytest.mark.parametrize(("factor", "sentence"), FACTORS)
def test_a_wrong_scale_or_sign_is_named(factor: float, sentence: tuple[str, str]) -> None:
    exercise = TOPICS[1].exercises[0]
    own = about(1)
    verdict = judge(exercise, own, right(exercise, own) * factor)
    assert (verdict.right, verdict.zh, verdict.en) == (False, *sentence)


def test_half_of_the_last_printed_place_is_right_and_more_is_close() -> None:
    exercise, own = TOPICS[1].exercises[0], about(1)
    wanted = right(exercise, own)
    assert judge(exercise, own, wanted + 0.005).right
    assert "Close" in judge(exercise, own, wanted + 0.03).en
    assert "Rounded too early" in judge(exercise, own, round(wanted, 1)).en
    assert "Too large" in judge(exercise, own, wanted * 2).en
    assert "Too small" in judge(exercise, own, wanted / 2).en


def test_a_percent_is_told_that_rates_are_fractions() -> None:
    exercise, own = TOPICS[1].exercises[1], about(1)
    assert "fractions" in judge(exercise, own, 35.5).en
    assert "Too large" in judge(exercise, own, 0.99).en


def test_a_list_is_told_how_many_are_missing_or_too_many() -> None:
    exercise, own = TOPICS[3].exercises[1], about(3)
    wanted = exercise.right(own)
    assert judge(exercise, own, wanted[1:]).en == "The list is not right, 1 missing. Look at the condition again."
    assert "多了 1 个" in judge(exercise, own, [*wanted, "别的"]).zh
    assert judge(exercise, own, pd.Series(wanted, index=range(5, 5 + len(wanted)))).right


@pytest.mark.parametrize(
    ("answer", "made"),
    [
        (np.float64(1.25), 1.25),
        (np.int64(3), 3),
        (None, None),
        (pd.NA, {"unreadable": "NaN"}),
        (float("nan"), {"unreadable": "NaN"}),
        (True, True),
        (" 甲 ", "甲"),
        ({"b"}, ["b"]),
        (pd.Series([1.5, 2], index=["甲", "乙"]), {"甲": 1.5, "乙": 2.0}),
        (pd.Series(["甲", "乙"], index=[7, 9]), ["甲", "乙"]),
        (pd.DataFrame({"total": [1]}, index=["208"]), {"table": {"total": {"208": 1}}}),
        (np.array([[1.5]]), 1.5),
        (dict.fromkeys(["乙", "甲"]).keys(), ["乙", "甲"]),
        (deque([3, 4]), [3, 4]),
        (object(), {"unreadable": "object"}),
    ],
)
def test_answers_become_plain(answer: Any, made: Any) -> None:
    assert plain(answer) == made


def test_a_chart_is_told_what_a_reader_would_miss() -> None:
    own, exercise = about(4), TOPICS[4].exercises[0]
    rows = own.load("completion").query("level == 'item'").groupby("class_name")["outturn"].sum()
    rows = rows.sort_values(ascending=False)

    def drawn(values: pd.Series, **settings: Any) -> str:
        axes = plt.figure().subplots()
        axes.barh(values.index, values)
        axes.invert_yaxis()
        axes.set(**{"title": "各类", "xlabel": "万元", **settings})
        verdict = judge(exercise, own, axes)
        plt.close("all")
        return verdict.en

    assert drawn(rows) == "Right."
    assert "order" in drawn(rows.sort_index())
    assert "title" in drawn(rows, title="")
    assert "unit" in drawn(rows, xlabel="outturn")
    assert "zero" in drawn(rows, xlim=(100, 90000))
    assert "number of bars" in drawn(rows.head(2))
    assert "long" in drawn(rows / 2)
    assert "order" in drawn(rows.iloc[::-1])
    assert "too short" in drawn(rows, xlim=(0, 100))
    assert drawn(rows / 10000, xlabel="亿元") == "Right."
    assert drawn(rows * 10000, xlabel="支出（元）") == "Right."
    for label, times in (("amount (CNY 10 000)", 1), ("CNY 10,000", 1), ("CNY 100 million", 0.0001), ("yuan", 10000)):
        assert drawn(rows * times, xlabel=label) == "Right."
    assert "names beside the bars" in drawn(pd.Series(rows.to_numpy(), index=rows.index[::-1]))
    assert "no bars" in judge(exercise, own, plt.figure()).en
    plt.close("all")
    pair = plain(TOPICS[4].exercises[1].right(own))["chart"]
    assert [en for _, en in flaws({**pair, "legend": False}, pair)] == ["Two series of bars, and no legend."]


def test_a_chart_is_judged_as_it_is_seen_whatever_drew_it() -> None:
    style.use()
    own, (one, two, _) = about(4), TOPICS[4].exercises
    rows = own.load("completion").query("level == 'item' and basis == 'all'")
    frame = rows.groupby("class_name")[["initial_budget", "outturn"]].sum().sort_values("outturn", ascending=False)
    flat, tall = {"title": "各类", "xlabel": "万元"}, {"title": "各类", "ylabel": "万元"}

    def told(exercise: Exercise, drawn: Any, **settings: str) -> str:
        for axes in np.ravel(drawn.axes):
            axes.set(**settings)
        verdict = judge(exercise, own, drawn)
        plt.close("all")
        return verdict.en

    table = frame.reset_index()
    coloured = sns.barplot(table, x="outturn", y="class_name", hue="class_name")
    assert told(one, coloured, **flat) == "Right."
    assert told(one, sns.catplot(table, x="class_name", y="outturn", kind="bar"), **tall) == "Right."
    assert told(one, frame["outturn"].plot.bar(), **tall) == "Right."
    assert told(one, frame["outturn"].iloc[::-1].plot.barh(), **flat) == "Right."
    assert "order" in told(one, frame["outturn"].plot.barh(), **flat)
    assert "groupby" in told(one, sns.barplot(rows, x="outturn", y="class_name", errorbar=None), **flat)
    assert told(two, frame.plot.bar(), **tall) == "Right."
    assert told(two, frame.iloc[::-1].plot.barh(), **flat) == "Right."
    assert "side by side" in told(two, frame.plot.bar(stacked=True), **tall)
    assert "side by side" in told(two, frame.plot.barh(stacked=True), **flat)
    assert "the budget comes first" in told(two, frame[["outturn", "initial_budget"]].plot.bar(), **tall)
    assert "axes that sns.barplot returns" in judge(one, own, coloured.set(title="各类")).en
    drawn = plt.bar(frame.index, frame["outturn"])
    drawn.patches[0].axes.set(**tall)
    assert judge(one, own, drawn).right
    figure = plt.figure()
    frame["outturn"].plot.bar(ax=figure.subplots(), ylabel="万元")
    figure.suptitle("各类")
    assert judge(one, own, figure).right
    plt.close("all")


ONE_ROW = pd.Series([1], index=[7])


@pytest.mark.parametrize(
    ("name", "turned"),
    [
        ("1.1", lambda right: ONE_ROW * right),
        ("1.1", Decimal),
        ("1.2", lambda right: np.array([round(right, 3)])),
        ("1.4", lambda right: pd.Series([right], index=[3], dtype="Int64")),
        ("2.3", lambda right: pd.Series(right[:1], index=[4])),
        ("2.4", lambda right: right.assign(name="文本").iloc[::-1]),
        ("2.2", lambda right: right.sort_values().to_frame()),
        ("2.2", lambda right: right.reset_index()),
        ("1.2", lambda right: pd.DataFrame({"share": [right]})),
        ("2.1", np.array),
        ("2.2", lambda right: list(right.items())),
        ("2.3", lambda right: f"“{right[0]}”"),
        ("1.3", lambda right: [f'"{name}"' for name in right]),
        ("3.2", lambda right: pd.DataFrame({"item_name": right})),
        ("9.4", lambda right: "".join(right).replace("%", "％")),
        ("3.2", lambda right: pd.Series(right[::-1], index=range(2, 2 + len(right)))),
        ("8.1", lambda right: pd.Series(right, index=range(2, 2 + len(right)))),
        ("8.1", lambda right: [float(line) for line in right]),
        ("8.3", lambda right: right[0]),
        ("3.2", lambda right: [translated(name) for name in right]),  # as English tables show them
        ("3.4", lambda right: translated(right[0]).upper()),
        ("9.4", lambda right: "".join(translated(piece) for piece in right)),
    ],
)
def test_other_forms_of_a_right_answer_are_right(name: str, turned: Any) -> None:
    topic, exercise = next(case for case in EXERCISES if case[1].name == name)
    own = about(topic.number)
    assert judge(exercise, own, turned(exercise.right(own))).right


def test_a_list_of_every_name_is_no_right_answer_to_which_is_the_largest() -> None:
    for name, table, column in (
        ("2.3", "amounts", "name"), ("3.4", "completion", "item_name"), ("5.3", "changes", "item"), ("6.2", "projects", "project")
    ):  # fmt: skip
        topic, exercise = next(case for case in EXERCISES if case[1].name == name)
        own = about(topic.number)
        every = own.load(table)[column]
        for answer in (every, every.tolist(), every.unique()):
            assert not judge(exercise, own, answer).right


def test_an_identifier_and_its_chinese_name_say_the_same() -> None:
    exercise, own = TOPICS[5].exercises[2], about(5)
    row = own.load("changes").query(f"item == {exercise.right(own)[0]!r}").iloc[0]
    assert judge(exercise, own, row["item"]).right and judge(exercise, own, row["name"]).right


@pytest.mark.parametrize(
    ("name", "answer", "told"),
    [
        ("1.1", "10,238.96", "a number, in 万元, is wanted here, not a text"),
        ("1.1", "10,238.96", "Make a number of the text with float()"),
        ("1.1", float("nan"), "`fillna(0)` counts it as 0"),
        ("1.4", 149, "Not that line"),
        ("1.4", 12, "take the column `line`"),
        ("2.1", 500, "counted once for each of its rows"),
        ("2.1", 2, "empty values fail every comparison"),
        ("2.2", lambda own: -TOPICS[2].exercises[1].right(own), "sign is the wrong way round"),
        ("2.2", lambda own: TOPICS[2].exercises[1].right(own) * 10000, "the unit is 万元"),
        ("2.2", lambda own: TOPICS[2].exercises[1].right(own) * np.nan, "of the values are empty (NaN)"),
        ("8.1", [3, 5], "take the column `line`"),
        ("2.2", lambda own: own.load("amounts"), "wanted here, not a DataFrame"),
        ("3.1", lambda own: round(TOPICS[3].exercises[0].right(own), 1), "Rounded too early"),
        ("7.2", lambda own: round(TOPICS[7].exercises[1].right(own), 1), "Rounded too early"),
        ("8.7", ["2080101", "2080102"], "Those are codes; their lines stand in the column `line`."),
        ("6.4", lambda own: own.load("indicators")["met"].mean, "not a function (write () behind its name)"),
        ("2.2", lambda own: own.load("amounts").query("table == 'F03' and level == 'class'")["amount"], "indexed"),
        ("2.2", lambda own: TOPICS[2].exercises[1].right(own).round(1) + 0.05, "rounded too early"),
        ("2.2", lambda own: TOPICS[2].exercises[1].right(own).round(0), "Rounded too early"),
        ("2.3", 2080101, "not a number (2080101)"),
        ("2.3", lambda own: own.load("amounts").iloc[0], "a Series or dict of"),
        ("8.1", ["7", "9"], "not a list of 2 texts"),
        ("8.1", ["第7行", "9"], "Make a number of the text"),
        ("2.1", 11.5, "a whole number is wanted here, not a number (11.5)"),
        ("2.4", lambda own: TOPICS[2].exercises[3].right(own).reset_index(), "indexed by the column"),
        ("1.3", "F07、F08", "each name in its own quotation marks"),
        (
            "9.4",
            lambda own: "，".join([*TOPICS[9].exercises[3].right(own)]) + "9",
            "not rightly: the line of the source",
        ),
        ("9.4", lambda own: "1".join(TOPICS[9].exercises[3].right(own)), "not rightly: the percent"),
        ("9.4", lambda own: "浪费了" + "，".join(TOPICS[9].exercises[3].right(own)), "the sentence judges"),
        ("3.2", 5, "a list of names is wanted here, not a number"),
        ("3.4", "2080101", "That is a code"),
        ("3.3", 5000.0, "has to be divided by its base"),
        ("6.1", 0.1, "rows too few above the line"),
        ("8.8", [[3], [5]], "a list of lists (join lists with +)"),
        ("4.2", lambda own: bars(by_class(own).iloc[::-1, ::-1]), "do not stand in order"),
        ("4.1", lambda own: in_yuan(bars(by_class(own)[["outturn"]])), "The unit on the axis is not that of the bars"),
        ("4.3", "5", "a bar chart is wanted here"),
        ("7.4", 0, "see which rows"),
        ("8.2", object(), "something else, object"),
        ("6.2", object(), "something else, object"),
        ("6.1", {"chart": {}}, "not a figure"),
    ],
)
def test_what_is_amiss_is_said_in_particular(name: str, answer: Any, told: str) -> None:
    topic, exercise = next(case for case in EXERCISES if case[1].name == name)
    own = about(topic.number)
    verdict = judge(exercise, own, answer(own) if callable(answer) else answer)
    assert not verdict.right and told in verdict.en


def test_the_invented_document_holds_each_contradiction_where_the_exercises_find_it() -> None:
    for seed in (1, 3):
        planted, own = drafted(f"invented-{seed}", seed, seed)
        assert list(dict.fromkeys(slip.kind for slip in planted.slips)) == list(kinds(seed))
        by_name = {one.name: set(right(one, own)) for one in TOPICS[8].exercises}
        assert all(by_name.values())
        lines = {slip.line for slip in planted.slips if slip.kind in KINDS}
        assert lines <= by_name["8.8"]
        assert all(lines & by_name[name] for name in ("8.3", "8.4", "8.5", "8.6", "8.7"))
        assert all(slip.original != slip.printed for slip in planted.slips)


def test_a_row_printed_twice_moves_what_was_planted_below_it() -> None:
    drafts = (inventing.planted(seed, 2) for seed in range(99))
    planted = next(one for one in drafts if len({slip.kind for slip in one.slips}) == len(kinds(2)))
    lines = planted.text.split("\n")
    assert all(slip.printed in lines[slip.line - 1] for slip in planted.slips)
    *_, twice = planted.slips
    assert (twice.kind, twice.original) == ("a row printed twice", "")
    assert lines[twice.line - 1] == lines[twice.line - 2]


def test_a_lesson_checks_and_counts(capsys: pytest.CaptureFixture[str]) -> None:
    learning: Lesson = lesson(1, REAL)
    amounts = learning.load("amounts")
    total = amounts.query("table == 'F03' and level == 'total' and measure == 'total'").iloc[0]
    learning.check("1.1", total["amount"])
    learning.check("1.4", total["amount"])
    learning.check("1.2")
    learning.progress()
    shown = capsys.readouterr().out
    assert "✓ 1.1  正确。\n  Right." in shown
    assert "✗ 1.4" in shown and "✗ 1.2" in shown
    assert "1/4 题正确 / exercises right；未完成 / to do: 1.2, 1.3, 1.4" in shown


def test_where_nothing_was_found_it_is_said_whether_it_is_kept_back(capsys: pytest.CaptureFixture[str]) -> None:
    none = [{name: [] for name in ("findings",)}] * 2
    for name, lang, said in (("audit-01", "en", "the trainer keeps them"), ("my-2024", "zh", "没有发现矛盾")):
        Lesson(TOPICS[8], Department(name, none.pop()), lang).load("findings")
        assert said in (printed := capsys.readouterr().out) and " / " not in printed


def test_the_second_wrong_answer_brings_a_hint_and_no_answer_brings_none(capsys: pytest.CaptureFixture[str]) -> None:
    learning = lesson(1, REAL)
    for answer, has_hint in ((..., False), (1.0, False), (..., False), (2.0, True)):
        learning.check("1.1", answer)
        assert ("Hint: Two conditions" in capsys.readouterr().out) is has_hint
    assert list(hints()) == NAMES


def test_the_same_answer_again_is_named_and_is_no_second_try(capsys: pytest.CaptureFixture[str]) -> None:
    learning = lesson(1, REAL, "en")
    for answer, is_again, has_hint in ((1.0, False, False), (1.0, True, False), (2.0, False, True), (2.0, True, True)):
        learning.check("1.1", answer)
        said = capsys.readouterr().out
        assert ("if it failed, the old answer stands" in said, "Hint:" in said) == (is_again, has_hint)


def test_a_folder_of_ones_own_is_read_until_the_lesson_begins_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("mine", "data"):
        shutil.copytree(paths.processed_dir(), tmp_path / name / "processed")
    with paths.using(paths.data_dir()):
        data("mine")
        assert paths.data_dir() == tmp_path / "mine"
        lesson(1, REAL)
        assert paths.data_dir() == tmp_path / "data"
    with pytest.raises(UsageError, match="other: no tables there: set JIANGHAN_DATA to it"):
        data("other")


def test_the_answer_is_kept_beside_the_sentence() -> None:
    exercise, own = TOPICS[1].exercises[3], about(1)
    kept = Checked("1.4", REAL, 7, 2, judge(exercise, own, 7))._repr_mimebundle_()
    record = kept["application/vnd.jianghan.answer+json"]
    assert record == {"exercise": "1.4", "document": REAL, "answer": 7, "attempts": 2}
    assert kept["text/plain"].startswith("✗ 1.4")


def test_wrong_names_are_answered_with_the_valid_ones() -> None:
    with pytest.raises(UsageError, match="unknown lesson 10: choose one of 0, 1, 2"):
        lesson(10, REAL)
    with pytest.raises(UsageError, match=r"unknown document 'nowhere': choose one of dongxihu-2025-budget.*invented-1"):
        lesson(1, "nowhere")
    with pytest.raises(UsageError, match=r"unknown exercise '7\.1': choose one of 1\.1, 1\.2, 1\.3, 1\.4"):
        lesson(1, REAL).check("7.1", 3)


def test_a_department_that_lacks_what_a_lesson_needs_is_refused() -> None:
    with pytest.raises(
        UsageError, match=r"dongxihu-2025-budget does not publish what lesson 1 needs: choose one of .*wuhan-2023-final"
    ):
        lesson(1, "dongxihu-2025-budget")

"""What a trainer should look at: signs that an answer was not found by the learner. Suspicions, never verdicts."""

import ast
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jianghan_lib.training.exercise import Exercise, Topic
from jianghan_lib.training.exercises import TOPICS
from jianghan_lib.training.handing_in import CHECK, Given, HandedIn, Notebook
from jianghan_lib.training.judging import NOTHING
from jianghan_lib.training.remarks import Sentence
from jianghan_lib.training.sameness import FITS, same, taken

COLUMNS = ("learner", "exercise", "kind", "zh", "en")
# A notebook that was executed anew and did not end; it stands beside the first of its exercises.
NO_END = "rerun did not end"
# So many tries of one exercise are no thinking.
MANY = 30
# Answers that two learners' departments may well have in common, and a right one of another's says nothing.
COMMON = ("count", "name", "chart")
# Of these kinds one says it alone; of others so many of the same learner's do, and none that is right for more of a class.
TELLING = ("number", "mapping", "table", "sentence")
SEVERAL, PART_OF_CLASS = 3, 0.05
# What gives answers or the making of them, changes how they are judged or kept, or leaves the learner's folder: no lesson shows it.
REACHING = re.compile(
    r"\blesson\.(?!load\b|check\b|progress\b)\w+|\b(?:vars|getattr|setattr|exec|eval)\s*\(|__dict__|\bos\.environ|\bsubprocess\b|JIANGHAN_\w+"
    r"|jianghan_lib\.training\.|\btraining\.(?!(?:lesson|data)\b)\w+|vnd\.jianghan|\bingest\b|\bjianghan audit\b|\.\./|\.parents?\b"
    r"|jianghan_lib\.(?:audit|build|forms|readers|specimens)\b|\bpipeline(?:\.(?!trace\b)|\s+import\s+(?!trace\b))\w+"
    r"|%%(?:bash|sh|script|python)\b|%(?:run|load)\b|\b__import__\b|\bimportlib\b|\bsys\.modules\b|\b(?:globals|locals)\s*\("
    r"|\bset(?:trace|profile)\b|\bpdb\b|%(?:debug|prun)\b|\b(?:methodcaller|attrgetter)\b|__(?:globals|closure|code|func|self|class|subclasses|mro)__"
    r"|\b(?:answers|key|marks)\.csv\b|\bsecret\.txt\b|\.ipython\b|\b(?:site|user)customize\b|PYTHONSTARTUP"
    r"|\bget_ipython\b|\bimport (?:inspect|gc|ctypes)\b|\?\?|\b(?:learners|trainer)[/\\]|"
    r"\.exercises\b|\.right\s*\(|[\"']\.\.[\"']|\bPath\.home\b|\bexpanduser\b|[%!]\s*cd\b|"
    r"\.answers\b|training\s*(?:\.|import\b)\s*\(?\s*(?:exercises|judging|choosing|classes|marking|inventing)\b|\bTOPICS\b"
)

EXERCISES: Mapping[str, Exercise] = {one.name: one for topic in TOPICS for one in topic.exercises}
Answers = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Suspicion:
    """One thing to look at: whose, which exercise ('' for a whole notebook), its kind, and a sentence."""

    learner: str
    exercise: str
    kind: str
    zh: str
    en: str


@dataclass(frozen=True)
class Submission:
    """What a learner handed in, with the answers that count, by exercise."""

    learner: str
    handed_in: HandedIn
    given: Mapping[str, Given]


def suspicions(one: Submission, answers: Answers) -> list[Suspicion]:
    """A submission, and the right answers by learner and exercise -> what to look at, without running anything."""
    found = [*_in_answers(one), *_in_code(one), *_neighbours(one, answers)]
    return [Suspicion(one.learner, *each) for each in dict.fromkeys(found)]


def differing(one: Submission, name: str, rerun: Notebook | Sentence) -> list[Suspicion]:
    """A submission's notebook and the same executed anew (or why it did not end) -> answers that came out otherwise."""
    kept = {each.exercise: each.answer for each in one.handed_in.notebooks[name].given}
    counted = [exercise for exercise, answer in kept.items() if answer is not None and exercise in one.given]
    if not isinstance(rerun, Notebook):
        zh, en = (
            f"{name}：重新运行，没有到底：{rerun[0]}",
            f"{name}: executed anew, it did not come to its end: {rerun[1]}",
        )
        return [Suspicion(one.learner, exercise, NO_END, zh, en) for exercise in counted[:1]]
    again = {each.exercise: each.answer for each in rerun.given}
    return [
        Suspicion(one.learner, exercise, *_otherwise(name, exercise in again))
        for exercise in counted
        if not _agree(exercise, kept[exercise], again.get(exercise))
    ]


def _otherwise(name: str, is_there: bool) -> tuple[str, str, str]:
    if is_there:
        return (
            "rerun differs",
            f"{name}：重新运行，答案与交来的不同（也可能是打乱次序运行、删改过前面的格）",
            f"{name}: executed anew, the answer is another one (cells run out of order, or changed since, do that too)",
        )
    return (
        "rerun gives none",
        f"{name}：重新运行，得不到这个答案（前面的格出错，或检查没有运行）",
        f"{name}: executed anew, it gives no answer here (an earlier cell fails, or the check is not reached)",
    )


def _agree(name: str, kept: Any, again: Any) -> bool:
    """Whether two answers to an exercise say the same: another form, order or last digit is no other answer."""
    if again is None or _ordered(kept) == _ordered(again):
        return again is not None
    one, other = (taken(EXERCISES[name].kind, answer) for answer in (kept, again))
    return same(EXERCISES[name], one, other) or same(EXERCISES[name], other, one)


def _ordered(answer: Any) -> Any:
    """An answer with its lists in order: a set has none of its own."""
    return sorted(answer, key=repr) if isinstance(answer, list) else answer


def _in_answers(one: Submission) -> Iterator[tuple[str, str, str, str]]:
    """Exercise, kind and sentence of answers that were pasted, or guessed."""
    for name, given in one.given.items():
        if not given.has_run and given.answer is not None:
            zh, en = (
                "输出在笔记本里，那一格却没有运行过",
                "the output stands in the notebook, but its cell was never run",
            )
            yield name, "never run", zh, en
        if not given.is_below_check:
            zh, en = "输出所在的格不检查这一题", "the output stands below a cell that does not check this exercise"
            yield name, "output of another cell", zh, en
        if given.attempts >= MANY:
            zh, en = f"检查了 {given.attempts} 次", f"checked {given.attempts} times"
            yield name, "many guesses", zh, en


def _in_code(one: Submission) -> Iterator[tuple[str, str, str, str]]:
    """Exercise, kind and sentence of cells that reach for answers, or check in a loop."""
    written = {name: notebook.code for name, notebook in one.handed_in.notebooks.items()}
    for name, code in (written | {name: [module] for name, module in one.handed_in.modules.items()}).items():
        for cell in code:
            if reached := REACHING.search(cell):
                zh, en = f"{name}：代码里有 {reached[0]}", f"{name}: its code has {reached[0]}"
                yield "", "reaches for answers", zh, en
            tree, asked = _tree(cell), ", ".join(CHECK.findall(cell))
            if is_guessing(tree):
                yield asked, "check in a loop", f"{name}：在循环里检查", f"{name}: the check stands in a loop"
            if is_replacing(tree):
                zh, en = (
                    f"{name}：lesson 或它的检查被换成了别的",
                    f"{name}: `lesson`, or its check, was made something else",
                )
                yield asked, "check replaced", zh, en


def _tree(cell: str) -> ast.AST:
    """The code of a cell, without what only a notebook understands; nothing where it is none."""
    try:
        return ast.parse("\n".join(line for line in cell.splitlines() if not line.lstrip().startswith(("%", "!"))))
    except SyntaxError:
        return ast.Module([], [])


LOOPS = (ast.For, ast.While, ast.ListComp, ast.SetComp, ast.GeneratorExp, ast.DictComp, ast.Lambda, ast.FunctionDef)


def is_guessing(tree: ast.AST) -> bool:
    """Whether code checks in a loop, or hands the check to something that calls it."""
    called = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    is_looped = any(_is_check(node) for loop in ast.walk(tree) if isinstance(loop, LOOPS) for node in ast.walk(loop))
    return is_looped or any(_is_check(node) and id(node) not in called for node in ast.walk(tree))


def _is_check(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == "check" and isinstance(node.ctx, ast.Load)


def is_replacing(tree: ast.AST) -> bool:
    """Whether code gives `lesson`, or a check, another meaning than the lesson's own second cell does."""
    kept = {
        id(one)
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and _is_lesson(node.value)
        for one in node.targets
    }
    stored = [
        node for node in ast.walk(tree) if isinstance(getattr(node, "ctx", None), ast.Store) and id(node) not in kept
    ]
    if any(isinstance(node, ast.Attribute) and node.attr in ("check", "lesson") for node in stored):
        return True
    targets = [node.id for node in stored if isinstance(node, ast.Name)]
    defined = [node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    named = [
        alias.asname for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom) for alias in node.names
    ]
    return bool({"lesson", "training"} & {*targets, *defined, *filter(None, named)})


def _is_lesson(value: ast.AST) -> bool:
    return isinstance(value, ast.Call) and ast.unparse(value.func).endswith("training.lesson")


def _neighbours(one: Submission, answers: Answers) -> Iterator[tuple[str, str, str, str]]:
    """Answers that are wrong here and right for another learner.

    One that may be so by chance is told where others are right for the same learner, one that is right for many is not.
    """
    found = {name: _whose(one, name, answers) for name in one.given}
    by_chance = {name for name in found if not _is_telling(EXERCISES[name].kind, one.given[name].answer)}
    counted = Counter(other for name in by_chance for other in found[name])
    for name, others in found.items():
        told = [other for other in others if name not in by_chance or counted[other] >= SEVERAL]
        if told:
            zh, en = f"这是学员 {'、'.join(told)} 的正确答案", f"this is the right answer of learner {', '.join(told)}"
            yield name, "a neighbour's answer", zh, en


def _whose(one: Submission, name: str, answers: Answers) -> list[str]:
    """The few learners for whom an answer is right that is wrong here."""
    exercise, given = EXERCISES[name], one.given[name].answer
    if exercise.kind in COMMON or given in NOTHING:
        return []
    whose = [other for other, right in answers.items() if _says(exercise, given, right.get(name))]
    is_common = len(whose) > max(1, len(answers) * PART_OF_CLASS)
    return [] if one.learner in whose or is_common else whose


def _is_telling(kind: str, answer: Any) -> bool:
    """Whether an answer has so many digits or pieces that it is hardly another's by chance: one line or rate may be."""
    given = taken(kind, answer)
    return kind in TELLING or (isinstance(given, list) and len(given) > 1)


def _says(exercise: Exercise, answer: Any, right: Any) -> bool:
    """Whether an answer is a right one that is worth the word: more than an empty list, or a nought."""
    given = taken(exercise.kind, answer)
    return bool(right) and FITS[exercise.kind](given) and same(exercise, given, right)


def notebooks(topics: Sequence[Topic], handed_in: HandedIn) -> list[str]:
    """The notebooks of a learner that check something in these lessons, and hold an answer: those worth executing."""
    known = {exercise.name for topic in topics for exercise in topic.exercises}
    return [
        name
        for name, notebook in handed_in.notebooks.items()
        if any(given.exercise in known and given.answer is not None for given in notebook.given)
    ]

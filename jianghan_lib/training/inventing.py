"""Invented departments for learners: a document by its seed, clean or with contradictions planted in it, and its tables."""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from jianghan_lib.base.errors import JianghanError
from jianghan_lib.pipeline.build import build_document
from jianghan_lib.pipeline.ingest import read_document, read_files, without_text
from jianghan_lib.specimens import Facts, Generated, Vices, generate, two_years
from jianghan_lib.specimens.contradictions import (
    CONTRADICTIONS,
    OPPOSITE,
    columns_swapped,
    statement,
    unit_slip,
    unreadable_budget,
)
from jianghan_lib.specimens.misprints import MISPRINTS

# So often is a document invented anew where something has no place in it.
ATTEMPTS = 100
LAYOUT, BUDGET = "markdown", "budget"
# Of an item without an initial budget the text says so.
VICES = Vices.only("no_budget_wording")
# So many characters on either side show where something else than a figure differs.
AROUND = 8
# A figure, with the word before it that says which way it goes.
FIGURE = re.compile(rf"(?:{'|'.join(OPPOSITE)})?[\d.,]*\d(?:%|万?元)?")
# What the lesson on audits teaches to find, each planted once: within a table (also a figure that cannot be read, and two
# in each other's column), between tables, in the narrative against itself and against the tables, of projects, of names.
# First that for which there is least often a place.
RATE_OF_CHANGE = "a rate of change"
KINDS = (
    "a unit",
    "a digit of an item",
    "a digit of a sum",
    "a separator",
    "columns swapped",
    "a rate of completion",
    RATE_OF_CHANGE,
    "a rate of execution",
    "a class of the narrative",
    "a code",
)

# Two more kinds stand in each draft that its looks hardly show, by turns: between them drafts hold every kind of an account.
OTHERS = (
    ("a share", "a year"),
    ("the number of projects", "an amount of the narrative"),
    ("a project's money", "a row printed twice"),
    ("a direction", "the three public expenses"),
    ("the cover", "an indicator printed twice"),
    ("a box", "the year of an empty table"),
    ("a project's name", "a comparison"),
    ("a bound for a result", "a source of money"),
    ("a row of basic expenditure", "a name in the narrative"),
    ("a name in a table", "a heading's number"),
    ("a code of another class", "a rate of the three public expenses"),
    ("a change of the same amount", "a level"),
    ("an award", "a total of points"),
    ("a use's name", "what all projects spent"),
    ("a project's name in the text", "expenditure in the department's form"),
    ("points of a heading", "a cost not spent"),
    ("a rate in a form", "a section of another class"),
    ("points left open", "a form's date"),
    ("the year of a form", "the department's name"),
    ("an indicator's name", "a first reason without a second"),
)
# What stands in each learner's budget: what the audit asks of budgets alone.
OF_BUDGETS = (
    "a unit's row",
    "a project's row",
    "a numbered row",
    "a budget in a form",
    "the last year of a project",
    "a name in the narrative",
    "an item's amount",
)
UNREADABLE = "an initial budget"


def kinds(turn: int) -> tuple[str, ...]:
    """The kinds of contradictions that a draft holds, the last two of them by turns."""
    return *KINDS, *OTHERS[turn % len(OTHERS)]


# Where a look of that lesson finds them on the line on which they stand.
PLANTERS = (
    CONTRADICTIONS
    | MISPRINTS
    | {
        "columns swapped": columns_swapped("section", "class", above_both=True),
        "a rate of completion": statement("completion_rate", "completion", level="item"),
        "a unit": unit_slip("revenue", "expenditure", falling=True),
        UNREADABLE: unreadable_budget,
    }
)


@dataclass(frozen=True)
class Slip:
    """One planted contradiction: its kind, its line, and the figure there before and after."""

    kind: str
    line: int
    original: str
    printed: str


@dataclass(frozen=True)
class Planted:
    """A document with contradictions, and the trainer's key to them."""

    text: str
    slips: tuple[Slip, ...]


def clean(seed: int) -> tuple[Generated, Generated]:
    """A department's final account without any contradiction, and that of the year before: the same for the same seed."""
    now, before = two_years(seed)
    return _printed(seed, now), _printed(seed, before)


def _printed(seed: int, facts: Facts) -> Generated:
    return generate(seed, LAYOUT, VICES, facts)


def misprinted(document: Generated, seed: int) -> Planted:
    """The document with an initial budget that cannot be read, and one to three wrong rates of change, which a lesson counts."""
    rng = random.Random(f"misprinted-{seed}")
    return _planted(document, [UNREADABLE] + [RATE_OF_CHANGE] * rng.randint(1, 3), rng)


def planted(seed: int, turn: int) -> Planted:
    """A department's final account with a contradiction of each kind, or of the first ones: the same for the same seed."""
    return _planted(_printed(seed, two_years(seed)[0]), kinds(turn), random.Random(f"planted-{seed}"))


def budget(seed: int) -> Planted:
    """A department's budget with a contradiction of each kind that only budgets have: the same for the same seed."""
    for attempt in range(ATTEMPTS):
        first = ATTEMPTS * seed + attempt
        paper = _planted(generate(first, BUDGET, Vices()), OF_BUDGETS, random.Random(f"budget-{first}"))
        if len({slip.kind for slip in paper.slips}) == len(OF_BUDGETS):
            return paper
    raise JianghanError(f"no budget could be made of seed {seed}: take another one")


def _planted(document: Generated, kinds: Sequence[str], rng: random.Random) -> Planted:
    slips: list[Slip] = []
    for kind in kinds:
        changed = PLANTERS[kind](document, rng)
        if changed is None:
            break
        more = changed.text.count("\n") - document.text.count("\n")
        if more:  # a row twice: what stands below it has moved
            _, line = changed.lines
            slips = [replace(one, line=one.line + more * (one.line >= line)) for one in slips]
            slips.append(Slip(kind, line, "", *changed.words))
        else:
            slips += differences(kind, document.text, changed.text)
        document = replace(document, text=changed.text)
    return Planted(document.text, tuple(slips))


def differences(kind: str, before: str, after: str) -> list[Slip]:
    """Two texts of the same number of lines -> the figures that differ, with their lines; the words around what is no figure."""
    lines = enumerate(zip(before.split("\n"), after.split("\n"), strict=True), 1)
    return [
        Slip(kind, number, old, new) for number, pair in lines if pair[0] != pair[1] for old, new in _differing(*pair)
    ]


def _differing(one: str, other: str) -> list[tuple[str, str]]:
    figures = [FIGURE.findall(line) for line in (one, other)]
    if figures[0] != figures[1] and FIGURE.sub("", one) == FIGURE.sub("", other):
        return [pair for pair in zip(*figures, strict=True) if pair[0] != pair[1]]
    apart = [code for code in SequenceMatcher(None, one, other, False).get_opcodes() if code[0] != "equal"]
    (_, *start), (_, *end) = apart[0], apart[-1]
    return [(one[max(start[0] - AROUND, 0) : end[1] + AROUND], other[max(start[2] - AROUND, 0) : end[3] + AROUND])]


def tables(document_id: str, text: str, folder: Path) -> dict[str, list[dict[str, Any]]]:
    """A text -> the rows of every processed table; its file is left in the folder."""
    source = folder / f"{document_id}.txt"
    source.write_text(text, encoding="utf-8")
    return build_document(document_id, without_text(read_document(read_files(source))))

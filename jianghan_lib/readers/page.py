"""Characters and ruling lines of a page -> its lines of text and its ruled tables, each with its place on the page."""

import math
import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby, pairwise
from statistics import median

from jianghan_lib.readers import aligned
from jianghan_lib.readers.aligned import Word
from jianghan_lib.readers.blocks import STRUCK, STRUCK_END, Box, Char, raised, runs, struck
from jianghan_lib.readers.ruled import Held, Ruled, Text
from jianghan_lib.readers.rules import Rules, Segment, around, tables

# The white space beside the text of a cell, how far a shadow falls, in points; parts of the size of a character it stays below.
PADDING, SHADOW, NARROW = 14.0, 1.6, 0.22
# Parts of the size of a character: a gap that is no gap, one between words, one between columns, rows that are one.
TOUCHING, SPACE, APART, SAME_ROW = 0.35, 0.4, 0.7, 0.5
SEAM = 0.08  # a gap that is wider than the usual one by so much is the white space beside a rule
STAMPED = 1.5  # times the usual size: a character that is too high for its cell too was stamped over the table
RAISED = 0.8  # a character of so much of the size of the one before it
# How far from the middle of its characters a stroke runs that strikes them out; how exactly it begins, and ends (behind a blank), with them.
THROUGH, BEGINS, ENDS = 0.2, 0.3, 1.1
# What marks of notes are made of; a figure raised behind a unit of length is none.
_NOTE_SIGNS, _UNITS = frozenset("0123456789[]()（）〔〕【】*＊注"), frozenset("mM米")
_WIDE = re.compile(r"[^\x00-\xff]")
_FIGURE = re.compile(r"[\d.,]")


def pieces(chars: Sequence[Char], ruled: Rules) -> list[Text | Ruled]:
    """The texts and tables of a page from top to bottom."""
    boxed = tables(ruled) if chars else []
    inside: list[list[Char]] = [[] for _ in boxed]
    outside: list[Char] = []
    for char in chars:
        at = next((at for at, (box, _) in enumerate(boxed) if _holds(box, char)), None)
        (outside if at is None else inside[at]).append(char)
    found: list[Text | Ruled] = [
        Ruled(box, _fill(cells, held)) for (box, cells), held in zip(boxed, inside, strict=True) if held
    ]
    rows = _rows([char for char in outside if not char.get("unread")])
    for run in runs(rows, lambda run, row: not any(run[-1][0]["mid"] < box[1] < row[0]["mid"] for box, _ in boxed)):
        found += _texts(run)
    return sorted(found, key=lambda one: (one.box[1], one.box[0]))


def characters(printed: Iterable[Char]) -> list[Char]:
    """The characters of a page, those left out that are printed twice: at almost one place, for bold or as a shadow."""
    kept: list[Char] = []
    base: Char = {}
    near: dict[tuple[str, int, int], list[Char]] = {}
    for char in printed:
        text, x, y = char["text"], char["x0"] / SHADOW / 2, char["mid"] / SHADOW / 2
        left, right, above, below = int(x - 0.5), int(x + 0.5), int(y - 0.5), int(y + 0.5)  # patches twice as wide
        for place in ((text, left, above), (text, right, above), (text, left, below), (text, right, below)):
            if place in near and any(_is_shadow(char, other) for other in near[place]):
                break
        else:
            near.setdefault((text, int(x), int(y)), []).append(char)
            base = _add(kept, char, base)
    return kept


def strike(chars: Sequence[Char], segments: Sequence[Segment]) -> None:
    """Marks the characters that are struck out: a stroke runs through them that begins with the first and ends with the last."""
    across = sorted((top, x0, x1) for x0, top, x1, bottom in segments if bottom - top < SHADOW and x1 - x0 > SHADOW)
    under: dict[tuple[float, float, float], list[Char]] = defaultdict(list)
    for char in chars:
        far, at = THROUGH * char["size"], (char["x0"] + char["x1"]) / 2
        for stroke in across[bisect_left(across, (char["mid"] - far,)) : bisect_left(across, (char["mid"] + far,))]:
            if stroke[1] < at < stroke[2]:
                under[stroke].append(char)
    for (_, start, end), held in under.items():
        first, last = min(held, key=lambda char: char["x0"]), max(held, key=lambda char: char["x1"])
        begins = abs(start - first["x0"]) < BEGINS * first["size"]
        if begins and -BEGINS * last["size"] < end - last["x1"] < ENDS * last["size"]:
            for char in held:
                char["struck"] = True


def _add(kept: list[Char], char: Char, base: Char) -> Char:
    """Adds a character, if it is no mark of a note behind the last one that is not raised; returns which is that now."""
    if not kept or not _is_raised(char, base):
        kept.append(char)
        return char
    if char["text"] not in _NOTE_SIGNS or base["text"] in _UNITS:
        kept.append({**char, "text": raised(char["text"]), "mid": base["mid"]})
    return base


def _is_raised(char: Char, base: Char) -> bool:
    """Whether a character is set raised behind another: smaller, and on a higher line."""
    if "line" not in char or char["size"] > RAISED * base["size"]:
        return False
    higher, behind = base["line"] - char["line"], char["x0"] - base["x1"]
    return 0.1 * base["size"] < higher < base["size"] and -0.2 * base["size"] < behind < base["size"]


def _is_shadow(char: Char, other: Char) -> bool:
    """Whether a character stands so near to the same one that both are one to the eye."""
    far = min(SHADOW, NARROW * char["size"])
    return abs(char["x0"] - other["x0"]) < far and abs(char["mid"] - other["mid"]) < far


def _holds(box: Box, char: Char) -> bool:
    return box[0] - 1 <= (char["x0"] + char["x1"]) / 2 <= box[2] + 1 and box[1] - 1 <= char["mid"] <= box[3] + 1


def _fill(cells: Sequence[Box], chars: Sequence[Char]) -> tuple[Held, ...]:
    """The cells of a table with their texts; characters between the cells stand in a cell of their own."""
    xs, ys = sorted({cell[0] for cell in cells}), sorted({cell[1] for cell in cells})
    owner: dict[tuple[int, int], Box] = {}
    for cell in cells:
        for column in range(bisect_right(xs, cell[0]) - 1, bisect_right(xs, cell[2] - 1)):
            for row in range(bisect_right(ys, cell[1]) - 1, bisect_right(ys, cell[3] - 1)):
                owner[column, row] = cell
    box = around(cells)

    def cell_at(x: float, y: float) -> Box:
        column, row = max(bisect_right(xs, x) - 1, 0), max(bisect_right(ys, y) - 1, 0)
        if (column, row) not in owner:
            right, bottom = [*xs, box[2]][column + 1], [*ys, box[3]][row + 1]
            owner[column, row] = (xs[column], ys[row], right, bottom)
        return owner[column, row]

    usual = STAMPED * median(char["size"] for char in chars)
    held: dict[Box, list[Char]] = {cell: [] for cell in cells}
    for run in runs((char for char in chars if char["size"] <= usual or not _sticks_out(char, cell_at)), _follows):
        for cell, part in _shared_out(run, cell_at):
            held.setdefault(cell, []).extend(part)
    return tuple(_held(cell, _rows(found)) for cell, found in held.items())


def _sticks_out(char: Char, cell_at: Callable[[float, float], Box]) -> bool:
    cell = cell_at((char["x0"] + char["x1"]) / 2, char["mid"])
    return bool(char["size"] > cell[3] - cell[1])


def _follows(run: list[Char], char: Char) -> bool:
    """Whether a character goes on without a gap from the last that was drawn."""
    last = run[-1]
    return (
        abs(char["mid"] - last["mid"]) < SAME_ROW * last["size"]
        and -TOUCHING * last["size"] < char["x0"] - last["x1"] < TOUCHING * last["size"]
    )


def _same_row(row: list[Char], char: Char) -> bool:
    first = row[0]
    return bool(char["mid"] - first["mid"] < SAME_ROW * min(char["size"], first["size"]))


def _shared_out(run: list[Char], cell_at: Callable[[float, float], Box]) -> list[tuple[Box, list[Char]]]:
    """The cell of each part of a run. One word or one figure that reaches over a rule stays whole, where most of it is."""
    parts = groupby(run, key=lambda char: cell_at((char["x0"] + char["x1"]) / 2, char["mid"]))
    widest = SEAM * run[0]["size"] + median([after["x0"] - before["x1"] for before, after in pairwise(run)] or [0.0])
    merged: list[tuple[Box, list[Char]]] = []
    for cell, part in ((cell, list(chars)) for cell, chars in parts):
        if merged and _reaches_over(merged[-1][1][-1], part[0], widest):
            before, held = merged[-1]
            merged[-1] = (before if len(held) >= len(part) else cell, held + part)
        else:
            merged.append((cell, part))
    return merged


def _reaches_over(before: Char, char: Char, widest: float) -> bool:
    """Whether a text goes on over the rule between two characters: of one kind, and no further apart than its others."""
    alike = bool(_FIGURE.match(before["text"])) == bool(_FIGURE.match(char["text"]))
    return alike and char["x0"] - before["x1"] <= widest


def _rows(chars: Iterable[Char]) -> list[list[Char]]:
    """Characters -> rows from top to bottom, each from left to right, also where their fonts stand at other heights."""
    rows = runs(sorted(chars, key=lambda char: char["mid"]), _same_row)
    return [_without_notes(sorted(row, key=lambda char: char["x0"])) for row in rows]


def _without_notes(row: list[Char]) -> list[Char]:
    """A row without the marks of notes that were drawn apart from what they stand behind."""
    sizes = [char["size"] for char in row]
    if min(sizes) > RAISED * max(sizes):
        return row
    kept: list[Char] = []
    base = row[0]
    for char in row:
        base = _add(kept, char, base)
    return kept


def _joined(row: Sequence[Char], *, spaced: bool) -> str:
    """The characters of a row as text; gaps as blanks, in a cell only between Latin letters and figures."""
    text = ""
    for before, char in zip([None, *row], row, strict=False):
        gap = before is not None and char["x0"] - before["x1"] > SPACE * before["size"]
        if before and gap and (spaced or not (_WIDE.match(before["text"]) or _WIDE.match(char["text"]))):
            text += " "
        text += struck(char["text"]) if "struck" in char else char["text"]
    return text.replace(STRUCK_END + STRUCK, "")


def _texts(rows: Sequence[list[Char]]) -> list[Text | Ruled]:
    """Rows of characters outside of ruled tables -> lines of text, and tables whose columns are told by white space."""
    tables = aligned.tables([_words(row) for row in rows])
    inside = {at for start, table in tables for at in range(start, start + len(table.rows))}
    found: list[Text | Ruled] = [
        Text(_joined(row, spaced=True), _box(row)) for at, row in enumerate(rows) if at not in inside
    ]
    return found + [_unruled(table, [_box(row) for row in rows[start:]]) for start, table in tables]


def _unruled(table: aligned.Table, boxes: Sequence[Box]) -> Ruled:
    edges = table.edges
    cells = tuple(
        Held((edges[one.first], top, edges[one.end], bottom), one.text)
        for (_, top, _, bottom), row in zip(boxes, table.rows, strict=False)
        for one in row
    )
    return Ruled(around(cell.box for cell in cells), cells)


def _words(row: Sequence[Char]) -> list[Word]:
    """The characters of a row in words: apart where there is room for another, and on both sides of a figure."""
    parts: list[list[Char]] = []
    for before, char in zip([None, *row], row, strict=False):
        gap = char["x0"] - before["x1"] if before else math.inf
        figure = before is not None and (_FIGURE.match(before["text"]) or _FIGURE.match(char["text"]))
        if before is None or gap > (SPACE if figure else APART) * before["size"]:
            parts.append([])
        parts[-1].append(char)
    gaps = [math.inf, *(after[0]["x0"] - one[-1]["x1"] for one, after in pairwise(parts)), math.inf]
    return [
        Word(
            _joined(part, spaced=False),
            part[0]["x0"],
            part[-1]["x1"],
            part[0]["mid"],
            min(room) > APART * part[0]["size"],
        )
        for part, room in zip(parts, pairwise(gaps), strict=True)
    ]


def _box(row: Iterable[Char]) -> Box:
    return around((char["x0"], char["top"], char["x1"], char["bottom"]) for char in row)


def _held(cell: Box, rows: Sequence[Sequence[Char]]) -> Held:
    """The text of a cell. A figure that fills its line goes on in the next; two figures that do not stand apart by a bar."""
    text = ""
    for before, row in zip([None, *rows], rows, strict=False):
        part = _joined(row, spaced=False)
        if before and _FIGURE.match(text[-1]) and re.match(r"[-\d.,]", part):
            width = sum(char["x1"] - char["x0"] for char in before) / len(before)
            text += "" if _free(before, cell) < width else " | "
        elif before and not (_WIDE.match(text[-1]) or _WIDE.match(part)):
            text += " "
        text += part
    size = rows[-1][-1]["size"] if rows else 1.0
    return Held(cell, text, _free(rows[-1], cell) / size if rows else 0.0, (_free((), cell) + PADDING / 2) / size)


def _free(row: Sequence[Char], cell: Box) -> float:
    """How much of the width of a cell a row of characters leaves."""
    return cell[2] - cell[0] - PADDING - (row[-1]["x1"] - row[0]["x0"] if row else 0.0)

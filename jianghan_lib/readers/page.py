"""Characters and ruling lines of a page -> its lines of text and its ruled tables, each with its place on the page."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median
from typing import Any

from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells

from jianghan_lib.readers.blocks import AS_SEEN, Box
from jianghan_lib.readers.ruled import Held, Ruled, Text

Char = dict[str, Any]
Edge = dict[str, Any]
# Distances in points: edges that are one, the sides of rules of one table, the white space beside the text of a cell.
NEAR, SAME_SIDE, PADDING = 3.0, 5.0, 14.0
# Parts of the size of a character: a gap that is no gap, a gap between words, rows that are one.
TOUCHING, SPACE, SAME_ROW = 0.35, 0.4, 0.5
SEAM = 0.08  # a gap that is wider than the usual one by so much is the white space beside a rule
ASKEW = 0.1  # rise by run of what is not set straight
STAMPED = 1.5  # times the usual size: a character that is too high for its cell too was stamped over the table
MIDDLE = 0.35  # of the size of a character, above its line
FEWEST_RULES = 3
_WIDE = re.compile(r"[^\x00-\xff]")
_FIGURE = re.compile(r"[\d.,]")


def pieces(chars: Sequence[Char], edges: Sequence[Edge]) -> list[Text | Ruled]:
    """The texts and tables of a page from top to bottom."""
    tables = _tables(edges) if chars else []
    inside: list[list[Char]] = [[] for _ in tables]
    outside: list[Char] = []
    for char in chars:
        at = next((at for at, (box, _) in enumerate(tables) if _holds(box, char)), None)
        (outside if at is None else inside[at]).append(char)
    found: list[Text | Ruled] = [
        Ruled(box, _fill(cells, held)) for (box, cells), held in zip(tables, inside, strict=True) if held
    ]
    found += [Text(text, box) for text, box in _lines([char for char in outside if not char.get("unread")])]
    return sorted(found, key=lambda one: (one.box[1], one.box[0]))


def characters(printed: Iterable[Char]) -> list[Char]:
    """The upright characters of a page, blanks, watermarks and those printed twice (for bold) left out, radicals translated."""
    kept: list[Char] = []
    seen: set[tuple[str, int, int]] = set()
    for char in printed:
        text = char["text"].translate(AS_SEEN)
        if not char["upright"] or _is_askew(char) or not text.strip():
            continue
        x, y = round(char["x0"]), round(char["top"])
        if any((text, x + right, y + down) in seen for right in (-1, 0, 1) for down in (-1, 0, 1)):
            continue
        seen.add((text, x, y))
        kept.append({**char, "text": text, "mid": char.get("mid") or _middle(char)})
    return kept


def _is_askew(char: Char) -> bool:
    """Whether a character climbs or falls, as watermarks do; the library calls all that is not on its side upright."""
    return abs(char["matrix"][1]) > ASKEW * abs(char["matrix"][0])


def _middle(char: Char) -> float:
    """Half the height of a character, from the line it stands on: fonts lie about how far they reach above and below it."""
    baseline: float = char["top"] + char["y1"] - char["matrix"][5]
    return baseline - MIDDLE * float(char["size"])


def _holds(box: Box, char: Char) -> bool:
    return box[0] - 1 <= (char["x0"] + char["x1"]) / 2 <= box[2] + 1 and box[1] - 1 <= char["mid"] <= box[3] + 1


def _tables(ruled: Sequence[Edge]) -> list[tuple[Box, list[Box]]]:
    """The tables of a page by its ruling lines: (box, boxes of the cells); a frame around one cell is no table."""
    ruled = [*ruled, *_open_ends(ruled)]
    edges = [*ruled, *_open_sides(ruled)]
    tables = cells_to_tables(intersections_to_cells(edges_to_intersections(edges, NEAR, NEAR)))
    return [(_around(cells), cells) for cells in tables if len({cell[0] for cell in cells}) > 1]


def _open_sides(edges: Sequence[Edge]) -> list[Edge]:
    """The sides that a form leaves unruled: where rules of one width stand over each other with columns between them."""
    across = sorted((edge for edge in edges if edge["orientation"] == "h"), key=lambda edge: edge["top"])
    down = [edge for edge in edges if edge["orientation"] == "v"]
    groups: list[list[Edge]] = []
    for rule in across:
        group = next(
            (
                group
                for group in groups
                if abs(group[0]["x0"] - rule["x0"]) < SAME_SIDE and abs(group[0]["x1"] - rule["x1"]) < SAME_SIDE
            ),
            None,
        )
        if group is None:
            groups.append([rule])
        else:
            group.append(rule)
    made: list[Edge] = []
    for group in groups:
        if len(group) < FEWEST_RULES:
            continue
        for upper, lower in pairwise(group):
            first, last = upper["top"] + NEAR, lower["top"] - NEAR  # what stands apart between them is another table
            crossing = [edge["x0"] for edge in down if edge["top"] <= first and edge["bottom"] >= last]
            for side in (group[0]["x0"], group[0]["x1"]):
                within = any(group[0]["x0"] < x < group[0]["x1"] for x in crossing)
                if within and not any(abs(x - side) < SAME_SIDE for x in crossing):
                    made.append(
                        {"orientation": "v", "x0": side, "x1": side, "top": upper["top"], "bottom": lower["top"]}
                    )
    return made


def _open_ends(edges: Sequence[Edge]) -> list[Edge]:
    """Rules across the ends of columns: a page that cuts a row in two may draw none there."""
    across = [edge for edge in edges if edge["orientation"] == "h"]
    down = [edge for edge in edges if edge["orientation"] == "v"]
    made: list[Edge] = []
    for end in ("top", "bottom") if down else ():
        ordered = sorted(down, key=lambda edge: edge[end])
        breaks = [at for at in range(1, len(ordered)) if ordered[at][end] - ordered[at - 1][end] > NEAR]
        for first, last in pairwise([0, *breaks, len(ordered)]):
            sides, at = sorted(edge["x0"] for edge in ordered[first:last]), ordered[first][end]
            columns = 1 + sum(right - left > NEAR for left, right in pairwise(sides))
            near = (rule for rule in across if abs(rule["top"] - at) < SAME_SIDE)
            if columns >= FEWEST_RULES and not any(rule["x1"] > sides[0] and rule["x0"] < sides[-1] for rule in near):
                made.append({"orientation": "h", "x0": sides[0], "x1": sides[-1], "top": at, "bottom": at})
    return made


def _around(boxes: Iterable[Box]) -> Box:
    sides = list(zip(*boxes, strict=True))
    return min(sides[0]), min(sides[1]), max(sides[2]), max(sides[3])


def _fill(cells: Sequence[Box], chars: Sequence[Char]) -> tuple[Held, ...]:
    """The cells of a table with their texts; characters between the cells stand in a cell of their own."""
    xs, ys = sorted({cell[0] for cell in cells}), sorted({cell[1] for cell in cells})
    owner: dict[tuple[int, int], Box] = {}
    for cell in cells:
        for column in range(bisect_right(xs, cell[0]) - 1, bisect_right(xs, cell[2] - 1)):
            for row in range(bisect_right(ys, cell[1]) - 1, bisect_right(ys, cell[3] - 1)):
                owner[column, row] = cell
    box = _around(cells)

    def cell_at(x: float, y: float) -> Box:
        column, row = max(bisect_right(xs, x) - 1, 0), max(bisect_right(ys, y) - 1, 0)
        if (column, row) not in owner:
            right, bottom = [*xs, box[2]][column + 1], [*ys, box[3]][row + 1]
            owner[column, row] = (xs[column], ys[row], right, bottom)
        return owner[column, row]

    usual = STAMPED * median(char["size"] for char in chars)
    held: dict[Box, list[Char]] = {cell: [] for cell in cells}
    for run in _runs([char for char in chars if char["size"] <= usual or not _sticks_out(char, cell_at)]):
        for cell, part in _shared_out(run, cell_at):
            held.setdefault(cell, []).extend(part)
    return tuple(_held(cell, _rows(found)) for cell, found in held.items())


def _sticks_out(char: Char, cell_at: Any) -> bool:
    cell = cell_at((char["x0"] + char["x1"]) / 2, char["mid"])
    return bool(char["size"] > cell[3] - cell[1])


def _runs(chars: Sequence[Char]) -> list[list[Char]]:
    """Characters in the order they are drawn -> those that go on from one to the next without a gap."""
    runs: list[list[Char]] = []
    for char in chars:
        last = runs[-1][-1] if runs else None
        if (
            last
            and abs(char["mid"] - last["mid"]) < SAME_ROW * last["size"]
            and -TOUCHING * last["size"] < char["x0"] - last["x1"] < TOUCHING * last["size"]
        ):
            runs[-1].append(char)
        else:
            runs.append([char])
    return runs


def _shared_out(run: list[Char], cell_at: Any) -> list[tuple[Box, list[Char]]]:
    """The cell of each part of a run. One word or one figure that reaches over a rule stays whole, where most of it is."""
    parts: list[tuple[Box, list[Char]]] = []
    for char in run:
        cell = cell_at((char["x0"] + char["x1"]) / 2, char["mid"])
        if parts and parts[-1][0] == cell:
            parts[-1][1].append(char)
        else:
            parts.append((cell, [char]))
    widest = SEAM * run[0]["size"] + median([after["x0"] - before["x1"] for before, after in pairwise(run)] or [0.0])
    merged: list[tuple[Box, list[Char]]] = []
    for cell, part in parts:
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
    rows: list[list[Char]] = []
    for char in sorted(chars, key=lambda char: char["mid"]):
        if rows and char["mid"] - rows[-1][0]["mid"] < SAME_ROW * min(char["size"], rows[-1][0]["size"]):
            rows[-1].append(char)
        else:
            rows.append([char])
    return [sorted(row, key=lambda char: char["x0"]) for row in rows]


def _joined(row: Sequence[Char], *, spaced: bool) -> str:
    """The characters of a row as text; gaps as blanks, in a cell only between Latin letters and figures."""
    text = row[0]["text"]
    for before, char in pairwise(row):
        gap = char["x0"] - before["x1"] > SPACE * before["size"]
        if gap and (spaced or not (_WIDE.match(before["text"]) or _WIDE.match(char["text"]))):
            text += " "
        text += char["text"]
    return text


def _lines(chars: Sequence[Char]) -> list[tuple[str, Box]]:
    return [
        (_joined(row, spaced=True), _around((char["x0"], char["top"], char["x1"], char["bottom"]) for char in row))
        for row in _rows(chars)
    ]


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

"""Ruling lines of a page -> the cells of its tables, as boxes; sides that a form or a break of the page leaves open are closed."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import Any

from jianghan_lib.readers.blocks import Box

# A straight line: x0, top, x1, bottom, of which two are (almost) one.
Segment = tuple[float, float, float, float]
Edge = dict[str, Any]
Point = tuple[float, float]
# Distances in points: edges that are one, the sides of rules of one table; lengths of a stroke and of an edge that count.
NEAR, SAME_SIDE, STROKE, SHORTEST = 3.0, 5.0, 1.0, 3.0
FEWEST_RULES = 3


def edges_of(segments: Iterable[Segment]) -> list[Edge]:
    """Strokes -> edges: those that lie almost on one line are set on it, those that touch on it are one."""
    across, down = [], []
    for x0, top, x1, bottom in segments:
        if x1 - x0 >= bottom - top:
            across.append((top, x0, x1))
        else:
            down.append((x0, top, bottom))
    made = [
        {"orientation": "h", "x0": start, "x1": end, "top": at, "bottom": at} for at, start, end in _on_lines(across)
    ]
    made += [
        {"orientation": "v", "x0": at, "x1": at, "top": start, "bottom": end} for at, start, end in _on_lines(down)
    ]
    return made


def _on_lines(strokes: Sequence[tuple[float, float, float]]) -> list[tuple[float, float, float]]:
    """Strokes (place, start, end) -> edges: near places as their mean, strokes on one of them joined."""
    made: list[tuple[float, float, float]] = []
    for group in _near(sorted(stroke for stroke in strokes if stroke[2] - stroke[1] >= STROKE)):
        at = sum(stroke[0] for stroke in group) / len(group)
        start = end = None
        for _, first, last in sorted(group, key=lambda stroke: stroke[1]):
            if end is not None and first <= end + NEAR:
                end = max(end, last)
                continue
            if start is not None and end is not None:
                made.append((at, start, end))
            start, end = first, last
        if start is not None and end is not None:
            made.append((at, start, end))
    return [edge for edge in made if edge[2] - edge[1] >= SHORTEST]


def _near(strokes: Sequence[tuple[float, float, float]]) -> list[list[tuple[float, float, float]]]:
    """Strokes in the order of their places -> groups of which each is near to the one before."""
    groups: list[list[tuple[float, float, float]]] = []
    for stroke in strokes:
        if groups and stroke[0] <= groups[-1][-1][0] + NEAR:
            groups[-1].append(stroke)
        else:
            groups.append([stroke])
    return groups


def tables(ruled: Sequence[Edge]) -> list[tuple[Box, list[Box]]]:
    """The tables of a page by its edges: (box, boxes of the cells); a frame around one cell is no table."""
    ruled = [*ruled, *_open_ends(ruled)]
    groups = _touching(_cells([*ruled, *_open_sides(ruled)]))
    return [(around(cells), cells) for cells in groups if len({cell[0] for cell in cells}) > 1]


def around(boxes: Iterable[Box]) -> Box:
    sides = list(zip(*boxes, strict=True))
    return min(sides[0]), min(sides[1]), max(sides[2]), max(sides[3])


def _cells(edges: Sequence[Edge]) -> list[Box]:
    """Edges -> the smallest box that each crossing of two is the upper left corner of."""
    crossings = _crossings(edges)
    rows, columns = defaultdict(list), defaultdict(list)
    for x, y in sorted(crossings):
        rows[y].append(x)
        columns[x].append(y)

    def joined(one: Point, other: Point, way: int) -> bool:
        return not crossings[one][way].isdisjoint(crossings[other][way])

    cells: list[Box] = []
    for x, y in sorted(crossings):
        below = [at for at in columns[x][bisect_left(columns[x], y) + 1 :] if joined((x, y), (x, at), 0)]
        right = [at for at in rows[y][bisect_left(rows[y], x) + 1 :] if joined((x, y), (at, y), 1)]
        corner = _corner(below, right, crossings, joined, (x, y)) if below and right else None
        if corner:
            cells.append((x, y, *corner))
    return cells


def _corner(
    below: list[float],
    right: list[float],
    crossings: dict[Point, tuple[set[int], set[int]]],
    joined: Callable[[Point, Point, int], bool],
    start: Point,
) -> Point | None:
    """The nearest lower right corner that edges join with the point on the left of it and the one above it."""
    for bottom in below:
        for side in right:
            corner = (side, bottom)
            if corner in crossings and joined(corner, (side, start[1]), 0) and joined(corner, (start[0], bottom), 1):
                return corner
    return None


def _crossings(edges: Sequence[Edge]) -> dict[Point, tuple[set[int], set[int]]]:
    """Where edges cross: the edges down and the edges across through each point."""
    across = sorted((edge["top"], edge["x0"], edge["x1"]) for edge in edges if edge["orientation"] == "h")
    tops = [edge[0] for edge in across]
    found: dict[Point, tuple[set[int], set[int]]] = {}
    down = ((edge["x0"], edge["top"], edge["bottom"]) for edge in edges if edge["orientation"] == "v")
    for number, (x, top, bottom) in enumerate(down):
        for at in range(bisect_left(tops, top - NEAR), len(across)):
            y, x0, x1 = across[at]
            if y > bottom + NEAR:
                break
            if x0 - NEAR <= x <= x1 + NEAR:
                through = found.setdefault((x, y), (set(), set()))
                through[0].add(number)
                through[1].add(at)
    return found


def _touching(cells: Sequence[Box]) -> list[list[Box]]:
    """Cells -> groups that hang together by their corners, from top to bottom."""
    parents = list(range(len(cells)))

    def root(at: int) -> int:
        while parents[at] != at:
            parents[at] = parents[parents[at]]
            at = parents[at]
        return at

    corners: dict[Point, int] = {}
    for at, (x0, top, x1, bottom) in enumerate(cells):
        for corner in ((x0, top), (x0, bottom), (x1, top), (x1, bottom)):
            parents[root(at)] = root(corners.setdefault(corner, at))
    groups: dict[int, list[Box]] = defaultdict(list)
    for at, cell in enumerate(cells):
        groups[root(at)].append(cell)
    return sorted(
        (group for group in groups.values() if len(group) > 1), key=lambda group: min((c[1], c[0]) for c in group)
    )


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

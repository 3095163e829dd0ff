"""Ruling lines of a page -> the cells of its tables, as boxes; sides that a form or a break of the page leaves open are closed."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple

from jianghan_lib.readers.blocks import Box, runs

# A straight line: x0, top, x1, bottom, of which two are (almost) one.
Segment = tuple[float, float, float, float]
Point = tuple[float, float]
# Distances in points: rules that are one, the sides of rules of one table; lengths of a stroke and of a rule that count.
NEAR, SAME_SIDE, STROKE, SHORTEST = 3.0, 5.0, 1.0, 3.0
FEWEST_RULES = 3


class Rule(NamedTuple):
    """A ruling line: its place, which is the height of one across and the x of one down, and where it starts and ends."""

    at: float
    start: float
    end: float


Rules = tuple[list[Rule], list[Rule]]  # across, down


def rules_of(segments: Sequence[Segment]) -> Rules:
    """Strokes -> rules: those that lie almost on one line are set on it, those that touch on it are one."""
    across = [Rule(top, x0, x1) for x0, top, x1, bottom in segments if x1 - x0 >= bottom - top]
    down = [Rule(x0, top, bottom) for x0, top, x1, bottom in segments if x1 - x0 < bottom - top]
    return _on_lines(across), _on_lines(down)


def _on_lines(strokes: Sequence[Rule]) -> list[Rule]:
    """Strokes -> rules: near places as their mean, strokes on one of them joined."""
    made: list[Rule] = []
    long = sorted(one for one in strokes if one.end - one.start >= STROKE)
    for group in runs(long, lambda run, one: one.at <= run[-1].at + NEAR):
        at = sum(one.at for one in group) / len(group)
        joined: list[Rule] = []
        for one in sorted(group, key=lambda one: one.start):
            if joined and one.start <= joined[-1].end + NEAR:
                joined[-1] = Rule(at, joined[-1].start, max(joined[-1].end, one.end))
            else:
                joined.append(Rule(at, one.start, one.end))
        made += joined
    return [rule for rule in made if rule.end - rule.start >= SHORTEST]


def tables(ruled: Rules) -> list[tuple[Box, list[Box]]]:
    """The tables of a page by its rules: (box, boxes of the cells); a frame around one cell is no table."""
    across, down = ruled
    across = [*across, *_open_ends(across, down, 1), *_open_ends(across, down, 2)]
    groups = _touching(_cells(across, [*down, *_open_sides(across, down)]))
    return [(around(cells), cells) for cells in groups if len({cell[0] for cell in cells}) > 1]


def around(boxes: Iterable[Box]) -> Box:
    sides = list(zip(*boxes, strict=True))
    return min(sides[0]), min(sides[1]), max(sides[2]), max(sides[3])


def _cells(across: Sequence[Rule], down: Sequence[Rule]) -> list[Box]:
    """Rules -> the smallest box that each crossing of two is the upper left corner of."""
    crossings = _crossings(across, down)
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
        corners = ((side, bottom) for bottom in below for side in right if (side, bottom) in crossings)
        corner = next((one for one in corners if joined(one, (one[0], y), 0) and joined(one, (x, one[1]), 1)), None)
        if corner:
            cells.append((x, y, *corner))
    return cells


def _crossings(across: Sequence[Rule], down: Sequence[Rule]) -> dict[Point, tuple[set[int], set[int]]]:
    """Where rules cross: the rules down and the rules across through each point."""
    rows = sorted(across)
    found: dict[Point, tuple[set[int], set[int]]] = {}
    for number, (x, top, bottom) in enumerate(down):
        for at in range(bisect_left(rows, (top - NEAR,)), len(rows)):
            y, x0, x1 = rows[at]
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


def _open_sides(across: Sequence[Rule], down: Sequence[Rule]) -> list[Rule]:
    """The sides that a form leaves unruled: where rules of one width stand over each other with columns between them."""
    groups: list[list[Rule]] = []
    for rule in sorted(across, key=lambda rule: rule.at):
        alike = (one for one in groups if abs(one[0].start - rule.start) < SAME_SIDE > abs(one[0].end - rule.end))
        group = next(alike, None)
        if group is None:
            groups.append([rule])
        else:
            group.append(rule)
    made: list[Rule] = []
    for group in groups:
        left, right = group[0].start, group[0].end
        for upper, lower in pairwise(group) if len(group) >= FEWEST_RULES else ():
            first, last = upper.at + NEAR, lower.at - NEAR  # what stands apart between them is another table
            crossing = [rule.at for rule in down if rule.start <= first and rule.end >= last]
            if any(left < x < right for x in crossing):
                open_ = [side for side in (left, right) if not any(abs(x - side) < SAME_SIDE for x in crossing)]
                made += [Rule(side, upper.at, lower.at) for side in open_]
    return made


def _open_ends(across: Sequence[Rule], down: Sequence[Rule], end: int) -> list[Rule]:
    """Rules across the ends of columns (1: upper, 2: lower): a page that cuts a row in two may draw none there."""
    made: list[Rule] = []
    for columns in runs(sorted(down, key=itemgetter(end)), lambda run, rule: rule[end] - run[-1][end] <= NEAR):
        sides, at = sorted(rule.at for rule in columns), columns[0][end]
        count = 1 + sum(right - left > NEAR for left, right in pairwise(sides))
        near = (rule for rule in across if abs(rule.at - at) < SAME_SIDE)
        if count >= FEWEST_RULES and not any(rule.end > sides[0] and rule.start < sides[-1] for rule in near):
            made.append(Rule(at, sides[0], sides[-1]))
    return made

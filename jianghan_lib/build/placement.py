"""Columns that the text lost, or printed wrongly: a small search over the placements that the arithmetic of a table allows.

A row's figures keep their printed order; a placement must satisfy the row identities that the form states, and in
each family of the classification the children must add up to their parent in every column. What other tables or the
narrative confirm decides between several. Nothing is moved that the arithmetic does not prove.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import combinations

from jianghan_lib.base.money import half_unit
from jianghan_lib.forms.tables.layouts import Layout

Placement = tuple[str, ...]
Confirms = Callable[[str, str, Decimal], bool]
MOST_SOLUTIONS = 200
MOST_STEPS = 60_000
MOST_WEIGHED = 20
CENT = 2


@dataclass
class Row:
    """One printed row: its key (code, `total`, or name), its figures in printed order, their columns where printed."""

    key: str
    values: tuple[Decimal, ...]
    printed: Placement | None
    chosen: Placement | None = None
    how: str = "printed"
    children: list["Row"] = field(default_factory=list)

    def by_column(self, placement: Placement) -> dict[str, Decimal]:
        return {column: value for column, value in zip(placement, self.values, strict=True) if column}


def keys(layout: Layout, panel: str | None = None) -> list[str]:
    """The columns of a layout as keys: the measure, with its panel where one row runs over several panels."""
    spread = layout.shape in ("coded", "flat") and layout.panels != [""]
    chosen = [column for column in layout.columns if panel is None or column.panel == panel]
    return [f"{column.panel}.{column.measure}" if spread else column.measure for column in chosen]


def identities(layout: Layout) -> list[tuple[str, tuple[str, ...]]]:
    """The row identities of a layout over its keys, repeated for each panel that a row runs over."""
    spread = layout.shape in ("coded", "flat") and layout.panels != [""]
    if not spread:
        return list(layout.identity)
    signed = [(panel, target, parts) for panel in layout.panels for target, parts in layout.identity]
    return [(f"{panel}.{target}", tuple(f"{panel}.{part}" for part in parts)) for panel, target, parts in signed]


def tolerance(addends: int) -> Decimal:
    """How far a sum of printed figures may be from a printed total: half a unit of the last place for each."""
    return half_unit(CENT) * (addends + 1)


def candidates(row: Row, columns: Sequence[str], rules: Sequence[tuple[str, tuple[str, ...]]]) -> list[Placement]:
    """The placements of a row's figures, in order, that satisfy its identities."""
    if len(row.values) > len(columns):
        return []
    return [
        placement for placement in combinations(columns, len(row.values)) if _holds(row.by_column(placement), rules)
    ]


def _holds(values: Mapping[str, Decimal], rules: Sequence[tuple[str, tuple[str, ...]]]) -> bool:
    return not any(_breaks(values, target, parts) for target, parts in rules)


def _breaks(values: Mapping[str, Decimal], target: str, parts: Sequence[str]) -> bool:
    signed = [(-1 if part.startswith("-") else 1, part.lstrip("-")) for part in parts]
    if not any(part in values for _, part in signed) and target not in values:
        return False
    total = sum((sign * values.get(part, Decimal(0)) for sign, part in signed), Decimal(0))
    return abs(values.get(target, Decimal(0)) - total) > tolerance(sum(part in values for _, part in signed))


def _nearest(row: Row, columns: Sequence[str], rules: Sequence[tuple[str, tuple[str, ...]]]) -> list[Placement]:
    """The placements that break one identity only, where none keeps all: one printed figure may be wrong."""
    if len(row.values) > len(columns) or len(rules) < 2:
        return []
    placements = combinations(columns, len(row.values))
    return [one for one in placements if sum(_breaks(row.by_column(one), *rule) for rule in rules) == 1]


def solve(roots: Sequence[Row], layout: Layout, columns: Sequence[str], confirms: Confirms) -> None:
    """Chooses a placement for each row of a table, from the top of its classification down.

    Sets `chosen` and `how` (printed, inferred, corrected) of each row; `chosen` stays None where several placements
    are possible and nothing confirms one.
    """
    rules = identities(layout)
    for root in roots:
        _alone(root, columns, rules, confirms)
    pending: list[tuple[Row, Row | None]] = [(root, None) for root in roots]
    while pending:
        parent, over = pending.pop(0)
        if parent.children and (parent.chosen is None or "" in parent.chosen):
            _with_children(parent, columns, rules, confirms)
        if parent.children:
            _family(parent, over, columns, rules, confirms)
            pending += [(child, parent) for child in parent.children]


def _alone(row: Row, columns: Sequence[str], rules: Sequence[tuple[str, tuple[str, ...]]], confirms: Confirms) -> None:
    """A row without a parent: its printed placement, the only possible one, or the one that is confirmed."""
    if row.printed is not None:
        row.chosen = row.printed
        return
    possible = candidates(row, columns, rules)
    _choose([row], [(placement,) for placement in possible], confirms)
    if not possible:
        _choose([row], [(placement,) for placement in _nearest(row, columns, rules)], confirms)
        if row.chosen is None or "" in row.chosen:
            row.how = "unsolved"
            row.chosen = tuple(columns) if len(row.values) == len(columns) else None


def _with_children(
    root: Row, columns: Sequence[str], rules: Sequence[tuple[str, tuple[str, ...]]], confirms: Confirms
) -> None:
    """A total row that stays open by itself: the placement under which most of it and of the rows below is confirmed."""
    possible = candidates(root, columns, rules)
    if len(possible) > MOST_SOLUTIONS:
        return
    scored = [
        (worth, placement)
        for placement in possible
        if (worth := _worth(root, placement, columns, rules, confirms)) is not None
    ]
    best = [placement for worth, placement in scored if worth == max(worth for worth, _ in scored)]
    if len(best) == 1:
        root.chosen, root.how = best[0], "inferred"


def _worth(
    row: Row,
    placement: Placement,
    columns: Sequence[str],
    rules: Sequence[tuple[str, tuple[str, ...]]],
    confirms: Confirms,
) -> int | None:
    """How many figures of a row and the rows below it are confirmed under a placement; None where they do not add up."""
    mine = _confirmed([row], (placement,), confirms)
    if not row.children:
        return mine
    above = row.by_column(placement)
    options = [_options(child, above, columns, rules, free=False) for child in row.children]
    sums: list[int] = []
    for solution in _search(above, row.children, options, columns):
        below = [
            _worth(child, one, columns, rules, confirms) for child, one in zip(row.children, solution, strict=True)
        ]
        if None not in below:
            sums.append(sum(worth for worth in below if worth is not None))
        if len(sums) == MOST_WEIGHED:
            break
    return mine + max(sums) if sums else None


def _family(
    parent: Row,
    over: Row | None,
    columns: Sequence[str],
    rules: Sequence[tuple[str, tuple[str, ...]]],
    confirms: Confirms,
) -> None:
    """The children of a row: as printed where they add up, to it or to what the row over it needs; else as they do."""
    above = (
        parent.by_column(parent.chosen)
        if parent.chosen and "" not in parent.chosen and parent.how != "unsolved"
        else None
    )
    children = parent.children
    if all(child.printed is not None for child in children):
        for child in children:
            child.chosen = child.printed
        placements = [child.printed or () for child in children]
        if above is None or _adds_up(above, children, placements, columns) or _agree(over, parent, columns):
            return
    known = all(child.printed is not None for child in children)
    options = [_options(child, above, columns, rules, free=known) for child in children]
    solutions = list(_search(above, children, options, columns)) if above is not None else []
    if above is not None and not solutions and not known:
        solutions = _but_for_one(above, children, options, columns)
    if solutions:
        _choose(children, solutions, confirms)
    if known:
        _keep_if_unproved(children, solutions)
        return
    for child in children:
        if child.chosen is None and not solutions:
            _alone(child, columns, rules, confirms)


def _agree(over: Row | None, parent: Row, columns: Sequence[str]) -> bool:
    """Whether the row over a parent adds up with what its children print in its place: then the parent is wrong, not they."""
    family = over.children if over else []
    if over is None or any(row.chosen is None or "" in row.chosen for row in (over, *family)):
        return False
    sums: dict[str, Decimal] = {}
    for child in parent.children:
        for column, value in child.by_column(child.chosen or ()).items():
            sums[column] = sums.get(column, Decimal(0)) + value
    rows = [Row(row.key, tuple(sums.values()), None, tuple(sums)) if row is parent else row for row in family]
    return _adds_up(over.by_column(over.chosen or ()), rows, [row.chosen or () for row in rows], columns)


def _but_for_one(
    above: Mapping[str, Decimal], children: Sequence[Row], options: Sequence[list[Placement]], columns: Sequence[str]
) -> list[tuple[Placement, ...]]:
    """The choices by which every column but one adds up: a figure of that column is printed wrongly, and so is its row."""
    wrong = [place for place, child in enumerate(children) if not options[place] and len(child.values) <= len(columns)]
    if len(wrong) > 1 or len(columns) < 3:
        return []
    filled = [column for column in columns if above.get(column, Decimal(0)) != 0]
    loose = [
        list(combinations(filled, len(child.values))) if place in wrong else options[place]
        for place, child in enumerate(children)
    ]
    found = (
        solution
        for column in filled
        for solution in _search(above, children, loose, [one for one in columns if one != column])
    )
    return list(dict.fromkeys(found))


def _options(
    child: Row,
    above: Mapping[str, Decimal] | None,
    columns: Sequence[str],
    rules: Sequence[tuple[str, tuple[str, ...]]],
    *,
    free: bool,
) -> list[Placement]:
    """The placements to try for a child: those printed, or (where the text lost them, or all are in question) every
    consistent one within the columns that its parent fills."""
    if child.printed is not None and not free:
        return [child.printed]
    filled = [column for column in columns if above is None or above.get(column, Decimal(0)) != 0]
    return candidates(child, filled, rules) or (
        [child.printed] if child.printed is not None else candidates(child, columns, rules)
    )


def _adds_up(
    above: Mapping[str, Decimal], children: Sequence[Row], placements: Sequence[Placement], columns: Sequence[str]
) -> bool:
    sums: dict[str, list[Decimal]] = {column: [] for column in columns}
    for child, placement in zip(children, placements, strict=True):
        for column, value in child.by_column(placement).items():
            if column in sums:
                sums[column].append(value)
    return all(
        abs(above.get(column, Decimal(0)) - sum(values, Decimal(0))) <= tolerance(len(values))
        for column, values in sums.items()
    )


def _search(
    above: Mapping[str, Decimal], children: Sequence[Row], options: Sequence[list[Placement]], columns: Sequence[str]
) -> Iterator[tuple[Placement, ...]]:
    """Every choice of one placement for each child by which all columns add up; gives up silently past a bound of steps."""
    slack = tolerance(len(children))
    growing = all(value >= 0 for child in children for value in child.values)
    steps = found = 0
    stack: list[tuple[int, tuple[Placement, ...], dict[str, Decimal]]] = [(0, (), {})]
    while stack and steps < MOST_STEPS and found < MOST_SOLUTIONS:
        steps += 1
        place, made, sums = stack.pop()
        if place == len(children):
            if _adds_up(above, children, made, columns):
                found += 1
                yield made
            continue
        for placement in reversed(options[place]):
            after = dict(sums)
            for column, value in children[place].by_column(placement).items():
                after[column] = after.get(column, Decimal(0)) + value
            if not growing or all(after.get(one, Decimal(0)) <= above.get(one, Decimal(0)) + slack for one in columns):
                stack.append((place + 1, (*made, placement), after))


def _confirmed(rows: Sequence[Row], solution: Sequence[Placement], confirms: Confirms) -> int:
    """How many figures of a solution other places confirm."""
    pairs = zip(rows, solution, strict=True)
    return sum(
        confirms(row.key, column, value)
        for row, placement in pairs
        for column, value in row.by_column(placement).items()
    )


def _choose(rows: Sequence[Row], solutions: Sequence[tuple[Placement, ...]], confirms: Confirms) -> None:
    """One solution: taken. Several: the one that most is confirmed of; where that is a tie, only what all agree on."""
    if not solutions:
        return

    best = max(_confirmed(rows, solution, confirms) for solution in solutions)
    kept = [solution for solution in solutions if _confirmed(rows, solution, confirms) == best]
    for place, row in enumerate(rows):
        choices = [solution[place] for solution in kept]
        agreed = tuple(columns[0] if len(set(columns)) == 1 else "" for columns in zip(*choices, strict=True))
        if any(agreed) and ("" not in agreed or row.printed is None):
            row.chosen = agreed
            row.how = "printed" if row.chosen == row.printed else "inferred" if row.printed is None else "corrected"


def _keep_if_unproved(children: Sequence[Row], solutions: Sequence[tuple[Placement, ...]]) -> None:
    """Printed columns are moved only where every row of the family got a placement; else all stay as printed."""
    if not solutions or any(child.chosen is None or "" in child.chosen for child in children):
        for child in children:
            child.chosen, child.how = child.printed, "printed"

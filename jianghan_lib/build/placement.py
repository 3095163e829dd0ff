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
# The column that others add up to, and these, one that is taken off with a minus before it.
Rule = tuple[str, tuple[str, ...]]
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


def identities(layout: Layout) -> list[Rule]:
    """The row identities of a layout over its keys, repeated for each panel that a row runs over."""
    spread = layout.shape in ("coded", "flat") and layout.panels != [""]
    if not spread:
        return list(layout.identity)
    signed = [(panel, target, parts) for panel in layout.panels for target, parts in layout.identity]
    return [(f"{panel}.{target}", tuple(f"{panel}.{part}" for part in parts)) for panel, target, parts in signed]


def tolerance(addends: int) -> Decimal:
    """How far a sum of printed figures may be from a printed total: half a unit of the last place for each."""
    return half_unit(CENT) * (addends + 1)


def _breaks(values: Mapping[str, Decimal], target: str, parts: Sequence[str]) -> bool:
    signed = [(-1 if part.startswith("-") else 1, part.lstrip("-")) for part in parts]
    if not any(part in values for _, part in signed) and target not in values:
        return False
    total = sum((sign * values.get(part, Decimal(0)) for sign, part in signed), Decimal(0))
    return abs(values.get(target, Decimal(0)) - total) > tolerance(sum(part in values for _, part in signed))


def solve(roots: Sequence[Row], layout: Layout, columns: Sequence[str], confirms: Confirms) -> None:
    """Chooses a placement for each row of a table, from the top of its classification down.

    Sets `chosen` and `how` (printed, inferred, corrected) of each row; `chosen` stays None where several placements
    are possible and nothing confirms one.
    """
    form = _Form(columns, identities(layout), confirms)
    for root in roots:
        form.alone(root)
    pending: list[tuple[Row, Row | None]] = [(root, None) for root in roots]
    while pending:
        parent, over = pending.pop(0)
        if parent.children and (parent.chosen is None or "" in parent.chosen):
            form.with_children(parent)
        if parent.children:
            form.family(parent, over)
            pending += [(child, parent) for child in parent.children]


@dataclass(frozen=True)
class _Form:
    """What a placement in a table must agree with: its columns, the identities of a row, and what other places confirm."""

    columns: Sequence[str]
    rules: Sequence[Rule]
    confirms: Confirms

    def candidates(self, row: Row, columns: Sequence[str]) -> list[Placement]:
        """The placements of a row's figures, in order, that satisfy its identities."""
        return [one for one in combinations(columns, len(row.values)) if self.holds(row.by_column(one))]

    def holds(self, values: Mapping[str, Decimal]) -> bool:
        return not any(_breaks(values, *rule) for rule in self.rules)

    def nearest(self, row: Row) -> list[Placement]:
        """The placements that break one of several identities, where none keeps all: one printed figure may be wrong."""
        placements = combinations(self.columns, len(row.values)) if len(self.rules) > 1 else ()
        return [one for one in placements if sum(_breaks(row.by_column(one), *rule) for rule in self.rules) == 1]

    def alone(self, row: Row) -> None:
        """A row without a parent: its printed placement, the only possible one, or the one that is confirmed."""
        if row.printed is not None:
            row.chosen = row.printed
            return
        possible = self.candidates(row, self.columns)
        self.choose([row], [(placement,) for placement in possible])
        if not possible:
            self.choose([row], [(placement,) for placement in self.nearest(row)])
            if row.chosen is None or "" in row.chosen:
                row.how = "unsolved"
                row.chosen = tuple(self.columns) if len(row.values) == len(self.columns) else None

    def with_children(self, root: Row) -> None:
        """A total row that stays open by itself: the placement under which most of it and of the rows below is confirmed."""
        possible = self.candidates(root, self.columns)
        if len(possible) > MOST_SOLUTIONS:
            return
        scored = [(worth, one) for one in possible if (worth := self.worth(root, one)) is not None]
        best = [placement for worth, placement in scored if worth == max(worth for worth, _ in scored)]
        if len(best) == 1:
            root.chosen, root.how = best[0], "inferred"

    def worth(self, row: Row, placement: Placement) -> int | None:
        """How many figures of a row and the rows below it are confirmed under a placement; None where they do not add up."""
        mine = self.confirmed([row], (placement,))
        if not row.children:
            return mine
        above = row.by_column(placement)
        options = [self.options(child, above, free=False) for child in row.children]
        sums: list[int] = []
        for solution in _search(above, row.children, options, self.columns):
            below = [self.worth(child, one) for child, one in zip(row.children, solution, strict=True)]
            if None not in below:
                sums.append(sum(worth for worth in below if worth is not None))
            if len(sums) == MOST_WEIGHED:
                break
        return mine + max(sums) if sums else None

    def family(self, parent: Row, over: Row | None) -> None:
        """The children of a row: as printed where they add up, to it or to what the row over it needs; else as they do."""
        whole = parent.chosen and "" not in parent.chosen and parent.how != "unsolved"
        above = parent.by_column(parent.chosen) if parent.chosen and whole else None
        children = parent.children
        known = all(child.printed is not None for child in children)
        if known:
            for child in children:
                child.chosen = child.printed
            printed = [child.printed or () for child in children]
            if above is None or _adds_up(above, children, printed, self.columns) or _agree(over, parent, self.columns):
                return
        options = [self.options(child, above, free=known) for child in children]
        solutions = list(_search(above, children, options, self.columns)) if above is not None else []
        if above is not None and not solutions and not known:
            solutions = _but_for_one(above, children, options, self.columns)
        self.choose(children, solutions)
        if known:
            _keep_if_unproved(children, solutions)
            return
        for child in children:
            if child.chosen is None and not solutions:
                self.alone(child)

    def options(self, child: Row, above: Mapping[str, Decimal] | None, *, free: bool) -> list[Placement]:
        """The placements to try for a child: those printed, or (where the text lost them, or all are in question) every
        consistent one within the columns that its parent fills."""
        if child.printed is not None and not free:
            return [child.printed]
        filled = [column for column in self.columns if above is None or above.get(column, Decimal(0)) != 0]
        return self.candidates(child, filled) or (
            [child.printed] if child.printed is not None else self.candidates(child, self.columns)
        )

    def confirmed(self, rows: Sequence[Row], solution: Sequence[Placement]) -> int:
        """How many figures of a solution other places confirm."""
        return sum(
            self.confirms(row.key, column, value)
            for row, placement in zip(rows, solution, strict=True)
            for column, value in row.by_column(placement).items()
        )

    def choose(self, rows: Sequence[Row], solutions: Sequence[tuple[Placement, ...]]) -> None:
        """One solution: taken. Several: the one that most is confirmed of; where that is a tie, only what all agree on."""
        counts = [self.confirmed(rows, solution) for solution in solutions]
        best = max(counts, default=0)
        kept = [solution for solution, count in zip(solutions, counts, strict=True) if count == best]
        for row, choices in zip(rows, zip(*kept, strict=True), strict=False):
            agreed = tuple(columns[0] if len(set(columns)) == 1 else "" for columns in zip(*choices, strict=True))
            if any(agreed) and ("" not in agreed or row.printed is None):
                row.chosen = agreed
                row.how = "printed" if row.chosen == row.printed else "inferred" if row.printed is None else "corrected"


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


def _keep_if_unproved(children: Sequence[Row], solutions: Sequence[tuple[Placement, ...]]) -> None:
    """Printed columns are moved only where every row of the family got a placement; else all stay as printed."""
    if not solutions or any(child.chosen is None or "" in child.chosen for child in children):
        for child in children:
            child.chosen, child.how = child.printed, "printed"

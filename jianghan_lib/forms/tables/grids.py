"""The grids of a document as forms read them: cut where a title stands, without captions, each column that holds something once."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from jianghan_lib.base.money import looks_numeric
from jianghan_lib.base.text import compact
from jianghan_lib.forms.tables.headers import is_row_label, is_text, label
from jianghan_lib.readers.blocks import BREAK, COVERED, Box, Grid, Line, Source, Span, reads_as_title

UNIT = re.compile(r"(?:金额)?单位:(?:人民币)?(万元|千元|亿元|元)")
_OWNER = re.compile(
    r"^(?:(?:公开|填报|编制|预算|报送|主管)?(?:部门|单位)|(?:部门|单位)名称|(?:部门|单位)\(?(?:名称|盖章)\)?):"
)
_BEHIND = re.compile(r"(?:(?:编制|公开|填报|预算)?(?:部门|单位)(?:名称)?:|(?:金额)?单位:(?:万|千|亿)?元).*$")
NUMBER_OF_FORM = re.compile(r"\(?(?:部门|单位)?(?:公开|预算|决算|财决公开|附)?0?\d*表[\d一二三四五六七八九十]*\)?")
LONGEST = 60
AMOUNT = re.compile(r"^-?(?:\d[\d,]*\.\d{1,6}|\d{1,3}(?:,\d{3})+)$")
# So many cells of a kind are no chance.
SEVERAL = 2
# A column so narrow (points) holds no text: two rules drawn for one.
GUTTER, NEAR = 9.0, 4.0
# So many rows at most are the header of a table.
HEAD = 3


@dataclass(frozen=True)
class Piece:
    """A table as it stands: the lines between it and the table before, its rows without captions, and the edges of its columns."""

    above: tuple[Line, ...]
    captions: tuple[Line, ...]
    rows: tuple[Line, ...]
    edges: tuple[float, ...] = ()

    @property
    def start(self) -> int:
        return (*self.captions, *self.rows)[0].number

    @property
    def width(self) -> int:
        return max(len(row.cells) for row in self.rows)


def pieces(source: Source) -> list[Piece]:
    """The tables of a document, in the order of the text."""
    made: list[Piece] = []
    last = 0
    for grid in source.grids:
        for rows in _cut(grid):
            if is_title_row(rows[0]):
                rows = rows[1:]
            if not rows:
                continue
            captions = tuple(row for row in rows if is_caption(row))
            body = [row for row in rows if not is_caption(row)]
            above = source.lines[last : rows[0].number - 1]
            last = rows[-1].number
            if body:
                made.append(_piece(above, captions, body, made[-1] if made else None))
    return made


def _piece(above: Sequence[Line], captions: tuple[Line, ...], body: Sequence[Line], before: Piece | None) -> Piece:
    """A table in columns of its own, or (of the next page, where its cells stand in them) in those of the table before."""
    if before and _goes_on(before, body, above):
        return Piece(tuple(above), captions, tuple(_in_columns(row, before.edges) for row in body), before.edges)
    return Piece(tuple(above), captions, *tidied(body))


def _goes_on(before: Piece, body: Sequence[Line], above: Sequence[Line]) -> bool:
    page, last = body[0].page, before.rows[-1].page
    if page is None or last is None or page != last + 1 or len(before.edges) <= 2 or len(above) > 1 or breaks(above):
        return False
    starts = [box[0] for row in body for box in row.boxes if box]
    inside = all(min(abs(start - edge) for edge in before.edges) < 2 * NEAR for start in starts)
    return bool(starts) and inside and len(body[0].cells) < len(before.edges)


def breaks(above: Sequence[Line]) -> bool:
    """Whether lines above a table say that nothing goes on."""
    return any(line.text == BREAK for line in above)


def _cut(grid: Grid) -> list[Sequence[Line]]:
    """The rows of a grid, apart where a row is the title of another table, or its header on a page of its own."""
    starts = [at for at, row in enumerate(grid.rows) if at and (is_title_row(row) or _begins_another(grid.rows, at))]
    return [grid.rows[start:end] for start, end in pairwise([0, *starts, len(grid.rows)])]


def _begins_another(rows: Sequence[Line], at: int) -> bool:
    """Whether a page begins with a header that stands over none of the rows before, or goes on with rows of another kind."""
    above = _amounts_on(rows[:at])
    if not above or rows[at].page == rows[at - 1].page:
        return False
    known = {row.cells for row in rows[:at]}
    if rows[at].cells not in known and has_header(rows[at:]):
        return True
    below = _amounts_on([row for row in rows[at:] if row.page == rows[at].page])
    if not any(map(_is_named, above)) and any(map(_is_named, below)):
        return True
    classes = classification(set(stubs_of(below)))
    return not classes <= (classification(set(stubs_of(above))) or classes) or clash(above, below)


def _is_named(row: Line) -> bool:
    return any(map(is_text, row.cells))


def has_header(rows: Sequence[Line]) -> bool:
    """Whether rows begin with a header of their own: several labels of codes and names beside each other."""
    return any(sum(is_row_label(label(cell)) for cell in row.cells if cell) > 1 for row in rows[:HEAD])


def _amounts_on(rows: Sequence[Line]) -> Sequence[Line]:
    """Rows from the first that holds an amount."""
    first = next((at for at, row in enumerate(rows) if any(map(AMOUNT.match, row.cells))), len(rows))
    return rows[first:]


def stubs_of(rows: Sequence[Line]) -> list[tuple[str, ...]]:
    """What the rows are called: their codes and names."""
    texts = ([label(cell) for cell in row.cells if label(cell)] for row in rows)
    return [tuple(cell for at, cell in enumerate(cells) if at == 0 or not looks_numeric(cell)) for cells in texts]


def clash(above: Sequence[Line], below: Sequence[Line]) -> bool:
    """Whether a column holds amounts in some rows and names in others, several of each: they are of two tables."""
    texts, amounts = (
        [Counter(at for row in rows for at, cell in enumerate(row.cells) if is_one(cell)) for rows in (above, below)]
        for is_one in (is_text, AMOUNT.match)
    )
    return any(min(texts[one][at], amounts[1 - one][at]) >= SEVERAL for one in (0, 1) for at in texts[one])


def classification(stubs: Iterable[tuple[str, ...]]) -> set[str]:
    """What the codes of rows are of: of functions 2, of the economic classes of departments 3, of those of governments 5."""
    return {stub[0][0] for stub in stubs if stub and re.fullmatch(r"[235]\d\d(?:\d\d){0,2}", stub[0])}


def without_owner(text: str) -> str:
    """A title without what stands behind it on its line (部门：… 单位：…)."""
    return _BEHIND.sub("", compact(text))


def is_title_row(row: Line) -> bool:
    """Whether a row of cells holds one text only, and that reads as the title of a table of money."""
    filled = [cell for cell in row.cells if cell.strip()]
    return len(filled) == 1 and len(title := without_owner(filled[0])) <= LONGEST and reads_as_title(title)


def is_caption(row: Line) -> bool:
    """Whether a row says whose table it is and in which unit (部门：… 单位：万元), and is no row of figures."""
    cells = [compact(cell) for cell in row.cells if cell.strip()]
    if not cells or any(looks_numeric(cell) for cell in cells):
        return False
    numbered = len(cells) == 1 and NUMBER_OF_FORM.fullmatch(cells[0])
    return bool(numbered) or any(UNIT.search(cell) for cell in cells) or _OWNER.match(cells[0]) is not None


def tidied(rows: Sequence[Line]) -> tuple[tuple[Line, ...], tuple[float, ...]]:
    """Rows of a page in the columns that hold something: without gutters between two rules, or columns that no cell begins."""
    starts = _starts(rows)
    if not starts:
        return tuple(rows), ()
    edges = sorted(starts.values())
    end = max(box[2] for row in rows for box in row.boxes if box)
    kept = [edge for edge, after in pairwise([*edges, end]) if after - edge >= GUTTER]
    if len(kept) in (0, max(len(row.cells) for row in rows)):
        return tuple(rows), tuple(edges)
    return tuple(_in_columns(row, kept) for row in rows), tuple(kept)


def _starts(rows: Sequence[Line]) -> dict[int, float]:
    """Where the columns begin in which any cell begins; nothing for rows without places, or without merged cells."""
    found: dict[int, float] = {}
    for row in rows:
        if len(row.boxes) != len(row.cells) or len(row.spans) != len(row.cells):
            return {}
        for place, box in enumerate(row.boxes):
            if isinstance(box, tuple):
                found[place] = min(found.get(place, box[0]), box[0])
    return found


def _in_columns(row: Line, edges: Sequence[float]) -> Line:
    """A row, its cells in the columns that begin at these edges: a cell covers those that begin under it."""
    count = len(edges)
    texts = [""] * count
    spans: list[Span] = [COVERED] * count
    boxes: list[Box | None] = [None] * count
    for text, box, span in zip(row.cells, row.boxes, row.spans, strict=True):
        if not isinstance(box, tuple):
            continue
        under = [at for at, edge in enumerate(edges) if box[0] - NEAR / 2 <= edge < box[2] - NEAR]
        at = under[0] if under else _column_of(box, edges)
        if not under and not text:
            continue
        texts[at] = " ".join(filter(None, (texts[at], text)))
        if boxes[at] is None or under:
            spans[at], boxes[at] = (max(len(under), 1), span[1]), box
    return replace(row, text="\t".join(texts), cells=tuple(texts), spans=tuple(spans), boxes=tuple(boxes))


def _column_of(box: Box, edges: Sequence[float]) -> int:
    return max((at for at, edge in enumerate(edges) if edge <= box[0] + NEAR), default=0)

"""Which table it is: titles on lines of their own, the unit printed beside them, and header labels where the title is missing."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from jianghan_lib.base.money import looks_numeric, plain
from jianghan_lib.forms.tables.expenses import expense_of, one_in_each_row
from jianghan_lib.forms.tables.headers import fit, is_numbering, label, leaves, mostly_known
from jianghan_lib.forms.tables.layouts import FINAL_ACCOUNT, FRAME_LABELS, LAYOUT, LAYOUTS, TOTAL_NAMES, Layout
from jianghan_lib.forms.tables.money_unit import unit_of
from jianghan_lib.readers.blocks import Grid, Line, Source

_LEAD = re.compile(
    r"^(?:第?[一二三四五六七八九十]+[、.]|附?[表件][\d一二三四五六七八九十]+[-.\d]*[.:、]?|(?:公开|预算|财决)\d+表|\d+[.、]|\d{4}年度?|[省市区县]级|部门|单位)+"
)
_TAIL = re.compile(r"(?:\(?(?:公开|预算|财决(?:公开)?)\d+表\)?|\(表\d+(?:-\d+)?\)|\(续表?\)|续表)+$")
_OWNER_END = tuple("年度局委部门位办心院处会府厅队所)校馆站区县市")
_TITLES = sorted(
    ((label(title), layout) for layout in LAYOUTS for title in layout.titles), key=lambda pair: -len(pair[0])
)
_PATTERNS = [(re.compile(f"(?:{layout.pattern})$"), layout) for layout in LAYOUTS]
# What a title can end with; most lines end otherwise, and need no closer look.
_ENDS = (*{title[-1] for title, _ in _TITLES}, "表", ")", "）", '"', "”")
_FORM_NUMBER = re.compile(r"公开0?(\d)表")
_UNIT = re.compile(r"(?:金额)?单位:(?:人民币)?(万元|千元|亿元|元)")
_LABEL_UNIT = re.compile(r"\((万元|元)\)")
_UNIT_NAMES = frozenset(["单位编码", "单位名称", "部门(单位)代码", "部门(单位)名称", "单位代码"])
_ORDINAL = re.compile(r"^\(?[一二三四五六七八九十廿]+[)、]")
_END = re.compile(r"^(?:注[:：]|备注|第[一二三四五六七八九十]+部分)")
DECIMAL = re.compile(r"^-?\d[\d,]*\.\d{1,6}$")
_AMOUNT = re.compile(r"^-?(?:\d[\d,]*\.\d{1,6}|\d{1,3}(?:,\d{3})+)$")
FITS = 0.3
CERTAIN = 0.99
NEAR = 8


@dataclass(frozen=True)
class Region:
    """A statutory table in the text: its layout, the line of its title, its unit, and its rows (cells, or bare lines)."""

    layout: Layout
    line: int
    unit: str
    header: tuple[Line, ...]
    rows: tuple[Line, ...]
    has_cells: bool
    titled: bool = True
    unit_printed: bool = True


def table_named(printed: str) -> Layout | None:
    """The table that a text names as a title: the longest of the titles at its end, with no more than an owner before it."""
    if not _may_end(printed):
        return None
    text = label(printed)
    if not 4 <= len(text) <= 80 or re.search(r"[。;,]", text):
        return None
    text = _TAIL.sub("", text)
    found = [(len(title), layout) for title, layout in _TITLES if text.endswith(title)]
    found += [(len(match.group()), layout) for pattern, layout in _PATTERNS if (match := pattern.search(text))]
    if not found:
        return None
    length, layout = max(found, key=lambda pair: pair[0])
    owner = _LEAD.sub("", text[: len(text) - length])
    return layout if not owner or owner.endswith(_OWNER_END) else None


def _may_end(printed: str) -> bool:
    """Whether a text ends as titles do: quickly told, and most lines do not."""
    return printed.rstrip().endswith(_ENDS)


def titles_in(source: Source) -> list[tuple[Line, Layout]]:
    """The titles of a document, in one line or two; the number that the form prints (公开05表) stands for a missing one."""
    found: list[tuple[Line, Layout]] = []
    for line, after in zip(source.lines, [*source.lines[1:], None], strict=True):
        if line.is_row:
            continue
        layout = table_named(line.text)
        if layout is None and after and not after.is_row and _may_end(after.text):
            whole = not label(line.text).endswith("表") and table_named(after.text) is None
            layout = table_named(line.text + after.text) if whole else None
        number = None if layout or "公开" not in line.text else re.fullmatch(r"公开0?(\d)表", label(line.text))
        if number and not (found and line.number - found[-1][0].number <= NEAR):
            layout = LAYOUT.get(f"F0{number.group(1)}")
        if layout:
            found.append((line, layout))
    return found


def unit_in(lines: Iterable[Line]) -> str:
    """The money unit that lines print (单位：万元), or an empty string."""
    for line in lines:
        found = _UNIT.search(re.sub(r"\s+", "", plain(line.text)))
        if found:
            return found.group(1)
    return ""


def _unit_of_labels(header: Sequence[Line]) -> str:
    """The unit that the labels of the columns print, 决算数（元）, if all that do agree."""
    units = {unit for row in header for cell in row.cells for unit in _LABEL_UNIT.findall(plain(cell))}
    return units.pop() if len(units) == 1 else ""


def find_regions(source: Source) -> list[Region]:
    """A document -> its statutory tables, in the order of the text."""
    titles = titles_in(source)
    grids = source.grids
    regions: list[Region] = []
    for index, grid in enumerate(grids):
        region = _of_grid(source, titles, grids, index)
        last = regions[-1] if regions else None
        if last and _goes_on(last, region, grid, grids[index - 1]):
            rows = [*last.rows, *_data(region.rows if region else grid.rows, last.header)]
            regions[-1] = replace(last, rows=tuple(rows))
        elif region:
            regions.append(region)
    taken = {region.line for region in regions}
    bare = [_of_lines(source, titles, index) for index, (line, _) in enumerate(titles) if line.number not in taken]
    found = {region.layout.table for region in regions}
    regions += [region for region in bare if region and region.layout.table not in found]
    return _with_units(_once(sorted(regions, key=lambda region: region.line)))


def _once(regions: Sequence[Region]) -> list[Region]:
    """Regions, of several of one table only the first with figures: a document may print those of its units too."""
    kept: dict[str, Region] = {}
    for region in regions:
        if region.layout.table not in kept or not _has_figures(kept[region.layout.table]):
            kept[region.layout.table] = region
    return sorted(kept.values(), key=lambda region: region.line)


def _has_figures(region: Region) -> bool:
    return any(_AMOUNT.match(cell) for row in region.rows for cell in (row.cells or row.text.split()))


def _with_units(regions: Sequence[Region]) -> list[Region]:
    """Regions; one that prints no unit has that of the others with its figures, or of all, if they agree."""
    printed = [(region.unit, region.rows) for region in regions if region.unit]
    return [
        region if region.unit else replace(region, unit=unit_of(region.rows, printed), unit_printed=False)
        for region in regions
    ]


def _goes_on(last: Region, region: Region | None, grid: Grid, before: Grid) -> bool:
    """Whether a grid is the rest of the table on the page before: the same title again, or none and the same columns."""
    if not last.has_cells or not last.rows or before.rows[-1].number != last.rows[-1].number:
        return False
    if region:
        titles_agree = region.layout is last.layout and region.unit in ("", last.unit)
        return titles_agree and _keys(region.header) == _keys(last.header)
    page, last_page = grid.rows[0].page, before.rows[-1].page
    return page is not None and last_page is not None and page == last_page + 1 and grid.width == before.width


def _keys(rows: Sequence[Line]) -> list[tuple[str, ...]]:
    return [tuple(filter(None, map(label, row.cells))) for row in rows]


def _data(rows: Sequence[Line], header: Sequence[Line]) -> tuple[Line, ...]:
    """Rows without those that repeat the header on a later page."""
    repeated = {key for key in _keys(header) if key}
    return tuple(row for row, key in zip(rows, _keys(rows), strict=True) if key not in repeated)


def _of_grid(source: Source, titles: Sequence[tuple[Line, Layout]], grids: Sequence[Grid], index: int) -> Region | None:
    """A grid with the title above it, or known by its header labels; None where it is no statutory table."""
    grid = grids[index]
    previous = grids[index - 1].rows[-1].number if index else 0
    above = titles[bisect_right(titles, previous, key=_number) : bisect_left(titles, grid.start, key=_number)]
    between = source.lines[previous : grid.start - 1]
    near = [line for line in between if not above or line.number >= above[-1][0].number]
    rows = [row for row in grid.rows if not _UNIT.search(re.sub(r"\s+", "", plain(row.text)))]
    for titled, layout in ((True, above[-1][1]),) if above else ():
        region = _fitting(layout, above[-1][0].number, unit_in([*near, *grid.rows[:3]]), rows, titled)
        if region:
            return region
    return _untitled(near, unit_in([*near[-8:], *grid.rows[:3]]), grid.start, rows)


def _number(title: tuple[Line, Layout]) -> int:
    return title[0].number


def _fitting(layout: Layout, line: int, unit: str, rows: Sequence[Line], titled: bool) -> Region | None:
    """The region, if its header labels are those of the layout (or it has none)."""
    header, data = split(rows, layout)
    data = _data(data, header)
    unit = unit or _unit_of_labels(header)
    if layout.table == "B05-1" and any(label(cell) in _UNIT_NAMES for row in header for cell in row.cells):
        layout = LAYOUT["B05-2"]
    labels = leaves(header)
    fits = fit(layout, labels) >= FITS or (titled and mostly_known(layout, labels))
    if titled and layout.shape == "flat" and one_in_each_row(rows):
        header, data = _before_expenses(rows)
        return Region(layout, line, unit, header, data, True, titled)
    return Region(layout, line, unit, header, data, True, titled) if fits else None


def _before_expenses(rows: Sequence[Line]) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """Rows with an expense each -> (header rows, data rows)."""
    first = next(place for place, row in enumerate(rows) if expense_of(row) or is_numbering(row))
    return tuple(rows[:first]), tuple(rows[first:])


def _untitled(near: Sequence[Line], unit: str, line: int, rows: Sequence[Line]) -> Region | None:
    """A table without its title, by header labels that fit one layout only, or the number that the form prints (公开 05 表)."""
    if not unit:
        return None
    numbers = [found.group(1) for text in near[-8:] if (found := _FORM_NUMBER.search(label(text.text)))]
    hinted = [f"F0{numbers[-1]}"] if numbers else []
    candidates = [
        region
        for table in hinted or FINAL_ACCOUNT
        if (region := _fitting(LAYOUT[table], line, unit, rows, False)) and region.rows
    ]
    if not hinted and any(label(text.text).endswith("表") and not text.is_row for text in near[-NEAR:]):
        return None  # a title that is not known
    sure = [region for region in candidates if hinted or fit(region.layout, leaves(region.header)) > CERTAIN]
    return sure[0] if len(sure) == 1 else None


def split(rows: Sequence[Line], layout: Layout) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """Rows -> (header rows, data rows)."""
    numbered = [place for place, row in enumerate(rows) if is_numbering(row)]
    after = numbered[0] + 1 if numbered else 0
    for place, row in enumerate(rows):
        if place in numbered:
            continue
        if _is_data(row, layout, place >= after and bool(numbered)):
            return tuple(rows[:place]), tuple(rows[place:])
    return tuple(rows), ()


def _is_data(row: Line, layout: Layout, numbered: bool) -> bool:
    cells = [label(cell) for cell in row.cells]
    filled = [cell for cell in cells if cell]
    if any(_AMOUNT.match(cell) for cell in filled) or _is_total(filled):
        return True
    if layout.shape == "coded":
        return bool(filled) and (
            any(re.fullmatch(r"\d{3}|\d{5}|\d{7}", cell) for cell in cells[:1]) or filled == ["合计"]
        )
    if layout.shape == "panels":
        return any(_ORDINAL.match(cell) for cell in filled)
    if layout.shape == "economic":
        return any(re.fullmatch(r"3\d\d(?:\d\d)?", cell) for cell in filled)
    return numbered and bool(filled) and all(cell[0].isdigit() for cell in filled)


def _is_total(cells: Sequence[str]) -> bool:
    """Whether a row is a total and its figures, in whole numbers."""
    rest = [cell for cell in cells if cell not in TOTAL_NAMES and cell not in FRAME_LABELS]
    return bool(rest) and any(cell in TOTAL_NAMES for cell in cells) and all(looks_numeric(cell) for cell in rest)


def _of_lines(source: Source, titles: Sequence[tuple[Line, Layout]], index: int) -> Region | None:
    """A table printed as bare lines: from its title to its note, the next title or the next part; None for a contents entry."""
    title, layout = titles[index]
    stop = titles[index + 1][0].number - 1 if index + 1 < len(titles) else len(source.lines)
    body = []
    for line in source.lines[title.number : stop]:
        if _END.match(label(line.text)):
            break
        body.append(line)
    unit = unit_in(body[:12])
    return (
        Region(layout, title.number, unit, (), tuple(line for line in body if line.text.strip()), False)
        if unit
        else None
    )

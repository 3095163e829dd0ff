"""Which table it is: what its title and its header labels both say, and the unit printed beside them."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from jianghan_lib.base.money import UNCLEAR, UNITS, looks_numeric
from jianghan_lib.base.text import compact, plain, tight
from jianghan_lib.forms.tables.columns import of_panel, panel_named
from jianghan_lib.forms.tables.expenses import expense_of, is_listed, one_in_each_row
from jianghan_lib.forms.tables.grids import (
    AMOUNT,
    HEAD,
    LONGEST,
    NUMBER_OF_FORM,
    UNIT,
    Piece,
    breaks,
    clash,
    classification,
    has_header,
    is_title_row,
    pieces,
    stubs_of,
    without_owner,
)
from jianghan_lib.forms.tables.headers import agrees, is_numbering, known, label, leaves
from jianghan_lib.forms.tables.layouts import FRAME_LABELS, LAYOUT, LAYOUTS, TOTAL_NAMES, VARIANTS, Layout
from jianghan_lib.forms.tables.money_unit import amounts_stated, unit_of
from jianghan_lib.readers.blocks import Line, Source, reads_as_title

_LEAD = re.compile(
    r"^(?:第?[一二三四五六七八九十]+[、.]|\([一二三四五六七八九十]+\)|附?[表件][\d一二三四五六七八九十]+[-.\d]*[.:、]?|(?:公开|预算|财决)\d+表[:、]?|\d+[.、]|\d{4}年度?|[省市区县]级|部门|单位|《)+"
)
_ITEM = re.compile(r"^(?:\(?[一二三四五六七八九十]+[)、.]|\d+[.、])+")
_TAIL = re.compile(
    r"(?:\(?(?:公开|预算|财决(?:公开)?)\d+表\)?|\(表\d+(?:-\d+)?\)|\(续表?\)|续表|》|\((?:按|分)?(?:支出)?(?:功能|经济)?(?:分类)?科目\)|\(一般公共预算\)|\(表?[一二三四五六七八九十]+\))+$"
)
_TWICE = re.compile("(预算|决算|支出|收入|经费)\\1")  # a word typed twice
_OWNER_END = tuple("年度局委部门位办心院处会府厅队所)校馆站区县市")
_OWN_ACCOUNT = re.compile(r"(?:部门|单位).{0,2}[预决]算$")
_PATTERNS = [(re.compile(f"(?:{layout.pattern})$"), layout) for layout in LAYOUTS]
# What a title can end with; most lines end otherwise, and need no closer look.
_ENDS = ("表", "细", ")", "）", '"', "”", "》", "元")
_LABEL_UNIT = re.compile(r"\((万元|元)\)")
_UNIT_NAMES = frozenset(["单位编码", "单位名称", "部门(单位)代码", "部门(单位)名称", "单位代码"])
_OF_SUBJECTS = frozenset(["科目编码", "功能分类科目编码", "功能分类科目", "功能科目", "项"])
# A line that belongs to no table: a sentence, or the heading of a part of the text.
_HEADER = re.compile(r"栏次|科目(?:编码|名称|代码)|合计")
_PROSE = re.compile(r"[。;!?]|(?:情况|编制)?说明$")
_NOT_A_HEADING = re.compile(r"[。;!?]|(?:见|如|详见|按)(?:附|下|上)?表$|目录")
# A title over the number of a form, whatever it says.
_WORDS = re.compile(r"[^。；;：:！!？?]{2,30}")
_ORDINAL = re.compile(r"^\(?[一二三四五六七八九十廿]+[)、]")
_END = re.compile(r"^(?:注[:：]|备注|第[一二三四五六七八九十]+部分)")
DECIMAL = re.compile(r"^-?\d[\d,]*\.\d{1,6}$")
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
    unit_printed: bool = True

    @property
    def is_blank_form(self) -> bool:
        """Whether the form is there, and blank: its header stands, and no figure under it."""
        header = self.has_cells or any(_HEADER.search(label(row.text)) for row in self.rows)
        return header and not self.figures

    @property
    def figures(self) -> int:
        """How many amounts stand in its rows."""
        return sum(AMOUNT.match(cell) is not None for row in self.rows for cell in (row.cells or row.text.split()))


@dataclass(frozen=True)
class Heading:
    """A line that reads as the title of a table: the table it names, or none that is known."""

    line: Line
    layout: Layout | None

    @property
    def number(self) -> int:
        return self.line.number


def title_of(printed: str) -> str:
    """A title as printed, without what stands behind it on its line (部门：… 单位：…)."""
    return label(without_owner(printed)).strip("《》")


def table_named(printed: str) -> Layout | None:
    """The table that a text names as a title: the longest of the titles at its end, with no more than an owner before it."""
    if not _may_end(printed):
        return None
    text = title_of(printed)
    if not 4 <= len(text) <= 80 or re.search(r"[。;,]", text):
        return None
    text = _TWICE.sub(r"\1", _TAIL.sub("", _ITEM.sub("", text)))
    found = ((len(match.group()), layout) for pattern, layout in _PATTERNS if (match := pattern.search(text)))
    owned = [(length, layout) for length, layout in found if _is_owner(text[: len(text) - length])]
    return max(owned, key=lambda pair: pair[0])[1] if owned else None


def _is_owner(text: str) -> bool:
    """Whether the words before a title say no more than whose table it is, and of what account."""
    owner = re.sub("[预决]算$", "", _LEAD.sub("", text))
    return not owner or owner.endswith(_OWNER_END) or _OWN_ACCOUNT.search(text) is not None


def _may_end(printed: str) -> bool:
    """Whether a text ends as titles do: quickly told, and most lines do not."""
    return printed.rstrip().endswith(_ENDS) or "单位" in printed


def headings_in(source: Source) -> list[Heading]:
    """The lines of a document that read as titles of tables, known or not, in one line or two."""
    found: list[Heading] = []
    second, form, last_row = 0, "", 0
    above: Line | None = None
    for line, after in zip(source.lines, [*source.lines[1:], None], strict=True):
        if line.number == second or (line.is_row and not is_title_row(line)):
            last_row = line.number if line.is_row else last_row
            continue
        layout = table_named(line.text)
        if layout is None and after and not after.is_row and _may_end(after.text):
            joined = None if label(line.text).endswith("表") else table_named(line.text + after.text)
            if joined and joined is not table_named(after.text):
                layout, second = joined, after.number
        if layout is None and after and _stands_over_a_table(source, line):
            layout = table_named(line.text + "表")
        number = _form_number(line)
        alone = number not in ("", form) and not (found and max(last_row, line.number - NEAR) <= found[-1].number)
        form = number or form
        if alone:
            titled = above and above.number > last_row and _WORDS.fullmatch(tight(above.text))
            found.append(Heading(above if above and titled else line, layout))
        elif layout or _is_heading(line.text):
            found.append(Heading(line, layout))
        above = line if line.text.strip() else above
    return found


def _form_number(line: Line) -> str:
    """The number of a form (公开05表) on a line of its own: where no title is near, that of a table whose title does not say so."""
    text = tight(line.text) if "表" in line.text and len(line.text) <= LONGEST else ""
    return text if NUMBER_OF_FORM.fullmatch(text) and any(map(str.isdigit, text)) else ""


def _is_heading(printed: str) -> bool:
    """Whether a line reads as the title of a table, which may be none that is known."""
    text = title_of(printed) if printed.rstrip().endswith(_ENDS) or "单位" in printed else ""
    if not 4 <= len(text) <= LONGEST or NUMBER_OF_FORM.fullmatch(text):
        return False
    return not _NOT_A_HEADING.search(text) and (reads_as_title(text) or text.endswith("表"))


def _stands_over_a_table(source: Source, line: Line) -> bool:
    """Whether the next line with text is the unit of a table or its first row, and this one is short."""
    if len(line.text) > LONGEST or not line.text.strip():
        return False
    after = next((one for one in source.lines[line.number : line.number + NEAR] if one.text.strip()), None)
    return after is not None and (after.is_row or UNIT.match(compact(after.text)) is not None)


def unit_in(lines: Iterable[Line]) -> str:
    """The money unit that lines print (单位：万元), or an empty string."""
    for line in lines:
        found = UNIT.search(compact(line.text))
        if found:
            return found.group(1)
    return ""


def _unit_of_labels(header: Sequence[Line]) -> str:
    """The unit that the labels of the columns print, 决算数（元）, if all that do agree."""
    units = {unit for row in header for cell in row.cells for unit in _LABEL_UNIT.findall(plain(cell))}
    return units.pop() if len(units) == 1 else ""


def find_regions(source: Source) -> list[Region]:
    """A document -> its statutory tables, in the order of the text."""
    headings = headings_in(source)
    found = pieces(source)
    regions: list[Region] = []
    before: Piece | None = None
    for piece in found:
        region = _of_piece(headings, piece, before)
        last = regions[-1] if regions else None
        if last and before and _goes_on(last, region, piece, before, headings):
            rows = [*last.rows, *_data(region.rows if region else piece.rows, last.header)]
            regions[-1] = replace(last, rows=tuple(rows))
        elif region:
            regions.append(region)
        before = piece
    taken = {region.line for region in regions}
    named = {region.layout.table for region in regions}
    regions += [
        Region(layout, bare.heading.number, bare.unit, (), bare.rows, False)
        for bare in bare_tables(source, headings)
        if (layout := bare.heading.layout) and bare.heading.number not in taken and layout.table not in named
        if not _contradicts(layout, bare.rows)
        # Rows of cells that are not those of the form are of another table.
        if {row.is_row for row in bare.rows if amounts_in(row)} != {True}
    ]
    return _with_units(source, _once(sorted(regions, key=lambda region: region.line)))


def _once(regions: Sequence[Region]) -> list[Region]:
    """Regions, of several of one table only that with most figures: a document may print those of its units too."""
    kept: dict[tuple[str, str], Region] = {}
    for region in regions:
        other = kept.get(_part(region))
        if other is None or region.figures > other.figures:
            kept[_part(region)] = region
    return sorted(kept.values(), key=lambda region: region.line)


def _part(region: Region) -> tuple[str, str]:
    """The table of a region, and its panel where it is printed apart from the others."""
    panels = region.layout.panels
    return region.layout.table, panels[0] if len(panels) == 1 else ""


def _with_units(source: Source, regions: Sequence[Region]) -> list[Region]:
    """Regions; one that prints no unit has that of what else gives its figures, or of all others, if they agree."""
    stated = amounts_stated(source.lines) if any(not region.unit for region in regions) else []
    for told in ("", UNCLEAR):  # what the first tables are found to be in may tell it of the others
        known = [(region.unit, region.rows) for region in regions if region.unit in UNITS]
        regions = [
            replace(region, unit=unit_of(region.rows, known, stated), unit_printed=False)
            if region.unit == told
            else region
            for region in regions
        ]
    return list(regions)


def _goes_on(last: Region, region: Region | None, piece: Piece, before: Piece, headings: Sequence[Heading]) -> bool:
    """Whether a table is the rest of the one on the page before: the same title again and other rows, or none and the same columns."""
    if not last.has_cells or not last.rows or before.rows[-1].number != last.rows[-1].number:
        return False
    stubs, above = (set(stubs_of(rows)) for rows in (region.rows if region else piece.rows, last.rows))
    if not classification(stubs) <= (classification(above) or set(last.layout.codes)):
        return False
    if 2 * len(stubs & above) > len(stubs):
        return False  # the same rows again
    if region:
        titles_agree = _part(region) == _part(last) and region.unit in ("", last.unit)
        return titles_agree and _keys(region.header) == _keys(last.header)
    if between(headings, before.rows[-1].number, piece.start) or breaks(piece.above):
        return False
    page, last_page = piece.rows[0].page, before.rows[-1].page
    if page is None or last_page is None or page != last_page + 1 or piece.width != before.width:
        return False
    rows = _data(piece.rows, last.header)
    return not has_header(rows) and not clash(last.rows, rows)


def between(headings: Sequence[Heading], after: int, before: int) -> Sequence[Heading]:
    """The headings between two lines."""
    first = bisect_right(headings, after, key=_number)
    return headings[first : bisect_left(headings, before, lo=first, key=_number)]


def _number(heading: Heading) -> int:
    return heading.number


def _keys(rows: Sequence[Line]) -> list[tuple[str, ...]]:
    return [tuple(filter(None, map(label, row.cells))) for row in rows]


def _data(rows: Sequence[Line], header: Sequence[Line]) -> tuple[Line, ...]:
    """Rows without those that repeat the header on a later page."""
    repeated = {key for key in _keys(header) if key}
    return tuple(row for row, key in zip(rows, _keys(rows), strict=True) if key not in repeated)


def _of_piece(headings: Sequence[Heading], piece: Piece, before: Piece | None) -> Region | None:
    """A table whose title, the last above it, is known and whose header labels agree; else None."""
    above = between(headings, before.rows[-1].number if before else 0, piece.start)
    if not above or above[-1].layout is None:
        return None
    near = [line for line in piece.above if line.number >= above[-1].number]
    unit = unit_in([*near, *piece.captions, *piece.rows[:3]])
    told = _panel_told([*near, *piece.rows[:HEAD]])
    fitting = [
        region
        for layout in VARIANTS[_of_either_kind(above[-1].layout, piece)]
        if (region := _fitting(of_panel(layout, told), above[-1].number, unit, piece.rows))
    ]
    return max(fitting, key=lambda region: known(region.layout, leaves(region.header)), default=None)


def _panel_told(lines: Sequence[Line]) -> str:
    """The panel that a line over a whole table names: 预算数 or 决算数, and nothing else."""
    texts = ([text for text in map(label, line.cells or (line.text,)) if text] for line in lines)
    return next((panel for found in texts if len(found) == 1 and (panel := panel_named(found[0]))), "")


def _of_either_kind(layout: Layout, piece: Piece) -> str:
    """The table of a title that says neither budget nor outturn (三公经费情况表): that of a final account by its headings."""
    labels = [label(cell) for row in piece.rows[:HEAD] for cell in row.cells]
    return "F09" if layout.table == "B07" and any("决算" in text for text in labels) else layout.table


def _fitting(layout: Layout, line: int, unit: str, rows: Sequence[Line]) -> Region | None:
    """The region, if its header labels are those of the layout (or it has none)."""
    header, data = split(rows, layout)
    data = _data(data, header)
    if _contradicts(layout, data):
        return None
    unit = unit or _unit_of_labels(header)
    labels = {label(cell) for row in header for cell in row.cells}
    if layout.table == "B05-1" and labels & _UNIT_NAMES and not labels & _OF_SUBJECTS:
        layout = LAYOUT["B05-2"]
    if layout.shape == "listed":
        return Region(layout, line, unit, header, data, True) if is_listed(layout, header, data) else None
    if layout.shape == "flat" and one_in_each_row(rows):
        header, data = _before_expenses(rows)
        return Region(layout, line, unit, header, data, True)
    return Region(layout, line, unit, header, data, True) if agrees(layout, leaves(header)) else None


def _contradicts(layout: Layout, rows: Sequence[Line]) -> bool:
    """Whether the codes of rows are all of another classification than the table's."""
    stubs = stubs_of(rows) if any(row.is_row for row in rows) else [tuple(row.text.split()[:1]) for row in rows]
    classes = classification(stubs)
    return bool(classes and layout.codes) and classes.isdisjoint(layout.codes)


def _before_expenses(rows: Sequence[Line]) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """Rows with an expense each -> (header rows, data rows)."""
    begins = (
        expense_of(row) or is_numbering(row) or any(AMOUNT.match(label(cell)) for cell in row.cells) for row in rows
    )
    first = [bool(one) for one in begins].index(True)
    return tuple(rows[:first]), tuple(rows[first:])


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
    if any(AMOUNT.match(cell) for cell in filled) or _is_total(filled):
        return True
    if layout.shape == "coded":
        return bool(filled) and (
            any(re.fullmatch(r"\d{3}|\d{5}|\d{7}", cell) for cell in cells[:1]) or filled == ["合计"]
        )
    if layout.shape == "panels":
        return any(_ORDINAL.match(cell) for cell in filled)
    if layout.shape == "economic":
        return any(re.fullmatch(r"3\d\d(?:\d\d)?", cell) for cell in filled)
    if numbered:
        return bool(filled) and all(cell[0].isdigit() for cell in filled)
    return len(filled) > 1 and all(map(looks_numeric, filled)) and not is_numbering(row)


def _is_total(cells: Sequence[str]) -> bool:
    """Whether a row is a total and its figures, in whole numbers."""
    rest = [cell for cell in cells if cell not in TOTAL_NAMES and cell not in FRAME_LABELS]
    return bool(rest) and any(cell in TOTAL_NAMES for cell in cells) and all(looks_numeric(cell) for cell in rest)


@dataclass(frozen=True)
class Bare:
    """A table printed as bare lines: its heading, unit and lines."""

    heading: Heading
    unit: str
    rows: tuple[Line, ...]


def bare_tables(source: Source, headings: Sequence[Heading]) -> list[Bare]:
    """Tables printed as bare lines: from the title to the note, the next title, or prose; a contents entry is none."""
    stops = [*(heading.number - 1 for heading in headings[1:]), len(source.lines)]
    made: list[Bare] = []
    for heading, stop in zip(headings, stops, strict=False):  # A text without headings has no table, but a last stop.
        body = []
        for line in source.lines[heading.number : stop]:
            if _END.match(label(line.text)) or _PROSE.search(label(line.text)):
                break
            body.append(line)
        unit = unit_in([heading.line, *body[:12]])
        if unit:
            made.append(Bare(heading, unit, tuple(line for line in body if line.text.strip())))
    return made


def unknown_lines(source: Source, regions: Sequence[Region]) -> list[Bare]:
    """Tables printed as bare lines that are no region: rows of amounts under a title that is not known."""
    taken = {line.number for region in regions for line in region.rows}
    found = [
        Bare(one.heading, one.unit, tuple(line for line in one.rows if not line.is_row and line.number not in taken))
        for one in bare_tables(source, headings_in(source))
    ]
    return [
        one for one in found if sum(len(amounts_in(line)) > 0 for line in one.rows) > 0 and one.heading.layout is None
    ]


def amounts_in(line: Line) -> list[str]:
    return [word for word in line.text.split() if AMOUNT.match(word)]

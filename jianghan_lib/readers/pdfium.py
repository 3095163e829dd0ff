"""PDFium's view of a page: the characters that are seen on it, its ruling lines and images, in points from its upper left corner."""

import ctypes
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from math import hypot
from typing import Any, NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as c

from jianghan_lib.readers.blocks import AS_SEEN, Box, Char
from jianghan_lib.readers.rules import Segment

Matrix = tuple[float, float, float, float, float, float]
Colour = tuple[int, int, int]
UNTURNED: Matrix = (1, 0, 0, 1, 0, 0)
WHITE: Colour = (255, 255, 255)
PALE = 190  # each part of a colour that hardly stands out from paper: of watermarks
# Text that is drawn without ink: to be found by a search, or to cut out what is drawn after it.
INVISIBLE = {c.FPDF_TEXTRENDERMODE_INVISIBLE, c.FPDF_TEXTRENDERMODE_CLIP}
# Rise by run of what is not set straight; the least size of a text that is seen, half an opening of a rule, in points.
ASKEW, SMALLEST, STRAIGHT = 0.1, 0.5, 0.5
MIDDLE = 0.35  # of the size of a character, above its line
BLANK, END_HYPHEN = 32, 2  # the last code of nothing to see; what PDFium makes of a hyphen at the end of a line
MOST_OBJECTS, DEEPEST = 200_000, 12
# What figures are made of; how far the sides of a character may be drawn in for it to be whole, and for its middle to be seen.
_OF_FIGURE, INSIDE, MIDDLE_OF = frozenset("0123456789.,"), 0.25, 0.5
# The least sides of a patch of colour that text can stand on, in points.
PATCH = 4.0


@dataclass
class Drawn:
    """What a page shows: characters, ruling lines, boxes of images, and how many characters have no meaning."""

    number: int
    width: float
    height: float
    turned: int = 0  # from what the page says of itself
    chars: list[Char] = field(default_factory=list)
    segments: list[Segment] = field(default_factory=list)
    images: list[Box] = field(default_factory=list)
    printed: int = 0
    unknown: int = 0
    cut: int = 0  # figures of which the edge of the page shows a part


@dataclass(frozen=True)
class View:
    """How a page is looked at: its box, how far it is turned clockwise, the part of it that is seen."""

    box: Box
    turned: int
    seen: Box

    @property
    def size(self) -> tuple[float, float]:
        wide, high = self.box[2] - self.box[0], self.box[3] - self.box[1]
        return (high, wide) if self.turned % 180 else (wide, high)

    @cached_property
    def matrix(self) -> Matrix:
        """What moves a point of the page to where it is seen from the upper left corner."""
        left, bottom, right, top = self.box
        return {
            0: (1, 0, 0, -1, -left, top),
            90: (0, 1, 1, 0, -bottom, -left),
            180: (-1, 0, 0, 1, right, -bottom),
            270: (0, -1, -1, 0, top, right),
        }[self.turned]

    def shown(self, left: float, bottom: float, right: float, top: float) -> Box:
        """A box of the page -> the same from the upper left corner."""
        if self.turned == 0:
            return left - self.box[0], self.box[3] - top, right - self.box[0], self.box[3] - bottom
        return _around([_moved(left, bottom, self.matrix), _moved(right, top, self.matrix)])

    def heading(self, right: float, up: float) -> tuple[float, float]:
        """A direction on the page -> to the right, and downwards."""
        return _turned(right, up, self.matrix)


class Mark(NamedTuple):
    """A character as the page holds it."""

    text: str
    box: Box
    origin: tuple[float, float]
    size: float
    heading: tuple[float, float]
    colour: Colour


def drawn(page: pdfium.PdfPage, number: int) -> Drawn:
    """A page -> what is seen of it, turned so that most of its text reads from left to right."""
    box, crop = page.get_mediabox(), page.get_cropbox()
    shapes = _Shapes(page)
    marks, unknown = _marks(page)
    view = _upright(View(box, page.get_rotation() % 360, _common(box, crop)), marks)
    turned = (view.turned - page.get_rotation()) % 360
    made = Drawn(number, *view.size, turned, printed=len(marks), unknown=unknown)
    whole, made.cut = _whole(marks, view)
    level = {heading: _is_level(*view.heading(*heading)) for heading in {mark.heading for mark in marks}}
    made.chars = [_char(mark, view) for mark in whole if level[mark.heading] and _is_seen(mark, view, shapes)]
    made.segments = [view.shown(*segment) for segment in shapes.segments]
    made.images = [view.shown(*image) for image in shapes.images]
    return made


def _whole(marks: list[Mark], view: View) -> tuple[list[Mark], int]:
    """Characters without those of figures that the edge of what is seen cuts in two; how many figures those are."""
    cut: set[int] = set()
    count, done = 0, 0
    for at, mark in enumerate(marks):
        if at < done or mark.text not in _OF_FIGURE or _within(mark, view.seen, INSIDE):
            continue
        first = last = at
        while first > done and _joins(marks[first - 1], marks[first]):
            first -= 1
        while last + 1 < len(marks) and _joins(marks[last], marks[last + 1]):
            last += 1
        done = last + 1
        if any(_within(one, view.seen, MIDDLE_OF) for one in marks[first:done]):
            cut |= {*range(first, done)}
            count += 1
    return [mark for at, mark in enumerate(marks) if at not in cut] if cut else marks, count


def _within(mark: Mark, seen: Box, part: float) -> bool:
    """Whether a character, its sides drawn in by a part of its size, stands within a box."""
    x0, y0, x1, y1 = mark.box
    wide, high = part * (x1 - x0), part * (y1 - y0)
    return seen[0] <= x0 + wide and x1 - wide <= seen[2] and seen[1] <= y0 + high and y1 - high <= seen[3]


def _joins(mark: Mark, after: Mark) -> bool:
    """Whether two characters stand beside each other in one figure."""
    if after.text not in _OF_FIGURE or mark.text not in _OF_FIGURE or mark.heading != after.heading:
        return False
    return hypot(after.origin[0] - mark.origin[0], after.origin[1] - mark.origin[1]) < mark.size


def _common(box: Box, other: Box) -> Box:
    """What two boxes have in common; the first where they have nothing."""
    left, bottom, right, top = (*map(max, box[:2], other[:2]), *map(min, box[2:], other[2:]))
    return (left, bottom, right, top) if left < right and bottom < top else box


def _upright(view: View, marks: list[Mark]) -> View:
    """A page whose text runs up or down its side, or stands on its head, is turned."""
    ways: Counter[int] = Counter()
    for heading, count in Counter(mark.heading for mark in marks).items():
        ways[_way(*view.heading(*heading))] += count
    way, count = ways.most_common(1)[0] if ways else (0, 0)
    return View(view.box, (view.turned + way) % 360, view.seen) if 2 * count > len(marks) else view


def _way(right: float, down: float) -> int:
    """How far a page must be turned for a text that runs so to be read."""
    if abs(right) >= abs(down):
        return 0 if right >= 0 else 180
    return 270 if down > 0 else 90


def _marks(page: pdfium.PdfPage) -> tuple[list[Mark], int]:
    """The characters that a page has ink for, in the order they are drawn; how many have no meaning."""
    text = page.get_textpage()
    reader, found, unknown = _Reader(text.raw), [], 0
    for at in range(min(c.FPDFText_CountChars(text.raw), MOST_OBJECTS)):
        code = c.FPDFText_GetUnicode(text.raw, at)
        if code <= BLANK or chr(code).isspace():
            if code != END_HYPHEN:
                continue
            code = ord("-")
        unknown += 0xE000 <= code < 0xF900 or code == 0xFFFD
        if mark := reader.mark(at, code):
            found.append(mark)
    text.close()
    return found, unknown


class _Reader:
    """Reads the characters of a page; what characters of one text object have in common is asked once."""

    def __init__(self, text: Any) -> None:
        self.text = text
        self.object = 0
        self.box, self.matrix = c.FS_RECTF(), c.FS_MATRIX()
        self.x, self.y = ctypes.c_double(), ctypes.c_double()
        self.ink = [ctypes.c_uint() for _ in range(4)]
        self.size, self.heading, self.colour = 0.0, (1.0, 0.0), (0, 0, 0)
        self.seen = True

    def mark(self, at: int, code: int) -> Mark | None:
        """The character at a place; None where it is drawn without ink."""
        self._object(at)
        if not self.seen:
            return None
        c.FPDFText_GetLooseCharBox(self.text, at, self.box)
        c.FPDFText_GetCharOrigin(self.text, at, self.x, self.y)
        box = (self.box.left, self.box.bottom, self.box.right, self.box.top)
        text = AS_SEEN.get(code, chr(code)) or ""
        return Mark(text, box, (self.x.value, self.y.value), self.size, self.heading, self.colour)

    def _object(self, at: int) -> None:
        found = c.FPDFText_GetTextObject(self.text, at)
        address = ctypes.cast(found, ctypes.c_void_p).value or 0
        if address == self.object and address:
            return
        self.object = address
        c.FPDFText_GetMatrix(self.text, at, self.matrix)
        self.size = c.FPDFText_GetFontSize(self.text, at) * hypot(self.matrix.c, self.matrix.d)
        self.heading = (self.matrix.a, self.matrix.b)
        c.FPDFText_GetFillColor(self.text, at, *self.ink)
        red, green, blue, cover = self.ink
        self.colour = (red.value, green.value, blue.value)
        if cover.value < 255:
            self.colour = _thinned(self.colour, cover.value / 255)
        mode = c.FPDFTextObj_GetTextRenderMode(found) if address else c.FPDF_TEXTRENDERMODE_FILL
        self.seen = mode not in INVISIBLE and self.size >= SMALLEST and (self.ink[3].value > 0 or mode != 0)


def _thinned(colour: Colour, cover: float) -> Colour:
    """A colour that lets the paper through."""
    red, green, blue = (round(255 - (255 - part) * cover) for part in colour)
    return red, green, blue


def _char(mark: Mark, view: View) -> Char:
    x0, top, x1, bottom = view.shown(*mark.box)
    line = _moved(*mark.origin, view.matrix)[1]
    places = {"x0": x0, "x1": x1, "top": top, "bottom": bottom, "size": mark.size, "line": line}
    return {"text": mark.text, **places, "mid": line - MIDDLE * mark.size}


def _is_level(right: float, down: float) -> bool:
    """Whether a text runs from left to right, and does not climb or fall as watermarks do."""
    return right > 0 and abs(down) <= ASKEW * right


def _is_seen(mark: Mark, view: View, shapes: "_Shapes") -> bool:
    """Whether a character stands on the part of the page that is shown, and stands out from what is under it."""
    x, y = (mark.box[0] + mark.box[2]) / 2, (mark.box[1] + mark.box[3]) / 2
    left, bottom, right, top = view.seen
    if not (left <= x <= right and bottom <= y <= top and mark.text):
        return False
    pale = min(mark.colour) >= PALE
    if not pale and mark.colour not in shapes.colours:
        return True
    ground = shapes.ground(x, y)
    return ground != mark.colour and not (pale and ground == WHITE)


class _Shapes:
    """The ruling lines, images and patches of colour of a page, in its own points."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        self.segments: list[Segment] = []
        self.images: list[Box] = []
        self.patches: list[tuple[Box, Colour | None]] = []  # None: of no one colour
        self.colours = {WHITE}
        self.x, self.y, self.matrix = ctypes.c_float(), ctypes.c_float(), c.FS_MATRIX()
        self.ink = [ctypes.c_uint() for _ in range(4)]
        self.sides = [ctypes.c_float() for _ in range(4)]
        self.left = MOST_OBJECTS
        objects = (c.FPDFPage_GetObject(page.raw, at) for at in range(c.FPDFPage_CountObjects(page.raw)))
        self._walk(objects, UNTURNED, 0)

    def ground(self, x: float, y: float) -> Colour | None:
        """The colour of the page at a point."""
        under = (colour for (x0, y0, x1, y1), colour in reversed(self.patches) if x0 <= x <= x1 and y0 <= y <= y1)
        return next(under, WHITE)

    def _walk(self, objects: Iterator[Any], outer: Matrix, depth: int) -> None:
        for one in objects:
            self.left -= 1
            if self.left < 0:
                return
            kind = c.FPDFPageObj_GetType(one)
            if kind == c.FPDF_PAGEOBJ_PATH:
                self._path(one, outer)
            elif kind in (c.FPDF_PAGEOBJ_IMAGE, c.FPDF_PAGEOBJ_SHADING):
                box = self._bounds(one, outer)
                self.patches.append((box, None))
                self.images += [box] if kind == c.FPDF_PAGEOBJ_IMAGE else []
            elif kind == c.FPDF_PAGEOBJ_FORM and depth < DEEPEST:
                inner = (c.FPDFFormObj_GetObject(one, at) for at in range(c.FPDFFormObj_CountObjects(one)))
                self._walk(inner, _times(self._matrix(one), outer), depth + 1)

    def _matrix(self, one: Any) -> Matrix:
        c.FPDFPageObj_GetMatrix(one, self.matrix)
        return self.matrix.a, self.matrix.b, self.matrix.c, self.matrix.d, self.matrix.e, self.matrix.f

    def _bounds(self, one: Any, outer: Matrix) -> Box:
        c.FPDFPageObj_GetBounds(one, *self.sides)
        left, bottom, right, top = (side.value for side in self.sides)
        return _around([_moved(x, y, outer) for x in (left, right) for y in (bottom, top)])

    def _path(self, path: Any, outer: Matrix) -> None:
        """A path as its straight segments, across and down; a rectangle that is filled is a patch of colour too."""
        mode, stroke = ctypes.c_int(), ctypes.c_int()
        c.FPDFPath_GetDrawMode(path, mode, stroke)
        if not mode.value and not stroke.value:
            return
        matrix = _times(self._matrix(path), outer)
        points: list[tuple[float, float]] = []
        every: list[tuple[float, float]] = []
        for at in range(c.FPDFPath_CountSegments(path)):
            segment = c.FPDFPath_GetPathSegment(path, at)
            kind = c.FPDFPathSegment_GetType(segment)
            c.FPDFPathSegment_GetPoint(segment, self.x, self.y)
            point = _moved(self.x.value, self.y.value, matrix)
            if kind == c.FPDF_SEGMENT_LINETO:
                self._straight(points[-1], point) if points else None
            elif kind == c.FPDF_SEGMENT_MOVETO:
                points = []
            points.append(point)
            every.append(point)
            if c.FPDFPathSegment_GetClose(segment):
                self._straight(point, points[0])
        if mode.value and every:
            self._patch(path, _around(every))

    def _straight(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        (x0, y0), (x1, y1) = start, end
        if abs(x0 - x1) < STRAIGHT or abs(y0 - y1) < STRAIGHT:
            self.segments.append((min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))

    def _patch(self, path: Any, box: Box) -> None:
        if box[2] - box[0] < PATCH or box[3] - box[1] < PATCH:
            return
        known = c.FPDFPageObj_GetFillColor(path, *self.ink)
        red, green, blue, alpha = (part.value for part in self.ink)
        if not known or alpha > 0:
            colour = (red, green, blue) if known else None
            self.patches.append((box, colour))
            if colour:
                self.colours.add(colour)


def _times(inner: Matrix, outer: Matrix) -> Matrix:
    """What is drawn by the inner matrix within the outer one."""
    if outer == UNTURNED:
        return inner
    a, b, right, up, x, y = inner
    return (*_turned(a, b, outer), *_turned(right, up, outer), *_moved(x, y, outer))


def _turned(x: float, y: float, by: Matrix) -> tuple[float, float]:
    return x * by[0] + y * by[2], x * by[1] + y * by[3]


def _moved(x: float, y: float, by: Matrix) -> tuple[float, float]:
    return x * by[0] + y * by[2] + by[4], x * by[1] + y * by[3] + by[5]


def _around(points: list[tuple[float, float]]) -> Box:
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)

"""A PDF -> its pages: the characters and ruling lines of each, or of its image, and what is wrong with it."""

import io
import logging
import math
import re
import sys
from collections.abc import Sequence

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.psexceptions import PSException
from pdfplumber.page import Page
from pdfplumber.utils.exceptions import PdfminerException
from tqdm import tqdm

from jianghan_lib.base.errors import JianghanError
from jianghan_lib.readers import scan
from jianghan_lib.readers.page import Char, Edge, characters, pieces
from jianghan_lib.readers.ruled import Sheet

MOST_EDGES, MOST_PAGES, MOST_RECOGNISED = 30_000, 1000, 60
PATIENCE = 3.0  # seconds without a word
# An image that covers so much of a page without text, or of one with few signs, is a scan; so many characters without
# meaning make a page unreadable.
COVERED_BY_IMAGE, WHOLE, FEW_SIGNS, MANY_UNKNOWN = 0.3, 0.8, 20, 0.2
SCANNED, GARBLED, DRAWING, RECOGNISED = "page_scanned", "page_garbled", "page_drawing", "page_recognised"
_UNKNOWN = re.compile(r"\(cid:\d+\)|\ufffd|[\ue000-\uf8ff]")


def read_sheets(name: str, data: bytes) -> list[Sheet]:
    """The bytes of a PDF -> its pages; one-line errors for a file that is encrypted, damaged or too long."""
    logging.getLogger("pdfminer").setLevel(logging.ERROR)  # it tells of every font that lacks a measure
    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            if len(pdf.pages) > MOST_PAGES:
                raise JianghanError(
                    f"{name}: has {len(pdf.pages):,} pages, more than {MOST_PAGES:,}: give the part that is the disclosure"
                )
            return _sheets(pdf.pages)
    except (PdfminerException, PSException, ValueError, KeyError, TypeError, RecursionError) as error:
        locked = isinstance(error.args[0] if error.args else None, PDFPasswordIncorrect)
        what = "is encrypted: save it without a password first" if locked else "is damaged: is the file whole?"
        raise JianghanError(f"{name}: {what}") from error


def _sheets(pages: Sequence[Page]) -> list[Sheet]:
    """Pages, of which at most so many are recognised: it takes seconds for each, so that progress is shown to a person."""
    left = MOST_RECOGNISED if scan.available() else 0
    sheets: list[Sheet] = []
    watched = sys.stderr.isatty()
    for page in tqdm(pages, unit="page", delay=PATIENCE, leave=False) if watched else pages:
        sheet, looked_at = _sheet(page, left > 0)
        sheets.append(sheet)
        left -= looked_at
    return sheets


def _sheet(page: Page, recognise: bool) -> tuple[Sheet, bool]:
    """A page with its problem, and whether its image was looked at: where its text cannot be had, and that is possible."""
    page = _upright(page)
    chars, edges = characters(page.chars), _edges(page)
    problem = _problem(page, chars)
    looked_at = recognise and problem in (SCANNED, GARBLED)
    if looked_at:
        chars, edges, problem = _recognised(page, chars, edges, problem)
    sheet = Sheet(page.page_number, float(page.height), tuple(pieces(chars, edges)), problem)
    page.close()
    return sheet, looked_at


def _recognised(page: Page, chars: list[Char], edges: list[Edge], problem: str) -> tuple[list[Char], list[Edge], str]:
    """Characters, rules and problem of a page by its image; as they were where nothing on it can be read."""
    try:
        seen, ruled = scan.recognise(page)
    except (ImportError, OSError, RuntimeError, MemoryError):  # libraries that are not whole, an image that is damaged
        return chars, edges, problem
    if not seen and problem == SCANNED:
        return chars, edges, ""  # a blank page
    if all(char.get("unread") for char in seen):
        return chars, edges, problem
    return characters(seen), ruled, RECOGNISED


def _problem(page: Page, chars: Sequence[Char]) -> str:
    """What is wrong with a page: (almost) nothing but an image on it, characters that cannot be decoded, a drawing; or nothing."""
    unknown = sum(bool(_UNKNOWN.fullmatch(char["text"])) for char in page.chars)
    images = sum(image["width"] * image["height"] for image in page.images)
    covered = COVERED_BY_IMAGE if not chars else WHOLE if len(chars) < FEW_SIGNS else math.inf
    if images > covered * page.width * page.height:
        return SCANNED
    if unknown > MANY_UNKNOWN * len(page.chars):
        return GARBLED
    return DRAWING if len(page.edges) > MOST_EDGES else ""


def _upright(page: Page) -> Page:
    """A page whose text runs up or down its side, turned so that it reads from left to right."""
    turned = [char["matrix"][1] > 0 for char in page.chars if not char["upright"]]
    if 2 * len(turned) <= len(page.chars):
        return page
    angle = (page.rotation + (90 if 2 * sum(turned) > len(turned) else 270)) % 360
    page.page_obj.attrs["Rotate"] = page.page_obj.rotate = angle
    return Page(page.pdf, page.page_obj, page.page_number, page.initial_doctop)


def _edges(page: Page) -> list[Edge]:
    """The ruling lines of a page; those of a drawing are none."""
    return [] if len(page.edges) > MOST_EDGES else page.debug_tablefinder().edges

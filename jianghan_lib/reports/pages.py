"""Executed notebooks -> pages without code that open offline and run nothing of what a document prints."""

import base64
import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jianghan_lib.base.paths import declared
from jianghan_lib.base.text import width
from jianghan_lib.reports import glossary, parameters, underneath, webfont
from jianghan_lib.reports.bilingual import CHINESE, half, halves
from jianghan_lib.translation import translated

if TYPE_CHECKING:
    from nbconvert import HTMLExporter
    from nbformat import NotebookNode

TEMPLATES = Path(__file__).parent / "templates"
HTML_LANG = {"zh": "zh-CN", "en": "en"}
# The pages and books that are made beside the reports of a document.
DOSSIER, WORKBOOK = "dossier", "workbook"
# The tag of a cell that is for those who run the notebook, such as the heading over its parameters.
ABOUT_CODE = "about-code"
# Cells whose first sentence belongs on the first page: those with this tag, and those with this name.
KEY, WHOLE = "key", "whole"
# A sentence without any figure says what the document lacks: it stands in its chapter, not on the first page.
FIGURE = re.compile(r"\d")

# A section of a report begins with a heading; one of the second level that only says what is not there is one line.
SECTION = re.compile(r"#{1,2} ")
COLLAPSIBLE = re.compile(r"## +([^\n]+)")
ABSENT = re.compile(r"<p>[^<\d]*</p>")
# The unit of money, which no line breaks.
UNIT = "CNY 10 000"
# Between a heading and its one line.
BETWEEN = {"zh": "\u3000", "en": " "}

# What may stand in a page: the marks of text and tables. Everything else is shown as the words it is written with.
TEXT_TAGS = (
    "a b blockquote br code dd del div dl dt em h1 h2 h3 h4 h5 h6 hr i li ol p pre s small span strong sub sup u ul"
)
TABLE_TAGS = "caption col colgroup table tbody td tfoot th thead tr"
TAGS = frozenset(f"{TEXT_TAGS} {TABLE_TAGS}".split())
ATTRIBUTES = {
    "*": ["class"],
    "a": ["href", "title"],
    "td": ["colspan", "rowspan", "title"],
    "th": ["colspan", "rowspan", "scope"],
}
STYLE_BLOCK = re.compile(r"<style\b[^>]*>.*?</style>", re.DOTALL | re.IGNORECASE)
# Cells of so few characters are not broken: a word of the vocabulary, a code, a year.
SHORT = 8
TEXT_CELL = re.compile(rf"<td>((<span>)?[^<>]{{1,{SHORT}}}(?(2)</span>))</td>")
# A text so wide, in halves of a Chinese character, has a column of some width, however many columns stand beside it.
LONG = 120
LONG_CELL = re.compile(rf"<td>([^<>]{{{LONG // 2},}})</td>")
# The heading of a column, as `showing.shown` writes it.
COLUMN = re.compile(r"<th\b(?=[^>]*\bscope=\"col\")")
NUMBER_CELL = re.compile(r"<td(?: class=\"[^\"]*\")?>(\s*[-+−]?[\d,]*\.?\d+\s*(?:[%‰])?\s*)</td>")


# The words of pages, by language and name.
LABELS = {lang: {row["name"]: row[lang] for row in declared("reports/labels.csv")} for lang in HTML_LANG}


@dataclass(frozen=True)
class Heading:
    """What stands above a report: title, facts of its document, links (label, address, whether it is this page), how to cite it,
    and whether its tables sort at a click on a heading."""

    lang: str
    title: str
    facts: str
    links: tuple[tuple[str, str, bool], ...]
    notebook: str = ""
    citation: str = ""
    sorts: bool = False


def title(notebook: Path, lang: str) -> str:
    """A notebook -> the first heading of its text, or its name where it has none."""
    texts = ["".join(cell["source"]) for cell in parameters.cells(notebook) if cell["cell_type"] == "markdown"]
    text = "\n".join(texts)
    found = re.search(r"^#\s+(.+)$", text, re.MULTILINE)
    return half(found.group(1).strip(), lang) if found else notebook.stem


def heading(facts: Mapping[str, Any], notebook: Path, others: Iterable[Path], lang: str) -> Heading:
    """A row of `documents`, a notebook and those run with it -> what stands above its report."""
    label = LABELS[lang]
    links = [(label["index"], "../index.html", False), (label["dossier"], f"{DOSSIER}.html", False)]
    links += [(title(other, lang), f"{other.stem}.html", other == notebook) for other in others]
    whole = f"{named(str(facts['department']), lang)} {facts['fiscal_year']} {title(notebook, lang)}"
    return Heading(lang, whole, facts_line(facts, lang), tuple(links), notebook.stem, citation(facts, lang))


def facts_line(facts: Mapping[str, Any], lang: str) -> str:
    """A row of `documents` -> department, district, year, kind and file, as far as they are known."""
    kind = LABELS[lang].get(str(facts["kind"]), str(facts["kind"]))
    known = [str(facts.get(name, "")) for name in ("department", "district", "fiscal_year")]
    known = [named(text, lang) for text in known if text not in ("", "nan", "<NA>", "None")]
    file = str(facts.get("source_file") or "")
    return " · ".join([*known, kind, *([f"{LABELS[lang]['source_file']} {file}"] if file else [])])


def named(name: str, lang: str) -> str:
    """A Chinese name in a language: in English as the vocabulary has it."""
    return translated(name) if lang == "en" else name


def citation(facts: Mapping[str, Any], lang: str) -> str:
    """A row of `documents` -> how it is cited: department, title, year and file, as far as they are known."""
    known = {name: str(facts.get(name) or "") for name in ("department", "title", "fiscal_year", "source_file")}
    left, right = ("《", "》") if lang == "zh" else ("“", "”")
    said = {name: named(known[name], lang) for name in ("department", "fiscal_year")}
    told = [said[name] for name in said if known[name] not in known["title"] or said[name] != known[name]]
    title = [f"{left}{known['title']}{right}"] if known["title"] else []
    return ("，" if lang == "zh" else ", ").join(filter(None, [*told[:1], *title, *told[1:], known["source_file"]]))


def collection_heading(notebook: Path, others: Iterable[Path], lang: str) -> Heading:
    """A notebook about all documents and those run with it -> what stands above its report."""
    links = [(LABELS[lang]["index"], "../index.html", False)]
    links += [(title(other, lang), f"{other.stem}.html", other == notebook) for other in others]
    return Heading(lang, title(notebook, lang), LABELS[lang]["collection"], tuple(links), notebook.stem, sorts=True)


def page(notebook: "NotebookNode", top: Heading, finish: Callable[[str], str] = str) -> str:
    """An executed notebook and its heading -> a page that needs no network and runs nothing.

    `finish` adds what the page has yet to get, before the signs of its font are chosen.
    """
    resources = {
        "report": {
            "html_lang": HTML_LANG[top.lang],
            "title": top.title,
            "facts": top.facts,
            "links": top.links,
            "signs": " ".join(LABELS[top.lang][one] for one in ("signs", *(["sorts"] if top.sorts else []))),
            "signs_printed": LABELS[top.lang]["signs_printed"],
            "figure_goes_on": LABELS[top.lang]["figure_goes_on"],
            "style": template("style.css"),
            "running": css_text(top.title),
            "folded": any("chapter" in cell.metadata for cell in notebook.cells),
            **(sorting() if top.sorts else {}),
        }
    }
    body, _ = _exporter().from_notebook_node(_in_language(notebook, top), resources=resources)
    body = COLUMN.sub("<th data-sort", body) if top.sorts else body
    body = underneath.with_notes(body, top.notebook or "table", LABELS[top.lang], top.citation)
    whole = finish(glossary.explained(body, top.lang)).replace(UNIT, UNIT.replace(" ", "\u00a0"))
    return webfont.embed(whole)


def sorting() -> dict[str, str]:
    """The script that sorts tables, and its hash: what a page lets run, and nothing else."""
    script = template("sort.js")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return {"script": script, "script_hash": f"sha256-{digest}"}


def css_text(text: str) -> str:
    """Text -> a string of a style sheet that says it and can end nothing: all but letters and digits by their codes."""
    return '"' + "".join(sign if sign.isalnum() else f"\\{ord(sign):06x}" for sign in text) + '"'


def _in_language(notebook: "NotebookNode", top: Heading) -> "NotebookNode":
    """A notebook -> a copy whose texts are in one language, without the cells that are about its code."""
    copy = deepcopy(notebook)
    copy.cells = in_language(copy.cells, top.lang)
    copy.cells = _first(copy.cells, top.lang) if top.notebook else copy.cells
    for cell in copy.cells:
        if "outputs" in cell:
            cell.outputs = [one for output in cell.outputs for one in (output, *_drawn(output))]
    return copy


def _drawn(output: "NotebookNode") -> "Iterator[NotebookNode]":
    """An output that is a figure -> what it draws as a table, of which the page will show only the link to its data."""
    rows = output.get("metadata", {}).get("image/png", {}).get("drawn", [])
    if len(rows) > 1:
        data = {"text/html": underneath.of_figure(rows)}
        yield type(output)({"output_type": "display_data", "data": data, "metadata": {}})


def in_language(cells: "list[NotebookNode]", lang: str) -> "list[NotebookNode]":
    """Cells -> those that are not about code, their texts in one language (changed in place)."""
    shown = [cell for cell in cells if ABOUT_CODE not in cell.metadata.get("tags", ())]
    for cell in shown:
        if cell.cell_type == "markdown":
            cell.source = halves(cell.source, lang)
    return [cell for section in _sections(shown) for cell in _in_one_line(section)]


def _sections(cells: "list[NotebookNode]") -> "list[list[NotebookNode]]":
    """Cells -> those under each heading together, the heading first."""
    sections: list[list[NotebookNode]] = [[]]
    for cell in cells:
        if cell.cell_type == "markdown" and (SECTION.match(cell.source) or "chapter" in cell.metadata):
            sections.append([])
        sections[-1].append(cell)
    return sections


def _in_one_line(section: "list[NotebookNode]") -> "list[NotebookNode]":
    """A section of sentences without a figure, which say what the document lacks -> one cell: heading and first sentence."""
    heading = COLLAPSIBLE.match(section[0].source) if section and section[0].cell_type == "markdown" else None
    outputs = [output for cell in section for output in cell.get("outputs", [])]
    absent = [ABSENT.fullmatch("".join(output.get("data", {}).get("text/html", "")).strip()) for output in outputs]
    if heading is None or not absent or not all(absent):
        return section
    cell = next(cell for cell in section if cell.get("outputs"))
    # What is not there is no key sentence, though its heading has a number.
    cell.metadata["tags"] = [tag for tag in cell.metadata.get("tags", []) if not tag.startswith(KEY)]
    cell.outputs = outputs[:1]
    data, between = outputs[0]["data"], BETWEEN["zh" if CHINESE.search(heading[1]) else "en"]
    data["text/html"] = "".join(data["text/html"]).replace(
        "<p>", f'<p><strong class="absent">{escape(heading[1].strip())}</strong>{between}', 1
    )
    data["text/plain"] = f"{heading[1].strip()}{between}{''.join(data.get('text/plain', ''))}"
    return [cell]


def key_sentences(cells: Sequence[Mapping[str, Any]]) -> list[str]:
    """What each cell for the first page says first, where it has a figure: as many sentences as its tag says (key-2), or one."""
    found = []
    for cell in cells:
        if count := _wanted(cell):
            lines = [line for output in cell.get("outputs", []) for line in _text(output).splitlines()]
            found += [line for line in lines[:count] if FIGURE.search(line)]
    return list(dict.fromkeys(found))


def _wanted(cell: Mapping[str, Any]) -> int:
    """How many sentences of a cell belong on the first page."""
    tags = cell["metadata"].get("tags", [])
    numbered = [int(tag.removeprefix(f"{KEY}-")) for tag in tags if tag.startswith(f"{KEY}-")]
    return next(iter(numbered), int(KEY in tags or cell.get("id") == WHOLE))


def _text(output: Mapping[str, Any]) -> str:
    """The sentences of an output, '' where it is a table or a figure."""
    data = output.get("data", {})
    sentences = "".join(data.get("text/html", "")).startswith("<p>")
    return "".join(data.get("text/plain", "")) if sentences else ""


def _first(cells: "list[NotebookNode]", lang: str) -> "list[NotebookNode]":
    """The cells of a report with its key sentences below its title, where it has any."""
    import nbformat

    texts = key_sentences(cells)
    if not texts:
        return cells
    listed = "".join(f"<li>{escape(text)}</li>" for text in texts)
    html = f"<h2>{LABELS[lang]['key_sentences']}</h2><ul>{listed}</ul>"
    output = nbformat.v4.new_output("display_data", {"text/html": html})
    return [cells[0], nbformat.v4.new_code_cell(outputs=[output], id="key-sentences"), *cells[1:]]


def safe_html(html: object) -> str:
    """HTML of an output -> the same with only the marks of TAGS; cells marked that hold numbers, or few words."""
    import bleach

    text = html.decode() if isinstance(html, bytes) else str(html)
    cleaned = bleach.clean(STYLE_BLOCK.sub("", text), tags=TAGS, attributes=ATTRIBUTES)
    cleaned = LONG_CELL.sub(
        lambda cell: f'<td class="long">{cell[1]}</td>' if width(cell[1]) >= LONG else cell[0], cleaned
    )
    return TEXT_CELL.sub(r'<td class="short">\1</td>', NUMBER_CELL.sub(r'<td class="number">\1</td>', cleaned))


@cache
def _exporter() -> "HTMLExporter":
    from nbconvert import HTMLExporter

    exporter = HTMLExporter(
        extra_template_basedirs=[str(TEMPLATES)],
        template_name="report",
        exclude_input=True,
        exclude_input_prompt=True,
        exclude_output_prompt=True,
        exclude_anchor_links=True,
        sanitize_html=True,
    )
    exporter.register_filter("clean_html", safe_html)
    return exporter


def template(name: str) -> str:
    """Name of a file of templates/ -> its text."""
    return (TEMPLATES / name).read_text(encoding="utf-8")

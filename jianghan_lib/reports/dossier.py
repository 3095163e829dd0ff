"""One page per document that joins its executed notebooks: what to know first, a list of contents, then each of them."""

import re
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from jianghan_lib.base.writing import write_whole
from jianghan_lib.reports import pages
from jianghan_lib.vocabulary import word

if TYPE_CHECKING:
    from nbformat import NotebookNode

# The order of the chapters; notebooks that are not named come after them, by name.
ORDER = ("budget_completion", "budget_structure", "year_over_year", "project_execution", "peer_comparison", "audit")
# The sections that tell about the document stand in every notebook, and in the dossier once.
ABOUT_DOCUMENT = ("about-document", "document")
CONTENTS = "CONTENTS-OF-THIS-DOSSIER"
# What a list of contents names: headings, and the sections of which the document has nothing, in their one line.
HEADING = re.compile(r'<(h[12]|strong class="absent")[^>]*>(.*?)</(h[12]|strong)>', re.DOTALL)
TAG = re.compile(r"<[^>]+>")
TITLE = re.compile(r"^#\s.*$", re.MULTILINE)
# So many findings stand on the first page.
MOST = 10


def write(
    facts: Mapping[str, Any], folder: Path, notebooks: Sequence[Path], lang: str, findings: Sequence[str] = ()
) -> Path | None:
    """A row of `documents`, the folder of its reports, those that were executed, findings to know first -> `dossier.html`; None without notebooks."""
    notebooks = in_order(notebooks)
    if not notebooks:
        return None
    label = pages.LABELS[lang]
    links = [(label["index"], "../index.html", False)]
    links += [(pages.title(path, lang), f"{path.stem}.html", False) for path in notebooks]
    title = title_of(facts, lang)
    joined = join(notebooks, lang, title, findings)
    heading = pages.Heading(
        lang, title, pages.facts_line(facts, lang), tuple(links), citation=pages.citation(facts, lang)
    )
    page = pages.page(joined, heading, lambda body: contents(body, lang))
    write_whole(folder / f"{pages.DOSSIER}.html", page)
    return folder / f"{pages.DOSSIER}.html"


def title_of(facts: Mapping[str, Any], lang: str) -> str:
    """A row of `documents` -> what its dossier is called."""
    label, kind = pages.LABELS[lang], str(facts["kind"])
    year = label["year"].format(**facts) if str(facts["fiscal_year"]).isdigit() else ""
    return label["analysis"].format(
        department=pages.named(str(facts["department"]), lang), year=year, kind=label.get(kind, kind)
    )


def in_order(notebooks: Sequence[Path]) -> list[Path]:
    """The executed notebooks of a document in the order of the chapters."""
    place = {name: at for at, name in enumerate(ORDER)}
    return sorted(notebooks, key=lambda path: (place.get(path.stem, len(ORDER)), path.stem))


def gravest(document_id: str, lang: str) -> list[str]:
    """The findings to know first, a sentence each with its place: the gravest, and of these the largest; roundings are none."""
    from pandas import isna

    from jianghan_lib import load
    from jianghan_lib.pipeline.review import ranked

    findings = load("findings", document_id)
    findings = ranked(findings.query("about == 'document' and severity != 'rounding'")).head(MOST)
    rows = cast(list[dict[str, Any]], findings.to_dict("records"))
    at = [pages.LABELS[lang]["at" if isna(one["page"]) else "at_page"].format(**one) for one in rows]
    return [
        f"{word(one['severity'], lang)}{there}{one[f'message_{lang}']}" for one, there in zip(rows, at, strict=True)
    ]


def join(notebooks: Sequence[Path], lang: str, title: str, findings: Sequence[str] = ()) -> "NotebookNode":
    """Executed notebooks -> one: the first page under its title, then each as a chapter that opens."""
    import nbformat

    chapters: list[list[Any]] = [nbformat.read(path, as_version=4).cells for path in notebooks]
    names = [pages.title(path, lang) for path in notebooks]
    known = {name: texts for name, cells in zip(names, chapters, strict=True) if (texts := pages.key_sentences(cells))}
    cells: list[Any] = [_first_page(title, pages.LABELS[lang], known, findings), _markdown(CONTENTS)]
    for number, (name, chapter) in enumerate(zip(names, chapters, strict=True)):
        own = [cell for cell in chapter if number == 0 or cell.get("id") not in ABOUT_DOCUMENT]
        cells += [_opening(name, number), *_untitled(own)]
    for number, cell in enumerate(cells):
        cell["id"] = f"dossier-{number}"
    return nbformat.from_dict({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def _markdown(text: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "metadata": {}, "source": text}


def _opening(name: str, number: int) -> dict[str, Any]:
    """The cell at which a chapter begins: the template makes a fold of what follows."""
    return {"cell_type": "markdown", "metadata": {"chapter": {"title": name, "number": number}}, "source": ""}


def _untitled(chapter: Sequence[Any]) -> Sequence[Any]:
    """A chapter without its first heading, which its fold says."""
    for cell in chapter[:1]:
        cell["source"] = TITLE.sub("", cell["source"], count=1)
    return chapter


def _first_page(
    title: str, label: Mapping[str, str], texts: Mapping[str, Sequence[str]], findings: Sequence[str]
) -> dict[str, Any]:
    """Chapters with their sentences, and findings, as a cell that shows them: text of documents is text here too."""
    lists = [
        f"<p><strong>{escape(name)}</strong></p><ul>{''.join(f'<li>{escape(one)}</li>' for one in own)}</ul>"
        for name, own in texts.items()
    ]
    html = f"<h1>{escape(title)}</h1><h2>{label['key_sentences']}</h2>{''.join(lists)}"
    if findings:
        html += f"<h2>{label['gravest']}</h2><ol>{''.join(f'<li>{escape(one)}</li>' for one in findings)}</ol>"
    output = {"output_type": "display_data", "data": {"text/html": html}, "metadata": {}}
    return {"cell_type": "code", "metadata": {}, "execution_count": None, "source": "", "outputs": [output]}


def contents(page: str, lang: str) -> str:
    """A page whose list of contents is missing -> the same with it, and with a mark at every heading it names."""
    body, listed = page, []

    def mark(match: re.Match[str]) -> str:
        level = match[1][1] if match[1].startswith("h") else "2 absent"
        listed.append((level, TAG.sub("", match[2]).strip()))
        return f'<{match[1]} id="s{len(listed)}">{match[2]}</{match[3]}>'

    body = HEADING.sub(mark, body)
    entries = [
        f'<li class="level{level}"><a href="#s{number}">{text}</a></li>'
        for number, (level, text) in enumerate(listed, start=1)
        if number > 1
    ]
    label = pages.LABELS[lang]["contents"]
    nav = f'<div class="contents" id="contents"><h2>{label}</h2>\n<ul>\n' + "\n".join(entries) + "\n</ul></div>"
    nav += f'<p class="to-contents"><a href="#contents">{label}</a></p>'
    return re.sub(rf"<p>\s*{CONTENTS}\s*</p>", lambda _: nav, body, count=1)

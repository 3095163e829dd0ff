"""One source a lesson, three versions of it: the learner's without solutions, the trainer's with them, and slides."""

import re
import shutil
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jianghan_lib.errors import JianghanError
from jianghan_lib.report import TEMPLATES

if TYPE_CHECKING:
    from nbformat import NotebookNode

NOT_FOR_LEARNERS = {"solution", "trainer"}
NOT_ON_SLIDES = {"solution", "trainer", "exercise", "check", "parameters"}
DEPARTMENT = re.compile(r'(?m)^document_id: str = "[^"]*"')
HEADING = re.compile(r"#{1,3} ")
# The library that moves slides: where the installed theme keeps it, and where a browser finds it with a network.
REVEAL = ("sphinx_revealjs", "_static", "revealjs")
PARTS = ("dist", "LICENSE")
NETWORK = "https://unpkg.com/reveal.js@5"


def read(path: Path) -> "NotebookNode":
    """A lesson's file -> the notebook."""
    import nbformat

    return nbformat.read(path, as_version=4)


def text(notebook: "NotebookNode") -> str:
    """A notebook -> its file's text."""
    import nbformat

    return nbformat.writes(notebook, version=4) + "\n"


def without(notebook: "NotebookNode", tags: Iterable[str], outputs: bool) -> "NotebookNode":
    """A notebook -> a copy without the cells of these tags, and without outputs unless they are wanted."""
    from nbconvert.preprocessors import ClearOutputPreprocessor, TagRemovePreprocessor

    copy, _ = TagRemovePreprocessor(enabled=True, remove_cell_tags=set(tags)).preprocess(notebook.copy(), {})
    return copy if outputs else ClearOutputPreprocessor(enabled=True).preprocess(copy, {})[0]


def about(notebook: "NotebookNode", document_id: str) -> "NotebookNode":
    """A notebook -> the same with exercises about another department."""
    for cell in notebook.cells:
        if "parameters" in cell.metadata.get("tags", []):
            cell.source, count = DEPARTMENT.subn(f'document_id: str = "{document_id}"', cell.source)
            if count == 1:
                return notebook
    raise JianghanError("the lesson has no parameters cell with a document_id: take the one of the repository")


def learners(notebook: "NotebookNode", document_id: str) -> "NotebookNode":
    """A lesson -> what a learner gets: no solutions, no outputs, exercises about the learner's own department."""
    return about(without(notebook, NOT_FOR_LEARNERS, outputs=False), document_id)


def slides(notebook: "NotebookNode", prefix: str) -> str:
    """A lesson -> its slides as a page: a slide for each heading, the worked example with its outputs, no solutions."""
    from nbconvert import SlidesExporter

    shown = without(notebook, NOT_ON_SLIDES, outputs=True)
    for cell in shown.cells:
        is_new = cell.cell_type == "markdown" and bool(HEADING.match(cell.source))
        cell.metadata["slideshow"] = {"slide_type": "slide" if is_new else "-"}
    settings: dict[str, Any] = {"reveal_url_prefix": prefix, "reveal_number": "c/t"}
    exporter = SlidesExporter(extra_template_basedirs=[str(TEMPLATES)], template_name="slides", **settings)
    exporter.exclude_input_prompt = exporter.exclude_output_prompt = True
    page, _ = exporter.from_notebook_node(shown)
    return page


def bring_reveal(folder: Path) -> str:
    """Copies reveal.js into a folder -> its address for slides there; an address in the network where it is not installed."""
    package = find_spec(REVEAL[0])
    if package is None or not package.submodule_search_locations:
        return NETWORK
    source = Path(package.submodule_search_locations[0]).joinpath(*REVEAL[1:])
    for part in PARTS:
        (shutil.copytree if (source / part).is_dir() else shutil.copy2)(source / part, folder / "reveal.js" / part)
    return "reveal.js"

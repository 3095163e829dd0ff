"""One source a lesson, three versions of it: the learner's without solutions, the trainer's with them, and slides."""

import re
import shutil
from collections.abc import Iterable
from copy import deepcopy
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jianghan_lib import style
from jianghan_lib.base import paths
from jianghan_lib.reports import bilingual, parameters
from jianghan_lib.reports.pages import TEMPLATES
from jianghan_lib.training.exercise import Topic
from jianghan_lib.training.handing_in import CHECK

if TYPE_CHECKING:
    from nbformat import NotebookNode

NOT_FOR_LEARNERS = {"solution", "trainer"}
NOT_ON_SLIDES = {"solution", "exercise", "check", "progress"}
# What the speaker sees and the room does not: it belongs to the first slide.
NOTES = "trainer"
HEADING = re.compile(r"#{1,3} ")
# Where code says something in both languages: in a text, or in a comment on a line of its own; and what stands there for a value.
LITERAL = re.compile(r'(?P<mark>"|^# )(?P<text>[^"\n]*)(?P<end>"|$)', re.MULTILINE)
HELD = re.compile(r"\{[^{}]*\}")
# Signs of a Chinese text between values, in an English one.
PLAIN_SIGNS = {ord("，"): ", ", ord("；"): "; ", ord("："): ": ", ord("。"): "."}
CHINESE = re.compile(r"[\u4e00-\u9fff]")
# An English remark behind a parameter: the text above it says the same in both languages.
REMARK = re.compile(r"  # [ -~]+$", re.MULTILINE)
TWICE = re.compile(
    r"(?P<before>\s*)(?P<zh>[^\0，；。：\s][^\0，；。：]*?(?<=[\u4e00-\u9fff])) / (?P<en>[^\0，；。：:（]*)"
)
LESSON = re.compile(r"(training\.lesson\(\d+, document_id)\)")
# The library that moves slides: where the installed theme keeps it, and where a browser finds it with a network.
REVEAL = ("sphinx_revealjs", "_static", "revealjs")
PARTS = ("dist", "plugin/notes", "LICENSE")
FONT = "font.ttf"
NETWORK = "https://unpkg.com/reveal.js@5"


def source(topic: Topic) -> Path:
    """The file of a lesson."""
    return paths.lessons_dir() / f"{topic.notebook}.ipynb"


def read(path: Path) -> "NotebookNode":
    """A lesson's file -> the notebook."""
    import nbformat

    return nbformat.read(path, as_version=4)


def text(notebook: "NotebookNode") -> str:
    """A notebook -> its file's text."""
    import nbformat

    return nbformat.writes(notebook, version=4) + "\n"


def without(notebook: "NotebookNode", tags: Iterable[str]) -> "NotebookNode":
    """A notebook -> the same without the cells of these tags."""
    from nbconvert.preprocessors import TagRemovePreprocessor

    return TagRemovePreprocessor(enabled=True, remove_cell_tags=set(tags)).preprocess(notebook, {})[0]


def about(path: Path, document_id: str, lang: str = "") -> "NotebookNode":
    """A lesson's file -> the notebook with exercises about another department, without outputs, its tables in a language."""
    import nbformat

    return nbformat.reads(
        parameters.filled(path, {"document_id": document_id} | ({"lang": lang} if lang else {})), as_version=4
    )


def learners(path: Path, document_id: str, lang: str = "") -> "NotebookNode":
    """A lesson's file -> what a learner gets: no solutions, exercises about the learner's own department, in one language or both."""
    return localised(without(about(path, document_id, lang), NOT_FOR_LEARNERS), lang)


def localised(notebook: "NotebookNode", lang: str) -> "NotebookNode":
    """A notebook -> the same with its texts in one language, and with what its code prints; in both where none is named."""
    for cell in notebook.cells if lang else ():
        is_text = cell.cell_type == "markdown"
        cell.source = bilingual.halves(cell.source, lang) if is_text else code_in(cell.source, lang)
    return notebook


def code_in(code: str, lang: str) -> str:
    """Code whose texts and comments say things twice, `"行 / rows"` -> the same in one language; its checks speak it, too."""
    code = REMARK.sub("", code) if lang == "zh" else code
    code = LITERAL.sub(lambda found: f"{found['mark']}{_said_in(found['text'], lang)}{found['end']}", code)
    return LESSON.sub(r"\1, lang)", code)


def _said_in(text: str, lang: str) -> str:
    """Halves with as many values each are chosen between whole, other texts piece by piece."""
    values, bare = HELD.findall(text), HELD.sub("\0", text)
    halves = bare.split(" / ")
    if len(halves) == 2 and CHINESE.search(halves[0]) and halves[0].count("\0") == halves[1].count("\0"):
        kept = iter(values[len(values) // 2 :])
        bare = halves[lang == "en"]
    else:
        kept = iter(values)
        bare = TWICE.sub(lambda found: found["before"] + found[lang], bare)
    if lang == "en":
        bare = bare.translate(PLAIN_SIGNS)
    return re.sub("\0", lambda _: next(kept), bare)


def solutions(folder: Path, lang: str = "") -> dict[str, str]:
    """A folder of lessons with their solutions -> the code of each, in a language or both, by the exercise whose check follows it."""
    found: dict[str, str] = {}
    for path in sorted(folder.glob("*.ipynb")):
        code = [cell for cell in read(path).cells if cell.cell_type == "code"]
        for cell, check in pairwise(code):
            if "solution" in cell.metadata.get("tags", []):
                code_there = code_in(cell.source, lang) if lang else cell.source
                found |= dict.fromkeys(CHECK.findall(check.source), code_there)
    return found


def titles(folder: Path, lang: str = "") -> dict[int, str]:
    """A folder of lessons -> the title of each, in a language or both, by its number."""
    found: dict[int, str] = {}
    for path in sorted(folder.glob("*.ipynb")):
        heading = read(path).cells[0].source.splitlines()[0]
        number = re.search(r"\d+", heading)
        found |= {int(number[0]): bilingual.half(heading, lang) if lang else heading} if number else {}
    return {number: heading.lstrip("# ") for number, heading in found.items()}


def example(path: Path, lang: str) -> "NotebookNode":
    """A lesson's file -> its worked example in a language, with what the trainer says to it, to be executed."""
    document_id = str(parameters.read(path)["document_id"].default)
    return localised(without(about(path, document_id, lang), NOT_ON_SLIDES), lang)


def slides(notebook: "NotebookNode", prefix: str) -> str:
    """A lesson -> its slides as a page: a slide for each heading, the worked example with its outputs, notes for the speaker."""
    from nbconvert import SlidesExporter

    shown = without(deepcopy(notebook), {*NOT_ON_SLIDES, "parameters"})
    is_note = [NOTES in cell.metadata.get("tags", []) for cell in shown.cells]
    notes = [cell for cell, is_so in zip(shown.cells, is_note, strict=True) if is_so]
    title, *rest = [cell for cell, is_so in zip(shown.cells, is_note, strict=True) if not is_so]
    shown.cells = [title, *notes, *rest]
    for cell in shown.cells:
        is_new = cell.cell_type == "markdown" and bool(HEADING.match(cell.source))
        kind = "notes" if cell in notes else "slide" if is_new else "-"
        cell.metadata["slideshow"] = {"slide_type": kind}
    settings: dict[str, Any] = {"reveal_url_prefix": prefix, "reveal_theme": "white"}
    exporter = SlidesExporter(extra_template_basedirs=[str(TEMPLATES)], template_name="slides", **settings)
    exporter.exclude_input_prompt = exporter.exclude_output_prompt = True
    page, _ = exporter.from_notebook_node(shown)
    return page


def bring_reveal(folder: Path) -> str:
    """Copies reveal.js and the font into a folder -> the address of reveal.js for slides there, in the network where it is not installed."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy2(style.font_file(), folder / FONT)
    package = find_spec(REVEAL[0])
    if package is None or not package.submodule_search_locations:
        return NETWORK
    source = Path(package.submodule_search_locations[0]).joinpath(*REVEAL[1:])
    for part in PARTS:
        (shutil.copytree if (source / part).is_dir() else shutil.copy2)(source / part, folder / "reveal.js" / part)
    return "reveal.js"

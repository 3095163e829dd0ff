"""What a notebook offers to a person in JupyterLab: tables that page and sort, menus; plain output to everyone else.

nbval, papermill and a page of the notebook get the same plain tables, figures and sentences as everywhere.
"""

import os
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import pandas as pd
from IPython.display import Markdown, display
from matplotlib.figure import Figure

from jianghan_lib.base import paths
from jianghan_lib.base.writing import write_whole
from jianghan_lib.lab import exploring
from jianghan_lib.loading import documents, load
from jianghan_lib.pipeline import trace
from jianghan_lib.reports import pages, parameters
from jianghan_lib.showing import tables
from jianghan_lib.showing.drawing import words
from jianghan_lib.showing.notebook import use
from jianghan_lib.showing.shown import Text
from jianghan_lib.showing.values import MISSING, label, text
from jianghan_lib.showing.wording import phrase
from jianghan_lib.vocabulary import word

# A server of notebooks tells a kernel the notebook that it is for; what runs notebooks without a person does not.
SESSION = "JPY_SESSION_NAME"
NEEDED = ("ipywidgets", "itables")
LENGTHS = [10, 25, 100]
# How many printed lines stand under a table.
LINES = 8
# How many rows of a table a figure has at most.
MOST = 20
WIDE = {"width": "36em"}


def is_live() -> bool:
    """Whether a person looks on, in a server of notebooks, and what pages and menus need is installed."""
    return bool(os.environ.get(SESSION)) and all(find_spec(name) for name in NEEDED)


def _paged(frame: pd.DataFrame, lang: str) -> None:
    """A frame as `j.show` has it, but as a table that pages and sorts; numbers sort as numbers."""
    import itables

    shown = tables.table(frame, lang)
    _bring_pages()
    rows = [["" if cell == MISSING else cell for cell in row] for row in shown.rows]
    itables.show(
        pd.DataFrame(rows, columns=[heading.replace("\n", " ") for heading in shown.headings]),
        columnDefs=[
            {"targets": _places(shown.numbers, True), "className": "dt-right", "type": "num-fmt"},
            {"targets": _places(shown.numbers, False), "className": "dt-left"},
        ],
        text_in_header_can_be_selected=False,
        lengthMenu=LENGTHS,
        showIndex=False,
        allow_html=False,
    )


def _bring_pages() -> None:
    """What pages a table, from the package and not from a network, with each table: a reloaded tab has forgotten it."""
    import itables

    itables.init_notebook_mode(all_interactive=False, connected=False)


def _places(numbers: Sequence[bool], wanted: bool) -> list[int]:
    return [place for place, number in enumerate(numbers) if number is wanted]


def choose(lang: str) -> None:
    """A menu of departments; choosing one makes copies of the notebooks about it, with links to them.

    Where no person looks on: the values that `document_id` takes.
    """
    known = documents()
    if not is_live() or known.empty:
        display(Text([phrase("choose", lang, names=", ".join(sorted(known["document_id"])))]))
        return
    import ipywidgets

    names = [(_name(row, lang), row["document_id"]) for row in known.to_dict("records")]
    menu = ipywidgets.Dropdown(options=names, description=word("department", lang), layout=WIDE)
    display(menu, ipywidgets.interactive_output(lambda document_id: _links(document_id, lang), {"document_id": menu}))


def _links(document_id: str, lang: str) -> None:
    """Links to the notebooks about a document."""
    lines = [f"- [{pages.title(path, lang)}]({path.parent.name}/{path.name})" for path in copies(document_id, lang)]
    display(Markdown("\n".join([phrase("chosen", lang), "", *(line.replace("](", "](chosen/") for line in lines)])))


def copies(document_id: str, lang: str) -> list[Path]:
    """A document -> a copy of each notebook for its kind with a parameter `document_id`, set to it, in notebooks/chosen/.

    A copy that is there already is left as it is: it may hold a person's work.
    """
    folder = paths.chosen_dir() / document_id
    kind = documents().set_index("document_id").loc[document_id, "kind"]
    made = []
    for notebook in sorted(paths.notebooks_dir().glob("*.ipynb")):
        declared = parameters.read(notebook)
        if "document_id" not in declared or kind not in (parameters.kinds(notebook) or {kind}):
            continue
        copy = folder / notebook.name
        given = {"document_id": document_id, "lang": lang}
        if not copy.exists():
            write_whole(copy, parameters.filled(notebook, {name: given[name] for name in declared if name in given}))
        made.append(copy)
    return made


def _name(document: Mapping[Any, Any], lang: str) -> str:
    return f"{label(document['department'], lang)} {document['fiscal_year']} {text('kind', document['kind'], lang)}"


def explore(lang: str) -> None:
    """Menus for department, statutory table, column and level, and below them the rows: table, figure, printed lines.

    Where no person looks on: a line that says so.
    """
    cells = exploring.prepared(load("amounts"))
    if cells.empty:
        display(Text([phrase("collection_empty", lang)]))
    elif is_live():
        _menus(cells, lang)
    else:
        display(Text([phrase("menus", lang)]))


def _menus(cells: pd.DataFrame, lang: str) -> None:
    """A menu for each step, each with what there is for the choices before it, and the rows below."""
    import ipywidgets

    names = {step: word("department" if step == "document_id" else step, lang) for step in exploring.STEPS}
    menus = {step: ipywidgets.Dropdown(description=name, layout=WIDE) for step, name in names.items()}
    shown = ipywidgets.Output()

    def refresh(_: object = None) -> None:
        for menu in menus.values():
            menu.unobserve(refresh, "value")
        chosen = _refill(menus, cells, lang)
        for menu in menus.values():
            menu.observe(refresh, "value")
        shown.clear_output(wait=True)
        with shown:
            view(cells, lang, **chosen)

    for menu in menus.values():
        menu.observe(refresh, "value")
    refresh()
    display(ipywidgets.VBox([*menus.values(), shown]))


def _refill(menus: Mapping[str, Any], cells: pd.DataFrame, lang: str) -> dict[str, str]:
    """Gives each menu what there is for the choices before it -> what is chosen; a choice stays where it can."""
    chosen: dict[str, str] = {}
    for step, menu in menus.items():
        values, before = exploring.choices(cells, step, **chosen), menu.value
        menu.options = [(_word(step, value, lang), value) for value in values]
        menu.value = before if before in values else exploring.usual(step, values)
        chosen[step] = menu.value
    return chosen


def _word(step: str, value: str, lang: str) -> str:
    """A value of a menu as it is read."""
    if step == "document_id":
        return _name(documents().set_index("document_id").loc[[value]].to_dict("records")[0], lang)
    if step == "column":
        panel, measure = value.split(exploring.BETWEEN)
        return " · ".join(text(name, one, lang) for name, one in (("panel", panel), ("measure", measure)) if one)
    return text(step, value, lang)


def view(cells: pd.DataFrame, lang: str, **chosen: str) -> None:
    """The rows of a column of a statutory table at a level: how many, table, figure, and printed lines."""
    frame = exploring.rows(cells, **chosen)
    heading = " · ".join(_word(step, value, lang) for step, value in chosen.items())
    sentence = phrase("explored", lang, what=heading, count=len(frame))
    display(Text([sentence]))
    _paged(frame, lang)
    if drawn := _drawn(frame, lang, heading):
        display(drawn)
    if lines := _printed(chosen["document_id"], frame):
        display(Text([phrase("printed_lines", lang), *lines]))


def _drawn(frame: pd.DataFrame, lang: str, heading: str) -> Figure | None:
    """One amount of each row, the largest first, under a heading; None where all are zero."""
    import seaborn as sns

    rows = _by_size(frame[frame["amount"] != 0]).head(MOST)
    if rows.empty:
        return None
    use(lang)
    axes = sns.barplot(rows, y="name", x="amount", errorbar=None)
    words(axes, title=phrase("title_explored", lang, what=heading))
    figure = axes.get_figure()
    plt.close(figure)  # shown once, by what shows the other results too
    return figure


def _by_size(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.sort_values("amount", key=lambda amounts: -amounts.abs(), kind="stable")


def _printed(document_id: str, frame: pd.DataFrame) -> list[str]:
    """The printed lines of the largest amounts, if the document is at hand (see `trace.printed_lines`)."""
    lines = _by_size(frame)["line"].head(LINES).astype(int)
    found = [pair for line in lines for pair in trace.printed_lines(document_id, line) if pair[0] == line]
    return [f"{number} | {text}" for number, text in dict.fromkeys(found)]

"""The code cells of a notebook, run in this process with its parameters: what a test compares with figures reckoned by hand."""

import json
from contextlib import redirect_stdout
from functools import cache
from io import StringIO
from typing import Any

import matplotlib.pyplot as plt
from matplotlib import rc_context

from jianghan_lib import vocabulary
from jianghan_lib.base import paths


def code(notebook: str) -> list[tuple[str, list[str], str]]:
    """Name, tags and text of each code cell."""
    content = json.loads((paths.notebooks_dir() / f"{notebook}.ipynb").read_text(encoding="utf-8"))
    cells = [cell for cell in content["cells"] if cell["cell_type"] == "code"]
    return [(cell["id"], cell["metadata"].get("tags", []), "".join(cell["source"])) for cell in cells]


@cache
def run(notebook: str, **parameters: object) -> tuple[dict[str, Any], str]:
    """A notebook and its parameters -> the names that its cells leave behind, and all its text."""
    names: dict[str, Any] = {}
    with redirect_stdout(StringIO()) as text, rc_context():
        for cell, tags, source in code(notebook):
            exec(compile(source, f"{notebook}.ipynb {cell}", "exec"), names)
            names.update(parameters if "parameters" in tags else {})
            plt.close("all")
    vocabulary.speak("zh")
    return names, text.getvalue()

"""The code of a committed notebook, run for a document: what its cells leave behind, for tests of its figures."""

import json
from typing import Any

import matplotlib.pyplot as plt

from jianghan_lib.base import paths


def ran(name: str, **parameters: object) -> dict[str, Any]:
    """The variables that the cells of a notebook leave, with these parameters in the place of its own."""
    cells = json.loads((paths.notebooks_dir() / f"{name}.ipynb").read_text(encoding="utf-8"))["cells"]
    left: dict[str, Any] = {}
    for cell in (cell for cell in cells if cell["cell_type"] == "code"):
        exec("".join(cell["source"]), left)
        if "parameters" in cell["metadata"].get("tags", []):
            left |= parameters
    plt.close("all")
    return left

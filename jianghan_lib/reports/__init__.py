"""Notebooks -> reports: batch, pages, dossier, index, workbook, PDF, and the executed notebooks that nbval compares."""

import sys
from typing import Any, cast

# nbformat imports jsonschema, which compiles a grammar of addresses where it finds one (JupyterLab brings it): two seconds of
# every process that opens a notebook, for a format that no notebook has. Neither has a setting for it; jsonschema does
# without the package where it is not there, and None is how Python's import system says so of a name. Nothing is patched.
cast(dict[str, Any], sys.modules).setdefault("rfc3987_syntax", None)

# What workers and kernels are forked from imports this.
WARM = "jianghan_lib.reports.warmed"
# What nbval says of a cell that an error of ours ended; what follows it in the notebook has nothing to work on.
_ENDS = "UsageError"


def pytest_runtest_call(item: Any) -> None:
    """A cell that nbval compares, whoever calls it: one that was never executed has nothing to be compared with."""
    import pytest

    if not hasattr(item, "cell") or not item.config.option.nbval:
        return
    if ended := getattr(item.parent, "ended", ""):
        pytest.skip(f"the notebook ended in {ended}")
    if item.cell.execution_count is None and item.cell.source.strip():
        pytest.fail(
            "not executed: execute the notebook and save it, so that there is something to compare", pytrace=False
        )


def pytest_runtest_makereport(item: Any, call: Any) -> None:
    """Notes the cell in which a notebook ended, such as one about a document that is not there."""
    if hasattr(item, "cell") and call.excinfo and _ENDS in str(getattr(call.excinfo.value, "inner_traceback", "")):
        item.parent.ended = item.name

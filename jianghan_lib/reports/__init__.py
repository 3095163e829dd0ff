"""Notebooks -> reports: batch, pages, dossier, index, workbook, PDF, and the executed notebooks that nbval compares."""

import sys
from typing import Any, cast

# nbformat imports jsonschema, which compiles a grammar of addresses where it finds one (JupyterLab brings it): two seconds of
# every process that opens a notebook, for a format that no notebook has. Neither has a setting for it; jsonschema does
# without the package where it is not there, and None is how Python's import system says so of a name. Nothing is patched.
cast(dict[str, Any], sys.modules).setdefault("rfc3987_syntax", None)

# What workers and kernels are forked from imports this.
WARM = "jianghan_lib.reports.warmed"

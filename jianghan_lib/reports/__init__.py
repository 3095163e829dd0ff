"""Notebooks -> reports: batch, pages, dossier, index, workbook, PDF, and the executed notebooks that nbval compares."""

import sys
from typing import Any, cast

# nbformat imports jsonschema, which compiles a grammar of addresses if it is installed (JupyterLab brings it): two seconds of
# every process that opens a notebook, for a check that no notebook has need of. It is passed over as if it were not there.
cast(dict[str, Any], sys.modules).setdefault("rfc3987_syntax", None)

# What workers and kernels are forked from imports this.
WARM = "jianghan_lib.reports.warmed"

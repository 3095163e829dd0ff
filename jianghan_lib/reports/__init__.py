"""Notebooks -> reports: batch, pages, dossier, index, workbook, PDF, and the executed notebooks that nbval compares."""

"""A notebook is run for the kinds of documents that it declares."""

import json
from pathlib import Path

import nbformat
import pytest

from jianghan_lib.base import paths
from jianghan_lib.reports import batch, pages, parameters


def declared(folder: Path, *kinds: str) -> Path:
    metadata = {"jianghan": {"kinds": list(kinds)}} if kinds else {}
    file = folder / f"{'_'.join(kinds) or 'any'}.ipynb"
    file.write_text(json.dumps({"cells": [], "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}))
    return file


@pytest.mark.parametrize(
    ("kinds", "final", "budget"),
    [
        (("final_account",), True, False),
        (("budget",), False, True),
        (("budget", "final_account"), True, True),
        ((), True, True),
    ],
)
def test_a_notebook_suits_the_kinds_it_declares(
    tmp_path: Path, kinds: tuple[str, ...], final: bool, budget: bool
) -> None:
    notebook = declared(tmp_path, *kinds)
    assert parameters.kinds(notebook) == frozenset(kinds)
    assert bool(batch.suiting([notebook], {"kind": "final_account"})) is final
    assert bool(batch.suiting([notebook], {"kind": "budget"})) is budget


def test_projects_are_analysed_for_final_accounts_and_for_self_evaluations_that_are_published_alone() -> None:
    chosen = batch.choose_notebooks(None)
    suiting = {
        kind: {one.stem for one in batch.suiting(chosen, {"kind": kind})} for kind in ("budget", "self_evaluation")
    }
    assert suiting["self_evaluation"] == {"audit", "peer_comparison", "project_execution"}
    assert suiting["budget"] == {"audit", "budget_structure", "peer_comparison", "year_over_year"}


def test_no_job_is_made_for_a_document_of_another_kind() -> None:
    notebook = paths.notebooks_dir() / "budget_completion.ipynb"
    jobs = batch.report_jobs(batch.choose_documents(None), [notebook], "zh", {})
    assert {job.document_id for job in jobs} == {
        "jiangan-2020-final", "jianghan-2024-final", "wedz-2024-final", "wuhan-2023-final",
    }  # fmt: skip


def test_the_key_sentences_stand_first_in_a_report() -> None:
    text = nbformat.v4.new_output("display_data", {"text/html": "<p>甲&lt;b&gt;1。</p>", "text/plain": "甲<b>1。"})
    cells = [
        nbformat.v4.new_markdown_cell("# 题？ / Title?"),
        nbformat.v4.new_code_cell(
            outputs=[nbformat.v4.new_output("display_data", {"text/html": "<p>乙2。</p>", "text/plain": "乙2。"})]
        ),
        nbformat.v4.new_code_cell(outputs=[text], metadata={"tags": ["key"]}),
    ]
    heading = pages.Heading("zh", "题", "", (), "one")
    html = pages.page(nbformat.v4.new_notebook(cells=cells), heading)
    assert html.index("题？") < html.index("要点") < html.index("甲&lt;b&gt;1。") < html.index("乙2。")

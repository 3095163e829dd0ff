"""The vices of real disclosures, each a switch; every one was seen in a published document."""

import random
from dataclasses import dataclass, fields


@dataclass(frozen=True)
class Vices:
    """Which vices a printed document has; all off is the cleanest form of its layout."""

    # tables
    vanished_blanks: bool = False  # PDF text: blank cells of a row are not there at all (off: printed as 0.00)
    bold_cells: bool = False  # <b> around the totals of a table
    wrapped_names: bool = False  # a space in the middle of names and headers that wrapped in their cell
    cut_names: bool = False  # names end at the width of their cell
    shifted_header: bool = False  # a header row stands one column off the data
    shifted_data: bool = False  # rows of a table stand one column right of its header
    project_in_basic: bool = False  # F03: project amounts of sections and items stand in the basic column
    split_header: bool = False  # a header label takes several lines or rows
    split_table: bool = False  # a page break leaves a blank line inside a grid
    missing_title: bool = False  # one table has no title line
    extra_row: bool = False  # F01 has one more blank row: its row numbers shift by one
    lost_label: bool = False  # 本年支出合计 is overprinted by a number
    thousands: bool = False  # amounts of tables with thousands separators
    printed_zeros: bool = False  # zeros are printed instead of left blank
    unit_scope: bool = False  # 本级单位 in place of 部门
    summary_in_yuan: bool = False  # a project summary table in 元
    shifted_form_rows: bool = False  # a form drops the first column of rows under a merged cell
    # prose
    page_numbers: bool = False  # page numbers between the lines of a paragraph
    broken_numbers: bool = False  # a line ends within a number
    tabs_in_prose: bool = False
    spaced_numbers: bool = False  # spaces around numbers and before % and units
    gapped_numbers: bool = False  # a space within a number, by its comma or its point
    mixed_punctuation: bool = False  # half-width , : ; among full-width ones
    half_brackets: bool = False  # (类) in place of （类）
    prose_thousands: bool = False  # thousands separators in prose
    trimmed_zeros: bool = False  # 209万元 for 209.00
    no_budget_wording: bool = False  # 年初无预算安排
    no_reason: bool = False  # statements without 主要原因
    paired_items: bool = False  # two items in one statement
    other_units: bool = False  # a statement in 亿元 or in 元
    short_names: bool = False  # the narrative shortens a project's name

    @classmethod
    def random(cls, seed: int) -> "Vices":
        """Each vice with probability one half; blanks vanish in most PDF texts."""
        rng = random.Random(f"vices-{seed}")
        chosen = {field.name: rng.random() < 0.5 for field in fields(cls)}
        return cls(**chosen | {"vanished_blanks": rng.random() < 0.9})

    @classmethod
    def only(cls, *names: str) -> "Vices":
        """Just these vices."""
        return cls(**dict.fromkeys(names, True))

    @classmethod
    def names(cls) -> list[str]:
        """All vices, in order."""
        return [field.name for field in fields(cls)]

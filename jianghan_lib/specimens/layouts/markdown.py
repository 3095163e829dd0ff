"""A final account in markdown: titles, tab-separated grids, narrative, forms as grids."""

from jianghan_lib.specimens.evaluation import introduction, summaries
from jianghan_lib.specimens.hand import Hand
from jianghan_lib.specimens.layouts import national_forms
from jianghan_lib.specimens.layouts.headers import NOTES, header, unit_label
from jianghan_lib.specimens.layouts.markdown_forms import department_form, project_form, summary_table
from jianghan_lib.specimens.model import Facts
from jianghan_lib.specimens.paper import Cell, Claim, Paper, Printed, Prose, Row
from jianghan_lib.specimens.prose import body
from jianghan_lib.specimens.statutory import ALL, TITLES, TableRow
from jianghan_lib.specimens.vices import Vices
from jianghan_lib.specimens.vocabulary import DUTIES


def render(facts: Facts, vices: Vices) -> Printed:
    """A final account, tab-separated."""
    hand = Hand(f"markdown-{facts.department}-{facts.grand_total}", vices, facts.year)
    paper = Sheet(hand)
    _front(paper, facts, hand)
    _tables(paper, facts, hand)
    paper.heading(1, f"第三部分 {facts.department} {facts.year} 年度{kind_of(facts, hand)}情况说明")
    for heading, paragraphs in body(facts, hand):
        paper.heading(3 if heading.startswith("（") else 2, heading)
        for paragraph in paragraphs:
            paper.paragraph(paragraph)
    _evaluation(paper, facts, hand)
    _back(paper, facts, hand)
    return paper.finish()


class Sheet(Paper):
    """A paper of blocks with a blank line after each."""

    def __init__(self, hand: Hand) -> None:
        super().__init__()
        self.hand = hand
        self.hashes = hand.pick(True, False)

    def heading(self, level: int, text: str) -> None:
        marks = "#" * level + " " if self.hashes and self.hand.rng.random() < 0.8 else ""
        strong = "**" if marks and self.hand.rng.random() < 0.2 else ""
        self.put(f"{marks}{strong}{text}{strong}")
        self.blank()

    def paragraph(self, prose: Prose) -> None:
        """A paragraph, now and then broken in two by a page."""
        self.prose.append(prose.text)
        text = self.hand.rough(prose.text)
        if len(text) > 60 and self.hand.vices.split_table and self.hand.rng.random() < 0.15:
            at = self.hand.rng.randint(25, len(text) - 25)
            at = _out_of_number(text, at)
            first = self.put(text[:at])
            self.blank()
            second = self.put(text[at:])
        else:
            at, first = len(text), self.put(text)
            second = first
        for claim in prose.claims:
            self.record(claim, first if claim.start < at else second, first if claim.end <= at else second)
        self.blank()

    def grid(self, lines: list[str], rows: list[list[Cell]]) -> None:
        """Header lines and rows of a table; a page break may leave a blank line among the rows."""
        self.headers[len(self.lines) + 1] = len(lines)
        for line in lines:
            self.put(line)
        at = self.hand.rng.randint(1, len(rows) - 1) if self.hand.vices.split_table and len(rows) > 12 else 0
        for number, row in enumerate(rows):
            if at and number == at:
                self.blank()
            self.row(row)
        self.blank()


def _out_of_number(text: str, at: int) -> int:
    """A place to break that is not inside a number or between it and its unit."""
    while at < len(text) and (text[at - 1].isdigit() or text[at - 1] in ".," or text[at] in " %.,，。"):
        at += 1
    return at


def kind_of(facts: Facts, hand: Hand) -> str:
    """What the document calls itself."""
    return "本级单位决算" if hand.vices.unit_scope else "单位决算" if facts.scope == "unit" else "部门决算"


def document_claim(facts: Facts, hand: Hand, title: str, found: str, missing: str) -> Claim:
    """What the front page states of the document; no title: none is printed."""
    row: Row = {
        "title": title.replace(" ", ""),
        "department": facts.department,
        "district": facts.district,
        "admin_code": facts.admin_code,
    }
    row |= {"kind": facts.kind, "scope": "unit" if hand.vices.unit_scope else facts.scope, "fiscal_year": facts.year}
    row = row if title else {key: value for key, value in row.items() if key != "title"}
    return Claim(
        "documents", row | {"tier": "district", "tables_found": found, "tables_missing": missing}, (facts.department,)
    )


def _front(paper: Sheet, facts: Facts, hand: Hand) -> None:
    """Title, contents, duties."""
    paper.blank(2)
    title = f"{facts.year} 年度{facts.department} {kind_of(facts, hand)}公开"
    paper.put(f"# {title}", [document_claim(facts, hand, title, ";".join(TITLES), "")])
    for line in ("", f"{facts.year + 1} 年 10 月 {hand.rng.randint(10, 30)} 日", "", "# 目 录", ""):
        paper.put(line)
    paper.heading(2, f"第二部分 {facts.department} {facts.year} 年度{kind_of(facts, hand)}表")
    for number, name in enumerate(TITLES.values(), 1):
        paper.put(f"{'一二三四五六七八九'[number - 1]}、{name}")
        paper.blank()
    paper.heading(1, f"第一部分 {facts.department}概况")
    paper.heading(2, "一、部门主要职责")
    for number, duty in enumerate(DUTIES, 1):
        paper.paragraph(Prose(f"{number}. {duty}。"))
    paper.put(f"第二部分 {facts.department}")
    paper.blank()
    paper.put(f"{facts.year} 年度{kind_of(facts, hand)}表")
    paper.blank()


def _tables(paper: Sheet, facts: Facts, hand: Hand) -> None:
    """The nine tables, each with its captions."""
    untitled = hand.rng.choice(list(TITLES)[1:]) if hand.vices.missing_title else ""
    lead = 4 if hand.vices.shifted_data else hand.pick(3, 4)
    for table, build in ALL.items():
        if table != untitled:
            paper.heading(1, f"{facts.year} 年度{TITLES[table]}")
        _captions(paper, facts, hand, table)
        rows = build(facts, hand)
        paper.grid(header(table, hand, lead), [_laid(row, hand, table, lead) for row in rows])
        paper.put(f"注：{'1. ' if table == 'F01' else ''}本表反映{hand.pick('部门', '单位')}{NOTES[table]}。")
        paper.blank()
        if table == "F08" or (table == "F07" and not facts.fund_items):
            paper.put(f"说明：{facts.year} 年度没有此项收支，本表为空。")
            paper.blank()


def _captions(paper: Sheet, facts: Facts, hand: Hand, table: str) -> None:
    """公开 0N 表, the department, the unit of money."""
    number, label = f"公开 0{table[-1]} 表", f"{unit_label(hand, facts.scope)}：{facts.department}"
    label += "（本级）" if hand.vices.unit_scope else ""
    order = hand.pick(
        [number, "", label, "", "单位：万元"], [number, "单位：万元", "", label], [label, "", number, "单位：万元"]
    )
    for line in order:
        paper.put(line)
    paper.blank()


def _laid(row: TableRow, hand: Hand, table: str, lead: int) -> list[Cell]:
    """The cells of a row in the columns of this layout."""
    cells = list(row.cells)
    if table not in ("F02", "F03", "F05", "F07", "F08"):
        return cells
    cells = cells if lead == 4 else [cells[0], *cells[2:]]
    if table == "F03" and hand.vices.shifted_data and row.level != "total":
        cells = [*cells[:3], Cell(), *cells[3:-1]]
    return cells


def _evaluation(paper: Sheet, facts: Facts, hand: Hand) -> None:
    """The section on performance in the narrative."""
    paper.heading(2, "十三、预算绩效情况说明")
    paper.heading(3, "（一）预算绩效管理工作开展情况")
    for paragraph in introduction(facts, hand):
        paper.paragraph(paragraph)
    paper.heading(3, "（三）项目支出自评结果")
    if hand.vices.summary_in_yuan:
        summary_table(paper, facts, hand)
    for paragraph in summaries(facts, hand):
        paper.paragraph(paragraph)


def _back(paper: Sheet, facts: Facts, hand: Hand) -> None:
    """Work of the year, terms, and the forms."""
    paper.heading(2, f"第四部分 {facts.year} 年重点工作完成情况")
    work = [
        ["序号", "重要事项", "工作内容及目标", "完成情况"],
        ["1", "优化服务", "窗口整合，流程再造", f"全年办件 {hand.rng.randint(900, 9000)} 件"],
    ]
    paper.grid([], [[Cell(text) for text in row] for row in work])
    paper.heading(2, "第五部分 名词解释")
    paper.paragraph(Prose("（一）基本支出：为维持机构运转而发生的人员和日常公用开支。"))
    paper.heading(1, "第六部分 附件")
    department_form(paper, facts, hand)
    variant = hand.pick("A", "B", "national")
    for project in facts.projects:
        if variant == "national":
            national_forms.project_form(paper, facts, hand, project)
        else:
            project_form(paper, facts, hand, project, variant)

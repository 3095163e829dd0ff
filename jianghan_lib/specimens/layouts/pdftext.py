"""A final account as the text of a PDF: blank cells gone, prose wrapped, page numbers between."""

from dataclasses import replace

from jianghan_lib.specimens.evaluation import introduction, reports, summaries
from jianghan_lib.specimens.hand import Hand
from jianghan_lib.specimens.layouts import national_pdf
from jianghan_lib.specimens.layouts.flow import Pages
from jianghan_lib.specimens.layouts.headers import NOTES, unit_label
from jianghan_lib.specimens.layouts.markdown import document_claim, kind_of
from jianghan_lib.specimens.layouts.pdf_forms import department_form, project_form
from jianghan_lib.specimens.layouts.pdf_headers import header
from jianghan_lib.specimens.model import Facts
from jianghan_lib.specimens.paper import Printed, Prose
from jianghan_lib.specimens.prose import body
from jianghan_lib.specimens.statutory import ALL, TITLES, TableRow, ordinal
from jianghan_lib.specimens.vices import Vices
from jianghan_lib.specimens.vocabulary import DUTIES

WORDS = {
    "第四部分": "全年重点工作都已按计划办结，没有拖到下一年的事项。",
    "第五部分": "（一）项目支出：为办成某件专门的事而安排的支出，不含机构日常运转所需。",
}
TREES = ("F02", "F03", "F05", "F07", "F08")


def render(facts: Facts, vices: Vices) -> Printed:
    """A final account, as PDF text."""
    vices = for_pdf(vices)
    hand = Hand(f"pdf-{facts.department}-{facts.grand_total}", vices, facts.year)
    hand.full = vices.printed_zeros
    pages = Pages(hand)
    _front(pages, facts, hand)
    untitled = hand.rng.choice(list(TITLES)[1:]) if vices.missing_title else ""
    for table in TITLES:
        _table(pages, facts, hand, table, titled=table != untitled)
    pages.new_page()
    pages.heading(f"第三部分 {facts.department}")
    pages.flow(f"{facts.year} 年度{kind_of(facts, hand)}情况说明", tight=True)
    for heading, paragraphs in body(facts, hand):
        pages.heading(heading)
        for paragraph in paragraphs:
            pages.paragraph(paragraph)
    _evaluation(pages, facts, hand)
    return pages.finish()


def _front(pages: Pages, facts: Facts, hand: Hand) -> None:
    """The first part."""
    pages.put(f" 第一部分 {facts.department}概况", [document_claim(facts, hand, "", ";".join(TITLES), "")])
    pages.heading("一、部门主要职责")
    for number, duty in enumerate(DUTIES, 1):
        pages.paragraph(Prose(f"{number}.{duty}。"))
    pages.new_page()
    pages.heading(f"第二部分 {facts.department}")
    pages.flow(f"{facts.year}年度{kind_of(facts, hand)}表", tight=True)


def _table(pages: Pages, facts: Facts, hand: Hand, table: str, *, titled: bool) -> None:
    """A statutory table: captions, header lines, rows without their blank cells, note."""
    pages.blank(2)
    pages.used = 0
    if titled:
        pages.flow(f"{facts.year}年度{TITLES[table]}")
    pages.flow(f"公开0{table[-1]}表", tight=titled)
    scope = f"{unit_label(hand, facts.scope)}：{facts.department}{'（本级）' if hand.vices.unit_scope else ''}"
    pages.flow(f"{scope} 单位：万元")
    for text, tight in header(table, hand):
        pages.used = 0
        pages.flow(text, tight=tight)
    for row in ALL[table](facts, hand):
        pages.used = 0
        _row(pages, hand, row, table)
    pages.flow(f"注：本表反映部门{NOTES[table]}{hand.pick('。', ' 。')}")
    if table in ("F02", "F03", "F05"):
        last = {"F02": "2＋3＋4＋5＋6＋7", "F03": "2＋3＋4＋5＋6", "F05": "2＋3"}[table]
        pages.flow(f"1栏各行＝（{last}）栏各行。")
    if table == "F08" or (table == "F07" and not facts.fund_items):
        pages.flow("说明：本年度没有此项收支 。")


def _row(pages: Pages, hand: Hand, row: TableRow, table: str) -> None:
    """A row in one line; a row with nothing in it leaves none."""
    cells = [cell for cell in row.cells if cell.text]
    texts = [cell.text for cell in cells]
    if table in TREES and row.level == "item":
        texts[1] = f"  {texts[1]}"
    if row.level == "total" and table in TREES:
        texts[0] = hand.pick("合 计", "合计")
    if table == "F06":
        texts = [
            f"  {text}" if number and len(texts[number - 1]) == 5 and texts[number - 1].isdigit() else text
            for number, text in enumerate(texts)
        ]
    if texts:
        pages.flow(" ".join(texts), [claim for cell in cells for claim in cell.claims])


def for_pdf(vices: Vices) -> Vices:
    """The vices that a PDF's text can have: markup, tabs and spaces in names belong to other layouts."""
    return replace(
        vices, wrapped_names=False, bold_cells=False, tabs_in_prose=False, printed_zeros=not vices.vanished_blanks
    )


def _evaluation(pages: Pages, facts: Facts, hand: Hand) -> None:
    """Performance: the narrative, then reports and forms in the annex."""
    pages.heading("十三、预算绩效情况说明")
    pages.heading("（一）预算绩效管理工作开展情况")
    for paragraph in introduction(facts, hand):
        pages.paragraph(paragraph)
    pages.heading("（三）项目支出自评结果")
    for paragraph in summaries(facts, hand):
        pages.paragraph(paragraph)
    for part in (f"第四部分 {facts.year}年重点工作完成情况", "第五部分 名词解释"):
        pages.new_page()
        pages.heading(part)
        pages.paragraph(Prose(WORDS[part[:4]]))
    pages.new_page()
    pages.heading("第六部分 附件")
    department_form(pages, facts, hand)
    form = hand.pick(project_form, project_form, national_pdf.project_form)
    for number, project in enumerate(facts.projects, 1):
        for paragraph in reports(facts, hand, project, ordinal(number + 1)):
            pages.paragraph(paragraph)
        pages.heading("（二）自评表")
        form(pages, facts, hand, project)

"""A budget: tables 1 to 12 between tabs, and a narrative of changes from last year's budget."""

from jianghan_lib.specimens.hand import Hand
from jianghan_lib.specimens.layouts import budget_projects, budget_tables
from jianghan_lib.specimens.layouts.budget_forms import project_form
from jianghan_lib.specimens.layouts.budget_narrative import body
from jianghan_lib.specimens.layouts.markdown import document_claim
from jianghan_lib.specimens.layouts.sheet import Sheet
from jianghan_lib.specimens.model import Facts
from jianghan_lib.specimens.paper import Cell, Printed, Prose
from jianghan_lib.specimens.vices import Vices
from jianghan_lib.specimens.vocabulary import words

NAMES = words("""
    部门收支总表 部门收入总表 部门支出总表 财政拨款收支总表 一般公共预算支出表(分功能科目，分单位)
    一般公共预算基本支出表 一般公共预算“三公”经费支出表 政府性基金预算支出表 国有资本经营预算支出表 项目支出情况表
    整体支出绩效目标表 项目支出绩效目标表
""")
ORDINALS = words("一 二 三 四 五 六 七 八 九 十 十一 十二")


def render(facts: Facts, vices: Vices) -> Printed:
    """A budget, tab-separated."""
    hand = Hand(f"budget-{facts.department}-{facts.grand_total}", vices, facts.year, places=2)
    sheet = Sheet(hand)
    sheet.hashes = False
    _front(sheet, facts, hand)
    for table in (*budget_tables.build(facts, hand), budget_projects.build(facts, hand)):
        _table(sheet, facts, hand, table)
    sheet.heading(1, "表 12")
    sheet.heading(1, "项目支出绩效目标表")
    for number, project in enumerate(facts.projects, 1):
        project_form(sheet, facts, hand, project, number)
    sheet.heading(1, f"第三部分{facts.short} {facts.year} 年部门预算情况说明")
    for heading, paragraphs in body(facts, hand):
        sheet.heading(2, heading)
        for paragraph in paragraphs:
            sheet.paragraph(paragraph)
    sheet.heading(1, "第四部分 名词解释")
    sheet.paragraph(Prose("（一）单位资金：不由财政拨付、由单位自己取得并按规定使用的钱。"))
    return sheet.finish()


def _front(sheet: Sheet, facts: Facts, hand: Hand) -> None:
    """Title, contents, duties."""
    sheet.blank(2)
    title = f"{facts.department} {facts.year} 年部门预算"
    sheet.put("附件 1")
    sheet.blank()
    sheet.put(title, [document_claim(facts, hand, title, ";".join(budget_tables.TABLES), "")])
    for line in ("", "目 录", "", f"第二部分 {facts.short} {facts.year} 年部门预算表", ""):
        sheet.put(line)
    for number, name in enumerate(NAMES):
        sheet.put(f"- {ORDINALS[number]}、{name}")
    sheet.blank()
    for line in (f"第一部分 {facts.short}概况", "一、部门主要职能", f"第二部分{facts.short} {facts.year} 年部门预算表"):
        sheet.put(line)
        sheet.blank()


def _table(sheet: Sheet, facts: Facts, hand: Hand, table: budget_tables.Table) -> None:
    """A table with its number, title, department and unit of money, which may stand in the grid."""
    untitled = hand.vices.missing_title and table.number == "B09"
    sheet.put(f"表{hand.pick('', ' ')}{table.number.removeprefix('B').lstrip('0')}")
    sheet.blank()
    if not untitled:
        sheet.put(table.title)
        sheet.blank()
    name = f"[031]{hand.pick('', ' ')}{facts.department}"
    if table.number == "B02":
        sheet.put("\t".join([name, *[""] * (table.width - 3), "单位：万元", ""]))
    else:
        for line in (name, "", hand.pick("单位：万元", "单位:万元"), ""):
            sheet.put(line)
    sheet.grid(list(table.header), [[*row, *[Cell()] * (table.width - len(row))] for row in table.rows])
    if table.note:
        sheet.put(table.note)
        sheet.blank()

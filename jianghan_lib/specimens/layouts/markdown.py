"""A final account in markdown: titles, tab-separated grids, narrative, forms as grids."""

from decimal import Decimal

from jianghan_lib.specimens.evaluation import form_cells, halves, indicator_claim, introduction, summaries, texts_of
from jianghan_lib.specimens.hand import Hand
from jianghan_lib.specimens.layouts import national_forms
from jianghan_lib.specimens.layouts.headers import NOTES, header, unit_label
from jianghan_lib.specimens.layouts.sheet import Sheet, cells
from jianghan_lib.specimens.model import Facts, Indicator, Project, total
from jianghan_lib.specimens.paper import Cell, Claim, Printed, Prose, Row
from jianghan_lib.specimens.prose import body
from jianghan_lib.specimens.statutory import ALL, TITLES, TableRow
from jianghan_lib.specimens.vices import Vices
from jianghan_lib.specimens.vocabulary import DUTIES, GOALS, REASONS

BOX = {True: '<input checked="" type="checkbox"/>', False: '<input type="checkbox"/>'}
RECURRENCE = ("recurring", "continuing", "one_off")
HEAD = ("一级指标", "二级指标", "三级指标")


def render(facts: Facts, vices: Vices) -> Printed:
    """A final account, tab-separated."""
    hand = Hand(f"markdown-{facts.department}-{facts.grand_total}", vices, facts.year, fits=facts.fits)
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


def summary_table(paper: Sheet, facts: Facts, hand: Hand) -> None:
    """All projects with budget and executed, in 元."""
    for line in (f"{facts.year} 年度{facts.department}绩效自评情况汇总表", "单位：元"):
        paper.put(line)
        paper.blank()
    rows = [cells("序号", "项目名称", "资金使用单位", "财政预算资金总额", "支出总额", width=5)]
    for number, project in enumerate(facts.projects, 1):
        texts = [f"{amount * 10000:,.2f}" for amount in (project.budget, project.executed)]
        row = {
            "project": project.name,
            "source": "summary",
            "printed_name": project.name,
            "budget": project.budget,
            "executed": project.executed,
        }
        name = Cell(hand.wrapped(project.name), (Claim("mentions", row, (project.name, *texts)),))
        rows.append(cells(str(number), name, f"{facts.short}本级", *texts, width=5))
    sums = [
        f"{total(amounts) * 10000:,.2f}"
        for amounts in zip(*((p.budget, p.executed) for p in facts.projects), strict=True)
    ]
    paper.grid([], [*rows, cells("", "合计", "", *sums, width=5)])


def _caption(paper: Sheet, facts: Facts, title: str) -> None:
    for line in (title, f"单位名称：{facts.department}", f"填报日期：{facts.year + 1} 年 4 月 16 日"):
        paper.put(line)
        paper.blank()


def department_form(paper: Sheet, facts: Facts, hand: Hand) -> None:
    """The form on the department as a whole."""
    _caption(paper, facts, f"{facts.year} 年度{facts.department}整体绩效自评表")
    basic, project = facts.sum(lambda i: i.basic), total(p.budget for p in facts.projects)
    spent = facts.sum(lambda i: i.expenditure)
    rows = [cells("单位名称", "", facts.department)]
    rows.append(
        cells(
            "基本支出总额", "", f"{basic:,.2f}", "", "项目支出总额", f"{total(p.executed for p in facts.projects):,.2f}"
        )
    )
    rows.append(cells("预算执行情况 (万元)", "", "", "预算数 (A)", "执行数 (B)", "执行率 (B/A)"))
    rows.append(
        cells(
            "",
            "部门整体支出 总额",
            f"{basic + project:,.2f}",
            "",
            f"{spent:,.2f}",
            hand.percent(spent, basic + project, 0),
        )
    )
    for number, indicators in enumerate(halves(facts.indicators), 1):
        rows.append(cells(f"年度目标 {number}:", "", hand.rng.choice(GOALS)))
        rows.append(cells("年度绩效指标", *HEAD, "年初目标 (A)", "实际完成值 (B)"))
        rows += _indicators(facts.department, indicators, hand, "A")
    paper.grid([], [*rows, *_end(hand, "A", spent - basic - project)])


def _end(hand: Hand, variant: str, difference: Decimal) -> list[list[Cell]]:
    width = 6 if variant == "A" else 7
    reason = hand.why(("", "无", *REASONS), difference)
    return [
        cells(hand.wrapped("偏差大或目标未完成原因分析"), reason, width=width),
        cells(hand.wrapped("改进措施及结果应用方案"), "", width=width),
    ]


def project_form(paper: Sheet, facts: Facts, hand: Hand, project: Project, variant: str) -> None:
    """The form on a project, in one of two variants."""
    _caption(paper, facts, f"{facts.year} 年度{hand.pick('项目支出', project.name)}绩效自评表")
    gap = project.executed - project.budget
    head = _head_a(facts, hand, project) if variant == "A" else _head_b(facts, hand, project)
    paper.grid([], [*head, *_indicators(project.name, project.indicators, hand, variant), *_end(hand, variant, gap)])


def _named(project: Project) -> Cell:
    row = {"project": project.name, "source": "form", "printed_name": project.name}
    return Cell(project.name, (Claim("mentions", row, (project.name,)),))


def _recurrence(project: Project, mark: str, first: str) -> Cell:
    """The ticked boxes."""
    names = (first, "延续性项目", "一次性项目")
    parts = [
        f"{n}{mark}{name} {BOX[key == project.recurrence]}"
        for n, (key, name) in enumerate(zip(RECURRENCE, names, strict=True), 1)
    ]
    row = {"project": project.name, "source": "form", "printed_name": "", "recurrence": project.recurrence}
    return Cell(" ".join(parts), (Claim("mentions", row, ()),))


def _funding(hand: Hand, project: Project) -> Cell:
    """Where the money comes from, with an amount beside each ticked box."""
    sources = {"department_budget": "部门预算项目", "special_fund": "专项资金", "upper_transfer": "上级转移支付项目"}
    parts, claims = [], []
    for number, (key, name) in enumerate(sources.items(), 1):
        amount = getattr(project, key)
        text = f"{amount:f} 万元" if amount else ""
        parts.append(f"{number}、{name} {BOX[bool(amount)]} 资金量：{text}")
        if amount:
            row = {"project": project.name, "source": "form", "printed_name": "", key: amount}
            claims.append(Claim("mentions", row, (f"{amount:f}",)))
    return Cell(" ".join(parts), tuple(claims))


def _head_a(facts: Facts, hand: Hand, project: Project) -> list[list[Cell]]:
    """Name, department, type, funding, execution; no scores."""
    rate = hand.percent(project.executed, project.budget, 0)
    texts = {"budget": hand.number(project.budget), "executed": hand.number(project.executed), "rate_printed": rate}
    money = form_cells(project, texts, budget=project.budget, executed=project.executed, rate_printed=rate)
    rows = [
        cells("项目名称", "", _named(project)),
        cells("主管部门", "", facts.department, "", "项目实施单位", facts.department),
    ]
    rows.append(cells("项目类型", "", _recurrence(project, "、", "经常性项目")))
    rows.append(cells("预算来源及资金规模", "", _funding(hand, project)))
    rows.append(cells("预算执行情况 (万元)", "", "", "预算数 (A)", "执行数 (B)", "执行率 (B/A)"))
    rows.append(cells("", "", "年度财政资金总额", *money.values()))
    return [*rows, cells("项目年度绩效指标", *HEAD, "年初目标值 (A)", "实际完成值 (B)")]


def _head_b(facts: Facts, hand: Hand, project: Project) -> list[list[Cell]]:
    """Name, department, kind, type, execution with its score out of 20."""
    rate = (
        f"{project.executed / project.budget * 100:.2f}%"
        if not project.executed
        else hand.percent(project.executed, project.budget, 2)
    )
    texts = {"budget": f"{project.budget:,.2f}", "executed": f"{project.executed:,.2f}", "rate_printed": rate}
    money = form_cells(project, texts, budget=project.budget, executed=project.executed, rate_printed=rate)
    office = f"{facts.department}机关"
    rows = [
        cells("项目名称", "", _named(project), width=7),
        cells("主管部门", facts.department, "", "项目实施单位", office, width=7),
    ]
    rows.append(cells("项目类别", f"1. 部门预算项目 {BOX[True]} 2. 财政专项资金 {BOX[False]}", width=7))
    rows.append(cells("项目类型", _recurrence(project, ". ", "常年性项目"), width=7))
    caption = hand.wrapped("预算执行情况（万元）（20分）")
    rows.append(
        cells(caption, "年度财政 资金总额", "预算数 (A)", "执行数 (B)", "执行率 (B/A)", "得分(20 分* 执行率)", width=7)
    )
    rows.append(cells("", "", *money.values(), f"{project.execution_score:.2f}", width=7))
    return [*rows, cells(hand.wrapped("年度绩效目标"), *HEAD, "", "年初目标值 (A)", "实际完成值 (B)", width=7)]


def _indicators(subject: str, indicators: tuple[Indicator, ...], hand: Hand, variant: str) -> list[list[Cell]]:
    """Rows of indicators: level names only where they change (level 2 always in variant A)."""
    rows, before = [], ("", "")
    for indicator in indicators:
        target, actual = texts_of(indicator, hand)
        claim = indicator_claim(subject, indicator, target, actual, scored=False)
        level1 = "" if indicator.level1 == before[0] else indicator.level1
        level2 = indicator.level2 if variant == "A" or indicator.level2 != before[1] or level1 else ""
        name = Cell(hand.wrapped(indicator.name), (claim,))
        gap = [] if variant == "A" else [""]
        row = cells("", level1, level2, name, *gap, target, actual, width=6 + len(gap))
        if variant == "B" and hand.vices.shifted_form_rows and level2 and not level1:
            row = [*row[:1], *row[2:], Cell()]
        rows.append(row)
        before = (indicator.level1, indicator.level2)
    return rows

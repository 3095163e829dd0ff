"""How results are shown: numbers, identifiers in words, text of documents as text, figures with a description."""

import csv
import json
import re
from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd
import pytest
import seaborn as sns
from tables_of import of

from jianghan_lib import load, translation, vocabulary
from jianghan_lib.base import paths
from jianghan_lib.reports import pages
from jianghan_lib.showing import drawing, saying, tables
from jianghan_lib.showing.shown import Note, Shown, Text
from jianghan_lib.showing.values import cell, kind
from jianghan_lib.vocabulary import categories, terms, word

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)>"


@pytest.mark.parametrize(
    ("column", "value", "zh", "en"),
    [
        ("amount", 1234.5, "1,234.50", "1,234.50"),
        ("amount", -0.001, "0.00", "0.00"),
        ("code", "2101101;2101102", "2101101; 2101102", "2101101; 2101102"),
        ("code", "budget_total", "收支总预算", "total budget"),
        ("amount", float("nan"), "—", "—"),
        ("completion_rate", 1.5305, "153.1%", "153.1%"),
        ("share", -0.0001, "-0.01%", "-0.01%"),
        ("share", -0.000001, "0.0%", "0.0%"),
        ("execution_rate", 0.99996, "99.996%", "99.996%"),  # beside a gap it is not all
        ("execution_rate", 0.999999, "100.0%", "100.0%"),
        ("completion_rate", 1.0004, "100.04%", "100.04%"),
        ("score", 98.5, "98.5", "98.5"),
        ("year", 2024, "2024", "2024"),
        ("rows", 1234, "1,234", "1,234"),
        ("name", "total", "合计", "total"),
        ("name", "住房公积金", "住房公积金", "housing provident fund"),
        (
            "item",
            "行政运行（组织事务）",
            "行政运行（组织事务）",
            "administrative operation (organisation affairs of the Party)",
        ),
        (
            "item",
            "行政单位医疗、公务员医疗补助",
            "行政单位医疗、公务员医疗补助",
            "health care of administrative units, medical subsidies of civil servants",
        ),
        (
            "section_name",
            "政府办公厅(室)及相关机构事务",
            "政府办公厅(室)及相关机构事务",
            "government general offices and related bodies",
        ),
        ("item", "某某事务（组织事务）", "某某事务（组织事务）", "某某 affairs (organisation affairs of the Party)"),
        ("project", "住房公积金", "住房公积金", "housing provident fund"),
        (
            "reasons",
            "procurement;unspent",
            "招标采购未成或较迟、未使用（未说明缘由）",
            "procurement failed or late; left unspent, no cause given",
        ),
        ("measure", "procurement", "政府采购支出", "government procurement"),
        ("where", "expenditure 58", "支出 58", "expenditure 58"),
        ("reasons", "added;staffing", "年中追加、人员变动", "added in the year, staffing"),
        (
            "reasons",
            "saving;payment",
            "厉行节约、压减开支；付款未及时完成",
            "saving, payment not completed in time",
        ),
        ("code", "2101101;2101103", "2101101; 2101103", "2101101; 2101103"),
        ("table", "F03", "F03 支出决算表", "F03 expenditure"),
        ("table", "narrative", "文字说明", "narrative"),
        ("kind", "budget", "部门预算", "budget"),
        ("tables_missing", "F07;F08", "F07、F08", "F07, F08"),
        ("printed", "B05-2;B10", "一般公共预算支出表（分单位）、项目支出表", "general public budget by unit, projects"),
        (
            "name",
            "revenue_excluding_special_funds",
            "收入合计（剔除财政专项资金）",
            "revenue (excluding special funds)",
        ),
        ("reasons", "", "—", "—"),
    ],
)
def test_a_cell_as_it_is_read(column: str, value: object, zh: str, en: str) -> None:
    held = "" if isinstance(value, str) else kind(column, type(value))
    assert (cell(column, value, held, "zh"), cell(column, value, held, "en")) == (zh, en)


def test_a_column_of_projects_is_headed_by_what_it_holds() -> None:
    shown = [tables.table(pd.DataFrame({"project": [one]}), "zh") for one in ("甲", 1.5)]
    assert [list(one.headings) for one in shown] == [["项目"], ["项目支出\n（万元）"]]


def test_headings_name_the_unit_of_amounts_and_of_nothing_else() -> None:
    frame = pd.DataFrame({"name": ["甲"], "budget": [1.0], "execution_rate": [0.5], "year": [2024]})
    shown = tables.table(frame, "zh")
    assert list(shown.headings) == ["名称", "全年预算数\n（万元）", "执行率", "年度"]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", ["completion", "changes", "projects"])
def test_every_heading_is_a_word(name: str, lang: str) -> None:
    for document in ("jianghan-2024-final", "jiangan-2020-final", "dongxihu-2025-budget"):
        frame = of(document)[name]
        shown = tables.table(frame[[column for column in frame if not column.endswith("_at")]], lang)
        assert not any("_" in heading for heading in shown.headings)


def test_text_of_a_document_is_text() -> None:
    shown = tables.table(pd.DataFrame({"name": [HOSTILE], "budget": [1.0]}), "zh")
    said = Text([HOSTILE])
    for html in (shown._repr_html_(), said._repr_html_()):
        assert "<script" not in html and "<img" not in html and "&lt;script&gt;" in html


def test_columns_without_any_value_are_not_shown() -> None:
    frame = pd.DataFrame({"name": ["甲"], "reasons": [""], "score": [float("nan")]})
    shown = tables.table(frame, "zh")
    assert list(shown.headings) == ["名称"]


def test_only_the_message_of_the_language_is_shown() -> None:
    frame = pd.DataFrame({"message_zh": ["不符"], "message_en": ["differs"]})
    zh, en = tables.table(frame, "zh"), tables.table(frame, "en")
    assert (zh.rows, en.rows) == ([["不符"]], [["differs"]])


def test_total_rows_are_bold() -> None:
    html = tables.table(pd.DataFrame({"name": ["甲", "total"], "budget": [1.0, 1.0]}), "zh")._repr_html_()
    assert "<b>合计</b>" in html and "<b>甲</b>" not in html


def test_what_is_shown_is_the_same_text_in_every_run() -> None:
    frame = of("jianghan-2024-final")["completion"]
    once, again = tables.table(frame, "zh"), tables.table(frame.copy(), "zh")
    assert repr(once) == repr(again) and " at 0x" not in repr(once)


def test_differences_of_rates_are_in_points() -> None:
    frame = pd.DataFrame(
        {"name": ["甲", "乙"], "points": [0.0284, -0.0004], "projects": pd.Series([2, 10], dtype="Int64")}
    )
    assert repr(tables.table(frame, "zh")).splitlines() == [
        "名称 | 贡献（百分点） | 项目数",
        "甲 | +2.8 | 2",
        "乙 | 0.0 | 10",
    ]


@pytest.mark.parametrize(
    ("sentence", "right"),
    [
        ("20805: printed 376.03 万元, its rows 376.02 万元: 0.01 万元 apart", "20805: printed 376.03, its rows 376.02: 0.01 apart (CNY 10 000)"),
        ("8198.82元 has the digits of 8198.82万元: 元 for 万元", "8198.82 (CNY) has the digits of 8198.82 (CNY 10 000): CNY for CNY 10 000"),
        ("not used: 38亿元、5000万元", "not used: 38 (CNY 100 million), 5000 (CNY 10 000)"),
        ("甲: points 98 分, should be 100 分", "甲: points 98 points, should be 100 points"),
        ("target 1.1万人 (line 474), 20元/人", "target 11,000 persons (line 474), 20 CNY a person"),
        ("支出决算表 (line 228) prints 1", "table F03 (expenditure) (line 228) prints 1"),
        ("甲: 940元/月 in line 1, 2024年7月 in line 2, 100人左右", "甲: 940 CNY a month in line 1, July 2024 in line 2, 100 persons or so"),
        ("行政运行: printed 100%", "administrative operation (行政运行): printed 100%"),
        ("1 and 住房公积金 in 行政运行经费", "1 and housing provident fund (住房公积金) in administrative operation funds (行政运行经费)"),
        ("甲: target ≧100人 (4000人/6017人), 2024年 and 凤羽龙鳞评价", "甲: target ≧100 persons (4000 persons/6017 persons), 2024年 and 凤羽龙鳞评价"),
        ("九、卫生健康支出: printed; health (卫生健康)", "health (九、卫生健康支出): printed; health (卫生健康)"),
        ("专、兼职人员培训率 stands twice", "full- and part-time staff training rate (专、兼职人员培训率) stands twice"),
        ("甲 (有效维护/有效提升) in line 9", "甲 (effective protection / effective improvement) in line 9"),
        ("97%≦执行率≦100%", "97%≦ execution rate ≦100%"),
        ("甲: 减少2.98%, explained", "甲: decrease 2.98%, explained"),
        ("增加1421.25万元", "increase 1421.25 (CNY 10 000)"),
        ("printed as “增加1421.25”", "printed as “increase 1421.25”"),
        ("unfilled: 增加(减少); likewise", "unfilled: increase (decrease) (增加(减少)); likewise"),
        ("一是 is not followed", "point 1 (一是) is not followed"),
        ("2名三支一扶人员: July", "2 persons three-support-and-one-assistance staff (2名三支一扶人员): July"),
        ("under two names: 2024年专项经费 (line 1)", "under two names: 2024 special funds (2024年专项经费) (line 1)"),
        ("2024年社区(村)经费: 1", "2024 community (village) funds (2024年社区(村)经费): 1"),
        ("none; 部门“三公”经费预算表 (line 4)", "none; department three public expenses funds budget table (部门“三公”经费预算表) (line 4)"),
    ],
)  # fmt: skip
def test_an_english_sentence_has_english_units_and_tables(sentence: str, right: str) -> None:
    assert translation.english(sentence) == right


@pytest.mark.parametrize(
    ("cell", "right"),
    [
        ("≥3,200件", "≥3,200 cases"),
        ("2.7万人次", "27,000 person-times"),
        ("=5.00(万人次)", "=50,000 person-times"),
        ("15个", "15"),
        ("5个工作日", "5 working days"),
        ("2023年12月31日", "2023-12-31"),
        ("10,593.20万元", "10,593.20 (CNY 10 000)"),
        ("98分", "98 points"),
        ("降低20.7%", "reduction of 20.7%"),  # what is all in the translation is not told again
        ("≥1场、≥90人", "≥1 event, ≥90 persons"),
        ("1.2万人/年", "12,000 persons / year"),
        ("200元/人/年", "200 CNY a person a year"),
        ("100人左右", "100 persons or so"),
        ("90%以上", "90% and above"),
        ("12台(套)", "12 units (sets)"),
        ("4,800人次以上", "4,800 person-times and above"),
        ("2024年7月", "July 2024"),
        ("2025年底完成", "end of 2025 completion (2025年底完成)"),
        ("2020年12月31日前完成", "by 2020-12-31 completion"),
        ("2024年专项经费", "2024 special funds (2024年专项经费)"),  # a name
        ("有效提高", "effective improvement (有效提高)"),
        ("凤羽龙鳞", "凤羽龙鳞"),  # of which no word is known
    ],
)  # fmt: skip
def test_what_a_cell_prints_is_read_in_english_too(cell: str, right: str) -> None:
    assert translation.printed(cell) == right


@pytest.mark.parametrize(
    ("line", "zh", "en"),
    [
        (221, "2024年度支出决算表", "F03 expenditure, 2024年度支出决算表"),
        (454, "文字说明：收支总计", "narrative: total revenue and expenditure"),
        (577, "文字说明", "narrative"),  # an item, which the row names
        (982, "绩效自评表：人才与公共就业服务工作经费", "self-evaluation form: talent and public employment services working funds"),
    ],
)  # fmt: skip
def test_a_place_names_the_table_the_form_or_the_text(line: int, zh: str, en: str) -> None:
    told = [tables.note(f"L{line}", 1.0, "jianghan-2024-final", lang).table for lang in ("zh", "en")]
    assert told == [zh, en]


@pytest.mark.parametrize(
    ("name", "right"),
    [
        ("武汉市江汉区人力资源局", "Wuhan City Jianghan District Human Resources Bureau"),
        ("江岸区", "Jiang'an District"),
        (
            "中共武汉经济技术开发区工委（汉南区委）组织部",
            "CPC Wuhan Economic and Technological Development Zone Working Committee (Hannan District Committee) Organisation Department",
        ),
        ("人才发展专项资金", "talent development special funds"),
        ("干部培训、档案管理及公开招录经费", "officials training, archives management and open recruitment funds"),
        ("2023-2024年度选调生到村工作中央财政补助资金", "2023-2024 selected graduates to village work central fiscal subsidies"),
        ("（六）社会保障和就业支出", "social security and employment"),
        ("社会保障和就业", "social security and employment"),
        ("社会保障和就业占比", "social security and employment share"),
        ("收 入 总 计", "revenue total"),
        ("公共安全支出/司法/公共法律服务", "public security / justice / public legal services"),
        ("扶持创业社区数量", "support entrepreneurship community (number)"),  # 区 ends many words that are no place
        ("凤羽开发区劳动保障监察", "凤羽 development zone labour security inspection"),
        ("★ 凤羽区人力资源局", "★ Fengyu District Human Resources Bureau"),
        ("武汉公共招聘网站", "Wuhan public recruitment website"),
        ("引导全区发展", "guidance whole-district development"),  # known words go before the place 引导全区
        ("招聘会横幅制作", "job fairs banners making"),  # not "system", of 制
        ("绩效评价结果凤羽", "performance evaluation results 凤羽"),  # what no word is known for is no name to be spelt
        ("凤羽龙鳞评价", "凤羽龙鳞评价"),
        ('参与“三支一扶"人数', "taking part in three-support-and-one-assistance (persons)"),
        ("培育高级工及以上的高技能人才人数", "training senior workers and above highly skilled talent (persons)"),
        ("教师参与教学教研培训人次", "teachers taking part in teaching and research training (person-times)"),
        ("一定程度推进", "some degree of promotion"),
        ("岗位晋升职数审批", "promotion posts approval"),
        ("2020年12月31日前", "by 2020-12-31"),
        ("15个居民区全覆盖", "15 residential areas full coverage"),
        ("2080102、2080105", "2080102, 2080105"),
        ("助力社区发展", "support of community development"),  # 社区 is no district
        ("劳动关系提升。", "labour relations improvement"),
        ("服务对象满意度", "satisfaction of persons served"),
        ("投诉人对处理结果的满意度", "satisfaction of complainants with handling results"),
        ("公共就业服务满意度", "satisfaction with public employment services"),
        ("凤羽龙鳞满意度", "凤羽龙鳞满意度"),
        ("享受职业培训补贴人员数量", "persons receiving vocational training subsidies (number)"),
        ("副部（省）级及以上领导用车", "vehicles for leaders at vice-ministerial (provincial) level and above"),
    ],
)  # fmt: skip
def test_a_name_in_english_is_its_words_where_most_of_it_is_known(name: str, right: str) -> None:
    assert translation.translated(name) == right


MONEY = re.compile(r"\d ?[万亿]?元(?![/\u4e00-\u9fff])|(?<![\u4e00-\u9fff\d])[万亿]?元(?![/\u4e00-\u9fff])")
IDENTIFIER = re.compile(r"\b(?!document_id)[a-z]+_[a-z_]+\b")


def test_findings_are_told_in_one_language_each() -> None:
    findings = load("findings")
    assert [text for text in findings["message_en"] if MONEY.search(text) or IDENTIFIER.search(text)] == []
    assert [text for text in findings["message_zh"] if IDENTIFIER.search(text)] == []


# Names that a Chinese sentence keeps.
NAMES = frozenset(
    {"PEFA", "PI", "Excel", "CSV", "JupyterLab", "jianghan", "ingest", "build", "document_id", "notebooks", "chosen"}
    | {"ipynb", "district", "year", "kind"}  # parameters
)
BRACED = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{.*?\}", re.DOTALL)


def said_in(lang: str) -> dict[str, str]:
    """All that the package itself says in a language: vocabulary, sentences, phrases, reasons, labels of reports."""
    column = {"zh": 1, "en": 2}[lang]
    with (paths.PACKAGE / "showing" / "wording.csv").open(encoding="utf-8", newline="") as file:
        phrases = {row[0]: row[column] for row in list(csv.reader(file))[1:]}
    words = {f"term {name}": word(name, lang) for name in terms()} | {
        f"phrase {name}": t for name, t in phrases.items()
    }
    words |= {f"sentence {name}": texts[lang] for name, texts in saying.templates().items()}
    words |= {f"reason {name}": row[lang] for name, row in categories().items()}
    return words | {f"label {name}": text for name, text in pages.LABELS[lang].items()}


def test_what_is_said_in_english_holds_no_chinese_and_in_chinese_no_english_word_but_names() -> None:
    english = {
        name: text for name, text in said_in("en").items() if re.search(r"[\u4e00-\u9fff]", BRACED.sub("", text))
    }
    assert english == {}
    latin = {
        name: set(re.findall(r"[A-Za-z_]{2,}", BRACED.sub("", text))) - NAMES for name, text in said_in("zh").items()
    }
    assert {name: words for name, words in latin.items() if words} == {}


STORED = sorted(paths.golden_dir().glob("*/*.ipynb")) + sorted(paths.notebooks_dir().glob("*.ipynb"))


def test_stored_outputs_hold_no_identifiers() -> None:
    """What Chinese readers see of an executed notebook: words, never the names that columns and values have inside."""
    found = {(file.parent.name, file.stem): IDENTIFIER.findall(shown(file)) for file in STORED}
    assert {name: words for name, words in found.items() if words} == {}


def shown(file: Path) -> str:
    """The plain text of a notebook's outputs."""
    cells = json.loads(file.read_text(encoding="utf-8"))["cells"]
    parts = [output.get("data", {}).get("text/plain", "") for cell in cells for output in cell.get("outputs", [])]
    return "\n".join("".join(part) for part in parts)


def test_a_computed_total_that_a_finding_calls_impossible_is_marked() -> None:
    # wedz line 505: the change implies 14,822.39 for 2023, and the funds received were more.
    marked = tables.note("", 14822.39, "wedz-2024-final", "zh")
    assert not marked.printed and "14,822.39" in marked.findings and "15,062.44" in marked.findings
    assert tables.note("", 14822.38, "wedz-2024-final", "zh").findings == ""


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(
    "columns", [None, ["department", "prior_amount"], ["document_id", "department", "prior_amount"]]
)
def test_a_computed_figure_is_marked_by_its_document_whether_that_is_shown_or_not(
    columns: list[str] | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[Shown] = []
    monkeypatch.setattr(tables, "display", told.append)
    rows = {
        "document_id": ["wedz-2024-final", "wuhan-2023-final"],
        "department": ["甲", "乙"],
        "prior_amount": [14822.39] * 2,
    }
    tables.show(pd.DataFrame(rows), columns)
    own, other = (note.findings for note in told[0].notes.values())
    assert "15,062.44" in own and other == ""
    shown = columns is None or "document_id" in columns
    assert "甲" in repr(told[0]) and ("wedz" in repr(told[0])) == shown


def test_a_figure_of_another_document_is_told_with_that_one_and_its_findings() -> None:
    other = tables.note("wedz-2024-final L505", 14822.39, "jianghan-2024-final", "zh")
    assert other.source == "第505行" and "15,062.44" in other.findings
    assert other.table == "中共武汉经济技术开发区工委（汉南区委）组织部2024年部门决算, 文字说明：财政拨款收支总计"
    street = tables.note("wanli-2023-budget p6 L66", 0.0, "wanli-2024-budget", "en")
    assert street.table == f"{translation.translated('上海市普陀区人民政府万里街道办事处')} 2023 budget"
    assert street.source == "page 6, line 66"
    assert tables.note("p12 L30 72.0,101.2,130.5,110.0", 1.0, "jianghan-2024-final", "en").source == "page 12, line 30"


def test_the_sources_of_a_table_and_a_document_stand_together() -> None:
    notes = [Note("第1行", table="收入表"), Note("第9行", table="乙局2023年决算"), Note("第2行", table="收入表")]
    shown = Shown(
        ["数"], [["1"], ["2"], ["3"]], [True], [False] * 3, notes={(at, 0): note for at, note in enumerate(notes)}
    )
    assert "出处：1 第1行; 3 第2行 (收入表); 2 第9行 (乙局2023年决算)" in shown._repr_html_()
    assert 'title="乙局2023年决算 第9行"' in shown._repr_html_()


def test_places_of_rows_of_several_documents_name_theirs_and_a_stated_amount_has_that_of_its_reason() -> None:
    frame = pd.DataFrame({"document_id": ["wedz-2024-final", "jianghan-2024-final"], "outturn": [14346.06, 10238.96],
                          "outturn_at": ["L537", "jianghan-2024-final L513"]})  # fmt: skip
    assert tables._whose(frame)["outturn_at"].tolist() == ["wedz-2024-final L537", "jianghan-2024-final L513"]
    assert tables._whose(frame.head(1))["outturn_at"].tolist() == ["wedz-2024-final L537"]
    tables.about("wedz-2024-final")
    assert tables._whose(frame.head(1))["outturn_at"].tolist() == ["L537"]  # of the document that the notebook is about
    tables.about("")
    reason = pd.DataFrame({"stated_amount": [24.59], "printed": ["24.59万元"], "line": [589]})
    assert tables._placed(reason)["stated_amount_at"].tolist() == ["L589"]


def test_a_figure_that_a_finding_names_second_is_marked_where_it_stands() -> None:
    # line 105 prints 441.25 for the annuity, line 104 has 220.63: the finding is on line 105 and names both
    first, second, other = (
        tables.note(f"p7 L{line}", value, "wanli-2023-budget", "zh").findings
        for line, value in ((105, 441.25), (104, 220.63), (104, 441.25))
    )
    assert "第104行为220.63万元" in first and "第104行为220.63万元" in second and "220.63万元" not in other


def test_headings_of_stored_tables_hold_no_english_word() -> None:
    heads = {line for file in STORED for line in shown(file).splitlines() if "（万元）" in line and " | " in line}
    assert {word for line in heads for word in re.findall(r"[A-Za-z]{3,}", line)} == set()


def test_a_printed_sentence_and_the_amount_of_a_reason_stand_in_the_table() -> None:
    shown = tables.table(
        pd.DataFrame(
            [{"item": "行政运行", "deviation": -20.0, "stated_amount": 15.86, "text": "因合同未到支付条件未支出"}]
        ),
        "zh",
    )
    assert list(shown.headings)[2:] == ["原因所述金额\n（万元）", "原文语句"]
    assert list(shown.rows[0])[2:] == ["15.86", "因合同未到支付条件未支出"]


def test_names_that_pandas_or_a_grid_puts_on_an_axis_stay_names() -> None:
    """Once they were shown as 0, 1, 2 and the parts of a grid as `stage = outturn` under the title of the whole."""
    vocabulary.speak("en")
    amounts = pd.Series({"social_insurance": 3.0, "total": 5.0})
    bars = pd.DataFrame({"name": ["total"] * 2, "stage": ["initial_budget", "outturn"], "amount": [1.0, 2.0]})
    grid = sns.catplot(bars, y="name", x="amount", col="stage", kind="bar", errorbar=None)
    try:
        axes = amounts.plot.barh(ax=plt.figure().gca())
        drawing.words(axes)
        assert [tick.get_text() for tick in axes.get_yticklabels()] == [word(name, "en") for name in amounts.index]
        drawing.words(grid, title="completion/title_classes")
        assert [one.get_title() for one in grid.axes.flat] == ["initial budget", "outturn"]
        assert grid.figure.get_suptitle() == "Initial budget and outturn by class"
        assert [tick.get_text() for tick in grid.axes.flat[0].get_yticklabels()] == ["total"]
    finally:
        vocabulary.speak("zh")
        plt.close("all")

"""What the text says beside its amounts: the names it lists, the counts it gives, and its own words on budget and outturn.

Only names, figures and single words of direction are kept, never a sentence.
"""

import re
from bisect import bisect_right
from calendar import monthrange
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice, pairwise

from jianghan_lib.base.money import DIGITS, NUMBER, read_count
from jianghan_lib.base.text import compact, plain, short, tight
from jianghan_lib.forms.narrative.stream import Stream, prose_of
from jianghan_lib.forms.records import Indicator, Particular
from jianghan_lib.readers.blocks import Line, Source
from jianghan_lib.reference.classification import codes_named

# What personnel and operating costs are said to be made of: the kind of cost and its amount, then the names.
_COSTS = {
    "人员经费": "personnel",
    "工资福利支出": "301",
    "对个人和家庭的补助": "303",
    "公用经费": "operating",
    "日常公用经费": "operating",
    "商品和服务支出": "302",
}
_LISTED = re.compile(
    rf"(?P<cost>{'|'.join(sorted(_COSTS, key=len, reverse=True))}){NUMBER}万?元,?(?:其中:?)?"
    r"(?:[。;](?=主要包括))?(?:(?:主要)?(?:包括|用于):?)+(?=(?P<names>(?:[^。;:\d()]|\([^()\d]{1,4}\))+)[。;])"
)
ET_CETERA = "等"
_LONGEST, _SENTENCE = 24, 900
_CLASS_USES = re.compile(
    rf"(?P<class>[^。;:,()\d.、]{{2,24}}?)(?:支出)?(?:(?:\(类\)|类)?支出|\(类\)){NUMBER}万元,占{NUMBER}%。主要是?用于:?(?P<names>[^。;]+)"
)
# The glossary's list of subjects, each with its three levels.
_LEVEL = r"(?:[^。;:,()\d]|\((?!类|款|项)[^()]{1,8}\))"
_SUBJECT = re.compile(
    rf"(?P<class>{_LEVEL}{{2,30}}?)\(类\)(?P<section>{_LEVEL}{{2,40}}?)\(款\)(?P<item>{_LEVEL}{{2,50}}?)\(项\)"
)
_GLOSSARY, _PART = re.compile(r"第[一二三四五六七八]部分(?:专业)?名词解释"), re.compile(r"第[一二三四五六七八]部分")
# Counts that belong to an expenditure: (what they belong to, what is counted, how it is said).
_COUNTS = (
    ("overseas_travel", "delegations", re.compile(r"(?:出国|因公)[^。;]{0,16}团组(?:共)?(?P<number>\d+)(?:个|批)")),
    ("vehicle_purchase", "vehicles_bought", re.compile(r"(?:购置|更新)(?:\([^()]*\))?公务用车(?P<number>\d+)辆")),
    ("vehicle_operation", "vehicles_kept", re.compile(r"公务用车保有量(?:为)?(?P<number>\d+)辆")),
)
_OWNED = re.compile(r"国有资产占[用有]")
_SCORE = re.compile(
    r"(?:20\d\d年(?:度)?|\(\d{1,2}\))(?P<subject>[^。;:,\d]{2,60}?)(?:绩效)?自评得分为?(?P<number>\d+(?:\.\d+)?)分"
)
# The words that compare the outturn with a budget.
_COMPARED = re.compile(
    r"(?:支出)?决算数?(?:(?P<word>大于|小于|等于|低于|高于)(?P<base>年初|全年)?预算数?"
    r"|比(?P<base_of>年初|全年)?预算数?(?P<moved>增加|减少))"
)
_REASONS = re.compile(r"原因(?:是|:|为)*(?P<words>[^。]{1,240})")
# A reason that says no more than that some money is more or less: what, and which.
_MOVES = re.compile(
    r"(?P<what>(?![^。;]{0,30}(?:上年|去年|以前|结转|退休|其他|自有|收回|统筹|调))[^。;,、:\d]{2,40}?(?:支出|经费|费用?|资金|投入))"
    r"(?P<moved>增加|增长|上升|减少|下降|降低)[。;]"
)
# A reason that lists several things which all go one way: what, and which.
GO_UP, _GO_DOWN = "增加|增长|增多|上升|上涨|提高|扩大|新增", "减少|下降|降低|压减|节约|取消|缩减"
_ALL_GO = re.compile(
    rf"(?P<up>(?:[^。;,:\d、]{{2,30}}?(?:{GO_UP})(?:[、,和及]|(?=[。;]))){{2,6}}[。;])"
    rf"|(?P<down>(?:[^。;,:\d、]{{2,30}}?(?:{_GO_DOWN})(?:[、,和及]|(?=[。;]))){{2,6}}[。;])"
)
_BOTH_WAYS = re.compile(rf"(?:{GO_UP}).*?(?:{_GO_DOWN})|(?:{_GO_DOWN}).*?(?:{GO_UP})|[上去]年|以前|结转|其他|统筹|调")
# Words belong to a figure that stands so near before them.
_NEAR_FIGURE = 60
# An amount that a reason names as not spent, cut, added or received: words before it, or behind it, say so.
_MONEY = re.compile(
    r"(?P<before>(?:指标|调[减增]|追加|增加|减少|压减|收回|剩余|结余|结转|下达|转移支付|补贴|补助|增支|公积金|奖励资金)"
    rf"[^\d,;。]{{0,6}})?(?P<number>{NUMBER})(?P<unit>万元|亿元|元|万)(?!元)(?P<after>(?:工作)?(?:经费|资金)|指标|未使用|未支)?"
)
_RATE = re.compile(r"(?:预算)?执行率(?:为)?\d")
_PROJECTS = re.compile(rf"项目支出(?P<number>{NUMBER})(?P<unit>万元|亿元)")
_AMOUNT = re.compile(rf"(?P<number>{NUMBER})(?P<unit>万元|亿元)")
_NEXT_REPORT = re.compile(r"\d{1,2}[.、][^。;:,]{2,60}绩效自评")
_PROJECT = re.compile(r"(?P<subject>[^。;:,]{2,60}?)绩效自评(?:报告)?综述")
_NUMBERED = re.compile(r"^.*?\d{1,2}[.、)]|^\d{4}年度?")
# A figure behind the name of an indicator, in a sentence.
_FIGURE = re.compile(
    rf"(?:达到|达|为|完成)?(?P<figure>[≥≤]?{NUMBER}万?(?:%|‰|人次|人|家|户|件|次|场|个|篇|条|名|项|份|页|期|批|亩|套|台|座|处|所|公里|平方米|课时|件次|场次))(?=[,。;、])"
)
_SHORTEST = 5
# The sentence under a table that is empty.
_NO_FUND = re.compile(
    r"(?P<year>20\d\d)年(?:度)?[^。;\d]{0,30}?(?:没有|无)(?:使用)?"
    r"[\"“]?(?P<fund>(?:政府性基金|国有资本经营)(?=预算)|三公(?=[\"”]经费[^。;,\d]{0,12}预算,故本表为空表))"
)
# The year that a document gives itself: in the titles of its parts, and where it says which units it covers.
_OWN_YEAR = re.compile(
    r"纳入[^。;,]{0,16}?(?P<covered>20\d\d)年(?:度)?[^。;,]{0,8}(?:预算|决算)(?:编制|汇总|公开)?范围"
    r"|^第[一二三四五]部分[^。;,]{0,24}?(?P<titled>20\d\d)年(?:度)?(?:部门|单位)(?:预算|决算)[^。;,]{0,8}(?:表|说明)$"
)
# The year of a sentence on what the document has none of, or of the day on which what it owns was counted.
_YEAR_OF_SENTENCE = re.compile(
    r"(?:(?<=。)|^)[^。;:,\d]{0,20}?(?:本|我)(?:单位|部门|局|委|办|院|校)(?P<nothing>20\d\d)年(?:度)?"
    r"(?:没有|无|未)(?!.{0,8}(?:政府性基金|国有资本))[^。\d]*。"
    r"|截[至止](?P<as_of>20\d\d)年(?:12月31日|12月底|年?[底末])[^。\d]{0,40}?(?:车|资产|设备|房屋)",
    re.M,
)
# The years over the two halves of a table that is printed for one year.
_YEARS_OF_HALVES = re.compile(
    r"项目(?P<left>20\d\d)年(?:度)?(?:预算|决算)数?项目(?P<right>20\d\d)年(?:度)?(?:预算|决算)数?$"
)
# A day, as the calendar may or may not have it.
_DAY = re.compile(r"(?<!\d)(?P<year>20\d\d)年(?P<month>\d{1,2})月(?P<day>\d{1,2})日")
# The year alone, under the title of a form.
_YEAR_OF_FORM = re.compile(r"\((?P<year>20\d\d)年度?\)")
# A section that is marked as a class: 行政事业单位离退休(类)职业年金缴费支出(项).
_MISMARKED = re.compile(rf"(?P<section>{_LEVEL}{{2,40}}?)\(类\)(?P<item>{_LEVEL}{{2,50}}?)\(项\)")
# Reasons and measures in a row: 一是…二是….
_ORDINALS = "一二三四五六七八九"
_ORDINAL = re.compile(rf"(?<=[:;,。是为])(?P<ordinal>[{_ORDINALS}])是")
# Characters in a row that a clause and the name of an indicator share, and how much of the shorter they are.
_SHARED, _COVERED = 5, 0.6
_CLAUSE = re.compile(r"[^。;,:、()\d]+$")
_COUNT = re.compile("(?:总?数量?|总?[人次]数|规模)$")
_LEAD = re.compile(r"^(?:其中|全年|共计?|累计|完成|实现|已|年度)+")
_PAID = re.compile(rf"发放(?P<what>[^。;,:、\d]{{2,20}}?)(?P<number>{NUMBER})(?P<unit>万元|亿元)")
_TERM = re.compile(r"起始年度(?P<start>20\d\d)(?:年度?)?终止年度(?P<end>20\d\d)")
_FUNDS = {"政府性基金": "government_funds", "国有资本经营": "state_capital", "三公": "three_public"}
# An indicator that an explanation quotes, in prose or in a row of a form.
_EXPLAINED = re.compile(r'"(?P<name>(?!预算执行)[^"。;:,]{4,40})"指标(?:存在偏差|未完成|未达标|完成率低)')
# An indicator that the text quotes with its target and its result.
_QUOTED = re.compile(
    r'"(?P<name>[^"。;:,]{4,40})"(?:指标)?(?:年初|年度)?目标值?为?"?(?P<target>[^"。;:,]{1,20})"?,'
    r'(?:全年)?实际完成值?为?"?(?P<actual>[^"。;:,]{1,20})"?(?=[,。;])'
)
_NAMED = re.compile(r"^项目名称[\s\t]+(?P<name>\S[^\t]*)")
_FILLED_IN = re.compile(
    r"(?:填报|填表|评价|自评)(?:日期|时间):?(?P<year>20\d\d)(?:年|[-./])(?P<month>\d{1,2})(?:月|[-./])"
)
_EXPENSES = {"overseas_travel": "因公出国", "hospitality": "公务接待", "vehicle_purchase": "公务用车购置费"}
_NO_BUDGET = re.compile(
    rf"(?:{'|'.join(_EXPENSES.values())})(?!及)(?:\(境\))?费?(?:用|支出)?,?(?:全年|年初|本年)*(?P<said>(?:没有|未)安排(?:年初|全年)?预算)"
)
_HOW_MANY = r"(?P<count>[1-9]\d?|[二三四五六七八九]|十[一二三四五]?)"
_ROW_OF_NAMES = re.compile(
    rf"(?P<what>(?:内设|下设|下属|所属)(?:机构|科室|处室|单位|部门)|内设){_HOW_MANY}个(?:机构|科室|处室|单位|部门)?[,:]*"
    r"(?:分别(?:为|是)|包括|即|为)?:?(?P<names>[^。;:,\d]+、[^。;:,\d]+)。"
)
_PROJECTS_TOLD = re.compile(
    rf"项目支出{NUMBER}万?元,?(?:共|共有|共安排|共涉及|涉及){_HOW_MANY}个项目"
    rf"|(?:涉及|管理的)项目{_HOW_MANY.replace('count', 'of_all')}个,(?:涉及)?(?:预算|资金){NUMBER}万?元,?其中:"
)
_ASPECTS = re.compile(
    rf"(?P<what>(?:以下|如下|下列)){_HOW_MANY}(?:个|大)?(?:方面|部分|内容|项|类)[^。;:,]{{0,6}}:(?=1[.、]|\(1\))"
)
# People or things that something happened to in a month.
_MONTH = re.compile(r"(?P<month>20\d\d年\d{1,2}月)(?:份)?,?(?P<what>[1-9]\d*[名个家人户辆]\"?[^,。;:、\d]{3,20})")
# What happens to a project once.
_ONCE = re.compile(
    r"(?P<month>20\d\d年\d{1,2}月)(?:\d{1,2}日|底)?(?:前|已|顺利|全面)*"
    r"(?P<event>(?:完成|通过)(?:竣工)?验收|竣工|开工|完工|投入使用|正式启用|上线运行)"
)
# Headings numbered on without a gap before one that is skipped: documents leave out sections that do not concern them.
_IN_A_ROW = 5
# What an item is mainly used for, told at some length behind its amount.
_PURPOSE = re.compile(
    r'(?P<item>[^\s,、。;:()"]{3,25})(?:\((?:\d\d)?项\))?"?[:,]?[\d,.]+万元[,。]?主要用于:?(?P<what>[^。;]{18,}?)[。;]'
)
# An item with its section, by its marks, that is used for what has the name of one.
_USED_FOR = re.compile(
    rf"(?P<section>{_LEVEL}{{2,30}}?)\(款\)(?P<item>{_LEVEL}{{2,40}}?)\(项\)[\"”]?[\d,.]+万元,主要用于:?(?P<what>[^。;,、]{{3,60}})[。;]"
)
# A name with the code of an item behind it: whole, or by its three levels.
_CODED = re.compile(
    rf"\((?P<class>2\d\d)类\){_LEVEL}{{2,30}}\((?P<section>\d\d)款\)(?P<item>{_LEVEL}{{2,40}})\((?P<last>\d\d)项\)"
    rf"|(?<=[、.,;:)。])(?P<name>{_LEVEL}{{3,40}})(?:\(项\))?\((?P<code>2\d{{6}})\)(?=[\d,.]+万元|20\d\d年)"
)
# A product that is worked out, and a sum behind its parts.
_FACTOR = rf"{NUMBER}(?:%|[^\d*×=+,。;:()-]{{0,6}})"
_PRODUCT = re.compile(
    rf"(?<![\d.+*×-])(?P<product>{_FACTOR}(?:[*×]{_FACTOR}){{1,5}})=(?P<made>{NUMBER})(?P<unit>万元|万|元)"
)
_SUM = re.compile(rf"(?:合计|共计|小计):?(?P<made>{NUMBER})(?P<unit>万元|万)")
_PART_OF_SUM = re.compile(rf"(?P<number>{NUMBER})(?P<unit>万元|万)(?![元/])")
_LONGEST_SUM = 300
# People by grades, of which each has one: their number before them; a last 其他 says that all are named.
_GRADE = r"(?:正高|副高|高级|中级|初级|员级|助理级|[正副]?[厅处科股]级|科员|办事员|[一-四]级[^\d、,。;]{0,6})[^\d、,。;]{0,6}"
_GRADES = re.compile(
    rf"(?P<whole>[1-9]\d*)[人名](?:\([^()]*\))?[,。:]?其中:?(?P<grades>(?:{_GRADE}\d+[人名][、,]){{1,8}}{_GRADE}\d+[人名]"
    r"(?P<rest>[、,]其他[^\d、,。;]{0,6}\d+[人名])?)(?=[。;])"
)
_KEY = 8
# A figure in the same words on two pages: so many characters before it, none of what a budget says, and the sign behind it.
_AGAIN = re.compile(
    rf"(?<=(?P<before>[^\d。]{{{_KEY}}}))(?P<figure>{NUMBER}万?)(?P<unit>人次|人|名|家次|家|户|件次|件|次|场|个|万元)(?=(?P<after>[^\d]))"
)
_YEAR = re.compile(r"20\d\d年")
_OF_BUDGETS = re.compile(r"预算|支出|收入|决算|拨款|经费|采购|占比|\(项\)|总计|增加|增长|减|目标值|完成值")
# The units under a department, told as a number, by kind, and as a list.
_UNITS = re.compile(rf"(?:下属|所属|下设){_HOW_MANY}(?:家|个)(?:二级|基层)?预算单位")
_KINDS_OF_UNITS = re.compile(r"行政单位(\d+)家(?:,参公(?:事业)?单位(\d+)家)?,事业单位(\d+)家[^。;]{0,8}包括:(?=1[.、])")
_UNIT = re.compile(r"(?P<number>[1-9]\d?)[.、][^。;]{2,120}[。;]")
# So many chapters with the heading under the number left out say that it is its own.
_USUALLY = 2
# Three bands of points that forms print for qualitative results: 100-80%(含80%)、80-50%(含50%)、50-0%.
_BANDS = re.compile(r"100%?-80%?\(含80%?\)[^%]{1,40}?80%?-50%?\(含50%?\)[^%]{1,30}?50%?-0")
_POINT = re.compile(r"(?:^|[;。:])(?P<number>[1-9]\d?)[.、](?!\d)")
_POINT_IN_BRACKETS = re.compile(r"[;。:]\((?P<number>[1-9]\d?)\)")
# Numbers of headings and points, from the widest level to the narrowest.
_COUNTED = rf"(?P<number>[{DIGITS}]?十[{DIGITS}]?|[{DIGITS}])"
_NUMBERS = (
    re.compile(rf"^{_COUNTED}、"),
    re.compile(rf"^\({_COUNTED}\)"),
    re.compile(r"^(?P<number>[1-9]\d?)[.、](?!\d)"),
)


def read_particulars(source: Source, stream: Stream, indicators: Sequence[Indicator]) -> list[Particular]:
    """A document -> its particulars by line: names listed, counts, comparisons in words, boxes and points of the forms."""
    found = [
        *_costs(stream),
        *_glossary(stream),
        *_classes(stream),
        *_counts(stream),
        *_comparisons(stream),
        *_beside_rates(stream),
        *_repeated(stream, indicators),
        *_empty_tables(source),
        *_own_years(source, stream),
        *_no_days(source),
        *_marks(stream),
        *_purposes(stream),
        *_used_for_others(stream),
        *_coded(stream),
        *_worked_out(source, stream),
        *_again(stream),
        *_units(stream),
        *_rows_of_reasons(stream),
        *_near(stream, indicators),
        *_paid(stream),
        *_terms(source),
        *_explained(source, stream),
        *_months(source, stream),
        *_numbers(stream),
        *_headings_twice(stream),
        *_filled_in(source),
        *_no_budget(stream),
        *_announced(stream),
        *_points(source),
        *_bands(stream),
    ]
    return sorted(found, key=lambda one: (one.line, one.kind))


def _made(stream: Stream, at: int, kind: str, subject: str, name: str, printed: str = "") -> Particular:
    line = stream.line_at(at)
    return Particular(kind, subject, name, printed, line.number, line.page)


def _costs(stream: Stream) -> Iterator[Particular]:
    """The names that personnel and operating costs are made of; a list that ends in 等 says so by a last name."""
    for match in _LISTED.finditer(stream.text):
        names = [name for name in re.split(r"[、,]", match["names"]) if name]
        for name in names:
            bare = name.removesuffix("等支出").removesuffix(ET_CETERA)
            if len(bare) <= _LONGEST:
                at = stream.text.find(name, match.start("names"))
                yield _made(stream, at, "cost_listed", _COSTS[match["cost"]], bare, ET_CETERA if bare != name else "")


def _glossary(stream: Stream) -> Iterator[Particular]:
    """The subjects that the glossary explains."""
    starts = [match.end() for match in _GLOSSARY.finditer(stream.text)]
    if not starts:
        return
    end = _PART.search(stream.text, starts[-1])
    for match in _SUBJECT.finditer(stream.text, starts[-1], end.start() if end else len(stream.text)):
        levels = [_bare(match[level]) for level in ("class", "section", "item")]
        yield _made(stream, match.start("item"), "glossary", "/".join(levels[:2]), levels[2])


def _classes(stream: Stream) -> Iterator[Particular]:
    """The sections and items that a class is said to be used for, by their official names only."""
    for match in _CLASS_USES.finditer(stream.text):
        names = re.sub(rf"{ET_CETERA}(?:方面|支出)?$", "", match["names"])
        for name in re.split(r"[、,的]|[和及与](?=其他|[^、,]{4,}$)", names):
            if codes_named(name, "functional"):
                at = stream.text.find(name, match.start("names"))
                yield _made(stream, at, "class_listed", match["class"], name)


def _bare(name: str) -> str:
    return re.sub(r"^[.、\s]+", "", name)


def _counts(stream: Stream) -> Iterator[Particular]:
    """Counts of journeys and vehicles, and the scores that reports give their projects."""
    for subject, name, pattern in _COUNTS:
        for match in pattern.finditer(stream.text):
            if not _OWNED.search(stream.heading_at(match.start())):
                yield _made(stream, match.start("number"), "count", subject, name, match["number"])
    for match in _SCORE.finditer(stream.text):
        yield _made(stream, match.start("number"), "score", _bare_project(match["subject"]), "score", match["number"])


def _comparisons(stream: Stream) -> Iterator[Particular]:
    """The words that compare outturn and budget, and the amounts that the reasons name: `subject` is the figure before them."""
    for match in _COMPARED.finditer(stream.text):
        base, figure = match["base"] or match["base_of"] or "", _figure_before(stream, match.start())
        yield _made(stream, match.start(), "compared", figure, base, match["word"] or match["moved"])
    for match in _REASONS.finditer(stream.text):
        figure = _figure_before(stream, match.start())
        if moves := _MOVES.match(stream.text, match.start("words")):
            yield _made(stream, moves.start("moved"), "reason_moves", figure, moves["what"], moves["moved"])
        elif (listed := _ALL_GO.match(stream.text, match.start("words"))) and not _BOTH_WAYS.search(listed[0]):
            moved = re.search(rf"(?:{GO_UP}|{_GO_DOWN})(?=[。;]$)", listed[0])
            if moved:
                yield _made(stream, listed.start(), "reason_moves", figure, listed[0][: moved.start()], moved[0])
        following = _NEXT_REPORT.search(stream.text, match.start("words"), match.end("words"))
        for money in _MONEY.finditer(
            stream.text, match.start("words"), following.start() if following else match.end("words")
        ):
            if money["before"] or money["after"]:
                yield _made(stream, money.start("number"), "reason_amount", figure, money["unit"], money["number"])


def _figure_before(stream: Stream, position: int) -> str:
    """The figure that is printed last before a position of the text: of the statement that words there belong to."""
    before = re.findall(NUMBER, stream.text[max(0, position - _NEAR_FIGURE) : position])
    return before[-1] if before else ""


def _beside_rates(stream: Stream) -> Iterator[Particular]:
    """Amounts that may be the base of a rate: in a sentence with a rate of execution, and every project expenditure stated."""
    for match in _PROJECTS.finditer(stream.text):
        yield _made(stream, match.start("number"), "beside", "project", match["unit"], match["number"])
    for match in _RATE.finditer(stream.text):
        near = max(match.start() - _SENTENCE, 0)
        start = max(stream.text.rfind("。", near, match.start()) + 1, near)
        for money in _AMOUNT.finditer(stream.text, start, match.start()):
            yield _made(stream, money.start(), "beside", "", money["unit"], money["number"])


def _repeated(stream: Stream, indicators: Sequence[Indicator]) -> Iterator[Particular]:
    """Results that sentences repeat from the forms: an indicator's name (its characters in any order), then a figure."""
    names = {"".join(sorted(plain(one.indicator))): one.indicator for one in indicators}
    bare = {(short(one.subject), _COUNT.sub("", plain(one.indicator))): one.indicator for one in indicators}
    lengths = sorted({len(name) for name in names if len(name) >= _SHORTEST}, reverse=True)
    reports = _reports(stream)
    for match in _FIGURE.finditer(stream.text):
        for length in lengths:
            before = stream.text[max(0, match.start() - length) : match.start()]
            if name := names.get("".join(sorted(before))):
                subject = _report_at(stream, reports, match.start())
                yield _made(stream, match.start("figure"), "indicator", subject, name, match["figure"])
                break
        else:
            clause = _CLAUSE.search(stream.text, max(0, match.start() - _LONGEST), match.start())
            subject = _report_at(stream, reports, match.start()) if clause else ""
            told = bare.get((short(subject), _LEAD.sub("", clause[0]))) if clause and subject else None
            if told and len(told) > _SHORTEST:
                yield _made(stream, match.start("figure"), "indicator", subject, told, match["figure"])


def _reports(stream: Stream) -> list[tuple[int, str]]:
    """Where the report of each project begins: behind its name, which may stand right below a heading."""
    return [(match.end("subject"), _bare_project(match["subject"])) for match in _PROJECT.finditer(stream.text)]


def _bare_project(text: str) -> str:
    return re.sub(r"项目$", "", _NUMBERED.sub("", text.strip('"')))


def _report_at(stream: Stream, reports: Sequence[tuple[int, str]], position: int) -> str:
    """The project whose report a sentence belongs to: the last one begun, if no heading has closed it."""
    place = bisect_right(reports, position, key=lambda report: report[0])
    start, name = reports[place - 1] if place else (-1, "")
    return name if start > stream.heading_start(position) else ""


def _empty_tables(source: Source) -> Iterator[Particular]:
    """The year that a sentence under an empty table names."""
    for line in source.lines:
        for match in _NO_FUND.finditer(compact(line.text)):
            yield Particular("empty_table", _FUNDS[match["fund"]], "year", match["year"], line.number, line.page)


def _own_years(source: Source, stream: Stream) -> Iterator[Particular]:
    """The years that the document gives itself."""
    for start, line in zip(stream.starts, stream.lines, strict=True):
        text = stream.text[start : start + _SENTENCE].split("。")[0] if "纳入" in line.text else prose_of(line)
        if found := _OWN_YEAR.search(text):
            name = "covered" if found["covered"] else "titled"
            yield Particular("own_year", "", name, found[name], line.number, line.page)
    for line in source.lines:
        if found := _YEAR_OF_FORM.fullmatch(prose_of(line)):
            yield Particular("own_year", "", "form", found["year"], line.number, line.page)
        halves = _YEARS_OF_HALVES.search(re.sub(r"\|", "", compact(line.text)))
        for year in halves.groups() if halves and halves["left"] != halves["right"] else ():
            yield Particular("own_year", "", "column", year, line.number, line.page)
    for match in _YEAR_OF_SENTENCE.finditer(stream.text):
        name = str(match.lastgroup)
        yield _made(stream, match.start(name), "own_year", "", name, match[name])


def _no_days(source: Source) -> Iterator[Particular]:
    """Days that the calendar does not have: 11月31日."""
    for line in source.lines:
        for match in _DAY.finditer(compact(line.text)):
            year, month, day = (int(one) for one in match.groups())
            if not (1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]):
                yield Particular("no_day", "", match[0], str(day), line.number, line.page)


def _marks(stream: Stream) -> Iterator[Particular]:
    """Sections that are marked as classes, with the item behind each."""
    for match in _MISMARKED.finditer(stream.text):
        section, item = _bare(match["section"]), _bare(match["item"])
        if codes_named(section, "functional") and not any(
            len(code) == 3 for code in codes_named(section, "functional")
        ):
            yield _made(stream, match.start("item"), "level_mark", section, item)


def _purposes(stream: Stream) -> Iterator[Particular]:
    """Items with the purpose of another, word for word: `name` is the item, `subject` the other, `printed` its line."""
    told: dict[str, Particular] = {}
    for match in _PURPOSE.finditer(stream.text):
        item = _bare(match["item"])
        one = _made(stream, match.start("what"), "purpose_twice", "", item)
        first = told.setdefault(match["what"], one)
        if first.name != item:
            yield replace(one, subject=first.name, printed=str(first.line))


def _used_for_others(stream: Stream) -> Iterator[Particular]:
    """Items that are said to be used for what is another item of the text: `subject` is the other, `printed` its line."""
    found = list(_USED_FOR.finditer(stream.text))
    names = {name: one for one in reversed(found) for name in (one["item"], _bare(one["section"]) + one["item"])}
    for match in found:
        other, item = names.get(match["what"]), match["item"]
        if other and other["item"] != item and item not in match["what"] and not item.startswith("其他"):
            line = stream.line_at(other.start()).number
            yield _made(stream, match.start("what"), "purpose_of_other", match["what"], item, str(line))


def _coded(stream: Stream) -> Iterator[Particular]:
    """Items with the code that the text prints behind their names."""
    for match in _CODED.finditer(stream.text):
        code = match["code"] or match["class"] + match["section"] + match["last"]
        yield _made(
            stream, match.start(), "coded", code, re.sub(r"^\(\d+\)", "", _bare(match["name"] or match["item"])), code
        )


def _worked_out(source: Source, stream: Stream) -> Iterator[Particular]:
    """Products and sums that the text, or a cell, works out: `name` is what is made, `printed` what it is said to make."""
    for text in _texts(source, stream):
        for match in _PRODUCT.finditer(text.text):
            yield _made(text, match.start("made"), "product", match["unit"], match["product"], match["made"])
        for match in _GRADES.finditer(text.text):
            numbers = re.findall(r"\d+", match["grades"])
            kind = "grades" if match["rest"] else "some_grades"
            yield _made(text, match.start("whole"), kind, "人", "+".join(numbers), match["whole"])
        for match in _SUM.finditer(text.text):
            near = max(match.start() - _LONGEST_SUM, 0)
            start = max(
                text.text.rfind(sign, near, match.start()) + len(sign)
                for sign in ("。", ";", "\t", "其中", "(", "合计")
            )
            parts = [one["number"] for one in _PART_OF_SUM.finditer(text.text, max(start, near), match.start())]
            if len(parts) > 1 and (start > near or not near):
                yield _made(text, match.start("made"), "sum", match["unit"], "+".join(parts), match["made"])


def _again(stream: Stream) -> Iterator[Particular]:
    """Figures that stand twice in the same words and are not the same: `subject` is the first one and its line, `name` the words."""
    told: dict[tuple[str, ...], list[re.Match[str]]] = defaultdict(list)
    for match in _AGAIN.finditer(stream.text):
        near = max(0, match.start() - _LONGEST)
        if not _OF_BUDGETS.search(stream.text, near, match.start()):
            years = _YEAR.findall(stream.text, max(0, match.start() - _LONGEST_SUM), match.start())
            told[match["before"], match["unit"], match["after"], *years[-1:]].append(match)
    for (words, unit, *_), found in told.items():
        figures = Counter(match["figure"] for match in found)
        often = max(figures, key=lambda figure: figures[figure])
        for match in found if len(figures) == 2 else ():
            if match["figure"] != often:
                first = next(one for one in found if one["figure"] == often)
                subject = f"{often}{unit}/{stream.line_at(first.start()).number}"
                kind = "told_again" if _words(stream, first) == _words(stream, match) else "told_alike"
                name = re.sub(r"^.*[,;:、]", "", words) or words
                yield _made(stream, match.start("figure"), kind, subject, name, match["figure"] + unit)


def _words(stream: Stream, match: re.Match[str]) -> str:
    """The words around a figure, at some length."""
    return stream.text[match.start() - _KEY - 4 : match.start()] + stream.text[match.end() : match.end() + _KEY]


def _units(stream: Stream) -> Iterator[Particular]:
    """The units under a department: their number, and those by kind, against the list behind them."""
    for match in _KINDS_OF_UNITS.finditer(stream.text):
        listed, at = 0, match.end()
        while (point := _UNIT.match(stream.text, at)) and int(point["number"]) == listed + 1:
            listed, at = listed + 1, point.end()
        counted = sum(int(one) for one in match.groups() if one)
        if listed > 1 and counted != listed:
            yield _made(stream, match.start(), "list_counted", str(listed), "各类单位", str(counted))
        told = [one for one in _UNITS.finditer(stream.text, max(0, match.start() - _SENTENCE), match.start())]
        number = read_count(told[-1]["count"]) if told else listed
        if listed > 1 and number not in (listed, listed - 1):
            yield _made(stream, told[-1].start("count"), "list_counted", str(listed), "所属预算单位", str(number))


def _rows_of_reasons(stream: Stream) -> Iterator[Particular]:
    """Rows of reasons that break off or leave one out: a 一是 that no 二是 follows, a 三是 behind a 一是."""
    found = [(match.start(), _ORDINALS.index(match["ordinal"]) + 1) for match in _ORDINAL.finditer(stream.text)]
    for place, (at, ordinal) in enumerate(found):
        after, following = found[place + 1] if place + 1 < len(found) else (len(stream.text), 1)
        apart = after - at > _SENTENCE
        if ordinal == 1 if following == 1 or apart else following > ordinal + 1:
            yield _made(stream, at, "row_broken", "", f"{_ORDINALS[ordinal - 1]}是", str(ordinal + 1))


def _near(stream: Stream, indicators: Sequence[Indicator]) -> Iterator[Particular]:
    """Figures behind words that are nearly the name of an indicator: told as that indicator's."""
    names = {plain(one.indicator): one.indicator for one in indicators if len(one.indicator) > _SHARED}
    results = {plain(one.indicator): one.actual for one in indicators}
    pieces: dict[str, set[str]] = defaultdict(set)
    for name in names:
        for place in range(len(name) - _SHARED + 1):
            pieces[name[place : place + _SHARED]].add(name)
    exact = {"".join(sorted(name)) for name in names}
    for match in _FIGURE.finditer(stream.text) if names else ():
        clause = _CLAUSE.search(stream.text, max(0, match.start() - _LONGEST), match.start())
        words = _LEAD.sub("", clause[0]) if clause else ""
        near = {name for place in range(len(words) - _SHARED + 1) for name in pieces[words[place : place + _SHARED]]}
        figure = match["figure"]
        best = max(near, key=lambda name: (_close(figure, results[name]), _likeness(words, name), name), default="")
        if not best or words.endswith(best) or "".join(sorted(words)) in exact:
            continue
        if _likeness(words, best) >= _COVERED:
            yield _made(stream, match.start("figure"), "indicator_near", words, names[best], figure)


def _close(one: str, other: str) -> bool:
    """Whether two results of four digits and more are nearly the same."""
    left, right = (re.sub(r"\D", "", text) for text in (one, other))
    return len(left) == len(right) > 3 and abs(int(left) - int(right)) * 50 <= int(right)


def _likeness(one: str, other: str) -> float:
    return len(set(one) & set(other)) / min(len(set(one)), len(set(other)))


def _paid(stream: Stream) -> Iterator[Particular]:
    """Money that the text says was paid out, and for what."""
    for match in _PAID.finditer(stream.text):
        yield _made(stream, match.start("number"), "paid", match["unit"], match["what"], match["number"])


def _terms(source: Source) -> Iterator[Particular]:
    """The first and last year of a project."""
    for line in source.lines:
        if found := _TERM.search(compact(line.text)):
            yield Particular("term", "", found["start"], found["end"], line.number, line.page)


def _texts(source: Source, stream: Stream) -> Iterator[Stream]:
    """The prose of a document, and each row of its tables for itself."""
    yield stream
    for line in source.lines:
        if line.is_row:
            yield Stream(prose_of(line), (0,), (line,), ())


def _filled_in(source: Source) -> Iterator[Particular]:
    """The days on which forms say that they were filled in."""
    for line in source.lines:
        for found in _FILLED_IN.finditer(compact(line.text)):
            yield Particular("filled_in", "", found["month"], found["year"], line.number, line.page)


def _no_budget(stream: Stream) -> Iterator[Particular]:
    """The expenses of which the text says that no budget was made for them."""
    for match in _NO_BUDGET.finditer(stream.text):
        what = next(topic for topic, named in _EXPENSES.items() if match[0].startswith(named))
        yield _made(stream, match.start(), "no_budget", what, "budget", match["said"])


def _announced(stream: Stream) -> Iterator[Particular]:
    """Lists whose number is told before them, and how many they have: names in a row, or numbered points."""
    for match in _ROW_OF_NAMES.finditer(stream.text):
        names = [name for name in re.split("、", re.sub(r"\([^()]*\)", "", match["names"])) if name]
        joined = len(re.findall("[和及]", match["names"]))
        count = read_count(match["count"])
        if not names[-1].endswith(ET_CETERA) and not len(names) <= count <= len(names) + joined:
            yield _made(stream, match.start("count"), "list_counted", str(len(names)), match["what"], str(count))
    for match in _PROJECTS_TOLD.finditer(stream.text):
        told = "count" if match["count"] else "of_all"
        yield _made(stream, match.start(told), "projects_counted", "", "项目", str(read_count(match[told])))
    for match in _ASPECTS.finditer(stream.text):
        end, told = stream.next_heading(match.end()), match["count"]
        pattern = _POINT_IN_BRACKETS if stream.text[match.end()] == "(" else _POINT
        points = [int(one["number"]) for one in pattern.finditer(stream.text, match.end() - 1, end)]
        run = next((place for place, one in enumerate([*points, 0]) if one != place + 1), 0)
        if run > 1 and run != read_count(told):
            yield _made(stream, match.start("count"), "list_counted", str(run), match["what"], str(read_count(told)))


def _explained(source: Source, stream: Stream) -> Iterator[Particular]:
    """The indicators that explanations quote as not reached."""
    for text in _texts(source, stream):
        for match in _EXPLAINED.finditer(text.text):
            yield _made(text, match.start("name"), "explained", "", match["name"])
        for match in _QUOTED.finditer(text.text):
            yield _made(text, match.start("actual"), "quoted", match["target"], match["name"], match["actual"])


def _months(source: Source, stream: Stream) -> Iterator[Particular]:
    """The months in which something happened to so many people or things, or what happens once to a project."""
    reports = _reports(stream)
    forms = [(line.number, match["name"]) for line in source.lines if (match := _NAMED.match(plain(line.text).strip()))]
    for text in _texts(source, stream):
        for match in _MONTH.finditer(text.text):
            what = match["what"].replace('"', "")[:_KEY]
            yield _made(text, match.start("month"), "month", "", what, match["month"])
        for match in _ONCE.finditer(text.text):
            number = text.line_at(match.start()).number
            above = [name for line, name in forms if line < number][-1:]
            project = _report_at(stream, reports, match.start()) if text is stream else "".join(above)
            if project:
                name = f"{short(tight(project))}{match['event']}"
                yield _made(text, match.start("month"), "month", project, name, match["month"])


def _numbers(stream: Stream) -> Iterator[Particular]:
    """Headings that skip one number: `name` is the number, `printed` the one left out.

    Behind a long row without a gap, or where the same heading has the number left out in other chapters.
    """
    printed = Counter(prose_of(line) for line in stream.lines)
    last: list[tuple[int, int]] = [(0, 0)] * len(_NUMBERS)
    for start, line in zip(stream.starts, stream.lines, strict=True):
        text = prose_of(line)
        level, match = next(((at, found) for at, one in enumerate(_NUMBERS) if (found := one.match(text))), (0, None))
        if match is None:
            continue
        number, (before, place) = read_count(match["number"]), last[level]
        usual = printed[_numbered(text, before + 1)] >= _USUALLY
        skips = number == before + 2 and (before >= _IN_A_ROW or usual)
        if skips and _numbered(match[0], before + 1) not in stream.text[place:start]:
            yield Particular("number_skipped", "", match["number"], str(before + 1), line.number, line.page)
        follows = number in (1, before + 1)
        last[level:] = [(number if follows else 0, start)] + [(0, 0)] * (len(_NUMBERS) - level - 1)


def _headings_twice(stream: Stream) -> Iterator[Particular]:
    """Headings of one level that give a number twice in a row that goes on before and behind: 五、六、六、八."""
    for pattern in _NUMBERS[:2]:
        found = [(start, match) for start, text in stream.headings if (match := pattern.match(text))]
        numbers = [read_count(match["number"]) for _, match in found]
        for place in range(1, len(found) - 2):
            before, one, again, after = numbers[place - 1 : place + 3]
            if before + 1 == one == again and after - one in (1, 2):
                start, match = found[place + 1]
                name, meant = match["number"], _numbered(match["number"], one + 1)
                yield _made(stream, start, "number_twice", "", name, meant)


def _points(source: Source) -> Iterator[Particular]:
    """Cells that number their points from one on and give one number twice."""
    for line in source.lines:
        for cell in line.cells if line.is_row else ():
            numbers = [int(match["number"]) for match in _POINT.finditer(compact(cell))]
            again = [one for one, after in pairwise(numbers) if one == after]
            if numbers[:2] == [1, 2] and len(again) == 1 and sorted(set(numbers)) == list(range(1, max(numbers) + 1)):
                yield Particular("number_twice", "", str(again[0]), str(again[0] + 1), line.number, line.page)


def _bands(stream: Stream) -> Iterator[Particular]:
    """That the forms print bands of points for qualitative results: told once."""
    for match in islice(_BANDS.finditer(stream.text), 1):
        yield _made(stream, match.start(), "score_bands", "", "80", "50")


def _numbered(like: str, number: int) -> str:
    """A number, printed as the one is that a text begins with, and the rest of the text."""
    ones = DIGITS[number % 10 - 1] if number % 10 else ""
    chinese = ones if number < 10 else f"{DIGITS[number // 10 - 1] if number > 19 else ''}十{ones}"
    printed = str(number) if re.search(r"^\D?\d", like) else chinese
    return re.sub(rf"[\d{DIGITS}十]+", printed, like, count=1)


# A name of fewer characters is like too many others.
_NAME = 8


# Whose table it is, printed above it; so many heads with one name say that it is right.
_OWNER = re.compile(
    r"(?:部门|单位|编制单位)(?:名称)?[::](?:\[\d+\])?(?P<name>[^\s::|\[\]()、,]{5,40}?)(?=(?:金额)?单位[::]|[|]|$)"
)
_HEADS = 3


def _other_owners(source: Source, department: str) -> Iterator[Particular]:
    """Heads of tables with a name that is the department's but for characters left out or put in."""
    heads = [
        (match["name"], line)
        for line in source.lines
        for match in _OWNER.finditer(re.sub(r"[|]", "", compact(line.text)))
    ]
    counts = Counter(name for name, _ in heads)
    for name, line in heads if counts[department] >= _HEADS else ():
        longer, shorter = sorted((name, department), key=len, reverse=True)
        alike = name[:2] == department[:2] and name[-1] == department[-1] and len(longer) - len(shorter) in (1, 2)
        if counts[name] == 1 and alike and shorter not in longer and _left_out(shorter, longer):
            yield Particular("own_name", "", name, "1", line.number, line.page)


def _left_out(shorter: str, longer: str) -> bool:
    """Whether a name is another one with some of its characters left out."""
    rest = iter(longer)
    return all(character in rest for character in shorter)


def own_names(source: Source, department: str) -> Iterator[Particular]:
    """Strings that are the department's name but for a character, or twice and more but for two; its ends are the same."""
    yield from _other_owners(source, department)
    if len(department) < _NAME:
        return
    head, tail, size = department[:3], department[-1], len(department)
    found: dict[str, list[Line]] = defaultdict(list)
    for line in source.lines:
        text = compact(line.text)
        for match in re.finditer(re.escape(head), text):
            name = text[match.start() : match.start() + size]
            if len(name) == size and name[-1] == tail and name != department:
                found[name].append(line)
    for name, lines in found.items():
        apart = sum(one != other for one, other in zip(name, department, strict=True))
        if apart == 1 or (apart == 2 and len(lines) > 1 and name[-2:] != department[-2:]):
            yield Particular("own_name", "", name, str(len(lines)), lines[0].number, lines[0].page)

"""How the narrative names subjects of the classification, projects and uses of money, as patterns."""

import re

from jianghan_lib.forms.narrative.lexicon import AMOUNT, NUMBER, SUM

# A level of the classification: its name, then its mark: (类), (205类), (20106), or 类 after a name in quotes.
_SUBJECT = r"(?:[^。;:,()\"]|\([^()类款项]{1,10}\)|\"[^\"。;:]{1,40}\")"
_QUOTED = r"\"[^\"。;:]{2,40}\""
# A bracket may have lost its other half.
_CLASS, _SECTION, _ITEM = (
    rf"(?:\((?:\d{{{digits}}})?{mark}(?:\)|(?![、级目别项]))|(?<=\"){mark}(?![目级别]))(?:\(\d{{3,7}}\))?"
    for digits, mark in (("3", "类"), ("2,5", "款"), ("2,7", "项"))
)
_BELOW = (
    rf"(?P<section>{_QUOTED}|{_SUBJECT}{{2,60}}?)(?:{_SECTION}|(?:\d{{2,5}})?款\)|\(\d{{5}}\))"
    rf"(?:,?(?P<item>{_QUOTED}|{_SUBJECT}{{2,80}}?)(?:{_ITEM}|(?:\d{{2,7}})?项\)|\(\d{{7}}\)?|\d{{7}}\)|(?=。?年初|。?\d{{4}}年(?:度|初)?预算)))?"
)
_CLASSES = (
    "一般公共服务|外交|国防|公共安全|教育|科学技术|文化(?:旅游)?体育[与和及]传媒|社会保障[和与及]就业"
    "|(?:医疗)?卫生(?:健康|[与和及]计划生育)|医疗卫生|节能环保|环境保护|城乡社区(?:事务)?|农林水(?:事务)?|交通运输"
    "|资源勘探(?:工业|电力)?信息等(?:事务)?|商业服务业等(?:事务)?|金融(?:监管等事务)?|援助其他地区|(?:自然资源|国土(?:资源)?)(?:海洋)?气象等(?:事务)?"
    "|住房保障|粮油物资(?:储备|管理)(?:事务)?|灾害防治[及和与]应急管理|其他"
)
CLASS_ITEM = re.compile(
    rf"(?P<class>{_QUOTED}|{_SUBJECT}{{2,40}}?)(?:{_CLASS}|\(\d{{3}}\)(?=[^。;:,]{{2,60}}\(\d{{5}}\)))(?:,?{_BELOW})?"
)
# A figure that stands before a name without a stop between, and the number of the entry.
FIGURE_BEFORE = re.compile(r"^[\d,.]*(?:亿元|万元|元)(?:\(?\d{1,2}[.、)])?")
# Classes of the economic classification, which narratives mark as 类 and 款 too, and the topics they are.
ECONOMIC = re.compile(r"^(?:工资福利|商品和服务|对个人和家庭的?补助|(?:其他)?资本性|债务利息)(?:支出)?$")
COSTS = {"工资福利": "wages_and_welfare", "商品和服务": "goods_and_services", "个人和家庭": "individuals_and_families"}
# What the name of a subject cannot hold; and a name in quotes behind words of a sentence.
NO_NAME = re.compile(r"万元|亿元|\d{4}年|[增减]加?\d")
QUOTED_LAST = re.compile(r"\"([^\"]+)\"$")
# A class at the end of what stands before its mark: all of it where a stop before the name was lost.
KNOWN_CLASS = re.compile(rf"(?:{_CLASSES})(?:支出)?$")
# Where the class (and the section) stand above, once for several: 2.财政事务(款)行政运行(项).
SECTION_ITEM = re.compile(_BELOW)
ITEM_ALONE = re.compile(rf"(?P<item>{_QUOTED}|{_SUBJECT}{{2,80}}?)(?:{_ITEM}|\(\d{{7}}\))")
# The three levels joined by dashes: 教育支出-普通教育-小学教育。年初预算….
_JOINED = r"(?:[^。;:,()\"\d—–-]|\([^()\d]{1,8}\)){2,40}?"
DASHED = re.compile(
    rf"(?P<class>(?:{_CLASSES})支出)[—–-]+(?P<section>{_JOINED})[—–-]+(?P<item>{_JOINED})(?=[。:]?(?:\d{{4}}年度?)?(?:年初预算|支出决算)|\"?(?:科目)?{SUM})"
)
BEFORE_NAME = re.compile(
    r"^(?:(?:其中|包括|包含|含|分别为|主要为|主要是)[:,]?)?[—–-]*(?:\d{3}(?:\d\d){0,2}(?!\d|年))?[—–-]*"
)
# An item without its marks, known by its two figures: 住房公积金年初预算为5.00万元,支出决算为4.00万元.
UNMARKED = re.compile(
    rf"(?:\d{{7}})?(?P<item>[^。;:,()\"\d年]{{2,40}}?)(?=支?出?年初预算(?:数|安排)?(?:为|是)?(?:{SUM}|0),(?:全年预算|调整预算)?[^。;,]{{0,16}},?(?:实际)?支出决算)"
)
NO_ITEM = re.compile(rf"^(?:{_CLASSES})$|预算|决算|合计|总计|部门|单位$|三公|剔除|扣除|不含|资金后|(?<!缴)费$")
CLASS_SHARE = re.compile(
    rf"(?P<class>{_SUBJECT}{{2,30}}?)(?:支出)?(?:\(类\)支出|\(类\)|类支出)(?={NUMBER}(?:万元|亿元|元))"
)
# A class by its name alone, at the head of its clause, with its figure.
CLASS_NAMED = re.compile(
    rf"(?:^|[0-9-]|[。;:,)、.]\"?|其中|包括|情况|\d年|年度|\d类)(?P<class>{_CLASSES})(?:支出\"?科目(?={SUM})|(?:支出(?:\"|类)?(?:科目)?|\"支出)"
    rf"(?=(?:\d{{4}}年?(?:度)?)?(?:年?初|全年)?(?:决算|预算|执行)?(?:数)?为?{NUMBER}(?:万元|亿元|元)[,:。]?(?:占|较|比|与|完成|同比|上年(?:无|没有|未)|预算执行率|(?:支出)?决算|(?<=[,:。])主要用于)))"
)
_CODED = r"[^。;:,()\"\d年—–-]{2,40}?"
# An item, or a section, by its code before its name: 2010601行政运行500.00万元.
CODED = re.compile(
    rf"(?<!\d)(?:\(?2\d{{6}}\)?[—–:-]*\(?(?P<item>{_CODED})[)\"]?|2\d{{4}}[—–:-]*(?P<section>{_CODED}))"
    rf"(?=[,。]?(?:科目)?(?:\d{{4}}年(?:度)?)?(?:支出)?(?:决算|(?:年初)?预算)?(?:数|支出)?(?:为|:)?{SUM})"
)
# What may be an item by its name alone, in a list of what a total is made of: 其中,行政运行支出36.00万元,占64%.
LISTED = re.compile(
    rf"(?:^|(?<=[,、:;中括。.]))\"?(?P<item>[^。;:,、()\"\d]{{4,30}}?)\"?(?:科目)?(?=(?P<dated>(?:20\d\d年(?:度)?)?(?=[^,。;\d]{{0,4}}[预决]算))?(?:支出)?(?:决算|(?:年初)?预算)?(?:数)?(?:为)?{SUM}(?:[,、;。]|(?:占|[比较与]|完成|增|减)))"
)
# Several classes by their names alone, each with its figure: 支出包括:教育支出10.00万元、住房保障支出5.00万元.
CLASS_LISTED = re.compile(rf"(?P<class>{_CLASSES})(?:支出)?(?=\d)")
CLASS_RUN = re.compile(
    rf"(?:[:。;,、]|包括|其中|用于|支出中|分别为)(?:(?:\d{{3}}类?)?(?:{_CLASSES})(?:支出)?{SUM}(?:[,(]占[^,。;\d]{{0,16}}{NUMBER}%\)?)?[、;,。]){{2,}}"
)
# Marks without which a pattern cannot match in a sentence: the patterns are slow, their marks are quickly found.
MARKS = {
    CLASS_ITEM: re.compile(r"类\)|\(类|\"类|\(\d{3}\)"),
    SECTION_ITEM: re.compile(r"款\)|\(款|\"款|\(\d{5}\)"),
    ITEM_ALONE: re.compile(r"项\)|\(项|\"项|\(\d{7}\)"),
    CODED: re.compile(r"2\d{4}"),
    UNMARKED: re.compile(r"年初预算"),
    DASHED: re.compile(r"支出[—–-]"),
    CLASS_SHARE: re.compile(r"类"),
}
# The number of a list entry before a name.
ENTRY = re.compile(r"(?<!\d)\(?\d{1,2}\)|(?<!\d)\d{1,2}[.、]|\([一二三四五六七八九十]+\)|[一二三四五六七八九十]+、")
# The mark of a lower level in the sentence behind a class or section: its name was not read.
LOWER = re.compile(r"(?:(?P<item>[^。;,:\d()]{1,60}?)\(项|[^。;,:\d]{1,60}?\(?(?:\d{2,7})?[款项])\)")
# A section marked as a class behind its class, with its item: (教育支出(类))普通教育(类)学前教育(项).
MISMARKED = re.compile(r"(?P<section>[^。;,:\d()]{2,40})\(类\)(?P<item>[^。;,:\d()]{1,60})\(项\)")
# The next entry of a numbered list that states figures.
NEXT_ENTRY = re.compile(rf"(?<=。)(?:\(\d{{1,2}}\)|\d{{1,2}}[.、])(?=[^。;]{{2,60}}?(?:年初预算|决算|{SUM}))")
# A numbered item that begins with a name and its figure: 2.年初结转和结余100.00万元, (二)2023年支出950.00万元.
NEXT_ITEM = re.compile(
    rf"(?:(?<=[。;:,])|(?<=其中))(?:\(?\d{{1,2}}[.、)](?!\d)|\([一二三四五六七八九十]+\)|[一二三四五六七八九十]+、)(?P<noun>(?:\d{{3,7}}-)?(?:20\d\d年(?:度)?)?[^。;:,\d]{{2,40}}){SUM}"
)
# A numbered section with its title before its text: 十二、预算绩效情况。纳入自评的项目5个….
NEXT_SECTION = re.compile(
    r"(?<=[。;])(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\))(?P<noun>[^。;,:\d]{2,30}(?:情况|说明))[。:]"
)
PROJECT = re.compile(
    r"(?:(?:(?<=[^\d.])|^)(?:\d{1,2}[.、]|\(\d{1,2}\))|(?:^|(?<=[。;:]))(?=[^。;:\d]{2,60}绩效自评))(?P<subject>(?:(?!绩效自评)[^。;:]){2,60}?)(?:项目)?绩效自评(?:报告)?(?:结果)?综述[:。]"
)
REPORT = re.compile(r"\(\d\)(?:预算)?执行率情况[。:]")
REPORT_OF = re.compile(
    r"^(?:[一二三四五六七八九十]+、\d{4}年度(?P<subject>.+?)(?:项目)?(?:绩效评价|绩效自评)(?:报告|表)"
    r"|\d{4}年度(?P<alone>[^。;:,]{2,50}?)(?:项目)?(?:绩效评价|绩效自评)报告$)"
)
_USED = r"主要(?:用于|成效|是用于)"
_USE = rf"(?:\(?\d{{1,2}}[.、)])?(?P<subject>[^。;:,]{{2,50}}?)(?<![\d.]){AMOUNT}"
SPENDING = re.compile(rf"(?:^|[。;:]){_USE}(?:[,。](?:其中|{_USED})|,(?=[^。;:,]{{2,50}}?{NUMBER}万元[,。]{_USED}))")
# The second of two uses that share their explanation.
SPENDING_NEXT = re.compile(rf"(?<=万元,){_USE}[,。]{_USED}")
# A kind of hospitality is neither hospitality itself nor a use of project expenditure.
NO_USE = re.compile(
    r"^(?:比|较|与|同比|相比|20\d\d年(?:度)?用于|(?:20\d\d年(?:度)?)?(?:安排|预计)$)|资产|涉及|绩效目标|总额$|计划$|结转|结余|决算|剔除|(?:收入|总支出|预算数?|预算共?|预算安排)$|^(?:\d{4}年度?)?(?:本年)?支出$|政府采购|\((?:\d*)(?:类|款|项)\)|(?:国内|外事|外宾)?(?:公务)?接待(?:费|支出)"
)

"""What reading met and could not settle, as findings: rule -> severity, message in both languages, and whose fault it is."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Message:
    """What a note says; a note on what the document itself prints wrongly or not at all is `about` the document."""

    severity: str
    zh: str
    en: str
    about: str = "reading"
    touches: tuple[str, ...] = ()


NOTES = {
    "scope_unclear": Message(
        "warning",
        "标题称本级（单位）的预决算，文字却列有下属单位：口径不清",
        "the title says the account of one unit, the text names units under it: whose money it is stays unclear",
        about="document",
        touches=("documents",),
    ),
    "unreadable_number": Message(
        "error",
        "“{printed}”不是规范的数字，未采用",
        "{printed!r} is not a well-formed number and was not used",
        about="document",
    ),
    "label_lost": Message(
        "error",
        "项目名称处印的是数字“{printed}”，原名称丢失",
        "the row prints the figure {printed!r} where its label belongs",
        about="document",
    ),
    "columns_not_recognised": Message(
        "warning", "表头无法对应栏次：{printed}", "header labels do not tell the columns: {printed}"
    ),
    "line_not_read": Message(
        "warning", "报表中有未能读出的金额：{printed}", "amounts of the table that could not be read: {printed}"
    ),
    "part_missing": Message(
        "notice", "文件中没有这一部分：{where}", "the document has no such part: {where}", about="document"
    ),
    "form_without_name": Message(
        "warning",
        "绩效表缺少项目名称，其内容未归入任何项目",
        "a form lost its head: its facts belong to no named project",
    ),
    "indicator_unclear": Message(
        "warning", "无法分清目标值与完成值：{printed}", "target and actual cannot be told apart in: {printed}"
    ),
    "page_scanned": Message(
        "warning",
        "第{page}页没有文字，只有图像（扫描件），其内容未读入；安装可选组件 ocr（每个文件最多识别 60 页）或先做文字识别后重新读入",
        "page {page} is an image without text (a scan), not read: install the extra `ocr` (60 pages of a file), or recognise it first",
    ),
    "page_recognised": Message(
        "warning",
        "第{page}页的文字由图像识别（OCR）得出，引用其中数字前请对照原页",
        "the text of page {page} was recognised from its image (OCR): compare its figures with the page before you quote them",
    ),
    "page_garbled": Message(
        "warning",
        "第{page}页的文字无法解码，其内容不可靠",
        "the characters of page {page} cannot be decoded: what was read of it is not reliable",
    ),
    "picture_unread": Message(
        "notice",
        "文件含图片{printed}张，其中的文字和表格未读入",
        "pictures in the file: {printed}; what they show was not read",
    ),
    "cells_hidden": Message(
        "notice",
        "工作表“{where}”有{printed}个隐藏的单元格，未读入",
        "hidden cells of sheet {where}: {printed}; they were not read",
    ),
    "code_as_date": Message(
        "warning",
        "工作表“{where}”有{printed}个单元格应为编码却存为日期，未读出编码：请改为文本后重新读入",
        "cells of sheet {where} that hold dates in a column of codes: {printed}; the codes were not read: make them text",
    ),
    "text_struck": Message(
        "notice",
        "划去的文字未读入：“{printed}”",
        "struck-out text was left out: {printed!r}",
    ),
    "object_unread": Message(
        "warning",
        "文件含嵌入对象{printed}个（如表格），其内容未读入",
        "objects embedded in the file: {printed}; tables in them were not read",
    ),
    "template_leftover": Message(
        "warning",
        "模板用语未修改：“{printed}”",
        "words of the template left unfilled: {printed}",
        about="document",
        touches=("changes",),
    ),
    "figure_left_out": Message(
        "warning",
        "金额未填：“{printed}”之前没有数字",
        "an amount was never filled in: {printed} without a figure",
        about="document",
        touches=("changes",),
    ),
    "page_drawing": Message(
        "warning",
        "第{page}页线条过多，按文字读入，未识别表格",
        "page {page} has more lines than a table: read as text, no table was looked for",
    ),
    "table_not_read": Message(
        "warning",
        "有“{where}”的标题和数字，但表头与该表不符，未能读出",
        "the title and figures of {where} are there, but its headings are not those of the table: it could not be read",
    ),
    "rest_not_read": Message(
        "warning",
        "上一张表之后的续表栏数不同，未读入",
        "what follows the table above has other columns: it was not read",
    ),
    "table_twice": Message(
        "warning",
        "“{where}”印了不止一次，只读入第一次，其余列入 other_tables",
        "{where} is printed more than once: the first was read, the others are in other_tables",
        about="document",
    ),
    "table_unknown": Message(
        "notice",
        "“{where}”不在已知报表之列，其中金额{printed}个列入 other_tables",
        "{where} is none of the tables that are known: its {printed} amounts are in other_tables",
    ),
    "figure_not_read": Message(
        "notice",
        "文字说明中的这些数字未能归入任何事项，未采用：{printed}",
        "printed in the narrative, but attributed to nothing and not used: {printed}",
    ),
    "unit_lost": Message(
        "warning",
        "文字说明中的金额{printed}未印单位，按万元理解",
        "an amount of the narrative prints no unit: {printed} was read as 万元 (CNY 10 000)",
        about="document",
    ),
    "unit_not_printed": Message(
        "notice", "报表未印金额单位，按{printed}理解", "the table prints no unit; read as {printed}", about="document"
    ),
}

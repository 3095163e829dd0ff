"""The pages of the documentation that the declarations give: data dictionary, audit rules, glossary, parts of the READMEs.

Everything is text out of what the package declares already; `docs/conf.py` writes it before Sphinx reads its pages.
"""

import json
import re
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path

from jianghan_lib.base import paths
from jianghan_lib.base.errors import JianghanError
from jianghan_lib.base.findings import messages
from jianghan_lib.base.schema import PROCESSED, Table
from jianghan_lib.base.writing import write_whole
from jianghan_lib.pipeline.review import rules
from jianghan_lib.vocabulary import terms

# A heading of each README -> the page that repeats its section.
SECTIONS = {
    "five_minutes": ("Your first five minutes in JupyterLab", "JupyterLab 里的头五分钟"),
    "own_documents": ("Adding your own documents", "加入自己的文件"),
    "commands": ("Commands", "命令"),
}
READMES = ("README.md", "README.zh-CN.md")
# What a notebook holds for a program only.
FOR_PROGRAMS = re.compile(r"application/vnd\.jianghan.*")


def write(folder: Path) -> None:
    """Writes every page and copies the notebooks into a folder, which is emptied first."""
    shutil.rmtree(folder, ignore_errors=True)
    for name, text in pages().items():
        write_whole(folder / f"{name}.md", text)
    for notebook in (*paths.notebooks_dir().glob("*.ipynb"), *paths.lessons_dir().glob("*.ipynb")):
        write_whole(folder / notebook.relative_to(paths.REPOSITORY), shown(notebook))


def pages() -> dict[str, str]:
    """Name of a page -> its text, as markdown."""
    made = {"tables": dictionary(), "rules": audit_rules(), "glossary": glossary()}
    for name, headings in SECTIONS.items():
        parts = [section(readme, heading) for readme, heading in zip(READMES, headings, strict=True)]
        made[name] = f"# {' / '.join(reversed(headings))}\n\n{parts[1]}\n\n## English\n\n{parts[0]}\n"
    return made


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Headings and rows -> a markdown table; bars and line breaks in cells are taken out of its way."""
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join(f"| {' | '.join(_cell(text) for text in line)} |" for line in lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;").replace("\n", " ")


def dictionary() -> str:
    """The data dictionary: every table of data/processed with its columns, from the schema."""
    intro = (
        "每张表一节，每列一行。金额单位：万元，比率是小数；空表示“没有印出”。\n\n"
        "A section for each table, a row for each column. Amounts are in 万元 (CNY 10 000), rates are fractions; "
        "empty means not printed."
    )
    return "\n\n".join(["# 数据字典 / Data dictionary", intro, *map(_columns, PROCESSED.values())]) + "\n"


def _columns(one: Table) -> str:
    rows = [(f"`{field.name}`", field.kind, field.zh, field.en) for field in one.fields]
    about = f'一行是{one.row_zh}。One row is {one.row_en}. `jianghan_lib.load("{one.name}")`'
    return f"## {one.name}\n\n{about}\n\n{table(('column', 'kind', '中文', 'English'), rows)}"


def audit_rules() -> str:
    """The rules of the audit with their sources, from their declarations."""
    found = rules()
    rows = [
        (f"`{row.rule}`", str(row.zh), str(row.en), str(row.source), str(row.kinds).replace(";", ", "))
        for row in found.itertuples()
    ]
    intro = (
        f"{len(rows)} 条规则，各比较什么、依据是什么、用于哪类文件。差别在印出的位数以内的是四舍五入，不是错误。\n\n"
        f"{len(rows)} rules: what each compares, where the identity comes from, and which kinds of documents it is for. "
        "A difference within the printed digits is rounding, not an error."
    )
    heads = ("rule", "比较", "compares", "依据 / source", "for")
    return f"# 审核规则 / Audit rules\n\n{intro}\n\n{table(heads, rows)}\n\n{_reading()}\n"


def _reading() -> str:
    """What reading could not settle, which stands among the findings too."""
    rows = [
        (f"`{one.rule}`", one.about, one.severity, *(re.sub(r"\{[^{}]+\}", "…", text) for text in (one.zh, one.en)))
        for one in messages().values()
    ]
    intro = (
        "文件中读不出、读不全的地方，以及更正，也列入疑点；“…”处是该行印出的内容。\n\n"
        "What could not be read, or not wholly, and what was corrected, is among the findings too; … stands for what the line prints."
    )
    return f"## 读入时的提示 / Notes of reading\n\n{intro}\n\n{table(('rule', 'about', 'severity', '中文', 'English'), rows)}"


def glossary() -> str:
    """The glossary: every term of the vocabulary that has a definition or a source."""
    known = [term for term in terms().values() if term.definition or term.source]
    rows = [(term.zh, term.en, term.definition, term.source) for term in known]
    heads = ("中文", "English", "definition", "依据 / source")
    return f"# 术语 / Glossary\n\n{table(heads, rows)}\n"


def section(readme: str, heading: str) -> str:
    """A section of a README, without its heading; links into the repository become plain names."""
    text = (paths.REPOSITORY / readme).read_text(encoding="utf-8")
    if f"\n## {heading}\n" not in text:
        raise JianghanError(f"{readme} has no section {heading!r}: name the section that the documentation repeats")
    body = text.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    return re.sub(r"!?\[([^\]]+)\]\((?!\w+://)[^)]*\)", r"\1", body).strip().replace("\n### ", "\n#### ")


def shown(notebook: Path) -> str:
    """A notebook -> the same without what is for programs only; links to other notebooks stay."""
    content = json.loads(notebook.read_text(encoding="utf-8"))
    for cell in content["cells"]:
        for output in cell.get("outputs", []):
            for kind in [kind for kind in output.get("data", {}) if FOR_PROGRAMS.fullmatch(kind)]:
                del output["data"][kind]
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"

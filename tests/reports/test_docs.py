"""The documentation is built offline with warnings as errors, and holds what the package declares."""

import json
import re
import shutil
from pathlib import Path

import pytest
from sphinx.cmd.build import build_main

from jianghan_lib.base import paths
from jianghan_lib.base.errors import JianghanError
from jianghan_lib.base.findings import messages
from jianghan_lib.base.schema import PROCESSED
from jianghan_lib.pipeline.review import rules
from jianghan_lib.reports import documentation
from jianghan_lib.training.exercises import TOPICS
from jianghan_lib.vocabulary import terms

PAGES = ("index", "methods", "reference", "trainer")
MADE = ("five_minutes", "own_documents", "commands", "tables", "rules", "glossary")
NOTEBOOKS = [*paths.notebooks_dir().glob("*.ipynb"), *paths.lessons_dir().glob("*.ipynb")]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built documentation."""
    folder = tmp_path_factory.mktemp("documentation")
    source = folder / "docs"
    shutil.copytree(paths.REPOSITORY / "docs", source, ignore=shutil.ignore_patterns("_made"))
    assert build_main(["-W", "--keep-going", "-q", "-b", "html", str(source), str(folder / "site")]) == 0
    return folder / "site"


@pytest.mark.filterwarnings(
    "ignore::DeprecationWarning", "ignore::PendingDeprecationWarning", "ignore::ResourceWarning"
)
def test_the_site_has_every_page_and_needs_no_network(site: Path) -> None:
    pages = [*PAGES, *(f"_made/{name}" for name in MADE)]
    pages += [path.relative_to(paths.REPOSITORY).with_suffix("").as_posix() for path in NOTEBOOKS]
    for page in pages:
        name = page if not page.startswith("notebooks/") else f"_made/{page}"
        html = (site / f"{name}.html").read_text(encoding="utf-8")
        assert len(html) > 3000
        fetched = re.findall(r'<(?:script|link|img)[^>]+(?:src|href)="(https?:[^"]+)"', html)
        assert [address for address in fetched if "mathjax" not in address] == [], page
    index = (site / "index.html").read_text(encoding="utf-8")
    assert [topic.notebook for topic in TOPICS if f"{topic.notebook}.html" not in index] == []


def test_the_site_is_searched_in_both_languages(site: Path) -> None:
    script = (site / "_static" / "language_data.js").read_text(encoding="utf-8")
    assert "window.Stemmer = EnglishStemmer;" in script or "var Stemmer = function" in script  # Sphinx 9, 8
    assert "function splitQuery(query)" in script
    index = (site / "searchindex.js").read_text(encoding="utf-8")
    terms = json.loads(index.removeprefix("Search.setIndex(").removesuffix(")"))["terms"]
    assert {"执行", "行率", "execut", "三公"} <= set(terms)


def test_the_dictionary_has_every_column() -> None:
    text = documentation.dictionary()
    for table in PROCESSED.values():
        part = text.partition(f"\n## {table.name}\n")[2].partition("\n## ")[0]
        listed = re.findall(r"^\| `(\w+)` \| (\w+) \|", part, re.M)
        assert listed == [(field.name, field.kind) for field in table.fields]


def test_the_rules_and_the_glossary_are_whole() -> None:
    listed = re.findall(r"^\| `(\w+)` \|", documentation.audit_rules(), re.M)
    assert listed == [*rules()["rule"], *(one.rule for one in messages().values())]
    known = [term for term in terms().values() if term.definition or term.source]
    assert documentation.glossary().count("\n| ") == len(known) + 2


def test_the_guide_names_every_lesson_with_its_minutes() -> None:
    guide = (paths.REPOSITORY / "docs" / "trainer.md").read_text(encoding="utf-8")
    for topic in TOPICS:
        lesson = (paths.lessons_dir() / f"{topic.notebook}.ipynb").read_text(encoding="utf-8")
        minutes = re.search(r"用时约 (\d+) 分钟", lesson)
        assert minutes and f"| {topic.number} `{topic.notebook}` | {minutes[1]} |" in guide


def test_sections_of_the_readmes_are_repeated_without_links_into_the_repository() -> None:
    made = documentation.pages()
    assert set(made) == set(MADE)
    for name in ("five_minutes", "own_documents", "commands"):
        assert "jianghan " in made[name] and "## English" in made[name]
        assert not re.search(r"\]\((?!https?:)", made[name])
    with pytest.raises(JianghanError, match=r"README.md has no section 'Nothing'"):
        documentation.section("README.md", "Nothing")


def test_cells_cannot_break_a_table() -> None:
    assert documentation.table(("a",), [("x|y\n<b>",)]) == "| a |\n| --- |\n| x\\|y &lt;b> |"

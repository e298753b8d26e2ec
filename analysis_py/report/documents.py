"""The pages of ``docs/`` as pages of the report."""

import re
from dataclasses import dataclass
from pathlib import Path

import mistune
from markupsafe import Markup

from analysis_py.report.figure import Page
from analysis_py.report.headings import slug
from analysis_py.runtime.project_files import source

#: The list of all documents, and the glossary.
INDEX, GLOSSARY = "README", "glossary"


@dataclass(frozen=True)
class Document:
    """A page of prose.

    Attributes
    ----------
    page : Page
        Its name in the report, title and first sentence.
    html : Markup
        Everything except the title.
    """

    page: Page
    html: Markup


def folder() -> Path:
    """Return the folder of the documents: the project's, or the wheel's."""
    return source() / "docs"


def documents(docs: Path) -> list[Document]:
    """Return the list of a folder's pages and the pages of its first table, in that order."""
    listed = (docs / f"{INDEX}.md").read_text().partition("\n\n|")[2].partition("\n\n")[0]
    names = [INDEX, *re.findall(r"(?m)^\| \[[^]]*\]\((\w[\w-]*)\.md\)", listed)]
    return [_document(docs / f"{name}.md", frozenset(names)) for name in names]


def page_name(stem: str) -> str:
    """Return the name of a document in the report."""
    return "docs" if stem == INDEX else f"docs-{stem}"


def _document(file: Path, named: frozenset[str]) -> Document:
    title, _, body = file.read_text().removeprefix("# ").partition("\n")
    renderer = mistune.create_markdown(renderer=_Renderer(file, named), plugins=["table"])
    html = str(renderer(body))
    first = re.search(r"<p>(.*?)</p>", html, re.DOTALL)
    summary = str(Markup(first[1]).striptags()) if first else title
    page = Page(page_name(file.stem), str(Markup(title.replace("`", "")).striptags()), summary)
    return Document(page, Markup(html))


class _Renderer(mistune.HTMLRenderer):
    """HTML whose headings have addresses and whose links stay within the report."""

    def __init__(self, file: Path, named: frozenset[str]) -> None:
        super().__init__(escape=True)
        self.file = file
        self.named = named

    def heading(self, text: str, level: int, **attributes: object) -> str:
        return f'<h{level} id="{slug(text)}">{text}</h{level}>\n'

    def block_html(self, html: str) -> str:
        # the query behind a paragraph's numbers is a comment
        return "" if html.startswith("<!--") else super().block_html(html)

    def paragraph(self, text: str) -> str:
        # an explained term has an address
        term = re.match(r"<strong>(.+?)\.</strong>", text) if self.file.stem == GLOSSARY else None
        return f'<p id="{slug(term[1])}">{text}</p>\n' if term else f"<p>{text}</p>\n"

    def link(self, text: str, url: str, title: str | None = None) -> str:
        path, _, place = url.partition("#")
        text = text.removesuffix(".md")
        target = self.file.parent / path
        if re.match(r"[a-z]+:", url):
            return super().link(text, url, title)
        if not path or (target.parent == self.file.parent and target.stem in self.named):
            page = f"{page_name(Path(path).stem)}.html" if path else ""
            return super().link(text, page + (f"#{place}" if place else ""), title)
        return text  # other files of the project are not in the report

    def image(self, text: str, url: str, title: str | None = None) -> str:
        return ""

    def block_code(self, code: str, info: str | None = None) -> str:
        return f'<pre tabindex="0"><code>{mistune.escape(code.rstrip())}</code></pre>\n'

    def table(self, text: str) -> str:
        return f'<div class="scroll" tabindex="0"><table>{text}</table></div>\n'

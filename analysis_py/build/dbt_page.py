"""dbt's page of models and columns, made fit for others to read."""

import json
import re
from collections.abc import Mapping
from pathlib import Path

#: A link of models/overview.md to the file of a model, in a text within JSON.
_TO_FILE = re.compile(r"\]\(\.\./models/[\w/]+/(?P<name>\w+)\.(?:sql|py)\)")

#: dbt cuts the text of a column at the edge of its cell until somebody clicks on the row.
_WHOLE_TEXTS = (
    "<style>td[style*='text-overflow: ellipsis'], td[style*='text-overflow:ellipsis'] "
    "{ white-space: normal !important; max-width: 40em !important; }</style>"
)


#: The comments that hide from other readers of models/overview.md that it is a text of dbt's, which
#: dbt's page would show.
_HIDING = re.compile(r'"<!-- -->\\n(?P<text>(?:[^"\\]|\\.)*?)(?:\\n)*<!--"')

#: The name of the dbt project, which the addresses of its models begin with.
_PROJECT = re.compile(r'"project_name": ?"(?P<name>\w+)"')

#: Where what dbt knows begins, which it writes into a script as it is.
_DATA = re.compile(r'\{"metadata": ?\{"dbt_schema_version"')


def readable(page: str, folders: Mapping[Path, str]) -> str:
    """Return the page without traces of this machine, with its links and texts whole.

    Parameters
    ----------
    page : str
        What ``dbt docs generate --static`` wrote.
    folders : mapping
        Folders of this machine that may be named in it, and what is shown instead.
    """
    for folder, shown in folders.items():
        start = json.dumps(str(folder))[:-1]  # without the closing quotation mark
        page = re.sub(re.escape(start) + r'(?=["/\\])', f'"{shown}', page)
    if project := _PROJECT.search(page):
        page = _TO_FILE.sub(rf"](#!/model/model.{project['name']}.\g<name>)", page)
    page = _within_its_script(_HIDING.sub(r'"\g<text>"', page))
    return page.replace("</head>", f"{_WHOLE_TEXTS}</head>", 1)


def _within_its_script(page: str) -> str:
    """Let no text about a model, a column or a test end the script that it stands in."""
    pieces, end = [], 0
    for found in _DATA.finditer(page):
        if found.start() < end:
            continue
        pieces.append(page[end : found.start()])
        _, end = json.JSONDecoder().raw_decode(page, found.start())
        texts = page[found.start() : end]
        pieces.append(texts.replace("</", "<\\/").replace("<!--", "<\\u0021--"))
    return "".join([*pieces, page[end:]])

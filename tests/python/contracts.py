"""One line for each column of a contract.

    python tests/python/contracts.py

rewrites the yml files of models and seeds so; ``test_contracts.py`` holds them to it. A column
stays in block style where its line would be longer than :data:`LONGEST`, or where it has a comment.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]
FOLDERS = ("models", "seeds")
#: Characters of a line.
LONGEST = 200
_FIRST = ("name", "data_type", "description")
#: Text that yml reads as text without quotes, within braces too.
_PLAIN = re.compile(r"[A-Za-z_(][^,\[\]{}#:\n\"'&*!|>%@`]*")


def list_files() -> list[Path]:
    """Return the yml files that declare columns."""
    return sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.yml"))


def rewrite(text: str) -> str:
    """Return a yml file whose columns stand on one line each, where they fit.

    Raises
    ------
    ValueError
        If the file would say something else.
    """
    lines = text.split("\n")
    for node in sorted(_columns(yaml.compose(text)), key=lambda node: -node.start_mark.line):
        first, last, indent = node.start_mark.line, _last_line(node), node.start_mark.column
        line = lines[first][:indent] + _flow(node)
        has_comment = any(re.search(r"(^|\s)#", one) for one in lines[first : last + 1])
        if first < last and len(line) <= LONGEST and not has_comment:
            lines[first : last + 1] = [line]
    written = "\n".join(lines)
    if yaml.safe_load(written) != yaml.safe_load(text):
        raise ValueError("the columns would say something else")
    return written


def _columns(node: yaml.Node | None) -> Iterator[yaml.MappingNode]:
    if isinstance(node, yaml.SequenceNode):
        for each in node.value:
            yield from _columns(each)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == "columns" and isinstance(value, yaml.SequenceNode):
                yield from (each for each in value.value if isinstance(each, yaml.MappingNode))
            else:
                yield from _columns(value)


def _last_line(node: yaml.Node) -> int:
    """Return the line of a node's last scalar; blank lines behind it are not the node's."""
    if isinstance(node, yaml.CollectionNode) and node.value and not node.flow_style:
        last = node.value[-1]
        return _last_line(last[1] if isinstance(last, tuple) else last)
    return int(node.end_mark.line) - (node.end_mark.column == 0)


def _flow(node: yaml.Node) -> str:
    """Return a node on one line, a column's name, type and description first."""
    if isinstance(node, yaml.SequenceNode):
        return f"[{', '.join(map(_flow, node.value))}]"
    if isinstance(node, yaml.MappingNode):
        pairs = sorted(node.value, key=lambda pair: (*_FIRST, pair[0].value).index(pair[0].value))
        return "{" + ", ".join(f"{_flow(key)}: {_flow(value)}" for key, value in pairs) + "}"
    text = str(node.value)
    if node.tag != "tag:yaml.org,2002:str" or (node.style is None and _PLAIN.fullmatch(text)):
        return text
    if node.style == "'" and "\n" not in text:
        return "'" + text.replace("'", "''") + "'"
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


if __name__ == "__main__":
    for path in list_files():
        path.write_text(rewrite(path.read_text(encoding="utf-8")), encoding="utf-8")

"""What a query without rows may have meant: the nearest value of each text that it compares."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

#: A column that is compared with a text, or with a list of texts.
_COMPARED = re.compile(
    r"(\w+)\"?\s*(?:=\s*|\bin\s*\(\s*)((?:'(?:[^']|'')*'\s*,?\s*)+)", re.IGNORECASE
)
_TEXT = re.compile(r"'((?:[^']|'')*)'")
_COLUMNS = """
select schema_name || '.' || table_name, table_name, column_name
from duckdb_columns() where data_type = 'VARCHAR' and not internal order by all
"""
#: Signs, blanks and capitals count less than letters and digits.
_NEAREST = r"""
with found as (select distinct {column}::varchar as value from {table})
select value from found where value is not null
order by value = {text} desc,
    jaro_winkler_similarity(
        regexp_replace(lower(value), '[^\w]|_', '', 'g'),
        regexp_replace(lower({text}), '[^\w]|_', '', 'g')
    ) desc,
    value
limit 1
"""


def nearest_values(sql: str, ask: Callable[[str], Sequence[Sequence[Any]]]) -> Iterator[str]:
    """Yield a line for each compared text that its column does not hold.

    ``ask`` answers a query on the published file.
    """
    columns = ask(_COLUMNS)
    for compared in _COMPARED.finditer(sql):
        column, texts = compared.groups()
        tables = [
            table
            for table, name, each in columns
            if each.lower() == column.lower() and re.search(rf"(?i)\b{name}\b", sql)
        ]
        for text in _TEXT.findall(texts) if tables else ():
            query = _NEAREST.format(column=f'"{column}"', table=tables[0], text=f"'{text}'")
            nearest = [value for (value,) in ask(query)]
            if nearest and nearest[0] != text.replace("''", "'"):
                yield (
                    f"{column} is never '{text}' in {tables[0]}; the nearest value is "
                    f"'{nearest[0]}'."
                )

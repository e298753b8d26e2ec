"""The roles of a table's columns: fields, benchmarks, and columns that are neither."""

import csv
import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from analysis_py.runs.formats.contract import Table
from analysis_py.runs.formats.scales import unit_of_scale
from analysis_py.runs.formats.values import (
    day,
    is_missing,
    moment,
    number,
    size_b,
    truth,
    whole,
    word,
)

#: Reader of each field's values; None for a value of another kind.
_KINDS: dict[str, Callable[[str], Any]] = {
    **{"number": number, "whole": whole, "count": lambda text: whole(text) or None, "size": size_b},
    **{"moment": moment, "day": day, "truth": truth, "word": word, "text": str},
}
_FIELDS = [*csv.DictReader(Path(__file__).with_name("fields.csv").open(encoding="utf-8"))]
#: Headers for each field, the clearest first, after the field's own name.
NAMES = {row["field"]: tuple(row["names"].split()) for row in _FIELDS}
READERS = {row["field"]: _KINDS[row["kind"]] for row in _FIELDS}
#: Fields of a run, beside score and unit, that a table may have.
OF_A_RUN = [row["field"] for row in _FIELDS if "run" in row["of"]]
#: Fields of a single score; in a wide table such a column is a benchmark or ignored.
OF_A_SCORE = {row["field"] for row in _FIELDS if "score" in row["of"]}
_ALL_NAMES = frozenset(name for role, names in NAMES.items() for name in (role, *names))
#: Headers of only these words name an identifier, a composite, a cost or a count.
_NO_BENCHMARK = re.compile(
    r"ids?|rank|ranking|index|idx|uuid|hash|sha|url|notes?|comments?|licen[sc]e|version|seed"
    r"|unnamed|column|avg|average|mean|median|overall|total|aggregate|elo|latency|seconds?|secs?|ms"
    r"|runtime|duration|time|costs?|price|usd|throughput|speed|v?ram|memory|gb|votes?|likes"
    r"|downloads|context|window|length|year|month|tokens?|trillions?|flops|epochs?|batch|size"
    r"|params|parameters|count|num|number|missing|vocabulary|n"
)
#: Words that such a header may have beside them.
_BESIDE_THEM = re.compile(
    r"scores?|pct|percent|in|of|per|and|the|to|data|input|output|hub|max|min|lower|upper|model"
    r"|training|pretraining|bench|benchmarks?|tasks?|items|samples|questions|t|b|k|m|s|h"
)
#: Words that turn a benchmark's header into that of its error, bounds, rank or count.
_OF_ANOTHER = re.compile(
    r"stderr|std|err|error|standard|se|stdev|sd|ci|lower|upper|low|high|bound|rank|n|items|samples"
    r"|count|missing|version"
)
#: Words of a header that mean lower is better.
_LOWER = re.compile(r"[↓⬇]|\b(lower[ _-]is[ _-]better|lower|error[ _-]rate|wer)\b", re.I)
#: Metrics without an upper end, in all spellings.
_PERPLEXITY = re.compile(r"(?<![a-z])(perpl?exity|ppl)(?![a-z])", re.I)
#: A header of sizes, with billions as its unit.
_SIZE = re.compile(
    r"(?:(?:active|activated|model|total|num|number|n|of)_)*(?:params?|parameters?|size)"
    r"(?:_(?:active|count|in))*(?:_(?:b|bn|billions?))?"
)
_SHOTS = re.compile(r"[\s(\[,_-]*(\d{1,3})[\s_-]*shots?\b[)\]]?", re.I)
_PERCENT = re.compile(r"[\[(]\s*(%|pct|percent)\s*[\])]|%$|_pct$|_percent$", re.I)
_SHARE = re.compile(r"[\[(]\s*(share|fraction)\s*[\])]$", re.I)
_SCALE = re.compile(r"[\[(]\s*([01]\s*[-–]\s*\d{1,3})\s*[\])]$")
_ARROWS = re.compile(r"\s*[↑↓⬆⬇]\ufe0f?\s*|\s*[(\[]\s*(lower|higher)( is better)?\s*[)\]]", re.I)


class ScoreColumn(NamedTuple):
    """The benchmark, metric and unit of a column of scores, from its header."""

    benchmark: str
    unit: str | None
    n_shots: int | None
    is_higher_better: bool | None


@lru_cache(maxsize=10_000)
def slug(header: str) -> str:
    """Return a header as it is compared: totalParameters and Total parameters are equal."""
    parted = re.sub(r"(?<=[a-z0-9])(?=[A-Z][a-z])", "_", header)
    return re.sub(r"[^a-z0-9]+", "_", parted.lower()).strip("_")


def fields_of(table: Table) -> dict[str, str]:
    """Return the column of every field that a header names and whose values are of its kind.

    Of several columns the most filled counts, then the one with the clearest name.
    """
    places = dict(sorted(zip(table.header, range(len(table.header)), strict=True)))
    fields: dict[str, str] = {}
    for role, names in NAMES.items():
        filled = {
            column: _n_of_kind(role, [record[i] for record in table.records if i < len(record)])
            for name in (role, *names)
            for column, i in places.items()
            if name in _spellings(column) and column not in fields.values()
        }
        if filled and (max(filled.values()) or not table.records):
            fields[role] = max(filled, key=lambda column: filled[column])
    return fields


@lru_cache(maxsize=10_000)
def _spellings(header: str) -> frozenset[str]:
    """Return the header with and without the brackets at its end."""
    name = slug(header)
    plain = slug(re.sub(r"\s*[(\[][^)\]]*[)\]]\s*$", "", header))
    spellings = {name, plain, re.sub(r"^is_(?=open|merged)", "", name)}
    if _SIZE.fullmatch(name):
        spellings.add("active_parameters_b" if "activ" in name else "parameters_b")
    return frozenset(spellings)


def names_a_field(header: str) -> bool:
    """Tell whether a header is the name of some field."""
    return not _spellings(header).isdisjoint(_ALL_NAMES)


def _n_of_kind(role: str, texts: Sequence[str]) -> int:
    """Return how many values are filled, or 0 if not most of them are of the field's kind."""
    filled = [text for text in texts if not is_missing(text)]
    fits = READERS[role]
    n = sum(fits(text) is not None for text in filled)
    return len(filled) if n > len(filled) / 2 else 0


def columns_read(fields: Mapping[str, str]) -> str:
    """Describe which column was read as which field."""
    return ", ".join(
        f"{column} as {role}"
        for role, column in fields.items()
        if column != role or role == "model_name"
    )


def is_no_benchmark(header: str) -> bool:
    """Tell whether a header names only an identifier, an average, a cost or the like."""
    words = _words(slug(header))
    left = [word for word in words if not _NO_BENCHMARK.fullmatch(word)]
    if not words:
        return not any(map(str.isalpha, header))
    return left != words and all(map(_BESIDE_THEM.fullmatch, left))


def benchmark_beside(header: str, others: Sequence[str]) -> str | None:
    """Return the column whose error, bounds, rank or count a header names, if any."""
    name = slug(header)
    for other in others:
        words = _words(name.removeprefix(f"{slug(other)}_"))
        if name.startswith(f"{slug(other)}_") and words and all(map(_OF_ANOTHER.fullmatch, words)):
            return other
    return None


def _words(name: str) -> list[str]:
    """Return the words of a slug without its numbers."""
    return [word for word in name.split("_") if word and not word[0].isdigit()]


def is_error_of(header: str, other: str) -> bool:
    """Tell whether a header names the standard error of another column."""
    rest = slug(header).removeprefix(f"{slug(other)}_")
    return rest in ("std_error", *NAMES["std_error"])


def score_column(header: str) -> ScoreColumn:
    """Read the header of a column of scores, such as ``MMLU (5-shot) [%]`` or ``Toxicity ↓``."""
    shots = _SHOTS.search(header)
    is_perplexity = bool(_PERPLEXITY.search(header))
    unit = "percent" if _PERCENT.search(header) else "share" if _SHARE.search(header) else None
    if scale := _SCALE.search(header):
        unit = unit_of_scale(scale[1].replace(" ", ""))
    name = _SCALE.sub("", _SHARE.sub("", _PERCENT.sub("", _ARROWS.sub(" ", header))))
    name = " ".join((_SHOTS.sub(" ", name) if shots else name).split())
    return ScoreColumn(
        name or header,
        unit or ("perplexity" if is_perplexity else None),
        int(shots.group(1)) if shots else None,
        False if is_perplexity or _LOWER.search(header) else None,
    )

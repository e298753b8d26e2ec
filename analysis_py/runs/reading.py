"""The answers of one run, from the logs or tables that a path holds."""

from dataclasses import dataclass, field

import polars as pl


@dataclass(frozen=True)
class Run:
    path: str
    answers: pl.DataFrame
    models: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

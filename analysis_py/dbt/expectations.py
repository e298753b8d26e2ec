"""Validation of frames by the Great Expectations suites of a folder, as a table of results."""

from __future__ import annotations

import json
import logging
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pandas as pd
import polars as pl

from analysis_py.statistics.rows import to_frame

if TYPE_CHECKING:
    from great_expectations import ExpectationSuite
    from great_expectations.core import ExpectationValidationResult


@dataclass(frozen=True, kw_only=True)
class ExpectationRow:
    """The result of one expectation on one table."""

    suite: str
    table_name: str
    expectation: str
    column_name: str
    severity: str
    success: bool
    observed: str
    arguments: str
    reason: str


#: Arguments that have their own column or do not describe the check.
_NOT_ARGUMENTS = {"column", "batch_id"}


class SuiteError(Exception):
    """A suite file cannot be run; the message names the file and the entry."""


def run_suites(suites_dir: str | Path, tables: dict[str, pd.DataFrame]) -> pl.DataFrame:
    """Validate each table against the suite of the same name.

    Rows of boards that are not gated are validated separately, with warnings only: values that are
    implausible on a large public board may be true on a small one.

    A suite is a ``<table>.json`` in Great Expectations' own format, whose expectations have a
    ``severity`` (``critical``, ``warning`` or ``info``) and a ``meta.reason`` that says why they
    hold; a table has a column ``is_gated``. The result has rows of :class:`ExpectationRow`. An
    expectation that cannot be evaluated fails, and ``observed`` holds the exception.
    """
    # Set before the import, so that the package does not contact its developer's server.
    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
    import great_expectations as gx
    from great_expectations.data_context.types.base import ProgressBarsConfig

    # one of the package's loggers sets its own level
    for name in ("great_expectations", "great_expectations.data_context.types.base"):
        logging.getLogger(name).setLevel(logging.WARNING)

    paths = {path.stem: path for path in sorted(Path(suites_dir).glob("*.json"))}
    if unpaired := set(paths) ^ set(tables):
        raise SuiteError(
            f"{suites_dir}: suites and tables do not pair up: {', '.join(sorted(unpaired))}"
        )
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    source = context.data_sources.add_pandas("warehouse")
    rows = []
    for table, path in paths.items():
        suite = _read_suite(path)
        asset = source.add_dataframe_asset(table).add_batch_definition_whole_dataframe("all")
        for is_gated, frame in tables[table].groupby("is_gated", sort=False):
            checks = asset.get_batch({"dataframe": frame}).validate(suite).results
            rows += [_row(suite.name, table, check, bool(is_gated)) for check in checks]
    return to_frame(ExpectationRow, rows)


def list_columns(
    suites_dir: str | Path, table: str, rows: duckdb.DuckDBPyRelation
) -> duckdb.DuckDBPyRelation:
    """Return a table with the columns that its suite checks; with all if these are open.

    :func:`run_suites` reports problems of a suite.
    """
    try:
        content = json.loads((Path(suites_dir) / f"{table}.json").read_text(encoding="utf-8"))
        asked = {each["kwargs"]["column"] for each in content["expectations"]} | {"is_gated"}
    except (OSError, ValueError, KeyError, TypeError):
        return rows
    return rows.project(", ".join(f'"{name}"' for name in rows.columns if name in asked))


def _read_suite(path: Path) -> ExpectationSuite:
    import great_expectations as gx

    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        suite = gx.ExpectationSuite(**content)
    except Exception as error:
        raise SuiteError(f"{path}: not a suite of expectations: {error}") from error
    for expectation in suite.expectations:
        if "reason" not in (expectation.meta or {}):
            raise SuiteError(f"{path}: {expectation.expectation_type} has no meta.reason")
    return suite


def _row(
    suite: str, table: str, check: ExpectationValidationResult, is_gated: bool
) -> ExpectationRow:
    config: Any = check.expectation_config
    arguments = {k: v for k, v in config.kwargs.items() if k not in _NOT_ARGUMENTS}
    severity = getattr(config.severity, "value", config.severity)
    return ExpectationRow(
        suite=suite if is_gated else f"{suite}, other boards",
        table_name=table,
        expectation=config.type,
        column_name=config.kwargs.get("column", ""),
        severity="warning" if severity == "critical" and not is_gated else severity,
        success=bool(check.success),
        observed=_observed(check),
        arguments=json.dumps(arguments, sort_keys=True, default=str),
        reason=config.meta["reason"],
    )


def _observed(check: ExpectationValidationResult) -> str:
    # one entry for the expectation, or one per metric that failed
    info: Any = check.exception_info
    for raised in [info, *(value for value in info.values() if isinstance(value, dict))]:
        if raised.get("raised_exception"):
            return f"not evaluated: {raised['exception_message']}"
    result: Any = check.result
    if "observed_value" in result:
        return _text(result["observed_value"])
    unexpected = result.get("unexpected_count", 0)
    text = f"{unexpected} of {result.get('element_count', 0)} unexpected"
    if examples := result.get("partial_unexpected_list"):
        text += f", such as {', '.join(map(_text, examples[:5]))}"
    return text


def _text(value: object) -> str:
    """Format a value, without the last digits, which depend on the order of a sum."""
    return f"{value:.6g}" if isinstance(value, float) else str(value)

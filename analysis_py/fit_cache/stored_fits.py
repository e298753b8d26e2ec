"""Reuse of fits: a fit of the same rows by the same code is read from the store.

A fit of many cohorts is stored per cohort, so a new or changed cohort costs only its own fits.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import duckdb
import polars as pl

from analysis_py.fit_cache.fit_keys import fit_key
from analysis_py.fit_cache.fit_store import FitStore
from analysis_py.runtime.progress import print_progress
from analysis_py.runtime.project import fits_folder


def load_or_fit(
    dbt: Any,
    fit: Callable[..., pl.DataFrame],
    *arguments: Any,
    by: str | None = "cohort_id",
    **named: Any,
) -> pl.DataFrame:
    """Return the result of a fit, from the store if it was made before.

    Parameters
    ----------
    dbt : dbt object of a Python model
        The model that asks.
    fit : callable
        A plain function of frames, numbers and texts. It must fit every part independently of the
        other parts.
    *arguments, **named
        Of the fit, as :func:`~analysis_py.fit_cache.fit_keys.fit_key` takes them.
    by : str or None
        Column that identifies the parts. A frame with this column is split by it; other frames are
        passed whole. If no frame has it, or it is None, the fit is one part.

    Returns
    -------
    polars.DataFrame
        The rows of the parts in order of their names, whether stored or not.
    """
    store = FitStore(fits_folder())
    given = {str(place): value for place, value in enumerate(arguments)} | named
    parts = _parts(given, by)
    keys = {part: fit_key(fit, _of(given, by, [part])) for part in parts}
    stored = {part: store.get(key) for part, key in keys.items()}
    frames = {part: frame for part, frame in stored.items() if frame is not None}
    if not _have_same_columns(frames.values()):
        frames = {}
    if frames:
        print_progress(len(frames), len(parts), f"parts of {dbt.this.identifier} unchanged")
    if missing := [part for part in parts if part not in frames]:
        needed = list(_of(given, by, missing).values()) if frames else list(given.values())
        places = len(arguments)
        result = fit(*needed[:places], **dict(zip(named, needed[places:], strict=True)))
        if not _have_same_columns([result, *frames.values()]):
            # the stored columns are from another fit
            frames, missing = {}, parts
            result = fit(*arguments, **named)
        for part, frame in _split(result, by, missing).items():
            store.put(keys[part], frame)
            frames[part] = frame
        store.prune()
    return pl.concat([frames[part] for part in parts])


def load_or_fit_by_part(
    dbt: Any,
    fit: Callable[..., pl.DataFrame],
    rows: duckdb.DuckDBPyRelation,
    *settings: Any,
    by: str = "cohort_id",
) -> pl.DataFrame:
    """Load or fit parts whose rows do not fit into memory together.

    Parameters
    ----------
    dbt, fit, by
        As for :func:`load_or_fit`; the first argument of the fit is the frame of rows.
    rows : duckdb.DuckDBPyRelation
        Has the column `by`. The rows of one part are in memory at a time.
    *settings
        Of the fit, beside the rows.
    """
    parts = [part for (part,) in rows.project(by).distinct().order(by).fetchall()]
    if not parts:
        return load_or_fit(dbt, fit, rows.pl(), *settings, by=by)
    column = duckdb.ColumnExpression(by)
    return pl.concat(
        load_or_fit(
            dbt, fit, rows.filter(column == duckdb.ConstantExpression(part)).pl(), *settings, by=by
        )
        for part in parts
    )


def _have_same_columns(frames: Iterable[pl.DataFrame]) -> bool:
    """Return whether frames agree in columns and types."""
    return len({tuple(frame.schema.items()) for frame in frames}) == 1


def _parts(given: Mapping[str, Any], by: str | None) -> list[str | None]:
    """Return the parts of the frames in order, or one unnamed part for frames without parts."""
    frames = [value for value in given.values() if isinstance(value, pl.DataFrame)]
    names: set[str] = {
        name for frame in frames if by in frame.columns for name in frame[by].unique()
    }
    return [*sorted(names)] or [None]


def _of(given: Mapping[str, Any], by: str | None, parts: list[str | None]) -> dict[str, Any]:
    """Return the arguments of a fit of some of the parts."""
    if by is None or None in parts:
        return dict(given)
    return {
        name: value.filter(pl.col(by).is_in(parts))
        if isinstance(value, pl.DataFrame) and by in value.columns
        else value
        for name, value in given.items()
    }


def _split(
    result: pl.DataFrame, by: str | None, parts: list[str | None]
) -> dict[str | None, pl.DataFrame]:
    """Return the rows of each part of a result; raise for rows of an unknown part."""
    if by is None or None in parts:
        return {None: result}
    if unknown := set(result[by].unique()) - set(parts):
        raise ValueError(f"a fit of the parts {parts} of {by} gives rows of {sorted(unknown)}")
    return {part: result.filter(pl.col(by) == part) for part in parts}

"""Fits that are made once: what has been fitted to the same rows by the same code is taken again.

A fit of many cohorts is kept cohort by cohort, so that a new cohort, or new evaluations of one,
cost the fits of that cohort alone.
"""

import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import duckdb
import polars as pl

from analysis_py.fit_cache.fit_keys import fit_key
from analysis_py.fit_cache.fit_store import FitStore
from analysis_py.fit_cache.many_rows import in_files
from analysis_py.runtime.progress import tell
from analysis_py.runtime.project import fits_folder, is_fresh


@dataclass(frozen=True)
class Made:
    """A row of quality.fit_runs, whose contract says what each field means."""

    fit_name: str
    n_parts: int
    n_stored: int
    n_fitted: int
    fitted_parts: str | None
    seconds: float


#: Rows of a part up to which its fit is stored, where the parts are fitted in turn.
MOST_STORED = 1_000_000

Part = TypeVar("Part", str, str | None)

_made: dict[str, Made] = {}
_lock = threading.Lock()


def made() -> list[Made]:
    """Return how the models that this process has run came by their fits, in order of name."""
    with _lock:
        return [_made[name] for name in sorted(_made)]


def stored(
    dbt: Any,
    fit: Callable[..., pl.DataFrame],
    *arguments: Any,
    by: str | None = "cohort_id",
    **named: Any,
) -> pl.DataFrame:
    """Return what a fit gives, from the store where it has been made before.

    Parameters
    ----------
    dbt : dbt object of a Python model
        The model that asks.
    fit : callable
        A plain function of frames, numbers and texts. It fits every part for itself: what it gives
        for one does not depend on which others there are.
    *arguments, **named
        Of the fit, as :func:`~analysis_py.fit_cache.fit_keys.fit_key` takes them.
    by : str or None
        Column of the result that tells the parts apart. A frame that has it gives each part its own
        rows, any other all of them. Where none has it, or it is None, the fit is one part.

    Returns
    -------
    polars.DataFrame
        The rows of the parts in order of their names, whether stored or not.
    """
    began = time.monotonic()
    name, store = str(dbt.this.identifier), FitStore(fits_folder())
    given = {str(place): value for place, value in enumerate(arguments)} | named
    parts = _parts(given, by)
    keys = {part: fit_key(fit, _of(given, by, [part])) for part in parts}
    frames = _found(store, keys)
    missing = [part for part in parts if part not in frames]
    _tell(parts, missing)
    if missing:
        needed = list(_of(given, by, missing).values()) if frames else list(given.values())
        places = len(arguments)
        result = fit(*needed[:places], **dict(zip(named, needed[places:], strict=True)))
        if not _are_alike([result, *frames.values()]):
            # what is stored is of something else
            frames, missing = {}, parts
            result = fit(*arguments, **named)
        for part, frame in _split(result, by, missing).items():
            store.put(keys[part], frame)
            frames[part] = frame
        store.prune()
    _note(name, parts, missing, began)
    return pl.concat([frames[part] for part in parts])


def cached_by_partition(
    dbt: Any,
    session: duckdb.DuckDBPyConnection,
    fit: Callable[..., pl.DataFrame],
    rows: duckdb.DuckDBPyRelation,
    *settings: Any,
    by: str = "cohort_id",
) -> pl.DataFrame | duckdb.DuckDBPyRelation:
    """Do the same for a fit of rows that are too many to be held all at once.

    The rows of one part are in memory at a time. A part of more than :data:`MOST_STORED` is fitted
    in every build: to compare so many rows takes about as long as to fit them, and what comes of
    them would take the room of all other fits.

    Parameters
    ----------
    dbt : dbt object of a Python model
        The model that asks.
    session : duckdb.DuckDBPyConnection
        Of the model.
    fit : callable
        As for :func:`stored`; its first argument is the frame of rows.
    rows : duckdb.DuckDBPyRelation
        Has the column `by`.
    *settings
        Of the fit, beside the rows.
    by : str
        Column of the rows and of the result that tells the parts apart.

    Returns
    -------
    polars.DataFrame or duckdb.DuckDBPyRelation
        The rows of the parts in order of their names; the latter where they are many.
    """
    began = time.monotonic()
    name, store = str(dbt.this.identifier), FitStore(fits_folder())
    counts = dict(rows.aggregate(f"{by}, count(*) as n", by).order(by).fetchall())
    if not counts:
        return stored(dbt, fit, rows.pl(), *settings, by=by)

    def arguments(part: str) -> dict[str, Any]:
        own = rows.filter(duckdb.ColumnExpression(by) == duckdb.ConstantExpression(part)).pl()
        return {str(place): value for place, value in enumerate((own, *settings))}

    few = [part for part, n in counts.items() if n <= MOST_STORED]
    keys = {part: fit_key(fit, arguments(part)) for part in few}
    frames = _found(store, keys)
    missing = [part for part in counts if part not in frames]
    _tell(list(counts), missing)

    def fitted(part: str) -> pl.DataFrame:
        frame = fit(*arguments(part).values())
        if part in keys:
            store.put(keys[part], frame)
        return frame

    made = (frames[part] if part in frames else fitted(part) for part in counts)
    result = in_files(made, session)
    if missing:
        store.prune()
    _note(name, list(counts), missing, began)
    return result


def _found(store: FitStore, keys: Mapping[Part, str]) -> dict[Part, pl.DataFrame]:
    """Return the stored frames of those parts that have one; none if they differ in columns."""
    if is_fresh():
        return {}
    found = {part: store.get(key) for part, key in keys.items()}
    frames = {part: frame for part, frame in found.items() if frame is not None}
    return frames if _are_alike(frames.values()) else {}


def _are_alike(frames: Iterable[pl.DataFrame]) -> bool:
    """Return whether frames have the same columns of the same types, as parts of one fit have."""
    schemas = [frame.schema for frame in frames]
    return all(schema == schemas[0] for schema in schemas)


def _tell(parts: Sequence[str | None], missing: Sequence[str | None]) -> None:
    """Tell whoever waits how much has been fitted before."""
    if len(missing) < len(parts):
        tell(len(parts) - len(missing), len(parts), "parts were fitted before")


def _note(
    name: str, parts: Sequence[str | None], missing: Sequence[str | None], began: float
) -> None:
    """Keep in mind how a model came by its fits."""
    fitted = ", ".join(part for part in missing if part is not None) or None
    seconds, n = time.monotonic() - began, len(missing)
    with _lock:
        _made[name] = Made(name, len(parts), len(parts) - n, n, fitted, seconds)


def _parts(given: Mapping[str, Any], by: str | None) -> list[str | None]:
    """Return the parts that the frames have, in order; one without a name if they have none."""
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
    """Return the rows of each part of a result.

    Raises
    ------
    ValueError
        If there are rows of no part that was asked for.
    """
    if by is None or None in parts:
        return {None: result}
    if unknown := set(result[by].unique()) - set(parts):
        raise ValueError(f"a fit of the parts {parts} of {by} gives rows of {sorted(unknown)}")
    return {part: result.filter(pl.col(by) == part) for part in parts}

"""Read the columns a formula names out of a frame, with errors that name column and value."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from analysis_py.statistics.gamm.engine.errors import (
    ColumnTypeError,
    ConstantResponseError,
    MissingColumnError,
    NonFiniteError,
    TooFewRowsError,
    WeightError,
)
from analysis_py.statistics.gamm.engine.formula import ModelFormula


@dataclass(frozen=True)
class Factor:
    """A categorical column as codes into its sorted levels."""

    levels: tuple[str, ...]
    codes: np.ndarray


@dataclass(frozen=True)
class ModelData:
    """The complete rows of the columns a formula names."""

    response: np.ndarray  # (n,)
    numbers: dict[str, np.ndarray]  # (n,)
    factors: dict[str, Factor]
    weights: np.ndarray | None  # (n,)
    frequencies: np.ndarray | None
    n_dropped: int  # Rows left out because a column of the model is null.
    #: (n,): Of rows that are cells: the sum of squares about the mean of each.
    within: np.ndarray | None = None


def read_frame(
    frame: pl.DataFrame,
    formula: ModelFormula,
    weights: str | None = None,
    frequencies: str | None = None,
    within: str | None = None,
) -> ModelData:
    """Select, check and code the columns of a model.

    Rows with a null in any of them are dropped and counted.
    """
    extra = [name for name in (weights, frequencies, within) if name is not None]
    columns = list(dict.fromkeys([*formula.columns, *extra]))
    for name in columns:
        if name not in frame.columns:
            raise MissingColumnError(
                f"Column {name!r} of {formula.text!r} is not in the frame"
                f" (it has {', '.join(frame.columns)})"
            )
    data = frame.select(columns)
    if any(data[name].null_count() for name in columns):
        data = data.drop_nulls()
    if data.height < 3:
        raise TooFewRowsError(f"{formula.text!r} has {data.height} complete rows, fewer than 3")
    numbers: dict[str, np.ndarray] = {}
    factors: dict[str, Factor] = {}
    for name in columns:
        series = data[name]
        if series.dtype.is_numeric():
            numbers[name] = finite_values(series)
        elif series.dtype in (pl.String, pl.Categorical, pl.Enum, pl.Boolean):
            factors[name] = factor(series)
        else:
            raise ColumnTypeError(f"Column {name!r} has type {series.dtype}: not number or text")
    if formula.response not in numbers:
        raise ColumnTypeError(f"The response {formula.response!r} is not numeric")
    response = numbers.pop(formula.response)
    spread = _weights(numbers, within, positive=False)
    if np.ptp(response) == 0.0 and (spread is None or spread.max() == 0.0):
        raise ConstantResponseError(
            f"Every value of the response {formula.response!r} is {response[0]:g}"
        )
    return ModelData(
        response=response,
        numbers=numbers,
        factors=factors,
        weights=_weights(numbers, weights),
        frequencies=_weights(numbers, frequencies),
        n_dropped=frame.height - data.height,
        within=spread,
    )


def factor(series: pl.Series) -> Factor:
    """Code a text column by its levels, sorted, keeping only levels that occur."""
    text = series.cast(pl.String)
    if isinstance(series.dtype, pl.Enum):
        present = set(text.unique())
        levels = [level for level in series.dtype.categories if level in present]
    else:
        levels = text.unique().sort().to_list()
    codes = text.cast(pl.Enum(levels)).to_physical().to_numpy().astype(np.int64)
    return Factor(tuple(levels), codes)


def finite_values(series: pl.Series) -> np.ndarray:
    """Return the numbers of a column without nulls."""
    values = series.cast(pl.Float64).to_numpy()
    finite = np.isfinite(values)
    if not finite.all():
        row = int(np.argmin(finite))
        raise NonFiniteError(
            f"Column {series.name!r} has {values[row]} in complete row {row}"
            f" ({int((~finite).sum())} such values)"
        )
    return values


def _weights(
    numbers: dict[str, np.ndarray], name: str | None, positive: bool = True
) -> np.ndarray | None:
    if name is None:
        return None
    if name not in numbers:
        raise WeightError(f"Weights {name!r} are not numeric, or are the response")
    values = numbers[name]
    if values.min() < 0.0 or (positive and values.min() == 0.0):
        wanted = "positive" if positive else "zero or more"
        raise WeightError(f"Weights {name!r} hold {values.min():g}; all must be {wanted}")
    return values

"""Other Python libraries of additive models with REML, given the formulas of this engine.

They are no dependency: what is not installed is left out. gamfit (AGPL-3.0-or-later) gets
thin-plate splines of ten coefficients without its second penalty, the nearest that it has to
mgcv's default; mgcv-rust (MIT) its cubic regression splines, for it has no thin-plate ones.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

import numpy as np
import polars as pl
from numpy.typing import NDArray

#: By engine: the distribution on the package index.
DISTRIBUTIONS = {"gamfit": "gamfit", "mgcv_rust": "mgcv-rust"}
_SMOOTH = re.compile(r"s\((\w+)(?:, by=(\w+))?(, bs=\"re\")?\)")


class UnsupportedError(ValueError):
    """A library lacks a kind of term."""


@dataclass(frozen=True)
class PeerFit:
    """A fit, in the words of this engine.

    Attributes
    ----------
    reml : float
        The library's score.
    edf_total : float
    edf : dict of str to float
        By term, named as in mgcv.
    curve : callable
        From a term and a grid to the partial effect on it, up to a constant.
    """

    reml: float
    edf_total: float
    edf: dict[str, float]
    curve: Callable[[str, NDArray[np.float64]], NDArray[np.float64]]


def installed(engine: str) -> str | None:
    """Return name and version of a library, or None where it is not installed."""
    name = DISTRIBUTIONS[engine]
    try:
        return f"{name} {version(name)}"
    except PackageNotFoundError:
        return None


def fit_peer(engine: str, frame: pl.DataFrame, formula: str) -> PeerFit:
    """Fit a formula with a library.

    Parameters
    ----------
    engine : {'gamfit', 'mgcv_rust'}
    frame : polars.DataFrame
        Rows that lack a value are left out.
    formula : str
        As for :func:`analysis_py.statistics.gamm.engine.fit.fit_gamm`.

    Raises
    ------
    UnsupportedError
        If the library lacks a kind of term.
    """
    names = [name for name in frame.columns if re.search(rf"\b{name}\b", formula)]
    rows = frame.select(names).drop_nulls()
    return (_gamfit if engine == "gamfit" else _mgcv_rust)(rows, formula)


def _gamfit(rows: pl.DataFrame, formula: str) -> PeerFit:
    import gamfit

    written: dict[str, str] = {}

    def term(match: re.Match[str]) -> str:
        name, by, random = match.groups()
        if random:
            written[name] = f"s({name})"
            return f"group({name})"
        call = f's({name}{f", by={by}" if by else ""}, bs="tps", k=10, double_penalty=false)'
        for level in rows[by].unique().cast(pl.String) if by else [None]:
            of_level = f":by={by}[{level}]" if by else ""
            written[f"{call}{of_level}"] = f"s({name})" + (f":{by}={level}" if by else "")
        return call

    columns = {
        name: rows[name].to_list() if rows[name].dtype != pl.Float64 else rows[name].to_numpy()
        for name in rows.columns
    }
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", category=UserWarning)
        model = gamfit.fit(columns, _SMOOTH.sub(term, formula), family="gaussian")
        text = str(model.summary())  # with the tests of its terms
    called = {ours: theirs for theirs, ours in written.items()}
    return PeerFit(
        reml=float(re.search(r"REML score: (\S+)", text)[1]),
        edf_total=float(model.edf_total),
        edf={written[name]: edf for name, edf in model.smooth_edf.items() if name in written},
        curve=lambda name, grid: np.asarray(model.partial_dependence(called[name], grid=grid).fit),
    )


def _mgcv_rust(rows: pl.DataFrame, formula: str) -> PeerFit:
    from mgcv_rust import Gam

    terms = [match.groups() for match in _SMOOTH.finditer(formula)]
    if any(by for _, by, _ in terms):
        raise UnsupportedError("it has no curves by the levels of a factor")
    names = [name for name, _, _ in terms]
    x = np.column_stack(
        [
            rows[name].cast(pl.String).rank("dense") if random else rows[name]
            for name, _, random in terms
        ]
    ).astype(float)
    bases = {name: "re" if random else "cr" for name, _, random in terms}
    model = Gam(predictors=names, predictor_basis_map=bases, k_default=10, method="REML")
    model.fit(x, rows[formula.split("~")[0].strip()].to_numpy())

    def curve(name: str, grid: NDArray[np.float64]) -> NDArray[np.float64]:
        column = names.index(name.removeprefix("s(").removesuffix(")"))
        at = np.repeat(x[:1], len(grid), axis=0)
        at[:, column] = grid
        return np.asarray(model.predict(at))

    edf = dict(zip((f"s({name})" for name in names), map(float, model.edf_), strict=True))
    return PeerFit(np.nan, 1 + sum(edf.values()), edf, curve)

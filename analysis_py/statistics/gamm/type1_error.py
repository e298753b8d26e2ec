"""Type I error of the terms of clustered GAMMs, under a null that the rows could have come from.

Under the null the term is zero, base families differ by an intercept and by a slope of the term's
covariate, as far as the data say, and all else is as fitted. The same search that fits the term to
the data fits it to every draw.
"""

from dataclasses import dataclass

import numpy as np
from scipy import stats
from scipy.sparse import csr_array, hstack

from analysis_py.statistics.gamm.engine import GammFit
from analysis_py.statistics.gamm.engine.absorbed import scale_rows
from analysis_py.statistics.gamm.engine.curves import grid
from analysis_py.statistics.gamm.engine.design import Block
from analysis_py.statistics.gamm.engine.mixture import log_mixture_ratio_sf
from analysis_py.statistics.gamm.family_slopes import (
    Components,
    Elimination,
    FamilySums,
    Reduced,
    TermFit,
    TermModel,
    estimate_components,
    fit_term,
)
from analysis_py.statistics.gamm.model_spec import ARCHITECTURE, BASE, SIZE, UPLOADER

#: Points of a curve at which its slope is tested, and draws behind the critical value of a band.
_POINTS, _BAND_DRAWS = 50, 1_000
#: Of these points, every so many is an end of a contrast.
_CONTRAST_STEP = 3
#: Variance components that a draw may choose, as multiples of those of the null.
_INTERCEPTS, _SLOPES = (0.5, 1.0, 2.0), (0.3, 1.0, 3.0)


@dataclass(frozen=True, kw_only=True)
class Type1ErrorRow:
    """Share of draws in which a term is significant though it is zero."""

    term: str
    type1_error: float
    type1_error_intercepts: float
    contrast_critical_value: float | None
    intercept_std_dev: float
    slope_std_dev: float
    residual_std_dev: float
    n_families: int
    n_draws: int


@dataclass(frozen=True)
class BesideSlopes:
    """A term of the data beside slopes of its covariate in base families."""

    block: Block
    model: TermModel
    slopes: np.ndarray
    sums: FamilySums
    own: TermFit

    @property
    def edf(self) -> float:
        """Effective degrees of freedom of the term."""
        return float(np.trace(self.own.inverse @ self.own.information))


@dataclass(frozen=True)
class SlopeBand:
    """Curve of a smooth at 100 points `x`, and its slope with a simultaneous band."""

    x: np.ndarray
    curve: np.ndarray
    curve_std_error: np.ndarray
    slope: np.ndarray
    half_width: np.ndarray


class FamilyDesign:
    """Columns of a model and their sums, its random effect of base family set apart.

    Parameters
    ----------
    fit : GammFit
        A model with a random effect of base family, fitted from cells.
    """

    def __init__(self, fit: GammFit) -> None:
        self.fit = fit
        data, design = fit.data, fit.design
        self.w = np.ones(data.response.size) if data.frequencies is None else data.frequencies
        family = data.factors[BASE]
        self.n_cells, self.n_families = family.codes.size, len(family.levels)
        self.families = csr_array(
            (np.ones(self.n_cells), (family.codes, np.arange(self.n_cells))),
            shape=(self.n_families, self.n_cells),
        )
        self.blocks = [block for block in design.blocks if block.label != f"s({BASE})"]
        columns_of = [np.arange(block.columns.start, block.columns.stop) for block in self.blocks]
        of_blocks = np.concatenate(columns_of)
        self.n_columns = of_blocks.size
        ends = np.cumsum([part.size for part in columns_of])
        places = np.split(np.arange(self.n_columns), ends[:-1])
        self.columns = {block.label: part for block, part in zip(self.blocks, places, strict=True)}
        effects = [block for block in self.blocks if block.kind == "random_effect"]
        self.random = np.concatenate([[], *[self.columns[block.label] for block in effects]])
        margins = [*design.margins, *filter(None, [design.absorbed])]
        self.X = csr_array(hstack([margin.sparse() for margin in margins]))[:, of_blocks]
        self.WX = scale_rows(self.X, self.w)
        self.xtx = (self.X.T @ self.WX).toarray()
        self.known = np.concatenate(
            [fit.smoothing.get(block.label, 0.0) * block.penalty for block in self.blocks]
        )
        self.alone = self._uploaders_of_one_family()
        self.kept = np.setdiff1d(np.arange(self.n_columns), self.alone)
        self.y = data.response - fit.products.centre

    def _uploaders_of_one_family(self) -> np.ndarray:
        """Return the columns of uploaders of one family: most are, and are eliminated once."""
        if f"s({UPLOADER})" not in self.columns:
            return np.empty(0, dtype=int)
        factors = self.fit.data.factors
        pairs = np.unique([factors[UPLOADER].codes, factors[BASE].codes], axis=1)
        return self.columns[f"s({UPLOADER})"][np.bincount(pairs[0]) == 1]


class FamilyNull(FamilyDesign):
    """Draws of a fitted model in which one term at a time is zero."""

    def __init__(self, fit: GammFit, draws: int, seed: int, confidence_level: float) -> None:
        super().__init__(fit)
        self.draws, self.level = draws, confidence_level
        # what terms of one covariate share: slope columns, sums of the data, eliminations
        self.shared: dict[
            str, tuple[np.ndarray, FamilySums, FamilySums, dict[Components, Elimination]]
        ] = {}
        self.rng = np.random.default_rng(seed)
        self.normals = self.rng.standard_normal((max(256, self.n_columns), _BAND_DRAWS))
        # noise of the cells' means, and beside it that of the rows within cells
        self.noise = self.rng.standard_normal((self.n_cells, draws)) / np.sqrt(self.w)[:, None]
        within = float(self.w.sum()) - self.n_cells
        squares = self.rng.chisquare(within, draws) if within > 0 else np.zeros(draws)
        self.noise_yty = squares + self.w @ self.noise**2
        self.noise_xty = self.WX.T @ self.noise

    def fit_beside_slopes(self, block: Block) -> BesideSlopes:
        """Fit one term to the data beside slopes of its covariate in families."""
        if block.variable not in self.shared:
            slopes, y = self._slope_columns(block), self.y[:, None]
            observed = self._sums(slopes, y, self.WX.T @ y, np.array([self.fit.products.yty]))
            self.shared = {block.variable: (slopes, observed, self._without_alone(observed), {})}
        slopes, observed, without_alone, eliminated = self.shared[block.variable]
        is_tested = np.isin(self.kept, self.columns[block.label])
        is_random = np.isin(self.kept, self.random) & ~is_tested
        rest = np.flatnonzero(~is_random)
        model = TermModel(
            random=np.flatnonzero(is_random),
            rest=rest,
            tested=np.flatnonzero(is_tested[rest]),
            others=np.flatnonzero(~is_tested[rest]),
            penalty=block.penalty,
            known=self.known[self.kept],
            residual_dimension=self.fit.products.n_obs - np.count_nonzero(self.known == 0.0),
            eliminated=eliminated,
        )
        spread = float(np.mean((self.w @ slopes**2) / self.w.sum())) if slopes.size else 0.0
        components = estimate_components(
            without_alone, model, self.fit.smoothing[f"s({BASE})"], spread
        )
        return BesideSlopes(block, model, slopes, observed, components)

    def band(self, fitted: BesideSlopes) -> SlopeBand:
        """Curve and slope of the term, with the simultaneous band of the slope."""
        block, components = fitted.block, fitted.own
        assert block.basis is not None
        x = grid(block, 100)
        D = block.basis.derivative(x)
        curve, curve_std_error = self.curve(fitted, x)
        return SlopeBand(
            x=x,
            curve=curve,
            curve_std_error=curve_std_error,
            slope=(D @ components.coefficients)[:, 0],
            half_width=self._critical_value(D, components) * components.std_errors(D)[:, 0],
        )

    def curve(self, fitted: BesideSlopes, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Curve of the term and its standard error at chosen values of its covariate."""
        assert fitted.block.basis is not None
        B = fitted.block.basis.evaluate(x)
        return (B @ fitted.own.coefficients)[:, 0], fitted.own.std_errors(B)[:, 0]

    def p_value(self, fitted: BesideSlopes) -> float | None:
        """p-value of a random effect beside slopes; None of a smooth, whose band decides."""
        if fitted.block.basis is not None:
            return None
        weights, T = fitted.own.test_effects()
        kept = weights > 1e-9 * weights.max()
        log_p = log_mixture_ratio_sf(float(T[0]), weights[kept], None, self.fit.residual_df)
        return float(np.exp(log_p))

    def simulate(self, fitted: BesideSlopes) -> Type1ErrorRow:
        """Simulate how often the term is significant where it is zero."""
        block, null = fitted.block, fitted.own.components
        drawn = self._without_alone(self._draw(fitted))
        plain = [Components(null.intercepts * m, np.inf) for m in _INTERCEPTS]
        known: dict[Components, Reduced | None] = {}
        without = fit_term(drawn, fitted.model, plain, known)
        beside = without
        if np.isfinite(null.slopes):
            tried = [
                Components(null.intercepts * m, null.slopes * s)
                for m in _INTERCEPTS
                for s in _SLOPES
            ]
            beside = fit_term(drawn, fitted.model, [*tried, *plain], known)
        rate = self._rate_of_curves if block.basis is not None else self._rate_of_effects
        scale = float(fitted.own.scale[0])
        return Type1ErrorRow(
            term=block.label,
            type1_error=rate(block, beside),
            type1_error_intercepts=rate(block, without),
            contrast_critical_value=self._contrast_critical_value(block, beside),
            intercept_std_dev=float(np.sqrt(scale / null.intercepts)),
            slope_std_dev=float(np.sqrt(scale / null.slopes)),
            residual_std_dev=float(np.sqrt(scale)),
            n_families=self.n_families,
            n_draws=self.draws,
        )

    def _slope_columns(self, block: Block) -> np.ndarray:
        """Columns whose slopes may differ between families; shape (cells, r)."""
        if block.variable == ARCHITECTURE:
            # a base family has one architecture: its intercept is all that can differ
            return np.empty((self.w.size, 0))
        if block.kind == "random_effect":
            columns = self.X[:, self.columns[block.label]].toarray()
        else:
            covariate = self.fit.design.covariates[block.variable]
            columns = covariate.values[covariate.codes][:, None]
        return np.asarray(columns - (self.w @ columns) / self.w.sum())

    def _sums(
        self, slopes: np.ndarray, y: np.ndarray, xty: np.ndarray, yty: np.ndarray
    ) -> FamilySums:
        """Sum the columns and the responses, of shape (cells, B), by families."""
        rows = self._family_rows(slopes)
        shape = (self.n_families, 1 + slopes.shape[1], -1)
        wZ = self.w[:, None] * np.column_stack([np.ones(self.w.size), slopes])
        return FamilySums(
            self.xtx,
            (rows @ wZ).reshape(shape),
            rows @ self.WX,
            xty,
            (rows @ (self.w[:, None] * y)).reshape(shape),
            yty,
        )

    def _without_alone(self, sums: FamilySums) -> FamilySums:
        return sums.without(self.alone, self.known[self.alone]) if self.alone.size else sums

    def _family_rows(self, slopes: np.ndarray) -> csr_array:
        """Return indicators of families, plain and by slope column; shape (L * r, cells)."""
        n_cells, r = len(slopes), 1 + slopes.shape[1]
        values = np.column_stack([np.ones(n_cells), slopes])
        codes = self.fit.data.factors[BASE].codes[:, None] * r + np.arange(r)
        cells = np.repeat(np.arange(n_cells), r)
        return csr_array(
            (values.ravel(), (codes.ravel(), cells)), shape=(self.n_families * r, n_cells)
        )

    def _draw(self, fitted: BesideSlopes) -> FamilySums:
        """Draw responses: noise, families, other random effects, and what else is smooth."""
        components, null = fitted.own, fitted.own.components
        std_dev = float(np.sqrt(components.scale[0]))
        noise = fitted.sums.of_responses(
            std_dev * self.noise_xty,
            (self._family_rows(fitted.slopes) @ (self.w[:, None] * (std_dev * self.noise))).reshape(
                self.n_families, -1, self.draws
            ),
            components.scale[0] * self.noise_yty,
        )
        effects = np.repeat(self._smooth_part(fitted.block)[:, None], self.draws, axis=1)
        for other in self.blocks:
            if other.kind == "random_effect" and other is not fitted.block:
                columns = self.columns[other.label]
                drawn = self.rng.standard_normal((columns.size, self.draws))
                effects[columns] = std_dev / np.sqrt(self.fit.smoothing[other.label]) * drawn
        penalties = np.array([null.intercepts, *[null.slopes] * fitted.slopes.shape[1]])
        shape = (self.n_families, penalties.size, self.draws)
        families = std_dev / np.sqrt(penalties)[:, None] * self.rng.standard_normal(shape)
        return noise.with_effects(effects).with_families(families)

    def _smooth_part(self, tested: Block) -> np.ndarray:
        """Coefficients of all terms that are neither tested nor random, as fitted."""
        effects = np.zeros(self.X.shape[1])
        for block in self.blocks[1:]:
            if block.kind != "random_effect" and block is not tested:
                effects[self.columns[block.label]] = self.fit.coefficients[block.columns]
        return effects

    def _rate_of_curves(self, block: Block, fits: list[TermFit]) -> float:
        """Share of draws at which the simultaneous band of the slope leaves zero."""
        assert block.basis is not None
        D = block.basis.derivative(grid(block, _POINTS))
        # the multiple of the standard error hardly depends on anything but the smoothing
        multiples: dict[int, float] = {}
        count = 0
        for fit in fits:
            key = round(2 * np.log10(fit.smoothing))
            if key not in multiples:
                multiples[key] = self._critical_value(D, fit)
            ratio = np.abs(D @ fit.coefficients) / np.maximum(fit.std_errors(D), 1e-300)
            count += int((ratio.max(axis=0) > multiples[key]).sum())
        return count / self.draws

    def _contrast_critical_value(self, block: Block, fits: list[TermFit]) -> float | None:
        """Multiple of the sum of two standard errors that no pair of sizes exceeds too often."""
        if block.basis is None or block.variable != SIZE:
            return None
        B = block.basis.evaluate(grid(block, _POINTS)[::_CONTRAST_STEP])
        ratios = np.zeros((self.draws, len(B), len(B)))
        for fit in fits:
            value, error = (B @ fit.coefficients).T, fit.std_errors(B).T
            gap = np.abs(value[:, :, None] - value[:, None])
            ratios[fit.responses] = gap / np.maximum(error[:, :, None] + error[:, None], 1e-300)
        worst = float(np.quantile(ratios, self.level, axis=0).max())
        return max(worst, float(stats.norm.ppf(0.5 + 0.5 * self.level)))

    def _rate_of_effects(self, block: Block, fits: list[TermFit]) -> float:
        """Share of draws at which a random effect is significant."""
        count = 0
        for fit in fits:
            weights, T = fit.test_effects()
            critical = np.quantile(weights @ self.normals[: weights.size] ** 2, self.level)
            count += int((critical < T).sum())
        return count / self.draws

    def _critical_value(self, D: np.ndarray, fit: TermFit) -> float:
        """Multiple of the standard error at which the band of the slope holds for the curve."""
        values, vectors = np.linalg.eigh(fit.inverse)
        root = D @ (vectors * np.sqrt(np.maximum(values, 0.0))) @ vectors.T
        error = np.linalg.norm(root, axis=1)
        seen = error > 1e-10 * error.max()
        standardised = root[seen] / error[seen, None]
        deviations = np.abs(standardised @ self.normals[: root.shape[1]]).max(axis=0)
        return float(np.quantile(deviations, self.level))

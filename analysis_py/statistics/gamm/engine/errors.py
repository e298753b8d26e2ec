"""Exceptions of the GAMM engine.

Every message names the term or column at fault and, where there is one, the value.
"""


class GammError(ValueError):
    """Base class: the model cannot be fitted to this frame as written."""


class FormulaError(GammError):
    """The formula cannot be parsed; carries the position of the first character at fault."""

    def __init__(self, message: str, formula: str, position: int) -> None:
        self.formula = formula
        self.position = position
        super().__init__(f"{message} at position {position}: {formula!r}\n{' ' * position}^")


class MissingColumnError(GammError):
    """A column named in the formula is not in the frame."""


class ColumnTypeError(GammError):
    """A column has a type its term cannot use."""


class NonFiniteError(GammError):
    """A column holds NaN or an infinite value (a null is dropped and counted instead)."""


class TooFewRowsError(GammError):
    """Fewer complete rows than unpenalised coefficients plus one."""


class TooFewDistinctValuesError(GammError):
    """A covariate has fewer distinct values than its basis dimension, or a factor one level."""


class ConstantResponseError(GammError):
    """Every value of the response is the same."""


class RankDeficiencyError(GammError):
    """Some coefficients are not identifiable, whatever the smoothing parameters."""


class WeightError(GammError):
    """Weights or frequencies are not finite and positive."""


class ConvergenceError(GammError):
    """No start of the REML search reached a stationary point."""

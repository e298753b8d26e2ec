"""What repeated answers to a question count as: their mean, pass@k or pass^k."""

import re
from collections.abc import Sequence
from math import prod

import polars as pl

from analysis_py.runs.documents import NothingInCommonError
from analysis_py.runtime.errors import UserError

#: ``pass@`` or ``pass^``, and k.
Measure = tuple[str, int]


def read_measure(text: str | None) -> Measure | None:
    """Return the measure that a text names, such as ``pass^4``."""
    if text is None:
        return None
    if (match := re.fullmatch(r"(pass[@^])([1-9]\d?)", text)) is None:
        raise UserError(f"--measure {text}: pass@k or pass^k with k from 1 to 99, such as pass^4")
    return match[1], int(match[2])


def value_of(right: pl.Expr, n: pl.Expr, measure: Measure | None) -> pl.Expr:
    r"""Return the value of a question with so many right of n answers.

    Notes
    -----
    :math:`1 - \binom{n-c}{k} / \binom{n}{k}` (Chen et al. 2021, arXiv 2107.03374) and
    :math:`\binom{c}{k} / \binom{n}{k}` (Yao et al. 2024, arXiv 2406.12045): unbiased for k up to n.
    """
    if measure is None:
        return right / n
    kind, k = measure
    those = right if kind == "pass^" else n - right
    share = prod((((those - i) / (n - i)).clip(0, 1) for i in range(k)), start=pl.lit(1.0))
    return share if kind == "pass^" else 1 - share


def noise_of_measure(right: pl.Expr, n: pl.Expr, measure: Measure) -> pl.Expr:
    """Return the variance of the value over answers, each left out once; null where k is n."""
    right, n = right.cast(pl.Float64), n.cast(pl.Float64)
    without = [value_of(right - one, n - 1, measure) for one in (1, 0)]
    counts = [right, n - right]
    mean = sum((c * v for c, v in zip(counts, without, strict=True)), start=pl.lit(0.0)) / n
    squares = [c * (v - mean) ** 2 for c, v in zip(counts, without, strict=True)]
    return pl.when(n > measure[1]).then((n - 1) / n * (squares[0] + squares[1]))


def refuse_measure(answers: pl.DataFrame, question: Sequence[str], measure: Measure) -> None:
    """Raise if a grade is neither right nor wrong, or a question has fewer than k answers."""
    name = f"{measure[0]}{measure[1]}"
    if not answers["score"].drop_nulls().is_in([0.0, 1.0]).all():
        raise NothingInCommonError(f"--measure {name} needs answers that are right or wrong")
    counts = answers.group_by(question, maintain_order=True).len()
    if (few := counts.filter(pl.col("len") < measure[1])).height:
        row = few.row(0, named=True)
        raise NothingInCommonError(
            f"--measure {name}: question {row['item']} has {row['len']} of {measure[1]} answers. "
            "Give as many, or name the column of repeats with --run"
        )

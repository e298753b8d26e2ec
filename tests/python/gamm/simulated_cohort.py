"""A cohort that every model of the paper can be fitted to."""

import numpy as np
import polars as pl

from analysis_py.statistics.gamm.models import FitRow
from analysis_py.statistics.rows import schema_of

BENCHMARKS = ("arc", "mmlu", "gsm8k")


NESTED = [name for name, dtype in schema_of(FitRow).items() if isinstance(dtype, pl.List)]


NUMBERS = ["edf_total", "reml", "scale", "r_squared_adjusted", "deviance_explained", "intercept"]


def cohort(n: int = 400, seed: int = 0) -> pl.DataFrame:
    rng = np.random.default_rng(seed)
    size = np.log(np.array([0.1, 0.3, 0.7, 1.1, 1.4, 2.8, 3, 6.7, 7, 13, 30, 34, 65, 70]))
    log_size = size[rng.integers(0, size.size, n)]
    kind, architecture = rng.integers(0, 3, n), rng.integers(0, 6, n)
    base = np.minimum(np.random.default_rng(seed + 1).geometric(0.3, n), 9)
    ability = 0.3 * log_size + rng.normal(0, 0.3, 6)[architecture] + rng.normal(0, 0.1, n)
    scores = {
        f"log_{b}": 3 + ability * w + rng.normal(0, 0.1, n)
        for b, w in zip(BENCHMARKS, (0.5, 0.7, 1.0), strict=True)
    }
    frame = pl.DataFrame(
        {
            "evaluation_id": [f"e{i}" for i in range(n)],
            "log_parameters_b": log_size,
            "training_type": np.array(["chat", "fine-tuned", "pretrained"])[kind],
            "architecture": np.array([f"A{i}" for i in range(6)])[architecture],
            "base_family": [f"A{a} {b}" for a, b in zip(architecture, base, strict=True)],
            **scores,
        }
    )
    rows = pl.len().over("architecture")
    families = pl.col("architecture").n_unique()
    return frame.with_columns(
        log_scale_factor=(pl.len() / (families * rows)).log(),
        log_gsm8k=pl.when(pl.int_range(n) % 9 != 0).then("log_gsm8k"),
        log_parameters_b=pl.when(pl.int_range(n) % 50 != 1).then("log_parameters_b"),
    )

"""Measure the bias and the errors of abilities that ``calibration.py`` corrects.

A parametric bootstrap on the design of a cohort, twice: what the fit is biased by where the truth
is the fit, then where the truth is the fit less that bias. The last bias is recorded. On further
simulations from the truth without it, coverage and type I error are measured for several factors
of the standard errors. Run after a build, from the root of the project; three minutes of a core:

    OPENBLAS_NUM_THREADS=1 .venv/bin/python tests/reference/ability/calibrate.py
"""

import json
import sys
from pathlib import Path

import duckdb
import numpy as np

from analysis_py.statistics.ability import calibration
from analysis_py.statistics.ability.cells import connected_cells, index_cells
from analysis_py.statistics.ability.scale import fit_scale
from analysis_py.statistics.ability.simulation import (
    corrected_parameters,
    operating_characteristics,
    simulate,
)

COHORT, SEED = "epoch_2026", 2026
N_BIAS, N_CHECK = 40, 40
FACTORS = (1.0, 1.1, 1.15, 1.2, 1.25, 1.3)


def main(database: str = "target/build.duckdb") -> None:
    """Print the constants, and write what they were measured by beside this file."""
    with duckdb.connect(database, read_only=True) as connection:
        query = "select * from intermediate.int_ability_cells where cohort_id = ?"
        rows = connection.sql(query, params=[COHORT]).pl()
    cells = index_cells(connected_cells(rows))
    scale = fit_scale(cells)
    calibration.BIAS = (0.0, 0.0, 0.0, 0.0)
    for step in range(2):
        truth = corrected_parameters(scale)
        rng = np.random.default_rng([SEED, step])
        made = [simulate(cells, truth, rng) for _ in range(N_BIAS)]
        fitted = np.concatenate([one.scale.parameters.ability for one in made])
        true = np.concatenate([one.truth for one in made])
        at = np.clip(fitted, *calibration.BIAS_RANGE)
        calibration.BIAS = tuple(float(x) for x in np.polyfit(at, fitted - true, 3))
        print("bias", step, calibration.BIAS, flush=True)
    truth = corrected_parameters(scale)
    rng = np.random.default_rng([SEED, 2])
    made = [simulate(cells, truth, rng) for _ in range(N_CHECK)]
    found = {}
    for factor in FACTORS:
        calibration.ERROR_FACTOR = factor
        all_of = [operating_characteristics(one) for one in made]
        found[str(factor)] = {
            name: [
                round(float(np.mean([one[name] for one in all_of])), 4),
                round(float(np.std([one[name] for one in all_of]) / np.sqrt(len(all_of))), 4),
            ]
            for name in all_of[0]
        }
        print(factor, found[str(factor)], flush=True)
    result = {
        "cohort": COHORT,
        "seed": SEED,
        "n_models": len(cells.models),
        "n_benchmarks": len(cells.benchmarks),
        "n_cells": len(cells.share),
        "bias": calibration.BIAS,
        "mean_and_standard_error_by_factor": found,
    }
    path = Path(__file__).with_name("calibration.json")
    path.write_text(json.dumps(result, indent=1) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])

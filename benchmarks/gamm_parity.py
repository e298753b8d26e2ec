"""How far GAMM engines are from mgcv on the reference frames: the tables of docs/gamm-engine.md.

python benchmarks/gamm_parity.py           this engine
python benchmarks/gamm_parity.py gamfit    another library, where it is installed: see gamm_peers.py
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import polars as pl
from gamm_peers import UnsupportedError, fit_peer

REFERENCE = Path(__file__).parents[1] / "tests" / "reference" / "gamm"
#: mgcv stops short of the optimum here; see docs/gamm-engine.md.
LEFT_OUT = ("openllm_v1", "size_by_type", "gsm8k")


def peer_deviations(engine: str, frame: pl.DataFrame, expected: dict) -> list[float]:
    """Return the largest deviations of another library's fit: edf and curve."""
    fit, mgcv = fit_peer(engine, frame, expected["formula"]), expected["engines"]["gam_reml"]
    curves = []
    for term, curve in mgcv["curves"].items():
        grid = np.asarray(expected["grid"][term.removeprefix("s(").split(")")[0]])
        estimate = np.asarray(curve["estimate"])
        difference = fit.curve(term, grid) - estimate
        # each library has its own constant
        curves.append(np.abs(difference - difference.mean()).max() / np.ptp(estimate))
    edf = [abs(fit.edf[term["term"]] - term["edf"]) for term in mgcv["terms"]]
    return [np.nan, max(edf), max(curves), np.nan, np.nan]


def deviations(frame: pl.DataFrame, expected: dict) -> list[float]:
    """Return the largest deviations of one fit: REML, edf, curve, standard error, R²."""
    # what another library's environment need not hold
    from analysis_py.statistics.gamm.engine import fit_gamm, partial_effect, terms_table

    fit, mgcv = fit_gamm(frame, expected["formula"]), expected["engines"]["gam_reml"]
    edf = {row["term"]: row["edf"] for row in terms_table(fit).iter_rows(named=True)}
    curves, errors = [], []
    for term, curve in mgcv["curves"].items():
        grid = np.asarray(expected["grid"][term.removeprefix("s(").split(")")[0]])
        ours = partial_effect(fit, term, grid)
        estimate, error = np.asarray(curve["estimate"]), np.asarray(curve["std_error"])
        curves.append(np.abs(ours["estimate"].to_numpy() - estimate).max() / np.ptp(estimate))
        size = np.maximum(error, np.median(error))
        errors.append((np.abs(ours["std_error"].to_numpy() - error) / size).max())
    return [
        abs(fit.reml - mgcv["reml"]),
        max(abs(edf[term["term"]] - term["edf"]) for term in mgcv["terms"]),
        max(curves),
        max(errors),
        max(
            abs(fit.r_squared_adjusted - mgcv["r_squared_adjusted"]),
            abs(fit.deviance_explained - mgcv["deviance_explained"]),
        ),
    ]


def main() -> None:
    """Print the largest deviation over the benchmarks, per cohort and model."""
    engine = sys.argv[1] if len(sys.argv) > 1 else None
    print("| cohort and model | REML | edf | curve ÷ range | standard error | R², deviance |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    for cohort in ("january_2024", "openllm_v1"):
        frame = pl.read_csv(REFERENCE / "frames" / f"{cohort}.csv.gz")
        largest: dict[str, np.ndarray] = {}
        for expected in json.loads((REFERENCE / f"{cohort}.json").read_text())["fits"]:
            if (cohort, expected["gamm"], expected["benchmark_id"]) != LEFT_OUT:
                try:
                    found = np.array(
                        peer_deviations(engine, frame, expected)
                        if engine
                        else deviations(frame, expected)
                    )
                except UnsupportedError:
                    continue
                largest[expected["gamm"]] = np.maximum(found, largest.get(expected["gamm"], 0))
        for gamm, values in largest.items():
            print(f"| {cohort} {gamm} | {' | '.join(map(_shown, values))} |")


def _shown(value: float) -> str:
    return "–" if np.isnan(value) else f"{value:.0e}"


if __name__ == "__main__":
    main()

"""Gaussian additive mixed models by restricted maximum likelihood.

Fitting and tidying are apart: :func:`fit_gamm` returns a :class:`GammFit`, and each of the other
functions turns a fit into one documented table.  The way of a fit through the modules::

    formula        text -> typed terms
    frame          columns, checked and coded
    design         terms -> blocks of columns, with the bases of thin_plate and natural
    crossproducts  X'X and X'y from counts of distinct values; no row-by-column matrix
    reml, newton   smoothing parameters, from several starts
    fit            coefficients, covariances and effective degrees of freedom

The tests of terms are in smooth_test and random_effect_test, their null distribution in mixture.
"""

from analysis_py.statistics.gamm.engine.curves import curves_table, partial_effect
from analysis_py.statistics.gamm.engine.derivatives import derivatives_table
from analysis_py.statistics.gamm.engine.errors import GammError
from analysis_py.statistics.gamm.engine.fit import GammFit, fit_gamm
from analysis_py.statistics.gamm.engine.formula import ModelFormula, parse_formula
from analysis_py.statistics.gamm.engine.random_effects import random_effects_table
from analysis_py.statistics.gamm.engine.terms import terms_table

__all__ = [
    "GammError",
    "GammFit",
    "ModelFormula",
    "curves_table",
    "derivatives_table",
    "fit_gamm",
    "parse_formula",
    "partial_effect",
    "random_effects_table",
    "terms_table",
]

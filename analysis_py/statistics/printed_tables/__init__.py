r"""Recover the analysis behind a printed Tukey table, and tell what in it cannot be true.

A Tukey–Kramer table (Tukey 1953; Kramer 1956, Biometrics 12, 307-310) prints for each pair of
groups the difference :math:`d_{ab}`, an interval and an adjusted p-value. With
:math:`q^* = q_{crit}(k, \nu)` the half-width of the interval is

.. math:: h_{ab} = q^* \sqrt{\tfrac{MSE}{2} \left(\tfrac{1}{n_a} + \tfrac{1}{n_b}\right)}

and the p-value is :math:`P(Q_{k,\nu} > q^* |d_{ab}| / h_{ab})`. What this identifies:

* **Ratios of sizes** from :math:`h_{ab}^2 = x_a + x_b`, :math:`x_a = q^{*2} MSE / (2 n_a)`: linear,
  exactly determined by three groups, over-determined (so checkable) from four on. Two groups alone
  identify nothing but their sum.
* **Number of groups k and residual df** :math:`\nu` from the p-values, of which at least one must
  be hidden neither by its rounding at 0 nor at 1. k may exceed the number of groups printed.
* **Scale of the sizes** because they are whole numbers, and because
  :math:`\nu = N - k` (less the ``df_other`` of further terms) where no group is left out. With
  equal sizes the p-values must carry the scale alone; where a group is left out, sizes that share
  a divisor stay open.
* **Mean square error** from the scale and :math:`q^*`; **means** up to a constant from the
  differences; **F and eta squared** from all of these, where no group is left out.
* **Contradictions**: intervals not centred on the difference, differences that do not add up,
  widths that no sizes give, sizes that are no whole numbers, p-values that are not those of their
  own interval, groups and pairs that are left out.

Every printed figure is an interval of half a unit of its last decimal on each side. What the
rounding leaves open is reported as open (``n_low``, ``n_high``, ``n_solutions``, ``status``), and
nothing is flagged that rounding can explain.
"""

from analysis_py.statistics.printed_tables.batch import fit_recovered_tables
from analysis_py.statistics.printed_tables.consistency import FLAG_KINDS, Flag
from analysis_py.statistics.printed_tables.printed import PAIR_COLUMNS, PrintedTable, printed_table
from analysis_py.statistics.printed_tables.result import RecoveredTable
from analysis_py.statistics.printed_tables.table import recover_table

__all__ = [
    "FLAG_KINDS",
    "PAIR_COLUMNS",
    "Flag",
    "PrintedTable",
    "RecoveredTable",
    "fit_recovered_tables",
    "printed_table",
    "recover_table",
]

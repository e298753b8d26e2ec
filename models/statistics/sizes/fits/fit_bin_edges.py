"""One row per cohort, benchmark, edge and position: the ranges on its two sides compared."""

from analysis_py.statistics.sizes.bin_edges import fit_bin_edges


def model(dbt, session):
    """Test on the sums of the two ranges; the rows never leave SQL."""
    return fit_bin_edges(dbt.ref("int_bin_edges_shifted").pl())

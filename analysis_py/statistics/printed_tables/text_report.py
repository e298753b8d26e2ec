"""The verdict on a printed table, in plain words."""

from analysis_py.statistics.printed_tables.consistency import FLAG_KINDS, Flag
from analysis_py.statistics.printed_tables.printed import PrintedTable
from analysis_py.statistics.printed_tables.result import RecoveredTable


def verdict(printed: PrintedTable, recovered: RecoveredTable, name: str = "") -> str:
    """Return what a printed table says, and what in it cannot be true.

    Parameters
    ----------
    name : str
        Title of the table.
    """
    m = len(printed.groups)
    lines = [f"{name or 'Table'}: {printed.n_pairs} pairs of {m} groups"]
    lines += [f"  {line}" for line in _recovered(recovered, m)]
    if recovered.flags:
        lines.append(f"  {len(recovered.flags)} flag(s):")
        lines += [f"  - {_flag(flag)}" for flag in recovered.flags]
    elif recovered.status == "ok":
        lines.append("  Nothing to object to: every printed figure follows from these.")
    else:
        lines.append("  Nothing to object to, as far as the table tells.")
    return "\n".join(lines) + "\n"


def _recovered(recovered: RecoveredTable, m: int) -> list[str]:
    lines = []
    if recovered.n is not None:
        sizes = zip(recovered.groups, recovered.n, strict=True)
        lines.append("Sizes: " + ", ".join(f"{group} {n}" for group, n in sizes)
                     + f"; together {recovered.n_obs}.")  # fmt: skip
    elif recovered.n_low is not None:
        bounds = zip(recovered.groups, recovered.n_low, recovered.n_high or (), strict=True)
        ranges = ", ".join(f"{group} {low} to {high}" for group, low, high in bounds)
        lines.append(f"Sizes within: {ranges}.")
    if recovered.status != "ok":
        lines.append(f"Left open: {recovered.status}.")
    if recovered.n_groups is not None:
        low, high = recovered.df_low, recovered.df_high
        df = f"{low:.5g}" if low == high else f"{low:.5g} to {high:.5g}"
        lines.append(f"The analysis had {recovered.n_groups} groups and {df} residual df.")
    if recovered.n_groups is not None and recovered.n_groups > m and recovered.n_low:
        lines.append(f"The {recovered.n_groups - m} group(s) left out hold "
                     f"{recovered.n_hidden_low} to {recovered.n_hidden_high} observations; F and "
                     "eta squared need them.")  # fmt: skip
    if recovered.mean_square_error is not None:
        lines.append(f"Mean square error {recovered.mean_square_error:.6g} "
                     f"(standard deviation {recovered.mean_square_error**0.5:.5g}).")  # fmt: skip
    if recovered.statistic is not None and recovered.n_groups is not None:
        text = f"F({recovered.n_groups - 1}, {recovered.df_den:.5g}) = {recovered.statistic:.5g}"
        text += f", log10 p = {recovered.log10_p_value:.4g}"
        if recovered.eta_squared is not None:
            text += f", eta squared {recovered.eta_squared:.4f}"
        lines.append(text + ".")
    if recovered.max_abs_p_difference is not None:
        lines.append(f"Recovered p-values lie within {recovered.max_abs_p_difference:.1e} of the "
                     "printed ones.")  # fmt: skip
    return lines


def _flag(flag: Flag) -> str:
    pair = f" ({flag.group_a} − {flag.group_b})" if flag.group_a is not None else ""
    return f"{FLAG_KINDS[flag.kind]}{pair}: {flag.detail}"

"""The upper tail of F by its definition, in high precision, however small it is."""

import mpmath


def integrated_log10_sf(f, df_num, df_den):
    """Integrate the density of log F from log f on, with mpmath, which cannot underflow."""
    with mpmath.workdps(40):
        f, a, b = mpmath.mpf(f), mpmath.mpf(df_den) / 2, mpmath.mpf(df_num) / 2
        if f < 1:
            # the integral from the far side of the mode, which is at F = 1
            return mpmath.log10(1 - 10 ** integrated_log10_sf(1 / f, df_den, df_num))

        def log_density(u):
            return b * u - (a + b) * mpmath.log1p(b * mpmath.exp(u) / a)

        start = mpmath.log(f)
        at_start = log_density(start)
        width = 1 / (a * b * (f - 1) / (a + b * f) + mpmath.sqrt(a * b / (a + b)))
        breaks = [0, 1, 4, 12, 40, 120, 400]
        area = width * mpmath.quad(
            lambda v: mpmath.exp(log_density(start + v * width) - at_start), breaks
        )
        log_beta = mpmath.loggamma(a) + mpmath.loggamma(b) - mpmath.loggamma(a + b)
        log_p = b * mpmath.log(b / a) - log_beta + at_start + mpmath.log(area)
        return log_p / mpmath.log(10)

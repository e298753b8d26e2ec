"""Expressions of Vega that say the same thing in several figures."""

P_IN_WORDS = "(datum.p_value < 0.001 ? 'p < 0.001' : 'p = ' + format(datum.p_value, '.3f'))"

#: Breaks a label such as "ARC · n = 1,206" in two, so that it fits a narrow panel.
TWO_LINES = "split(datum.label, ' · ')"

"""Expressions of Vega that say the same thing in several figures."""

#: Breaks a label such as "ARC · n = 1,206" in two, so that it fits a narrow panel.
TWO_LINES = "split(datum.label, ' · ')"

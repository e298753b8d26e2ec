"""Expressions of Vega that several figures share."""

#: Breaks a label such as "ARC · n = 1,206" in two, so that it fits a narrow panel.
TWO_LINES = "split(datum.label, ' · ')"

"""Sensitivity to size: breakpoints and measurement error."""

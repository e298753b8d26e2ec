"""Sensitivity to size: breakpoints, range edges and measurement error."""

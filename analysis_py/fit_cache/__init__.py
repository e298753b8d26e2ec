"""Fits stored by the content of their rows, settings and code."""

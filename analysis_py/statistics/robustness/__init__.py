"""Robustness of conclusions to the choice of rows, scales and tests."""

"""Numerical methods that several families of statistics share."""

"""Tails, quantiles and seeds that more than one family of statistics needs."""

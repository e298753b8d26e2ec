"""Positions of single models: ranks with confidence sets, percentiles and predictions."""

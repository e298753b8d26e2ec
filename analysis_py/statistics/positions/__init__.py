"""Positions of single models: rank confidence sets, and percentiles among peers."""

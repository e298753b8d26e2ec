"""Clustered rows: one regression with its errors, one simulated null, one calibration."""

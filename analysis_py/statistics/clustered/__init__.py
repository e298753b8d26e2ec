"""Clustered rows: regression with CR2 errors, simulated nulls, calibration."""

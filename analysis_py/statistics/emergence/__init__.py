"""Emergence: sharp transitions over size, and extrapolation from small models to large ones."""

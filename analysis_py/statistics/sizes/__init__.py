"""Breakpoints of the size curve, and sensitivity to the edges of size ranges."""

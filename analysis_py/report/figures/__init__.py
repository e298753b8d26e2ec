"""The figures, one module per page."""

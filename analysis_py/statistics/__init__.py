"""The statistics, a package per family of methods, as ``models/statistics`` has them."""

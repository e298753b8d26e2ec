"""The published file in forms that others read: records of runs, and data sets with metadata."""

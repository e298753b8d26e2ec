"""Readers of logs and tables: a module per format, from a file to one set of records."""

"""Does a conclusion survive other choices of rows, scales and tests."""

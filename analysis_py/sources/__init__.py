"""Reading and checking of a build's input files."""

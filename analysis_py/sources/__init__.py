"""Reading and checking of everything that a build starts from."""

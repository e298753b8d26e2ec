"""Recovery of the analyses behind printed tables of pairs."""

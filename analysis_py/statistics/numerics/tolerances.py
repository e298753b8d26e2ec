"""Relative tolerances below which a number is a rounding error."""

#: A sum of squares, such as that of a perfect fit, beside the total.
ROUNDING = 1e-12
#: A variance, an eigenvalue or a length beside the largest of its kind.
NEGLIGIBLE = 1e-10
#: What is left of a column of a design after others are taken from it, beside its length.
COLLINEAR = 1e-8
#: What the logarithms of two sizes may differ by and be one size.
SAME_LOG_SIZE = 1e-9

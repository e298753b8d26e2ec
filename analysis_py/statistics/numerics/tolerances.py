"""Relative tolerances below which a number is a rounding error."""

#: A sum of squares, such as that of a perfect fit, relative to the total.
ROUNDING = 1e-12
#: A variance, an eigenvalue or a length relative to the largest of its kind.
NEGLIGIBLE = 1e-10
#: The residual of a column of a design on others, relative to its length.
COLLINEAR = 1e-8
#: Largest difference of the logarithms of two equal sizes.
SAME_LOG_SIZE = 1e-9
#: Numbers that agree to so many decimal places are equal: what remains is rounding, which depends
#: on the processor. Before an order is made of them, they are rounded, so that keys break ties.
EQUAL_PLACES = 9

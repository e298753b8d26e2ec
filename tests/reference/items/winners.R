# The best of independent normal estimates, corrected (Andrews, Kitagawa and McCloskey 2024):
# hybrid interval, and the median-unbiased estimate within the projection interval.
# Rscript tests/reference/items/winners.R > tests/reference/items/winners.csv
cut <- function(z, low, high) {
  # of a normal cut to (low, high), from the tail where the digits are
  if (z >= high) return(1)
  if (z <= low) return(0)
  if (low > 0) {
    return((pnorm(low, lower.tail = FALSE) - pnorm(z, lower.tail = FALSE)) /
             (pnorm(low, lower.tail = FALSE) - pnorm(high, lower.tail = FALSE)))
  }
  (pnorm(z) - pnorm(low)) / (pnorm(high) - pnorm(low))
}
critical <- function(n, level) qnorm((1 + level^(1 / n)) / 2)
correct <- function(y, s, second, n, level) {
  alpha <- 1 - level; beta <- alpha / 10; tail <- (alpha - beta) / (1 - beta) / 2
  solve <- function(p, reach) {
    f <- function(m) cut((y - m) / s, (max(second, m - reach) - m) / s, reach / s) - p
    uniroot(f, c(y - reach, y + reach), tol = 1e-12)$root
  }
  inner <- critical(n, 1 - beta) * s; plain <- critical(n, level) * s
  c(solve(0.5, plain), solve(1 - tail, inner), solve(tail, inner), y - plain, y + plain)
}
cases <- expand.grid(gap = c(0.05, 0.5, 1, 2, 4), s = c(0.5, 2), n = c(2, 10, 500), level = c(0.9, 0.95))
cat("score,std_error,second,n,level,corrected,hybrid_low,hybrid_high,projection_low,projection_high\n")
for (i in seq_len(nrow(cases))) {
  k <- cases[i, ]
  found <- correct(80, k$s, 80 - k$gap * k$s, k$n, k$level)
  cat(paste(c(80, k$s, 80 - k$gap * k$s, k$n, k$level, sprintf("%.9f", found)), collapse = ","), "\n", sep = "")
}

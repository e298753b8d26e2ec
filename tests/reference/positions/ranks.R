# Rank confidence sets by direct simulation, all pairs of models one by one (Mogstad, Romano, Shaikh
# and Wilhelm 2024, Review of Economic Studies 91, 476-518): the reference of analysis_py/positions.
# R base only. Reads rows.csv, writes ranks.csv.
here <- "tests/reference/positions"
rows <- read.csv(file.path(here, "rows.csv"))
level <- 0.95
draws <- 40000
set.seed(20240112)

sets <- function(d) {
  p <- nrow(d)
  error <- d$std_error_pct
  noise <- matrix(rnorm(draws * p), draws, p) * rep(error, each = draws)
  largest <- matrix(0, draws, p) # of each model's standardised differences from all others
  for (j in seq_len(p)) {
    spread <- sqrt(error[j]^2 + error^2)
    z <- abs(noise[, j] - noise) / rep(spread, each = draws)
    z[, j] <- 0
    largest[, j] <- do.call(pmax, as.data.frame(z))
  }
  marginal <- apply(largest, 2, quantile, probs = level, names = FALSE)
  simultaneous <- quantile(do.call(pmax, as.data.frame(largest)), probs = level, names = FALSE)
  ends <- function(critical, spread) {
    gap <- outer(d$score_pct, d$score_pct, "-")
    c(critical) * spread -> margin
    better <- rowSums(gap < -margin)
    worse <- rowSums(gap > margin)
    cbind(1 + better, p - worse)
  }
  independent <- sqrt(outer(error^2, error^2, "+"))
  any <- outer(error, error, "+")
  one <- ends(marginal, independent)
  all <- ends(rep(simultaneous, p), independent)
  free <- ends(rep(qnorm(1 - (1 - level) / 2 / (p - 1)), p), any)
  data.frame(
    cohort_id = d$cohort_id, evaluation_id = d$evaluation_id,
    critical = marginal, critical_simultaneous = simultaneous,
    low = one[, 1], high = one[, 2],
    low_simultaneous = all[, 1], high_simultaneous = all[, 2],
    low_any = free[, 1], high_any = free[, 2]
  )
}

result <- do.call(rbind, lapply(split(rows, rows$cohort_id), sets))
write.csv(result, file.path(here, "ranks.csv"), row.names = FALSE, quote = FALSE)
cat(R.version.string, "\n")

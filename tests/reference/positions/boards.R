# Rank confidence sets of twenty models on each of two whole boards by direct simulation: every draw
# has an error for every model of the board, and every rival is looked at (Mogstad, Romano, Shaikh and
# Wilhelm 2024, Review of Economic Studies 91, 476-518). R base only. Reads boards.csv.gz, writes
# boards_ranks.csv.
here <- "tests/reference/positions"
rows <- read.csv(gzfile(file.path(here, "boards.csv.gz")))
level <- 0.95
draws <- 10000
chunk <- 500
n_models <- 20
set.seed(20240112)

sets <- function(d) {
  p <- nrow(d)
  error <- d$std_error_pct
  picked <- unique(round(seq(1, p, length.out = n_models)))
  spread <- sqrt(outer(error[picked]^2, error^2, "+"))
  largest <- matrix(0, draws, length(picked))
  for (start in seq(1, draws, by = chunk)) {
    noise <- matrix(rnorm(p * chunk), p, chunk) * error
    for (i in seq_along(picked)) {
      z <- abs(sweep(noise, 2, noise[picked[i], ])) / spread[i, ]
      largest[start:(start + chunk - 1), i] <- apply(z, 2, max)
    }
  }
  critical <- apply(largest, 2, quantile, probs = level, names = FALSE)
  bound <- qnorm(1 - (1 - level) / 2 / (p - 1))
  one <- function(i) {
    gap <- d$score_pct - d$score_pct[picked[i]]
    margin <- critical[i] * spread[i, ]
    free <- bound * (error + error[picked[i]])
    c(1 + sum(gap > margin), p - sum(gap < -margin), 1 + sum(gap > free), p - sum(gap < -free))
  }
  ends <- t(vapply(seq_along(picked), one, numeric(4)))
  data.frame(
    cohort_id = d$cohort_id[picked], evaluation_id = d$evaluation_id[picked], critical = critical,
    low = ends[, 1], high = ends[, 2], low_any = ends[, 3], high_any = ends[, 4]
  )
}

result <- do.call(rbind, lapply(split(rows, rows$cohort_id), sets))
write.csv(result, file.path(here, "boards_ranks.csv"), row.names = FALSE, quote = FALSE)
cat(R.version.string, "\n")

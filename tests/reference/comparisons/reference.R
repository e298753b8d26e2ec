# Reference values from R for the tests of tests/python/comparisons/ and tests/python/equivalence/;
# see README.md.
suppressPackageStartupMessages({
  library(jsonlite)
  library(car)
  library(multcompView)
})

here <- "tests/reference/comparisons"
groups <- read.csv(file.path(here, "groups.csv"))
confidence <- 0.95
margin <- 2
power <- 0.8

root <- function(f, low, high) uniroot(f, c(low, high), tol = 1e-12, maxiter = 10000)$root

# Several levels; a group of one row has no variance and is left out, as oneway.test would refuse it.
compare <- function(d) {
  d$level <- factor(d$level)
  several <- droplevels(d[d$level %in% names(which(table(d$level) > 1)), ])
  welch <- oneway.test(score ~ level, data = several)
  spread <- leveneTest(score ~ level, data = several, center = median)
  classic <- summary(aov(score ~ level, data = d))[[1]]
  list(
    welch = list(
      statistic = welch$statistic[[1]], df_num = welch$parameter[[1]],
      df_den = welch$parameter[[2]], p_value = welch$p.value
    ),
    brown_forsythe = list(
      statistic = spread$`F value`[1], df_num = spread$Df[1], df_den = spread$Df[2],
      p_value = spread$`Pr(>F)`[1]
    ),
    variance_shares = shares(classic$`F value`[1], classic$Df[1], classic$Df[2]),
    pairs = pairs_of(several)
  )
}

# Interval of the noncentrality of F by inverting pf. R's pf with ncp is good to about 1e-12.
shares <- function(f, df1, df2) {
  tail <- (1 - confidence) / 2
  bound <- function(p) {
    if (pf(f, df1, df2) <= p) return(0)
    root(function(ncp) pf(f, df1, df2, ncp = ncp) - p, 0, 10 * df1 * (f + 10))
  }
  low <- bound(1 - tail)
  high <- bound(tail)
  n <- df1 + df2 + 1
  list(
    statistic = f, df_num = df1, df_den = df2, noncentrality_low = low, noncentrality_high = high,
    ci_low = low / (low + n), ci_high = high / (high + n)
  )
}

pairs_of <- function(d) {
  k <- nlevels(d$level)
  sets <- split(d$score, d$level)
  ends <- combn(names(sets), 2)
  do.call(rbind, apply(ends, 2, function(end) {
    x <- sets[[end[1]]]
    y <- sets[[end[2]]]
    welch <- t.test(x, y, conf.level = 1 - 2 * (1 - confidence))
    df <- welch$parameter[[1]]
    se <- welch$stderr
    q <- abs(mean(x) - mean(y)) / se * sqrt(2)
    # ptukey refuses less than two degrees of freedom
    critical <- if (df < 2) NA else root(
      function(q) ptukey(q, k, df, lower.tail = FALSE) - (1 - confidence), 0.1, 100
    )
    data.frame(
      group_a = end[1], group_b = end[2],
      estimate = mean(x) - mean(y), std_error = se, df_den = df, statistic = q,
      p_adjusted = if (df < 2) NA else ptukey(q, k, df, lower.tail = FALSE),
      ci_low = mean(x) - mean(y) - critical * se / sqrt(2),
      ci_high = mean(x) - mean(y) + critical * se / sqrt(2),
      # t.test's own interval at 1 - 2 alpha, and its two one-sided tests against the margins
      ci_low_equivalence = welch$conf.int[1], ci_high_equivalence = welch$conf.int[2],
      p_lower = t.test(x, y, mu = -margin, alternative = "greater")$p.value,
      p_upper = t.test(x, y, mu = margin, alternative = "less")$p.value,
      detectable = detectable(se, df, qt(1 - (1 - confidence) / 2, df)),
      detectable_adjusted = detectable(se, df, critical / sqrt(2)),
      hedges(x, y)
    )
  }, simplify = FALSE))
}

detectable <- function(se, df, critical) {
  if (is.na(critical)) return(NA)
  missed <- function(ncp) pt(critical, df, ncp) - pt(-critical, df, ncp)
  se * root(function(ncp) missed(ncp) - (1 - power), 0, critical + 10)
}

# R's pt takes a noncentrality up to 37.62; beyond that the interval is left out.
hedges <- function(x, y) {
  n <- c(length(x), length(y))
  df <- sum(n) - 2
  pooled <- sqrt(((n[1] - 1) * var(x) + (n[2] - 1) * var(y)) / df)
  unit <- sqrt(sum(1 / n))
  d <- (mean(x) - mean(y)) / pooled
  t <- d / unit
  tail <- (1 - confidence) / 2
  bound <- function(p) {
    if (abs(t) > 25) return(NA)
    root(function(ncp) pt(t, df, ncp) - p, -37, 37) * unit
  }
  data.frame(
    pooled_std_dev = pooled,
    g = d * exp(lgamma(df / 2) - lgamma((df - 1) / 2)) / sqrt(df / 2),
    g_low = bound(1 - tail), g_high = bound(tail)
  )
}

# Random decisions on pairs, from differences of means in units of a critical difference
letters_of <- function(seed) {
  set.seed(seed)
  k <- sample(3:9, 1)
  mean <- sort(rnorm(k, sd = 2), decreasing = TRUE)
  names <- paste0("level", seq_len(k))
  ends <- combn(k, 2)
  width <- runif(ncol(ends), 0.5, 2.5)
  different <- abs(mean[ends[1, ]] - mean[ends[2, ]]) > width
  names(different) <- paste(names[ends[1, ]], names[ends[2, ]], sep = "-")
  list(
    levels = names, different = t(ends[, different, drop = FALSE]),
    letters = as.list(multcompLetters(different)$Letters)
  )
}

p_values <- list(
  few = c(0.01, 0.04, 0.03, 0.005, 0.2, 0.9), ties = c(0.02, 0.02, 0.02, 0.5, 0.5, 1),
  tiny = c(1e-300, 1e-12, 2e-300, 0.049, 0.011, 0.6), one = 0.03
)

reference <- list(
  r = R.version.string,
  packages = list(car = format(packageVersion("car")),
                  multcompView = format(packageVersion("multcompView"))),
  confidence_level = confidence, margin = margin, power = power,
  comparisons = lapply(split(groups, groups$dataset), compare),
  letters = lapply(1:40, letters_of),
  adjusted = lapply(p_values, function(p) list(
    p_value = I(p), holm = I(p.adjust(p, "holm")), benjamini_hochberg = I(p.adjust(p, "BH"))
  ))
)
write_json(reference, file.path(here, "reference.json"), digits = NA, auto_unbox = TRUE, pretty = TRUE)

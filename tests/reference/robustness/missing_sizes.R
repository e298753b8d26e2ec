# Writes missing_sizes.csv: clustered differences, pooled estimates and worst cases.
#
# Rscript tests/reference/robustness/missing_sizes.R, in the project's folder; R 4.5, clubSandwich 0.5. The
# completed data sets are made by a rule that both sides can follow: in the i-th, the j-th unknown size
# (counted from 1, in the order of rows.csv) is that of known row (7 i + 3 j) mod n + 1.
suppressPackageStartupMessages(library(clubSandwich))

folder <- "tests/reference/robustness"
rows <- read.csv(file.path(folder, "rows.csv"))
ranges <- c("[0,1.5)", "[1.5,3)", "[3,7)", "[7,13)", "[13,35)", "[35,180]")
known <- which(rows$parameter_range != "unknown")
unknown <- which(rows$parameter_range == "unknown")

difference <- function(level, y, a, b) {
  used <- level %in% c(a, b)
  fit <- lm(y ~ is_a, data.frame(y = y[used], is_a = level[used] == a))
  tested <- coef_test(fit, vcov = "CR2", cluster = rows$base_family[used], test = "Satterthwaite")
  c(coef(fit)[2], tested$SE[2]^2, tested$df_Satt[2])
}

results <- list()
for (benchmark in c("arc", "gsm8k")) {
  y <- rows[[benchmark]]
  for (i in 1:5) {
    a <- ranges[i + 1]
    b <- ranges[i]
    sized <- difference(rows$parameter_range, y, a, b)
    completed <- sapply(0:19, function(m) {
      level <- rows$parameter_range
      level[unknown] <- level[known[(7 * m + 3 * seq_along(unknown)) %% length(known) + 1]]
      difference(level, y, a, b)
    })
    df <- sized[3]
    # Rubin (1987), Barnard and Rubin (1999), by hand
    m <- ncol(completed)
    between <- var(completed[1, ])
    total <- mean(completed[2, ]) + (1 + 1 / m) * between
    lambda <- (1 + 1 / m) * between / total
    old <- (m - 1) / lambda^2
    observed <- (df + 1) / (df + 3) * df * (1 - lambda)
    # worst cases by trying every number of unknown rows, best first
    extreme <- function(group, sign) {
      scores <- y[rows$parameter_range == group]
      added <- sort(y[unknown], decreasing = sign > 0)
      means <- sapply(0:length(added), function(n) mean(c(scores, head(added, n))))
      if (sign > 0) max(means) else min(means)
    }
    results[[length(results) + 1]] <- data.frame(
      benchmark, group_a = a, group_b = b,
      estimate = sized[1], std_error = sqrt(sized[2]), df_den = df, pooled = mean(completed[1, ]),
      pooled_error = sqrt(total), pooled_df = old * observed / (old + observed), lambda,
      bound_low = extreme(a, -1) - extreme(b, 1), bound_high = extreme(a, 1) - extreme(b, -1)
    )
  }
}
table <- do.call(rbind, results)
numeric <- sapply(table, is.numeric)
table[numeric] <- lapply(table[numeric], format, digits = 14, trim = TRUE)
write.csv(table, file.path(folder, "missing_sizes.csv"), row.names = FALSE, quote = which(!numeric))

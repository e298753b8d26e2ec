# Writes truncation.csv: differences of groups with a model of the ceiling at 52.68.
#
# Rscript tests/reference/robustness/truncation.R, in the project's folder; R 4.5, numDeriv. The whole
# likelihood of (score, average), the average cut off above, is maximised by optim, and its scores and
# Hessian are taken numerically; nothing is split into two regressions as the project does.
library(numDeriv)

folder <- "tests/reference/robustness"
rows <- read.csv(file.path(folder, "rows.csv"))
ceiling <- 52.68
results <- list()

for (factor in c("training_type", "parameter_range")) {
  for (benchmark in c("arc", "gsm8k")) {
    data <- rows[rows[[factor]] != "unknown" | factor == "training_type", ]
    group <- factor(data[[factor]], levels = sort(unique(data[[factor]]), method = "radix"))
    k <- nlevels(group)
    g <- as.integer(group)
    a <- data$average
    y <- data[[benchmark]]
    # mean average, log sd, level at the mean average of all, slope, log residual sd
    centre <- mean(a)
    rowwise <- function(p) {
      mu <- p[1:k][g]
      sd <- exp(p[k + 1])
      level <- p[k + 1 + 1:k][g]
      slope <- p[2 * k + 2]
      rest <- exp(p[2 * k + 3])
      dnorm(a, mu, sd, log = TRUE) - pnorm(ceiling, mu, sd, log.p = TRUE) +
        dnorm(y, level + slope * (a - centre), rest, log = TRUE)
    }
    fit <- lm(y ~ 0 + group + I(a - centre))
    start <- c(tapply(a, g, mean), log(sd(a)), coef(fit), log(summary(fit)$sigma))
    minus <- function(p) -sum(rowwise(p))
    for (i in 1:6) {
      found <- optim(start, minus, method = "BFGS", control = list(maxit = 5000, reltol = 1e-15))
      start <- found$par
    }
    # Newton, for the last digits
    for (i in 1:4) start <- start - solve(hessian(minus, start), grad(minus, start))
    bread <- solve(hessian(minus, start))
    scores <- jacobian(rowwise, start)
    sums <- rowsum(scores, data$base_family)
    clusters <- nrow(sums)
    sandwich <- bread %*% crossprod(sums) %*% bread * clusters / (clusters - 1)
    mean_score <- function(p) p[k + 1 + 1:k] + p[2 * k + 2] * (p[1:k] - centre)
    pairs <- if (factor == "training_type") {
      rbind(c("pretrained", "fine-tuned"), c("instruction-tuned", "fine-tuned"))
    } else {
      rbind(c("[7,13)", "[3,7)"), c("[13,35)", "[7,13)"))
    }
    for (i in seq_len(nrow(pairs))) {
      ends <- match(pairs[i, ], levels(group))
      contrast <- function(p) diff(rev(mean_score(p)[ends]))
      d <- grad(contrast, start)
      results[[length(results) + 1]] <- data.frame(
        factor, benchmark, group_a = pairs[i, 1], group_b = pairs[i, 2],
        estimate = contrast(start), std_error = sqrt(drop(d %*% sandwich %*% d)),
        sd = exp(start[k + 1])
      )
    }
  }
}
table <- do.call(rbind, results)
numeric <- sapply(table, is.numeric)
table[numeric] <- lapply(table[numeric], format, digits = 12, trim = TRUE)
write.csv(table, file.path(folder, "truncation.csv"), row.names = FALSE, quote = which(!numeric))

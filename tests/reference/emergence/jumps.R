# Writes jumps.csv: reference values for the test of a jump against gradual curves.
#
# Rscript tests/reference/emergence/jumps.R, in the project's folder; R 4.5. Every candidate curve is
# a linear model (lm.fit) on the rows of rows.csv; the places and widths are those of
# analysis_py/emergence/jump_curves.py. p_value is a parametric bootstrap with R's own random numbers.
library(splines)

folder <- "tests/reference/emergence"
rows <- read.csv(file.path(folder, "rows.csv"))
set.seed(20240112)
results <- list()

for (benchmark in unique(rows$benchmark_id)) {
  data <- rows[rows$benchmark_id == benchmark, ]
  data <- data[order(data$log_parameters_b), ]
  x <- data$log_parameters_b
  n <- length(x)
  side <- max(5, ceiling(0.1 * n))
  sizes <- sort(unique(x))
  inner <- sizes[sizes >= x[side] & sizes <= x[n - side + 1]]
  inner <- inner[unique(round(seq(0, length(inner) - 1, length.out = 50))) + 1]
  middles <- quantile(x, seq(0.02, 0.98, length.out = 15))
  logistics <- function(widths) {
    grid <- expand.grid(width = widths, middle = middles)
    lapply(seq_len(nrow(grid)), function(i) {
      cbind(1, plogis((x - grid$middle[i]) / (log(grid$width[i]) / (2 * log(9)))))
    })
  }
  spline <- function(p) {
    knots <- quantile(x, seq(0.05, 0.95, length.out = p))
    list(cbind(1, ns(x, knots = knots[-c(1, p)], Boundary.knots = knots[c(1, p)])))
  }
  shapes <- list(
    list("flat", 1, FALSE, list(matrix(1, n, 1))),
    list("line", 2, FALSE, list(cbind(1, x))),
    list("broken_line", 4, FALSE, lapply(inner, function(at) cbind(1, x, pmax(x - at, 0)))),
    list("smooth", 4, FALSE, spline(4)),
    list("smooth", 5, FALSE, spline(5)),
    list("smooth", 6, FALSE, spline(6)),
    list("sigmoid", 4, FALSE, logistics(c(2.5, 4, 8, 16, 64, 1024))),
    list("step", 3, TRUE, lapply(head(inner, -1), function(at) cbind(1, x > at))),
    list("sigmoid", 4, TRUE, logistics(c(1.25, 1.5, 2)))
  )
  sharp <- sapply(shapes, `[[`, 3)
  # per shape the smallest BIC of each column of y, and the fit of the first
  fit <- function(y) {
    y <- as.matrix(y)
    best <- sapply(shapes, function(shape) {
      rss <- sapply(shape[[4]], function(design) {
        colSums(matrix(lm.fit(design, y)$residuals^2, nrow = n))
      })
      rss <- apply(matrix(rss, nrow = ncol(y)), 1, min)
      n * log(rss / n) + (shape[[2]] + 1) * log(n)
    })
    matrix(best, nrow = ncol(y))
  }
  gain <- function(bic) {
    apply(bic[, !sharp, drop = FALSE], 1, min) - apply(bic[, sharp, drop = FALSE], 1, min)
  }
  y <- data$score_pct
  bic <- fit(y)
  best <- which(!sharp)[which.min(bic[1, !sharp])]
  candidates <- shapes[[best]][[4]]
  residuals <- lapply(candidates, function(design) lm.fit(design, y)$residuals)
  residual <- residuals[[which.min(sapply(residuals, function(r) sum(r^2)))]]
  sd <- sqrt(sum(residual^2) / (n - shapes[[best]][[2]]))
  samples <- (y - residual) + matrix(rnorm(n * 1999, 0, sd), nrow = n)
  observed <- gain(bic)
  p <- (1 + sum(gain(fit(samples)) >= observed)) / 2000
  results[[benchmark]] <- rbind(
    data.frame(
      benchmark, name = sapply(shapes, `[[`, 1), n_parameters = sapply(shapes, `[[`, 2),
      is_sharp = sharp, bic = bic[1, ]
    ),
    data.frame(benchmark, name = c("gain", "residual_sd", "p_value"), n_parameters = NA,
      is_sharp = NA, bic = c(observed, sd, p))
  )
}
table <- do.call(rbind, results)
names(table)[5] <- "value"
table$value <- format(table$value, digits = 14, trim = TRUE)
write.csv(table, file.path(folder, "jumps.csv"), row.names = FALSE, quote = FALSE)

# Writes models.csv and forecasts.csv from rows.csv: rival curves of ability over size.
#
# Rscript tests/reference/emergence/emergence.R, in the project's folder; R 4.5, segmented 2.1-4,
# mgcv 1.9. rows.csv is the cohort openllm_v1, one row per base family, with three benchmarks.
suppressMessages(library(segmented))
library(mgcv)

folder <- "tests/reference/emergence"
rows <- read.csv(file.path(folder, "rows.csv"))
cut <- log(7)

models_of <- function(benchmark) {
  data <- rows[rows$benchmark_id == benchmark, ]
  names(data)[3:4] <- c("x", "y")
  flat <- lm(y ~ 1, data)
  line <- lm(y ~ x, data)

  # every place for the step that leaves a tenth of the rows on either side
  sorted <- sort(data$x)
  n <- nrow(data)
  side <- ceiling(0.1 * n)
  sizes <- unique(sorted)
  ends <- sizes[sizes >= sorted[side]]
  ends <- ends[ends < sorted[n - side + 1]]
  steps <- lapply(ends, function(end) lm(y ~ I(x > end), data))
  best <- which.min(sapply(steps, deviance))
  location <- (ends[best] + sizes[which(sizes == ends[best]) + 1]) / 2

  # from several starts, because the search of segmented is local
  set.seed(1)
  broken <- lapply(quantile(data$x, seq(0.15, 0.85, 0.1)), function(start) {
    tryCatch(
      segmented(line, seg.Z = ~x, psi = start, control = seg.control(tol = 1e-12, it.max = 200, n.boot = 20)),
      error = function(e) NULL
    )
  })
  broken <- Filter(function(fit) inherits(fit, "segmented"), broken)
  broken <- broken[[which.min(sapply(broken, deviance))]]

  # the logistic given its middle and scale is a straight line; those two are searched from a grid
  shape <- function(p) plogis((data$x - p[1]) / exp(p[2]))
  profile <- function(p) sum(lm.fit(cbind(1, shape(p)), data$y)$residuals^2)
  starts <- expand.grid(quantile(data$x, c(0.2, 0.4, 0.6, 0.8)), log(c(0.2, 0.5, 1, 2)))
  # steeper than the steepest one searched, it would be a step
  span <- diff(range(data$x))
  lower <- c(min(data$x), log(0.05))
  upper <- c(max(data$x), log(4 * span))
  found <- apply(starts, 1, function(start) {
    first <- optim(pmin(pmax(start, lower), upper), function(p) {
      if (any(p < lower | p > upper)) Inf else profile(p)
    }, control = list(reltol = 1e-15, maxit = 2000))
    best <- nlminb(first$par, profile, lower = lower, upper = upper,
                   control = list(rel.tol = 1e-15, iter.max = 2000, eval.max = 4000))
    list(par = best$par, value = best$objective)
  })
  optimum <- found[[which.min(sapply(found, function(fit) fit$value))]]
  sigmoid <- lm(y ~ shape(optimum$par), data)
  smooth <- gam(y ~ s(x, k = 10), data = data, method = "REML")
  row <- function(model, fit, bic, location = NA, width = NA) {
    data.frame(benchmark, model, rss = deviance(fit), bic, location, width)
  }
  # lm does not know of the place of the step, nor of the middle and scale of the logistic
  rbind(
    row("flat", flat, BIC(flat)), row("line", line, BIC(line)),
    row("step", steps[[best]], BIC(steps[[best]]) + log(n), location, 0),
    row("broken_line", broken, BIC(broken), broken$psi[1, "Est."]),
    row("sigmoid", sigmoid, BIC(sigmoid) + 2 * log(n), optimum$par[1], 2 * log(9) * exp(optimum$par[2])),
    row("smooth", smooth, n * (log(2 * pi * deviance(smooth) / n) + 1) + (sum(smooth$edf) + 1) * log(n))
  )
}

forecast_of <- function(benchmark) {
  data <- rows[rows$benchmark_id == benchmark, ]
  names(data)[3:4] <- c("x", "y")
  within <- data[data$x <= cut, ]
  beyond <- data[data$x > cut, ]
  fit <- lm(y ~ x, within)
  error <- beyond$y - predict(fit, beyond)
  data.frame(
    benchmark, n_within = nrow(within), n_beyond = nrow(beyond), rmse_within = sigma(fit),
    rmse_beyond = sqrt(mean(error^2)), bias = mean(error)
  )
}

write <- function(table, name) {
  numeric <- sapply(table, is.numeric)
  table[numeric] <- lapply(table[numeric], format, digits = 15, trim = TRUE)
  write.csv(table, file.path(folder, name), row.names = FALSE, quote = FALSE, na = "")
}

benchmarks <- c("arc", "mmlu", "truthfulqa")
write(do.call(rbind, lapply(benchmarks, models_of)), "models.csv")
write(do.call(rbind, lapply(benchmarks, forecast_of)), "forecasts.csv")

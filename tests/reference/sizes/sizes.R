# Writes breakpoints.csv from rows.csv: reference values for breakpoints.
#
# Rscript tests/reference/sizes/sizes.R, in the project's folder; R 4.5, segmented 2.1-4.
# rows.csv is the cohort paper_2024_01 with the rows of known size and two of its benchmarks.
suppressMessages(library(segmented))

folder <- "tests/reference/sizes"
rows <- read.csv(file.path(folder, "rows.csv"))
rows$x <- log(rows$parameters_b)
by_size <- aggregate(cbind(arc, truthfulqa) ~ x, rows, mean)

breakpoint <- function(data, benchmark, unit, low, high) {
  data$y <- data[[benchmark]]
  line <- lm(y ~ x, data)
  # an independent search: the least residual sum of squares over a fine grid, then between its neighbours
  rss <- function(psi) deviance(lm(y ~ x + pmax(x - psi, 0), data))
  # the sum of squares has kinks at the data's own sizes, so these are candidates too
  grid <- sort(unique(c(seq(log(low), log(high), length.out = 400), data$x[data$x >= log(low) & data$x <= log(high)])))
  values <- sapply(grid, rss)
  i <- which.min(values)
  best <- optimize(rss, grid[c(max(i - 1, 1), i)], tol = 1e-10)
  right <- optimize(rss, grid[c(i, min(i + 1, length(grid)))], tol = 1e-10)
  if (right$objective < best$objective) best <- right
  if (values[i] < best$objective) best <- list(minimum = grid[i], objective = values[i])
  # segmented searches from where the grid search ended
  fit <- segmented(line, seg.Z = ~x, psi = best$minimum, control = seg.control(n.boot = 0, tol = 1e-12, it.max = 200))
  slopes <- slope(fit)$x
  data.frame(
    benchmark, unit, low, high, breakpoint_grid = best$minimum, rss_grid = best$objective, rss_line = deviance(line),
    breakpoint = fit$psi[1, "Est."], std_error = fit$psi[1, "St.Err"], rss = deviance(fit),
    slope_before = slopes[1, 1], slope_before_std_error = slopes[1, 2],
    slope_after = slopes[2, 1], slope_after_std_error = slopes[2, 2],
    davies = davies.test(line, ~x, values = seq(log(low), log(high), length.out = 100), type = "wald")$p.value
  )
}

write <- function(table, name) {
  numeric <- sapply(table, is.numeric)
  table[numeric] <- lapply(table[numeric], function(v) sapply(v, format, digits = 15, trim = TRUE))
  write.csv(table, file.path(folder, name), row.names = FALSE, quote = which(!numeric))
}

limits <- read.csv(file.path(folder, "limits.csv"))
write(do.call(rbind, lapply(seq_len(nrow(limits)), function(i) {
  case <- limits[i, ]
  data <- if (case$unit == "size") by_size else rows
  breakpoint(data, case$benchmark, case$unit, case$low, case$high)
})), "breakpoints.csv")

# GAMMs with a random effect of the base family, computed with R's mgcv.
#
#   Rscript clustered.R fits.csv frames values.json
#
# `fits.csv` names the fits (cohort_id, gamm, benchmark_id, formula), `frames` is the folder of the
# cohorts' frames. mgcv is only run, through its documented functions; README.md of the folder above
# says what each value is.

suppressPackageStartupMessages({
  library(mgcv)
  library(jsonlite)
})

arguments <- commandArgs(TRUE)
jobs <- read.csv(arguments[1], colClasses = "character")
grid_points <- 100
draws <- 10000
seed <- 20240112
level <- 0.95
# gam() takes minutes for some hundreds of levels on more rows than this; bam() gives the same fit.
gam_rows <- 1500
factors <- c("training_type", "architecture", "base_family", "uploader")

# Every knot: the default thin-plate basis takes a random 2,000 of more values.
with_knots <- function(formula) {
  as.formula(gsub("(s\\(log_[a-z_0-9]+)", "\\1, xt=list(max.knots=20000)", formula))
}

# The rows of a fit, with levels in byte order: the first is the reference level.
rows_of <- function(job, formula) {
  frame <- read.csv(file.path(arguments[2], paste0(job$cohort_id, ".csv.gz")), na.strings = "",
    colClasses = list(training_type = "character", architecture = "character",
      base_family = "character"))
  rows <- frame[complete.cases(frame[all.vars(formula)]), ]
  for (column in intersect(factors, all.vars(formula))) {
    rows[[column]] <- factor(rows[[column]], sort(unique(rows[[column]]), method = "radix"))
  }
  rows
}

term_name <- function(smooth) {
  if (smooth$by == "NA" || is_random(smooth)) return(smooth$label)
  paste0("s(", smooth$term, "):", smooth$by, "=", smooth$by.level)
}

is_random <- function(smooth) inherits(smooth, "random.effect")
short <- function(values) signif(unname(as.numeric(values)), 10)

# Columns of one smooth at chosen values of its covariate; a level's smooth is that of the level.
basis_at <- function(smooth, x) {
  new <- setNames(data.frame(x), smooth$term)
  if (smooth$by != "NA") new[[smooth$by]] <- factor(smooth$by.level, smooth$by.level)
  smooth$by.done <- NULL
  PredictMat(smooth, new)
}

# Where the band of the slope, joined linearly between grid points, lies above zero.
stretches <- function(x, edge) {
  found <- list()
  start <- NA
  crossing <- function(i) x[i] + edge[i] / (edge[i] - edge[i + 1]) * (x[i + 1] - x[i])
  for (i in seq_along(x)) {
    if (edge[i] > 0 && is.na(start)) start <- if (i == 1) x[1] else crossing(i - 1)
    if (!is.na(start) && (edge[i] <= 0 || i == length(x))) {
      found <- c(found, list(c(start, if (edge[i] > 0) x[i] else crossing(i - 1))))
      start <- NA
    }
  }
  found
}

# Curve, slope by central differences, simultaneous band of the slope by simulation from the
# posterior, and where it excludes zero.
smooth_values <- function(fit, smooth, rows) {
  index <- smooth$first.para:smooth$last.para
  V <- fit$Vp[index, index]
  b <- coef(fit)[index]
  own <- if (smooth$by == "NA") rows else rows[rows[[smooth$by]] == smooth$by.level, ]
  x <- seq(min(own[[smooth$term]]), max(own[[smooth$term]]), length.out = grid_points)
  X <- basis_at(smooth, x)
  h <- 1e-5 * diff(range(x))
  D <- (basis_at(smooth, x + h) - basis_at(smooth, x - h)) / (2 * h)
  slope <- as.numeric(D %*% b)
  error <- sqrt(pmax(rowSums((D %*% V) * D), 0))
  set.seed(seed)
  decomposition <- eigen(V, symmetric = TRUE)
  root <- decomposition$vectors %*% diag(sqrt(pmax(decomposition$values, 0)), length(index))
  seen <- error > 1e-8 * max(error)
  deviations <- abs(D[seen, ] %*% root %*% matrix(rnorm(length(index) * draws), length(index))) / error[seen]
  critical <- unname(quantile(apply(deviations, 2, max), level))
  intervals <- c(
    lapply(stretches(x, slope - critical * error), function(s) list(direction = "rise", low = s[1], high = s[2])),
    lapply(stretches(x, -slope - critical * error), function(s) list(direction = "fall", low = s[1], high = s[2]))
  )
  list(
    x = short(x), estimate = short(X %*% b), std_error = short(sqrt(pmax(rowSums((X %*% V) * X), 0))),
    slope = short(slope), slope_std_error = short(error), critical_value = critical,
    intervals = intervals
  )
}

tidy_fit <- function(job) {
  formula <- with_knots(job$formula)
  rows <- rows_of(job, formula)
  began <- proc.time()[["elapsed"]]
  engine <- if (nrow(rows) > gam_rows) "bam" else "gam"
  # The default tolerance stops short where a smoothing parameter is on its way to infinity.
  control <- gam.control(newton = list(conv.tol = 1e-10))
  fit <- if (engine == "gam") gam(formula, data = rows, method = "REML", control = control) else
    bam(formula, data = rows, method = "fREML")
  seconds <- proc.time()[["elapsed"]] - began
  s <- summary(fit)
  table <- s$s.table
  curves <- list()
  for (smooth in Filter(Negate(is_random), fit$smooth)) {
    curves[[term_name(smooth)]] <- smooth_values(fit, smooth, rows)
  }
  families <- Filter(function(smooth) smooth$label == "s(base_family)", fit$smooth)[[1]]
  index <- families$first.para:families$last.para
  effects <- list(
    level = levels(rows$base_family), estimate = short(coef(fit)[index]),
    std_error = short(sqrt(diag(fit$Vp)[index]))
  )
  # Levels enough to see that all are right, and not all of them.
  kept <- unique(round(seq(1, length(index), length.out = min(25, length(index)))))
  message(sprintf("%s %s %s: n = %d, %d families, %.1f s", job$cohort_id, job$gamm,
    job$benchmark_id, nrow(rows), length(index), seconds))
  list(
    cohort_id = job$cohort_id, gamm = job$gamm, benchmark_id = job$benchmark_id,
    formula = job$formula, engine = engine, n_obs = nrow(rows), n_families = length(index), seconds = round(seconds, 2),
    reml = as.numeric(fit$gcv.ubre), scale = fit$sig2, edf_total = sum(fit$edf),
    r_squared_adjusted = s$r.sq, deviance_explained = s$dev.expl,
    intercept = unname(coef(fit)[1]), intercept_std_error = sqrt(fit$Vp[1, 1]),
    terms = data.frame(
      term = vapply(fit$smooth, term_name, ""),
      term_type = ifelse(vapply(fit$smooth, is_random, NA), "random", "smooth"),
      edf = table[, 1], ref_df = table[, 2], p_value = table[, 4], sp = as.numeric(fit$sp),
      row.names = NULL
    ),
    random = lapply(effects, function(values) values[kept]),
    curves = curves
  )
}

fits <- lapply(seq_len(nrow(jobs)), function(i) tidy_fit(jobs[i, ]))
text <- toJSON(list(
  made_with = list(R = R.version.string, mgcv = as.character(packageVersion("mgcv"))),
  seed = seed, draws = draws, level = level, fits = fits
), auto_unbox = TRUE, digits = I(15), na = "null", null = "null")
writeLines(gsub('{"cohort_id":', '\n{"cohort_id":', text, fixed = TRUE), arguments[3])

# Reference values of the GAMM engine, computed with R's mgcv on the frames of this folder.
#
#   Rscript tests/reference/gamm/reference.R [cohort ...]
#
# One JSON file per cohort (default: every cohort with a frame). mgcv is only run, through its
# documented functions; README.md says what each value is and how to install R.

suppressPackageStartupMessages({
  library(mgcv)
  library(jsonlite)
})

script <- sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE)[1])
folder <- dirname(normalizePath(script))

benchmarks <- c("arc", "hellaswag", "mmlu", "truthfulqa", "winogrande", "gsm8k")
gamms <- c("size", "size_with_type", "size_by_type", "interplay")
grid_points <- 60
seed <- 20240112
# The default thin-plate basis starts from a random subset of 2,000 covariate values where there
# are more; with this limit it starts from all of them and does not depend on a random state.
max_knots <- 20000

# ---- formulas ---------------------------------------------------------------------------------

# `shown` is the formula in the project's words; `fitted` adds the knot limit to every smooth.
gamm_formula <- function(gamm, benchmark, knots = max_knots) {
  response <- paste0("log_", benchmark)
  architecture <- "s(architecture, bs=\"re\")"
  shown <- switch(gamm,
    size = c("s(log_parameters_b)", architecture),
    size_with_type = c("s(log_parameters_b)", "s(training_type, bs=\"re\")", architecture),
    size_by_type = c("s(log_parameters_b, by=training_type)", "training_type", architecture),
    interplay = c(
      paste0("s(log_", setdiff(benchmarks, benchmark), ")"), "s(log_parameters_b)", architecture
    )
  )
  smooth <- grepl("^s\\(log_", shown)
  fitted <- shown
  if (!is.null(knots)) {
    fitted[smooth] <- sub("\\)$", paste0(", xt=list(max.knots=", knots, "))"), shown[smooth])
  }
  list(
    shown = paste(response, "~", paste(shown, collapse = " + ")),
    fitted = as.formula(paste(response, "~", paste(fitted, collapse = " + ")))
  )
}

read_frame <- function(cohort) {
  path <- file.path(folder, "frames", paste0(cohort, ".csv.gz"))
  frame <- read.csv(path, colClasses = c(
    evaluation_id = "character", training_type = "character", architecture = "character"
  ), na.strings = "")
  frame
}

# Rows without a missing value, with levels in byte order: the first is the reference level.
complete_cases <- function(frame, formula) {
  rows <- frame[complete.cases(frame[all.vars(formula)]), ]
  for (column in c("training_type", "architecture")) {
    rows[[column]] <- factor(rows[[column]], sort(unique(rows[[column]]), method = "radix"))
  }
  rows
}

# ---- fitting ----------------------------------------------------------------------------------

fit_model <- function(engine, formula, rows, start = NULL) {
  switch(engine,
    gam_reml = gam(formula, data = rows, method = "REML", in.out = start),
    bam_freml = bam(formula, data = rows, method = "fREML"),
    bam_discrete = bam(formula, data = rows, method = "fREML", discrete = TRUE, nthreads = 1),
    bam_discrete_all_values =
      bam(formula, data = rows, method = "fREML", discrete = max_knots, nthreads = 1)
  )
}

# The restricted likelihood can have more than one optimum, so the fit is repeated from other
# smoothing parameters; the best one is the reference and all of them are reported.
fit_from_several_starts <- function(formula, rows) {
  first <- fit_model("gam_reml", formula, rows)
  fits <- list(first)
  for (factor in c(1e-4, 1e4)) {
    start <- list(sp = pmin(pmax(first$sp * factor, 1e-8), 1e10), scale = first$sig2)
    again <- tryCatch(fit_model("gam_reml", formula, rows, start), error = function(e) NULL)
    if (!is.null(again)) fits <- c(fits, list(again))
  }
  scores <- vapply(fits, function(fit) as.numeric(fit$gcv.ubre), 0)
  best <- fits[[which.min(scores)]]
  list(fit = best, optima = data.frame(
    start = c("default", "sp * 1e-4", "sp * 1e4")[seq_along(fits)],
    reml = scores,
    edf_total = vapply(fits, function(fit) sum(fit$edf), 0),
    max_edf_difference = vapply(fits, function(fit) {
      max(abs(smooth_edf(fit) - smooth_edf(best)))
    }, 0)
  ))
}

smooth_edf <- function(fit) {
  vapply(fit$smooth, function(s) sum(fit$edf[s$first.para:s$last.para]), 0)
}

# ---- tidying ----------------------------------------------------------------------------------

# mgcv labels a level's smooth `s(x):glevel`; the project writes `s(x):g=level`.
term_name <- function(smooth) {
  if (smooth$by == "NA") return(smooth$label)
  paste0("s(", smooth$term, "):", smooth$by, "=", smooth$by.level)
}

is_random <- function(smooth) inherits(smooth, "random.effect")

# Ten digits for curves (their tolerance is 1e-3 of the range) keep the files small.
short <- function(values) signif(unname(as.numeric(values)), 10)

covariate_grid <- function(rows, formula) {
  numeric <- setdiff(all.vars(formula)[-1], c("training_type", "architecture"))
  grid <- lapply(rows[numeric], function(x) seq(min(x), max(x), length.out = grid_points))
  as.data.frame(grid)
}

# Partial effects with their standard errors, as plotted: without the uncertainty of the intercept,
# centred to a mean of zero over the rows of the fit. `gam` centres so by itself (a level's smooth
# over the rows of every level), but a discrete fit is centred over distinct values, so that its
# curves and bands would differ by a shift that goes into the intercept.
smooth_curves <- function(fit, rows, grid) {
  curves <- list()
  for (smooth in Filter(Negate(is_random), fit$smooth)) {
    index <- smooth$first.para:smooth$last.para
    at_rows <- basis_of(fit, rows, rows, smooth$by.level)[, index]
    basis <- sweep(basis_of(fit, grid, rows, smooth$by.level)[, index], 2, colMeans(at_rows))
    variance <- rowSums((basis %*% fit$Vp[index, index]) * basis)
    curves[[term_name(smooth)]] <- list(
      estimate = short(basis %*% coef(fit)[index]), std_error = short(sqrt(variance))
    )
  }
  curves
}

# The model matrix at new covariate values, with training type held at one level.
basis_of <- function(fit, new, rows, level = NULL) {
  new <- new[intersect(names(new), names(fit$var.summary))]
  for (column in intersect(c("training_type", "architecture"), names(fit$var.summary))) {
    levels <- levels(rows[[column]])
    chosen <- if (column == "training_type" && !is.null(level)) level else levels[1]
    new[[column]] <- factor(chosen, levels)
  }
  arguments <- list(fit, new, type = "lpmatrix")
  # The grid of a discrete fit must not be binned like its data.
  if (inherits(fit, "bam")) arguments$discrete <- FALSE
  do.call(predict, arguments)
}

random_effects <- function(fit, rows) {
  effects <- list()
  for (smooth in Filter(is_random, fit$smooth)) {
    index <- smooth$first.para:smooth$last.para
    effects[[term_name(smooth)]] <- list(
      level = levels(rows[[smooth$term]]),
      estimate = short(coef(fit)[index]), std_error = short(sqrt(diag(fit$Vp)[index]))
    )
  }
  effects
}

tidy_fit <- function(fit, rows, grid, seconds) {
  summary <- summary(fit)
  smooths <- as.data.frame(summary$s.table)
  names(smooths) <- c("edf", "ref_df", "statistic", "p_value")
  parametric <- as.data.frame(summary$p.table)
  factors <- if (is.null(summary$pTerms.table)) NULL else as.data.frame(summary$pTerms.table)
  list(
    reml = as.numeric(fit$gcv.ubre),
    scale = fit$sig2,
    reml_scale = if (is.null(fit$reml.scale)) NA else fit$reml.scale,
    edf_total = sum(fit$edf),
    r_squared_adjusted = summary$r.sq,
    deviance_explained = summary$dev.expl,
    seconds = round(seconds, 2),
    terms = data.frame(
      term = vapply(fit$smooth, term_name, ""),
      term_type = ifelse(vapply(fit$smooth, is_random, NA), "random", "smooth"),
      smooths,
      sp = as.numeric(fit$sp),
      row.names = NULL
    ),
    parametric = data.frame(
      term = rownames(parametric), estimate = parametric[, 1], std_error = parametric[, 2],
      statistic = parametric[, 3], p_value = parametric[, 4]
    ),
    factors = if (is.null(factors)) list() else data.frame(
      term = rownames(factors), df = factors[, 1], statistic = factors[, 2],
      p_value = factors[, 3]
    ),
    curves = smooth_curves(fit, rows, grid),
    random = random_effects(fit, rows)
  )
}

# ---- how far mgcv's own engines lie apart -------------------------------------------------------

spread <- function(gamm, benchmark, name, tidy, base) {
  shared <- names(base$curves)
  curve_gap <- max(vapply(shared, function(term) {
    max(abs(tidy$curves[[term]]$estimate - base$curves[[term]]$estimate)) /
      diff(range(base$curves[[term]]$estimate))
  }, 0))
  # Relative to the curve's median: the band of a nearly straight curve closes at its centre.
  se_gap <- max(vapply(shared, function(term) {
    max(abs(tidy$curves[[term]]$std_error - base$curves[[term]]$std_error)) /
      median(base$curves[[term]]$std_error)
  }, 0))
  # A p-value below 1e-4 decides nothing by its exact size.
  p <- base$terms$p_value
  decides <- p > 1e-4
  data.frame(
    gamm = gamm, benchmark_id = benchmark, engine = name,
    reml_difference = tidy$reml - base$reml,
    max_edf_difference = max(abs(tidy$terms$edf - base$terms$edf)),
    max_curve_difference = curve_gap,
    max_std_error_difference = se_gap,
    max_p_difference = if (any(decides)) max(abs(tidy$terms$p_value / p - 1)[decides]) else NA,
    max_p_gap = max(abs(tidy$terms$p_value - p)),
    scale_difference = tidy$scale / base$scale - 1,
    r_squared_difference = tidy$r_squared_adjusted - base$r_squared_adjusted,
    deviance_explained_difference = tidy$deviance_explained - base$deviance_explained
  )
}

# ---- simultaneous band --------------------------------------------------------------------------

# The factor by which a pointwise band must be widened to hold everywhere at once: the 95 %
# quantile of the largest standardised deviation of curves drawn from the posterior.
simultaneous_band <- function(fit, rows, grid, draws = 100000) {
  smooth <- fit$smooth[[1]]
  index <- smooth$first.para:smooth$last.para
  basis <- basis_of(fit, grid, rows)[, index]
  covariance <- fit$Vp[index, index]
  set.seed(seed)
  decomposition <- eigen(covariance, symmetric = TRUE)
  root <- decomposition$vectors %*% diag(sqrt(pmax(decomposition$values, 0)))
  deviations <- basis %*% root %*% matrix(rnorm(ncol(root) * draws), ncol(root))
  std_error <- sqrt(rowSums((basis %*% covariance) * basis))
  largest <- apply(abs(deviations / std_error), 2, max)
  list(
    term = term_name(smooth), draws = draws, level = 0.95, grid_points = grid_points,
    critical_value = unname(quantile(largest, 0.95)), pointwise = qnorm(0.975)
  )
}

# ---- one cohort -------------------------------------------------------------------------------

compare_engines <- function(cohort) {
  frame <- read_frame(cohort)
  fits <- list()
  spreads <- list()
  band <- NULL
  for (gamm in gamms) for (benchmark in benchmarks) {
    formula <- gamm_formula(gamm, benchmark)
    rows <- complete_cases(frame, formula$fitted)
    grid <- covariate_grid(rows, formula$fitted)
    most_values <- max(vapply(rows[names(grid)], function(x) length(unique(x)), 0L))
    engines <- list()
    began <- proc.time()[["elapsed"]]
    several <- fit_from_several_starts(formula$fitted, rows)
    seconds <- (proc.time()[["elapsed"]] - began) / nrow(several$optima)
    engines$gam_reml <- tidy_fit(several$fit, rows, grid, seconds)
    for (engine in c("bam_freml", "bam_discrete")) {
      began <- proc.time()[["elapsed"]]
      fit <- fit_model(engine, formula$fitted, rows)
      seconds <- proc.time()[["elapsed"]] - began
      engines[[engine]] <- tidy_fit(fit, rows, grid, seconds)
      spreads <- c(spreads, list(
        spread(gamm, benchmark, engine, engines[[engine]], engines$gam_reml)
      ))
    }
    if (most_values > 1000) {
      # `discrete = TRUE` puts such a covariate into 1,000 bins; a bin per value loses nothing.
      unbinned <- tidy_fit(
        fit_model("bam_discrete_all_values", formula$fitted, rows), rows, grid, 0
      )
      spreads <- c(spreads, list(
        spread(gamm, benchmark, "bam_discrete_all_values", unbinned, engines$gam_reml)
      ))
    }
    if (most_values > 2000) {
      # What the default does: a basis from 2,000 of the values.
      plain <- gamm_formula(gamm, benchmark, knots = NULL)$fitted
      default <- tidy_fit(fit_model("gam_reml", plain, rows), rows, grid, 0)
      spreads <- c(spreads, list(
        spread(gamm, benchmark, "gam_reml_default_knots", default, engines$gam_reml)
      ))
    }
    if (gamm == "size" && benchmark == "arc") {
      band <- c(
        list(gamm = gamm, benchmark_id = benchmark), simultaneous_band(several$fit, rows, grid)
      )
    }
    fits <- c(fits, list(list(
      gamm = gamm, benchmark_id = benchmark, formula = formula$shown,
      n_obs = nrow(rows), n_dropped = nrow(frame) - nrow(rows),
      grid = lapply(grid, short),
      optima = several$optima,
      engines = engines
    )))
    message(sprintf(
      "%s %s %s: n = %d, %.1f s a fit", cohort, gamm, benchmark, nrow(rows),
      engines$gam_reml$seconds
    ))
  }
  list(
    cohort_id = cohort,
    made_with = list(
      R = R.version.string, mgcv = as.character(packageVersion("mgcv")),
      jsonlite = as.character(packageVersion("jsonlite"))
    ),
    seed = seed, grid_points = grid_points, max_knots = max_knots,
    engine_spread = do.call(rbind, spreads),
    simultaneous_band = band,
    fits = fits
  )
}

cohorts <- commandArgs(TRUE)
if (length(cohorts) == 0) {
  cohorts <- sub("\\.csv\\.gz$", "", list.files(file.path(folder, "frames"), "\\.csv\\.gz$"))
}
for (cohort in cohorts) {
  values <- compare_engines(cohort)
  text <- toJSON(values, auto_unbox = TRUE, digits = I(15), na = "null", null = "null")
  # One fit a line, so that a change of one model is a change of one line.
  text <- gsub('{"gamm":', '\n{"gamm":', text, fixed = TRUE)
  path <- file.path(folder, paste0(cohort, ".json"))
  writeLines(text, path)
  message(sprintf("%s: %.0f KiB", basename(path), file.size(path) / 1024))
}

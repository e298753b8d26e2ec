# Models beyond the project's own: weights, a basis of another size, a linear term; and
# small ones whose p-values decide. All on the January frame. Writes further.json.
#
#   Rscript tests/reference/gamm/further.R

suppressPackageStartupMessages({
  library(mgcv)
  library(jsonlite)
})

script <- sub("^--file=", "", grep("^--file=", commandArgs(FALSE), value = TRUE)[1])
folder <- dirname(normalizePath(script))

d <- read.csv(file.path(folder, "frames", "january_2024.csv.gz"), na.strings = "")
d$training_type <- factor(d$training_type, sort(unique(d$training_type), method = "radix"))
d$architecture <- factor(d$architecture)
d$w <- 1 + (seq_len(nrow(d)) - 1) %% 3

# gam() left alone stops about 1e-7 short of its optimum.
settled <- gam.control(newton = list(conv.tol = 1e-10))

values <- function(fit, ...) {
  s <- summary(fit)
  # With weights, summary() takes variances about the mean of sqrt(w) times the residuals, which is
  # not 0: 1e-6 away from the ratio of weighted mean squares, which is meant and computed here.
  w <- fit$prior.weights
  total <- sum(w * (fit$y - weighted.mean(fit$y, w))^2)
  unexplained <- sum(w * (fit$y - fitted(fit))^2)
  list(
    ...,
    reml = as.numeric(fit$gcv.ubre), scale = fit$sig2,
    r_squared_adjusted = 1 - unexplained / total * (length(w) - 1) / df.residual(fit), deviance_explained = s$dev.expl,
    terms = data.frame(
      term = rownames(s$s.table), edf = s$s.table[, "edf"], ref_df = s$s.table[, "Ref.df"],
      p_value = s$s.table[, "p-value"], row.names = NULL
    )
  )
}

# The engine's words for a formula, and mgcv's where they differ.
further <- list(
  list('log_arc ~ s(log_parameters_b, k=6) + s(architecture, bs="re")', weights = "w"),
  list(
    "log_arc ~ log_parameters_b + s(log_mmlu, k=20) + training_type",
    mgcv = "log_arc ~ log_parameters_b + s(log_mmlu, k=20, xt=list(max.knots=20000)) + training_type"
  )
)
models <- lapply(further, function(one) {
  formula <- as.formula(if (is.null(one$mgcv)) one[[1]] else one$mgcv)
  fit <- if (is.null(one$weights)) {
    gam(formula, data = d, method = "REML", control = settled)
  } else {
    gam(formula, data = d, weights = w, method = "REML", control = settled)
  }
  values(fit, formula = one[[1]], weights = one$weights)
})

# Four runs of ninety rows.
small <- paste(
  "log_truthfulqa ~ s(log_parameters_b) + s(log_gsm8k) + s(log_winogrande)",
  '+ s(architecture, bs="re")'
)
runs <- lapply(0:3, function(run) {
  rows <- d[run * 90 + seq_len(90), ]
  rows$architecture <- factor(rows$architecture)
  values(gam(as.formula(small), data = rows, method = "REML", control = settled), run = run, formula = small)
})

write_json(
  list(made_with = paste(R.version.string, "mgcv", packageVersion("mgcv")), models = models, small = runs),
  file.path(folder, "further.json"), digits = 12, auto_unbox = TRUE, pretty = TRUE
)

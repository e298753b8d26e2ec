# Regressions with clustered errors and paired differences, on the rows that export_rows.py wrote. Packages: clubSandwich for CR2, lme4 for mixed models,
# splines for curves; the rest is base R.
suppressMessages({
  library(clubSandwich)
  library(lme4)
  library(splines)
})
here <- "tests/reference/field/"
read <- function(name) read.csv(paste0(here, name, ".csv"), na.strings = "", stringsAsFactors = FALSE)
write <- function(frame, name) {
  numbers <- sapply(frame, is.numeric)
  frame[numbers] <- lapply(frame[numbers], function(x) {
    trimws(formatC(x, digits = 15, format = "g"))
  })
  write.csv(frame, paste0(here, name, ".csv"), row.names = FALSE, quote = which(!numbers))
}

weights <- read("weights")
weights$years_squared <- weights$years^2
models <- list(
  "total" = list(score_pct ~ log2_total, c("log2_total"), c("log2_total")),
  "active" = list(score_pct ~ log2_active, c("log2_active", "log2_total"), "log2_active"),
  "total and active" = list(score_pct ~ log2_total + log2_active,
                            c("log2_total", "log2_active"), c("log2_total", "log2_active")),
  "date" = list(score_pct ~ years, "years", "years"),
  "date, sized models" = list(score_pct ~ years, c("years", "log2_total"), "years"),
  "total and date" = list(score_pct ~ log2_total + years, c("log2_total", "years"),
                          c("log2_total", "years")),
  "active and date" = list(score_pct ~ log2_active + years,
                           c("log2_active", "years", "log2_total"), c("log2_active", "years")),
  "open" = list(score_pct ~ is_open, c("is_open", "years"), "is_open"),
  "open at equal date" = list(score_pct ~ is_open + years + years_squared,
                              c("is_open", "years"), "is_open")
)

slopes <- curves <- NULL
for (rows in split(weights, list(weights$cohort_id, weights$benchmark_id), drop = TRUE)) {
  key <- rows[1, c("cohort_id", "benchmark_id")]
  for (name in names(models)) {
    model <- models[[name]]
    used <- rows[complete.cases(rows[, model[[2]]]), ]
    if (nrow(used) < 20) next
    # the same regression, about the mean of the date: its square is nearly the date itself
    if (grepl("squared", deparse(model[[1]])[1])) {
      used$years <- used$years - mean(used$years)
      used$years_squared <- used$years^2
    }
    fit <- lm(model[[1]], used)
    tests <- coef_test(fit, vcov = "CR2", cluster = used$developer, test = "Satterthwaite")
    for (term in model[[3]]) {
      row <- tests[tests$Coef == term, ]
      slopes <- rbind(slopes, cbind(key, model = name, term = term, estimate = row$beta,
        std_error = row$SE, df_den = row$df_Satt, p_value = row$p_Satt,
        r_squared = summary(fit)$r.squared, n_obs = nrow(used)))
    }
  }

  for (predictor in c("years", "log2_total", "log2_active")) {
    used <- rows[complete.cases(rows[[predictor]]), ]
    if (nrow(used) < 20) next
    at <- used[[predictor]]
    knots <- quantile(at, c(0.05, 0.35, 0.65, 0.95))
    basis <- ns(at, knots = knots[2:3], Boundary.knots = knots[c(1, 4)])
    fit <- lm(used$score_pct ~ basis)
    x <- seq(quantile(at, 0.025), quantile(at, 0.975), length.out = 25)
    points <- cbind(1, predict(basis, x))
    covariance <- as.matrix(vcovCR(fit, used$developer, "CR2"))
    curves <- rbind(curves, cbind(key, predictor = predictor, x = x,
      estimate = points %*% coef(fit),
      std_error = sqrt(rowSums((points %*% covariance) * points)), row.names = NULL))
  }
}
write(slopes, "slopes")
write(curves, "curves")

paired <- function(rows, difference, key) {
  fit <- lm(difference ~ 1)
  test <- coef_test(fit, vcov = "CR2", cluster = rows$developer, test = "Satterthwaite")
  mixed <- lmer(difference ~ 1 + (1 | rows$developer), REML = TRUE,
    control = lmerControl(optCtrl = list(xtol_abs = 1e-12, ftol_abs = 1e-12)))
  spread <- as.data.frame(VarCorr(mixed))$sdcor
  cbind(key, estimate = test$beta, std_error = test$SE, df_den = test$df_Satt,
    mixed_estimate = fixef(mixed), mixed_std_error = sqrt(vcov(mixed)[1, 1]),
    sd_between_developers = spread[1], sd_within_developers = spread[2], n_pairs = nrow(rows),
    row.names = NULL)
}
pairs <- read("pairs")
modes <- NULL
for (rows in split(pairs, list(pairs$benchmark_id, pairs$comparison), drop = TRUE)) {
  modes <- rbind(modes, paired(rows, rows$score_a - rows$score_b,
    rows[1, c("cohort_id", "benchmark_id", "comparison")]))
}
write(modes, "modes")
# What claims ask: contrasts of regressions on the weights that the question is about.
within <- function(rows, low, high) {
  size <- rows$log2_total
  !is.na(size) & (is.na(low) | size >= low) & (is.na(high) | size < high)
}
answer <- function(fit, contrast, developer, n_a = 0, n_b = 0) {
  test <- linear_contrast(fit, vcov = "CR2", cluster = developer, contrasts = matrix(contrast, 1),
    test = "Satterthwaite", p_values = TRUE)
  data.frame(estimate = test$Est, std_error = test$SE, df_den = test$df, p_value = test$p_val,
    n_obs = nobs(fit), n_a = n_a, n_b = n_b)
}
curve_of <- function(rows) {
  rows <- rows[!is.na(rows$log2_total), ]
  knots <- quantile(rows$log2_total, c(0.05, 0.35, 0.65, 0.95))
  basis <- ns(rows$log2_total, knots = knots[2:3], Boundary.knots = knots[c(1, 4)])
  list(fit = lm(rows$score_pct ~ basis), developer = rows$developer,
    low = quantile(rows$log2_total, 0.025), high = quantile(rows$log2_total, 0.975),
    at = function(x) c(1, colMeans(predict(basis, x))))
}
asked <- read("asked")
answers <- NULL
for (i in seq_len(nrow(asked))) {
  q <- asked[i, ]
  rows <- weights[weights$cohort_id == q$cohort_id & weights$benchmark_id == q$benchmark_id, ]
  found <- NULL
  if (q$kind == "ranges of size") {
    a <- rows[within(rows, q$low_a, q$high_a), ]
    b <- rows[within(rows, q$low_b, q$high_b), ]
    if (min(nrow(a), nrow(b)) >= 5) {
      used <- rbind(a, b)
      side <- rep(1:0, c(nrow(a), nrow(b)))
      found <- answer(lm(used$score_pct ~ side), c(0, 1), used$developer, nrow(a), nrow(b))
    }
  } else if (q$kind == "training types") {
    used <- rows[!is.na(rows$log2_total) & rows$training_type %in% c(q$type_a, q$type_b), ]
    side <- as.numeric(used$training_type == q$type_a)
    if (min(sum(side), sum(1 - side)) >= 5) {
      found <- answer(lm(used$score_pct ~ used$log2_total + side), c(0, 0, 1), used$developer,
        sum(side), sum(1 - side))
    }
  } else if (q$kind == "trend of size") {
    used <- rows[!is.na(rows$log2_total), ]
    if (!is.na(q$type_a)) used <- used[used$training_type %in% q$type_a, ]
    if (nrow(used) >= 20) {
      found <- answer(lm(used$score_pct ~ used$log2_total), c(0, 1), used$developer)
    }
  } else if (q$kind == "level") {
    used <- rows[within(rows, q$low_a, q$high_a), ]
    if (nrow(used) >= 5) {
      found <- answer(lm(used$score_pct - q$baseline_pct ~ 1), 1, used$developer, nrow(used))
    }
  } else {
    curve <- curve_of(rows)
    fitted <- function(low, high) {
      ends <- c(ifelse(is.na(low), curve$low, low), ifelse(is.na(high), curve$high, high))
      if (ends[1] != ends[2]) ends <- c(max(ends[1], curve$low), min(ends[2], curve$high))
      if (ends[1] > ends[2] || ends[1] < curve$low || ends[2] > curve$high) NULL else ends
    }
    a <- fitted(q$low_a, q$high_a)
    if (q$kind == "curve of size") {
      b <- fitted(q$low_b, q$high_b)
      if (!is.null(a) && !is.null(b)) {
        over <- function(ends) curve$at(seq(ends[1], ends[2], length.out = 25))
        found <- answer(curve$fit, over(a) - over(b), curve$developer)
      }
    } else if (!is.null(a) && a[2] - a[1] >= 1) {
      found <- answer(curve$fit, (curve$at(a[2]) - curve$at(a[1])) / (a[2] - a[1]), curve$developer)
    }
  }
  if (!is.null(found)) {
    answers <- rbind(answers, cbind(q[c("cohort_id", "benchmark_id", "question")], found))
  }
}
write(answers, "answers")

# Regressions with clustered errors, Vuong's test, the split of variance and paired differences, on
# the rows that export_rows.py wrote. Packages: clubSandwich for CR2, lme4 for mixed models,
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

# 4000 samples of whole developers, by a generator that is not the project's
set.seed(20260809)
explained <- function(rows) {
  r <- suppressWarnings(cor(rows[, c("score_pct", "log2_total", "years")]))
  size <- r[1, 2]
  date <- r[1, 3]
  both <- (size^2 + date^2 - 2 * size * date * r[2, 3]) / (1 - r[2, 3]^2)
  c(both - date^2, both - size^2, size^2 + date^2 - both, both)
}
limits <- function(rows, n_samples = 4000) {
  of_maker <- split(seq_len(nrow(rows)), rows$developer)
  samples <- replicate(n_samples, {
    explained(rows[unlist(sample(of_maker, replace = TRUE)), ])
  })
  found <- apply(samples[, colSums(!is.finite(samples)) == 0], 1, quantile, c(0.025, 0.975), type = 6)
  names <- outer(c("ci_low", "ci_high"), c("size_only", "date_only", "shared", "together"),
    function(a, b) paste(b, a, sep = "_"))
  as.data.frame(as.list(setNames(as.vector(found), as.vector(names))))
}

slopes <- measures <- parts <- curves <- NULL
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

  sized <- rows[complete.cases(rows[, c("log2_total", "log2_active")]), ]
  if (nrow(sized) >= 20) {
    ratio <- function(used) {
      as.numeric(logLik(lm(score_pct ~ log2_total, used)) -
        logLik(lm(score_pct ~ log2_active, used))) / nrow(used)
    }
    # leave out one developer at a time
    developers <- unique(sized$developer)
    n <- length(developers)
    without <- sapply(developers, function(developer) ratio(sized[sized$developer != developer, ]))
    t <- ratio(sized) / sqrt((n - 1) / n * sum((without - mean(without))^2))
    aic <- AIC(lm(score_pct ~ log2_total, sized)) - AIC(lm(score_pct ~ log2_active, sized))
    measures <- rbind(measures, cbind(key, aic_difference = aic, vuong_t = t,
      vuong_p_value = 2 * pt(-abs(t), n - 1)))
  }

  dated <- rows[complete.cases(rows[, c("log2_total", "years")]), ]
  if (nrow(dated) >= 20) {
    r2 <- function(formula) summary(lm(formula, dated))$r.squared
    both <- r2(score_pct ~ log2_total + years)
    size <- r2(score_pct ~ log2_total)
    date <- r2(score_pct ~ years)
    parts <- rbind(parts, cbind(key, size_only = both - date, date_only = both - size,
      shared = size + date - both, together = both, limits(dated)))
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
write(measures, "size_measures")
write(parts, "progress")
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
reports <- read("reports")
sides <- NULL
for (rows in split(reports, list(reports$benchmark_id, reports$counterpart_id), drop = TRUE)) {
  sides <- rbind(sides, paired(rows, rows$developer_pct - rows$third_party_pct,
    rows[1, c("benchmark_id", "counterpart_id")]))
}
write(sides, "report_pairs")

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

# The best score so far by half-year of release.
scores <- read("scores")
scores <- scores[!is.na(scores$years), ]
released <- as.Date("2020-01-01") + round(scores$years * 365.25)
scores$half_year <- paste0(format(released, "%Y"),
  ifelse(as.integer(format(released, "%m")) < 7, "-01-01", "-07-01"))
frontier <- NULL
for (rows in split(scores, list(scores$cohort_id, scores$benchmark_id), drop = TRUE)) {
  best <- 0
  for (half in sort(unique(rows$half_year))) {
    now <- rows[rows$half_year == half, ]
    best <- max(best, now$score_pct)
    share <- best / 100
    frontier <- rbind(frontier, cbind(rows[1, c("cohort_id", "benchmark_id")], half_year = half,
      n_obs = nrow(now), n_models = length(unique(now$weights)),
      n_developers = length(unique(now$developer)), n_sized = sum(!is.na(now$log2_total)),
      n_open = sum(now$is_open %in% 1), median_pct = median(now$score_pct), frontier_pct = best,
      gap_to_ceiling_pct = 100 - best,
      std_error_pct = 100 * sqrt(share * (1 - share) / rows$n_items[1])))
  }
}
write(frontier, "frontier")

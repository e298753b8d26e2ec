# Writes scores.csv, pairs.csv, reliability.csv and discriminations.csv from rows.csv:
# reference values for statistics of items.
#
# Rscript tests/reference/items/items.R, in the project's folder; R 4.5, lme4 1.1-37, sandwich 3.1-1.
library(lme4)
library(sandwich)

folder <- "tests/reference/items"
rows <- read.csv(file.path(folder, "rows.csv"), na.strings = "", colClasses = c(item = "character"))
# an item without a cluster is one of its own
rows$cluster <- ifelse(is.na(rows$cluster), paste("item", rows$item), rows$cluster)
level <- 0.95
each <- function(keys, f) do.call(rbind, lapply(split(rows, rows[keys], drop = TRUE), f))
save <- function(frame, name) {
  write.csv(format(frame, digits = 15), file.path(folder, name), row.names = FALSE, quote = FALSE)
}

clustered <- function(y, cluster) {
  sqrt(vcovCL(lm(y ~ 1), cluster = cluster, type = "HC0", cadjust = FALSE)[1, 1])
}

save(each(c("model", "benchmark"), function(d) {
  data.frame(
    model = d$model[1], benchmark = d$benchmark[1], score = mean(d$score),
    independent = sd(d$score) / sqrt(nrow(d)), clustered = clustered(d$score, d$cluster)
  )
}), "scores.csv")

save(each("benchmark", function(d) {
  models <- sort(unique(d$model), method = "radix")[1:12]
  do.call(rbind, lapply(1:6, function(k) {
    a <- d[d$model == models[2 * k - 1], ]
    b <- d[d$model == models[2 * k], ]
    stopifnot(identical(a$item, b$item))
    difference <- a$score - b$score
    only_a <- sum(difference == 1)
    only_b <- sum(difference == -1)
    data.frame(
      benchmark = d$benchmark[1], model_a = models[2 * k - 1], model_b = models[2 * k],
      estimate = mean(difference), paired = sd(difference) / sqrt(length(difference)),
      unpaired = sqrt((var(a$score) + var(b$score)) / nrow(a)),
      clustered = clustered(difference, a$cluster),
      only_a = only_a, only_b = only_b,
      mcnemar = binom.test(only_a, only_a + only_b)$p.value
    )
  }))
}), "pairs.csv")

save(each("benchmark", function(d) {
  table <- anova(lm(score ~ model + item, d))
  ms <- table[["Mean Sq"]]
  df <- table[["Df"]]
  alpha <- 1 - ms[3] / ms[1]
  control <- lmerControl(optimizer = "bobyqa", optCtrl = list(rhoend = 1e-10))
  fit <- lmer(score ~ 1 + (1 | model) + (1 | item), d, REML = TRUE, control = control)
  variance <- as.data.frame(VarCorr(fit))
  data.frame(
    benchmark = d$benchmark[1],
    evaluations = variance$vcov[variance$grp == "model"],
    items = variance$vcov[variance$grp == "item"],
    residual = variance$vcov[variance$grp == "Residual"],
    alpha = alpha,
    ci_low = 1 - (1 - alpha) * qf((1 + level) / 2, df[1], df[3]),
    ci_high = 1 - (1 - alpha) * qf((1 - level) / 2, df[1], df[3])
  )
}), "reliability.csv")

control <- glm.control(epsilon = 1e-14, maxit = 100)
save(each("benchmark", function(d) {
  totals <- tapply(d$score, d$model, sum)
  # evaluations of one score in the order of their models' names
  place <- rank(totals + 1e-6 * rank(names(totals)))
  group <- floor(20 * (place - 1) / length(place))
  counts <- tapply(group, group, length)
  middle <- (cumsum(counts) - counts / 2) / length(group)
  ability <- setNames(qnorm(middle[as.character(group)]), names(totals))
  do.call(rbind, lapply(split(d, d$item), function(one) {
    one$ability <- ability[one$model]
    fit <- glm(score ~ ability, binomial, one, control = control)
    data.frame(
      benchmark = one$benchmark[1], item = one$item[1], discrimination = coef(fit)[["ability"]]
    )
  }))
}), "discriminations.csv")

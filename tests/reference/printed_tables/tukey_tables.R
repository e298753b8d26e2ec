# Tukey tables of R's built-in data sets, as R prints them, and the analysis behind each.
# Run from this folder: Rscript tukey_tables.R
# R is only run; its output is the reference.

data_sets <- list(
  PlantGrowth  = list(frame = PlantGrowth, response = "weight", factor = "group"),
  InsectSprays = list(frame = InsectSprays, response = "count", factor = "spray"),
  chickwts     = list(frame = chickwts, response = "weight", factor = "feed"),
  iris         = list(frame = iris, response = "Sepal.Width", factor = "Species"),
  penguins     = list(frame = penguins, response = "body_mass", factor = "species"),
  morley       = list(frame = transform(morley, Expt = factor(Expt)), response = "Speed", factor = "Expt"),
  airquality   = list(frame = transform(airquality, Month = factor(Month)), response = "Ozone", factor = "Month")
)

pairs <- list()
analyses <- list()
for (name in names(data_sets)) {
  set <- data_sets[[name]]
  frame <- data.frame(y = set$frame[[set$response]], g = factor(set$frame[[set$factor]]))
  frame <- frame[!is.na(frame$y), ]
  fit <- aov(y ~ g, data = frame)
  printed <- capture.output(print(TukeyHSD(fit)))
  printed <- printed[(grep("p adj", printed) + 1):length(printed)]
  printed <- printed[nzchar(printed)]
  for (line in printed) {
    cells <- strsplit(trimws(line), " +")[[1]]
    groups <- strsplit(cells[1], "-", fixed = TRUE)[[1]]
    pairs[[length(pairs) + 1]] <- c(name, groups[1], groups[2], cells[2:5])
  }
  table <- summary(fit)[[1]]
  sizes <- table(frame$g)
  analyses[[length(analyses) + 1]] <- c(
    name, paste(names(sizes), sizes, sep = "=", collapse = ";"), nrow(frame), nlevels(frame$g),
    sprintf("%.12g", c(table[2, "Df"], table[2, "Mean Sq"], table[1, "F value"],
                       table[1, "Sum Sq"] / sum(table[, "Sum Sq"])))
  )
}
pairs <- as.data.frame(do.call(rbind, pairs))
names(pairs) <- c("data_set", "group_a", "group_b", "estimate", "ci_low", "ci_high", "p_adjusted")
write.csv(pairs, "tukey_pairs.csv", row.names = FALSE, quote = FALSE)
analyses <- as.data.frame(do.call(rbind, analyses))
names(analyses) <- c("data_set", "sizes", "n_obs", "n_groups", "df_den", "mean_square_error", "statistic", "eta_squared")
write.csv(analyses, "tukey_analyses.csv", row.names = FALSE, quote = FALSE)

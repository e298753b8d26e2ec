# Invented results as a user may have them, and what R says of them. Writes results.csv and
# reference.json beside itself: Rscript tests/reference/imports/reference.R
library(jsonlite)
here <- "tests/reference/imports"
set.seed(20260601)

sizes <- c(0.5, 1.1, 1.4, 2, 2.7, 4, 6.9, 7.2, 8, 9, 12, 14, 20, 34, 70)
types <- c("base", "instruct", "finetuned", "reasoning")
models <- expand.grid(size = sizes, type = types, stringsAsFactors = FALSE)
models$name <- sprintf("lab-%d/model-%s-%g", seq_len(nrow(models)) %% 7, models$type, models$size)
# a mixture of experts here and there
models$active <- ifelse(models$size %in% c(20, 34), round(models$size / 6, 1), NA)
effect <- c(base = 0, instruct = 3, finetuned = 1, reasoning = 8)
exams <- data.frame(
  benchmark = c("MMLU", "Winogrande", "Riddles"), shots = c(5, 5, 0),
  level = c(35, 55, 20), slope = c(8, 5, 10)
)
results <- do.call(rbind, lapply(seq_len(nrow(exams)), function(i) {
  exam <- exams[i, ]
  score <- exam$level + exam$slope * log(models$size) + effect[models$type] + rnorm(nrow(models), sd = 4)
  score <- round(pmin(pmax(score, 2), 98), 1)
  data.frame(
    model = models$name, benchmark = exam$benchmark, metric = "acc", n_shots = exam$shots,
    score = score, stderr = signif(100 * sqrt(score / 100 * (1 - score / 100) / 999), 6),
    params_b = models$size, active_params_b = models$active, type = models$type
  )
}))
results <- results[!(results$benchmark == "Riddles" & results$params_b == 70), ]
# what goes wrong in files: a missing score, a repeated row
results$score <- as.character(results$score)
results$score[results$benchmark == "Riddles"][1] <- "n/a"
results <- rbind(results, results[7, ])
write.csv(results, file.path(here, "results.csv"), row.names = FALSE, na = "", quote = FALSE)

used <- results[results$score != "n/a", ]
used <- used[!duplicated(used[, c("model", "benchmark")]), ]
used$score <- as.numeric(used$score)
known <- c(base = "pretrained", instruct = "instruction-tuned", finetuned = "fine-tuned", reasoning = "reasoning")
used$training_type <- factor(known[used$type])
ranges <- c("[0,1.5)", "[1.5,3)", "[3,7)", "[7,13)", "[13,35)", "[35,180]")
used$parameter_range <- factor(as.character(cut(used$params_b, c(0, 1.5, 3, 7, 13, 35, 180), ranges, right = FALSE)))

comparisons <- list()
for (exam in unique(used$benchmark)) {
  rows <- used[used$benchmark == exam, ]
  for (factor in c("training_type", "parameter_range")) {
    model <- lm(reformulate(factor, "score"), rows)
    table <- anova(model)
    comparisons[[length(comparisons) + 1]] <- list(
      benchmark = tolower(exam), factor = factor, n = nrow(rows),
      df_num = table$Df[1], df_den = table$Df[2], f = table$`F value`[1], p = table$`Pr(>F)`[1],
      r_squared = summary(model)$r.squared
    )
  }
}
reference <- list(
  r = R.version.string, n_read = nrow(results), n_used = nrow(used), comparisons = comparisons
)
write_json(reference, file.path(here, "reference.json"), auto_unbox = TRUE, digits = NA, pretty = TRUE)

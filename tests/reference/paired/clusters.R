# Errors and degrees of freedom of a mean over clusters: CR2 with clubSandwich 0.5.11, made with R 4.5.0.
# Rscript tests/reference/paired/clusters.R > tests/reference/paired/clusters.csv
suppressMessages(library(clubSandwich))
set.seed(20261130)
cat("design,cluster,difference,variance,df\n")
for (sizes in list(c(1, 2, 5, 9), c(3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7), rpois(40, 4) + 1)) {
  cluster <- rep(seq_along(sizes), sizes)
  difference <- sample(c(-1, 0, 1), length(cluster), TRUE, c(0.1, 0.7, 0.2))
  fit <- lm(difference ~ 1)
  covariance <- vcovCR(fit, cluster, type = "CR2")
  test <- coef_test(fit, covariance, test = "Satterthwaite")
  write.table(data.frame(length(sizes), cluster, difference, covariance[1, 1], test$df), sep = ",",
              quote = FALSE, row.names = FALSE, col.names = FALSE)
}

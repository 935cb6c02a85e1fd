# Rscript replicated_polychoric.R   (R 4.2.2, lavaan 0.6-14, survey 4.1-1, jsonlite 1.8.4; tolerances in VERSIONS)
# Weighted thresholds and polychoric correlations of lavaan, and their covariance over the replicates of ../items/scalability.R.
suppressMessages({library(lavaan); library(survey); library(jsonlite)})
b <- read.csv("../../../data/example/bfi.csv"); b$A1 <- 7 - b$A1
agree <- na.omit(b[c(paste0("A", 1:5), "gender")]); n <- nrow(agree); items <- paste0("A", 1:5)
w <- 1 + (seq_len(n) %% 7) / 2; w <- w / mean(w)
R <- 30; part <- (seq_len(n) * 7919) %% R                     # delete-a-group jackknife
W <- sapply(0:(R - 1), function(r) ifelse(part == r, 0, w * R / (R - 1)))
rep_ <- svrepdesign(data = agree, weights = w, repweights = W, type = "JK1", combined.weights = TRUE, mse = FALSE)
saturated <- function(w) {                                    # lavaan's thresholds and polychoric correlations
  x <- cbind(agree[items], w = w)[w > 0, ]
  f <- cfa(paste(combn(items, 2, paste, collapse = " ~~ "), collapse = "\n"), data = x, ordered = items,
    estimator = "WLSMV", zero.add = c(0, 0), sampling.weights = "w", se = "none", test = "none")
  s <- f@SampleStats; m <- matrix(as.numeric(s@cov[[1]]), 5)
  c(as.numeric(s@th[[1]]), m[lower.tri(m)])
}
poly <- withReplicates(rep_, function(w, data) saturated(w))
write_json(list(n = n, replicates = R,
  polychoric = list(estimate = as.numeric(poly), covariance = unname(matrix(as.numeric(vcov(poly)), length(poly))))),
  "replicated_polychoric.json", auto_unbox = TRUE, digits = 14)

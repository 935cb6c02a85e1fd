# Rscript weighted_shape.R   (R 4.2.2, survey 4.1.1, jsonlite 1.8.4). Writes weighted_shape.json.
# Covariances of weighted items by survey; R has no weighted skewness and kurtosis, so they are spelt out.
suppressMessages({library(survey); library(jsonlite)})
b <- read.csv("../../../data/example/bfi.csv"); b$A1 <- 7 - b$A1
x <- na.omit(b[paste0("A", 1:5)]); n <- nrow(x)
w <- 1 + (seq_len(n) %% 7) / 2; w <- w / mean(w)              # the weight of ../more_items.R
d <- svydesign(ids = ~1, weights = ~w, data = cbind(x, w = w))
S <- matrix(as.numeric(as.matrix(svyvar(~A1 + A2 + A3 + A4 + A5, d)))[1:25], 5)
dev <- sweep(as.matrix(x), 2, colSums(x * w) / n)
shape <- list(cov = S, skewness = unname(colSums(w * dev^3) / n / diag(S)^1.5),
  kurtosis = unname(colSums(w * dev^4) / n / diag(S)^2 - 3))
write_json(shape, "weighted_shape.json", auto_unbox = TRUE, digits = NA)

# Rscript polychoric.R   (R 4.2.2, lavaan 0.6-14, psych 2.2.9, jsonlite 1.8.4; tolerances in VERSIONS)
# Thresholds, polychoric correlations and their asymptotic covariance by lavaan: plain, weighted, sparse, two options.
suppressMessages({library(psych); library(lavaan); library(jsonlite)})
b <- read.csv("../../../data/example/bfi.csv"); for (v in c("A1", "C4", "C5", "E1", "E2", "O2", "O5")) b[[v]] <- 7 - b[[v]]

saturated <- function(x, ...) {                               # all correlations free: lavaan's own statistics of step 2
  items <- setdiff(names(x), "w")
  f <- cfa(paste(combn(items, 2, paste, collapse = " ~~ "), collapse = "\n"), data = x, ordered = items,
    estimator = "WLSMV", zero.add = c(0, 0), ...)
  s <- f@SampleStats; g <- s@NACOV[[1]]
  list(items = items, n = nrow(x), rho = matrix(as.numeric(s@cov[[1]]), length(items)), thresholds = as.numeric(s@th[[1]]),
       nacov = unname(g), se = sqrt(diag(g) / nrow(x)))
}
agree <- na.omit(b[paste0("A", 1:5)]); n <- nrow(agree)
w <- 1 + (seq_len(n) %% 7) / 2; w <- w / mean(w)              # the weight of ../more_items.R
cut5 <- function(x) as.data.frame(lapply(x, function(v) ifelse(v <= 2, 1, v - 1)))
sparse <- cut5(na.omit(b[c(paste0("A", 1:5), paste0("C", 1:5))])[seq(1, 360, 3), ])   # 120 respondents, ten items
two <- as.data.frame(lapply(agree, function(v) as.integer(v >= 5)))
corner <- data.frame(a = rep(c(0, 0, 1), c(10, 13, 27)), b = rep(c(0, 1, 1), c(10, 13, 27)))       # an empty cell
few <- as.data.frame(lapply(agree[1:80, ], function(v) pmax(v, 3)))
p5 <- suppressMessages(psych::tetrachoric(corner, correct = .5))
write_json(list(plain = saturated(agree), weighted = saturated(cbind(agree, w = w), sampling.weights = "w"),
  sparse = saturated(sparse), two = saturated(two), few = saturated(few),
  corner = list(counts = c(10, 13, 0, 27), rho = p5$rho[2, 1], tau = unname(p5$tau))),
  "polychoric.json", auto_unbox = TRUE, digits = 12)

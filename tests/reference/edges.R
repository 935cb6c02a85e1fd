# Rscript edges.R   (R 4.2.2, psych 2.2.9, survey 4.1.1, jsonlite 1.8.4; tolerances as in psychometrics.VERSIONS)
# A Heywood case, weighted shape of items, and a regression with very unequal weights. Writes edges.json.
suppressMessages({library(psych); library(survey); library(jsonlite)})
R <- matrix(c(1, .48, .36, .46,  .48, 1, .12, .18,  .36, .12, 1, .05,  .46, .18, .05, 1), 4)
heywood <- list(correlations = R, uls = c(suppressWarnings(fa(R, fm = "uls", rotate = "none"))$loadings),
  ml = c(factanal(covmat = R, factors = 1, rotation = "none", control = list(opt = list(factr = 10, pgtol = 1e-11)))$loadings))

b <- read.csv("../../data/example/bfi.csv"); b$A1 <- 7 - b$A1
x <- na.omit(b[paste0("A", 1:5)]); n <- nrow(x)
w <- 1 + (seq_len(n) %% 7) / 2; w <- w / mean(w)              # the weight of factors.R
d <- svydesign(ids = ~1, weights = ~w, data = cbind(x, w = w))
S <- matrix(as.numeric(as.matrix(svyvar(~A1 + A2 + A3 + A4 + A5, d)))[1:25], 5)
dev <- sweep(as.matrix(x), 2, colSums(x * w) / n)
shape <- list(cov = S, skewness = unname(colSums(w * dev^3) / n / diag(S)^1.5),
  kurtosis = unname(colSums(w * dev^4) / n / diag(S)^2 - 3))

i <- seq_len(400)                                             # no random numbers: every part follows from the row number
e <- data.frame(a = factor(i %% 3), b = factor((i %/% 7) %% 4), y = as.integer((i * 37) %% 101 < 30 + 10 * (i %% 3)),
  w = ifelse(i %% 40 == 1, 5000, 1))
m <- svyglm(y ~ a + b, svydesign(ids = ~1, weights = ~w, data = e), family = quasibinomial(),
  control = glm.control(epsilon = 1e-15, maxit = 100))
unequal <- list(estimate = unname(coef(m))[-1], std_error = unname(SE(m))[-1], df = m$df.residual)
write_json(list(heywood = heywood, shape = shape, unequal = unequal), "edges.json", auto_unbox = TRUE, digits = NA)

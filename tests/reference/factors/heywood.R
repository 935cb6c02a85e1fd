# Rscript heywood.R   (R 4.2.2, psych 2.2.9, jsonlite 1.8.4; tolerances as in ../bfi.VERSIONS). Writes heywood.json.
# One factor whose first uniqueness is negative without a bound.
suppressMessages({library(psych); library(jsonlite)})
R <- matrix(c(1, .48, .36, .46,  .48, 1, .12, .18,  .36, .12, 1, .05,  .46, .18, .05, 1), 4)
heywood <- list(correlations = R, uls = c(suppressWarnings(fa(R, fm = "uls", rotate = "none"))$loadings),
  ml = c(factanal(covmat = R, factors = 1, rotation = "none", control = list(opt = list(factr = 10, pgtol = 1e-11)))$loadings))
write_json(heywood, "heywood.json", auto_unbox = TRUE, digits = NA)

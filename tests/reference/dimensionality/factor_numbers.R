# Rscript factor_numbers.R   (R 4.2.2, psych 2.2.9, lavaan 0.6-14, jsonlite 1.8.4; see VERSIONS)
# Fit of 1 to 4 exploratory factors on Pearson and polychoric correlations, and with weights. Writes factor_numbers.json.
suppressMessages({library(psych); library(lavaan); library(jsonlite)})
b <- read.csv("../../../data/example/bfi.csv", check.names = FALSE)
for (v in c("A1", "C4", "C5", "E1", "E2", "O2", "O5")) b[[v]] <- 7 - b[[v]]
fits <- function(R, n, most) lapply(seq_len(most), function(p) {
  # psych starts once; factanal, from one start per item at which that item has hardly any variance of its own, tells
  # where that is not the minimum
  own <- 1 / diag(solve(R)); starts <- cbind(own, sapply(seq_along(own), function(i) replace(own, i, 0.01)))
  best <- factanal(covmat = R, factors = p, n.obs = n, start = starts, rotation = "none", control = list(opt = list(factr = 1e2)))
  f <- suppressWarnings(psych::fa(R, p, n.obs = n, fm = "ml", rotate = "none"))
  list(n_factors = p, chi_square = f$STATISTIC, df = f$dof, p_value = f$PVAL, rmsea = f$RMSEA[[1]],
       rmsea_low = f$RMSEA[[2]], rmsea_high = f$RMSEA[[3]], tli = f$TLI, bic = f$BIC, residual_rms = f$rms,
       share_variance = sum(f$communality) / ncol(R), factanal = unname(best$STATISTIC))
})
ten <- na.omit(b[c(paste0("A", 1:5), paste0("C", 1:5))])
all25 <- na.omit(b[1:25])
w <- 1 + (seq_len(nrow(ten)) %% 7) / 2
poly <- unclass(lavCor(ten, ordered = names(ten), zero.add = c(0, 0)))
o <- list(
  pearson = list(items = names(ten), n = nrow(ten), fits = fits(cor(ten), nrow(ten), 4)),
  polychoric = list(items = names(ten), n = nrow(ten), fits = fits(poly, nrow(ten), 4)),
  weighted = list(items = names(ten), n = nrow(ten), fits = fits(cov2cor(cov.wt(ten, w / sum(w), method = "ML")$cov), nrow(ten), 4)),
  all25 = list(items = names(all25), n = nrow(all25), fits = fits(cor(all25), nrow(all25), 4)),
  small = list(items = names(ten), n = 60, fits = fits(cor(ten[1:60, ]), 60, 2)))
write_json(o, "factor_numbers.json", auto_unbox = TRUE, digits = 12, pretty = FALSE)

# Rscript bifactor.R   (R 4.2.2, psych 2.2.9, GPArotation 2022.10-2, lavaan 0.6-14, semTools 0.5-6, jsonlite 1.8.4; see VERSIONS)
# Exploratory bifactor models: psych::omega and psych::omegaDirect as they are called, and the same steps from tight
# solutions; a second-order model that holds exactly, by semTools. Writes bifactor.json.
suppressMessages({library(psych); library(GPArotation); library(lavaan); library(semTools); library(jsonlite)})
b <- read.csv("../../../data/example/bfi.csv"); for (v in c("A1", "C4", "C5", "E1", "E2", "O2", "O5")) b[[v]] <- 7 - b[[v]]
scale <- function(...) c(outer(1:5, c(...), function(i, s) paste0(s, i)))
complete <- function(items) na.omit(b[items])
polychoric <- function(d) unclass(lavCor(d, ordered = names(d)))[, ]
# psych takes a matrix whose diagonal is not 1 to the last bit for answers
weighted <- function(d) { R <- cov.wt(d, 1 + (seq_len(nrow(d)) %% 7) / 2, cor = TRUE, method = "ML")$cor; diag(R) <- 1; (R + t(R)) / 2 }
data(Thurstone, package = "psych")
quiet <- function(x) suppressMessages(suppressWarnings(x))

order_of <- function(oblique) order(-colSums(unclass(oblique)^2))    # group factors by their oblimin loadings
rounds <- function(m) unname(unclass(m)[, ])
bias <- function(R, g) { one <- unclass(quiet(fa(R, 1, fm = "minres"))$loadings)[, 1]
  one <- one * sign(sum(one)); mean(abs(one - g) / abs(g)) }
pairs_apart <- function(groups) { k <- nrow(groups); n <- tabulate(apply(abs(groups), 1, which.max), ncol(groups)); 1 - sum(n * (n - 1)) / (k * (k - 1)) }
by_psych <- function(R, p) {
  o <- quiet(omega(R, nfactors = p, flip = FALSE, plot = FALSE, digits = 9)); s <- o$schmid; g <- s$sl[, 1]; k <- order_of(s$oblique)
  d <- quiet(omegaDirect(R, nfactors = p, plot = FALSE)); dk <- order_of(oblimin(unclass(d$orth.f$loadings))$loadings)
  dl <- unclass(d$loadings)[, c(1, 1 + dk)]; dl <- dl %*% diag(sign(colSums(dl)))
  list(omega_hierarchical = o$omega_h, omega_total = o$omega.tot, explained_common_variance = unname(o$ECV),
    percent_uncontaminated = pairs_apart(s$sl[, 1 + 1:p]), relative_bias = bias(R, g), loadings = rounds(s$sl[, c(1, 1 + k)]),
    loading_on_general = unname(c(s$gloading))[k], groups = rounds(as.matrix(o$omega.group[1 + k, ])),
    direct = list(omega_hierarchical = d$omega.g, omega_total = d$om.group[1, 1], explained_common_variance = sum(dl[, 1]^2) / sum(dl^2),
      percent_uncontaminated = pairs_apart(dl[, -1]), relative_bias = bias(R, dl[, 1]), loadings = rounds(dl),
      groups = rounds(as.matrix(d$om.group[1 + dk, ]))))
}
block <- function(R, p, items, n) c(list(items = items, n = n, n_group_factors = p), by_psych(R, p))
of_bfi <- function(items, p, correlations = cor) { d <- complete(items); block(correlations(d), p, items, nrow(d)) }
blocks <- list(
  two = of_bfi(scale("A", "C"), 2), ten = of_bfi(scale("A", "C"), 3), fifteen = of_bfi(scale("A", "C", "E"), 3),
  all25 = of_bfi(scale("A", "C", "E", "N", "O"), 5), polychoric = of_bfi(scale("A", "C", "E"), 3, polychoric),
  weighted = of_bfi(scale("A", "C", "E"), 3, weighted),
  thurstone = c(block(Thurstone, 3, colnames(Thurstone), 213), list(correlations = unname(Thurstone))))

# a second-order model that holds exactly, by semTools
first <- seq(.5, .8, length.out = 12)[c(4, 9, 1, 7, 12, 2, 10, 5, 8, 3, 11, 6)]; second <- c(.8, .6, .7)
G <- cbind(first * rep(second, each = 4), first * kronecker(diag(sqrt(1 - second^2)), matrix(1, 4, 1)))
P <- G %*% t(G); diag(P) <- 1; dimnames(P) <- list(paste0("i", 1:12), paste0("i", 1:12))
f <- cfa("a =~ i1 + i2 + i3 + i4\nb =~ i5 + i6 + i7 + i8\nc =~ i9 + i10 + i11 + i12\ng =~ a + b + c", sample.cov = P,
  sample.nobs = 1000, std.lv = TRUE)
l2 <- quiet(reliabilityL2(f, "g"))
blocks$second_order <- c(block(P, 3, rownames(P), 1000), list(correlations = unname(P), semtools = list(
  omega_hierarchical = unname(l2["omegaL1"]), omega_of_factors = unname(quiet(compRelSEM(f))[c("a", "b", "c")]))))
write_json(blocks, "bifactor.json", auto_unbox = TRUE, digits = 12)

# Rscript effect_sizes.R   (R 4.2.2, lavaan 0.6-14, jsonlite 1.8.4; see VERSIONS)
# RMSEA_D of each step and d_MACS of each item. lavaan fits the models, each written out entry by entry with one item free;
# the formulas are here: expected answers by integrate(), standard deviations from the answers, intervals by uniroot().
# Writes effect_sizes.json.
suppressMessages({library(lavaan); library(jsonlite)})
b <- read.csv("../../../data/example/bfi.csv"); for (v in c("A1", "C4", "C5", "E1", "E2", "O2", "O5")) b[[v]] <- 7 - b[[v]]
h <- read.csv("../../../data/example/holzinger1939.csv"); h$g <- h$school
A <- paste0("A", 1:5); E <- paste0("E", 1:5)
gender <- na.omit(b[c(A, "gender")]); gender$g <- c("men", "women")[gender$gender]
school <- na.omit(b[c(E, "education")]); school$g <- c("low", "low", "middle", "high", "high")[school$education]
tests <- list(visual = paste0("x", 1:3), textual = paste0("x", 4:6), speed = paste0("x", 7:9))

each <- function(first, later, G) sprintf("c(%s)", paste(c(first, rep(later, G - 1)), collapse = ", "))
own <- function(label, free, G) sprintf("c(%s)", paste0(label, if (free) seq_len(G) else "", collapse = ", "))
shared <- function(label, free, G) if (free) own(label, TRUE, G) else sprintf("c(%s)", paste(rep(label, G), collapse = ", "))
written <- function(factors, x, G, freed, K = NULL) unlist(lapply(names(factors), function(f) c(
  sprintf("%s ~~ %s*%s\n%s ~ %s*1", f, each(1, "NA", G), f, f, each(0, "NA", G)),
  unlist(lapply(factors[[f]], function(i) { free <- i == freed; c(
    sprintf("%s =~ %s*%s", f, shared(paste0("l", i), free, G), i),
    if (is.null(K)) sprintf("%s ~ %s*1", i, shared(paste0("n", i), free, G)) else c(
      sprintf("%s ~ %s*1", i, each(0, 0, G)), sprintf("%s ~~ %s*%s", i, each(1, if (free) 1 else "NA", G), i),
      sprintf("%s | %s*t%d", i, sapply(seq_len(K - 1), function(k) shared(paste0("t", i, k), free, G)), seq_len(K - 1)))) })))))
one_free <- function(factors, d, freed, ordinal) {
  items <- unlist(factors); G <- length(unique(d$g)); K <- if (ordinal) length(unique(d[[items[1]]])) else NULL
  text <- paste(written(factors, items, G, freed, K), collapse = "\n")
  if (ordinal) lavaan(text, d, group = "g", ordered = items, parameterization = "theta", estimator = "WLSMV", auto.fix.first = FALSE, control = list(rel.tol = 1e-12))
  else lavaan(text, d, group = "g", estimator = "MLR", meanstructure = TRUE, auto.var = TRUE, auto.cov.lv.x = TRUE, control = list(rel.tol = 1e-12))
}
expected <- function(e, i, f, ordinal) {
  l <- e$lambda[i, f]
  if (!ordinal) return(function(eta) e$nu[i, 1] + l * eta)
  tau <- e$tau[grep(paste0("^", i, "\\|"), rownames(e$tau)), 1]; s <- sqrt(e$theta[i, i])
  function(eta) 1 + rowSums(sapply(tau, function(t) pnorm((e$nu[i, 1] + l * eta - t) / s)))
}
d_macs <- function(factors, d, ordinal) {
  out <- list()
  for (f in names(factors)) for (i in factors[[f]]) {
    m <- one_free(factors, d, i, ordinal); e <- lavInspect(m, "est"); labels <- lavInspect(m, "group.label")
    for (g in labels[-1]) {
      F <- expected(e[[g]], i, f, ordinal); R <- expected(e[[labels[1]]], i, f, ordinal)
      mu <- e[[g]]$alpha[f, 1]; sd_f <- sqrt(e[[g]]$psi[f, f]); x <- lapply(labels, function(l) d[d$g == l, i]); names(x) <- labels
      n <- sapply(x[c(labels[1], g)], length); pooled <- sum((n - 1) * sapply(x[c(labels[1], g)], sd)) / sum(n - 1)
      over <- function(h) integrate(function(z) h(F(z) - R(z)) * dnorm(z, mu, sd_f), mu - 8 * sd_f, mu + 8 * sd_f, rel.tol = 1e-10)$value
      out[[length(out) + 1]] <- list(item = i, group = g, d_macs = sqrt(over(function(v) v^2)) / pooled, signed = over(identity) / pooled)
    }
  }
  out
}
rmsea_d <- function(T, d, N, G) {
  low <- function(p) if (pchisq(T, d) <= p) 0 else uniroot(function(l) pchisq(T, d, l) - p, c(0, 4 * T + 100), tol = 1e-10)$root
  c(sqrt(G) * sqrt(max(T - d, 0) / (d * N)), sqrt(G * low(.95) / (d * N)), sqrt(G * low(.05) / (d * N)))
}
steps <- function(fits, groups, n) lapply(seq_along(fits)[-1], function(k) {
  t <- lavTestLRT(fits[[k - 1]], fits[[k]]); T <- t[2, "Chisq diff"]; d <- t[2, "Df diff"]
  list(chi_square = T, df = d, rmsea_d = rmsea_d(T, d, n, groups)) })
continuous <- function(model, d) { G <- length(unique(d$g)); fits <- lapply(list("", "loadings", c("loadings", "intercepts"),
    c("loadings", "intercepts", "residuals")), function(q) cfa(model, d, group = "g", group.equal = q, estimator = "MLR", std.lv = TRUE, meanstructure = TRUE))
  steps(fits, G, nrow(d)) }
text <- function(factors) paste(sapply(names(factors), function(f) paste(f, "=~", paste(factors[[f]], collapse = " + "))), collapse = "\n")
# scaled differences of WLSMV by lavTestLRT, made by ../bfi.R; N less the groups, as in lavaan's RMSEA of such models
ordinal_steps <- lapply(fromJSON("bfi_invariance.json", simplifyVector = FALSE)$scales$A$wu_estabrook_theta$diff_tests, function(t)
  list(chi_square = t$chisq_diff, df = t$df_diff, rmsea_d = rmsea_d(t$chisq_diff, t$df_diff, nrow(gender) - 2, 2)))
block <- function(factors, d, ordinal) list(group_order = unique(d$g), group_n = unname(as.vector(table(d$g)[unique(d$g)])),
  items = d_macs(factors, d, ordinal), steps = if (!ordinal) continuous(text(factors), d) else if (identical(d, gender)) unname(ordinal_steps))
# lavaan's own RMSEA of a difference, which it gives for ML alone: the factor for the groups and n are these
ml <- lapply(list("loadings", c("loadings", "intercepts")), function(q) cfa(text(tests), h, group = "g", group.equal = q, std.lv = TRUE, meanstructure = TRUE))
t <- lavTestLRT(ml[[1]], ml[[2]])
by_lavaan <- list(chi_square = t[2, "Chisq diff"], df = t[2, "Df diff"], n = nrow(h), rmsea_d = t[2, "RMSEA"])
write_json(list(gender_WLSMV = block(list(f = A), gender, TRUE), gender_MLR = block(list(f = A), gender, FALSE),
  education_WLSMV = block(list(f = E), school, TRUE), schools_MLR = block(tests, h, FALSE), lavaan_ml = by_lavaan),
  "effect_sizes.json", auto_unbox = TRUE, digits = 10)
